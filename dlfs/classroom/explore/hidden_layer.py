"""Networks with one hidden layer, many of them in training on XOR at once.

They are stacked: one matrix product takes a step of all of them, so twenty seeds cost little more
than one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
C = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
RATE, LAST, SEEDS = 0.5, 2000, 20
WEIGHTS = ("W1", "b1", "W2", "b2")


def sigmoid(a: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + e^-a), entry by entry."""
    return (1 + np.tanh(a / 2)) / 2


ACTIVATIONS: dict[str, tuple[Callable, Callable]] = {
    "sigmoid": (sigmoid, lambda h: h * (1 - h)),
    "tanh": (np.tanh, lambda h: 1 - h * h),
    "relu": (lambda a: np.maximum(a, 0), lambda h: (h > 0) * 1.0),
}


@dataclass(frozen=True)
class Network:
    """The weights of one or many networks X -> h = f(X W1 + b1) -> logits h W2 + b2.

    Shapes: W1 (..., 2, width), b1 (..., width), W2 (..., width, 2), b2 (..., 2).
    """

    activation: str
    W1: np.ndarray
    b1: np.ndarray
    W2: np.ndarray
    b2: np.ndarray

    def hidden(self, points: np.ndarray) -> np.ndarray:
        """Return what the hidden units make of `points` (n, 2): shape (..., n, width)."""
        return ACTIVATIONS[self.activation][0](points @ self.W1 + self.b1[..., None, :])

    def score(self, points: np.ndarray) -> np.ndarray:
        """Return a1 - a0 for `points` (n, 2), positive for triangles: shape (..., n)."""
        logits = self.hidden(points) @ self.W2 + self.b2[..., None, :]
        return logits[..., 1] - logits[..., 0]


def start(width: int, seed: int | None) -> tuple[np.ndarray, np.ndarray]:
    """Return W1 (2, width) and W2 (width, 2), drawn in this order; zeros when `seed` is None."""
    if seed is None:
        return np.zeros((2, width)), np.zeros((width, 2))
    generator = np.random.default_rng(seed)
    return generator.standard_normal((2, width)), generator.standard_normal((width, 2))


@dataclass(frozen=True)
class Training:
    """Many networks in training: their weights, and three numbers of shape (steps + 1, networks).

    `J` is the loss, `accuracy` the share of points that are right, and `margin` the score of the
    worst point, counted from 0 towards its class.
    """

    networks: Network
    J: np.ndarray
    accuracy: np.ndarray
    margin: np.ndarray

    def network(self, t: int, number: int) -> Network:
        """Return one network after `t` steps."""
        every = self.networks
        return Network(every.activation, *(getattr(every, name)[t, number] for name in WEIGHTS))

    def solved(self, t: int = -1) -> np.ndarray:
        """Return for each network whether all four points are right after `t` steps.

        A point on the border is not right, wherever the last digit puts it.
        """
        return self.margin[t] > 1e-9


def simulate(
    width: int, activation: str = "sigmoid", seeds: tuple = (*range(SEEDS), None), steps: int = LAST
) -> Training:
    """Return the Training of one network for each of the `seeds`; None starts from zeros.

    All of them are trained at once, as stacks of matrices: J is the mean of -log p over the four
    points, the first weights are drawn from N(0, 1), the first biases are 0, and the rate is 0.5.
    """
    f, slope = ACTIVATIONS[activation]
    W1, W2 = (np.array(both) for both in zip(*(start(width, seed) for seed in seeds), strict=True))
    b1, b2 = np.zeros((len(seeds), 1, width)), np.zeros((len(seeds), 1, 2))
    kept = [np.empty((steps + 1, *array.shape)) for array in (W1, b1, W2, b2)]
    scores = np.empty((steps + 1, len(seeds), 4))
    for t in range(steps + 1):
        for store, array in zip(kept, (W1, b1, W2, b2), strict=True):
            store[t] = array
        h = f(X @ W1 + b1)
        a = h @ W2 + b2
        scores[t] = a[..., 1] - a[..., 0]
        p = sigmoid(scores[t])[..., None]
        G = (np.concatenate([1 - p, p], axis=-1) - C) / len(X)
        G_h = G @ W2.swapaxes(1, 2) * slope(h)
        W2 = W2 - RATE * (h.swapaxes(1, 2) @ G)
        b2 = b2 - RATE * G.sum(axis=1, keepdims=True)
        W1 = W1 - RATE * (X.T @ G_h)
        b1 = b1 - RATE * G_h.sum(axis=1, keepdims=True)
    return Training(_unstacked(activation, kept), *_judged(scores))


def _unstacked(activation: str, kept: list) -> Network:
    W1, b1, W2, b2 = kept
    return Network(activation, W1, b1[..., 0, :], W2, b2[..., 0, :])


def _judged(scores: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    side = C[:, 1] - C[:, 0]
    accuracy = ((scores > 0) == (side > 0)).mean(axis=-1)
    J = np.logaddexp(0, -scores * side).mean(axis=-1)
    return J, accuracy, (scores * side).min(axis=-1)


@lru_cache(maxsize=9)
def trained(width: int, activation: str) -> Training:
    """Return `simulate(width, activation)`, which takes a second once and no time afterwards."""
    return simulate(width, activation)


def share_solved(width: int, activation: str, seeds: int = 50) -> float:
    """Return the share of the first `seeds` seeds whose network has all four points right."""
    return float(simulate(width, activation, tuple(range(seeds))).solved().mean())
