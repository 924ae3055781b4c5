// Numbers and arithmetic as people write them, read as the classroom's `numerals` and `expressions`
// do. The build puts this file in front of answers.js.
"use strict";

// Filled in by the build, from dlfs/classroom/asking.
const FORMS = null;

const whole = (pattern) => new RegExp(`^(?:${pattern})$`);

// ---- Numerals: every sensible reading, the likeliest first ----

function numerals(text) {
  const match = /^([0-9.,'_ ]+?)(e[+-]?[0-9]{1,4})?$/.exec(text);
  if (!match) return [];
  return withoutMarks(match[1]).map((digits) => shown(digits, match[2] ?? "")).filter(Boolean);
}

function withoutMarks(body) {
  const readings = [];
  if (/^(?:[0-9]+\.?[0-9]*|\.[0-9]+)$/.test(body)) readings.push(body);
  if (/^[0-9]*,[0-9]+$/.test(body)) readings.push(body.replace(",", "."));
  for (const [mark, point] of FORMS.thousands) {
    const groups = mark === "\\." && !body.includes(",") ? "{2,}" : "+";
    const match = whole(`([1-9][0-9]{0,2}(?:${mark}[0-9]{3})${groups})(?:[${point}]([0-9]*))?`)
      .exec(body);
    if (match) readings.push(`${match[1].replace(/[^0-9]/g, "")}.${match[2] ?? ""}`);
  }
  return readings;
}

// A number with how many digits were shown, and the size of the last one.
function shown(digits, exponentText) {
  const [before, part = ""] = digits.split(".");
  const exponent = Number(exponentText.slice(1) || 0) - part.length;
  const count = Math.max((before + part).replace(/^0+/, "").length, 1);
  if (Math.abs(exponent + count - 1) > FORMS.largestExponent) return null;
  return { value: Number(digits + exponentText), digits: count, step: Number(`1e${exponent}`) };
}

const times = ({ value, digits, step }, factor) => (
  { value: value * factor, digits, step: step * Math.abs(factor) });

function agrees(number, exact, tolerance = 0.01) {
  const distance = Math.abs(number.value - exact);
  const within = Math.max(tolerance, FORMS.rounding);
  if (distance <= within * Math.abs(exact) * (1 + 1e-9)) return true;
  return tolerance > 0 && number.digits >= 2 && distance <= (number.step / 2) * (1 + 1e-9);
}

// ---- Arithmetic: sums, products, powers, each binding more tightly than the one before ----

const [SUM, PRODUCT, POWER] = [1, 2, 3];
const BINDING = { "+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "^": POWER };
const CONSTANTS = { e: Math.E, pi: Math.PI };
const FUNCTIONS = {
  sqrt: Math.sqrt, exp: Math.exp, log: Math.log, ln: Math.log,
  log10: Math.log10, log_10: Math.log10, log2: Math.log2, log_2: Math.log2,
};
const [isConstant, isFunction] = [CONSTANTS, FUNCTIONS].map((table) => (
  (token) => Object.hasOwn(table, token)));
const isNumber = (token) => typeof token === "object";
const isSign = (token) => token === "+" || token === "-";

function values(text) {
  const tokens = tokensOf(text);
  if (!tokens.length || tokens.length > FORMS.mostTokens) return [];
  if (tokens.filter((token) => token === "(").length > FORMS.deepest) return [];
  if (tokens.some((token, at) => token === "%" && tokens[at + 1] === "^")) return [];
  const choices = tokens.map((token) => (/^[0-9.,]/.test(token) ? numerals(token) : null));
  if (choices.some((choice) => choice?.length === 0)) return [];
  const count = Math.max(...choices.map((choice) => choice?.length ?? 1));
  const found = [...Array(count).keys()].flatMap((at) => {
    const read = withPercents(tokens.map((token, i) => (
      choices[i]?.[Math.min(at, choices[i].length - 1)] ?? token)));
    return signed(read) ?? [false, true].map((wide) => new Parser(read, wide).result()).flat();
  });
  return [...new Map(found.map((number) => [JSON.stringify(number), number])).values()];
}

function tokensOf(text) {
  const [pattern, tokens] = [new RegExp(FORMS.token, "y"), []];
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (!match) return [];
    tokens.push((match[1] ?? match[2] ?? match[3]).replace("**", "^"));
  }
  return tokens;
}

// `100 - 84 %` as `100 % - 84 %`; nothing where a sum has percents and larger numbers.
function withPercents(tokens) {
  const larger = tokens.map((token, at) => token.value > 1 && joinsPercents(tokens, at));
  if (tokens.some((token, at) => larger[at] && token.value !== 100)) return [];
  return tokens.flatMap((token, at) => (larger[at] ? [token, "%"] : [token]));
}

function joinsPercents(tokens, at) {
  const [before, after] = [tokens[at - 1], tokens[at + 1]];
  if (![undefined, "(", "+", "-"].includes(before)) return false;
  if (![undefined, ")", "+", "-"].includes(after)) return false;
  const behind = isSign(after) && isNumber(tokens[at + 2]) && tokens[at + 3] === "%";
  return behind || (isSign(before) && tokens[at - 2] === "%");
}

// A numeral with or without a sign and a %: it keeps its digits.
function signed(tokens) {
  let [factor, rest] = [tokens[0] === "-" ? -1 : 1, isSign(tokens[0]) ? tokens.slice(1) : tokens];
  if (rest.length === 2 && rest[1] === "%") [factor, rest] = [factor / 100, rest.slice(0, 1)];
  return rest.length === 1 && isNumber(rest[0]) ? [times(rest[0], factor)] : null;
}

class Parser {
  constructor(tokens, wide) {
    Object.assign(this, { tokens, wide, at: 0 });
  }

  result() {
    try {
      const value = this.parse(SUM);
      return this.at === this.tokens.length ? [{ value, digits: 0, step: 0 }] : [];
    } catch (error) {
      if (error !== NO_ARITHMETIC) throw error;
      return [];
    }
  }

  parse(least) {
    let value = this.first();
    for (;;) {
      const token = this.tokens[this.at];
      if (token === "%" && least <= PRODUCT) {
        this.at += 1;
        value = finite(value / 100);
        continue;
      }
      const implied = this.startsProduct(token);
      const binding = implied ? PRODUCT : BINDING[token] ?? 0;
      if (binding < least || !binding) return value;
      if (!implied) this.at += 1;
      const other = binding === POWER ? this.parse(POWER) : this.parse(binding + 1);
      value = finite(operated(implied ? "*" : token, value, other));
    }
  }

  startsProduct(token) {
    if (token === undefined) return false;
    if (isNumber(token)) return this.tokens[this.at - 1] === ")";
    return token === "(" || isConstant(token) || isFunction(token);
  }

  first() {
    const token = this.tokens[this.at];
    this.at += 1;
    if (token === undefined) throw NO_ARITHMETIC;
    if (isNumber(token)) return token.value;
    if (isConstant(token)) return CONSTANTS[token];
    if (token === "(") return this.inBrackets();
    if (isFunction(token)) return finite(FUNCTIONS[token](this.operand()));
    if (!isSign(token) || isSign(this.tokens[this.at])) throw NO_ARITHMETIC;
    const value = this.parse(POWER);
    return token === "-" ? -value : value;
  }

  // `ln 1/2` has two readings: the wide one is the logarithm of a half.
  operand() {
    if (this.tokens[this.at] !== "(") return this.parse(this.wide ? PRODUCT : POWER);
    this.at += 1;
    return this.inBrackets();
  }

  inBrackets() {
    const value = this.parse(SUM);
    if (this.tokens[this.at] !== ")") throw NO_ARITHMETIC;
    this.at += 1;
    return value;
  }
}

const NO_ARITHMETIC = new Error("no arithmetic");

function finite(value) {
  if (!Number.isFinite(value)) throw NO_ARITHMETIC;
  return value;
}

function sum(a, b) {
  const most = Math.max(Math.abs(a), Math.abs(b));
  return Math.abs(a + b) <= FORMS.cancelled * most ? 0 : a + b;
}

function operated(sign, a, b) {
  if (sign === "+") return sum(a, b);
  if (sign === "-") return sum(a, -b);
  if (sign === "*") return a * b;
  if (sign === "/") return a / b;
  const power = a ** b;
  return power === 0 && a !== 0 ? NaN : power;
}

