"""Reads the order of shuffled lines, or a number, and says what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from dlfs.classroom.asking.reading import read_numbers
from dlfs.classroom.checking.verdict import Diagnosis
from dlfs.classroom.lessons.exercise import Exercise

NOT_READ = (
    'not read. Give the letters of the lines from top to bottom, in quotes, such as "{}". The lines '
    "are {} to {}."
)
TWICE = "not yet. Each line stands in one place: {} is there more than once."
MISSING = "not yet. A line is missing: you use {} of {}."


def letters_of(candidate: object) -> str:
    """The letters of an order: "cadb", "C A D B", "C, A, D, B" and ["C", "A", "D", "B"] are one."""
    if isinstance(candidate, list | tuple):
        candidate = "".join(str(part) for part in candidate)
    text = candidate.upper() if isinstance(candidate, str) else ""
    return re.sub(r"[\s,;.>-]", "", text)


def diagnose_order(exercise: Exercise, candidate: object) -> Diagnosis:
    order = letters_of(candidate)
    if not order or set(order) - set(exercise.letters):
        return Diagnosis(not_read(exercise))
    if order in exercise.accepted:
        return Diagnosis(f"passed. {exercise.done}".strip(), passed=True)
    incomplete = _incomplete(exercise, order)
    if incomplete:
        return Diagnosis(incomplete)
    places = {letter: order.index(letter) for letter in order}
    for mistake in exercise.mistakes:
        if mistake.wrong(places):
            return Diagnosis(f"not yet. {mistake.reply}", mistake=mistake.name)
    return Diagnosis(f"not yet. {_order_from_outside(exercise, order)}")


def not_read(exercise: Exercise) -> str:
    """What is said to a text that is no order."""
    first, second, *_, last = exercise.letters
    return NOT_READ.format(f"{second}{first}...", first, last)


def _incomplete(exercise: Exercise, order: str) -> str:
    """What is wrong with the set of the lines, before their order matters."""
    twice = sorted({letter for letter in order if order.count(letter) > 1})
    if twice:
        return TWICE.format(", ".join(twice))
    for letter, message in exercise.distractors:
        if letter in order:
            return f"not yet. {message}"
    needed = len(exercise.accepted[0])
    return MISSING.format(len(order), needed) if len(order) < needed else ""


def _order_from_outside(exercise: Exercise, order: str) -> str:
    kept = max(_common_start(order, accepted) for accepted in exercise.accepted)
    if kept == 0:
        return "Look at the first line: it cannot stand there. Read your order line by line, aloud."
    which = "first line" if kept == 1 else f"first {kept} lines"
    return f"Your {which} can stand there. Look at the line after: what does it need?"


def _common_start(one: str, other: str) -> int:
    same = [a == b for a, b in zip(one, other, strict=False)]
    return same.index(False) if False in same else len(same)


def diagnose_value(exercise: Exercise, candidate: object) -> Diagnosis:
    wanted = _as_tuple(exercise.value)
    readings = read_numbers(candidate, len(wanted))
    if not readings:
        return Diagnosis(f"not read. {len(wanted)} number(s) are expected, written like 0.5.")
    if any(_value_agrees(reading, wanted) for reading in readings):
        return Diagnosis(f"passed. {exercise.done}".strip(), passed=True)
    for mistake in exercise.mistakes:
        if any(_value_agrees(reading, _as_tuple(mistake.wrong())) for reading in readings):
            return Diagnosis(f"not yet. {mistake.reply}", mistake=mistake.name)
    for name, (change, sentence) in SLIPS.items():
        with suppress(ZeroDivisionError):
            slipped = change(wanted)
            if slipped != wanted and any(_value_agrees(reading, slipped) for reading in readings):
                return Diagnosis(f"not yet. {sentence}", mistake=name)
    return Diagnosis("not yet. Write the calculation down line by line and look at each line.")


def _each(change: Callable[[float], float]) -> Callable[[tuple], tuple]:
    return lambda wanted: tuple(change(number) for number in wanted)


# What a slip makes of the right numbers, and what is said to it.
SLIPS: dict[str, tuple[Callable[[tuple], tuple], str]] = {
    "sign": (_each(lambda number: -number), "Right size, wrong sign."),
    "upside down": (_each(lambda number: 1 / number), "Yours is upside down: 1 divided by what it "
                                                      "should be."),
    "one minus": (_each(lambda number: 1 - number), "Yours is 1 minus what it should be."),
    "twice": (_each(lambda number: 2 * number), "Yours is twice what it should be."),
    "half": (_each(lambda number: number / 2), "Yours is half of what it should be."),
    "the point": (_each(lambda number: 10 * number), "The digits are right, and the point stands at "
                                                     "the wrong place."),
    "the point, to the left": (_each(lambda number: number / 10), "The digits are right, and the "
                                                                  "point stands at the wrong place."),
    "a hundred times": (_each(lambda number: 100 * number), "Yours is a hundred times what it should "
                                                            "be: is it in percent?"),
    "squared": (_each(lambda number: number**2), "Yours is the square of what it should be."),
    "the other way round": (lambda wanted: wanted[::-1], "The numbers are right, in the opposite "
                                                         "order."),
    "the first alone": (lambda wanted: wanted[:1] * len(wanted), "The first number is right, and the "
                                                                 "others are not the same."),
}


def _value_agrees(reading: tuple, wanted: tuple) -> bool:
    return all(number.agrees_with(exact) for number, exact in zip(reading, wanted, strict=True))


def _as_tuple(value: Any) -> tuple:
    return tuple(value) if isinstance(value, list | tuple) else (value,)
