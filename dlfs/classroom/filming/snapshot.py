"""What the names of a function stand for at one moment, and which of them are one array."""

from __future__ import annotations

import dis
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from types import CodeType, FrameType, FunctionType
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
    """Two names of one array; `same` is False where the `other` is a view, or both are.

    Of a list and a dict, too, which are one or two: the `kind` says which it is.
    """

    name: str
    other: str
    same: bool
    kind: str = "array"

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


EMPTY = Snapshot({}, {}, ())


def arguments_of(frame: FrameType) -> dict[str, Any]:
    """Return what the function of `frame` was called with, of what can be changed in place."""
    code = frame.f_code
    count = code.co_argcount + code.co_kwonlyargcount
    given = {name: frame.f_locals[name] for name in code.co_varnames[:count]
             if name in frame.f_locals}  # fmt: skip
    return {name: value for name, value in given.items() if issubclass(type(value), MUTABLE)}


@dataclass(frozen=True)
class Owners:
    """To whom belongs what a function can change in place, by its name when the call began.

    `handed` came from the caller, `default` is kept by the function from call to call, and
    `outside` are global names.
    """

    handed: dict[str, Any]
    default: dict[str, Any]
    outside: dict[str, Any]


def owners_of(frame: FrameType, given: Mapping[str, Any], now: Snapshot) -> Owners:
    """Return the owners of the arguments `given`, and of what they hold."""
    kept = _defaults_of(frame)
    default = {name: value for name, value in given.items()
               if any(value is one for one in kept)}  # fmt: skip
    handed = {
        name: value for name, value in now.objects.items()
        if issubclass(type(value), MUTABLE) and "." not in name
        and root_of(name) in given and root_of(name) not in default
    }  # fmt: skip
    outside = {name: value for name, value in now.objects.items() if "." not in name
               and root_of(name) not in frame.f_locals}  # fmt: skip
    return Owners(handed, default, outside)


def _defaults_of(frame: FrameType) -> list:
    """Return the default values of the function in `frame`, if its caller has a name for it."""
    caller = frame.f_back.f_locals if frame.f_back else {}
    known = [*caller.values(), frame.f_globals.get(frame.f_code.co_name)]
    return [value for one in known if type(one) is FunctionType and one.__code__ is frame.f_code
            for value in (*(one.__defaults__ or ()), *(one.__kwdefaults__ or {}).values())]


def root_of(name: str) -> str:
    """Return the name that a part such as "params['W']" belongs to."""
    return re.split(r"[\[.]", name, maxsplit=1)[0]


def snapshot(frame: FrameType, given: Mapping[str, Any]) -> Snapshot:
    """Return what the names of `frame` stand for; `given` are its arguments, as they came."""
    objects = {name: part for whole, value in _names(frame, given)
               for name, part in _parts_told(whole, value).items()}  # fmt: skip
    looks = {name: look(name, value) for name, value in objects.items()}
    return Snapshot(looks, objects, ties_among(objects))


def _names(frame: FrameType, given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    local = dict(frame.f_locals)
    yield from ((name, value) for name, value in local.items() if not name.startswith("."))
    for name, value in given.items():
        if local.get(name) is not value:
            yield GIVEN.format(name), value
    own = globals_set_by(frame.f_code)
    for name in frame.f_code.co_names:
        value = frame.f_globals.get(name)
        known = name in own and name in frame.f_globals
        if name not in local and (known or issubclass(type(value), MUTABLE)):
            yield name, value


@lru_cache(maxsize=64)
def globals_set_by(code: CodeType) -> frozenset[str]:
    """Return the names outside the function that its lines give a value to."""
    return frozenset(one.argval for one in dis.get_instructions(code)
                     if one.opname == "STORE_GLOBAL")  # fmt: skip


def _parts_told(name: str, value: Any) -> dict[str, Any]:
    try:
        return dict(_parts(name, value, 0))
    except Exception:  # an object that does not even tell its class
        return {name: value}


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


def is_of_the_learner(value: Any, callables: bool = False) -> bool:
    """Whether `value` is an object of a class that a learner wrote; of `callables`, one as well."""
    if not hasattr(value, "__dict__") or isinstance(value, Node | type):
        return False
    if callable(value) and not callables:
        return False
    name = type(value).__module__
    file = getattr(sys.modules.get(name), "__file__", None)
    return name == "__main__" or bool(file and not is_installed(file))


def ties_among(objects: Mapping[str, Any]) -> tuple[Tie, ...]:
    """Return which of the arrays share their numbers, and which lists and dicts are one."""
    arrays = [(name, value) for name, value in objects.items()
              if isinstance(value, np.ndarray) and value.size]  # fmt: skip
    others = [(name, value) for name, value in objects.items()
              if type(value) in (list, dict) and "." not in name]  # fmt: skip
    return tuple(
        Tie(name, other, one is two)
        for (name, one), (other, two) in combinations(arrays[:ARRAYS], 2)
        if one is two or _share(one, two)
    ) + tuple(
        Tie(name, other, True, type(one).__name__)
        for (name, one), (other, two) in combinations(others[:ARRAYS], 2)
        if one is two
    )


def _share(one: np.ndarray, two: np.ndarray) -> bool:
    if not np.may_share_memory(one, two):
        return False
    try:
        return np.shares_memory(one, two, max_work=10_000)
    except np.exceptions.TooHardError:
        return True
