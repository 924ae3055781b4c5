"""What a function does on the probes of an exercise: all at once, or one after the other.

First come the probes that were made by hand, then those that are drawn, always the same ones.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from zlib import crc32

import numpy as np

from dlfs.classroom.checking.probing import BUDGET, Outcome, run
from dlfs.classroom.lessons.exercise import Exercise


@dataclass(frozen=True)
class Case:
    """One probe: its arguments, the same untouched, and `where` it is hard ("" if nowhere)."""

    arguments: tuple
    fresh: tuple
    where: str = ""


def cases(exercise: Exercise) -> Iterator[Case]:
    """The probes of the exercise, made when their turn comes: graphs take time to build."""
    for arguments, fresh in zip(exercise.probes(), exercise.probes(), strict=True):
        yield Case(arguments, fresh)
    for number, group in enumerate(exercise.drawn):
        one, other = (group.draw(generator(exercise, number)) for _ in range(2))
        for arguments, fresh in zip(one, other, strict=True):
            yield Case(arguments, fresh, group.where)


def generator(exercise: Exercise, number: int) -> np.random.Generator:
    """The generator of one group of drawn probes: always the same one."""
    return np.random.default_rng([crc32(exercise.id.encode()), number])


class Behaviour:
    """The outcomes of `function` on the probes, each found out when it is asked for, and kept."""

    def __init__(self, exercise: Exercise, function: Callable, budget: int = BUDGET) -> None:
        self._exercise, self._function, self._budget = exercise, function, budget
        self._cases = cases(exercise)
        self._known: list[Outcome] = []

    def __getitem__(self, place: int) -> Outcome:
        while len(self._known) <= place:
            self._known.append(self._next(next(self._cases)))
        return self._known[place]

    def _next(self, case: Case) -> Outcome:
        # One endless loop is enough: it would take as long on every other input.
        if self._known and self._known[-1].failure == "OutOfBudget":
            return self._known[-1]
        return run(self._function, case.arguments, case.fresh, self._exercise.observe,
                   self._exercise.trial, self._budget)


def outcomes(exercise: Exercise, function: Callable) -> list[Outcome]:
    """What `function` does on each probe of the exercise."""
    behaviour = Behaviour(exercise, function)
    return [behaviour[place] for place in range(len(regimes(exercise)))]


@cache
def wanted_outcomes(exercise: Exercise) -> tuple[Outcome, ...]:
    """What the reference does on each probe."""
    return tuple(outcomes(exercise, exercise.reference))


@cache
def regimes(exercise: Exercise) -> tuple[str, ...]:
    """For each probe where it is hard, in words; "" for the ordinary ones."""
    return tuple(case.where for case in cases(exercise))


@cache
def names_given(exercise: Exercise) -> tuple[str, ...]:
    """The names of the inputs that every probe gives: what has a value of its own may be left out.
    """
    names = tuple(inspect.signature(exercise.reference).parameters)
    return names[: min(len(case.arguments) for case in cases(exercise))]


def close(found: tuple, wanted: tuple) -> bool:
    """Whether the arrays agree: in shape, and to the digits that float32 keeps."""
    return len(found) == len(wanted) and all(
        one.shape == other.shape and np.allclose(one, other, rtol=1e-4, atol=1e-6, equal_nan=True)
        for one, other in zip(found, wanted, strict=True)
    )


def is_right(found: Outcome, wanted: Outcome) -> bool:
    """Whether an outcome is the wanted one, and no more was changed on the way."""
    same = found.kind == wanted.kind and close(found.values, wanted.values)
    return same and set(found.changed) <= set(wanted.changed)
