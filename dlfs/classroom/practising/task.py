"""A drawn task: what is given, what is to be filled in, and what wrong numbers stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

LARGEST = 60
SEPARATOR = re.compile(r"[;\n]")
NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
PLAIN = "it is not {}: work this one out once more"


@dataclass(frozen=True)
class Blank:
    """One place to fill in: its `label`, the right text, and the texts of known mistakes.

    `wrong` maps a text to the words that say which way it stands for.
    """

    label: str
    key: str
    wrong: dict[str, str]

    def answer_to(self, text: str) -> str:
        """Return "" for the right text, and otherwise what it stands for."""
        said = normal(text)
        if said == self.key:
            return ""
        return self.wrong.get(said, PLAIN.format(said) if said else "it is empty")


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

    def answers_to(self, texts: list[str]) -> list[str]:
        """Return what is said to each text: "" where it is right. Missing ones count as empty."""
        texts = [*texts, *[""] * len(self.blanks)]
        return [blank.answer_to(text) for blank, text in zip(self.blanks, texts)]


def normal(text: str) -> str:
    """Return an answer in the form of a key: numbers as short as they go, capital letters."""
    plain = text.strip().replace(chr(0x2212), "-").strip("()[] ").rstrip(",").replace(" ", "")
    parts = plain.split(",")
    if all(NUMBER.fullmatch(part) for part in parts):
        return ",".join(shown(float(part)) for part in parts)
    return plain.upper()


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
