"""What the exercises of lesson 04 are tried with."""

import numpy as np

from dlfs import Graph, Variable, compute_gradients, matmul, multiply, reduce_sum
from dlfs.classroom.lessons.exercise import drawn, engine, probes


def slope_of_parabola(x):
    """2 x"""
    return 2 * x


def slope_of_line(x):
    """x + 1"""
    return x + 1


def slope_of_valley(x):
    """[x0, 10 x1]"""
    return np.array([1.0, 10.0]) * x


def slope_of_wave(x):
    """cos(x) + x^2"""
    return np.cos(x) + x**2


def coupled_slope(rng, size):
    """A gradient in which every entry depends on all entries of x."""
    matrix, turn = rng.normal(size=(size, size)), rng.normal(size=size)

    def slope(x):
        """M x + sin(sum of x) v, with a matrix M and a vector v"""
        return matrix @ x + np.sin(np.sum(x)) * turn

    return slope


@probes("two-steps", "descent-step")
def places_to_step_from():
    return [
        (3.0, slope_of_parabola, 0.1),
        (-2.0, slope_of_parabola, 0.25),
        (3.0, slope_of_line, 0.5),
        (np.array([2.0, -1.0]), slope_of_valley, 0.05),
        (np.array([0.5, 3.0]), slope_of_line, 0.2),
    ]


@drawn("two-steps", "descent-step")
def places_on_a_wave(rng):
    return [(x, slope_of_wave, 0.3) for x in (-1.5, 0.25, 0.0)]


@drawn("two-steps", "descent-step")
def places_on_gentle_slopes(rng):
    return [(0.125, slope_of_parabola, 0.4), (np.array([-0.2, 0.03]), slope_of_valley, 0.02)]


@drawn("descent-step", where="where it is almost flat")
def places_that_are_almost_flat(rng):
    return [(0.004, slope_of_parabola, 0.4), (np.array([0.02, -0.0001]), slope_of_valley, 0.05)]


@drawn("two-steps", "descent-step", where="where every slope depends on all numbers of x")
def places_of_coupled_slopes(rng):
    return [(rng.normal(size=size), coupled_slope(rng, size), rate)
            for size, rate in ((2, 0.3), (3, 0.05), (6, 0.5))]


@engine("descent-step")
def step_on_a_library_gradient(step, seed):
    """One step on the loss of a graph, from the gradient that the library computes."""
    return _stepped(step, seed, 1)


@engine("two-steps")
def steps_on_a_library_gradient(two_steps, seed):
    """Two steps on the loss of a graph."""
    return _stepped(two_steps, seed, 2)


def _stepped(walk, seed, steps):
    rng = np.random.default_rng(seed)
    start, matrix = rng.normal(size=3), rng.normal(size=(3, 3))
    with Graph().as_default():
        w = Variable(start, "w")
        image = matmul(matrix, w)
        J = reduce_sum(multiply(image, image))

    def gradient(x):
        """the library's gradient"""
        w.value = x
        return compute_gradients(J)[w]

    x = start
    for _ in range(steps):
        x = x - 0.01 * 2 * matrix.T @ (matrix @ x)
    return [walk(start.copy(), gradient, 0.01)], [x]


def cube(x):
    """x0^3"""
    return x[0] ** 3


def parabola(x):
    """x0^2 + 3 x0 x1 + x1^3"""
    return x[0] ** 2 + 3 * x[0] * x[1] + x[1] ** 3


def wave(x):
    """sin(x0) exp(x1) + x2^3"""
    return np.sin(x[0]) * np.exp(x[1]) + x[2] ** 3


def coupled(x):
    """a polynomial in all numbers of x"""
    return np.sum(x) ** 3 + np.sum(x**2 * np.arange(1, len(x) + 1)) + np.prod(x)


def tangled(x):
    """a polynomial in all numbers of x, of whatever shape"""
    return coupled(np.reshape(x, -1))


@probes("nudged-gradient")
def places_to_nudge():
    return [
        (cube, np.array([2.0]), 0.1),
        (parabola, np.array([1.0, 2.0]), 0.1),
        (wave, np.array([0.5, -1.0, 1.5]), 0.2),
        (parabola, np.array([-1.0, 0.5]), 0.01),
    ]


@drawn("nudged-gradient", where="where x is a table, or a lone number")
def places_of_other_shapes(rng):
    return [(tangled, rng.normal(size=shape), 0.1) for shape in ((2, 2), (3, 1), (2, 1, 2), ())]


@drawn("nudged-gradient", where="where nobody says how large h is (it should be 1e-5 then)")
def places_without_h(rng):
    return [(coupled, rng.normal(size=3))]


@drawn("nudged-gradient")
def random_places_to_nudge(rng):
    return [(coupled, rng.normal(size=size), h)
            for size, h in ((1, 0.2), (2, 0.05), (4, 0.1), (6, 0.3))]


@drawn("nudged-gradient", where="where a number of x is 0")
def places_with_zeros(rng):
    return [(coupled, np.array([0.0, 1.5, 0.0]), 0.1)]


@engine("nudged-gradient")
def nudges_beside_the_library(nudged_gradient, seed):
    """The gradient of a sum of squares, by nudges and by the library."""
    start = np.random.default_rng(seed).normal(size=(2, 2))
    with Graph().as_default():
        w = Variable(start, "w")
        J = reduce_sum(w * w * np.arange(1.0, 3.0))

    def f(x):
        return np.sum(x * x * np.arange(1.0, 3.0))

    return [nudged_gradient(f, start.copy(), 0.1)], [compute_gradients(J)[w]]
