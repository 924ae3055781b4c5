"""The answers of lesson 04's questions, computed."""

import itertools

import numpy as np

from dlfs import Graph, Variable, compute_gradients, power, reduce_mean, reduce_sum


def one_step_on_the_parabola():
    with Graph().as_default():
        x = Variable(5.0)
        f = power(x, 2)
    slope = compute_gradients(f)[x]
    return [slope, 5.0 - 0.1 * slope]


def distances(curvature, rate):
    """The distance to the minimum after 0, 1, 2 ... steps from distance 1, step by step."""
    x = 1.0
    while True:
        yield abs(x)
        x = x - rate * curvature * x


def steps_to_one_percent(product):
    return next(t for t, distance in enumerate(distances(1.0, product)) if distance <= 0.01)


def steps_of_both_walkers():
    counts = {steps_to_one_percent(0.1), steps_to_one_percent(1.9)}
    assert len(counts) == 1
    return counts.pop()


def distance_after_ten_steps():
    return next(itertools.islice(distances(1.0, 2.1), 10, None))


def largest_rate_that_converges():
    rates = np.arange(0.001, 3, 0.001)
    return max(rate for rate in rates if next(itertools.islice(distances(4.0, rate), 1, None)) < 1)


def rate_of_the_sum():
    with Graph().as_default():
        w = Variable(np.arange(100.0))
        mean, total = reduce_mean(w * w), reduce_sum(w * w)
    return compute_gradients(mean)[w][7] / compute_gradients(total)[w][7]


ANSWERS = {
    "gd-1": one_step_on_the_parabola,
    "gd-2": steps_of_both_walkers,
    "gd-3": largest_rate_that_converges,
    "gd-4": distance_after_ten_steps,
    "lr-2": rate_of_the_sum,
}
