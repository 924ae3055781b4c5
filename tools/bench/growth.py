"""How the time of a step grows with the work: points, depth, width.

Each function gives a table: what was varied, and the seconds of each competitor.
"""

import warnings
from collections.abc import Callable

import numpy as np

import dlfs
from tools.bench import by_hand, ours
from tools.bench.peers import PEERS
from tools.bench.problems import digits, network, two_clusters
from tools.bench.timing import in_turns

POINTS = (100, 1_000, 10_000, 100_000)
WIDTHS = (16, 64, 256, 1_024)
DEPTHS = (10, 100, 1_000, 10_000, 100_000)
LABELS = ("by hand", "ours, compiled", "ours, plain")
ROUNDS = 7


def of_points(peers: list[str], report) -> dict:
    """A step of the perceptron with softmax_cross_entropy, for more and more points."""
    problems = {n: network("", *two_clusters(n), [2, 2]) for n in POINTS}
    return {n: _medians(_steps(problem, peers), report) for n, problem in problems.items()}


def of_width(peers: list[str], report) -> dict:
    """A step of a network with one hidden layer, a batch of 64, wider and wider."""
    return {n: _medians(_steps(digits((784, n, 10)), peers), report) for n in WIDTHS}


def of_depth(report) -> dict:
    """A step through more and more operations in a row, on a single number."""
    return {n: _medians(_chains(n), report) for n in DEPTHS}


def _steps(problem, peers: list[str]) -> dict[str, Callable]:
    steps = by_hand.step_of(problem), ours.compiled(problem), ours.plain(problem)
    return dict(zip(LABELS, steps)) | {name: PEERS[name][1](problem) for name in peers}


def _chains(operations: int) -> dict[str, Callable]:
    def by_hand() -> None:
        y = w
        for _ in range(operations):
            y = y + c
        G = np.float64(1)
        for _ in range(operations):
            G = G * 1
        w[...] = w - 1e-9 * G

    w, c = np.array(1.0), 0.5
    return {"by hand": by_hand} | {
        name: _chain(operations, compiled)
        for name, compiled in (("ours, compiled", True), ("ours, plain", False))
    }


def _chain(operations: int, compiled: bool) -> Callable:
    with dlfs.Graph().as_default():
        y = dlfs.Variable(1.0)
        for _ in range(operations):
            y = y + 0.5
        step = dlfs.GradientDescentOptimizer(1e-9).minimize(y)
    session = dlfs.Session(compiled=compiled)
    with warnings.catch_warnings(action="ignore"):  # beyond 20,000 it says that it stays plain
        for _ in range(3):
            session.run(step)
    return lambda: session.run(step)


def _medians(competitors: dict[str, Callable], report) -> dict[str, float]:
    times = in_turns(competitors, ROUNDS)
    report()
    return {name: taken.median for name, taken in times.items()}
