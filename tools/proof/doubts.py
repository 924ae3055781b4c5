"""Every typed number that the code does not give, or no longer gives: where, and what it gives now.

Three things cast a doubt on a number. Nobody proves it: no cell prints it, no claim computes it, no
explorer says it. A fact says otherwise: a question names the fact that its number is. Or the number
has moved: at the last commit a cell printed it, and now the same line of that cell has another one.
What else a computation denies is in denied.py.
"""

import math
import re
import subprocess
from collections.abc import Container
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import nbformat

from dlfs.classroom import lessons
from dlfs.classroom.lessons.facts import FACTS
from tools.course import NOTEBOOKS, ROOT, lesson_paths
from tools.proof import claims, denied, guides
from tools.proof.lines import Doubt, Line, lines_of
from tools.proof.moved import Printed, printed
from tools.proof.number_rules import (
    decimals, numbers_in, printed_values, prose_numbers, unproved_in, value, values_in,
    written_like,
)  # fmt: skip
from tools.proof.pages import Page

QUESTIONS = ROOT / "dlfs" / "classroom" / "lessons"
UNPROVED = "no cell prints it, no claim computes it"
UNSAID = "no explorer says it at a setting of this line"
# Smaller whole numbers are counted by hand, and are everywhere.
SMALLEST = 10
WORD = re.compile(r"[a-z]{4,}")
MOVED = "a cell printed it, and prints something else there now"


@dataclass(frozen=True)
class Lesson:
    """A lesson as it is, beside what it was at the last commit (None where nobody knows)."""

    page: Page
    text: str
    before: str | None

    @property
    def number(self) -> str:
        return self.page.path.name[:2]

    def moves(self) -> list[Printed]:
        """What stands in the place of each number that was printed, or that a claim denies."""
        denied = [Printed(-1, number, written_like(number, result))
                  for number, result in self._denied()]  # fmt: skip
        if self.before is None:
            return denied
        return denied + printed(nbformat.reads(self.before, as_version=4), self.page.notebook)

    def proved(self) -> set[Decimal]:
        """Return the values that a cell prints or a claim computes."""
        denied = {value(number) for number, _ in self._denied()}
        return printed_values(self.page) | (claims.claimed(self.number) - denied)

    def _denied(self) -> list[tuple[str, float]]:
        made = [claim for claim in claims.CLAIMS if claim.lesson == self.number and not claim.slow]
        return [pair for claim in made for pair in claims.contradicted(claim)]


def committed(path: Path, since: str) -> str | None:
    """Return the file's text at the commit `since`; None where git knows of none."""
    name = f"{since}:{path.relative_to(ROOT).as_posix()}"
    try:
        shown = subprocess.run(["git", "show", name], cwd=ROOT, capture_output=True)
    except FileNotFoundError:
        return None
    return None if shown.returncode else shown.stdout.decode("utf-8")


def ids_in(path: Path) -> tuple[str, ...]:
    """Return the ids of a lesson's file; none of another file."""
    return lessons.lesson(path.stem).ids if path.suffix == ".toml" else ()


def all_doubts(numbers: Container[str], since: str = "HEAD") -> list[Doubt]:
    """Return the doubts about the lessons of these numbers, in the order of the course."""
    found = denied.all_doubts(numbers)
    for path in [path for path in lesson_paths() if path.name[:2] in numbers]:
        text = path.read_text(encoding="utf-8")
        page = Page(path, nbformat.reads(text, as_version=4))
        found += doubts_of(Lesson(page, text, committed(path, since)), since)
    return found


def doubts_of(lesson: Lesson, since: str = "HEAD") -> list[Doubt]:
    """Return the doubts about a lesson's prose, its questions and its guide."""
    moves = lesson.moves()
    found = doubts_of_prose(lesson, moves)
    for path in (QUESTIONS / f"{lesson.number}.toml", _guide_path(lesson.number)):
        if path.exists():
            text, before = path.read_text(encoding="utf-8"), committed(path, since)
            lines = lines_of(path, text)
            stale = _unchanged(lines, before.splitlines() if before else [])
            if path.suffix == ".toml":
                found += doubts_of_facts(lines, lessons.read(text, lesson.number).questions)
                found += _moved_everywhere(stale, moves)
            else:
                found += doubts_of_guide(guides.Guide(lesson.number, text), lesson, lines, moves)
                found += _moved_everywhere(stale, moves)
    return _once(found)


def _guide_path(number: str) -> Path:
    return NOTEBOOKS / "instructor" / f"{number}_guide.md"


def _once(found: list[Doubt]) -> list[Doubt]:
    """Return one doubt for each number of a line: the one that knows best what it should be."""
    best: dict[tuple, Doubt] = {}
    for doubt in sorted(found, key=lambda doubt: len(doubt.now) or math.inf):
        best.setdefault((doubt.line, doubt.number), doubt)
    return sorted(best.values(), key=lambda doubt: (_order(doubt.line.path), doubt.line.number))


def _order(path: Path) -> int:
    return [".ipynb", ".toml", ".md"].index(path.suffix)


def _unchanged(lines: list[Line], before: list[str]) -> list[Line]:
    """Return the lines that nobody has touched: what changed since was typed with open eyes."""
    there = set(before)
    return [line for line in lines if line.text in there]


def doubts_of_prose(lesson: Lesson, moves: list[Printed]) -> list[Doubt]:
    """Return the doubts about the sentences of the notebook."""
    lines = lines_of(lesson.page.path, lesson.text)
    found = _unproved(lines, lesson.proved(), moves)
    if lesson.before is None:
        return found
    before = [line.text for line in lines_of(lesson.page.path, lesson.before)]
    for line in _unchanged(lines, before):
        for number in prose_numbers(line.prose):
            nearest = _nearest(line, number, moves)
            if any(move.has_moved for move in nearest):
                found.append(_moved(line, number, nearest))
    return found


def _nearest(line: Line, number: str, moves: list[Printed]) -> list[Printed]:
    """Return where a sentence has its number from: the last cell above it, or the first below."""
    there = _of_the_same_thing(line, number, moves)
    above = [move.cell for move in there if move.cell < line.cell]
    cell = max(above) if above else min((move.cell for move in there), default=-1)
    return [move for move in there if move.cell == cell]


def _now(number: str, moves: list[Printed]) -> tuple[str, ...]:
    """Return what the number may be now, as it is printed: of 0.356 and 0.3563 only one.

    It is the one with as many digits as the number has.
    """
    found = {_in_style(number, move.now) for move in moves}
    kept: list[str] = []
    for new in sorted(found, key=lambda new: (abs(decimals(new) - decimals(number)), new)):
        if not any(_agree(new, other) for other in kept):
            kept.append(new)
    return tuple(sorted(kept))


def _agree(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=decimals)
    return written_like(short, float(value(long))) == short


def _in_style(number: str, now: str) -> str:
    """Return `now` with the comma and the leading zero of `number`, and no digit less."""
    if "e" in (number + now).lower():
        return now
    result = float(value(now))
    as_long = written_like(number, result)
    if value(as_long) == value(now) and decimals(now) >= decimals(number):
        return as_long
    return written_like(number, result, decimals(now))


def _unproved(lines: list[Line], proved: set[Decimal], moves: list[Printed]) -> list[Doubt]:
    return [
        Doubt(line, number, UNPROVED,
              _now(number, [move for move in moves if value(move.was) == value(number)]),
              "." in number)
        for line in lines for number in unproved_in(line.prose, proved)
    ]  # fmt: skip


def _moved_everywhere(lines: list[Line], moves: list[Printed]) -> list[Doubt]:
    """Return the numbers that stand at no place any more where the lesson printed them."""
    found = []
    for line in lines:
        for number in prose_numbers(line.prose):
            there = _of_the_same_thing(line, number, moves)
            if there and all(move.has_moved for move in there):
                found.append(_moved(line, number, there))
    return found


def _moved(line: Line, number: str, moves: list[Printed]) -> Doubt:
    """Return the doubt; in a question only a named fact is sure."""
    sure = "." in number and line.path.suffix != ".toml"
    return Doubt(line, number, MOVED, _now(number, moves), sure)


def _of_the_same_thing(line: Line, number: str, moves: list[Printed]) -> list[Printed]:
    """Return where the number was printed.

    0.3870 is hardly chance. A whole number is, and so is a number in a question: there the printed
    line has to have a longer word of the sentence, too.
    """
    there = [move for move in moves if value(move.was) == value(number)]
    if "." in number and line.path.suffix != ".toml":
        return there
    words = set(WORD.findall(line.prose.lower()))
    if "." not in number and value(number) < SMALLEST:
        return []
    return [move for move in there if words & set(WORD.findall(move.line.lower()))]


def doubts_of_facts(lines: list[Line], questions: tuple) -> list[Doubt]:
    """Return the numbers of questions that are not what the named fact gives."""
    found = []
    for question in questions:
        for number, name in question.says.items():
            now = written_like(number, FACTS[name]())
            if now != number:
                found += [Doubt(line, number, f"{name} is {FACTS[name]():.6g}", (now,))
                          for line in _lines_of_question(lines, question.id)
                          if number in numbers_in(line.text)]  # fmt: skip
    return found


def _lines_of_question(lines: list[Line], name: str) -> list[Line]:
    first = next(i for i, line in enumerate(lines) if line.text == f'id = "{name}"')
    heads = re.compile(r"\[\[(question|exercise|refresher)\]\]")
    last = next((i for i, line in enumerate(lines) if i > first and heads.match(line.text)), None)
    return lines[first:last]


def doubts_of_guide(
    guide: guides.Guide, lesson: Lesson, lines: list[Line], moves: list[Printed]
) -> list[Doubt]:
    """Return the numbers of a guide that the lesson or, beside a setting, an explorer denies."""
    headless = [line for line in lines if not line.text.startswith("#")]
    found = _unproved(headless, lesson.proved(), moves)
    _, said = guides.readouts(guide)
    for line, number in guides.unsaid(guide):
        there = [move for move in moves if value(move.was) == value(number)]
        now = tuple(new for new in _now(number, there) if value(new) in values_in(said[line]))
        where = next(entry for entry in lines if entry.text == line)
        heard = "" if now else ". They say: " + " ".join(dict.fromkeys(said[line]))
        found.append(Doubt(where, number, UNSAID + heard, now))
    return found
