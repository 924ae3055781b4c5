"""Cross-entropy: what a prediction costs, when all you know is the p it gave to the truth.

The cost is -log p. Being sure and right is nearly free, not knowing costs 0.693, and being sure and
wrong costs more than anything else: the curve grows without end as p goes to 0.
"""

import math
from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlfs.classroom.drawing.figures import BLUE, GREY, INK, ORANGE, RED, new_figure
from dlfs.classroom.explore.calling import Mistake, answer_of, takes, whose
from dlfs.classroom.explore.controls import go_to, slider
from dlfs.classroom.explore.goals import Goal, now
from dlfs.classroom.explore.live import Canvas, Explorer, Slide

A, B = (0.6, 0.6, 0.6, 0.4), (0.99, 0.99, 0.99, 0.01)
LOW = 0.001
PRESETS = STATES = (0.9, 0.5, 0.1, 0.01)
CURVE = np.concatenate([np.geomspace(LOW, 0.1, 40), np.linspace(0.12, 1, 40)])
YOUR_CURVE = CURVE[::4]
TOP, WIDE = 7.2, 2
SQUARE = {"marker": "s", "color": RED, "markeredgecolor": INK, "linestyle": "", "clip_on": False}
NAMES = ("0.6 0.6 0.6 0.4:", "0.99 0.99 0.99 0.01:", "0.99 0.99 0.99 p:")
DOTTED = {"color": INK, "linewidth": 2.5, "linestyle": ":"}


def costs(p) -> np.ndarray:
    """Return -log p for each probability of the true class."""
    return -np.log(np.asarray(p, dtype=float))


def simulate(p, loss: Callable | None = None) -> tuple[float, float]:
    """Return `(accuracy, loss)` for the probabilities `p` that the true classes were given.

    There are two classes, so p above 0.5 is right. The loss is the mean of -log p, or what the
    function `loss` returns: it is called with p, or, if it takes two arguments, with a table p and
    one-hot c of shape (n, 2). Whatever else it does is a Mistake.
    """
    p = np.asarray(p, dtype=float)
    return float((p > 0.5).mean()), float(costs(p).mean()) if loss is None else _yours(loss, p)


def _yours(loss: Callable, p: np.ndarray) -> float:
    if takes(loss, 2) and not takes(loss, 1):
        truth = np.tile([1.0, 0.0], (len(p), 1))
        answer = answer_of("loss", loss, np.column_stack([p, 1 - p]), truth)
    else:
        answer = answer_of("loss", loss, p)
    if answer.size != 1:
        raise Mistake(
            f"Your loss returned shape {answer.shape} for {len(p)} points: these are their single "
            "losses, and one number for all of them is wanted, shape ()."
        )
    return answer.item()


def _log_of_the_mean(p: np.ndarray) -> float:
    return costs(p.mean())


MISTAKES = (
    ("it adds the losses of the points and does not take their mean", lambda p: costs(p).sum()),
    ("its sign is wrong: log p is negative, a loss is not", lambda p: -costs(p).mean()),
    ("it adds log p, without the minus and without the mean", lambda p: -costs(p).sum()),
    ("it takes the mean of p first and the logarithm after", _log_of_the_mean),
    ("it is the mean of 1 - p, a straight line in p", lambda p: (1 - p).mean()),
    ("it is the mean of p, which is large when all is well", np.mean),
    ("it counts the wrong ones, as 1 - accuracy does", lambda p: (p <= 0.5).mean()),
    ("it is the mean of -p log p, with one p too many", lambda p: (p * costs(p)).mean()),
    ("it is the mean of -log(1 - p): p and 1 - p are swapped", lambda p: costs(1 - p).mean()),
    ("it is the squared error (1 - p)^2", lambda p: ((1 - p) ** 2).mean()),
    ("it is half the squared error (1 - p)^2", lambda p: ((1 - p) ** 2).mean() / 2),
    ("its logarithm has base 10", lambda p: costs(p).mean() / math.log(10)),
    ("its logarithm has base 2", lambda p: costs(p).mean() / math.log(2)),
    ("it multiplies the p, which is the likelihood", np.prod),
    ("it is the mean over both columns, and each loss counts half", lambda p: costs(p).mean() / 2),
)


def mistake_of(loss: Callable) -> str:
    """Return the name of the known mistake that `loss` makes on A and on B; empty for none."""
    probes = np.array(A), np.array(B)
    try:
        answers = [_yours(loss, p) for p in probes]
    except Mistake:
        return ""
    for name, wrong in MISTAKES:
        if np.allclose(answers, [wrong(p) for p in probes], rtol=1e-4, atol=1e-6):
            return name
    return ""


def describe(p: float, loss: Callable | None = None, mistake: str | None = None) -> str:
    """Return one sentence about this p, about A and B, and about your own `loss`.

    `mistake` is what `mistake_of` returned for it, if that is at hand.
    """
    cost = costs(p) + 0.0
    words = (
        f"p = {p:.4g} for the true class costs -log p = {cost:.3f}, and the slope there is "
        f"{-1 / p:.4g}; {_case('A', A)}; {_case('B', B)}; {_case('C', with_mistake(p))}"
    )
    if loss is None:
        return words
    mistake = mistake_of(loss) if mistake is None else mistake
    return f"{words}; {_compared(loss, (A, B, with_mistake(p)), mistake)}"


def with_mistake(p: float) -> tuple:
    """Return the classifier C: it is B, and its fourth point has `p`."""
    return *B[:3], p


def _case(name: str, p: tuple) -> str:
    accuracy, loss = simulate(p)
    numbers = " ".join(f"{number:.4g}" for number in p)
    return f"{name} ({numbers}) has accuracy {accuracy:.2f} and loss {loss:.3f}"


def _compared(loss: Callable, cases: tuple, mistake: str) -> str:
    found = np.array([simulate(p, loss)[1] for p in cases])
    if not mistake and np.allclose(found, [simulate(p)[1] for p in cases], rtol=1e-5, atol=1e-9):
        return f"{whose(loss, 'loss')} gives the same"
    numbers = ", ".join(f"{value:.3f}" for value in found)
    return f"{whose(loss, 'loss')} gives {numbers}: {mistake or _from_outside(found)}"


def _from_outside(found: np.ndarray) -> str:
    if np.isfinite(found).all():
        return "not the same, and none of the slips that are known here"
    if np.isfinite(found[:2]).all():
        return "log(0) is -inf, and 0 * log(0) is nan"
    return "no p is 0 here, so of what do you take the logarithm?"


def snapshot(states: tuple = STATES) -> Figure:
    """Return the printed form: -log p with the `states` marked; the table of A and B beside it."""
    fig, (curve, table) = new_figure(3.2, 1, 2, width_ratios=[1, 1.1])
    _frame(curve)
    curve.plot(states, costs(states), markersize=7, **SQUARE)
    for p in states:
        curve.annotate(f"{p:g}: {costs(p):.3f}", (p, costs(p)), (7, 3), textcoords="offset points")
    _table(table)
    return fig


def _frame(curve: Axes) -> None:
    curve.plot(CURVE, costs(CURVE), color=BLUE, linewidth=2.5, label="-log p")
    curve.set(xlim=(0, 1.03), ylim=(0, TOP), xlabel="p of the true class", title="loss -log p")
    curve.set_xticks([0, 0.5, 1], ["0", ".5", "1"])


def _table(table: Axes) -> None:
    table.axis("off")
    table.set(xlim=(0, 1), ylim=(-0.6, 7))
    for x, name, p in ((0.24, "A", A), (0.76, "B", B)):
        accuracy, loss = simulate(p)
        rows = [(f"{name}: p", "-log p"), *((f"{q:g}", f"{costs(q):.3f}") for q in p)]
        rows += [("accuracy", f"{accuracy:.2f}"), ("loss", f"{loss:.3f}")]
        for y, row in enumerate(reversed(rows)):
            for place, word in zip((x, x + 0.23), row, strict=True):
                table.text(place, y, word, ha="right", va="baseline")
    table.hlines((1.65, 5.65), 0, 1, color=GREY, linewidth=1)


class _Picture:
    """The curve with its tangent, and the losses of A, B and C as bars of four parts each."""

    def __init__(self, curve: Axes, bars: Axes, yours: bool):
        _frame(curve)
        (self._tangent,) = curve.plot([], [], color=RED, linewidth=2, linestyle="--")
        (self._dot,) = curve.plot([], [], zorder=4, markersize=8, **SQUARE)
        (self._your_curve,) = curve.plot([], [], label="yours", **DOTTED)
        bars.set(xlim=(0, WIDE), ylim=(-0.6, 2.6), xlabel="loss (hatched: the share of point 4)")
        bars.set_xticks([0, 0.5, 1, 1.5, 2], ["0", ".5", "1", "1.5", "2"])
        bars.set_yticks([2, 1, 0], ["A", "B", "C"])
        bars.set_title("the mean of four -log p")
        _parts(bars, 2, A)
        _parts(bars, 1, B)
        self._parts = _parts(bars, 0, with_mistake(0.5))
        diamond = {"marker": "D", "markersize": 8, "color": "white", "markeredgecolor": INK}
        (self._yours,) = bars.plot([], [], linestyle="", label="yours", **diamond, clip_on=False)
        for y, numbers, case in zip((2, 1, 0), NAMES, (A, B, B), strict=True):
            bars.text(0, y + 0.36, numbers, va="bottom")
            self._verdict = bars.text(0.97, y + 0.36, _verdict(case), va="bottom")
        for ax, corner in ((curve, "upper right"), (bars, "lower right")) if yours else ():
            ax.legend(loc=corner, frameon=False)
        self.moving = [
            self._tangent, self._dot, self._your_curve, *self._parts, self._yours, self._verdict
        ]  # fmt: skip

    def move(self, p: float, curve: np.ndarray | None = None, losses: list | None = None) -> None:
        """Show `p`; `curve` and `losses` (of A, B, C) are those of the learner's function."""
        cost = costs(p)
        self._dot.set_data([p], [cost])
        self._tangent.set_data([0, 1], [cost + 1, cost + 1 - 1 / p])
        for bar, left, width in zip(self._parts, *_lengths(with_mistake(p)), strict=True):
            bar.set(x=left, width=width)
        self._verdict.set_text(_verdict(with_mistake(p)))
        if curve is not None:
            self._your_curve.set_data(YOUR_CURVE, curve)
            self._yours.set_data(np.clip(losses, 0, WIDE), [2, 1, 0])


def _verdict(p: tuple) -> str:
    accuracy, loss = simulate(p)
    return f"right {accuracy:.2f}, loss {loss:.3f}"


def _lengths(p: tuple) -> tuple:
    widths = costs(p) / len(p)
    return widths.cumsum() - widths, widths


def _parts(bars: Axes, y: float, p: tuple) -> list:
    lefts, widths = _lengths(p)
    parts = bars.barh([y] * len(p), widths, 0.5, lefts, color=BLUE, edgecolor="white").patches
    parts[-1].set(facecolor=ORANGE, edgecolor=INK, hatch="///")
    return list(parts)


class CrossEntropy(Explorer):
    """Explore the cost of one probability, beside two classifiers that are equally often right.

    The control is `p`; `presets` are buttons for 0.9, 0.5, 0.1, 0.01. `loss` may be your own
    function of the p that the true classes were given, or of p and one-hot c, both (n, 2).
    """

    caption = "C is B with your p. Try: at which p does C have the same loss as A?"

    goals = (
        Goal("cross-entropy-even", "Give C the loss of A: the two differ by less than 0.005.",
             lambda shown: abs(shown.losses[2] - shown.losses[0]), now(lambda gap: gap < 0.005)),
    )
    own = "loss"
    said = ("cost", "slope", "losses", "accuracies")
    slide = Slide(
        "p", "p of the true class",
        (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.9, 0.99),
    )  # fmt: skip

    def __init__(self, loss: Callable | None = None):
        self.p, p_row = slider("p of the truth", LOW, 1, 0.5)
        self.presets, preset_row = go_to("Try p =", self.p, PRESETS)
        self.assemble(self._draw(loss is not None), [preset_row, p_row], [self.p], loss)

    def hand_over(self, yours: Callable | None) -> None:
        self._mistake = "" if yours is None else mistake_of(yours)
        self._curve, self.canvas = None, self._draw(yours is not None)
        super().hand_over(yours)

    def _draw(self, yours: bool) -> Canvas:
        fig, (curve, bars) = new_figure(3.3, 1, 2, width_ratios=[1, 1.35])
        self._picture = _Picture(curve, bars, yours)
        return Canvas(fig, self._picture.moving)

    @property
    def cost(self) -> float:
        """What p costs, -log p."""
        return float(costs(self.p.value))

    @property
    def slope(self) -> float:
        """The slope of -log p."""
        return -1 / self.p.value

    @property
    def _cases(self) -> tuple:
        return A, B, with_mistake(self.p.value)

    @property
    def losses(self) -> list[float]:
        """The losses of A, B and C."""
        return [simulate(case)[1] for case in self._cases]

    @property
    def accuracies(self) -> list[float]:
        """The accuracies of A, B and C."""
        return [simulate(case)[0] for case in self._cases]

    def show(self) -> str:
        p = self.p.value
        if self.yours is None:
            self._picture.move(p)
            return describe(p) + "."
        losses = [simulate(case, self.yours)[1] for case in (A, B, with_mistake(p))]
        if self._curve is None:
            self._curve = np.array([_yours(self.yours, np.array([q])) for q in YOUR_CURVE])
        self._picture.move(p, self._curve, losses)
        return describe(p, self.yours, self._mistake) + "."

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        marked = ", ".join(f"{p:g} costs {costs(p):.3f}" for p in STATES)
        alt = (
            "The curve of -log p over p, the probability that the true class was given: it is 0 at "
            f"p = 1 and grows without end as p goes to 0. Marked on it: {marked}. Beside it a "
            f"table of two classifiers on four points: {_case('A', A)}; {_case('B', B)}."
        )
        return snapshot(), alt

