"""What the exercises of lesson 06 are tried with: operations as the library hands them to a rule.

What is in them is locked, as it is in the library.
"""

from collections import namedtuple

import numpy as np

from dlfs import (
    Graph, Variable, add, compute_gradients, divide, multiply, power, reduce_sum, registered,
    sigmoid,
)  # fmt: skip
from dlfs.classroom.lessons.exercise import drawn, engine, observe, probes
from dlfs.graph import locked

# Tuples, so that `check` can show what a rule was tried with.
Computed = namedtuple("Computed", "inputs output")
Power = namedtuple("Power", "inputs output n")


def sigma(a):
    return 1 / (1 + np.exp(-a))


def raised(x, n, G):
    x = np.float64(x)
    return Power([locked(x)], locked(x**n), n), locked(G)


def squeezed(a, G):
    with np.errstate(over="ignore"):
        return Computed([locked(a)], locked(sigma(a))), locked(G)


def divided(a, b, G):
    return Computed([locked(a), locked(b)], locked(a / b)), locked(G)


@probes("power-rule")
def computed_powers():
    # G is never 1, and no value of one probe is another one: each mistake has its own numbers.
    places = [(2.0, 3.0, 0.5), (-1.5, 2.0, 4.0), (0.8, 4.0, -2.5)]
    return [*(raised(*place) for place in places),
            raised(np.array([0.5, 3.0]), 3.0, np.array([2.0, -1.5]))]


@drawn("power-rule")
def random_powers(rng):
    return [raised(rng.uniform(0.5, 2, shape), n, rng.normal(size=shape))
            for shape, n in [((3,), 5.0), ((2, 3), 2.0), ((), 1.0), ((2, 2), 3.0)]]


@drawn("power-rule", where="where x is 0")
def powers_of_zero(rng):
    return [raised(0.0, 2.0, 1.5), raised(np.array([0.0, 2.0]), 3.0, np.array([1.0, -2.0]))]


@drawn("power-rule", where="where the exponent is negative")
def negative_powers(rng):
    return [raised(2.0, -1.0, 0.5), raised(-0.5, -2.0, 1.5), raised(0.5, -0.5, -2.0),
            raised(rng.uniform(1, 2, 3), -3.0, np.array([2.0, -1.0, 0.5]))]


@drawn("power-rule", where="where the exponent is no whole number")
def roots(rng):
    return [raised(4.0, 0.5, 3.0), raised(2.0, 0.25, 1.5),
            raised(np.array([1.5, 2.5]), 1.5, np.array([1.0, -2.0]))]


@probes("sigmoid-rule")
def computed_sigmoids():
    probe = [squeezed(np.float64(a), G) for a, G in [(0.5, 2.0), (-1.5, 4.0), (3.0, -0.5)]]
    return [*probe, squeezed(np.array([-2.0, 0.25, 1.0]), np.array([3.0, -1.5, 0.5]))]


@drawn("sigmoid-rule")
def random_sigmoids(rng):
    return [squeezed(rng.normal(size=shape), rng.normal(size=shape))
            for shape in [(4,), (2, 3), (2, 2)]]


@drawn("sigmoid-rule", where="where a is as large as 800")
def flat_sigmoids(rng):
    return [squeezed(np.array([-800.0, 800.0, 1.0]), np.array([2.0, 3.0, 1.5]))]


@probes("divide-rule")
def computed_quotients():
    places = [(6.0, 2.0, 5.0), (-1.5, 4.0, -2.0), (3.0, -0.5, 0.25)]
    return [divided(np.float64(a), np.float64(b), G) for a, b, G in places]


@drawn("divide-rule")
def random_quotients(rng):
    return [divided(*(rng.uniform(0.5, 2, size=shape) * rng.choice([-1, 1], size=shape)
                      for _ in range(3))) for shape in [(3,), (2, 3), (2, 2)]]


@observe("power-rule", "sigmoid-rule")
def alone(returned, arguments):
    """One gradient may come alone, or in a list of one."""
    is_list_of_one = isinstance(returned, list | tuple) and len(returned) == 1
    return returned[0] if is_list_of_one else returned


@engine("power-rule")
def power_in_the_library(rule, seed):
    rng = np.random.default_rng(seed)
    x, n = rng.uniform(0.5, 2, size=(2, 3)), float(rng.choice([-2, -1, 2, 3, 0.5]))
    return _gradients(power, rule, [x], lambda nodes: power(nodes[0], n), rng)


@engine("sigmoid-rule")
def sigmoid_in_the_library(rule, seed):
    rng = np.random.default_rng(seed)
    return _gradients(sigmoid, rule, [rng.normal(size=(2, 3))], lambda nodes: sigmoid(nodes[0]), rng)


@engine("divide-rule")
def divide_in_the_library(rule, seed):
    rng = np.random.default_rng(seed)
    values = [rng.normal(size=3), rng.uniform(0.5, 2, size=3)]
    return _gradients(divide, rule, values, lambda nodes: divide(*nodes), rng)


def _gradients(kind, rule, values, built, rng):
    """The gradients of a graph with two nodes of this kind: with the rule, and with the library's.
    """
    with Graph().as_default():
        nodes = [Variable(value) for value in values]
        first = built(nodes)
        second = built([add(node, 0.25) for node in nodes])
        J = reduce_sum(multiply(add(first, second), rng.normal(size=values[0].shape)))
    wanted = compute_gradients(J, nodes=nodes)
    with registered(kind, rule):
        found = compute_gradients(J, nodes=nodes)
    return [found[node] for node in nodes], [wanted[node] for node in nodes]
