"""What the explorers of a line share: the map with two kinds of points, and the line on it."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from dlfs.classroom import data
from dlfs.classroom.drawing.figures import boundary
from dlfs.classroom.explore.perceptron import gradient_of, losses, table_of
from dlfs.classroom.explore.stepping import descend

LAST = 400
START = np.array([0.5, -0.5, -0.5, 0.5, 0.0, 0.0])  # W1 - W0 = (-1, 1), b = 0
WINDOW = (-5, 5)


def simulate(
    learning_rate: float = 0.1, seed: int = 0, steps: int = LAST
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return `(points, J, accuracy)` of a descent on the separable data from `START`.

    `points` has one row W00 W01 W10 W11 b0 b1 per step, the start first; `J` are its mean losses
    and `accuracy` its shares of points on the right side of the line.
    """
    X, c = data.separable(seed)
    points = descend(gradient_of(X, c), START, learning_rate, steps)
    right = [(~wrong_points(X, c, point)).mean() for point in points]
    return points, losses(X, c, points), np.array(right)


run = lru_cache(maxsize=64)(simulate)


def wrong_points(X: np.ndarray, c: np.ndarray, point: np.ndarray) -> np.ndarray:
    """Return for each row of `X` whether it is on the wrong side of the line, as True and False."""
    W, b = table_of(point)
    scores = X @ W + b
    return (scores[:, 1] > scores[:, 0]) != (c[:, 1] > 0)


def all_right_from(seed: int = 0) -> int:
    """Return the first step after which no point is wrong; 0 where there is none."""
    return int(np.argmax(run(seed=seed)[2] == 1))


def line_map(ax: Axes) -> None:
    """Turn `ax` into the map that the line moves on."""
    ax.set(xlim=WINDOW, ylim=WINDOW, xticks=[], yticks=[], aspect="equal")
    ax.spines[:].set_visible(True)


def place_line(line: Line2D, point: np.ndarray) -> None:
    """Move `line` to where the six numbers of `point` put it."""
    line.set_data(*boundary(*table_of(point)))


def place_points(groups: Sequence, X: np.ndarray, c: np.ndarray) -> None:
    """Move the circles and the triangles, two `groups`, to the rows of `X`."""
    for group, column in zip(groups, c.T, strict=True):
        group.set_offsets(X[column > 0])
