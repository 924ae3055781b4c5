"""What the exercises of lesson 14 are tried with."""

import numpy as np

import dlfs
from dlfs import Graph, Variable, placeholder, reduce_mean, softmax_cross_entropy
from dlfs.classroom.lessons.exercise import Seen, drawn, engine, observe, probes
from dlfs.classroom.machines import Alone


def images(rows, seed, pixels=3, classes=2):
    """X whose rows are all different, and labels as rows with a 1."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(rows, pixels)), np.eye(classes)[rng.integers(classes, size=rows)]


@probes("deal")
def rows_to_deal():
    X = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0], [9.0, 0.5]])
    c = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    return [(X, c, 2), (*images(7, 1), 3), (*images(6, 2), 3)]


@drawn("deal")
def random_rows(rng):
    return [(*images(rows, int(rng.integers(99)), 4, 3), workers)
            for rows, workers in ((8, 4), (13, 5), (20, 3), (29, 6))]  # fmt: skip


@drawn("deal", where="where there is one worker")
def one_worker(rng):
    return [(*images(4, int(rng.integers(99))), 1)]


@observe("deal")
def rows_of_all_parts(returned, arguments):
    """How many rows each part has, and all rows of X and of c, one after the other."""
    if not isinstance(returned, list | tuple) or not returned or not all(map(_is_pair, returned)):
        return returned
    sizes = np.array([[len(X), len(c)] for X, c in returned])
    words = f"yours gave parts of {', '.join(str(rows) for rows, _ in sizes)} rows."
    return Seen([sizes, *(np.concatenate(each) for each in zip(*returned, strict=True))], words,
                parts=("numbers of rows", "rows of X", "rows of c"))  # fmt: skip


def _is_pair(pair):
    pairs = isinstance(pair, list | tuple) and len(pair) == 2
    return pairs and all(np.ndim(part) == 2 for part in pair)


def toy_driver():
    """The names that the shuffled step needs: three parts, whose gradient is the mean of W - x."""
    parts = [np.array([[1.0, 2.0], [3.0, 0.0]]), np.array([[5.0, -1.0]]), np.ones((4, 2))]

    def answer(part, W):
        return len(part), np.mean(W - part, axis=0)

    def weighted_mean(counts, gradients):
        return np.average(gradients, axis=0, weights=counts)

    return {"client": Alone(), "parts": parts, "answer": answer, "weighted_mean": weighted_mean,
            "W": np.array([0.5, -2.0]), "eta": 0.25}  # fmt: skip


@probes("weighted-mean")
def parts_to_join():
    return [
        ([3, 1], [np.array([2.0, 0.0]), np.array([10.0, 4.0])]),
        ([5, 2, 13], [np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([[4.0, 0.25], [-1.0, 2.0]]),
                      np.array([[-3.0, 1.0], [2.0, 0.75]])]),
        ([1, 4, 4, 1], [np.array([1.0]), np.array([-2.0]), np.array([0.5]), np.array([8.0])]),
    ]  # fmt: skip


@drawn("weighted-mean")
def random_parts(rng):
    return [(list(map(int, rng.integers(1, 200, size=parts))), list(rng.normal(size=(parts, *shape))))
            for parts, shape in ((2, (4,)), (5, (3, 2)), (8, (10,)), (3, (64, 2)))]  # fmt: skip


@drawn("weighted-mean", where="where all parts are equal")
def equal_parts(rng):
    return [([7, 7, 7], list(rng.normal(size=(3, 2, 2))))]


@drawn("weighted-mean", where="where there is one part")
def one_part(rng):
    return [([9], [rng.normal(size=(3, 2))])]


@engine("weighted-mean")
def gradient_of_the_whole(weighted_mean, seed):
    """The learner's mean of the gradients of three parts, and the gradient of all rows."""
    X, c = images(23, seed, 4, 3)
    borders = np.sort(np.random.default_rng(seed).choice(np.arange(1, 23), 2, replace=False))
    parts = list(zip(np.split(X, borders), np.split(c, borders), strict=True))
    mean = weighted_mean([len(rows) for rows, _ in parts], [_gradient(*part) for part in parts])
    return [mean], [_gradient(X, c)]


def _gradient(rows, labels):
    with Graph().as_default():
        X, c = placeholder(name="X"), placeholder(name="c")
        W = Variable(np.full((rows.shape[1], labels.shape[1]), 0.1), name="W")
        J = reduce_mean(softmax_cross_entropy(X @ W, c))
    return dlfs.compute_gradients(J, {X: rows, c: labels}, [W])[W]


@probes("ring-round")
def tables_to_send():
    return [
        (np.array([[1.0, 2.0], [10.0, 20.0]]), 0),
        (np.array([[1.0, 2.0, 4.0], [10.0, 20.0, 40.0], [100.0, 200.0, 400.0]]), 0),
        (np.array([[1.0, 2.0, 4.0], [10.0, 20.0, 40.0], [100.0, 200.0, 400.0]]), 1),
    ]


@drawn("ring-round")
def random_tables(rng):
    return [(rng.normal(size=(n, n)), t) for n, t in ((4, 0), (4, 2), (5, 1), (5, 3), (7, 5))]


@engine("ring-round")
def all_rounds(ring_round, seed):
    """All but one round, worker w's piece w + 1 after them, and the sums of the columns."""
    n = 3 + seed % 4
    table = start = np.random.default_rng(seed).normal(size=(n, n))
    for t in range(n - 1):
        table = ring_round(table, t)
    pieces = np.arange(1, n + 1) % n
    return [table[np.arange(n), pieces]], [start.sum(axis=0)[pieces]]
