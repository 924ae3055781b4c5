"""A chain of four operations: how a nudge at its beginning arrives at its end.

A derivative is an exchange rate. Each operation has its own, and along a chain they are multiplied.
The rates hold for small nudges; a large one lies.
"""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from dlfs.classroom.explore.board import SLOWLY, place_graph, stamp
from dlfs.classroom.explore.controls import choice, linear_slider, steps
from dlfs.classroom.explore.live import Canvas, Explorer, Slide
from dlfs.classroom.drawing.figures import BLUE, GREY, INK, WIDTH
from dlfs.classroom.drawing.sketching import board, nice_name
from dlfs.classroom.explore.goals import Goal, now

NODES = ("n1", "n2", "n3", "n4", "n5")
RULES = ("", "2 n1", "n2 + 3", "n3^2", "2 n4")
CHAIN_ROWS = ("local rate", "rate to n5")
NUDGE_ROWS = ("change", "change / change", "measured to n5")
BETWEEN = ("local rate", "change / change")
NUDGES = (1, 0.1, 0.01, 0.001)
STATES = (1, 0.01)
ROW = 0.27
LABELS, LEFT, RIGHT = 0.12, 1.32, WIDTH - 0.1
SQUARED = chr(0xB2)


@dataclass(frozen=True)
class Exchange:
    """What n1 to n5 are before and after the nudge: `values`, `nudged`; and the local `rates`."""

    values: np.ndarray
    nudged: np.ndarray
    rates: np.ndarray

    @property
    def changes(self) -> np.ndarray:
        """By how much the nudge moves each of the five nodes."""
        return self.nudged - self.values

    @property
    def exchanged(self) -> np.ndarray:
        """Change of each node for one unit of change of the node before it: four, or nan."""
        return _per_unit(self.changes[1:], self.changes[:-1])

    @property
    def measured(self) -> np.ndarray:
        """Change of n5 for one unit of change of each node: five numbers, or nan for 0 / 0."""
        return _per_unit(self.changes[-1], self.changes)

    @property
    def products(self) -> np.ndarray:
        """The rate from each node to n5: the product of all local rates after it, five numbers."""
        return np.append(np.cumprod(self.rates[::-1])[::-1], 1.0)


def _per_unit(changes, of: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.where(np.abs(of) < 1e-9, np.nan, changes / of)


def simulate(n1: float = 1.0, nudge: float = 0.1) -> Exchange:
    """Return the chain n2 = 2 n1, n3 = n2 + 3, n4 = n3^2, n5 = 2 n4 at `n1` and at `n1 + nudge`."""
    values = _forward(n1)
    return Exchange(values, _forward(n1 + nudge), np.array([2.0, 1.0, 2 * values[2], 2.0]))


def _forward(n1: float) -> np.ndarray:
    n2 = 2 * n1
    n3 = n2 + 3
    return np.array([n1, n2, n3, n3**2, 2 * n3**2])


def describe(n1: float = 1.0, nudge: float = 0.1, t: int = 4) -> str:
    """Return one sentence about the nudge, and about the product of the `t` rates nearest to n5."""
    chain = simulate(n1, nudge)
    factors = " * ".join(_factor(rate) for rate in chain.rates[::-1][:t])
    product = f"{factors} = {number(chain.products[-1 - t])}" if t > 1 else factors
    backward = f"from n5 back to {NODES[-1 - t]} the local rates give {product}"
    return (
        f"n1 = {number(n1)} gives n5 = {number(chain.values[-1])}, and a nudge of {nudge:g} moves "
        f"n5 by {number(chain.changes[-1])}, which is {number(chain.measured[0])} for each unit of "
        f"n1; {backward if t else 'no local rate is multiplied yet'}"
    )


def number(value: float) -> str:
    """Return a number with five figures; nan comes from dividing nothing by nothing."""
    return "0 / 0" if np.isnan(value) else f"{0.0 if abs(value) < 1e-9 else value:.5g}"


def _factor(value: float) -> str:
    return number(value) if value >= 0 else f"({number(value)})"


def snapshot(states: tuple = STATES, n1: float = 1.0) -> Figure:
    """Return the printed form: the chain at `n1`, with the changes for each nudge of `states`."""
    fig, values, rows = _draw(len(states))
    _show_chain(values, rows, simulate(n1, states[0]), 4)
    for i, nudge in enumerate(states):
        _show_nudge(rows[2 + 3 * i :], simulate(n1, nudge))
    return fig


def _draw(nudges: int) -> tuple:
    """Return a figure, the empty values in the nodes, and the empty rows of cells below them."""
    fig, ax = board(1.02 + (3 + 3 * nudges) * ROW + 0.1 * nudges)
    y = ax.get_ylim()[1] - 0.42
    inputs = {node: NODES[max(i - 1, 0) : i] for i, node in enumerate(NODES)}
    kinds = {node: "operation" if inputs[node] else "Variable" for node in NODES}
    names, widest = dict(zip(NODES, NODES)), dict.fromkeys(NODES, "-00.000")
    drawing = place_graph(ax, inputs, kinds, names, widest, ((LEFT + RIGHT) / 2, y), 0.36)
    middles = [drawing.centre(node)[0] for node in NODES]
    y -= 0.55
    for x, rule in zip(middles, RULES, strict=True):
        ax.text(x, y, drawn(rule), ha="center", color=INK)
    ax.text(LABELS, y, "rule", color=INK, weight="bold")
    rows = []
    for heads in (CHAIN_ROWS, *[NUDGE_ROWS] * nudges):
        ax.plot([LABELS, RIGHT], [y - 0.11] * 2, color=GREY, linewidth=0.8)
        y -= 0.1
        for head in heads:
            y -= ROW
            rows.append(_row(ax, y, head, middles))
    return fig, [texts[1] for texts in drawing.texts.values()], rows


def _row(ax, y: float, head: str, middles: list[float]) -> list:
    ax.text(LABELS, y, drawn(head), color=INK, weight="bold")
    if head in BETWEEN:
        middles = [(a + b) / 2 for a, b in zip(middles, middles[1:])]
    color = BLUE if head in CHAIN_ROWS else INK
    return [stamp(ax, x, y, ha="center", color=color) for x in middles]


def drawn(formula: str) -> str:
    """Return a formula with its nodes as the graph names them: n1 with a low 1, a square high."""
    return " ".join(nice_name(word) for word in formula.replace("^2", "").split()) + (
        SQUARED if "^2" in formula else ""
    )


def _show_chain(values: list, rows: list, chain: Exchange, t: int) -> None:
    products = [number(product) for product in chain.products]
    shown = [""] * (len(NODES) - 1 - t) + products[len(NODES) - 1 - t :]
    texts = chain.values, chain.rates
    for cells, numbers in zip((values, rows[0]), texts, strict=True):
        _write(cells, [number(each) for each in numbers])
    _write(rows[1], shown)


def _show_nudge(rows: list, chain: Exchange) -> None:
    _write(rows[0], [("" if change < 0 else "+") + number(change) for change in chain.changes])
    _write(rows[1], [number(each) for each in chain.exchanged])
    _write(rows[2], [number(each) for each in chain.measured])


def _write(cells: list, texts: list[str]) -> None:
    for cell, text in zip(cells, texts, strict=True):
        cell.set_text(text)


class Chain(Explorer):
    """Explore the chain rule. The controls are `n1`, `nudge` and `t`.

    `t` says how many local rates are multiplied already, beginning at n5.
    """

    caption = (
        "Above: the local rates, and their product from n5 back. Below: what a nudge of n1 does. "
        "Try: which nudge makes the last row agree with the product?"
    )

    goals = (
        Goal("chain-flat", "Find a place n1 at which the product of all four rates is 0.",
             lambda shown: shown.t.value == 4 and abs(shown.product),
             now(lambda size: size < 0.01)),
        Goal("chain-still", "Find a place n1 from which a nudge of 1 leaves n5 where it is.",
             lambda shown: shown.nudge.value == 1 and abs(shown.change),
             now(lambda size: size < 0.01)),
    )  # fmt: skip
    said = ("change", "measured", "product")
    slide = Slide("nudge", "Nudge of n1", NUDGES)

    def __init__(self):
        self.n1, first_row = linear_slider("n1", -3, 3, 1.0, 0.1)
        self.nudge, nudge_row = choice("Nudge of n1", NUDGES)
        self.t, time_row = steps("Factors t", 4, 4, SLOWLY)
        fig, self._values, self._rows = _draw(1)
        changing = self._values + [cell for row in self._rows for cell in row]
        rows = [first_row, nudge_row, time_row]
        self.assemble(Canvas(fig, changing), rows, [self.n1, self.nudge, self.t])

    @property
    def exchange(self) -> Exchange:
        """The chain before and after the nudge."""
        return simulate(self.n1.value, self.nudge.value)

    @property
    def change(self) -> float:
        """By how much the nudge moves n5."""
        return float(self.exchange.changes[-1])

    @property
    def measured(self) -> float:
        """The change of n5 for each unit of n1."""
        return float(self.exchange.measured[0])

    @property
    def factors(self) -> list[float]:
        """The local rates that are multiplied, from n5 back."""
        return [float(rate) for rate in self.exchange.rates[::-1][: self.t.value]]

    @property
    def product(self) -> float:
        """Their product."""
        return float(np.prod(self.factors))

    def show(self) -> str:
        n1, nudge, t = self.n1.value, self.nudge.value, self.t.value
        chain = simulate(n1, nudge)
        _show_chain(self._values, self._rows, chain, t)
        _show_nudge(self._rows[2:], chain)
        return describe(n1, nudge, t) + "."

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        chain = simulate()
        lies = "; ".join(
            f"a nudge of {nudge:g} moves n5 by {number(simulate(nudge=nudge).changes[-1])}, "
            f"{number(simulate(nudge=nudge).measured[0])} for each unit"
            for nudge in STATES
        )
        alt = (
            "A chain of five nodes: n1 = 1, n2 = 2 n1 = 2, n3 = n2 + 3 = 5, n4 = n3 squared = 25, "
            "n5 = 2 n4 = 50. The local rates between them are 2, 1, 10, 2, and their product from "
            f"n5 back to n1 is {number(chain.products[0])}. Measured: {lies}."
        )
        return snapshot(), alt

