"""A look ahead: a line between two kinds of points, whose knobs a computer turns.

It is the run of the explorer `training`, shown to somebody who knows no word of it yet: a line,
points on its wrong side, and turns of the knobs.
"""

import numpy as np
from matplotlib.figure import Figure

from dlfs.classroom import data
from dlfs.classroom.drawing.figures import GREY, INK, RED, new_figure, plot_classes, plot_line
from dlfs.classroom.explore import line_map as maps
from dlfs.classroom.explore.controls import go_to, seeds, steps
from dlfs.classroom.explore.goals import Goal, now
from dlfs.classroom.explore.line_map import (
    LAST, all_right_from, line_map, place_line, place_points, run,
)  # fmt: skip
from dlfs.classroom.explore.live import Canvas, Explorer, Slide
from dlfs.classroom.explore.perceptron import table_of
from dlfs.classroom.explore.trajectory import counted

EARLY = (0, 1, 2, 4, 8, 16)
RING = {"marker": "o", "linestyle": "none", "markerfacecolor": "none", "markeredgecolor": RED}


def wrong_points(turn: int, seed: int = 0) -> np.ndarray:
    """Return for each of the 100 points whether it is on the wrong side after `turn` turns."""
    return maps.wrong_points(*data.separable(seed), run(seed=seed)[0][turn])


def describe(turn: int, seed: int = 0) -> str:
    """Return one sentence about the line after `turn` turns of its knobs."""
    wrong = wrong_points(turn, seed)
    are = "is" if wrong.sum() == 1 else "are"
    when = f"After {counted(turn, 'turn')}" if turn else "At the start"
    points = counted(wrong.sum(), "point")
    return f"{when}, {points} {are} on the wrong side of the line, out of {len(wrong)}"


def states() -> tuple:
    """Return the turns of the printed form: the start, two early ones, and when all is right."""
    return 0, 1, 8, all_right_from()


def snapshot() -> Figure:
    """Return the printed form: the line after each number of turns of `states`."""
    fig, axes = new_figure(1.85, 1, len(states()))
    for ax, turn in zip(axes, states(), strict=True):
        line_map(ax)
        plot_classes(ax, *data.separable(), size=9)
        plot_line(ax, *table_of(run(seed=0)[0][turn]))
        wrong = wrong_points(turn)
        ax.plot(*data.separable()[0][wrong].T, **RING, markersize=6, markeredgewidth=1)
        ax.set_title(f"{counted(turn, 'turn')}: {wrong.sum()} wrong", fontsize=10)
    return fig


class LookAhead(Explorer):
    """Watch a line find its place. The controls are `turn` and `seed`.

    There is one button of `presets` for each of the turns 0, 1, 2, 4, 8, 16, and for the one after
    which no point is wrong.
    """

    caption = (
        "A ring marks a point on the wrong side. Try: how many rings are left after 8 turns, and "
        "when is the last one gone?"
    )

    goals = (
        Goal("look-ahead-quick", "Find a seed whose last ring is gone after at most 20 turns.",
             lambda shown: (shown.wrong, shown.turn.value),
             now(lambda seen: seen[0] == 0 and seen[1] <= 20)),
    )  # fmt: skip
    said = ("wrong",)
    slide = Slide("turn", "Turn", lambda _: _places())

    def __init__(self):
        self.turn, turn_row = steps("Turn", LAST, 0)
        self.seed, seed_row = seeds("Seed of points", "New points")
        self.presets, preset_row = go_to("Go to turn", self.turn, (*EARLY, all_right_from()))
        self.assemble(self._draw(), [preset_row, turn_row, seed_row], [self.turn, self.seed])

    def _draw(self) -> Canvas:
        fig, ax = new_figure(4.2)
        line_map(ax)
        ax.set_title("the line now (thick) and at the start (thin)")
        self._points = plot_classes(ax, *data.separable(), size=45)
        (self._first,) = ax.plot([], [], color=GREY, linewidth=1.5)
        (self._line,) = ax.plot([], [], color=INK, linewidth=3, label="the line")
        ring = {**RING, "label": "wrong side"}
        (self._rings,) = ax.plot([], [], **ring, markersize=14, markeredgewidth=2, zorder=4)
        named = [*self._points, self._line, self._rings]
        ax.legend(handles=named, frameon=False, loc="center left", bbox_to_anchor=(1.02, 0.5))
        return Canvas(fig, [*self._points, self._first, self._line, self._rings])

    @property
    def wrong(self) -> int:
        """How many points are on the wrong side of the line."""
        return int(wrong_points(self.turn.value, self.seed.value).sum())

    def show(self) -> str:
        turn, seed = self.turn.value, self.seed.value
        X, c = data.separable(seed)
        points = run(seed=seed)[0]
        place_points(self._points, X, c)
        place_line(self._first, points[0])
        place_line(self._line, points[turn])
        self._rings.set_data(*X[wrong_points(turn, seed)].T)
        return describe(turn, seed) + "."

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        seen = "; ".join(
            f"{counted(turn, 'turn')}: {wrong_points(turn).sum()}" for turn in states()
        )
        *early, last = states()
        alt = (
            "A line between two clouds of points, circles at the lower left and triangles at the "
            f"upper right, after {', '.join(map(str, early))} and {last} turns of its knobs. At "
            "first it runs through both clouds, then it swings into the gap between them. Points "
            f"on its wrong side, which have a ring: {seen}."
        )
        return snapshot(), alt


def _places() -> dict:
    """Return the turns of the buttons, with some more between them."""
    chosen = sorted({*EARLY, 32, 64, all_right_from()})
    return {f"{turn}": turn for turn in chosen}
