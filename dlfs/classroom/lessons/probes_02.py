"""What the exercises of lesson 02 are tried with."""

import numpy as np

from dlfs import Session, constant, matmul, sigmoid, softmax
from dlfs.classroom.lessons.exercise import drawn, engine, observe, probes


@probes("probability")
def points_to_judge():
    return [
        (np.array([3.0, 2.0]), np.array([1.0, 1.0]), 0.5),
        (np.array([-1.0, 2.0]), np.array([0.5, -1.5]), 2.0),
        (np.array([[1.0, 0.0], [0.0, 0.0], [-2.0, 1.0]]), np.array([2.0, -1.0]), -0.7),
    ]


@drawn("probability")
def random_points(rng):
    shapes = [(2,), (2,), (1, 2), (2, 2), (5, 2), (300, 2)]
    return [(rng.normal(size=shape), rng.normal(size=2), rng.normal()) for shape in shapes]


@drawn("probability", where="where a score is large")
def far_points(rng):
    return [(20 * rng.normal(size=(4, 2)), rng.normal(size=2), 1.0)]


@engine("probability")
def beside_the_library(probability, seed):
    rng = np.random.default_rng(seed)
    x, w, b = rng.normal(size=(4, 2)), rng.normal(size=2), rng.normal()
    return [probability(x, w, b)], [Session().run(sigmoid(matmul(constant(x), w) + b))]


@probes("softmax-rows")
def batches_of_logits():
    return [
        (np.array([[2.0, 1.0, 0.0], [0.0, 3.0, 0.0]]),),
        (np.array([[1.0, -1.0], [0.5, 2.0]]),),
        (np.array([[0.5, -1.0, 3.0, 0.25]]),),
        (np.array([[0.0, 1.0], [-2.0, 0.5], [3.0, 2.5]]),),
    ]


@drawn("softmax-rows")
def random_logits(rng):
    return [(rng.normal(size=shape) * 2,) for shape in [(3, 3), (5, 1), (1, 2), (400, 3), (2, 6)]]


@drawn("softmax-rows", where="where all logits are below 0")
def negative_logits(rng):
    return [(-rng.uniform(2, 20, size=(3, 4)),)]


@engine("softmax-rows")
def softmax_of_the_library(softmax_of_rows, seed):
    a = np.random.default_rng(seed).normal(size=(4, 3))
    return [softmax_of_rows(a.copy())], [Session().run(softmax(constant(a)))]


@probes("line-through")
def points_to_go_through():
    return [
        (np.array([0.0, 2.0]), np.array([1.0, 0.0]), np.array([3.0, 3.0])),
        (np.array([0.0, 2.0]), np.array([1.0, 0.0]), np.array([0.0, 0.5])),
        (np.array([-1.0, 1.5]), np.array([3.0, 2.0]), np.array([0.5, -1.0])),
    ]


@drawn("line-through")
def random_lines(rng):
    return [tuple(rng.normal(size=(3, 2)) * 3) for _ in range(12)]


@drawn("line-through", where="where R is near the line")
def points_near_the_line(rng):
    made = []
    for side in (1e-3, -1e-3, 1e-3, -1e-3, 0.02, -0.02):
        P, Q = rng.normal(size=(2, 2)) * 3
        along = Q - P
        made.append((P, Q, P + rng.normal() * along + side * np.array([-along[1], along[0]])))
    return made


@drawn("line-through", where="where P stands above or below Q")
def upright_lines(rng):
    return [
        (np.array([2.0, -1.0]), np.array([2.0, 3.0]), np.array([5.0, 0.0])),
        (np.array([-1.5, 2.0]), np.array([-1.5, -3.0]), np.array([-4.0, 1.0])),
        (np.array([-1.5, -2.0]), np.array([-1.5, 3.0]), np.array([4.0, 1.0])),
    ]


@drawn("line-through", where="where P and Q are equally high")
def level_lines(rng):
    return [
        (np.array([2.0, -1.0]), np.array([4.0, -1.0]), np.array([5.0, 0.0])),
        (np.array([2.0, 1.5]), np.array([-4.0, 1.5]), np.array([5.0, 0.0])),
    ]


@drawn("line-through", where="where the line goes through the origin")
def lines_through_the_origin(rng):
    return [
        (np.array([1.0, 2.0]), np.array([-1.0, -2.0]), np.array([3.0, 0.0])),
        (np.array([0.0, 0.0]), np.array([2.0, -1.0]), np.array([-3.0, -1.0])),
    ]


@observe("line-through")
def whatever_the_length(returned, arguments):
    """w and b with w one unit long: the length is up to the learner."""
    numbers = _three_numbers(returned)
    if numbers is None:
        return returned
    w, b = numbers[:2], numbers[2]
    return w / np.hypot(*w), b / np.hypot(*w)


def _three_numbers(returned):
    try:
        w, b = returned
        numbers = np.append(np.asarray(w, dtype=float), np.asarray(b, dtype=float))
    except (TypeError, ValueError):
        return None
    return numbers if numbers.shape == (3,) and np.hypot(*numbers[:2]) > 0 else None
