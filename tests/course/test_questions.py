"""A notebook and its lesson's file hold the same questions, and every exercise has its solution."""

import ast

import pytest
from nbformat.v4 import new_code_cell

from dlfs.classroom import lessons
from tools.proof.pages import Page, chosen_pages, complaints, plain_texts
from tests.course.planted import lesson, printed

WHOLE = [page for page in chosen_pages() if page.is_whole]
LESSONS = [page for page in WHOLE if page.is_lesson]
SOLUTIONS = [page for page in WHOLE if not page.is_lesson]


def used(page: Page) -> set[str]:
    """Return the ids that the cells hand to `ask` and `check`."""
    calls = [call for cell in page.code for call in calls_in(cell.source) if call.args]
    asked = [call.args[0] for call in calls if getattr(call.func, "id", "") in ("ask", "check")]
    return {first.value for first in asked if isinstance(first, ast.Constant)}


def calls_in(source: str) -> list[ast.Call]:
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a cell that shows one
        return []
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def ids_of(page: Page) -> set[str]:
    """Return the ids of the lesson's file; none where a lesson asks nothing."""
    number = page.lesson.number
    return set(lessons.lesson(number).ids) if number in lessons.numbers() else set()


def asks_what_its_file_holds(page: Page) -> list[str]:
    unknown = [f"{name} is in no file of this lesson" for name in sorted(used(page) - ids_of(page))]
    return unknown + [f"{name} is never asked" for name in sorted(ids_of(page) - used(page))]


def ends_with_the_report(page: Page) -> list[str]:
    return [] if page.code[-1].source == "report()" else ["the last code cell is not report()"]


def has_a_solution_that_passes(page: Page) -> list[str]:
    """Return the exercises without a cell of their own, and those whose check did not pass."""
    names = [exercise.id for exercise in lessons.exercises(page.lesson.number)]
    cells = {cell["id"] for cell in page.code}
    said = "\n".join(plain_texts(page))
    missing = [f"no cell has the id {name}" for name in names if name not in cells]
    return missing + [f"{name} did not pass" for name in names if f"{name}: passed" not in said]


@pytest.mark.lesson
def test_every_lesson_asks_what_its_file_holds():
    assert complaints(asks_what_its_file_holds, LESSONS) == {}


@pytest.mark.lesson
def test_every_lesson_ends_with_the_report():
    assert complaints(ends_with_the_report, LESSONS) == {}


@pytest.mark.lesson
def test_every_exercise_has_a_solution_that_passes():
    assert complaints(has_a_solution_that_passes, SOLUTIONS) == {}


@pytest.mark.lesson
def test_every_lesson_with_exercises_has_solutions():
    solved = {page.lesson.number for page in SOLUTIONS}
    with_exercises = [page.lesson.number for page in LESSONS if exercises_of(page)]
    assert [number for number in with_exercises if number not in solved] == []


def exercises_of(page: Page) -> tuple:
    number = page.lesson.number
    return lessons.exercises(number) if number in lessons.numbers() else ()


def test_a_question_that_is_forgotten_or_unknown_is_found():
    page = lesson(*[new_code_cell(f"ask('{name}')") for name in sorted(ids_of(lesson()))])
    assert asks_what_its_file_holds(page) == []
    page.code[0].source = "ask('gd-77', 44)"
    assert "gd-77 is in no file of this lesson" in asks_what_its_file_holds(page)
    assert len(asks_what_its_file_holds(page)) == 2


def test_a_lesson_without_its_report_is_found():
    assert ends_with_the_report(lesson(new_code_cell("report()"))) == []
    assert ends_with_the_report(lesson(new_code_cell("report()"), new_code_cell("x"))) != []


def test_an_exercise_without_a_right_solution_is_found():
    names = [exercise.id for exercise in lessons.exercises("04")]
    cells = [printed(f"check('{name}', f)", f"{name}: passed, on 5 inputs.\n") for name in names]
    for cell, name in zip(cells, names, strict=True):
        cell["id"] = name
    assert has_a_solution_that_passes(lesson(*cells)) == []
    cells[0].outputs[0].text = f"{names[0]}: not yet.\n"
    assert has_a_solution_that_passes(lesson(*cells)) == [f"{names[0]} did not pass"]
    assert has_a_solution_that_passes(lesson(*cells[1:])) != []
