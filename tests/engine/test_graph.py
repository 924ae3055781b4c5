"""Building a graph: which nodes there are, what they are called, and what they keep.

Nothing is computed here. A value that goes in is copied; a value that comes out is a copy.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

import dlfs
from tests.engine.helpers import refusal, run

few = settings(max_examples=30, deadline=None)
VALUES = arrays(np.float64, array_shapes(min_dims=0, max_dims=3, max_side=3))


class twice(dlfs.Operation):
    def __init__(self, x, name=None):
        super().__init__([x], name)

    def compute(self, x):
        return x + x


# ---------------------------------------------------------------- graphs


def test_as_default_as_a_statement_holds_from_then_on_and_returns_the_graph():
    with dlfs.Graph():
        graph = dlfs.Graph()
        assert graph.as_default() is graph
        assert dlfs.Variable(1).graph is graph
        assert dlfs.constant(1).graph is graph


def test_as_default_in_a_with_statement_holds_to_the_end_of_the_block(own_graph):
    with dlfs.Graph().as_default() as graph:
        assert dlfs.placeholder().graph is graph
    assert dlfs.placeholder().graph is own_graph


def test_a_graph_in_a_with_statement_is_the_default_to_the_end_of_the_block(own_graph):
    graph = dlfs.Graph()
    for _ in range(2):
        with graph:
            assert dlfs.placeholder().graph is graph
        assert dlfs.placeholder().graph is own_graph


def test_the_former_default_is_restored_after_an_error(own_graph):
    with pytest.raises(ZeroDivisionError):
        with dlfs.Graph().as_default():
            raise ZeroDivisionError
    assert dlfs.placeholder().graph is own_graph


def test_a_default_set_inside_a_block_ends_with_the_block(own_graph):
    with dlfs.Graph().as_default():
        dlfs.Graph().as_default()
    assert dlfs.placeholder().graph is own_graph


@given(st.lists(st.sampled_from(range(3)), min_size=1, max_size=6), st.booleans())
@few
def test_blocks_of_graphs_may_be_nested_in_any_way(path, call_as_default):
    graphs = [dlfs.placeholder().graph, dlfs.Graph(), dlfs.Graph()]

    def nest(depth):
        if depth < len(path):
            graph, before = graphs[path[depth]], dlfs.placeholder().graph
            with graph.as_default() if call_as_default else graph:
                assert dlfs.placeholder().graph is graph
                nest(depth + 1)
                assert dlfs.placeholder().graph is graph
            assert dlfs.placeholder().graph is before

    nest(0)


def test_an_operation_belongs_to_the_graph_of_its_inputs():
    with dlfs.Graph() as graph:
        x = dlfs.placeholder()
    y = x + 1
    assert y.graph is graph
    assert [node.graph for node in y.input_nodes] == [graph, graph]


def test_a_graph_lists_its_nodes_in_the_order_of_building(own_graph):
    x, b = dlfs.placeholder(), dlfs.Variable(1)
    y = x + b
    assert own_graph.nodes == [x, b, y]


# ---------------------------------------------------------------- names, inputs, consumers


def test_default_names_count_per_graph_and_class():
    nodes = [dlfs.placeholder(), dlfs.Variable(1), dlfs.placeholder(), dlfs.constant(1)]
    nodes += [twice(nodes[0]), dlfs.add(*nodes[:2]), twice(nodes[0])]
    assert [node.name for node in nodes] == [
        "placeholder_1", "Variable_1", "placeholder_2", "constant_1", "twice_1", "add_1", "twice_2",
    ]  # fmt: skip
    with dlfs.Graph():
        assert dlfs.placeholder().name == "placeholder_1"


@pytest.mark.parametrize(
    "build",
    [
        lambda name: dlfs.placeholder(name), lambda name: dlfs.placeholder(name=name),
        lambda name: dlfs.Variable([1], name), lambda name: dlfs.constant(1, name),
        lambda name: dlfs.add(1, 2, name=name), lambda name: dlfs.power(2, 3, name=name),
        lambda name: dlfs.reduce_sum([1], name=name), lambda name: dlfs.softmax([1], name=name),
        lambda name: twice(1, name), lambda name: dlfs.matmul([1], [2], name),
    ],
)  # fmt: skip
def test_every_node_can_be_given_a_name(build):
    assert build("J").name == "J"


def test_a_repr_names_the_inputs_and_no_address():
    X, W = dlfs.placeholder(name="X"), dlfs.Variable(np.eye(2), name="W")
    a = dlfs.matmul(X, W, name="a")
    assert repr(a) == "<a = matmul(X, W)>"
    assert repr(dlfs.softmax(a)) == "<softmax_1 = softmax(a)>"
    assert repr(X) == "<placeholder X>"
    assert repr(W) == "<Variable W, shape (2, 2)>"
    step = dlfs.GradientDescentOptimizer(0.1).minimize(dlfs.reduce_sum(W))
    for node in (a, X, W, step, dlfs.constant(1)):
        assert "0x" not in repr(node)


def test_input_nodes_are_a_tuple_that_does_not_follow_the_list_it_came_from():
    x, y = dlfs.placeholder(), dlfs.placeholder()
    inputs = [x, y]
    operation = dlfs.Operation(inputs)
    inputs.clear()
    assert operation.input_nodes == (x, y)


def test_consumers_are_the_operations_that_take_a_node_each_once():
    x = dlfs.placeholder()
    assert x.consumers == []
    y, z = x + x, -x
    assert x.consumers == [y, z]
    assert y.consumers == []


def test_numbers_and_arrays_used_as_inputs_become_constants():
    y = dlfs.matmul(np.eye(2), [1, 2])
    assert all(isinstance(node, dlfs.constant) for node in y.input_nodes)
    np.testing.assert_array_equal(run(y), [1, 2])


def test_an_operation_may_have_no_inputs_at_all():
    class seven(dlfs.Operation):
        def compute(self):
            return 7

    assert run(seven() + 1) == 8


def test_a_refused_operation_leaves_no_consumer_behind():
    x = dlfs.placeholder()
    for build in (
        lambda: dlfs.reduce_sum(x, axis="rows"), lambda: dlfs.power(x, x), lambda: x + "text",
    ):  # fmt: skip
        refusal(build, dlfs.GraphError)
    assert x.consumers == []


# ---------------------------------------------------------------- values that are kept


KEEPERS = [
    lambda value: dlfs.Variable(value),
    lambda value: dlfs.constant(value),
    lambda value: dlfs.add(value, np.zeros((), value.dtype)).input_nodes[0],
]


@pytest.mark.parametrize("keep", KEEPERS)
@given(value=VALUES)
@few
def test_a_value_that_goes_in_is_copied(keep, value):
    before = value.copy()
    node = keep(value)
    value[...] = 77
    np.testing.assert_array_equal(run(node), before)


@pytest.mark.parametrize("keep", KEEPERS)
@pytest.mark.parametrize(
    "value, dtype",
    [
        (3, np.float64), (True, np.float64), ([1, 2], np.float64), ([[True, False]], np.float64),
        (np.int8([1, 2]), np.float64), (np.uint64(3), np.float64), (2.5, np.float64),
        (np.float32(2.5), np.float32), (np.float32([1, 2]), np.float32), ([], np.float64),
        (np.array([1.0, 2.0], ">f8"), np.float64), (np.array([1.0, 2.0], ">f4"), np.float32),
    ],
)  # fmt: skip
def test_bool_and_integers_become_float64_and_float32_stays(keep, value, dtype):
    kept = run(keep(np.asarray(value)))
    assert kept.dtype == dtype and kept.dtype.isnative
    np.testing.assert_array_equal(kept, value)


def test_the_value_of_a_variable_reads_as_a_read_only_copy():
    W = dlfs.Variable([1.0, 2.0])
    value = W.value
    with pytest.raises(ValueError, match="read-only"):
        value[0] = 5
    W.value = [3, 4]
    np.testing.assert_array_equal(value, [1, 2])
    np.testing.assert_array_equal(W.value, [3, 4])


@given(value=VALUES)
@few
def test_assigning_to_a_variable_copies_in(value):
    W = dlfs.Variable(np.zeros(value.shape))
    W.value = value
    before = value.copy()
    value[...] = 77
    np.testing.assert_array_equal(W.value, before)


def test_assigning_keeps_the_dtype_of_the_variable():
    W = dlfs.Variable(np.float32([1, 2]))
    W.value = [3, 4]
    assert W.value.dtype == np.float32
    W.value = np.float64([5, 6])
    assert run(W).dtype == np.float32


@pytest.mark.parametrize("shape", [(), (1,), (3,), (1, 2), (2, 1)])
def test_assigning_another_shape_is_refused_and_changes_nothing(shape):
    W = dlfs.Variable([1.0, 2.0], name="W")
    text = refusal(lambda: setattr(W, "value", np.zeros(shape)), dlfs.GraphError)
    assert "W has shape (2,)" in text and f"a value of shape {shape}" in text
    np.testing.assert_array_equal(W.value, [1, 2])


def test_trainable_is_true_unless_it_is_said_otherwise():
    assert dlfs.Variable(1).trainable is True
    assert dlfs.Variable(1, "W", False).trainable is False


# ---------------------------------------------------------------- where a node was built


def test_a_node_remembers_the_file_and_the_line_that_built_it():
    def line(node):
        filename, _, number = node.built.rpartition(", line ")
        assert filename == __file__
        return int(number)

    def layer(x):
        return dlfs.sigmoid(twice(x))

    first = dlfs.placeholder()
    second = twice(first)
    third = first @ second + 1
    step = dlfs.GradientDescentOptimizer(0.1).minimize(dlfs.Variable(1.0))
    inside = layer(first)
    assert [line(node) - line(first) for node in (second, third, step)] == [1, 2, 3]
    assert line(inside) - line(first) == -2 and line(inside.input_nodes[0]) == line(inside)


def test_building_computes_nothing():
    class explosive(dlfs.Operation):
        def compute(self, x):
            raise AssertionError("computed while it was built")

    y = dlfs.reduce_mean(explosive([dlfs.Variable([1.0])]) ** 2)
    assert y.output is None and y.inputs == []


def test_integers_beyond_64_bits_become_floats_and_beyond_every_float_are_refused():
    assert run(dlfs.constant(10**20)) == 1e20 and run(dlfs.constant(1.0) + 10**20) == 1e20
    text = refusal(lambda: dlfs.constant(10**400), dlfs.GraphError)
    assert "too large" in text and "way out" in text
