"""Descent on a parabola: what mathematics says of it, and the picture."""

import numpy as np
import pytest

from dlfs.classroom.explore.descent import (
    BANDS, PRESETS, STATES, Descent, counted_steps, describe, parabola, predicted_steps, regime,
    simulate, snapshot,
)  # fmt: skip
from tests.classroom.explorer_forms import is_whole, words_inside
from tools.proof.explorer_states import new

PRODUCTS = (0.01, 0.05, 0.1, 0.2, 0.5, 0.9, 1, 1.1, 1.5, 1.9, 1.95, 1.99, 2, 2.1)

# The numbers


def steps_by_mathematics(product):
    """Return the first n with |1 - product|^n <= 1 %, counted one by one; None if there is none."""
    factor = abs(1 - product)
    return next((n for n in range(1, 600) if factor**n <= 0.01 * (1 + 1e-9)), None)


@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize("curvature", [0.5, 1, 4, 0.7])
def test_the_steps_to_one_percent_are_those_of_mathematics(product, curvature):
    expected = steps_by_mathematics(product)
    assert predicted_steps(product) == expected
    assert counted_steps(simulate(curvature, product / curvature)) == expected


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
    assert "never comes to 1 %, as the formula says: it stays" in describe(1, 2, 3)


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


@pytest.fixture
def w():
    return new("descent")


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


def test_the_strip_shows_one_state_of_each_regime_above_the_ruler():
    titles = [ax.get_title() for ax in snapshot().axes]
    assert len(titles) == len(STATES) + 1 == 7
    for rate, title in zip(STATES, titles, strict=False):
        assert f"{rate:g}: {regime(rate)}" in title
    assert {regime(rate) for rate in STATES} == {*BANDS, "one jump", "bounce for ever"}


def test_the_alt_text_says_the_numbers_of_the_strip():
    _, alt = Descent.paper()
    for product in STATES:
        count = steps_by_mathematics(product)
        after = "never" if count is None else f"after {count} step{'s' * (count != 1)}"
        assert f"{product:g} ({regime(product)}) {after}" in alt


@pytest.mark.parametrize("product", [1.9, 2, 2.1])
def test_a_hundred_bounces_are_no_solid_block(w, product):
    w.learning_rate.value, w.t.value = product, 100
    right = w.canvas.agg.figure.axes[1]
    pixels = np.asarray(w.canvas.agg.buffer_rgba())[..., :3]
    box = right.bbox
    height = pixels.shape[0]
    inside = pixels[height - int(box.y1) : height - int(box.y0), int(box.x0) : int(box.x1)]
    blue = (inside[..., 2].astype(int) - inside[..., 0] > 60).mean(axis=0)
    assert blue.any() and blue[20:].mean() < 0.35


def test_what_has_left_the_picture_is_not_drawn_any_more(w):
    w.learning_rate.value, w.t.value = 2.1, 100
    x = w._past.get_ydata()
    assert len(x) < 20 and (np.abs(x[:-1] - 1) <= 2.8).all()
    before = bytes(w.picture.value)
    w.t.value = 60  # the square at the edge goes on
    assert bytes(w.picture.value) != before


def test_a_learners_step_is_drawn_and_compared_with_the_library_s(w):
    before, words = bytes(w.picture.value), w.describe()[:-1]
    w.hand_over(lambda x, gradient, rate: x - rate * gradient(x))
    assert w.describe() == f"{words}; your step and the library's agree."
    assert bytes(w.picture.value) == before
    w.hand_over(lambda x, gradient, rate: x + rate * gradient(x))
    assert w.describe().endswith("your step and the library's go apart at step 1.")
    assert f"{regime(w.learning_rate.value * w.curvature.value)} by the formula: " in w.describe()
    assert bytes(w.picture.value) != before


def test_the_last_good_picture_stays_while_a_step_fails(w):
    def only_small_rates(x, gradient, learning_rate):
        return x - learning_rate * gradient(x) if learning_rate < 1 else None

    w.hand_over(only_small_rates)
    before = bytes(w.picture.value)
    w.learning_rate.value = 1.5
    assert "returned None" in w.describe() and bytes(w.picture.value) == before
    w.learning_rate.value = 0.5
    assert "agree" in w.describe() and bytes(w.picture.value) != before


def test_a_step_that_diverges_is_said_to_diverge(w):
    w.hand_over(lambda x, gradient, rate: x * 1e60)
    w.t.value = 50
    assert "diverged, the numbers overflow at step 6;" in w.describe()
