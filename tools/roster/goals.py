"""The goals of the explorers, by their ids: who reached which, in one line for each lesson."""

from __future__ import annotations

from collections import Counter
from functools import cache

from dlfs.classroom import explore
from dlfs.classroom.explore.goals import Goal
from tools.roster.tables import Row


@cache
def goals() -> dict[str, Goal]:
    """Every goal of every explorer, by its id."""
    return {goal.id: goal for name in explore.__all__ for goal in getattr(explore, name).goals}


def counted(rows: list[Row]) -> dict[str, int]:
    """How many reached each goal, of those that somebody reached, in the order of the explorers."""
    reached = Counter(row["id"] for row in rows if row["first"])
    return {name: reached[name] for name in goals() if reached[name]}
