"""A round of practice: ten minutes of tasks that grow when they are solved, and shrink when not."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from dlfs.classroom.keeping import store
from dlfs.classroom.practising.drawing_tasks import HIGHEST, draw
from dlfs.classroom.practising.task import EMPTY, UNREAD, Task, split

ROUND, PATIENCE, TOLD = 600, 3, 2
KEPT = "practice"
# What is said; the static pages say it in the same words.
SAID = {
    "right": "Right.",
    "count": "{} of {} are right.",
    "reply": "{}: {}.",
    "key": "It is: {}.",
    "larger": "Up to level {}.",
    "smaller": "Down to level {}, which is easier.",
    "same": "Once more on level {}.",
    "nothing": "Nothing is filled in yet: begin with the {}.",
    "soFar": "Right so far, {} of {}. The {} is still empty.",
    "over": "Ten minutes are over: {}. A pause is worth more than another task.",
    "one": "{} task of {} solved",
    "several": "{} tasks of {} solved",
    "best": ", the largest of level {}",
}


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
        still empty is not wrong, and neither is what cannot be read.
        """
        self._start = self.clock() if self._start is None else self._start
        task = self.task
        given = split(texts) if isinstance(texts, str) else texts
        if len(given) > len(task.blanks):
            return f"{len(task.blanks)} answers are wanted, and these are {len(given)}."
        replies = task.answers_to(given)
        if not any(replies):
            return self._end(task, True, SAID["right"])
        told = [(blank.label, reply) for blank, reply in zip(task.blanks, replies)
                if reply not in ("", EMPTY)]  # fmt: skip
        unread = [one for one in told if one[1] in UNREAD.values()]
        if unread:
            return SAID["reply"].format(*unread[0])
        if not told:
            return _so_far(task, replies)
        self._wrong += 1
        said = _of_wrong(replies, told)
        if self._wrong < PATIENCE:
            return said
        key = "; ".join(f"{blank.label} = {blank.key}" for blank in task.blanks)
        return self._end(task, False, f"{said} {SAID['key'].format(key)}")

    def _end(self, task: Task, right: bool, said: str) -> str:
        self.done.append(Solved(self.level, right))
        trouble = store.append({"kind": KEPT, "id": self.kind, "level": self.level, "right": right})
        before, self._wrong, self._number = self.level, 0, self._number + 1
        self.level = level_after(self.kind, self.done[-1])
        size = "larger" if self.level > before else "smaller" if self.level < before else "same"
        parts = [said, SAID[size].format(self.level), trouble, self._summary()]
        return " ".join(part for part in parts if part)

    def _summary(self) -> str:
        """Once the ten minutes have passed: what was done in them. A new round begins."""
        if not self.is_over:
            return ""
        solved = [one.level for one in self.done if one.right]
        many = SAID["one" if len(solved) == 1 else "several"].format(len(solved), len(self.done))
        best = SAID["best"].format(max(solved)) if solved else ""
        self._start, self.done = None, []
        return SAID["over"].format(many + best)


def _of_wrong(replies: list[str], told: list[tuple[str, str]]) -> str:
    """Return how many of several are right, and what the first wrong ones stand for."""
    filled = len(replies) - replies.count(EMPTY)
    counted = [SAID["count"].format(replies.count(""), filled)] * (filled > 1)
    return " ".join([*counted, *(SAID["reply"].format(*one) for one in told[:TOLD])])


def _so_far(task: Task, replies: list[str]) -> str:
    """Return what is said where nothing is wrong and something is empty: no wrong answer."""
    following = task.blanks[replies.index(EMPTY)].label
    filled = len(replies) - replies.count(EMPTY)
    if not filled:
        return SAID["nothing"].format(following)
    return SAID["soFar"].format(filled, len(replies), following)


def level_after(kind: str, last: Solved) -> int:
    """Return the level of the next task: one more after a solved one, and otherwise one less."""
    return min(max(last.level + (1 if last.right else -1), 1), HIGHEST[kind])


def kept(kind: str) -> list[Solved]:
    """Return the tasks of this kind on record, the oldest first. Damaged ones are left out."""
    found = store.records(KEPT, kind)
    return [Solved(one["level"], bool(one.get("right"))) for one in found
            if type(one.get("level")) is int and 0 < one["level"] <= HIGHEST[kind]]  # fmt: skip


def begun(kind: str, seed: int | None = None, level: int | None = None) -> Round:
    """Return a round that goes on where the last one ended; the same seed gives the same tasks."""
    before = kept(kind)
    going_on = level_after(kind, before[-1]) if before else 1
    return Round(kind, len(before) if seed is None else seed, going_on if level is None else level)
