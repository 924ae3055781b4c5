"""A lesson takes no longer than it says: counted from what there is to read, answer and write."""

import copy

import pytest

from tools.proof import minutes
from tools.proof.pages import Page, all_pages

LESSONS = [page for page in all_pages() if page.is_lesson and page.is_whole]
SPARE = 4  # what a part may take longer than its clock says: the next one gives it back


def complaints(page: Page) -> list[str]:
    parts = minutes.parts(page)
    clock = [int(minute) for part in parts for minute in part.planned.split(" to ")]
    found = [f"{part.planned}: {part.minutes:.0f} minutes" for part in parts
             if part.minutes > part.allowed + SPARE]  # fmt: skip
    if clock[0] != 0 or clock[-1] != page.lesson.minutes or clock[1:-1:2] != clock[2::2]:
        found.append("the clock has a gap, or another end")
    if minutes.needed(page) > page.lesson.minutes + 0.5:
        found.append(f"{minutes.needed(page):.0f} minutes in all")
    return found


@pytest.mark.parametrize("page", [
    pytest.param(page, id=page.lesson.number, marks=pytest.mark.lesson) for page in LESSONS])  # fmt: skip
def test_a_lesson_takes_no_longer_than_it_says(page):
    assert complaints(page) == []


def changed(old: str, new: str) -> Page:
    page = next(page for page in LESSONS if page.lesson.number == "04")
    notebook = copy.deepcopy(page.notebook)
    for cell in notebook.cells:
        cell.source = cell.source.replace(old, new)
    return Page(page.path, notebook)


@pytest.mark.parametrize("old, new, said", [
    ("A step goes against", "word " * 8000 + "A step goes against",
     ["68 to 75: 44 minutes", "94 minutes in all"]),
    ("*Minutes 20 to 35.*", "*Minutes 21 to 35.*", ["the clock has a gap, or another end"]),
    ("*Minutes 68 to 75.*", "*Minutes 68 to 80.*", ["the clock has a gap, or another end"]),
])  # fmt: skip
def test_a_lesson_that_is_too_long_is_found(old, new, said):
    assert complaints(changed(old, new)) == said


def test_what_there_is_to_do_is_counted_by_its_kind():
    assert minutes.minutes_of_words("two words, and $x^2 + y$") == 4 / 200
    assert minutes.minutes_of_code("a = 1\n\n# a comment\nb = a\n") == pytest.approx(2 / 3)
    assert minutes.minutes_of_code('x = ...\n\n\ncheck("descent-step", x)') == 1.5
    assert minutes.minutes_of_code('ask("gd-3")') == 1
    assert minutes.minutes_of_code('ask("dq-8")') == pytest.approx(1 + 3 / 3)
    assert minutes.minutes_of_code('check("descent-parsons")') > 2
    assert minutes.minutes_of_code("import numpy as np\nfrom dlfs import add") == 0
    assert minutes.minutes_of_code("keep(4)") == minutes.minutes_of_code("report()") == 0


def test_what_stands_after_class_is_not_counted():
    more = "## After class\n" + "word " * 3000
    assert minutes.needed(changed("## After class", more)) == pytest.approx(
        minutes.needed(changed("", "")))
