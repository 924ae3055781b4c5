"""What the exercises of lesson 03 are tried with."""

import numpy as np

from dlfs import Graph, Session, Variable, constant, reduce_mean, softmax_cross_entropy
from dlfs.classroom.lessons.exercise import drawn, engine, observe, probes


def predictions():
    """Pairs of p and c whose two axes differ in length: a sum over the wrong one shows."""
    return [
        (np.array([[0.7, 0.2, 0.1]]), np.array([[0.0, 1.0, 0.0]])),
        (np.array([[0.9, 0.1], [0.4, 0.6], [0.75, 0.25]]), np.eye(2)[[0, 0, 1]]),
        (np.array([[0.5, 0.3, 0.2], [0.1, 0.1, 0.8]]), np.eye(3)[[0, 2]]),
        (np.array([[0.6, 0.4], [0.99, 0.01], [0.3, 0.7], [0.2, 0.8]]), np.eye(2)[[0, 1, 1, 1]]),
    ]


def random_predictions(rng, shapes):
    """Pairs of p, whose rows add up to 1, and one-hot c."""
    logits = [rng.normal(size=shape) for shape in shapes]
    p = [np.exp(a) / np.exp(a).sum(axis=1, keepdims=True) for a in logits]
    return [(each, np.eye(each.shape[1])[rng.integers(each.shape[1], size=len(each))])
            for each in p]


def as_nodes(p, c):
    with Graph().as_default():
        return Variable(p, name="node p"), Variable(c, name="node c")


@probes("loss-of-nodes")
def nodes_of_predictions():
    return [as_nodes(p, c) for p, c in predictions()]


@drawn("loss-of-nodes")
def nodes_of_random_predictions(rng):
    return [as_nodes(*pair) for pair in random_predictions(rng, [(3, 3), (5, 2), (2, 4), (50, 3)])]


@drawn("loss-of-nodes", where="where the true class has a p of 1e-12 or less")
def nodes_of_sure_mistakes(rng):
    return [as_nodes(*pair) for pair in sure_mistakes(rng)]


@observe("loss-of-nodes")
def value_of_the_node(returned, arguments):
    """What a session gives for the node that was built; it refuses what is no node."""
    return returned if returned is None or returned is ... else Session().run(returned)


@probes("mean-cross-entropy")
def arrays_of_predictions():
    return predictions()


@drawn("mean-cross-entropy")
def arrays_of_random_predictions(rng):
    return random_predictions(rng, [(3, 3), (5, 2), (2, 4), (50, 3)])


@drawn("mean-cross-entropy", where="where there are 1,000 points")
def large_batches(rng):
    return random_predictions(rng, [(1000, 3)])


@drawn("mean-cross-entropy", where="where the true class has a p of 1e-12 or less")
def sure_mistakes(rng):
    small = [1e-12, 1e-40, 1e-300]
    return [(np.array([[p, 1 - p], [0.5, 0.5]]), np.eye(2)[[0, 1]]) for p in small]


@drawn("mean-cross-entropy", where="where every p of the true class is nearly 1")
def sure_and_right(rng):
    return [(np.array([[1 - q, q], [q, 1 - q]]), np.eye(2)) for q in (1e-3, 2.4e-5)]


@engine("mean-cross-entropy")
def loss_of_the_library(cross_entropy, seed):
    a = np.random.default_rng(seed).normal(size=(5, 3))
    c = np.eye(3)[np.random.default_rng(seed).integers(3, size=5)]
    p = np.exp(a) / np.exp(a).sum(axis=1, keepdims=True)
    wanted = Session().run(reduce_mean(softmax_cross_entropy(constant(a), c)))
    return [cross_entropy(p, c)], [wanted]


@probes("log-softmax")
def rows_of_logits():
    return [
        (np.array([[2.0, 1.0, 0.0], [0.0, 3.0, 0.0]]),),
        (np.array([[0.0, -800.0], [0.5, -1.0]]),),
        (np.array([[0.0, 1000.0], [1.0, 2.0], [-1000.0, 0.0]]),),
        (np.array([[0.5, -1.0, 3.0, 0.25]]),),
    ]


@drawn("log-softmax")
def random_rows(rng):
    shapes = [(3, 3), (5, 2), (1, 2), (300, 4), (2, 6)]
    return [(rng.normal(size=shape) * size,) for shape, size in zip(shapes, (1, 3, 40, 2, 300))]


@drawn("log-softmax", where="where there is one class")
def lone_classes(rng):
    return [(rng.normal(size=(3, 1)),)]


@drawn("log-softmax", where="where the rows lie far apart")
def rows_far_apart(rng):
    return [(rng.normal(size=(3, 3)) + np.array([[-5000.0], [0.0], [5000.0]]),)]


@drawn("log-softmax", where="where a logit is as large as 100,000")
def giant_rows(rng):
    return [(np.array([[-1e5, 1e5, 0.0], [1e5, 1e5, 99999.0]]),)]


@engine("log-softmax")
def cost_of_each_class(log_softmax, seed):
    """What each class costs, by the library's cross-entropy."""
    a = np.random.default_rng(seed).normal(size=(4, 3)) * 100
    rows = [Session().run(softmax_cross_entropy(constant(a), np.eye(3)[[i] * 4])) for i in range(3)]
    return [log_softmax(a.copy())], [-np.stack(rows, axis=1)]


@probes("loss-of-one-logit")
def logits_of_all_sizes():
    return [
        (np.array([0.0, 1.0, -1.0]),),
        (np.array([0.5, -3.0]),),
        (np.array([-1000.0, 2.0, 1000.0]),),
        (np.array([[-800.0, 3.0], [-40.0, 900.0]]),),
    ]


@drawn("loss-of-one-logit")
def random_logits(rng):
    return [(rng.normal(size=7) * size,) for size in (0.1, 1, 10, 40)]


@drawn("loss-of-one-logit", where="where a logit is as large as 100,000")
def giant_logits(rng):
    return [(np.array([-1e5, 1e5, 0.0]),), (np.array([-2e4, -1.2e4, 3e4]),)]


@engine("loss-of-one-logit")
def one_logit_of_the_library(loss_of_logit, seed):
    a = np.random.default_rng(seed).normal(size=6) * 100
    two = constant(np.stack([a, np.zeros(6)], axis=1))
    wanted = Session().run(softmax_cross_entropy(two, np.eye(2)[np.zeros(6, dtype=int)]))
    return [loss_of_logit(a.copy())], [wanted]
