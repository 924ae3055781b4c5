"""Random graphs: whatever is built from the operations, the gradients are exact.

A graph is drawn as a list of steps. One interpreter builds nodes from it, another computes with
plain NumPy arrays; central differences of the second judge the gradients of the first.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import dlfs
from tests.engine.helpers import assert_close, numeric_gradients, run

SHAPES = [(), (1,), (3,), (1, 1), (3, 1), (1, 3), (3, 3), (2, 3, 3), (2, 1, 1)]
LARGEST_VALUE = 20


def softmax(a):
    e = np.exp(a - np.max(a))
    return e / e.sum(axis=-1, keepdims=True)


# What a step is called: how it is built from nodes, and what it is for arrays.
STEPS = {
    "add": (lambda a, b: a + b, np.add),
    "subtract": (lambda a, b: a - b, np.subtract),
    "multiply": (lambda a, b: a * b, np.multiply),
    "divide": (lambda a, b: a / (b * b + 1), lambda a, b: a / (b * b + 1)),
    "matmul": (lambda a, b: a @ b, np.matmul),
    "tanh": (lambda a, b: dlfs.tanh(a), lambda a, b: np.tanh(a)),
    "sigmoid": (lambda a, b: dlfs.sigmoid(a), lambda a, b: 1 / (1 + np.exp(-a))),
    "negative": (lambda a, b: -a, lambda a, b: -a),
    "square": (lambda a, b: a**2, lambda a, b: a * a),
    "log": (lambda a, b: dlfs.log(a * a + 1), lambda a, b: np.log1p(a * a)),
    "softmax": (lambda a, b: dlfs.softmax(a), lambda a, b: np.apply_along_axis(softmax, -1, a)),
    "sum": (
        lambda a, b: dlfs.reduce_sum(a, axis=-1, keepdims=True),
        lambda a, b: np.sum(a, axis=(-1,), keepdims=True),
    ),
    "mean": (lambda a, b: dlfs.reduce_mean(a, axis=0), lambda a, b: np.mean(a, axis=(0,))),
    "number": (lambda a, b: 0.5 * a + 1, lambda a, b: 0.5 * a + 1),
}


def interpreted(steps, leaves, column):
    """All values, leaves first, then one for each step; column 0 for nodes, 1 for arrays."""
    values = list(leaves)
    for name, first, second in steps:
        values.append(STEPS[name][column](values[first], values[second]))
    return values


def fits(name, first, second):
    try:
        value = STEPS[name][1](first, second)
    except (ValueError, IndexError):
        return False
    return value.shape in SHAPES and np.abs(value).max() < LARGEST_VALUE


@st.composite
def random_graphs(draw):
    """Leaves, steps, and which of the values the loss adds up."""
    shapes = draw(st.lists(st.sampled_from(SHAPES), min_size=1, max_size=4))
    leaves = [draw(arrays(float, shape, elements=st.floats(-1.5, 1.5))) for shape in shapes]
    values, steps = list(leaves), []
    for _ in range(draw(st.integers(1, 9))):
        # The latest value and the same one twice are drawn often: deep graphs with short cuts.
        latest = len(values) - 1
        first = draw(st.just(latest) | st.integers(0, latest))
        second = draw(st.just(first) | st.integers(0, latest))
        name = draw(st.sampled_from(sorted(STEPS)))
        name = name if fits(name, values[first], values[second]) else "tanh"
        steps.append((name, first, second))
        values.append(np.asarray(STEPS[name][1](values[first], values[second])))
    ends = draw(st.sets(st.integers(0, len(values) - 1), min_size=1, max_size=3))
    return leaves, steps, sorted({*ends, len(values) - 1} if draw(st.booleans()) else ends)


def weights_like(value):
    """Different weights for all entries, so that no gradient is right by symmetry."""
    return np.sin(np.arange(value.size) + 1.0).reshape(value.shape)


def loss_of_arrays(leaves, steps, ends):
    values = interpreted(steps, leaves, 1)
    return sum(float(np.sum(weights_like(values[e]) * values[e])) for e in ends)


def built(leaves, steps, ends):
    """The same graph of nodes: its leaves, what is fed, and the loss."""
    kinds = [dlfs.Variable, lambda value: dlfs.placeholder(), dlfs.constant]
    nodes = [kinds[i % 3](value) for i, value in enumerate(leaves)]
    feed = {n: value for n, value in zip(nodes, leaves) if isinstance(n, dlfs.placeholder)}
    values, arrays_ = interpreted(steps, nodes, 0), interpreted(steps, leaves, 1)
    losses = [dlfs.reduce_sum(values[e] * weights_like(arrays_[e])) for e in ends]
    return nodes, feed, sum(losses[1:], losses[0])


def assert_gradients_are_exact(graph):
    leaves, steps, ends = graph
    nodes, feed, loss = built(*graph)
    assert_close(run(loss, feed), loss_of_arrays(*graph), rtol=1e-10)
    gradients = dlfs.compute_gradients(loss, feed)
    numeric = numeric_gradients(lambda *nudged: loss_of_arrays(nudged, steps, ends), leaves)
    for node, expected in zip(nodes, numeric):
        if node in gradients:
            assert_close(gradients[node], expected, rtol=1e-5, atol=1e-7)
        else:
            assert not expected.any()


@given(random_graphs())
@settings(max_examples=150, deadline=None)
def test_the_gradients_of_any_graph_are_those_of_central_differences(graph):
    assert_gradients_are_exact(graph)


@given(random_graphs())
@settings(max_examples=30, deadline=None)
def test_asking_for_one_node_alone_changes_no_gradient(graph):
    _, feed, loss = built(*graph)
    for node, gradient in dlfs.compute_gradients(loss, feed).items():
        assert gradient.shape == np.shape(run(node, feed))
        alone = dlfs.compute_gradients(loss, feed, node)
        assert list(alone) == [node]
        np.testing.assert_array_equal(alone[node], gradient)


def first_of(G, value):
    """A gradient of value's shape that forgets to sum over what was repeated."""
    G = G[(0,) * (G.ndim - value.ndim)]
    return G[tuple(slice(n) for n in value.shape)]


A = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]) / 10
PLANTS = {
    "one path lost": ("add", lambda op, G: [G, None], [A], [("add", 0, 0)]),
    "sign": ("tanh", lambda op, G: G * (op.output**2 - 1), [A], [("tanh", 0, 0)]),
    "transposed": (
        "matmul", lambda op, G: [G @ op.inputs[1], op.inputs[0].T @ G], [A], [("matmul", 0, 0)],
    ),
    "not summed": (
        "add", lambda op, G: [first_of(G, x) for x in op.inputs], [A, A[:1]], [("add", 0, 1)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_wrong_gradient_is_found(plant):
    operation, gradient, leaves, steps = PLANTS[plant]
    graph = leaves, steps, [len(leaves)]
    assert_gradients_are_exact(graph)
    with dlfs.registered(getattr(dlfs, operation), gradient):
        with pytest.raises(AssertionError):
            assert_gradients_are_exact(graph)
