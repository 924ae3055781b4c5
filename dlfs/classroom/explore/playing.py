"""A button that plays. The Play of ipywidgets stops at once where its explorer is shown twice."""

import asyncio

import ipywidgets as widgets
from traitlets import Bool

from dlfs.classroom.explore.numbers import Number


class Player(widgets.Button):
    """A button that lets the number `moves` go on, `step` every `interval` milliseconds, or stop.

    Started at the last number, it begins anew with the first; at the last number it stops.
    """

    playing = Bool(help="whether it goes on by itself")

    def __init__(self, moves: Number, step: int = 1, interval: int = 150, **settings):
        super().__init__(description="Play", **settings)
        self.moves, self.step, self.interval = moves, step, interval
        self._starts = 0
        self.on_click(self._press)
        self.observe(self._turn, "playing")

    def stop(self, _=None) -> None:
        """Stop, as the button would."""
        self.playing = False

    def _press(self, _) -> None:
        if not self.playing and self.moves.value >= self.moves.max:
            self.moves.value = self.moves.min
        self.playing = not self.playing

    def _turn(self, change) -> None:
        self.description = "Stop" if change.new else "Play"
        self._starts += 1
        if change.new:
            self._wait(self._starts)

    def _wait(self, start: int) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # no kernel is here, and so nobody who could press Stop
            return
        loop.call_later(self.interval / 1000, self._go_on, start)

    def _go_on(self, start: int) -> None:
        if self.playing and start == self._starts:  # nobody has pressed Stop, and then Play
            self._wait(start)
            self.moves.value = min(self.moves.value + self.step, self.moves.max)
            self.playing = self.playing and self.moves.value < self.moves.max
