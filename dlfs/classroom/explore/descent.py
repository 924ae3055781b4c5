"""Descent on a parabola: one number, learning rate times curvature, decides how it goes.

At 0.1 the steps crawl, at 1 a single jump is enough, at 1.9 they bounce from side to side on their
way in, and beyond 2 each bounce lands farther away than the one before.
"""

import math

import numpy as np
from matplotlib.figure import Figure

from dlfs.classroom.drawing.figures import BLUE, GREY, INK, RED, new_figure_in_two, plot_bands
from dlfs.classroom.explore.controls import presets, slider, steps
from dlfs.classroom.explore.curves import Curve
from dlfs.classroom.explore.goals import Goal, now, two
from dlfs.classroom.explore.live import Canvas, Slide, number_mark
from dlfs.classroom.explore.stepping import Step, descend, first_apart, follow
from dlfs.classroom.explore.trajectory import StepExplorer, arrival, at_one_percent, counted

MINIMUM, START, LAST, PATIENT = 1.0, 2.0, 100, 600
PRESETS = (0.1, 0.5, 1, 1.5, 1.9, 2, 2.1)
STATES = (0.1, 0.5, 1, 1.5, 2, 2.1)
EDGES, BANDS = (0, 0.2, 1, 2, 2.5), ("crawl", "smooth", "bounce in", "blow up")
SPECIAL = ("one jump", "bounce for ever")
WINDOW, HEIGHTS, RANGE = (-0.9, 2.9), (-0.15, 2.3), (-1.8, 3.8)
FEW = 25


def simulate(
    curvature: float, learning_rate: float, steps: int = PATIENT, step: Step | None = None
) -> np.ndarray:
    """Return the points x of a descent on `curvature / 2 * (x - 1)^2` from x = 2, the start first.

    `step` is called once per step; None stands for the formula. There are fewer points than
    `steps + 1` when the numbers overflow.
    """

    def gradient(x):
        return curvature * (x - MINIMUM)

    if step is None:
        return descend(gradient, START, learning_rate, steps)
    return follow(step, START, gradient, learning_rate, steps)


def regime(product: float) -> str:
    """Return the name of what happens when learning rate times curvature is `product`."""
    if abs(product - 1) <= 0.01 + 1e-12:
        return SPECIAL[0]
    if abs(product - 2) <= 1e-9:
        return SPECIAL[1]
    return BANDS[sum(product >= edge for edge in EDGES[1:-1])]


def predicted_steps(product: float) -> int | None:
    """Return the n with |1 - product|^n = 0.01, rounded up; None when there is no such n."""
    factor = abs(1 - product)
    if factor >= 1 - 1e-9:
        return None
    if factor <= 0.01:
        return 1
    return math.ceil(math.log(0.01) / math.log(factor) - 1e-9)


def counted_steps(points: np.ndarray) -> int | None:
    """Return the first t at which the distance is 1 % of the first one; None when there is none."""
    return at_one_percent(np.abs(points - MINIMUM))


def describe(
    curvature: float, learning_rate: float, t: int, points: np.ndarray | None = None
) -> str:
    """Return one sentence about step `t`; `points` are the formula's when none are given."""
    ours, product = simulate(curvature, learning_rate), learning_rate * curvature
    points = ours if points is None else points
    whose = "" if first_apart(points, ours) is None else " by the formula"
    head = f"Learning rate times curvature is {product:.4g}, {regime(product)}{whose}: "
    if t >= len(points):
        return head + f"diverged, the numbers overflow at step {len(points)}"
    return f"{head}after {counted(t)} {_place(points[t])}; {_arrival(product, points)}"


def _place(x: float) -> str:
    ratio = abs(x - MINIMUM) / abs(START - MINIMUM)
    if ratio > 1e6:
        return "x is more than a million times as far away as at the start"
    size = f"{ratio:.3g} times" if ratio >= 1e-6 else "less than a millionth of"
    return f"x = {x:.4f} and the distance is {size} what it was at the start"


def _arrival(product: float, points: np.ndarray) -> str:
    count, predicted = counted_steps(points), predicted_steps(product)
    if count is None and predicted is None:
        growth = abs(1 - product)
        change = f"each step multiplies it by {growth:.3g}" if growth > 1 + 1e-9 else "it stays"
        return f"the distance never comes to 1 %, as the formula says: {change}"
    actual = f"not at 1 % in {PATIENT} steps" if count is None else f"{counted(count)} to 1 %"
    return f"{actual}, by the formula {'never' if predicted is None else predicted}"


def parabola(x: np.ndarray, curvature: float) -> np.ndarray:
    """Return `curvature / 2 * (x - 1)^2`."""
    with np.errstate(over="ignore"):
        return curvature / 2 * (x - MINIMUM) ** 2


def snapshot(states: tuple = STATES) -> Figure:
    """Return the printed form: the first steps for each learning rate at curvature 1; the ruler."""
    fig, panels, (ruler,) = new_figure_in_two(4.5, (2, 3), 1, (3.5, 1.1))
    for ax, rate in zip(panels, states, strict=True):
        _panel(ax, rate)
    _ruler(ruler)
    ruler.set_xticks([0, 1, 2], ["0", *(f"{n}/k\n{name}" for n, name in enumerate(SPECIAL, 1))])
    ruler.set_title(r"Learning rate $\eta$ for curvature $k$", fontsize=10)
    return fig


def _panel(ax, rate: float) -> None:
    x, points = np.linspace(*WINDOW, 200), simulate(1.0, rate, 8)
    ax.plot(x, parabola(x, 1.0), color=GREY, linewidth=1.5)
    ax.plot(points, parabola(points, 1.0), "o-", color=BLUE, markersize=4.5, linewidth=1.2)
    ax.plot(points[0], parabola(points[0], 1.0), "s", color=RED, markersize=7)
    ax.set(xlim=(-0.75, 2.75), ylim=(-0.1, 1.5), xticks=[], yticks=[])
    ax.spines["left"].set_visible(False)
    ax.text(points[0] + 0.15, parabola(points[0], 1.0) - 0.05, "start", va="top")
    after = arrival(counted_steps(simulate(1.0, rate)))
    ax.set_title(rf"$\eta k$ = {rate:g}: {regime(rate)}" + f"\n1 % after: {after}", fontsize=10)


def _ruler(ax) -> None:
    plot_bands(ax, EDGES, BANDS)
    for place in (1, 2):
        ax.axvline(place, color=INK, linewidth=2)


def _heights_at(curvature: float, learning_rate: float, steps: int) -> np.ndarray:
    return parabola(simulate(curvature, learning_rate, steps), curvature)


class Descent(StepExplorer):
    """Explore one-dimensional descent; `step` may be your own `step(x, gradient, learning_rate)`.

    The controls are `curvature`, `learning_rate` and `t`, and one button of `presets` for each of
    0.1, 0.5, 1, 1.5, 1.9, 2, 2.1 as learning rate times curvature.
    """

    caption = "Try: find two learning rates that need the same number of steps to 1 %."

    goals = (
        Goal("descent-three", "Reach 1 % in exactly 3 steps, on a curve of curvature 4.",
             lambda shown: shown.curvature.value == 4 and shown.steps, now(lambda n: n == 3)),
        Goal("descent-twins", "For one curvature, find two rates that need the same number of "
             "steps, fewer than 5: one without a bounce, one that bounces in.", lambda shown:
             shown.steps and (shown.curvature.value, shown.steps, shown.product),
             two(lambda one, other: one[:2] == other[:2] and one[1] < 5
                 and one[2] < 1 < other[2])),
    )  # fmt: skip
    curve = Curve(
        "descent-curve",
        "Curvature 1, learning rate 1.8: draw how high f(x) is over the first 10 steps.",
        "f(x)", (1, 2, 3, 5, 10), 0, 1, (0, 0.25, 0.5, 0.75, 1),
        lambda: _heights_at(1, 1.8, 10), lambda shown: abs(shown.product - 1.8) < 0.001,
    )  # fmt: skip
    said = ("product", "x", "steps", "predicted")
    simulate = staticmethod(simulate)
    slide = Slide(
        "learning_rate", "Learning rate, for curvature 1",
        (0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.9, 2, 2.1),
        second=Slide("t", "Steps t", (1, 3, 6)),
    )  # fmt: skip

    def __init__(self, step: Step | None = None):
        self.curvature, curvature_row = slider("Curvature k", 0.5, 4, 1)
        self.learning_rate, rate_row = slider("Learning rate", 0.01, 5, 0.25)
        self.t, time_row = steps("Step t", LAST, 4)
        settings = {f"{number:g}": lambda number=number: self._set(number) for number in PRESETS}
        self.presets, preset_row = presets("Rate times k", settings)
        rows = [preset_row, curvature_row, rate_row, time_row]
        self.assemble(self._draw(), rows, [self.curvature, self.learning_rate, self.t], step)

    def _set(self, product: float) -> None:
        self.learning_rate.value = product / self.curvature.value

    def _draw(self) -> Canvas:
        fig, (left, right), (ruler,) = new_figure_in_two(3.9, (1, 2), 1, (2.1, 1))
        self._x = np.linspace(*WINDOW, 200)
        left.set(xlim=WINDOW, ylim=HEIGHTS, xlabel="x", ylabel="f(x)")
        left.set_title(r"$f(x) = k\,/\,2\ (x - 1)^2$, start at x = 2")
        right.set(xlim=(-2, LAST + 2), ylim=RANGE, xlabel="step t", ylabel="x")
        right.axhline(MINIMUM, color=GREY, linewidth=1.5, linestyle="--")
        beside = {"transform": right.get_yaxis_transform(), "rotation": 90, "va": "center"}
        right.text(1.02, MINIMUM, "minimum", color=INK, **beside)
        right.set_title("x after t steps")
        _ruler(ruler)
        ruler.set_xticks([0, 1, 2], ["0", *(f" \n{name}" for name in SPECIAL)])
        ruler.set_title(r"Learning rate $\eta$", pad=18)
        (self._curve,) = left.plot(self._x, 0 * self._x, color=GREY, linewidth=2)
        (self._tangent,) = left.plot([], [], color=RED, linewidth=2, linestyle="--")
        (self._path,) = left.plot([], [], "o-", color=BLUE, markersize=6, linewidth=1.2)
        (self._now,) = left.plot([], [], "s", color=RED, markersize=7, markeredgecolor=INK)
        self._arrow = left.quiver(
            0, 0, 1, 1, angles="xy", scale_units="xy", scale=1, color=INK, width=0.012, zorder=1.5
        )
        self._numbers = [number_mark(left, i) for i in range(6)]
        (self._future,) = right.plot([], [], ".", color=GREY, markersize=3)
        (self._past,) = right.plot([], [], "o-", color=BLUE, markersize=4, linewidth=1.5)
        (self._here,) = right.plot([], [], "s", color=RED, markersize=7, markeredgecolor=INK)
        (self._marker,) = ruler.plot([], [], color=RED, marker="v", markersize=11, clip_on=False)
        below = {"xytext": (0, -7), "textcoords": "offset points", "ha": "center", "va": "top"}
        self._ticks = [ruler.annotate("", (at, 0), **below) for at in (1, 2)]
        moving = [
            self._tangent, self._path, self._arrow, self._now, *self._numbers,
            self._future, self._past, self._here, self._marker,
        ]  # fmt: skip
        return Canvas(fig, moving, [self._curve, *self._ticks])

    @property
    def product(self) -> float:
        """Learning rate times curvature."""
        return self.learning_rate.value * self.curvature.value

    @property
    def points(self) -> np.ndarray:
        """The places x of the descent, the start first."""
        return self.runs(self.curvature.value, self.learning_rate.value)[0]

    @property
    def x(self) -> float:
        """The place after t steps."""
        return float(self.points[min(self.t.value, len(self.points) - 1)])

    @property
    def steps(self) -> int | None:
        """How many steps the distance takes to 1 %; None if it never comes there."""
        return counted_steps(self.points)

    @property
    def predicted(self) -> int | None:
        """How many steps the formula predicts."""
        return predicted_steps(self.product)

    def show(self) -> str:
        k, rate, t = self.curvature.value, self.learning_rate.value, self.t.value
        points, ours = self.runs(k, rate)
        now = min(t, len(points) - 1)
        seen = np.clip(points[: LAST + 2], -1e3, 1e3)
        self._descend(k, seen[: now + 1], seen[min(now + 1, len(seen) - 1)])
        self._plot(seen[: LAST + 1], now)
        self._mark(k, rate)
        return describe(k, rate, t, points) + self.compared(points, ours) + "."

    def _descend(self, k: float, past: np.ndarray, after: float) -> None:
        x, heights = past[-1], parabola(past, k)
        self._path.set_data(past, heights)
        self._now.set_data([x], [heights[-1]])
        reach = np.array([-0.6, 0.6])
        self._tangent.set_data(x + reach, heights[-1] + k * (x - MINIMUM) * reach)
        self._arrow.set_offsets([[x, heights[-1]]])
        self._arrow.set_UVC(after - x, parabola(after, k) - heights[-1])
        self._arrow.set_visible(abs(after - x) > 0.07)
        placed = []
        for i, number in enumerate(self._numbers):
            fits = i < len(past) and all(abs(past[i] - other) > 0.2 for other in placed)
            number.set_visible(fits and WINDOW[0] < past[i] < WINDOW[1])
            if fits:
                placed.append(past[i])
                side = np.sign(past[i] - MINIMUM)  # outside the bowl, where no line passes
                number.set_data([past[i] + 0.16 * side], [heights[i] - 0.04])

    def _plot(self, seen: np.ndarray, now: int) -> None:
        outside = np.flatnonzero((seen < RANGE[0]) | (seen > RANGE[1]))
        left = outside[0] + 1 if len(outside) else len(seen)  # from there on it is out of sight
        past = seen[: min(now + 1, left)]
        self._future.set_data(np.arange(len(seen[:left])), seen[:left])
        self._past.set_data(np.arange(len(past)), past)
        # Many bounces side by side would be a solid block.
        width, size = (1.5, 4) if len(past) <= FEW else (0.4, 2.5)
        self._past.set(linewidth=width, markersize=size)
        self._here.set_data([now], [np.clip(seen[now], *RANGE)])

    def _mark(self, k: float, rate: float) -> None:
        self._marker.set_data([min(rate * k, EDGES[-1])], [1.2])
        for tick, product in zip(self._ticks, (1, 2), strict=True):
            tick.set_text(f"{product}/k = {product / k:.3g}")
        self._curve.set_ydata(parabola(self._x, k))
        self.canvas.settle(k)

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        counts = [counted_steps(simulate(1.0, rate)) for rate in STATES]
        panels = "; ".join(
            f"at {rate:g} ({regime(rate)}) " + ("never" if n is None else f"after {counted(n)}")
            for rate, n in zip(STATES, counts, strict=True)
        )
        alt = (
            "Descent on a parabola for six values of learning rate times curvature, and when the "
            f"distance is 1 % of the first one: {panels}. Below, a ruler of learning rates: "
            "crawl and smooth up to 1/k, one jump at 1/k, bounce in up to 2/k, bounce for ever at "
            "2/k, blow up beyond."
        )
        return snapshot(), alt
