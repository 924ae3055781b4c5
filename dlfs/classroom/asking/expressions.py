"""Reads arithmetic as people write it: 2^21-1, 5/sqrt 2, 2 ln 2, e/(1+e), 3 x 10^-5.

The text is cut into numerals, names and operations; nothing else gets through. Python's own grammar
(`ast`) then says what belongs together, and the tree is worked out here, node by node. Python
itself evaluates nothing.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable

from dlfs.classroom.asking.numerals import NUMERAL, Number, numerals

MOST_TOKENS = 60
DEEPEST = 20
# What is left of numbers that cancel is their rounding.
CANCELLED = 4 * 2.0**-52
CONSTANTS = {"e": math.e, "pi": math.pi}
FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sqrt": math.sqrt, "exp": math.exp, "log": math.log, "ln": math.log,
    "log10": math.log10, "log_10": math.log10, "log2": math.log2, "log_2": math.log2,
}  # fmt: skip
# `log10` with nothing in brackets behind it is the logarithm of 10.
NAMES = r"log_?(?:10|2)(?= ?\()|log_(?:10|2)(?= )|(?:sqrt|log|ln|exp|pi|e)(?![a-z_])"
TOKEN = rf" *(?:({NUMERAL})|({NAMES})|(\*\*|[-+*/^()%]))"
_TOKEN = re.compile(TOKEN)
NUMERIC = "0123456789.,"
SIGNS = ("+", "-")


def values(text: str) -> list[Number]:
    """Every sensible reading of an arithmetic text, the likeliest first; empty where none is."""
    tokens = tokens_of(text)
    if not tokens or len(tokens) > MOST_TOKENS or tokens.count("(") > DEEPEST:
        return []
    if _two_signs(tokens) or ("%", "^") in zip(tokens, tokens[1:], strict=False):
        return []
    choices = [numerals(token) if token[0] in NUMERIC else None for token in tokens]
    if any(choice == [] for choice in choices):
        return []
    found = []
    for at in range(max((len(choice) for choice in choices if choice), default=1)):
        read = [choice[min(at, len(choice) - 1)] if choice else token
                for choice, token in zip(choices, tokens, strict=True)]  # fmt: skip
        read = _with_percents(read)
        found += _signed(read) or _computed(read)
    return list(dict.fromkeys(found))


def tokens_of(text: str) -> list[str]:
    """The numerals, names and operations of `text`; empty where there is anything else in it."""
    tokens, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            return []
        tokens.append((match[1] or match[2] or match[3]).replace("**", "^"))
        at = match.end()
    return tokens


def _with_percents(tokens: list) -> list:
    """`100 - 84 %` as `100 % - 84 %`; nothing where a sum has percents and larger numbers."""
    whole = []
    for at, token in enumerate(tokens):
        whole.append(token)
        if isinstance(token, Number) and token.value > 1 and _joins_percents(["", *tokens, ""], at):
            if token.value != 100:
                return []
            whole.append("%")
    return whole


def _joins_percents(tokens: list, at: int) -> bool:
    """Whether the number at a place, counted without the first token, is added to percents."""
    before, after = tokens[at], tokens[at + 2]
    if before not in ("", "(", *SIGNS) or after not in ("", ")", *SIGNS):
        return False
    if before in SIGNS and tokens[at - 1] == "%":
        return True
    behind = after in SIGNS and tokens[at + 4 : at + 5] == ["%"]
    return behind and isinstance(tokens[at + 3], Number)


def _two_signs(tokens: list[str]) -> bool:
    """Whether a sign, which is no operation, has a sign behind it: most often a slip."""
    starts = [before in ("", "(", "^", "*", "/", *SIGNS) or before in FUNCTIONS
              for before in ("", *tokens)]  # fmt: skip
    return any(
        start and token in SIGNS and after in SIGNS
        for start, token, after in zip(starts, tokens, tokens[1:], strict=False)
    )


def _signed(tokens: list) -> list[Number]:
    """A numeral with or without a sign and a %: it keeps its digits."""
    sign, rest = (-1.0, tokens[1:]) if tokens[:1] == ["-"] else (1.0, tokens)
    rest = rest[1:] if rest[:1] == ["+"] and rest is tokens else rest
    if len(rest) == 2 and rest[1] == "%":
        sign, rest = sign / 100, rest[:1]
    return [rest[0].times(sign)] if len(rest) == 1 and isinstance(rest[0], Number) else []


def _computed(tokens: list) -> list[Number]:
    whole = _with_products(tokens)
    found = []
    for wide in (False, True):
        text = _source(_with_brackets(list(whole), wide))
        try:
            value = _work_out(ast.parse(text, mode="eval").body)
        except (SyntaxError, ValueError, ArithmeticError):
            continue
        if math.isfinite(value):
            found.append(Number(value))
    return found


def _starts(token) -> bool:
    return token == "(" or token in CONSTANTS or token in FUNCTIONS


def _ends(token) -> bool:
    return isinstance(token, Number) or token in (")", "%") or token in CONSTANTS


def _with_products(tokens: list) -> list:
    """`2 ln 2` as `2 * ln 2`."""
    whole = tokens[:1]
    for before, token in zip(tokens, tokens[1:], strict=False):
        after_bracket = before == ")" and isinstance(token, Number)
        if after_bracket or (_ends(before) and not isinstance(token, Number) and _starts(token)):
            whole.append("*")
        whole.append(token)
    return whole


def _with_brackets(tokens: list, wide: bool) -> list:
    """`ln 2` as `ln(2)`. `ln 1/2` has two readings: the wide one is the logarithm of a half."""
    for at in reversed(range(len(tokens))):
        if _is_function(tokens[at]) and tokens[at + 1 : at + 2] != ["("]:
            end = (_end_of_product if wide else _end_of_power)(tokens, at + 1)
            tokens[at + 1 : end] = ["(", *tokens[at + 1 : end], ")"]
    return tokens


def _is_function(token) -> bool:
    return isinstance(token, str) and token in FUNCTIONS


def _end_of_power(tokens: list, at: int) -> int:
    end = _end_of_factor(tokens, at)
    while tokens[end : end + 1] == ["^"]:
        end = _end_of_factor(tokens, end + 1)
    return end


def _end_of_factor(tokens: list, at: int) -> int:
    at += tokens[at : at + 1] in (["-"], ["+"])
    if at < len(tokens) and _is_function(tokens[at]):
        at += 1
    if tokens[at : at + 1] != ["("]:
        return min(at + 1, len(tokens))
    return _end_of_bracket(tokens, at)


def _end_of_bracket(tokens: list, at: int) -> int:
    depth = 0
    for end in range(at, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[end], 0) if isinstance(tokens[end], str) else 0
        if depth == 0:
            return end + 1
    return len(tokens)


def _end_of_product(tokens: list, at: int) -> int:
    end = _end_of_factor(tokens, at)
    while end < len(tokens) and tokens[end] in ("*", "/", "^", "%"):
        end = end + 1 if tokens[end] == "%" else _end_of_factor(tokens, end + 1)
    return end


def _source(tokens: list) -> str:
    words = [repr(token.value) if isinstance(token, Number) else token for token in tokens]
    text = " ".join(words).replace("%", "/ 100.0")
    return text.replace("^", "**")


def _work_out(node: ast.expr) -> float:
    match node:
        case ast.Constant(float() as value):
            return value
        case ast.Name(name) if name in CONSTANTS:
            return CONSTANTS[name]
        case ast.UnaryOp(ast.USub() | ast.UAdd() as sign, operand):
            value = _work_out(operand)
            return -value if isinstance(sign, ast.USub) else value
        case ast.BinOp(left, operation, right) if type(operation) in OPERATIONS:
            return OPERATIONS[type(operation)](_work_out(left), _work_out(right))
        case ast.Call(ast.Name(name), [argument], []) if name in FUNCTIONS:
            return FUNCTIONS[name](_work_out(argument))
    raise ValueError("no arithmetic")


def _sum(a: float, b: float) -> float:
    return 0.0 if abs(a + b) <= CANCELLED * max(abs(a), abs(b)) else a + b


def _power(a: float, b: float) -> float:
    power = math.pow(a, b)
    if power == 0 != a:
        raise OverflowError("too small for a number")
    return power


OPERATIONS = {
    ast.Add: _sum,
    ast.Sub: lambda a, b: _sum(a, -b),
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: _power,
}
