"""What happened since the kernel was started: which lesson this is, and how often you tried.

A fresh kernel starts a fresh sitting. Nothing here is ever written to disk.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import PurePath

from IPython import get_ipython

from dlfs.classroom import lessons
from dlfs.classroom.keeping import hand, store

_used: list[str] = []
_tries: Counter[str] = Counter()
_hints: set[str] = set()
_said: dict[str, str] = {}


def note(name: str) -> None:
    """Remembers that this question or exercise was used."""
    _used.append(name)


def count_try(name: str) -> int:
    """Counts one more try at this exercise, and returns how many there were."""
    _tries[name] += 1
    return _tries[name]


def tries(name: str) -> int:
    """How many tries at this exercise there were."""
    return _tries[name]


def note_first_hint(name: str) -> None:
    """Remembers that the first hint of this exercise was read."""
    _hints.add(name)


def has_read_first_hint(name: str) -> bool:
    """Whether the first hint of this exercise was read."""
    return name in _hints


def note_said(name: str, said: str) -> None:
    """Remembers what was said to an answer: a cell that runs again says it again."""
    _said[name] = said


def said_to(name: str) -> str:
    """What was said to the last answer to this question, as HTML, or ""."""
    return _said.get(name, "")


def forget_what_was_said() -> None:
    """Forgets it, when somebody else answers."""
    _said.clear()


def start_again() -> None:
    """Forgets everything, as a fresh kernel does."""
    _used.clear()
    _tries.clear()
    _hints.clear()
    _said.clear()
    hand.start_again()


def current_lesson() -> str | None:
    """The number of the lesson that is open, or None.

    It is the number in the notebook's name, where the front end tells it; else the lesson that
    most of the ids used so far belong to; else the lesson of the last prediction on record.
    """
    return _lesson_of_name() or _lesson_of_ids() or _lesson_on_record()


def lesson_asking(question: lessons.Question) -> str:
    """The number of the lesson that asks `question` now: the open one, if it has this id.

    A lesson opens with questions of earlier ones; its answers to them are its own.
    """
    here = current_lesson()
    return here if here and question.id in _ids(here) else question.lesson


def stopped_at() -> str:
    """The id of the last question or exercise of the open lesson that is on record, or ""."""
    here = current_lesson()
    done = [record["id"] for record in store.records()
            if record["kind"] in ("prediction", "check") and record.get("lesson") == here]
    return done[-1] if done else ""


def _lesson_of_name() -> str | None:
    match = re.match(r"(\d\d)_", PurePath(_notebook()).name)
    return match[1] if match and match[1] in lessons.numbers() else None


def _notebook() -> str:
    """The notebook's path, where the front end tells it: Jupyter to the kernel, VS Code inside."""
    if named := os.environ.get("JPY_SESSION_NAME"):
        return named
    shell = get_ipython()
    return str(shell.user_ns.get("__vsc_ipynb_file__", "")) if shell else ""


def _lesson_of_ids() -> str | None:
    counts = {number: sum(_used.count(name) for name in set(_ids(number)))
              for number in lessons.numbers()}
    best = max(counts.values(), default=0)
    # A lesson opens with questions of earlier ones: of two that fit equally, it is the later.
    return max(number for number in counts if counts[number] == best) if best else None


def _ids(number: str) -> tuple[str, ...]:
    try:
        return lessons.lesson(number).ids
    except lessons.LessonError:
        return ()


def _lesson_on_record() -> str | None:
    found = [record.get("lesson") for record in store.records()]
    known = [number for number in found if number in lessons.numbers()]
    return known[-1] if known else None
