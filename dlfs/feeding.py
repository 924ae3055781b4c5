"""What is fed: rows in batches, and labels as one-hot rows. Arrays, and no nodes."""

from __future__ import annotations

from collections.abc import Iterator
from operator import index

import numpy as np

from dlfs.arguments import fitting
from dlfs.errors import FeedError, brief, explain
from dlfs.graph import Node


@fitting
def one_hot(labels, classes: int) -> np.ndarray:
    """A 1 in the column of each label, otherwise 0: `labels.shape + (classes,)`, float64.

    Labels are whole numbers from 0 to classes - 1. Raises a DlfsError for any other.
    """
    if isinstance(labels, Node):
        raise FeedError(explain(
            f"one_hot needs an array of labels, but got the node {labels.name}.",
            way_out="feed one_hot(labels, classes) to a placeholder instead of the labels",
        ))
    classes = _whole(classes, "classes", "give the number of columns: one_hot([2, 0], 3)")
    given, labels = labels, _as_array(labels)
    if labels.dtype.kind not in "iuf" or not (np.isfinite(labels) & (np.floor(labels) == labels)).all():
        raise _no_label(brief(given), "are no whole numbers", classes)
    wrong = labels[(labels < 0) | (labels >= classes)]
    if wrong.size:
        raise _no_label(f"{wrong[0]:.0f}", "is none of them", classes)
    return (labels[..., np.newaxis] == np.arange(classes)).astype(np.float64)


def _no_label(given: str, why: str, classes: int) -> FeedError:
    return FeedError(explain(
        f"labels are whole numbers from 0 to {classes - 1}, and {given} {why}.",
        way_out="number the classes from 0 on, and give as many classes as there are",
    ))


@fitting
def batches(X, c, size: int, rng: np.random.Generator) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """One epoch: every row of X, with its row of c, once, `size` rows at a time, shuffled by `rng`.

    The last batch has what is left. Each batch is a copy. Raises a DlfsError where X and c differ
    in length.
    """
    X, c = _as_array(X), _as_array(c)
    if X.ndim == 0 or c.ndim == 0 or len(X) != len(c):
        raise FeedError(explain(
            f"X and c have to be of equal length, but have shapes {X.shape} and {c.shape}.",
            way_out="give one row of c for each row of X",
        ))
    size = _whole(size, "size", "give the number of rows of a batch, such as 10")
    if not isinstance(rng, np.random.Generator):
        raise FeedError(explain(
            f"rng is {brief(rng)}, and no generator.",
            way_out="make one before the first epoch, rng = np.random.default_rng(0): a seed given "
            "anew would shuffle every epoch in the same way",
        ))
    order = rng.permutation(len(X))
    return ((X[rows], c[rows]) for rows in _pieces(order, size))


def _pieces(order: np.ndarray, size: int) -> Iterator[np.ndarray]:
    return (order[first : first + size] for first in range(0, len(order), size))


def _whole(number, name: str, way_out: str) -> int:
    try:
        whole = 0 if isinstance(number, bool) else index(number)
    except TypeError:
        whole = 0
    if whole < 1:
        raise FeedError(explain(
            f"{name} has to be a whole number from 1 on, but is {brief(number)}.", way_out=way_out,
        ))
    return whole


def _as_array(rows) -> np.ndarray:
    try:
        return np.asarray(rows)
    except ValueError:
        raise FeedError(explain(
            f"{brief(rows)} is no array.", way_out="give rows of equal length",
        )) from None
