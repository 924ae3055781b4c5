"""Says what is wrong with an answer to an exercise, and never what would be right.

A mistake is named only where the answer agrees with a known mistake on every input. Otherwise you
read what can be seen from outside: it failed, its shape, its sign, one input and what yours gave.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlfs.classroom.lessons.exercise import Exercise, Mistake
from dlfs.classroom.asking.reading import read_numbers
from dlfs.classroom.checking.probing import Outcome, run
from dlfs.classroom.checking.stubs import has_blank
from dlfs.graph import Node, Variable

BLANKS = ("", "...", "_", "?")


@dataclass(frozen=True)
class Diagnosis:
    """The verdict on an answer: is it `passed`, was it `attempted`, which known `mistake` is it."""

    text: str
    passed: bool = False
    attempted: bool = True
    mistake: str = ""


def diagnose(exercise: Exercise, candidate: object) -> Diagnosis:
    """The Diagnosis of `candidate`. Raises nothing, whatever the candidate does."""
    if candidate is Ellipsis or (isinstance(candidate, str) and candidate.strip() in BLANKS):
        return NOT_ATTEMPTED
    judges = {"function": _diagnose_function, "order": _diagnose_order, "value": _diagnose_value}
    return judges[exercise.kind](exercise, candidate)


NOT_ATTEMPTED = Diagnosis("not attempted yet.", attempted=False)


# Functions


def outcomes(exercise: Exercise, function: Callable) -> list[Outcome]:
    """What `function` does on each probe of the exercise."""
    found: list[Outcome] = []
    for arguments, fresh in zip(exercise.probes(), exercise.probes(), strict=True):
        endless = bool(found) and found[-1].failure == "OutOfBudget"
        # One endless loop is enough: it would take as long on every other input.
        found.append(found[-1] if endless else run(function, arguments, fresh, exercise.observe))
    return found


def _diagnose_function(exercise: Exercise, candidate: object) -> Diagnosis:
    name = exercise.reference.__name__
    if not callable(candidate):
        kind = "class" if inspect.isclass(exercise.reference) else "function"
        return Diagnosis(
            f"not a {kind}. Give your {kind} itself, without brackets behind its name: "
            f'check("{exercise.id}", {name}).'
        )
    wanted = outcomes(exercise, exercise.reference)
    if not _takes(candidate, exercise):
        fault = Diagnosis(_arguments_fault(exercise, candidate))
        return NOT_ATTEMPTED if has_blank(candidate) else fault
    found = outcomes(exercise, candidate)
    if all(_is_right(*pair) for pair in zip(found, wanted, strict=True)):
        return Diagnosis(f"passed, on {len(found)} inputs. {exercise.done}".strip(), passed=True)
    if _is_stub(candidate, found):
        return NOT_ATTEMPTED
    for mistake in exercise.mistakes:
        if _is_mistake(mistake, found, outcomes(exercise, mistake.wrong)):
            place = _telling(found, wanted)
            return Diagnosis(
                f"not yet. {mistake.reply}{_evidence(exercise, place, found[place])}",
                mistake=mistake.name,
            )
    return Diagnosis(f"not yet. {_seen_from_outside(exercise, found, wanted)}")


def _is_stub(candidate: Callable, found: list[Outcome]) -> bool:
    unwritten = found[0].kind == "a blank" or found[0].failure.startswith("NotImplementedError")
    return unwritten or has_blank(candidate)


def _takes(candidate: Callable, exercise: Exercise) -> bool:
    try:
        inspect.signature(candidate).bind(*exercise.probes()[0])
    except TypeError:
        return False
    except ValueError:  # some compiled functions do not tell
        return True
    return True


def _arguments_fault(exercise: Exercise, candidate: Callable) -> str:
    a_class = inspect.isclass(exercise.reference)
    if a_class and getattr(candidate, "__init__", None) is object.__init__:
        return ("not yet. Your class has no method `__init__`. Is it spelled like that, with two "
                "underscores on either side?")  # fmt: skip
    wanted = list(inspect.signature(exercise.reference).parameters)
    found = list(inspect.signature(candidate).parameters)
    own = " `self` stands in front of them, and is not counted." * a_class
    return (
        f"not yet. It is called with {len(wanted)} inputs, in this order: {', '.join(wanted)}. "
        f"Yours takes {len(found)}: {', '.join(found) or 'none'}. Their names are up to you.{own}"
    )


def close(found: tuple, wanted: tuple) -> bool:
    """Whether the arrays agree: in shape, and to the digits that float32 keeps."""
    return len(found) == len(wanted) and all(
        one.shape == other.shape and np.allclose(one, other, rtol=1e-4, atol=1e-6, equal_nan=True)
        for one, other in zip(found, wanted, strict=True)
    )


def _is_right(found: Outcome, wanted: Outcome) -> bool:
    same = found.kind == wanted.kind and close(found.values, wanted.values)
    return same and set(found.changed) <= set(wanted.changed)


def _is_mistake(mistake: Mistake, found: list[Outcome], known: list[Outcome]) -> bool:
    return all(_agrees(mistake, *pair) for pair in zip(found, known, strict=True))


def _agrees(mistake: Mistake, found: Outcome, known: Outcome) -> bool:
    if found.failure or known.failure:
        pattern = mistake.raises or re.escape(known.failure or "no failure")
        return bool(known.failure) and re.search(pattern, found.failure) is not None
    if found.kind == "nothing" and found.printed != known.printed:
        return False
    same = found.kind == known.kind and close(found.values, known.values)
    return same and set(known.changed) <= set(found.changed)


def _telling(found: list[Outcome], wanted: list[Outcome]) -> int:
    """The input that shows best what is wrong: a wrong value before a changed argument."""
    pairs = list(zip(found, wanted, strict=True))
    for place, (one, other) in enumerate(pairs):
        if one.kind != other.kind or not close(one.values, other.values):
            return place
    return [_is_right(*pair) for pair in pairs].index(False)


def _seen_from_outside(exercise: Exercise, found: list[Outcome], wanted: list[Outcome]) -> str:
    place = _telling(found, wanted)
    one, right = found[place], wanted[place]
    evidence = _evidence(exercise, place, one)
    if one.failure:
        return f"{_failure_text(one)}{evidence}"
    if one.kind != right.kind:
        return f"{_kind_text(one)}{evidence}"
    if one.shapes != right.shapes:
        shapes = f"yours is {_shapes(one)}, it should be {_shapes(right)}"
        return f"The shape first: {shapes}.{evidence}"
    if not all(np.isfinite(value).all() for value in one.values):
        return f"It gives nan or infinity here: look for a division by 0 or a log of 0.{evidence}"
    if not set(one.changed) <= set(right.changed):
        names = [_names(exercise)[number] for number in one.changed]
        return (f"It changes its input {', '.join(names)} while it works, and leaves it changed. "
                f"Whoever calls it still needs that.{evidence}")
    return f"{_pattern(found, wanted)}{evidence}"


def _pattern(found: list[Outcome], wanted: list[Outcome]) -> str:
    pairs = [pair for pair in zip(found, wanted, strict=True)]
    if all(close(tuple(-value for value in one.values), other.values) for one, other in pairs):
        return "Right size, wrong sign, on every input."
    rights = sum(_is_right(*pair) for pair in pairs)
    if rights:
        return f"Right on {rights} of {len(pairs)} inputs, but not on this one."
    return "The shape is right, the numbers are not. Do this input by hand, step by step."


def _failure_text(outcome: Outcome) -> str:
    if outcome.failure == "OutOfBudget":
        return "It was stopped after two million instructions: is there a loop that never ends?"
    if outcome.failure.startswith("KeyboardInterrupt"):
        return "It was interrupted before it came to an end."
    if outcome.failure.startswith("RecursionError"):
        return "It calls itself again and again and never comes to an end."
    line = f" in the line `{outcome.line}`" if outcome.line else ""
    return f"It stops with an error{line}: {outcome.failure.rstrip('.')}."


def _kind_text(outcome: Outcome) -> str:
    if outcome.kind == "nothing" and outcome.printed:
        return "It prints its result and returns nothing. Let it return the result."
    if outcome.kind == "nothing":
        return "It returns nothing (None). Its last line should return the result."
    if outcome.kind == "a generator":
        return "It gives a generator: the word is return, not yield."
    return f"It should return numbers. Yours returns {outcome.kind}."


# What is said about one input


def _evidence(exercise: Exercise, place: int, outcome: Outcome) -> str:
    """A line of its own: the input, and what the learner's function gave."""
    pairs = zip(_names(exercise), exercise.probes()[place], strict=True)
    left = [f"changed {_names(exercise)[number]}" for number in outcome.changed]
    gave = " and ".join([_shown(value) for value in outcome.values] + left)
    gave = f": yours gave {gave}." if outcome.values else "."
    given = [_given(name, value) for name, value in pairs]
    return f"\nTried with {', '.join(text for text in given if text)}{gave}"


def _given(name: str, value: Any) -> str:
    if callable(value):
        return f"{name}(x) = {inspect.getdoc(value)}"
    shown = _shown(value)
    return f"{name} = {shown}" if shown else ""


def _names(exercise: Exercise) -> list[str]:
    return list(inspect.signature(exercise.reference).parameters)


def _shapes(outcome: Outcome) -> str:
    return " and ".join(f"{shape}" if shape else "() (one number)" for shape in outcome.shapes)


def _shown(value: Any) -> str:
    """One argument or result, short enough for a sentence; "" where it has no short form."""
    if isinstance(value, np.ndarray) and value.size > 8:
        return f"an array of shape {value.shape}"
    if isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.ndim):
        return f"[{', '.join(_shown(part) for part in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key.name}: {_shown(part)}' for key, part in value.items())}}}"
    if isinstance(value, Variable):
        return f"{value.name} with the value {_shown(value.value)}"
    if isinstance(value, Node):
        return value.name
    return f"{float(value):.5g}" if isinstance(value, float | int | np.ndarray) else ""


# Orders and values


def letters_of(candidate: object) -> str:
    """The letters of an order: "cadb", "C A D B", "C, A, D, B" and ["C", "A", "D", "B"] are one."""
    if isinstance(candidate, list | tuple):
        candidate = "".join(str(part) for part in candidate)
    text = candidate.upper() if isinstance(candidate, str) else ""
    return re.sub(r"[\s,;.>-]", "", text)


def _diagnose_order(exercise: Exercise, candidate: object) -> Diagnosis:
    order = letters_of(candidate)
    if not order or set(order) - set(exercise.letters):
        sample = exercise.letters[1] + exercise.letters[0] + "..."
        return Diagnosis(
            f"not read. Give the letters of the lines from top to bottom, in quotes, such as "
            f'"{sample}". The lines are {exercise.letters[0]} to {exercise.letters[-1]}.'
        )
    if order in exercise.accepted:
        return Diagnosis(f"passed. {exercise.done}".strip(), passed=True)
    incomplete = _incomplete(exercise, order)
    if incomplete:
        return Diagnosis(f"not yet. {incomplete}")
    places = {letter: order.index(letter) for letter in order}
    for mistake in exercise.mistakes:
        if mistake.wrong(places):
            return Diagnosis(f"not yet. {mistake.reply}", mistake=mistake.name)
    return Diagnosis(f"not yet. {_order_from_outside(exercise, order)}")


def _incomplete(exercise: Exercise, order: str) -> str:
    """What is wrong with the set of the lines, before their order matters."""
    twice = sorted({letter for letter in order if order.count(letter) > 1})
    if twice:
        return f"Each line stands in one place: {', '.join(twice)} is there more than once."
    for letter, message in exercise.distractors:
        if letter in order:
            return message
    needed = len(exercise.accepted[0])
    return f"A line is missing: you use {len(order)} of {needed}." if len(order) < needed else ""


def _order_from_outside(exercise: Exercise, order: str) -> str:
    kept = max(_common_start(order, accepted) for accepted in exercise.accepted)
    if kept == 0:
        return "Look at the first line: it cannot stand there. Read your order line by line, aloud."
    which = "first line" if kept == 1 else f"first {kept} lines"
    return f"Your {which} can stand there. Look at the line after: what does it need?"


def _common_start(one: str, other: str) -> int:
    same = [a == b for a, b in zip(one, other, strict=False)]
    return same.index(False) if False in same else len(same)


def _diagnose_value(exercise: Exercise, candidate: object) -> Diagnosis:
    wanted = _as_tuple(exercise.value)
    readings = read_numbers(candidate, len(wanted))
    if not readings:
        return Diagnosis(f"not read. {len(wanted)} number(s) are expected, written like 0.5.")
    if any(_value_agrees(reading, wanted) for reading in readings):
        return Diagnosis(f"passed. {exercise.done}".strip(), passed=True)
    for mistake in exercise.mistakes:
        if any(_value_agrees(reading, _as_tuple(mistake.wrong())) for reading in readings):
            return Diagnosis(f"not yet. {mistake.reply}", mistake=mistake.name)
    return Diagnosis("not yet. Write the calculation down line by line and look at each line.")


def _value_agrees(reading: tuple, wanted: tuple) -> bool:
    return all(number.agrees_with(exact) for number, exact in zip(reading, wanted, strict=True))


def _as_tuple(value: Any) -> tuple:
    return tuple(value) if isinstance(value, list | tuple) else (value,)
