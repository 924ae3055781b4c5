"""The learning rate on the perceptron's loss: the lesson's numbers, the picture, the own step."""

import re

import numpy as np
import pytest

import dlfs
from dlfs.classroom import data, explore
from dlfs.classroom.explore import stepping
from dlfs.classroom.explore.learning_rate import (
    PRESETS, STATES, LearningRate, bounds, describe, first_difference, repeatable, simulate,
    snapshot,
)  # fmt: skip
from dlfs.classroom.explore.perceptron import gradient_of, largest_curvature, losses, probabilities
from tests.classroom.explorer_rules import (
    back_at, drawn_afresh, driven_by, faults_of_bundle, faults_of_sentence, faults_of_view,
    is_whole,
)  # fmt: skip
from tests.classroom.faulty_steps import (
    ANSWERS, LOOPS, NAMES, RIGHT, WRONG_NUMBERS, single_precision,
)  # fmt: skip


def rises(J) -> int:
    return int((np.diff(J) > 1e-9).sum())


# The perceptron of six numbers


def by_the_engine(x, X, c):
    W, b = dlfs.Variable(x[:4].reshape(2, 2)), dlfs.Variable(x[4:])
    J = dlfs.reduce_mean(dlfs.softmax_cross_entropy(dlfs.add(dlfs.matmul(X, W), b), c))
    table = dlfs.compute_gradients(J)
    return dlfs.Session().run(J), np.concatenate([table[W].ravel(), table[b]])


@pytest.mark.parametrize("seed", range(5))
def test_loss_and_gradient_are_those_of_the_engine(seed):
    X, c = data.overlapping(seed)
    x = 3 * np.random.default_rng(seed).standard_normal(6)
    J, gradient = by_the_engine(x, X, c)
    assert losses(X, c, x[None])[0] == pytest.approx(J, rel=1e-12)
    np.testing.assert_allclose(gradient_of(X, c)(x), gradient, rtol=1e-9, atol=1e-12)


def test_a_gradient_that_forgets_the_mean_is_found():
    X, c = data.overlapping()
    x = np.ones(6)
    assert not np.allclose(100 * gradient_of(X, c)(x), by_the_engine(x, X, c)[1])


def test_the_gradient_refuses_anything_but_six_numbers_in_words():
    with pytest.raises(ValueError, match=r"the six numbers, not something of shape \(2, 2\)"):
        gradient_of(*data.overlapping())(np.ones((2, 2)))


def test_probabilities_are_a_softmax_and_stay_finite():
    X, _ = data.overlapping()
    p = probabilities(X, np.array([500.0, -500, 1, 2, 3, 4]))
    np.testing.assert_allclose(p.sum(axis=1), 1)
    assert np.isfinite(p).all()


@pytest.mark.parametrize("seed", range(3))
def test_the_largest_curvature_is_that_of_second_differences(seed):
    X, c = data.overlapping(seed)
    x = np.random.default_rng(seed).standard_normal(6)
    gradient, h = gradient_of(X, c), 1e-5
    table = [(gradient(x + h * one) - gradient(x - h * one)) / (2 * h) for one in np.eye(6)]
    p = probabilities(X, x)[:, 0]
    expected = np.linalg.eigvalsh((np.array(table) + np.array(table).T) / 2)[-1]
    assert largest_curvature(X, p * (1 - p)) == pytest.approx(expected, rel=1e-6)
    assert largest_curvature(X, p * (1 - p)) <= largest_curvature(X, 0.25)


# The numbers of the lesson


def test_the_bounds_are_2_03_and_6_87_and_the_minimum_0_387():
    safe, measured, minimum = bounds()
    assert safe == pytest.approx(2.03, abs=0.005)
    assert measured == pytest.approx(6.87, abs=0.005)
    assert minimum == pytest.approx(0.387, abs=0.0005)


def test_the_accuracy_at_the_minimum_is_0_84():
    X, c = data.overlapping()
    p = probabilities(X, simulate(1.0)[0][-1])
    assert np.mean(p.argmax(axis=1) == c.argmax(axis=1)) == 0.84


@pytest.mark.slow
def test_over_50_seeds_the_measured_bound_runs_from_5_to_14():
    measured = [bounds(seed)[1] for seed in range(50)]
    assert min(measured) == pytest.approx(5.0, abs=0.05)
    assert max(measured) == pytest.approx(14.0, abs=0.05)


@pytest.mark.parametrize("rate", [0.1, 1, 2.03, 5])
def test_rates_from_0_1_to_5_reach_the_minimum_and_never_rise(rate):
    _, J = simulate(rate)
    assert J[-1] == pytest.approx(0.387, abs=0.0005)
    assert rises(J) == 0


def test_0_01_crawls():
    _, J = simulate(0.01)
    assert J[-1] == pytest.approx(0.4278, abs=0.0001) and rises(J) == 0


def test_10_finds_the_minimum_and_leaves_it_again():
    _, J = simulate(10)
    assert J[5] == pytest.approx(0.416, abs=0.0005)
    assert J[10] == pytest.approx(0.387, abs=0.0005)
    assert sorted(J[-2:]) == pytest.approx([0.557, 0.562], abs=0.0005)
    assert rises(J) == 101


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


@pytest.mark.parametrize("rate", [20, 25, 30])
def test_nothing_is_printed_from_a_chaotic_run(rate):
    text = describe(rate, simulate(rate)[1])
    assert re.findall(r"[0-9.]+", text) == [f"{rate}"]
    assert not repeatable(rate)


def test_a_run_is_chaotic_when_a_twin_a_billionth_away_ends_elsewhere():
    assert repeatable(10) and repeatable(0.01)
    assert not repeatable(19)
    assert not repeatable(10, seed=10) and not repeatable(20, seed=1)


# The explorer


@pytest.fixture(scope="module")
def only_one():
    return explore.learning_rate()


@pytest.fixture
def w(only_one):
    return back_at(only_one, learning_rate=0.1, seed=0)


@pytest.mark.parametrize("control, value", [("learning_rate", 3), ("seed", 5)])
def test_each_control_changes_the_picture_and_the_sentence(w, control, value):
    before = w.picture.value, w.describe()
    getattr(w, control).value = value
    assert w.picture.value != before[0]
    assert w.describe() != before[1]


def test_the_lesson_s_cell_prints_its_numbers(w):
    w.learning_rate.value = 10
    assert w.describe() == (
        "Learning rate 10: the loss is 0.9946 after 1 step, 0.3871 after 10, 0.5618 after 199 and "
        "0.5569 after 200; its minimum is 0.3870, and it rose in 101 of 200 steps."
    )


def test_each_preset_sets_its_rate(w):
    for button, rate in zip(w.presets, PRESETS, strict=True):
        button.click()
        assert w.learning_rate.value == rate
        assert w.describe().startswith(f"Learning rate {rate:g}: ")


def test_back_at_the_first_values_the_first_picture_comes_back(w):
    before = w.picture.value
    w.learning_rate.value, w.seed.value = 12, 4
    assert w.picture.value != before
    w.learning_rate.value, w.seed.value = 0.1, 0
    assert w.picture.value == before


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


def test_every_setting_gives_one_plain_sentence(w):
    for seed in (0, 10, 99):
        for rate in (0.01, 0.5, 6.9, 10, 14, 19.9, 30):
            w.seed.value, w.learning_rate.value = seed, rate
            assert faults_of_sentence(w.describe()) == []
            assert "No picture" not in w.describe()


def test_no_old_layer_is_left_in_a_picture(w):
    for control, value in (("learning_rate", 3), ("seed", 5)):
        getattr(w, control).value = value
        assert w.picture.value == drawn_afresh(w)


@pytest.mark.parametrize("rate", [0.01, 16, 30])
def test_the_marker_is_whole_at_both_ends_of_the_ruler(w, rate):
    w.learning_rate.value = rate
    assert is_whole(w._marker)
    w._marker.set_data([-0.5], [1.2])
    assert not is_whole(w._marker)


def test_view_and_bundle_keep_the_rules(w):
    assert faults_of_view(w.view) == []
    assert faults_of_bundle(w._repr_mimebundle_()) == []


def test_the_strip_has_five_named_curves_and_the_ruler():
    left, right, ruler = snapshot().axes
    assert len(left.lines) == len(right.lines) == len(STATES) == 5
    assert [text.get_text() for text in left.texts] == ["0.01", "0.1", "1", "5", "10"]
    assert "2.03" in ruler.get_xticklabels()[0].get_text()
    assert "6.87" in ruler.get_xticklabels()[1].get_text()


def test_the_alt_text_says_the_numbers_of_the_strip():
    _, alt = LearningRate.paper()
    for number in ("at 0.01 0.428", "at 5 0.387", "at 10 0.557", "2.03", "6.87"):
        assert number in alt
    assert faults_of_sentence(alt) == ["not one sentence"]


# The learner's step


@pytest.mark.parametrize("step", RIGHT)
def test_a_right_step_agrees_with_the_library(w, step):
    before = w.describe()
    assert driven_by(w, step).describe() == before[:-1] + "; your step and the library's agree."


def test_a_step_is_handed_over_when_the_explorer_is_built():
    assert "agree" in explore.learning_rate(step=RIGHT[0]).describe()
    assert "returned None" in explore.learning_rate(step=lambda x, gradient, rate: None).describe()


def test_single_precision_is_accepted(w):
    assert "0.4750 after 10" in driven_by(w, single_precision).describe()


def test_beyond_5_nothing_is_said_about_agreement(w):
    driven_by(w, RIGHT[0])
    w.learning_rate.value = 10
    assert "your step" not in w.describe() and "0.5569 after 200" in w.describe()


@pytest.mark.parametrize("step", WRONG_NUMBERS)
def test_a_step_that_goes_elsewhere_is_drawn_and_the_parting_is_said(w, step):
    before = w.picture.value
    assert driven_by(w, step).describe().endswith("your step and the library's part at step 1.")
    assert w.picture.value != before


@pytest.mark.parametrize("step, answer", ANSWERS, ids=NAMES)
def test_the_readout_answers_a_faulty_step_and_the_picture_stays(w, step, answer):
    before = w.picture.value
    assert answer in driven_by(w, step).describe()
    w.learning_rate.value = 0.7
    assert answer in w.describe() and w.picture.value == before


def test_a_step_that_changes_x_in_place_is_told_so(w):
    def in_place(x, gradient, learning_rate):
        x -= learning_rate * gradient(x)
        return x

    assert "changes the x that it is given" in driven_by(w, in_place).describe()


def test_a_step_that_calls_the_gradient_of_something_else_hears_what_it_takes(w):
    def of_one(x, gradient, learning_rate):
        return x - learning_rate * gradient(x[0])

    assert "gradient takes the six numbers" in driven_by(w, of_one).describe()


@pytest.mark.parametrize("step", LOOPS)
def test_a_step_that_never_comes_back_is_stopped(w, step, monkeypatch):
    monkeypatch.setattr(stepping, "PATIENCE", 0.05)
    assert "Your step has not come back after" in driven_by(w, step).describe()


def test_a_step_that_overflows_is_said_to_diverge(w):
    def far(x, gradient, learning_rate):
        return (x - gradient(x)) * 1e60

    text = driven_by(w, far).describe()
    assert "diverged, the numbers overflow at step" in text and faults_of_sentence(text) == []


def test_a_step_gets_six_numbers_that_are_its_own():
    seen = []

    def noted(x, gradient, learning_rate):
        seen.append(x)
        return x - learning_rate * gradient(x)

    points, _ = simulate(1, 0, 20, noted)
    assert all(x.shape == (6,) for x in seen)
    assert not any(np.shares_memory(x, points) for x in seen)
    np.testing.assert_array_equal(points, simulate(1, 0, 20)[0])
