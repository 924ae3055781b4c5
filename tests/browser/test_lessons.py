"""Every lesson in JupyterLab, as a student meets it: run, moved, answered, checked, and by keys."""

import statistics
import time
from collections.abc import Callable

import pytest

from dlfs.classroom import lessons
from tests.browser import speed
from tests.browser.accessibility import (
    FOCUSABLE, handles_without_field, nameless_controls, tab_through, violations,
)  # fmt: skip
from tests.browser.answers import (
    longest_words, mistaken, questions_of, right_answer, said_to, solved, wrong_answer,
)  # fmt: skip
from tests.browser.conftest import LESSONS
from tests.browser.explorer_view import explorers_of, numbers_for
from tests.browser.notebook_page import close, open_lab

STUB = "not attempted yet"


@pytest.fixture(scope="module", params=LESSONS, ids=lambda name: name[:2])
def lesson(request, browser, lab):
    """A lesson that is open in JupyterLab, all cells run."""
    opened = open_lab(browser, lab, request.param)
    opened.number = request.param[:2]
    opened.run_all()
    yield opened
    close(opened, lab)


@pytest.fixture(scope="module")
def explorers(lesson):
    return explorers_of(lesson)


def test_every_cell_runs_without_an_error(lesson):
    assert lesson.failures() == []


def test_nothing_is_fetched_from_another_machine(lesson):
    assert lesson.requests and lesson.other_hosts() == set()


def test_there_is_no_serious_violation_before_anything_is_touched(lesson):
    assert violations(lesson.page) == []


def test_every_control_has_a_name(lesson):
    assert nameless_controls(lesson.page) == []
    assert handles_without_field(lesson.page) == 0


def test_every_number_field_changes_the_picture_and_the_sentence(explorers):
    assert {one.name: faults for one in explorers if (faults := one.faults_of_typing())} == {}


def test_every_slider_that_is_dragged_changes_the_picture_and_the_sentence(explorers):
    assert {one.name: faults for one in explorers if (faults := one.faults_of_dragging())} == {}


def test_no_button_list_or_box_is_deaf(explorers):
    found = {one.name: one.deaf_rows_of_buttons() + one.deaf_choices() for one in explorers}
    assert {name: deaf for name, deaf in found.items() if deaf} == {}


def test_play_plays_and_stop_stops(explorers):
    assert [one.name for one in explorers if not one.plays_and_stops()] == []


def test_a_changed_picture_follows_the_key_within_a_tenth_of_a_second(
    lesson, explorers, record_property
):
    for explorer in explorers:
        if field := explorer.telling_field():
            times = best_of(explorer, field)
            name = f"lesson {lesson.number}, {explorer.name}"
            record_property(speed.PROPERTY, {name: [round(one, 1) for one in times]})
            assert statistics.median(times) <= speed.slowest_median(), explorer.name
        else:
            assert explorer.fields() == []


def best_of(explorer, field) -> list[float]:
    """Return the quickest of a few series: what disturbs one of them is not the explorer's."""
    tried = []
    for _ in range(speed.SERIES):
        tried.append(explorer.round_trips(field))
        if statistics.median(tried[-1]) <= speed.slowest_median():
            break
    return min(tried, key=statistics.median)


def test_the_keyboard_alone_reaches_and_moves_every_explorer(lesson, explorers):
    for explorer in explorers:
        start_at(explorer.output)
        reached = tab_through(lesson.page, explorer.output)
        assert unreached(explorer.output, reached) == []
        if field := explorer.telling_field():
            before, number = explorer.shown(), numbers_for(field)[1]
            field.focus()
            lesson.page.keyboard.press("ControlOrMeta+a")
            lesson.page.keyboard.type(f"{number:g}")
            lesson.page.keyboard.press("Enter")
            assert explorer.changes(before), explorer.name


def start_at(output) -> None:
    """Select the cell of an output and put the focus on it, as the arrow keys do."""
    cell = output.locator("xpath=ancestor::div[contains(@class, 'jp-CodeCell')]")
    cell.locator(".jp-InputPrompt").click()
    cell.evaluate("cell => cell.focus()")


def unreached(output, reached: set[int]) -> list[str]:
    """Return the visible controls of an output that Tab has not reached."""
    controls = enumerate(output.locator(FOCUSABLE).all())
    missed = [one for place, one in controls if place not in reached and one.is_visible()]
    return [one.evaluate("one => one.outerHTML") for one in missed]


def test_every_question_answers_a_wrong_and_a_right_answer(lesson):
    for question in questions_of(lesson.number):
        output = output_of(lesson, question)
        if question.kind == "sentence":
            output.locator("textarea").fill("Because the steps shrink.")
            commit(output)
            assert says(output, question.id), question.id
            continue
        for answer in (wrong_answer(question), right_answer(question)):
            give(output, question, answer)
            commit(output)
            assert says(output, said_to(question, answer)), (question.id, answer)


def output_of(lesson, question):
    (place,) = lesson.with_call(f'ask("{question.id}")')
    return lesson.output(place)


def give(output, question, answer: str) -> None:
    if question.kind == "choice":
        output.get_by_role("radio", name=answer, exact=True).check()
    else:
        output.locator("input[type=text]").fill(answer)


def commit(output) -> None:
    output.get_by_role("button", name="Commit").click()


def verdict(output) -> str:
    said = output.get_by_role("status").all()
    return " ".join(said[0].inner_text().split()) if said else ""


def says(output, words: str) -> bool:
    """Say whether these words come to stand in the verdict."""
    return comes_true(lambda: words in verdict(output))


def says_something_else(output, before: str) -> bool:
    return comes_true(lambda: verdict(output) != before)


def comes_true(condition: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < end:
        time.sleep(0.05)
    return met


def test_a_question_is_answered_by_keys_alone(lesson):
    keyboard = lesson.page.keyboard
    for kind, question in {one.kind: one for one in questions_of(lesson.number)}.items():
        output = output_of(lesson, question)
        start_at(output)
        before = verdict(output)
        if kind == "choice":
            tab_until(lesson.page, output, "input[type=radio]:not(:checked)")
            keyboard.press("Space")
        else:
            tab_until(lesson.page, output, "input[type=text], textarea")
            keyboard.press("ControlOrMeta+a")
            keyboard.type({"number": "0.123", "sentence": "By keys."}[kind])
        tab_until(lesson.page, output, "button")
        keyboard.press("Enter")
        assert says_something_else(output, before), question.id


def tab_until(page, output, kind: str) -> None:
    """Press Tab until the focus is on a control of this kind inside the output."""
    for _ in range(20):
        page.keyboard.press("Tab")
        if output.evaluate(
            "(output, kind) => [...output.querySelectorAll(kind)].includes(document.activeElement)",
            kind,
        ):
            return
    raise AssertionError(f"Tab does not reach {kind}")


def test_every_exercise_answers_a_stub_a_mistake_and_a_solution(lesson):
    for exercise in lessons.exercises(lesson.number):
        (place,) = lesson.with_call(f'check("{exercise.id}", ')
        assert STUB in "".join(lesson.cells()[place].said), exercise.id
        said = lesson.retype(place, mistaken(exercise))
        assert f"{exercise.id}: not yet" in said, said
        if exercise.kind == "function":
            assert longest_words(exercise.mistakes[0].reply) in " ".join(said.split())
        said = lesson.retype(place, solved(exercise))
        assert f"{exercise.id}: passed" in said, said


def test_there_is_no_serious_violation_after_everything_was_touched(lesson):
    assert violations(lesson.page) == []
    assert nameless_controls(lesson.page) == []
