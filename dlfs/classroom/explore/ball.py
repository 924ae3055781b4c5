"""A ball in a long valley: it remembers a part of its speed, so it does not bounce from the walls.

Across the valley the slope changes its sign from step to step, and what is remembered cancels it.
Along the valley the slope keeps its sign, and what is remembered adds up.
"""

import inspect

import numpy as np
from matplotlib.figure import Figure

from dlfs.classroom.drawing.figures import BLUE, GREY, INK, RED, new_figure, plot_curve
from dlfs.classroom.explore.calling import Mistake, takes
from dlfs.classroom.explore.controls import linear_slider, presets, slider, steps
from dlfs.classroom.explore.goals import Goal, now
from dlfs.classroom.explore.live import Canvas, Slide
from dlfs.classroom.explore.numbers import number_label
from dlfs.classroom.explore.stepping import Step, follow
from dlfs.classroom.explore.trajectory import StepExplorer, counted, map_and_two_curves
from dlfs.classroom.explore.valley import (
    AXES, START, WINDOW, along_and_across, ellipses, losses, time_axes,
)  # fmt: skip

LAST, PATIENT = 40, 600
BETAS = (0, 0.28, 0.58, 0.9)
RATE = 0.18
HANDED = "x, v, gradient, learning_rate, momentum"
PAIR = "the new x and the new v are wanted, two numbers each"


def simulate(
    kappa: float, learning_rate: float, momentum: float, steps: int = PATIENT,
    step: Step | None = None,
) -> np.ndarray:  # fmt: skip
    """Return the points (x1, x2) of a ball on `(u^2 + kappa v^2) / 2`, the start first.

    The valley and the start are those of `valley.simulate`; the speed is 0 at first. The shape is
    `(steps + 1, 2)`, with fewer rows when the numbers overflow. `step` is a learner's function
    `step(x, v, gradient, learning_rate, momentum)`, which gives the new x and the new v.
    """
    if step is None:
        along, across = (
            _places(start, curvature, learning_rate, momentum, steps)
            for start, curvature in zip(START, (1.0, kappa), strict=True)
        )
        length = min(len(along), len(across))
        return np.column_stack([along[:length], across[:length]]) @ AXES.T
    matrix = AXES @ np.diag([1.0, kappa]) @ AXES.T

    def gradient(x):
        if np.shape(x) != (2,):
            raise ValueError(f"gradient takes two numbers, not something of shape {np.shape(x)}")
        return matrix @ np.asarray(x, dtype=float)

    start = np.concatenate([AXES @ np.array(START), np.zeros(2)])
    return follow(_of_both(step, momentum), start, gradient, learning_rate, steps)[:, :2]


def _places(x: float, curvature: float, eta: float, beta: float, steps: int) -> np.ndarray:
    places, speed = [x], 0.0
    for _ in range(steps):
        speed = beta * speed + curvature * x
        x -= eta * speed
        places.append(x)
    found = np.array(places)
    finite = np.isfinite(found)
    return found if finite.all() else found[: np.argmin(finite)]


def _of_both(step, momentum: float) -> Step:
    """Return a step of x and v, four numbers in one array, that calls the learner's."""
    if not callable(step):
        raise Mistake(f"step is {step!r}, not a function: hand over its name without brackets.")
    if not takes(step, 5):
        raise Mistake(
            f"Your step takes {inspect.signature(step)}, and five things are handed to it: {HANDED}."
        )

    def both(state, gradient, learning_rate):
        answer = step(state[:2], state[2:], gradient, learning_rate, momentum)
        if not isinstance(answer, tuple | list):
            return answer
        if [np.shape(part) for part in answer] != [(2,), (2,)]:
            raise ValueError(PAIR)
        return np.concatenate(answer)

    return both


def bound(kappa: float, momentum: float) -> float:
    """Return the rate from which on the ball no longer comes to rest: 2 (1 + beta) / kappa."""
    return 2 * (1 + momentum) / kappa


def textbook(kappa: float) -> tuple[float, float]:
    """Return the rate and the momentum at which both directions shrink alike, and fastest."""
    root = np.sqrt(kappa)
    return float((2 / (root + 1)) ** 2), float(((root - 1) / (root + 1)) ** 2)


def settled(J: np.ndarray) -> int | None:
    """Return the first t from which on the loss stays within 1 % of the first one, or None."""
    above = np.flatnonzero(~(J <= 0.01 * J[0] * (1 + 1e-9)))
    end = int(above[-1]) + 1 if len(above) else 0
    return end if end < len(J) else None


def rises(J: np.ndarray, t: int) -> int:
    """Return in how many of the first `t` steps the loss rises."""
    return int((np.diff(J[: t + 1]) > 1e-9 * J[0]).sum())


def describe(
    kappa: float, learning_rate: float, momentum: float, t: int, points: np.ndarray | None = None
) -> str:
    """Return one sentence about step `t`; `points` are the formula's when none are given."""
    points = simulate(kappa, learning_rate, momentum) if points is None else points
    J = losses(kappa, points)
    head = (
        f"Kappa {kappa:.4g}, momentum {momentum:.4g}, learning rate {learning_rate:.4g} where less "
        f"than {bound(kappa, momentum):.4g} comes to rest: "
    )
    if t >= len(points):
        return head + f"diverged, the numbers overflow at step {len(points)}"
    ratio = J[t] / J[0]
    words = "more than a million" if ratio > 1e6 else f"{ratio:.3g}"
    return (
        f"{head}after {counted(t)} the loss is {words} times the first one and has risen in "
        f"{rises(J, t)} of them; {_arrival(J)}"
    )


def _arrival(J: np.ndarray) -> str:
    found = settled(J) if len(J) > PATIENT else None
    if found is None:
        return f"it does not stay within 1 % in {PATIENT} steps"
    return f"it stays within 1 % from step {found} on"


def snapshot(states: tuple = BETAS, kappa: float = 10.0) -> Figure:
    """Return the printed form: the path at the rate 0.18 for each momentum of `states`."""
    fig, panels = new_figure(1.95, 1, len(states))
    for ax, beta in zip(panels, states, strict=True):
        points = simulate(kappa, RATE, beta)
        ax.plot(*ellipses(kappa), color=GREY, linewidth=0.8)
        ax.plot(*points[:41].T, "o-", color=BLUE, markersize=3, linewidth=1)
        ax.plot(*points[0], "s", color=RED, markersize=6)
        ax.plot(0, 0, "*", color=INK, markersize=8, zorder=3)
        ax.set(**WINDOW)
        ax.spines[:].set_visible(False)
        after = counted(settled(losses(kappa, points)))
        ax.set_title(rf"$\beta$ = {beta:g}" + f"\n{after}", fontsize=10)
    return fig


class Ball(StepExplorer):
    """Explore a ball in a valley; `step` may be your own `step(x, v, gradient, rate, momentum)`.

    `x` and the speed `v` are two numbers each, and both are returned. The controls are `kappa`, how
    many times more curved the valley is across than along, `learning_rate`, `momentum`, and `t`.
    There is one button of `presets` for each momentum 0, 0.28, 0.58, 0.9 at the learning rate 0.18.
    """

    caption = "Try: which momentum brings the loss within 1 % for good in the fewest steps?"

    goals = (
        Goal("ball-steep", "At kappa 100, bring the loss within 1 % for good in at most 20 "
             "steps.", lambda shown: shown.kappa.value == 100 and shown.steps,
             now(lambda n: n <= 20)),
    )  # fmt: skip
    said = ("bound", "steps", "rises")
    simulate = staticmethod(simulate)
    slide = Slide("momentum", "Momentum", (0, 0.1, 0.2, 0.28, 0.4, 0.5, 0.58, 0.7, 0.8, 0.9, 0.95),
                  {"t": 20})  # fmt: skip

    def __init__(self, step=None):
        self.kappa, kappa_row = slider("Kappa", 1, 100, 10)
        self.learning_rate, rate_row = slider("Learning rate", 0.005, 0.5, RATE)
        self.momentum, momentum_row = linear_slider("Momentum", 0, 0.99, 0.28, 0.01)
        self.t, time_row = steps("Step t", LAST, 7)
        settings = {number_label(beta): lambda beta=beta: self._set(beta) for beta in BETAS}
        self.presets, preset_row = presets("Try the momentum", settings)
        rows = [preset_row, kappa_row, rate_row, momentum_row, time_row]
        watched = [self.kappa, self.learning_rate, self.momentum, self.t]
        self.assemble(self._draw(), rows, watched, step)

    def _set(self, beta: float) -> None:
        self.learning_rate.value, self.momentum.value = RATE, beta

    def _draw(self) -> Canvas:
        fig, field, above, below = map_and_two_curves(3.9, 1.3, 0.12)
        field.set(**WINDOW)
        field.spines[:].set_visible(False)
        field.set_title("lines of equal loss, and the path", pad=0)
        field.set_xlabel("dotted: where its speed carries it")
        time_axes(above, below, LAST)
        (self._contours,) = field.plot([], [], color=GREY, linewidth=1.2)
        minimum = field.plot(0, 0, "*", color=INK, markersize=12, zorder=4)[0]
        (self._path,) = field.plot([], [], "o-", color=BLUE, markersize=5, linewidth=1.5)
        (self._speed,) = field.plot([], [], color=INK, linewidth=2, linestyle=":")
        (self._now,) = field.plot([], [], "s", color=RED, markersize=8, markeredgecolor=INK)
        self._limit = field.text(3.2, -2.15, "", ha="right", va="bottom", color=INK)
        self._coordinates = [plot_curve(above, [], i, marker="o", markersize=3) for i in (0, 1)]
        self._loss = plot_curve(below, [], 0, marker="o", markersize=3)
        dot = {"marker": "s", "markersize": 7, "color": RED, "markeredgecolor": INK}
        self._dots = [ax.plot([], [], linestyle="", **dot)[0] for ax in (above, below)]
        return Canvas(fig, [
            self._contours, minimum, self._path, self._speed, self._now, self._limit,
            *self._coordinates, self._loss, *self._dots,
        ])  # fmt: skip

    @property
    def bound(self) -> float:
        """The learning rate from which on the ball no longer comes to rest."""
        return bound(self.kappa.value, self.momentum.value)

    @property
    def points(self) -> np.ndarray:
        """The places (x1, x2) of the ball, the start first."""
        return self.runs(self.kappa.value, self.learning_rate.value, self.momentum.value)[0]

    @property
    def steps(self) -> int | None:
        """From which step on the loss stays within 1 %; None if it does not in 600 steps."""
        J = losses(self.kappa.value, self.points)
        return settled(J) if len(J) > PATIENT else None

    @property
    def rises(self) -> int:
        """In how many of the steps so far the loss has risen."""
        return rises(losses(self.kappa.value, self.points), self.t.value)

    def show(self) -> str:
        kappa, t = self.kappa.value, self.t.value
        settings = kappa, self.learning_rate.value, self.momentum.value
        points, ours = self.runs(*settings)
        now = min(t, len(points) - 1)
        seen = np.clip(points[: now + 1], -1e3, 1e3)
        self._roll(kappa, seen)
        self._plot(kappa, seen)
        return describe(*settings, t, points) + self.compared(points, ours) + "."

    def _roll(self, kappa: float, past: np.ndarray) -> None:
        here, before = past[-1], past[-2] if len(past) > 1 else past[-1]
        ahead = here + self.momentum.value * (here - before)
        self._contours.set_data(*ellipses(kappa))
        self._path.set_data(*past.T)
        self._now.set_data(here[:1], here[1:])
        self._speed.set_data([here[0], ahead[0]], [here[1], ahead[1]])
        self._limit.set_text(f"rate {self.learning_rate.value:.3g}, limit {self.bound:.3g}")

    def _plot(self, kappa: float, seen: np.ndarray) -> None:
        now, coordinates, J = len(seen) - 1, along_and_across(seen), losses(kappa, seen)
        for line, values in zip(self._coordinates, coordinates.T, strict=True):
            line.set_data(np.arange(now + 1), values)
        share = np.maximum(J / J[0], 1e-9)
        self._loss.set_data(np.arange(now + 1), share)
        self._dots[0].set_data([now, now], coordinates[now])
        self._dots[1].set_data([now], [share[now]])

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        counts = [settled(losses(10.0, simulate(10.0, RATE, beta))) for beta in BETAS]
        panels = "; ".join(
            f"{beta:g} from step {n} on" for beta, n in zip(BETAS, counts, strict=True)
        )
        alt = (
            "Four paths in the same valley, ten times more curved across than along, at the "
            "learning rate 0.18. Without momentum the path jumps from wall to wall; at 0.9 it swings "
            "far past the minimum, along the valley and back. The loss stays within 1 % of the first "
            f"one, by momentum: {panels}."
        )
        return snapshot(), alt
