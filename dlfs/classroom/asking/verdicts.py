"""Judges a prediction: right, a wrong value whose cause is known, or a wrong value.

A cause is named only where the lesson's file foresaw the value. For any other value there is a
nudge and no guess. What cannot be read is no prediction, and is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dlfs.classroom.asking.choices import Saying, letters_of, saying, strange_to
from dlfs.classroom.asking.numerals import Number
from dlfs.classroom.asking.reading import (
    LONGEST, Form, cleaned, dressing_of, found_numbers, label_pattern, read, strange_word,
)  # fmt: skip
from dlfs.classroom.asking.words import NO_IDEA, SIDES
from dlfs.classroom.lessons.question import ANY, Question, Wrong
from dlfs.classroom.wording import one_line

COUNTS = ("no", "One number", "Two numbers", "Three numbers", "Four numbers", "Five numbers")
NUDGE = (
    "That is not it, and it is none of the slips that are known here, so you get no guess. "
    "Write the calculation down line by line, then look at the first line you are not sure of."
)
NO_CHOICE_SAYS_IT = (
    "That is not it, and no choice says it, so you get no guess. "
    "Which choice comes nearest to yours, and what speaks against its neighbour?"
)
LONGEST_KEPT = 2000
LONGEST_NAMED = 40
OTHER_SIDE = ("Not yet. The number is the bound that is asked for, and you say the other side of "
              "it. Try the rule with a number on either side.")  # fmt: skip
LATER = "This edition has no answers: your instructor has them."
UNSURE = (
    "Honest, and not kept: nothing could be compared with it. Write a guess and one reason, even a "
    "wrong one; what comes next answers it. Stuck? Read the cell above again, or ask your neighbour."
)
A_GUESS = "Honest, and not kept. Take a guess, even a wrong one: what comes next answers it."
A_SENTENCE = "A sentence of your own is expected, of two words or more."
EXAMPLES = {
    "whole": ("7", "9", "30", "6", "11", "25", "17", "33"),
    "measured": ("0.35", "7/4", "-3.2", "1.7", "6e-3", "2/7", "9.1", "-0.8"),
}


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
        return Verdict(f"{unread(question, answer)} {refusal(question)}".strip(), understood=False)
    if question.answer is None:
        return Verdict(LATER)
    if any(_is_answer(question, reading) for reading in readings):
        if says_the_other_side(question, answer):
            return Verdict(OTHER_SIDE, right=False)
        return Verdict("Right.", right=True)
    for reading in readings:
        for wrong in question.wrong:
            if _matches(question, reading, wrong.value):
                return _known(wrong)
    return Verdict(_nudge(question, readings[0]), right=False)


def says_the_other_side(question: Question, answer: object) -> bool:
    """Whether `> 0.5` is said where something lies below 0.5, or the other way round."""
    if not question.bound or not isinstance(answer, str):
        return False
    said = {side for side, pattern in SIDES.items() if re.search(pattern, answer.lower(), re.ASCII)}
    return len(said) == 1 and question.bound not in said


def expected(question: Question) -> str:
    """One sentence: what kind of answer this question takes."""
    if question.kind == "sentence":
        return A_SENTENCE
    if question.kind == "choice":
        letters = ", ".join(question.letters[:-1]) + f" or {question.letters[-1]}"
        numeric = ", or a number" if question.number is not None else ""
        return f"One letter is expected: {letters}{numeric}."
    if question.count == 1:
        return "One number is expected, written like 2.5 or 2,5 or 1/2 or 1e-5."
    labels = "; ".join(one_line(label) for label in question.labels)
    return f"{_how_many(question.count)} are expected ({labels}), written like {_sample(question)}."


def refusal(question: Question) -> str:
    """What to write instead of an answer that cannot be read: an example, and never the answer."""
    if question.kind == "choice":
        return f"{expected(question)} Words that only one choice has will do, too."
    if question.count == 1:
        one, other = examples(question)[:2]
        return f"One number is expected, such as {one} or {other}."
    labels = "; ".join(one_line(label) for label in question.labels)
    sample = "; ".join(examples(question)[: question.count])
    return f"{_how_many(question.count)} are expected ({labels}), such as {sample}."


def examples(question: Question) -> list[str]:
    """Numbers of the form that the question asks, none of which is an answer that was foreseen."""
    foreseen = [question.answer, question.number, *(wrong.value for wrong in question.wrong)]
    flat = [one for value in foreseen for one in (value if isinstance(value, list) else [value])]
    known = [one for one in flat if isinstance(one, int | float)]
    numbers = [(text, read(text, Form())[0][0])
               for text in EXAMPLES["measured" if question.tolerance else "whole"]]  # fmt: skip
    return [text for text, number in numbers if not any(map(number.agrees_with, known))]


def unread(question: Question, answer: object) -> str:
    """What of an answer cannot be read, in a sentence; nothing where there is nothing to show."""
    if not isinstance(answer, str):
        return ""
    if len(answer) > LONGEST:
        return f"I read up to {LONGEST} signs, and these are {len(answer)}."
    if len(letters := _letters(question, answer)) > 1:
        return f"I cannot tell {' from '.join(letters)} by {_shown(answer, answer)}."
    if says_no_idea(answer):
        return A_GUESS
    text, form = cleaned(answer), form_of(question)
    if question.kind == "choice":
        word = strange_to(answer, sayings_of(question))
        return f"I cannot read {_shown(word or answer, answer)}."
    if word := strange_word(text, form):
        return f"I cannot read {_shown(word, answer)}."
    if (count := found_numbers(text, form)) and count != question.count:
        return f"I read {count} number{'s'[: count > 1]}, not {question.count}."
    return f"I cannot read {_shown(answer, answer)}."


def nudge_of(question: Question) -> str:
    """What is said to a wrong value that nobody foresaw."""
    return question.nudge.strip() or (NO_CHOICE_SAYS_IT if question.kind == "choice" else NUDGE)


def form_of(question: Question) -> Form:
    """What an answer to `question` looks like. A choice may be answered by its value."""
    texts = (question.text, question.title, question.unit, *question.labels, *question.choices)
    return _form(texts, question.labels, question.digits, question.whole, bool(question.choices))


def sayings_of(question: Question) -> tuple[Saying, ...]:
    """What each choice says."""
    return _sayings(question.choices, form_of(question), question.tolerance)


@lru_cache(maxsize=256)
def _form(texts: tuple, labels: tuple, digits: bool, whole: float | None, choice: bool) -> Form:
    patterns = tuple(label_pattern(one_line(label)) for label in labels) if len(labels) > 1 else ()
    dressing = dressing_of(texts) | ({"both", "each"} if choice else set())
    return Form(max(1, len(labels)), patterns, dressing, digits, whole)


@lru_cache(maxsize=256)
def _sayings(choices: tuple, form: Form, tolerance: float) -> tuple[Saying, ...]:
    return tuple(saying(choice, form, tolerance) for choice in choices)


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
    if isinstance(answer, str) and says_no_idea(answer):
        return Verdict(UNSURE, understood=False)
    if not isinstance(answer, str) or len(answer.split()) < 2:
        return Verdict(A_SENTENCE, understood=False)
    return Verdict("Kept.")


def says_no_idea(sentence: str) -> bool:
    """Whether a sentence says only that its writer has none."""
    letters = re.sub("[^a-z]+", " ", sentence.lower().replace("\u00df", "ss")).strip()
    return bool(re.fullmatch(NO_IDEA, letters))


def _readings(question: Question, answer: object) -> tuple:
    """What `answer` can mean: a letter, numbers, or tuples of numbers."""
    if question.kind == "number":
        return read(answer, form_of(question))
    if letter := _letter(question, answer):
        return (letter,)
    if question.number is None:
        return ()
    return tuple(number for (number,) in read(answer, form_of(question)))


def _letter(question: Question, answer: object) -> str:
    """The letter of the one choice that `answer` names; empty if it names none, or several."""
    letters = _letters(question, answer)
    return letters if len(letters) == 1 else ""


def _letters(question: Question, answer: object) -> str:
    if question.kind != "choice":
        return ""
    if not isinstance(answer, str) and (numbers := read(answer, Form())):
        answer = repr(numbers[0][0].value)
    known = (question.number, *(wrong.value for wrong in question.wrong))
    numbers = tuple(value for value in known if isinstance(value, int | float))
    return letters_of(answer, sayings_of(question), form_of(question), numbers)


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
    nudge = nudge_of(question)
    if question.kind != "number" or question.count == 1:
        return nudge
    verdicts = [
        f"{one_line(label)}: {'right' if number.agrees_with(exact, question.tolerance) else 'no'}"
        for label, number, exact in zip(question.labels, reading, question.answer, strict=True)
    ]
    return f"{nudge} So far: {'; '.join(verdicts)}."


def _shown(piece: str, answer: str) -> str:
    """A piece of an answer as it was typed, short, and without marks that a page would set."""
    pieces = re.split("[ \t\r\n\u00a0]+", answer)
    typed = next((word for word in pieces if piece in cleaned(word)), " ".join(pieces))
    signs = re.sub("[\ud800-\udfff]", "?", re.sub(r"[\x00-\x1f\x7f`]", "", typed))
    signs = re.sub("^[ ,;]+|[ ,;]+$", "", signs)
    return f"`{signs[:LONGEST_NAMED]}`" if signs else "that"


def _how_many(count: int) -> str:
    return COUNTS[count] if count < len(COUNTS) else f"{count} numbers"


def _sample(question: Question) -> str:
    return "; ".join(("0.5", "-2", "1/3", "4", "1e-5", "7", "8", "9")[: question.count])
