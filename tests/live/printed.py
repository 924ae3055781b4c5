"""What a lesson prints, and whether it is what its notebook has stored."""

import re
from configparser import RawConfigParser
from functools import cache

import nbformat
import pytest

from tools.course import NOTEBOOKS, ROOT

NUMBER = re.compile(r"[-+]?\d+\.?\d*(?:e[-+]?\d+)?")


def printed_by(cells) -> list[str]:
    return [text for cell in cells for text in cell.said if text]


def stored(name: str) -> list[str]:
    """Return what the lesson's notebook says that its cells print."""
    cells = nbformat.read(NOTEBOOKS / name, as_version=4).cells
    return [output.text for cell in cells if cell.cell_type == "code"
            for output in cell.outputs if output.output_type == "stream"]  # fmt: skip


@cache
def of_the_machine() -> list[tuple[re.Pattern, str]]:
    """Return what nbval, too, takes for one: patterns, and what stands in their place."""
    rules = RawConfigParser()
    rules.read(ROOT / "tests" / "course" / "nbval_sanitize.cfg", encoding="utf-8")
    return [(re.compile(rules[name]["regex"]), rules[name]["replace"]) for name in rules.sections()]


def differences(found: list[str], wanted: list[str]) -> list[tuple[str, str]]:
    """Return the texts that differ in a word, or in a number by more than its last digits."""
    if len(found) != len(wanted):
        return [(f"{len(found)} texts", f"{len(wanted)} texts")]
    return [(one, other) for one, other in zip(found, wanted, strict=True) if not same(one, other)]


def same(one: str, other: str) -> bool:
    for pattern, instead in of_the_machine():
        one, other = pattern.sub(instead, one), pattern.sub(instead, other)
    numbers = [list(map(float, NUMBER.findall(text))) for text in (one, other)]
    words = [NUMBER.sub("#", text).split() for text in (one, other)]
    return words[0] == words[1] and numbers[0] == pytest.approx(numbers[1], rel=1e-6, abs=1e-9)
