"""The training steps that are timed: their data and their starting values.

A problem is the same for all libraries: the same numbers in float64, the same small learning rate,
so small that the numbers, and with them the work, stay the same from round to round.
"""

from dataclasses import dataclass, replace

import numpy as np

from dlfs.classroom import data

LEARNING_RATE = 1e-6
MOMENTUM, BETA1, BETA2, EPSILON = 0.9, 0.9, 0.999, 1e-8
IMAGES = 1000  # of lesson 11, for training: what an epoch is


@dataclass(frozen=True)
class Problem:
    """Points, their classes (one-hot), and the layers: a list of pairs W, b.

    `optimizer` is "descent", "momentum" or "Adam". `loss` is "log" for the series' perceptron,
    -sum(c log softmax(a)) from eight operations, and
    "cross-entropy" for the mean of the softmax cross-entropy. Between layers stands relu.
    """

    name: str
    points: np.ndarray
    classes: np.ndarray
    layers: tuple
    loss: str = "cross-entropy"
    rate: float = LEARNING_RATE
    optimizer: str = "descent"


def two_clusters(points: int = 100) -> tuple[np.ndarray, np.ndarray]:
    """Points around (-2, -2) and (2, 2), and their classes, one-hot."""
    rng, of_each = np.random.default_rng(0), [points // 2, points - points // 2]
    centres = np.repeat([[-2.0], [2.0]], of_each, axis=0)
    return rng.normal(size=(points, 2)) + centres, np.repeat(np.eye(2), of_each, axis=0)


def network(name: str, points, classes, widths: list[int], loss: str = "cross-entropy") -> Problem:
    """A problem with random layers of these widths, from the input's to the number of classes."""
    rng = np.random.default_rng(1)
    layers = tuple(
        (rng.normal(size=(m, n)) * np.sqrt(2 / m), rng.normal(size=n) / 10)
        for m, n in zip(widths, widths[1:])
    )
    return Problem(name, points, classes, layers, loss)


def perceptron() -> Problem:
    return network("perceptron of the series", *two_clusters(), [2, 2], "log")


def perceptron_with_cross_entropy() -> Problem:
    return network("perceptron, softmax_cross_entropy", *two_clusters(), [2, 2])


def digits(widths=(784, 128, 10), batch: int = 64) -> Problem:
    """As many numbers as a batch of handwritten digits has; what they are makes no difference."""
    rng = np.random.default_rng(2)
    points = rng.random((batch, widths[0]))
    classes = np.eye(widths[-1])[rng.integers(widths[-1], size=batch)]
    return network("-".join(map(str, widths)) + f", batch {batch}", points, classes, list(widths))


def scans(batch: int, optimizer: str = "descent") -> Problem:
    """A batch of the scanned digits of lesson 11, and its network."""
    points, classes = (array[:batch] for array in data.digits())
    remembers = "" if optimizer == "descent" else f", {optimizer}"
    name = f"batches of {batch}{remembers}"
    return replace(network(name, points, classes, [64, 64, 10]), optimizer=optimizer)


PROBLEMS = (perceptron, perceptron_with_cross_entropy, digits)
EPOCHS = (
    lambda: scans(50), lambda: scans(10), lambda: scans(10, "momentum"), lambda: scans(10, "Adam"),
)  # fmt: skip
