"""Images of 8 x 8 pixels side by side: scans, what weights look for, and what was misread."""

from collections.abc import Sequence
from itertools import zip_longest

import numpy as np

from dlfs.classroom.drawing.figures import GREY, figure, new_figure
from dlfs.classroom.drawing.style import styled

SIDE, COLUMNS = 8, 5


def one_of_each(X: np.ndarray, c: np.ndarray) -> None:
    """Show the first scan of each digit among the rows of `X` (n, 64), labelled by `c` (n, 10)."""
    first = np.argmax(c, axis=0)
    figure(
        _row_by_row(X[first], [str(digit) for digit in range(10)], (0, 1)),
        alt="Ten scans of 8 x 8 grey squares, one of each digit from 0 to 9. Most can be read at a "
        "glance, and all are rough: strokes are one to three squares wide, with grey edges.",
        caption="The first scan of each digit among those to train with. Dark: ink.",
    )


def what_weights_look_for(W: np.ndarray) -> None:
    """Show the weights `W` (64, 10) of each digit as an image, all on one scale."""
    reach = np.abs(W).max()
    figure(
        _row_by_row(W.T, [f"for {digit}" for digit in range(10)], (-reach, reach)),
        alt="The 64 weights of each of the ten digits as 8 x 8 squares, from light, below 0, over "
        "grey, 0, to dark, above 0. In that of the 0 a dark ring surrounds a light middle. The left "
        "edge of all ten is grey: hardly a scan has ink there.",
        caption="Dark: ink here speaks for the digit. Light: against it. Grey: it says nothing.",
    )


def misread(X: np.ndarray, c: np.ndarray, p: np.ndarray) -> None:
    """Show the ten scans of `X` that are misread most surely: `p` (n, 10) against `c` (n, 10)."""
    answers, labels = np.argmax(p, axis=1), np.argmax(c, axis=1)
    wrong = np.flatnonzero(answers != labels)
    worst = wrong[np.argsort(-p[wrong, answers[wrong]])][: 2 * COLUMNS]
    titles = [f"{labels[row]}, read {answers[row]}" for row in worst]
    figure(
        _row_by_row(X[worst], titles, (0, 1)),
        alt=f"{len(worst)} scans that are misread, with what they are and what was read: "
        f"{'; '.join(titles)}. Some of them are hard to read for people, too.",
        caption="What it is, and what was read. The surest slip comes first.",
    )


@styled
def _row_by_row(rows: np.ndarray, titles: Sequence[str], shades: tuple[float, float]):
    fig, axes = new_figure(1.45 * -(-len(rows) // COLUMNS), -(-len(rows) // COLUMNS), COLUMNS)
    for ax, row, title in zip_longest(np.ravel(axes), rows, titles):
        if title is None:
            ax.set_axis_off()
            continue
        image = row.reshape(SIDE, SIDE)
        ax.imshow(image, cmap="Greys", vmin=shades[0], vmax=shades[1], interpolation="nearest")
        ax.set(title=title, xticks=[], yticks=[])
        ax.spines[:].set(visible=True, color=GREY)
    return fig
