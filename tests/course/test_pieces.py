"""The engine's file and the lessons say the same: each part of it stands in its lesson."""

import pytest

from dlfs.classroom import lessons
from dlfs.classroom.engine.parts import names_in
from tests.course import pieces

LESSONS = range(1, 10)


def made(lesson, phases):
    """The parts of the piece that the exercises of these phases ask for."""
    ids = [e.id for e in lessons.exercises(f"{lesson:02d}") if e.phase in phases]
    solved = pieces.solutions(lesson)
    names = {part.name for part in pieces.piece(lesson)}
    return {name for each in ids for name in names_in(solved[each])} & names


@pytest.mark.parametrize("lesson", LESSONS)
def test_each_part_of_the_engine_stands_in_its_lesson_word_for_word(lesson):
    assert not pieces.not_in_lesson(lesson)


@pytest.mark.parametrize("lesson", LESSONS)
def test_what_is_made_in_a_lesson_is_a_part_of_the_engine(lesson):
    assert made(lesson, {"make"})


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_ends_by_keeping_its_piece(lesson):
    texts = pieces.sources(pieces.notebook(lesson))
    keeps = [i for i, text in enumerate(texts) if text == f"keep({lesson})"]
    after_class = next(i for i, text in enumerate(texts) if "## After class\n" in text)
    assert len(keeps) == 1 and keeps[0] < after_class
    assert texts[keeps[0] - 1].startswith("## Your engine")


ADD = "class add(BinaryOperation):\n    def compute(self, a, b):\n        return a + b\n"


@pytest.mark.parametrize("code, found", [
    (ADD, True),
    (ADD.replace("compute", "computed"), False),
    (ADD.replace("a + b", "b + a"), False),
    (ADD.replace("BinaryOperation", "Operation"), False),
    (ADD + "    extra = 1\n", False),
    (ADD.replace("    def", '    """a + b"""\n\n    def', 1), True),
    (ADD.replace("        return", "        print(a, b)\n        return"), True),
    ("# nothing of it\nprint(1)", False),
])  # fmt: skip
def test_a_part_is_found_only_where_it_says_the_same(code, found):
    part = next(part for part in pieces.piece(1) if part.name == "add")
    assert pieces.missing([part], ["x = 1", code]) == ([] if found else ["add"])


def test_of_several_statements_that_are_one_part_none_may_be_missing():
    part = next(part for part in pieces.piece(1) if part.name == "Node.__add__")
    lines = part.text.splitlines()
    assert len(lines) > 1 and not pieces.missing([part], lines)
    assert pieces.missing([part], lines[1:]) == ["Node.__add__"]
