"""Draw a digit, and the network reads it: ten probabilities, at every stroke.

It learned from scans that fill the height of their box and stand in its middle. So a drawing is
fitted in the same way before it is read, unless you want to see what happens without.
"""

from functools import cache

import ipywidgets as widgets
import numpy as np
from matplotlib.figure import Figure

from dlfs.classroom.drawing.figures import new_figure
from dlfs.classroom.explore import scans
from dlfs.classroom.explore.calling import Mistake, whose
from dlfs.classroom.explore.controls import choice, presets
from dlfs.classroom.explore.drawing_board import answered, drawing_board, signs_field
from dlfs.classroom.explore.filling import filled
from dlfs.classroom.explore.goals import Goal, now
from dlfs.classroom.explore.live import Canvas, Explorer, Slide
from dlfs.classroom.explore.pixel_picture import (
    PixelPicture, bar_axes, board_axes, move_bars, two_best,
)  # fmt: skip
from dlfs.classroom.explore.reader import Reader, simulate, wishes
from dlfs.classroom.explore.signs import pixels_of, written
from dlfs.classroom.explore.softmax import in_short

FITTED, AS_DRAWN = "fitted", "as drawn"
# A small 2 in a corner: fitted it is read, as it is drawn it is not.
SMALL = "009gc00007g9g6000135g300000de00000ag300006gfcb0005aa870000000000"
BUTTONS = {"flex_flow": "row wrap", "justify_content": "center"}
HINT = "64 signs: 0 is paper, g is ink"


@cache
def known() -> dict[str, tuple[int, int]]:
    """Return the number and the label of each of the 400 scans of the validation part, by signs."""
    X, c = scans.validation()
    labels = c.argmax(axis=1).tolist()
    return {written(pixels): (i, label) for i, (pixels, label) in enumerate(zip(X, labels))}


def given(board: str, way: str = FITTED) -> np.ndarray:
    """Return what the reader is given of a `board` of signs, shape (1, 64); scans are never moved."""
    pixels = pixels_of(board)
    return filled(pixels) if way == FITTED and written(pixels) not in known() else pixels


def label_of(board: str) -> int | None:
    """Return the label of a board that is one of the 400 scans; None for a drawing."""
    return known().get(written(pixels_of(board)), (0, None))[1]


def describe(
    board: str, way: str = FITTED, read: Reader | None = None, p: np.ndarray | None = None
) -> str:
    """Return one sentence about what is read of a `board` of signs, by `read` or the regression.

    `p` is what `simulate` returned for it, if that is at hand.
    """
    p = simulate(given(board, way), read) if p is None else p
    first, second = two_best(p)
    who = "it" if read is None else whose(read, "function")
    reads = (
        f"{who} reads {first} with probability {in_short(p[first])}, second {second} with "
        f"{in_short(p[second])}"
    )
    if not pixels_of(board).any():
        return (
            "The board is empty, and nothing is there to be read, but ten probabilities sum to 1 "
            f"all the same: {reads}"
        )
    return f"{_what(board, way)}: {reads}{_verdict(board, p)}"


def _what(board: str, way: str) -> str:
    pixels = pixels_of(board)
    number, label = known().get(written(pixels), (0, None))
    if label is not None:
        return f"Scan {number} of the validation part, label {label}"
    moved = not np.array_equal(given(board, way), pixels)
    return "The drawing, " + ("fitted to its box as the scans are" if moved else "as it is drawn")


def _verdict(board: str, p: np.ndarray) -> str:
    label = label_of(board)
    if label is None:
        return ""
    right = two_best(p)[0] == label
    return "; right" if right else f"; WRONG, and its label {label} gets {in_short(p[label])}"


@cache
def misread_by_regression() -> tuple[str, ...]:
    """Return the scans of the validation part that the regression misreads, as signs."""
    return tuple(board for board, (_, label) in known().items()
                 if two_best(simulate(given(board)))[0] != label)  # fmt: skip


def states() -> tuple[str, ...]:
    """Return the boards of the printed form: three scans, and one that is misread."""
    boards = list(known())
    return boards[0], boards[1], boards[2], misread_by_regression()[0]


def snapshot(states: tuple) -> Figure:
    """Return the printed form: each board of `states` above its ten probabilities."""
    fig, axes = new_figure(2.9, 2, len(states), height_ratios=(1.15, 1), sharey="row")
    for (above, below), board in zip(axes.T, states, strict=True):
        p, label = simulate(given(board)), label_of(board)
        board_axes(above).set_data(given(board).reshape(8, 8))
        move_bars(bar_axes(below), p, label)
        below.set_xticks(range(10), range(10), fontsize=8)
        read = two_best(p)[0]
        verdict = "" if read == label else ": WRONG"
        above.set_title(f"label {label}\nread as {read}{verdict}", fontsize=10)
    axes[1, 0].set_ylabel("probability")
    return fig


class Pixels(Explorer):
    """Draw a digit and see what is read; `read` may be your own function.

    It takes an array of shape (1, 64), grey values from 0 (paper) to 1 (ink) as in `data.digits`,
    and returns ten probabilities, shape (1, 10). The controls are `board`, the pixels in 64 signs,
    and `way`: "fitted" moves and stretches a drawing to fill its box as the scans do, "as drawn"
    leaves it. `presets` are the buttons Small 2, Next scan, Misread scan and Clear.
    """

    caption = (
        "Try: draw with the mouse, a finger, or the arrow keys and Space; Shift erases. A small "
        "digit in a corner: what does it read when it is fitted, and what as drawn?"
    )

    goals = (
        Goal("pixels-seven", "Draw a 7 that is read as a 7 with a probability of 0.9 or more.",
             lambda shown: shown.label is None and shown.digit == 7 and shown.probability,
             now(lambda p: p >= 0.9)),
    )  # fmt: skip
    own = "read"
    said = ("digit", "probability", "second")
    slide = Slide(
        "board", "Scan", lambda explorer: places(),
        caption="Try: which of the misread ones would you have read rightly?",
    )  # fmt: skip

    def __init__(self, read: Reader | None = None):
        self.board, board_row = signs_field("Its 64 signs", HINT, SMALL)
        self.way, way_row = choice("It is read", (FITTED, AS_DRAWN))
        self.presets, _ = presets("", {
            "Small 2": lambda: self._load(SMALL), "Next scan": self.next_scan,
            "Misread scan": self.misread_scan, "Clear": lambda: self._load(""),
        })  # fmt: skip
        buttons = widgets.HBox(self.presets, layout=BUTTONS)
        self._number, self._mark = -1, widgets.HTML()
        rows = [drawing_board(), buttons, way_row, board_row, self._mark]
        self._draw(None)
        self.assemble(self.canvas, rows, [self.board, self.way], read)

    def _draw(self, read: Reader | None) -> None:
        self._picture = PixelPicture(read is not None)
        self.canvas = Canvas(self._picture.fig, self._picture.moving, self._picture.settled)
        self._weights = cache(lambda: wishes(read))

    def hand_over(self, yours: Reader | None) -> None:
        self._draw(yours)
        super().hand_over(yours)

    def _load(self, board: str) -> None:
        self.board.value = board

    def next_scan(self) -> None:
        """Load the next of the 400 scans of the validation part."""
        boards = list(known())
        self._number = (self._here() + 1) % len(boards)
        self._load(boards[self._number])

    def misread_scan(self) -> None:
        """Load the next scan that is misread; where there is none, the sentence says so."""
        boards, here = list(known()), self._here()
        try:
            for board in boards[here + 1 :] + boards[: here + 1]:
                if two_best(simulate(given(board), self.yours))[0] != known()[board][1]:
                    return self._load(board)
        except Mistake as mistake:
            return self._say(str(mistake))
        self._say(f"None of the {len(boards)} scans is misread.")

    def _here(self) -> int:
        """Return the number of the scan on the board, or of the last one that was loaded."""
        try:
            board = written(pixels_of(self.board.value))
        except Mistake:
            return self._number
        return known().get(board, (self._number, 0))[0]

    @property
    def probabilities(self) -> np.ndarray | None:
        """The ten probabilities, or None where nothing can be read."""
        try:
            return simulate(given(self.board.value, self.way.value), self.yours)
        except Mistake:
            return None

    @property
    def digit(self) -> int | None:
        """The digit that is read."""
        return None if (p := self.probabilities) is None else two_best(p)[0]

    @property
    def probability(self) -> float | None:
        """How probable it is said to be."""
        return None if (p := self.probabilities) is None else float(p.max())

    @property
    def second(self) -> int | None:
        """The second best."""
        return None if (p := self.probabilities) is None else two_best(p)[1]

    @property
    def label(self) -> int | None:
        """The label, where the board is a scan."""
        return None if self.probabilities is None else label_of(self.board.value)

    def show(self) -> str:
        board, way = self.board.value, self.way.value
        pixels = given(board, way)
        p = simulate(pixels, self.yours)
        self._picture.like(self._weights())
        self.canvas.settle(self.yours)
        self._picture.move(pixels, p, label_of(board))
        return describe(board, way, self.yours, p) + "."

    def _say(self, sentence: str) -> None:
        super()._say(sentence)
        self._mark.value = answered(self.board.value)

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        seen = "; ".join(describe(board) for board in states())
        return snapshot(states()), f"Four scanned digits above their ten probabilities as bars. {seen}."


def places() -> dict[str, str]:
    """Return where a page without Python can stand: a small 2, seven scans, three misread."""
    boards = {"a small 2": SMALL}
    boards |= {f"{known()[board][0]}": board for board in list(known())[:7]}
    return boards | {f"{known()[board][0]}": board for board in misread_by_regression()[:3]}
