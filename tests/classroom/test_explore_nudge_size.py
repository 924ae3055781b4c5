"""The explorer of the nudge: the U-curve, its two slopes, and the differences of learners."""

import math
import sys
from decimal import Decimal, localcontext

import numpy as np
import pytest

import dlfs
from dlfs.classroom.explore.nudge_size import (
    GRID, X, NudgeSize, bend, best_power, central, describe, errors, forward, magnified,
    relative_error, rounding, sigma, simulate, snapshot, true_derivative, turning_point,
)  # fmt: skip
from dlfs.classroom.explore.calling import Mistake
from tools.proof.explorer_states import new


def exact_derivative():
    with localcontext() as context:
        context.prec = 50
        p = 1 / (1 + (-Decimal(X)).exp())
        return float(p * (1 - p))


# The numbers of the lesson


def test_the_true_derivative_is_right_to_the_last_digits():
    assert true_derivative() == pytest.approx(exact_derivative(), rel=1e-15)


def test_the_numbers_of_the_lesson():
    assert f"{simulate(1e-5)[1]:.1e}" == "3.9e-12"
    assert f"{simulate(1e-12)[1]:.1e}" == "2.4e-04"


def test_the_number_at_1e_12_is_the_same_where_exp_rounds_differently():
    h = 1e-12
    numbers = set()
    for up in (-1, 0, 1):
        for down in (-1, 0, 1):
            e_up, e_down = math.exp(-(X + h)), math.exp(-(X - h))
            p_up = 1 / (1 + (math.nextafter(e_up, up * math.inf) if up else e_up))
            p_down = 1 / (1 + (math.nextafter(e_down, down * math.inf) if down else e_down))
            numbers.add(f"{relative_error((p_up - p_down) / (2 * h)):.1e}")
    assert numbers == {"2.4e-04"}


def test_the_best_power_of_ten_is_1e_5():
    assert best_power() == 1e-5
    assert all(simulate(1e-5)[1] < simulate(h)[1] for h in (1e-4, 1e-6, 1e-15))


@pytest.mark.parametrize("formula, power", [("forward", 1), ("central", 2)])
def test_from_the_right_the_error_falls_with_the_power_of_the_formula(formula, power):
    first, second = (simulate(h, formula)[1] for h in (1e-2, 1e-3))
    assert first / second == pytest.approx(10**power, rel=0.01)
    assert bend(1e-2, formula) == pytest.approx(first, rel=0.01)


@pytest.mark.parametrize("formula", ["forward", "central"])
def test_on_the_left_rounding_bounds_the_error(formula):
    small = [h for h in GRID if h < turning_point(formula) / 10]
    at = dict(zip(GRID, errors(formula), strict=True))
    assert all(at[h] < 5 * rounding(h) for h in small)
    assert max(at[h] / rounding(h) for h in small) > 0.5


def test_the_two_causes_cost_the_same_at_the_turning_point():
    for formula in ("forward", "central"):
        h = turning_point(formula)
        assert bend(h, formula) == pytest.approx(rounding(h))


def test_sigma_is_the_sigmoid_of_the_engine():
    for x in np.linspace(-30, 30, 61).tolist():
        assert sigma(x) == pytest.approx(float(dlfs.Session().run(dlfs.sigmoid(x))), rel=1e-14)


def test_under_the_glass_sigma_is_a_line_at_first_and_a_staircase_at_1e_15():
    assert len(np.unique(magnified(1e-3))) == len(magnified(1e-3))
    assert len(np.unique(magnified(1e-15))) < 10


@pytest.mark.parametrize("analytic, numeric, error", [(1e-7, 2e-7, 0.5), (0.3655, 0.25, 0.316)])
def test_a_relative_error_is_what_gradient_check_calls_so(analytic, numeric, error):
    from dlfs.gradient_check import relative_error as of_the_engine

    assert of_the_engine(analytic, numeric) == pytest.approx(error, abs=0.001)
    a = true_derivative()
    assert relative_error(a * numeric / analytic) == pytest.approx(error, abs=0.001)


# Differences of learners


@pytest.mark.parametrize(
    "nudged, words",
    [
        (central, "it is the central difference"),
        (forward, "it is the forward difference"),
        (lambda f, x, h: (f(x) - f(x - h)) / h, "it is the backward difference"),
        (lambda f, x, h: (f(x + h) - f(x - h)) / h, "it is twice the central difference"),
        (lambda f, x, h: f(x + h) - f(x - h), "it gives 0.044318, the central difference 0.221591"),
    ],
)
def test_a_known_formula_is_recognised(nudged, words):
    assert words in NudgeSize(nudged).describe()


@pytest.mark.parametrize(
    "nudged, words",
    [
        (lambda f, x, h: [1, 2], "returned shape (2,): one number is wanted"),
        (lambda f, x, h: math.nan, "returned nan"),
        (lambda f, x, h: f(np.array([x, h])), "f takes one number"),
        (lambda f, x: x, "takes (f, x), and three things are handed to it: f, x, h"),
    ],
)
def test_nonsense_is_answered_in_words_and_a_picture_stays(nudged, words):
    explorer = NudgeSize(nudged)
    assert words in explorer.describe()
    assert bytes(explorer.picture.value).startswith(b"\x89PNG")
    explorer.formula.value = "central"
    assert "Central difference" in explorer.describe()


def test_a_slow_function_is_given_up(monkeypatch):
    monkeypatch.setattr(sys.modules[errors.__module__], "PATIENCE", 0.0)
    with pytest.raises(Mistake, match="needs more than 0 s"):
        errors(lambda f, x, h: 0.2)


# The explorer


@pytest.fixture
def explorer():
    return new("nudge_size")


@pytest.mark.parametrize("h, cause", [(0.1, "the bend of the curve"), (1e-12, "the last digits")])
def test_the_sentence_says_the_numbers(explorer, h, cause):
    explorer.h.value = h
    numeric = (sigma(X + h) - sigma(X - h)) / (2 * h)
    error = abs(numeric - exact_derivative()) / max(numeric, exact_derivative())
    assert explorer.describe() == describe(h) + "." == (
        f"Central difference for sigma at 0.7, h = {h:g}: it gives {numeric:.10f}, the derivative "
        f"is {exact_derivative():.10f}, and the relative error is {error:.1e}, most of it from "
        f"{cause}."
    )


def test_the_words_of_the_strip_say_its_numbers():
    _, alt = NudgeSize.paper()
    assert len(snapshot().axes) == 4 and "six numbers, 12 passes" in NudgeSize.caption
    assert f"{simulate(1e-5)[1]:.1e} at h = 1e-05; {simulate(1e-12)[1]:.1e} at h = 1e-12" in alt
