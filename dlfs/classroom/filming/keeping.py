"""Puts back what a run has changed: objects of the learner, default values, closures."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from types import CellType, FunctionType, MethodType
from typing import Any

import numpy as np

from dlfs.classroom.filming.snapshot import is_of_the_learner

HOLDERS = (list, tuple, dict, set)
MOST = 10_000


@contextlib.contextmanager
def kept(function: Callable, *arguments: object) -> Iterator[None]:
    """Within it a function may run; afterwards all that was handed over is as it was before.

    That is the arguments and the object of a method, with what they hold, and what the function
    itself keeps from call to call. MOST of these things are looked after.
    """
    back = _ways_back([function, *arguments])
    try:
        yield
    finally:
        for put_back in back:
            # An array may have been made read-only, an object may refuse: that stays as it is.
            with contextlib.suppress(Exception):
                put_back()


def _ways_back(values: list) -> list[Callable[[], object]]:
    seen: dict[int, Any] = {}
    back = []
    while values and len(seen) < MOST:
        value = values.pop()
        if id(value) in seen:
            continue
        seen[id(value)] = value
        with contextlib.suppress(Exception):
            inside, put_back = _opened(value)
            values.extend(inside)
            back.append(put_back)
    return back


def _opened(value: Any) -> tuple[list, Callable[[], object]]:
    """Return what a value holds, and what puts it back."""
    kind = type(value)
    if kind is np.ndarray:
        numbers = value.copy()
        return [], lambda: np.copyto(value, numbers)
    if kind in HOLDERS:
        return _opened_holder(value)
    if kind is CellType:
        content = value.cell_contents
        return [content], lambda: setattr(value, "cell_contents", content)
    if kind is FunctionType:
        named = list((value.__kwdefaults__ or {}).values())
        return [*(value.__defaults__ or ()), *named, *(value.__closure__ or ())], list
    if kind is MethodType:
        return [value.__self__, value.__func__], list
    if not is_of_the_learner(value, callables=True):
        return [], list
    return [value.__dict__], list


def _opened_holder(value: Any) -> tuple[list, Callable[[], object]]:
    before = value.copy() if type(value) is not tuple else value
    if type(value) is list:
        return before, lambda: value.__setitem__(slice(None), before)
    if type(value) is tuple:
        return list(value), list
    inside = [*before.values()] if type(value) is dict else [*before]

    def put_back() -> None:
        value.clear()
        value.update(before)

    return inside, put_back
