"""A number as it is written in digits: 2,59 and -.5 and 1e-5 and 2 097 151.

Where digits can mean two numbers (1,159 may be 1.159 or 1159), both are returned.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from numbers import Rational

import numpy as np

LARGEST_EXPONENT = 300
# A computed number may miss the exact one by its rounding.
ROUNDING = 1e-12
NUMERAL = (
    r"(?:[1-9][0-9]{0,2}(?: [0-9]{3})+(?![0-9])(?:[.,][0-9]*)?|[0-9][0-9.,'_]*|[.,][0-9]+)"
    r"(?:e[+-]?[0-9]{1,4}(?![0-9a-z]))?"
)
MARKS = ((",", "."), (" ", ".,"), ("'", ".,"), ("_", "."), (r"\.", ","))


@dataclass(frozen=True)
class Number:
    """A number as it was written: its value, how many digits were shown, the last digit's size."""

    value: float
    digits: int = 0
    step: float = 0.0

    def agrees_with(self, exact: float, tolerance: float = 0.01) -> bool:
        """Whether this is `exact`: within `tolerance`, or to the (two or more) digits shown."""
        distance = abs(self.value - exact)
        if distance <= max(tolerance, ROUNDING) * abs(exact) * (1 + 1e-9):
            return True
        return tolerance > 0 and self.digits >= 2 and distance <= self.step / 2 * (1 + 1e-9)

    def times(self, factor: float) -> Number:
        return Number(self.value * factor, self.digits, self.step * abs(factor))


def numerals(text: str) -> list[Number]:
    """Every sensible reading of one numeral without a sign, the likeliest first."""
    match = re.fullmatch(r"([0-9.,'_ ]+?)(e[+-]?[0-9]{1,4})?", text)
    if not match:
        return []
    numbers = [_shown(digits + (match[2] or "")) for digits in _without_marks(match[1])]
    return [number for number in numbers if number is not None]


def from_python(answer: object) -> list[Number]:
    """The one reading of a number of Python or NumPy; empty for anything else."""
    if isinstance(answer, np.ndarray | np.generic) and answer.size == 1:
        answer = answer.item()
    if isinstance(answer, bool):
        return []
    if isinstance(answer, int):
        answer = Decimal(answer)
    elif isinstance(answer, Rational):
        return _from_fraction(answer)
    elif isinstance(answer, float):
        answer = Decimal(repr(float(answer)))
    if not isinstance(answer, Decimal):
        return []
    number = _from_decimal(answer)
    return [] if number is None else [number]


def _without_marks(body: str) -> list[str]:
    """The digits of `body` with a decimal point and no marks between thousands: all readings."""
    readings = []
    if re.fullmatch(r"[0-9]+\.?[0-9]*|\.[0-9]+", body):
        readings.append(body)
    if re.fullmatch(r"[0-9]*,[0-9]+", body):
        readings.append(body.replace(",", "."))
    for mark, point in MARKS:
        # One dot and three digits, 2.097, is a decimal number; two such groups are thousands.
        groups = "{2,}" if mark == r"\." and "," not in body else "+"
        form = rf"([1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}}){groups})(?:[{point}]([0-9]*))?"
        if match := re.fullmatch(form, body):
            readings.append(re.sub(r"[^0-9]", "", match[1]) + "." + (match[2] or ""))
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


def _from_fraction(answer: Rational) -> list[Number]:
    try:
        return [Number(float(answer))]
    except OverflowError:
        return []
