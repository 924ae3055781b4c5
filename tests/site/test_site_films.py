"""The films of the lessons on their pages: taken again, the notebook's own, stepped through."""

import numpy as np
import pytest

from dlfs.classroom import film
from dlfs.classroom.filming.film import PLAYED, Film, played
from dlfs.classroom.filming.recorder import record
from tools.site.explorers import strip_of_explorer
from tools.site.films import film_of, is_film

ABOVE = [
    "try:\n    import numpy as np\nexcept ImportError:\n    raise\n"
    "X = np.arange(6.0).reshape(3, 2)\nX = X + 1",
    "raise SystemExit  # nothing that the film does not need runs",
    "def kept(function):\n    return function",
]
CELL = """from dlfs.classroom import film

@kept
def widths(points):
    high = points.max(axis=0)
    return high - points.min(axis=0)


film(widths, X)"""


def widths(points):
    high = points.max(axis=0)
    return high - points.min(axis=0)


def taken(cell=CELL, above=ABOVE) -> Film:
    with pytest.raises(ValueError, match="another one than the notebook keeps") as error:
        film_of(cell, above, "", "lesson")
    made = error.traceback[-1].frame.f_locals["made"]
    return film_of(cell, above, Film.paper(made.recording)[1], "lesson")


def test_the_film_is_taken_with_what_the_cells_above_gave_its_names():
    steps = taken().recording.steps
    assert [step.text for step in steps] == [
        "def widths(points):", "high = points.max(axis=0)",
        "return high - points.min(axis=0)"]  # fmt: skip
    assert steps[0].looks[0].text == "[[1 2] [3 4] [5 6]]"
    assert steps[-1].said == "[4 4] of shape (2,)"


def test_a_film_that_is_another_one_than_the_notebooks_is_refused():
    alt = Film.paper(taken().recording)[1]
    changed = ["import numpy as np\n\nX = np.arange(6.0).reshape(3, 2)", *ABOVE[1:]]
    with pytest.raises(ValueError, match="another one"):
        film_of(CELL, changed, alt, "lesson")


def test_a_film_is_told_from_an_explorer():
    assert is_film(CELL) and not is_film("explore.descent()") and not is_film("film = 3\nprint(3)")


def test_each_state_is_a_step_of_the_film_with_its_sentence():
    shown = film(widths, np.ones((3, 2)))
    strip = strip_of_explorer(shown, "film")
    assert [control.places for control in strip.controls] == [("0", "1", "2")]
    sentences = []
    for t in range(3):
        shown.t.value = t
        sentences.append(shown.describe())
    assert [state.sentence for state in strip.states] == sentences
    assert strip.start == 0 and sentences[1].startswith("Step 1 of 2, line 2: high = ")


def test_of_a_long_film_the_first_turns_and_what_stands_out_are_played():
    def path(w):
        history = []
        for t in range(30):
            w *= 0.5
            history.append(w)
        return history

    def many(w):
        n = 0
        n = 1
        n = 2
        n = 3
        n = 4
        n = 5
        n = 6
        n = 7
        n = 8
        n = 9
        n = 10
        w += n
        return w

    assert played(record(path, np.ones(2)))[-1] == len(record(path, np.ones(2)).steps) - 1
    assert played(record(path, np.ones(2)))[:5] == [0, 1, 2, 3, 4]
    recording = record(many, np.ones(2))
    assert len(recording.steps) == 14 and len(played(recording)) == PLAYED
    assert {0, 12, 13} <= set(played(recording))
