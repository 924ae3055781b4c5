"""What the explorers of descent share: a step that a learner may write, and how far it has come."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlfs.classroom.drawing.figures import new_figure
from dlfs.classroom.drawing.style import CourseAxes
from dlfs.classroom.explore.calling import whose
from dlfs.classroom.explore.live import Explorer
from dlfs.classroom.explore.stepping import parting

RUNS_KEPT = 64


class StepExplorer(Explorer):
    """An explorer of descent that may be driven by a learner's `step(x, gradient, learning_rate)`.

    A subclass has the function `simulate`, which takes its settings and then the `step`.
    """

    own = "step"
    simulate: Callable

    def runs(self, *settings) -> tuple:
        """Return what `simulate` gives by the learner's step and by the formula.

        Without a step of a learner both are the same object.
        """
        ours = self._run(settings, None)
        return (ours if self.yours is None else self._run(settings, self.yours)), ours

    def compared(self, points: np.ndarray, ours: np.ndarray) -> str:
        """Return how a learner's `points` compare with `ours`, as the end of a sentence."""
        return parting(points, ours, whose(self.yours, "step"))

    def _run(self, settings: tuple, step):
        if "_kept" not in vars(self):
            self._kept = lru_cache(maxsize=RUNS_KEPT)(self._simulated)
        return self._kept(settings, step)

    def _simulated(self, settings: tuple, step):
        return type(self).simulate(*settings, step=step)


def at_one_percent(values: np.ndarray) -> int | None:
    """Return the first t at which a value is 1 % of the first one; None when there is none."""
    near = np.flatnonzero(values <= 0.01 * values[0] * (1 + 1e-9))
    return int(near[0]) if len(near) else None


def counted(number: int, thing: str = "step") -> str:
    """Return a number with its noun: "1 step", "2 steps"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def arrival(count: int | None) -> str:
    """Return how many steps something takes, or that it never comes."""
    return "never" if count is None else counted(count)


def time_axis(ax: Axes, last: float, ticks: tuple = (0, 1, 10, 100)) -> None:
    """Let `ax` run over the steps from 0 to `last`, the first ones wider than the later ones."""
    ax.set_xscale("symlog", linthresh=1, linscale=0.3)
    ax.set_xlim(-0.1, last)
    ax.set_xticks(ticks, [f"{tick}" for tick in ticks])


def map_and_two_curves(height: float, width: float, gap: float) -> tuple[Figure, Axes, Axes, Axes]:
    """Return a figure with a map at its left, `width` times as wide as two curves at its right."""
    fig, (field, curves) = new_figure(height, 1, 2, width_ratios=[width, 1])
    fig.get_layout_engine().set(wspace=gap)
    kind = {"axes_class": CourseAxes}
    above, below = curves.get_subplotspec().subgridspec(2, 1).subplots(subplot_kw=kind)
    curves.remove()
    for ax in (above, below):
        ax.spines[["top", "right"]].set_visible(False)
    return fig, field, above, below
