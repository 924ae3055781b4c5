"""A lesson that was saved and closed, and is opened again when its kernel has gone."""

import re

import pytest

from tests.browser.answers import questions_of
from tests.browser.notebook_page import close, open_lab, open_notebook_7

NAME = "04_gradient_descent.ipynb"
ANSWERED, VERDICT = "gd-2", "gd-2: A."
PARTS = """() => window.jupyterapp.shell.currentWidget.content.widgets.map(cell => ({
  source: cell.model.sharedModel.source,
  stills: cell.node.querySelectorAll('.dlfs-still').length,
  seen: [...cell.node.querySelectorAll('.dlfs-still')].filter(one => one.offsetHeight).length,
  live: [...cell.node.querySelectorAll('.dlfs-live')].filter(one => one.offsetHeight).length,
  dead: [...cell.node.querySelectorAll('.jp-OutputArea-output')].filter(one =>
    one.offsetHeight && /model not found|Loading widget/.test(one.textContent)).length,
  words: cell.node.textContent,
}))"""
SAVE = "() => window.jupyterapp.shell.currentWidget.context.save()"
SLEEPS = "This page is asleep."


@pytest.fixture(scope="module", params=[open_lab, open_notebook_7], ids=["lab", "notebook-7"])
def days(request, browser, lab):
    """What a lesson shows on the first day, alive, and on the second, before anything is run."""
    opener = request.param
    opened = opener(browser, lab, NAME)
    opened.run_all()
    answer(opened)
    alive = parts_of(opened)
    opened.page.evaluate(SAVE)
    close(opened, lab)
    again = opener(browser, lab, NAME)
    yield alive, parts_of(again), again
    close(again, lab)


def answer(opened) -> None:
    (place,) = opened.with_call(f'ask("{ANSWERED}")')
    output = opened.cell(place)
    output.get_by_role("radio", name="A", exact=True).check()
    output.get_by_role("button", name="Commit").click()
    output.get_by_role("status").filter(has_text=VERDICT).wait_for()


def parts_of(opened) -> list[dict]:
    """Return what each cell shows; a cell out of sight is drawn when the page comes to it."""
    for place in range(len(opened.cells())):
        opened.cell(place).scroll_into_view_if_needed()
    opened.page.wait_for_timeout(1000)
    return [part for part in opened.page.evaluate(PARTS) if part["stills"]]


def test_what_lives_takes_the_place_of_its_still_form(days):
    alive, _, _ = days
    assert len(alive) > len(questions_of("04"))
    assert [(part["seen"], part["live"]) for part in alive] == [(0, 1)] * len(alive)


def test_on_the_second_day_every_question_and_picture_stands_and_none_looks_alive(days):
    alive, asleep, _ = days
    assert [part["source"] for part in asleep] == [part["source"] for part in alive]
    assert [(part["seen"], part["live"]) for part in asleep] == [(1, 0)] * len(asleep)
    assert [part["source"] for part in asleep if SLEEPS not in part["words"]] == []


def test_no_widget_without_a_model_is_seen(days):
    _, asleep, _ = days
    assert [part["source"] for part in asleep if part["dead"]] == []


def test_the_answer_is_there_with_what_was_said_and_where_you_stopped(days):
    _, asleep, _ = days
    (answered,) = [part for part in asleep if f'ask("{ANSWERED}")' in part["source"]]
    assert VERDICT in answered["words"]
    assert [bool(re.search("You stopped at gd-2", part["words"])) for part in asleep] == (
        [True] + [False] * (len(asleep) - 1))  # fmt: skip


def test_run_all_cells_wakes_the_page(days):
    _, _, again = days
    again.run_all()
    parts = parts_of(again)
    assert [(part["seen"], part["live"]) for part in parts] == [(0, 1)] * len(parts)
