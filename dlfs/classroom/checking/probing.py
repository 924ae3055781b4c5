"""Runs a learner's function on given inputs and notes what happened. Nothing it does gets out.

Errors, endless recursion and endless loops become sentences: every instruction of a learner's code
is counted, and every line of other code, and a run is stopped after BUDGET of them (a fraction of a
second). One thing cannot be stopped: a loop inside compiled code, such as sum(itertools.count()).
Interrupt the kernel then, and `check` says so.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import linecache
import os
import re
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, NoReturn

import numpy as np

import dlfs
from dlfs.classroom.checking.measuring import differs, listed, measured
from dlfs.classroom.lessons.exercise import Seen

BUDGET = 1_000_000
# What is installed is counted by lines, as so many instructions each: that is faster.
A_LINE = 5
# Python in a browser has its own modules in an archive; some are frozen in every Python.
ROOMS = (Path(dlfs.__file__).parent, Path(np.__file__).parents[1], Path(os.__file__).parent,
         Path(inspect.isgenerator.__code__.co_filename).parent)  # fmt: skip
INSTALLED = (*(str(room) + os.sep for room in ROOMS), "<frozen ")


class OutOfBudget(BaseException):
    """Stops a run that has used up its instructions; no `except Exception` holds it up.

    An `except:` of the learner does catch it, and Python no longer traces once a tracer has raised:
    so `go_on()` is called when the caught one is dropped, and the next instruction raises again.
    """

    def __init__(self, go_on: Callable[[], None] | None = None) -> None:
        super().__init__()
        self._go_on = go_on

    def __del__(self) -> None:
        if self._go_on:
            self._go_on()


def stop(frame: FrameType, trace: Callable, is_over: Callable[[], bool]) -> NoReturn:
    """Raise OutOfBudget out of `frame`; until the run `is_over`, `trace` goes on if it is caught.
    """

    def go_on() -> None:
        if not is_over():
            frame.f_trace = trace
            sys.settrace(trace)

    raise OutOfBudget(go_on)


@dataclass(frozen=True)
class Outcome:
    """What one run gave.

    `values` are its numbers as float arrays, () where there are none; `kind` then says what there
    is instead. `changed` are the places of the arguments that the run changed, `words`,
    `fault` and `parts` what an observer says of the values. `count` says how many things came in a
    list or tuple, None where it was none. `spent` are the instructions of the run.
    """

    values: tuple[np.ndarray, ...] = ()
    kind: str = "numbers"
    changed: tuple[int, ...] = ()
    failure: str = ""
    line: str = ""
    printed: bool = False
    generated: bool = False
    words: str = ""
    fault: str = ""
    parts: tuple[str, ...] = ()
    count: int | None = None
    spent: int = field(default=0, compare=False)

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """The shapes of the values."""
        return tuple(value.shape for value in self.values)


def run(
    function: Callable, arguments: tuple, fresh: tuple,
    observe: Callable[[Any, tuple], Any] | None = None, trial: Callable | None = None,
    budget: int = BUDGET,
) -> Outcome:
    """The Outcome of function(*arguments); `fresh` are the same arguments, untouched.

    `trial(function, *arguments)` takes the place of the call where it is given.
    `observe(returned, arguments)` gives what counts, where that is not the returned value.
    """
    said, purse = io.StringIO(), _Purse(budget)
    words, fault, parts = "", "", ()
    try:
        with _quiet(said):
            with purse:
                returned = trial(function, *arguments) if trial else function(*arguments)
                seen = whole = listed(returned)
                if observe:
                    seen = observe(whole, arguments)
                if isinstance(seen, Seen):
                    seen, words, fault, parts = seen.numbers, seen.words, seen.fault, seen.parts
                kind, values = measured(seen, apart=bool(parts))
            pairs = zip(arguments, fresh, strict=True)
            changed = tuple(place for place, pair in enumerate(pairs) if differs(*pair))
    # Whatever the function raises, SystemExit and the learner's own interrupt included, becomes
    # a sentence: this is the edge where the promise "never raises" is kept.
    except BaseException as error:
        return Outcome(kind="failure", failure=_failure(error), printed=bool(said.getvalue()),
                       line=_line_of(error.__traceback__, function), spent=purse.spent)
    return Outcome(values, kind, changed, printed=bool(said.getvalue()), words=words, fault=fault,
                   parts=parts, count=len(whole) if isinstance(whole, list | tuple) else None,
                   generated=inspect.isgenerator(returned), spent=purse.spent)


@contextlib.contextmanager
def _quiet(said: io.StringIO):
    with contextlib.redirect_stdout(said), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


class _Purse:
    """Within it every instruction is counted, and one above the budget raises OutOfBudget."""

    def __init__(self, budget: int) -> None:
        self.budget, self.spent, self._over = budget, 0, False

    def __enter__(self) -> None:
        self._before = sys.gettrace()
        sys.settrace(self._count)

    def __exit__(self, *_: object) -> None:
        self._over = True
        sys.settrace(self._before)

    def _count(self, frame: FrameType, event: str, _: object) -> Callable:
        installed = is_installed(frame.f_code.co_filename)
        self.spent += A_LINE if installed else 1
        if self.spent > self.budget:
            stop(frame, self._count, lambda: self._over)
        # Instructions, not lines: `while True: pass` never reaches a new line.
        frame.f_trace_opcodes = not installed
        return self._count


@lru_cache(maxsize=512)
def is_installed(filename: str) -> bool:
    """Whether this is a file of Python, of what is installed, of the library or of the probes.

    The functions of a lesson are judged like a learner's: the known mistakes are there.
    """
    of_a_lesson = re.fullmatch(r"(challenges_)?\d+", Path(filename).stem)
    return filename.startswith(INSTALLED) and not of_a_lesson


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
            # A run that was stopped between two lines has no line.
            line = linecache.getline(code.co_filename, traceback.tb_lineno or 0).strip()
            traceback = None
        else:
            traceback = traceback.tb_next
    return line
