"""Graphs that a program does not fit well, run compiled and run plain.

Operations and optimizers that a learner wrote are called as they are; the last batch of an epoch
has another shape; many fetch lists come in turn; a chain is deep.
"""

import warnings
from collections.abc import Callable
from itertools import cycle

import numpy as np

import dlfs
from tools.bench import ours
from tools.bench.problems import digits, perceptron
from tools.bench.promises import COMPILED, PLAIN
from tools.bench.timing import in_turns

ROUNDS = 11


class softplus(dlfs.Operation):
    """log(1 + e^x), as a learner would write it."""

    def compute(self, x):
        return np.logaddexp(0, x)


def softplus_gradient(op, G):
    return G / (1 + np.exp(-op.inputs[0]))


class Momentum(dlfs.GradientDescentOptimizer):
    """Descent with a velocity, as a learner would write it."""

    def __init__(self, learning_rate):
        super().__init__(learning_rate)
        self.velocity = {}

    def update(self, gradients):
        for W, G in gradients.items():
            self.velocity[W] = 0.9 * self.velocity.get(W, 0) + G
            W.value = W.value - self.learning_rate * self.velocity[W]


def own_operation(compiled: bool) -> Callable:
    X, W = dlfs.placeholder(), dlfs.Variable(np.full((2, 8), 0.1))
    J = dlfs.reduce_mean(softplus([dlfs.tanh(X @ W)]) ** 2)
    step, session = dlfs.GradientDescentOptimizer(1e-6).minimize(J), dlfs.Session(compiled=compiled)
    feed = {X: np.random.default_rng(0).normal(size=(100, 2))}
    return lambda: session.run([J, step], feed)


def own_optimizer(compiled: bool) -> Callable:
    J, feed = ours.graph_of(perceptron())
    step, session = Momentum(1e-6).minimize(J), dlfs.Session(compiled=compiled)
    return lambda: session.run([J, step], feed)


def ragged_batches(compiled: bool) -> Callable:
    """One epoch: three batches of 32, and one of the 4 that are left."""
    J, feed = ours.graph_of(perceptron())
    step, session = dlfs.GradientDescentOptimizer(1e-6).minimize(J), dlfs.Session(compiled=compiled)
    feeds = [{n: v[i : i + 32] for n, v in feed.items()} for i in range(0, 100, 32)]
    return lambda: [session.run([J, step], batch) for batch in feeds]


def forty_fetches(compiled: bool) -> Callable:
    J, feed = ours.graph_of(perceptron())
    nodes, session = dlfs.graph.order_of(J), dlfs.Session(compiled=compiled)
    lists = cycle([J, *(nodes[(i + k) % len(nodes)] for k in range(4))] for i in range(40))
    turns = [next(lists) for _ in range(40)]
    return lambda: [session.run(fetches, feed) for fetches in turns]


def deep_chain(compiled: bool, operations: int = 3_000) -> Callable:
    y = dlfs.Variable(np.ones(3))
    for _ in range(operations):
        y = dlfs.tanh(y)
    step = dlfs.GradientDescentOptimizer(1e-9).minimize(dlfs.reduce_sum(y))
    session = dlfs.Session(compiled=compiled)
    return lambda: session.run(step)


def deeper_chain(compiled: bool) -> Callable:
    return deep_chain(compiled, 30_000)


def wide_layers(compiled: bool) -> Callable:
    return ours.step_of(digits((100, 50, 10), 64), compiled)


CASES = {
    "an operation of one's own": own_operation,
    "an optimizer of one's own": own_optimizer,
    "ragged batches": ragged_batches,
    "40 fetch lists in turn": forty_fetches,
    "a chain of 3,000": deep_chain,
    "a chain of 30,000": deeper_chain,
    "100-50-10": wide_layers,
}


def rows(report) -> list[tuple[str, float, float, float]]:
    """For each case its name, the seconds compiled and plain, and the ratio of the two."""
    found = []
    # That the longest chain stays plain is what this row shows.
    with dlfs.registered(softplus, softplus_gradient), warnings.catch_warnings(action="ignore"):
        for name, make in CASES.items():
            steps = {}
            for competitor, compiled in ((COMPILED, True), (PLAIN, False)):
                with dlfs.Graph().as_default():
                    steps[competitor] = step = make(compiled)
                for _ in range(3):
                    step()
            times = in_turns(steps, ROUNDS)
            compiled, plain = times[COMPILED], times[PLAIN]
            found.append((name, compiled.median, plain.median, compiled.ratio_to(plain)))
            report()
    return found
