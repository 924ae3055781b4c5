"""The film in the browser alone: Python follows the lines there, too, and stops what never ends."""

import re

import pytest
from playwright.sync_api import expect

from tests.live.opening import opened

LESSON = "00_start_here.ipynb"
IMPORTS = "import numpy as np\nfrom dlfs.classroom import check, film, probe\n\n"
IN_PLACE = """def moved(w, g):
    old = w
    w -= g
    return w - old

print(film(moved, np.ones(2), np.ones(2)).headline)"""
STUBBORN = """def stubborn():
    n = 0
    while True:
        try:
            n += 1
        except:
            pass

print(film(stubborn).headline)"""
WRONG = """def step(x, gradient, learning_rate):
    return x + learning_rate * gradient(x)

check("descent-step", step)"""
OFFER = re.compile(r"See it run: (?:from dlfs.classroom import [\w, ]+; )?(film\(step, .*\))")


@pytest.fixture(scope="module")
def lesson(browser, address):
    """Return lesson 0 in a browser of its own, its film cell run and the cells that it needs."""
    one = opened(browser.browser.new_context(), address, LESSON)
    for beginning in ("import sys", "points = ", "film(widths, points)"):
        [place] = one.with_call(beginning)
        one.retype(place, one.cells()[place].source)
    yield one
    one.page.close()


def test_the_film_of_the_lesson_goes_on_by_its_button(lesson):
    [place] = lesson.with_call("film(widths, points)")
    output = lesson.output(place)
    expect(output).to_contain_text("Step 0 of 2, line 1: def widths(points)")
    output.get_by_role("button", name="Step", exact=True).click()
    expect(output).to_contain_text("Step 1 of 2, line 2: high = points.max(axis=0)")
    expect(output).to_contain_text("[5 9] (2,) float64")
    output.get_by_role("button", name="Back").click()
    expect(output).to_contain_text("Step 0 of 2")


def test_a_line_that_changes_what_came_in_is_named(lesson):
    said = lesson.retype(2, IMPORTS + IN_PLACE)
    assert said.startswith("Line 3, w -= g, changes w in place and, with it, old: they are one")


def test_a_loop_that_catches_everything_is_stopped(lesson):
    assert "stubborn was stopped in line" in lesson.retype(2, IMPORTS + STUBBORN)


def test_the_second_refusal_offers_a_film_that_runs(lesson):
    lesson.retype(2, IMPORTS + WRONG)
    offered = OFFER.search(lesson.retype(2, IMPORTS + WRONG))
    assert offered
    said = lesson.retype(2, f"print({offered[1]}.headline)")
    assert said.startswith("step returned ")
