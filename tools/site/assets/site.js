// Explorers that move, questions that answer. Without this script a page still reads as a page.
// The first half reads and judges answers, as number_forms.py and verdicts.py of the course do:
// tests compare the two. It needs no page. The second half is the page.
"use strict";

// Filled in by the build, from dlfs/classroom/number_forms.py.
const FORMS = null;

// ---- Numbers as people write them: every sensible reading, the likeliest first ----

const POWER = /^(?:([+-]?(?:\d+\.?\d*|\.\d+))\s*[*x]\s*)?(\d{1,9})\s*(?:\^|\*\*)\s*([+-]?\d{1,6})$/;

function onKeyboard(text) {
  return [...text].map((sign) => FORMS.keyboard[sign] ?? sign).join("");
}

function readNumber(answer, unit = "") {
  if ([...answer].length > FORMS.longest) return [];
  const [text, share] = withoutUnit(cleaned(answer), unit);
  const powers = text.includes("/") ? fractions(text) : powersOf(text);
  const readings = powers.length || text.includes("/") ? powers : decimals(text);
  return share === 1 ? readings : readings.map((number) => ({
    value: number.value * share, digits: number.digits, step: number.step * share,
  }));
}

function cleaned(answer) {
  const text = onKeyboard(answer).trim().toLowerCase();
  return text.replace(/^(?:[a-z][\p{L}\p{N}_ ]*=|~|=)\s*/u, "").replace(/^([+-])\s+/, "$1");
}

function withoutUnit(text, unit) {
  for (const name of [unit.toLowerCase(), ...FORMS.units]) {
    if (name && text.endsWith(name)) {
      const share = name === "%" || name === "percent" ? 0.01 : 1;
      return [text.slice(0, -name.length).trim(), share];
    }
  }
  return [text, 1];
}

function fractions(text) {
  const parts = text.split("/").map((part) => decimals(part.trim()));
  if (parts.length !== 2) return [];
  return product(parts)
    .filter(([top, low]) => low.value !== 0 && Number.isFinite(top.value / low.value))
    .map(([top, low]) => ({ value: top.value / low.value, digits: 0, step: 0 }));
}

function powersOf(text) {
  const match = POWER.exec(text);
  if (!match) return [];
  const [factor, base, exponent] = [Number(match[1] || 1), Number(match[2]), Number(match[3])];
  if (base === 0 || Math.abs(exponent) * Math.log10(base) > FORMS.largestExponent) return [];
  const value = factor * base ** exponent;
  return Number.isFinite(value) ? [{ value, digits: 0, step: 0 }] : [];
}

function decimals(text) {
  const match = /^([+-]?)([\d.,'_ ]+?)(e[+-]?\d{1,4})?$/.exec(text);
  if (!match) return [];
  const [, sign, body, exponent = ""] = match;
  return withoutMarks(body).map((digits) => shown(sign, digits, exponent)).filter(Boolean);
}

// The digits with a decimal point and no marks between thousands: all readings.
function withoutMarks(body) {
  const readings = [];
  if (/^(?:\d+\.?\d*|\.\d+)$/.test(body)) readings.push(body);
  if (/^\d*,\d+$/.test(body)) readings.push(body.replace(",", "."));
  for (const [mark, point] of [[",", "."], [" ", ".,"], ["'", ".,"], ["_", "."], ["\\.", ","]]) {
    const groups = mark === "\\." && !body.includes(",") ? "{2,}" : "+";
    const form = new RegExp(`^([1-9]\\d{0,2}(?:${mark}\\d{3})${groups})(?:[${point}](\\d*))?$`);
    const match = form.exec(body);
    if (match) readings.push(`${match[1].replace(/\D/g, "")}.${match[2] ?? ""}`);
  }
  return readings;
}

// A number with how many digits were shown, and the size of the last one.
function shown(sign, digits, exponentText) {
  const [whole, part = ""] = digits.split(".");
  const exponent = Number(exponentText.slice(1) || 0) - part.length;
  const count = Math.max((whole + part).replace(/^0+/, "").length, 1);
  if (Math.abs(exponent + count - 1) > FORMS.largestExponent) return null;
  const value = Number(sign + digits + exponentText);
  return { value, digits: count, step: Number(`1e${exponent}`) };
}

function readNumbers(answer, count, unit = "") {
  for (const parts of splittings(answer, count)) {
    const readings = parts.map((part) => readNumber(part, unit));
    if (parts.length === count && readings.every((each) => each.length)) return product(readings);
  }
  return [];
}

function* splittings(answer, count) {
  if (count === 1) return yield [answer];
  if ([...answer].length > FORMS.longest) return;
  let text = onKeyboard(answer).replace(/^[ \t\n()[\]]+|[ \t\n()[\]]+$/g, "");
  text = text.replace(/,?\s+and\s+/g, text.includes(", ") ? ", " : "; ");
  for (const mark of [/\s*[;|\n]\s*/, /,\s+/, /\s+/, /,/]) yield text.trim().split(mark);
}

function product(lists) {
  return lists.reduce(
    (rows, list) => rows.flatMap((row) => list.map((entry) => [...row, entry])), [[]]);
}

// ---- The verdict: the key of the text that is said ----

function agrees(number, exact, tolerance) {
  const distance = Math.abs(number.value - exact);
  if (distance <= tolerance * Math.abs(exact) * (1 + 1e-9)) return true;
  return tolerance > 0 && number.digits >= 2 && distance <= (number.step / 2) * (1 + 1e-9);
}

function matches(question, reading, value) {
  if (value === null) return false;
  if (typeof reading === "string" || typeof value === "string") return reading === value;
  const [numbers, values] = [[reading].flat(), [value].flat()];
  return numbers.every((number, at) =>
    values[at] === FORMS.any || agrees(number, values[at], question.tolerance));
}

function readings(question, answer) {
  if (question.kind === "number") return readNumbers(answer, question.count, question.unit);
  const letter = letterOf(answer);
  if (letter.length === 1 && question.letters.includes(letter)) return [letter];
  return question.number === null ? [] : readNumber(answer, question.unit);
}

function letterOf(answer) {
  return answer.replace(/^[ \t\n.:()[\]]+|[ \t\n.:()[\]]+$/g, "").toUpperCase();
}

// Returns the key, and for several numbers which of them are right.
function judge(question, answer) {
  if (question.kind === "sentence") {
    return { key: answer.trim().split(/\s+/).length < 2 ? "unreadable" : "kept" };
  }
  const found = readings(question, answer);
  if (!found.length) return { key: "unreadable" };
  if (question.answer === null) return { key: "later" };
  const isAnswer = (reading) => matches(question, reading,
    typeof reading === "string" || Array.isArray(reading) ? question.answer : question.number);
  if (found.some(isAnswer)) return { key: "right" };
  const at = question.wrong.findIndex((value) =>
    found.some((reading) => matches(question, reading, value)));
  if (at >= 0) return { key: `wrong-${at}` };
  if (question.kind !== "number" || question.count === 1) return { key: "nudge" };
  const marks = found[0].map((number, i) => agrees(number, question.answer[i], question.tolerance));
  return { key: "nudge", marks };
}

if (typeof module === "object") module.exports = { readNumber, readNumbers, judge };

// ---- The page ----

function setUpExplorer(figure) {
  const control = figure.querySelector("input[type=range]");
  const states = [...figure.querySelectorAll(".stage img")].slice(1);
  const labels = control.dataset.labels.split("|");
  const [output, readout] = [figure.querySelector("output"), figure.querySelector(".readout")];
  const show = () => {
    const at = Number(control.value);
    states.forEach((state, number) => { state.hidden = number !== at; });
    output.value = labels[at];
    control.setAttribute("aria-valuetext", labels[at]);
    readout.textContent = states[at].alt;
  };
  control.addEventListener("input", show);
  show(); // a browser may bring back an earlier place of the control
}

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
  });
}

function say(form, question, answer, predictions) {
  const { key, marks } = judge(question, answer);
  const text = answer.trim().split(/\s+/).join(" ");
  const understood = key !== "unreadable";
  if (understood && predictions.at(-1) !== text) predictions.push(text);
  const settled = ["right", "kept", "later"].includes(key) || predictions.length > 1;
  const place = form.querySelector(".verdict");
  const keys = understood ? [key, settled ? "why" : "again"] : [key];
  if (key === "nudge" || key.startsWith("wrong")) keys.push("refresher");
  place.replaceChildren(...keys.flatMap((each) => textOf(form, each)));
  if (marks) place.firstChild.append(soFar(question, marks));
  if (understood && question.kind !== "sentence") place.prepend(echo(predictions));
  place.dataset.key = key;
  reachWideParts();
}

function textOf(form, key) {
  const found = form.querySelector(`template[data-say="${key}"]`);
  return found ? [...found.content.cloneNode(true).childNodes] : [];
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

// Whoever scrolls sideways by keyboard needs a place to stand.
function reachWideParts() {
  document.querySelectorAll("pre, .wide").forEach((part) => {
    if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
    else part.removeAttribute("tabindex");
  });
}

// Paper unfolds nothing: what the lesson folds away is printed, hints are not.
function unfoldForPaper() {
  const folded = document.querySelectorAll("main > details:not([open])");
  addEventListener("beforeprint", () => folded.forEach((part) => { part.open = true; }));
  addEventListener("afterprint", () => folded.forEach((part) => { part.open = false; }));
}

if (typeof document === "object") {
  document.documentElement.className = "script";
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".explorer").forEach(setUpExplorer);
    document.querySelectorAll(".question").forEach(setUpQuestion);
    unfoldForPaper();
    reachWideParts();
    addEventListener("resize", reachWideParts);
    document.addEventListener("toggle", reachWideParts, true); // what was folded had no width
    const contents = document.querySelector(".contents details");
    if (contents && innerWidth < 1180) contents.open = false;
  });
}
