"""A curve that somebody draws before it is shown: how it is read, and how far it is from the true one.

What is drawn is kept as five numbers, the heights after five named steps: whoever has no pointer
types them. They come back from files that anybody may have changed, so they are read as typed text.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from dlfs.classroom.asking.reading import LONGEST, Form, cleaned, found_numbers, read_numbers
from dlfs.classroom.explore.calling import Mistake
from dlfs.classroom.explore.numbers import number_label

MOST_FIGURES = 4
# Of the height of the picture: what a hand that draws cannot tell from level, and what is close.
LEVEL, CLOSE = 0.01, 0.05
MOST_TURNS = 3
KNOWN: dict[str, "Curve"] = {}


@dataclass(frozen=True)
class Curve:
    """A curve over the steps, with the `question` that asks for it.

    `name` says what is drawn, on an axis from `low` to `high` that is marked at `ticks`; where it
    is `factors`, equal heights are equal factors. `steps` are the five that are asked. The first
    steps are wider than the later ones where it is `early`. `simulate` returns the true values, the
    start first, up to the last of `steps`; `stands(explorer)` says whether the true curve is shown.
    """

    id: str
    question: str
    name: str
    steps: tuple[int, ...]
    low: float
    high: float
    ticks: tuple[float, ...]
    simulate: Callable[[], Sequence[float]]
    stands: Callable[[object], bool]
    factors: bool = False
    early: bool = False

    def __post_init__(self) -> None:
        KNOWN[self.id] = self

    @property
    def true(self) -> np.ndarray:
        """The true values after 0, 1, 2, ... steps."""
        return np.asarray(self.simulate(), dtype=float)[: self.steps[-1] + 1]

    def across(self, t) -> np.ndarray:
        """Return where the step `t` lies, as a share of the width of the picture."""
        t, last = np.asarray(t, dtype=float), self.steps[-1]
        return np.log1p(t) / math.log1p(last) if self.early else t / last

    def up(self, values) -> np.ndarray:
        """Return where `values` lie, as shares of the height of the picture: 0 to 1."""
        values = np.clip(np.asarray(values, dtype=float), self.low, self.high)
        if self.factors:
            return np.log(values / self.low) / math.log(self.high / self.low)
        return (values - self.low) / (self.high - self.low)

    def with_start(self, values: Sequence[float]) -> tuple[list[int], np.ndarray]:
        """Return the steps and the values of a drawn curve, from the start on, where both agree."""
        return [0, *self.steps], np.array([self.true[0], *values])


def read(curve: Curve, answer: object) -> tuple[float, ...]:
    """Return the values after the steps that `curve` asks for; else a Mistake that says why not."""
    if isinstance(answer, str) and not answer.strip():
        raise Mistake(f"Draw the curve, or write five numbers: {_wanted(curve)}.")
    readings = [[number.value for number in reading]
                for reading in read_numbers(answer, len(curve.steps))]  # fmt: skip
    fitting = [one for one in readings if all(curve.low <= value <= curve.high for value in one)]
    if fitting:
        return tuple(fitting[0])
    raise Mistake(_outside(curve, readings[0]) if readings else _unread(curve, answer))


def _wanted(curve: Curve) -> str:
    return f"{curve.name} after {in_words(curve.steps)} steps"


def in_words(numbers: Sequence[int]) -> str:
    """Return numbers as a sentence lists them: 1, 2 and 5."""
    *most, last = map(str, numbers)
    return f"{', '.join(most)} and {last}" if most else last


def _outside(curve: Curve, values: list[float]) -> str:
    wrong = next(value for value in values if not curve.low <= value <= curve.high)
    low, high = map(number_label, (curve.low, curve.high))
    return (f"The picture goes from {low} to {high}, so {wrong:.4g} is not in it: for all that is "
            f"outside write {low} or {high}.")  # fmt: skip


def _unread(curve: Curve, answer: object) -> str:
    text = cleaned(answer[:LONGEST]) if isinstance(answer, str) else ""
    found = found_numbers(text, Form(len(curve.steps)))
    if not found:
        return f"These are not five numbers. Wanted is {_wanted(curve)}, as 0.9; 0.8; 0.7; 0.6; 0.5."
    are = "Here is 1 number" if found == 1 else f"Here are {found} numbers"
    return f"{are}, and {len(curve.steps)} are wanted: {_wanted(curve)}."


def written(values: Sequence[float]) -> str:
    """Return the values as they are kept and typed."""
    return "; ".join(f"{value:.{MOST_FIGURES}g}" for value in values)


# How far it is from the true one


def distance(curve: Curve, values: Sequence[float]) -> float:
    """Return the mean distance after the steps asked, as a share of the height of the picture."""
    return float(np.abs(_misses(curve, values)).mean())


def _misses(curve: Curve, values: Sequence[float]) -> np.ndarray:
    return curve.up(values) - curve.up(curve.true[list(curve.steps)])


def far(curve: Curve, share: float) -> str:
    """Return a distance in words: as a part of the height, or where it is `factors` as a factor."""
    if curve.factors:
        return f"a factor of {float(f'{(curve.high / curve.low) ** share:.2g}'):g}"
    return f"{100 * share:.0f} % of the height"


def compared(curve: Curve, values: Sequence[float]) -> str:
    """Return in sentences how far a drawn curve is from the true one, and what is right about it."""
    share = distance(curve, values)
    head = f"On average your curve is {far(curve, share)} away from the true one."
    if share <= CLOSE:
        return f"{head} A hand hardly draws it closer."
    drawn, true = shapes(curve, values)
    if drawn == true and _is_level_too_early(curve, values):
        return f"{head} It {true}, as the true one does, but it is level where that one is not."
    if drawn == true:
        return f"{head} The shape is right: it {true}. Yours is {_side(_misses(curve, values))}."
    return f"{head} Yours {drawn}; the true one {true}.{_right(curve, values)}"


def shapes(curve: Curve, values: Sequence[float]) -> tuple[str, str]:
    """Return how a drawn curve goes and how the true one does, both by the steps asked."""
    true = curve.true[list(curve.steps)]
    return tuple(_shape(curve.up(curve.with_start(each)[1])) for each in (values, true))


def _shape(heights: np.ndarray) -> str:
    turns = [sign for sign, _ in groupby(_ways(heights))]
    words = {1: "rises", -1: "falls"}
    if len(turns) > MOST_TURNS:
        return "goes up and down"
    return ", then ".join(words[sign] for sign in turns) or "stays level"


def _ways(heights: np.ndarray) -> list[int]:
    """Return 1 for each way up and -1 for each way down, small ones taken together."""
    ways, last = [], heights[0]
    for height in heights[1:]:
        if abs(height - last) > LEVEL:
            ways.append(1 if height > last else -1)
            last = height
    return ways


def _is_level_too_early(curve: Curve, values: Sequence[float]) -> bool:
    """Say whether a drawn curve keeps its height to the end, from two steps before it or more,
    while the true one still goes a good part of the picture.
    """
    drawn, true = curve.up(values), curve.up(curve.true[list(curve.steps)])
    return any(np.ptp(drawn[k:]) <= LEVEL and abs(true[k] - true[-1]) > 3 * CLOSE
               for k in range(len(drawn) - 2))  # fmt: skip


def _side(misses: np.ndarray) -> str:
    sides = [sign for sign, _ in groupby(np.sign(misses[np.abs(misses) > LEVEL]))]
    words = {1: "too high", -1: "too low"}
    if len(sides) > 2:
        return "too high at some steps and too low at others"
    later = "".join(f", later {words[sign]}" for sign in sides[1:])
    return f"{words[sides[0]]}{' at first' * bool(later)}{later}"


def _right(curve: Curve, values: Sequence[float]) -> str:
    """Return what is right about a curve of another shape; "" where nothing is."""
    drawn, true = (_ways(curve.up(curve.with_start(each)[1]))[:1]
                   for each in (values, curve.true[list(curve.steps)]))  # fmt: skip
    start, told, end = curve.up([curve.true[0], values[-1], curve.true[curve.steps[-1]]])
    parts = ["the way it begins"] * (drawn == true)
    if abs(told - end) <= CLOSE:
        parts.append("the end")
    elif (told - start) * (end - start) > 0:
        parts.append(f"that it ends {'above' if end > start else 'below'} the start")
    return f" Right: {' and '.join(parts)}." if parts else ""
