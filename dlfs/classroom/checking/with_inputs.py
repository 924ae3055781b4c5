"""Whether wrong numbers are the right ones together with an input: added, taken off, multiplied.

What is said holds on every probe, so it needs no guess about how the function is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from dlfs.classroom.checking.naming import Name
from dlfs.classroom.checking.probing import Outcome
from dlfs.classroom.checking.relations import alike
from dlfs.classroom.checking.trials import cases, names_given
from dlfs.classroom.lessons.exercise import Exercise

# (what is done to the right result, what is said)
MEETINGS: dict[str, tuple[Callable, str]] = {
    "added": (np.add, "Your result is the right one with `{}` added."),
    "taken off": (np.subtract, "Your result is the right one with `{}` taken off."),
    "multiplied": (np.multiply, "Your result is the right one, multiplied by `{}`."),
    "divided": (np.divide, "Your result is the right one, divided by `{}`."),
    "given back": (lambda wanted, given: given, "Your result is `{}` itself, as it came in."),
}


def right_with_an_input(
    exercise: Exercise, found: list[Outcome], wanted: tuple[Outcome, ...]
) -> Name | None:
    """The input that the right result was put together with once too often, or None."""
    if not all(len(one.values) == len(other.values) == 1
               for one, other in zip(found, wanted, strict=True)):  # fmt: skip
        return None
    for name, given in _arrays(exercise):
        for kind, (meet, sentence) in MEETINGS.items():
            with np.errstate(all="ignore"):
                if all(_met(meet, *trio) for trio in zip(found, wanted, given, strict=True)):
                    return Name(f"{name} {kind}", sentence.format(name))
    return None


def _arrays(exercise: Exercise) -> Iterator[tuple[str, list]]:
    """Each input that is a number or an array on every probe, by its name."""
    given = [case.arguments for case in cases(exercise)]
    for place, name in enumerate(names_given(exercise)):
        values = [arguments[place] for arguments in given]
        if all(isinstance(value, np.ndarray | float | int) for value in values):
            yield name, values


def _met(meet: Callable, found: Outcome, wanted: Outcome, given) -> bool:
    try:
        return alike(found.values[0], meet(wanted.values[0], given))
    except ValueError:  # shapes that do not meet
        return False
