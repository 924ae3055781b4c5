"""Who reads the digits: softmax regression from 64 pixels to ten, or a learner's own function."""

from collections.abc import Callable
from functools import cache

import numpy as np

import dlfs
from dlfs.classroom.explore import scans
from dlfs.classroom.explore.calling import Mistake, answer_of

Reader = Callable[[np.ndarray], np.ndarray]
EPOCHS, SIZE, RATE = 10, 10, 0.5


@cache
def trained() -> tuple[np.ndarray, np.ndarray]:
    """Return W (64, 10) and b (10,): ten epochs from zeros, in batches of ten; a tenth of a second."""
    with dlfs.Graph().as_default():
        X, c = dlfs.placeholder("X"), dlfs.placeholder("c")
        W, b = dlfs.Variable(np.zeros((64, 10)), "W"), dlfs.Variable(np.zeros(10), "b")
        p = dlfs.softmax(X @ W + b)
        J = -dlfs.reduce_mean(dlfs.reduce_sum(c * dlfs.log(p), axis=1))
        step = dlfs.GradientDescentOptimizer(RATE).minimize(J)
    session, generator = dlfs.Session(compiled=True), np.random.default_rng(0)
    for _ in range(EPOCHS):
        for X_batch, c_batch in dlfs.train.batches(*scans.training(), SIZE, generator):
            session.run(step, {X: X_batch, c: c_batch})
    return W.value, b.value


def regression(X: np.ndarray) -> np.ndarray:
    """Return the probabilities of the ten digits, (n, 10), that the trained regression gives."""
    W, b = trained()
    logits = X @ W + b
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def simulate(pixels: np.ndarray, read: Reader | None = None) -> np.ndarray:
    """Return the ten probabilities that `read` gives to `pixels`, an array of shape (1, 64).

    None stands for the trained regression. Whatever else a function does is a Mistake.
    """
    if read is None:
        return regression(pixels)[0]
    p = answer_of("read", read, pixels)
    if p.shape not in ((1, 10), (10,)):
        raise Mistake(
            f"Your read returned shape {p.shape}: for one scan of shape (1, 64) ten probabilities "
            "are wanted, shape (1, 10)."
        )
    if not np.isfinite(p).all():
        raise Mistake("Your read returned something that is no finite number among its ten.")
    if p.min() < 0:
        raise Mistake(f"Your read returned {p.min():.3g}, and no probability is below 0: softmax?")
    if abs(p.sum() - 1) > 1e-6:
        raise Mistake(f"Your read returned ten numbers that sum to {p.sum():.4g}, not to 1: softmax?")
    return p.reshape(10)


def wishes(read: Reader | None = None) -> np.ndarray | None:
    """Return what each pixel adds to each digit's logarithm of p, (64, 10), less the mean of ten.

    For softmax of X @ W + b that is W, but for one number in each row, which no probability shows.
    It is found by inking one pixel after the other. None where two pixels together add otherwise
    than each by itself: such a reader is not linear, and has no such picture.
    """
    blank = _scores(np.zeros((1, 64)), read)
    if blank is None:
        return None
    added = [_scores(pixel[None], read) for pixel in np.eye(64)]
    if any(scores is None for scores in added):
        return None
    weights = np.array(added) - blank
    for pixels in scans.validation()[0][:3]:
        scores = _scores(pixels[None], read)
        if scores is None or not np.allclose(scores, blank + pixels @ weights, atol=1e-6):
            return None
    return weights


def _scores(pixels: np.ndarray, read: Reader | None) -> np.ndarray | None:
    try:
        p = simulate(pixels, read)
    except Mistake:  # a reader may be at a loss with an empty board, and read what is drawn
        return None
    return np.log(p) - np.log(p).mean() if p.min() > 0 else None
