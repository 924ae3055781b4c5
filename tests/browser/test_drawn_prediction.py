"""A curve drawn in JupyterLab before it is shown: by mouse, by finger, by keys, and a day later."""

import json

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

from dlfs.classroom import explore
from dlfs.classroom.explore.curves import compared, read
from tests.browser.accessibility import FOCUSABLE, nameless_controls, tab_through, violations
from tests.browser.explorer_view import ExplorerView
from tests.browser.notebook_page import close, open_lab
from tests.browser.test_explorers_fit import CUT, HALF, HEIGHT, LAPTOP, MOST_HEIGHT, NARROW

NAME, EXPLORERS = "drawn.ipynb", ("descent", "learning_rate", "training", "valley")
KEPT_IN = "import os; os.environ['DLFS_ANSWERS'] = {!r}\nfrom dlfs.classroom import explore"
# As if somebody else sat down at a fresh page: nothing is kept, drawn or seen.
FORGET = '''
from dlfs.classroom.explore import predicting
from dlfs.classroom.keeping import store
(store.folder() / store.FILE).unlink(missing_ok=True)
predicting._seen.clear()
for one in list(predicting._shown):
    one._axes.value = one.field.value = ""
    one.turn(False)
    one.renew()
'''
PLOT = ("left", "top", "right", "bottom")


class Drawing(ExplorerView):
    """The explorer in one output, and the ways to draw its curve."""

    def __init__(self, opened, name: str):
        place = EXPLORERS.index(name) + 1
        opened.cell(place).scroll_into_view_if_needed()
        super().__init__(opened.page, opened.output(place), name)
        self.curve = getattr(explore, name).curve
        self.button = self.output.locator(".dlfs-prediction button")
        self.axes = self.output.locator(".dlfs-prediction svg")
        self.field = self.output.locator(".dlfs-curve input")
        self.said = self.output.locator(".dlfs-prediction [role=status]")
        self.picture.wait_for(state="attached")

    def open(self) -> None:
        self.output.get_by_role("button", name="Draw it").click()
        self.axes.wait_for()
        self.page.wait_for_timeout(300)  # the script waits for the field

    def hand_in(self) -> None:
        self.output.get_by_role("button", name="Hand in").click()
        expect(self.said).to_contain_text("On average")

    def points(self, heights: list[float]) -> list[tuple[float, float]]:
        """Return where on the page `heights`, shares of the picture, lie from the start on."""
        told = json.loads(self.output.locator("[data-curve]").get_attribute("data-curve"))
        box = self.axes.bounding_box()
        left, top, right, bottom = (told[name] * box["width"] / 640 for name in PLOT)
        return [(box["x"] + left + (right - left) * x, box["y"] + bottom - (bottom - top) * y)
                for x, y in zip([0, *told["steps"]], [told["start"], *heights])]  # fmt: skip

    def draw(self, heights: list[float]) -> None:
        first, *more = self.points(heights)
        self.page.mouse.move(*first)
        self.page.mouse.down()
        for point in more:
            self.page.mouse.move(*point, steps=6)
        self.page.mouse.up()

    def typed(self) -> np.ndarray:
        return self.curve.up(read(self.curve, self.field.input_value()))


def write(lab, folder) -> None:
    sources = [KEPT_IN.format(str(folder)), *(f"explore.{name}()" for name in EXPLORERS), "None"]
    notebook = new_notebook(cells=[new_code_cell(text) for text in sources])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, lab.my / NAME)


def opened_anew(browser, lab):
    page = open_lab(browser, lab, NAME)
    page.page.set_viewport_size(LAPTOP)
    page.run_all()
    return page


@pytest.fixture(scope="module")
def one_page(browser, lab, tmp_path_factory):
    write(lab, tmp_path_factory.mktemp("kept"))
    page = opened_anew(browser, lab)
    yield page
    close(page, lab)
    (lab.my / NAME).unlink(missing_ok=True)


@pytest.fixture
def opened(one_page):
    one_page.retype(len(EXPLORERS) + 1, FORGET.strip())
    return one_page


HEIGHTS = [0.8, 0.35, 0.5, 0.2, 0.65]


def fits(drawing: Drawing) -> None:
    for width in (None, HALF):
        if width:
            drawing.output.evaluate(NARROW, width)
        else:
            assert drawing.output.evaluate(HEIGHT) <= MOST_HEIGHT
        assert drawing.output.evaluate(CUT) == []
    drawing.output.evaluate("output => { output.style.width = output.style.flex = ''; }")


@pytest.mark.parametrize("name", EXPLORERS)
def test_a_curve_drawn_by_mouse_lies_over_the_true_one_and_all_fits(opened, name):
    drawing = Drawing(opened, name)
    fits(drawing)
    drawing.open()
    fits(drawing)
    drawing.draw(HEIGHTS)
    opened.page.wait_for_timeout(200)
    assert np.abs(drawing.typed() - HEIGHTS).max() < 0.03
    told = drawing.field.input_value()
    drawing.hand_in()
    fits(drawing)
    assert drawing.said.inner_text() == compared(drawing.curve, read(drawing.curve, told))
    assert drawing.axes.locator("polyline").count() == 4 and drawing.picture.is_hidden()
    drawing.output.get_by_role("button", name="Back to the picture").click()
    expect(drawing.picture).to_be_visible()
    fits(drawing)


def test_a_finger_draws_and_does_not_scroll_the_page(opened):
    drawing = Drawing(opened, "descent")
    drawing.open()
    page, top = drawing.page, drawing.axes.bounding_box()
    touch = page.context.new_cdp_session(page)

    def send(kind, *points):
        places = [{"x": x, "y": y} for x, y in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    first, *more = drawing.points(HEIGHTS)
    send("touchStart", first)
    for point in more:
        send("touchMove", point)
    send("touchEnd")
    page.wait_for_timeout(300)
    assert drawing.axes.bounding_box() == top
    assert np.abs(drawing.typed() - HEIGHTS).max() < 0.03
    drawing.hand_in()


def test_by_keys_alone_five_numbers_are_typed_seen_refused_and_handed_in(opened):
    drawing = Drawing(opened, "descent")
    page = drawing.page
    drawing.output.get_by_role("button", name="Draw it").focus()
    page.keyboard.press("Enter")
    expect(drawing.field).to_be_visible()
    for _ in range(9):
        if drawing.field.evaluate("field => field === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(drawing.field).to_be_focused()
    for text, words in (("0,4 0,3", "Here are 2 numbers"), ("0.4; 0.3; 7; 0.1; 0", "so 7 is not")):
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.insert_text(text)
        page.keyboard.press("Enter")
        expect(drawing.said).to_contain_text(words)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("0,4; 0,3; 0,2; 0,1; 0")
    marks = drawing.axes.locator("rect[visibility=visible]")
    expect(marks).to_have_count(5)
    page.keyboard.press("Enter")
    expect(drawing.said).to_have_text(compared(drawing.curve, (0.4, 0.3, 0.2, 0.1, 0)))


def test_a_drawing_that_ends_early_is_answered_and_goes_on_with_a_second_stroke(opened):
    drawing = Drawing(opened, "descent")
    drawing.open()
    drawing.draw([0.4, 0.3])
    drawing.output.get_by_role("button", name="Hand in").click()
    expect(drawing.said).to_contain_text("Here are 2 numbers, and 5 are wanted")
    first = drawing.points([0.4, 0.3, 0.2, 0.1, 0.05])
    drawing.page.mouse.move(*first[2])
    drawing.page.mouse.down()
    for point in first[3:]:
        drawing.page.mouse.move(*point)
    drawing.page.mouse.up()
    drawing.page.wait_for_timeout(200)
    assert np.abs(drawing.typed() - [0.4, 0.3, 0.2, 0.1, 0.05]).max() < 0.03


def test_whoever_moves_a_control_goes_on_and_what_was_shown_is_asked_no_more(opened):
    drawing = Drawing(opened, "learning_rate")
    drawing.open()
    rate = drawing.fields()[0]
    drawing.type_number(rate, 2)
    expect(drawing.picture).to_be_visible()
    expect(drawing.output.get_by_text("Predict first:")).to_be_visible()
    drawing.type_number(rate, 8)
    expect(drawing.output.get_by_text("the curve has been shown by now")).to_be_visible()
    expect(drawing.output.get_by_role("button", name="Draw it")).to_be_hidden()


def test_nothing_stands_in_the_way_of_those_who_do_not_see_or_have_no_mouse(opened):
    drawing = Drawing(opened, "valley")
    drawing.open()
    assert violations(opened.page) == nameless_controls(opened.page) == []
    opened.cell(3).locator(".jp-InputPrompt").click()
    opened.cell(3).evaluate("cell => cell.focus()")
    reached = tab_through(opened.page, drawing.output)
    assert reached == set(range(drawing.output.locator(FOCUSABLE).count()))


def test_a_day_later_both_curves_are_there(browser, lab, tmp_path):
    write(lab, tmp_path)
    page = opened_anew(browser, lab)
    drawing = Drawing(page, "descent")
    drawing.open()
    drawing.draw(HEIGHTS)
    drawing.hand_in()
    words = drawing.said.inner_text()
    expect(page.cell(1).locator(".dlfs-still polyline")).to_have_count(4)
    page.page.evaluate("() => window.jupyterapp.shell.currentWidget.context.save()")
    close(page, lab)
    asleep = open_lab(browser, lab, NAME)
    asleep.cell(1).scroll_into_view_if_needed()
    expect(asleep.cell(1).locator(".dlfs-still").get_by_text(words)).to_be_visible()
    assert asleep.cell(1).locator(".dlfs-still polyline").count() == 4
    close(asleep, lab)
    again = opened_anew(browser, lab)
    drawing = Drawing(again, "descent")
    expect(drawing.output.get_by_text("You drew first:")).to_be_visible()
    drawing.output.get_by_role("button", name="See both curves").click()
    expect(drawing.said).to_have_text(words)
    expect(drawing.field).to_be_hidden()
    assert drawing.axes.locator("polyline").count() == 4
    close(again, lab)
