"""A digit drawn in JupyterLab, by mouse, by finger and by keys, and read at every stroke."""

import statistics
import time

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

from dlfs.classroom.explore.drawn import BOARDS, LABELS
from dlfs.classroom.explore.pixels import describe, known
from dlfs.classroom.explore.signs import pixels_of
from tests.browser.accessibility import FOCUSABLE, nameless_controls, tab_through, violations
from tests.browser.drawn_digits import drawn
from tests.browser.explorer_view import ExplorerView
from tests.browser.notebook_page import close, open_lab, open_notebook_7
from tests.browser.speed import slowest_median

NAME = "pixels.ipynb"
CELLS = ["from dlfs.classroom import explore\nw = explore.pixels()\nw", "w", "print(w.board.value)"]
ANSWERED = """([output, old]) => {
  const signs = output.querySelector('.dlfs-signs input').value;
  return signs !== old && output.querySelector('[data-answered]').dataset.answered === signs;
}"""
GREYS = "output => [...output.querySelectorAll('[role=gridcell]')].map(one => +one.dataset.grey)"
WATCH = """img => {
  window.dlfsStrokes = [];
  const grid = img.closest('.dlfs-explorer').querySelector('[role=grid]');
  let pressed = null;
  grid.addEventListener('pointerdown', event => { pressed ??= event.timeStamp; }, true);
  img.addEventListener('load', () => requestAnimationFrame(() => {
    if (pressed !== null) window.dlfsStrokes.push(performance.now() - pressed);
    pressed = null;
  }));
}"""


class Board(ExplorerView):
    """The explorer in one output, and the ways to draw on it."""

    def __init__(self, opened, place: int):
        opened.cell(place).scroll_into_view_if_needed()
        super().__init__(opened.page, opened.output(place), "pixels")
        self.grid = self.output.get_by_role("grid")
        self.grid.wait_for()

    @property
    def signs(self) -> str:
        return self.output.locator(".dlfs-signs input").input_value()

    @property
    def greys(self) -> list:
        return self.output.evaluate(GREYS)

    def press(self, name: str) -> None:
        before = self.signs
        self.output.get_by_role("button", name=name, exact=True).click()
        self.wait(before)

    def wait(self, before: str) -> None:
        """Wait until Python has answered to other signs than those `before`."""
        handle = self.output.element_handle()
        self.page.wait_for_function(ANSWERED, arg=[handle, before], timeout=10_000)

    def clear(self) -> None:
        if self.signs:
            self.press("Clear")

    def at(self, x: float, y: float) -> tuple[float, float]:
        box = self.grid.bounding_box()
        return box["x"] + x * box["width"], box["y"] + y * box["height"]

    def draw(self, strokes) -> None:
        """Draw by mouse; places are shares of the board's side."""
        before = self.signs
        for first, *more in strokes:
            self.page.mouse.move(*self.at(*first))
            self.page.mouse.down()
            for point in more:
                self.page.mouse.move(*self.at(*point))
            self.page.mouse.up()
        self.wait(before)
        self.page.wait_for_timeout(150)
        self.wait("")

    def cell(self, row: int, column: int):
        return self.output.get_by_role("gridcell").nth(8 * row + column)


def write(lab) -> None:
    notebook = new_notebook(cells=[new_code_cell(source) for source in CELLS])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, lab.my / NAME)


@pytest.fixture(scope="module")
def opened(browser, lab):
    write(lab)
    page = open_lab(browser, lab, NAME)
    page.page.set_viewport_size({"width": 1366, "height": 768})
    page.run_all()
    yield page
    close(page, lab)
    (lab.my / NAME).unlink(missing_ok=True)


@pytest.fixture
def board(opened):
    found = Board(opened, 0)
    found.clear()
    return found


def test_the_board_shows_what_python_has_and_python_has_what_the_board_shows(opened, board):
    board.press("Next scan")
    assert board.signs in known()
    assert board.greys == (16 * pixels_of(board.signs)[0]).tolist()
    board.press("Clear")
    assert set(board.greys) == {0} and "The board is empty" in board.sentence


def test_a_stroke_of_the_mouse_is_seen_at_once_and_read(opened, board):
    before = board.shown()
    board.draw(drawn(1, 0))
    assert max(board.greys) > 8 and 8 < sum(grey > 0 for grey in board.greys) < 24
    assert board.sentence == describe(board.signs) + "." and "it reads 1" in board.sentence
    assert board.shown()["picture"] != before["picture"]
    assert opened.retype(2, "print(w.board.value, w.digit)").split() == [board.signs, "1"]


def test_a_stroke_goes_on_outside_and_ends_where_the_button_is_let_go(opened, board):
    board.draw([[(0.5, 0.5), (1.3, 0.5)]])
    assert board.greys[4 * 8 + 7] > 0
    signs = board.signs
    board.page.mouse.move(*board.at(0.1, 0.1))
    board.page.wait_for_timeout(300)
    assert board.signs == signs


def test_shift_erases(opened, board):
    board.draw([[(0.2, 0.5), (0.8, 0.5)]])
    inked = sum(board.greys)
    board.page.keyboard.down("Shift")
    board.draw([[(0.2, 0.5), (0.5, 0.5)]])
    board.page.keyboard.up("Shift")
    assert 0 < sum(board.greys) < 0.7 * inked


def test_a_finger_draws_and_does_not_scroll_the_page(opened, board):
    page, before = board.page, board.signs
    top = board.grid.bounding_box()
    touch = page.context.new_cdp_session(page)

    def send(kind, *points):
        places = [dict(zip("xy", board.at(*point))) for point in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    send("touchStart", (0.5, 0.1))
    for y in np.linspace(0.1, 0.9, 9):
        send("touchMove", (0.5, y))
    send("touchEnd")
    board.wait(before)
    page.wait_for_timeout(200)
    assert board.grid.bounding_box() == top
    greys = np.reshape(board.greys, (8, 8))
    assert (greys[:, 3:5].sum(axis=1) > 8).all() and not greys[:, [0, 1, 6, 7]].any()
    assert "it reads 1" in board.sentence


def test_the_keys_move_ink_and_erase_and_the_cell_of_the_notebook_stays(opened, board):
    page = board.page
    count = len(opened.cells())
    board.cell(0, 0).focus()
    for key in ["ArrowDown", "ArrowRight", "ArrowRight", "Space", "ArrowUp", "Enter", "d", "d", "b"]:
        page.keyboard.press(key)
    expect(board.cell(0, 2)).to_be_focused()
    page.wait_for_timeout(300)
    assert [at for at, grey in enumerate(board.greys) if grey] == [2, 10]
    assert board.signs == "00g00000" * 2 + "0" * 48 and len(opened.cells()) == count
    expect(board.cell(1, 2)).to_have_attribute("aria-label", "row 2, column 3: ink")
    assert board.cell(0, 2).evaluate("one => getComputedStyle(one).outlineWidth") == "3px"
    for key in ["Backspace", "ArrowDown", "Shift+Space", "End", "ArrowRight", "ArrowDown", "Home"]:
        page.keyboard.press(key)
    expect(board.cell(2, 0)).to_be_focused()
    page.wait_for_timeout(300)
    assert board.signs == "" and "The board is empty" in board.sentence
    page.keyboard.press("Shift+Tab")
    assert board.grid.evaluate("grid => !grid.contains(document.activeElement)")


def test_signs_are_typed_and_what_is_none_is_answered(opened, board):
    field = board.output.locator(".dlfs-signs input")
    scan = list(known())[7]
    field.fill(" ".join(scan[i : i + 8] for i in range(0, 64, 8)))
    field.press("Enter")
    expect(board.output.get_by_role("status")).to_contain_text("Scan 7 of")
    assert board.greys == (16 * pixels_of(scan)[0]).tolist()
    field.fill("alert(1)")
    field.press("Enter")
    expect(board.output.get_by_role("status")).to_contain_text("is none of them")
    assert board.greys == (16 * pixels_of(scan)[0]).tolist()
    field.fill("")
    field.press("Enter")
    expect(board.output.get_by_role("status")).to_contain_text("The board is empty")


def test_the_same_board_shown_twice_is_the_same_twice(opened, board):
    board.draw(drawn(7, 0))
    other = Board(opened, 1)
    expect(other.grid).to_be_visible()
    assert (other.signs, other.greys) == (board.signs, board.greys)
    before = other.signs
    other.draw([[(0.2, 0.9), (0.8, 0.9)]])
    assert (other.signs, other.greys) == (board.signs, board.greys) and board.signs != before
    board.clear()
    board.page.wait_for_timeout(300)
    assert set(other.greys) == set(board.greys) == {0}


def test_the_bars_answer_a_stroke_within_a_tenth_of_a_second(opened, board, record_property):
    board.picture.evaluate(WATCH)
    for i in range(12):
        board.draw([[((i % 8 + 0.5) / 8, 0.2 + 0.05 * i)] * 2])
    times = board.page.evaluate("window.dlfsStrokes")
    record_property("round trips", {"pixels, a stroke": times})
    assert len(times) >= 10 and statistics.median(times) < 2 * slowest_median()


def test_twenty_digits_drawn_by_mouse_are_the_twenty_that_the_course_keeps(opened, board):
    for i, (digit, kept) in enumerate(zip(LABELS, BOARDS, strict=True)):
        board.clear()
        board.draw(drawn(digit, i % 2))
        apart = np.abs(pixels_of(board.signs) - pixels_of(kept))
        assert apart.mean() < 0.01, digit  # a mouse goes in whole pixels of the screen
        assert board.sentence == describe(board.signs) + "."


def test_nothing_stands_in_the_way_of_those_who_do_not_see_or_have_no_mouse(opened, board):
    assert violations(opened.page) == nameless_controls(opened.page) == []
    opened.cell(0).locator(".jp-InputPrompt").click()
    opened.cell(0).evaluate("cell => cell.focus()")
    reached = tab_through(opened.page, board.output)
    assert reached == set(range(board.output.locator(FOCUSABLE).count()))
    assert board.deaf_rows_of_buttons() == []


def test_when_the_kernel_has_gone_the_board_says_so_and_nothing_wrong(opened, lab):
    board = Board(opened, 0)
    note = board.output.get_by_role("alert")
    expect(note).to_be_hidden()
    board.clear()
    lab.end_kernels()
    time.sleep(1)
    board.page.mouse.move(*board.at(0.3, 0.3))
    board.page.mouse.down()
    board.page.mouse.move(*board.at(0.6, 0.6))
    board.page.mouse.up()
    expect(note).to_contain_text("Python has not answered", timeout=15_000)


def test_in_notebook_7_the_board_is_drawn_on_by_mouse_and_keys_too(browser, lab):
    write(lab)
    opened = open_notebook_7(browser, lab, NAME)
    opened.run_all()
    board = Board(opened, 0)
    board.clear()
    board.draw(drawn(3, 1))
    assert board.sentence == describe(board.signs) + "." and "it reads 3" in board.sentence
    board.clear()
    board.cell(7, 7).focus()
    for key in ["Space", "d", "d", "b", "ArrowUp"]:
        opened.page.keyboard.press(key)
    expect(board.cell(6, 7)).to_be_focused()
    opened.page.wait_for_timeout(300)
    assert board.signs == "0" * 63 + "g" and len(opened.cells()) == len(CELLS)
    close(opened, lab)
