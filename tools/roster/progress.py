"""How far each person came in one lesson, and the mark that the rubric of its guide proposes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from dlfs.classroom import lessons
from dlfs.classroom.asking.verdicts import judge
from tools.course import lesson_paths
from tools.proof.guides import Guide
from tools.roster.tables import Row

CALL = re.compile(r"^(?:ask|check)\(\"([a-z0-9-]+)\"", re.MULTILINE)
FEW = 3
NOT_DONE, DONE, RIGHT = "not done", "answered", "right"


@dataclass(frozen=True)
class Outline:
    """The items of a lesson in the order of its notebook; those up to the exit ticket are `core`."""

    items: tuple[str, ...]
    core: tuple[str, ...]
    exits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Progress:
    """One person in one lesson: the state of each item, and what is not there for the mark 2."""

    person: str
    states: dict[str, str]
    missing: tuple[str, ...]
    handed_in: bool = True

    @property
    def done(self) -> list[str]:
        return [name for name, state in self.states.items() if state != NOT_DONE]

    @property
    def mark(self) -> int:
        """0, 1 or 2, as the rubric proposes. Whether it is a 3, the instructor reads."""
        return 0 if not self.done else 1 if self.missing else 2

    @property
    def passed(self) -> list[str]:
        return [name for name in self.done if lessons.find_exercise(name)]


@dataclass(frozen=True)
class Rubric:
    """What the mark 2 asks for: all of `predictions`, one of `exercises`, one of `sentences`."""

    predictions: tuple[str, ...]
    exercises: tuple[str, ...]
    sentences: tuple[str, ...]

    def missing(self, done: set[str]) -> tuple[str, ...]:
        """What of it is not done, in words."""
        said = [name for name in self.predictions if name not in done]
        if len(said) > FEW:
            said = [f"{len(said)} of {len(self.predictions)} predictions"]
        for names, word in ((self.exercises, "no exercise"), (self.sentences, "no sentence")):
            said += [word] * bool(names and not done.intersection(names))
        return tuple(said)


def outline_of(number: str) -> Outline:
    """The Outline of a lesson, from its notebook."""
    asked = [name for source in _code_of(number) for name in CALL.findall(source)]
    lesson = lessons.lesson(number)
    items = tuple(dict.fromkeys([*(name for name in asked if name in lesson.ids), *lesson.ids]))
    exits = tuple(one.id for one in lesson.questions if one.where == "exit")
    end = max(map(items.index, exits), default=len(items)) + 1
    return Outline(items, items[:end], exits)


def _code_of(number: str) -> list[str]:
    paths = [path for path in lesson_paths() if path.name.startswith(number)]
    cells = [cell for path in paths for cell in json.loads(path.read_text("utf-8"))["cells"]]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def rubric_of(guide: Guide) -> Rubric:
    """What the guide's row for the mark 2 asks of a report.

    It names exercises by their ids, or none; the rest is said in words.
    """
    row = next(line for line in guide.sections["Rubric"].splitlines() if line.startswith("| 2 "))
    named, lesson = set(re.findall(r"`([^`]+)`", row)), lessons.lesson(guide.number)
    tasks = [task["id"] for task in lesson.tasks]
    wanted = {"predict", "second"} if "prediction" in row else set()
    asked = [question.id for question in lesson.questions if question.id in named
             or question.where in wanted or ("answered" in row and question.refresher)]  # fmt: skip
    sentences = [question.id for question in lesson.questions
                 if "sentence" in row and question.kind == "sentence"]  # fmt: skip
    exercises = [name for name in tasks if name in named] or tasks
    return Rubric(tuple(asked), tuple(exercises), tuple(sentences))


def progress_of(
    person: str, rows: list[Row], outline: Outline, rubric: Rubric | None
) -> Progress:
    """How far this person came: `rows` are those of the one lesson, none if nothing came."""
    by_id = {row["id"]: row for row in rows}
    states = {name: _state(name, by_id.get(name)) for name in outline.items}
    done = {name for name, state in states.items() if state != NOT_DONE}
    missing = rubric.missing(done) if rubric else ()
    return Progress(person, states, missing, handed_in=bool(rows))


def _state(name: str, row: Row | None) -> str:
    if row is None or not row["first"]:
        return NOT_DONE
    question = lessons.find_question(name)
    if question is None or question.kind == "sentence":
        return RIGHT
    return RIGHT if judge(question, row["latest"] or row["first"]).right else DONE


def stopped_early(progress: Progress, outline: Outline) -> str:
    """The last item before the exit ticket that was done, where nothing of the ticket was; else ""."""
    done = [name for name in outline.core if name in progress.done]
    return done[-1] if done and not set(done).intersection(outline.exits) else ""
