"""A number in the prose is a claim: the lesson prints it, or a test computes it.

What counts is every number with a decimal point or with at least three digits, outside the
header. It has to occur in what the lesson's cells print, or in `claims.py`, which computes it.
"""

import math
import re
from collections.abc import Iterable
from decimal import Decimal

from tools.measured import without_measured
from tools.proof.pages import Page, shown_texts

NUMBER = re.compile(
    r"(?<![\w.])"
    r"(\d{1,3}(?:(?:,|\{,\})\d{3})+(?:\.\d+)?|\d*\.\d+|\d+)"  # 2,097,151 or .5 or 2.59 or 100
    r"(?:[eE]([-+]?\d+))?"
    r"(?!\d)"
)
NO_PROSE = re.compile(r"\]\([^)]*\)|<[^>]*>")  # where links lead to, HTML tags


def numbers_in(text: str) -> list[str]:
    """Return every number in the text, written as it is there."""
    return [match[0] for match in NUMBER.finditer(text)]


def value(number: str) -> Decimal:
    """Return the number's value: .50, 0.5 and 0.500 are one number."""
    return Decimal(re.sub(r"[{},]", "", number))


def values_in(texts: Iterable[str]) -> set[Decimal]:
    """Return the values of all numbers in the texts."""
    return {value(number) for text in texts for number in numbers_in(text)}


def decimals(number: str) -> int:
    """Return how many digits the number has behind its point."""
    return len(number.partition(".")[2])


def written_like(number: str, result: float, digits: int | None = None) -> str:
    """Return `result` in the style of `number`, which is written .50, 2,097,151 or 0.387.

    It gets as many decimals as `number` has, or `digits`. What is no finite number is written as
    Python writes it.
    """
    if not math.isfinite(result):
        return str(result)
    digits = decimals(number) if digits is None else digits
    comma = next((mark for mark in ("{,}", ",") if mark in number), "")
    written = f"{abs(result):,.{digits}f}".replace(",", comma)
    return written.removeprefix("0") if number.startswith(".") else written


def prose_numbers(text: str) -> list[str]:
    """Return the numbers that a reader reads: none of a link or a tag."""
    return numbers_in(NO_PROSE.sub(" ", text))


def unproved_in(text: str, proved: set[Decimal]) -> list[str]:
    """Return the numbers in the text that need a proof and have none."""
    return [number for number in prose_numbers(text)
            if _needs_proof(number) and value(number) not in proved]  # fmt: skip


def _needs_proof(number: str) -> bool:
    return "." in number or sum(map(str.isdigit, number)) >= 3


def prose(page: Page) -> list[str]:
    """Return the texts of the page, its header left out."""
    return [cell.source for cell in page.cells[1:] if cell.cell_type == "markdown"]


def printed_values(page: Page) -> set[Decimal]:
    """Return the values of all numbers that the page's cells print, and that are the same anywhere."""
    return values_in(map(without_measured, shown_texts(page)))


def claimed_numbers(page: Page) -> list[str]:
    """Return the numbers in the prose that need a proof, in order."""
    return unproved_in("\n".join(prose(page)), set())


def unproved_numbers(page: Page, claimed: set[Decimal]) -> list[str]:
    """Return a complaint for each number that is neither printed nor among the `claimed` ones."""
    proved = printed_values(page) | claimed
    return [f"{number} is neither printed by a cell nor asserted in claims.py"
            for number in unproved_in("\n".join(prose(page)), proved)]  # fmt: skip
