"""What a computation denies: a claim in numbers, a claim in words, a copy of the data's recipe."""

from collections.abc import Container
from pathlib import Path

import numpy as np

from dlfs.classroom import data
from tools.course import NOTEBOOKS, lesson_paths
from tools.proof import (
    claims, sentences_0_to_4, sentences_5_to_7, sentences_8_and_9, sentences_11, sentences_12,
    sentences_13, sentences_14,
)  # fmt: skip
from tools.proof.lines import Doubt, Line, lines_of
from tools.proof.number_rules import numbers_in, written_like
from tools.proof.sentences import SAYINGS, Saying

CLAIMS = Path(claims.__file__)
# Whoever imports them has the sayings registered.
WORDS = (
    sentences_0_to_4, sentences_5_to_7, sentences_8_and_9, sentences_11, sentences_12, sentences_13,
    sentences_14,
)  # fmt: skip
# The learner's engine stands alone, so it has the recipe of lesson 8 once more.
ENGINE, ITS_LESSON = NOTEBOOKS / "instructor" / "engine.py", "08"
LONGEST = 8  # lines that a claim in words may take


def all_doubts(numbers: Container[str]) -> list[Doubt]:
    """Return the doubts about the lessons of these numbers."""
    made = [claim for claim in claims.CLAIMS if claim.lesson in numbers]
    found = of_claims(made, _lines(CLAIMS))
    for path in [path for path in lesson_paths() if path.name[:2] in numbers]:
        said = [saying for saying in SAYINGS if saying.lesson == path.name[:2] and not saying.slow]
        found += of_sayings(said, _lines(path))
    return found + (of_engine(_lines(ENGINE)) if ITS_LESSON in numbers else [])


def _lines(path: Path) -> list[Line]:
    return lines_of(path, path.read_text(encoding="utf-8"))


def of_claims(made: list[claims.Claim], lines: list[Line]) -> list[Doubt]:
    """Return the claimed numbers that their computations do not give."""
    return [
        Doubt(line, number, f"{claim.compute.__name__} computes {result:.6g}",
              (written_like(number, result),))
        for claim in made if not claim.slow
        for number, result in claims.contradicted(claim)
        for line in lines
        if line.text.startswith(f'@claim("{claim.lesson}"') and f'"{number}"' in line.text
    ]  # fmt: skip


def of_sayings(said: list[Saying], lines: list[Line]) -> list[Doubt]:
    """Return the claims in words that are not true, at the line where the words begin."""
    return [
        Doubt(line, saying.words, f"not true, by {saying.holds.__name__}")
        for saying in said
        if not saying.holds()
        for line in _where(saying.words, lines)
    ]


def _where(words: str, lines: list[Line]) -> list[Line]:
    """Return the last line from which on the words are read; none where nobody says so."""
    starts = [line for i, line in enumerate(lines)
              if " ".join(words.split()) in _joined(lines[i : i + LONGEST])]  # fmt: skip
    return starts[-1:]


def _joined(lines: list[Line]) -> str:
    return " ".join(" ".join(line.text for line in lines).split())


def of_engine(lines: list[Line]) -> list[Doubt]:
    """Return the numbers of the engine's own recipe if it draws other points than the course's."""
    pairs = zip(_points_of_engine("\n".join(line.text for line in lines)), data.overlapping())
    if all(np.array_equal(one, other) for one, other in pairs):
        return []
    drawn = [line for line in lines if "standard_normal((50, 2))" in line.text]
    return [
        Doubt(line, number, "data.py draws the overlapping points otherwise",
              (f"{data.OVERLAPPING:g}",))
        for line in drawn
        for number in dict.fromkeys(numbers_in(line.text))
        if "." in number
    ]  # fmt: skip


def _points_of_engine(text: str) -> tuple:
    names = {"__name__": "engine"}
    exec(compile(text, ENGINE.name, "exec"), names)
    return names["overlapping"]()
