"""How far should you nudge? A large nudge sees the bend of the curve, a tiny one the last digits.

The error of a nudged derivative falls with h, as the formula says, until the computer runs out of
digits. From there on a smaller nudge makes it worse.
"""

import inspect
import math
import time
from collections.abc import Callable
from functools import lru_cache, partial

import numpy as np
from matplotlib.figure import Figure

from dlfs.classroom.drawing.figures import BLUE, CURVES, GREY, INK, RED, new_figure
from dlfs.classroom.explore.calling import Mistake, answer_of, takes
from dlfs.classroom.explore.controls import choice, offer_yours, presets, slider
from dlfs.classroom.explore.goals import Goal, now
from dlfs.classroom.explore.live import Canvas, Explorer, Slide
from dlfs.classroom.explore.stepping import PATIENCE

Nudged = Callable[[Callable[[float], float], float, float], float]

X = 0.7
SMALLEST, LARGEST = 1e-15, 1e-1
GRID = tuple(float(f"1e{k}") * part for k in range(-15, -1) for part in (1, 1.8, 3.2, 5.6)) + (0.1,)
STATES = (1e-1, 1e-5, 1e-15)
POWERS = tuple(float(f"1e-{n}") for n in (*range(1, 11), 12, 15))
PRESETS = (1e-1, 1e-3, 1e-5, 1e-8, 1e-12, 1e-15)
FLOOR = 1e-13
REACH = np.linspace(-1.6, 1.6, 321)


def sigma(x: float) -> float:
    """Return 1 / (1 + e^-x) for one number x."""
    if np.ndim(x):
        raise TypeError("f takes one number, not an array")
    return 1 / (1 + math.exp(-x))


def central(f: Callable[[float], float], x: float, h: float) -> float:
    """Return (f(x + h) - f(x - h)) / 2h."""
    return (f(x + h) - f(x - h)) / (2 * h)


def forward(f: Callable[[float], float], x: float, h: float) -> float:
    """Return (f(x + h) - f(x)) / h."""
    return (f(x + h) - f(x)) / h


def _backward(f, x, h):
    return (f(x) - f(x - h)) / h


def _twice_central(f, x, h):
    return 2 * central(f, x, h)


FORMULAS = {"central": central, "forward": forward}
KNOWN = {
    "the central difference": central,
    "the forward difference": forward,
    "the backward difference": _backward,
    "twice the central difference: the points are 2 h apart": _twice_central,
}


def true_derivative() -> float:
    """Return the derivative of sigma at 0.7, p (1 - p)."""
    p = sigma(X)
    return p * (1 - p)


def relative_error(numeric: float) -> float:
    """Return |a - n| / max(|a|, |n|) with the true derivative as a."""
    a = true_derivative()
    return abs(a - numeric) / max(abs(a), abs(numeric))


def simulate(h: float, formula: str | Nudged = "central") -> tuple[float, float]:
    """Return the nudged derivative of sigma at 0.7 and its relative error.

    `formula` is "central", "forward", or your own `nudged(f, x, h)`. What goes wrong in that is a
    Mistake.
    """
    if isinstance(formula, str):
        numeric = FORMULAS[formula](sigma, X, h)
    else:
        numeric = _answer(formula, h)
    return numeric, relative_error(numeric)


def _answer(nudged: Nudged, h: float) -> float:
    if callable(nudged) and not takes(nudged, 3):
        raise Mistake(
            f"Your nudged takes {inspect.signature(nudged)}, and three things are handed to it: "
            "f, x, h."
        )
    function = partial(nudged, sigma) if callable(nudged) else nudged
    answer = answer_of("nudged", function, np.float64(X), np.float64(h))
    if answer.shape != ():
        raise Mistake(f"Your nudged returned shape {answer.shape}: one number is wanted.")
    if not np.isfinite(answer):
        raise Mistake(f"Your nudged returned {answer} at h = {h:g}.")
    return answer.item()


@lru_cache(maxsize=16)
def errors(formula: str | Nudged) -> np.ndarray:
    """Return the relative error for each h of `GRID`; a function has one second for all of them."""
    deadline, found = time.perf_counter() + PATIENCE, []
    for h in GRID[::-1]:
        found.append(simulate(h, formula)[1])
        if time.perf_counter() > deadline:
            raise Mistake(f"Your nudged needs more than {PATIENCE:g} s for {len(GRID)} calls.")
    return np.array(found[::-1])


def bend(h: float, formula: str = "central") -> float:
    """Return the relative error that the bend of the curve causes, by the first term left out."""
    p = sigma(X)
    if formula == "forward":
        return abs(1 - 2 * p) / 2 * h
    return abs(1 - 6 * p + 6 * p * p) / 6 * h**2


def rounding(h: float) -> float:
    """Return the size of the relative error that rounding causes: the last digit over h."""
    return float(np.finfo(float).eps) / h


def best_power() -> float:
    """Return the power of ten with the smallest error of the central difference."""
    powers = [float(f"1e-{k}") for k in range(1, 16)]
    return min(powers, key=lambda h: simulate(h)[1])


def turning_point(formula: str = "central") -> float:
    """Return the h at which the bend of the curve and rounding cost the same."""
    power = 1 if formula == "forward" else 2
    return (rounding(1.0) / bend(1.0, formula)) ** (1 / (power + 1))


def describe(h: float, formula: str | Nudged = "central") -> str:
    """Return one sentence about a nudge of size `h`."""
    numeric, error = simulate(h, formula)
    named = isinstance(formula, str)
    head = f"{formula.capitalize()} difference" if named else "Your nudged"
    return (
        f"{head} for sigma at {X}, h = {h:.3g}: it gives {numeric:.10f}, the derivative is "
        f"{true_derivative():.10f}, and the relative error is {error:.1e}"
        + (f", most of it from {_cause(h, formula)}" if named else "")
    )


def _cause(h: float, formula: str) -> str:
    return "the bend of the curve" if h > turning_point(formula) else "the last digits"


def recognised(nudged: Nudged) -> str:
    """Return what `nudged` computes, as the end of a sentence."""
    at = (0.1, 0.01)
    yours = [simulate(h, nudged)[0] for h in at]
    for words, formula in KNOWN.items():
        if np.allclose(yours, [formula(sigma, X, h) for h in at], rtol=1e-9, atol=0):
            return f"; it is {words}"
    ours = central(sigma, X, 0.1)
    return f"; at h = 0.1 it gives {yours[0]:.6f}, the central difference {ours:.6f}"


def magnified(h: float) -> np.ndarray:
    """Return sigma(0.7 + s h) - sigma(0.7), over h, for each s of `REACH`."""
    return np.array([sigma(X + s * h) - sigma(X) for s in REACH.tolist()]) / h


def snapshot(states: tuple = STATES) -> Figure:
    """Return the printed form: error over h for both formulas; sigma magnified for three nudges."""
    fig, axes = new_figure(2.9, 1, 2, width_ratios=[1.7, 1])
    _errors_over_h(axes[0])
    parts = axes[1].get_subplotspec().subgridspec(len(states), 1).subplots(sharex=True)
    axes[1].remove()
    axes[0].plot(states, [simulate(h)[1] for h in states], "s", color=RED, markersize=6)
    for ax, h in zip(parts, states, strict=True):
        ax.spines[["top", "right"]].set_visible(False)
        ax.plot(REACH, magnified(h), color=BLUE, linewidth=1.5)
        ax.plot([-1, 1], _ends(h, "central"), "s-", color=RED, markersize=4, linewidth=1)
        ax.set(yticks=[], xticks=[-1, 1], xticklabels=["x - h", "x + h"], ylim=(-0.5, 0.5))
        ax.text(-1.6, 0.48, f"h = {h:g}", va="top")
    return fig


def _errors_over_h(ax) -> None:
    ax.set(xscale="log", yscale="log", xlim=(SMALLEST / 2, LARGEST * 2), ylim=(FLOOR, 3))
    ax.set(xlabel="h", title="relative error of the derivative")
    ends = np.array([SMALLEST, LARGEST])
    guide = {"color": GREY, "linewidth": 1.2}
    for formula in FORMULAS:
        ax.plot(ends, [bend(h, formula) for h in ends], **guide)
    ax.plot(ends, [rounding(h) for h in ends], **guide)
    for i, formula in enumerate(FORMULAS):
        ax.plot(GRID, np.maximum(errors(formula), FLOOR), **CURVES[i], linewidth=1.7)
    ax.text(0.15, 2e-10, "central,\nslope h^2", ha="right", va="top")
    ax.text(2.5e-4, 1e-3, "forward,\nslope h", ha="right")
    ax.text(2e-11, 1e-7, "rounding,\nslope 1/h", ha="right", va="top")
    ax.set_xticks([1e-15, 1e-12, 1e-9, 1e-6, 1e-3])


def _ends(h: float, formula: str) -> list[float]:
    first = 0.0 if formula == "forward" else (sigma(X - h) - sigma(X)) / h
    return [first, (sigma(X + h) - sigma(X)) / h]


class NudgeSize(Explorer):
    """Explore how far to nudge; `nudged` may be your own `nudged(f, x, h)`.

    The controls are `h` and `formula` ("central", "forward", and "yours" when you hand one over).
    There is one button of `presets` for each of the nudges 1e-1, 1e-3, 1e-5, 1e-8, 1e-12, 1e-15.
    """

    caption = (
        "Try: which power of ten is best for each formula? A model of n numbers costs 2 n forward "
        "passes with the central one: six numbers, 12 passes."
    )

    goals = (
        Goal("nudge-size-forward", "Bring the relative error of the forward formula below 3e-8.",
             lambda shown: shown.formula.value == "forward" and shown.error,
             now(lambda error: error < 3e-8)),
    )  # fmt: skip
    own = "nudged"
    said = ("slope", "error")
    slide = Slide("h", "Nudge h", lambda _: {_power(h): h for h in POWERS},
                  second=Slide("formula", "Formula", tuple(FORMULAS)))

    def __init__(self, nudged: Nudged | None = None):
        self.h, h_row = slider("Nudge h", SMALLEST, LARGEST, 1e-1)
        self.formula, formula_row = choice("Formula", FORMULAS)
        settings = {_power(h): partial(setattr, self.h, "value", h) for h in PRESETS}
        self.presets, preset_row = presets("Try the nudge", settings)
        rows = [preset_row, h_row, formula_row]
        self.assemble(self._draw(), rows, [self.h, self.formula], nudged)

    def hand_over(self, yours: Nudged | None) -> None:
        self.yours = yours
        offer_yours(self.formula, FORMULAS, yours is not None)
        self.refresh()

    def _draw(self) -> Canvas:
        fig, (left, right) = new_figure(3.6, 1, 2, width_ratios=[1.35, 1])
        _errors_over_h(left)
        right.set(xlim=(-1.7, 1.7), ylim=(-0.6, 0.6), xticks=[-1, 0, 1])
        right.set_xticklabels(["x - h", "x", "x + h"])
        right.set(title="sigma, magnified 1/h times")
        slope = true_derivative()
        right.plot(REACH, slope * REACH, color=GREY, linewidth=1.5, linestyle="--")
        right.text(-1.6, 0.56, "dashed: the true slope", va="top")
        (self._yours,) = left.plot([], [], **CURVES[2], linewidth=2)
        dot = {"color": RED, "markeredgecolor": INK, "markersize": 9}
        (self._now,) = left.plot([], [], "s", clip_on=False, **dot)
        (self._curve,) = right.plot([], [], color=BLUE, linewidth=2)
        (self._chord,) = right.plot([], [], "s-", linewidth=2, **dot)
        return Canvas(fig, [self._yours, self._now, self._curve, self._chord])

    @property
    def _found(self) -> tuple[float, float]:
        name = self.formula.value
        return simulate(self.h.value, self.yours if name == "yours" else name)

    @property
    def slope(self) -> float:
        """The derivative by nudging."""
        return self._found[0]

    @property
    def error(self) -> float:
        """Its relative error."""
        return self._found[1]

    def show(self) -> str:
        h, name = self.h.value, self.formula.value
        formula = self.yours if name == "yours" else name
        error = simulate(h, formula)[1]
        self._yours.set_data([], [])
        if name == "yours":
            self._yours.set_data(GRID, np.maximum(errors(formula), FLOOR))
        self._now.set_data([h], [min(max(error, FLOOR), 2)])
        self._magnify(h, name)
        ending = recognised(formula) if name == "yours" else ""
        return describe(h, formula) + ending + "."

    def _magnify(self, h: float, name: str) -> None:
        self._curve.set_data(REACH, magnified(h))
        self._chord.set_visible(name != "yours")
        self._chord.set_data([0 if name == "forward" else -1, 1], _ends(h, name))

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        seen = "; ".join(f"{simulate(h)[1]:.1e} at h = {h:g}" for h in (1e-1, 1e-5, 1e-12))
        alt = (
            "The relative error of a nudged derivative of sigma at 0.7 over the size h of the "
            "nudge: a U, both axes logarithmic. From the right the error falls with h for the "
            "forward difference and with the square of h for the central one, until rounding "
            f"takes over and it rises like 1/h. Central: {seen}; the best power of ten is "
            f"{best_power():g}. The forward difference turns near "
            f"{turning_point('forward'):.0e}. Beside it sigma, magnified for three nudges: at "
            "h = 1e-15 the curve is a staircase."
        )
        return snapshot(), alt


def _power(h: float) -> str:
    return f"1e-{round(-math.log10(h))}"

