"""Every operation gives the value and the gradients that mathematics gives.

Values are compared with formulas computed by hand (table.py), gradients with central differences
of those formulas. An operation without a line in the table fails.
"""

import inspect
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

import dlfs
import dlfs.operations
from dlfs import gradients
from tests.engine.helpers import assert_close, gradients_of, numeric_gradients, refusal, run
from tests.engine.table import TABLE, softmax_of_row

few = settings(max_examples=25, deadline=None)
LARGEST = np.finfo(np.float64).max
operators = pytest.mark.parametrize("line", TABLE, ids=str)


def weights_like(value):
    """Different weights for all entries, so that no gradient is right by symmetry."""
    return np.random.default_rng(5).uniform(0.5, 2, np.shape(value))


def weighted_sum(node, weights):
    return dlfs.reduce_sum(dlfs.multiply(node, weights))


def assert_right(line, values, arguments):
    """The value of the operation and the gradient of a weighted sum of its entries."""
    expected = line.by_hand(*values, **arguments)
    weights = weights_like(expected)
    nodes = [dlfs.Variable(value) for value in values]
    y = line.operation(*nodes, **arguments)
    assert_close(run(y), expected, rtol=1e-12, atol=1e-13)
    numeric = numeric_gradients(
        lambda *nudged: float((line.by_hand(*nudged, **arguments) * weights).sum()), values
    )
    for found, gradient in zip(gradients_of(weighted_sum(y, weights), *nodes), numeric):
        assert_close(found, gradient)


@operators
@given(data=st.data())
@few
def test_every_operation_gives_its_value_and_its_gradients(line, data):
    values, arguments = data.draw(line.inputs)
    assert_right(line, values, arguments)


@operators
@given(data=st.data())
@settings(max_examples=8, deadline=None)
def test_float32_stays_float32_forward_and_backward(line, data):
    values, arguments = data.draw(line.inputs)
    nodes = [dlfs.Variable(value.astype(np.float32)) for value in values]
    y = line.operation(*nodes, **arguments)
    value = run(y)
    assert value.dtype == np.float32
    assert_close(value, line.by_hand(*values, **arguments), rtol=1e-5, atol=1e-5)
    loss = weighted_sum(y, weights_like(value).astype(np.float32))
    for gradient in gradients_of(loss, *nodes, y, loss):
        assert gradient.dtype == np.float32


@operators
@given(data=st.data())
@few
def test_gradients_are_proportional_to_what_arrives(line, data):
    values, arguments = data.draw(line.inputs)
    nodes = [dlfs.Variable(value) for value in values]
    y = line.operation(*nodes, **arguments)
    weights = weights_like(run(y))
    once = gradients_of(weighted_sum(y, weights), *nodes)
    for factor in (0, -2):  # nothing is rounded, except for the very smallest numbers
        for found, G in zip(gradients_of(weighted_sum(y, factor * weights), *nodes), once):
            np.testing.assert_allclose(found, factor * G, rtol=1e-15, atol=1e-300)


def planted(operation, gradient):
    """The line of `operation`, checked on values that broadcast, with a planted gradient."""
    line = next(line for line in TABLE if line.operation is operation)
    inputs = 1 if issubclass(operation, dlfs.operations.UnaryOperation) else 2
    values = [np.array([[1.0, 2.0]]), np.array([[0.5], [1.5]])][:inputs]
    with dlfs.registered(operation, gradient):
        assert_right(line, values, {})


@pytest.mark.parametrize(
    "operation, gradient",
    [
        (dlfs.sigmoid, lambda op, G: G * op.output * (1 / (1 + np.exp(op.inputs[0] - 1)))),
        (dlfs.negative, lambda op, G: G),
        (dlfs.exp, lambda op, G: 2 * G * op.output),
        (dlfs.multiply, lambda op, G: [(G * op.inputs[1])[:1], (G * op.inputs[0])[:, :1]]),
        (dlfs.add, lambda op, G: [G, G]),
    ],
)
def test_a_planted_wrong_gradient_fails_the_check_of_its_line(operation, gradient):
    with pytest.raises((AssertionError, dlfs.GradientError)):
        planted(operation, gradient)


def test_a_planted_wrong_value_fails_the_check_of_its_line(monkeypatch):
    monkeypatch.setattr(dlfs.exp, "compute", lambda self, x: np.exp(x) * (1 + 1e-9))
    with pytest.raises(AssertionError):
        planted(dlfs.exp, lambda op, G: G * op.output)


def forgotten_parts():
    """What an operation of the library needs and does not have, in words."""
    named = {**vars(dlfs.operations), **{name: getattr(dlfs, name) for name in dlfs.__all__}}
    can_compute = {
        value
        for value in named.values()
        if inspect.isclass(value) and issubclass(value, dlfs.Operation)
        and value.compute is not dlfs.Operation.compute
    } | {line.operation for line in TABLE}
    with_a_line = {line.operation for line in TABLE}
    said = []
    for kind in sorted(can_compute, key=lambda kind: kind.__name__):
        name = kind.__name__
        parts = {
            "no line in tests/engine/table.py": kind in with_a_line,
            "no gradient in dlfs/gradients.py": gradients.gradient_function_of(kind.__new__(kind)),
            "not in __all__ of dlfs/operations.py": getattr(dlfs, name, None) is kind
            and name in dlfs.operations.__all__,
            "no docstring says what it computes": vars(kind).get("__doc__"),
        }
        said += [f"{name}: {part}" for part, there in parts.items() if not there]
    return said


def test_no_part_of_an_operation_is_forgotten():
    assert forgotten_parts() == []


def test_a_planted_operation_without_its_other_parts_is_found(monkeypatch):
    class cube(dlfs.operations.UnaryOperation):
        def compute(self, x):
            return x**3

    monkeypatch.setattr(dlfs.operations, "cube", cube, raising=False)
    assert [part for part in forgotten_parts() if part.startswith("cube")] == [
        "cube: no line in tests/engine/table.py", "cube: no gradient in dlfs/gradients.py",
        "cube: not in __all__ of dlfs/operations.py", "cube: no docstring says what it computes",
    ]  # fmt: skip


# ---------------------------------------------------------------- by hand, on 2 x 2 examples


def test_matmul_of_a_matrix_with_itself_gets_both_gradients():
    A = dlfs.Variable([[1, 2], [3, 4]])
    (gradient,) = gradients_of(dlfs.reduce_sum(A @ A), A)
    np.testing.assert_array_equal(gradient, [[7, 11], [9, 13]])


def test_matmul_gives_G_times_B_transposed_and_A_transposed_times_G():
    A, B = dlfs.Variable([[1, 2], [3, 4]]), dlfs.Variable([[5, 6], [7, 8]])
    G = np.array([[1.0, 10.0], [100.0, 1000.0]])
    of_A, of_B = gradients_of(weighted_sum(A @ B, G), A, B)
    np.testing.assert_array_equal(of_A, [[65, 87], [6500, 8700]])
    np.testing.assert_array_equal(of_B, [[301, 3010], [402, 4020]])


def test_a_bias_added_to_every_row_gets_the_sum_over_the_rows():
    X, b = dlfs.Variable([[1, 2], [3, 4]]), dlfs.Variable([10, 20])
    of_X, of_b = gradients_of(weighted_sum(X + b, [[1, 2], [3, 4]]), X, b)
    np.testing.assert_array_equal(of_X, [[1, 2], [3, 4]])
    np.testing.assert_array_equal(of_b, [4, 6])


def test_a_sum_over_an_axis_repeats_its_gradient_along_it():
    A = dlfs.Variable([[1, 2], [3, 4]])
    (down,) = gradients_of(weighted_sum(dlfs.reduce_sum(A, axis=0), [5, 7]), A)
    (along,) = gradients_of(weighted_sum(dlfs.reduce_sum(A, axis=1), [5, 7]), A)
    np.testing.assert_array_equal(down, [[5, 7], [5, 7]])
    np.testing.assert_array_equal(along, [[5, 5], [7, 7]])


def test_softmax_of_ln_1_and_ln_3_is_a_quarter_and_three_quarters():
    a = dlfs.Variable(np.log([1.0, 3.0]))
    p = dlfs.softmax(a)
    np.testing.assert_allclose(run(p), [0.25, 0.75], rtol=1e-15)
    # p_i (G_i - sum_j G_j p_j) with G = (4, 0): .25 (4 - 1) and .75 (0 - 1).
    np.testing.assert_allclose(gradients_of(weighted_sum(p, [4, 0]), a)[0], [0.75, -0.75])


def test_softmax_cross_entropy_gives_p_minus_t_to_logits_and_minus_log_p_to_targets():
    a, t = dlfs.Variable([np.log([1.0, 3.0]), [0, 0]]), dlfs.Variable([[1, 0], [0, 1]])
    losses = dlfs.softmax_cross_entropy(a, t)
    np.testing.assert_allclose(run(losses), [np.log(4), np.log(2)])
    of_a, of_t = gradients_of(dlfs.reduce_sum(losses), a, t)
    np.testing.assert_allclose(of_a, [[-0.75, 0.75], [0.5, -0.5]])
    np.testing.assert_allclose(of_t, -np.log([[0.25, 0.75], [0.5, 0.5]]))


def test_targets_that_do_not_sum_to_one_scale_the_probabilities():
    a = dlfs.Variable(np.log([1.0, 3.0]))
    (gradient,) = gradients_of(dlfs.softmax_cross_entropy(a, [2, 1]), a)
    np.testing.assert_allclose(gradient, [3 * 0.25 - 2, 3 * 0.75 - 1])


@pytest.mark.parametrize("n, value, slope", [(0, 1, 0), (1, 0, 1), (2, 0, 0), (3, 0, 0)])
def test_powers_of_zero_have_their_value_and_slope(n, value, slope):
    x = dlfs.Variable(0.0)
    assert run(x**n) == value
    assert gradients_of(x**n, x) == [slope]


def test_a_sum_over_nothing_is_zero_and_its_gradient_is_empty():
    x = dlfs.Variable(np.zeros((0, 2)))
    assert run(dlfs.reduce_sum(x)) == 0
    assert gradients_of(dlfs.reduce_sum(x * x), x)[0].shape == (0, 2)


def test_where_two_are_equal_each_gets_half_and_a_corner_gives_nothing():
    a, b = dlfs.Variable([1.0, 5.0, 2.0]), dlfs.Variable(2.0)
    of_a, of_b = gradients_of(weighted_sum(dlfs.maximum(a, b), [4, 6, 10]), a, b)
    np.testing.assert_array_equal(of_a, [0, 6, 5])
    assert of_b == 4 + 5
    c = dlfs.Variable([-3.0, 0.0, 3.0])
    (of_c,) = gradients_of(weighted_sum(dlfs.absolute(c), [4, 6, 10]), c)
    np.testing.assert_array_equal(of_c, [-4, 0, 10])


def test_a_reshaped_and_a_transposed_matrix_send_each_entrys_gradient_back_to_it():
    A = dlfs.Variable([[1, 2, 3], [4, 5, 6]])
    (gradient,) = gradients_of(weighted_sum(dlfs.reshape(A, (3, -1)), [[1, 2], [3, 4], [5, 6]]), A)
    np.testing.assert_array_equal(gradient, [[1, 2, 3], [4, 5, 6]])
    (gradient,) = gradients_of(weighted_sum(dlfs.transpose(A), [[1, 2], [3, 4], [5, 6]]), A)
    np.testing.assert_array_equal(gradient, [[1, 3, 5], [2, 4, 6]])


# ---------------------------------------------------------------- signs, and plain numbers


@pytest.mark.parametrize(
    "formula",
    [
        lambda x: x + 2, lambda x: 2 + x, lambda x: x - 2, lambda x: 2 - x, lambda x: x * 3,
        lambda x: 3 * x, lambda x: x / 4, lambda x: 4 / x, lambda x: x**2, lambda x: -x,
        lambda x: x @ np.eye(2), lambda x: np.eye(2) @ x, lambda x: np.ones((3, 1, 2)) * x,
        lambda x: x + [1, 2], lambda x: [1, 2] - x, lambda x: np.float64(2) * x, lambda x: x + x,
    ],
)  # fmt: skip
def test_the_usual_signs_build_nodes_and_mean_what_they_mean_for_arrays(formula):
    value = np.array([[1.0, 2.0], [4.0, -8.0]])
    node = formula(dlfs.constant(value))
    assert isinstance(node, dlfs.Operation)
    np.testing.assert_array_equal(run(node), formula(value))


@pytest.mark.parametrize("number", [2, 2.5, True])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_plain_number_takes_the_dtype_of_the_node_it_meets(number, dtype):
    x = dlfs.Variable(np.ones(3, dtype))
    for y in (x + number, number - x, x * number, number / x, x**number):
        assert run(y).dtype == dtype
        assert gradients_of(dlfs.reduce_mean(y), x)[0].dtype == dtype


# ---------------------------------------------------------------- extreme numbers

extreme = st.floats(allow_nan=False, allow_infinity=False, width=32) | st.sampled_from(
    [LARGEST, -LARGEST, 1e308, -1e308, 0.0, 709.0, 710.0, -745.0, -746.0, 1000.0, -1000.0, 5e-324]
)
logits = arrays(float, array_shapes(min_dims=1, max_dims=2, max_side=4), elements=extreme)


def assert_finite_and_silent(operation, a, dtype=np.float64):
    """Value and gradient of one operation on `a`, without a warning and without a nan."""
    node = dlfs.Variable(np.clip(a, np.finfo(dtype).min, np.finfo(dtype).max).astype(dtype))
    y = operation(node)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        value = run(y)
        (gradient,) = gradients_of(dlfs.reduce_sum(dlfs.reduce_mean(y, axis=0)), node)
    assert np.isfinite(value).all() and np.isfinite(gradient).all()
    return value


def sigmoid_of_number(a):
    return 1 / (1 + np.exp(-a)) if a > 0 else np.exp(max(a, -750)) / (1 + np.exp(a))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@given(a=logits)
@few
def test_sigmoid_of_any_finite_numbers_is_finite_and_silent(dtype, a):
    p = assert_finite_and_silent(dlfs.sigmoid, a, dtype)
    assert p.min() >= 0 and p.max() <= 1
    if dtype is np.float64:
        expected = np.vectorize(sigmoid_of_number)(a)
        np.testing.assert_allclose(p, expected, rtol=1e-12, atol=1e-300)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@given(a=logits)
@few
def test_softmax_of_any_finite_numbers_is_finite_and_silent(dtype, a):
    p = assert_finite_and_silent(dlfs.softmax, a, dtype)
    assert p.min() >= 0
    np.testing.assert_allclose(p.sum(axis=-1), 1, rtol=1e-6)
    if dtype is np.float64:
        smaller = np.clip(a / 2 - a.max(axis=-1, keepdims=True) / 2, -400, 0) * 2
        expected = np.apply_along_axis(softmax_of_row, -1, smaller)
        np.testing.assert_allclose(p, expected, rtol=1e-9, atol=1e-300)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@given(a=logits, data=st.data())
@few
def test_cross_entropy_of_any_finite_logits_is_finite_and_silent(dtype, a, data):
    labels = data.draw(arrays(int, a.shape[:-1], elements=st.integers(0, a.shape[-1] - 1)))
    targets = np.eye(a.shape[-1])[labels]
    # One row at a time: the sum of two losses may well be larger than the largest float.
    for row, target in zip(a.reshape(-1, a.shape[-1]), targets.reshape(-1, a.shape[-1])):
        loss = assert_finite_and_silent(
            lambda x, t=target: dlfs.softmax_cross_entropy(x, t.astype(dtype)) + [0], row, dtype
        )
        assert loss >= 0


class naive_softmax(dlfs.operations.UnaryOperation):
    def compute(self, a):
        return np.exp(a) / np.exp(a).sum(axis=-1, keepdims=True)


def test_the_naive_softmax_fails_the_check_of_extreme_numbers():
    with pytest.raises(dlfs.ComputeError, match="overflow"):
        assert_finite_and_silent(naive_softmax, np.array([0.0, 1000.0]))


def test_log_of_zero_is_minus_infinity_with_numpys_warning():
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        assert run(dlfs.log(dlfs.constant(0.0))) == -np.inf


@pytest.mark.parametrize("reduced", [dlfs.reduce_sum, dlfs.reduce_mean])
@pytest.mark.parametrize("axes", range(4))
def test_an_axis_that_the_array_does_not_have_is_refused(reduced, axes):
    A = np.ones((2, 3, 4)[:axes])
    for axis in range(-axes, axes):
        assert run(reduced(A, axis=axis)).shape == np.sum(A, axis=axis).shape
    for axis in (-axes - 1, axes):
        refusal(lambda axis=axis: run(reduced(A, axis=axis)), dlfs.ComputeError)
