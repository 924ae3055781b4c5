// Answers are kept in this browser, as they were made: by person, lesson and question. A table of
// them can be saved, of the form that `report` writes in a notebook.

const SHELF = "dlfs-course";
const newPerson = () => ({ name: "", answers: {} });
const isTable = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const nothing = () => ({ now: 0, people: [newPerson()] });

// Where the browser keeps nothing, answers are held until the page is closed.
let held = null;

// What is kept; nothing where it is not ours.
function kept() {
  if (held) return held;
  try {
    const found = JSON.parse(localStorage.getItem(SHELF));
    const ours = found.people.every((each) => typeof each.name === "string" && isTable(each.answers));
    return ours && isTable(found.people[found.now]) ? found : nothing();
  } catch {
    return nothing();
  }
}

function keepAll(all) {
  try {
    localStorage.setItem(SHELF, JSON.stringify(all));
    held = null;
    return true;
  } catch {
    held = all;
    return false;
  }
}

const doesKeep = () => keepAll(kept());
const myName = () => kept().people[kept().now].name;

function answersTo(lesson, id) {
  const found = kept().people[kept().now].answers[lesson]?.[id];
  return Array.isArray(found) ? found.filter((answer) => typeof answer === "string") : [];
}

function keep(lesson, id, answers) {
  const all = kept();
  const mine = all.people[all.now].answers;
  mine[lesson] = { ...mine[lesson], [id]: answers };
  keepAll(all);
}

// Practice, by its kind: the level of each task, below zero where it was not solved.
function practised(kind, highest) {
  const found = kept().people[kept().now].practice?.[kind];
  const isLevel = (one) => Number.isInteger(one) && one !== 0 && Math.abs(one) <= highest;
  return Array.isArray(found) ? found.filter(isLevel) : [];
}

function keepPractised(kind, highest, entry) {
  const all = kept();
  const mine = all.people[all.now];
  mine.practice = { ...mine.practice, [kind]: [...practised(kind, highest), entry] };
  keepAll(all);
}

// The name of whoever answers. A name that has answered here before brings those answers back, if
// nothing is answered yet. Returns whether other answers count now.
function takeName(name) {
  const all = kept();
  const mine = all.people[all.now];
  const same = (each) => each.name.toLowerCase() === name.toLowerCase();
  const before = all.people.findIndex((each, at) => at !== all.now && same(each));
  const comesBack = before >= 0 && !Object.keys(mine.answers).length;
  if (comesBack) all.now = before;
  else mine.name = name;
  keepAll(all);
  return comesBack;
}

// What was answered stays, under its name.
function startAnew() {
  const all = kept();
  all.people.push(newPerson());
  all.now = all.people.length - 1;
  keepAll(all);
}

// ---- The table ----

function rowsOf(lesson, ids) {
  return ids.map(([id, kind]) => {
    const answers = answersTo(lesson, id);
    if (kind === "check") return [lesson, id, kind, answers.length ? "passed" : "", ""];
    return [lesson, id, kind, answers[0] ?? "", answers.length > 1 ? answers.at(-1) : ""];
  });
}

// The mark at its start tells spreadsheets that it is UTF-8.
function asCsv(rows, name) {
  const lines = [FORMS.headings, ...rows.map((row) => [...row, name])];
  return `\ufeff${lines.map((line) => `${line.map(cell).join(",")}\r\n`).join("")}`;
}

function cell(text) {
  const harmless = new RegExp(FORMS.formula).test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function fileName(lesson, name) {
  const letters = name.toLowerCase().replaceAll("\u00df", "ss").normalize("NFKD")
    .replace(/([a-z0-9])\p{M}+/gu, "$1").normalize("NFC").replace(/[^\p{L}\p{N}\p{M}]+/gu, "-");
  const slug = [...letters.replace(/^-+|-+$/g, "")].slice(0, FORMS.longestInAFile).join("");
  return slug ? `report_${lesson}_${slug}.csv` : `report_${lesson}.csv`;
}

function save(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

if (typeof module === "object") Object.assign(module.exports, { asCsv, fileName });
