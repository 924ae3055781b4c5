"""Graphs drawn from a seed, as mean as they come, run plain and compiled side by side.

Sums without weights (gradients of exactly 1), the constants 0, 1 and -1, equal subexpressions, relu
often, inf, nan and 1e308, empty arrays, float32 beside float64, several losses and several steps.
"""

import warnings

import numpy as np

import dlfs
from tests.engine.helpers import counting

SHAPES = [(), (1,), (3,), (2, 3), (2, 1), (1, 3), (3, 3), (2, 2, 3), (5, 2), (0, 3), (2, 6)]
SPECIAL = [0.0, 1.0, -1.0, 0.5, 2.0, np.inf, -np.inf, np.nan, 1e308, -1e308, -0.0, 1e-300]
UNARY = [
    dlfs.relu, dlfs.relu, dlfs.relu, dlfs.tanh, dlfs.sigmoid, dlfs.exp, dlfs.log, dlfs.negative,
    dlfs.softmax, lambda x: x**2, lambda x: x**0, lambda x: x**-1.0, lambda x: x**0.5,
]  # fmt: skip
BINARY = [dlfs.add, dlfs.add, dlfs.subtract, dlfs.multiply, dlfs.divide, dlfs.matmul,
          dlfs.softmax_cross_entropy]  # fmt: skip
REDUCTIONS = [dlfs.reduce_sum, dlfs.reduce_mean]


class halved(dlfs.Operation):
    """A learner's operation that branches on values, keeps what it gets, and counts."""

    calls = 0

    def compute(self, x):
        halved.calls += 1
        self.kept = x
        self.seen = [*getattr(self, "seen", []), (x, np.array(x))]
        return x / 2 if np.sum(x) > 0 else -x / 2


def halved_gradient(op, G):
    assert op.kept is op.inputs[0] or np.array_equal(op.kept, op.inputs[0], equal_nan=True)
    return G / 2 if np.sum(op.inputs[0]) > 0 else -G / 2


class clipping(dlfs.GradientDescentOptimizer):
    """A learner's optimizer that branches on values and changes what it gets."""

    def update(self, gradients):
        for W, G in gradients.items():
            G = np.array(G)
            G *= 0.5
            W.value = W.value - self.learning_rate * (G if np.abs(G).sum() < 10 else np.sign(G))


class Drawing:
    """A graph drawn from a seed: `fetches`, `feeds` (one for each run), `optimizers`.

    `kind`: "calm", "wild" (inf, nan, huge and tiny numbers), "float32", "mixed", "own" (with
    operations and optimizers of a learner's own), "ragged" (feeds of two lengths in turn).
    """

    RUNS = 8

    def __init__(self, seed: int, kind: str) -> None:
        self.draw, self.kind = np.random.default_rng(seed), kind
        self.nodes, self.feeds = [], [{} for _ in range(self.RUNS)]
        self._leaves()
        for _ in range(self.draw.integers(1, 12)):
            self._grow()
        losses = [self._loss() for _ in range(self.draw.integers(1, 3))]
        self.optimizers = [self._optimizer() for _ in losses]
        chosen = self.draw.integers(0, len(self.nodes), self.draw.integers(0, 5))
        self.fetches = [*(self.nodes[i] for i in chosen), *losses]
        for loss, optimizer in zip(losses, self.optimizers):
            trains = any(isinstance(n, dlfs.Variable) for n in dlfs.graph.order_of(loss))
            if trains and self.draw.random() < 0.8:
                place = self.draw.integers(0, len(self.fetches) + 1)
                self.fetches.insert(place, optimizer.minimize(loss))

    def fed_of_two_lengths(self) -> bool:
        """Whether what is fetched needs a placeholder whose length changes."""
        below = {n for fetch in self.fetches for n in dlfs.graph.order_of(fetch)}
        return any(value.ndim for node, value in self.feeds[0].items() if node in below)

    def _one_of(self, things):
        return things[self.draw.integers(len(things))]

    def _values(self, shape, dtype=None):
        draw = self.draw
        values = draw.normal(size=shape).round(2)
        if self.kind == "wild":
            values = np.where(draw.random(shape) < 0.3, draw.choice(SPECIAL, shape), values)
        elif draw.random() < 0.3:
            values = draw.choice([0.0, 1.0, -1.0], shape)
        small = self.kind == "float32" or self.kind == "mixed" and draw.random() < 0.5
        return np.asarray(values, dtype or (np.float32 if small else np.float64))

    def _leaves(self):
        self.nodes.append(dlfs.Variable(self._values(self._one_of(SHAPES)), "w"))
        for _ in range(self.draw.integers(0, 4)):
            shape = self._one_of(SHAPES)
            kind = self._one_of([dlfs.Variable, dlfs.constant, dlfs.placeholder])
            self.nodes.append(kind() if kind is dlfs.placeholder else kind(self._values(shape)))
            if kind is dlfs.placeholder:
                dtype = self._values(()).dtype
                for k, feed in enumerate(self.feeds):
                    one_more = self.kind == "ragged" and k % 2 and shape
                    this = (shape[0] + 1, *shape[1:]) if one_more else shape
                    feed[self.nodes[-1]] = self._values(this, dtype)

    def _grow(self):
        first = self.nodes[-1] if self.draw.random() < 0.5 else self._one_of(self.nodes)
        second = self._one_of(self.nodes) if self.draw.random() < 0.8 else first
        try:
            node = self._operation(first, second)
            value = dlfs.Session().run(node, self.feeds[0])
        except dlfs.DlfsError:
            return
        if np.size(value) <= 60:
            self.nodes.append(node)

    def _operation(self, first, second):
        choice, number = self.draw.random(), self._one_of([0, 1, -1, 0.5, 2, 1e-9])
        if self.kind == "own" and choice < 0.15:
            return halved([first])
        if choice < 0.45:
            return self._one_of(UNARY)(first)
        if choice < 0.55:
            formulas = [lambda: first * number, lambda: number - first, lambda: first + number,
                        lambda: number * first, lambda: first / number]  # fmt: skip
            return self._one_of(formulas)()
        if choice < 0.7:
            axis = self._one_of([None, 0, -1, (0, 1), 1, ()])
            keepdims = bool(self.draw.random() < 0.5)
            return self._one_of(REDUCTIONS)(first, axis=axis, keepdims=keepdims)
        return self._one_of(BINARY)(first, second)

    def _loss(self):
        node = self.nodes[-1] if self.draw.random() < 0.7 else self._one_of(self.nodes)
        loss = self._one_of([dlfs.reduce_sum, dlfs.reduce_sum, dlfs.reduce_mean])(node)
        return loss + dlfs.reduce_sum(self.nodes[0]) if self.draw.random() < 0.6 else loss

    def _optimizer(self):
        own = self.kind == "own" and self.draw.random() < 0.3
        kind = clipping if own else dlfs.GradientDescentOptimizer
        return kind(self._one_of([0.01, 0.1, 0.5]))


def outcome(seed: int, kind: str, compiled: bool):
    """What the runs return and what the variables are afterwards; an error as its text."""
    halved.calls = 0
    found = []
    with dlfs.Graph().as_default(), dlfs.registered(halved, halved_gradient):
        with warnings.catch_warnings(action="ignore"):
            drawing = Drawing(seed, kind)
            session = dlfs.Session(compiled=compiled)
            session._run, plain_runs = counting(session._run)
            halved.calls = 0
            try:
                for k, feed in enumerate(drawing.feeds):
                    found.append(session.run(drawing.fetches, feed))
                    for optimizer in drawing.optimizers:
                        optimizer.learning_rate = 0.1 / (k + 1)
            except dlfs.DlfsError as error:
                found.append(str(error).splitlines()[0])
            else:
                fed = kind == "ragged" and drawing.fed_of_two_lengths()
                written = not compiled or (
                    session.plain_runs == 0 and len(plain_runs) == (4 if fed else 2)
                )
                assert written, f"seed {seed}, {kind}: runs stayed plain"
        variables = [n.value for n in drawing.nodes if isinstance(n, dlfs.Variable)]
        for node in drawing.nodes:
            for array, copy in getattr(node, "seen", []):
                np.testing.assert_array_equal(array, copy)
    return [*found, variables, halved.calls]


def assert_agree(found, expected, where: str, rtol: float):
    """The same kinds, shapes and dtypes; numbers within rtol of the largest one beside them."""
    assert type(found) is type(expected), where
    if isinstance(expected, list):
        assert len(found) == len(expected), where
        for one, other in zip(found, expected):
            assert_agree(one, other, where, rtol)
    elif isinstance(expected, (np.ndarray, np.floating)):
        assert (found.shape, found.dtype) == (expected.shape, expected.dtype), where
        largest = np.max(np.abs(expected[np.isfinite(expected)]), initial=1e-3)
        with np.errstate(all="ignore"):
            np.testing.assert_allclose(found, expected, rtol, rtol * largest, err_msg=where)
    else:
        assert found == expected, where


def assert_compiled_like_plain(seed: int, kind: str) -> None:
    """Draw a graph twice, run one plain and one compiled, and compare everything."""
    rtol = 1e-4 if kind in ("float32", "mixed") else 1e-9
    plain, compiled = outcome(seed, kind, False), outcome(seed, kind, True)
    assert_agree(compiled, plain, f"seed {seed}, {kind}", rtol)
