"""The page for the weeks before the course: every lesson in every calendar, every file printed."""

import re

import pytest

from tests.course import word_rules
from tests.course.guide_rules import INSTRUCTOR, rows_of
from tools.course import read_course
from tools.handouts import exam
from tools.handouts.cards import all_cards

TEXT = (INSTRUCTOR / "before.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"(?ms)^## (.+?)$(.*?)(?=^## |\Z)", TEXT))
COURSE = read_course()


def calendar(text: str, column: int) -> list[str]:
    """Return what a calendar has, week by week."""
    cells = [row[column] for row in rows_of(text)[1:]]
    return [entry.strip() for cell in cells for entry in cell.split(",") if entry.strip()]


def weeks(text: str, column: int) -> int:
    return sum(bool(row[column]) for row in rows_of(text)[1:])


@pytest.mark.parametrize(("column", "length"), [(1, 10), (2, 8), (3, 6)])
def test_a_calendar_has_every_lesson_once_in_order_and_the_exam(column, length):
    section = SECTIONS["A calendar"]
    expected = [str(int(lesson.number)) for lesson in COURSE] + ["exam"]
    assert calendar(section, column) == expected
    assert weeks(section, column) == length
    assert rows_of(section)[0][column] == f"in {length} weeks"


def test_a_lesson_that_a_calendar_forgets_is_found():
    planted = SECTIONS["A calendar"].replace("| 4 | 3 | 4 |", "| 4 | 3 | 5 |")
    assert calendar(planted, 2) != calendar(SECTIONS["A calendar"], 2)


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
