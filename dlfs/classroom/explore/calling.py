"""Calls what a learner wrote, and answers in words whatever it does instead of giving numbers."""

import inspect
from collections.abc import Callable

import numpy as np

from dlfs.classroom.checking.probing import run


class Mistake(Exception):
    """What is wrong with a learner's function, in a sentence for the learner."""


class Stopped(Mistake):
    """The learner's function raised an error."""


def whose(function, thing: str) -> str:
    """Return how to speak of a function: "your step", or "the given step" if the course gave it."""
    module = getattr(function, "__module__", None) or ""
    return f"the given {thing}" if module.startswith("dlfs.") else f"your {thing}"


def answer_of(name: str, function: Callable, *arguments) -> np.ndarray:
    """Return the numbers that a learner's `function` makes of the `arguments`.

    Whatever it does instead is a Mistake that says so; `name` is what the learner calls it.
    """
    if not callable(function):
        kind = type(function).__name__
        raise Mistake(f"{name} is a {kind}, not a function: hand over its name without brackets.")
    if not takes(function, len(arguments)):
        raise Mistake(
            f"Your {name} takes {inspect.signature(function)}, and it is called with "
            f"{len(arguments)} argument{'s' * (len(arguments) > 1)}."
        )
    given = tuple(argument.copy() for argument in arguments)
    outcome = run(function, given, arguments)
    if outcome.failure == "OutOfBudget":
        raise Mistake(f"Your {name} was stopped after two million instructions: is there a loop?")
    if outcome.failure:
        raise Stopped(_stopped(name, outcome.failure))
    if outcome.kind != "numbers":
        raise Mistake(_returned(name, outcome.kind))
    if outcome.changed:
        raise Mistake(
            f"Your {name} changes the numbers it is given, as a -= 1 does: make a new array and "
            "return that."
        )
    if len(outcome.values) > 1:
        raise Mistake(f"Your {name} returned several arrays of different shapes, one is wanted.")
    return outcome.values[0]


def takes(function: Callable, count: int) -> bool:
    """Return whether `function` can be called with `count` arguments."""
    try:
        inspect.signature(function).bind(*[None] * count)
    except TypeError:
        return False
    except ValueError:  # some functions written in C do not say what they take
        return True
    return True


def _stopped(name: str, failure: str) -> str:
    if failure.startswith("RecursionError"):
        return f"Your {name} calls itself again and again and never comes to an end."
    happened, *details = failure.splitlines()
    if details and details[-1].startswith("  way out: "):  # an error of the library: no details
        failure = happened
    return f"Your {name} stopped with {' '.join(failure.split()).rstrip('.')}."


def _returned(name: str, kind: str) -> str:
    if kind == "a blank":
        return f"Your {name} returned ..., the blank: nothing is filled in yet."
    if kind == "nothing":
        return f"Your {name} returned None: does it end with return?"
    return f"Your {name} returned {kind}: numbers are wanted."
