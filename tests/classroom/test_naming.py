"""What is said of a wrong function is true of it: for each kind of sentence that once was not."""

import numpy as np
import pytest

from dlfs import Session, Variable, tanh
from dlfs.classroom import lessons
from dlfs.classroom.checking.diagnosis import diagnose
from dlfs.classroom.checking.naming import tree_of
from dlfs.classroom.checking.plausible import SIGNS, fits

each = pytest.mark.parametrize


# An input has an influence, though a small change of it changes nothing.


def clipped_score(x, w, b):
    return np.clip(np.matmul(x, w) + b, 0, 1)


def whole_margin(logits, c):
    return int(np.min(np.sum(logits * (2 * c - 1), axis=1)))


def place_of_the_worst(logits, c):
    return np.argmin(np.sum(logits * (2 * c - 1), axis=1))


def columns_of_the_guess(p, c):
    return -np.mean(np.log(p[:, c.argmax(axis=1).min()]))


# A slip that the function does not have in it: nothing is applied twice, nothing returns early.


def first_minus_second(logits, c):
    return np.min(logits[:, 0] - logits[:, 1])


def first_point_alone(logits, c):
    own = np.sum(logits * (2 * c - 1), axis=1)
    return own[0]


def all_points_right(logits, c):
    return np.min(np.sum(logits * (2 * c - 1), axis=1)) > 0


# A list of one is not a list of parts.


def in_a_tuple(x, gradient, learning_rate):
    return (x - learning_rate * gradient(x),)


# What is kept where, and what comes back.


class FirstLineForEver:
    kept = []

    def __init__(self, slope, height):
        self.kept.append((slope, height))

    def compute(self, x):
        slope, height = self.kept[0]
        return slope * x + height


class PowerOfTheSlope:
    def __init__(self, slope, height):
        self.slope, self.height = slope, height

    def compute(self, x):
        return abs(self.slope) ** abs(x) + self.height


class HeightsAsText(PowerOfTheSlope):
    def compute(self, x):
        return str(self.slope * x + self.height)


def names_of_nodes(node):
    return [node.name]


# Known mistakes whose sentence was said of whoever stops with the same error, or gives the same.


def clipped_slope(x, gradient, learning_rate):
    return x - learning_rate * np.clip(gradient(x), -1, 1)


def writes_into_op(op, G):
    op.output = op.output * (1 - op.output)
    return [G * op.output]


def half_of_the_weights(X, W1, b1, W2, b2):
    h = np.tanh(X @ W1 + b1)
    return h @ W2 / h.shape[1] + b2


UNTRUE = [
    ("probability", clipped_score, "no influence"),
    ("worst-margin", whole_margin, "no influence"),
    ("worst-margin", place_of_the_worst, "no influence"),
    ("mean-cross-entropy", columns_of_the_guess, "no influence"),
    ("worst-margin", first_minus_second, "applied twice"),
    ("worst-margin", first_point_alone, "too early"),
    ("worst-margin", all_points_right, "Two things"),
    ("descent-step", in_a_tuple, "added up"),
    ("line-class", FirstLineForEver, "no influence"),
    ("line-class", PowerOfTheSlope, "returns a list"),
    ("line-class", HeightsAsText, "returns a list"),
    ("order-of", names_of_nodes, "returns a str"),
    ("descent-step", clipped_slope, "equally long"),
    ("sigmoid-rule", writes_into_op, "does not have"),
    ("two-layers", half_of_the_weights, "half of `W2`"),
]  # fmt: skip


@each("name, answer, words", UNTRUE, ids=[f"{name}: {f.__name__}" for name, f, _ in UNTRUE])
def test_what_is_not_true_of_a_function_is_not_said(name, answer, words):
    diagnosis = diagnose(lessons.find_exercise(name), answer)
    assert not diagnosis.passed and words not in diagnosis.text


# What is said instead, and what can be seen of numbers alone


def both_places(x, gradient, learning_rate):
    first = x - learning_rate * gradient(x)
    return [first, first - learning_rate * gradient(first)]


def how_far(x, gradient, learning_rate):
    first = x - learning_rate * gradient(x)
    return first - learning_rate * gradient(first) - x


def never_above_500(a):
    return np.minimum(np.where(a < -700, -a, np.log1p(np.exp(np.minimum(-a, 700)))), 500.0)


def with_the_points(X, width, seed, f=tanh):
    rng = np.random.default_rng(seed)
    W1, b1 = Variable(rng.standard_normal((2, width)), "W1"), Variable(np.zeros(width), "b1")
    W2, b2 = Variable(rng.standard_normal((width, 2)), "W2"), Variable(np.zeros(2), "b2")
    h = f(X @ W1 + b1)
    return h, h @ W2 + b2 + X


def rounded_to_three(a):
    e = np.exp(a - a.max(axis=1, keepdims=True))
    return np.round(e / e.sum(axis=1, keepdims=True), 3)


def always_the_first_loss(loss, minimize, feed_dict, steps):
    losses = [Session().run(loss, feed_dict)] * steps
    for _ in range(steps):
        Session().run(minimize, feed_dict)
    return losses


TRUE = [
    ("two-steps", both_places, "The second thing that you return is right"),
    ("two-steps", how_far, "the right one with `x` taken off"),
    ("loss-of-one-logit", never_above_500, "never gets larger than 500"),
    ("two-layers", with_the_points, "The value of h is right, the value of the logits"),
    ("softmax-rows", rounded_to_three, "Yours is rounded"),
    ("training-loop", always_the_first_loss, "The value of w at the end is right, the list of"),
    ("worst-margin", all_points_right, "Yours is 0 or 1 on every input"),
    ("worst-margin", first_minus_second, "`c` has no influence"),
    ("descent-step", in_a_tuple, "in a list or an array of their own"),
    ("line-class", FirstLineForEver, "Your first answer is right"),
    ("line-class", HeightsAsText, "Yours returns a str"),
    ("order-of", names_of_nodes, "things that are no nodes"),
    ("sigmoid-rule", writes_into_op, "there it is locked"),
]  # fmt: skip


@each("name, answer, words", TRUE, ids=[f"{name}: {f.__name__}" for name, f, _ in TRUE])
def test_what_is_true_of_a_function_is_said(name, answer, words):
    assert words in diagnose(lessons.find_exercise(name), answer).text


# Slips that can be seen


def returns_in_a_loop(values):
    for value in values:
        return value


def takes_the_root_of_a_root(values):
    return np.round(np.sqrt(np.sqrt(values)))


def plain(values):
    return values


@each("kind", SIGNS)
def test_a_slip_needs_its_form(kind):
    forms = [tree_of(function) for function in (returns_in_a_loop, takes_the_root_of_a_root)]
    assert any(fits(kind, tree) for tree in forms)
    assert not fits(kind, tree_of(plain)) and not fits(kind, None)


def test_other_slips_need_none():
    assert fits("term missing", None)
