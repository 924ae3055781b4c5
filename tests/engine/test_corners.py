"""Corners that drawn tests rarely reach: square shapes, mixed dtypes, nothing at all."""

from collections import namedtuple

import numpy as np
import pytest

import dlfs
from tests.engine.helpers import assert_close, gradients_of, numeric_gradients, refusal, run


def weighted(node, weights):
    return dlfs.reduce_sum(node * weights)


@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("axis", [0, 1, 2, -1, (0, 1), (0, 2), (1, 2), (2, 0), None])
@pytest.mark.parametrize("operation", [dlfs.reduce_sum, dlfs.reduce_mean])
def test_the_gradient_of_a_sum_over_each_axis_of_a_cube(operation, axis, keepdims):
    draw = np.random.default_rng(0)
    A = draw.normal(size=(3, 3, 3))
    of_numpy = np.sum if operation is dlfs.reduce_sum else np.mean
    weights = draw.normal(size=np.shape(of_numpy(A, axis=axis, keepdims=keepdims)))
    A_ = dlfs.Variable(A)
    found = gradients_of(weighted(operation(A_, axis, keepdims), weights), A_)
    wanted = numeric_gradients(
        lambda A: (of_numpy(A, axis=axis, keepdims=keepdims) * weights).sum(), [A]
    )
    assert_close(found[0], wanted[0])


@pytest.mark.parametrize(
    "shapes", [((3,), (3, 2)), ((3,), (3, 3)), ((3,), (4, 3, 3)), ((2, 3), (3,)), ((3,), (3,)),
               ((4, 3, 3), (3,)), ((3, 3), (4, 3, 3))],
)  # fmt: skip
def test_the_gradients_of_a_product_with_a_vector(shapes):
    draw = np.random.default_rng(1)
    A, B = (draw.normal(size=shape) for shape in shapes)
    weights = draw.normal(size=np.shape(A @ B))
    A_, B_ = dlfs.Variable(A), dlfs.Variable(B)
    found = gradients_of(weighted(A_ @ B_, weights), A_, B_)
    for one, other in zip(found, numeric_gradients(lambda A, B: (A @ B * weights).sum(), [A, B])):
        assert_close(one, other)


@pytest.mark.parametrize("operation", [dlfs.add, dlfs.multiply, dlfs.divide, dlfs.matmul])
def test_mixed_floats_meet_in_float64_and_each_gets_a_gradient_of_its_own_dtype(operation):
    a, b = dlfs.Variable(np.float32([[1, 2], [3, 4]])), dlfs.Variable(np.float64([[5, 6], [7, 8]]))
    for left, right in ((a, b), (b, a)):
        y = operation(left, right)
        assert run(y).dtype == np.float64
        of_left, of_right = gradients_of(dlfs.reduce_sum(y), left, right)
        assert (of_left.dtype, of_right.dtype) == (left.value.dtype, right.value.dtype)
        run(dlfs.GradientDescentOptimizer(0.1).minimize(dlfs.reduce_sum(y)))
    assert (a.value.dtype, b.value.dtype) == (np.float32, np.float64)


EMPTY = {
    "sum": lambda e: dlfs.reduce_sum(e),
    "sum of rows": lambda e: dlfs.reduce_sum(dlfs.reduce_sum(e, axis=1)),
    "mean of rows": lambda e: dlfs.reduce_sum(dlfs.reduce_mean(e, axis=1)),
    "broadcast": lambda e: dlfs.reduce_sum(e + [1.0, 2.0, 3.0]),
    "product": lambda e: dlfs.reduce_sum(e @ np.ones((3, 2))),
    "relu": lambda e: dlfs.reduce_sum(dlfs.relu(e)),
    "softmax": lambda e: dlfs.reduce_sum(dlfs.softmax(e)),
    "loss": lambda e: dlfs.reduce_sum(dlfs.softmax_cross_entropy(e, np.ones((0, 3)))),
}


@pytest.mark.parametrize("name", EMPTY)
def test_a_batch_of_no_rows_has_the_loss_0_and_a_gradient_of_its_shape(name):
    e = dlfs.Variable(np.zeros((0, 3)))
    J = EMPTY[name](e)
    assert run(J) == 0
    (G,) = gradients_of(J, e)
    assert G.shape == (0, 3)
    run(dlfs.GradientDescentOptimizer(0.1).minimize(J))
    assert dlfs.gradient_check(J).ok


@pytest.mark.filterwarnings("ignore:Mean of empty slice", "ignore:invalid value")
@pytest.mark.parametrize("shape, axis", [((0,), None), ((0, 3), None), ((0, 3), 0), ((3, 0), 1)])
def test_the_mean_of_nothing_is_nan_and_its_gradient_has_no_entries(shape, axis):
    e = dlfs.Variable(np.zeros(shape))
    J = dlfs.reduce_sum(dlfs.reduce_mean(e, axis=axis))
    assert np.isnan(run(J))
    assert gradients_of(J, e)[0].shape == shape


def test_targets_of_one_row_for_many_rows_are_refused():
    logits = dlfs.Variable(np.ones((4, 3)))
    for targets in (np.ones(3), np.ones((1, 3))):
        text = refusal(lambda t=targets: run(dlfs.softmax_cross_entropy(logits, t)))
        assert "targets need the shape of logits" in text


def test_a_gradient_function_cannot_write_into_what_others_read():
    class doubled(dlfs.Operation):
        def compute(self, x):
            return 2 * x

    x = dlfs.Variable([1.0, 2.0])
    J = dlfs.reduce_sum(dlfs.exp(doubled([x])) * x)
    for name in ("inputs", "output", "G"):

        def writing(op, G, name=name):
            array = {"inputs": op.inputs[0], "output": op.output, "G": G}[name]
            array *= 3
            return array

        with dlfs.registered(doubled, writing):
            text = refusal(lambda: dlfs.compute_gradients(J), dlfs.GradientError)
        assert "it may not change op.inputs, op.output or G" in text
    np.testing.assert_array_equal(x.value, [1, 2])


def test_what_a_gradient_function_returns_may_be_changed_later_by_itself_alone():
    kept = []

    class passed(dlfs.Operation):
        def compute(self, x):
            return x

    def keeping(op, G):
        kept.append(np.array(G))
        return kept[-1]

    x = dlfs.Variable([1.0, 2.0])
    with dlfs.registered(passed, keeping):
        (G,) = gradients_of(dlfs.reduce_sum(passed([x])), x)
    kept[0] *= 5
    np.testing.assert_array_equal(G, [1, 1])


def test_fetches_in_a_namedtuple_come_back_in_one():
    Pair = namedtuple("Pair", "loss, weight")
    W = dlfs.Variable(3.0)
    found = dlfs.Session().run(Pair(loss=W * W, weight=W))
    assert type(found) is Pair and found == Pair(9, 3)


def test_no_fetches_are_no_values():
    assert [dlfs.Session().run(nothing) for nothing in ([], (), {})] == [[], (), {}]


@pytest.mark.parametrize("n", [10**400, -(10**400)])
def test_an_exponent_too_large_for_a_float_is_refused_in_words(n):
    text = refusal(lambda: dlfs.power(dlfs.Variable(2.0), n), dlfs.GraphError)
    assert "the exponent of power is an integer too large for a float" in text
