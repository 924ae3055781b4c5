"""What the exercises of lesson 00 are tried with."""

import numpy as np

from dlfs.classroom.lessons.exercise import Seen, drawn, observe, probes, trial

PLACES = (3, 0, 1, -2.5, 0.75, 150)


@probes("centred")
def arrays_to_centre():
    return [
        (np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 9.0]]),),
        (np.array([[1.0, 10.0], [2.0, 20.0]]),),
        (np.array([[4.0, -1.0], [0.0, 3.0], [2.0, 2.0], [-2.0, 8.0]]),),
    ]


@drawn("centred")
def arrays_of_any_size(rng):
    return [(rng.normal(size=(n, 2)),) for n in (1, 2, 3, 200)]


@drawn("centred", where="where a mean is below 0")
def arrays_below_zero(rng):
    return [(rng.normal(size=(n, 2)) - [3.0, 5.0],) for n in (2, 3, 7)]


@probes("line-class")
def lines_to_build():
    return [(2, 1), (-1, 4), (0.5, -2), (0, 3), (1.25, 0.3)]


@trial("line-class")
def two_lines(Line, slope, height):
    """The first of two lines is asked when both are built, and asked again."""
    line = Line(slope, height)
    other = Line(height + 1, slope - 1)
    heights = [line.compute(x) for x in PLACES]
    other.compute(1)
    return heights, [line.compute(x) for x in PLACES]


@observe("line-class")
def heights(returned, arguments):
    """What the line computes at the places; None where it computes nothing."""
    first, again = returned
    for height in first:
        if not isinstance(height, float | int | np.number | np.ndarray):
            return height
    shown = ", ".join(f"{x:g}: {height}" for x, height in zip(PLACES, first))
    fault = "" if first == again else (
        "Asked twice for the same x, your line gives two answers: `compute` changes what the object "
        "keeps.")
    return Seen(again, f"at x = {shown}.", fault)
