"""Every fault of the series' engine that is known, and the test that proves ours free of it.

ROWS is the list: what goes wrong there, and the tests here that would fail if it went wrong again.
The rows about teaching are claims about numbers, and are computed below.
"""

import ast
from pathlib import Path

import numpy as np
import pytest

import dlfs
from tests.engine.helpers import Counted, gradients_of, run, two_classes

HERE = Path(__file__).parent
ROWS = {
    # gradients
    "sigmoid gradient G s(a) s(1-a)": [
        "test_the_misprint_at_zero_has_the_relative_error_of_the_lesson",
        "test_the_faults_of_the_lessons_are_found_and_named",
        "test_the_misprint_is_wrong_everywhere_and_trains_all_the_same",
    ],
    "the second path of the text is a, c, d, e": ["test_a_diamond_adds_both_of_its_paths"],
    "add(x, negative(x))": ["test_the_order_of_the_arguments_does_not_matter"],
    "skip connections, weight decay, one node used by many": [
        "test_a_skip_connection_adds_its_path",
        "test_weight_decay_adds_its_gradient",
        "test_one_node_used_by_many_hears_from_all",
        "test_the_gradients_of_any_graph_are_those_of_central_differences",
    ],
    "an operation that the loss does not use": [
        "test_consumers_that_do_not_lead_to_the_loss_are_ignored",
        "test_an_operation_without_a_gradient_off_the_way_is_no_error",
    ],
    "the model cell run twice": ["test_a_model_cell_that_is_run_twice_works"],
    "matmul(A, A)": ["test_matmul_of_a_matrix_with_itself_gets_both_gradients"],
    "A @ x with x 1-D, w @ x, stacked matrices": [
        "test_every_operation_gives_its_value_and_its_gradients",
    ],
    "multiply with broadcasting, or with a number": [
        "test_every_operation_gives_its_value_and_its_gradients",
        "test_a_gradient_has_the_shape_and_dtype_of_its_node",
        "test_a_variable_keeps_its_shape",
    ],
    "reduce_sum(axis=(0, 1)), keepdims": ["test_every_operation_gives_its_value_and_its_gradients"],
    "softmax of 1-D and 3-D input": ["test_every_operation_gives_its_value_and_its_gradients"],
    "a loss that is not a scalar": [
        "a_loss_that_is_no_scalar",
        "a_loss_that_is_no_scalar_while_training",
    ],
    "20 doublings cost 2,097,151 visits": ["test_twenty_doublings_visit_21_nodes_once"],
    "gradient functions called once per operation": [
        "test_twenty_doublings_call_21_gradient_functions_once",
        "test_in_any_graph_one_visit_and_one_gradient_call_for_each_operation",
    ],
    "1,000 operations in a row": [
        "test_100_000_operations_in_a_row_run_forward_and_backward",
        "test_a_step_through_100_000_operations_works",
    ],
    # numbers
    "softmax of [[0, 1000]]": [
        "test_softmax_of_0_and_1000_is_0_and_1",
        "test_softmax_of_any_finite_numbers_is_finite_and_silent",
    ],
    "a perfect prediction gives nan": [
        "test_a_perfect_prediction_has_the_loss_0_and_finite_gradients",
        "test_cross_entropy_of_any_finite_logits_is_finite_and_silent",
    ],
    "sigmoid(-1000) warns": [
        "test_sigmoid_of_minus_1000_is_0_and_silent",
        "test_sigmoid_of_any_finite_numbers_is_finite_and_silent",
    ],
    "a summed loss with many points diverges": ["test_a_summed_loss_needs_a_rate_n_times_smaller"],
    # running and training
    "run(step) before any run(J)": ["test_a_step_works_before_anything_else_was_run"],
    "run(J, A), then run(step, B)": ["test_a_step_uses_the_feed_of_its_own_run"],
    "the loss evaluated every 20 steps only": [
        "test_how_often_the_loss_is_looked_at_does_not_change_the_training",
    ],
    "history.append(session.run(W))": [
        "test_the_history_of_a_variable_stays_what_it_was",
        "test_every_array_handed_out_stays_what_it_was",
    ],
    "the array given as initial value": [
        "test_a_value_that_goes_in_is_copied",
        "test_integer_initial_values_are_trained_as_floats",
    ],
    "integer initial values": [
        "test_integer_initial_values_are_trained_as_floats",
        "test_bool_and_integers_become_float64_and_float32_stays",
    ],
    "optimizer.learning_rate after minimize": ["test_the_learning_rate_is_read_at_every_step"],
    "a constant is trained": ["test_only_trainable_variables_change"],
    "a Variable before any graph exists": [
        "test_the_engine_loads_neither_matplotlib_nor_ipywidgets_nor_the_classroom",
    ],
    "with Graph().as_default()": [
        "test_as_default_in_a_with_statement_holds_to_the_end_of_the_block",
        "test_blocks_of_graphs_may_be_nested_in_any_way",
    ],
    "add(x, 1), x + x, run([J, W])": [
        "test_the_usual_signs_build_nodes_and_mean_what_they_mean_for_arrays",
        "test_a_list_or_tuple_of_fetches_gives_the_same_kind",
    ],
    "a placeholder without a value": ["a_placeholder_without_a_value", "nothing_fed_at_all"],
    "a learner's own operation in a notebook": [
        "test_an_operation_built_in_a_notebook_names_the_line_that_built_it",
        "test_a_learners_operation_is_registered_by_its_class",
        "test_a_learners_operation_is_registered_by_its_name",
    ],
    "an operation without a gradient": ["an_operation_without_a_gradient"],
    "shapes that do not fit": ["shapes_that_cannot_be_added", "matrices_that_cannot_be_multiplied"],
    "nodes of two graphs": ["inputs_of_two_graphs", "fetches_of_two_graphs"],
    # teaching
    "the final line drawn from column 0": ["test_the_final_line_is_the_difference_of_the_columns"],
    "clusters at 2: no rate is too large": [
        "test_separable_data_upset_no_rate_and_overlapping_data_do",
    ],
    "2-2-2 network on XOR, unseeded": [
        "test_a_line_cannot_do_xor",
        "test_two_hidden_units_fail_for_some_seeds_and_four_for_none",
    ],
    "descent that starts on the hilltop": ["test_descent_does_not_leave_a_hilltop"],
    "until it reaches a local minimum": ["test_on_separable_data_the_weights_grow_for_ever"],
    "a picture with one run per point": [
        "test_a_picture_takes_one_run_and_one_visit_for_each_node",
    ],
    "the gradients of add, reduce_sum, softmax": [
        "test_a_bias_added_to_every_row_gets_the_sum_over_the_rows",
        "test_a_sum_over_an_axis_repeats_its_gradient_along_it",
        "test_softmax_of_ln_1_and_ln_3_is_a_quarter_and_three_quarters",
    ],
    "published loss of the perceptron": [
        "test_the_perceptron_of_the_series_trains_as_in_plain_numpy",
    ],
}
# One more row, red and blue dots in greyscale, is about pictures: tests/classroom.


def functions_of_the_tests():
    sources = [path.read_text(encoding="utf-8") for path in HERE.glob("*.py")]
    nodes = (node for source in sources for node in ast.walk(ast.parse(source)))
    return {node.name for node in nodes if isinstance(node, ast.FunctionDef)}


def test_every_row_is_proved_by_tests_that_exist():
    named = {name for names in ROWS.values() for name in names}
    assert named - functions_of_the_tests() == set()
    assert {"a_test_that_does_not_exist"} - functions_of_the_tests()
    assert all(ROWS.values()) and len(ROWS) == 44 - 1


# ---------------------------------------------------------------- gradients and numbers


def test_a_diamond_adds_both_of_its_paths():
    a = dlfs.Variable(2.0)
    b, c = a * 3, a**2
    d = b * c
    e = d + 1
    # a-b-d-e gives 3 c = 12, a-c-d-e gives b 2 a = 24.
    assert gradients_of(e, b, c, a) == [4, 6, 36]


def test_softmax_of_0_and_1000_is_0_and_1():
    np.testing.assert_array_equal(run(dlfs.softmax([[0, 1000]])), [[0, 1]])


def test_sigmoid_of_minus_1000_is_0_and_silent():
    np.testing.assert_array_equal(run(dlfs.sigmoid([-1000, 0, 1000])), [0, 0.5, 1])


def test_a_perfect_prediction_has_the_loss_0_and_finite_gradients():
    a = dlfs.Variable([[0, -800]])
    J = dlfs.reduce_mean(dlfs.softmax_cross_entropy(a, [[1, 0]]))
    assert run(J) == 0
    np.testing.assert_array_equal(gradients_of(J, a)[0], [[0, 0]])
    J = dlfs.reduce_mean(dlfs.softmax_cross_entropy(a, [[0, 1]]))
    assert run(J) == 800
    np.testing.assert_array_equal(gradients_of(J, a)[0], [[1, -1]])


# ---------------------------------------------------------------- teaching


def perceptron(X, c, rate, steps, reduce=dlfs.reduce_mean, W=((0, 0), (0, 0))):
    """The losses before each step, and the final W and b."""
    W, b = dlfs.Variable(W), dlfs.Variable([0, 0])
    J = reduce(dlfs.softmax_cross_entropy(dlfs.constant(X) @ W + b, c))
    step, session = dlfs.GradientDescentOptimizer(rate).minimize(J), dlfs.Session()
    losses = [session.run([J, step])[0] for _ in range(steps)]
    return losses, session.run(W), session.run(b)


def accuracy(X, c, w, b):
    """How many points of the second class, and only those, are on the positive side of the line."""
    return np.mean((X @ w + b > 0) == (c[:, 1] == 1))


def increases(losses):
    return int(np.sum(np.diff(losses) > 1e-9))


def test_the_final_line_is_the_difference_of_the_columns():
    worse = 0
    for seed in range(20):
        X, c = two_classes(0.75, seed=seed)
        W_start = np.random.default_rng(seed).normal(size=(2, 2))
        _, W, b = perceptron(X, c, rate=1.0, steps=100, W=W_start)
        w, offset = W[:, 1] - W[:, 0], b[1] - b[0]
        on_the_line = -offset * w / (w @ w) + np.outer([-3, 0, 3], [-w[1], w[0]])
        p = run(dlfs.softmax(dlfs.constant(on_the_line) @ W + b))
        np.testing.assert_allclose(p, 0.5)
        worse += accuracy(X, c, -W[:, 0], -b[0]) < accuracy(X, c, w, offset)
    assert worse > 5


def test_separable_data_upset_no_rate_and_overlapping_data_do():
    X, c = two_classes(2.0)
    assert increases(perceptron(X, c, rate=50, steps=200)[0]) == 0
    X, c = two_classes(0.75)
    assert increases(perceptron(X, c, rate=10, steps=200)[0]) > 50
    assert increases(perceptron(X, c, rate=1, steps=200)[0]) == 0


def test_on_separable_data_the_weights_grow_for_ever():
    X, c = two_classes(2.0)
    sizes, losses = [], []
    for steps in (100, 200, 400, 800):
        loss, W, _ = perceptron(X, c, rate=0.5, steps=steps)
        sizes.append(np.linalg.norm(W[:, 1] - W[:, 0]))
        losses.append(loss[-1])
    assert np.all(np.diff(sizes) > 0.1) and np.all(np.diff(losses) < 0)


def test_a_summed_loss_needs_a_rate_n_times_smaller():
    X, c = two_classes(0.75, points=500)
    for reduce, rate in ((dlfs.reduce_mean, 1.0), (dlfs.reduce_sum, 1.0 / 1000)):
        assert increases(perceptron(X, c, rate, 50, reduce)[0]) == 0
    of_sum, W, _ = perceptron(X, c, 1.0, 50, dlfs.reduce_sum)
    assert increases(of_sum) > 5 and np.isfinite(W).all()


def test_the_misprint_is_wrong_everywhere_and_trains_all_the_same():
    def misprint(op, G):
        a = op.inputs[0]
        return G * (1 / (1 + np.exp(-a))) * (1 / (1 + np.exp(a - 1)))

    a = dlfs.Variable([0.0, 4.0])
    p = dlfs.reduce_sum(dlfs.sigmoid(a))
    np.testing.assert_allclose(gradients_of(p, a)[0], [0.25, 0.0177], atol=5e-5)
    with dlfs.registered(dlfs.sigmoid, misprint):
        np.testing.assert_allclose(gradients_of(p, a)[0], [0.3655, 0.0466], atol=5e-5)
        X, c = two_classes(0.75)
        w, b = dlfs.Variable([0.0, 0.0]), dlfs.Variable(0.0)
        J = -dlfs.reduce_mean(dlfs.log(dlfs.sigmoid((X @ w + b) * (2 * c[:, 1] - 1))))
        step, session = dlfs.GradientDescentOptimizer(0.1).minimize(J), dlfs.Session()
        losses = [session.run([J, step])[0] for _ in range(500)]
    assert losses[-1] < 0.45 < losses[0]


def solved_xor(width, seeds, steps=2000):
    """For each seed whether a network of that width solves XOR; all seeds in one stack."""
    X, c = np.array([[0, 0], [1, 1], [0, 1], [1, 0]]), np.eye(2)[[0, 0, 1, 1]]
    draws = [np.random.default_rng(seed) for seed in range(seeds)]
    W, V = (np.stack([d.normal(size=shape) for d in draws]) for shape in ((2, width), (width, 2)))
    hidden = dlfs.tanh(X @ dlfs.Variable(W) + dlfs.Variable(np.zeros((seeds, 1, width))))
    a = hidden @ dlfs.Variable(V) + dlfs.Variable(np.zeros((seeds, 1, 2)))
    losses = dlfs.softmax_cross_entropy(a, np.broadcast_to(c, (seeds, 4, 2)))
    J = dlfs.reduce_sum(dlfs.reduce_mean(losses, axis=-1))
    step, session = dlfs.GradientDescentOptimizer(0.5).minimize(J), dlfs.Session()
    for _ in range(steps):
        session.run(step)
    return (session.run(a).argmax(axis=-1) == c.argmax(axis=-1)).all(axis=-1)


def test_a_line_cannot_do_xor():
    X, c = np.array([[0, 0], [1, 1], [0, 1], [1, 0]]), np.eye(2)[[0, 0, 1, 1]]
    losses, W, _ = perceptron(X, c, rate=0.5, steps=500, W=[[1, -1], [0.5, 1]])
    assert losses[-1] == pytest.approx(np.log(2))


def test_two_hidden_units_fail_for_some_seeds_and_four_for_none():
    two, four = solved_xor(2, seeds=20), solved_xor(4, seeds=20)
    assert 0.3 < np.mean(two) < 0.95 and four.all()


def test_descent_does_not_leave_a_hilltop():
    ends = []
    for start in (0.0, 0.01):
        x = dlfs.Variable(start)
        step = dlfs.GradientDescentOptimizer(0.1).minimize(x**4 / 4 - x**2 / 2)
        for _ in range(200):
            run(step)
        ends.append(float(x.value))
    assert ends == [0, pytest.approx(1)]


def test_a_picture_takes_one_run_and_one_visit_for_each_node():
    X, W = dlfs.placeholder(), dlfs.Variable([[1.0, -1.0], [2.0, 1.0]])
    seen = Counted(X @ W)
    p, session = dlfs.softmax(seen), dlfs.Session()
    axis = np.linspace(-3, 3, 50)
    points = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    picture = session.run(p, {X: points})
    assert seen.visits == 1 and picture.shape == (2500, 2)
    some = range(0, 2500, 97)
    by_point = [session.run(p, {X: points[i : i + 1]})[0] for i in some]
    np.testing.assert_allclose(picture[some], by_point, rtol=1e-13)
