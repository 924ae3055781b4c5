"""Compiled runs beside plain ones: what is handed out and shown, errors, and training.

That the numbers agree is tested on random graphs, in test_program_random.py.
"""

import gc
import weakref

import numpy as np
import pytest

import dlfs
from dlfs.compiled.programs import StaysPlain
from tests.engine.helpers import refusal
from tests.engine.program_rules import assert_same, perceptron, plain_runs_of, runs

descent = dlfs.GradientDescentOptimizer


# ---------------------------------------------------------------- what is handed out


def test_every_value_handed_out_stays_what_it_was_and_is_the_callers():
    X = dlfs.placeholder("X")
    W = dlfs.Variable(np.ones((2, 2)), "W")
    y = X @ W
    J = dlfs.reduce_sum(y * y)
    step, session = descent(0.01).minimize(J), dlfs.Session(compiled=True)
    plain_W = dlfs.Variable(np.ones((2, 2)))
    history, expected, fed = [], [], np.ones((3, 2))
    for k in range(6):
        fed[...] = k
        history.append(session.run([y, J, step, W, X], {X: fed}))
        value, product = np.array(plain_W.value), fed @ plain_W.value
        expected.append([product, (product * product).sum(), None, value, fed.copy()])
        plain_W.value = value - 0.01 * 2 * fed.T @ product
    for found, wanted in zip(history, expected):
        assert_same(np.array(found[1]), np.array(wanted[1]))
        for place in (0, 3, 4):
            np.testing.assert_allclose(found[place], wanted[place], rtol=1e-12)
            assert found[place].flags.writeable
            found[place][...] = 99
    np.testing.assert_array_equal(fed, 5)
    np.testing.assert_allclose(session.run(y, {X: fed}), fed @ plain_W.value, rtol=1e-12)


# ---------------------------------------------------------------- node.output, after a run


def test_outputs_after_a_compiled_run_are_refused_in_words():
    x = dlfs.placeholder("x")
    W = dlfs.Variable([1.0, 2.0], "W")
    y = dlfs.multiply(x, W, name="y")
    J = dlfs.reduce_sum(y, name="J")
    unused = y + 1
    step, session = descent(0.5).minimize(J), dlfs.Session(compiled=True)
    runs(session, [J, step], [{x: np.array([k, k], float)} for k in range(4)])
    for node in (x, W, y, J):
        text = refusal(lambda: node.output, dlfs.ComputeError)
        assert f"the output of {node.name} was not kept: its latest run was compiled" in text
        assert "fetch it" in text
    refusal(lambda: y.inputs, dlfs.ComputeError)
    assert step.output is None and unused.output is None and unused.inputs == []


def test_a_plain_run_after_a_compiled_one_shows_its_own_outputs():
    x = dlfs.placeholder("x")
    y = x * 2
    J = dlfs.reduce_sum(y)
    plain, compiled = dlfs.Session(), dlfs.Session(compiled=True)
    runs(compiled, J, [{x: np.ones(2)}] * 2)
    for k in range(3):
        compiled.run(J, {x: np.full(2, float(k))})
        refusal(lambda: J.output)
        plain.run(J, {x: np.full(2, k + 10)})
        shown = J.output, x.output[0], y.output[0], y.inputs[1]
        assert shown == (4 * (k + 10), k + 10, 2 * (k + 10), 2)


def test_two_programs_that_share_nodes_never_show_an_older_run():
    x = dlfs.placeholder("x")
    y = x * 2
    first, second = dlfs.reduce_sum(y), dlfs.reduce_mean(y)
    session = dlfs.Session(compiled=True)
    for fetch in (first, second):
        runs(session, fetch, [{x: np.ones(2)}] * 3)
    dlfs.Session().run(first, {x: np.ones(2)})
    session.run(second, {x: np.ones(2)})
    refusal(lambda: y.output)
    assert first.output == 4  # no run of it has come since
    session.run(first, {x: np.ones(2)})
    for node in (x, y, first, second):
        refusal(lambda: node.output)


def test_what_was_seen_of_a_variable_before_does_not_change_with_it():
    W, session, plain = dlfs.Variable([1.0, 2.0]), dlfs.Session(compiled=True), dlfs.Session()
    J = dlfs.reduce_sum(W * W)
    step = descent(0.25).minimize(J)
    seen = []
    for _ in range(4):
        plain.run(J)
        seen += [(W.output, W.output.copy()), (W.value, W.value.copy())]
        seen += [(J.input_nodes[0].inputs[0], J.input_nodes[0].inputs[0].copy())]
        for _ in range(3):
            session.run([J, step])
            seen += [(W.value, W.value.copy())]
    for array, copy in seen:
        np.testing.assert_array_equal(array, copy)


def test_a_compiled_run_keeps_no_graph_alive():
    W = dlfs.Variable([1.0, 2.0])
    session, J = dlfs.Session(compiled=True), dlfs.reduce_sum(W * W)
    with dlfs.Graph().as_default() as graph:
        V = dlfs.Variable(np.ones(3))
        runs(session, [dlfs.reduce_sum(V * V)], [None] * 4)
        other = dlfs.Session(compiled=True)
        runs(other, [descent(0.1).minimize(dlfs.reduce_sum(V * V))], [None] * 4)
    gone = weakref.ref(graph), weakref.ref(V)
    del graph, V, other, session
    gc.collect()
    assert [reference() for reference in gone] == [None, None]
    assert dlfs.Session().run(J) == 5


def test_gradients_and_their_check_work_after_a_compiled_run():
    feed, W, b, J = perceptron()
    session = dlfs.Session(compiled=True)
    step = descent(0.5).minimize(J)
    runs(session, [J, step], [feed] * 3)
    value = W.value
    assert dlfs.gradient_check(J, feed).ok
    assert dlfs.compute_gradients(J, feed, [W])[W].shape == (2, 2)
    np.testing.assert_array_equal(W.value, value)
    runs(session, [J, step], [feed] * 2)
    other_feed, W2, _, J2 = perceptron()
    runs(dlfs.Session(), [J2, descent(0.5).minimize(J2)], [other_feed] * 5)
    np.testing.assert_allclose(W.value, W2.value, rtol=1e-12)


def test_other_gradients_asked_for_in_between_leave_the_program_as_it_is():
    feed, W, b, J = perceptron()
    session = dlfs.Session(compiled=True)
    fetches = [J, descent(0.5).minimize(J)]
    runs(session, fetches, [feed] * 3)
    dlfs.compute_gradients(J, feed, [b])
    assert plain_runs_of(session, fetches, [feed] * 3) == 0


# ---------------------------------------------------------------- errors


def both_refusals(build):
    """The text of the error of a plain run and of a compiled one, after good runs."""
    texts = []
    for compiled in (False, True):
        with dlfs.Graph().as_default():
            session = dlfs.Session(compiled=compiled)
            texts.append(refusal(build(session)))
    return texts


def test_errors_name_the_same_node_as_the_plain_session():
    def other_shape(session):
        x = dlfs.placeholder("x")
        y = dlfs.add(x, [1.0, 2.0], name="y")
        runs(session, y, [{x: np.ones(2)}] * 3)
        return lambda: session.run(y, {x: np.ones(3)})

    def nothing_fed(session):
        x = dlfs.placeholder("x")
        runs(session, x * 2, [{x: np.ones(2)}] * 3)
        y = x * 2
        runs(session, y, [{x: np.ones(2)}] * 3)
        return lambda: session.run(y)

    def wrong_key(session):
        x = dlfs.placeholder("x")
        y = x * 2
        runs(session, y, [{x: np.ones(2)}] * 3)
        return lambda: session.run(y, {x: np.ones(2), "x": 3})

    def no_number(session):
        x = dlfs.placeholder("x")
        y = x * 2
        runs(session, y, [{x: np.ones(2)}] * 3)
        return lambda: session.run(y, {x: "two"})

    def no_feed(session):
        x = dlfs.placeholder("x")
        y = x * 2
        runs(session, y, [{x: np.ones(2)}] * 3)
        return lambda: session.run(y, [1])

    for build in (other_shape, nothing_fed, wrong_key, no_number, no_feed):
        plain, compiled = both_refusals(build)
        assert compiled == plain


@pytest.mark.filterwarnings("error")
def test_a_warning_that_is_an_error_names_the_node_and_changes_nothing():
    x, W = dlfs.placeholder("x"), dlfs.Variable([1.0, 2.0])
    J = dlfs.reduce_sum(W * dlfs.log(x, name="logarithm"), name="J")
    step, session = descent(0.5).minimize(J), dlfs.Session(compiled=True)
    runs(session, [J, step], [{x: np.ones(2)}] * 3)
    value = W.value
    text = refusal(lambda: session.run([J, step], {x: np.zeros(2)}), dlfs.ComputeError)
    assert "logarithm" in text.splitlines()[0] and "divide by zero" in text
    np.testing.assert_array_equal(W.value, value)
    assert J.output is None  # not the one of the run before
    assert session.run(J, {x: np.ones(2)}) == 0


@pytest.mark.filterwarnings("error")
def test_an_update_that_overflows_leaves_no_variable_half_changed():
    first, second = dlfs.Variable([1.0]), dlfs.Variable([1.0])
    x = dlfs.placeholder("x")
    J = dlfs.reduce_sum(first * 2 + second * x)
    optimizer = descent(1.0)
    step, session = optimizer.minimize(J), dlfs.Session(compiled=True)
    runs(session, step, [{x: np.ones(1)}] * 3)
    kept = first.value, second.value
    program = session.program(step, {x: np.ones(1)})
    optimizer.learning_rate = 1e300
    with pytest.raises(RuntimeWarning, match="overflow"):
        program.run([np.full(1, 1e300)])
    assert (first.value, second.value) == kept


def test_finite_logits_give_no_warning_and_minus_infinity_gives_what_it_gives():
    x = dlfs.placeholder("x")
    fetches = [dlfs.softmax(x), dlfs.softmax_cross_entropy(x, [[0.0, 1.0]]), dlfs.sigmoid(x)]
    for row in ([0, 1000], [1.7e308, -1.7e308], [0, -800], [-np.inf, 0]):
        fed = {x: np.array([row], float)}
        plain = dlfs.Session().run(fetches, fed)
        assert_same(runs(dlfs.Session(compiled=True), fetches, [fed] * 3)[-1], plain)


def test_a_rate_that_is_no_number_is_refused_and_changes_nothing():
    good, bad = dlfs.Variable(1.0), dlfs.Variable(1.0)
    optimizers = [descent(0.1), descent(0.1)]
    steps = [o.minimize(W * W) for o, W in zip(optimizers, (good, bad))]
    session = dlfs.Session(compiled=True)
    runs(session, steps, [None] * 3)
    values = good.value, bad.value
    optimizers[1].learning_rate = "fast"
    assert "learning rate" in refusal(lambda: session.run(steps))
    assert (good.value, bad.value) == values


# ---------------------------------------------------------------- training


def test_the_learning_rate_is_read_at_every_compiled_step():
    W, optimizer, session = dlfs.Variable(0.0), descent(1), dlfs.Session(compiled=True)
    step = optimizer.minimize(-W)
    expected = 0
    for rate in (1, 10, 0.5, np.float32(0.25), np.int64(2)):
        optimizer.learning_rate = rate
        session.run(step)
        expected += float(rate)
        assert W.value == expected


def test_a_value_assigned_between_compiled_steps_is_used():
    W, session = dlfs.Variable([1.0, 1.0]), dlfs.Session(compiled=True)
    J = dlfs.reduce_sum(W * W)
    step = descent(0.25).minimize(J)
    for _ in range(3):
        session.run(step)
    mine = np.array([8.0, 4.0])
    W.value = mine
    assert session.run([J, step])[0] == 80
    np.testing.assert_array_equal(W.value, [4, 2])
    np.testing.assert_array_equal(mine, [8, 4])


def test_variables_that_are_not_trainable_and_constants_stay():
    fed, fixed = dlfs.placeholder(), dlfs.constant(3.0)
    W, frozen = dlfs.Variable(1.0), dlfs.Variable(2.0, trainable=False)
    step, session = descent(0.1).minimize(fed * fixed * W * frozen), dlfs.Session(compiled=True)
    runs(session, step, [{fed: 5.0}] * 3)
    assert W.value == pytest.approx(1 - 3 * 0.1 * 30) and frozen.value == 2


def test_gradients_of_all_steps_come_before_the_first_update():
    for order in ([0, 1], [1, 0]):
        results = []
        for compiled in (False, True):
            v, w = dlfs.Variable(2.0), dlfs.Variable(3.0)
            steps = [descent(rate).minimize(v * w) for rate in (0.1, 0.2)]
            session = dlfs.Session(compiled=compiled)
            runs(session, [v, *(steps[i] for i in order), w], [None] * 4)
            results.append([v.value, w.value])
        np.testing.assert_allclose(*results, rtol=1e-14)


def test_one_optimizer_with_two_losses_and_two_sessions_on_one_model():
    results = []
    for compiled in (False, True):
        W, optimizer = dlfs.Variable([1.0, 2.0]), descent(0.1)
        one = optimizer.minimize(dlfs.reduce_sum(W * W))
        two = optimizer.minimize(dlfs.reduce_sum(dlfs.exp(-W)))
        sessions = [dlfs.Session(compiled=compiled) for _ in range(2)]
        for _ in range(4):
            sessions[0].run([one, two])
            sessions[1].run(one)
            sessions[0].run(two)
        results.append(W.value)
    np.testing.assert_allclose(*results, rtol=1e-13)


def test_an_optimizer_of_the_learners_own_gets_the_gradients():
    class momentum(dlfs.GradientDescentOptimizer):
        velocity: dict = {}

        def update(self, gradients):
            for W, G in gradients.items():
                self.velocity[W] = 0.9 * self.velocity.get(W, 0) + G
                W.value = W.value - self.learning_rate * self.velocity[W]
                self.kept.append((G, np.array(G)))

    results = []
    for compiled in (False, True):
        W, optimizer = dlfs.Variable([1.0, 2.0]), momentum(0.1)
        optimizer.kept = []
        step = optimizer.minimize(dlfs.reduce_sum(W * W))
        runs(dlfs.Session(compiled=compiled), step, [None] * 5)
        results.append(W.value)
        assert all(np.array_equal(G, copy) for G, copy in optimizer.kept)
    np.testing.assert_allclose(*results, rtol=1e-13)


def test_a_training_step_of_another_kind_runs_as_in_the_plain_session():
    class Halving(dlfs.graph.TrainingStep):
        def __init__(self, W):
            self.W, self.input_nodes = W, (W,)
            super().__init__(graph=W.graph)

        def find_gradients(self):
            self.G = self.W.output / 2

        def update(self):
            self.W.value = self.G

    W = dlfs.Variable(8.0)
    session = dlfs.Session(compiled=True)
    with pytest.warns(StaysPlain, match="training step of another kind"):
        runs(session, Halving(W), [None] * 3)
    assert W.value == 1 and session.plain_runs == 2
