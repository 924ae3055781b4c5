// The page: explorers that move, questions that answer. Without this script a page still reads as a
// page. What an answer means is found out by answers.js, which the build puts before this file.

function setUpExplorer(figure) {
  const controls = [...figure.querySelectorAll("input[type=range]")];
  const states = [...figure.querySelectorAll(".stage img")].slice(1);
  const readout = figure.querySelector(".readout");
  const place = () => controls.reduce(
    (at, control) => at * (Number(control.max) + 1) + Number(control.value), 0);
  const show = () => {
    controls.forEach(nameThePlace);
    states.forEach((state, at) => { state.hidden = at !== place(); });
    readout.textContent = states[place()].alt;
  };
  let follow;
  const begin = () => { show(); follow = setUpGoals(figure, place()); };
  const moved = () => { show(); putInTheAddress(figure.id, controls); follow(place()); };
  const come = () => {
    if (!takenFromTheAddress(figure.id, controls)) return;
    begin();
    figure.scrollIntoView();
  };
  controls.forEach((control) => control.addEventListener("input", moved));
  figure.querySelectorAll("[data-by]").forEach((button) => button.addEventListener("click", () => {
    controls[0].value = Number(controls[0].value) + Number(button.dataset.by); // stays in its range
    moved();
  }));
  begin(); // a browser may bring back an earlier place of the control
  come();
  addEventListener("hashchange", come);
}

// The address of the page brings the state of the explorer that was moved last back, for whoever
// gets it: page.html#explore-descent=0.5,6 has the places of its controls, by their names.
function putInTheAddress(id, controls) {
  const places = controls.map((each) => encodeURIComponent(labelsOf(each)[Number(each.value)]));
  try {
    history.replaceState(null, "", `#${id}=${places.join(",")}`);
  } catch { /* some browsers keep the address of a page that is a file as it is */ }
}

function takenFromTheAddress(id, controls) {
  const [asked, said] = location.hash.slice(1).split("=");
  if (asked !== id || said === undefined) return false;
  let wanted;
  try {
    wanted = said.split(",").map(decodeURIComponent);
  } catch {
    return false; // no address that this page has written
  }
  const places = controls.map((each, at) => labelsOf(each).indexOf(wanted[at]));
  if (wanted.length !== controls.length || places.includes(-1)) return false;
  controls.forEach((each, at) => { each.value = places[at]; });
  return true;
}

const labelsOf = (control) => control.dataset.labels.split("|");

function nameThePlace(control) {
  const label = labelsOf(control)[Number(control.value)];
  control.nextElementSibling.value = label;
  control.setAttribute("aria-valuetext", label);
}

const lessonHere = () => document.querySelector("main").dataset.lesson;

function setUpQuestion(form) {
  const question = JSON.parse(form.dataset.question);
  const letters = [...form.querySelectorAll("input[type=radio]")];
  const field = form.querySelector("input[type=text], textarea");
  const predictions = [];
  // One answer at a time: a number takes the letter back, a letter the number.
  field?.addEventListener("input", () => letters.forEach((each) => { each.checked = false; }));
  const takeNumberBack = () => { if (field) field.value = ""; };
  letters.forEach((each) => each.addEventListener("change", takeNumberBack));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answer = letters.find((each) => each.checked)?.value ?? field?.value ?? "";
    say(form, question, answer, predictions);
    if (predictions.length) keep(lessonHere(), question.id, predictions);
    tellWhatIsKept();
  });
  bringBack(form, question, predictions);
}

// What was answered on another day stands there again, with what is said to it.
function bringBack(form, question, predictions) {
  const answers = answersTo(lessonHere(), question.id);
  if (!answers.length) return;
  const last = answers.at(-1);
  const radios = [...form.querySelectorAll("input[type=radio]")];
  const letter = radios.find((each) => each.value === last);
  const field = form.querySelector("input[type=text], textarea");
  if (letter) letter.checked = true;
  else if (field) field.value = last;
  predictions.push(...answers.slice(0, -1));
  say(form, question, last, predictions);
}

// ---- Shuffled lines ----

function setUpOrder(form) {
  const problem = JSON.parse(form.dataset.order);
  const field = form.querySelector("input");
  const place = form.querySelector(".verdict");
  const tell = (letters) => {
    const { words, key, passed } = judgeOrder(problem, letters);
    place.replaceChildren(...(words ? [inWords(words)] : textOf(form, key)));
    place.dataset.key = key ?? "";
    return passed;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (tell(field.value)) keep(lessonHere(), problem.id, [lettersInOrder(field.value)]);
    tellWhatIsKept();
  });
  [field.value = ""] = answersTo(lessonHere(), problem.id);
  if (field.value) tell(field.value);
}

// ---- What is kept, and the table ----

const idsHere = () => JSON.parse(document.querySelector("main").dataset.ids);
const goalsHere = () => [...new Set([...document.querySelectorAll(".goal")]
  .map((line) => JSON.parse(line.dataset.goal).id))];

function setUpAnswers(card) {
  const name = card.querySelector("input");
  name.value = myName();
  name.addEventListener("change", () => {
    if (takeName(name.value.trim())) location.reload();
  });
  card.querySelector(".save").addEventListener("click", () => {
    const told = name.value.trim();
    const rows = [...rowsOf(lessonHere(), idsHere()), ...goalRows(lessonHere(), goalsHere())];
    save(asCsv(rows, told), fileName(lessonHere(), told));
  });
  card.querySelector(".anew").addEventListener("click", () => {
    startAnew();
    location.reload();
  });
  tellWhatIsKept();
}

function tellWhatIsKept() {
  const rows = rowsOf(lessonHere(), idsHere());
  const done = rows.filter((row) => row[3]).length;
  const kept = doesKeep()
    ? "They are kept in this browser, on this computer, and sent to nobody."
    : "This browser keeps nothing when the page is closed: save the table before.";
  document.querySelector(".kept").textContent = `${done} of ${rows.length} are done. ${kept}`;
}

function say(form, question, answer, predictions) {
  const { key, marks, unread } = judge(question, answer);
  const text = partsOf(answer).join(" ");
  const understood = !["unreadable", "unsure"].includes(key);
  if (understood && predictions.at(-1) !== text) predictions.push(text);
  const settled = ["right", "kept", "later"].includes(key) || predictions.length > 1;
  const place = form.querySelector(".verdict");
  const keys = understood ? [key, settled ? "why" : "again"] : [key];
  if (key === "nudge" || key.startsWith("wrong")) keys.push("refresher");
  place.replaceChildren(...keys.flatMap((each) => textOf(form, each)));
  if (unread && answer.trim()) place.prepend(inWords(unread));
  if (marks) place.firstChild.append(soFar(question, marks));
  if (understood && question.kind !== "sentence") place.prepend(echo(predictions));
  place.dataset.key = key;
  if (understood) unfold(question.id);
  reachWideParts();
}

// What follows a question is folded until somebody has committed.
function unfold(id) {
  document.querySelectorAll(`details[data-after="${id}"]`).forEach((part) => { part.open = true; });
}

function textOf(form, key) {
  const found = form.querySelector(`template[data-say="${key}"]`);
  return found ? [...found.content.cloneNode(true).childNodes] : [];
}

function inWords(text) {
  const line = document.createElement("p");
  const parts = text.split("`").map((part, at) => {
    const piece = document.createElement(at % 2 ? "code" : "span");
    piece.textContent = part;
    return piece;
  });
  line.append(...parts);
  return line;
}

function soFar(question, marks) {
  const parts = marks.map((right, at) => `${question.labels[at]}: ${right ? "right" : "no"}`);
  return ` So far: ${parts.join("; ")}.`;
}

function echo(predictions) {
  const line = document.createElement("p");
  const first = predictions.length > 1 ? ` (your first prediction: ${predictions[0]})` : "";
  line.className = "echo";
  line.textContent = `You predict ${predictions.at(-1)}${first}.`;
  return line;
}

// Code can be taken along where the browser lets a page write to the clipboard.
function offerCopy(block) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "copy", textContent: "Copy" });
  button.setAttribute("aria-label", "Copy this code");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(`${block.querySelector("code").textContent}\n`);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
  const around = document.createElement("div");
  around.className = "copied";
  block.replaceWith(around);
  around.append(block, button);
}

// Whoever scrolls sideways by keyboard needs a place to stand.
function reachWideParts() {
  document.querySelectorAll("pre, .wide").forEach((part) => {
    if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
    else part.removeAttribute("tabindex");
  });
}

// Paper unfolds nothing: what the lesson folds away is printed, hints are not.
function unfoldForPaper() {
  const folded = document.querySelectorAll(
    "main > details:not([open]), .after > details:not([open])");
  addEventListener("beforeprint", () => folded.forEach((part) => { part.open = true; }));
  addEventListener("afterprint", () => folded.forEach((part) => { part.open = false; }));
}

if (typeof document === "object") {
  document.documentElement.className = "script";
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".explorer").forEach(setUpExplorer);
    document.querySelectorAll(".question").forEach(setUpQuestion);
    document.querySelectorAll(".order").forEach(setUpOrder);
    document.querySelectorAll(".practice").forEach(setUpPractice);
    document.querySelectorAll(".answers").forEach(setUpAnswers);
    if (navigator.clipboard) document.querySelectorAll("pre.code").forEach(offerCopy);
    unfoldForPaper();
    reachWideParts();
    addEventListener("resize", reachWideParts);
    document.addEventListener("toggle", reachWideParts, true); // what was folded had no width
    const contents = document.querySelector(".contents details");
    if (contents && innerWidth < 1180) contents.open = false;
  });
}
