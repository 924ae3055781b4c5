"""Every optimizer takes the steps that its formula gives, computed by hand.

One line for each optimizer: how to draw its settings, and where it stands after some steps, in
Python's own floats. An optimizer of dlfs/train.py without a line fails.
"""

import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dlfs
from tests.engine.helpers import assert_close, refusal


def descent_by_hand(slope, w, steps, learning_rate):
    for _ in range(steps):
        w = w - learning_rate * slope(w)
    return w


def momentum_by_hand(slope, w, steps, learning_rate, momentum):
    v = 0
    for _ in range(steps):
        v = momentum * v + slope(w)
        w = w - learning_rate * v
    return w


def adam_by_hand(slope, w, steps, learning_rate, beta1, beta2, epsilon):
    """From the sums over all gradients so far, which the two means stand for."""
    gradients = []
    for t in range(1, steps + 1):
        gradients.append(slope(w))
        weights = [(1 - beta1) * beta1 ** (t - i) / (1 - beta1**t) for i in range(1, t + 1)]
        of_squares = [(1 - beta2) * beta2 ** (t - i) / (1 - beta2**t) for i in range(1, t + 1)]
        mean = math.fsum(a * g for a, g in zip(weights, gradients))
        square = math.fsum(a * g * g for a, g in zip(of_squares, gradients))
        w = w - learning_rate * mean / (math.sqrt(square) + epsilon)
    return w


@dataclass(frozen=True)
class Line:
    optimizer: type
    settings: dict[str, st.SearchStrategy]
    by_hand: Callable  # (slope, w, steps, **settings): where w stands after so many steps

    def __str__(self):
        return self.optimizer.__name__


rates, shares = st.floats(0, 0.6), st.floats(0, 0.99)
TABLE = [
    Line(dlfs.train.GradientDescentOptimizer, {"learning_rate": rates}, descent_by_hand),
    Line(dlfs.train.MomentumOptimizer, {"learning_rate": rates, "momentum": shares},
         momentum_by_hand),
    Line(dlfs.train.AdamOptimizer, {"learning_rate": rates, "beta1": shares, "beta2": shares,
                                    "epsilon": st.floats(0.01, 1)}, adam_by_hand),
]
optimizers = pytest.mark.parametrize("line", TABLE, ids=str)
numbers = st.lists(st.floats(-3, 3), min_size=3, max_size=3)


def trained(line, start, curvature, steps, given_settings, dtype=float, compiled=False):
    """W after so many steps down the sum of k/2 (w - 1)^2 over its entries."""
    with dlfs.Graph().as_default():
        W = dlfs.Variable(np.array(start, dtype))
        J = dlfs.reduce_sum(dlfs.constant(np.array(curvature, dtype)) / 2 * (W - 1) ** 2)
        step = line.optimizer(**given_settings).minimize(J)
        session = dlfs.Session(compiled=compiled)
        for _ in range(steps):
            session.run(step)
    assert session.plain_runs == 0 if compiled else True
    return W.value


def by_hand(line, start, curvature, steps, given_settings):
    return [line.by_hand(lambda w, k=k: k * (w - 1), w, steps, **given_settings)
            for w, k in zip(start, curvature)]  # fmt: skip


def assert_right(line, data, **how):
    start, curvature = data.draw(numbers), data.draw(numbers.map(np.abs))
    steps, drawn = data.draw(st.integers(1, 4)), data.draw(st.fixed_dictionaries(line.settings))
    found = trained(line, start, curvature, steps, drawn, **how)
    rough = how.get("dtype") == np.float32
    expected = by_hand(line, start, curvature, steps, drawn)
    assert_close(found, expected, rtol=1e-4 if rough else 1e-9, atol=1e-4 if rough else 1e-9)
    return found


@optimizers
@pytest.mark.parametrize("compiled", [False, True])
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_every_optimizer_takes_the_steps_of_its_formula(line, compiled, data):
    assert_right(line, data, compiled=compiled)


@optimizers
@given(data=st.data())
@settings(max_examples=8, deadline=None)
def test_float32_stays_float32_in_every_optimizer(line, data):
    assert assert_right(line, data, dtype=np.float32).dtype == np.float32


@optimizers
@given(data=st.data())
@settings(max_examples=5, deadline=None)
def test_a_table_of_ones_own_changes_neither_shape_nor_dtype(line, data):
    optimizer = line.optimizer(**data.draw(st.fixed_dictionaries(line.settings)))
    for shape in ((), (1,), (2,), (1, 2)):
        W = dlfs.Variable(np.ones(shape, np.float32))
        optimizer.update({W: np.ones(shape)})
        before = W.value
        assert before.dtype == np.float32 and before.shape == shape
        for other in {(), (1,), (2,), (1, 2), (2, 1), (3,)} - {shape}:
            text = refusal(lambda W=W, other=other: optimizer.update({W: np.ones(other)}))
            assert "of the same shape" in text
            np.testing.assert_array_equal(W.value, before)


def test_a_planted_wrong_step_fails_the_check_of_its_line(monkeypatch):
    kind = dlfs.train.GradientDescentOptimizer
    right = kind.update
    monkeypatch.setattr(kind, "update", lambda self, table: right(
        self, {W: 1.01 * G for W, G in table.items()}))  # fmt: skip
    found = trained(TABLE[0], [3.0], [1.0], 2, {"learning_rate": 0.5})
    with pytest.raises(AssertionError):
        assert_close(found, by_hand(TABLE[0], [3.0], [1.0], 2, {"learning_rate": 0.5}))


def forgotten_parts():
    """What an optimizer of dlfs/train.py needs and does not have, in words."""
    written = [kind for kind in vars(dlfs.train).values() if inspect.isclass(kind)
               and {"update", "moved"} & vars(kind).keys() and hasattr(kind, "minimize")
               and kind.__name__ != "Optimizer"]  # fmt: skip
    with_a_line = [line.optimizer for line in TABLE]
    said = [f"{kind.__name__}: no line in tests/engine/test_optimizers.py"
            for kind in written if kind not in with_a_line]  # fmt: skip
    return said + [f"{kind.__name__}: no docstring gives its formula"
                   for kind in written if not kind.__doc__]  # fmt: skip


def test_no_part_of_an_optimizer_is_forgotten():
    assert forgotten_parts() == []


def test_a_planted_optimizer_without_its_other_parts_is_found(monkeypatch):
    class Momentum(dlfs.GradientDescentOptimizer):
        def update(self, gradients):
            pass

    monkeypatch.setattr(dlfs.train, "Momentum", Momentum, raising=False)
    assert [part for part in forgotten_parts() if part.startswith("Momentum")] == [
        "Momentum: no line in tests/engine/test_optimizers.py",
        "Momentum: no docstring gives its formula",
    ]
