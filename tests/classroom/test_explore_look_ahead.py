"""The look ahead: the numbers that the first lesson prints, and the moving picture."""

import numpy as np
import pytest

from dlfs.classroom import data, explore
from dlfs.classroom.explore.look_ahead import (
    PRESETS, STATES, LookAhead, describe, snapshot, wrong_points,
)  # fmt: skip
from dlfs.classroom.explore.training import simulate
from tests.classroom.explorer_rules import (
    back_at, drawn_afresh, faults_of_bundle, faults_of_sentence, faults_of_view,
)  # fmt: skip
from tests.course.word_rules import too_early


# The numbers of the lesson


def test_the_counts_are_those_of_the_lesson():
    counts = [wrong_points(turn).sum() for turn in (0, 1, 2, 4, 8, 16, 156, 157)]
    assert counts == [51, 28, 15, 10, 2, 1, 1, 0]


def test_the_count_never_rises_and_most_of_it_falls_early():
    counts = np.array([wrong_points(turn).sum() for turn in range(401)])
    assert (np.diff(counts) <= 0).all()
    assert counts[0] - counts[8] > 40


@pytest.mark.parametrize("seed", range(20))
def test_other_points_tell_the_same_story_fast_at_first(seed):
    counts = [wrong_points(turn, seed).sum() for turn in (0, 8, 400)]
    assert counts[1] <= counts[0] / 5
    assert counts[2] <= counts[1]


def test_the_wrong_points_are_those_that_the_accuracy_counts():
    for seed in (0, 3):
        accuracy = simulate(seed=seed)[2]
        for turn in (0, 5, 100):
            assert wrong_points(turn, seed).mean() == pytest.approx(1 - accuracy[turn])


def test_a_point_is_wrong_when_the_line_has_it_on_the_side_of_the_other_kind():
    X, c = data.separable()
    point = simulate()[0][8]
    w, b = point[1:4:2] - point[0:4:2], point[5] - point[4]
    triangle_side = X @ w + b > 0
    np.testing.assert_array_equal(wrong_points(8), triangle_side != (c[:, 1] == 1))


# The explorer


@pytest.fixture(scope="module")
def only_one():
    return explore.look_ahead()


@pytest.fixture
def w(only_one):
    return back_at(only_one, turn=0, seed=0)


@pytest.mark.parametrize("control, value", [("turn", 3), ("seed", 2)])
def test_each_control_changes_the_picture_and_the_sentence(w, control, value):
    before = w.picture.value, w.describe()
    getattr(w, control).value = value
    assert w.picture.value != before[0] and w.describe() != before[1]


def test_each_preset_goes_to_its_turn(w):
    for button, turn in zip(w.presets, PRESETS, strict=True):
        button.click()
        assert w.turn.value == turn and w.describe() == describe(turn) + "."


def test_there_is_a_ring_around_every_wrong_point_and_no_other(w):
    X, _ = data.separable()
    for turn in (0, 8, 157):
        w.turn.value = turn
        np.testing.assert_allclose(np.transpose(w._rings.get_data()), X[wrong_points(turn)])


def test_the_drawn_line_parts_the_points_as_they_are_counted(w):
    w.turn.value = 8
    X, c = data.separable()
    (x0, x1), (y0, y1) = w._line.get_data()
    above = X[:, 1] > y0 + (X[:, 0] - x0) * (y1 - y0) / (x1 - x0)
    np.testing.assert_array_equal(above != (c[:, 1] == 1), wrong_points(8))


def test_one_point_is_said_as_one(w):
    said = {0: "At the start, 51 points are", 1: "After 1 turn, 28", 16: "After 16 turns, 1 point"}
    for turn, words in said.items():
        assert describe(turn).startswith(words)


def test_every_setting_gives_one_plain_sentence(w):
    for seed in (0, 9, 99):
        for turn in (0, 1, 400):
            w.seed.value, w.turn.value = seed, turn
            assert faults_of_sentence(w.describe()) == []
            assert "No picture" not in w.describe()


def test_no_old_layer_is_left_in_a_picture(w):
    for control, value in (("turn", 20), ("seed", 2), ("turn", 3)):
        getattr(w, control).value = value
        assert w.picture.value == drawn_afresh(w)


def test_view_and_bundle_keep_the_rules(w):
    assert faults_of_view(w.view) == []
    assert faults_of_bundle(w._repr_mimebundle_()) == []


def test_the_strip_shows_its_states_with_their_counts():
    titles = [ax.get_title() for ax in snapshot().axes]
    assert len(titles) == len(STATES)
    assert titles == ["0 turns: 51 wrong", "1 turn: 28 wrong", "8 turns: 2 wrong",
                      "157 turns: 0 wrong"]  # fmt: skip


def test_nothing_that_it_says_needs_a_later_lesson(w):
    _, alt = LookAhead.paper()
    words = " ".join([alt, LookAhead.caption, *(describe(turn) for turn in (0, 1, 8))])
    assert too_early(words, place=0) == []
    assert too_early("the loss after 8 turns", place=0) != []
