"""Which numbers count as a value: what the course accepts, as Moodle can be told it.

Moodle accepts what is nearer than an absolute tolerance. The course also accepts a number that is
rounded to the two or more digits which are shown: 3.5 for 3.5355. Each of these is a value of its
own. How many digits were typed Moodle does not see: 0.020 is 0.02 to it, and counts as that.
"""

import math
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from dlfs.classroom.asking.numerals import numerals

DIGITS = (2, 3, 4)


@dataclass(frozen=True)
class Accepted:
    """A number as Moodle reads it, and how far from it an answer may be."""

    value: str
    tolerance: str


def accepted(exact: float, tolerance: float) -> list[Accepted]:
    """Return what counts as `exact`, within the relative `tolerance` or rounded."""
    around = Accepted(written(exact), written(abs(exact) * tolerance * (1 + 1e-9)))
    return [around, *(Accepted(text, "0") for text in _rounded(exact, tolerance))]


def written(number: float) -> str:
    """Return `number` in the digits that Moodle reads."""
    return f"{number:.12g}"


def _rounded(exact: float, tolerance: float) -> list[str]:
    """The roundings of `exact` that the tolerance leaves out and the digits shown let in."""
    if tolerance == 0 or exact == 0:
        return []
    sign = "-" if exact < 0 else ""
    texts = [text for digits in DIGITS for text in _neighbours(abs(exact), digits)]
    number = {text: numerals(text)[0] for text in dict.fromkeys(texts)}
    return [sign + text for text, read in number.items()
            if not ("." in text and text.endswith("0"))
            and read.agrees_with(abs(exact), tolerance)
            and abs(read.value - abs(exact)) > abs(exact) * tolerance]  # fmt: skip


def _neighbours(size: float, digits: int) -> list[str]:
    """The numbers of so many digits just below and above `size`; none before the point."""
    last = math.floor(math.log10(size)) - digits + 1
    if last > 0:
        return []
    step = Decimal(1).scaleb(last)
    return [format(Decimal(size).quantize(step, way), "f") for way in (ROUND_FLOOR, ROUND_CEILING)]
