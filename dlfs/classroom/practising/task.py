"""A drawn task: what is given, what is to be filled in, and what wrong numbers stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from dlfs.classroom.asking.choices import alone
from dlfs.classroom.asking.reading import ANY_FORM, LONGEST, Form, cleaned, read
from dlfs.classroom.asking.verdicts import LONGEST_NAMED

LARGEST = 60
# Numbers are shown to six digits: what is nearer than that is the same number.
NEAR = 1e-6
SEPARATOR = re.compile(r"[;\n]")
# A shape in a cleaned text: 2,3 and (4,) and [2, 3]; 2 x 3 has become a product there.
SHAPE = (r"(?:shape )?[(\[]* *[0-9]{1,4}(?: *[,;*] *[0-9]{1,4}| +[0-9]{1,4})*"
         r"(?: *,)? *[)\]]*")  # fmt: skip
PLAIN = "it is not {}: work this one out once more"
EMPTY = "it is empty"
# The words of its picture, where it has one.
PICTURE = "The graph of the lines above, without values."
UNREAD = {
    "number": "it cannot be read: a number is expected, as -3 or 1/2",
    "letter": "it cannot be read: one of the letters is expected",
    "shape": "it cannot be read: a shape is expected, as 3,2",
}
FORM = Form(dressing=ANY_FORM)


@dataclass(frozen=True)
class Blank:
    """One place to fill in: its `label`, the right text, and the texts of known mistakes.

    `wrong` maps a text to the words that say which way it stands for. The `form` of all these texts
    is number, letter or shape.
    """

    label: str
    key: str
    wrong: dict[str, str]
    form: str = "number"

    def read(self, text: str) -> list[float | str]:
        """Return what a text can mean, the likeliest first: numbers, a letter, or a shape as 2,3.

        The list is empty for a text that cannot be read.
        """
        if self.form == "number":
            return [number.value for number, in read(text, FORM)]
        found = shape_in(text) if self.form == "shape" else alone(text, len(self.wrong) + 1)
        return [found] if found else []

    def answer_to(self, text: str) -> str:
        """Return "" for the right text, and otherwise what it stands for."""
        if not text.strip():
            return EMPTY
        meant = self.read(text)
        if not meant:
            return UNREAD[self.form]
        if any(self._is(one, self.key) for one in meant):
            return ""
        known = (words for one in meant for value, words in self.wrong.items()
                 if self._is(one, value))  # fmt: skip
        return next(known, PLAIN.format(" ".join(text.split())[:LONGEST_NAMED]))

    def _is(self, meant: float | str, value: str) -> bool:
        return abs(meant - float(value)) < NEAR if self.form == "number" else meant == value


@dataclass(frozen=True)
class Task:
    """A task of a `kind` at a `level`: the `question`, the lines that are `given`, its `blanks`.

    `graph` is what there is to draw, if there is anything.
    """

    kind: str
    level: int
    question: str
    given: tuple[str, ...]
    blanks: tuple[Blank, ...]
    graph: Any = None

    @property
    def key(self) -> tuple[str, ...]:
        """The right texts, blank by blank."""
        return tuple(blank.key for blank in self.blanks)

    @property
    def printed(self) -> tuple[str, ...]:
        """What tells the task from others: all that is printed of it."""
        return (self.question, *self.given)

    def answers_to(self, texts: list[str]) -> list[str]:
        """Return what is said to each text: "" where it is right. Missing ones count as empty."""
        texts = [*texts, *[""] * len(self.blanks)]
        return [blank.answer_to(text) for blank, text in zip(self.blanks, texts)]


def shape_in(text: str) -> str:
    """Return the shape in a text as a key has it, 2,3 or 4; nothing where there is none."""
    plain = cleaned(text) if len(text) <= LONGEST else ""
    return ",".join(map(str, map(int, re.findall("[0-9]+", plain)))) if re.fullmatch(
        SHAPE, plain) else ""


def split(text: str) -> list[str]:
    """Return the answers in one text: parted by semicolons, lines or, without these, blanks."""
    return [part for part in SEPARATOR.split(text) if part.strip()] if SEPARATOR.search(text) else (
        re.sub(r",\s+", ",", text).split())


def shown(number: float) -> str:
    """Return a number as it is written down: 3, -0.5."""
    rounded = round(float(number), 6) + 0.0
    return f"{rounded:g}"


def mistakes(key: float, *ways: tuple[float | None, str]) -> dict[str, str]:
    """Return the wrong texts with their words; of two ways to one number the first one counts."""
    found: dict[str, str] = {}
    for value, words in ways:
        if value is not None and shown(value) != shown(key):
            found.setdefault(shown(value), words)
    return found
