// Reads and judges answers, as the classroom's `reading`, `choices` and `verdicts` do: tests
// compare the two on drawn texts. The tables come from there, too; here is the way through them.

const everywhere = (pattern) => new RegExp(pattern, "g");
const rulesOf = (rules) => rules.map(([pattern, text]) => [everywhere(pattern), text]);
const SIGN_RULES = rulesOf(FORMS.signRules);
const FIRST_RULES = rulesOf(FORMS.firstRules);
const WORD_RULES = rulesOf(FORMS.wordRules);
const MARKS = FORMS.marks.map(everywhere);
const LAST_MARKS = FORMS.lastMarks.map(everywhere);
const product = (lists) => lists.reduce(
  (rows, list) => rows.flatMap((row) => list.map((entry) => [...row, entry])), [[]]);

// ---- Reading: what may stand around and between numbers ----

function cleaned(answer) {
  let text = ruled(answer, SIGN_RULES);
  text = [...text].map((sign) => FORMS.keyboard[sign] ?? (sign < "\x80" ? sign : FORMS.strange))
    .join("").toLowerCase();
  text = ruled(text, FIRST_RULES).replace(everywhere(FORMS.word), inDigits);
  return trimmed(ruled(text, WORD_RULES));
}

const ruled = (text, rules) => rules.reduce(
  (said, [form, other]) => said.replace(form, other), text);
const trimmed = (text) => text.replace(/^[ ;]+|[ ,;.?]+$/g, "");

function inDigits(word) {
  const name = word.replaceAll(" ", "-");
  return Object.hasOwn(FORMS.numberWords, name) ? FORMS.numberWords[name] : word;
}

function strangeWord(text, form) {
  return (text.match(everywhere(FORMS.strangeOrWord)) ?? []).find((name) => (
    !isDressing(name, form) && !tokensOf(name).length && !FORMS.joining.includes(name))) ?? "";
}

function foundNumbers(text, form) {
  for (const mark of MARKS) {
    const parts = flattened(listed(text)).split(mark).filter((part) => part.replaceAll(" ", ""));
    const several = parts.length > 1 && parts.length <= FORMS.mostNumbers;
    if (several && parts.every((part) => readOne(part, form).length)) return parts.length;
  }
  return readOne(text, form).length ? 1 : 0;
}

function read(answer, form) {
  if ([...answer].length > FORMS.longest) return [];
  const text = cleaned(answer);
  if (form.count === 1) return together([readOne(trimmed(text.replaceAll(" ; ", " ")), form)]);
  for (const parts of splittings(text, form)) {
    if (parts.length !== form.count) continue;
    const readings = parts.map((part) => readOne(part, form));
    if (readings.every((each) => each.length)) return together(readings);
  }
  return [];
}

const together = (readings) => product(readings).slice(0, FORMS.mostReadings);

function* splittings(text, form) {
  const behind = byLabels(text, form);
  if (behind.length) yield behind;
  const match = whole(FORMS.bothAlike).exec(text);
  if (match) yield Array(form.count).fill(match[1] ?? match[2]);
  const list = listed(withoutBrackets(text));
  if (form.digits) yield* pairs(list);
  const applied = new RegExp(FORMS.applied).test(list);
  for (const body of applied ? [list] : [list, flattened(list)]) {
    for (const mark of MARKS) {
      const parts = body.split(mark);
      if (!displaced(parts, form)) yield parts;
    }
  }
  for (const mark of LAST_MARKS) {
    const parts = flattened(list).split(mark);
    if (parts.every((part) => /^[-+]?[0-9.]+$/.test(part))) yield parts;
  }
  if (!applied) {
    const parts = withoutNames(list);
    const inPlace = form.labels.every((label, at) => {
      const start = list.search(new RegExp(label));
      return start < 0 || withoutNames(list.slice(0, start)).length === at;
    });
    if (inPlace && parts.every((part) => /^[-+]?[0-9.]+$/.test(part))) yield parts;
  }
  if (form.digits && /^[0-9](?:[-./>]?[0-9])*$/.test(list)) yield list.match(/[0-9]/g);
}

const listed = (text) => text.replace(everywhere(FORMS.and), text.includes(", ") ? ", " : "; ");

function withoutBrackets(text) {
  let inside = text;
  while (/^[([]/.test(inside) && closedAt(inside) === inside.length - 1) {
    inside = inside.slice(1, -1).replace(/^ +|[ ,]+$/g, "");
  }
  return inside;
}

function closedAt(text) {
  let depth = 0;
  return [...text].findIndex((sign) => {
    depth += "([".includes(sign) - ")]".includes(sign);
    return depth === 0;
  });
}

const flattened = (text) => text.replace(/ *[;|] */g, ", ").replace(/ *[()[\]] */g, " ")
  .replace(/^[ ,]+|[ ,]+$/g, "");

const withoutNames = (text) => flattened(text).replace(/[a-z][a-z0-9_]* *[=:]/g, " ")
  .split(/[ ,]+/).filter(Boolean);

function byLabels(text, form) {
  const places = form.labels.map((label) => [...text.matchAll(everywhere(label))]);
  if (!places.length || places.some((found) => found.length !== 1)) return [];
  const spans = places.map(([match]) => [match.index, match.index + match[0].length]);
  const starts = spans.map(([start]) => start).sort((a, b) => a - b);
  if (/[0-9]/.test(text.slice(0, starts[0]))) {
    return spans.map(([start]) => {
      const stop = Math.max(0, ...spans.map(([, end]) => end).filter((end) => end <= start));
      return text.slice(stop, start).replace(new RegExp(FORMS.beforePart), "");
    });
  }
  const first = new RegExp(form.digits ? FORMS.behindLabelOfDigit : FORMS.behindLabel);
  return spans.map(([, end]) => endOfPart(
    text.slice(end, starts.find((start) => start >= end) ?? text.length)).replace(first, ""));
}

const endOfPart = (text) => text.replace(new RegExp(FORMS.endOfPart), "");

function* pairs(text) {
  for (const mark of MARKS) {
    const found = text.split(mark).map((part, at) => (
      whole(`${at + 1} *(?:-|>|\\)) *([0-9])`).exec(part)));
    if (found.every(Boolean)) yield found.map((pair) => pair[1]);
  }
}

function displaced(parts, form) {
  if (parts.length !== form.labels.length) return false;
  const bears = (part, label) => new RegExp(label).test(part);
  return parts.some((part, at) => !bears(part, form.labels[at])
    && form.labels.some((label, other) => other !== at && bears(part, label)));
}

function readOne(text, form) {
  const said = ofWhole(text, form).split(" or ").map((part) => readSides(part, form));
  if (said.some((each) => !each.length)) return [];
  if (said.slice(1).some(([other]) => !agrees(said[0][0], other.value))) return [];
  if (form.whole === null) return said[0];
  const isShare = ({ value }) => (value > 0 && value < 1) || text.includes("%");
  return [...said[0], ...said[0].filter(isShare).map((number) => times(number, form.whole))];
}

function ofWhole(text, form) {
  if (form.whole === null) return text;
  return text.replace(everywhere(FORMS.all), String(form.whole)).replace(everywhere(FORMS.no), "0");
}

function readSides(text, form) {
  const explained = whole(FORMS.explained).exec(text);
  if (explained) {
    const [outer, inner] = [1, 2].map((at) => readSides(explained[at], form));
    const agreed = outer.length && inner.length && agrees(outer[0], inner[0].value);
    if (agreed || (outer.length && !undressed(explained[2], form))) return outer;
  }
  const isRatio = form.count === 1 && /^[0-9.]+ ?: ?[0-9.]+$/.test(text);
  if (isRatio) return values(text.replaceAll(":", "/"));
  const sides = text.split(new RegExp(FORMS.relation));
  const found = readSide(sides.at(-1), form);
  if (found.length) return found;
  if (sides.length === 1 || /[0-9]/.test(sides.slice(1).join(""))) return [];
  return readSide(sides[0], form);
}

function readSide(dressed, form) {
  const text = undressed(dressed, form);
  const mixed = /^([-+]?)([0-9]+) ([0-9]+\/[0-9]+)$/.exec(text);
  if (mixed) return values(`${mixed[1]}(${mixed[2]}+${mixed[3]})`);
  if (text.endsWith("!")) return exclaimed(text.replace(/[! ]+$/, ""));
  const at = text.indexOf(" of ");
  if (at < 0) return values(text);
  return outOf(text.slice(0, at), text.slice(at + 4), ![null, 1].includes(form.whole));
}

function outOf(part, all, counted) {
  if (/[/%]/.test(part)) {
    const made = values(`(${part})*(${all})`);
    return /^[0-9]+$/.test(all) ? [...values(part), ...made] : made;
  }
  const [share, count] = [values(`(${part})/(${all})`), values(part)];
  return counted ? [...count, ...share] : [...share, ...count];
}

function exclaimed(text) {
  if (!/^(?:[0-9]|1[0-9]|20)$/.test(text)) return values(text);
  const factorial = [...Array(Number(text)).keys()].reduce((product, at) => product * (at + 1), 1);
  return [...values(text), { value: factorial, digits: 0, step: 0 }];
}

function undressed(dressed, form) {
  let [before, text] = [null, dressed];
  while (before !== text) {
    before = text;
    text = trimmed(withoutBrackets(text));
    const first = new RegExp(`^${FORMS.firstWord}`).exec(text);
    const last = new RegExp(FORMS.lastWord).exec(text);
    if (first && isDressing(first[1], form)) text = text.slice(first[0].length);
    else if (last && isDressing(last[1] ?? last[2], form)) {
      text = text.slice(0, last.index).replace(/[ ,]+$/, "");
    }
  }
  return text;
}

const isDressing = (word, form) => [FORMS.dressing, form.dressing].some((table) => (
  table.includes(word)))
  || word.split(/['/]/).filter(Boolean).every((part) => part !== word && isDressing(part, form));

// ---- Choices: by letter, text, value, or a word that one of them alone has ----

const LETTERS = "ABCDEFGH";
const same = (one, other) => (
  one.length === other.length && one.every((word, at) => word === other[at]));

function wordsOf(text) {
  const kept = text.replace(everywhere(FORMS.choiceNone), "nones");
  const found = cleaned(kept).match(everywhere(FORMS.choiceToken)) ?? [];
  return found.map((word) => (Object.hasOwn(FORMS.sameWords, word)
    ? FORMS.sameWords[word] : word.replace(/^(-?)0+(?=[.0-9])/, "$1")));
}

function lettersOf(question, answer) {
  if (question.kind !== "choice" || [...answer].length > FORMS.longest) return "";
  const [said, { sayings, letters }] = [wordsOf(answer), question];
  const numbers = read(answer, question.form).map(([number]) => number);
  const known = [question.number, ...question.wrong].filter((value) => typeof value === "number");
  const surely = alone(answer, letters) || told(said, sayings) || lettered(answer, letters);
  const isKnown = numbers.some((number) => known.some((value) => agrees(number, value)));
  if (surely || isKnown) return surely;
  const beside = new RegExp(FORMS.beside).test(answer.toLowerCase());
  const ways = [beside ? "" : valued(numbers, sayings), worded(said, sayings)];
  const isContent = (word) => /^[a-z]+$/.test(word) && !FORMS.choiceDressing.includes(word);
  if (said.some(isContent)) ways.reverse();
  return ways.find((way) => way.length === 1) ?? (ways[0] || ways[1]);
}

const those = (sayings, fits) => [...LETTERS]
  .filter((_, at) => sayings[at] && fits(sayings[at])).join("");

// Whose text, or first words, are said, whatever "I think" stands before them.
function told(said, sayings) {
  for (const [start, word] of said.entries()) {
    const rest = said.slice(start);
    const found = those(sayings, (one) => same(rest, one.words) || same(rest, one.head)
      || rest.join("") === one.words.join(""));
    if (found.length === 1) return found;
    if (!FORMS.choiceDressing.includes(word) && !isLetter(word, rest, sayings)) break;
  }
  return "";
}

function isLetter(word, rest, sayings) {
  const at = LETTERS.toLowerCase().indexOf(word);
  const there = word.length === 1 && at >= 0 && at < sayings.length;
  return there && same(rest.slice(1), sayings[at].words);
}

function alone(answer, letters) {
  const marks = /^[ \t\r\n.,:;!?()[\]"'`*]+|[ \t\r\n.,:;!?()[\]"'`*]+$/g;
  const letter = answer.replace(marks, "").toUpperCase();
  return letter.length === 1 && letters.includes(letter) ? letter : "";
}

function lettered(answer, letters) {
  const names = answer.match(/[A-Za-z]+/g) ?? [];
  const isLetterName = (name) => name.length === 1 && letters.includes(name.toUpperCase());
  const stands = (name, at) => name === name.toUpperCase() || at === names.length - 1;
  const single = names.filter((name, at) => isLetterName(name) && stands(name, at))
    .map((name) => name.toUpperCase());
  const others = names.filter((name) => !single.includes(name.toUpperCase()));
  if (single.length && others.every((name) => FORMS.choiceDressing.includes(name.toLowerCase()))) {
    return [...new Set(single)].sort().join("");
  }
  const match = new RegExp(`^${FORMS.letterFirst}`).exec(answer);
  const letter = (match?.[1] ?? match?.[2] ?? "").toUpperCase();
  return letter && letters.includes(letter) ? letter : "";
}

function valued(numbers, sayings) {
  const found = FORMS.within.flatMap((most) => numbers.map((number) => those(sayings, (one) => (
    one.value !== null && agrees(number, one.value, Math.min(one.tolerance, most))))));
  return found.find((letters) => letters) ?? "";
}

function strangeTo(answer, { sayings, letters }) {
  const known = [...FORMS.choiceDressing, ...letters.toLowerCase(),
    ...sayings.flatMap((one) => one.words)];
  return wordsOf(answer).find((word) => !known.includes(word)) ?? "";
}

function worded(said, sayings) {
  const bare = (words) => words.filter((word) => !FORMS.choiceDressing.includes(word));
  const content = bare(said);
  if (content.every((word) => word === "not")) return "";
  const own = sayings.map((one) => bare(one.words));
  const holds = (words) => content.every((word) => words.includes(word));
  const standsIn = (words) => words.some((_, at) => (
    same(words.slice(at, at + content.length), content)));
  const ways = [
    (words) => same(words, content),
    (words) => same([...words].sort(), [...content].sort()), standsIn, holds,
  ];
  const found = ways.map((way) => those(own, way));
  return found.find((way) => way.length === 1) ?? found.at(-1);
}

// ---- The verdict: the key of the text that is said ----

function matches(question, reading, value) {
  if (value === null) return false;
  if (typeof reading === "string" || typeof value === "string") return reading === value;
  const [numbers, exact] = [[reading].flat(), [value].flat()];
  return numbers.every((number, at) =>
    exact[at] === FORMS.any || agrees(number, exact[at], question.tolerance));
}

function readings(question, answer) {
  if (question.kind === "number") return read(answer, question.form);
  const letters = lettersOf(question, answer);
  if (letters.length === 1) return [letters];
  return question.number === null ? [] : read(answer, question.form).map(([number]) => number);
}

// Whether the other side of the bound is said, and not this one too.
function isOther(bound, answer) {
  const [said, other] = ["above", "below"].map((side) => (
    new RegExp(FORMS.sides[side]).test(answer.toLowerCase())));
  return bound === "above" ? other && !said : said && !other;
}

// The words of a text, parted where Python parts them: a browser has other spaces.
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const partsOf = (text) => text.split(SPACES).filter(Boolean);

function saysNoIdea(sentence) {
  const letters = sentence.toLowerCase().replaceAll("\u00df", "ss").replace(/[^a-z]+/g, " ").trim();
  return new RegExp(`^(?:${FORMS.noIdea})$`).test(letters);
}

// Returns the key, and for several numbers which of them are right.
function judge(question, answer) {
  if (question.kind === "sentence") {
    if (saysNoIdea(answer)) return { key: "unsure" };
    return { key: partsOf(answer).length < 2 ? "unreadable" : "kept" };
  }
  const found = readings(question, answer);
  if (!found.length) return { key: "unreadable", unread: unreadOf(question, answer) };
  if (question.answer === null) return { key: "later" };
  const atBound = (reading) => question.bound && matches(question, reading, question.answer);
  if (found.some(atBound) && isOther(question.bound, answer)) return { key: "side" };
  const isAnswer = (reading) => matches(question, reading,
    typeof reading === "string" || Array.isArray(reading) ? question.answer : question.number);
  if (found.some(isAnswer)) return { key: "right" };
  const at = found.map((reading) => question.wrong.findIndex((value) => (
    matches(question, reading, value)))).find((place) => place >= 0);
  if (at !== undefined) return { key: `wrong-${at}` };
  if (question.kind !== "number" || question.form.count === 1) return { key: "nudge" };
  const marks = found[0].map((number, i) => agrees(number, question.answer[i], question.tolerance));
  return { key: "nudge", marks };
}

function unreadOf(question, answer) {
  const length = [...answer].length;
  const { longest } = FORMS;
  if (length > longest) return `I read up to ${longest} signs, and these are ${length}.`;
  const letters = lettersOf(question, answer);
  if (letters.length > 1) {
    return `I cannot tell ${[...letters].join(" from ")} by ${named(answer, answer)}.`;
  }
  if (saysNoIdea(answer)) return FORMS.aGuess;
  const text = cleaned(answer);
  if (question.kind === "choice") {
    return `I cannot read ${named(strangeTo(answer, question) || answer, answer)}.`;
  }
  const word = strangeWord(text, question.form);
  if (word) return `I cannot read ${named(word, answer)}.`;
  const count = foundNumbers(text, question.form);
  if (count && count !== question.form.count) {
    return `I read ${count} number${count > 1 ? "s" : ""}, not ${question.form.count}.`;
  }
  return `I cannot read ${named(answer, answer)}.`;
}

function named(piece, answer) {
  const pieces = answer.split(/[ \t\r\n\u00a0]+/);
  const typed = pieces.find((word) => cleaned(word).includes(piece)) ?? pieces.join(" ");
  const signs = typed.replace(/[\x00-\x1f\x7f`]/g, "").replace(/\p{Surrogate}/gu, "?")
    .replace(/^[ ,;]+|[ ,;]+$/g, "");
  return signs ? `\`${[...signs].slice(0, FORMS.longestNamed).join("")}\`` : "that";
}

if (typeof module === "object") module.exports = { read, values, cleaned, judge };
