"""How a reading is drawn: the pixels, ten bars, and what each digit would like to see."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.image import AxesImage

from dlfs.classroom.drawing.figures import BLUE, INK, ORANGE, PALE, new_figure_in_two

LABEL, READ, OTHER = (
    {"facecolor": ORANGE, "hatch": "///"}, {"facecolor": BLUE, "hatch": ""},
    {"facecolor": PALE, "hatch": ""},
)  # fmt: skip
GREYS = {"cmap": "gray_r", "vmin": 0, "vmax": 1, "interpolation": "nearest"}
LIKES = "what each digit would like to see: dark for ink, light for paper"
# A few weights are far larger than the others, which would all be of one grey beside them.
SHOWN = 0.97


def two_best(p: np.ndarray) -> tuple[int, int]:
    """Return the digits with the largest and the second largest of ten probabilities."""
    first, second = np.argsort(-p, kind="stable")[:2].tolist()
    return first, second


def board_axes(ax: Axes) -> AxesImage:
    """Turn `ax` into an empty board, and return its picture."""
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(True)
    return ax.imshow(np.zeros((8, 8)), **GREYS)


def bar_axes(ax: Axes) -> list:
    """Turn `ax` into the place of ten bars, and return them."""
    ax.set(xlim=(-0.6, 9.6), ylim=(0, 1.12), yticks=[0, 0.5, 1], xticks=range(10))
    return list(ax.bar(range(10), np.zeros(10), 0.7, edgecolor=INK, linewidth=0.8).patches)


def move_bars(bars: list, p: np.ndarray, label: int | None) -> None:
    """Give the bars the heights `p`; the digit that is read is dark, another label is hatched."""
    for k, (bar, height) in enumerate(zip(bars, p, strict=True)):
        look = READ if k == two_best(p)[0] else LABEL if k == label else OTHER
        bar.set(height=height, **look)


class PixelPicture:
    """What the reader is given, its ten answers, and what each digit would like to see."""

    def __init__(self, yours: bool):
        self.fig, (board, bars), (likes,) = new_figure_in_two(4.0, (1, 2), 1, (2.9, 1), (1, 2.3))
        self._given, self._bars = board_axes(board), bar_axes(bars)
        board.set_title("what is read")
        bars.set_title("read by your function" if yours else "read by softmax regression")
        bars.set_ylabel("probability")
        above = {"ha": "center", "va": "bottom", "fontsize": 9}
        self._numbers = [bars.text(k, 0, "", **above) for k in range(10)]
        likes.set_title(LIKES, fontsize=10)
        self._likes = [_small(likes, k) for k in range(10)]
        likes.set(xlim=(-0.5, 9.5), ylim=(-0.46, 0.46), xticks=range(10), yticks=[], aspect="equal")
        likes.tick_params(length=0)
        likes.spines[:].set_visible(False)
        self._none = likes.text(4.5, 0, "", ha="center", va="center")
        self.moving = [self._given, *self._bars, *self._numbers]
        self.settled = [*self._likes, self._none]

    def like(self, weights: np.ndarray | None) -> None:
        """Show the weights (64, 10) as ten pictures, or say that there are none."""
        for k, picture in enumerate(self._likes):
            picture.set_visible(weights is not None)
            if weights is not None:
                reach = np.quantile(np.abs(weights), SHOWN)
                picture.set_data(weights[:, k].reshape(8, 8))
                picture.set_clim(-reach, reach)
        self._none.set_text("" if weights is not None else "no pictures: this reader is not linear")

    def move(self, pixels: np.ndarray, p: np.ndarray, label: int | None) -> None:
        """Show the `pixels` and the ten probabilities `p`."""
        self._given.set_data(pixels.reshape(8, 8))
        move_bars(self._bars, p, label)
        for k, text in enumerate(self._numbers):
            text.set_text(f"{p[k]:.2f}" if p[k] >= 0.005 else "")
            text.set_y(p[k] + 0.01)


def _small(ax: Axes, k: int) -> AxesImage:
    extent = (k - 0.44, k + 0.44, -0.44, 0.44)
    return ax.imshow(np.zeros((8, 8)), extent=extent, **GREYS)
