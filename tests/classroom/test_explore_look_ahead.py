"""The look ahead: which points are wrong, and the moving picture."""

import numpy as np
import pytest

from dlfs.classroom import data
from dlfs.classroom.explore.line_map import LAST, all_right_from, simulate
from dlfs.classroom.explore.look_ahead import (
    LookAhead, describe, snapshot, states, wrong_points,
)  # fmt: skip
from tools.proof.explorer_states import new
from tests.course.word_rules import too_early


# The wrong points


@pytest.mark.parametrize("seed", range(20))
def test_all_seeds_tell_the_same_story_fast_at_first(seed):
    counts = [wrong_points(turn, seed).sum() for turn in (0, 8, LAST)]
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


@pytest.fixture
def w():
    return new("look_ahead")


@pytest.mark.parametrize("turn", [0, 1, 5])
def test_the_sentence_counts_the_wrong_points(w, turn):
    w.turn.value = turn
    when = {0: "At the start", 1: "After 1 turn"}.get(turn, f"After {turn} turns")
    count = wrong_points(turn).sum()
    assert w.describe() == f"{when}, {count} points are on the wrong side of the line, out of 100."


def test_one_point_is_said_as_one():
    one = next(turn for turn in range(LAST) if wrong_points(turn).sum() == 1)
    assert describe(one).endswith("1 point is on the wrong side of the line, out of 100")


def test_the_last_button_goes_to_where_no_point_is_wrong(w):
    w.presets[-1].click()
    assert w.turn.value == all_right_from() and "0 points are on the wrong side" in w.describe()


def test_there_is_a_ring_around_every_wrong_point_and_no_other(w):
    X, _ = data.separable()
    for turn in (0, 8, all_right_from()):
        w.turn.value = turn
        np.testing.assert_allclose(np.transpose(w._rings.get_data()), X[wrong_points(turn)])


def test_the_drawn_line_parts_the_points_as_they_are_counted(w):
    w.turn.value = 8
    X, c = data.separable()
    (x0, x1), (y0, y1) = w._line.get_data()
    above = X[:, 1] > y0 + (X[:, 0] - x0) * (y1 - y0) / (x1 - x0)
    np.testing.assert_array_equal(above != (c[:, 1] == 1), wrong_points(8))


def test_nothing_that_it_says_needs_a_later_lesson(w):
    _, alt = LookAhead.paper()
    words = " ".join([alt, LookAhead.caption, *(describe(turn) for turn in (0, 1, 8))])
    assert too_early(words, place=0) == []
    assert too_early("the loss after 8 turns", place=0) != []


def test_the_strip_shows_its_states_with_their_counts():
    titles = [ax.get_title() for ax in snapshot().axes]
    counts = [wrong_points(turn).sum() for turn in states()]
    assert counts[-1] == 0 and titles == [
        f"{turn} turn{'s' * (turn != 1)}: {count} wrong" for turn, count in zip(states(), counts)
    ]
