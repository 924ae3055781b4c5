"""Steps as learners write them at first, each with the words that have to answer it."""

import sys
from functools import partial

import numpy as np


def right(x, gradient, learning_rate):
    return x - learning_rate * gradient(x)


def right_with_other_names(place, slope_at, eta):
    return place - eta * slope_at(place)


def a_list(x, gradient, learning_rate):
    return (x - learning_rate * np.asarray(gradient(x))).tolist()


def single_precision(x, gradient, learning_rate):
    return np.float32(x - learning_rate * gradient(x))


RIGHT = (right, right_with_other_names, a_list, partial(right))


def uphill(x, gradient, learning_rate):
    return x + learning_rate * gradient(x)


def half_as_far(x, gradient, learning_rate):
    return x - learning_rate * gradient(x) / 2


WRONG_NUMBERS = (uphill, half_as_far)


def raises(x, gradient, learning_rate):
    return 1 / 0


def misspells(x, gradient, learning_rate):
    return x - learning_rat * gradient(x)  # noqa: F821


def forgets_the_call(x, gradient, learning_rate):
    return x - learning_rate * gradient


def forgets_return(x, gradient, learning_rate):
    x - learning_rate * gradient(x)  # noqa: B018


def blank(x, gradient, learning_rate):
    return ...


def not_a_number(x, gradient, learning_rate):
    return x * float("nan")


def endless(x, gradient, learning_rate):
    return x * 0 + float("inf")


def pair(x, gradient, learning_rate):
    return np.ones(2)


def words(x, gradient, learning_rate):
    return "left"


def returns_the_function(x, gradient, learning_rate):
    return gradient


def complex_number(x, gradient, learning_rate):
    return x + 1j


def ragged(x, gradient, learning_rate):
    return [[1.0, 2.0], [3.0]]


def yields(x, gradient, learning_rate):
    yield x


def two_arguments(x, gradient):
    return x


def leaves(x, gradient, learning_rate):
    sys.exit()


def deep(x, gradient, learning_rate):
    return deep(x, gradient, learning_rate)


def loops_on_one_line(x, gradient, learning_rate):
    while True: pass  # noqa: E701


def loops_and_catches_errors(x, gradient, learning_rate):
    while True:
        try:
            x = x - learning_rate * gradient(x)
        except Exception:
            pass


ANSWERS = (
    (raises, "Your step stopped at step 1 with ZeroDivisionError: division by zero."),
    (misspells, "NameError: name 'learning_rat' is not defined"),
    (forgets_the_call, "The gradient is a function: gradient(x) is its value at x."),
    (forgets_return, "Your step returned None at step 1: does it end with return?"),
    (blank, "Your step returned ..., the blank"),
    (not_a_number, "Your step returned nan at step 1."),
    (endless, "Your step returned inf at step 1."),
    (pair, "Your step returned numbers of shape (2,) at step 1, and x has shape ("),
    (words, "Your step returned a str at step 1: real numbers are wanted."),
    (returns_the_function, "Your step returned a function at step 1"),
    (complex_number, "Your step returned a complex number at step 1: real numbers"),
    (ragged, "Your step returned a list at step 1"),
    (yields, "Your step returned a generator at step 1"),
    (two_arguments, "Your step takes (x, gradient), and three things are handed to it"),
    (leaves, "Your step stopped at step 1 with SystemExit"),
    (deep, "RecursionError: maximum recursion depth exceeded"),
    (3, "step is 3, not a function: hand over its name without brackets."),
)
NAMES = [getattr(step, "__name__", "a number") for step, _ in ANSWERS]
LOOPS = (loops_on_one_line, loops_and_catches_errors)
