"""What the exercises of lesson 07 are tried with."""

from collections import namedtuple

import numpy as np

from dlfs import (
    Graph, Variable, add, compute_gradients, matmul, multiply, reduce_sum, registered,
    softmax_cross_entropy,
)  # fmt: skip
from dlfs.classroom.lessons.exercise import drawn, engine, probes
from dlfs.graph import locked

# A tuple, so that `check` can show what a rule was tried with.
Computed = namedtuple("Computed", "inputs output")


def multiplied(A, B, G):
    A, B, G = np.array(A), np.array(B), np.array(G)
    return Computed([locked(A), locked(B)], locked(A @ B)), locked(G)


@probes("matmul-rule")
def computed_products():
    # Square ones first: there a wrong product has numbers that can be shown.
    return [
        multiplied([[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]], [[1.0, 2.0], [3.0, 5.0]]),
        multiplied([[1.0, -2.0], [0.5, 3.0], [2.0, 1.0]],
                   [[1.0, 2.0, 0.5, -1.0], [3.0, -1.0, 2.0, 4.0]],
                   np.arange(12.0).reshape(3, 4) - 4.0),
        multiplied([[2.0, -1.0, 0.5]], [[3.0], [1.0], [-2.0]], [[1.5]]),
    ]


@drawn("matmul-rule")
def random_products(rng):
    return [multiplied(rng.normal(size=(n, k)), rng.normal(size=(k, m)), rng.normal(size=(n, m)))
            for n, k, m in [(3, 3, 3), (2, 5, 2), (4, 1, 3), (30, 2, 3)]]


@engine("matmul-rule")
def matmul_in_the_library(rule, seed):
    rng = np.random.default_rng(seed)
    with Graph().as_default():
        A, B, C = (Variable(rng.normal(size=shape)) for shape in [(4, 2), (2, 3), (3, 3)])
        J = reduce_sum(multiply(matmul(matmul(A, B), C), rng.normal(size=(4, 3))))
    return _with_and_without(matmul, rule, J, [A, B, C])


SHAPES = [
    ((3, 2), (2,)), ((3, 2), (3, 2)), ((3, 2), (1, 2)), ((3, 2), (3, 1)), ((3, 2), ()),
    ((3, 2), (1,)), ((3, 2), (1, 1)), ((2, 3, 4), (3, 4)), ((2, 3, 4), (3, 1)), ((4,), ()), ((), ()),
]  # fmt: skip


def numbers(shape, first=1.0):
    return np.reshape(first + np.arange(np.prod(shape, dtype=int)) ** 1.5, shape)


@probes("unbroadcast")
def repeated_values():
    # The bias of two classes first, then all the ways in which an array is repeated.
    return [(numbers(of_G), numbers(of_value, 10.0)) for of_G, of_value in SHAPES]


@drawn("unbroadcast")
def random_repeated_values(rng):
    return [(rng.normal(size=of_G), rng.normal(size=of_value)) for of_G, of_value in SHAPES[::-1]]


@drawn("unbroadcast", where="where G itself has an axis of length 1")
def one_row(rng):
    return [(rng.normal(size=of_G), rng.normal(size=of_value)) for of_G, of_value in
            [((1, 2), (2,)), ((1, 2), (1, 2)), ((1, 1), ()), ((3, 1), (1,)), ((1, 3), (1, 1))]]


@engine("unbroadcast")
def add_in_the_library(unbroadcast, seed):
    """The rule of add with it, for a bias of any shape."""
    rng = np.random.default_rng(seed)
    shape = [(3,), (1, 3), (4, 1), (1,), (), (4, 3)][rng.integers(6)]
    with Graph().as_default():
        a, b = Variable(rng.normal(size=(4, 3))), Variable(rng.normal(size=shape))
        J = reduce_sum(multiply(add(add(a, b), b), rng.normal(size=(4, 3))))

    def rule(op, G):
        return [unbroadcast(G, value) for value in op.inputs]

    return _with_and_without(add, rule, J, [a, b])


@probes("logits-rule")
def rows_of_probabilities():
    # As many points as classes first: there a G along the rows gives numbers, and no error.
    probabilities = [
        [[0.25, 0.75], [0.8, 0.2]],
        [[0.7, 0.2, 0.1], [0.1, 0.3, 0.6]],
        [[0.9, 0.1], [0.4, 0.6], [0.5, 0.5], [0.3, 0.7]],
    ]
    targets = [np.eye(2)[[1, 0]], np.eye(3)[[1, 2]], np.eye(2)[[0, 0, 1, 1]]]
    arriving = [[2.0, 0.5], [0.25, -1.0], [0.3, 1.2, -0.5, 2.0]]
    rows = zip(probabilities, targets, arriving)
    return [(np.array(p), c, np.array(G)) for p, c, G in rows]


@drawn("logits-rule")
def random_probabilities(rng):
    made = []
    for n, classes in [(3, 3), (1, 4), (5, 2), (40, 3)]:
        p = rng.dirichlet(np.ones(classes), size=n)
        made.append((p, np.eye(classes)[rng.integers(classes, size=n)], rng.normal(size=n)))
    return made


@engine("logits-rule")
def logits_in_the_library(logits_gradient, seed):
    """The rule, where the library asks for the gradient of softmax with cross-entropy."""
    rng = np.random.default_rng(seed)
    with Graph().as_default():
        a = Variable(rng.normal(size=(4, 3)))
        c = np.eye(3)[rng.integers(3, size=4)]
        J = reduce_sum(multiply(softmax_cross_entropy(a, c), rng.normal(size=4)))

    def rule(op, G):
        logits, targets = op.inputs
        powers = np.exp(logits)
        p = locked(powers / powers.sum(axis=1, keepdims=True))
        return [logits_gradient(p, targets, G), None]

    return _with_and_without(softmax_cross_entropy, rule, J, [a])


@probes("square-rule")
def square_matrices():
    A = np.array([[1.0, 2.0], [3.0, 4.0]])
    three = np.array([[1.0, -1.0, 2.0], [0.5, 3.0, -2.0], [4.0, 1.0, 0.0]])
    return [
        (A, np.array([[1.0, 2.0], [3.0, 5.0]])),
        (A, np.array([[2.0, -1.0], [0.5, 0.0]])),
        (three, np.arange(9.0).reshape(3, 3) - 3.0),
    ]


@drawn("square-rule")
def random_squares(rng):
    return [tuple(rng.normal(size=(2, n, n))) for n in (1, 2, 4)]


@engine("square-rule")
def square_in_the_library(square_gradient, seed):
    A, G = np.random.default_rng(seed).normal(size=(2, 3, 3))
    with Graph().as_default():
        node = Variable(A)
        J = reduce_sum(multiply(matmul(node, node), G))
    return [square_gradient(A.copy(), G.copy())], [compute_gradients(J)[node]]


def _with_and_without(kind, rule, J, nodes):
    """The gradients with the rule, and with the library's own."""
    wanted = compute_gradients(J, nodes=nodes)
    with registered(kind, rule):
        found = compute_gradients(J, nodes=nodes)
    return [found[node] for node in nodes], [wanted[node] for node in nodes]
