"""The stair and the bowl: against the library, and what a nudge does to each."""

import numpy as np
import pytest

import dlfs
from dlfs.classroom import data
from dlfs.classroom.explore.stair import HIGH, LOW, PLACES, changes, curves, describe, simulate
from tools.proof.explorer_states import buttons_of, new


def by_the_library(second):
    X, c = data.overlapping()
    with dlfs.Graph().as_default():
        logits = dlfs.constant(X) @ np.array([[0, 1.237], [0, second]]) + np.array([0, -0.071])
        J = dlfs.reduce_mean(dlfs.softmax_cross_entropy(logits, c))
    a, loss = dlfs.Session().run([logits, J])
    return (a.argmax(axis=1) == c.argmax(axis=1)).mean(), loss


@pytest.mark.parametrize("second", [LOW, -0.3, 0, 1.267, HIGH])
def test_accuracy_and_loss_are_those_of_the_library(second):
    assert simulate(second) == pytest.approx(by_the_library(second), abs=1e-12)


def test_the_stair_is_flat_nearly_everywhere_and_the_bowl_nowhere():
    nudged = np.array([changes(second) for second in PLACES])
    assert (nudged[:, 0] == 0).mean() > 0.95
    assert (nudged[:, 1] != 0).all()


def test_the_bowl_has_one_lowest_place():
    turns = np.diff(np.sign(np.diff(curves()[:, 1])))
    assert np.count_nonzero(turns) == 1


def test_the_slope_that_is_drawn_is_the_one_of_the_bowl():
    explorer = new("stair")
    h = 1e-5
    for second in (-1.0, 0.0, 2.5):
        explorer.weight.value = second
        x, y = explorer._slopes[1].get_data()
        slope = (simulate(second + h)[1] - simulate(second - h)[1]) / (2 * h)
        assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(slope, abs=1e-3)
        assert explorer._dots[1].get_data()[1][0] == pytest.approx(simulate(second)[1])
        assert np.ptp(explorer._slopes[0].get_data()[1]) == 0


def test_the_sentence_says_which_way_is_down():
    assert "leaves the accuracy as it is" in describe(0) and "down to the right" in describe(0)
    assert "up to the right" in describe(3) and "this is the bottom" in describe(1.267)


def test_the_buttons_go_to_the_start_the_best_line_and_beyond():
    explorer = new("stair")
    for button in buttons_of(explorer):
        button.click()
        assert explorer.weight.value == float(button.description)
