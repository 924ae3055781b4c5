"""Curves drawn before they are shown: what is read, how far they are, what is said about them."""

import math
import re

import numpy as np
import pytest

from dlfs.classroom import data, explore
from dlfs.classroom.explore import curve_picture
from dlfs.classroom.explore.calling import Mistake
from dlfs.classroom.explore.curves import (
    CLOSE, KNOWN, Curve, compared, distance, far, in_words, read, shapes, written,
)  # fmt: skip

CURVES = [KNOWN[name] for name in ("descent-curve", "learning-rate-curve", "training-curve", "valley-curve")]
each_curve = pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.id)


def drawn_values(curve: Curve, rng) -> list[float]:
    heights = rng.uniform(0, 1, len(curve.steps))
    if curve.factors:
        return [curve.low * (curve.high / curve.low) ** height for height in heights]
    return [curve.low + (curve.high - curve.low) * height for height in heights]


def true(curve: Curve) -> list[float]:
    return curve.true[list(curve.steps)].tolist()


# The true curves


def by_softmax(rate: float, points=data.overlapping, W=((0, 0), (0, 0)), steps=200) -> list[float]:
    """The losses of a perceptron, with both columns of its probabilities written out."""
    X, c = points(0)
    W, b, J = np.array(W, dtype=float), np.zeros(2), []
    for _ in range(steps + 1):
        e = np.exp(X @ W + b)
        p = e / e.sum(axis=1, keepdims=True)
        J.append(-np.log(p[np.arange(len(X)), c.argmax(axis=1)]).mean())
        W, b = W - rate * X.T @ (p - c) / len(X), b - rate * (p - c).mean(axis=0)
    return J


BY_OTHER_MEANS = {
    "descent-curve": lambda: [0.5 * 0.64**t for t in range(11)],
    "learning-rate-curve": lambda: by_softmax(8),
    "training-curve": lambda: by_softmax(1, data.separable, ((0.5, -0.5), (-0.5, 0.5)), 400),
    "valley-curve": lambda: [(2.8**2 * 0.794 ** (2 * t) + 10 * 1.06 ** (2 * t)) / (2.8**2 + 10)
                             for t in range(41)],
}  # fmt: skip


@each_curve
def test_the_true_curve_is_the_one_of_the_mathematics(curve):
    assert curve.true == pytest.approx(BY_OTHER_MEANS[curve.id](), rel=1e-6)


@each_curve
def test_a_curve_asks_for_what_can_be_drawn_and_is_not_shown_at_first(curve):
    name = next(one for one in explore.__all__ if getattr(explore, one).curve is curve)
    explorer = getattr(explore, name)()
    assert len(curve.steps) == 5 and curve.low <= min(curve.true) <= max(curve.true) <= curve.high
    assert not curve.stands(explorer) and curve.question.isascii() and len(curve.question) < 90
    assert curve.ticks[0] == curve.low and curve.ticks[-1] == curve.high


# What is read


@each_curve
@pytest.mark.parametrize("mark", ["; ", " ", ", "])
def test_what_is_written_is_read_again(curve, mark):
    rng = np.random.default_rng(1)
    for _ in range(20):
        values = [float(f"{value:.4g}") for value in drawn_values(curve, rng)]
        values = [min(max(value, curve.low), curve.high) for value in values]
        assert read(curve, written(values).replace("; ", mark)) == pytest.approx(tuple(values))


@pytest.mark.parametrize("told, values", [
    ("0,5; 0,4; 0,3; 0,2; 0,1", (0.5, 0.4, 0.3, 0.2, 0.1)), ("1/2 1/4 1/8 0 0", (0.5, 0.25, 0.125, 0, 0)),
    ([0.5, 0.4, 0.3, 0.2, 0], (0.5, 0.4, 0.3, 0.2, 0)), ("1 1 1 1 1e-3", (1, 1, 1, 1, 0.001)),
])  # fmt: skip
def test_five_numbers_are_read_however_they_are_put(told, values):
    assert read(KNOWN["descent-curve"], told) == pytest.approx(values)


HOSTILE = (
    ("", "Draw the curve, or write five numbers"), ("   ", "Draw the curve"),
    ("nan; 1; 1; 1; 1", "not five numbers"), ("0.1; 0.2; 0.3; nan; inf", "not five numbers"),
    ("1e400; 1; 1; 1; 1", "not five numbers"), ("it falls", "not five numbers"),
    ("0.5; 0.4; 0.3", "Here are 3 numbers, and 5 are wanted"), ("0.5", "Here is 1 number"),
    ("0.5; 0.4; 0.3; 0.2; 0.1; 0", "Here are 6 numbers"), ("; ".join(["0.1"] * 10_000), "number"),
    ("0.5; 0.4; 7; 0.2; 0.1", "so 7 is not in it"), ("0.5; -1; 0; 0; 0", "so -1 is not in it"),
    ("9e99 0 0 0 0", "so 9e+99 is not in it"), ("<script>1</script>", "not five numbers"),
    (None, "not five numbers"), ({"a": 1}, "number"), ([1] * 10_000, "number"), (float("nan"), "number"),
    (["0.1"] * 4 + [["0.1", "0.2"]], "number"), ("9" * 500, "number"),
)  # fmt: skip


@pytest.mark.parametrize("told, words", HOSTILE)
def test_what_is_no_curve_is_answered_in_a_sentence(told, words):
    with pytest.raises(Mistake) as found:
        read(KNOWN["descent-curve"], told)
    assert words in str(found.value) and str(found.value).endswith(".") and len(str(found.value)) < 160


# How far it is


def by_the_picture(curve: Curve, values) -> float:
    """The distance as somebody measures it with a ruler on the picture of both curves."""
    true_part, drawn_part = curve_picture.both(curve, values)
    marks = [float(y) + 5 for y in re.findall(r'<rect x="\S+" y="(\S+)"', drawn_part)][1:]
    line = [tuple(map(float, point.split(","))) for point in
            re.search(r'points="([^"]+)"', true_part)[1].split()]  # fmt: skip
    high = curve_picture.BOTTOM - curve_picture.TOP
    return sum(abs(mark - line[t][1]) for mark, t in zip(marks, curve.steps, strict=True)) / 5 / high


@each_curve
def test_the_distance_is_what_a_ruler_says_on_the_picture(curve):
    rng = np.random.default_rng(2)
    for _ in range(30):
        values = drawn_values(curve, rng)
        assert distance(curve, values) == pytest.approx(by_the_picture(curve, values), abs=0.001)
    assert distance(curve, true(curve)) == 0


def test_on_an_axis_of_factors_the_distance_is_the_mean_factor():
    curve = KNOWN["valley-curve"]
    rng = np.random.default_rng(3)
    for _ in range(20):
        values = drawn_values(curve, rng)
        product = math.prod(max(one / other, other / one) for one, other in zip(values, true(curve)))
        said = float(re.fullmatch(r"a factor of ([\d.]+)", far(curve, distance(curve, values)))[1])
        assert said == pytest.approx(product ** (1 / 5), rel=0.051)
    assert far(curve, 0) == "a factor of 1"


def test_on_a_plain_axis_the_distance_is_a_part_of_its_height():
    curve = KNOWN["learning-rate-curve"]
    values = [value - 0.1 for value in true(curve)]
    assert far(curve, distance(curve, values)) == "10 % of the height"


# What is said


FALLS = {(0.45, 0.42, 0.38, 0.3, 0.2): "Yours is too high.", (0.2, 0.05, 0.01, 0, 0): "too low.",
         (0.2, 0.15, 0.14, 0.13, 0.12): "Yours is too low at first, later too high."}  # fmt: skip


@pytest.mark.parametrize("values, words", FALLS.items())
def test_of_the_right_shape_is_said_on_which_side_it_lies(values, words):
    said = compared(KNOWN["descent-curve"], values)
    assert "The shape is right: it falls." in said and said.endswith(words)


@pytest.mark.parametrize("values, drawn, right", [
    ((0.5, 0.5, 0.5, 0.5, 0.5), "stays level", ""), ((0.6, 0.7, 0.8, 0.9, 1), "rises", ""),
    ((0.9, 0.6, 0.4, 0.2, 0.01), "rises, then falls", "Right: the end."),
    ((0.3, 0.4, 0.2, 0.3, 0.2), "goes up and down",
     "Right: the way it begins and that it ends below the start."),
])  # fmt: skip
def test_of_another_shape_is_said_which_and_what_is_right_about_it(values, drawn, right):
    said = compared(KNOWN["descent-curve"], values)
    assert f"Yours {drawn}; the true one falls." in said
    assert said.endswith(right or "the true one falls.")


def test_the_shapes_of_the_true_curves_are_those_that_surprise():
    assert [shapes(curve, true(curve))[1] for curve in CURVES] == [
        "falls", "rises, then falls, then rises", "falls", "falls, then rises"]
    assert (np.diff(KNOWN["training-curve"].true) < 0).all()  # level it never is


def test_who_levels_off_too_early_is_told_so():
    curve = KNOWN["training-curve"]
    start, *_ = true(curve)
    said = compared(curve, [start, start / 2, start / 2.2, start / 2.2, start / 2.2])
    assert said.endswith("It falls, as the true one does, but it is level where that one is not.")


@each_curve
def test_every_sentence_is_true(curve):
    """Whatever is drawn: the number is the distance, and only what is close is called close."""
    rng = np.random.default_rng(4)
    for pull in np.linspace(0, 1, 40):
        values = [float(np.exp((1 - pull) * np.log(one) + pull * np.log(max(other, curve.low or 1e-3))))
                  for one, other in zip(true(curve), drawn_values(curve, rng))]  # fmt: skip
        said, share = compared(curve, values), distance(curve, values)
        assert far(curve, share) in said and said.isascii()
        assert ("hardly draws it closer" in said) == (share <= CLOSE)
        drawn, real = shapes(curve, values)
        right = "The shape is right" in said or "level where that one is not" in said
        assert share <= CLOSE or right == (drawn == real)


# The picture


@each_curve
def test_both_curves_differ_in_dashes_marks_and_words(curve):
    values = read(curve, written(true(curve)))
    lines = [curve_picture.YOURS, curve_picture.TRUE]
    drawn = curve_picture.picture(curve, curve_picture.both(curve, values), 'a "label"', lines)
    dashed = re.findall(r'<polyline [^>]*stroke-dasharray="[^"]+"', drawn)
    assert len(dashed) == 2 and drawn.count("<polyline") == 4 and drawn.count("<rect") == 7
    assert ">your curve<" in drawn and ">true curve<" in drawn and 'aria-label="a &quot;label' in drawn
    x = [float(each) for each in re.findall(r'points="([^"]+)"', drawn)[0].replace(",", " ").split()]
    assert min(x[::2]) >= curve_picture.LEFT and max(x[::2]) <= curve_picture.RIGHT


def test_numbers_are_listed_as_in_a_sentence():
    assert [in_words(one) for one in ([3], [1, 2], [1, 2, 5])] == ["3", "1 and 2", "1, 2 and 5"]
