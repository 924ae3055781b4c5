"""What the exercises of lesson 10 are tried with."""

import numpy as np

from dlfs import Graph, Session, Variable, matmul, reduce_sum, square
from dlfs.classroom.lessons.exercise import Seen, drawn, engine, observe, probes
from dlfs.classroom.lessons.probes_04 import (
    coupled_slope, slope_of_line, slope_of_parabola, slope_of_valley, slope_of_wave,
)  # fmt: skip
from dlfs.train import AdamOptimizer, MomentumOptimizer


@probes("two-rolls")
def places_to_roll_from():
    return [
        (3.0, slope_of_parabola, 0.1, 0.5),
        (-2.0, slope_of_parabola, 0.25, 0.9),
        (3.0, slope_of_line, 0.5, 0.3),
        (np.array([2.0, -1.0]), slope_of_valley, 0.05, 0.8),
    ]


@drawn("two-rolls")
def places_on_a_wave(rng):
    return [(x, slope_of_wave, 0.3, 0.7) for x in (-1.5, 0.25, 0.0)]


@drawn("two-rolls", where="where every slope depends on all numbers of x")
def places_of_coupled_slopes(rng):
    return [(rng.normal(size=size), coupled_slope(rng, size), rate, rng.uniform(0.1, 0.4))
            for size, rate in ((2, 0.3), (6, 0.05))]  # fmt: skip


@drawn("two-rolls", where="without momentum")
def places_without_momentum(rng):
    return [(rng.normal(), slope_of_wave, 0.3, 0.0)]


@probes("roll")
def balls_to_roll():
    return [
        (2.4, 6.0, slope_of_parabola, 0.1, 0.5),
        (3.0, 0.0, slope_of_parabola, 0.1, 0.9),
        (-2.0, 1.5, slope_of_line, 0.25, 0.3),
        (np.array([2.0, -1.0]), np.array([-3.0, 4.0]), slope_of_valley, 0.05, 0.8),
    ]


@drawn("roll")
def balls_on_a_wave(rng):
    return [(x, rng.normal(), slope_of_wave, 0.3, 0.7) for x in (-1.5, 0.25, 0.0)]


@drawn("roll", where="where every slope depends on all numbers of x")
def balls_on_coupled_slopes(rng):
    return [(rng.normal(size=size), rng.normal(size=size), coupled_slope(rng, size), rate, 0.35)
            for size, rate in ((2, 0.3), (3, 0.05), (6, 0.5))]  # fmt: skip


@drawn("roll", where="where x is a table")
def balls_of_other_shapes(rng):
    return [(rng.normal(size=(2, 3)), rng.normal(size=(2, 3)), slope_of_wave, 0.2, 0.6)]


@drawn("roll", where="without momentum")
def balls_without_momentum(rng):
    return [(rng.normal(), rng.normal(), slope_of_wave, 0.3, 0.0)]


@observe("roll")
def place_and_speed(returned, arguments):
    """The place and the speed, each beside the other."""
    if not isinstance(returned, tuple | list) or len(returned) != 2:
        return returned
    return Seen(list(returned), "", parts=("place", "speed"))


@engine("roll")
def ball_beside_the_library(roll, seed):
    """Places after five steps of a learner's ball, and of the library's optimizer."""
    x, gradient, W, step = _bowl(seed)
    v, found, wanted = np.zeros(3), [], []
    for _ in range(5):
        x, v = roll(x, v, gradient, 0.05, 0.8)
        Session().run(step)
        found.append(x)
        wanted.append(W.value)
    return found, wanted


@engine("two-rolls")
def two_steps_beside_the_library(two_rolls, seed):
    """The place after two steps from rest, and that of the library's optimizer."""
    x, gradient, W, step = _bowl(seed)
    for _ in range(2):
        Session().run(step)
    return [two_rolls(x, gradient, 0.05, 0.8)], [W.value]


@probes("adam-step")
def steps_of_adam():
    return [
        (3.0, 4.0, 0.0, 0.0, 1, 0.1, 0.9, 0.999),
        (2.9, -5.8, 0.4, 0.016, 2, 0.1, 0.9, 0.999),
        (np.array([2.0, -1.0]), np.array([0.5, -30.0]), np.array([0.1, 4.0]), np.array([0.2, 90.0]),
         7, 0.3, 0.8, 0.95),
    ]


@drawn("adam-step")
def later_steps(rng):
    return [(rng.normal(), rng.normal(), rng.normal(), rng.uniform(0.1, 2), t, 0.2, 0.7, 0.9)
            for t in (1, 3, 40)]  # fmt: skip


@drawn("adam-step", where="where the gradients are small")
def small_gradients(rng):
    return [(rng.normal(), 3e-8, 2e-8, 3e-16, 4, 0.1, 0.9, 0.999)]


@drawn("adam-step", where="where every gradient was 0 until now")
def nothing_to_remember(rng):
    G = np.array([0.0, 2.0, 0.0])
    return [(rng.normal(size=3), G, np.zeros(3), np.zeros(3), 1, 0.1, 0.9, 0.99)]


@drawn("adam-step", where="where x is a table")
def tables_to_move(rng):
    size = (2, 3)
    return [(rng.normal(size=size), rng.normal(size=size), rng.normal(size=size),
             rng.uniform(0.1, 2, size), 5, 0.05, 0.6, 0.8)]  # fmt: skip


@observe("adam-step")
def place_and_memories(returned, arguments):
    """The place and the two memories, beside each other."""
    if not isinstance(returned, tuple | list) or len(returned) != 3:
        return returned
    return Seen(list(returned), "", parts=("place", "memory m", "memory s"))


@engine("adam-step")
def adam_beside_the_library(adam_step, seed):
    """Places after five steps of a learner's Adam, and of the library's optimizer."""
    x, gradient, W, step = _bowl(seed, AdamOptimizer(0.1, 0.8, 0.9))
    m, s, found, wanted = np.zeros(3), np.zeros(3), [], []
    for t in range(1, 6):
        x, m, s = adam_step(x, gradient(x), m, s, t, 0.1, 0.8, 0.9)
        Session().run(step)
        found.append(x)
        wanted.append(W.value)
    return found, wanted


def _bowl(seed, optimizer=None):
    rng = np.random.default_rng(seed)
    start, matrix = rng.normal(size=3), rng.normal(size=(3, 3))
    with Graph().as_default():
        W = Variable(start, "W")
        J = reduce_sum(square(matmul(matrix, W)))
    step = (optimizer or MomentumOptimizer(0.05, 0.8)).minimize(J)
    return start.copy(), lambda x: 2 * matrix.T @ (matrix @ x), W, step
