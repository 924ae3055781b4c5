"""The same steps written by hand: NumPy calls that write into arrays made once.

This is what a careful person writes who knows `out=`: it is the measure of all the others.
"""

from collections.abc import Callable

import numpy as np

from tools.bench.problems import Problem


def step_of(problem: Problem) -> Callable[[], float]:
    """The function that takes one step and returns the loss before it."""
    if problem.loss == "log":
        return series_perceptron(problem)
    return perceptron(problem) if len(problem.layers) == 1 else two_layers(problem)


def series_perceptron(problem: Problem) -> Callable[[], float]:
    X, c, rate = problem.points, problem.classes, problem.rate
    W, b = (array.copy() for array in problem.layers[0])
    p, log_p, G, Gp = (np.empty_like(c) for _ in range(4))
    column, per_point = np.empty((len(X), 1)), np.empty(len(X))
    dW, db = np.empty_like(W), np.empty_like(b)

    def step() -> float:
        np.matmul(X, W, out=p)
        np.add(p, b, out=p)
        np.maximum.reduce(p, axis=1, keepdims=True, out=column)
        np.subtract(p, column, out=p)
        np.exp(p, out=p)
        np.add.reduce(p, axis=1, keepdims=True, out=column)
        np.divide(p, column, out=p)
        np.log(p, out=log_p)
        np.multiply(c, log_p, out=log_p)
        np.add.reduce(log_p, axis=1, out=per_point)
        J = -np.add.reduce(per_point)
        np.negative(c, out=G)
        np.divide(G, p, out=G)
        np.multiply(G, p, out=Gp)
        np.add.reduce(Gp, axis=1, keepdims=True, out=column)
        np.subtract(G, column, out=G)
        np.multiply(G, p, out=G)
        np.matmul(X.T, G, out=dW)
        np.add.reduce(G, axis=0, out=db)
        np.multiply(dW, rate, out=dW)
        np.subtract(W, dW, out=W)
        np.multiply(db, rate, out=db)
        np.subtract(b, db, out=b)
        return J

    return step


def perceptron(problem: Problem) -> Callable[[], float]:
    X, c, rate, n = problem.points, problem.classes, problem.rate, len(problem.points)
    W, b = (array.copy() for array in problem.layers[0])
    a, p, column = np.empty_like(c), np.empty_like(c), np.empty((n, 1))
    dW, db = np.empty_like(W), np.empty_like(b)

    def step() -> float:
        np.matmul(X, W, out=a)
        np.add(a, b, out=a)
        J = cross_entropy(a, c, p, column)
        np.matmul(X.T, p, out=dW)
        np.add.reduce(p, axis=0, out=db)
        np.multiply(dW, rate, out=dW)
        np.subtract(W, dW, out=W)
        np.multiply(db, rate, out=db)
        np.subtract(b, db, out=b)
        return J

    return step


def cross_entropy(a, c, p, column) -> float:
    """The mean loss; leaves its gradient (softmax(a) - c) / n in p. Changes a."""
    np.maximum.reduce(a, axis=1, keepdims=True, out=column)
    np.subtract(a, column, out=a)
    np.exp(a, out=p)
    np.add.reduce(p, axis=1, keepdims=True, out=column)
    np.divide(p, column, out=p)
    np.log(column, out=column)
    np.subtract(a, column, out=a)
    np.multiply(c, a, out=a)
    J = -np.add.reduce(a, axis=None) / len(a)
    np.subtract(p, c, out=p)
    np.divide(p, len(p), out=p)
    return J


def two_layers(problem: Problem) -> Callable[[], float]:
    X, c, rate, n = problem.points, problem.classes, problem.rate, len(problem.points)
    (W1, b1), (W2, b2) = [[array.copy() for array in layer] for layer in problem.layers]
    h, dh = np.empty((n, len(b1))), np.empty((n, len(b1)))
    positive = np.empty(h.shape, bool)
    a, p, column = np.empty_like(c), np.empty_like(c), np.empty((n, 1))
    gradients = [np.empty_like(array) for array in (W1, b1, W2, b2)]
    dW1, db1, dW2, db2 = gradients

    def step() -> float:
        np.matmul(X, W1, out=h)
        np.add(h, b1, out=h)
        np.maximum(h, 0, out=h)
        np.matmul(h, W2, out=a)
        np.add(a, b2, out=a)
        J = cross_entropy(a, c, p, column)
        np.matmul(h.T, p, out=dW2)
        np.add.reduce(p, axis=0, out=db2)
        np.matmul(p, W2.T, out=dh)
        np.greater(h, 0, out=positive)
        np.multiply(dh, positive, out=dh)
        np.matmul(X.T, dh, out=dW1)
        np.add.reduce(dh, axis=0, out=db1)
        for W, dW in zip((W1, b1, W2, b2), gradients):
            np.multiply(dW, rate, out=dW)
            np.subtract(W, dW, out=W)
        return J

    return step
