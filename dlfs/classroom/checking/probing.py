"""Runs a learner's function on given inputs and notes what happened. Nothing it does gets out.

Errors, endless recursion and endless loops become sentences: every instruction of Python is
counted, and a run is stopped after BUDGET of them (about a third of a second). Two things cannot be
stopped: a loop inside compiled code, such as sum(itertools.count()), and a loop that catches every
exception there is. Interrupt the kernel then, and `check` says so.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import linecache
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType, TracebackType
from typing import Any

import numpy as np

BUDGET = 2_000_000


class OutOfBudget(BaseException):
    """Stops a run that has used up its instructions; no `except Exception` holds it up."""


@dataclass(frozen=True)
class Outcome:
    """What one run gave.

    `values` are its numbers as float arrays, () where there are none; `kind` then says what there
    is instead. `changed` are the places of the arguments that the run changed.
    """

    values: tuple[np.ndarray, ...] = ()
    kind: str = "numbers"
    changed: tuple[int, ...] = ()
    failure: str = ""
    line: str = ""
    printed: bool = False

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """The shapes of the values."""
        return tuple(value.shape for value in self.values)


def run(
    function: Callable, arguments: tuple, fresh: tuple,
    observe: Callable[[Any, tuple], Any] | None = None,
) -> Outcome:
    """The Outcome of function(*arguments); `fresh` are the same arguments, untouched.

    `observe(returned, arguments)` gives what counts, where that is not the returned value.
    """
    said = io.StringIO()
    try:
        with _quiet(said), _budget():
            returned = function(*arguments)
            seen = observe(returned, arguments) if observe else returned
            kind, values = _measured(seen)
            pairs = zip(arguments, fresh, strict=True)
            changed = tuple(place for place, (now, before) in enumerate(pairs)
                            if _differs(now, before))
    # Whatever the function raises, SystemExit and the learner's own interrupt included, becomes
    # a sentence: this is the edge where the promise "never raises" is kept.
    except BaseException as error:
        return Outcome(kind="failure", failure=_failure(error), printed=bool(said.getvalue()),
                       line=_line_of(error.__traceback__, function))
    return Outcome(values, kind, changed, printed=bool(said.getvalue()))


@contextlib.contextmanager
def _quiet(said: io.StringIO):
    with contextlib.redirect_stdout(said), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _budget():
    left = BUDGET

    def count(frame: FrameType, event: str, _: object):
        nonlocal left
        # Instructions, not lines: `while True: pass` never reaches a new line.
        frame.f_trace_opcodes = True
        left -= 1
        if left < 0:
            raise OutOfBudget
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        yield
    finally:
        sys.settrace(before)


def _measured(seen: Any) -> tuple[str, tuple[np.ndarray, ...]]:
    """("numbers", arrays), or what there is instead of numbers."""
    if seen is None:
        return "nothing", ()
    if _holds_a_blank(seen):
        return "a blank", ()
    if inspect.isgenerator(seen) or inspect.iscoroutine(seen):
        seen.close()
        return "a generator", ()
    if callable(seen):
        return "a function", ()
    arrays = _as_arrays(seen)
    return ("numbers", arrays) if arrays else (f"a {type(seen).__name__}", ())


def _as_arrays(seen: Any) -> tuple[np.ndarray, ...]:
    try:
        array = np.asarray(seen)
        if array.dtype.kind in "biuf":
            return (array.astype(float),)
    except ValueError:
        pass
    if not isinstance(seen, list | tuple) or not seen:
        return ()
    parts = [_as_arrays(part) for part in seen]
    return tuple(array for part in parts for array in part) if all(parts) else ()


def _holds_a_blank(seen: Any) -> bool:
    if isinstance(seen, np.ndarray) and seen.dtype == object:
        seen = seen.ravel().tolist()
    if isinstance(seen, list | tuple):
        return any(part is Ellipsis for part in seen)
    return seen is Ellipsis


def _differs(now: Any, before: Any) -> bool:
    if isinstance(now, np.ndarray) and isinstance(before, np.ndarray):
        return now.shape != before.shape or not np.array_equal(now, before, equal_nan=True)
    return _is_list_of_numbers(now) and now != before


def _is_list_of_numbers(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, int | float) for entry in value)


def _failure(error: BaseException) -> str:
    if isinstance(error, OutOfBudget):
        return "OutOfBudget"
    try:
        return f"{type(error).__name__}: {error}".strip().removesuffix(":")
    # An error whose own text cannot be made: its name is enough.
    except Exception:
        return type(error).__name__


def _line_of(traceback: TracebackType | None, function: Callable) -> str:
    """The source line of `function` that raised, or "" where it cannot be known."""
    code = getattr(function, "__code__", None)
    line = ""
    while traceback is not None:
        if traceback.tb_frame.f_code is code:
            line = linecache.getline(code.co_filename, traceback.tb_lineno).strip()
            traceback = None
        else:
            traceback = traceback.tb_next
    return line
