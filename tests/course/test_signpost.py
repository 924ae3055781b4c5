"""The last cell of every lesson leads on: to the next lesson, and to all of them."""

import json
import re

import nbformat
import pytest

from tests.course import planted
from tools import students
from tools.course import NOTEBOOKS, lesson_paths, read_course
from tools.signpost import CELL, way_on, with_way_on

LINK = re.compile(r"\[([^]]*)\]\(([^)]*)\)")
THERE = [lesson for lesson in read_course() if (NOTEBOOKS / lesson.file).exists()]


def last_cell(text: str) -> dict:
    return json.loads(text)["cells"][-1]


@pytest.mark.parametrize("lesson", THERE, ids=lambda lesson: lesson.number)
def test_the_last_cell_is_the_way_on(lesson):
    cell = nbformat.read(NOTEBOOKS / lesson.file, as_version=4).cells[-1]
    assert (cell.id, cell.source) == (CELL, way_on(lesson, THERE))


@pytest.mark.parametrize("lesson", THERE, ids=lambda lesson: lesson.number)
def test_every_link_leads_to_a_copy_in_the_same_folder(lesson, tmp_path):
    students.add_new_copies(tmp_path)
    links = LINK.findall("".join(last_cell((tmp_path / lesson.file).read_text("utf-8"))["source"]))
    assert {file for _, file in links} == {path.name for path in lesson_paths()}
    assert all((tmp_path / file).is_file() for _, file in links)
    following = THERE[THERE.index(lesson) + 1 :][:1]
    assert [links[0][0]] == [one.title for one in following] or not following


def test_the_last_lesson_leads_nowhere_on_and_to_all_others():
    assert "Next:" not in way_on(THERE[-1], THERE)
    assert way_on(THERE[0], THERE).startswith(f"Next: [{THERE[1].title}]({THERE[1].file}).\n\n")


def test_a_renewed_lesson_has_one_way_on_at_its_end():
    notebook = planted.faultless().notebook
    once = with_way_on(notebook, way_on(THERE[0], THERE))
    once.cells[-1].id = "c0000042"  # as an editor may draw it
    twice = with_way_on(once, "Next: there.")
    assert len(twice.cells) == len(once.cells) == len(notebook.cells) + 1
    assert twice.cells[-1].source == "Next: there." and twice.cells[-1].id == CELL
