"""The point that is moved: what the line does then, beside the library and another descent."""

import numpy as np
import pytest

import dlfs
from dlfs.classroom import data
from dlfs.classroom.explore.moved_point import (
    FAR_AND_RIGHT, FAR_AND_WRONG, HOME, POINT, describe, points_with, share_of_the_pull, simulate,
    turned,
)  # fmt: skip
from dlfs.classroom.explore.perceptron import losses, weight
from tools.proof.explorer_states import buttons_of, new



def best_loss(X, c):
    """The lowest loss of one sigmoid, by Newton's steps: two columns have the same."""
    ones, v = np.column_stack([X, np.ones(len(X))]), np.zeros(3)
    for _ in range(30):
        p = 1 / (1 + np.exp(-ones @ v))
        v = v - np.linalg.solve(ones.T @ (ones * (p * (1 - p))[:, None]), ones.T @ (p - c[:, 1]))
    return np.logaddexp(0, np.where(c[:, 1] == 1, -1, 1) * (ones @ v)).mean()


PLACES = [HOME, FAR_AND_RIGHT, FAR_AND_WRONG, (5.0, -5.0)]


def trained_by_the_library(X, c, steps=60):
    with dlfs.Graph().as_default():
        W, b = dlfs.Variable(np.zeros((2, 2))), dlfs.Variable(np.zeros(2))
        J = dlfs.reduce_mean(dlfs.softmax_cross_entropy(dlfs.constant(X) @ W + b, c))
        step = dlfs.GradientDescentOptimizer(1.0).minimize(J)
    session = dlfs.Session()
    for _ in range(steps):
        session.run(step)
    return np.concatenate([W.value.ravel(), b.value])


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("number", [3, 77])
def test_the_line_is_that_of_the_library_and_near_the_best_one(number, place):
    X, c = points_with(number, place)
    found = simulate(number, place)
    np.testing.assert_allclose(found, trained_by_the_library(X, c), atol=1e-10)
    assert losses(X, c, found[None])[0] < best_loss(X, c) + 2e-3


def test_at_home_nothing_turns_and_the_data_are_those_of_the_course():
    assert turned(POINT, HOME) == pytest.approx(0, abs=1e-5)
    assert (points_with(POINT, HOME)[0] == data.overlapping()[0]).all()
    points_with(POINT, (9.0, 9.0))
    assert (points_with(POINT, HOME)[0] == data.overlapping()[0]).all()


def test_the_angle_is_that_between_the_two_normals():
    before, now = (weight(simulate(POINT, place)) for place in (HOME, FAR_AND_WRONG))
    angles = [np.degrees(np.arctan2(*w[::-1])) for w in (before, now)]
    assert turned(POINT, FAR_AND_WRONG) == pytest.approx(abs(angles[1] - angles[0]))


def test_a_point_that_is_right_and_sure_hardly_pulls_and_one_far_and_wrong_turns_the_line():
    assert share_of_the_pull(POINT, FAR_AND_RIGHT) < 0.001 and turned(POINT, FAR_AND_RIGHT) < 1
    assert share_of_the_pull(POINT, FAR_AND_WRONG) > 0.03 and turned(POINT, FAR_AND_WRONG) > 9
    assert "a circle" in describe(POINT, HOME) and "a triangle" in describe(77, HOME)


def test_the_buttons_put_any_point_home_far_and_right_and_far_and_wrong():
    explorer = new("moved_point")
    for number, side in ((3, 1), (77, -1)):
        explorer.point.value = number
        named = {button.description: button for button in buttons_of(explorer)}
        for name, place in (("Far and right", FAR_AND_RIGHT), ("Far and wrong", FAR_AND_WRONG)):
            named[name].click()
            assert (explorer.x1.value, explorer.x2.value) == tuple(side * x for x in place)
            assert f"is {name.split()[-1]} and" in explorer.show()
        named["Home"].click()
        np.testing.assert_allclose(
            (explorer.x1.value, explorer.x2.value), data.overlapping()[0][number], atol=0.005)


def test_the_line_follows_the_point_step_by_step():
    explorer = new("moved_point")
    shown = []
    for x1 in (-3.0, -1.0, 1.0, 3.0):
        explorer.x2.value, explorer.x1.value = 4.5, x1
        shown.append(np.ravel(explorer._line.get_xydata()))
        assert tuple(np.ravel(explorer._marked.get_xydata())) == (x1, 4.5)
    assert len({tuple(line) for line in shown}) == 4
