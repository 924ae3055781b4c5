"""Descent in a long valley: the steepest way down does not point at the lowest place.

A valley is steep across and flat along. One learning rate serves both directions, and a rate that
suits the flat one makes the path jump from wall to wall.
"""

import math

import numpy as np
from matplotlib.figure import Figure

from dlfs.classroom.drawing.figures import BLUE, GREY, INK, RED, new_figure, plot_curve
from dlfs.classroom.explore.controls import presets, slider, steps
from dlfs.classroom.explore.curves import Curve
from dlfs.classroom.explore.goals import Goal, now, two
from dlfs.classroom.explore.live import Canvas, Slide
from dlfs.classroom.explore.numbers import number_label
from dlfs.classroom.explore.stepping import Step, descend, follow
from dlfs.classroom.explore.trajectory import (
    StepExplorer, arrival, at_one_percent, counted, map_and_two_curves,
)  # fmt: skip

START = (2.8, 1.0)
ANGLE = math.radians(30)
AXES = np.array([[math.cos(ANGLE), -math.sin(ANGLE)], [math.sin(ANGLE), math.cos(ANGLE)]])
LAST, PATIENT = 40, 250
RATES = (0.1, 0.15, 0.18, 0.195, 0.2)
PRESETS = (0.5, 0.75, 0.9, "best", 0.975, 1)
CIRCLE = np.linspace(0, 2 * math.pi, 121)
WINDOW = {"xlim": (-2.2, 3.2), "ylim": (-2.2, 3), "xticks": [], "yticks": [], "aspect": "equal"}


def simulate(
    kappa: float, learning_rate: float, steps: int = PATIENT, step: Step | None = None
) -> np.ndarray:
    """Return the points (x1, x2) of a descent on `(u^2 + kappa v^2) / 2`, the start first.

    u runs along the valley and v across it: `x = AXES @ (u, v)`, a turn by 30 degrees. The start is
    u = 2.8, v = 1. The shape is `(steps + 1, 2)`, with fewer rows when the numbers overflow. `step`
    is called once per step; None stands for the formula.
    """
    matrix = AXES @ np.diag([1.0, kappa]) @ AXES.T

    def gradient(x):
        if np.shape(x) != (2,):
            raise ValueError(f"gradient takes two numbers, not something of shape {np.shape(x)}")
        return matrix @ np.asarray(x, dtype=float)

    start = AXES @ np.array(START)
    if step is None:
        return descend(gradient, start, learning_rate, steps)
    return follow(step, start, gradient, learning_rate, steps)


def along_and_across(points: np.ndarray) -> np.ndarray:
    """Return (u, v), along the valley and across it, for each row (x1, x2) of `points`."""
    return points @ AXES


def losses(kappa: float, points: np.ndarray) -> np.ndarray:
    """Return `(u^2 + kappa v^2) / 2` for each row of `points`."""
    u, v = along_and_across(points).T
    with np.errstate(over="ignore"):
        return (u**2 + kappa * v**2) / 2


def bound(kappa: float) -> float:
    """Return the learning rate from which on the descent no longer arrives: 2 / kappa."""
    return 2 / kappa


def best_rate(kappa: float) -> float:
    """Return the rate at which both directions shrink by the same factor: 2 / (1 + kappa)."""
    return 2 / (1 + kappa)


def degrees_off(kappa: float, point: np.ndarray) -> float:
    """Return the angle between the steepest way down at `point` and the way to the minimum."""
    u, v = along_and_across(point)
    if not (u or v):
        return 0.0
    angle = math.degrees(math.atan2(kappa * v, u) - math.atan2(v, u))
    return abs((angle + 180) % 360 - 180)


def worst_degrees(kappa: float) -> float:
    """Return the largest such angle anywhere in the valley: tan = (kappa - 1) / (2 sqrt(kappa))."""
    return math.degrees(math.atan((kappa - 1) / (2 * math.sqrt(kappa))))


def describe(kappa: float, learning_rate: float, t: int, points: np.ndarray | None = None) -> str:
    """Return one sentence about step `t`; `points` are the formula's when none are given."""
    points = simulate(kappa, learning_rate) if points is None else points
    J = losses(kappa, points)
    head = (
        f"Kappa {kappa:.4g}, learning rate {learning_rate:.4g}, {learning_rate / bound(kappa):.3g} "
        f"of the bound {bound(kappa):.4g}: a step multiplies the distance along the valley by "
        f"{1 - learning_rate:.3g} and across it by {1 - learning_rate * kappa:.3g}; "
    )
    if t >= len(points):
        return head + f"diverged, the numbers overflow at step {len(points)}"
    return f"{head}{_place(kappa, J, points, t)}; {_arrival(J)}"


def _place(kappa: float, J: np.ndarray, points: np.ndarray, t: int) -> str:
    ratio = J[t] / J[0]
    words = "more than a million" if ratio > 1e6 else f"{ratio:.3g}"
    return (
        f"after {counted(t)} the loss is {words} times the first one and the steepest way down is "
        f"{degrees_off(kappa, points[t]):.1f} degrees off the way to the minimum"
    )


def _arrival(J: np.ndarray) -> str:
    count = at_one_percent(J)
    return f"not at 1 % in {PATIENT} steps" if count is None else f"{counted(count)} to 1 %"


def ellipses(kappa: float, levels=(0.1, 0.5, 1.5, 3.5, 8.0, 16.0)) -> tuple:
    """Return the x1 and the x2 of the lines of equal loss, one after another, parted by nan."""
    u = np.sqrt(2 * np.array(levels))[:, None] * np.cos(CIRCLE)
    v = np.sqrt(2 * np.array(levels) / kappa)[:, None] * np.sin(CIRCLE)
    x = np.einsum("ij,jlk->ilk", AXES, np.stack([u, v]))
    parted = np.concatenate([x, np.full((2, len(levels), 1), np.nan)], axis=2)
    return tuple(parted.reshape(2, -1))


def snapshot(states: tuple = RATES, kappa: float = 10.0) -> Figure:
    """Return the printed form: the path for each learning rate of `states`."""
    fig, panels = new_figure(1.95, 1, len(states))
    for ax, rate in zip(panels, states, strict=True):
        points = simulate(kappa, rate)
        ax.plot(*ellipses(kappa), color=GREY, linewidth=0.8)
        ax.plot(*points[:41].T, "o-", color=BLUE, markersize=3, linewidth=1)
        ax.plot(*points[0], "s", color=RED, markersize=6)
        ax.plot(0, 0, "*", color=INK, markersize=8, zorder=3)
        ax.set(**WINDOW)
        ax.spines[:].set_visible(False)
        after = arrival(at_one_percent(losses(kappa, points)))
        ax.set_title(rf"$\eta$ = {rate:g}" + f"\n{after}", fontsize=10)
    return fig


def _shares_beyond(fraction: float, kappa: float = 10) -> np.ndarray:
    J = losses(kappa, simulate(kappa, fraction * bound(kappa), LAST))
    return J / J[0]


class Valley(StepExplorer):
    """Explore descent in a valley; `step` may be your own `step(x, gradient, learning_rate)`.

    `x` are two numbers. The controls are `kappa`, how many times more curved the valley is across
    than along, `fraction`, the learning rate as a fraction of the bound 2 / kappa, and `t`. There
    is one button of `presets` for each of the fractions 0.5, 0.75, 0.9, best, 0.975, 1.
    """

    caption = "Try: which fraction of the bound brings the loss to 1 % in the fewest steps?"

    goals = (
        Goal("valley-quick", "At kappa 5 or more, bring the loss to 1 % in at most 6 steps.",
             lambda shown: shown.kappa.value >= 5 and shown.steps, now(lambda n: n <= 6)),
        Goal("valley-twins", "At kappa 10, find two rates that need the same number of "
             "steps: one below 0.8 of the bound, one above 0.92.", lambda shown:
             shown.kappa.value == 10 and shown.steps and (shown.steps, shown.fraction.value),
             two(lambda one, other: one[0] == other[0] and one[1] < 0.8 and other[1] > 0.92)),
    )  # fmt: skip
    curve = Curve(
        "valley-curve",
        "Kappa 10, the learning rate 1.03 of the bound: draw how the loss goes over 40 steps.",
        "loss / first loss", (2, 5, 10, 20, 40), 0.001, 100, (0.001, 0.01, 0.1, 1, 10, 100),
        lambda: _shares_beyond(1.03), lambda shown: abs(shown.fraction.value - 1.03) < 0.001,
        factors=True,
    )  # fmt: skip
    said = ("rate", "degrees", "steps")
    simulate = staticmethod(simulate)
    slide = Slide(
        "fraction", "Learning rate, as a part of the bound",
        (0.1, 0.25, 0.5, 0.6, 0.75, 0.8, 0.9, 0.95, 0.975, 1, 1.05, 1.1), {"t": 11},
    )  # fmt: skip

    def __init__(self, step: Step | None = None):
        self.kappa, kappa_row = slider("Kappa", 1, 100, 10)
        self.fraction, rate_row = slider("Rate / bound", 0.1, 1.1, 0.9)
        self.t, time_row = steps("Step t", LAST, 6)
        settings = {number_label(value): lambda value=value: self._set(value) for value in PRESETS}
        self.presets, preset_row = presets("Try the fraction", settings)
        rows = [preset_row, kappa_row, rate_row, time_row]
        self.assemble(self._draw(), rows, [self.kappa, self.fraction, self.t], step)

    def _set(self, value) -> None:
        kappa = self.kappa.value
        self.fraction.value = best_rate(kappa) / bound(kappa) if value == "best" else value

    def _draw(self) -> Canvas:
        fig, field, above, below = map_and_two_curves(3.9, 1.3, 0.12)
        field.set(**WINDOW)
        field.spines[:].set_visible(False)
        field.set_title("lines of equal loss, and the path", pad=0)
        field.set_xlabel("dashed: steepest; dotted: to the minimum")
        time_axes(above, below, LAST)
        (self._contours,) = field.plot([], [], color=GREY, linewidth=1.2)
        self._minimum = field.plot(0, 0, "*", color=INK, markersize=12, zorder=4)[0]
        (self._path,) = field.plot([], [], "o-", color=BLUE, markersize=5, linewidth=1.5)
        (self._way,) = field.plot([], [], color=INK, linewidth=2, linestyle=":")
        (self._steepest,) = field.plot([], [], color=RED, linewidth=2, linestyle="--")
        (self._now,) = field.plot([], [], "s", color=RED, markersize=8, markeredgecolor=INK)
        self._angle = field.text(3.2, -2.15, "", ha="right", va="bottom", color=INK)
        self._coordinates = [plot_curve(above, [], i, marker="o", markersize=3) for i in (0, 1)]
        self._loss = plot_curve(below, [], 0, marker="o", markersize=3)
        dot = {"marker": "s", "markersize": 7, "color": RED, "markeredgecolor": INK}
        self._dots = [ax.plot([], [], linestyle="", **dot)[0] for ax in (above, below)]
        return Canvas(fig, [
            self._contours, self._minimum, self._path, self._way, self._steepest, self._now,
            self._angle, *self._coordinates, self._loss, *self._dots,
        ])  # fmt: skip

    @property
    def rate(self) -> float:
        """The learning rate."""
        return self.fraction.value * bound(self.kappa.value)

    @property
    def points(self) -> np.ndarray:
        """The places (x1, x2) of the descent, the start first."""
        return self.runs(self.kappa.value, self.rate)[0]

    @property
    def degrees(self) -> float:
        """The angle between the steepest way down and the way to the minimum."""
        here = self.points[min(self.t.value, len(self.points) - 1)]
        return degrees_off(self.kappa.value, here)

    @property
    def steps(self) -> int | None:
        """How many steps the loss takes to 1 %; None if it never comes there."""
        return at_one_percent(losses(self.kappa.value, self.points))

    def show(self) -> str:
        kappa, t = self.kappa.value, self.t.value
        rate = self.fraction.value * bound(kappa)
        points, ours = self.runs(kappa, rate)
        now = min(t, len(points) - 1)
        seen = np.clip(points[: LAST + 1], -1e3, 1e3)
        self._descend(kappa, seen[: now + 1])
        self._plot(kappa, seen, now)
        return describe(kappa, rate, t, points) + self.compared(points, ours) + "."

    def _descend(self, kappa: float, past: np.ndarray) -> None:
        here = past[-1]
        downhill = -losses_slope(kappa, here)
        length = np.hypot(*downhill)
        self._contours.set_data(*ellipses(kappa))
        self._path.set_data(*past.T)
        self._now.set_data(here[:1], here[1:])
        self._way.set_data([here[0], 0], [here[1], 0])
        if length:
            end = here + downhill / length * max(np.hypot(*here), 0.8)
            self._steepest.set_data([here[0], end[0]], [here[1], end[1]])
        self._angle.set_text(f"{degrees_off(kappa, here):.1f} degrees off")

    def _plot(self, kappa: float, seen: np.ndarray, now: int) -> None:
        t, seen = np.arange(now + 1), seen[: now + 1]
        coordinates = along_and_across(seen)
        for line, values in zip(self._coordinates, coordinates.T, strict=True):
            line.set_data(t, values)
        J = losses(kappa, seen)
        share = np.maximum(J / J[0], 1e-9)
        self._loss.set_data(t, share)
        self._dots[0].set_data([now, now], coordinates[now])
        self._dots[1].set_data([now], [share[now]])

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        counts = [at_one_percent(losses(10.0, simulate(10.0, rate))) for rate in RATES]
        panels = "; ".join(
            f"{rate:g} " + ("never" if n is None else f"after {counted(n)}")
            for rate, n in zip(RATES, counts, strict=True)
        )
        alt = (
            "Five paths of descent in the same valley, ten times more curved across than along, on "
            "lines of equal loss. From the learning rate 0.15 on the path jumps from wall to wall. "
            f"When the loss is 1 % of the first one, by learning rate: {panels}."
        )
        return snapshot(), alt


def losses_slope(kappa: float, point: np.ndarray) -> np.ndarray:
    """Return the gradient of the loss at one `point`, shape (2,)."""
    return AXES @ (along_and_across(point) * (1, kappa))


def time_axes(above, below, last: int) -> None:
    """Let two axes run over the steps: `above` for the two distances, `below` for the loss."""
    for ax in (above, below):
        ax.set(xlim=(-1, last))
    above.axhline(0, color=GREY, linewidth=1)
    above.set(ylim=(-3.2, 3.2), title="along; dashed: across")
    below.set(yscale="log", ylim=(1e-5, 100), xlabel="step t", title="loss / first loss")
    below.set_yticks([1e-4, 1e-2, 1], ["0.0001", "0.01", "1"])
    below.axhline(0.01, color=GREY, linewidth=1, linestyle="--")
    below.text(last, 0.013, "1 %", ha="right", va="bottom")

