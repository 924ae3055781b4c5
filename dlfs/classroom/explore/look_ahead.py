"""A look ahead: a line between two kinds of points, whose knobs a computer turns.

It is the run of the explorer `training`, shown to somebody who knows no word of it yet: a line,
points on its wrong side, and turns of the knobs.
"""

from functools import lru_cache

import numpy as np
from matplotlib.figure import Figure

from dlfs.classroom import data
from dlfs.classroom.explore.live import Canvas, Explorer, presets, seeds, steps
from dlfs.classroom.explore.training import LAST, WINDOW, simulate
from dlfs.classroom.drawing.figures import GREY, INK, RED, boundary, new_figure, plot_classes, plot_line

PRESETS = (0, 1, 2, 4, 8, 16, 157)
STATES = (0, 1, 8, 157)
RING = {"marker": "o", "linestyle": "none", "markerfacecolor": "none", "markeredgecolor": RED}


def wrong_points(turn: int, seed: int = 0, run: tuple | None = None) -> np.ndarray:
    """Return which of the 100 points are on the wrong side after `turn` turns, as True and False.

    `run` is what `simulate` returned, if it is at hand.
    """
    X, c = data.separable(seed)
    point = (run or simulate(seed=seed))[0][turn]
    scores = X @ point[:4].reshape(2, 2) + point[4:]
    return (scores[:, 0] > scores[:, 1]) != (c[:, 0] > 0)


def describe(turn: int, seed: int = 0, run: tuple | None = None) -> str:
    """Return one sentence about the line after `turn` turns of its knobs."""
    count = wrong_points(turn, seed, run).sum()
    points = "1 point is" if count == 1 else f"{count} points are"
    when = {0: "At the start", 1: "After 1 turn"}.get(turn, f"After {turn} turns")
    return f"{when}, {points} on the wrong side of the line, out of {len(data.separable(seed)[0])}"


def snapshot(states: tuple = STATES) -> Figure:
    """Return the printed form: the line after each number of turns in `states`."""
    fig, maps = new_figure(1.85, 1, len(states))
    run = simulate()
    for ax, turn in zip(maps, states, strict=True):
        _map(ax)
        plot_classes(ax, *data.separable(), size=9)
        plot_line(ax, *_table(run[0][turn]))
        wrong = wrong_points(turn, run=run)
        ax.plot(*data.separable()[0][wrong].T, **RING, markersize=6, markeredgewidth=1)
        ax.set_title(f"{turn} turn{'s' * (turn != 1)}: {wrong.sum()} wrong", fontsize=10)
    return fig


def _map(ax) -> None:
    ax.set(xlim=WINDOW, ylim=WINDOW, xticks=[], yticks=[], aspect="equal")
    ax.spines[:].set_visible(True)


def _table(point: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return point[:4].reshape(2, 2), point[4:]


class LookAhead(Explorer):
    """Watch a line find its place. The controls are `turn` and `seed`.

    There is one button of `presets` for each of the turns 0, 1, 2, 4, 8, 16, 157.
    """

    caption = (
        "A ring marks a point on the wrong side. Try: how many rings are left after 8 turns, and "
        "when is the last one gone?"
    )

    def __init__(self):
        self._run = lru_cache(maxsize=16)(simulate)
        self.turn, turn_row = steps("Turn", LAST, 0)
        self.seed, seed_row = seeds("Points")
        settings = {str(turn): lambda turn=turn: self._set(turn) for turn in PRESETS}
        self.presets, preset_row = presets("Go to turn", settings)
        seed_row.children[1].description = "New points"
        seed_row.children[1].layout.width = "110px"
        self.assemble(self._draw(), [preset_row, turn_row, seed_row], [self.turn, self.seed])

    def _set(self, turn: int) -> None:
        self.turn.value = turn

    def _draw(self) -> Canvas:
        fig, ax = new_figure(4.2)
        _map(ax)
        ax.set_title("the line now (thick) and at the start (thin)")
        self._points = plot_classes(ax, *data.separable(), size=45)
        (self._first,) = ax.plot([], [], color=GREY, linewidth=1.5)
        (self._line,) = ax.plot([], [], color=INK, linewidth=3, label="the line")
        ring = {**RING, "label": "wrong side"}
        (self._rings,) = ax.plot([], [], **ring, markersize=14, markeredgewidth=2, zorder=4)
        named = [*self._points, self._line, self._rings]
        ax.legend(handles=named, frameon=False, loc="center left", bbox_to_anchor=(1.02, 0.5))
        return Canvas(fig, [*self._points, self._first, self._line, self._rings])

    def show(self) -> str:
        turn, seed = self.turn.value, self.seed.value
        run = self._run(seed=seed)
        X, c = data.separable(seed)
        for group, column in zip(self._points, c.T, strict=True):
            group.set_offsets(X[column > 0])
        self._first.set_data(*boundary(*_table(run[0][0])))
        self._line.set_data(*boundary(*_table(run[0][turn])))
        self._rings.set_data(*X[wrong_points(turn, seed, run)].T)
        return describe(turn, seed, run) + "."

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        counts = [wrong_points(turn).sum() for turn in STATES]
        seen = "; ".join(
            f"{turn} turn{'s' * (turn != 1)}: {count}"
            for turn, count in zip(STATES, counts, strict=True)
        )
        alt = (
            "A line between two clouds of points, circles at the lower left and triangles at the "
            "upper right, after 0, 1, 8 and 157 turns of its knobs. At first it runs through both "
            "clouds, then it swings into the gap between them. Points on its wrong side, which "
            f"have a ring: {seen}."
        )
        return snapshot(), alt
