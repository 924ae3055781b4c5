"""Is a gradient right? Nudge a number, see what the loss does, and compare.

If x grows by h and the loss grows by 3 h, the gradient is 3. This needs no derivative at all, only
the forward half, so it can judge every entry of the table in gradients.py.

Two things can keep it from judging: rounding, which a small h makes large, and a kink, where there
is no derivative. Then it says that it cannot tell.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from numbers import Integral, Real

import numpy as np

from dlfs.arguments import fitting
from dlfs.backpropagation import (
    backpropagate,
    backward_route,
    checked_loss,
    checked_wanted,
    handed_out,
)
from dlfs.errors import FeedError, GradientError, explain
from dlfs.forward import checked_feed, forward
from dlfs.graph import Node, Operation, Variable, as_value, constant, order_of, placeholder
from dlfs.turns import CHANGED_BY_A_RUN, alone, values_put_back

TOO_SMALL_TO_COMPARE = 1e-9
# Where rounding could be the whole difference, an error of one percent still has to be visible.
SHARP_ENOUGH = 1e-2
# Slopes on both sides that differ more than a smooth loss lets them, with this h.
KINK = 1e-3
LARGER_NUDGE = 1e-2
CHANGED = CHANGED_BY_A_RUN | {"_value"}
OK, CANNOT_TELL, WRONG = "ok", "cannot tell", "WRONG"


@dataclass(frozen=True)
class Row:
    """The worst of the compared entries of one node.

    `verdict` is "ok", "WRONG" or "cannot tell"; then `reason` says why not.
    """

    node: str
    shape: tuple[int, ...]
    entry: tuple[int, ...]
    analytic: float
    numeric: float
    relative_error: float
    verdict: str
    reason: str = ""

    @property
    def ok(self) -> bool:
        return self.verdict == OK


@dataclass(frozen=True)
class Report:
    """What gradient_check found: `rows`, one for each node.

    `ok` is True if every row is: nothing is wrong, and there is nothing that it cannot tell.
    """

    rows: tuple[Row, ...]

    @property
    def ok(self) -> bool:
        return all(row.ok for row in self.rows)

    def __str__(self) -> str:
        lines = [("node", "shape", "worst entry", "analytic", "numeric", "rel. error", "verdict")]
        lines += [_cells(row) for row in self.rows]
        widths = [max(map(len, column)) for column in zip(*lines)]
        table = [
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip()
            for line in lines
        ]
        reasons = [f"{row.node}: cannot tell, {row.reason}" for row in self.rows if row.reason]
        return "\n".join(table + reasons)

    __repr__ = __str__


@fitting
def gradient_check(
    loss: Node,
    feed_dict=None,
    nodes=None,
    h: float = 1e-5,
    tolerance: float = 1e-6,
    samples: int = 50,
) -> Report:
    """Compare compute_gradients with central differences, (J(x + h) - J(x - h)) / 2h.

    Everything is computed in float64, at most `samples` entries of a node (always the same ones).
    The relative error is |a - n| / max(|a|, |n|); two numbers below 1e-9 count as equal. `nodes`:
    every node below the loss if None. The verdict is "cannot tell" where rounding hides the
    difference, at a kink, and where the loss is nan or infinite. All values are as before when it
    is done. Raises a DlfsError where compute_gradients does.
    """
    _check_settings(h, tolerance, samples)
    order = order_of(checked_loss(loss))
    wanted = order[:-1] or order if nodes is None else checked_wanted(nodes, loss)
    return alone(loss.graph, order, _checked, loss, feed_dict, wanted, (h, tolerance, samples))


def _checked(loss: Node, feed_dict, wanted: list[Node], settings) -> Report:
    order = order_of(loss)
    with _in_float64(order, feed_dict) as feed:
        forward(order, feed)
        gradients = backpropagate(loss, backward_route(loss, wanted), set(order))
        rounding = _rounding_of_loss(gradients)
        return Report(tuple(
            _compare(loss, node, handed_out(gradients, node), rounding, *settings, name)
            for node, name in zip(wanted, _told_apart(wanted))
        ))


@np.errstate(all="ignore")
def _rounding_of_loss(gradients) -> float:
    """About how far rounding moves the loss: every operation rounds its output, and the gradient
    of the output carries that on to the loss. Inside of an operation a number near 1 is rounded."""
    moved = [abs(G * node.output) for node, G in gradients.items() if isinstance(node, Operation)]
    entries = np.concatenate([np.ravel(m) for m in moved]) if moved else np.zeros(1)
    return 4 * np.finfo(float).eps * max(1.0, float(entries[np.isfinite(entries)].sum()))


def _told_apart(nodes: list[Node]) -> list[str]:
    times = Counter(node.name for node in nodes)
    return [n.name if times[n.name] == 1 else f"{n.name} (line {n._built[1]})" for n in nodes]


def relative_error(analytic: float, numeric: float) -> float:
    """|a - n| / max(|a|, |n|), and 0 where both are below 1e-9."""
    larger = max(abs(analytic), abs(numeric))
    if larger < TOO_SMALL_TO_COMPARE:
        return 0.0
    return abs(analytic - numeric) / larger


def _compare(loss, node, analytic, rounding, h, tolerance, samples, name) -> Row:
    below = _operations_between(node, loss)
    original, J = node.output, float(loss.output)
    rows = []
    for entry in _sampled_entries(np.shape(original), samples):
        a = float(np.asarray(analytic)[entry])

        def loss_at(nudge, entry=entry):
            return _loss_with_nudged(node, original, entry, nudge, below, loss)

        judged = _judged(a, loss_at, J, rounding, h, tolerance)
        rows.append(Row(name, np.shape(original), entry, a, *judged))
    node.output = original
    forward(below)
    nothing_to_compare = Row(name, np.shape(original), (), 0.0, 0.0, 0.0, OK)
    return max(rows, key=_how_bad, default=nothing_to_compare)


def _judged(a: float, loss_at, J: float, rounding: float, h: float, tolerance: float):
    """The numeric gradient, its relative error, the verdict and the reason, for one entry."""
    higher, lower = loss_at(h), loss_at(-h)
    n, blur = (higher - lower) / (2 * h), rounding / h
    error = relative_error(a, n)
    if not np.isfinite([higher, lower]).all():
        return n, error, CANNOT_TELL, "because the loss is nan or infinite there"
    if _agree(a, n, blur, tolerance):
        return n, error, OK, ""
    if abs(a - n) <= blur:
        return _judged_by_larger_nudge(a, n, loss_at, rounding, h, tolerance)
    right, left = (higher - J) / h, (J - lower) / h
    if _is_kink(a, *sorted([left, right]), blur):
        between = f"{left:.3g} on the left and {right:.3g} on the right"
        return n, error, CANNOT_TELL, f"because the slope is {between}: a kink, or a sharp bend"
    return n, error, WRONG, ""


def _judged_by_larger_nudge(a: float, n: float, loss_at, rounding, h, tolerance):
    """Where rounding could be the whole difference, a larger nudge makes rounding smaller."""
    k = max(h, LARGER_NUDGE)
    near, far = ((loss_at(d) - loss_at(-d)) / (2 * d) for d in (k, 2 * k))
    m, blur = (4 * near - far) / 3, 2 * rounding / k  # of the fourth order in k
    if _agree(a, m, blur, tolerance):
        return m, relative_error(a, m), OK, ""
    moves = f"rounding moves the loss by {rounding:.0e}, and that over h by {rounding / h:.0e}"
    return n, relative_error(a, n), CANNOT_TELL, f"because {moves}: try a larger h, or less to add"


def _agree(a: float, n: float, blur: float, tolerance: float) -> bool:
    if max(abs(a), abs(n)) < TOO_SMALL_TO_COMPARE:
        return blur < TOO_SMALL_TO_COMPARE
    return relative_error(a, n) <= tolerance or abs(a - n) <= blur <= SHARP_ENOUGH * abs(n)


def _is_kink(a: float, least: float, most: float, blur: float) -> bool:
    sharp = most - least > KINK * max(abs(least), abs(most))
    slack = KINK * (most - least) + blur
    return sharp and least - slack <= a <= most + slack


def _how_bad(row: Row) -> tuple:
    worse = (OK, CANNOT_TELL, WRONG).index(row.verdict)
    return worse, np.isnan(row.relative_error), row.relative_error


def _loss_with_nudged(node, original, entry, nudge, below, loss) -> float:
    nudged = np.array(original, dtype=np.float64)
    nudged[entry] += nudge
    node.output = nudged[()]
    forward(below)
    return float(loss.output)


def _operations_between(node: Node, loss: Node) -> list[Operation]:
    between = {node}
    for other in order_of(loss):
        if not between.isdisjoint(other.input_nodes):
            between.add(other)
    return [other for other in order_of(loss) if other in between and other is not node]


def _sampled_entries(shape: tuple[int, ...], samples: int) -> list[tuple[int, ...]]:
    entries = list(np.ndindex(shape))
    if len(entries) <= samples:
        return entries
    chosen = np.random.default_rng(0).choice(len(entries), samples, replace=False)
    return [entries[i] for i in sorted(chosen)]


@contextmanager
def _in_float64(nodes: list[Node], feed_dict):
    """Every value of the graph in float64 inside the block, and as it was before after it."""
    with values_put_back(nodes, CHANGED) as kept:
        try:
            for node in nodes:
                if isinstance(node, Variable):
                    node._value = node._value.astype(np.float64)
                elif isinstance(node, constant):
                    node.output = np.asarray(node.output, dtype=np.float64)
            yield {key: _as_float64(key, value) for key, value in checked_feed(feed_dict).items()}
        finally:
            for node, values in kept:
                for name in CHANGED & vars(node).keys() - values.keys():
                    delattr(node, name)


def _as_float64(key: placeholder, value):
    return as_value(value, f"the value fed to {key.name}", FeedError).astype(np.float64)


def _check_settings(h: float, tolerance: float, samples: int) -> None:
    fits = (
        isinstance(h, Real) and h > 0,
        isinstance(tolerance, Real) and tolerance >= 0,
        isinstance(samples, Integral) and samples >= 1,
    )
    if not all(fits):
        raise GradientError(explain(
            "gradient_check needs h > 0, tolerance >= 0 and a whole number of samples, "
            f"but got h={h!r}, tolerance={tolerance!r}, samples={samples!r}.",
            way_out="leave them out: h=1e-5, tolerance=1e-6 and samples=50 suit float64",
        ))


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.node,
        str(row.shape),
        str(tuple(int(i) for i in row.entry)),
        f"{row.analytic:.6g}",
        f"{row.numeric:.6g}",
        f"{row.relative_error:.1e}",
        row.verdict,
    )
