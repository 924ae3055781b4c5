"""An optimizer of one's own: what `update` may rely on, and may do."""

import numpy as np
import pytest

import dlfs
from dlfs.train import Optimizer
from tests.engine.helpers import refusal, run


class Clipped(Optimizer):
    """Descent that changes the gradients in place, as many do."""

    def update(self, gradients):
        for W, G in gradients.items():
            G *= 0.5
            np.clip(G, -1, 1, out=G)
            W.value = W.value - G


def losses():
    a, b = dlfs.Variable([4.0, 1.0], "a"), dlfs.Variable([3.0, 1.0], "b")
    c = dlfs.Variable(2.0, "c")
    yield "one array for two inputs", dlfs.reduce_sum(a + b), (a, b)
    yield "the same, without axes", dlfs.reduce_sum(c + dlfs.reduce_sum(a)), (c, a)
    yield "a variable as the loss", c, (c,)
    yield "an output as a gradient", dlfs.reduce_sum(dlfs.exp(a)), (a,)


LOSSES = [pytest.param(*loss, id=loss[0]) for loss in losses()]


@pytest.mark.parametrize("name, J, variables", LOSSES)
def test_update_may_change_what_it_gets(name, J, variables):
    before = {W: W.value for W in variables}
    wanted = dlfs.compute_gradients(J, None, variables)
    outputs = run(list(variables[0].consumers)) if variables[0].consumers else []
    run(Clipped().minimize(J))
    for W in variables:
        assert W.value == pytest.approx(before[W] - np.clip(0.5 * wanted[W], -1, 1))
    for node, value in zip(variables[0].consumers, outputs):
        np.testing.assert_array_equal(node.output, value)


class Keeping(Optimizer):
    def __init__(self):
        self.kept = []

    def update(self, gradients):
        self.kept.append(gradients)


def test_update_gets_arrays_of_its_own_of_the_shape_and_dtype_of_the_variable():
    a, b = dlfs.Variable(np.float32([1, 2])), dlfs.Variable(3.0)
    optimizer = Keeping()
    step = optimizer.minimize(dlfs.reduce_sum(a * 2) + b)
    run([step, step])
    run(step)
    tables = optimizer.kept
    arrays = [G for table in tables for G in table.values()]
    assert len(tables) == 2 and all(type(G) is np.ndarray and G.flags.writeable for G in arrays)
    assert [(W.value.shape, W.value.dtype) for W in (a, b)] == [
        (tables[0][W].shape, tables[0][W].dtype) for W in (a, b)
    ]
    assert not any(
        np.shares_memory(G, H) for i, G in enumerate(arrays) for H in arrays[:i]
    )
    np.testing.assert_array_equal(tables[0][a], [2, 2])


def test_an_update_put_onto_one_optimizer_gets_arrays_of_its_own_too():
    a, b = dlfs.Variable(4.0), dlfs.Variable(3.0)
    optimizer = dlfs.GradientDescentOptimizer(0.1)
    optimizer.update = lambda gradients: Clipped.update(optimizer, gradients)
    run(optimizer.minimize(a + b))
    assert (a.value, b.value) == (3.5, 2.5)


def test_the_librarys_own_optimizer_gets_no_copies(monkeypatch):
    seen = []
    J = dlfs.reduce_sum(dlfs.Variable([1.0]) + dlfs.Variable([2.0]))
    step = dlfs.GradientDescentOptimizer(0.1).minimize(J)
    run(J)
    step.find_gradients()
    first, second = step._gradients.values()
    monkeypatch.setattr(dlfs.train.np, "array", lambda *_: seen.append("a copy"))
    step.update()
    assert seen == []
    assert first is second


def test_a_momentum_of_ones_own_is_what_the_formula_says():
    class Momentum(dlfs.GradientDescentOptimizer):
        def __init__(self, learning_rate, beta):
            super().__init__(learning_rate)
            self.beta, self.velocity = beta, {}

        def update(self, gradients):
            for W, G in gradients.items():
                self.velocity[W] = self.beta * self.velocity.get(W, 0) + G
                W.value = W.value - self.learning_rate * self.velocity[W]

    W = dlfs.Variable(1.0)
    step = Momentum(0.1, 0.9).minimize(W * W)
    w, v = 1.0, 0.0
    for _ in range(5):
        run(step)
        v = 0.9 * v + 2 * w
        w -= 0.1 * v
        assert W.value == pytest.approx(w)


def test_an_optimizer_without_update_says_what_to_write():
    class Lazy(Optimizer):
        pass

    text = refusal(lambda: run(Lazy().minimize(dlfs.Variable(1.0))), dlfs.GraphError)
    assert "Lazy has no method update" in text and "update(self, gradients)" in text


def test_settings_are_refused_before_any_variable_of_the_run_changes():
    class Careful(Optimizer):
        def check_settings(self):
            raise dlfs.GraphError("no such setting.\n  way out: choose another one, please")

    W = dlfs.Variable(1.0)
    good, bad = dlfs.GradientDescentOptimizer(0.1).minimize(W), Careful().minimize(W * 2)
    with pytest.raises(dlfs.GraphError, match="no such setting"):
        run([good, bad])
    assert W.value == 1


def test_minimize_builds_in_the_graph_of_the_loss_whatever_the_default_is():
    W = dlfs.Variable(1.0)
    with dlfs.Graph() as other:
        step = dlfs.GradientDescentOptimizer(0.5).minimize(W * 1)
    assert step.graph is W.graph and other.nodes == []
    run(step)
    assert W.value == 0.5


@pytest.mark.parametrize("rate", [np.array(0.5), np.float32(0.5), np.float64(0.5), 0.5, 0, 1])
def test_a_rate_may_be_any_single_number(rate):
    W = dlfs.Variable(1.0)
    run(dlfs.GradientDescentOptimizer(rate).minimize(W))
    assert W.value == 1 - float(rate)


@pytest.mark.parametrize("rate", [np.nan, np.inf, -0.1, True, np.array([0.1]), "fast", None, 1j,
                                  10**400])
def test_a_rate_that_is_none_is_refused_when_built_and_when_run(rate):
    text = refusal(lambda: dlfs.GradientDescentOptimizer(rate), dlfs.GraphError)
    assert text.startswith("the learning rate is ")
    W, optimizer = dlfs.Variable(1.0), dlfs.GradientDescentOptimizer(0.1)
    step = optimizer.minimize(W)
    optimizer.learning_rate = rate
    assert refusal(lambda: run(step), dlfs.GraphError) == text
    assert W.value == 1
