"""The line below a verdict: one input, and what the learner's function gave for it."""

from __future__ import annotations

import inspect
from itertools import islice
from typing import Any

import numpy as np

from dlfs.classroom.checking.probing import Outcome
from dlfs.classroom.checking.trials import cases
from dlfs.classroom.lessons.exercise import Exercise
from dlfs.graph import Node, Variable

LESSONS = "dlfs.classroom.lessons."


def evidence(exercise: Exercise, place: int, outcome: Outcome) -> str:
    """A line of its own: the input, and what the learner's function gave."""
    case = next(islice(cases(exercise), place, None))
    # What has a value of its own need not be given.
    pairs = zip(names_of(exercise), case.arguments)
    given = ", ".join(text for text in (_given(name, value) for name, value in pairs) if text)
    if outcome.words:
        return f"\nTried with {given}: {outcome.words}"
    left = [f"changed {names_of(exercise)[number]}" for number in outcome.changed]
    gave = " and ".join([_shown(value) for value in outcome.values] + left)
    return f"\nTried with {given}{f': yours gave {gave}' if outcome.values else ''}."


def _given(name: str, value: Any) -> str:
    if inspect.isfunction(value):
        return f"{name}(x) = {inspect.getdoc(value)}"
    shown = _shown(value)
    return f"{name} = {shown}" if shown else ""


def names_of(exercise: Exercise) -> list[str]:
    return list(inspect.signature(exercise.reference).parameters)


def shapes_of(outcome: Outcome) -> str:
    return " and ".join(f"{shape}" if shape else "() (one number)" for shape in outcome.shapes)


def _shown(value: Any) -> str:
    """One argument or result, short enough for a sentence; "" where it has no short form."""
    if isinstance(value, np.ndarray) and value.size > 8:
        return f"an array of shape {value.shape}"
    if isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.ndim):
        return f"[{', '.join(_shown(part) for part in value)}]"
    if isinstance(value, dict) and len(value) > 3:
        return f"a dict with {len(value)} entries"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key.name}: {_shown(part)}' for key, part in value.items())}}}"
    if isinstance(value, str):
        return value
    if isinstance(value, Variable):
        return f"{value.name} with the value {_shown(value.value)}"
    if isinstance(value, Node):
        return value.name
    if isinstance(value, float | int | np.ndarray):
        return f"{float(value):.5g}"
    return repr(value) if _says_itself(value) else ""


def _says_itself(value: Any) -> bool:
    """Whether a lesson made this thing, and gave it words for what it is."""
    of_a_lesson = type(value).__module__.startswith(LESSONS)
    return of_a_lesson and type(value).__repr__ is not object.__repr__
