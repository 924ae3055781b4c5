"""A number in the prose is a claim: the lesson prints it, or a test computes it.

What counts is every number with a decimal point or with at least three digits, outside the
header. It has to occur in what the lesson's cells print, or in `claims.py`, which computes it.
"""

import re
from decimal import Decimal

from tests.course.pages import Page, shown_texts

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


def claimed_numbers(page: Page) -> list[str]:
    """Return the numbers in the prose that need a proof, in order."""
    prose = NO_PROSE.sub(" ", "\n".join(_after_the_header(page)))
    return [number for number in numbers_in(prose) if _needs_proof(number)]


def _after_the_header(page: Page) -> list[str]:
    return [cell.source for cell in page.cells[1:] if cell.cell_type == "markdown"]


def _needs_proof(number: str) -> bool:
    return "." in number or sum(map(str.isdigit, number)) >= 3


def unproved_numbers(page: Page, claimed: set[Decimal]) -> list[str]:
    """Return a complaint for each number that is neither printed nor among the `claimed` ones."""
    printed = {value(number) for text in shown_texts(page) for number in numbers_in(text)}
    return [f"{number} is neither printed by a cell nor asserted in claims.py"
            for number in claimed_numbers(page)
            if value(number) not in printed | claimed]  # fmt: skip
