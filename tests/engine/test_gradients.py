"""compute_gradients and the table of derivatives: every node, every path, every way to register.

That the numbers are exact on any graph is proved in test_random_graphs.py; here stands the rest of
the contract, each rule on a graph small enough to do by hand.
"""

import numpy as np
import pytest

import dlfs
from tests.engine.helpers import gradients_of, refusal, run


class square(dlfs.Operation):
    """A learner's operation."""

    def __init__(self, x, name=None):
        super().__init__([x], name)

    def compute(self, x):
        return x * x


def square_gradient(op, grad):
    return grad * 2 * op.inputs[0]


def slope_at_3(operation):
    """The gradient of operation(x) with respect to x, at x = 3."""
    x = dlfs.Variable(3.0)
    return gradients_of(operation(x), x)[0]


# ---------------------------------------------------------------- what is returned


def test_every_node_below_the_loss_gets_its_gradient_unless_told_otherwise():
    X, c = dlfs.placeholder(), dlfs.constant([1.0, 2.0])
    W = dlfs.Variable([3.0, 4.0])
    a = X * W
    J = dlfs.reduce_sum(a * c)
    table = dlfs.compute_gradients(J, {X: [5, 6]})
    expected = {X: [3, 8], W: [5, 12], a: [1, 2], c: [15, 24], a.consumers[0]: [1, 1], J: 1}
    assert set(table) == set(expected)
    for node, gradient in expected.items():
        np.testing.assert_array_equal(table[node], gradient)


@pytest.mark.parametrize("several", [list, tuple, set])
def test_one_node_or_several_can_be_asked_for(several):
    x, y = dlfs.Variable(2.0), dlfs.Variable(5.0)
    assert dlfs.compute_gradients(x * y, None, x) == {x: 5}
    assert dlfs.compute_gradients(x * y, nodes=several([y, x])) == {x: 5, y: 2}
    assert dlfs.compute_gradients(x * y, nodes=several([])) == {}


def test_compute_gradients_runs_forward_itself():
    x = dlfs.placeholder()
    J = x * x
    run(J, {x: 100})
    assert dlfs.compute_gradients(J, {x: 3})[x] == 6


@pytest.mark.parametrize("shape", [(), (1,), (1, 1), (3, 1), (1, 3), (2, 3, 3)])
def test_a_gradient_has_the_shape_and_dtype_of_its_node(shape):
    for dtype in (np.float32, np.float64):
        x = dlfs.Variable(np.ones(shape, dtype))
        J = dlfs.reduce_sum(x + np.ones((2, 3, 3), dtype))
        gradient = dlfs.compute_gradients(J)[x]
        assert gradient.shape == shape and gradient.dtype == dtype
        assert np.sum(gradient) == 18


@pytest.mark.parametrize("build", [lambda: dlfs.Variable(3), lambda: dlfs.constant(3)])
def test_the_gradient_of_a_node_with_respect_to_itself_is_one(build):
    node = build()
    assert dlfs.compute_gradients(node) == {node: 1}


def test_a_table_of_gradients_is_yours_to_keep_and_to_write_into():
    x, y = dlfs.Variable([1.0, 2.0]), dlfs.Variable([3.0, 4.0])
    a = x + y
    J = dlfs.reduce_sum(a)
    first = dlfs.compute_gradients(J)
    for i, node in enumerate((x, y, a)):
        first[node][...] = i
    for i, node in enumerate((x, y, a)):
        np.testing.assert_array_equal(first[node], [i, i])
        np.testing.assert_array_equal(dlfs.compute_gradients(J)[node], [1, 1])
    np.testing.assert_array_equal(x.value, [1, 2])


# ---------------------------------------------------------------- paths


def test_a_node_used_twice_gets_both_gradients():
    x = dlfs.Variable(3.0)
    y = x * x
    assert gradients_of(y * y, x) == [4 * 3**3]


@pytest.mark.parametrize("swapped", [False, True])
def test_the_order_of_the_arguments_does_not_matter(swapped):
    x = dlfs.Variable(3.0)
    y = x * x
    minus = dlfs.negative(dlfs.negative(y))
    z = dlfs.add(minus, y) if swapped else dlfs.add(y, minus)
    assert gradients_of(z, x) == [12]
    w = dlfs.add(dlfs.negative(y), y) if swapped else dlfs.add(y, dlfs.negative(y))
    assert gradients_of(w, x) == [0]


def test_a_skip_connection_adds_its_path():
    x = dlfs.Variable(2.0)
    deep = x
    for _ in range(10):
        deep = deep * 2
    assert gradients_of(deep + x, x) == [1025]


def test_weight_decay_adds_its_gradient():
    W, X = dlfs.Variable([[1.0, 2.0], [3.0, 4.0]]), dlfs.constant([[1.0, 1.0]])
    J = dlfs.reduce_sum(X @ W) + 0.5 * dlfs.reduce_sum(W * W)
    np.testing.assert_array_equal(gradients_of(J, W)[0], [[2, 3], [4, 5]])


def test_one_node_used_by_many_hears_from_all():
    x = dlfs.Variable(1.0)
    J = x * 0
    for k in range(1, 101):
        J = J + x * k
    assert gradients_of(J, x) == [5050]


def test_consumers_that_do_not_lead_to_the_loss_are_ignored():
    x = dlfs.Variable(3.0)
    J = x * x
    square(square(x) + J)
    dlfs.reduce_sum(dlfs.placeholder() @ x)
    assert gradients_of(J, x) == [6]


def test_a_path_without_a_gradient_contributes_nothing():
    class stop(square):
        pass

    x = dlfs.Variable(3.0)
    with dlfs.registered(stop, lambda op, grad: [None]):
        assert gradients_of(stop(x) + x, x) == [1]
        assert gradients_of(stop(x) * 1, x) == [0]
        x.value = 4
        step = dlfs.GradientDescentOptimizer(1).minimize(stop(x) * 1)
        run(step)
        assert x.value == 4


# ---------------------------------------------------------------- registering


def test_a_learners_operation_is_registered_by_its_class():
    class own(square):
        pass

    @dlfs.RegisterGradient(own)
    def own_gradient(op, grad):
        return square_gradient(op, grad)

    assert own_gradient.__name__ == "own_gradient"
    assert slope_at_3(own) == 6


def test_a_learners_operation_is_registered_by_its_name():
    class named_one(square):
        pass

    dlfs.RegisterGradient("named_one")(square_gradient)
    assert slope_at_3(named_one) == 6


def test_a_class_is_looked_up_before_a_name():
    class both_ways(square):
        pass

    dlfs.RegisterGradient("both_ways")(lambda op, grad: grad * 111)
    dlfs.RegisterGradient(both_ways)(square_gradient)
    assert slope_at_3(both_ways) == 6


@pytest.mark.parametrize("by_name_first", [False, True])
def test_registering_again_replaces(by_name_first):
    class again(square):
        pass

    ways = ["again", again] if by_name_first else [again, "again"]
    for way in [*ways, *ways]:
        dlfs.RegisterGradient(way)(lambda op, grad: grad * 111)
        dlfs.RegisterGradient(way)(square_gradient)
        assert slope_at_3(again) == 6


def test_a_cell_that_defines_class_and_gradient_may_be_run_again():
    for factor in (1, 2):
        class cell(square):
            pass

        @dlfs.RegisterGradient("cell")
        def cell_gradient(op, grad, factor=factor):
            return factor * square_gradient(op, grad)

        assert slope_at_3(cell) == 6 * factor


def test_a_name_stands_for_the_operation_of_the_library_too():
    with dlfs.registered("negative", lambda op, grad: grad * 5):
        assert slope_at_3(dlfs.negative) == 5
    assert slope_at_3(dlfs.negative) == -1


@pytest.mark.parametrize("way", [dlfs.negative, "negative"])
def test_registered_replaces_for_a_while_and_restores_also_after_an_error(way):
    with pytest.raises(ZeroDivisionError):
        with dlfs.registered(way, lambda op, grad: grad * 5):
            with dlfs.registered(way, lambda op, grad: grad * 7):
                assert slope_at_3(dlfs.negative) == 7
            assert slope_at_3(dlfs.negative) == 5
            raise ZeroDivisionError
    assert slope_at_3(dlfs.negative) == -1


@pytest.mark.parametrize("by_class", [False, True])
def test_registered_forgets_an_operation_that_had_no_gradient(by_class):
    class fleeting(square):
        pass

    with dlfs.registered(fleeting if by_class else "fleeting", square_gradient):
        assert slope_at_3(fleeting) == 6
    refusal(lambda: slope_at_3(fleeting), dlfs.GradientError)


def test_gradient_functions_are_looked_up_when_they_are_used():
    W = dlfs.Variable(1.0)
    step = dlfs.GradientDescentOptimizer(1).minimize(-W)
    with dlfs.registered(dlfs.negative, lambda op, grad: grad * 5):
        run(step)
    assert W.value == 1 - 5


# ---------------------------------------------------------------- what a function may return


@pytest.mark.parametrize(
    "returned",
    [
        lambda G: G * 2, lambda G: [G * 2], lambda G: (G * 2,), lambda G: lambda: G * 2,
        lambda G: [lambda: G * 2], lambda G: np.int64([2, 2]), lambda G: [[2, 2]],
        lambda G: np.float32([2, 2]),
    ],
)  # fmt: skip
def test_one_gradient_may_be_an_array_a_list_or_a_function_of_no_arguments(returned):
    x = dlfs.Variable([1.0, 2.0])
    with dlfs.registered(square, lambda op, grad: returned(grad)):
        (gradient,) = gradients_of(dlfs.reduce_sum(square(x)), x)
    np.testing.assert_array_equal(gradient, [2, 2])
    assert gradient.dtype == np.float64


def test_a_gradient_function_reads_inputs_and_output():
    seen = {}

    def looking(op, grad):
        seen.update(inputs=op.inputs, output=op.output, grad=grad)
        return grad

    x = dlfs.Variable([2.0, 3.0])
    with dlfs.registered(square, looking):
        dlfs.compute_gradients(dlfs.reduce_sum(square(x) * [10, 20]))
    np.testing.assert_array_equal(seen["inputs"], [[2, 3]])
    np.testing.assert_array_equal(seen["output"], [4, 9])
    np.testing.assert_array_equal(seen["grad"], [10, 20])


@pytest.mark.parametrize("what", ["grad", "op.output", "op.inputs[0]"])
def test_a_gradient_function_that_writes_in_place_is_refused(what):
    def impatient(op, grad):
        array = {"grad": grad, "op.output": op.output, "op.inputs[0]": op.inputs[0]}[what]
        array *= 2
        return grad

    x = dlfs.Variable([2.0, 3.0])
    a, b = square(x), square(x)
    J = dlfs.reduce_sum(a + b)
    with dlfs.registered(square, impatient):
        text = refusal(lambda: dlfs.compute_gradients(J), dlfs.GradientError)
    assert "read-only" in text and "square_" in text
    with dlfs.registered(square, square_gradient):
        np.testing.assert_array_equal(gradients_of(J, x)[0], [8, 12])


def test_a_gradient_function_may_reuse_its_own_array():
    buffer = np.zeros(2)

    def frugal(op, grad):
        np.multiply(grad, 2 * op.inputs[0], out=buffer)
        return buffer

    x = dlfs.Variable([2.0, 3.0])
    J = dlfs.reduce_sum(square(x) * 10 + square(x))
    with dlfs.registered(square, frugal):
        np.testing.assert_array_equal(gradients_of(J, x)[0], [44, 66])
