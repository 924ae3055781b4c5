"""Kinds of slips that are named wherever they are made, as people make them, and near misses."""

import numpy as np
import pytest

from dlfs import Variable, tanh
from dlfs.classroom import lessons
from dlfs.classroom.checking.diagnosis import diagnose
from dlfs.classroom.lessons import probes_09
from dlfs.classroom.lessons.probes_06 import table_of

each = pytest.mark.parametrize


# Inputs in another order, or in each other's place


def gradient_first(gradient, x, learning_rate):
    return x - learning_rate * gradient(x)


def weights_in_front(x, w, b):
    return 1 / (1 + np.exp(-(np.matmul(w, x) + b)))


def rate_last(x, gradient, momentum, learning_rate):
    v = gradient(x)
    first = x - learning_rate * v
    return first - learning_rate * (momentum * v + gradient(first))


def b_before_a(op, G):
    b, a = op.inputs
    return [G / b, -G * a / b**2]


# Rows and columns that are left out


def loop_one_short(p, c):
    J = 0
    for i in range(len(p) - 1):
        J -= np.sum(c[i] * np.log(p[i]))
    return J / len(p)


def loop_from_one(p, c):
    J = 0
    for i in range(1, len(p)):
        J -= np.sum(c[i] * np.log(p[i]))
    return J / len(p)


def last_loss_alone(p, c):
    for i in range(len(p)):
        J = -np.sum(c[i] * np.log(p[i]))
    return J / len(p)


def last_class_left_out(p, c):
    J = 0
    for i in range(len(p)):
        for j in range(p.shape[1] - 1):
            J -= c[i, j] * np.log(p[i, j])
    return J / len(p)


def last_margin(logits, c):
    for row, own in zip(logits, c):
        margin = row[own.argmax()] - row[own.argmin()]
    return margin


def last_row_unfinished(a):
    e = np.exp(a)
    for i in range(len(e) - 1):
        e[i] = e[i] / e[i].sum()
    return e


def last_slope_alone(f, x, h=1e-5):
    slopes = np.zeros(x.shape)
    for entry in np.ndindex(x.shape):
        nudge = np.zeros(x.shape)
        nudge[entry] = h
        slopes = (f(x + nudge) - f(x - nudge)) / (2 * h)
    return slopes


def rows_centred(X):
    return X - X.mean(axis=1, keepdims=True)


# The right thing too often, too late, or at one sign alone


def steps_twice(x, gradient, learning_rate):
    first = x - learning_rate * gradient(x)
    return first - learning_rate * gradient(first)


def bias_behind_the_sigmoid(x, w, b):
    return 1 / (1 + np.exp(-np.matmul(x, w))) + b


def straight_below_0(a):
    return np.where(a < 0, -a, np.log(1 + np.exp(-np.abs(a))))


def slope_of_a_square(x, gradient, learning_rate):
    return x - learning_rate * 2 * x


def centred_on_the_way(X):
    for i in range(len(X)):
        X[i] = X[i] - X.mean(axis=0)
    return X


# Another function for the sigmoid


def tanh_of_the_score(x, w, b):
    return np.tanh(np.matmul(x, w) + b)


def relu_of_the_score(x, w, b):
    return np.maximum(np.matmul(x, w) + b, 0)


def score_above_0(x, w, b):
    return np.matmul(x, w) + b > 0


# Things in a list


def one_gradient(op, G):
    A, B = op.inputs
    return [G.T @ A]


def first_gradient_alone(op, G):
    A, B = op.inputs
    return G @ B.T


def second_turned(op, G):
    A, B = op.inputs
    return [G @ B.T, G.T @ A]


def both_turned(op, G):
    A, B = op.inputs
    return [B @ G.T, G.T @ A]


def shares_as_well(score, count):
    rights = [score(seed) for seed in range(count)]
    return min(rights), sum(rights) / count, max(rights), rights


def gradients_added(op, G):
    a, b = op.inputs
    return [G / b - G * a / b**2]


def array_of_a_gradient(op, G):
    return np.array([G * op.output])


def gradient_in_no_list(op, G):
    return G * op.output


def overlapping_rows(count, size, rng):
    order = rng.permutation(count)
    return [order[first : first + size] for first in range(count)]


def rows_from_the_second_piece_on(count, size, rng):
    order = rng.permutation(count)
    return [order[first : first + size] for first in range(size, count, size)]


def rows_and_labels_in_turn(X, c, size, rng):
    order = rng.permutation(len(X))
    return [part[order[i : i + size]] for i in range(0, len(X), size) for part in (X, c)]


# Errors of Python and of the library


def never_called(score, count):
    rights = [score for _ in range(count)]
    return min(rights), 0.5, max(rights)


def as_many_as_there_are(G, value):
    return np.reshape(G, np.shape(value))


def axes_one_by_one(G, value):
    for axis in range(np.ndim(G) - np.ndim(value)):
        G = G.sum(axis=axis)
    return G.sum(axis=tuple(i for i, n in enumerate(np.shape(value)) if n == 1), keepdims=True)


def nodes_for_values(op, G):
    p = Variable(0.5) * 2
    return [G * p * (1 - p)]


def for_each_entry(x, gradient, learning_rate):
    return np.array([x[i] - learning_rate * gradient(x)[i] for i in range(len(x))])


def W2_for_three(X, width, seed, f=tanh):
    rng = np.random.default_rng(seed)
    W1, b1 = Variable(rng.standard_normal((2, width))), Variable(np.zeros(width))
    W2, b2 = Variable(rng.standard_normal((3, 2))), Variable(np.zeros(2))
    h = f(X @ W1 + b1)
    return h, h @ W2 + b2


def deeper_and_deeper(node):
    return [*order_of_inputs(node), node]


def order_of_inputs(node):
    return deeper_and_deeper(node)


# Tables of their own


class OwnTable:
    def __init__(self, op):
        self.op, self.rules = op, {}

    def __call__(self, function):
        self.rules[self.op] = function
        return function


class TableOfTheClass:
    rules = {}

    def __init__(self, op):
        self.op = op

    def __call__(self, function):
        TableOfTheClass.rules[self.op] = function
        return function


class LocalTable(OwnTable):
    def __call__(self, function):
        rules = {}
        rules[self.op] = function
        return function


# Units that are none


def product_of_the_inputs(x1, x2):
    return np.maximum(x1 + x2, 0) - 2 * np.maximum(x1 * x2, 0)


def comparison(x1, x2):
    return 1 if x1 != x2 else 0


def nowhere_else(x1, x2):
    return abs(x1 - x2) if x1 in (0, 1) and x2 in (0, 1) else np.nan


def table_of_answers(x1, x2):
    return {(0, 0): 0, (0, 1): 1, (1, 0): 1, (1, 1): 0}[x1, x2]


NAMED = [
    ("descent-step", gradient_first, "with its inputs in another order. It is called with x, gradient"),
    ("two-rolls", rate_last, "with its inputs in another order"),
    ("probability", weights_in_front, "`x` and `w` stand in each other's place"),
    ("divide-rule", b_before_a, "The two inputs of `op` stand in each other's place"),
    ("mean-cross-entropy", loop_one_short, "The last row is left out of yours. It is still divided"),
    ("mean-cross-entropy", loop_from_one, "The first row is left out of yours"),
    ("mean-cross-entropy", last_loss_alone, "Only the last row counts in yours"),
    ("mean-cross-entropy", last_class_left_out, "The last column is left out of yours."),
    ("worst-margin", last_margin, "Only the last row counts in yours"),
    ("softmax-rows", last_row_unfinished, "Every row is right but the last one"),
    ("nudged-gradient", last_slope_alone, "It is the last number alone"),
    ("centred", rows_centred, "What is added up goes over the wrong axis"),
    ("descent-step", steps_twice, "Yours does it twice"),
    ("probability", bias_behind_the_sigmoid, "`b` is added to the result, and it belongs further"),
    ("loss-of-one-logit", straight_below_0, "Every number is right but some where `a` is below 0"),
    ("descent-step", slope_of_a_square, "`gradient` has no influence on your result"),
    ("centred", centred_on_the_way, "It changes its input X while it works. Work on a copy"),
    ("probability", tanh_of_the_score, "Yours is a tanh"),
    ("probability", relu_of_the_score, "Yours is the score, cut off below 0"),
    ("probability", score_above_0, "Yours is 0 or 1 on every input"),
    ("matmul-rule", one_gradient, "There is 1 in your list, and 2 are asked for"),
    ("matmul-rule", first_gradient_alone, "It is the first thing alone, and it is right"),
    ("matmul-rule", second_turned, "The first part is right, the second part is not. Of what is not"),
    ("matmul-rule", both_turned, "In each part: the numbers are right, rows and columns"),
    ("over-seeds", shares_as_well, "There are 4 in your list, and 3 are asked for"),
    ("divide-rule", gradients_added, "You add up the parts, and they should stay apart"),
    ("exp-rule", array_of_a_gradient, "A rule returns a list, with one gradient for each input"),
    ("exp-rule", gradient_in_no_list, "Yours is a gradient alone"),
    ("epoch-rows", overlapping_rows, "A row is there more than once in your pieces"),
    ("epoch-rows", rows_from_the_second_piece_on, "There is a row that is in none of your pieces"),
    ("batches", rows_and_labels_in_turn, "Your list holds something that is no pair"),
    ("over-seeds", never_called, "a function that nobody has called"),
    ("unbroadcast", as_many_as_there_are, "`reshape` keeps every number"),
    ("unbroadcast", axes_one_by_one, "You name an axis that is not there"),
    ("sigmoid-rule", nodes_for_values, "You compute with a node, and it is no number"),
    ("descent-step", for_each_entry, "One number comes here too"),
    ("two-layers", W2_for_three, "Two arrays meet in this node whose shapes do not fit"),
    ("order-of", deeper_and_deeper, "It calls itself again and again"),
    ("register-gradient", OwnTable, "a table that belongs to your object, or to its class"),
    ("register-gradient", TableOfTheClass, "a table that belongs to your object, or to its class"),
    ("register-gradient", LocalTable, "makes a table `rules` of its own"),
    *(("relu-by-hand", answer, "it goes in straight pieces. Yours does not")
      for answer in (product_of_the_inputs, comparison, nowhere_else, table_of_answers)),
]  # fmt: skip


@each("name, answer, words", NAMED, ids=[f"{name}: {f.__name__}" for name, f, _ in NAMED])
def test_a_kind_of_slip_is_named(name, answer, words):
    diagnosis = diagnose(lessons.find_exercise(name), answer)
    assert not diagnosis.passed and words in diagnosis.text
    assert diagnosis.mistake


# Near misses: the sentence is true on some inputs, and not on all


def on_few_rows_alone(answer, right, rows):
    """The slip of `answer` on tables of at most so many rows, and the right result elsewhere."""
    def mixed(first, *others):
        return (answer if len(first) <= rows else right)(first, *others)

    return mixed


def reference_of(name):
    return lessons.find_exercise(name).reference


def twice_above_0(x, gradient, learning_rate):
    first = x - learning_rate * gradient(x)
    return np.where(first > 0, first - learning_rate * gradient(first), first)


def turned_where_square(op, G):
    A, B = op.inputs
    second = A.T @ G
    return [G @ B.T, second.T if second.shape[0] == second.shape[1] else second]


def with_a_bend_of_its_own(x1, x2):
    return 2 * max(x1 + x2, 0) - 2 * max(x1 + x2 - 0.5, 0)


MISSED = [
    ("mean-cross-entropy", on_few_rows_alone(loop_one_short, reference_of("mean-cross-entropy"), 3),
     "left out"),
    ("softmax-rows", on_few_rows_alone(last_row_unfinished, reference_of("softmax-rows"), 3),
     "but the last one"),
    ("descent-step", twice_above_0, "twice"),
    ("matmul-rule", turned_where_square, "transposed"),
    ("relu-by-hand", with_a_bend_of_its_own, "straight pieces"),
]  # fmt: skip


@each("name, answer, words", MISSED, ids=[f"{name}: {f.__name__}" for name, f, _ in MISSED])
def test_what_is_true_on_some_inputs_alone_is_not_said(name, answer, words):
    diagnosis = diagnose(lessons.find_exercise(name), answer)
    assert not diagnosis.passed and words not in diagnosis.text


def test_a_product_passes_for_a_unit_where_nobody_looks_between_the_points(monkeypatch):
    exercise = lessons.find_exercise("relu-by-hand")
    assert not diagnose(exercise, product_of_the_inputs).passed
    monkeypatch.setattr(probes_09, "_in_straight_pieces", lambda *_: True)
    assert diagnose(exercise, product_of_the_inputs).passed


def test_a_rule_that_is_in_the_given_table_as_well_is_right():
    class InBoth(OwnTable):
        def __call__(self, function):
            self.rules[self.op] = rules[self.op] = function  # noqa: F821 - the table of the check
            return function

    with table_of(InBoth):
        pass
    assert diagnose(lessons.find_exercise("register-gradient"), InBoth).passed
