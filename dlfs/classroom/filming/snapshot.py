"""What the names of a function stand for at one moment, and which of them are one array."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from types import FrameType
from typing import Any

import numpy as np

from dlfs.classroom.checking.probing import is_installed
from dlfs.classroom.filming.looks import Look, look
from dlfs.graph import Node

DEPTH, ENTRIES, ARRAYS = 2, 12, 30
GIVEN = "{} (as given)"
MUTABLE = (np.ndarray, list, dict)


@dataclass(frozen=True)
class Tie:
    """Two names of one array; `same` is False where the `other` is a view, or both are."""

    name: str
    other: str
    same: bool

    @property
    def names(self) -> tuple[str, str]:
        """Both names."""
        return self.name, self.other


@dataclass(frozen=True)
class Snapshot:
    """The names at one moment: how they look, the objects that they stand for, and their ties.

    Who keeps a snapshot keeps the objects alive, so none of them can take another one's place.
    """

    looks: dict[str, Look]
    objects: dict[str, Any]
    ties: tuple[Tie, ...]

    def tied_to(self, name: str) -> list[str]:
        """Return the other names of the numbers of `name`."""
        return [tie.other if tie.name == name else tie.name
                for tie in self.ties if name in (tie.name, tie.other)]  # fmt: skip


EMPTY = Snapshot({}, {}, ())


def arguments_of(frame: FrameType) -> dict[str, Any]:
    """Return what the function of `frame` was called with, of what can be changed in place."""
    code = frame.f_code
    count = code.co_argcount + code.co_kwonlyargcount
    given = {name: frame.f_locals[name] for name in code.co_varnames[:count]
             if name in frame.f_locals}  # fmt: skip
    return {name: value for name, value in given.items() if isinstance(value, MUTABLE)}


def snapshot(frame: FrameType, given: Mapping[str, Any]) -> Snapshot:
    """Return what the names of `frame` stand for; `given` are its arguments, as they came."""
    objects = {name: part for whole, value in _names(frame, given)
               for name, part in _parts(whole, value, 0)}  # fmt: skip
    looks = {name: look(name, value) for name, value in objects.items()}
    return Snapshot(looks, objects, ties_among(objects))


def _names(frame: FrameType, given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    local = dict(frame.f_locals)
    yield from ((name, value) for name, value in local.items() if not name.startswith("."))
    for name, value in given.items():
        if local.get(name) is not value:
            yield GIVEN.format(name), value
    for name in frame.f_code.co_names:
        value = frame.f_globals.get(name)
        if name not in local and isinstance(value, MUTABLE):
            yield name, value


def _parts(name: str, value: Any, depth: int) -> Iterator[tuple[str, Any]]:
    yield name, value
    if depth == DEPTH:
        return
    if isinstance(value, list | tuple):
        inside = ((f"{name}[{place}]", part) for place, part in enumerate(value[:ENTRIES]))
    elif isinstance(value, dict):
        items = list(value.items())[:ENTRIES]
        inside = ((f"{name}[{_key(key)}]", part) for key, part in items)
    elif is_of_the_learner(value):
        inside = ((f"{name}.{key}", part) for key, part in list(vars(value).items())[:ENTRIES])
    else:
        return
    for inner, part in inside:
        if isinstance(part, MUTABLE) or is_of_the_learner(value):
            yield from _parts(inner, part, depth + 1)


def _key(key: Any) -> str:
    if isinstance(key, Node):
        return key.name
    return repr(key) if isinstance(key, str | int | float | bool) else type(key).__name__


def is_of_the_learner(value: Any) -> bool:
    """Whether `value` is an object of a class that a learner wrote."""
    if not hasattr(value, "__dict__") or callable(value) or isinstance(value, Node):
        return False
    name = type(value).__module__
    file = getattr(sys.modules.get(name), "__file__", None)
    return name == "__main__" or bool(file and not is_installed(file))


def ties_among(objects: Mapping[str, Any]) -> tuple[Tie, ...]:
    """Return which of the arrays share their numbers."""
    arrays = [(name, value) for name, value in objects.items()
              if isinstance(value, np.ndarray) and value.size]  # fmt: skip
    return tuple(
        Tie(name, other, one is two)
        for (name, one), (other, two) in combinations(arrays[:ARRAYS], 2)
        if one is two or _share(one, two)
    )


def _share(one: np.ndarray, two: np.ndarray) -> bool:
    if not np.may_share_memory(one, two):
        return False
    try:
        return np.shares_memory(one, two, max_work=10_000)
    except np.exceptions.TooHardError:
        return True
