"""A network that learns its images too well: the library's numbers, and the picture."""

import sys

import numpy as np
import pytest

import dlfs
from dlfs.classroom.explore import scans
from dlfs.classroom.explore.too_well import (
    EPOCHS, NUMBERS, RATE, SIZE, STATES, WIDTHS, TooWell, describe, fitted, simulate, snapshot,
)  # fmt: skip
from tools.proof.explorer_states import new

HERE = sys.modules[TooWell.__module__]

# The numbers


def logits_of(X, width, rng):
    """Return the nodes of a network as the library builds it."""
    if not width:
        return X @ dlfs.Variable(np.zeros((64, 10))) + dlfs.Variable(np.zeros(10))
    W1 = dlfs.Variable(rng.standard_normal((64, width)) / 8)
    W2 = dlfs.Variable(rng.standard_normal((width, 10)) / width**0.5)
    h = dlfs.relu(X @ W1 + dlfs.Variable(np.zeros(width)))
    return h @ W2 + dlfs.Variable(np.zeros(10))


def fitted_by_the_library(images, width, seed, epochs):
    """Return losses and accuracies, shape (2, epochs + 1) each, of a session's training."""
    rng, found = np.random.default_rng(seed), []
    X, c = (each[:images] for each in scans.training())
    with dlfs.Graph():
        some, kinds = dlfs.placeholder("X"), dlfs.placeholder("c")
        logits = logits_of(some, width, rng)
        J = dlfs.reduce_mean(dlfs.softmax_cross_entropy(logits, kinds))
        step, session = dlfs.train.GradientDescentOptimizer(RATE).minimize(J), dlfs.Session()
        for epoch in range(epochs + 1):
            for known, truth in ((X, c), scans.validation()):
                loss, scores = session.run([J, logits], {some: known, kinds: truth})
                right = np.argmax(scores, axis=1) == np.argmax(truth, axis=1)
                found.append((loss, right.mean()))
            if epoch < epochs:
                for X_batch, c_batch in dlfs.train.batches(X, c, SIZE, rng):
                    session.run(step, {some: X_batch, kinds: c_batch})
    return np.array(found).reshape(epochs + 1, 2, 2).transpose(2, 1, 0)


@pytest.mark.parametrize("images, width, seed, epochs", [(20, 64, 0, 30), (100, 16, 3, 10),
                                                         (300, 0, 1, 8), (1000, 64, 2, 2)])  # fmt: skip
def test_the_library_trains_the_same_network(images, width, seed, epochs):
    fit = simulate(images, width, seed, epochs)
    loss, accuracy = fitted_by_the_library(images, width, seed, epochs)
    np.testing.assert_allclose(fit.loss, loss, rtol=1e-9)
    np.testing.assert_allclose(fit.accuracy, accuracy)


def test_a_network_learns_nothing_from_the_others(monkeypatch):
    before = simulate(50, 16, epochs=5)
    X, c = scans.validation()
    monkeypatch.setattr(scans, "validation", lambda: (1 - X, c[::-1]))
    after = simulate(50, 16, epochs=5)
    np.testing.assert_array_equal(after.loss[0], before.loss[0])
    assert not np.array_equal(after.loss[1], before.loss[1])


def test_a_perfect_training_score_says_nothing():
    ends = [fitted(images, 64).accuracy[:, -1] for images in NUMBERS]
    own, others = np.transpose(ends)
    assert (own == 1).all() and (np.diff(others) > 0).all()
    np.testing.assert_allclose(others, [0.63, 0.815, 0.912, 0.953, 0.973], atol=0.01)


def test_with_few_images_the_loss_on_others_rises_again():
    fit = fitted(20, 64)
    loss = fit.loss[1]
    assert 0 < fit.best < EPOCHS and (loss[fit.best] <= loss).all()
    assert loss[-1] > 1.05 * loss[fit.best] and fit.loss[0, -1] < fit.loss[0, fit.best]


# The explorer


@pytest.fixture
def explorer():
    return new("too_well")


@pytest.mark.parametrize("images, width, epoch, counted", [
    (20, 64, 1, "1 epoch"), (50, 16, 7, "7 epochs"), (100, 0, 0, "0 epochs"),
])  # fmt: skip
def test_the_sentence_says_the_numbers(explorer, images, width, epoch, counted):
    explorer.images.value, explorer.width.value, explorer.epoch.value = images, width, epoch
    loss, accuracy = fitted_by_the_library(images, width, 0, epoch)[..., -1]
    network = f"{width} hidden units" if width else "No hidden layer"
    assert explorer.describe() == (
        f"{network}, {images} training images, {counted}: the loss is {loss[0]:.3f} on these "
        f"images and {loss[1]:.3f} on 400 others, a gap of {loss[1] - loss[0]:.2f}, the accuracy "
        f"is {accuracy[0]:.3f} on these and {accuracy[1]:.3f} on the others, and the loss on the "
        f"others is lowest after epoch {fitted(images, width).best}."
    )
    assert explorer.describe() == describe(images, width, epoch) + "."


def test_while_a_network_is_trained_the_sentence_says_so(explorer, monkeypatch):
    said, kept = [], HERE._KEPT.copy()
    explorer.images.value = 20

    def watched(*settings):
        said.append(explorer.readout.value)
        return kept.get(settings) or simulate(*settings)

    monkeypatch.setattr(HERE, "simulate", watched)
    monkeypatch.setattr(HERE, "_KEPT", {})
    for images in (50, 20):
        explorer.images.value = images
    assert len(said) == 2
    shown = []
    explorer.readout.observe(lambda change: shown.append(change.new), "value")
    explorer.images.value = 50
    explorer.readout.unobserve_all("value")
    assert len(said) == 2 and len(shown) == 1
    assert all(f"trained with {n} images" in words for n, words in zip((50, 20), said))
    assert "50 training images" in explorer.readout.value


@pytest.mark.parametrize("images, epoch", [(20, 10), (100, EPOCHS)])
def test_the_bars_reach_from_one_curve_to_the_other(explorer, images, epoch):
    explorer.images.value, explorer.epoch.value = images, epoch
    for curves, dots, bar, values in zip(
        explorer._curves, explorer._dots, explorer._gaps, fitted(images, 64), strict=True
    ):
        for curve, each in zip(curves, values, strict=True):
            so_far = np.column_stack([np.arange(epoch + 1), each[: epoch + 1]])
            np.testing.assert_array_equal(curve.get_xydata(), so_far)
        ends = [curve.get_xydata()[-1] for curve in curves]
        np.testing.assert_array_equal(dots.get_xydata(), ends)
        np.testing.assert_array_equal(bar.get_xydata(), ends)
    gap, other_gap = (line.get_ydata() for line in explorer._gaps)
    assert gap[1] - gap[0] == pytest.approx(explorer.gap) and explorer.gap > 0
    assert tuple(other_gap) == (explorer.accuracy, explorer.accuracy_of_others)


def test_every_curve_lies_inside_its_axes(explorer):
    axes = explorer.canvas.agg.figure.axes
    for images in NUMBERS:
        for width in WIDTHS:
            for ax, values in zip(axes, fitted(images, width), strict=True):
                low, high = ax.get_ylim()
                assert low <= values.min() and values.max() <= high


def test_the_strip_and_its_words_have_the_accuracies_of_each_number():
    axes, alt = snapshot().axes, TooWell.paper()[1]
    for images, ax in zip(STATES, axes, strict=True):
        loss, (own, others) = fitted(images, 64).loss, fitted(images, 64).accuracy[:, -1]
        assert ax.get_title() == f"{images} images\n{own:.3f}, {others:.3f}"
        bar, *curves = (line.get_ydata() for line in ax.lines)
        np.testing.assert_array_equal(curves, loss)
        np.testing.assert_array_equal(bar, loss[:, -1])
        assert f"accuracy {own:.3f} and {others:.3f}" in alt
