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


SIGNS = (
    (lambda value: value < 0, "is below 0"),
    (lambda value: value > 0, "is above 0"),
    (lambda value: value == 0, "is 0"),
)  # fmt: skip


def where_entries_are_wrong(
    exercise: Exercise, found: list[Outcome], wanted: tuple[Outcome, ...]
) -> Name | None:
    """The sign that an input has wherever a number is wrong, if the others are right; or None.

    Numbers and inputs are taken entry by entry, so their shapes have to be the same.
    """
    for place, name in enumerate(names_given(exercise)):
        entries = [_entries(case.arguments[place], *pair) for case, *pair in
                   zip(cases(exercise), found, wanted, strict=True)]  # fmt: skip
        if not all(entries):
            continue
        given, right = (np.concatenate(parts) for parts in zip(*entries, strict=True))
        for has, words in SIGNS:
            here = has(given)
            if right[~here].all() and min(np.sum(right[~here]), np.sum(~right[here])) > 2:
                return Name(f"wrong where {name} {words}",
                            f"Every number is right but some where `{name}` {words}.")
    return None


def _entries(value, found: Outcome, wanted: Outcome) -> tuple[np.ndarray, np.ndarray] | None:
    """The entries of an input, and for each whether the number that came for it is right."""
    if not isinstance(value, np.ndarray | float | int) or found.shapes != wanted.shapes:
        return None
    if found.shapes != (np.shape(value),):
        return None
    right = np.isclose(found.values[0], wanted.values[0], rtol=1e-4, atol=1e-6)
    return np.ravel(value), np.ravel(right)


def _name(name: str, right: str, wrong: str) -> Name:
    return Name(f"wrong where {name} {wrong}",
                f"It is right where `{name}` {right}, and wrong where it {wrong}.")
