"""Runs a function once and records it line by line.

Its steps, its instructions and its time are bounded, as those of a checked function are. Installed
code runs as it is: only what the learner wrote is seen.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import islice
from types import CodeType, FrameType, GeneratorType, TracebackType
from typing import Any

import numpy as np

from dlfs.classroom.checking.failures import meaning_of
from dlfs.classroom.checking.probing import (
    A_LINE, BUDGET, Outcome, OutOfBudget, is_installed, stop,
)  # fmt: skip
from dlfs.classroom.filming.keeping import kept
from dlfs.classroom.filming.looks import Look, look, text_of
from dlfs.classroom.filming.parts import Parts
from dlfs.classroom.filming.recording import Recording, Step
from dlfs.classroom.filming.remarks import (
    Remark, changed_in_place, lost_axes, remarks_of_names, remarks_of_shapes,
)  # fmt: skip
from dlfs.classroom.filming.snapshot import (
    EMPTY, GIVEN, Owners, Snapshot, arguments_of, owners_of, snapshot,
)  # fmt: skip
from dlfs.classroom.filming.statements import LOOPS, Source, Statement, source_of_code

STEPS, SECONDS, ITEMS = 300, 4.0, 50
# The seconds that the film itself may take: large arrays are looked through at every line.
FILMING = 1.5
NUMBERS = (np.generic, np.ndarray, float)
GENERATOR = inspect.CO_GENERATOR
HIDDEN = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")


def record(function: Callable, *arguments: object) -> Recording:
    """Return the recording of function(*arguments). Raises nothing, whatever the function does.

    Arrays, lists, tuples and dicts among the arguments are copied first and what else was handed
    over is put back, so the film may be taken again. Of a generator, what it gives is taken out, at most ITEMS times.
    """
    said = io.StringIO()
    camera, given = Camera(said), copied(arguments, {})
    with contextlib.redirect_stdout(said), warnings.catch_warnings(), kept(function, *given):
        warnings.simplefilter("ignore")
        end = camera.run(function, given)
    return Recording(getattr(function, "__name__", "the function"), tuple(camera.steps), end)


def copied(value: Any, known: dict[int, Any]) -> Any:
    """Return a copy in which what was one array is one array again; other objects as they are."""
    if id(value) not in known:
        known[id(value)] = _copy(value, known)
    return known[id(value)]


def _copy(value: Any, known: dict[int, Any]) -> Any:
    if type(value) is np.ndarray:
        return value.copy()
    if type(value) is dict:
        return {key: copied(each, known) for key, each in value.items()}
    if type(value) in (list, tuple):
        return type(value)(copied(each, known) for each in value)
    return value


@dataclass(eq=False)
class _Take:
    """A call that is running: what came in, what stood there before the line that now runs."""

    frame: FrameType
    source: Source
    depth: int
    given: dict[str, Any]
    owners: Owners
    before: Snapshot
    line: int = 0
    parts: Parts | None = None
    lost: dict[str, int] = field(default_factory=dict)
    turns: dict[int, int] = field(default_factory=dict)
    error: tuple[str, bool] | None = None
    since: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def statement(self) -> Statement | None:
        return self.source.statements.get(self.line)


class Camera:
    """Follows the learner's functions while they run, and keeps one step for each line."""

    def __init__(self, said: io.StringIO) -> None:
        self.steps: list[Step] = []
        self._said, self._heard = said, 0
        self._takes: dict[FrameType, _Take] = {}
        self._spent, self._deadline = 0, time.process_time() + SECONDS
        self._filming, self._missed, self._over = 0.0, False, False

    def run(self, function: Callable, arguments: tuple) -> str:
        """Call the function and return how it ended, in words."""
        end = self._run(function, arguments)
        missed = f"; the film has the first {len(self.steps)} steps" if self._missed else ""
        return f"{end}{missed}" if self.steps else end

    def _run(self, function: Callable, arguments: tuple) -> str:
        before = sys.gettrace()
        sys.settrace(self._watch)
        try:
            returned = function(*arguments)
            if type(returned) is GeneratorType:
                items = list(islice(returned, ITEMS))
                return f"gave {len(items)} item{'s' * (len(items) != 1)}: {text_of(items)}"
        except OutOfBudget as error:
            self._over = True
            sys.settrace(before)
            return self._cut_short(error)
        # Whatever the function raises, an interrupt included, ends the film in words.
        except BaseException as error:
            sys.settrace(before)
            return self._failed(error)
        finally:
            self._over = True
            sys.settrace(before)
        if issubclass(type(returned), NUMBERS) and np.ndim(returned) == 0:
            self._forget("all in one")
        return f"returned {_with_shape(returned)}"

    def _forget(self, kind: str) -> None:
        """Take back the remarks of one kind: a function that gives one number has to make one."""
        self.steps = [
            replace(step, remarks=tuple(each for each in step.remarks if each.kind != kind))
            for step in self.steps
        ]

    def _watch(self, frame: FrameType, event: str, about: Any) -> Callable:
        installed = is_installed(frame.f_code.co_filename)
        self._spend(A_LINE if installed else 1, frame)
        frame.f_trace_opcodes = not installed
        if not installed and event != "opcode" and _is_shown(frame):
            self._follow(frame, event, about)
        return self._watch

    def _follow(self, frame: FrameType, event: str, about: Any) -> None:
        """Note what happened, unless the film is full; the run goes on at any rate."""
        if len(self.steps) >= STEPS or self._filming > FILMING:
            self._missed = self._missed or event == "line"
            return
        follow = {"call": self._enter, "line": self._reach, "return": self._leave,
                  "exception": self._note_error}[event]  # fmt: skip
        began = time.process_time()
        try:
            follow(frame, about)
        except Exception as error:  # what the film cannot see is no error of the function
            unseen(error)
        self._filming += time.process_time() - began

    def _spend(self, amount: int, frame: FrameType) -> None:
        self._spent += amount
        late = self._spent % 64 < amount and (
            time.process_time() - self._filming > self._deadline)  # fmt: skip
        if late or self._spent > BUDGET:
            stop(frame, self._watch, lambda: self._over)

    def _enter(self, frame: FrameType, _: Any) -> None:
        if frame in self._takes:  # a generator goes on
            return
        given, caller = arguments_of(frame), self._caller(frame)
        depth = caller.depth + 1 if caller else 0
        now = snapshot(frame, given)
        owners = owners_of(frame, given, now)
        take = _Take(frame, source_of_code(frame.f_code), depth, given, owners, now)
        self._takes[frame] = take
        take.since = dict.fromkeys((tie.names for tie in now.ties), 1)
        take.line = take.source.head
        self._keep(take, "called", "", now, dict.fromkeys(now.looks, "new"), ())
        take.line = 0

    def _caller(self, frame: FrameType) -> _Take | None:
        above = frame.f_back
        while above is not None and above not in self._takes:
            above = above.f_back
        return self._takes.get(above)

    def _reach(self, frame: FrameType, _: Any) -> None:
        take = self._takes.get(frame)
        line = _line(frame.f_code, frame.f_lineno)
        if take is None or _goes_on(take, line):
            return
        words = take.error[0].partition(". ")[0] if take.error else ""
        self._close(take, "raised" if take.error else "line", words)
        take.error = None
        _count_turns(take, line)
        take.line = take.source.first_line(line)
        take.parts = Parts(frame.f_locals, frame.f_globals)
        if take.statement:
            take.parts.read(take.statement.node)

    def _leave(self, frame: FrameType, returned: Any) -> None:
        take = self._takes.get(frame)
        if take is None:
            return
        if take.error:
            words, began_here = take.error
            if began_here:
                self._stop(take, words)
            return
        gave = frame.f_code.co_flags & GENERATOR and returned is not None
        self._close(take, "gave" if gave else "returned", _with_shape(returned),
                    look("it gives" if gave else "it returns", returned))  # fmt: skip
        take.line = 0

    def _note_error(self, frame: FrameType, about: tuple) -> None:
        kind, error, traceback = about
        take = self._takes.get(frame)
        # The end of a loop is a StopIteration, too.
        if take is not None and not issubclass(kind, StopIteration | GeneratorExit):
            take.error = _failure(error), _innermost(traceback)[0] is frame

    def _stop(self, take: _Take, words: str) -> None:
        kind = words.partition(":")[0].split(".")[0]
        self._close(take, "stopped", words, Look("it stops", None, "", kind, kind))

    def _close(self, take: _Take, event: str, said: str, result: Look | None = None) -> None:
        """Keep the step of the line that has run."""
        if not take.line:
            return
        now = snapshot(take.frame, take.given)
        take.since = {tie.names: take.since.get(tie.names, take.line) for tie in now.ties}
        known = remarks_of_names(take.statement, take.before, now, take.owners, take.since)
        remarks = [*known]
        if take.parts:
            remarks = [*remarks_of_shapes(take.parts, take.lost), *remarks]
            take.lost = lost_axes(take.statement, take.parts, take.lost)
        self._keep(take, event, said, now, changes(take.before, now), tuple(remarks), result)
        take.before = now

    def _keep(
        self, take: _Take, event: str, said: str, now: Snapshot, changed: dict, remarks: tuple,
        result: Look | None = None,
    ) -> None:
        loops = take.statement.loops if take.statement else ()
        meetings = take.parts.meetings if take.parts else ()
        text = self._said.getvalue()
        printed, self._heard = text[self._heard :].rstrip("\n"), len(text)
        self.steps.append(Step(
            take.source, take.depth, take.line, event, said, tuple(now.looks.values()), changed,
            now.ties, tuple(map(str, meetings)), remarks,
            tuple(take.turns.get(first, 1) for first, _ in loops),
            text_of(printed) if printed else "", result,
        ))  # fmt: skip

    def _cut_short(self, error: BaseException) -> str:
        """Let the film end at the line that ran when the budget was spent."""
        frame, line = _innermost(error.__traceback__)
        place = ""
        if frame is not None:
            source = source_of_code(frame.f_code)
            line = source.first_line(line)
            place = f" in line {line}, {source.text(line)},"
        take = self._takes.get(frame)
        if take is not None and len(self.steps) < STEPS:
            self._close(take, "line", "")
        self._missed = False
        return f"was stopped{place} after too many steps: is there a loop that never ends?"

    def _failed(self, error: BaseException) -> str:
        """Let the film end at the line that raised, and say so."""
        words = _failure(error)
        frame, line = _innermost(error.__traceback__)
        if frame is None:
            return f"did not begin: {words}"
        take = self._takes.get(frame) or _Take(
            frame, source_of_code(frame.f_code), 0, {}, Owners({}, {}, {}), EMPTY)  # fmt: skip
        take.line = take.source.first_line(line)
        if not (self.steps and self.steps[-1].event == "stopped"):
            self._stop(take, words)
        misfits = [text for text in self.steps[-1].meetings if text.endswith("do not fit")]
        said = "; ".join([words.rstrip("."), *misfits[:1]])
        remarks = (Remark("stopped", f"stops with {said}"), *self.steps[-1].remarks)
        self.steps[-1] = replace(self.steps[-1], remarks=remarks)
        return "did not come to its end"


def unseen(error: Exception) -> None:
    """Let go of an error of the film itself; the tests put another in its place, which raises."""


def changes(before: Snapshot, after: Snapshot) -> dict[str, str]:
    """Return how names changed: name -> "new", "changed", "changed in place" or "gone"."""
    found = dict.fromkeys(before.looks.keys() - after.looks.keys(), "gone")
    in_place = changed_in_place(before, after)
    for name, look in after.looks.items():
        if name not in before.looks:
            found.update({} if name.endswith(GIVEN[2:]) else {name: "new"})
        elif name in in_place:
            found[name] = "changed in place"
        elif look != before.looks[name]:
            found[name] = "changed"
    return found


def _line(code: CodeType, lineno: int) -> int:
    return lineno - code.co_firstlineno + 1


def _is_shown(frame: FrameType) -> bool:
    """Whether a learner knows a frame: not the inside of a list, nor what Python wrote."""
    name, file = frame.f_code.co_name, frame.f_code.co_filename
    written = not (file == "<string>" and name.startswith("__")) and not file.startswith("<frozen")
    return name not in HIDDEN and written


def _goes_on(take: _Take, line: int) -> bool:
    """Whether the line belongs to a statement of several lines that is running already."""
    one, other = take.statement, take.source.statements.get(line)
    same = one is not None and other is not None and one.node is other.node
    return same and not isinstance(one.node, LOOPS) and one.node.end_lineno > one.node.lineno


def _count_turns(take: _Take, line: int) -> None:
    statement = take.source.statements.get(line)
    for first, last in statement.loops if statement else ():
        if line == first:
            within = first <= take.line <= last
            take.turns[first] = take.turns.get(first, 0) + 1 if within else 1


def _with_shape(value: Any) -> str:
    array = issubclass(type(value), np.ndarray)
    shape = f" of shape {value.shape}" if array and value.ndim else ""
    return f"{text_of(value)}{shape}"


def _failure(error: BaseException) -> str:
    """Return what an error says, and what it means."""
    try:
        text = str(error)
    except Exception:  # an error whose own text cannot be made
        text = ""
    failure = f"{type(error).__name__}: {text}".rstrip(": .\n").replace("\n", " ")
    if isinstance(error, RecursionError):
        return f"{failure}. It calls itself again and again."
    return f"{failure}. {meaning_of(Outcome(failure=failure))[1]}".strip()


def _innermost(traceback: TracebackType | None) -> tuple[FrameType | None, int]:
    """Return the last of the learner's frames that an error came through, and its line there."""
    found, line = None, 0
    while traceback is not None:
        frame = traceback.tb_frame
        if not is_installed(frame.f_code.co_filename) and _is_shown(frame):
            found = frame
            line = _line(frame.f_code, traceback.tb_lineno or frame.f_lineno or 0)
        traceback = traceback.tb_next
    return found, line
