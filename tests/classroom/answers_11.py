"""The answers of lesson 11's questions, computed: softmax regression by hand, no graph."""

from functools import cache

import numpy as np

from dlfs.classroom import data

ETA = 0.5


@cache
def parts():
    """Pixels with a 1 behind them and the labels: 1,000 images to train with, 400 others."""
    X, c = data.digits()
    X, labels = np.column_stack([X, np.ones(len(X))]), np.argmax(c, axis=1)
    order = np.random.default_rng(0).permutation(len(X))
    return tuple((X[rows], labels[rows]) for rows in (order[:1000], order[1000:1400]))


def slopes(weights, X, labels):
    """The gradient of each image's loss, a row for each."""
    a = X @ weights
    p = np.exp(a - a.max(axis=1, keepdims=True))
    wrong = p / p.sum(axis=1, keepdims=True) - np.eye(10)[labels]
    return X[:, :, np.newaxis] * wrong[:, np.newaxis]


def accuracy_after(order):
    """Right on the other images, after one epoch in batches of ten of the training images."""
    (X, labels), (others, wanted) = parts()
    weights = np.zeros((65, 10))
    for rows in np.split(order, 100):
        weights = weights - ETA * slopes(weights, X[rows], labels[rows]).mean(axis=0)
    return np.mean(np.argmax(others @ weights, axis=1) == wanted)


def accuracy_of_an_epoch():
    return accuracy_after(np.random.default_rng(0).permutation(1000))


def accuracy_of_sorted_images():
    return accuracy_after(np.argsort(parts()[0][1], kind="stable"))


def error_of_forty_images():
    """How far 4,000 batches of forty miss at zero weights; of ten it is twice as far."""
    single = slopes(np.zeros((65, 10)), *parts()[0]).reshape(1000, -1)
    true, rng = single.mean(axis=0), np.random.default_rng(1)

    def error(size):
        rows = (rng.permutation(1000)[:size] for _ in range(4000))
        squares = [np.sum((single[chosen].mean(axis=0) - true) ** 2) for chosen in rows]
        return np.sqrt(np.mean(squares) / np.sum(true**2))

    assert abs(error(10) - 2.6) < 0.05
    return round(error(40), 1)


def steps_of_an_epoch():
    return [sum(1 for _ in range(0, images, 50)) for images in (1000, 1030)]


def size_for_a_tenth_of_the_error():
    """A mean of n has the spread of one divided by the root of n."""
    spread = 2.6 * np.sqrt(10)
    return next(n for n in range(10, 10_000) if spread / np.sqrt(n) <= 0.26 + 1e-12)


ANSWERS = {
    "di-1": accuracy_of_an_epoch,
    "di-2": error_of_forty_images,
    "di-3": accuracy_of_sorted_images,
    "di-4": steps_of_an_epoch,
    "di-7": size_for_a_tenth_of_the_error,
}
