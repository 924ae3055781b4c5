"""The answers of lesson 13's questions, computed: by hand, without a tape."""

import math

import numpy as np

from dlfs.classroom import data


def the_place_after_two_walks():
    """The slope of w w is added to the same place twice; w stays 3."""
    w, place = 3.0, 0.0
    for _ in range(2):
        place += 2 * w
    return place


def digits_with(kind):
    """The losses of 100 steps on the digits, every number of this kind."""
    rng, (X, c) = np.random.default_rng(0), data.digits()
    W1, W2 = rng.normal(0, 0.2, (64, 64)).astype(kind), rng.normal(0, 0.2, (64, 10)).astype(kind)
    b1, b2, X, c = np.zeros(64, kind), np.zeros(10, kind), X.astype(kind), c.astype(kind)
    rate, losses = kind(0.5), []
    for t in range(100):
        rows = slice(50 * (t % 20), 50 * (t % 20) + 50)
        h = np.maximum(X[rows] @ W1 + b1, 0)
        powers = np.exp(h @ W2 + b2)
        p = powers / powers.sum(axis=1, keepdims=True)
        losses.append(-np.mean(np.sum(c[rows] * np.log(p), axis=1)))
        G = (p - c[rows]) / kind(50)
        back = (G @ W2.T) * (h > 0)
        W2, b2 = W2 - rate * h.T @ G, b2 - rate * G.sum(axis=0)
        W1, b1 = W1 - rate * X[rows].T @ back, b1 - rate * back.sum(axis=0)
    assert losses[-1].dtype == kind
    return np.array(losses, float)


def how_the_losses_compare():
    """B: they are not the same, and no two of them differ by more than one in 100,000."""
    small, large = digits_with(np.float32), digits_with(np.float64)
    apart = np.max(np.abs(small / large - 1))
    assert 1e-8 < apart < 1e-5
    return "B"


def perceptron(steps, fading):
    """The losses of descent at 0.1 by the sum of the slopes, each `fading` times the last."""
    (X, c), rng = data.overlapping(), np.random.default_rng(0)
    W, b, V, v, losses = rng.normal(0, 1, (2, 2)), np.zeros(2), 0.0, 0.0, []
    for _ in range(steps):
        powers = np.exp(X @ W + b)
        p = powers / powers.sum(axis=1, keepdims=True)
        losses.append(-np.mean(np.sum(c * np.log(p), axis=1)))
        G = (p - c) / len(X)
        V, v = fading * V + X.T @ G, fading * v + G.sum(axis=0)
        W, b = W - 0.1 * V, b - 0.1 * v
    return losses


def what_the_loss_does():
    """B: without zero_grad no slope fades, and the loss comes down and up again to the end."""
    emptied, kept = perceptron(2000, 0), perceptron(2000, 1)
    assert (round(emptied[0], 3), round(emptied[-1], 3)) == (1.04, 0.387)
    late = kept[-200:]
    assert max(kept) < 1.05 and max(late) > 0.9 and min(late) < 0.5
    return "B"


def two_steps_with_nothing_emptied():
    w, place = 3.0, 0.0
    for _ in range(2):
        place += 2 * w
        w -= 0.1 * place
    return w


def decimal_digits_of_float32():
    """Two whole numbers in a row are told apart up to 2 to the 24: so many decimal digits."""
    n = np.float32(2**20)
    while n + np.float32(1) != n:
        n = n * 2
    return math.log10(n)


ANSWERS = {
    "fw-1": the_place_after_two_walks,
    "fw-2": how_the_losses_compare,
    "fw-3": what_the_loss_does,
    "fw-4": two_steps_with_nothing_emptied,
    "fw-7": decimal_digits_of_float32,
}
