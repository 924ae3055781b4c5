"""The perceptron of six numbers that the explorers train: it is the engine's."""

import numpy as np
import pytest

import dlfs
from dlfs.classroom import data
from dlfs.classroom.explore.perceptron import (
    gradient_of, largest_curvature, losses, offset, probabilities, table_of, weight,
)  # fmt: skip


def by_the_engine(x, X, c):
    W, b = dlfs.Variable(x[:4].reshape(2, 2)), dlfs.Variable(x[4:])
    J = dlfs.reduce_mean(dlfs.softmax_cross_entropy(dlfs.add(dlfs.matmul(X, W), b), c))
    table = dlfs.compute_gradients(J)
    return dlfs.Session().run(J), np.concatenate([table[W].ravel(), table[b]])


@pytest.mark.parametrize("seed", range(5))
def test_loss_and_gradient_are_those_of_the_engine(seed):
    X, c = data.overlapping(seed)
    x = 3 * np.random.default_rng(seed).standard_normal(6)
    J, gradient = by_the_engine(x, X, c)
    assert losses(X, c, x[None])[0] == pytest.approx(J, rel=1e-12)
    np.testing.assert_allclose(gradient_of(X, c)(x), gradient, rtol=1e-9, atol=1e-12)


def test_a_gradient_that_forgets_the_mean_is_found():
    X, c = data.overlapping()
    x = np.ones(6)
    assert not np.allclose(100 * gradient_of(X, c)(x), by_the_engine(x, X, c)[1])


def test_the_gradient_refuses_anything_but_six_numbers_in_words():
    with pytest.raises(ValueError, match=r"the six numbers, not something of shape \(2, 2\)"):
        gradient_of(*data.overlapping())(np.ones((2, 2)))


def test_probabilities_are_a_softmax_and_stay_finite():
    X, _ = data.overlapping()
    p = probabilities(X, np.array([500.0, -500, 1, 2, 3, 4]))
    np.testing.assert_allclose(p.sum(axis=1), 1)
    assert np.isfinite(p).all()


@pytest.mark.parametrize("seed", range(3))
def test_the_largest_curvature_is_that_of_second_differences(seed):
    X, c = data.overlapping(seed)
    x = np.random.default_rng(seed).standard_normal(6)
    gradient, h = gradient_of(X, c), 1e-5
    table = [(gradient(x + h * one) - gradient(x - h * one)) / (2 * h) for one in np.eye(6)]
    p = probabilities(X, x)[:, 0]
    expected = np.linalg.eigvalsh((np.array(table) + np.array(table).T) / 2)[-1]
    assert largest_curvature(X, p * (1 - p)) == pytest.approx(expected, rel=1e-6)
    assert largest_curvature(X, p * (1 - p)) <= largest_curvature(X, 0.25)


def test_weight_and_offset_are_those_of_the_line_where_both_scores_are_equal():
    point = np.random.default_rng(1).standard_normal(6)
    W, b = table_of(point)
    x = np.random.default_rng(2).standard_normal((20, 2))
    scores = x @ W + b
    np.testing.assert_allclose(x @ weight(point) + offset(point), scores[:, 1] - scores[:, 0])
