"""The film of your own function: line by line, which name has which shape and which numbers."""

from __future__ import annotations

import html
import inspect
from collections.abc import Callable, Sequence

import ipywidgets as widgets
from matplotlib.figure import Figure

from dlfs.classroom.drawing.figures import bundle
from dlfs.classroom.drawing.style import styled
from dlfs.classroom.drawing.sketching import board
from dlfs.classroom.explore.board import SLOWLY
from dlfs.classroom.explore.controls import choice, player, presets, whole_slider
from dlfs.classroom.explore.live import READOUT, Canvas, Explorer, Slide
from dlfs.classroom.explore.trajectory import counted
from dlfs.classroom.filming.frames import Frame, height, rows_of
from dlfs.classroom.filming.recorder import record
from dlfs.classroom.filming.recording import Recording, Step
from dlfs.classroom.filming.words import describe

LINES, NAMES = 10, 9
PLAYED = 12
KEY_FRAMES, FEWER_LINES, FEWER_NAMES = 3, 6, 5
EVERY, FIRST = "every turn", "first turn"
ENTERED, PASSED = "entered", "passed over"
STANDS_OUT = READOUT.replace(' role="status"', "").format("<b>What stands out.</b> {}")


def film(function: Callable, *arguments: object) -> Film | None:
    """Runs `function(*arguments)` once and returns its film: a step for each line that ran.

    Each step has the names with shape, dtype and numbers, what the line changed, and which names
    are one array. What you hand over stays as it is: arrays and lists are copied first, objects of
    your classes are put back. A name outside the function changes as in any run. An error of your
    function ends the film at its line. Prints a sentence and returns None where there is no
    function to run.
    """
    if not callable(function):
        kind = type(function).__name__
        print(f"film runs a function, and this is a {kind}: film(my_function, its, arguments).")
        return None
    try:
        inspect.signature(function).bind(*arguments)
    except (TypeError, ValueError) as error:
        name = getattr(function, "__name__", "the function")
        print(f"{name} cannot be called with these arguments: {error}.")
        return None
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        print(f"{function.__name__} is an async function: it runs where it is awaited. Film one "
              "without async.")  # fmt: skip
        return None
    recording = record(function, *arguments)
    if not recording.steps:
        print(f"{recording.name} {recording.end}, and none of its lines can be seen: film shows "
              "functions that are written in Python, in a cell or a file.")  # fmt: skip
        return None
    return Film(recording)


class Film(Explorer):
    """The film of a function. The controls are `t`, `loops` and `calls`.

    `t` is the step. With `loops` at "first turn", Back and Step pass over the later turns of loops;
    with `calls` at "passed over", over the inside of other functions.
    """

    caption = (
        "The arrow marks the line that ran; a bracket joins names of one array. Try: in which line "
        "does a name get a shape that you did not expect?"
    )

    said = ()
    slide = Slide("t", "Step t", lambda film: {f"{t}": t for t in played(film.recording)})

    def __init__(self, recording: Recording):
        self.recording = recording
        last = len(recording.steps) - 1
        self.t, slider = whole_slider("Step t", last, 0)
        self.loops, loops_row = choice("Loops", (EVERY, FIRST))
        self.calls, calls_row = choice("Calls", (ENTERED, PASSED))
        moves = {"Back": self.back, "Step": self.step, "What stands out": self.go_to_remark}
        self.presets, moves_row = presets("", moves)
        moves_row.children[1].children += (player(self.t, 1, SLOWLY),)
        rows = [slider, moves_row]
        if len(recording.seen(all_turns=False)) <= last:
            rows.append(loops_row)
        if len(recording.seen(inside=False)) <= last:
            rows.append(calls_row)
        remark = widgets.HTML(STANDS_OUT.format(html.escape(self.headline)))
        self.assemble(self._draw(), rows, [self.t, self.loops, self.calls], below=(remark,))

    def as_code(self) -> str:
        """Return "": the run that was filmed does not travel."""
        return ""

    def _draw(self) -> Canvas:
        lines, names = room_for(self.recording.steps, LINES, NAMES)
        fig, ax = board(height(lines, names))
        self._frame = Frame(ax, ax.get_ylim()[1], lines, names)
        return Canvas(fig, self._frame.artists, self._frame.code)

    @property
    def headline(self) -> str:
        """The line that stands out most, in a sentence."""
        return self.recording.headline()

    def seen(self) -> list[int]:
        """Return the numbers of the steps at which Back and Step stop."""
        return self.recording.seen(self.loops.value == EVERY, self.calls.value == ENTERED)

    def step(self) -> None:
        """Go to the next step that is to be seen."""
        self.t.value = min([t for t in self.seen() if t > self.t.value], default=self.t.value)

    def back(self) -> None:
        """Go to the last step before this one that is to be seen."""
        self.t.value = max([t for t in self.seen() if t < self.t.value], default=self.t.value)

    def go_to_remark(self) -> None:
        """Go to the line that stands out most; to the end, where none does."""
        found = self.recording.standing_out()
        self.t.value = found[0][0] if found else self.t.max

    def show(self) -> str:
        source, first = self._frame.show(self.recording.steps[self.t.value])
        self.canvas.settle(id(source), first)
        return describe(self.recording, self.t.value, *self._passed_over())

    def _passed_over(self) -> list[str]:
        hidden = len(self.recording.steps) - len(self.seen())
        return [f"{counted(hidden, 'step')} passed over"] if hidden else []

    @classmethod
    def paper(cls, recording: Recording) -> tuple[Figure, str]:
        keys = key_frames(recording)
        lines, names = room_for([recording.steps[key] for key in keys], FEWER_LINES, FEWER_NAMES)
        each = height(lines, names)
        fig, ax = board(each * len(keys))
        for place, number in enumerate(keys):
            frame = Frame(ax, ax.get_ylim()[1] - place * each, lines, names)
            frame.show(recording.steps[number])
        seen = " ".join(describe(recording, number) for number in keys)
        return fig, f"{len(keys)} frames of the film of {recording.name}. {seen}"

    @styled
    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        fig, alt = self.paper(self.recording)
        return bundle(fig, alt, self.caption)


def played(recording: Recording) -> list[int]:
    """Return the steps that a page plays: first turns of loops, and PLAYED of them at most."""
    seen = recording.seen(all_turns=False)
    outstanding = [number for number, _ in recording.standing_out() if number in seen]
    first = dict.fromkeys([0, len(recording.steps) - 1, *outstanding, *seen])
    return sorted([*first][:PLAYED])


def key_frames(recording: Recording) -> list[int]:
    """Return the steps that are printed: the call, what stands out most, and the end.

    Where nothing stands out, the first array that is new takes its place.
    """
    arrays = [number for number, step in enumerate(recording.steps) if number and any(
        look.shape is not None and step.changed.get(look.name) == "new" for look in step.looks)]
    found = [*[number for number, _ in recording.standing_out()], *arrays]
    return sorted([*dict.fromkeys([0, len(recording.steps) - 1, *found])][:KEY_FRAMES])


def room_for(steps: Sequence[Step], most_lines: int, most_names: int) -> tuple[int, int]:
    """Return how many lines and names a frame of these steps needs; it has `most` at most."""
    lines = max(len(step.source.lines) for step in steps) or 1
    names = max(map(rows_of, steps)) or 1
    return min(lines, most_lines), min(names, most_names)
