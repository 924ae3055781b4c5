"""The learning rate on the perceptron's loss: its two bounds, the picture, the own step."""

import re

import numpy as np
import pytest

from dlfs.classroom import data
from dlfs.classroom.explore import stepping
from dlfs.classroom.explore.learning_rate import (
    CHAOS, STATES, STEPS, SURE, LearningRate, bounds, describe, first_difference, repeatable,
    simulate, snapshot,
)  # fmt: skip
from dlfs.classroom.explore.perceptron import gradient_of, losses
from tests.classroom.explorer_forms import faults_of_sentence, is_whole
from tools.proof.explorer_states import new

# Rates for which the descent is quiet: up to half of the bound that was measured.
QUIET = (0.1, 0.5, 1, 2)


def rises(J) -> int:
    return int((np.diff(J) > 1e-9).sum())


# The two bounds


@pytest.mark.parametrize("rate", QUIET)
def test_quiet_rates_reach_the_minimum_and_never_rise(rate):
    _, J = simulate(rate)
    assert J[-1] == pytest.approx(bounds()[2], abs=0.001) and rises(J) == 0


def test_a_small_rate_crawls_and_a_large_one_leaves_the_minimum():
    minimum = bounds()[2]
    crawl, beyond = simulate(min(STATES))[1], simulate(1.4 * bounds()[1])[1]
    assert rises(crawl) == 0 and crawl[-1] > minimum + 0.02
    assert beyond.min() < minimum + 0.05 < beyond[-10:].max() and rises(beyond) > 50


@pytest.mark.slow
def test_over_50_seeds_the_safe_bound_is_below_the_measured_one():
    assert all(bounds(seed)[0] < bounds(seed)[1] for seed in range(50))


@pytest.mark.parametrize("seed", range(10))
def test_below_the_safe_bound_no_step_goes_up(seed):
    assert rises(simulate(0.999 * bounds(seed)[0], seed)[1]) == 0


@pytest.mark.parametrize("seed", range(6))
def test_above_the_measured_bound_no_descent_stays_and_below_it_does(seed):
    _, measured, minimum = bounds(seed)
    X, c = data.overlapping(seed)
    beside = simulate(1.0, seed, 2000)[0][-1] + 1e-4 * np.ones(6) * [1, -1, 1, -1, 1, -1]
    for factor, stays in ((0.95, True), (1.05, False)):
        points = stepping.descend(gradient_of(X, c), beside, factor * measured, 2000)
        assert (losses(X, c, points[-1:])[0] < minimum + 1e-5) == stays


def test_on_separable_data_a_rate_of_50_never_rises():
    X, c = data.separable()
    points = stepping.descend(gradient_of(X, c), np.zeros(6), 50.0, 200)
    assert rises(losses(X, c, points)) == 0


# No number from chaos


def twins_part(rate, seed):
    """Say whether two runs part that start a hair's breadth beside each other."""
    gradient, far = gradient_of(*data.overlapping(seed)), 1e-11 * np.arange(6)
    ends = [stepping.descend(gradient, start, rate, STEPS)[-1] for start in (0 * far, far)]
    return np.abs(ends[0] - ends[1]).max() > 1e-6


@pytest.mark.parametrize("rate", [CHAOS, 25, 30])
def test_nothing_is_printed_from_a_chaotic_run(rate):
    text = describe(rate, simulate(rate)[1])
    assert re.findall(r"[0-9.]+", text) == [f"{rate}"]
    assert not repeatable(rate)


@pytest.mark.parametrize("seed", range(12))
def test_a_run_is_called_repeatable_only_if_its_twin_stays_with_it(seed):
    assert not any(repeatable(rate, seed) and twins_part(rate, seed) for rate in (1, SURE, 8, 12))
    assert any(repeatable(rate, 0) for rate in (6, 8, 10))
    assert not all(repeatable(19, each) for each in range(12))


# The explorer


@pytest.fixture
def w():
    return new("learning_rate")


@pytest.mark.parametrize("rate, seed", [(0.1, 0), (3, 4), (5, 1)])
def test_the_sentence_says_the_numbers_of_the_run(w, rate, seed):
    w.learning_rate.value, w.seed.value = rate, seed
    J = simulate(rate, seed)[1]
    assert w.describe() == (
        f"Learning rate {rate:g}: the loss is {J[1]:.4f} after 1 step, {J[10]:.4f} after 10, "
        f"{J[199]:.4f} after 199 and {J[200]:.4f} after 200; its minimum is "
        f"{bounds(seed)[2]:.4f}, and it rose in {rises(J)} of 200 steps."
    )


def test_the_ticks_of_the_ruler_are_computed_from_the_data(w):
    for seed in (0, 3):
        w.seed.value = seed
        safe, measured, _ = bounds(seed)
        assert [tick.get_text() for tick in w._ticks] == [
            f"safe everywhere\n2/L = {safe:.2f}", f"measured at the\nminimum: {measured:.2f}",
        ]  # fmt: skip
        assert [tick.xy[0] for tick in w._ticks] == [safe, measured]
        assert [band.get_x() for band, _ in w._bands] == [0, safe, measured]
    assert bounds(0) != bounds(3)


def test_the_bold_curves_are_the_losses_and_the_difference_of_the_first_weights(w):
    w.learning_rate.value = 5
    points, J = simulate(5)
    np.testing.assert_array_equal(w._bold[0].get_ydata(), J)
    np.testing.assert_array_equal(w._bold[1].get_ydata(), points[:, 0] - points[:, 1])
    np.testing.assert_array_equal(first_difference(points), points[:, 0] - points[:, 1])


@pytest.mark.parametrize("rate", [0.01, 16, 30])
def test_the_marker_is_whole_at_both_ends_of_the_ruler(w, rate):
    w.learning_rate.value = rate
    assert is_whole(w._marker)
    w._marker.set_data([-0.5], [1.2])
    assert not is_whole(w._marker)


# The learner's step


def my_step(x, gradient, learning_rate):
    return x - learning_rate * gradient(x)


def test_a_learners_step_is_compared_with_the_library_s_as_long_as_rates_are_quiet(w):
    before = bytes(w.picture.value)
    w.hand_over(my_step)
    assert "; your step and the library's agree." in w.describe()
    w.learning_rate.value = 2 * SURE
    assert "your step" not in w.describe()
    w.learning_rate.value = 0.1
    w.hand_over(lambda x, gradient, rate: x + rate * gradient(x))
    assert "part at step 1" in w.describe() and bytes(w.picture.value) != before


def test_a_step_that_calls_the_gradient_of_something_else_hears_what_it_takes(w):
    def of_one(x, gradient, learning_rate):
        return x - learning_rate * gradient(x[0])

    assert "gradient takes the six numbers" in said_of(w, of_one)


def test_a_step_that_overflows_is_said_to_diverge(w):
    def far(x, gradient, learning_rate):
        return (x - gradient(x)) * 1e60

    text = said_of(w, far)
    assert "diverged, the numbers overflow at step" in text and faults_of_sentence(text) == []


def said_of(w, step):
    w.hand_over(step)
    return w.describe()


def test_the_strip_has_five_named_curves_and_the_ruler():
    left, right, ruler = snapshot().axes
    assert len(left.lines) == len(right.lines) == len(STATES) == 5
    assert [text.get_text() for text in left.texts] == [f"{rate:g}" for rate in STATES]
    for bound, tick in zip(bounds()[:2], ruler.get_xticklabels(), strict=True):
        assert f"{bound:.2f}" in tick.get_text()


def test_the_alt_text_says_the_numbers_of_the_strip():
    _, alt = LearningRate.paper()
    safe, measured, minimum = bounds()
    for rate in STATES:
        assert f"at {rate:g} {simulate(rate)[1][-1]:.3f}" in alt
    for number in (f"minimum is {minimum:.3f}", f"up to {safe:.2f}", f"to {measured:.2f}"):
        assert number in alt
    assert faults_of_sentence(alt) == ["not one sentence"]


def test_the_words_of_the_strip_say_when_the_largest_rate_is_at_the_minimum():
    J, minimum = simulate(STATES[-1])[1], bounds()[2]
    first = next(t for t in range(STEPS) if f"{J[t]:.3f}" == f"{minimum:.3f}")
    leaves = "leaves it again" if J[-1] > minimum + 0.001 else "stays there"
    assert f"reaches it at step {first} and {leaves}" in LearningRate.paper()[1]
