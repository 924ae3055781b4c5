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


def draw(kind: str, level: int = 1, seed: int = 0, number: int = 0) -> Task:
    """Return task `number` of a `kind` at a `level`: the same one for the same seed."""
    level = min(max(level, 1), HIGHEST[kind])
    return KINDS[kind](np.random.default_rng([crc32(kind.encode()), seed, level, number]), level)
