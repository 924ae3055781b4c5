"""A learner's own operations, gradients and steps in a compiled session: called as they are."""

import numpy as np
import pytest

import dlfs
from dlfs.compiled.programs import StaysPlain
from tests.engine.helpers import counting, refusal
from tests.engine.program_rules import perceptron, runs

descent = dlfs.GradientDescentOptimizer


def test_a_gradient_registered_later_is_used_and_restored():
    W, session = dlfs.Variable([0.5, -0.5]), dlfs.Session(compiled=True)
    step = descent(1.0).minimize(dlfs.reduce_sum(dlfs.tanh(W)))
    runs(session, step, [None] * 3)
    W.value = [0.5, -0.5]
    with dlfs.registered(dlfs.tanh, lambda op, G: 10 * G):
        for k in range(1, 4):
            session.run(step)
            np.testing.assert_allclose(W.value, [0.5 - 10 * k, -0.5 - 10 * k])
    W.value = [0.0, 0.0]
    session.run(step)
    np.testing.assert_allclose(W.value, [-1, -1])
    assert "gradients_of" not in session.program(step).source


class doubled(dlfs.Operation):
    def compute(self, x):
        self.seen = getattr(self, "seen", [])
        self.seen.append((x, x.copy()))
        return 2 * x


def doubled_gradient(op, G):
    op.seen.append((op.inputs[0], op.inputs[0].copy()))
    op.seen.append((op.output, op.output.copy()))
    op.seen.append((G, np.array(G)))
    return 2 * G


def test_a_learners_operation_is_called_as_it_is_and_may_keep_what_it_gets():
    results = []
    for compiled in (False, True):
        W, x = dlfs.Variable([1.0, 2.0], "W"), dlfs.placeholder("x")
        y = doubled([dlfs.tanh(W * x)])
        J = dlfs.reduce_sum(dlfs.exp(y))
        step, session = descent(0.1).minimize(J), dlfs.Session(compiled=compiled)
        with dlfs.registered(doubled, doubled_gradient):
            session._run, plain_runs = counting(session._run)
            losses = [session.run([J, step], {x: np.full(2, k)})[0] for k in range(5)]
            assert len(plain_runs) == (2 if compiled else 5)
        assert len(y.seen) == 5 * 4
        for array, copy in y.seen:
            np.testing.assert_array_equal(array, copy)
        results.append([*losses, *W.value])
    np.testing.assert_allclose(*results, rtol=1e-12)


def test_a_learners_operation_that_writes_in_place_is_refused_as_in_the_plain_session():
    class impatient(dlfs.Operation):
        wait = True

        def compute(self, x):
            if not self.wait:
                x *= 2
            return x

    x = dlfs.Variable([1.0, 2.0])
    y, session = impatient([x + 1]), dlfs.Session(compiled=True)
    runs(session, y, [None] * 2)
    impatient.wait = False
    assert "read-only" in refusal(lambda: session.run(y), dlfs.ComputeError)


def test_a_subclass_and_a_replaced_compute_are_not_taken_for_the_librarys():
    class shifted(dlfs.tanh):
        def compute(self, a):
            return np.tanh(a) + 1

    x = dlfs.Variable([1.0, 2.0])
    session, patched = dlfs.Session(compiled=True), dlfs.tanh(x)
    patched.compute = lambda a: a * 100
    for _ in range(3):
        np.testing.assert_allclose(session.run(shifted(x)), np.tanh([1, 2]) + 1)
        np.testing.assert_allclose(session.run(patched), [100, 200])
    y = shifted(x)
    for _ in range(3):
        np.testing.assert_allclose(session.run(y), np.tanh([1, 2]) + 1)


def test_a_class_whose_compute_is_replaced_is_called_as_it_is(monkeypatch):
    monkeypatch.setattr(dlfs.tanh, "compute", lambda self, a: a * 100)
    y, session = dlfs.tanh(dlfs.Variable([1.0, 2.0])), dlfs.Session(compiled=True)
    for _ in range(3):
        np.testing.assert_allclose(session.run(y), [100, 200])


def test_a_gradient_that_is_none_ends_its_path_as_in_the_plain_session():
    class stopped(dlfs.Operation):
        def compute(self, x):
            return x

    for compiled in (False, True):
        W = dlfs.Variable(2.0)
        J = stopped([W]) * W
        step = descent(0.5).minimize(J)
        with dlfs.registered(stopped, lambda op, G: [None]):
            runs(dlfs.Session(compiled=compiled), step, [None] * 4)
        assert W.value == 2 * 0.5**4


def test_an_operation_whose_value_changes_its_shape_is_right_every_time():
    class growing(dlfs.Operation):
        size = 1

        def compute(self):
            self.size += 1
            return np.ones(self.size)

    y, session = growing(), dlfs.Session(compiled=True)
    total, sizes = dlfs.reduce_sum(y * 2), []
    with pytest.warns(StaysPlain, match="growing_1 gives values of other shapes"):
        for _ in range(5):
            assert session.run(total) == 2 * y.size
            sizes.append(y.size)
    assert sizes == sorted(set(sizes))


def test_an_operation_that_runs_the_session_it_is_in_gets_the_right_values():
    session = dlfs.Session(compiled=True)

    class curious(dlfs.Operation):
        def compute(self, x):
            return x + session.run(self.other)

    x = dlfs.placeholder("x")
    W = dlfs.Variable(1.0)
    inner = W * 2
    y = curious([x])
    y.other = inner
    total = y + inner
    for k in range(4):
        W.value = k
        assert session.run(total, {x: 10.0}) == 10 + 4 * k


class StepOfLesson8(dlfs.Operation):
    def __init__(self, loss, rate):
        super().__init__([loss])
        self.loss, self.rate = loss, rate

    def compute(self, J):
        kinds = (n for n in self.graph.nodes if isinstance(n, dlfs.placeholder))
        feed = {node: node.output for node in kinds}
        for node, G in dlfs.compute_gradients(self.loss, feed).items():
            if isinstance(node, dlfs.Variable):
                node.value = node.value - self.rate * G
        return J


def test_the_step_of_lesson_8_trains_in_a_compiled_session_too():
    results = []
    for compiled in (False, True):
        with dlfs.Graph().as_default():
            feed, W, b, J = perceptron()
            step, session = StepOfLesson8(J, 0.5), dlfs.Session(compiled=compiled)
            losses = [session.run([step, J], feed)[0] for _ in range(5)]
            losses += [session.run(J, feed)]
            results.append([*losses, *W.value.ravel()])
    np.testing.assert_allclose(*results, rtol=1e-12)


def test_a_setting_of_an_operation_that_is_changed_by_hand_is_used():
    x = dlfs.Variable([[2.0, 3.0]])
    y, session = dlfs.power(x, 1), dlfs.Session(compiled=True)
    total = dlfs.reduce_sum(y, axis=1)
    for k in range(8):
        y.n = float(k // 2)
        assert session.run(total) == [2 ** (k // 2) + 3 ** (k // 2)]
    total.axis = (0,)
    for _ in range(6):
        np.testing.assert_array_equal(session.run(total), [8, 27])


def test_an_update_that_is_put_on_one_optimizer_is_called():
    W, optimizer, session = dlfs.Variable([1.0, 2.0]), descent(0.1), dlfs.Session(compiled=True)
    step = optimizer.minimize(dlfs.reduce_sum(W * W))
    runs(session, step, [None] * 3)
    optimizer.update = lambda gradients: [setattr(W, "value", [7.0, 7.0]) for W in gradients]
    session.run(step)
    np.testing.assert_array_equal(W.value, [7, 7])


class failing(dlfs.Operation):
    def __init__(self, x, at):
        super().__init__([x])
        self.at, self.calls = at, 0

    def compute(self, x):
        self.calls += 1
        if self.calls == self.at:
            raise ValueError("it is time to stop")
        return x


def test_a_run_that_fails_half_way_changes_nothing_and_runs_nothing_twice():
    W, session = dlfs.Variable([1.0, 2.0]), dlfs.Session(compiled=True)
    y = failing(W * W, at=4)
    step = descent(0.1).minimize(dlfs.reduce_sum(y))
    with dlfs.registered(failing, lambda op, G: G):
        runs(session, step, [None] * 3)
        value = W.value
        assert "time to stop" in refusal(lambda: session.run(step))
        assert y.calls == 4
        np.testing.assert_array_equal(W.value, value)
        W.value = [3.0, 4.0]
        session.run(step)
    np.testing.assert_allclose(W.value, [3 * 0.8, 4 * 0.8])
    assert y.calls == 5 and session.plain_runs == 0


def test_a_gradient_that_is_none_is_compiled_after_one_more_plain_run():
    class stopped(dlfs.Operation):
        def compute(self, x):
            return x

    V, W, session = dlfs.Variable(1.0), dlfs.Variable(2.0), dlfs.Session(compiled=True)
    step = descent(0.5).minimize(stopped([dlfs.exp(V)]) * W)
    session._run, plain_runs = counting(session._run)
    with dlfs.registered(stopped, lambda op, G: [None]):
        runs(session, step, [None] * 9)
    assert V.value == 1 and W.value == 2 - 9 * 0.5 * np.e
    assert len(plain_runs) < 9 and session.plain_runs == 0


def test_a_gradient_that_changes_what_it_gets_is_refused_as_in_the_plain_session():
    def impatient(op, G):
        if op.count > 3:
            op.inputs[0][...] = 0
        op.count += 1
        return G * op.inputs[0]

    W, session = dlfs.Variable([1.0, 2.0]), dlfs.Session(compiled=True)
    y = dlfs.tanh(W)
    y.count, step = 0, descent(0.1).minimize(dlfs.reduce_sum(y))
    with dlfs.registered(dlfs.tanh, impatient):
        runs(session, step, [None] * 4)
        assert "read-only" in refusal(lambda: session.run(step), dlfs.GradientError)


def test_a_rate_that_is_no_number_is_refused_before_others_have_changed_a_variable():
    class mine(dlfs.GradientDescentOptimizer):
        def update(self, gradients):
            for W in gradients:
                W.value = W.value + 1

    V, W, session = dlfs.Variable(1.0), dlfs.Variable(1.0), dlfs.Session(compiled=True)
    bad = descent(0.1)
    steps = [mine(0.1).minimize(V * V), bad.minimize(W * W)]
    runs(session, steps, [None] * 4)
    value, bad.learning_rate = V.value, "fast"
    assert "learning rate" in refusal(lambda: session.run(steps))
    assert V.value == value == 5
