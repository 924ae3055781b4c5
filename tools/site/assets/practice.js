// Practice: a task with a field for each blank, what is said to them, and the learning curve.

function setUpPractice(card) {
  const practice = globalThis.PRACTICE[card.dataset.kind];
  const round = beginRound(practice, practised(practice.kind, practice.levels.length));
  const panel = { card, form: card.querySelector("form"), practice, round, isOver: false };
  panel.form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (panel.isOver) goOn(panel, "");
    else take(panel);
  });
  card.querySelector(".keeps").textContent = doesKeep()
    ? "Your curve is kept in this browser, on this computer, and sent to nobody."
    : "This browser keeps nothing when the page is closed.";
  showTask(panel.form, practice, round);
  showCurve(card, practice, round.past);
}

function take(panel) {
  const { card, form, practice } = panel;
  const texts = fieldsOf(form).map((field) => field.value);
  const { said, told, round, entry } = takeAnswer(practice, panel.round, texts, Date.now() / 1000);
  panel.round = round;
  panel.isOver = entry < 0;
  if (entry) {
    keepPractised(practice.kind, practice.levels.length, entry);
    showCurve(card, practice, round.past);
  }
  markWrong(form, told);
  if (panel.isOver) closeTask(form);
  if (entry > 0) goOn(panel, said);
  else tell(form, said);
}

function goOn(panel, said) {
  panel.isOver = false;
  showTask(panel.form, panel.practice, panel.round);
  fieldsOf(panel.form)[0].focus();
  tell(panel.form, said);
}

// Words that are said to the fields are seen beside them, however many fields there are.
function tell(form, said) {
  const place = form.querySelector(".verdict");
  place.replaceChildren(...(said ? [inWords(said)] : []));
  if (said) place.scrollIntoView({ block: "nearest" });
}

// What was not solved stays in sight, beside what is right, until somebody goes on.
function closeTask(form) {
  fieldsOf(form).forEach((field) => { field.readOnly = true; });
  const button = form.querySelector("button");
  button.textContent = "Next task";
  button.focus();
}

const fieldsOf = (form) => [...form.querySelectorAll("input")];

function made(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function showTask(form, practice, round) {
  const task = taskOf(practice, round);
  form.querySelector(".level").textContent = `Level ${round.level} of ${practice.levels.length}`;
  form.querySelector(".asked").textContent = practice.words[task.question];
  form.querySelector(".given").textContent = task.given.join("\n");
  const [, width, height] = task.picture ?? [];
  form.querySelector(".sheet").classList.toggle("tall", height > width);
  form.querySelector(".graph").replaceChildren(...(task.picture ? [pictureOf(task.picture)] : []));
  form.querySelector("button").textContent = "Check";
  form.querySelector(".blanks").replaceChildren(...task.blanks.map(([label], at) => (
    fieldFor(label, `${practice.kind}-${at + 1}`))));
}

function pictureOf([src, width, height]) {
  return made("figure", {}, made("img", { src, width, height, alt: RULES.picture }));
}

function fieldFor(label, id) {
  const field = made("input", { type: "text", id, autocomplete: "off", spellcheck: false });
  const name = made("label", { htmlFor: id, textContent: label });
  return made("p", { className: "field" }, name, field);
}

function markWrong(form, told) {
  fieldsOf(form).forEach((field) => {
    if (told.includes(field.labels[0].textContent)) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  });
}

// ---- The learning curve: circles for what was solved, triangles for what was not ----

const CURVE = { width: 380, height: 200, left: 46, right: 12, top: 30, bottom: 40 };

function showCurve(card, practice, past) {
  const place = card.querySelector(".curve");
  if (past.length) place.replaceChildren(curveOf(past.slice(-RULES.shown), practice.levels.length));
}

function curveOf(past, highest) {
  const { width, height, left, right, top, bottom } = CURVE;
  const across = (width - left - right) / Math.max(past.length, RULES.fewest);
  const up = (height - top - bottom) / highest;
  const x = (at) => left + (at + 0.5) * across;
  const y = (level) => height - bottom - (level - 0.5) * up;
  const way = past.map((one, at) => `${x(at)},${y(Math.abs(one))}`).join(" ");
  const picture = drawn("svg", { viewBox: `0 0 ${width} ${height}`, role: "img" });
  picture.setAttribute("aria-label", wordsOfCurve(past));
  picture.append(
    drawn("path", { class: "axis", d: `M${left} ${top}V${height - bottom}H${width - right}` }),
    ...counted(highest, 1).map((level) => written(level, left - 8, y(level) + 4, "end")),
    ...counted(past.length, Math.ceil(past.length / 10)).map((task) => (
      written(task, x(task - 1), height - bottom + 16, "middle"))),
    written("task", (left + width - right) / 2, height - 6, "middle"),
    written("level", 2, top - 14, "start"),
    ...RULES.marks.flatMap((label, at) => [
      mark(!at, width - 190 + at * 80, top - 18),
      written(label, width - 180 + at * 80, top - 14, "start")]),
    drawn("polyline", { class: "way", points: way }),
    ...past.map((one, at) => mark(one > 0, x(at), y(Math.abs(one)))),
  );
  return picture;
}

function drawn(name, attributes, text = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.textContent = text;
  return element;
}

const counted = (most, step) => (
  [...Array(most).keys()].filter((at) => at % step === 0).map((at) => at + 1));
const written = (text, x, y, anchor) => (
  drawn("text", { x, y, "text-anchor": anchor }, String(text)));
const mark = (solved, x, y) => (solved
  ? drawn("circle", { class: "solved", cx: x, cy: y, r: 4 })
  : drawn("path", { class: "missed", d: `M${x} ${y - 5}l5 9h-10z` }));
