"""Whose hand it is that answers in this kernel.

It is the one that wrote last, if that was not long ago and nobody else has ever written here. In
any other case nobody knows, until somebody says it: what is answered meanwhile is kept under a key
of its own, and goes to whoever says it.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from dlfs.classroom.keeping.persons import Persons

HOURS = 4


@dataclass
class Hand:
    """The key that is written now; `asked` is the person who may be it, where nobody has said so."""

    key: str
    settled: bool = True
    asked: str | None = None
    since: float = 0.0
    told: int = 0


_hand: Hand | None = None


def current(persons: Persons, written: float) -> Hand:
    """The hand in this kernel; `written` is when something was last kept, in seconds."""
    global _hand
    if _hand is None:
        unknown = _is_old(written) or len(persons.all) > 1
    else:
        unknown = _hand.settled and (_is_old(max(written, _hand.since))
                                     or _another_came(_hand, persons))  # fmt: skip
    if unknown and persons.all:
        _hand = Hand(new_key(), settled=False, asked=persons.last)
    elif _hand is None:
        _hand = Hand(persons.last, since=time.time(), told=persons.told)
    return _hand


def settle(key: str, told: int, asked: str | None = None) -> None:
    """From now on this kernel writes for the person with this key."""
    global _hand
    _hand = Hand(key, asked=asked, since=time.time(), told=told)


def new_key() -> str:
    """A key that nobody has."""
    return secrets.token_hex(3)


def start_again() -> None:
    """Forgets whose hand it is, as a fresh kernel does."""
    global _hand
    _hand = None


def _is_old(moment: float) -> bool:
    return time.time() - moment > HOURS * 3600


def _another_came(hand: Hand, persons: Persons) -> bool:
    """Whether somebody else has said their name here since, in another notebook."""
    return persons.told > hand.told and persons.last != persons.of(hand.key)
