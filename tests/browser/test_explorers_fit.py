"""Every explorer in JupyterLab on a small screen: all of it is seen, what is typed is answered."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

from dlfs.classroom import explore
from dlfs.classroom.explore.goals import SHOWN
from tests.browser.explorer_view import NUMBER_FIELD, ExplorerView
from tests.browser.notebook_page import close, open_lab

NAME, EXPLORERS = "every_explorer.ipynb", explore.__all__
LAPTOP, HALF = {"width": 1366, "height": 768}, 620
MOST_HEIGHT = 530
HEIGHT = "output => output.querySelector('.dlfs-explorer').getBoundingClientRect().height"
# Whatever is wider than the output, or has more in it than it shows, is cut.
CUT = """output => {
  const edge = output.getBoundingClientRect().right + 1;
  const short = part => part.matches('button, label') && part.clientWidth
    && part.scrollWidth > part.clientWidth + 1;
  return [...output.querySelectorAll('.dlfs-explorer *')]
    .filter(part => part.offsetParent && (part.getBoundingClientRect().right > edge || short(part)))
    .map(part => `${part.className}: ${part.textContent.slice(0, 40)}`);
}"""
NARROW = "(output, width) => { output.style.width = `${width}px`; output.style.flex = 'none'; }"
SPEAKS = """output => [...output.querySelectorAll('.noUi-handle')].every(handle => {
  const row = handle.closest('.widget-hbox'), name = row.querySelector('label').textContent;
  return name && handle.getAttribute('aria-label') === name
    && handle.getAttribute('aria-valuetext') === row.querySelector('input').value;
})"""
FAULTY = """
import ipywidgets as widgets
faulty = explore.chain()
wide = widgets.HBox([widgets.Button(description="wide", layout=widgets.Layout(min_width="900px"))])
high = widgets.HTML("<p style='height: 400px'>high</p>")
faulty.view.children = [wide, high, *faulty.view.children]
faulty
"""

LATE = """
from dlfs.classroom.speaking import speaking
row = widgets.HBox([widgets.IntSlider(3, 0, 10, description="Late", readout=False)])
widgets.VBox([row, speaking()])
"""
# The two that are highest when all is reached, and how long their lines of code are: that of a
# drawing is always too long to be shown.
TALL = {"line": SHOWN, "pixels": SHOWN + 10}
REACHED = """
tall = explore.{0}()
display(tall)
for goal in tall.goals:
    tall.aims.reached[goal.id] = ("as_code " * {1})[:{1}]
tall.aims._say()
"""
COMES = "row.children += (widgets.Text('3'),)"


@pytest.fixture(scope="module")
def opened(browser, lab):
    """A notebook with every explorer, run on a laptop's screen."""
    sources = ["from dlfs.classroom import explore", *(f"explore.{name}()" for name in EXPLORERS)]
    sources += [FAULTY.strip(), LATE.strip(), "'Nothing yet.'"]
    sources += [REACHED.format(*each).strip() for each in TALL.items()]
    notebook = new_notebook(cells=[new_code_cell(text) for text in sources])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, lab.my / NAME)
    page = open_lab(browser, lab, NAME)
    page.page.set_viewport_size(LAPTOP)
    page.run_all()
    yield page
    close(page, lab)
    (lab.my / NAME).unlink()


def view(opened, name: str) -> ExplorerView:
    place = EXPLORERS.index(name) + 1 if name in EXPLORERS else len(EXPLORERS) + 1
    opened.cell(place).scroll_into_view_if_needed()
    output = opened.output(place)
    output.locator("img.widget-image").wait_for()
    return ExplorerView(opened.page, output, name)


@pytest.mark.parametrize("name", EXPLORERS)
def test_an_explorer_fits_a_laptop_s_screen(opened, name):
    output = view(opened, name).output
    assert 100 < output.evaluate(HEIGHT) <= MOST_HEIGHT and output.evaluate(CUT) == []


@pytest.mark.parametrize("name", EXPLORERS)
def test_nothing_is_cut_where_an_explorer_has_half_a_screen(opened, name):
    output = view(opened, name).output
    for width in (HALF, 460):  # the second one is what JupyterLab's bars leave of the first
        output.evaluate(NARROW, width)
        assert output.evaluate(CUT) == []
    output.evaluate("output => { output.style.width = output.style.flex = ''; }")


def test_an_explorer_that_is_too_high_or_too_wide_is_found(opened):
    output = view(opened, "faulty").output
    assert output.evaluate(HEIGHT) > MOST_HEIGHT
    output.evaluate(NARROW, HALF)
    assert any("wide" in part for part in output.evaluate(CUT))


@pytest.mark.parametrize("name", EXPLORERS)
def test_the_handle_of_a_slider_has_its_name_and_speaks_the_number(opened, name):
    explorer = view(opened, name)
    for row in explorer.rows():
        explorer.drag(row, 0.7)
    opened.page.wait_for_timeout(200)
    opened.page.wait_for_function(SPEAKS, arg=explorer.output.element_handle(), timeout=5_000)


def test_a_handle_is_named_as_soon_as_its_field_has_come(opened):
    late = len(EXPLORERS) + 2
    opened.cell(late).scroll_into_view_if_needed()
    handle = opened.output(late).locator(".noUi-handle")
    handle.wait_for()
    assert handle.get_attribute("aria-label") is None
    opened.retype(late + 1, COMES)
    expect(handle).to_have_attribute("aria-label", "Late")
    expect(handle).to_have_attribute("aria-valuetext", "3")


def type_in(explorer: ExplorerView, text: str) -> None:
    field = explorer.output.locator(NUMBER_FIELD).first
    field.click(click_count=3)
    explorer.page.keyboard.insert_text(text)
    explorer.page.keyboard.press("Enter")
    explorer.page.wait_for_timeout(600)


def test_a_number_is_typed_with_a_comma_and_what_is_none_is_answered(opened):
    explorer = view(opened, "descent")
    field = explorer.output.locator(NUMBER_FIELD).first
    type_in(explorer, "2,5")
    assert field.input_value() == "2.5" and "times curvature is" in explorer.sentence
    for text, words in (("many", "is none; it stays 2.5"), ("99", "from 0.5 to 4")):
        type_in(explorer, text)
        assert field.input_value() == "2.5" and words in explorer.sentence


def test_whoever_uses_another_control_stops_play(opened):
    explorer = view(opened, "descent")
    before = explorer.shown()
    explorer.output.get_by_role("button", name="Play", exact=True).click()
    assert explorer.changes(before, patience=3_000)
    type_in(explorer, "1,5")
    explorer.output.get_by_role("button", name="Play", exact=True).wait_for(timeout=2_000)
    stands = explorer.shown()
    explorer.page.wait_for_timeout(1_000)
    assert explorer.shown() == stands


def test_the_state_is_copied_as_a_line_of_code(opened, browser):
    browser.grant_permissions(["clipboard-read", "clipboard-write"])
    descent = view(opened, "descent")
    descent.type_number(descent.fields()[-1], 17)
    descent.output.get_by_text("after 17 steps").wait_for()
    descent.output.get_by_role("button", name="Copy state").click()
    descent.output.get_by_role("button", name="Copied").wait_for()
    copied = opened.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("explore.descent(") and "t=17)" in copied


@pytest.mark.parametrize("name", TALL)
def test_an_explorer_fits_when_all_its_goals_are_reached(opened, name):
    cell = opened.cell(len(EXPLORERS) + 4 + [*TALL].index(name))
    cell.scroll_into_view_if_needed()
    output = cell.locator(".jp-OutputArea-output:has(.dlfs-explorer)")
    output.locator("img.widget-image").wait_for()
    expect(output.get_by_text("Reached:")).to_have_count(len(getattr(explore, name).goals))
    assert output.evaluate(HEIGHT) <= MOST_HEIGHT and output.evaluate(CUT) == []


def test_a_goal_is_said_and_when_it_is_reached_answered_where_all_still_fits(opened):
    descent = view(opened, "descent")
    goals = descent.output.locator(".dlfs-goals")
    expect(goals.get_by_text("Goal:")).to_have_count(2)
    assert goals.get_by_role("status").count() == 0
    curvature, rate, *_ = descent.fields()
    descent.type_number(curvature, 4)
    for value in (0.2, 0.3):
        descent.type_number(rate, value)
        goals.get_by_text(f"learning_rate={value}").wait_for()
    expect(goals.get_by_text("Reached:")).to_have_count(2)
    assert descent.output.evaluate(HEIGHT) <= MOST_HEIGHT and descent.output.evaluate(CUT) == []
