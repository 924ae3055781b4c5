"""How a frame of the film is drawn: nothing is cut off, nothing warns, what matters has room."""

import linecache
import types
import warnings

import numpy as np

from dlfs.classroom import film
from dlfs.classroom.drawing.sketching import board
from dlfs.classroom.filming.film import Film, key_frames
from dlfs.classroom.filming.frames import Frame, height
from dlfs.classroom.filming.recorder import record

TABLE = np.arange(9.0).reshape(3, 3)


def made_of(text: str, name: str):
    """Return the function of a file's `text`."""
    linecache.cache[f"<{name}>"] = (len(text), None, text.splitlines(True), f"<{name}>")
    module = types.ModuleType(name)
    exec(compile(text, f"<{name}>", "exec"), module.__dict__)  # noqa: S102
    return getattr(module, name)


def test_letters_that_the_font_has_not_are_drawn_as_boxes_without_a_warning():
    function = made_of("""
        def length(x):
        \t\u7ed3\u679c = "\U0001f600" + x
        \treturn len(\u7ed3\u679c)
    """.replace("        ", ""), "length")  # fmt: skip
    with warnings.catch_warnings(action="error"):
        shown = film(function, "a")
        shown.t.value = shown.t.max
        shown._repr_mimebundle_()
    assert "\t" not in "".join(shown.recording.steps[0].source.lines)
    assert shown.recording.steps[1].changed == {"\u7ed3\u679c": "new"}


def drawn(step, lines: int = 10, names: int = 9) -> tuple:
    """Return the figure of a step, and its frame."""
    fig, ax = board(height(lines, names))
    frame = Frame(ax, ax.get_ylim()[1], lines, names)
    frame.show(step)
    fig.canvas.draw()
    return fig, frame


def rows(frame) -> list[list[str]]:
    return [[cell.get_text() for cell in row.values()] for row in frame.cells]


def test_a_long_line_is_cut_within_the_picture():
    def longest(the_first_one):
        the_result = np.maximum(the_first_one, 0) + np.minimum(the_first_one, 0) + the_first_one * 2
        return the_result

    fig, frame = drawn(record(longest, TABLE).steps[1])
    line = frame.code[1]
    assert line.get_text().endswith(" ...")
    assert line.get_window_extent().x1 < fig.bbox.x1


def test_what_is_returned_and_what_stops_are_in_the_picture():
    def centred(X):
        return X - X.mean(axis=0)

    def misfit(X):
        return X + np.ones(2)

    _, frame = drawn(record(centred, TABLE[:2]).steps[-1])
    assert rows(frame)[1][:4] == ["it returns", "", "(2,3)", "float64"]
    assert rows(frame)[1][4] == "[[-1.5 -1.5 -1.5] [1.5 1.5 1.5]]"
    _, frame = drawn(record(misfit, TABLE).steps[-1])
    assert rows(frame)[1] == ["it stops", "", "", "", "ValueError"]
    _, frame = drawn(record(centred, TABLE[:2]).steps[-1], names=1)
    assert rows(frame)[0][0] == "it returns"


def test_the_names_of_the_line_are_drawn_before_others():
    def many(x):
        a, b, c, d = 1, 2, 3, 4
        e = {"f": x}
        return e["f"] + d

    names = [row[0] for row in rows(drawn(record(many, 1).steps[-1], names=4)[1])]
    assert {"d", "e", "it returns"} <= set(names)


def test_paper_has_the_line_that_makes_an_array_where_nothing_stands_out():
    def widths(points):
        scale = 2
        high = points.max(axis=0)
        return scale * (high - points.min(axis=0))

    recording = record(widths, TABLE)
    assert [recording.steps[number].line for number in key_frames(recording)] == [1, 3, 4]
    # Three frames of four lines and four rows, and no room for more.
    fig, _ = Film.paper(recording)
    assert fig.get_figheight() <= 3 * height(4, 4) + 0.01
