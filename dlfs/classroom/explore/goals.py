"""What an explorer asks its learner to reach: said before, answered when it is reached, and kept.

Nobody has to reach a goal, and nothing waits for one. It is kept once, as a check that is passed.
"""

import html
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from weakref import WeakSet

import ipywidgets as widgets
import numpy as np

from dlfs.classroom.keeping import sitting, store, who
from dlfs.classroom.wording import inline

KIND = "goal"
# A trail that is dragged along for an hour forgets its beginning.
LONGEST = 300
# A longer line of code, as that of a drawing, is kept and not shown: it would need half a screen.
SHOWN = 60
SAID = '<p{} style="line-height:1.3; margin:4px 0; overflow-wrap:anywhere">{}</p>'
STATUS = ' role="status"'


@dataclass(frozen=True)
class Goal:
    """A task with a check of its own: its `id`, and a `text` of one sentence.

    `look(explorer)` returns what counts in the present state, or None or False where nothing does.
    `reached(trail)` is given what was seen since the explorer was shown, the latest look last, and
    says whether that one reaches the goal.
    """

    id: str
    text: str
    look: Callable
    reached: Callable

    def seen(self, explorer) -> object:
        """Return what counts in the present state of `explorer`; None where nothing does."""
        found = self.look(explorer)
        return None if isinstance(found, bool | np.bool_) and not found else found


def now(test: Callable) -> Callable:
    """Return a `reached` that asks the last look alone: `test` is given it."""
    return lambda trail: bool(test(trail[-1]))


def two(test: Callable) -> Callable:
    """Return a `reached` that asks the last look and any one before: `test` is given both.

    They come in the order of their size, whichever was first.
    """
    return lambda trail: any(test(*sorted((before, trail[-1]))) for before in trail[:-1])


class Trail:
    """What was seen on the way to a `goal`: where it began, nobody went."""

    def __init__(self, goal: Goal):
        self._goal, self._looks = goal, []

    def comes_to(self, seen: object) -> bool:
        """Put another look on the trail; say whether it reaches the goal."""
        if self._looks and self._looks[-1] == seen:
            return False
        self._looks.append(seen)
        del self._looks[:-LONGEST]
        told = [one for one in self._looks if one is not None]
        return len(self._looks) > 1 and seen is not None and bool(self._goal.reached(told))


class Goals:
    """The goals of one explorer: `view` says them, `reached` has how each one was reached.

    The trails begin when the explorer is shown: before that nobody was told of a goal.
    """

    def __init__(self, explorer):
        self.explorer = explorer
        self.reached: dict[str, str] = {}
        self.view = widgets.VBox([widgets.HTML() for _ in explorer.goals])
        self.view.add_class("dlfs-goals")
        self._trails: dict[str, Trail] = {}
        self._say()

    def begin(self) -> None:
        """Begin the trails where the explorer stands; what is kept from before is reached."""
        if self not in _shown:
            _shown.add(self)
            self.renew()

    def renew(self) -> None:
        """Forget the trails, and show what is kept of whoever this is."""
        self._trails = {goal.id: Trail(goal) for goal in self.explorer.goals}
        self.reached = {}
        with suppress(Exception):  # what is kept may be damaged: the explorer goes on
            self.reached = {goal.id: kept for goal in self.explorer.goals
                            if (kept := _kept(goal)) is not None}  # fmt: skip
        self._say()
        self.follow()

    def follow(self) -> None:
        """Look at the present state: to be called when it has changed. Never raises."""
        for goal in self.explorer.goals if self._trails else ():
            with suppress(Exception), np.errstate(all="ignore"):
                if goal.id not in self.reached and self._comes_to(goal):
                    self._reach(goal)

    def _comes_to(self, goal: Goal) -> bool:
        return self._trails[goal.id].comes_to(goal.seen(self.explorer))

    def _reach(self, goal: Goal) -> None:
        line = self.reached[goal.id] = self.explorer.as_code()
        self._say(goal.id, _keep(goal, line))

    def _say(self, new: str = "", trouble: str = "") -> None:
        """Say all goals. The `new` one was reached just now: it is spoken, and so is `trouble`."""
        for goal, place in zip(self.explorer.goals, self.view.children, strict=True):
            said = f"<b>Goal:</b> {inline(goal.text)}"
            if goal.id in self.reached:
                line = self.reached[goal.id]
                how = f" <code>{html.escape(line)}</code>" if 0 < len(line) <= SHOWN else ""
                said = f"<b>Reached:</b> {inline(goal.text)}{how}"
            if goal.id == new:
                place.value = SAID.format(STATUS, f"{said} {inline(trouble)}".strip())
            elif not (goal.id in self.reached and STATUS in place.value):
                place.value = SAID.format("", said)


_shown: WeakSet[Goals] = WeakSet()


@who.after
def renew() -> None:
    """Show at each explorer on the page what is kept of whoever this is now."""
    for goals in list(_shown):
        goals.renew()


def _keep(goal: Goal, line: str) -> str:
    """Keep that `goal` was reached. Return "" or, where it cannot be saved, why."""
    try:
        if _kept(goal) is not None:
            return ""
        lesson = sitting.current_lesson() or ""
        return store.append({"kind": KIND, "lesson": lesson, "id": goal.id, "line": line})
    except Exception as error:  # in a callback nobody would see it, and the goal is reached
        return f"It could not be saved ({type(error).__name__})."


def _kept(goal: Goal) -> str | None:
    """Return the line of code that first reached `goal`; None where it was not reached yet."""
    records = store.records(KIND, goal.id)
    return str(records[0].get("line", "")) if records else None
