"""Reads a number the way people write it: 2,59 and 1/2 and -.5 and 39 deg and 2 097 151.

Nothing is evaluated: a text is matched against the forms below, or it is no number. Where a text
can mean two numbers (1,159 may be 1.159 or 1159), both are returned and the judge decides.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import product
from numbers import Rational

import numpy as np

LONGEST = 300
LARGEST_EXPONENT = 300
UNITS = ("degrees", "degree", "deg", "percent", "%", "steps", "step", "times", "rad")
# Typographic minus signs, spaces and quotes, and the degree sign, in the forms of a keyboard.
KEYBOARD = str.maketrans({
    "\u2212": "-", "\u2013": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ",
    "\u2019": "'", "\u00d7": "x", "\u00b7": "*", "\u2248": "~", "\u00b0": "deg",
})
POWER = r"(?:([+-]?(?:\d+\.?\d*|\.\d+))\s*[*x]\s*)?(\d{1,9})\s*(?:\^|\*\*)\s*([+-]?\d{1,6})"


@dataclass(frozen=True)
class Number:
    """A number as it was written: its value, how many digits were shown, the last digit's size."""

    value: float
    digits: int = 0
    step: float = 0.0

    def agrees_with(self, exact: float, tolerance: float = 0.01) -> bool:
        """Whether this is `exact`: within `tolerance`, or to the (two or more) digits shown."""
        distance = abs(self.value - exact)
        if distance <= tolerance * abs(exact) * (1 + 1e-9):
            return True
        return tolerance > 0 and self.digits >= 2 and distance <= self.step / 2 * (1 + 1e-9)


def read_number(answer: object, unit: str = "") -> tuple[Number, ...]:
    """Every sensible reading of `answer`, the likeliest first; empty where there is none."""
    if not isinstance(answer, str):
        return _from_python(answer)
    if len(answer) > LONGEST:
        return ()
    text, share = _without_unit(_cleaned(answer), unit)
    readings = _fractions(text) if "/" in text else _powers(text) or _decimals(text)
    return tuple(_scaled(number, share) for number in readings)


def read_numbers(answer: object, count: int, unit: str = "") -> tuple[tuple[Number, ...], ...]:
    """Every sensible reading of `answer` as `count` numbers; empty where there is none."""
    for parts in _splittings(answer, count):
        readings = [read_number(part, unit) for part in parts]
        if len(parts) == count and all(readings):
            return tuple(product(*readings))
    return ()


def _splittings(answer, count: int):
    if isinstance(answer, np.ndarray):
        answer = answer.tolist()
    if isinstance(answer, list | tuple):
        yield list(answer)
    elif count == 1:
        yield [answer]
    elif isinstance(answer, str) and len(answer) <= LONGEST:
        text = answer.translate(KEYBOARD).strip(" \t\n()[]")
        text = re.sub(r",?\s+and\s+", ", " if ", " in text else "; ", text)
        for mark in (r"\s*[;|\n]\s*", r",\s+", r"\s+", r","):
            yield re.split(mark, text.strip())


def _cleaned(answer: str) -> str:
    text = answer.translate(KEYBOARD).strip().lower()
    text = re.sub(r"^(?:[a-z][\w ]*=|~|=)\s*", "", text)
    return re.sub(r"^([+-])\s+", r"\1", text)


def _without_unit(text: str, unit: str) -> tuple[str, Fraction]:
    for name in (unit.lower(), *UNITS):
        if name and text.endswith(name):
            share = Fraction(1, 100) if name in ("%", "percent") else Fraction(1)
            return text[: -len(name)].strip(), share
    return text, Fraction(1)


def _scaled(number: Number, share: Fraction) -> Number:
    if share == 1:
        return number
    return Number(float(number.value * share), number.digits, float(number.step * share))


def _fractions(text: str) -> list[Number]:
    parts = [_decimals(part.strip()) for part in text.split("/")]
    if len(parts) != 2:
        return []
    return [Number(top.value / low.value) for top, low in product(*parts) if _divisible(top, low)]


def _divisible(top: Number, low: Number) -> bool:
    return low.value != 0 and math.isfinite(top.value / low.value)


def _powers(text: str) -> list[Number]:
    """10^-5, 2**20 and 3 x 10^4."""
    match = re.fullmatch(POWER, text)
    if not match:
        return []
    factor, base, exponent = float(match[1] or 1), int(match[2]), int(match[3])
    if base == 0 or abs(exponent) * math.log10(base) > LARGEST_EXPONENT:
        return []
    value = factor * float(Fraction(base) ** exponent)
    return [Number(value)] if math.isfinite(value) else []


def _decimals(text: str) -> list[Number]:
    match = re.fullmatch(r"([+-]?)([\d.,'_ ]+?)(e[+-]?\d{1,4})?", text)
    if not match:
        return []
    sign, body, exponent = match[1], match[2], match[3] or ""
    numbers = [_shown(sign + digits + exponent) for digits in _without_marks(body)]
    return [number for number in numbers if number is not None]


def _without_marks(body: str) -> list[str]:
    """The digits of `body` with a decimal point and no marks between thousands: all readings."""
    readings = []
    if re.fullmatch(r"\d+\.?\d*|\.\d+", body):
        readings.append(body)
    if re.fullmatch(r"\d*,\d+", body):
        readings.append(body.replace(",", "."))
    for mark, point in ((",", "."), (" ", ".,"), ("'", ".,"), ("_", "."), (r"\.", ",")):
        # One dot and three digits, 2.097, is a decimal number; two such groups are thousands.
        groups = "{2,}" if mark == r"\." and "," not in body else "+"
        match = re.fullmatch(rf"([1-9]\d{{0,2}}(?:{mark}\d{{3}}){groups})(?:[{point}](\d*))?", body)
        if match:
            readings.append(re.sub(r"\D", "", match[1]) + "." + (match[2] or ""))
    return readings


def _shown(text: str) -> Number | None:
    try:
        exact = Decimal(text)
    except InvalidOperation:
        return None
    return _from_decimal(exact)


def _from_decimal(exact: Decimal) -> Number | None:
    if not exact.is_finite() or abs(exact.adjusted()) > LARGEST_EXPONENT:
        return None
    _, digits, exponent = exact.as_tuple()
    return Number(float(exact), len(digits), float(10.0 ** exponent))


def _from_python(answer: object) -> tuple[Number, ...]:
    if isinstance(answer, np.ndarray | np.generic) and answer.size == 1:
        answer = answer.item()
    if isinstance(answer, bool):
        return ()
    if isinstance(answer, int):
        answer = Decimal(answer)
    elif isinstance(answer, Rational):
        return _from_fraction(answer)
    elif isinstance(answer, float):
        answer = Decimal(repr(float(answer)))
    if not isinstance(answer, Decimal):
        return ()
    number = _from_decimal(answer)
    return () if number is None else (number,)


def _from_fraction(answer: Rational) -> tuple[Number, ...]:
    try:
        return (Number(float(answer)),)
    except OverflowError:
        return ()
