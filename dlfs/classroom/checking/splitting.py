"""Where an answer is right and where it is wrong: on numbers or on arrays, on one row or on several.

What is said holds on every probe, so it needs no guess about how the function is written.
"""

from __future__ import annotations

import numpy as np

from dlfs.classroom.checking.naming import Name
from dlfs.classroom.checking.probing import Outcome
from dlfs.classroom.checking.trials import cases, is_right, names_given
from dlfs.classroom.lessons.exercise import Exercise

# (what is seen of an argument, what is said of those that have it, and of the others)
FEATURES = (
    (lambda value: np.ndim(value) == 0, "is one number", "is an array"),
    (lambda value: np.ndim(value) < 2, "has one axis", "has two axes"),
    (lambda value: np.ndim(value) > 1 and len(value) == 1, "has one row", "has several rows"),
    (lambda value: np.ndim(value) > 1 and np.shape(value)[0] == np.shape(value)[1],
     "is square", "is not square"),
    (lambda value: np.size(value) == 1, "has one entry", "has several entries"),
)  # fmt: skip


def where_it_is_right(
    exercise: Exercise, found: list[Outcome], wanted: tuple[Outcome, ...]
) -> Name | None:
    """The feature of an input that parts right from wrong outcomes without exception, or None."""
    rights = [is_right(*pair) for pair in zip(found, wanted, strict=True)]
    if min(rights.count(True), rights.count(False)) < 2:
        return None
    given = [case.arguments for case in cases(exercise)]
    for place, name in enumerate(names_given(exercise)):
        values = [arguments[place] for arguments in given]
        if not all(isinstance(value, np.ndarray | float | int) for value in values):
            continue
        for has, words, otherwise in FEATURES:
            parted = [has(value) for value in values]
            if parted == rights:
                return _name(name, words, otherwise)
            if [not part for part in parted] == rights:
                return _name(name, otherwise, words)
    return None


def _name(name: str, right: str, wrong: str) -> Name:
    return Name(f"wrong where {name} {wrong}",
                f"It is right where `{name}` {right}, and wrong where it {wrong}.")
