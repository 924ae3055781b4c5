"""A run: what is computed, in which order, from which values, and what is handed out.

The rule behind every test: one run is one forward pass, and what it returns is yours to keep.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dlfs
from tests.engine.helpers import Counted, refusal, run


class Logged(dlfs.Operation):
    """Writes its name into a log when it is computed."""

    log: list = []

    def compute(self, *values):
        self.log.append(self)
        return sum(values, 0.0)


@st.composite
def random_networks(draw):
    """Input numbers of up to 12 operations: each takes earlier nodes, some of them twice."""
    size = draw(st.integers(1, 12))
    return [draw(st.lists(st.integers(0, i), min_size=1, max_size=3)) for i in range(size)]


# ---------------------------------------------------------------- fetches


def test_one_fetch_gives_its_value():
    assert run(dlfs.Variable(2.0) * 3) == 6


@pytest.mark.parametrize("kind", [list, tuple])
def test_a_list_or_tuple_of_fetches_gives_the_same_kind(kind):
    x = dlfs.Variable(2.0)
    values = run(kind([x, x + 1, x]))
    assert type(values) is kind
    assert list(values) == [2, 3, 2]


def test_a_dict_of_fetches_gives_a_dict_with_the_same_keys():
    x = dlfs.Variable(2.0)
    assert run({"x": x, "next": x + 1}) == {"x": 2, "next": 3}


def test_no_fetches_give_no_values():
    assert run([]) == [] and run({}) == {} and run(()) == ()


@pytest.mark.parametrize("kind", [dlfs.placeholder, dlfs.Variable, dlfs.constant])
def test_nodes_that_are_no_operations_can_be_fetched(kind):
    node = kind() if kind is dlfs.placeholder else kind(3)
    feed = {node: 3} if isinstance(node, dlfs.placeholder) else None
    assert run(node, feed) == 3


def test_a_value_without_axes_is_a_number():
    value = run(dlfs.reduce_sum([1.0, 2.0]))
    assert isinstance(value, float) and f"{value:.2f}" == "3.00"


# ---------------------------------------------------------------- order


@given(random_networks())
@settings(max_examples=60, deadline=None)
def test_every_node_is_computed_once_and_after_its_inputs(inputs):
    nodes = [dlfs.Variable(1.0)]
    for numbers in inputs:
        nodes.append(Logged([nodes[i] for i in numbers]))
    Logged.log.clear()
    value = run(nodes[-1])
    assert len(set(Logged.log)) == len(Logged.log)
    for i, operation in enumerate(Logged.log):
        needed = [n for n in operation.input_nodes if isinstance(n, Logged)]
        assert set(needed) <= set(Logged.log[:i])
    by_hand = [1.0]
    for numbers in inputs:
        by_hand.append(sum(by_hand[i] for i in numbers))
    assert value == by_hand[-1]


def test_what_is_not_needed_is_not_computed():
    x = Counted(dlfs.Variable(1.0))
    beside = Counted(x)
    run(x)
    assert (x.visits, beside.visits) == (1, 0)


def test_fetches_that_share_nodes_share_the_forward_pass():
    shared = Counted(dlfs.Variable(2.0))
    assert run([shared * 2, shared * 3, shared]) == [4, 6, 2]
    assert shared.visits == 1


# ---------------------------------------------------------------- feeds


def test_lists_numbers_and_arrays_can_be_fed_and_become_floats():
    x = dlfs.placeholder()
    for value in ([[1, 2], [3, 4]], 5, True, np.arange(3), np.float64(2.5), (1, 2)):
        fed = run(x, {x: value})
        assert fed.dtype == np.float64
        np.testing.assert_array_equal(fed, value)
    assert run(x * 2, {x: np.float32([1, 2])}).dtype == np.float32


def test_fed_placeholders_that_are_not_needed_are_ignored():
    x, unused = dlfs.placeholder(), dlfs.placeholder()
    assert run(x + 1, {x: 1, unused: "no number at all"}) == 2


def test_a_placeholder_that_is_not_needed_needs_no_value():
    x, unused = dlfs.placeholder(), dlfs.placeholder()
    unused + x
    assert run(x + 1, {x: 1}) == 2


def test_the_shape_of_a_feed_may_change_from_run_to_run():
    x, session = dlfs.placeholder(), dlfs.Session()
    y = dlfs.reduce_sum(x * x)
    assert [session.run(y, {x: np.ones(n)}) for n in (3, 1, 7)] == [3, 1, 7]


def test_every_run_uses_its_own_feed():
    x, session = dlfs.placeholder(), dlfs.Session()
    y = x * x
    assert [session.run(y, {x: value}) for value in (1, 2, 3)] == [1, 4, 9]
    refusal(lambda: session.run(y), dlfs.FeedError)


# ---------------------------------------------------------------- what is handed out


def never_changes(history, expected):
    """Whether the arrays of a history are what they were when they were handed out."""
    return all(np.array_equal(value, e) for value, e in zip(history, expected, strict=True))


def passing_on(x):
    class identity(dlfs.Operation):
        def compute(self, value):
            return value

    return identity([x])


def buffered(x):
    class same_array_every_time(dlfs.Operation):
        buffer = np.zeros(2)

        def compute(self, value):
            self.buffer[...] = value
            return self.buffer

    return same_array_every_time([x])


MAKERS = [lambda x: x, lambda x: x + 0, passing_on, buffered, lambda x: passing_on(buffered(x))]


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("kind", ["fed", "kept"])
def test_every_array_handed_out_stays_what_it_was(make, kind):
    x = dlfs.placeholder() if kind == "fed" else dlfs.Variable([0.0, 0.0])
    y, session, history, given_ = make(x), dlfs.Session(), [], np.zeros(2)
    for k in range(3):
        given_ += k
        if kind == "kept":
            x.value = given_
        history += session.run([y, y], {x: given_} if kind == "fed" else None)
    expected = [[0, 0], [0, 0], [1, 1], [1, 1], [3, 3], [3, 3]]
    assert never_changes(history, expected)
    for value in history:
        assert value.flags.writeable
        value[...] = 99
    np.testing.assert_array_equal(given_, [3, 3])
    np.testing.assert_array_equal(session.run(y, {x: given_} if kind == "fed" else None), [3, 3])


def test_the_check_of_histories_finds_an_array_that_is_handed_out_twice():
    array, history = np.zeros(2), []
    for k in range(2):
        array[...] = k
        history.append(array)
    assert not never_changes(history, [[0, 0], [1, 1]])


def test_operations_of_one_class_may_share_an_array_for_their_results():
    class frugal(dlfs.Operation):
        buffer = np.zeros(2)

        def compute(self, value):
            return np.multiply(value, 2, out=self.buffer)

    y = frugal([dlfs.Variable([1.0, 2.0])]) + frugal([dlfs.Variable([10.0, 20.0])])
    np.testing.assert_array_equal(run(y), [22, 44])


def test_two_fetches_of_one_node_are_two_arrays():
    first, second = run([dlfs.Variable([1.0])] * 2)
    first[0] = 5
    assert second[0] == 1


class impatient(dlfs.Operation):
    def compute(self, x):
        x *= 2
        return x


@pytest.mark.parametrize("kind", [dlfs.placeholder, dlfs.Variable, dlfs.constant])
@pytest.mark.parametrize("through", MAKERS)
def test_an_operation_that_writes_in_place_changes_no_other_value(kind, through):
    value = np.array([1.0, 2.0])
    x = kind() if kind is dlfs.placeholder else kind(value)
    y, feed = through(x), {x: value} if kind is dlfs.placeholder else None
    doubled = impatient([y])
    text = refusal(lambda: run([doubled, y], feed), dlfs.ComputeError)
    assert "impatient_1" in text.splitlines()[0] and "read-only" in text
    np.testing.assert_array_equal(value, [1, 2])
    np.testing.assert_array_equal(run(y, feed), [1, 2])


def test_an_operation_of_ones_own_gets_its_inputs_in_their_order():
    class first_less_rest(dlfs.Operation):
        def compute(self, a, b, c):
            return a - 10 * b - 100 * c

    x = first_less_rest([dlfs.constant(n) for n in (1.0, 2.0, 3.0)])
    assert run(x) == 1 - 20 - 300 and x.inputs == [1, 2, 3]


def test_compute_may_return_numbers_and_lists():
    class several(dlfs.Operation):
        def __init__(self, x, value):
            super().__init__([x])
            self.value = value

        def compute(self, x):
            return self.value

    x = dlfs.Variable(1.0)
    for value in (3, 2.5, True, [1, 2], [[1.5]], np.arange(2), np.float64(1), (1, 2)):
        result = run(several(x, value))
        assert result.dtype == np.float64
        np.testing.assert_array_equal(result, value)
        np.testing.assert_array_equal(run(several(x, value) * 2), np.multiply(value, 2))


def test_output_and_inputs_show_the_latest_run():
    x = dlfs.placeholder()
    y = x * 2
    for value in (3, 4):
        run(y, {x: value})
        assert (x.output, y.output, y.inputs) == (value, 2 * value, [value, 2])


@pytest.mark.parametrize("kind", [dlfs.placeholder, dlfs.Variable, dlfs.constant])
def test_the_output_of_a_node_that_keeps_a_value_cannot_be_written_to(kind):
    value = np.array([1.0, 2.0])
    x = kind() if kind is dlfs.placeholder else kind(value)
    run(x * 2, {x: value} if kind is dlfs.placeholder else None)
    with pytest.raises(ValueError, match="read-only"):
        x.output[0] = 99
    np.testing.assert_array_equal(value, [1, 2])


def test_two_sessions_do_not_disturb_each_other():
    W = dlfs.Variable(1.0)
    one, other = dlfs.Session(), dlfs.Session()
    assert one.run(W + 1) == other.run(W + 1) == 2


# ---------------------------------------------------------------- training steps come last


def test_what_is_fetched_beside_a_step_is_its_value_before_the_step():
    W = dlfs.Variable(3.0)
    J = W * W
    step = dlfs.GradientDescentOptimizer(0.25).minimize(J)
    for fetches in ([J, W, step], [step, J, W], [W, step, J]):
        W.value = 3
        values = dict(zip(fetches, run(fetches)))
        assert (values[J], values[W], values[step]) == (9, 3, None)
        assert W.value == 1.5


def test_all_gradients_come_before_all_updates_and_updates_follow_the_fetches():
    for first, expected in ((0, 2 - 0.1 * 3 - 0.2 * 3), (1, 2 - 0.2 * 3 - 0.1 * 3)):
        v, w = dlfs.Variable(2.0), dlfs.Variable(3.0)
        steps = [dlfs.GradientDescentOptimizer(rate).minimize(v * w) for rate in (0.1, 0.2)]
        run([steps[first], steps[1 - first]])
        assert v.value == pytest.approx(expected, abs=1e-15)
        assert w.value == pytest.approx(3 - 0.1 * 2 - 0.2 * 2, abs=1e-15)


def test_updates_follow_the_order_of_the_fetches():
    order = []

    class noting(dlfs.GradientDescentOptimizer):
        def update(self, gradients):
            order.append(self.learning_rate)

    W = dlfs.Variable(1.0)
    steps = [noting(rate).minimize(W * W) for rate in (1, 2, 3)]
    run([steps[2], steps[0], W, steps[1], steps[2]])
    assert order == [3, 1, 2]
