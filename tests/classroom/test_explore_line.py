"""The explorer of the line: where it is, and how sure it is."""

import math

import numpy as np
import pytest

import dlfs
from dlfs.classroom import data, lessons
from dlfs.classroom.explore.line import (
    OTHERS, SCALES, STATES, UNSURE, Line, best, controls_of, describe, simulate, snapshot, weights,
)  # fmt: skip
from dlfs.classroom.wording import plain
from tools.proof.explorer_states import new

def scaled(scale, seed=0):
    angle, offset, steepness = best(seed)
    return angle, offset, scale * steepness


def loss_by_the_engine(angle, offset, steepness):
    X, c = data.overlapping()
    w, b = weights(angle, offset, steepness)
    W = dlfs.Variable(np.column_stack([np.zeros(2), w]))
    logits = dlfs.add(dlfs.matmul(X, W), np.array([0, b]))
    J = dlfs.reduce_mean(dlfs.softmax_cross_entropy(logits, c))
    p = dlfs.softmax(logits)
    return dlfs.Session().run([J, p])


# Where the line is, and how sure it is


@pytest.mark.parametrize("scale", SCALES)
def test_loss_and_probabilities_are_those_of_the_engine(scale):
    J, p = loss_by_the_engine(*scaled(scale))
    mine, accuracy, loss = simulate(*scaled(scale))
    assert loss == pytest.approx(J, rel=1e-12)
    assert accuracy == np.mean(p.argmax(axis=1) == data.overlapping()[1].argmax(axis=1))
    np.testing.assert_allclose(mine, p[:, 1], rtol=0, atol=1e-14)


@pytest.mark.parametrize("seed", range(20))
def test_scaling_never_changes_the_accuracy(seed):
    assert len({simulate(*scaled(scale, seed), seed)[1] for scale in SCALES}) == 1


@pytest.mark.parametrize("seed", range(5))
def test_a_longer_or_shorter_w_than_the_best_one_costs_more(seed):
    losses = [simulate(*scaled(scale, seed), seed)[2] for scale in SCALES]
    assert losses.index(min(losses)) == SCALES.index(1)
    assert (np.diff(losses)[:2] < 0).all() and (np.diff(losses)[2:] > 0).all()


def test_a_w_with_the_other_sign_is_wrong_where_it_was_right():
    angle, offset, steepness = best()
    right = simulate(angle, offset, steepness)[1]
    assert simulate(angle + 180, -offset, steepness)[1] == pytest.approx(1 - right)


@pytest.mark.parametrize("seed", range(5))
def test_no_line_nearby_has_a_lower_loss_than_the_best_one(seed):
    angle, offset, steepness = best(seed)
    least = simulate(angle, offset, steepness, seed)[2]
    for move in ((1, 0, 0), (-1, 0, 0), (0, 0.02, 0), (0, -0.02, 0), (0, 0, 0.02), (0, 0, -0.02)):
        near = np.add((angle, offset, steepness), move)
        assert simulate(*near, seed)[2] > least


def test_the_point_3_2_has_score_5_distance_3_54_and_p_0_9933():
    text = describe(*controls_of((1, 1), 0), probe=(3, 2))
    assert "distance 3.54 and score 5.00" in text
    assert "p = 0.9933" in text


def test_twice_the_weights_give_twice_the_score_at_the_same_distance():
    text = describe(*controls_of((2, 2), 0), probe=(3, 2))
    assert "distance 3.54 and score 10.00" in text
    assert "p = 0.99995" in text


def test_w_1_0_and_b_minus_2_is_the_vertical_line_at_2():
    angle, offset, steepness = controls_of((1, 0), -2)
    assert (angle, offset, steepness) == (0, 2, 1)
    for x2 in (-3, 0, 4):
        assert "score 0.00, so it is a triangle with p = 0.5000" in describe(0, 2, 1, (2, x2))


@pytest.mark.parametrize("w, b", [((1, 0), -2), ((-3, 4), 1.5), ((0.2, -0.1), 0)])
def test_controls_and_weights_are_each_other_s_way_back(w, b):
    back, b_back = weights(*controls_of(w, b))
    np.testing.assert_allclose(back, w, atol=1e-12)
    assert b_back == pytest.approx(b, abs=1e-12)


def test_from_p_0_1_to_p_0_9_the_distance_is_what_the_sentence_says():
    width = 2 * math.log(9) / 1.7
    text = describe(0, 0, 1.7, probe=(width / 2, 0))
    assert f"from p = 0.1 to p = 0.9 it is {width:.2f}" in text
    assert "p = 0.9000" in text


def test_a_p_beyond_all_digits_is_said_in_words():
    assert "p = 1 (less than a billionth is missing)" in describe(45, 0, 20, (3, 2))
    assert "p = 0 (less than a billionth)" in describe(45, 0, 20, (-2, -1))


# The explorer


@pytest.fixture
def line():
    return new("line")


def test_the_first_picture_is_the_best_line(line):
    (w1, w2), b = weights(*best())
    _, accuracy, loss = simulate(*best())
    assert line.describe().startswith(
        f"w = ({w1:.3f}, {w2:.3f}) has length {best()[2]:.3f}, b = {b:.3f}: the accuracy is "
        f"{accuracy:.2f}; the point (3, 2) has distance "
    )
    assert "loss" not in line.describe()
    said = Line(loss=True).describe()
    assert f"accuracy is {accuracy:.2f} and the mean loss {loss:.3f}; " in said


def test_no_button_answers_a_question_that_is_asked_at_the_end():
    asked = [plain(one.text) for one in lessons.lesson("02").questions if one.where == "exit"]
    for w1, w2, b in OTHERS.values():
        assert not any(f"w = ({w1}, {w2})" in text and f"b = {b}" in text for text in asked)
    assert min(SCALES) > 0 and any("-w" in text for text in asked)


def test_every_preset_sets_its_line(line):
    for button, scale in zip(line.presets[:5], SCALES, strict=True):
        button.click()
        found = weights(line.angle.value, line.offset.value, line.steepness.value)
        assert button.description == f"{scale:g}"
        for one, other in zip(found, weights(*best()), strict=True):
            np.testing.assert_allclose(one, scale * other)
    for button, (name, (w1, w2, b)) in zip(line.presets[5:], OTHERS.items(), strict=True):
        button.click()
        assert button.description == name
        assert f"w = ({w1:.3f}, {w2:.3f}) " in line.describe()
        assert f"b = {b:.3f}:" in line.describe()


def test_another_seed_brings_other_points():
    assert Line(seed=3).describe() != Line().describe()


def test_a_steeper_line_is_drawn_in_the_same_place(line):
    picture = line._picture
    place, dashed = picture._line.get_xydata().copy(), picture._dashed[0].get_xydata().copy()
    line.steepness.value *= 4
    np.testing.assert_allclose(picture._line.get_xydata(), place)
    assert not np.allclose(picture._dashed[0].get_xydata(), dashed)


def test_the_lines_are_drawn_where_p_is_0_1_0_5_and_0_9(line):
    line.angle.value, line.offset.value, line.steepness.value = 70, 0.8, 1.3
    w, b = weights(70, 0.8, 1.3)
    drawn = line._picture._dashed[0], line._picture._line, line._picture._dashed[1]
    for artist, p in zip(drawn, (0.1, 0.5, 0.9), strict=True):
        scores = artist.get_xydata() @ w + b
        np.testing.assert_allclose(1 / (1 + np.exp(-scores)), p, rtol=1e-9)


def test_the_arrow_points_to_where_p_grows_and_keeps_its_length(line):
    lengths = set()
    for steepness in (0.5, 5):
        line.steepness.value = steepness
        arrow = np.array([line._picture._normal.U, line._picture._normal.V]).ravel()
        assert arrow @ weights(*best())[0] > 0
        lengths.add(round(math.hypot(*arrow), 9))
    assert len(lengths) == 1


def test_a_preset_draws_one_picture_although_it_moves_three_sliders(line):
    drawn = []
    line.picture.observe(drawn.append, "value")
    line.presets[-1].click()
    assert len(drawn) == 1


def test_the_words_of_the_strip_have_its_numbers():
    _, alt = Line.paper()
    angle, offset, steepness = best()
    assert len(snapshot().axes) == 2 * len(STATES)
    for scale in STATES:
        accuracy = simulate(angle, offset, scale * steepness)[1]
        width = 2 * UNSURE / (scale * steepness)
        reach = f"from p = 0.1 to p = 0.9 it is {width:.2f}"
        assert f"times {scale:g}: accuracy {accuracy:.2f}, {reach}" in alt
