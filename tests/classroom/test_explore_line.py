"""The explorer of the line: where it is, and how sure it is."""

import math

import ipywidgets as widgets
import numpy as np
import pytest
from matplotlib.figure import Figure

import dlfs
from dlfs.classroom import data
from dlfs.classroom.explore.line import (
    OTHERS, PROBES, SCALES, Line, best, controls_of, describe, simulate, snapshot, weights,
)  # fmt: skip
from dlfs.classroom.drawing.figures import LARGEST_PNG, SMALLEST_ALT

SLIDERS = (widgets.FloatSlider, widgets.FloatLogSlider, widgets.IntSlider)
FIELDS = (widgets.BoundedFloatText, widgets.BoundedIntText)
REFUSED = (widgets.Output, widgets.Play)


def is_one_plain_sentence(text):
    return text.isascii() and "\n" not in text and text.endswith(".") and ". " not in text


def everything_in(widget):
    inside = [part for child in getattr(widget, "children", ()) for part in everything_in(child)]
    return [widget, *inside]


def sliders_without_a_field(view):
    rows = [part for part in everything_in(view) if isinstance(part, widgets.HBox)]
    beside = [child for row in rows for child in row.children
              if any(isinstance(other, FIELDS) for other in row.children)]  # fmt: skip
    return [
        part for part in everything_in(view) if isinstance(part, SLIDERS) and part not in beside
    ]


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


# The numbers of the lesson


@pytest.mark.parametrize(
    "scale, loss", [(0.25, 0.526), (0.5, 0.436), (1, 0.387), (2, 0.464), (4, 0.754)]
)
def test_a_longer_w_keeps_the_accuracy_and_changes_the_loss(scale, loss):
    _, accuracy, found = simulate(*scaled(scale))
    assert accuracy == 0.84
    assert found == pytest.approx(loss, abs=0.0005)


@pytest.mark.parametrize("scale", SCALES)
def test_loss_and_probabilities_are_those_of_the_engine(scale):
    J, p = loss_by_the_engine(*scaled(scale))
    mine, _, loss = simulate(*scaled(scale))
    assert loss == pytest.approx(J, rel=1e-12)
    np.testing.assert_allclose(mine, p[:, 1], rtol=0, atol=1e-14)


@pytest.mark.parametrize("seed", range(20))
def test_scaling_never_changes_the_accuracy(seed):
    assert len({simulate(*scaled(scale, seed), seed)[1] for scale in SCALES}) == 1


@pytest.mark.parametrize("seed", range(5))
def test_no_line_nearby_has_a_lower_loss_than_the_best_one(seed):
    angle, offset, steepness = best(seed)
    least = simulate(angle, offset, steepness, seed)[2]
    for move in ((1, 0, 0), (-1, 0, 0), (0, 0.02, 0), (0, -0.02, 0), (0, 0, 0.02), (0, 0, -0.02)):
        near = np.add((angle, offset, steepness), move)
        assert simulate(*near, seed)[2] > least


def test_a_w_with_the_other_sign_is_wrong_where_it_was_right():
    angle, offset, steepness = best()
    assert simulate(angle + 180, -offset, steepness)[1] == pytest.approx(0.16)
    assert "the accuracy is 0.16" in describe(angle - 180, -offset, steepness)


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


@pytest.fixture(scope="module")
def only_one():
    return Line()


@pytest.fixture
def line(only_one):
    only_one.angle.value, only_one.offset.value, only_one.steepness.value = best()
    only_one.probe.value = PROBES[0]
    only_one.refresh()
    return only_one


def test_the_first_picture_is_the_best_line(line):
    w, b = weights(*best())
    assert f"w = ({w[0]:.3f}, {w[1]:.3f})" in line.describe()
    assert "accuracy is 0.84" in line.describe()
    assert bytes(line.picture.value).startswith(b"\x89PNG")


def test_the_loss_is_said_only_when_it_is_asked_for(line):
    assert "loss" not in line.describe()
    assert "the mean loss 0.387" in Line(loss=True).describe()


def test_a_moved_slider_brings_a_new_picture_and_a_new_sentence(line):
    before, words = line.picture.value, line.describe()
    line.offset.value = 2
    assert line.picture.value != before
    assert line.describe() != words


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


def test_typing_into_a_number_field_moves_the_slider(line):
    fields = [part for part in everything_in(line.view) if isinstance(part, FIELDS)]
    for field, value in zip(fields, (-30, 1.25, 7), strict=True):
        field.value = value
    assert (line.angle.value, line.offset.value, line.steepness.value) == (-30, 1.25, 7)


def test_every_preset_sets_its_line(line):
    texts = [button.description for button in line.presets]
    assert texts == ["0.25", "0.5", "1", "2", "4", "-1", *OTHERS]
    for button, accuracy in zip(line.presets[:6], [0.84] * 5 + [0.16], strict=True):
        button.click()
        assert f"the accuracy is {accuracy:.2f}" in line.describe()
    back = weights(line.angle.value, line.offset.value, line.steepness.value)
    for found, wanted in zip(back, weights(*best()), strict=True):
        np.testing.assert_allclose(found, -wanted)
    for button, (w1, w2, b) in zip(line.presets[6:], OTHERS.values(), strict=True):
        button.click()
        assert f"w = ({w1:.3f}, {w2:.3f}) " in line.describe()
        assert f"b = {b:.3f}:" in line.describe()


def test_a_preset_draws_one_picture_although_it_moves_three_sliders(line):
    drawn = []
    line.picture.observe(drawn.append, "value")
    line.presets[-1].click()
    assert len(drawn) == 1


def test_another_seed_brings_other_points():
    assert Line(seed=3).describe() != Line().describe()


def test_every_setting_gives_one_plain_sentence(line):
    for angle in (-180, -90, 0, 33.3, 180):
        for steepness in (0.1, 20):
            for probe in PROBES:
                line.angle.value, line.steepness.value, line.probe.value = angle, steepness, probe
                assert is_one_plain_sentence(line.describe())
                assert "No picture" not in line.describe()


def test_the_check_for_one_plain_sentence_can_fail():
    assert not is_one_plain_sentence("Two. Sentences.")
    assert not is_one_plain_sentence("not ascii \u2013 at all.")


def test_there_are_four_controls_and_a_field_beside_every_slider(line):
    parts = everything_in(line.view)
    controls = [part for part in parts if isinstance(part, (*SLIDERS, widgets.ToggleButtons))]
    assert len(controls) == 4
    assert not sliders_without_a_field(line.view)
    assert not any(isinstance(part, REFUSED) for part in parts)


def test_a_slider_without_a_field_is_found():
    alone = widgets.FloatSlider()
    assert sliders_without_a_field(widgets.VBox([widgets.HBox([alone])])) == [alone]


def test_an_error_while_drawing_is_said_and_the_last_picture_stays(line, monkeypatch):
    def broken(*_):
        raise RuntimeError("planted")

    before = line.picture.value
    monkeypatch.setattr(line._picture, "move", broken)
    line.angle.value = 10
    assert "planted" in line.describe() and "planted" in line.readout.value
    assert line.picture.value == before


# On paper


def test_the_printed_form_is_a_figure_with_a_description(line):
    fig = snapshot()
    assert isinstance(fig, Figure) and len(fig.axes) == 6
    bundle = line._repr_mimebundle_()
    assert set(bundle) >= {"text/html", "image/png", "text/plain"}
    assert len(bundle["image/png"]) * 3 / 4 <= LARGEST_PNG
    alt = Line.paper()[1]
    assert alt.isascii() and len(alt) > SMALLEST_ALT
    assert alt.count("accuracy 0.84") == 3
