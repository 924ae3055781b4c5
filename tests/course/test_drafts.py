"""A draft is listed and built, and nobody who reads the course, and no rule, is told of it."""

import shutil
from dataclasses import replace

import pytest

from tests.course import structure, word_rules
from tools.proof.pages import COURSE, LISTED
from tests.course.planted import lesson
from tools import students
from tools.course import (
    NOTEBOOKS, CourseError, draft_paths, lesson_map, lesson_paths, notebook_paths, read_course,
    read_drafts,
)  # fmt: skip

NEXT = f"{len(COURSE):02d}"
DRAFT = f'\nfile = "{NEXT}_more.ipynb"\ntitle = "More"\ndraft = true\n'


@pytest.fixture
def notebooks(tmp_path):
    """A folder with the list of the course, an empty lesson, and a draft of two lines."""
    head, *entries = (NOTEBOOKS / "course.toml").read_text(encoding="utf-8").split("[[lesson]]")
    text = "[[lesson]]".join([head, *entries[: len(COURSE)], DRAFT])
    (tmp_path / "course.toml").write_text(text, encoding="utf-8")
    for name in (COURSE[0].file, f"{NEXT}_more.ipynb"):
        shutil.copy(NOTEBOOKS / COURSE[0].file, tmp_path / name)
    return tmp_path


def numbers(paths) -> list[str]:
    return [path.name[:2] for path in paths]


def test_a_draft_is_built_and_no_reader_is_given_it(notebooks, tmp_path):
    listed = notebooks / "course.toml"
    assert read_course(listed) == COURSE
    assert read_drafts(listed)[-1].title == "More"
    assert numbers(lesson_paths(notebooks)) == ["00"]
    assert numbers(draft_paths(notebooks)) == [NEXT]
    assert numbers(notebook_paths(notebooks)) == ["00", NEXT]
    assert "More" not in lesson_map(read_course(listed), notebooks)
    assert numbers(students.add_new_copies(tmp_path / "my", notebooks)) == ["00"]


def test_whoever_writes_a_draft_can_look_at_it(notebooks, tmp_path):
    copy = students.add_fresh_copy(NEXT, tmp_path / "my", notebooks)
    assert copy.name == f"{NEXT}_more.ipynb"


def rewritten(notebooks, change):
    path = notebooks / "course.toml"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    return path


def test_a_lesson_that_says_too_little_and_is_no_draft_is_named(notebooks):
    path = rewritten(notebooks, lambda text: text.replace("draft = true\n", ""))
    said = f"{NEXT}_more.ipynb does not say minutes, needs, objectives, introduces"
    with pytest.raises(CourseError, match=said):
        read_course(path)


def test_a_draft_before_a_lesson_is_named(notebooks):
    path = rewritten(notebooks, lambda text: text.replace('title = "Perceptrons"',
                                                          'title = "Perceptrons"\ndraft = true'))
    with pytest.raises(CourseError, match="02_perceptrons.ipynb has to stand at the end"):
        read_course(path)


def is_draft(monkeypatch, place: int) -> None:
    """Let the lessons from `place` on be drafts."""
    listed = [*LISTED[:place], *(replace(one, draft=True) for one in LISTED[place:])]
    for module in (structure, word_rules):
        monkeypatch.setattr(module, "COURSE", listed[:place])
    monkeypatch.setattr("tools.proof.pages.LISTED", listed)


RULES = [structure.header_agrees_with_the_course, structure.says_what_comes_next]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_draft_need_not_have_its_header_or_say_what_comes_next(rule, monkeypatch):
    bare = lesson("The end.", next_up=False)
    bare.cells[0].source = "# Lesson 4: Gradient descent"
    assert rule(bare) != []
    is_draft(monkeypatch, bare.place)
    assert rule(bare) == []


def test_a_lesson_need_not_point_to_the_draft_that_follows_it(monkeypatch):
    last = lesson("The end.", next_up=False)
    assert structure.says_what_comes_next(last) != []
    is_draft(monkeypatch, last.place + 1)
    assert structure.says_what_comes_next(last) == []


def test_the_terms_of_a_draft_belong_to_nobody_yet(monkeypatch):
    early = lesson("This is the chain rule at work.")
    assert word_rules.no_term_comes_too_early(early) != []
    is_draft(monkeypatch, early.place + 1)
    assert word_rules.no_term_comes_too_early(early) == []
