"""What the exercises of lesson 09 are tried with."""

import numpy as np

from dlfs import Session, constant, matmul, tanh
from dlfs.classroom.lessons.exercise import drawn, engine, probes

XOR_INPUTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_TARGETS = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [1.0, 0.0]])


def weights_of(seed):
    """W1, b1, W2, b2 of a network with two hidden units."""
    rng = np.random.default_rng(seed)
    return tuple(rng.normal(size=shape) for shape in ((2, 2), 2, (2, 2), 2))


def network(rng, points, hidden):
    """X, W1, b1, W2, b2 of a network with some hidden units."""
    shapes = ((points, 2), (2, hidden), hidden, (hidden, 2), 2)
    return tuple(rng.normal(size=shape) for shape in shapes)


@probes("two-layers")
def networks_to_run():
    others = np.array([[0.5, -1.0], [2.0, 0.3], [-0.7, 0.2]])
    return [(XOR_INPUTS.copy(), *weights_of(0)), (others, *weights_of(1)),
            (XOR_INPUTS.copy(), *weights_of(2))]


@drawn("two-layers")
def random_networks(rng):
    return [network(rng, points, 2) for points in (1, 2, 100)]


@drawn("two-layers", where="where there are more or fewer than two hidden units")
def wide_networks(rng):
    return [network(rng, 4, 3), network(rng, 3, 1), network(rng, 2, 5)]


@engine("two-layers")
def network_of_the_library(logits, seed):
    X, W1, b1, W2, b2 = network(np.random.default_rng(seed), 5, 3)
    wanted = Session().run(matmul(tanh(matmul(constant(X), W1) + b1), W2) + b2)
    return [logits(X, W1, b1, W2, b2)], [wanted]


@probes("worst-margin")
def runs_to_judge():
    failed = np.array([[2.5, 0.5], [-1.0, 0.75], [1.5, 1.0], [0.25, 2.25]])
    solved = np.array([[3.0, 1.0], [-2.0, 1.0], [0.5, 1.25], [1.0, -3.0]])
    three = np.array([[0.5, 2.0], [1.5, -0.5], [-1.0, 3.5]])
    return [(failed, XOR_TARGETS.copy()), (solved, XOR_TARGETS.copy()),
            (three, XOR_TARGETS[1:].copy())]


@drawn("worst-margin")
def random_runs(rng):
    return [(rng.normal(size=(n, 2)) * 3, np.eye(2)[rng.integers(2, size=n)])
            for n in (1, 2, 5, 50)]


@drawn("worst-margin", where="where all points are right")
def solved_runs(rng):
    made = []
    for n in (3, 20):
        c = np.eye(2)[rng.integers(2, size=n)]
        made.append((rng.normal(size=(n, 2)) + 8 * c, c))
    return made


@drawn("worst-margin", where="where all points are wrong")
def failed_runs(rng):
    c = np.eye(2)[[0, 1, 1]]
    return [(rng.normal(size=(3, 2)) - 8 * c, c)]


@probes("relu-by-hand")
def the_four_points():
    return [(x1, x2) for x1, x2 in XOR_INPUTS.tolist()]
