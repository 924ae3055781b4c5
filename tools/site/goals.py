"""The goals of an explorer on a page: which of its places reach one, found out when it is built."""

import html
import json
from dataclasses import asdict, dataclass

from dlfs.classroom.explore.goals import Goal


@dataclass(frozen=True)
class Aim:
    """A goal as a page knows it.

    `looks` has what counts in each state of the page, as a number that equal ones share; None where
    nothing does. `ways` has what reaches the goal: a look, and the one that has to be somewhere
    before it, or None where any will do.
    """

    id: str
    text: str
    looks: tuple[int | None, ...]
    ways: tuple[tuple[int, int | None], ...]


def aim_of(goal: Goal, seen: list) -> Aim | None:
    """Return the `goal` for a page whose states look like `seen`; None where none reaches it."""
    kinds = []
    for look in seen:
        if look is not None and look not in kinds:
            kinds.append(look)
    looks = tuple(None if look is None else kinds.index(look) for look in seen)
    ways = tuple(_ways(goal, kinds))
    return Aim(goal.id, goal.text, looks, ways) if ways and len({*looks}) > 1 else None


def _ways(goal: Goal, kinds: list) -> list:
    ways = []
    for last, look in enumerate(kinds):
        if goal.reached([look]):
            ways.append((last, None))
        else:
            ways += [(last, one) for one, before in enumerate(kinds)
                     if goal.reached([before, look])]  # fmt: skip
    return ways


def said(aims: tuple[Aim, ...]) -> str:
    """Return the goals as HTML, with what the script needs to answer when one is reached."""
    return "".join(
        f'<p class="note goal" data-goal="{html.escape(json.dumps(asdict(aim)))}">'
        f"Goal: {html.escape(aim.text)}</p>"
        for aim in aims
    )
