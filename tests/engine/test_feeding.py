"""Batches give every row once, in an order of chance; labels become one-hot rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

import dlfs
from dlfs.train import batches
from tests.engine.helpers import refusal, run


def rows(n):
    """Inputs and targets that tell which row they are."""
    return np.arange(n)[:, np.newaxis] + [0.0, 0.5], 10 * np.arange(n)


@given(st.integers(0, 40), st.integers(1, 50), st.integers(0, 5))
def test_an_epoch_has_every_row_once_with_its_own_target(n, size, seed):
    X, c = rows(n)
    parts = list(batches(X, c, size, np.random.default_rng(seed)))
    assert [len(x) for x, _ in parts] == [size] * (n // size) + [n % size] * (n % size > 0)
    for x, t in parts:
        np.testing.assert_array_equal(10 * x[:, 0], t)
        assert x.shape[1:] == (2,)
    assert sorted(x for part, _ in parts for x in part[:, 0]) == X[:, 0].tolist()


def test_every_epoch_has_an_order_of_its_own_and_the_seed_repeats_all_of_them():
    def epochs(seed):
        rng = np.random.default_rng(seed)
        return [[x for part, _ in batches(*rows(50), 7, rng) for x in part[:, 0]]
                for _ in range(3)]  # fmt: skip

    first = epochs(0)
    assert first == epochs(0) != epochs(1)
    assert len({tuple(order) for order in [*first, range(50)]}) == 4


def test_batches_are_copies_and_a_list_is_as_good_as_an_array():
    X, c = rows(6)
    for x, _ in batches(X, c, 2, np.random.default_rng(0)):
        x[:] = -1
    np.testing.assert_array_equal(X, rows(6)[0])
    (part,) = batches([[1, 2], [3, 4]], [0, 1], 9, np.random.default_rng(0))
    assert {tuple(row) for row in part[0]} == {(1, 2), (3, 4)}


def test_what_does_not_fit_is_refused_before_the_first_batch():
    text = refusal(lambda: batches(np.ones((3, 2)), 1.0, 2, np.random.default_rng(0)))
    assert "(3, 2) and ()" in text


@given(st.data())
def test_a_one_hot_row_has_its_one_in_the_column_of_its_label(data):
    classes = data.draw(st.integers(1, 6))
    labels = data.draw(arrays(
        data.draw(st.sampled_from([np.int64, np.uint8, np.float64])),
        array_shapes(min_dims=0, max_dims=3, max_side=4), elements=st.integers(0, classes - 1),
    ))  # fmt: skip
    found = dlfs.one_hot(labels, classes)
    assert found.shape == (*labels.shape, classes) and found.dtype == np.float64
    for place in np.ndindex(labels.shape):
        assert found[place].tolist() == [float(k == labels[place]) for k in range(classes)]


@pytest.mark.parametrize("labels", [[-1], [3], [1.5], [np.nan], [np.inf], ["a"], [True], [1j]])
def test_what_is_no_label_is_refused(labels):
    text = refusal(lambda: dlfs.one_hot(labels, 3), dlfs.FeedError)
    assert text.startswith("labels are whole numbers from 0 to 2, and ")


def test_labels_in_a_loss_are_told_to_become_one_hot_and_then_they_fit():
    a, c = dlfs.Variable(np.zeros((4, 3))), dlfs.placeholder("c")
    J = dlfs.softmax_cross_entropy(a, c)
    labels = np.array([0, 1, 2, 1])
    text = refusal(lambda: run(J, {c: labels}), dlfs.ComputeError)
    assert "dlfs.one_hot(labels, classes)" in text
    np.testing.assert_allclose(run(J, {c: dlfs.one_hot(labels, 3)}), np.log(3))
