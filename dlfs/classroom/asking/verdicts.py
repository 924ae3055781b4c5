"""Judges a prediction: right, a wrong value whose cause is known, or a wrong value.

A cause is named only where the lesson's file foresaw the value. For any other value there is a
nudge and no guess.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlfs.classroom.lessons.question import ANY, Question, Wrong
from dlfs.classroom.asking.number_forms import Number, read_number, read_numbers
from dlfs.classroom.wording import one_line

COUNTS = ("no", "One number", "Two numbers", "Three numbers", "Four numbers", "Five numbers")
NUDGE = (
    "That is not it, and it is none of the slips that are known here, so you get no guess. "
    "Write the calculation down line by line, then look at the first line you are not sure of."
)
LONGEST_KEPT = 2000
LATER = "This edition has no answers: your instructor has them."


@dataclass(frozen=True)
class Verdict:
    """What is said to an answer.

    `understood` is False where the answer could not be read: then it is not a prediction, and
    `text` says what is expected. `right` is None where nothing is right or wrong.
    """

    text: str
    understood: bool = True
    right: bool | None = None
    misconception: str = ""


def judge(question: Question, answer: object) -> Verdict:
    """The Verdict on `answer`. Raises nothing, whatever `answer` is."""
    if question.kind == "sentence":
        return _judge_sentence(answer)
    readings = _readings(question, answer)
    if not readings:
        return Verdict(expected(question), understood=False)
    if question.answer is None:
        return Verdict(LATER)
    if any(_is_answer(question, reading) for reading in readings):
        return Verdict("Right.", right=True)
    for wrong in question.wrong:
        if any(_matches(question, reading, wrong.value) for reading in readings):
            return _known(wrong)
    return Verdict(_nudge(question, readings[0]), right=False)


def expected(question: Question) -> str:
    """One sentence: what kind of answer this question takes."""
    if question.kind == "sentence":
        return "A sentence of your own is expected, in quotes."
    if question.kind == "choice":
        letters = ", ".join(question.letters[:-1]) + f" or {question.letters[-1]}"
        numeric = ", or a number" if question.number is not None else ""
        return f"One letter is expected: {letters}{numeric}."
    if question.count == 1:
        return "One number is expected, written like 2.5 or 2,5 or 1/2 or 1e-5."
    labels = "; ".join(one_line(label) for label in question.labels)
    return f"{_how_many(question.count)} are expected ({labels}), written like {_sample(question)}."


def as_text(answer: object) -> str:
    """`answer` as one line of text, as it is kept and reported. It can always be written."""
    if isinstance(answer, np.ndarray):
        answer = answer.tolist()
    if isinstance(answer, list | tuple):
        return "; ".join(as_text(part) for part in answer)
    if isinstance(answer, np.generic):
        answer = answer.item()
    return " ".join(str(answer).encode("utf-8", "replace").decode("utf-8").split())


def given(question: Question, answer: object) -> str:
    """`answer` as it is kept: the letter of a choice, else the text of what was given."""
    return _letter(question, answer) or as_text(answer)[:LONGEST_KEPT]


def _judge_sentence(answer: object) -> Verdict:
    if not isinstance(answer, str) or len(answer.split()) < 2:
        return Verdict("A sentence of your own is expected, in quotes.", understood=False)
    return Verdict("Kept.")


def _readings(question: Question, answer: object) -> tuple:
    """What `answer` can mean: letters, numbers, or tuples of numbers."""
    if question.kind == "number":
        return read_numbers(answer, question.count, question.unit)
    if letter := _letter(question, answer):
        return (letter,)
    return read_number(answer, question.unit) if question.number is not None else ()


def _letter(question: Question, answer: object) -> str:
    """The letter of a choice that `answer` names; empty if it names none."""
    letter = answer.strip(" \t\n.:()[]").upper() if isinstance(answer, str) else ""
    return letter if letter in tuple(question.letters) else ""


def _is_answer(question: Question, reading) -> bool:
    if isinstance(reading, Number):
        return _matches(question, reading, question.number)
    return _matches(question, reading, question.answer)


def _matches(question: Question, reading, value) -> bool:
    if isinstance(reading, str) or isinstance(value, str):
        return reading == value
    if isinstance(reading, Number):
        return reading.agrees_with(value, question.tolerance)
    values = value if isinstance(value, list) else [value]
    return all(
        exact == ANY or number.agrees_with(exact, question.tolerance)
        for number, exact in zip(reading, values, strict=True)
    )


def _known(wrong: Wrong) -> Verdict:
    text = f"Not yet. {wrong.reply.strip()}"
    return Verdict(text, right=False, misconception=wrong.misconception)


def _nudge(question: Question, reading) -> str:
    nudge = question.nudge.strip() or NUDGE
    if question.kind != "number" or question.count == 1:
        return nudge
    verdicts = [
        f"{one_line(label)}: {'right' if number.agrees_with(exact, question.tolerance) else 'no'}"
        for label, number, exact in zip(question.labels, reading, question.answer, strict=True)
    ]
    return f"{nudge} So far: {'; '.join(verdicts)}."


def _how_many(count: int) -> str:
    return COUNTS[count] if count < len(COUNTS) else f"{count} numbers"


def _sample(question: Question) -> str:
    return "; ".join(("0.5", "-2", "1/3", "4", "1e-5", "7", "8", "9")[: question.count])
