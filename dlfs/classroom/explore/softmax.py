"""Softmax: three numbers of any size become three probabilities.

Each number goes through exp, which makes it positive, and then gets its share of the sum. Adding
the same number to all three changes nothing, until exp of one is too large for the computer.
"""

import math
from collections.abc import Callable

import ipywidgets as widgets
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlfs.classroom.drawing.figures import BLUE, INK, ORANGE, new_figure
from dlfs.classroom.explore.calling import Mistake, Stopped, answer_of, whose
from dlfs.classroom.explore.controls import go_to, linear_slider
from dlfs.classroom.explore.goals import Goal, now
from dlfs.classroom.explore.live import Canvas, Explorer, Slide

SHIFTS = (0, 100, 1000, -1000)
STATES = ((2, 1, 0), (102, 101, 100), (1002, 1001, 1000), (20, 10, 0))
PROBES = (np.array([2.0, 1.0, 0.0]), np.array([0.5, -1.0, 3.0]))
TABLE = "border-collapse: collapse; margin: 0 auto; font-size: 13px; line-height: 1.3"
CELL = "text-align: right; padding: 1px 5px; border-bottom: 1px solid #8a8a8a"
PLAIN = {"color": BLUE, "edgecolor": INK}
HATCHED = {"color": ORANGE, "edgecolor": INK, "hatch": "///"}
DIAMONDS = {
    "marker": "D", "markersize": 7, "color": "white", "markeredgecolor": INK, "linestyle": "",
    "label": "a / sum(a), without exp", "clip_on": False, "zorder": 3,
}  # fmt: skip


def naive(a: np.ndarray) -> np.ndarray:
    """Return exp(a) / sum(exp(a)) as the formula says, with nan or zeros where exp overflows."""
    with np.errstate(all="ignore"):
        powers = np.exp(a)
        return powers / powers.sum()


def stable(a: np.ndarray) -> np.ndarray:
    """Return the same three numbers by way of a - max(a), of which no exp is too large."""
    return naive(a - np.max(a))


def simulate(logits, shift: float = 0, softmax: Callable | None = None) -> np.ndarray:
    """Return what `softmax` makes of the three `logits` plus `shift`; None stands for `stable`.

    The answer has shape (3,) and may hold nan. Whatever else the function does is a Mistake. It is
    given a batch of one row, shape (1, 3), if it is right for that; otherwise three numbers.
    """
    a = np.asarray(logits, dtype=float) + shift
    return stable(a) if softmax is None else _three_numbers(softmax, a)


def _three_numbers(softmax: Callable, a: np.ndarray) -> np.ndarray:
    if _is_right_for_a_batch(softmax):
        return _answer(softmax, a[None])
    try:
        return _answer(softmax, a)
    except Stopped as first:
        try:
            return _answer(softmax, a[None])
        except Mistake:
            raise first from None


def _is_right_for_a_batch(softmax: Callable) -> bool:
    try:
        return np.allclose(_answer(softmax, PROBES[0][None]), stable(PROBES[0]), rtol=1e-4)
    except Mistake:
        return False


def _answer(softmax: Callable, logits: np.ndarray) -> np.ndarray:
    answer = answer_of("softmax", softmax, logits)
    if answer.shape not in ((3,), (1, 3)):
        raise Mistake(
            f"Your softmax returned shape {answer.shape} for logits of shape {logits.shape}: "
            "each logit has a probability of its own, so the shape stays."
        )
    return answer.reshape(3)


def _one_hot(a: np.ndarray) -> np.ndarray:
    return (a == a.max()).astype(float)


MISTAKES = (
    ("it divides by the sum of the logits, and exp is not there", lambda a: a / a.sum()),
    ("exp is there, and it divides by the sum of the logits", lambda a: np.exp(a) / a.sum()),
    ("it takes exp and does not divide by the sum", np.exp),
    ("it divides by the largest exp, not by their sum", lambda a: np.exp(a - a.max())),
    ("it takes each logit by itself, which is the sigmoid", lambda a: 1 / (1 + np.exp(-a))),
    ("it gives 1 to the largest logit, which is not soft", _one_hot),
    ("it takes exp(-a), so the largest logit gets the least", lambda a: stable(-a)),
    ("it divides each number by itself: the sum runs over the wrong axis", np.ones_like),
    ("it gives the logarithm of the probabilities", lambda a: np.log(stable(a))),
    ("it returns the logits as they are", np.copy),
)


def mistake_of(softmax: Callable) -> str:
    """Return the name of the known mistake that `softmax` makes on two inputs; empty for none."""
    try:
        answers = [_three_numbers(softmax, a) for a in PROBES]
    except Mistake:
        return ""
    for name, wrong in MISTAKES:
        pairs = zip(answers, PROBES, strict=True)
        if all(np.allclose(answer, wrong(a), rtol=1e-4, atol=1e-6) for answer, a in pairs):
            return name
    return ""


def describe(
    logits, shift: float = 0, softmax: Callable | None = None, mistake: str | None = None
) -> str:
    """Return one sentence about these logits, and about the naive way or your own `softmax`.

    `mistake` is what `mistake_of` returned for it, if that is at hand.
    """
    a, right = np.asarray(logits, dtype=float) + shift, simulate(logits, shift)
    head = f"Logits {_listed(a, '{:g}'.format)}: softmax gives {_listed(right, in_short)}; "
    if softmax is None:
        return f"{head}the naive way gives {_verdict(naive(a), right, a)}"
    mistake = mistake_of(softmax) if mistake is None else mistake
    found = simulate(logits, shift, softmax)
    return f"{head}{whose(softmax, 'softmax')} gives {_verdict(found, right, a, mistake)}"


def _verdict(found: np.ndarray, right: np.ndarray, a: np.ndarray, mistake: str = "") -> str:
    if np.allclose(found, right, rtol=1e-6, atol=1e-12) and not mistake:
        return "the same"
    if not mistake and np.allclose(found, naive(a), equal_nan=True):
        mistake = _overflow(a)
    return f"{_listed(found, in_short)}: {mistake or _from_outside(found.sum())}"


def _from_outside(total: float) -> str:
    if not np.isfinite(total):
        return "nan is what 0 / 0 and inf / inf give"
    if abs(total - 1) > 1e-6:
        return f"they sum to {total:.4g}, not to 1"
    return "they sum to 1, but they are not the shares of exp(a)"


def _overflow(a: np.ndarray) -> str:
    with np.errstate(all="ignore"):
        powers = np.exp(a)
        total = powers.sum()
    if np.isinf(powers).any():
        return f"exp({a.max():g}) is too large for the computer (inf), and inf / inf is nan"
    if np.isinf(total):
        return "the sum of exp(a) is too large for the computer (inf), and a number / inf is 0"
    if not powers.any():
        return f"exp({a.max():g}) is too small for the computer (0), and 0 / 0 is nan"
    return f"exp({a.max():g}) is so small that most of its digits are lost"


def _listed(numbers: np.ndarray, form: Callable) -> str:
    return ", ".join(form(number) for number in numbers)


def in_short(p: float) -> str:
    """Return `p` with three decimals, or as 4.5e-05 or 0.99995 where these would be 0 or 1."""
    if 0 < abs(p) < 0.0005:
        return f"{p:.1e}"
    return f"{p:.5f}" if 0.9995 <= p < 0.999995 else f"{p:.3f}"


def snapshot(states: tuple = STATES) -> Figure:
    """Return the printed form: the probabilities of each of the `states`, three logits each."""
    rows = math.ceil(len(states) / 2)
    fig, axes = new_figure(0.4 + 1.7 * rows, rows, 2, sharex=True)
    for ax, logits in zip(axes.flat, states, strict=True):
        _panel(ax, np.array(logits, dtype=float))
    for ax in axes[-1]:
        ax.set_xlabel("probability; diamonds: a / sum(a), without exp")
    return fig


def _panel(ax: Axes, a: np.ndarray) -> None:
    p, shares, places = stable(a), a / a.sum(), (2, 1, 0)
    ax.barh(places, p, 0.6, **PLAIN)
    ax.plot(shares, places, **DIAMONDS)
    for place, value in zip(places, p, strict=True):
        ax.text(1.06, place, in_short(value), va="center")
    ax.set(xlim=(0, 1.3), ylim=(-0.5, 2.5), xticks=[0, 0.5, 1])
    ax.set_yticks(places, [f"{logit:g}" for logit in a])
    found = naive(a)
    words = "the same" if np.allclose(found, p) else _listed(found, in_short)
    ax.set_title(f"the naive way: {words}")


def _table(a: np.ndarray, found: np.ndarray, yours: bool) -> str:
    """Return the calculation as an HTML table: one row per class and one for the sums."""
    with np.errstate(all="ignore"):
        powers, low = np.exp(a), np.exp(a - a.max())
    whole, short = "{:g}".format, "{:.3g}".format
    first = [("exp(a)", powers, short), ("naive", found, in_short)]
    columns = [
        ("a", a, whole), *([("yours", found, in_short)] if yours else first),
        ("a - max", a - a.max(), whole), ("exp(a - max)", low, short),
        ("stable", stable(a), in_short),
    ]  # fmt: skip
    rows = [[f"class {i}"] + [form(numbers[i]) for _, numbers, form in columns] for i in range(3)]
    rows += [["sum"] + ["" if form is whole else form(n.sum()) for _, n, form in columns]]
    head = _row("th", ["", *(name for name, _, _ in columns)])
    return f'<table style="{TABLE}">{head}{"".join(_row("td", row) for row in rows)}</table>'


def _row(tag: str, cells: list[str]) -> str:
    shown = "".join(f'<{tag} style="{CELL}">{cell}</{tag}>' for cell in cells)
    return f"<tr>{shown}</tr>"


class _Picture:
    """The probabilities as bars, and the shares of the logits themselves as diamonds."""

    def __init__(self, bars: Axes, other: str):
        places = np.arange(2, -1, -1)
        bars.set(xlim=(0, 1.5), ylim=(-0.6, 2.6), xlabel="probability", xticks=np.arange(6) / 5)
        bars.set_yticks(places, ["class 0", "class 1", "class 2"])
        self._right = bars.barh(places + 0.2, 0, 0.36, label="stable", **PLAIN).patches
        self._other = bars.barh(places - 0.2, 0, 0.36, label=other, **HATCHED).patches
        (self._shares,) = bars.plot([], [], **DIAMONDS)
        self._nan = [bars.text(0.02, place - 0.2, "nan", va="center") for place in places]
        bars.legend(loc="upper right", frameon=False)
        self.moving = [*self._right, *self._other, self._shares, *self._nan]

    def move(self, a: np.ndarray, found: np.ndarray) -> None:
        """Show softmax of the logits `a`, and `found`, what the other way gave."""
        for bar, p in zip(self._right, stable(a), strict=True):
            bar.set_width(p)
        for bar, text, p in zip(self._other, self._nan, found, strict=True):
            bar.set_width(np.clip(np.nan_to_num(p), 0, 1.5))
            text.set_visible(not np.isfinite(p))
        with np.errstate(all="ignore"):
            shares = a / a.sum()
        shares[(shares < 0) | (shares > 1)] = np.nan
        self._shares.set_data(shares, [2, 1, 0])


class Softmax(Explorer):
    """Explore softmax on three logits, beside the naive way or your own `softmax(a)`.

    The controls are the logits `a0`, `a1`, `a2` and `shift`, which is added to all three. `presets`
    are buttons for the shifts 0, 100, 1000 and -1000.
    """

    caption = (
        "A diamond is the share of a logit itself, without exp. Try: which whole number is the "
        "first shift at which the naive way fails?"
    )

    goals = (
        Goal("softmax-shares", "Set the logits so that the probabilities are 0.5, 0.3 and 0.2, "
             "each to within 0.01.", lambda shown: [float(p) for p in shown.probabilities],
             now(lambda p: np.allclose(p, [0.5, 0.3, 0.2], rtol=0, atol=0.01))),
    )  # fmt: skip
    own = "softmax"
    said = ("probabilities",)
    slide = Slide(
        "shift", "Shift all logits by",
        (-1000, 0, 100, 300, 500, 700, 706, 707, 708, 709, 800, 1000),
    )  # fmt: skip

    def __init__(self, softmax: Callable | None = None):
        (self.a0, first), (self.a1, second), (self.a2, third) = (
            linear_slider(f"Logit {i}", -20, 20, 2 - i, 0.1) for i in range(3)
        )
        self.shift, shift_row = linear_slider("Shift", -1000, 1000, 0, 1)
        self.presets, preset_row = go_to("Shift all by", self.shift, SHIFTS)
        self.table = widgets.HTML()
        rows = [preset_row, shift_row, first, second, third]
        canvas = self._draw("naive" if softmax is None else "yours")
        watched = [self.a0, self.a1, self.a2, self.shift]
        self.assemble(canvas, rows, watched, softmax, (self.table,))

    def hand_over(self, yours: Callable | None) -> None:
        self._mistake = "" if yours is None else mistake_of(yours)
        self.canvas = self._draw("naive" if yours is None else "yours")
        super().hand_over(yours)

    def _draw(self, other: str) -> Canvas:
        fig, bars = new_figure(2.0)
        self._picture = _Picture(bars, other)
        return Canvas(fig, self._picture.moving)

    @property
    def probabilities(self) -> np.ndarray:
        """What softmax makes of the three logits."""
        return simulate((self.a0.value, self.a1.value, self.a2.value), self.shift.value)

    def show(self) -> str:
        logits, shift = (self.a0.value, self.a1.value, self.a2.value), self.shift.value
        a = np.array(logits) + shift
        if self.yours is None:
            other, said = naive(a), describe(logits, shift)
        else:
            other = simulate(logits, shift, self.yours)
            said = describe(logits, shift, self.yours, self._mistake)
        self._picture.move(a, other)
        self.table.value = _table(a, other, self.yours is not None)
        return said + "."

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        seen = "; ".join(describe(logits) for logits in STATES)
        return snapshot(), f"Softmax of three logits as bars, four times. {seen}."

