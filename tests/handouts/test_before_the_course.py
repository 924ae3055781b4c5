"""The page for the weeks before the course: every lesson in every calendar, every file printed."""

import re

import pytest

from tests.course import word_rules
from tests.course.guide_rules import INSTRUCTOR, rows_of
from tests.handouts.paper_tools import needs_paper
from tools.course import in_parts, read_course
from tools.handouts import exam
from tools.handouts.build import (
    converted, document, general_page, page_count, printed, read_sources,
)  # fmt: skip
from tools.handouts.cards import all_cards

TEXT = (INSTRUCTOR / "before.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"(?ms)^## (.+?)$(.*?)(?=^## |\Z)", TEXT))
COURSE = read_course()


def calendar(text: str, row: int) -> list[str]:
    """Return what a calendar has, week by week."""
    return [entry.strip() for cell in rows_of(text)[row][1:] if cell for entry in cell.split(",")]


def weeks(text: str, row: int) -> int:
    return sum(map(bool, rows_of(text)[row][1:]))


@pytest.mark.parametrize(("row", "length"), [(1, 10), (2, 8), (3, 6), (4, 10)])
def test_a_calendar_has_every_lesson_once_in_order_and_the_exam(row, length):
    section = SECTIONS["A calendar"]
    engine, _ = in_parts(COURSE).values()
    lessons = COURSE if "all" in rows_of(section)[row][0] else engine
    assert calendar(section, row) == [*(str(int(one.number)) for one in lessons), "exam"]
    assert weeks(section, row) == length == int(rows_of(section)[row][0].split(",")[0])


def test_a_lesson_that_a_calendar_forgets_is_found():
    planted = SECTIONS["A calendar"].replace("| 8 | 0, 1 | 2 | 3", "| 8 | 0, 1 | 2 | 4")
    assert calendar(planted, 2) != calendar(SECTIONS["A calendar"], 2)


def test_every_way_to_the_lessons_is_offered():
    """What the Makefile calls for instructors, and the guide of the server."""
    said = SECTIONS["The day of the installation"]
    for way in ("make lab", "make stick", "docs/hub.md", "make live", "make site"):
        assert f"`{way}`" in said, way


@needs_paper
def test_it_is_one_leaf():
    sources = read_sources(only="00")
    words = converted(sources)
    page = general_page(INSTRUCTOR / "before.md", words)
    assert page_count(printed(document([page], "before", "instructor"), "before")) <= 2


def test_what_is_to_be_printed_is_printed_each_card_once_and_when_it_says():
    named = re.findall(r"`((?:cards|exam)/\w+)\.pdf`", SECTIONS["What to print"])
    cards = {f"cards/{card.name}": card for card in all_cards(COURSE)}
    papers = {f"exam/{paper.name}" for paper in exam.papers(COURSE)}
    assert sorted(named) == sorted([*cards, *papers])
    for lesson, said in rows_of(SECTIONS["What to print"])[1:]:
        for name in re.findall(r"`(cards/\w+)\.pdf`", said):
            assert cards[name].after in (-1, int(lesson))


def test_no_word_hurts():
    assert word_rules.hurting(TEXT) == []
