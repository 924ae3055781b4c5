"""The line that learns: how its run goes on, who pulls at it, and the moving picture."""

import numpy as np
import pytest

import dlfs
from dlfs.classroom import data
from dlfs.classroom.explore.line_map import LAST, START, all_right_from, simulate
from dlfs.classroom.explore.perceptron import weight
from dlfs.classroom.explore.training import (
    GHOSTS, STATES, Training, describe, half_of_the_pull, pulls, snapshot,
)  # fmt: skip
from tools.proof.explorer_states import new

# The run


def by_the_engine(seed, rate, steps):
    """The same run by the library: its six numbers, its losses, its shares of right points."""
    X, c = data.separable(seed)
    with dlfs.Graph().as_default():
        W, b = dlfs.Variable(START[:4].reshape(2, 2)), dlfs.Variable(START[4:])
        logits = dlfs.constant(X) @ W + b
        J = dlfs.reduce_mean(dlfs.softmax_cross_entropy(logits, c))
        step = dlfs.GradientDescentOptimizer(rate).minimize(J)
    session, rows = dlfs.Session(), []
    for t in range(steps + 1):
        point = np.concatenate([W.value.ravel(), b.value])
        found = session.run([J, logits] if t == steps else [J, logits, step])
        right = np.mean(found[1].argmax(axis=1) == c.argmax(axis=1))
        rows.append((point, found[0], right))
    return [np.array(column) for column in zip(*rows, strict=True)]


@pytest.mark.parametrize("seed, rate", [(0, 0.1), (3, 0.5)])
def test_the_run_is_the_engine_s(seed, rate):
    for ours, theirs in zip(simulate(rate, seed, 170), by_the_engine(seed, rate, 170), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)


def test_from_one_step_on_every_point_is_right_and_the_loss_goes_on_falling():
    points, J, accuracy = simulate()
    last = all_right_from()
    assert 0 < last < LAST and (accuracy[last:] == 1).all() and (accuracy[:last] < 1).all()
    assert (np.diff(J) < 0).all() and J[-1] < J[last] / 1.2
    assert np.hypot(*weight(points[-1])) > 1.5 * np.hypot(*weight(START))


def test_the_ghosts_come_quickly_closer_to_all_right():
    accuracy = simulate()[2][list(GHOSTS)]
    assert (np.diff(accuracy) >= 0).all() and accuracy[0] < 0.6 and accuracy[4] > 0.9


def test_the_start_is_w_minus_1_1_towards_the_triangles_and_b_0():
    np.testing.assert_array_equal(weight(START), [-1, 1])
    np.testing.assert_array_equal(START[4:], 0)


def test_w_points_to_the_triangles_in_the_end():
    X, c = data.separable()
    point = simulate()[0][-1]
    scores = X @ weight(point) + point[5] - point[4]
    np.testing.assert_array_equal(scores > 0, c[:, 1] > 0)


def test_pulls_are_the_distance_between_p_and_c():
    X, c = data.separable()
    logits = X @ START[:4].reshape(2, 2)
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(pulls(START), np.abs(p - c)[:, 1])


@pytest.mark.parametrize(
    "strengths, count", [([1, 1, 1, 1], 2), ([10, 1, 1, 1], 1), ([3, 3, 2, 2], 2), ([5], 1)]
)
def test_half_of_the_pull_counts_the_strongest_points(strengths, count):
    assert half_of_the_pull(np.array(strengths, dtype=float)) == count


def test_fewer_and_fewer_points_do_half_of_the_pulling():
    points = simulate()[0]
    counts = [half_of_the_pull(pulls(points[t])) for t in (0, 8, 32, LAST)]
    assert counts == sorted(counts, reverse=True) and counts[0] > 5 * counts[-1]


# The explorer


@pytest.fixture
def w():
    return new("training")


def test_who_pulls_changes_the_picture_alone(w):
    before = w.picture.value, w.describe()
    w.pulls.value = False
    assert w.picture.value != before[0] and w.describe() == before[1]
    assert len(set(w._points[0].get_sizes())) == 1 and not w._arrow.get_visible()


@pytest.mark.parametrize("t, rate, seed", [(0, 0.1, 0), (157, 0.1, 0), (33, 0.7, 5)])
def test_the_sentence_says_the_numbers_of_the_run(w, t, rate, seed):
    w.t.value, w.learning_rate.value, w.seed.value = t, rate, seed
    points, J, accuracy = simulate(rate, seed)
    half = half_of_the_pull(pulls(points[t], seed))
    assert w.describe() == describe(t, rate, seed) + "." == (
        f"Step {t} with learning rate {rate}: the loss is {J[t]:.3f}, the accuracy "
        f"{accuracy[t]:.2f} and the length of w {np.linalg.norm(weight(points[t])):.2f}; "
        f"{half} of 100 points do half of the pulling."
    )


def test_there_is_a_button_for_the_step_after_which_every_point_is_right(w):
    w.presets[-2].click()
    assert w.t.value == all_right_from() and "accuracy 1.00" in w.describe()
    w.t.value -= 1
    assert "accuracy 0.99" in w.describe()


@pytest.mark.parametrize("t", [0, 5, 400])
def test_on_the_drawn_line_both_classes_have_the_same_score(w, t):
    w.t.value = t
    point = simulate()[0][t]
    W, b = point[:4].reshape(2, 2), point[4:]
    x, y = w._line.get_data()
    scores = np.stack([x, y], axis=1) @ W + b
    np.testing.assert_allclose(scores[:, 0], scores[:, 1], atol=1e-9)


def test_ghost_lines_are_those_of_earlier_steps_only(w):
    for t, count in ((0, 0), (1, 1), (8, 4), (33, 7), (400, 7)):
        w.t.value = t
        assert sum(ghost.get_visible() for ghost in w._ghosts) == count


def test_the_hardest_puller_is_the_largest_point_and_the_arrow_is_the_sum(w):
    w.t.value = 4
    X, c = data.separable()
    point = simulate()[0][4]
    strengths = pulls(point)
    sizes = np.concatenate([group.get_sizes() for group in w._points])
    np.testing.assert_array_equal(np.argsort(sizes), np.argsort(strengths))
    along = ((c[:, 1] - c[:, 0]) * strengths) @ X
    arrow = np.array([w._arrow.U, w._arrow.V]).ravel()
    assert arrow @ along == pytest.approx(np.hypot(*arrow) * np.hypot(*along))


def test_the_strip_has_four_states_and_two_curves():
    titles = [ax.get_title() for ax in snapshot().axes]
    accuracy = simulate()[2]
    assert titles[:4] == [f"t = {t}: {accuracy[t]:.2f} right" for t in STATES]
    assert titles[4:] == ["loss J", "accuracy"]


def test_the_alt_text_says_the_numbers_of_the_strip():
    _, alt = Training.paper()
    points, J, accuracy = simulate()
    for t in STATES:
        half = half_of_the_pull(pulls(points[t]))
        assert f"t = {t}: accuracy {accuracy[t]:.2f}, loss {J[t]:.3f}, {half} points" in alt
    assert f"1 from step {all_right_from()}" in alt and f"{J[-1]:.3f} at step {LAST}" in alt
