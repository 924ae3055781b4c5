"""What a run costs, by counting: visits, calls of gradient functions, orders that are found.

Times depend on the machine; counts do not. The times are measured in the benchmark.
"""

import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dlfs
import dlfs.graph
import dlfs.session
from dlfs import backpropagation, forward
from tests.engine.helpers import Counted, counted_gradients, counting, gradients_of, run

GradientDescent = dlfs.GradientDescentOptimizer
LONG = 100_000


# ---------------------------------------------------------------- one visit for each node


def doubled(times, x):
    """x, added to itself so many times, by counted operations."""
    nodes = [Counted(x)]
    for _ in range(times):
        nodes.append(Counted(nodes[-1], nodes[-1]))
    return nodes


def visits(nodes):
    return sum(node.visits for node in nodes)


def visited_by_following_every_input(node):
    """What the series does: compute the inputs of every node anew."""
    values = [visited_by_following_every_input(n) for n in node.input_nodes]
    return node.compute(*values) if isinstance(node, dlfs.Operation) else 1.0


def test_twenty_doublings_visit_21_nodes_once():
    nodes = doubled(20, dlfs.Variable(1.0))
    run(nodes[-1])
    assert [node.visits for node in nodes] == [1] * 21


def test_the_count_of_visits_finds_a_runner_without_a_memory():
    nodes = doubled(10, dlfs.Variable(1.0))
    visited_by_following_every_input(nodes[-1])
    assert visits(nodes) == 2**11 - 1


def test_twenty_doublings_call_21_gradient_functions_once():
    x = dlfs.Variable(1.0)
    y = Counted(x)
    for _ in range(20):
        y = Counted(y + y)
    with counted_gradients() as of_counted:
        assert gradients_of(y, x) == [2**20]
    assert of_counted.calls == 21


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=15))
@settings(max_examples=30, deadline=None)
def test_in_any_graph_one_visit_and_one_gradient_call_for_each_operation(pairs):
    nodes = [Counted(dlfs.Variable(1.0))]
    for i, j in pairs:
        nodes.append(Counted(nodes[i % len(nodes)], nodes[j % len(nodes)]))
    needed = sum(isinstance(n, Counted) for n in dlfs.graph.order_of(nodes[-1]))
    with counted_gradients() as of_counted:
        dlfs.compute_gradients(nodes[-1])
    assert visits(nodes) == needed
    # A gradient function that gives None for an input ends that path: it is called no more.
    assert of_counted.calls <= needed
    run([nodes[-1], *nodes])
    assert visits(nodes) == needed + len(nodes)


def test_a_step_visits_every_operation_once_forward_and_once_backward():
    W = dlfs.Variable(1.0)
    shared = Counted(W)
    J = Counted(shared * 2 + shared)
    step = GradientDescent(0.1).minimize(J)
    with counted_gradients() as of_counted:
        run([step, J, W])
    assert (shared.visits, J.visits, of_counted.calls) == (1, 1, 2)


# ---------------------------------------------------------------- nothing that nobody asks for


class Lazy(dlfs.Operation):
    def compute(self, a, b):
        return a * b


def test_a_gradient_is_not_computed_where_nobody_asks_for_it():
    a, b = dlfs.Variable(2.0), dlfs.Variable(3.0)
    of_a, calls_a = counting(lambda: 3.0)
    of_b, calls_b = counting(lambda: 2.0)
    with dlfs.registered(Lazy, lambda op, G: [of_a, of_b]):
        J = Lazy([a, b])
        assert gradients_of(J, a) == [3]
        assert (len(calls_a), len(calls_b)) == (1, 0)
        assert gradients_of(J, a, b) == [3, 2]
        assert (len(calls_a), len(calls_b)) == (2, 1)


def test_the_count_of_gradients_finds_a_function_that_computes_both():
    a, b = dlfs.Variable(2.0), dlfs.Variable(3.0)
    of_b, calls_b = counting(lambda: 2.0)
    with dlfs.registered(Lazy, lambda op, G: [3.0, of_b()]):
        gradients_of(Lazy([a, b]), a)
    assert len(calls_b) == 1


@pytest.mark.parametrize("operation", [dlfs.matmul, dlfs.softmax_cross_entropy])
def test_the_costly_gradients_of_the_table_are_functions_of_no_arguments(operation):
    entries = []
    right = dlfs.gradients._gradient_registry[operation]

    def looking(op, G):
        entries.extend(right(op, G))
        return entries

    x = dlfs.Variable(np.eye(2))
    with dlfs.registered(operation, looking):
        gradients_of(dlfs.reduce_sum(operation(x, np.eye(2))), x)
    assert len(entries) == 2 and all(callable(entry) for entry in entries)


def test_a_value_of_floats_is_not_looked_at_again(monkeypatch):
    counted, looked_at = counting(forward._number)
    monkeypatch.setattr(forward, "_number", counted)

    class half(dlfs.Operation):
        def compute(self, x):
            return x // 2 if x.dtype == float else [1, 2]

    run(dlfs.reduce_mean(half([dlfs.exp([1.0, 2.0])])))
    assert looked_at == []
    run(half([np.float32([1.0, 2.0])]))
    assert len(looked_at) == 1


def test_operations_off_the_way_are_not_visited_backward():
    W, X = dlfs.Variable(2.0), Counted(Counted(dlfs.placeholder("X")))
    J = W * X + Counted(dlfs.Variable(1.0, trainable=False))
    feed = {X.input_nodes[0].input_nodes[0]: 3.0}
    with counted_gradients() as of_counted:
        assert gradients_of(J, W, feed_dict=feed) == [3]
        run(GradientDescent(1).minimize(J), feed)
        assert of_counted.calls == 0
        dlfs.compute_gradients(J, feed)
        assert of_counted.calls == 3


def test_an_operation_without_a_gradient_off_the_way_is_no_error():
    class flipped(dlfs.Operation):
        def compute(self, x):
            return -x

    W = dlfs.Variable(2.0)
    J = W * flipped([dlfs.constant(3.0)])
    assert gradients_of(J, W) == [-3]


# ---------------------------------------------------------------- orders are found once


@pytest.fixture
def orders_found(monkeypatch):
    """The fetch lists for which an order was found."""
    counted, calls = counting(dlfs.graph.topological_order)
    monkeypatch.setattr(dlfs.graph, "topological_order", counted)
    monkeypatch.setattr(dlfs.session, "topological_order", counted)
    return calls


def test_a_session_finds_the_order_of_a_fetch_list_once(orders_found):
    x, session = dlfs.Variable(1.0), dlfs.Session()
    y = x * 2
    for _ in range(5):
        session.run(y)
        session.run([y, x])
        session.run({"y": y})
    assert len(orders_found) == 2
    dlfs.Session().run(y)
    assert len(orders_found) == 3


def test_a_session_keeps_the_orders_of_its_last_32_fetch_lists(orders_found):
    nodes, session = [dlfs.Variable(1.0) for _ in range(33)], dlfs.Session()
    for node in nodes[:32] * 3:
        session.run(node)
    assert len(orders_found) == 32
    session.run(nodes[0])
    session.run(nodes[32])
    assert len(orders_found) == 33
    session.run(nodes[0])
    assert len(orders_found) == 33
    session.run(nodes[1])
    assert len(orders_found) == 34
    assert len(session._orders) == 32


def test_gradients_and_steps_find_the_order_of_a_loss_once(orders_found):
    W = dlfs.Variable(1.0)
    J = W * W
    for _ in range(3):
        dlfs.compute_gradients(J)
        dlfs.gradient_check(J)
    assert len(orders_found) == 1
    assert dlfs.graph.order_of(J) is dlfs.graph.order_of(J)
    step, session = GradientDescent(0.1).minimize(J), dlfs.Session()
    for _ in range(3):
        session.run(step)
    assert len(orders_found) == 2


def test_the_way_back_is_found_again_only_where_others_are_asked_for(monkeypatch):
    counted, found = counting(backpropagation._found_route)
    monkeypatch.setattr(backpropagation, "_found_route", counted)
    W, V = dlfs.Variable(1.0), dlfs.Variable(2.0)
    J = W * V
    for asked, value in ((W, 2), (V, 1)):
        for _ in range(3):
            assert gradients_of(J, asked) == [value]
    assert len(found) == 2
    step, session = GradientDescent(0.1).minimize(J), dlfs.Session()
    for _ in range(3):
        session.run(step)
    assert len(found) == 3


# ---------------------------------------------------------------- long graphs


@pytest.fixture(scope="module")
def long_chain():
    """x, and 100,000 operations in a row after it."""
    with dlfs.Graph():
        x = dlfs.Variable(1.0)
        y = x
        for _ in range(LONG // 2):
            y = dlfs.negative(dlfs.negative(y))
    return x, y


def test_100_000_operations_in_a_row_run_forward_and_backward(long_chain):
    x, y = long_chain
    assert sys.getrecursionlimit() < LONG
    assert run(y) == 1
    assert gradients_of(y, x) == [1]


def test_a_step_through_100_000_operations_works(long_chain):
    x, y = long_chain
    x.value = 1
    run([GradientDescent(0.25).minimize(y), y])
    assert x.value == 0.75


def test_a_row_of_operations_that_all_use_the_first_one_is_no_harder():
    x = dlfs.Variable(0.0)
    y = x
    for _ in range(2_000):
        y = y + x
    assert gradients_of(y, x) == [2001]


def test_the_time_of_a_graph_grows_with_its_size_and_not_with_its_paths():
    x = dlfs.Variable(1.0)
    y = x
    for _ in range(1_000):
        y = (y + y) * 0.5
    start = time.perf_counter()
    assert (run(y), gradients_of(y, x)) == (1, [1])
    # 2^1000 paths would take for ever; a generous limit for a slow machine.
    assert time.perf_counter() - start < 10


# ---------------------------------------------------------------- what an import loads


HEAVY = ("matplotlib", "ipywidgets", "IPython", "dlfs.classroom")


def loaded_by(program):
    """Which of the heavy modules a fresh interpreter has after a program."""
    end = f"; import sys; print(*(m for m in {HEAVY} if m in sys.modules))"
    command = [sys.executable, "-c", program + end]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.split()


def test_the_engine_loads_neither_matplotlib_nor_ipywidgets_nor_the_classroom():
    program = "import dlfs; W = dlfs.Variable(2.0); J = W * W; dlfs.gradient_check(J)"
    step = "; dlfs.Session().run(dlfs.GradientDescentOptimizer(.1).minimize(J))"
    assert loaded_by(program + step) == []


def test_the_check_of_imports_finds_what_is_loaded():
    assert "IPython" in loaded_by("import dlfs; import IPython")


def test_the_order_of_a_constant_is_found_once(orders_found):
    session, one = dlfs.Session(), dlfs.constant(1.0)
    for _ in range(3):
        session.run(one)
    assert len(orders_found) == 1
