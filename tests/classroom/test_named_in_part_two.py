"""What learners of lessons 11 to 14 wrote, and what they are told: the kinds that no list had."""

import numpy as np
import pytest

from dlfs.classroom import lessons
from dlfs.classroom.checking.diagnosis import diagnose
from dlfs.classroom.lessons.eager import Tensor

backward = lessons.find_exercise("eager-backward").reference


def grad_that_returns_nothing(f):
    def slope(x):
        backward(f(Tensor(x)))

    return slope


def grad_at_once(f):
    leaf = Tensor(1.0)
    backward(f(leaf))
    return leaf.grad


def every_second_row(X, c, workers):
    return [(X[k : len(X) - 1 : 2], c[k : len(X) - 1 : 2]) for k in range(workers)]


def ten_seeds(score, count):
    rights = [score(seed) for seed in range(10)]
    return min(rights), sum(rights) / count, max(rights)


def split_in_parts(X, c, size, rng):
    order = rng.permutation(len(X))
    return [(X[rows], c[rows]) for rows in np.array_split(order, max(1, len(X) // size))]


def length_of_a_table(G, true):
    return np.linalg.norm(G - true, ord=2) / np.linalg.norm(true, ord=2)


def waits_from_the_first(losses, patience):
    best, waited = 0, 0
    for epoch, loss in enumerate(losses):
        waited += 1
        if loss < losses[best]:
            best, waited = epoch, 0
        if waited == patience:
            return best
    return best


SAID = [
    ("grad-of", grad_that_returns_nothing, "Your new function returns nothing."),
    ("grad-of", grad_at_once, "It has to give a function, which is then asked at x."),
    ("grad-of", lambda f: lambda x: backward(f(x)), "You hand x itself to `f`"),
    ("deal", every_second_row, "The shape first, of the rows of X: yours is (4, 2)"),
    ("deal", lambda X, c, n: [(X[k], c[k]) for k in range(n)], "`X[k]` is one row"),
    ("deal", lambda X, c, n: [(X[k:n], c[k:n]) for k in range(n)], "Your slice ends at row `workers`"),
    ("over-seeds", ten_seeds, "You run ten seeds, whatever is asked for."),
    ("batches", split_in_parts, "made equally long"),
    ("batch-error", length_of_a_table, "how far it stretches a vector"),
    ("stop-at", waits_from_the_first, "You count the first epoch as one without a lower loss."),
]


@pytest.mark.parametrize("item, answer, words", SAID, ids=[f"{item}: {words}" for item, _, words in SAID])
def test_it_is_told_what_is_wrong_and_nothing_untrue(item, answer, words):
    told = diagnose(lessons.find_exercise(item), answer)
    assert not told.passed and words in " ".join(told.text.split())
