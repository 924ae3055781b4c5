"""What the lessons ask: an NN.toml with questions and tasks, an NN.py and a probes_NN.py for them.

Everything is found by id and read when it is first needed. A file that is broken stops only those
who ask for what is in it; `LessonError` then names the file and the id.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from types import ModuleType

from dlfs.classroom.lessons.exercise import Exercise, Mistake, exercise_from
from dlfs.classroom.lessons.problem import LessonError, check_names, need
from dlfs.classroom.lessons.question import (
    Question, Refresher, Wrong, question_from, refresher_from,
)  # fmt: skip

__all__ = [
    "Exercise", "Lesson", "LessonError", "Mistake", "Question", "Refresher", "Wrong",
    "exercises", "find_exercise", "find_question", "find_refresher", "lesson", "numbers", "read",
    "refreshers",
]


@dataclass(frozen=True)
class Lesson:
    """The questions and tasks of one lesson, and the ids of earlier questions it asks again."""

    number: str
    questions: tuple[Question, ...]
    retrieve: tuple[str, ...] = ()
    tasks: tuple[dict, ...] = ()
    refreshers: tuple[Refresher, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids that this lesson uses: retrieved questions, its own, its exercises."""
        own = (question.id for question in self.questions)
        return (*self.retrieve, *own, *(task["id"] for task in self.tasks))


@cache
def numbers() -> tuple[str, ...]:
    """The numbers of the lessons that have a toml file, in order: ("01", "03", "04", ...)."""
    names = [entry.name for entry in resources.files(__package__).iterdir()]
    return tuple(sorted(name[:2] for name in names if re.fullmatch(r"\d\d\.toml", name)))


@cache
def lesson(number: str) -> Lesson:
    """The Lesson of `number`. Raises LessonError where its file is missing or broken."""
    if number not in numbers():
        raise LessonError(f"there is no lessons/{number}.toml; there are: {', '.join(numbers())}")
    path = resources.files(__package__).joinpath(f"{number}.toml")
    return read(path.read_text(encoding="utf-8"), number)


def read(text: str, number: str) -> Lesson:
    """The Lesson in the text of a toml file. Raises LessonError naming the file and the id."""
    try:
        table = tomllib.loads(text)
        _check_top(table, number)
        questions = tuple(question_from(entry, number) for entry in table["question"])
        refreshers = tuple(refresher_from(entry) for entry in table["refresher"])
        _check_refreshers(questions, refreshers)
    except (tomllib.TOMLDecodeError, LessonError) as error:
        raise LessonError(f"lessons/{number}.toml: {error}") from error
    retrieve, tasks = tuple(table.get("retrieve", ())), tuple(table["exercise"])
    return Lesson(number, questions, retrieve, tasks, refreshers)


@cache
def exercises(number: str) -> tuple[Exercise, ...]:
    """The exercises of a lesson, in their order. Raises LessonError where one is incomplete."""
    tasks = lesson(number).tasks
    try:
        return tuple(exercise_from(task, number, _modules_of(number)) for task in tasks)
    except LessonError as error:
        raise LessonError(f"lessons/{number}.toml: {error}") from error


def find_question(name: str) -> Question | None:
    """The question with this id, whatever its lesson, or None."""
    return _find(name, lambda number: lesson(number).questions)


def find_exercise(name: str) -> Exercise | None:
    """The exercise with this id, whatever its lesson, or None."""
    return _find(name, exercises)


def find_refresher(name: str) -> Refresher | None:
    """The refresher with this id, whatever its lesson, or None."""
    return _find(name, lambda number: lesson(number).refreshers)


def refreshers() -> tuple[Refresher, ...]:
    """All refreshers of the course, in order."""
    return tuple(item for number in numbers() for item in lesson(number).refreshers)


def _find(name: str, items_of):
    broken = None
    for number in numbers():
        try:
            for item in items_of(number):
                if item.id == name:
                    return item
        except LessonError as error:
            broken = broken or error
    if broken:
        raise broken
    return None


def _modules_of(number: str) -> list[ModuleType]:
    names = (number, f"challenges_{number}", f"probes_{number}", "other_forms")
    there = [name for name in names if resources.files(__package__).joinpath(f"{name}.py").is_file()]
    return [import_module(f"{__package__}.{name}") for name in there]


def _check_top(table: dict, number: str) -> None:
    kinds = ("question", "exercise", "refresher")
    check_names(table, ("lesson", "retrieve", *kinds), "top of the file")
    if table.get("lesson") != number:
        raise LessonError(f'its first line must be lesson = "{number}"')
    names = []
    for kind in kinds:
        entries = table.setdefault(kind, [])
        if not (isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)):
            raise LessonError(f"each {kind} starts with [[{kind}]], in double brackets")
        for count, entry in enumerate(entries, start=1):
            need(entry, ("id",), f"{kind} number {count}")
        names += [entry["id"] for entry in entries]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise LessonError(f"the id {', '.join(twice)} is used twice")


def _check_refreshers(questions: tuple[Question, ...], refreshers: tuple[Refresher, ...]) -> None:
    there = {refresher.id for refresher in refreshers}
    for question in questions:
        if question.refresher and question.refresher not in there:
            raise LessonError(f"question {question.id}: no refresher {question.refresher!r}")
