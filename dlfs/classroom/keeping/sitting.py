"""What happened since the kernel was started: which lesson this is, and how often you tried.

A fresh kernel starts a fresh sitting. Nothing here is ever written to disk.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import PurePath

from dlfs.classroom import lessons
from dlfs.classroom.keeping import store

_used: list[str] = []
_tries: Counter[str] = Counter()


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


def start_again() -> None:
    """Forgets everything, as a fresh kernel does."""
    _used.clear()
    _tries.clear()


def current_lesson() -> str | None:
    """The number of the lesson that is open, or None.

    It is the number in the notebook's name, where the front end tells it; else the lesson that
    most of the ids used so far belong to; else the lesson of the last prediction on record.
    """
    return _lesson_of_name() or _lesson_of_ids() or _lesson_on_record()


def _lesson_of_name() -> str | None:
    name = PurePath(os.environ.get("JPY_SESSION_NAME", "")).name
    match = re.match(r"(\d\d)_", name)
    return match[1] if match and match[1] in lessons.numbers() else None


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
