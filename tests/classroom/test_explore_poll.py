"""The opinion poll of a batch: what mathematics says of its error, and the picture."""

from functools import cache

import numpy as np
import pytest

import dlfs
from dlfs.classroom import data
from dlfs.classroom.explore import scans
from dlfs.classroom.explore.poll import (
    IMAGES, RATES, SEEN, SIZES, STEPS, Poll, describe, polls, relative_error, run, snapshot,
)  # fmt: skip
from tools.proof.explorer_states import new

# The images


def test_the_images_are_two_parts_of_one_shuffled_whole():
    X, c = data.digits()
    order = np.random.default_rng(0).permutation(1797)
    for part, rows in ((scans.training(), order[:1000]), (scans.validation(), order[1000:1400])):
        np.testing.assert_array_equal(part[0], X[rows])
        np.testing.assert_array_equal(part[1], c[rows])


# The numbers


@cache
def gradients_one_by_one():
    """Return the gradient of each image's cross entropy at weights and bias zero, shape (N, 650)."""
    X, c = scans.training()
    return np.array([np.outer([*x, 1], np.full(10, 0.1) - k).ravel() for x, k in zip(X, c)])


def error_by_counting_pairs(size):
    """Return the relative error from how often one image, and how often two, are in a batch."""
    g = gradients_one_by_one()
    true, squares = g.mean(axis=0), (g**2).sum()
    pairs = IMAGES**2 * true @ true - squares
    one, two = size / IMAGES, size * (size - 1) / (IMAGES * (IMAGES - 1))
    mean_square = (one * squares + two * pairs) / size**2
    return np.sqrt(max(mean_square - true @ true, 0) / (true @ true))


def test_one_by_one_they_are_what_the_library_says():
    X, c = scans.training()
    with dlfs.Graph():
        W, b = dlfs.Variable(np.zeros((64, 10))), dlfs.Variable(np.zeros(10))
        J = dlfs.reduce_mean(dlfs.softmax_cross_entropy(X[:7] @ W + b, c[:7]))
        grads = dlfs.compute_gradients(J)
    expected = np.vstack([grads[W], grads[b]]).ravel()
    np.testing.assert_allclose(gradients_one_by_one()[:7].mean(axis=0), expected, atol=1e-12)


@pytest.mark.parametrize("size", [1, 2, 7, 10, 100, 437, 999, 1000])
def test_the_error_is_that_of_drawing_without_putting_back(size):
    assert relative_error(size) == pytest.approx(error_by_counting_pairs(size), abs=2e-4)


def test_the_error_of_one_ten_a_hundred_and_all_images():
    assert [f"{relative_error(size):.2f}" for size in SIZES] == ["8.38", "2.64", "0.80", "0.00"]


@pytest.mark.parametrize("size", [1, 5, 20])
def test_four_times_as_many_images_halve_the_error_while_few_are_asked(size):
    assert relative_error(size) / relative_error(4 * size) == pytest.approx(2, rel=0.05)


@pytest.mark.parametrize("size, seed", [(1, 0), (10, 3), (300, 1)])
def test_a_dot_is_where_the_gradient_of_its_batch_is(size, seed):
    g, true = gradients_one_by_one(), gradients_one_by_one().mean(axis=0)
    length = np.linalg.norm(true)
    ranks = np.random.default_rng(seed).random((60, IMAGES)).argsort(axis=1)
    for (along, off), rank in zip(polls(size, seed), ranks, strict=True):
        batch = g[rank < size].mean(axis=0)
        assert (rank < size).sum() == size
        assert along == pytest.approx(batch @ true / length**2, abs=1e-4)
        assert off == pytest.approx(
            np.linalg.norm(batch - batch @ true / length**2 * true) / length, abs=1e-4
        )
        error = np.linalg.norm(batch - true) / length
        assert np.hypot(along - 1, off) == pytest.approx(error, abs=1e-4)


@pytest.mark.parametrize("size", [1, 10, 100])
def test_the_dots_of_many_seeds_have_the_error_and_are_right_on_average(size):
    dots = np.concatenate([polls(size, seed) for seed in range(20)])
    found = np.sqrt(((dots - [1, 0]) ** 2).sum(axis=1).mean())
    assert found == pytest.approx(relative_error(size), rel=0.03)
    mean, spread = dots[:, 0].mean(), dots[:, 0].std()
    assert abs(mean - 1) < 4 * spread / np.sqrt(len(dots))


def test_with_all_images_every_dot_is_the_true_gradient():
    np.testing.assert_allclose(polls(IMAGES), np.tile([1, 0], (60, 1)), atol=1e-3)


@pytest.mark.parametrize("size, rate, seed", [(1, 1, 0), (10, 0.5, 3), (600, 0.1, 1)])
def test_the_library_takes_the_same_steps(size, rate, seed):
    X, c = scans.training()
    losses, seen, rng = [], [0], np.random.default_rng(seed)
    with dlfs.Graph():
        some, kinds = dlfs.placeholder("X"), dlfs.placeholder("c")
        W, b = dlfs.Variable(np.zeros((64, 10))), dlfs.Variable(np.zeros(10))
        J = dlfs.reduce_mean(dlfs.softmax_cross_entropy(some @ W + b, kinds))
        step, session = dlfs.train.GradientDescentOptimizer(rate).minimize(J), dlfs.Session()
        while len(seen) <= STEPS:
            for X_batch, c_batch in dlfs.train.batches(X, c, size, rng):
                if len(seen) > STEPS:
                    break
                losses.append(session.run(J, {some: X, kinds: c}))
                session.run(step, {some: X_batch, kinds: c_batch})
                seen.append(seen[-1] + len(X_batch))
        losses.append(session.run(J, {some: X, kinds: c}))
    found = run(size, rate, seed)
    np.testing.assert_allclose(found.loss, np.array(losses)[SEEN], rtol=1e-4)
    np.testing.assert_array_equal(found.images, np.array(seen)[SEEN])


def test_a_hundredth_of_the_work_goes_nearly_as_far():
    few, every = run(10, 0.5), run(IMAGES, 0.5)
    assert (few.images[-1], every.images[-1]) == (1_000, 100_000)
    assert few.loss[-1] < 1.1 * every.loss[-1] < 0.2 * every.loss[0]


# The explorer


@pytest.fixture
def explorer():
    return new("poll")


@pytest.mark.parametrize("size, rate, seed, asked", [(1, 0.5, 0, "1 image"), (32, 1, 4, "32 images"),
                                                     (600, 0.1, 0, "600 images")])  # fmt: skip
def test_the_sentence_says_the_numbers(explorer, size, rate, seed, asked):
    explorer.size.value, explorer.learning_rate.value, explorer.seed.value = size, rate, seed
    few, every = run(size, rate, seed), run(IMAGES, rate)
    assert explorer.describe() == (
        f"The gradient of {asked} misses the true one by {error_by_counting_pairs(size):.2f} times "
        f"its length: 100 steps at the learning rate {rate:g} with such batches see "
        f"{few.images[-1]} images and bring the loss to {few.loss[-1]:.3f}, and with all 1000 they "
        f"see 100000 images and bring the loss to {every.loss[-1]:.3f}."
    )


@pytest.mark.parametrize("rate", RATES)
def test_all_images_are_no_poll(explorer, rate):
    explorer.size.value, explorer.learning_rate.value = IMAGES, rate
    assert explorer.describe() == (
        f"All 1000 images give the true gradient, error 0.00: 100 steps at the learning rate "
        f"{rate:g} with them see 100000 images and bring the loss to "
        f"{run(IMAGES, rate).loss[-1]:.3f}."
    )
    assert explorer.describe() == describe(IMAGES, rate, 7) + "."


def test_new_batches_move_the_dots_and_the_run_and_not_the_error(explorer):
    before = explorer.error, explorer.loss
    explorer.seed.value = 5
    assert explorer.error == before[0] and explorer.loss != before[1]
    assert not np.array_equal(polls(10, 0), polls(10, 5))


def test_the_presets_set_the_size(explorer):
    for button, size in zip(explorer.presets, SIZES, strict=True):
        button.click()
        assert explorer.size.value == size


def data_of(lines):
    return [line.get_xydata() for line in lines]


@pytest.mark.parametrize("size, rate, seed", [(3, 1, 2), (250, 0.1, 0), (IMAGES, 0.5, 1)])
def test_the_picture_shows_the_dots_the_error_and_both_runs(explorer, size, rate, seed):
    explorer.size.value, explorer.learning_rate.value, explorer.seed.value = size, rate, seed
    np.testing.assert_array_equal(explorer._dots.get_xydata(), polls(size, seed))
    ring = explorer._ring.get_xydata()
    np.testing.assert_allclose(np.hypot(*(ring - [1, 0]).T), relative_error(size))
    few, every = run(size, rate, seed if size < IMAGES else 0), run(IMAGES, rate)
    for lines, each in zip(explorer._runs, (few, every), strict=True):
        over_steps, over_images = data_of(lines)
        np.testing.assert_array_equal(over_steps, np.column_stack([SEEN, each.loss]))
        np.testing.assert_array_equal(over_images, np.column_stack([each.images, each.loss]))
    ends = [over[-1] for over in data_of(explorer._runs[0])]
    np.testing.assert_array_equal(np.concatenate(data_of(explorer._ends)), ends)


def test_every_dot_and_every_loss_lies_inside_its_axes(explorer):
    field, above, _ = explorer.canvas.agg.figure.axes
    for seed in range(12):
        (left, right), (low, high) = field.get_xlim(), field.get_ylim()
        along, off = polls(1, seed).T
        assert left < along.min() and along.max() < right and low < off.min() and off.max() < high
        for size in (1, 2, 3, IMAGES):
            losses = run(size, max(RATES), seed).loss
            low, high = above.get_ylim()
            assert low < losses.min() and losses.max() < high


def test_the_strip_and_its_words_have_the_error_of_each_size():
    axes, alt = snapshot().axes, Poll.paper()[1]
    for size, ax in zip(SIZES, axes, strict=True):
        title, lines = ax.get_title(), data_of(ax.lines)
        assert any(np.array_equal(line, polls(size)) for line in lines)
        ring = next(line for line in lines if len(line) == 91)
        np.testing.assert_allclose(np.hypot(*(ring - [1, 0]).T), relative_error(size))
        error = f"{error_by_counting_pairs(size):.2f}"
        assert title.endswith(f"error {error}") and f"{size}: {error}" in alt
