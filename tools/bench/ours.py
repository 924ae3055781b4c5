"""The same steps as graphs of this library, run by a plain session and by a compiled one."""

from collections.abc import Callable

import dlfs
from tools.bench.problems import BETA1, BETA2, EPSILON, MOMENTUM, Problem


def graph_of(problem: Problem):
    """The loss J, and what to feed."""
    X, c = dlfs.placeholder("X"), dlfs.placeholder("c")
    last, node = len(problem.layers), X
    for k, (W, b) in enumerate(problem.layers, start=1):
        number = k if last > 1 else ""
        node = node @ dlfs.Variable(W, f"W{number}") + dlfs.Variable(b, f"b{number}")
        node = dlfs.relu(node, f"h{number}") if k < last else node
    feed = {X: problem.points, c: problem.classes}
    if problem.loss == "log":
        log_likelihood = dlfs.reduce_sum(c * dlfs.log(dlfs.softmax(node)), axis=1)
        return dlfs.negative(dlfs.reduce_sum(log_likelihood), "J"), feed
    return dlfs.reduce_mean(dlfs.softmax_cross_entropy(node, c), name="J"), feed


def optimizer_of(problem: Problem):
    if problem.optimizer == "momentum":
        return dlfs.train.MomentumOptimizer(problem.rate, MOMENTUM)
    if problem.optimizer == "Adam":
        return dlfs.train.AdamOptimizer(problem.rate, BETA1, BETA2, EPSILON)
    return dlfs.GradientDescentOptimizer(problem.rate)


def step_of(problem: Problem, compiled: bool) -> Callable[[], float]:
    """The function that takes one step and returns the loss before it."""
    with dlfs.Graph().as_default():
        J, feed = graph_of(problem)
        step = optimizer_of(problem).minimize(J)
    session = dlfs.Session(compiled=compiled)
    return lambda: session.run([J, step], feed)[0]


def plain(problem: Problem) -> Callable[[], float]:
    return step_of(problem, compiled=False)


def compiled(problem: Problem) -> Callable[[], float]:
    return step_of(problem, compiled=True)
