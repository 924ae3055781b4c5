"""The answers of lesson 10's questions, computed."""

import numpy as np

from dlfs import Graph, Session, Variable, reduce_sum, square
from dlfs.train import MomentumOptimizer


def places(start, slopes, rate, momentum, steps):
    """Where the library's optimizer stands, the start first; `slopes` are k of k x^2 / 2."""
    with Graph().as_default():
        x = Variable(start)
        J = reduce_sum(square(x) * slopes) / 2
    step, found = MomentumOptimizer(rate, momentum).minimize(J), [x.value]
    for _ in range(steps):
        Session().run(step)
        found.append(x.value)
    return np.array(found)


def step_on_a_straight_slope():
    with Graph().as_default():
        x = Variable(0.0)
        step = MomentumOptimizer(0.1, 0.9).minimize(x * 1)
    for _ in range(500):
        before = x.value
        Session().run(step)
    return before - x.value


def steps_of_the_last_ball():
    counts = []
    for momentum in (0, 0.28, 0.58, 0.9):
        u, v = places([2.8, 1.0], [1.0, 10.0], 0.18, momentum, 200).T
        J = u**2 + 10 * v**2
        counts.append(int(np.flatnonzero(J > 0.01 * J[0])[-1]) + 1)
    assert max(counts) == counts[-1]
    return counts[-1]


def speed_and_place_of_the_second_step():
    _, first, second = places(3.0, 2.0, 0.1, 0.5, 2)
    return [(first - second) / 0.1, second]


def largest_rate_that_comes_to_rest():
    rates = np.arange(0.01, 0.45, 0.01)
    return max(rate for rate in rates if abs(places(1.0, 10.0, rate, 0.9, 200)[-1]) < 1) + 0.01


def steps_in_the_narrow_valley():
    """By the two factors alone, at every rate below the bound."""
    counts = []
    for rate in np.linspace(0.005, 0.02, 301):
        t = np.arange(300)
        J = (2.8 * (1 - rate) ** t) ** 2 + 100 * (1 - 100 * rate) ** (2 * t)
        below = np.flatnonzero(J <= 0.01 * J[0])
        counts += [int(below[0])] if len(below) else []
    return min(counts)


ANSWERS = {
    "va-1": steps_in_the_narrow_valley,
    "mo-1": step_on_a_straight_slope,
    "mo-2": steps_of_the_last_ball,
    "mo-3": speed_and_place_of_the_second_step,
    "mo-6": largest_rate_that_comes_to_rest,
}
