"""What the questions know of the data: each fact is computed here, under a name.

    answer = "rises_at_a_rate_of_50"             # in a question, in place of a number
    says = { ".387" = "lowest_loss" }            # its texts say .387: `make notebooks` compares

A fact is computed when somebody asks for it, and once. A perceptron with two columns is the line of
their difference, so three numbers v are enough here: w and b of a single sigmoid.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from dlfs.classroom import data

CROOKED = (-1.0, 1.0, 0.0)  # where the line of lesson 8 starts
FACTS: dict[str, Callable[[], float]] = {}


def fact(compute: Callable[[], float]) -> Callable[[], float]:
    """Registers a function without arguments under its own name."""
    FACTS[compute.__name__] = cache(compute)
    return FACTS[compute.__name__]


def _rows(points: tuple) -> tuple[np.ndarray, np.ndarray]:
    """Inputs with a last column of ones, and for every point 1 (a triangle) or 0 (a circle)."""
    X, c = points
    return np.column_stack([X, np.ones(len(X))]), c[:, 1]


def _p(X: np.ndarray, v: np.ndarray) -> np.ndarray:
    return 0.5 * (1 + np.tanh(X @ v / 2))


def _loss(X: np.ndarray, c: np.ndarray, v: np.ndarray) -> float:
    return float(np.logaddexp(0, np.where(c == 1, -1, 1) * (X @ v)).mean())


def _right(X: np.ndarray, c: np.ndarray, v: np.ndarray) -> int:
    return int(np.sum((X @ v > 0) == (c == 1)))


@cache
def _best_line() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The overlapping data and the minimum of their loss, found by Newton's steps."""
    X, c = _rows(data.overlapping())
    v = np.zeros(3)
    for _ in range(20):
        p = _p(X, v)
        v = v - np.linalg.solve(X.T @ (X * (p * (1 - p))[:, np.newaxis]), X.T @ (p - c))
    return X, c, v


def _descent(rate: float, steps: int, start: tuple) -> tuple[list[float], list[int]]:
    """Loss and right points on the separable data, at the start and after each step.

    Both columns of a perceptron move, each by its share: their difference moves twice as far.
    """
    X, c = _rows(data.separable())
    v, losses, right = np.array(start), [], []
    for _ in range(steps + 1):
        losses.append(_loss(X, c, v))
        right.append(_right(X, c, v))
        v = v - 2 * rate * X.T @ (_p(X, v) - c) / len(X)
    return losses, right


@fact
def lowest_loss() -> float:
    return _loss(*_best_line())


@fact
def points_right_on_the_best_line() -> int:
    return _right(*_best_line())


@fact
def points_wrong_on_the_best_line() -> int:
    return len(_best_line()[0]) - points_right_on_the_best_line()


@fact
def accuracy_of_the_best_line() -> float:
    return points_right_on_the_best_line() / len(_best_line()[0])


@fact
def accuracy_of_the_flipped_line() -> float:
    return 1 - accuracy_of_the_best_line()


@fact
def minus_the_accuracy_of_the_best_line() -> float:
    return -accuracy_of_the_best_line()


@fact
def loss_ten_times_as_sure() -> float:
    X, c, v = _best_line()
    return _loss(X, c, 10 * v)


@fact
def rises_at_a_rate_of_50() -> int:
    losses, _ = _descent(50.0, 200, start=(0.0, 0.0, 0.0))
    return int(np.sum(np.diff(losses) > 1e-9))


@cache
def _wrong_points_of_a_slow_descent() -> list[int]:
    _, right = _descent(0.1, 1000, CROOKED)
    return [len(data.separable()[0]) - count for count in right]


@fact
def points_wrong_at_the_start() -> int:
    return _wrong_points_of_a_slow_descent()[0]


@fact
def step_that_wins_the_last_point() -> int:
    """The first step after which all points are right; -1 where there is none."""
    wrong = _wrong_points_of_a_slow_descent()
    return wrong.index(0) if 0 in wrong else -1
