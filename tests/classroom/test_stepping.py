"""Steps that learners write: followed where they lead, and answered where they go wrong."""

import sys

import numpy as np
import pytest

from dlfs.classroom.explore import stepping
from dlfs.classroom.explore.calling import Mistake
from dlfs.classroom.explore.stepping import descend, follow, parting
from tests.classroom.faulty_steps import (
    ANSWERS, LOOPS, NAMES, RIGHT, WRONG_NUMBERS, right, single_precision,
)  # fmt: skip

STARTS = (2.0, np.array([2.0, -1.0, 0.5]))


def slope(x):
    return 3 * (x - 1)


def followed(step, start, steps=20, rate=0.1):
    return follow(step, start, slope, rate, steps)


@pytest.fixture(params=STARTS, ids=["a number", "an array"])
def start(request):
    return request.param


@pytest.mark.parametrize("step", RIGHT)
def test_a_right_step_goes_where_the_formula_goes(step, start):
    ours = descend(slope, start, 0.1, 20)
    np.testing.assert_allclose(followed(step, start), ours, rtol=1e-12)
    assert parting(followed(step, start), ours).endswith("agree")


def test_the_formula_shrinks_the_distance_by_the_same_factor(start):
    factors = (0.7 ** np.arange(21)).reshape(-1, *np.ndim(start) * [1])
    np.testing.assert_allclose(descend(slope, start, 0.1, 20), 1 + factors * (start - 1))


def test_single_precision_is_near_enough(start):
    found = parting(followed(single_precision, start), descend(slope, start, 0.1, 20))
    assert found.endswith("agree")


@pytest.mark.parametrize("step", WRONG_NUMBERS)
def test_a_step_that_goes_elsewhere_parts_at_step_1(step, start):
    ours = descend(slope, start, 0.1, 20)
    assert parting(followed(step, start), ours).endswith("part at step 1")


def test_a_step_that_goes_wrong_late_parts_late(start):
    visited = []

    def late(x, gradient, learning_rate):
        visited.append(x)
        return right(x, gradient, learning_rate * (1 if len(visited) < 7 else 2))

    ours = descend(slope, start, 0.1, 20)
    assert parting(followed(late, start), ours).endswith("part at step 7")
    assert parting(ours, ours) == ""


@pytest.mark.parametrize("step, answer", ANSWERS, ids=NAMES)
def test_a_faulty_step_is_answered_by_its_own_words(step, answer, start):
    with pytest.raises(Mistake) as caught:
        followed(step, start)
    assert answer in str(caught.value)


def test_no_two_faults_of_a_step_have_the_same_answer():
    assert len({answer for _, answer in ANSWERS}) == len(ANSWERS)


@pytest.mark.parametrize("step", LOOPS)
def test_a_step_that_never_comes_back_is_stopped(step, start, monkeypatch):
    monkeypatch.setattr(stepping, "PATIENCE", 0.05)
    with pytest.raises(Mistake, match="Your step has not come back after"):
        followed(step, start)


def in_place(x, gradient, learning_rate):
    x -= learning_rate * gradient(x)
    return x


def test_a_number_may_be_changed_in_place_and_an_array_may_not():
    np.testing.assert_allclose(followed(in_place, 2.0), descend(slope, 2.0, 0.1, 20))
    with pytest.raises(Mistake, match="changes the x that it is given"):
        followed(in_place, STARTS[1])


def test_a_step_that_runs_far_away_ends_where_the_numbers_overflow(start):
    points = followed(lambda x, gradient, rate: x * 1e60, start)
    assert len(points) == 6 and np.isfinite(points).all()
    assert len(descend(lambda x: -1e60 * x, start, 1.0, 20)) == 6


def test_a_step_is_called_once_per_step_with_numbers_of_its_own(start):
    calls = []

    def noted(x, gradient, learning_rate):
        calls.append(x)
        assert learning_rate == 0.5
        return right(x, gradient, learning_rate)

    points = follow(noted, start, slope, 0.5, 30)
    assert len(calls) == 30 and {type(x) for x in calls} == {type(start)}
    assert not any(np.shares_memory(x, points) for x in calls)


def test_printing_in_a_step_does_not_fill_the_notebook(start, capsys):
    followed(lambda x, gradient, rate: print(x) or right(x, gradient, rate), start)
    assert capsys.readouterr().out == ""


def test_a_debugger_s_trace_is_put_back(start):
    before = sys.gettrace()
    followed(right, start)
    assert sys.gettrace() is before
