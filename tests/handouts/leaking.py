"""What must never stand on a student's sheet, and whether it does."""

import json
import re
from collections.abc import Iterator

from dlfs.classroom import lessons
from dlfs.classroom.lessons.question import ANSWER_FIELDS
from tools.course import NOTEBOOKS
from tools.handouts.answers import solutions_of
from tools.handouts.build import Source
from tools.handouts.material import Material
from tools.handouts.sheet import Block, Sheet

LONG = 20
OF_EXERCISES = ("hints", "accepted", "value", "done", "distractors", "mistakes", "reference")


def squeezed(text: str) -> str:
    """Return a text as it survives typesetting: letters and digits, without marks or spaces."""
    return re.sub(r"[^a-z0-9=+*/()\[\].,]", "", text.lower())


def forbidden_fields(sheet: Sheet) -> set[str]:
    """Return the names of answer fields among what a sheet is made of."""
    names = {name for block in sheet.blocks for name in (block.fields or {})}
    return names & {*ANSWER_FIELDS, *OF_EXERCISES}


def folded_blocks(sheet: Sheet) -> list[Block]:
    """Return the blocks that carry what only instructors see."""
    return [block for block in sheet.blocks if block.kind in ("folded", "key points")]


def verdicts(material: Material) -> Iterator[str]:
    """Yield what a lesson says to answers, right and wrong, and its hints."""
    for name in material.ids("ask"):
        question = lessons.find_question(name)
        yield from (question.why, question.nudge, *(wrong.reply for wrong in question.wrong))
    for name in material.ids("check"):
        exercise = lessons.find_exercise(name)
        yield from (*exercise.hints, exercise.done, *(one.reply for one in exercise.mistakes))
        yield from (reply for _, reply in exercise.distractors)


def solution_lines(source: Source) -> list[str]:
    """Return the long lines of the solutions that the lesson itself does not show."""
    cells = json.loads(source.material.path.read_text(encoding="utf-8"))["cells"]
    shown = squeezed("".join("".join(cell["source"]) for cell in cells))
    tasks = [lessons.find_exercise(name) for name in source.material.ids("check")]
    shown += squeezed("".join(text for one in tasks for text in (one.stub, *one.lines)))
    solutions = solutions_of(source.material.lesson, NOTEBOOKS).values()
    lines = [line.strip() for one in solutions for line in one.code.splitlines()]
    return [line for line in lines if len(line) >= LONG and squeezed(line) not in shown]


def leaks(text: str, source: Source) -> list[str]:
    """Return the verdicts, hints and solution lines that stand in a student's text."""
    seen, openly = squeezed(text), squeezed(open_prose(source.material))
    said = [part for one in verdicts(source.material) for part in sentences(one)]
    secrets = [part for part in said if squeezed(part) not in openly] + solution_lines(source)
    return [one for one in secrets if squeezed(one) in seen]


def open_prose(material: Material) -> str:
    """Return what the lesson tells everybody, which may happen to be said in a verdict, too."""
    return "\n".join(event.text for event in material.events if event.kind == "paragraph")


def sentences(text: str) -> list[str]:
    """Return the long sentences of a text that hold no formula: those look the same in print."""
    found = re.split(r"(?<=[.?!])\s+", " ".join(text.split()))
    return [one for one in found if len(squeezed(one)) >= LONG and "$" not in one]


def asked(material: Material) -> list[tuple[str, str]]:
    """Return (id, a sentence that identifies it) of every question and exercise of a lesson."""
    found = [(name, lessons.find_question(name).title) for name in material.ids("ask")]
    return found + [(name, lessons.find_exercise(name).title) for name in material.ids("check")]


def missing(text: str, material: Material) -> list[str]:
    """Return the ids whose title or name does not stand in the text."""
    seen = squeezed(text)
    return [
        name for name, title in asked(material)
        if squeezed(title) not in seen or squeezed(name) not in seen
    ]  # fmt: skip
