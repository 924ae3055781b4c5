"""A question of a lesson, as it stands in the lesson's toml file.

    lesson = "04"                         # the number of this file
    retrieve = ["ce-1", "cg-3"]           # ids of earlier lessons that this lesson asks again

    [[question]]
    id = "gd-1"
    title = "One step by hand"
    where = "predict"                     # diagnostic | retrieve | predict | second | exit | after
    kind = "number"                       # choice | number | sentence
    text = "Paragraphs, `code`, $mathematics$, and code blocks indented by four spaces."
    choices = ["...", "..."]              # choice: shown as A, B, C, D
    labels = ["gradient", "next x"]       # number: one label for each number that is asked
    unit = ""                             # number: a unit that may follow, and is ignored
    tolerance = 0.01                      # number: relative; 0 means exactly, as for counts
    digits = true                         # number: one digit each, so 3241 is four answers
    whole = 200                           # what "all" means: so many, or 1 for a share
    bound = "below"                       # number: what is asked lies below it, or "above" it
    number = 44                           # choice: this number is accepted for the right letter

    answer = [6, 2.4]                     # a letter, a number, a list of numbers: all their digits;
                                          # a name in facts.py stands for the number computed there
    says = { ".387" = "lowest_loss" }     # a number in the texts, and the fact that it is
    why = "..."                           # shown after a right answer or a second one
    nudge = "..."                         # for a wrong value that nobody foresaw; may be left out
    refresher = "shapes"                  # opened by a wrong answer; may be left out

    [[question.wrong]]
    value = [6, 3.6]                      # "any" stands for any number of a list
    misconception = "adds the gradient"   # a few words, for the guide; every one different
    reply = "..."                         # what a teacher says to it, without the answer

    [[refresher]]                         # once, for any number of questions
    id = "shapes"
    title = "The shape of an array"
    text = "..."

The first block is what a student may see. An edition for students drops the second: then `ask`
keeps the prediction and says that the answer comes in class.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from typing import Any

from dlfs.classroom.lessons.facts import FACTS
from dlfs.classroom.lessons.problem import LessonError, check_names, need

LETTERS = "ABCDEFGH"
PLACES = ("diagnostic", "retrieve", "predict", "second", "exit", "after")
KINDS = ("choice", "number", "sentence")
ANSWER_FIELDS = ("answer", "bound", "number", "wrong", "why", "nudge", "says")
TEXTS = ("id", "title", "where", "kind", "text", "unit", "why", "nudge", "refresher")
ANY = "any"


@dataclass(frozen=True)
class Wrong:
    """A wrong value that was foreseen, and the misconception behind it."""

    value: Any
    misconception: str
    reply: str


@dataclass(frozen=True)
class Refresher:
    """What a question takes for granted, on half a page: a rule, and an example that runs."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class Question:
    """One question. Without its `answer` it is the student edition's."""

    id: str
    title: str
    where: str
    kind: str
    text: str
    lesson: str = ""
    choices: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    unit: str = ""
    tolerance: float = 0.01
    digits: bool = False
    whole: float | None = None
    bound: str = ""
    number: float | None = None
    answer: Any = None
    why: str = ""
    nudge: str = ""
    refresher: str = ""
    wrong: tuple[Wrong, ...] = ()
    says: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that is said to a reader, before the answer and after it."""
        replies = (wrong.reply for wrong in self.wrong)
        return (self.title, self.text, *self.choices, *self.labels, self.why, self.nudge, *replies)

    @property
    def letters(self) -> str:
        """The letters of the choices, as one string: "ABCD"."""
        return LETTERS[: len(self.choices)]

    @property
    def count(self) -> int:
        """How many numbers are asked."""
        return max(1, len(self.labels))


def question_from(table: dict, lesson: str) -> Question:
    """The Question of a toml table. Raises LessonError, with the id, where the table is wrong."""
    place = f"question {table.get('id', 'without an id')}"
    check_names(table, {field.name for field in fields(Question)} - {"lesson"}, place)
    need(table, ("id", "title", "where", "kind", "text"), place)
    wrong = tuple(_wrong_from(entry, place) for entry in table.get("wrong", []))
    lists = {name: tuple(table.get(name, ())) for name in ("choices", "labels")}
    values = {name: _known(table[name], place) for name in ("answer", "number") if name in table}
    question = Question(**{**table, **lists, **values, "wrong": wrong, "lesson": lesson})
    fault = _fault(question) or _unsaid(question)
    if fault:
        raise LessonError(f"{place}: {fault}")
    for name in question.says.values():
        _check_fact(name, place)
    return question


def refresher_from(table: dict) -> Refresher:
    """The Refresher of a toml table. Raises LessonError, with the id, where the table is wrong."""
    place = f"refresher {table.get('id', 'without an id')}"
    names = ("id", "title", "text")
    check_names(table, names, place)
    need(table, names, place)
    if not all(isinstance(table[name], str) for name in names):
        raise LessonError(f"{place}: {', '.join(names)} are texts in quotes")
    return Refresher(**table)


def public_fields(question: Question) -> dict:
    """What a student may see of `question`, as a dict: everything but the answer and its texts."""
    names = [field.name for field in fields(question) if field.name not in ANSWER_FIELDS]
    return {name: getattr(question, name) for name in names}


def _wrong_from(entry: dict, place: str) -> Wrong:
    place = f"{place}, wrong value {entry.get('value', '?')}"
    names = ("value", "misconception", "reply")
    check_names(entry, names, place)
    need(entry, names, place)
    return Wrong(**{**entry, "value": _known(entry["value"], place)})


def _known(value: Any, place: str) -> Any:
    """The value, each name of a fact replaced by what it computes. Raises LessonError."""
    if isinstance(value, list):
        return [_known(entry, place) for entry in value]
    if not isinstance(value, str) or value in (ANY, *LETTERS):
        return value
    _check_fact(value, place)
    return FACTS[value]()


def _check_fact(name: Any, place: str) -> None:
    if name not in FACTS:
        raise LessonError(f"{place}: lessons/facts.py computes no {name!r}")


def _unsaid(question: Question) -> str:
    """What `says` promises and the texts do not keep, in words."""
    if not isinstance(question.says, dict):
        return 'says = { ".387" = "lowest_loss" }: a number in quotes, and the name of a fact'
    whole = " ".join(question.texts)
    missing = [number for number in question.says
               if not re.search(rf"(?<![\w.]){re.escape(number)}(?!\w)", whole)]  # fmt: skip
    return f"its texts do not say {', '.join(missing)}" if missing else ""


def _fault(question: Question) -> str:
    if not all(isinstance(getattr(question, name), str) for name in TEXTS):
        return f"{', '.join(TEXTS)} are texts in quotes"
    if question.where not in PLACES:
        return f"where is {question.where!r}, not one of {', '.join(PLACES)}"
    if question.kind not in KINDS:
        return f"kind is {question.kind!r}, not one of {', '.join(KINDS)}"
    if question.kind == "choice" and not 2 <= len(question.choices) <= len(LETTERS):
        return f"a choice needs 2 to {len(LETTERS)} choices, here are {len(question.choices)}"
    if not isinstance(question.digits, bool) or (question.digits and question.count == 1):
        return "digits is true or left out, and is for several numbers"
    if question.whole is not None and (question.count > 1 or not _real(question.whole)):
        return "whole is a number, and is for one number"
    if question.bound not in ("", "below", "above") or (question.bound and question.count > 1):
        return "bound is below or above, and is for one number"
    values = [entry.value for entry in question.wrong]
    if question.answer is not None:
        values.append(question.answer)
    bad = [value for value in values if not _fits(question, value)]
    return f"the value {bad[0]!r} does not fit a {question.kind}" if bad else ""


def _fits(question: Question, value: Any) -> bool:
    if question.kind == "choice":
        return value in tuple(question.letters) or (question.number is not None and _real(value))
    if question.kind == "number" and question.count > 1:
        return (
            isinstance(value, list)
            and len(value) == question.count
            and all(_real(entry) or entry == ANY for entry in value)
        )
    return question.kind == "number" and _real(value)


def _real(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
