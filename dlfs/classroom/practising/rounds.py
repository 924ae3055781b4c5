"""A round of practice: ten minutes of tasks that grow when they are solved, and shrink when not."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from dlfs.classroom.keeping import store
from dlfs.classroom.practising.drawing_tasks import HIGHEST, draw
from dlfs.classroom.practising.task import Task, split

ROUND, PATIENCE, TOLD = 600, 3, 2
KEPT = "practice"


@dataclass(frozen=True)
class Solved:
    """A task that is over: its level, and whether it was solved."""

    level: int
    right: bool


@dataclass
class Round:
    """One round of a `kind`: its `task`, and what is `done` since its first answer."""

    kind: str
    seed: int = 0
    level: int = 1
    clock: Callable[[], float] = time.monotonic
    done: list[Solved] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._number, self._wrong, self._start = 0, 0, None
        self.level = min(max(self.level, 1), HIGHEST[self.kind])

    @property
    def task(self) -> Task:
        """The task that is to be solved now."""
        return draw(self.kind, self.level, self.seed, self._number)

    @property
    def is_over(self) -> bool:
        """Whether its ten minutes have passed."""
        return self._start is not None and self.clock() - self._start >= ROUND

    def answer(self, texts: str | list[str]) -> str:
        """Return what is said to an answer: texts, one for each blank, or all of them in one.

        All right: the next task is larger. Three wrong answers: the next one is smaller. What is
        still empty is not wrong.
        """
        self._start = self.clock() if self._start is None else self._start
        task = self.task
        given = split(texts) if isinstance(texts, str) else texts
        if len(given) > len(task.blanks):
            return f"{len(task.blanks)} answers are wanted, and these are {len(given)}."
        replies = task.answers_to(given)
        filled = [bool(text.strip()) for text in given] + [False] * (len(replies) - len(given))
        told = [f"{blank.label}: {reply}." for blank, reply, there
                in zip(task.blanks, replies, filled) if reply and there]  # fmt: skip
        if not any(replies):
            return self._end(task, True, "Right.")
        if not told:
            return _so_far(task, filled)
        self._wrong += 1
        right = replies.count("")
        said = " ".join([f"{right} of {sum(filled)} are right."] * (sum(filled) > 1) + told[:TOLD])
        if self._wrong < PATIENCE:
            return said
        key = "; ".join(f"{blank.label} = {blank.key}" for blank in task.blanks)
        return self._end(task, False, f"{said} It is: {key}.")

    def _end(self, task: Task, right: bool, said: str) -> str:
        self.done.append(Solved(self.level, right))
        trouble = store.append({"kind": KEPT, "id": self.kind, "level": self.level, "right": right})
        before, self._wrong, self._number = self.level, 0, self._number + 1
        self.level = min(max(self.level + (1 if right else -1), 1), HIGHEST[self.kind])
        size = "larger" if self.level > before else "smaller" if self.level < before else "as large"
        parts = [said, f"The next one is {size}.", trouble, self._summary()]
        return " ".join(part for part in parts if part)

    def _summary(self) -> str:
        """Once the ten minutes have passed: what was done in them. A new round begins."""
        if not self.is_over:
            return ""
        solved = [one.level for one in self.done if one.right]
        many = f"{len(solved)} task{'s' * (len(solved) != 1)} of {len(self.done)} solved"
        best = f", the largest of level {max(solved)}" if solved else ""
        self._start, self.done = None, []
        return f"Ten minutes are over: {many}{best}. A pause is worth more than another task."


def _so_far(task: Task, filled: list[bool]) -> str:
    """Return what is said where nothing is wrong and something is empty: no wrong answer."""
    following = task.blanks[filled.index(False)].label
    if not any(filled):
        return f"Nothing is filled in yet: begin with the {following}."
    return f"Right so far, {sum(filled)} of {len(filled)}. The {following} is still empty."


def kept(kind: str) -> list[Solved]:
    """Return the tasks of this kind on record, the oldest first. Damaged ones are left out."""
    found = store.records(KEPT, kind)
    return [Solved(one["level"], bool(one.get("right"))) for one in found
            if type(one.get("level")) is int and 0 < one["level"] <= HIGHEST[kind]]  # fmt: skip


def begun(kind: str, seed: int | None = None, level: int | None = None) -> Round:
    """Return a round that goes on where the last one ended; the same seed gives the same tasks."""
    before = kept(kind)
    last = before[-1].level + (1 if before[-1].right else -1) if before else 1
    return Round(kind, len(before) if seed is None else seed, last if level is None else level)
