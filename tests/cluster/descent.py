"""Descent on the digits in unequal parts: what workers and driver do.

It stands in a module, so that workers of another process can import it.
"""

import time

import numpy as np

import dlfs
from dlfs import Graph, Variable, placeholder, reduce_mean, softmax_cross_entropy, tanh
from dlfs.classroom import data

BORDERS = (0, 10, 130, 200, 700, 1000)
PARTS = len(BORDERS) - 1


def start():
    rng = np.random.default_rng(0)
    return [rng.normal(0, 0.2, (64, 16)), np.zeros(16), rng.normal(0, 0.3, (16, 10)), np.zeros(10)]


def load(k):
    """The rows of part `k`, read where they are needed."""
    inputs, targets = data.digits()
    rows = slice(BORDERS[k], BORDERS[k + 1])
    return inputs[rows], targets[rows]


def load_all():
    inputs, targets = data.digits()
    return inputs[: BORDERS[-1]], targets[: BORDERS[-1]]


def answer(part, values):
    """How many rows the part has, their mean loss, and its gradient for each of `values`."""
    rows, labels = part
    with Graph().as_default():
        X, c = placeholder(), placeholder()
        W1, b1, W2, b2 = weights = [Variable(value) for value in values]
        J = reduce_mean(softmax_cross_entropy(tanh(X @ W1 + b1) @ W2 + b2, c))
    table = dlfs.compute_gradients(J, {X: rows, c: labels}, weights)
    return len(rows), J.output, [table[W] for W in weights]


def weighted_mean(counts, gradients):
    return sum(n * G for n, G in zip(counts, gradients, strict=True)) / sum(counts)


def plain_mean(counts, gradients):
    """The natural slip: right for equal parts alone."""
    return sum(gradients) / len(gradients)


def descend(client, parts, steps, before_step=lambda t: None, mean=weighted_mean):
    """The loss before each of so many steps, and the weights after the last one."""
    values, losses = start(), []
    for t in range(steps):
        before_step(t)
        answers = client.gather([client.submit(answer, part, values) for part in parts])
        counts, J, tables = zip(*answers, strict=True)
        losses.append(mean(counts, J))
        values = [W - 0.5 * mean(counts, G) for W, *G in zip(values, *tables, strict=True)]
    return np.array(losses), values


def slowly(seconds, function, *args):
    """What the function returns, so many seconds later."""
    time.sleep(seconds)
    return function(*args)
