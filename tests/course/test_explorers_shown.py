"""An explorer is there for a lesson: one shows it, and the guide to that lesson says what to set."""

import ast
import re

import pytest

from dlfs.classroom import explore
from tools.proof.guides import guides
from tools.proof.pages import Page, all_pages
from tests.course.planted import lesson, printed

LESSONS = [page for page in all_pages() if page.is_lesson]
# In no lesson yet.
WAITING: set[str] = set()
GUIDES = {guide.number: guide.text for guide in guides()}


def explorers_of(page: Page) -> set[str]:
    """Return the names of the explorers that the lesson's cells make."""
    trees = [ast.parse(cell.source) for cell in page.code
             if "explore." in cell.source and "raises-exception" not in str(cell.metadata)]
    return {node.attr for tree in trees for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "explore"}


def forgotten(name: str, pages: list[Page], texts: dict[str, str]) -> list[str]:
    """Return what an explorer lacks beside its own files, in words."""
    at = [page.lesson.number for page in pages if name in explorers_of(page)]
    if not at:
        return [f"no lesson shows explore.{name}()"]
    told = [number for number in at if re.search(rf"`[^`]*\b{name}\b[^`]*`", texts.get(number, ""))]
    missing = " or ".join(f"notebooks/instructor/{number}_guide.md" for number in at)
    return [] if told else [f"{name} is not named in {missing}"]


@pytest.mark.parametrize("name", sorted(set(explore.__all__) - WAITING))
def test_every_explorer_is_shown_in_a_lesson_and_named_in_its_guide(name):
    assert forgotten(name, LESSONS, GUIDES) == []


@pytest.mark.parametrize("name", sorted(WAITING))
def test_an_explorer_that_has_found_its_lesson_waits_no_longer(name):
    assert forgotten(name, LESSONS, GUIDES) == [f"no lesson shows explore.{name}()"]


def test_an_explorer_without_a_lesson_or_a_guide_is_found():
    page = lesson(printed("w = explore.descent()\nw", ""))
    assert explorers_of(page) == {"descent"}
    assert forgotten("descent", [page], {"04": "Set `descent`: `t = 4`."}) == []
    assert forgotten("descent", [page], {"04": "Set nothing."}) == [
        "descent is not named in notebooks/instructor/04_guide.md"
    ]
    assert forgotten("valley", [page], GUIDES) == ["no lesson shows explore.valley()"]
