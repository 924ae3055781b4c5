"""The learning rate on the real loss of a perceptron, where no formula says how it goes.

Two bounds stand on the ruler. Below the first, every step anywhere goes down. The second was
measured at the minimum: above it, no descent stays there. In between, nothing is promised.
"""

from functools import lru_cache

import numpy as np
from matplotlib.figure import Figure

from dlfs.classroom import data
from dlfs.classroom.drawing.figures import (
    BLUE, GREY, RED, new_figure_in_two, place_bands, plot_bands, plot_curve,
)  # fmt: skip
from dlfs.classroom.explore.controls import go_to, seeds, slider
from dlfs.classroom.explore.curves import Curve
from dlfs.classroom.explore.goals import Goal, two
from dlfs.classroom.explore.live import Canvas, Slide
from dlfs.classroom.explore.perceptron import (
    gradient_of, largest_curvature, losses, probabilities,
)  # fmt: skip
from dlfs.classroom.explore.stepping import Step, descend, follow
from dlfs.classroom.explore.trajectory import StepExplorer, time_axis

STEPS = 200
PRESETS = (0.01, 1, 5, 10)
STATES = (0.01, 0.1, 1, 5, 10)
LOW, HIGH = 0.01, 30
SURE, CHAOS = 5, 20
INCREASE = 1e-9
RULER = 16
NAMED_AT = (6, 7, 1, 2, 1)
ABOVE = {"xytext": (0, 3), "textcoords": "offset points", "ha": "left", "va": "bottom"}


def simulate(
    learning_rate: float, seed: int = 0, steps: int = STEPS, step: Step | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return `(points, J)` of a descent on the overlapping data, from six zeros.

    `points` has one row W00 W01 W10 W11 b0 b1 per step, the start first, and `J` its mean losses.
    `step` is called once per step; None stands for the formula. There are fewer rows than
    `steps + 1` when the numbers overflow.
    """
    X, c = data.overlapping(seed)
    gradient, start = gradient_of(X, c), np.zeros(6)
    if step is None:
        points = descend(gradient, start, learning_rate, steps)
    else:
        points = follow(step, start, gradient, learning_rate, steps)
    return points, losses(X, c, points)


@lru_cache(maxsize=100)
def bounds(seed: int = 0) -> tuple[float, float, float]:
    """Return `(2 / L, 2 / k, J)`: safe everywhere, measured at the minimum, and the loss there.

    L is the largest curvature the loss can have anywhere, k its largest curvature at the minimum.
    """
    X, _ = data.overlapping(seed)
    points, J = simulate(1.0, seed, 2000)
    p = probabilities(X, points[-1])[:, 0]
    safe = 2 / largest_curvature(X, 0.25)
    return safe, 2 / largest_curvature(X, p * (1 - p)), float(J[-1])


@lru_cache(maxsize=100)
def repeatable(learning_rate: float, seed: int = 0) -> bool:
    """Return whether the losses come out the same although computers round differently.

    A twin starts a hair's breadth beside zero. When its losses part from the others, no digit of
    either can be trusted. From a learning rate of 20 on the answer is no for every data set.
    """
    if learning_rate <= SURE or learning_rate >= CHAOS:
        return learning_rate <= SURE
    X, c = data.overlapping(seed)
    twin = descend(gradient_of(X, c), np.linspace(-1e-12, 1e-12, 6), learning_rate, STEPS)
    _, J = simulate(learning_rate, seed)
    return bool(np.abs(losses(X, c, twin) - J).max() < 1e-6)


def describe(learning_rate: float, J: np.ndarray, seed: int = 0) -> str:
    """Return one sentence about the losses `J` of a descent with this learning rate."""
    head = f"Learning rate {learning_rate:.4g}: "
    if not repeatable(learning_rate, seed):
        return head + (
            "the loss jumps about without a pattern, and the rounding of the last digit decides "
            "where to, so no number here would be the same on another computer"
        )
    if len(J) <= STEPS:
        return head + f"diverged, the numbers overflow at step {len(J)}"
    rises = int((np.diff(J) > INCREASE).sum())
    return (
        f"{head}the loss is {J[1]:.4f} after 1 step, {J[10]:.4f} after 10, {J[-2]:.4f} after "
        f"{STEPS - 1} and {J[-1]:.4f} after {STEPS}; its minimum is {bounds(seed)[2]:.4f}, and it "
        f"rose in {rises} of {STEPS} steps"
    )


def first_difference(points: np.ndarray) -> np.ndarray:
    """Return W00 - W01 for each row of `points`."""
    return points[:, 0] - points[:, 1]


def snapshot(states: tuple = STATES, seed: int = 0) -> Figure:
    """Return the printed form: loss and weights after t steps for each rate, and the ruler."""
    fig, left, right, ruler = _frame()
    for i, rate in enumerate(states):
        points, J = simulate(rate, seed)
        plot_curve(left, J, i, linewidth=1.7)
        plot_curve(right, first_difference(points), i, linewidth=1.2)
        t = NAMED_AT[i % len(NAMED_AT)]
        left.annotate(f"{rate:g}", (t, J[t]), **ABOVE)
    safe, measured, _ = bounds(seed)
    place_bands(_bands(ruler), (0, safe, measured, RULER))
    ruler.set_xticks([safe, measured], _bound_names(safe, measured))
    return fig


def _frame() -> tuple:
    fig, (left, right), (ruler,) = new_figure_in_two(3.9, (1, 2), 1, (2.1, 1))
    for ax in (left, right):
        time_axis(ax, STEPS)
        ax.set_xlabel("step t")
    left.set(ylim=(0.15, 1.1))
    left.set_title("loss J after t steps")
    right.set(ylim=(-8, 1))
    right.set_title("first weights, W00 - W01")
    ruler.set_title(rf"Learning rate $\eta$ from 0 to {RULER}", pad=18)
    return fig, left, right, ruler


def _bands(ruler) -> list:
    names = "always\ndown", "no promise", "leaves the\nminimum"
    bands = plot_bands(ruler, (0, 2, 7, RULER), names)
    ruler.set_xticks([0, RULER], [" \n ", ""])  # room for two lines
    return bands


def _bound_names(safe: float, measured: float) -> tuple[str, str]:
    return f"safe everywhere\n2/L = {safe:.2f}", f"measured at the\nminimum: {measured:.2f}"


class LearningRate(StepExplorer):
    """Explore the learning rate of a perceptron, with your own `step(x, gradient, learning_rate)`.

    `x` are the six numbers W00 W01 W10 W11 b0 b1; without `step` the formula is used. The controls
    are `learning_rate` and `seed`, and one button of `presets` for each of 0.01, 1, 5, 10.
    """

    caption = "Try: which of the rates 5 and 10 still has the minimum after 200 steps?"

    goals = (
        Goal("learning-rate-edge", "For one seed, find two rates that differ by 1 at most: with "
             "the one the loss never rises, with the other it rises in 90 steps or more.",
             lambda shown: (shown.seed.value, shown.learning_rate.value, shown.rises),
             two(lambda one, other: one[0] == other[0] and other[1] - one[1] <= 1
                 and one[2] == 0 and other[2] >= 90)),
    )  # fmt: skip
    curve = Curve(
        "learning-rate-curve",
        "Learning rate 8, data seed 0: draw how the loss J goes over the 200 steps.",
        "loss J", (1, 3, 10, 50, 200), 0.2, 1.2, (0.2, 0.4, 0.6, 0.8, 1, 1.2),
        lambda: simulate(8)[1], lambda shown: abs(shown.learning_rate.value - 8) < 0.01, early=True,
    )  # fmt: skip
    said = ("last", "minimum", "rises")
    simulate = staticmethod(simulate)
    slide = Slide(
        "learning_rate", "Learning rate", (0.01, 0.1, 0.5, 1, 2, 3, 5, 6, 7, 8, 10, 15)
    )  # fmt: skip

    def __init__(self, step: Step | None = None):
        self.learning_rate, rate_row = slider("Learning rate", LOW, HIGH, 0.1)
        self.seed, seed_row = seeds()
        self.presets, preset_row = go_to("Try the rate", self.learning_rate, PRESETS)
        rows = [preset_row, rate_row, seed_row]
        self.assemble(self._draw(), rows, [self.learning_rate, self.seed], step)

    def _draw(self) -> Canvas:
        fig, left, right, ruler = _frame()
        thin = {"color": GREY, "linestyle": "-", "linewidth": 1.2}
        self._faint = [[plot_curve(ax, [], **thin) for _ in STATES] for ax in (left, right)]
        self._names = [left.annotate(f"{rate:g}", (0, 0), **ABOVE) for rate in STATES]
        bold = {"color": BLUE, "linestyle": "-", "marker": "o", "markersize": 4}
        bold["markevery"] = slice(0, 20)
        self._bold = [plot_curve(ax, [], **bold) for ax in (left, right)]
        self._bands = _bands(ruler)
        below = {"xytext": (0, -5), "textcoords": "offset points", "ha": "center", "va": "top",
                 "arrowprops": {"arrowstyle": "-", "shrinkA": 0, "shrinkB": 0}}  # fmt: skip
        self._ticks = [ruler.annotate("", (0, 0), **below) for _ in range(2)]
        (self._marker,) = ruler.plot([], [], color=RED, marker="v", markersize=11, clip_on=False)
        bands = [part for band in self._bands for part in band]
        settled = [*bands, *self._ticks, *self._faint[0], *self._faint[1], *self._names]
        return Canvas(fig, [*self._bold, self._marker], settled)

    @property
    def J(self) -> np.ndarray:
        """The loss at the start and after each step."""
        return self.runs(self.learning_rate.value, self.seed.value)[0][1]

    @property
    def last(self) -> float:
        """The loss after the last step."""
        return float(self.J[-1])

    @property
    def minimum(self) -> float:
        """The least loss that there is."""
        return bounds(self.seed.value)[2]

    @property
    def rises(self) -> int:
        """In how many of the steps the loss rose."""
        return int((np.diff(self.J) > INCREASE).sum())

    def show(self) -> str:
        rate, seed = self.learning_rate.value, self.seed.value
        (points, J), (ours, _) = self.runs(rate, seed)
        self._settle(seed)
        for line, values in zip(self._bold, (J, first_difference(points)), strict=True):
            line.set_data(np.arange(len(values)), values)
        self._marker.set_data([min(rate, RULER)], [1.2])
        sentence = describe(rate, J, seed)
        if rate <= SURE:
            sentence += self.compared(points, ours)
        return sentence + "."

    def _settle(self, seed: int) -> None:
        for i, rate in enumerate(STATES):
            points, J = self._run((rate, seed), None)
            self._faint[0][i].set_data(np.arange(len(J)), J)
            self._faint[1][i].set_data(np.arange(len(J)), first_difference(points))
            self._names[i].xy = NAMED_AT[i], J[NAMED_AT[i]]
        safe, measured, _ = bounds(seed)
        place_bands(self._bands, (0, safe, measured, RULER))
        words = _bound_names(safe, measured)
        for tick, place, text in zip(self._ticks, (safe, measured), words, strict=True):
            tick.xy = place, 0
            tick.set_text(text)
        self.canvas.settle(seed)

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        safe, measured, minimum = bounds()
        ends = "; ".join(f"at {rate:g} {simulate(rate)[1][-1]:.3f}" for rate in STATES)
        alt = (
            "Loss of a perceptron on overlapping data over 200 steps, for five learning rates. The "
            f"loss after the last step: {ends}. Its minimum is {minimum:.3f}; the rate "
            f"{STATES[-1]:g} {_visit(minimum)}, and its first weights jump from side to side. "
            f"Below, a ruler of learning rates: safe everywhere up to {safe:.2f}, no promise up to "
            f"{measured:.2f}, which was measured at the minimum, and beyond that no descent stays."
        )
        return snapshot(), alt


def _visit(minimum: float) -> str:
    """Return what the largest of the printed rates does at the minimum, as three decimals show."""
    J = simulate(STATES[-1])[1].round(3)
    there = np.flatnonzero(J <= round(minimum, 3))
    if not len(there):
        return "never reaches it"
    stays = J[-1] <= round(minimum, 3)
    return f"reaches it at step {there[0]} and {'stays there' if stays else 'leaves it again'}"
