"""What the exercises of lesson 12 are tried with."""

import numpy as np

from dlfs import one_hot
from dlfs.classroom.lessons.exercise import Seen, drawn, engine, observe, probes


class Scores:
    """Accuracies of seeds, as a function: what a training of each seed would give.

    Any seed has an accuracy: that more seeds are run than asked for is no error.
    """

    def __init__(self, values):
        self.values = [float(value) for value in values]

    def __call__(self, seed):
        return self.values[seed % len(self.values)]

    def __repr__(self):
        return f"a score of {', '.join(f'{value:.4g}' for value in self.values[:4])}, ..."


@probes("over-seeds")
def scores_to_gather():
    return [
        (Scores([0.9, 0.7, 0.8, 0.95, 0.1]), 3),
        (Scores([0.5, 0.75, 0.25, 1.0]), 2),
        (Scores([0.96, 0.94, 0.95, 0.91, 0.99, 0.2]), 5),
    ]


@drawn("over-seeds")
def random_scores(rng):
    return [(Scores(rng.uniform(size=count + 3)), count) for count in (4, 10, 20)]


@drawn("over-seeds", where="where there is one seed")
def one_seed(rng):
    return [(Scores(rng.uniform(size=3)), 1)]


@observe("over-seeds")
def three_numbers(returned, arguments):
    """The lowest accuracy, the mean and the highest, each by itself."""
    if not isinstance(returned, tuple | list) or len(returned) != 3:
        return returned
    return Seen(list(returned), "", parts=("lowest", "mean", "highest"))


def toy_report():
    """The names that the shuffled program needs: networks that are a number each."""
    shares = np.random.default_rng(3).uniform(0.8, 1, size=(2, 10))
    names = {"train": "train", "choose": 0, "final": 1, "np": np}
    return {**names, "trained": lambda rows, seed: seed,
            "accuracy": lambda read, rows: shares[rows, read]}  # fmt: skip


def read_and_known(answers, labels, digits, rng):
    """Probabilities whose highest are the answers, and the labels as rows with a 1."""
    p = rng.uniform(size=(len(answers), digits)) + 2 * np.eye(digits)[answers]
    return p / p.sum(axis=1, keepdims=True), np.eye(digits)[labels]


@probes("confusion")
def images_that_were_read():
    rng = np.random.default_rng(0)
    return [
        read_and_known([0, 2, 1, 2], [0, 2, 0, 2], 3, rng),
        read_and_known([1, 1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 1, 1, 0], 2, rng),
        read_and_known([3, 3, 3, 1, 0], [2, 2, 2, 1, 1], 4, rng),
    ]


@drawn("confusion")
def random_readings(rng):
    sizes = ((12, 3), (40, 5), (9, 10), (60, 4))
    return [read_and_known(*rng.integers(digits, size=(2, images)), digits, rng)
            for images, digits in sizes]  # fmt: skip


@drawn("confusion", where="where the probabilities lie close together")
def close_probabilities(rng):
    p = rng.dirichlet(np.full(6, 40.0), size=30)
    return [(p, np.eye(6)[rng.integers(6, size=30)])]


@engine("confusion")
def table_beside_a_product(confusion, seed):
    """A learner's table, and the product of labels and answers as rows with a 1."""
    rng = np.random.default_rng(seed)
    p, c = read_and_known(*rng.integers(5, size=(2, 50)), 5, rng)
    return [confusion(p, c)], [c.T @ one_hot(np.argmax(p, axis=1), 5)]


@probes("stop-at")
def losses_to_watch():
    return [
        ([5.0, 3.0, 4.0, 4.0, 1.0], 2),
        ([2.0, 1.5, 1.0, 0.5], 2),
        ([1.0, 2.0, 0.5, 0.75, 0.25, 0.5, 0.5, 0.5], 3),
        ([3.0, 1.0, 1.0, 1.0, 0.5], 3),
        ([0.5, 0.5, 1.0, 1.0, 0.25], 2),
    ]


@drawn("stop-at")
def random_losses(rng):
    return [(list(rng.uniform(size=20) + np.abs(np.arange(20) - 8) / spread), patience)
            for spread in (10, 60) for patience in (1, 2, 4)]  # fmt: skip


@drawn("stop-at", where="where some losses are equal")
def equal_losses(rng):
    return [(list(rng.integers(2, 6, size=15) / 2), patience) for patience in (2, 3, 4, 5)]


@drawn("stop-at", where="where the patience outlasts the losses")
def long_patience(rng):
    return [(list(rng.uniform(size=6)), 50)]
