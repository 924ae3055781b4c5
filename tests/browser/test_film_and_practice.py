"""The film and practice in JupyterLab on a laptop's screen: all of it is seen, and it answers."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

from tests.browser.notebook_page import close, open_lab
from tests.browser.test_explorers_fit import CUT, HEIGHT, LAPTOP, MOST_HEIGHT

NAME = "film_and_practice.ipynb"
MINE = """
import numpy as np
from dlfs.classroom import film, practise


def mean_of_rows(table):
    total = table[0]
    for row in table[1:]:
        total += row
    return total / len(table)
"""
FILM = "film(mean_of_rows, np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]))"
PRACTICE = 'practise("backward", seed=1)'
# Where a wide picture needs a column of its own.
WIDTH = "output => output.scrollWidth - output.clientWidth"


@pytest.fixture(scope="module")
def opened(browser, lab):
    notebook = new_notebook(cells=[new_code_cell(text.strip()) for text in (MINE, FILM, PRACTICE)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, lab.my / NAME)
    page = open_lab(browser, lab, NAME)
    page.page.set_viewport_size(LAPTOP)
    page.run_all()
    yield page
    close(page, lab)
    (lab.my / NAME).unlink()


def test_the_film_fits_on_the_screen_and_names_the_line(opened):
    output = opened.output(1)
    assert output.evaluate(HEIGHT) <= MOST_HEIGHT and output.evaluate(CUT) == []
    expect(output).to_contain_text("Line 4, total += row, changes total in place")


def test_the_film_goes_on_by_keyboard_and_by_its_buttons(opened):
    output = opened.output(1)
    output.get_by_role("button", name="What stands out").press("Enter")
    expect(output).to_contain_text("line 4: total += row")
    field = output.locator("input[type=text]").first
    field.fill("0")
    field.press("Enter")
    expect(output).to_contain_text("Step 0 of ")


def test_whoever_clicks_on_the_line_of_a_slider_goes_on_with_the_keys(opened):
    output = opened.output(1)
    handle, field = output.locator(".noUi-handle").first, output.locator("input[type=text]").first
    place = output.locator(".noUi-target").first.bounding_box()
    opened.page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    expect(handle).to_be_focused()
    expect(field).not_to_have_value("0")
    there = int(field.input_value())
    opened.page.keyboard.press("ArrowRight")
    expect(field).to_have_value(str(there + 1))


def test_practice_answers_a_wrong_number_and_goes_on_after_right_ones(opened):
    output = opened.output(2)
    assert output.evaluate(WIDTH) <= 1
    fields = output.locator("input[type=text]")
    fields.first.fill("99")
    output.get_by_role("button", name="Check").press("Enter")
    expect(output.get_by_role("status")).to_contain_text("it is not 99")
