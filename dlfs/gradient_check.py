"""Is a gradient right? Nudge a number, see what the loss does, and compare.

If x grows by h and the loss grows by 3 h, the gradient is 3. This needs no derivative at all, only
the forward half, so it can judge every entry of the table in gradients.py.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from numbers import Integral, Real

import numpy as np

from dlfs.backpropagation import checked_loss, checked_wanted, compute_gradients
from dlfs.errors import FeedError, GradientError, explain
from dlfs.graph import Node, Operation, Variable, as_value, constant, order_of, placeholder
from dlfs.forward import checked_feed, forward

TOO_SMALL_TO_COMPARE = 1e-9
CHANGED = {"_value", "inputs", "output"}


@dataclass(frozen=True)
class Row:
    """The worst of the compared entries of one node."""

    node: str
    shape: tuple[int, ...]
    entry: tuple[int, ...]
    analytic: float
    numeric: float
    relative_error: float
    ok: bool


@dataclass(frozen=True)
class Report:
    """What gradient_check found: `rows`, one for each node, and `ok` if all of them agree."""

    rows: tuple[Row, ...]

    @property
    def ok(self) -> bool:
        return all(row.ok for row in self.rows)

    def __str__(self) -> str:
        lines = [("node", "shape", "worst entry", "analytic", "numeric", "rel. error", "verdict")]
        lines += [_cells(row) for row in self.rows]
        widths = [max(map(len, column)) for column in zip(*lines)]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip()
            for line in lines
        )

    __repr__ = __str__


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
    every node below the loss if None. All values are as before when it is done. Raises a
    DlfsError where compute_gradients does.
    """
    _check_settings(h, tolerance, samples)
    order = order_of(checked_loss(loss))
    wanted = order[:-1] or order if nodes is None else checked_wanted(nodes, loss)
    with _in_float64(order, feed_dict) as feed:
        analytic = compute_gradients(loss, feed, wanted)
        return Report(tuple(
            _compare(loss, node, analytic[node], h, tolerance, samples) for node in wanted
        ))


def relative_error(analytic: float, numeric: float) -> float:
    """|a - n| / max(|a|, |n|), and 0 where both are below 1e-9."""
    larger = max(abs(analytic), abs(numeric))
    if larger < TOO_SMALL_TO_COMPARE:
        return 0.0
    return abs(analytic - numeric) / larger


def _compare(loss, node, analytic, h, tolerance, samples) -> Row:
    below = _operations_between(node, loss)
    original = node.output
    rows = []
    for entry in _sampled_entries(np.shape(original), samples):
        higher = _loss_with_nudged(node, original, entry, h, below, loss)
        lower = _loss_with_nudged(node, original, entry, -h, below, loss)
        a, n = float(np.asarray(analytic)[entry]), (higher - lower) / (2 * h)
        # The two losses carry rounding errors, and the difference quotient divides them by h.
        rounding = 10 * np.finfo(float).eps * max(1, abs(higher), abs(lower)) / h
        error = relative_error(a, n)
        ok = bool(error <= tolerance or abs(a - n) <= rounding < np.inf)
        rows.append(Row(node.name, np.shape(original), entry, a, n, error, ok))
    node.output = original
    forward(below)
    nothing_to_compare = Row(node.name, np.shape(original), (), 0.0, 0.0, 0.0, True)
    return max(rows, key=_how_bad, default=nothing_to_compare)


def _how_bad(row: Row) -> tuple:
    return not row.ok, np.isnan(row.relative_error), row.relative_error


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
    kept = [(node, {k: v for k, v in vars(node).items() if k in CHANGED}) for node in nodes]
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
            vars(node).update(values)


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
        "ok" if row.ok else "WRONG",
    )
