"""The line that learns: the numbers of the lesson, and the moving picture."""

import numpy as np
import pytest

from dlfs.classroom import data, explore
from dlfs.classroom.explore.training import (
    GHOSTS, PRESETS, START, STATES, Training, describe, half_of_the_pull, pulls, simulate,
    snapshot, weight,
)  # fmt: skip
from tests.classroom.explorer_rules import (
    back_at, drawn_afresh, faults_of_bundle, faults_of_sentence, faults_of_view,
)  # fmt: skip


# The numbers of the lesson


def test_accuracies_at_the_ghost_lines_are_those_of_the_lesson():
    _, _, accuracy = simulate()
    assert GHOSTS == (0, 1, 2, 4, 8, 16, 32)
    np.testing.assert_allclose(accuracy[list(GHOSTS)], [0.49, 0.72, 0.85, 0.9, 0.98, 0.99, 0.99])
    assert (accuracy[157:] == 1).all() and (accuracy[:157] < 1).all()


def test_other_points_would_not_give_these_accuracies():
    _, _, accuracy = simulate(seed=1)
    assert accuracy[8] != 0.98 or (accuracy[:157] == 1).any()


def test_the_loss_goes_on_falling_after_the_last_point_is_right():
    _, J, _ = simulate()
    assert J[[0, 32, 100, 400]] == pytest.approx([0.875, 0.055, 0.028, 0.014], abs=0.0005)
    assert (np.diff(J) < 0).all()


def test_the_length_of_w_grows_from_1_41_to_2_96():
    points, _, _ = simulate()
    assert np.hypot(*weight(START)) == pytest.approx(1.41, abs=0.005)
    assert np.hypot(*weight(points[400])) == pytest.approx(2.96, abs=0.005)


def test_the_start_is_w_minus_1_1_towards_the_triangles_and_b_0():
    np.testing.assert_array_equal(weight(START), [-1, 1])
    np.testing.assert_array_equal(START[4:], 0)


def test_w_points_to_the_triangles_in_the_end():
    X, c = data.separable()
    point = simulate()[0][-1]
    scores = X @ weight(point) + point[5] - point[4]
    np.testing.assert_array_equal(scores > 0, c[:, 1] > 0)


def test_a_point_that_is_very_wrong_pulls_49_times_as_hard_as_one_that_is_right():
    X = data.separable()[0]
    assert 0.98 / 0.02 == pytest.approx(49)
    strengths = pulls(START)
    assert strengths.shape == (len(X),) and (0 < strengths).all() and (strengths < 1).all()


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
    points, _, _ = simulate()
    counts = [half_of_the_pull(pulls(points[t])) for t in (0, 8, 32, 400)]
    assert counts == sorted(counts, reverse=True) and counts[0] > 30 and counts[-1] < 4


# The explorer


@pytest.fixture(scope="module")
def only_one():
    return explore.training()


@pytest.fixture
def w(only_one):
    return back_at(only_one, t=8, learning_rate=0.1, seed=0, pulls=True)


@pytest.mark.parametrize("control, value", [("t", 20), ("learning_rate", 0.5), ("seed", 2)])
def test_each_control_changes_the_picture_and_the_sentence(w, control, value):
    before = w.picture.value, w.describe()
    getattr(w, control).value = value
    assert w.picture.value != before[0]
    assert w.describe() != before[1]


def test_who_pulls_changes_the_picture_alone(w):
    before = w.picture.value, w.describe()
    w.pulls.value = False
    assert w.picture.value != before[0] and w.describe() == before[1]
    assert len(set(w._points[0].get_sizes())) == 1 and not w._arrow.get_visible()


def test_the_lesson_s_cell_prints_its_numbers(w):
    w.t.value = 157
    assert w.describe() == (
        "Step 157 with learning rate 0.1: the loss is 0.022, the accuracy 1.00 and the length of w "
        "2.45; 3 of 100 points do half of the pulling."
    )


def test_each_preset_goes_to_its_step(w):
    for button, t in zip(w.presets, PRESETS, strict=True):
        button.click()
        assert w.t.value == t and w.describe().startswith(f"Step {t} ")


def test_the_same_values_give_the_same_picture_by_any_way(w):
    before = w.picture.value
    w.t.value, w.seed.value, w.learning_rate.value, w.pulls.value = 300, 7, 1, False
    assert w.picture.value != before
    w.pulls.value, w.learning_rate.value, w.seed.value, w.t.value = True, 0.1, 0, 8
    assert w.picture.value == before


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


def test_every_setting_gives_one_plain_sentence(w):
    for seed in (0, 9):
        for rate in (0.01, 1):
            for t in (0, 1, 400):
                w.seed.value, w.learning_rate.value, w.t.value = seed, rate, t
                assert faults_of_sentence(w.describe()) == []
                assert "No picture" not in w.describe()


def test_the_sentence_is_the_same_without_an_explorer(w):
    w.t.value = 100
    assert w.describe() == describe(100) + "."


def test_no_old_layer_is_left_in_a_picture(w):
    moves = ("t", 20), ("learning_rate", 0.5), ("seed", 2), ("t", 3), ("pulls", False)
    for control, value in moves:
        getattr(w, control).value = value
        assert w.picture.value == drawn_afresh(w)


def test_view_and_bundle_keep_the_rules(w):
    assert faults_of_view(w.view) == []
    assert faults_of_bundle(w._repr_mimebundle_()) == []


def test_the_strip_has_four_states_and_two_curves():
    fig = snapshot()
    assert len(fig.axes) == len(STATES) + 2 == 6
    titles = [ax.get_title() for ax in fig.axes]
    assert titles[:2] == ["t = 0: 0.49 right", "t = 2: 0.85 right"]
    assert titles[4:] == ["loss J", "accuracy"]


def test_the_alt_text_says_the_numbers_of_the_strip():
    _, alt = Training.paper()
    for words in ("accuracy 0.49, loss 0.875, 34 points", "1 from step 157", "0.014 at step 400"):
        assert words in alt
