"""Twelve functions with one bug each, about shapes or about names that are one array.

A comment `# here` marks the lines of which one has to be mended. They were written before the film
was made, and none was changed for it.
"""

import numpy as np


def softmax_of_rows(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1)  # here


def mean_squared_error(prediction, target):
    difference = prediction - target  # here
    squares = difference**2
    return squares.mean()


def gradient_of_layer(x, delta):
    gradient_W = x.T @ delta
    gradient_b = delta.sum()  # here
    return gradient_W, gradient_b


def descent_step(x, gradient, rate):
    x -= rate * gradient  # here
    return x


def momentum_step(x, gradient, velocity, rate):
    new = velocity  # here
    new *= 0.5  # here
    new += gradient
    return x - rate * new, new


def centred(table):
    rows = table * 1.0
    for i in range(len(rows)):
        row = rows[i]
        first = rows[0]
        row -= first  # here
    return rows


def points_of_descent(start, rate, steps):
    x = start.copy()
    path = []
    for _ in range(steps):
        path.append(x)  # here
        x -= rate * 2 * x  # here
    return path


def counts_of(labels, classes):
    counts = [np.zeros(2)] * classes  # here
    for label in labels:
        counts[label][0] += 1
    return counts


def rows_swapped(table):
    table = table.copy()
    first = table[0]  # here
    table[0] = table[1]  # here
    table[1] = first
    return table


def transposed_product(a, b):
    turned = a.reshape(a.shape[1], a.shape[0])  # here
    return turned @ b


def weighted(table, weights):
    total = weights.sum()
    scaled = table * weights  # here
    return scaled.sum(axis=0) / total


def messages_summed(messages):
    sums = {}
    for name, message in messages:
        if name in sums:
            sums[name] += message  # here
        else:
            sums[name] = message  # here
    return sums


A = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [2.0, 2.0, 1.0]])
SEND = np.array([1.0, 1.0])

BUGS = (
    (softmax_of_rows, (A,)),
    (mean_squared_error, (np.array([1.0, 2.0, 3.0]), np.array([[1.0], [2.0], [4.0]]))),
    (gradient_of_layer, (A[:2], np.array([[1.0, -1.0], [2.0, 0.0]]))),
    (descent_step, (np.array([1.0, 2.0]), np.array([2.0, 4.0]), 0.5)),
    (momentum_step, (np.array([1.0, 2.0]), np.array([2.0, 4.0]), np.array([4.0, 4.0]), 0.5)),
    (centred, (A,)),
    (points_of_descent, (np.array([4.0, 8.0]), 0.25, 3)),
    (counts_of, ([0, 2, 2], 3)),
    (rows_swapped, (A,)),
    (transposed_product, (A[:2], np.array([[1.0], [2.0]]))),
    (weighted, (A[:2], np.array([1.0, 3.0]))),
    (messages_summed, ([("a", SEND), ("b", SEND), ("a", SEND * 2)],)),
)
