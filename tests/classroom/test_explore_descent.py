"""Descent on a parabola: the numbers of the lesson, the picture, and the learner's own step."""

import math
import sys

import numpy as np
import pytest

from dlfs.classroom import explore
from dlfs.classroom.explore import stepping
from dlfs.classroom.explore.descent import (
    BANDS, PRESETS, STATES, Descent, counted_steps, describe, parabola, predicted_steps, regime,
    simulate, snapshot,
)  # fmt: skip
from tests.classroom.explorer_rules import (
    back_at, drawn_afresh, driven_by, faults_of_bundle, faults_of_sentence, faults_of_view,
    is_whole, words_inside,
)  # fmt: skip
from tests.classroom.faulty_steps import ANSWERS, LOOPS, NAMES, RIGHT, WRONG_NUMBERS, right

LESSON = {
    0.01: 459, 0.05: 90, 0.1: 44, 0.2: 21, 0.5: 7, 0.9: 2, 1: 1,
    1.1: 2, 1.5: 7, 1.9: 44, 1.95: 90, 1.99: 459, 2: None, 2.1: None,
}  # fmt: skip


# The numbers


@pytest.mark.parametrize("product", LESSON)
@pytest.mark.parametrize("curvature", [0.5, 1, 4, 0.7])
def test_steps_to_one_percent_are_those_of_the_lesson(product, curvature):
    assert predicted_steps(product) == LESSON[product]
    assert counted_steps(simulate(curvature, product / curvature)) == LESSON[product]


def test_another_number_of_steps_would_be_found():
    assert counted_steps(simulate(1, 0.12)) != LESSON[0.1]


@pytest.mark.parametrize("product", [0.013, 0.3, 0.77, 1.3, 1.71, 1.987])
def test_prediction_and_count_agree_and_are_symmetric_about_one(product):
    assert predicted_steps(product) == counted_steps(simulate(1, product))
    assert predicted_steps(product) == predicted_steps(2 - product)


@pytest.mark.parametrize("curvature, rate", [(1, 0.1), (4, 0.3), (0.5, 3), (2, 1.05)])
def test_each_step_multiplies_the_distance_by_the_same_factor(curvature, rate):
    points = simulate(curvature, rate, 50)
    expected = 1 + (1 - rate * curvature) ** np.arange(51)
    np.testing.assert_allclose(points, expected, rtol=1e-9)


def test_at_2_1_the_distance_grows_by_1_1_a_step_to_2_59_after_ten():
    text = describe(1, 2.1, 10)
    assert "the distance is 2.59 times what it was at the start" in text
    assert "each step multiplies it by 1.1" in text
    assert abs(simulate(1, 2.1)[10] - 1) == pytest.approx(1.1**10)


def test_at_2_it_bounces_for_ever_between_the_same_two_places():
    np.testing.assert_array_equal(np.unique(simulate(1, 2)), [0, 2])
    assert "never comes to 1 %, as predicted: it stays" in describe(1, 2, 3)


@pytest.mark.parametrize(
    "product, name",
    [
        (0.1, "crawl"), (0.5, "smooth"), (1, "one jump"), (0.99, "one jump"), (1.01, "one jump"),
        (1.5, "bounce in"), (1.9, "bounce in"), (2, "bounce for ever"), (2.1, "blow up"),
    ],
)  # fmt: skip
def test_each_regime_has_its_name(product, name):
    assert regime(product) == name


def test_exactly_the_rates_that_one_jump_names_need_one_step():
    for product in np.linspace(0.9, 1.1, 41):
        assert (regime(product) == "one jump") == (counted_steps(simulate(1, product)) == 1)


@pytest.mark.parametrize("curvature", [0.5, 1, 4])
def test_the_gradient_that_a_step_is_given_is_the_slope_of_the_parabola(curvature):
    slopes = []
    simulate(curvature, 0.1, 1, lambda x, gradient, rate: slopes.append((x, gradient(x))) or x)
    (x, slope), h = slopes[0], 1e-6
    rise = parabola(np.array(x + h), curvature) - parabola(np.array(x - h), curvature)
    assert slope == pytest.approx(rise / (2 * h))


def test_overflow_is_said_in_words():
    points = simulate(4, 1e9)
    assert 1 < len(points) < 601 and np.isfinite(points).all()
    assert f"diverged, the numbers overflow at step {len(points)}" in describe(4, 1e9, 100)
    assert "more than a million times as far away" in describe(4, 5, 100)


def test_digits_that_only_rounding_decides_are_not_said():
    assert "x = 1.0000 and the distance is less than a millionth of what" in describe(1, 0.3, 100)
    assert "the distance is 9.39e-05 times what it was" in describe(1, 0.3, 26)


# The explorer


@pytest.fixture(scope="module")
def only_one():
    return explore.descent()


@pytest.fixture
def w(only_one):
    return back_at(only_one, curvature=1, learning_rate=0.25, t=4)


@pytest.mark.parametrize("control, value", [("curvature", 2), ("learning_rate", 1.5), ("t", 20)])
def test_each_control_changes_the_picture_and_the_sentence(w, control, value):
    before = w.picture.value, w.describe()
    getattr(w, control).value = value
    assert w.picture.value != before[0]
    assert w.describe() != before[1]


def test_the_same_values_give_the_same_picture_by_any_way(w):
    before = w.picture.value
    for button in w.presets:
        button.click()
    w.t.value, w.curvature.value = 77, 3.3
    assert w.picture.value != before
    w.curvature.value, w.t.value, w.learning_rate.value = 1, 4, 0.25
    assert w.picture.value == before


@pytest.mark.parametrize("curvature", [1, 0.7, 4])
def test_each_preset_sets_rate_times_curvature_exactly(w, curvature):
    w.curvature.value = curvature
    for button, product in zip(w.presets, PRESETS, strict=True):
        button.click()
        assert w.learning_rate.value * curvature == pytest.approx(product, rel=1e-15)
        assert regime(product) in w.describe()


def test_the_marker_on_the_ruler_is_the_slider(w):
    w.curvature.value, w.learning_rate.value = 2, 0.6
    assert w._marker.get_xdata()[0] == pytest.approx(1.2)
    assert [tick.get_text() for tick in w._ticks] == ["1/k = 0.5", "2/k = 1"]
    w.learning_rate.value = 5
    assert w._marker.get_xdata()[0] == 2.5


def test_the_iterates_lie_on_the_curve_where_the_descent_has_been(w):
    w.learning_rate.value, w.t.value = 1.5, 6
    x, y = w._path.get_data()
    np.testing.assert_allclose(x, simulate(1, 1.5)[:7])
    np.testing.assert_allclose(y, parabola(x, 1))
    x, y = w._tangent.get_data()
    assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(simulate(1, 1.5)[6] - 1)


def test_every_setting_gives_one_plain_sentence(w):
    for curvature in (0.5, 4):
        for rate in (0.01, 0.3, 1, 2, 5):
            for t in (0, 1, 100):
                w.curvature.value, w.learning_rate.value, w.t.value = curvature, rate, t
                assert faults_of_sentence(w.describe()) == []
                assert "No picture" not in w.describe()


def test_no_old_layer_is_left_in_a_picture(w):
    for control, value in (("curvature", 2), ("learning_rate", 1.5), ("t", 20)):
        getattr(w, control).value = value
        assert w.picture.value == drawn_afresh(w)


@pytest.mark.parametrize("rate", [0.01, 5])
def test_the_marker_is_whole_at_both_ends_of_the_ruler(w, rate):
    w.curvature.value, w.learning_rate.value = 4 if rate == 5 else 0.5, rate
    assert is_whole(w._marker)


def test_no_word_stands_where_x_runs(w):
    right = w.canvas.agg.figure.axes[1]
    assert words_inside(right) == []
    planted = right.text(50, 1, "in the way")
    assert words_inside(right) == ["in the way"]
    planted.remove()


def test_the_last_step_is_inside_the_axes(w):
    assert w.canvas.agg.figure.axes[1].get_xlim()[1] > w.t.max


def test_view_and_bundle_keep_the_rules(w):
    assert faults_of_view(w.view) == []
    assert faults_of_bundle(w._repr_mimebundle_()) == []


def test_the_strip_shows_one_state_of_each_regime_above_the_ruler():
    titles = [ax.get_title() for ax in snapshot().axes]
    assert len(titles) == len(STATES) + 1 == 7
    for rate, title in zip(STATES, titles, strict=False):
        assert f"{rate:g}: {regime(rate)}" in title
    assert {regime(rate) for rate in STATES} == {*BANDS, "one jump", "bounce for ever"}


def test_the_alt_text_says_the_numbers_of_the_strip():
    _, alt = Descent.paper()
    for words in ("0.1 (crawl) after 44 steps", "1 (one jump) after 1 step;", "2.1 (blow up) n"):
        assert words in alt


# The learner's step


@pytest.mark.parametrize("step", RIGHT)
def test_a_right_step_agrees_with_the_library(w, step):
    before = w.describe()
    assert driven_by(w, step).describe() == before[:-1] + "; your step and the library's agree."
    w.learning_rate.value = 1.9
    assert "44 steps to 1 %, predicted 44; your step" in w.describe()


def test_a_step_is_handed_over_when_the_explorer_is_built():
    assert "agree" in explore.descent(step=right).describe()
    assert "returned None" in explore.descent(step=lambda x, gradient, rate: None).describe()


def test_numbers_may_be_changed_in_place_where_x_is_a_float(w):
    def in_place(x, gradient, learning_rate):
        x -= learning_rate * gradient(x)
        return x

    assert "agree" in driven_by(w, in_place).describe()


@pytest.mark.parametrize("step", WRONG_NUMBERS)
def test_a_step_that_goes_elsewhere_is_drawn_and_the_parting_is_said(w, step):
    before = w.picture.value
    assert driven_by(w, step).describe().endswith("your step and the library's part at step 1.")
    assert w.picture.value != before


@pytest.mark.parametrize("step, answer", ANSWERS, ids=NAMES)
def test_a_faulty_step_is_answered_by_its_own_words(w, step, answer):
    before = w.picture.value
    assert answer in driven_by(w, step).describe()
    w.learning_rate.value = 0.7
    assert answer in w.describe() and answer[:12] in w.readout.value
    assert w.picture.value == before


def test_no_two_faults_of_a_step_have_the_same_answer():
    assert len({answer for _, answer in ANSWERS}) == len(ANSWERS)


def test_the_last_good_picture_stays_while_a_step_fails(w):
    def only_small_rates(x, gradient, learning_rate):
        return right(x, gradient, learning_rate) if learning_rate < 1 else None

    driven_by(w, only_small_rates)
    before = w.picture.value
    w.learning_rate.value = 1.5
    assert "returned None" in w.describe() and w.picture.value == before
    w.learning_rate.value = 0.5
    assert "agree" in w.describe() and w.picture.value != before


@pytest.mark.parametrize("step", LOOPS)
def test_a_step_that_never_comes_back_is_stopped(w, step, monkeypatch):
    monkeypatch.setattr(stepping, "PATIENCE", 0.05)
    assert "Your step has not come back after" in driven_by(w, step).describe()


def test_a_step_that_diverges_is_said_to_diverge(w):
    def far(x, gradient, learning_rate):
        return x * 1e60

    driven_by(w, far)
    w.t.value = 50
    assert "diverged, the numbers overflow at step 6;" in w.describe()


def test_a_step_is_called_once_per_step_with_a_plain_float():
    calls = []

    def noted(x, gradient, learning_rate):
        calls.append((type(x), learning_rate))
        return right(x, gradient, learning_rate)

    points = simulate(1, 0.5, 30, noted)
    assert calls == [(float, 0.5)] * 30
    np.testing.assert_array_equal(points, simulate(1, 0.5, 30))


def test_printing_in_a_step_does_not_fill_the_notebook(w, capsys):
    driven_by(w, lambda x, gradient, rate: print(x))
    assert capsys.readouterr().out == ""


def test_a_debugger_s_trace_is_put_back(w):
    before = sys.gettrace()
    driven_by(w, right)
    assert sys.gettrace() is before


def test_the_prediction_needs_no_logarithm_of_zero():
    assert predicted_steps(1) == 1 and math.isfinite(predicted_steps(1e-3))
