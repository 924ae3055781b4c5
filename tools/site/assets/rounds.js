// Takes answers to drawn tasks as the classroom's `rounds` and `task` do: tests compare the two.

const RULES = FORMS.practice;
const filledIn = (text, ...parts) => (
  text.split("{}").map((piece, at) => piece + (parts[at] ?? "")).join(""));

// ---- One blank: its label, the form of its answers, the right one, and known wrong ones ----

function shapeIn(text) {
  const plain = [...text].length > FORMS.longest ? "" : cleaned(text);
  return whole(RULES.shape).test(plain) ? plain.match(/[0-9]+/g).map(Number).join(",") : "";
}

function meantBy(text, [, form, , wrong]) {
  if (form === "number") return read(text, RULES.form).map(([number]) => number.value);
  const found = form === "shape" ? shapeIn(text) : alone(text, LETTERS.slice(0, wrong.length + 1));
  return found ? [found] : [];
}

// Nothing for what is right, and otherwise the words that are said to it.
function replyTo(text, blank, words) {
  const [, form, key, wrong] = blank;
  const typed = partsOf(text).join(" ");
  if (!typed) return RULES.empty;
  const meant = meantBy(text, blank);
  if (!meant.length) return RULES.unread[form];
  const is = (one, value) => (
    form === "number" ? Math.abs(one - Number(value)) < RULES.near : one === value);
  if (meant.some((one) => is(one, key))) return "";
  const known = meant.flatMap((one) => wrong.filter(([value]) => is(one, value)));
  if (known.length) return words[known[0][1]];
  return filledIn(RULES.plain, [...typed].slice(0, RULES.longest).join(""));
}

// ---- A round: `past` has the level of each task that is over, below zero if it was missed ----

const beginRound = (practice, past) => (
  { level: past.length ? levelAfter(practice, past.at(-1)) : 1, wrong: 0, start: null, done: [],
    past });

const levelAfter = ({ levels }, last) => (
  Math.min(Math.max(Math.abs(last) + (last > 0 ? 1 : -1), 1), levels.length));

// Tasks that were there before come again when all of their level have been there.
function taskOf({ levels }, { level, past }) {
  const tasks = levels[level - 1];
  return tasks[past.filter((one) => Math.abs(one) === level).length % tasks.length];
}

// What is said to the texts, one for each blank; which are wrong; how the round goes on; and where
// the task is over, its entry.
function takeAnswer(practice, round, texts, seconds) {
  const { blanks } = taskOf(practice, round);
  const begun = { ...round, start: round.start ?? seconds };
  const replies = blanks.map((blank, at) => replyTo(texts[at] ?? "", blank, practice.words));
  if (replies.every((reply) => !reply)) {
    return endTask(practice, begun, true, RULES.said.right, seconds);
  }
  const told = replies.map((reply, at) => [blanks[at][0], reply])
    .filter(([, reply]) => reply && reply !== RULES.empty);
  const labels = told.map(([label]) => label);
  const stay = (said, more) => ({ said, told: labels, round: { ...begun, ...more } });
  const unread = told.find(([, reply]) => Object.values(RULES.unread).includes(reply));
  if (unread) return stay(filledIn(RULES.said.reply, ...unread));
  if (!told.length) return stay(saidSoFar(blanks, replies));
  const said = saidOfWrong(replies, told);
  if (begun.wrong + 1 < RULES.patience) return stay(said, { wrong: begun.wrong + 1 });
  const key = blanks.map(([label, , right]) => `${label} = ${right}`).join("; ");
  const last = `${said} ${filledIn(RULES.said.key, key)}`;
  return { ...endTask(practice, begun, false, last, seconds), told: labels };
}

function endTask(practice, round, solved, said, seconds) {
  const entry = solved ? round.level : -round.level;
  const level = levelAfter(practice, entry);
  const size = { 1: "larger", 0: "same", [-1]: "smaller" }[Math.sign(level - round.level)];
  const done = [...round.done, entry];
  const isOver = seconds - round.start >= RULES.round;
  const parts = [said, filledIn(RULES.said[size], level), ...(isOver ? [summary(done)] : [])];
  const again = isOver ? { start: null, done: [] } : { done };
  const after = { ...round, level, wrong: 0, past: [...round.past, entry], ...again };
  return { said: parts.join(" "), told: [], round: after, entry };
}

function summary(done) {
  const solved = done.filter((one) => one > 0);
  const words = solved.length === 1 ? RULES.said.one : RULES.said.several;
  const best = solved.length ? filledIn(RULES.said.best, Math.max(...solved)) : "";
  return filledIn(RULES.said.over, filledIn(words, solved.length, done.length) + best);
}

const filledOf = (replies) => replies.filter((reply) => reply !== RULES.empty).length;

function saidOfWrong(replies, told) {
  const right = replies.filter((reply) => !reply).length;
  const counted = filledOf(replies) > 1
    ? [filledIn(RULES.said.count, right, filledOf(replies))] : [];
  const wrong = told.slice(0, RULES.told).map((one) => filledIn(RULES.said.reply, ...one));
  return [...counted, ...wrong].join(" ");
}

function saidSoFar(blanks, replies) {
  const [following] = blanks[replies.indexOf(RULES.empty)];
  if (!filledOf(replies)) return filledIn(RULES.said.nothing, following);
  return filledIn(RULES.said.soFar, filledOf(replies), replies.length, following);
}

function wordsOfCurve(past) {
  const levels = past.map((one) => (one > 0 ? String(one) : filledIn(RULES.missed, -one)));
  return filledIn(RULES.curve, levels.join(", "));
}

if (typeof module === "object") {
  Object.assign(module.exports, { replyTo, beginRound, takeAnswer, taskOf, wordsOfCurve });
}
