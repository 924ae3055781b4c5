"""What goes wrong when a lesson's file cannot be read: said with the file and the id."""

from __future__ import annotations

from collections.abc import Iterable


class LessonError(ValueError):
    """A mistake in a file of `dlfs/classroom/lessons/`: for whoever maintains the lesson."""


def check_names(table: dict, known: Iterable[str], place: str) -> None:
    """Raises LessonError where `table` has a field that is not known: most often a slip."""
    unknown = sorted(set(table) - set(known))
    if unknown:
        raise LessonError(f"{place}: unknown field {', '.join(unknown)}")


def need(table: dict, names: Iterable[str], place: str) -> None:
    """Raises LessonError where a field is missing."""
    missing = [name for name in names if name not in table]
    if missing:
        raise LessonError(f"{place}: missing field {', '.join(missing)}")
