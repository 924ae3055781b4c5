"""The same steps written by hand: NumPy calls that write into arrays made once.

This is what a careful person writes who knows `out=`: it is the measure of all the others.
"""

from collections.abc import Callable

import numpy as np

from tools.bench.problems import BETA1, BETA2, EPSILON, MOMENTUM, Problem


def step_of(problem: Problem) -> Callable[[], float]:
    """The function that takes one step and returns the loss before it."""
    if problem.loss == "log":
        return series_perceptron(problem)
    return perceptron(problem) if len(problem.layers) == 1 else two_layers(problem)


def series_perceptron(problem: Problem) -> Callable[[], float]:
    """With the gradient p - c, which only a person knows: each row of c has the sum 1."""
    X, c, rate = problem.points, problem.classes, problem.rate
    W, b = (array.copy() for array in problem.layers[0])
    a, p, column = np.empty_like(c), np.empty_like(c), np.empty((len(X), 1))
    dW, db, XT = np.empty_like(W), np.empty_like(b), X.T
    total, largest = np.add.reduce, np.maximum.reduce

    def step() -> float:
        np.matmul(X, W, a)
        np.add(a, b, a)
        largest(a, 1, None, column, True)
        np.subtract(a, column, a)
        np.exp(a, p)
        total(p, 1, None, column, True)
        np.divide(p, column, p)
        np.log(p, a)
        np.multiply(a, c, a)
        J = -total(a, None)
        np.subtract(p, c, p)
        np.matmul(XT, p, dW)
        total(p, 0, None, db)
        np.multiply(dW, rate, dW)
        np.subtract(W, dW, W)
        np.multiply(db, rate, db)
        np.subtract(b, db, b)
        return J

    return step


def perceptron(problem: Problem) -> Callable[[], float]:
    X, c, rate, n = problem.points, problem.classes, problem.rate, len(problem.points)
    W, b = (array.copy() for array in problem.layers[0])
    a, p, column = np.empty_like(c), np.empty_like(c), np.empty((n, 1))
    dW, db, XT, total = np.empty_like(W), np.empty_like(b), X.T, np.add.reduce

    def step() -> float:
        np.matmul(X, W, a)
        np.add(a, b, a)
        J = cross_entropy(a, c, p, column)
        np.matmul(XT, p, dW)
        total(p, 0, None, db)
        np.multiply(dW, rate, dW)
        np.subtract(W, dW, W)
        np.multiply(db, rate, db)
        np.subtract(b, db, b)
        return J

    return step


def cross_entropy(a, c, p, column) -> float:
    """The mean loss; leaves its gradient (softmax(a) - c) / n in p. Changes a."""
    np.maximum.reduce(a, 1, None, column, True)
    np.subtract(a, column, a)
    np.exp(a, p)
    np.add.reduce(p, 1, None, column, True)
    np.divide(p, column, p)
    np.log(column, column)
    J = (np.add.reduce(column, None) - np.vdot(a, c)) / len(a)
    np.subtract(p, c, p)
    np.multiply(p, 1 / len(p), p)
    return J


def two_layers(problem: Problem) -> Callable[[], float]:
    X, c, rate, n = problem.points, problem.classes, problem.rate, len(problem.points)
    (W1, b1), (W2, b2) = [[array.copy() for array in layer] for layer in problem.layers]
    h, dh = np.empty((n, len(b1))), np.empty((n, len(b1)))
    positive = np.empty(h.shape, bool)
    a, p, column = np.empty_like(c), np.empty_like(c), np.empty((n, 1))
    gradients = [np.empty_like(array) for array in (W1, b1, W2, b2)]
    dW1, db1, dW2, db2 = gradients
    XT, hT, W2T = X.T, h.T, W2.T
    update = UPDATES[problem.optimizer]((W1, b1, W2, b2), gradients, rate)

    def step() -> float:
        np.matmul(X, W1, out=h)
        np.add(h, b1, out=h)
        np.maximum(h, 0, out=h)
        np.matmul(h, W2, out=a)
        np.add(a, b2, out=a)
        J = cross_entropy(a, c, p, column)
        np.matmul(hT, p, out=dW2)
        np.add.reduce(p, axis=0, out=db2)
        np.matmul(p, W2T, out=dh)
        np.greater(h, 0, out=positive)
        np.multiply(dh, positive, out=dh)
        np.matmul(XT, dh, out=dW1)
        np.add.reduce(dh, axis=0, out=db1)
        update()
        return J

    return step


def descent(variables, gradients, rate) -> Callable[[], None]:
    def update() -> None:
        for W, G in zip(variables, gradients):
            np.multiply(G, rate, out=G)
            np.subtract(W, G, out=W)

    return update


def momentum(variables, gradients, rate) -> Callable[[], None]:
    velocities = [np.zeros_like(W) for W in variables]

    def update() -> None:
        for W, G, V in zip(variables, gradients, velocities):
            np.multiply(V, MOMENTUM, out=V)
            np.add(V, G, out=V)
            np.multiply(V, rate, out=G)
            np.subtract(W, G, out=W)

    return update


def adam(variables, gradients, rate) -> Callable[[], None]:
    remembered = [(np.zeros_like(W), np.zeros_like(W), np.empty_like(W)) for W in variables]
    t = 0

    def update() -> None:
        nonlocal t
        t += 1
        for W, G, (m, s, step) in zip(variables, gradients, remembered):
            np.multiply(m, BETA1, out=m)
            np.multiply(G, 1 - BETA1, out=step)
            np.add(m, step, out=m)
            np.multiply(s, BETA2, out=s)
            np.multiply(G, G, out=G)
            np.multiply(G, 1 - BETA2, out=G)
            np.add(s, G, out=s)
            np.divide(s, 1 - BETA2**t, out=G)
            np.sqrt(G, out=G)
            np.add(G, EPSILON, out=G)
            np.divide(m, G, out=step)
            np.multiply(step, rate / (1 - BETA1**t), out=step)
            np.subtract(W, step, out=W)

    return update


UPDATES = {"descent": descent, "momentum": momentum, "Adam": adam}
