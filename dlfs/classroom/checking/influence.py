"""Which of its inputs a function looks at, and whether it would be right if one were 0 or 1.

What is said here holds however the function is written: its inputs were changed one at a time.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from dlfs.classroom.checking.naming import Name
from dlfs.classroom.checking.probing import Outcome, run
from dlfs.classroom.checking.trials import Case, cases, close
from dlfs.classroom.lessons.exercise import Exercise

NUMBERS = (float, int, np.ndarray)
ENOUGH = 4


def without_influence(exercise: Exercise, candidate: Callable) -> Name | None:
    """The input that the answer never looks at, though the right answer does; or None."""
    chosen = [case for case in cases(exercise) if not case.where][:ENOUGH]
    names = list(inspect.signature(exercise.reference).parameters)
    for place, name in enumerate(names):
        if not all(_is_plain(case, place) for case in chosen):
            continue
        if _moves(exercise, exercise.reference, place) and not _moves(exercise, candidate, place):
            return Name(f"{name} has no influence", _sentence(exercise, candidate, place, name))
    return None


def _is_plain(case: Case, place: int) -> bool:
    return isinstance(case.arguments[place], NUMBERS)


def _moves(exercise: Exercise, function: Callable, place: int) -> bool:
    """Whether the outcome changes on one of the first probes when this input does."""
    before = _outcomes(exercise, function, place, lambda value: value)
    after = _outcomes(exercise, function, place, _moved)
    return any(one.failure or other.failure or not close(one.values, other.values)
               for one, other in zip(before, after, strict=True))  # fmt: skip


def _sentence(exercise: Exercise, candidate: Callable, place: int, name: str) -> str:
    own = _outcomes(exercise, candidate, place, lambda value: value)
    for number in (0, 1):
        right = _outcomes(exercise, exercise.reference, place, lambda value: value * 0.0 + number)
        if all(one.values and close(one.values, other.values)
               for one, other in zip(own, right, strict=True)):
            return f"`{name}` is not in it: it would be right if `{name}` were {number}."
    return f"`{name}` has no influence on your result, and it should have."


def _moved(value: Any) -> Any:
    """Another value, with entries that are not all moved by the same."""
    if isinstance(value, np.ndarray) and value.size:
        return value + 0.25 + np.linspace(0, 0.5, value.size).reshape(value.shape)
    return value + 0.25 if isinstance(value, float) else value + 1


def _outcomes(exercise: Exercise, function: Callable, place: int, change) -> list[Outcome]:
    found = []
    for case, _ in zip(_ordinary(exercise), range(ENOUGH)):
        arguments, fresh = list(case.arguments), list(case.fresh)
        arguments[place] = change(arguments[place])
        fresh[place] = arguments[place]
        found.append(run(function, tuple(arguments), tuple(fresh), exercise.observe,
                         exercise.trial))
    return found


def _ordinary(exercise: Exercise):
    return (case for case in cases(exercise) if not case.where)
