"""How long a lesson takes by the clock, from what there is to read, to answer and to write.

    python -m tools.proof.minutes 04

prints a line for each part of lesson 4, and its sum beside the minutes that the lesson announces;
without a number, those of all lessons. What stands below "After class" is not added.
"""

import re
import sys
from dataclasses import dataclass

from dlfs.classroom import lessons
from tools.proof.pages import Page, all_pages

WORDS_A_MINUTE = 200
QUESTION, LINE_READ, LINE_WRITTEN = 1.0, 20 / 60, 90 / 60
PART = re.compile(r"^(?=\*Minutes \d+ to \d+\.|## )", re.MULTILINE)
CLOCK = re.compile(r"\*Minutes (\d+) to (\d+)\.")
FORMULA, WORD = re.compile(r"\$+[^$]*\$+"), re.compile(r"[^\W\d_][\w'-]*")
SHOWS = re.compile(r'(?P<what>ask|check)\("(?P<id>[^"]+)"\)')
AT_REST = ("import ", "from ", "report(", "keep(", "check_installation", "refresher(")
NO_ANSWER = ("ask(", "check(")


@dataclass
class Part:
    """A stretch of a lesson between two times of its clock, and the minutes that it takes."""

    planned: str
    minutes: float = 0.0

    @property
    def allowed(self) -> int:
        start, end = map(int, self.planned.split(" to "))
        return end - start


def parts(page: Page) -> list[Part]:
    """Return the parts of a lesson in class; what stands before the first clock belongs to it."""
    found = [Part("0 to 0")]
    for cell in page.cells:
        if cell.cell_type == "code":
            found[-1].minutes += minutes_of_code(cell.source)
            continue
        for piece in PART.split(cell.source):
            if piece.startswith("## After class"):
                return _joined(found)
            if clock := CLOCK.match(piece):
                found.append(Part(f"{clock[1]} to {clock[2]}"))
            found[-1].minutes += minutes_of_words(piece)
    return _joined(found)


def _joined(found: list[Part]) -> list[Part]:
    header, *rest = found
    rest[0].minutes += header.minutes
    return rest


def needed(page: Page) -> float:
    """Return the minutes of a lesson in class."""
    return sum(part.minutes for part in parts(page))


def minutes_of_words(text: str) -> float:
    """Return the minutes to read prose; a formula counts as one word."""
    return len(WORD.findall(FORMULA.sub(" x ", text))) / WORDS_A_MINUTE


def minutes_of_code(source: str) -> float:
    """Return the minutes of a cell: a question, a task, or lines to read and lines to write."""
    if shown := SHOWS.fullmatch(source.strip()):
        return _minutes_of_question(shown["id"]) if shown["what"] == "ask" \
            else _minutes_of_task(shown["id"])
    if source.startswith("import ") and "check_installation" in source:
        return 0.0
    lines = [line for line in source.splitlines() if line.strip() and line.strip()[0] != "#"]
    if "..." in source:
        lines = [line for line in lines if not line.startswith(NO_ANSWER)]
    return sum(map(_minutes_of_line, lines))


def _minutes_of_line(line: str) -> float:
    if line.startswith(AT_REST):
        return 0.0
    return LINE_WRITTEN if "..." in line else LINE_READ


def _minutes_of_question(name: str) -> float:
    text = lessons.find_question(name).text
    return QUESTION + LINE_READ * len(re.findall(r"^    +\S", text, re.MULTILINE))


def _minutes_of_task(name: str) -> float:
    exercise = lessons.find_exercise(name)
    if exercise.kind == "order":
        return QUESTION + LINE_READ * len(exercise.lines)
    return minutes_of_words(exercise.task)


def table(page: Page) -> str:
    """Return the parts of a lesson, one a line, and their sum."""
    lines = [f"  {part.planned:9s} {part.minutes:5.1f} of {part.allowed:2d}" for part in parts(page)]
    return "\n".join([f"lesson {page.lesson.number}: {needed(page):.0f} minutes by the clock, "
                      f"{page.lesson.minutes} announced", *lines])  # fmt: skip


def main() -> None:
    wanted = sys.argv[1:]
    for page in all_pages():
        if page.is_lesson and (not wanted or page.lesson.number in wanted):
            print(table(page))


if __name__ == "__main__":
    main()
