"""Two matrices, their product and what comes back: touch an entry, and see who hears of it.

An entry of A goes along a row of A B, an entry of B down a column. Its gradient hears from these
entries, each times what the entry met on its way. All of it is small whole numbers.
"""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from dlfs.classroom.drawing.figures import BLUE, GREY, INK, ORANGE
from dlfs.classroom.drawing.sketching import board
from dlfs.classroom.explore.board import stamp
from dlfs.classroom.explore.controls import choice
from dlfs.classroom.explore.goals import Goal, two
from dlfs.classroom.explore.live import Canvas, Explorer, Slide

A = np.array([[1, 2], [3, 4]])
B = np.array([[5, 6], [7, 8]])
G = np.array([[1, 2], [3, 5]])
ENTRIES = tuple(f"{name}{row}{column}" for name in "ABG" for row in (1, 2) for column in (1, 2))
FIRST, STATES = "B21", ("B21", "A12", "G11")
TIMES, TURNED = chr(0xD7), chr(0x1D40)
PRODUCT, FOR_A, FOR_B = "A B", f"for A: G B{TURNED}", f"for B: A{TURNED} G"
TITLES = ("A", "B", PRODUCT, FOR_A, FOR_B, "G, at A B")
WIDE, HIGH, HEIGHT, LEFT, APART = 0.93, 0.46, 2.9, 0.2, 0.19
STYLES = {
    "touched": {"edgecolor": ORANGE, "linewidth": 4, "linestyle": "-"},
    "hears": {"edgecolor": BLUE, "linewidth": 2.6, "linestyle": (0, (4, 1.5))},
    "meets": {"edgecolor": INK, "linewidth": 2, "linestyle": (0, (1, 1.5))},
}
KEY = {"touched": "touched, and its gradient", "hears": "hears of it", "meets": "is met by it"}


@dataclass(frozen=True)
class Ways:
    """Who has to do with one entry, as sets of (title of the matrix, row, column).

    `own` is the place of its gradient, or None for an entry of G.
    """

    touched: tuple
    own: tuple | None
    hears: tuple
    meets: tuple


def arrays() -> dict:
    """Return the six matrices by their titles."""
    return dict(zip(TITLES, (A, B, A @ B, G @ B.T, A.T @ G, G), strict=True))


def simulate(entry: str = FIRST) -> Ways:
    """Return who has to do with the entry: "B21" is row 2, column 1 of B."""
    name, i, j = entry[0], int(entry[1]) - 1, int(entry[2]) - 1
    along = range(2)
    if name == "A":
        return Ways(
            ("A", i, j), (FOR_A, i, j),
            tuple((PRODUCT, i, n) for n in along) + tuple((FOR_B, j, n) for n in along),
            tuple(("B", j, n) for n in along) + tuple((TITLES[5], i, n) for n in along),
        )  # fmt: skip
    if name == "B":
        return Ways(
            ("B", i, j), (FOR_B, i, j),
            tuple((PRODUCT, n, j) for n in along) + tuple((FOR_A, n, i) for n in along),
            tuple(("A", n, i) for n in along) + tuple((TITLES[5], n, j) for n in along),
        )  # fmt: skip
    return Ways(
        (TITLES[5], i, j), None,
        tuple((FOR_A, i, n) for n in along) + tuple((FOR_B, n, j) for n in along),
        tuple(("B", n, j) for n in along) + tuple(("A", i, n) for n in along),
    )  # fmt: skip


def sum_of(place: tuple) -> str:
    """Return an entry of A B or of a gradient as the sum that it is: "2 * 1 + 4 * 3"."""
    title, i, j = place
    pairs = {PRODUCT: (A[i], B[:, j]), FOR_A: (G[i], B[j]), FOR_B: (A[:, i], G[:, j])}[title]
    return " + ".join(f"{a} * {b}" for a, b in zip(*pairs, strict=True))


def value_at(place: tuple) -> int:
    """Return the number at a place."""
    title, i, j = place
    return int(arrays()[title][i, j])


def describe(entry: str = FIRST) -> str:
    """Return one sentence about an entry and those that hear of it."""
    ways = simulate(entry)
    met, heard = ([str(value_at(place)) for place in places] for places in (ways.meets, ways.hears))
    number = value_at(ways.touched)
    if ways.own is None:
        product = value_at((PRODUCT, *ways.touched[1:]))
        return (
            f"The {number} at {entry} arrives at the {product} of A B; the gradient for A takes it "
            f"{met[0]} and {met[1]} times, in {heard[0]} and {heard[1]}, and the gradient for B "
            f"takes it {met[2]} and {met[3]} times, in {heard[2]} and {heard[3]}"
        )
    other = {"A": "B", "B": "A"}[entry[0]]
    return (
        f"The {number} at {entry} meets {met[0]} and {met[1]} of {other} and goes into {heard[0]} "
        f"and {heard[1]} of A B; its gradient hears {sum_of(ways.own)} = {value_at(ways.own)}, and "
        f"the gradient for {other} takes the {number} into {heard[2]} and {heard[3]}"
    )


def snapshot(states: tuple = STATES) -> Figure:
    """Return the printed form: the six matrices for each of the touched entries in `states`."""
    fig, ax = board(HEIGHT * len(states))
    for at, entry in enumerate(states):
        Picture(ax, HEIGHT * (len(states) - 1 - at)).show(entry)
    return fig


class Picture:
    """The six matrices, each gradient below its matrix, with frames around some entries."""

    def __init__(self, ax: Axes, low: float = 0.0):
        self.corners, self.sums = {}, {}
        for at, (title, matrix) in enumerate(arrays().items()):
            left = LEFT + at % 3 * (2 * WIDE + APART)
            top = low + HEIGHT - 0.36 - at // 3 * (2 * HIGH + 0.34)
            ax.text(left + WIDE, top + 0.08, title, ha="center", color=INK, weight="bold")
            for (i, j), number in np.ndenumerate(matrix):
                corner = left + j * WIDE, top - (i + 1) * HIGH
                self._cell(ax, (title, i, j), corner, number)
        self.frames = {kind: [self._frame(ax, style) for _ in range(4)]
                       for kind, style in STYLES.items()}  # fmt: skip
        for at, (kind, words) in enumerate(KEY.items()):
            left = LEFT + (0, 2.35, 4.0)[at]
            ax.add_patch(Rectangle((left, low + 0.07), 0.3, 0.15, facecolor="none", **STYLES[kind]))
            ax.text(left + 0.42, low + 0.09, words, color=INK, fontsize=9)

    def _cell(self, ax: Axes, place: tuple, corner: tuple, number: int) -> None:
        edge = {"facecolor": "none", "edgecolor": GREY, "linewidth": 0.8}
        ax.add_patch(Rectangle(corner, WIDE, HIGH, **edge))
        middle = corner[0] + WIDE / 2
        ax.text(middle, corner[1] + 0.24, str(number), ha="center", color=INK, fontsize=11)
        self.corners[place] = corner
        self.sums[place] = stamp(ax, middle, corner[1] + 0.07, 8, ha="center")

    def _frame(self, ax: Axes, style: dict) -> Rectangle:
        made = Rectangle((0, 0), WIDE - 0.08, HIGH - 0.08, facecolor="none", zorder=4, **style)
        return ax.add_patch(made)

    @property
    def moving(self) -> list:
        """The artists that change with the entry."""
        frames = [frame for each in self.frames.values() for frame in each]
        return [*frames, *self.sums.values()]

    def show(self, entry: str) -> None:
        """Show who has to do with the entry."""
        ways = simulate(entry)
        touched = (ways.touched, *([ways.own] if ways.own else []))
        kinds = {"touched": touched, "hears": ways.hears, "meets": ways.meets}
        for kind, places in kinds.items():
            for frame in self.frames[kind]:
                frame.set_visible(False)
            for frame, place in zip(self.frames[kind], places):
                x, y = self.corners[place]
                frame.set_xy((x + 0.04, y + 0.04))
                frame.set_visible(True)
        written = {*ways.hears, *touched[1:]}
        for place, text in self.sums.items():
            text.set_text(sum_of(place).replace("*", TIMES) if place in written else "")


class Touch(Explorer):
    """Explore the gradients of a product of two matrices. The control is `entry`, such as "B21".

    "B21" is row 2, column 1 of B; A, B and G have four entries each.
    """

    caption = "Try: touch an entry of B. In which entries of A B is it, and what does each bring back?"

    goals = (
        Goal("touch-twins", "Find two entries that have the same gradient.",
             lambda shown: shown.gradient is not None and (shown.gradient, shown.entry.value),
             two(lambda one, other: one[0] == other[0] and one[1] != other[1])),
    )  # fmt: skip
    said = ("number", "reached", "gradient")
    slide = Slide("entry", "Touched entry", ENTRIES)

    def __init__(self):
        self.entry, row = choice("Touched entry", ENTRIES, FIRST)
        fig, ax = board(HEIGHT)
        self._drawn = Picture(ax)
        self.assemble(Canvas(fig, self._drawn.moving), [row], [self.entry])

    @property
    def number(self) -> int:
        """The number at the entry."""
        return value_at(simulate(self.entry.value).touched)

    @property
    def reached(self) -> list[int]:
        """The entries of A B that the number goes into; of an entry of G, where it arrives."""
        ways = simulate(self.entry.value)
        if ways.own is None:
            return [value_at((PRODUCT, *ways.touched[1:]))]
        return [value_at(place) for place in ways.hears if place[0] == PRODUCT]

    @property
    def gradient(self) -> int | None:
        """The gradient of the entry; None for an entry of G."""
        own = simulate(self.entry.value).own
        return value_at(own) if own else None

    def show(self) -> str:
        self._drawn.show(self.entry.value)
        return describe(self.entry.value) + "."

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        alt = (
            "Six grids of 2 x 2 numbers. Above: A with the rows 1 2 and 3 4, B with the rows 5 6 "
            "and 7 8, and A B with the rows 19 22 and 43 50. Below: the gradient for A with the "
            "rows 17 23 and 45 61, the gradient for B with the rows 10 17 and 14 24, and G with "
            "the rows 1 2 and 3 5. They are drawn once for each of three entries that are touched, "
            f"with frames around those that hear of it. {'. '.join(map(describe, STATES))}."
        )
        return snapshot(), alt
