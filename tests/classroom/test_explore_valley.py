"""The explorer of the valley: the numbers of the lesson, steps of learners, one good picture."""

import math

import ipywidgets as widgets
import numpy as np
import pytest

from dlfs.classroom.explore.stepping import Mistake
from dlfs.classroom.explore.valley import (
    AXES, PRESETS, START, Valley, along_and_across, best_rate, bound, counted_steps, degrees_off,
    describe, ellipses, losses, simulate, snapshot, worst_degrees,
)  # fmt: skip
from dlfs.classroom.drawing.figures import LARGEST_PNG, SMALLEST_ALT


def right(x, gradient, learning_rate):
    return x - learning_rate * gradient(x)


def uphill(x, gradient, learning_rate):
    return x + learning_rate * gradient(x)


# The numbers of the lesson


@pytest.mark.parametrize(
    "rate, steps", [(0.1, 18), (0.15, 12), (0.18, 11), (0.1818, 12), (0.195, 40), (0.2, None)]
)
def test_the_steps_to_one_percent_are_those_of_the_lesson(rate, steps):
    assert counted_steps(losses(10, simulate(10, rate))) == steps


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


def test_the_steepest_way_is_up_to_54_9_degrees_off_at_kappa_10():
    directions = np.linspace(0, 2 * math.pi, 3601)
    points = np.column_stack([np.cos(directions), np.sin(directions)]) @ AXES.T
    assert worst_degrees(10) == pytest.approx(54.9, abs=0.05)
    off = [degrees_off(10, point) for point in points]
    assert max(off) == pytest.approx(worst_degrees(10), abs=0.01)


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


# Steps of learners


def test_the_learners_right_step_agrees_and_a_wrong_one_parts_at_step_1():
    assert "your step and the library's agree" in Valley(right).describe()
    assert "part at step 1" in Valley(uphill).describe()


@pytest.mark.parametrize(
    "step, words",
    [
        (lambda x, gradient, rate: None, "returned None"),
        (lambda x, gradient, rate: ..., "the blank"),
        (lambda x, gradient, rate: x[0], "shape ()"),
        (lambda x, gradient, rate: x - rate * gradient, "The gradient is a function"),
        (lambda x, gradient, rate: x - rate * gradient(1.0), "gradient takes two numbers"),
        (lambda x: x, "three things"),
        (3, "not a function"),
    ],
)
def test_nonsense_is_answered_in_words_and_a_picture_stays(step, words):
    explorer = Valley(step)
    assert words in explorer.describe()
    assert bytes(explorer.picture.value).startswith(b"\x89PNG")


def test_nonsense_is_a_mistake_for_simulate():
    with pytest.raises(Mistake):
        simulate(10, 0.1, 5, lambda x, gradient, rate: "far")


# The explorer


def is_one_plain_sentence(text):
    return text.isascii() and "\n" not in text and text.endswith(".") and ". " not in text


@pytest.fixture
def explorer():
    return Valley()


def test_the_first_sentence_says_the_numbers(explorer):
    assert explorer.describe() == (
        "Kappa 10, learning rate 0.18, 0.9 of the bound 0.2: a step multiplies the distance along "
        "the valley by 0.82 and across it by -0.8; after 6 steps the loss is 0.0791 times the "
        "first one and the steepest way down is 54.9 degrees off the way to the minimum; 11 steps "
        "to 1 %."
    )


def test_each_control_brings_a_new_picture_and_a_new_sentence(explorer):
    for control, value in ((explorer.kappa, 4), (explorer.fraction, 0.5), (explorer.t, 9)):
        before = bytes(explorer.picture.value), explorer.describe()
        control.value = value
        assert explorer.describe() != before[1]
        assert bytes(explorer.picture.value) != before[0]


def test_the_presets_set_the_fraction(explorer):
    for button, value in zip(explorer.presets, PRESETS, strict=True):
        button.click()
        expected = best_rate(10) / bound(10) if value == "best" else value
        assert explorer.fraction.value == pytest.approx(expected)


def test_every_setting_gives_one_plain_sentence(explorer):
    for kappa in (1, 10, 30):
        for fraction in (0.1, 1, 1.1):
            for t in (0, 40):
                explorer.kappa.value, explorer.fraction.value, explorer.t.value = kappa, fraction, t
                assert is_one_plain_sentence(explorer.describe())
                assert "No picture" not in explorer.describe()


def test_the_check_for_one_plain_sentence_can_fail():
    assert not is_one_plain_sentence("Two. Sentences.")


def test_there_is_a_number_field_beside_every_slider(explorer):
    rows = [row for row in explorer.view.children if isinstance(row, widgets.HBox)]
    sliders = (widgets.FloatLogSlider, widgets.IntSlider)
    fields = (widgets.BoundedFloatText, widgets.BoundedIntText)
    with_slider = [r for r in rows if any(isinstance(part, sliders) for part in r.children)]
    assert len(with_slider) == 3
    assert all(any(isinstance(part, fields) for part in row.children) for row in with_slider)


def test_a_path_that_overflows_is_said_in_words():
    explorer = Valley(lambda x, gradient, rate: x * 1e100)
    explorer.t.value = 40
    assert "diverged" in explorer.describe()


def test_describe_needs_no_explorer():
    assert "18 steps to 1 %" in describe(10, 0.1, 5)


def test_the_printed_form_is_a_figure_with_a_description():
    assert len(snapshot().axes) == 5
    bundle = Valley()._repr_mimebundle_()
    assert len(bundle["image/png"]) * 3 / 4 <= LARGEST_PNG
    alt = Valley.paper()[1]
    assert alt.isascii() and len(alt) > SMALLEST_ALT and "0.18 after 11 steps" in alt
