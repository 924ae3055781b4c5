"""A line that learns: from a bad start to the last point on its right side, and beyond.

Each point pulls at the line as hard as it is wrong, by |p - c|. After a few steps most points are
right and hardly pull, and the few near the line do all the work that is left.
"""

from functools import lru_cache

import ipywidgets as widgets
import numpy as np
from matplotlib.figure import Figure

from dlfs.classroom import data
from dlfs.classroom.explore.live import (
    LABEL,
    Canvas,
    Explorer,
    number_mark,
    presets,
    seeds,
    slider,
    steps,
)
from dlfs.classroom.explore.perceptron import gradient_of, losses, probabilities
from dlfs.classroom.explore.stepping import descend
from dlfs.classroom.drawing.figures import (
    GREY, INK, RED, boundary, new_figure, new_figure_in_two, plot_classes, plot_curve, plot_line,
)  # fmt: skip

LAST = 400
START = np.array([0.5, -0.5, -0.5, 0.5, 0.0, 0.0])  # W1 - W0 = (-1, 1), b = 0
GHOSTS = (0, 1, 2, 4, 8, 16, 32)
PRESETS = (0, 1, 2, 4, 8, 16, 32, 157, 400)
STATES = (0, 2, 8, 32)
WINDOW = (-5, 5)


def simulate(
    learning_rate: float = 0.1, seed: int = 0, steps: int = LAST
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return `(points, J, accuracy)` of a descent on the separable data from `START`.

    `points` has one row W00 W01 W10 W11 b0 b1 per step, the start first; `J` are its mean losses
    and `accuracy` its shares of points on the right side of the line.
    """
    X, c = data.separable(seed)
    points = descend(gradient_of(X, c), START, learning_rate, steps)
    scores = X @ (points[:, 0:4:2] - points[:, 1:4:2]).T + points[:, 4] - points[:, 5]
    right = (scores > 0) == (c[:, :1] > 0)
    return points, losses(X, c, points), right.mean(axis=0)


def pulls(point: np.ndarray, seed: int = 0) -> np.ndarray:
    """Return how hard each of the points pulls at the line: |p - c|, shape (100,)."""
    X, c = data.separable(seed)
    return np.abs(probabilities(X, point) - c)[:, 0]


def weight(point: np.ndarray) -> np.ndarray:
    """Return w = W1 - W0, which stands upright on the line and points to the triangles."""
    return point[1:4:2] - point[0:4:2]


def half_of_the_pull(strengths: np.ndarray) -> int:
    """Return how many of the strongest points do half of all the pulling."""
    strongest_first = np.sort(strengths)[::-1].cumsum()
    return int(np.searchsorted(strongest_first, strongest_first[-1] / 2)) + 1


def describe(t: int, learning_rate: float = 0.1, seed: int = 0, run: tuple | None = None) -> str:
    """Return one sentence about step `t`; `run` is what `simulate` returned, if it is at hand."""
    points, J, accuracy = run or simulate(learning_rate, seed)
    half = half_of_the_pull(pulls(points[t], seed))
    return (
        f"Step {t} with learning rate {learning_rate:.4g}: the loss is {J[t]:.3f}, the accuracy "
        f"{accuracy[t]:.2f} and the length of w {np.hypot(*weight(points[t])):.2f}; "
        f"{half} of {len(data.separable(seed)[0])} points do half of the pulling"
    )


def snapshot(states: tuple = STATES, learning_rate: float = 0.1, seed: int = 0) -> Figure:
    """Return the printed form: the line at each of `states`, and loss and accuracy below."""
    fig, maps, below = new_figure_in_two(3.9, (1, len(states)), 2, (1, 1))
    run = simulate(learning_rate, seed)
    for ax, t in zip(maps, states, strict=True):
        _map(ax)
        _draw_state(ax, run[0], t, seed)
        ax.set_title(f"t = {t}: {run[2][t]:.2f} right", fontsize=10)
    _curves(*below)
    for ax, values in zip(below, run[1:], strict=True):
        plot_curve(ax, values)
        ax.set_xlabel("step t")
    return fig


def _map(ax) -> None:
    ax.set(xlim=WINDOW, ylim=WINDOW, xticks=[], yticks=[], aspect="equal")
    ax.spines[:].set_visible(True)


def _draw_state(ax, points: np.ndarray, t: int, seed: int) -> None:
    X, c = data.separable(seed)
    for group, column in zip(plot_classes(ax, X, c), c.T, strict=True):
        group.set_sizes(_sizes(pulls(points[t], seed)[column > 0]) / 2)
    for ghost in (ghost for ghost in GHOSTS if ghost < t):
        plot_line(ax, *_table(points[ghost]), color=GREY, linewidth=1)
    plot_line(ax, *_table(points[t]))


def _table(point: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return point[:4].reshape(2, 2), point[4:]


def _sizes(strengths: np.ndarray) -> np.ndarray:
    return 4 + 120 * strengths


def _curves(loss_axes, accuracy_axes) -> None:
    for ax in (loss_axes, accuracy_axes):
        ax.set_xscale("symlog", linthresh=1, linscale=0.3)
        ax.set(xlim=(-0.1, LAST * 1.1))
        ax.spines[["top", "right"]].set_visible(False)
        ax.set_xticks([0, 1, 10, 100, 400], ["0", "1", "10", "100", "400"])
    loss_axes.set(yscale="log", ylim=(0.003, 2), title="loss J")
    loss_axes.set_yticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
    accuracy_axes.set(ylim=(0.4, 1.05), title="accuracy")


class Training(Explorer):
    """Explore how a line learns. The controls are `t`, `learning_rate`, `pulls` and `seed`.

    There is one button of `presets` for each of the steps 0, 1, 2, 4, 8, 16, 32, 157, 400.
    """

    caption = (
        "The larger a point, the harder it pulls. Try: at which step is the last point right, "
        "and what does the loss do after it?"
    )

    def __init__(self):
        self._run = lru_cache(maxsize=64)(simulate)
        self.t, time_row = steps("Step t", LAST, 8)
        self.learning_rate, rate_row = slider("Learning rate", 0.01, 1, 0.1)
        self.seed, seed_row = seeds()
        self.pulls = widgets.Checkbox(True, description="Who pulls?", style=LABEL)
        settings = {str(t): lambda t=t: self._set(t) for t in PRESETS}
        self.presets, preset_row = presets("Go to step", settings)
        rows = [preset_row, time_row, rate_row, widgets.HBox([*seed_row.children, self.pulls])]
        self.assemble(self._draw(), rows, [self.t, self.learning_rate, self.seed, self.pulls])

    def _set(self, t: int) -> None:
        self.t.value = t

    def _draw(self) -> Canvas:
        fig, (field, curves) = new_figure(3.9, 1, 2, width_ratios=[1.25, 1])
        fig.get_layout_engine().set(wspace=0.14)
        above, below = curves.get_subplotspec().subgridspec(2, 1).subplots()
        curves.remove()
        _map(field)
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

    def show(self) -> str:
        t, rate, seed = self.t.value, self.learning_rate.value, self.seed.value
        run = self._run(rate, seed)
        self._show_points(run[0][t], seed)
        self._line.set_data(*boundary(*_table(run[0][t])))
        for line, dot, values in zip(self._lines, self._dots, run[1:], strict=True):
            line.set_data(np.arange(len(values)), values)
            dot.set_data([t], [values[t]])
        ghosts = [ghost for ghost in GHOSTS if ghost < t]
        self._show_ghosts(run[0], ghosts)
        self.canvas.settle(rate, seed, len(ghosts))
        return describe(t, rate, seed, run) + "."

    def _show_points(self, point: np.ndarray, seed: int) -> None:
        X, c = data.separable(seed)
        strengths = pulls(point, seed)
        sizes = _sizes(strengths) if self.pulls.value else np.full(len(X), 28.0)
        for group, column in zip(self._points, c.T, strict=True):
            group.set_offsets(X[column > 0])
            group.set_sizes(sizes[column > 0])
        nearest = [np.mean(ends) for ends in boundary(*_table(point))]
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
            line.set_data(*boundary(*_table(points[ghost])))
            name.set_visible(ghost in ghosts and apart)
            name.set_data(*end[:, None])
            if apart:
                placed.append(end)

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        points, J, accuracy = simulate()
        halves = [half_of_the_pull(pulls(points[t])) for t in STATES]
        seen = "; ".join(
            f"t = {t}: accuracy {accuracy[t]:.2f}, loss {J[t]:.3f}, {half} points"
            for t, half in zip(STATES, halves, strict=True)
        )
        alt = (
            "A line between two clouds of points, circles and triangles, after 0, 2, 8 and 32 "
            "steps; the more a point is wrong, the larger it is drawn. Accuracy, loss, and how "
            f"many of the 100 points do half of the pulling: {seen}. Two curves below: "
            f"the accuracy is 1 from step {np.argmax(accuracy == 1)} on, and the loss goes on "
            f"falling to {J[-1]:.3f} at step {LAST}."
        )
        return snapshot(), alt


def _right_end(point: np.ndarray) -> np.ndarray:
    """Return where the line leaves the picture on its right, a little beyond the frame."""
    ends = np.array(boundary(*_table(point), reach=10)).T
    along = ends[0] + np.linspace(0, 1, 201)[:, None] * (ends[1] - ends[0])
    inside = along[np.abs(along).max(axis=1) < WINDOW[1] + 0.45]
    return inside[inside[:, 0].argmax()] if len(inside) else np.full(2, np.nan)
