"""The perceptron that two explorers train: six numbers, a loss, and the gradient of that loss.

The six numbers stand in the order W00 W01 W10 W11 b0 b1. As a table of three rows and two columns
they are W with b below it, so with a column of ones beside X one product gives the logits.
"""

from collections.abc import Callable

import numpy as np

BOTH_COLUMNS = np.array([1.0, -1.0] * 3)


def table_of(point: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return `(W, b)` of shapes (2, 2) and (2,) for the six numbers of `point`."""
    return point[:4].reshape(2, 2), point[4:]


def weight(point: np.ndarray) -> np.ndarray:
    """Return w = W1 - W0, which stands upright on the line and points to the triangles."""
    return point[1:4:2] - point[0:4:2]


def offset(point: np.ndarray) -> float:
    """Return b = b1 - b0, so that `weight(point) @ x + offset(point)` is 0 on the line."""
    return point[5] - point[4]


def with_ones(X: np.ndarray) -> np.ndarray:
    """Return `X` (n, 2) with a column of ones at its right: shape (n, 3)."""
    return np.column_stack([X, np.ones(len(X))])


def probabilities(X: np.ndarray, point: np.ndarray) -> np.ndarray:
    """Return softmax(X W + b), shape (n, 2), for the six numbers of `point`."""
    logits = with_ones(X) @ point.reshape(3, 2)
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def losses(X: np.ndarray, c: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return the mean of -log p over the rows of `X`, one loss for each row of `points`."""
    difference = with_ones(X) @ (points[:, 0::2] - points[:, 1::2]).T
    right_minus_wrong = difference * (c[:, 0] - c[:, 1])[:, None]
    return np.logaddexp(0, -right_minus_wrong).mean(axis=0)


def gradient_of(X: np.ndarray, c: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """Return the gradient of the loss: a function from six numbers to six, `X^T (p - c) / n`.

    With two columns p0 - c0 = -(p1 - c1), so every second number is minus the one before it.
    """
    signed = with_ones(X).repeat(2, axis=1) * BOTH_COLUMNS  # signed @ x is a0 - a1
    half, back, targets = signed / 2, np.ascontiguousarray(signed.T) / len(X), c[:, 0]

    def gradient(x):
        x = np.asarray(x, dtype=float)
        if x.shape != (6,):
            raise ValueError(f"gradient takes the six numbers, not something of shape {x.shape}")
        p = (1 + np.tanh(half @ x)) / 2  # softmax, where there are two columns
        return back @ (p - targets)

    return gradient


def largest_curvature(X: np.ndarray, spread: np.ndarray | float) -> float:
    """Return the curvature of the loss in its most curved direction.

    `spread` is p (1 - p), one number per row or one for all. It is never more than 1/4: with 1/4
    the result is L, the bound that holds everywhere. Both columns move at once, hence the 2.
    """
    inputs = with_ones(X)
    return 2 * float(np.linalg.norm((inputs.T * spread) @ inputs / len(X), ord=2))
