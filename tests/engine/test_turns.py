"""A run has its graph to itself: threads wait, inner runs put back, growing graphs are named."""

import threading
import warnings

import numpy as np
import pytest

import dlfs
from dlfs.errors import GrowingGraphWarning
from dlfs.turns import ROUNDS_OF_A_LOOP, alone
from tests.engine.helpers import gradients_of, run


def in_threads(*functions):
    """Call each in a thread of its own, and raise what one of them raises."""
    failures = []

    def caught(function):
        try:
            function()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=caught, args=[function]) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    for failure in failures:
        raise failure


class Handover(dlfs.Operation):
    """Passes its input on, and lets another thread have the processor in between."""

    def compute(self, x):
        threading.Event().wait(0.001)
        return x


@dlfs.RegisterGradient(Handover)
def handover_gradient(op, G):
    threading.Event().wait(0.001)
    return G


def shared_graph():
    x = dlfs.placeholder("x")
    return x, dlfs.reduce_sum(Handover([x]) * x)


ASKING = {
    "session.run": lambda J, x, at: dlfs.Session().run([J, x], {x: at}) == [at * at, at],
    "compute_gradients": lambda J, x, at: dlfs.compute_gradients(J, {x: at})[x] == 2 * at,
    "gradient_check": lambda J, x, at: (
        dlfs.gradient_check(J, {x: at}, x).rows[0].analytic == 2 * at
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", ASKING)
def test_two_threads_on_one_graph_get_the_values_of_their_own_run(way):
    x, J = shared_graph()

    def asking(at):
        assert all(ASKING[way](J, x, at) for _ in range(20))

    in_threads(lambda: asking(3.0), lambda: asking(5.0))


def test_without_taking_turns_the_values_of_two_threads_mix():
    x, J = shared_graph()
    order = dlfs.graph.order_of(J)
    mixed = threading.Event()

    def asking(at):
        for _ in range(2000):  # on a busy machine one may be through before the other begins
            dlfs.forward.forward(order, {x: at})
            if mixed.is_set() or J.output != at * at:
                return mixed.set()

    in_threads(lambda: asking(3.0), lambda: asking(5.0))
    assert mixed.is_set()


def test_no_step_of_two_threads_is_lost():
    W = dlfs.Variable(0.0)
    step = dlfs.GradientDescentOptimizer(1.0).minimize(-Handover([W]))
    in_threads(*[lambda: [dlfs.Session().run(step) for _ in range(25)]] * 2)
    assert W.value == 50


def test_an_assignment_waits_for_the_run():
    W = dlfs.Variable(1.0)
    inside, difference = threading.Event(), []

    class slow(dlfs.Operation):
        def compute(self, w):
            inside.set()
            threading.Event().wait(0.05)
            return w

    step = dlfs.GradientDescentOptimizer(0.5).minimize(slow([W]))

    def assign():
        assert inside.wait(10)
        W.value = 100

    with dlfs.registered(slow, lambda op, G: G):
        in_threads(lambda: difference.append(run([slow([W]), step])[0]), assign)
    assert difference == [1] and W.value == 100


def test_two_graphs_do_not_wait_for_each_other():
    first, second = threading.Event(), threading.Event()

    def waiting(mine, others):
        class meeting(dlfs.Operation):
            def compute(self):
                mine.set()
                return float(others.wait(10))

        with dlfs.Graph() as graph:
            node = meeting([])
        return lambda: np.testing.assert_equal(graph and run(node), 1)

    in_threads(waiting(first, second), waiting(second, first))


# ---------------------------------------------------------------- a run inside of a run


class Asking(dlfs.Operation):
    """Runs another node of its graph, with another feed, and passes its own input on."""

    def compute(self, x):
        self.heard = self.ask()
        return x


@pytest.mark.parametrize("way", ASKING)
def test_a_run_inside_of_a_run_leaves_the_outer_one_its_values(way):
    x = dlfs.placeholder("x")
    y = x * x
    asking = Asking([x])
    asking.ask = lambda: ASKING[way](y, x, 10.0)
    total = y + asking + x * y
    assert run(total, {x: 2.0}) == 4 + 2 + 8
    assert asking.heard
    with dlfs.registered(Asking, lambda op, G: G):
        assert gradients_of(total, x, feed_dict={x: 2.0}) == [4 + 1 + 12]


def test_a_run_inside_of_a_run_leaves_the_outer_one_what_its_gradients_need():
    x, target = dlfs.placeholder("x"), [0.0, 1.0]
    J = dlfs.softmax_cross_entropy(x, target)
    asking = Asking([J])
    asking.ask = lambda: run(J, {x: np.array([5.0, -5.0])})
    feed = {x: np.array([1.0, 2.0])}
    p = run(dlfs.softmax(x), feed)
    with dlfs.registered(Asking, lambda op, G: G):
        G, = gradients_of(asking, x, feed_dict=feed)
    np.testing.assert_allclose(G, p - target, rtol=1e-12)


def test_a_failed_run_gives_the_graph_free():
    x = dlfs.placeholder("x")
    for _ in range(2):
        with pytest.raises(dlfs.ComputeError):
            run(dlfs.matmul(x, 3), {x: 1})
    in_threads(lambda: run(x, {x: 1}))
    assert not x.graph.running


def test_whoever_runs_nodes_otherwise_takes_the_same_turn(own_graph):
    x, J = shared_graph()
    seen = []
    alone(own_graph, [x, J], lambda: seen.append(own_graph.running))
    assert seen == [True] and not own_graph.running


# ---------------------------------------------------------------- a graph that grows in a loop


def warnings_of(function):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        function()
    return [w for w in caught if w.category is GrowingGraphWarning]


def growing(rounds, ask=run, built=2):
    x = dlfs.Variable(1.0)
    for _ in range(rounds):
        ask(-x if built == 1 else x * 2)  # this line


@pytest.mark.parametrize("built", [1, 2])
@pytest.mark.parametrize("ask", [run, dlfs.compute_gradients, dlfs.gradient_check])
def test_a_node_built_in_every_round_is_warned_of_once_by_its_line(ask, built):
    with dlfs.Graph().as_default():
        (warned,) = warnings_of(lambda: growing(3 * ROUNDS_OF_A_LOOP, ask, built))
    first = growing.__code__.co_firstlineno
    assert (warned.filename, warned.lineno) == (__file__, first + 3)
    assert f"{__file__}, line {first + 3} has built nodes before" in str(warned.message)
    assert "way out: build every node once, before the loop" in str(warned.message)


def deep_net():
    y = dlfs.Variable(1.0)
    for _ in range(10 * ROUNDS_OF_A_LOOP):
        y = y * 1.0
    for _ in range(10 * ROUNDS_OF_A_LOOP):
        run(y)


def a_cell_run_again():
    for _ in range(ROUNDS_OF_A_LOOP - 1):
        growing(1)


def a_graph_for_each_round():
    for _ in range(2 * ROUNDS_OF_A_LOOP):
        with dlfs.Graph():
            growing(1)


def a_graph_that_grew_once():
    y = dlfs.Variable(1.0) * 2.0
    run(y)
    z = dlfs.exp(y)
    for _ in range(3 * ROUNDS_OF_A_LOOP):
        run(z)


HARMLESS = [deep_net, a_cell_run_again, a_graph_for_each_round, a_graph_that_grew_once]


@pytest.mark.parametrize("harmless", HARMLESS)
def test_no_alarm_for(harmless):
    with dlfs.Graph().as_default():  # one that counts its rounds
        assert warnings_of(harmless) == []
