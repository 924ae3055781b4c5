"""The kinds of tasks, and how one is drawn from a seed."""

from __future__ import annotations

from collections.abc import Callable
from zlib import crc32

import numpy as np

from dlfs.classroom.practising.arrays import draw_matmul, draw_shapes
from dlfs.classroom.practising.backward import draw_backward, draw_order
from dlfs.classroom.practising.cross_entropy import draw_cross_entropy, draw_logits
from dlfs.classroom.practising.descent import draw_descent
from dlfs.classroom.practising.task import Task

KINDS: dict[str, Callable[[np.random.Generator, int], Task]] = {
    "order": draw_order, "backward": draw_backward, "descent": draw_descent,
    "shapes": draw_shapes, "cross-entropy": draw_cross_entropy, "matmul": draw_matmul,
    "logits": draw_logits,
}  # fmt: skip
HIGHEST = {"order": 6, "backward": 8, "descent": 3, "shapes": 4, "cross-entropy": 3, "matmul": 3,
           "logits": 3}  # fmt: skip
OF_LESSONS = {"01": "order", "03": "cross-entropy", "04": "descent", "05": "backward",
              "07": "shapes"}  # fmt: skip

MOST_DRAWS = 50


def draw(kind: str, level: int = 1, seed: int = 0, number: int = 0) -> Task:
    """Return task `number` of a `kind` at a `level`: the same one for the same seed."""
    level = min(max(level, 1), HIGHEST[kind])
    return KINDS[kind](np.random.default_rng([crc32(kind.encode()), seed, level, number]), level)


def draw_distinct(kind: str, level: int, seed: int, count: int) -> list[Task]:
    """Return `count` tasks of a `kind` at a `level`, no two of them alike.

    Raises ValueError where the kind has not so many at this level.
    """
    found: dict[tuple[str, ...], Task] = {}
    for number in range(MOST_DRAWS * count):
        task = draw(kind, level, seed, number)
        found.setdefault(task.printed, task)
        if len(found) == count:
            return list(found.values())
    raise ValueError(f"there are no {count} different tasks of {kind} at level {level}")
