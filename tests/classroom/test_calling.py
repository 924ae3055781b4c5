"""Functions of learners: called on numbers of their own, and answered in words."""

import numpy as np
import pytest

from dlfs.classroom.explore.calling import Mistake, answer_of, takes, whose
from dlfs.classroom.lessons import find_exercise
from tests.classroom.explorer_forms import faults_of_sentence

A = np.array([2.0, 1.0, 0.0])


def greedy(a):
    a -= a.max()
    return a


def endless(a):
    while True:
        pass


def again(a):
    return again(a)


@pytest.mark.parametrize(
    "function, words",
    [
        (lambda a: None, "Your way returned None: does it end with return?"),
        (lambda a: ..., "the blank: nothing is filled in yet"),
        (lambda a: "a", "returned a str: numbers are wanted"),
        (lambda a: [[1, 2], [3]], "several arrays of different shapes"),
        (lambda a, axis: a, "takes (a, axis), and it is called with 1 argument."),
        (lambda a: 1 / 0, "stopped with ZeroDivisionError: division by zero."),
        (lambda a: a.no, "stopped with AttributeError"),
        (3, "way is a int, not a function"),
        (A, "way is a ndarray, not a function"),
        (..., "way is a ellipsis, not a function"),
        (greedy, "changes the numbers it is given"),
        (endless, "two million instructions"),
        (again, "calls itself again"),
    ],
)
def test_whatever_a_function_does_instead_is_a_mistake_in_words(function, words):
    with pytest.raises(Mistake) as caught:
        answer_of("way", function, A)
    assert words in str(caught.value) and faults_of_sentence(str(caught.value)) == []
    np.testing.assert_array_equal(A, [2, 1, 0])


@pytest.mark.parametrize("function", [np.copy, lambda a: list(a), lambda a: a.astype(np.float32)])
def test_numbers_come_back_as_an_array(function):
    np.testing.assert_array_equal(answer_of("way", function, A), A)


def step(x, gradient, learning_rate):
    return x


@pytest.mark.parametrize("function, words", [
    (step, "your step"), (lambda x: x, "your step"), (3, "your step"), (np.abs, "your step"),
    (find_exercise("descent-step").reference, "the given step"),
])  # fmt: skip
def test_a_function_that_a_lesson_gave_is_not_called_yours(function, words):
    assert whose(function, "step") == words


def test_how_many_arguments_a_function_takes_is_seen_before_it_is_called():
    assert takes(lambda a, b=1: a, 1) and takes(lambda a, b=1: a, 2)
    assert not takes(lambda a, b=1: a, 3) and not takes(lambda: 0, 1) and takes(max, 2)
