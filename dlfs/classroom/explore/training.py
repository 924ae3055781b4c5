"""A line that learns: from a bad start to the last point on its right side, and beyond.

Each point pulls at the line as hard as it is wrong, by |p - c|. After a few steps most points are
right and hardly pull, and the few near the line do all the work that is left.
"""

import ipywidgets as widgets
import numpy as np
from matplotlib.figure import Figure

from dlfs.classroom import data
from dlfs.classroom.drawing.figures import (
    GREY, INK, RED, boundary, new_figure_in_two, plot_classes, plot_curve, plot_line,
)  # fmt: skip
from dlfs.classroom.explore.controls import LABEL, go_to, seeds, slider, steps
from dlfs.classroom.explore.curves import Curve
from dlfs.classroom.explore.goals import Goal, now
from dlfs.classroom.explore.line_map import (
    LAST, WINDOW, all_right_from, line_map, place_line, place_points, run,
)  # fmt: skip
from dlfs.classroom.explore.live import Canvas, Explorer, Slide, number_mark
from dlfs.classroom.explore.perceptron import probabilities, table_of, weight
from dlfs.classroom.explore.trajectory import map_and_two_curves, time_axis

GHOSTS = (0, 1, 2, 4, 8, 16, 32)
STATES = (0, 2, 8, 32)
SAME_SIZE = 28.0


def pulls(point: np.ndarray, seed: int = 0) -> np.ndarray:
    """Return how hard each of the points pulls at the line: |p - c|, shape (100,)."""
    X, c = data.separable(seed)
    return np.abs(probabilities(X, point) - c)[:, 0]


def half_of_the_pull(strengths: np.ndarray) -> int:
    """Return how many of the strongest points do half of all the pulling."""
    strongest_first = np.sort(strengths)[::-1].cumsum()
    return int(np.searchsorted(strongest_first, strongest_first[-1] / 2)) + 1


def describe(t: int, learning_rate: float = 0.1, seed: int = 0) -> str:
    """Return one sentence about step `t`."""
    points, J, accuracy = run(learning_rate, seed)
    half = half_of_the_pull(pulls(points[t], seed))
    return (
        f"Step {t} with learning rate {learning_rate:.4g}: the loss is {J[t]:.3f}, the accuracy "
        f"{accuracy[t]:.2f} and the length of w {np.hypot(*weight(points[t])):.2f}; "
        f"{half} of {len(data.separable(seed)[0])} points do half of the pulling"
    )


def snapshot(states: tuple = STATES, learning_rate: float = 0.1, seed: int = 0) -> Figure:
    """Return the printed form: the line at each of `states`, and loss and accuracy below."""
    fig, maps, below = new_figure_in_two(3.9, (1, len(states)), 2, (1, 1))
    points, *curves = run(learning_rate, seed)
    for ax, t in zip(maps, states, strict=True):
        line_map(ax)
        _draw_state(ax, points, t, seed)
        ax.set_title(f"t = {t}: {curves[1][t]:.2f} right", fontsize=10)
    _curves(*below)
    for ax, values in zip(below, curves, strict=True):
        plot_curve(ax, values)
        ax.set_xlabel("step t")
    return fig


def _draw_state(ax, points: np.ndarray, t: int, seed: int) -> None:
    X, c = data.separable(seed)
    for group, column in zip(plot_classes(ax, X, c), c.T, strict=True):
        group.set_sizes(_sizes(pulls(points[t], seed)[column > 0]) / 2)
    for ghost in (ghost for ghost in GHOSTS if ghost < t):
        plot_line(ax, *table_of(points[ghost]), color=GREY, linewidth=1)
    plot_line(ax, *table_of(points[t]))


def _sizes(strengths: np.ndarray) -> np.ndarray:
    return 4 + 120 * strengths


def _curves(loss_axes, accuracy_axes) -> None:
    for ax in (loss_axes, accuracy_axes):
        time_axis(ax, LAST * 1.1, (0, 1, 10, 100, LAST))
    loss_axes.set(yscale="log", ylim=(0.003, 2), title="loss J")
    loss_axes.set_yticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
    accuracy_axes.set(ylim=(0.4, 1.05), title="accuracy")


class Training(Explorer):
    """Explore how a line learns. The controls are `t`, `learning_rate`, `pulls` and `seed`.

    There is one button of `presets` for each of the steps 0, 1, 2, 4, 8, 16, 32, for the one after
    which no point is wrong, and for the last.
    """

    caption = (
        "The larger a point, the harder it pulls. Try: at which step is the last point right, "
        "and what does the loss do after it?"
    )

    goals = (
        Goal("training-quick", "Get all 100 points right after at most 10 steps.",
             lambda shown: (shown.accuracy, shown.t.value),
             now(lambda seen: seen[0] == 1 and seen[1] <= 10)),
    )  # fmt: skip
    curve = Curve(
        "training-curve",
        f"Learning rate 1, data seed 0: draw how the loss J goes over the {LAST} steps.",
        "loss J", (1, 5, 20, 100, LAST), 0.001, 1, (0.001, 0.01, 0.1, 1),
        lambda: run(1, 0)[1], lambda shown: abs(shown.learning_rate.value - 1) < 0.001,
        factors=True, early=True,
    )  # fmt: skip
    said = ("loss", "accuracy", "length", "pullers")
    slide = Slide("t", "Step t", lambda _: _places())

    def __init__(self):
        self.t, time_row = steps("Step t", LAST, 8)
        self.learning_rate, rate_row = slider("Learning rate", 0.01, 1, 0.1)
        self.seed, seed_row = seeds()
        self.pulls = widgets.Checkbox(True, description="Who pulls?", style=LABEL)
        shown = (*GHOSTS, all_right_from(), LAST)
        self.presets, preset_row = go_to("Go to step", self.t, shown)
        rows = [preset_row, time_row, rate_row, seed_row, self.pulls]
        self.assemble(self._draw(), rows, [self.t, self.learning_rate, self.seed, self.pulls])

    def _draw(self) -> Canvas:
        fig, field, above, below = map_and_two_curves(3.9, 1.25, 0.14)
        line_map(field)
        field.set(
            title="the line after t steps (thin: earlier)",
            xlabel="large: pulls hard; arrow: the sum",
        )
        _curves(above, below)
        below.set_xlabel("step t")
        self._points = plot_classes(field, *data.separable(0))
        self._ghosts = [field.plot([], [], color=GREY, linewidth=1)[0] for _ in GHOSTS]
        self._names = [number_mark(field, t) for t in GHOSTS]
        (self._line,) = field.plot([], [], color=INK, linewidth=2.5)
        self._arrow = field.quiver(
            0, 0, 1, 1, angles="xy", scale_units="xy", scale=1, color=RED, width=0.015, zorder=4
        )
        self._lines = [plot_curve(ax, [], 0) for ax in (above, below)]
        dot = {"marker": "s", "markersize": 7, "color": RED, "markeredgecolor": INK}
        self._dots = [ax.plot([], [], **dot)[0] for ax in (above, below)]
        moving = [*self._points, self._line, self._arrow, *self._dots]
        return Canvas(fig, moving, [*self._ghosts, *self._names, *self._lines])

    @property
    def _now(self) -> tuple:
        t = self.t.value
        return tuple(each[t] for each in run(self.learning_rate.value, self.seed.value))

    @property
    def loss(self) -> float:
        """The mean loss after t steps."""
        return float(self._now[1])

    @property
    def accuracy(self) -> float:
        """The share of the points that are on their side."""
        return float(self._now[2])

    @property
    def length(self) -> float:
        """The length of w."""
        return float(np.hypot(*weight(self._now[0])))

    @property
    def pullers(self) -> int:
        """How many points do half of the pulling."""
        return half_of_the_pull(pulls(self._now[0], self.seed.value))

    def show(self) -> str:
        t, rate, seed = self.t.value, self.learning_rate.value, self.seed.value
        points, *curves = run(rate, seed)
        self._show_points(points[t], seed)
        place_line(self._line, points[t])
        for line, dot, values in zip(self._lines, self._dots, curves, strict=True):
            line.set_data(np.arange(len(values)), values)
            dot.set_data([t], [values[t]])
        ghosts = [ghost for ghost in GHOSTS if ghost < t]
        self._show_ghosts(points, ghosts)
        self.canvas.settle(rate, seed, len(ghosts))
        return describe(t, rate, seed) + "."

    def _show_points(self, point: np.ndarray, seed: int) -> None:
        X, c = data.separable(seed)
        strengths = pulls(point, seed)
        sizes = _sizes(strengths) if self.pulls.value else np.full(len(X), SAME_SIZE)
        place_points(self._points, X, c)
        for group, column in zip(self._points, c.T, strict=True):
            group.set_sizes(sizes[column > 0])
        nearest = [np.mean(ends) for ends in boundary(*table_of(point))]
        along = (np.where(c[:, 1] > 0, strengths, -strengths)[:, None] * X).mean(axis=0)
        self._arrow.set_offsets([nearest])
        self._arrow.set_UVC(*(2 * along))
        self._arrow.set_visible(self.pulls.value and np.hypot(*along) > 0.05)

    def _show_ghosts(self, points: np.ndarray, ghosts: list) -> None:
        placed = []
        for ghost, line, name in zip(GHOSTS, self._ghosts, self._names, strict=True):
            end = _right_end(points[ghost])
            apart = all(np.abs(end - other).sum() > 0.8 for other in placed)
            line.set_visible(ghost in ghosts)
            place_line(line, points[ghost])
            name.set_visible(ghost in ghosts and apart)
            name.set_data(*end[:, None])
            if apart:
                placed.append(end)

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        points, J, accuracy = run()
        halves = [half_of_the_pull(pulls(points[t])) for t in STATES]
        seen = "; ".join(
            f"t = {t}: accuracy {accuracy[t]:.2f}, loss {J[t]:.3f}, {half} points"
            for t, half in zip(STATES, halves, strict=True)
        )
        alt = (
            "A line between two clouds of points, circles and triangles, after 0, 2, 8 and 32 "
            "steps; the more a point is wrong, the larger it is drawn. Accuracy, loss, and how "
            f"many of the 100 points do half of the pulling: {seen}. Two curves below: "
            f"the accuracy is 1 from step {all_right_from()} on, and the loss goes on "
            f"falling to {J[-1]:.3f} at step {LAST}."
        )
        return snapshot(), alt


def _places() -> dict:
    """Return twelve steps, among them the one after which no point is wrong."""
    chosen = sorted({*GHOSTS, 64, 100, 250, all_right_from(), LAST})
    return {f"{t}": t for t in chosen}


def _right_end(point: np.ndarray) -> np.ndarray:
    """Return where the line leaves the picture on its right, a little beyond the frame."""
    ends = np.array(boundary(*table_of(point), reach=10)).T
    along = ends[0] + np.linspace(0, 1, 201)[:, None] * (ends[1] - ends[0])
    inside = along[np.abs(along).max(axis=1) < WINDOW[1] + 0.45]
    return inside[inside[:, 0].argmax()] if len(inside) else np.full(2, np.nan)
