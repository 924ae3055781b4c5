"""Optimizers that remember: what they keep, for whom, and that a program keeps the same."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dlfs
from dlfs.train import AdamOptimizer, MomentumOptimizer
from tests.engine.helpers import assert_close, refusal, run

RIGHT = {
    "momentum": (MomentumOptimizer, {"learning_rate": 0.1, "momentum": 0.9}),
    "Adam": (AdamOptimizer, {"learning_rate": 0.1}),
}
both = pytest.mark.parametrize("kind, given_settings", RIGHT.values(), ids=RIGHT)


def network(dtype=float, seed=0):
    """A network with a layer of three, its feed, its variables and its loss, in a new graph."""
    rng = np.random.default_rng(seed)
    with dlfs.Graph():
        X = dlfs.placeholder("X")
        W, b = dlfs.Variable(rng.normal(size=(2, 3)).astype(dtype), "W"), dlfs.Variable(dtype(0.5))
        J = dlfs.reduce_mean(dlfs.square(dlfs.tanh(X @ W + b) - 0.3))
    return {X: rng.normal(size=(7, 2)).astype(dtype)}, [W, b], J


def path(kind, given_settings, compiled, dtype=float, steps=12, change=None):
    """The losses and values of the variables over some steps; `change` is made half way."""
    feed, variables, J = network(dtype)
    optimizer = kind(**given_settings)
    step, session = optimizer.minimize(J), dlfs.Session(compiled=compiled)
    seen = []
    for t in range(steps):
        if change and t == steps // 2:
            vars(optimizer).update(change)
        seen.append([session.run([J, step], feed)[0], *[W.value for W in variables]])
    assert not compiled or session.plain_runs == 0
    return seen


@pytest.mark.parametrize("dtype, near", [(np.float64, 1e-12), (np.float32, 1e-5)])
@pytest.mark.parametrize("change", [None, {"learning_rate": 0.3}, {"momentum": 0.2}, {"beta1": 0.5},
                                    {"beta2": 0.5}, {"epsilon": 0.1}])  # fmt: skip
@both
def test_a_program_takes_the_same_steps_and_reads_its_settings_anew(
    kind, given_settings, change, dtype, near
):
    if change and not hasattr(kind(**given_settings), *change):
        return
    plain, compiled = [
        path(kind, given_settings, compiled, dtype, change=change) for compiled in (False, True)
    ]
    for one, other in zip(plain, compiled):
        for value, same in zip(one, other):
            assert value.dtype == same.dtype == dtype
            assert_close(value, same, rtol=near, atol=near)
    if change:
        unchanged = path(kind, given_settings, True, dtype)
        assert not np.allclose(unchanged[-1][1], compiled[-1][1], rtol=1e-3)


@both
def test_plain_and_compiled_steps_in_turn_go_on_from_each_other(kind, given_settings):
    feed, (W, _), J = network()
    step = kind(**given_settings).minimize(J)
    sessions = [dlfs.Session(compiled=True), dlfs.Session(), dlfs.Session(compiled=True)]
    for t in range(15):
        sessions[t % 3 if t > 5 else 0].run(step, feed)
    assert_close(W.value, path(kind, given_settings, False, steps=15)[-1][1], rtol=1e-12)


@both
def test_two_steps_in_one_run_are_two_updates_plain_and_compiled(kind, given_settings):
    found = []
    for compiled in (False, True):
        feed, variables, J = network()
        optimizer = kind(**given_settings)
        steps = [optimizer.minimize(J), optimizer.minimize(J * 2)]
        session = dlfs.Session(compiled=compiled)
        for _ in range(5):
            session.run(steps, feed)
        found.append([W.value for W in variables])
    for one, other in zip(*found):
        assert_close(one, other, rtol=1e-12)


@both
def test_a_program_that_is_only_shown_leaves_the_optimizer_as_new(kind, given_settings):
    feed, (W, _), J = network()
    step = kind(**given_settings).minimize(J)
    source = dlfs.Session().program([J, step], feed).source
    assert "learning_rate" in source and "velocity_W" in source or "mean_W" in source
    run(step, feed)
    assert_close(W.value, path(kind, given_settings, False, steps=1)[0][1], rtol=1e-12)


@both
def test_each_variable_and_each_optimizer_has_a_memory_of_its_own(kind, given_settings):
    a, b = dlfs.Variable(1.0), dlfs.Variable(1.0)
    shared, other = kind(**given_settings), kind(**given_settings)
    for _ in range(3):
        run(shared.minimize(a * a))
    run([shared.minimize(b * b), other.minimize(b * b)])
    fresh = dlfs.Variable(1.0)
    alone = kind(**given_settings)
    run(alone.minimize(fresh * fresh))
    assert_close(1 - b.value, 2 * (1 - fresh.value), rtol=1e-12)


@both
def test_gradients_are_left_as_they_were_and_one_array_serves_two_variables(kind, given_settings):
    a, b = dlfs.Variable([1.0, 2.0]), dlfs.Variable([3.0, 4.0])
    G = np.array([0.5, -0.5])
    kind(**given_settings).update({a: G, b: G})
    np.testing.assert_array_equal(G, [0.5, -0.5])
    assert_close(a.value - [1, 2], b.value - [3, 4], rtol=1e-12)


@given(st.floats(0, 0.99), st.integers(1, 30))
@settings(max_examples=30, deadline=None)
def test_at_a_constant_slope_momentum_is_a_larger_learning_rate(beta, steps):
    W = dlfs.Variable(0.0)
    step = MomentumOptimizer(0.1, beta).minimize(W * 2)
    for _ in range(steps):
        before = W.value
        run(step)
    # The sum of beta^k over the steps so far, which goes to 1 / (1 - beta).
    factor = (1 - beta**steps) / (1 - beta)
    assert_close(before - W.value, 0.1 * 2 * factor, rtol=1e-9)


@given(st.floats(1e-3, 1e3) | st.floats(-1e3, -1e-3))
@settings(max_examples=30, deadline=None)
def test_the_first_step_of_adam_is_its_learning_rate_however_steep_it_is(slope):
    W = dlfs.Variable(0.0)
    run(AdamOptimizer(0.1).minimize(W * slope))
    assert_close(W.value, -0.1 * math.copysign(1, slope), rtol=1e-4)


def test_momentum_of_zero_is_descent():
    found = [path(kind, given, False)[-1][1] for kind, given in [
        (MomentumOptimizer, {"learning_rate": 0.1, "momentum": 0}),
        (dlfs.GradientDescentOptimizer, {"learning_rate": 0.1})]]  # fmt: skip
    assert_close(*found, rtol=1e-12)


def test_momentum_stays_stable_up_to_two_times_one_plus_beta_over_the_curvature():
    for beta in (0, 0.5, 0.9):
        for share, grows in [(0.99, False), (1.01, True)]:
            W = dlfs.Variable(1.0)
            step = MomentumOptimizer(share * 2 * (1 + beta) / 4, beta).minimize(2 * W * W)
            for _ in range(2000):
                run(step)
            assert (abs(W.value) > 1) == grows


WRONG = [
    *[("momentum", beta, rule) for beta in (1, 1.5, -0.1, np.nan)
      for rule in ["momentum is", "from 0 on and less than 1", "set optimizer.momentum to"]],
    ("momentum", "0.9", "which is no number"), ("momentum", True, "which is no number"),
    *[(name, 1.0, f"{name} is 1.0, but has to be from 0 on") for name in ("beta1", "beta2")],
    *[("epsilon", e, "epsilon is") for e in (0, -1e-8, np.inf, None)],
    ("learning_rate", -1, "the learning rate is -1"),
]  # fmt: skip


@pytest.mark.parametrize("name, wrong, said", WRONG)
@pytest.mark.parametrize("compiled", [False, True])
def test_a_setting_that_is_no_use_is_refused_when_built_and_before_a_step(
    name, wrong, said, compiled
):
    kind, right = RIGHT["momentum" if name == "momentum" else "Adam"]
    text = refusal(lambda: kind(**{**right, name: wrong}), dlfs.GraphError)
    assert said in text
    W = dlfs.Variable(1.0)
    optimizer, session = kind(**right), dlfs.Session(compiled=compiled)
    step = optimizer.minimize(W * W)
    for _ in range(4):
        session.run(step)
    before = W.value
    setattr(optimizer, name, wrong)
    assert refusal(lambda: session.run(step), dlfs.GraphError) == text
    assert W.value == before


def test_an_optimizer_of_the_library_with_an_update_alone_is_called(monkeypatch):
    class Signs(dlfs.GradientDescentOptimizer):
        """W <- W - eta sign(G)."""

        def update(self, gradients):
            for W, G in gradients.items():
                W.value = W.value - self.learning_rate * np.sign(G)

    for thing in (Signs, Signs.update):
        monkeypatch.setattr(thing, "__module__", "dlfs.train")
    plain, compiled = [path(Signs, {"learning_rate": 0.1}, way)[-1] for way in (False, True)]
    np.testing.assert_array_equal(plain[1], compiled[1])


def test_a_planted_program_with_another_formula_fails_the_comparison(monkeypatch):
    kind, given_settings = RIGHT["momentum"]
    plain = path(kind, given_settings, False)[-1][1]
    right = kind.moved
    monkeypatch.setattr(kind, "moved", lambda self, W, G, given, V: right(
        self, W, G, [given[0], 0.99 * given[1]], V))  # fmt: skip
    with pytest.raises(AssertionError):
        assert_close(plain, path(kind, given_settings, True)[-1][1], rtol=1e-12)
