"""The valley: what mathematics says of it, and the picture."""

import math

import numpy as np
import pytest

from dlfs.classroom.explore.trajectory import at_one_percent
from dlfs.classroom.explore.valley import (
    AXES, PRESETS, RATES, START, Valley, along_and_across, best_rate, bound, degrees_off, describe,
    ellipses, losses, simulate, snapshot, worst_degrees,
)  # fmt: skip
from tools.proof.explorer_states import new

# The numbers


def steps_by_mathematics(kappa, rate):
    """Return the first t at which the loss is 1 %, by the two factors alone; None if none is."""
    u, v = START
    first = u**2 + kappa * v**2
    for t in range(250):
        along, across = u * (1 - rate) ** t, v * (1 - rate * kappa) ** t
        if along**2 + kappa * across**2 <= 0.01 * first:
            return t
    return None


@pytest.mark.parametrize("rate", RATES)
def test_the_steps_to_one_percent_are_those_of_mathematics(rate):
    assert at_one_percent(losses(10, simulate(10, rate))) == steps_by_mathematics(10, rate)


@pytest.mark.parametrize("kappa", [1, 4, 10, 30])
def test_no_direction_is_more_degrees_off_than_the_worst(kappa):
    directions = np.linspace(0, 2 * math.pi, 3601)
    points = np.column_stack([np.cos(directions), np.sin(directions)]) @ AXES.T
    off = [degrees_off(kappa, point) for point in points]
    assert max(off) == pytest.approx(worst_degrees(kappa), abs=0.01)


@pytest.mark.parametrize("kappa, rate", [(10, 0.18), (1, 0.5), (30, 0.05)])
def test_each_direction_shrinks_by_its_own_factor(kappa, rate):
    u, v = along_and_across(simulate(kappa, rate, 20)).T
    t = np.arange(21)
    np.testing.assert_allclose(u, START[0] * (1 - rate) ** t, atol=1e-12)
    np.testing.assert_allclose(v, START[1] * (1 - rate * kappa) ** t, atol=1e-12)


def test_the_gradient_is_the_slope_of_the_loss():
    point, h = np.array([0.7, -1.2]), 1e-6
    nudges = h * np.eye(2)
    nudged = [np.diff(losses(4, np.array([point - n, point + n])))[0] / (2 * h) for n in nudges]
    given = {}
    simulate(4, 0.1, 1, lambda x, gradient, rate: given.update(at=gradient(point)) or x)
    np.testing.assert_allclose(given["at"], nudged, rtol=1e-6)


def test_in_a_round_bowl_the_steepest_way_leads_to_the_minimum():
    assert degrees_off(1, np.array([0.3, -2.0])) == pytest.approx(0)
    assert degrees_off(10, np.zeros(2)) == 0


def test_at_the_best_rate_both_directions_shrink_equally():
    assert 1 - best_rate(10) == pytest.approx(-(1 - best_rate(10) * 10))


def test_at_the_bound_the_path_bounces_for_ever():
    v = along_and_across(simulate(10, bound(10), 200))[:, 1]
    np.testing.assert_allclose(np.abs(v), 1, rtol=1e-9)


def test_every_point_of_an_ellipse_has_its_loss():
    points = np.column_stack(ellipses(7, levels=(0.5, 3.5)))
    J = losses(7, points[np.isfinite(points[:, 0])])
    np.testing.assert_allclose(np.unique(J.round(9)), [0.5, 3.5])


# The explorer


@pytest.fixture
def explorer():
    return new("valley")


@pytest.mark.parametrize("kappa, fraction, t", [(10, 0.9, 6), (4, 0.5, 0), (25, 0.975, 40)])
def test_the_sentence_says_the_numbers(explorer, kappa, fraction, t):
    explorer.kappa.value, explorer.fraction.value, explorer.t.value = kappa, fraction, t
    rate = fraction * 2 / kappa
    u, v = START[0] * (1 - rate) ** t, START[1] * (1 - rate * kappa) ** t
    share = (u**2 + kappa * v**2) / (START[0] ** 2 + kappa * START[1] ** 2)
    off = degrees_off(kappa, AXES @ np.array([u, v]))
    assert explorer.describe() == (
        f"Kappa {kappa:g}, learning rate {rate:.4g}, {fraction:.3g} of the bound {2 / kappa:.4g}: "
        f"a step multiplies the distance along the valley by {1 - rate:.3g} and across it by "
        f"{1 - rate * kappa:.3g}; after {t} steps the loss is {share:.3g} times the first one and "
        f"the steepest way down is {off:.1f} degrees off the way to the minimum; "
        f"{steps_by_mathematics(kappa, rate)} steps to 1 %."
    )
    assert explorer.describe() == describe(kappa, rate, t) + "."


def test_the_presets_set_the_fraction(explorer):
    for button, value in zip(explorer.presets, PRESETS, strict=True):
        button.click()
        expected = best_rate(10) / bound(10) if value == "best" else value
        assert explorer.fraction.value == pytest.approx(expected)


def test_a_learners_step_is_compared_and_an_overflow_is_said_in_words(explorer):
    explorer.hand_over(lambda x, gradient, rate: x - rate * gradient(x))
    assert "your step and the library's agree" in explorer.describe()
    explorer.hand_over(lambda x, gradient, rate: x + rate * gradient(x))
    assert "part at step 1" in explorer.describe()
    explorer.hand_over(lambda x, gradient, rate: x * 1e100)
    explorer.t.value = 40
    assert "diverged" in explorer.describe()


def test_a_step_that_asks_for_the_gradient_of_something_else_hears_what_it_takes(explorer):
    explorer.hand_over(lambda x, gradient, rate: x - rate * gradient(1.0))
    assert "gradient takes two numbers" in explorer.describe()


def test_the_strip_and_its_words_have_the_steps_of_each_rate():
    titles, alt = [ax.get_title() for ax in snapshot().axes], Valley.paper()[1]
    for rate, title in zip(RATES, titles, strict=True):
        count = steps_by_mathematics(10, rate)
        assert title.endswith("never" if count is None else f"{count} steps")
        assert f"{rate:g} " + ("never" if count is None else f"after {count} steps") in alt
