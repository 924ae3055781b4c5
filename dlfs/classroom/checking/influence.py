"""Which of its inputs a function looks at, and whether it would be right if one were 0 or 1.

What is said here holds however the function is written: its inputs were changed one at a time.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np

from dlfs.classroom.checking.naming import Name
from dlfs.classroom.checking.probing import Outcome, run
from dlfs.classroom.checking.relations import softmax
from dlfs.classroom.checking.trials import Case, cases, close, names_given, regimes
from dlfs.classroom.lessons.exercise import Exercise

NUMBERS = (float, int, np.ndarray)
ENOUGH = 4


def without_influence(exercise: Exercise, candidate: Callable) -> Name | None:
    """The input that the answer never looks at, though the right answer does; or None."""
    chosen = [case for case in cases(exercise) if not case.where][:ENOUGH]
    for place, name in enumerate(names_given(exercise)):
        if not all(_is_plain(case, place) for case in chosen):
            continue
        if _moves(exercise, exercise.reference, place) and not _moves(exercise, candidate, place):
            return Name(f"{name} has no influence", _sentence(exercise, candidate, place, name))
    return None


def _is_plain(case: Case, place: int) -> bool:
    value = case.arguments[place]
    return isinstance(value, NUMBERS) or inspect.isfunction(value)


def _on_what_it_gives(change: Callable, value: Any) -> Any:
    """The changed value; of a function, one that gives changed values."""
    if not inspect.isfunction(value):
        return change(value)
    return lambda *given: change(value(*given))


def _moves(exercise: Exercise, function: Callable, place: int) -> bool:
    """Whether the outcome changes on one of the first probes when this input does.

    Small changes do not tell: a function that rounds, or asks for the largest, holds still.
    """
    before = _outcomes(exercise, function, place, lambda value: value)
    return any(
        one.failure or other.failure or not close(one.values, other.values)
        for change in (_moved, lambda value: _moved(value) * -3.0, _turned)
        for one, other in zip(before, _outcomes(exercise, function, place,
                                                partial(_on_what_it_gives, change)), strict=True)
    )


def _sentence(exercise: Exercise, candidate: Callable, place: int, name: str) -> str:
    own = _outcomes(exercise, candidate, place, lambda value: value)
    for number in (0, 1):
        right = _outcomes(exercise, exercise.reference, place,
                          partial(_on_what_it_gives, lambda value: value * 0.0 + number))
        if all(one.values and close(one.values, other.values)
               for one, other in zip(own, right, strict=True)):
            verb = "gave" if inspect.isfunction(next(cases(exercise)).arguments[place]) else "were"
            return f"`{name}` is not in it: it would be right if `{name}` {verb} {number}."
    return f"`{name}` has no influence on your result, and it should have."


def state_is_kept(exercise: Exercise, candidate: Callable, found: list[Outcome]) -> Name | None:
    """Whether the first inputs, asked again, give another result; None if they do not."""
    again = _outcomes(exercise, candidate, 0, lambda value: value)
    places = [place for place, where in enumerate(regimes(exercise)) if not where]
    for place, outcome in zip(places, again):
        before = found[place]
        if outcome.values and before.values and not close(outcome.values, before.values):
            return Name("state kept", "Asked again with the same inputs it gives another result: "
                                      "something is kept from one call to the next, or comes in an "
                                      "order that changes, as in a set.")
    return None


def right_for_others(exercise: Exercise, found: list[Outcome]) -> Name | None:
    """Whether the result is right for inputs that were changed or exchanged first, or None."""
    given = [case.arguments for case in cases(exercise)]
    names = {place: name for place, name in enumerate(names_given(exercise))
             if all(isinstance(arguments[place], NUMBERS) for arguments in given)}  # fmt: skip
    for words, change in _changes(names):
        if all(map(partial(_right_after, exercise, change), found, cases(exercise))):
            return Name(f"right for {words}", f"Your result would be right for {words}.")
    return None


def _right_after(exercise: Exercise, change: Callable, found: Outcome, case: Case) -> bool:
    """Whether this is what the reference does when the arguments are changed first."""
    with np.errstate(all="ignore"):
        arguments = tuple(change(list(case.arguments)))
    right = run(exercise.reference, arguments, arguments, exercise.observe, exercise.trial)
    return bool(right.values) and close(found.values, right.values)


def _changes(names: dict[int, str]):
    """Pairs of words and a function that changes the arguments at these places."""
    for place, name in names.items():
        for words, change in OTHERS.items():
            yield words.format(name), partial(_with_one, place, change)
    for one, other in combinations(names, 2):
        words = f"other inputs: `{names[one]}` and `{names[other]}` are exchanged"
        yield words, partial(_exchanged, one, other)
    yield "whole numbers: what is behind the point is cut off", partial(_all_whole, names)


OTHERS = {
    "another input: `{}` with the other sign": np.negative,
    "another input: the size of `{}`": np.abs,
    "another input: the transpose of `{}`": np.transpose,
    "another input: `{}` after a softmax": softmax,
    "another input: `{}` after an exponential": np.exp,
    "another input: twice `{}`": lambda value: 2 * value,
    "another input: half of `{}`": lambda value: value / 2,
}


def _with_one(place: int, change: Callable, arguments: list) -> list:
    return [change(value) if number == place else value for number, value in enumerate(arguments)]


def _exchanged(one: int, other: int, arguments: list) -> list:
    arguments[one], arguments[other] = arguments[other], arguments[one]
    return arguments


def _all_whole(places: dict[int, str], arguments: list) -> list:
    return [np.trunc(value) if place in places else value
            for place, value in enumerate(arguments)]  # fmt: skip


def _moved(value: Any) -> Any:
    """Another value, with entries that are not all moved by the same."""
    if isinstance(value, np.ndarray) and value.size:
        return value + 0.25 + np.linspace(0, 0.5, value.size).reshape(value.shape)
    return value + 0.25 if isinstance(value, float) else value + 1


def _turned(value: Any) -> Any:
    """The entries of an array in the opposite order along its last axis; of a number, a small one.
    """
    return np.flip(value, -1) if isinstance(value, np.ndarray) and value.ndim else value * 0.01


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
