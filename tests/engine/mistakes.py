"""Mistakes in building, feeding and running a graph: each makes one, and says what the text holds.

`here` marks the lines that built the nodes which the text has to name.
"""

import numpy as np

import dlfs
from tests.engine.helpers import run

GradientDescent = dlfs.GradientDescentOptimizer
MISTAKES = {}


def mistake(kind, *parts):
    """Enter a function into the table, with the error's class and parts of its text."""

    def enter(function):
        MISTAKES[function.__name__] = (function, kind, parts)
        return function

    return enter


class unfinished(dlfs.Operation):
    def __init__(self, x):
        self.x = x


# ---------------------------------------------------------------- feeding


@mistake(dlfs.FeedError, "placeholder X has no value.", "node: X (placeholder)", "fed: c (placeh",
         "way out: add {X: value} to the feed_dict")  # fmt: skip
def a_placeholder_without_a_value():
    X = dlfs.placeholder("X")  # here
    c = dlfs.placeholder("c")  # here
    run(X + c, {c: 1})


@mistake(dlfs.FeedError, "placeholder X has no value.", "fed: nothing")
def nothing_fed_at_all():
    X = dlfs.placeholder("X")  # here
    dlfs.compute_gradients(X * 1)


@mistake(dlfs.FeedError, "the key 'X', which is no placeholder", "without quotes")
def a_name_for_a_key():
    run(dlfs.placeholder("X"), {"X": 1})


@mistake(dlfs.FeedError, "<Variable W, shape ()>", "W.value = ...")
def a_fed_variable():
    W = dlfs.Variable(1.0, "W")
    run(W, {W: 2})


@mistake(dlfs.FeedError, "<sum = add(X, constant_1)>", "feed placeholders only")
def a_fed_operation():
    X = dlfs.placeholder("X")
    run(X, {X: 1, dlfs.add(X, 1, name="sum"): 2})


@mistake(dlfs.FeedError, "feed_dict has to be a dict, but is of type list", "{X: value}")
def a_feed_that_is_no_dict():
    run(dlfs.placeholder(), [1])


@mistake(dlfs.FeedError, "is a node, <placeholder c>", "run the node in a session first")
def a_node_for_a_value():
    X = dlfs.placeholder("X")  # here
    run(X, {X: dlfs.placeholder("c")})


@mistake(dlfs.GraphError, "the initial value of a Variable is a node", "run the node in a session")
def a_node_for_an_initial_value():
    dlfs.Variable(dlfs.constant(1))


@mistake(dlfs.GraphError, "W has shape (2, 2); a value of shape (2,) cannot", "node: W (Variable)",
         "give W a value of shape (2, 2)")  # fmt: skip
def an_assignment_of_another_shape():
    W = dlfs.Variable(np.eye(2), "W")  # here
    W.value = [1, 2]


# ---------------------------------------------------------------- shapes


@mistake(dlfs.ComputeError, "sum cannot be computed from these shapes.", "node: sum (add(X, b))",
         "input: X (placeholder)", "shape (4, 3)", "input: b (Variable)", "shape (2,)",
         "way out: shapes have to agree from the last axis on, or be 1")  # fmt: skip
def shapes_that_cannot_be_added():
    X = dlfs.placeholder("X")  # here
    b = dlfs.Variable([0, 0], "b")  # here
    run(dlfs.add(X, b, name="sum"), {X: np.ones((4, 3))})  # here


@mistake(dlfs.ComputeError, "matmul_1 cannot", "(matmul(X, W))", "shape (4, 3)", "shape (2, 2)",
         "the last axis of A has to be as long as the last axis but one of B")  # fmt: skip
def matrices_that_cannot_be_multiplied():
    X = dlfs.placeholder("X")  # here
    W = dlfs.Variable(np.eye(2), "W")  # here
    dlfs.compute_gradients(dlfs.reduce_sum(X @ W), {X: np.ones((4, 3))})  # here


@mistake(dlfs.ComputeError, "matmul_1 cannot be computed", "shape ()")
def a_matrix_product_with_a_number():
    run(dlfs.constant([1.0, 2.0]) @ 3)  # here


@mistake(dlfs.ComputeError, "softmax_cross_entropy_1 cannot", "shape (2, 3)", "shape (2,)",
         "one-hot, not labels")  # fmt: skip
def labels_for_targets():
    a, c = dlfs.constant(np.ones((2, 3)), "a"), dlfs.placeholder("c")  # here
    run(dlfs.softmax_cross_entropy(a, c), {c: [0, 2]})  # here


@mistake(dlfs.ComputeError, "softmax_cross_entropy_1 cannot", "shape (4, 2)", "shape (4, 1)")
def a_column_for_targets():
    run(dlfs.softmax_cross_entropy(np.ones((4, 2)), np.ones((4, 1))))  # here


@mistake(dlfs.ComputeError, "softmax_1 cannot", "shape ()", "the input needs at least one axis")
def softmax_of_a_number():
    run(dlfs.softmax(3))  # here


@mistake(dlfs.ComputeError, "total cannot", "(reduce_sum(A))", "shape (2, 2)", "axis is (2,)")
def an_axis_that_does_not_exist():
    A = dlfs.constant(np.eye(2), "A")  # here
    run(dlfs.reduce_sum(A, axis=2, name="total"))  # here


@mistake(dlfs.ComputeError, "reduce_mean_1 cannot", "shape (2, 2)", "axis is (0, -2)", "each once")
def an_axis_given_twice():
    run(dlfs.reduce_mean(np.eye(2), axis=(0, -2)))  # here


@mistake(dlfs.GraphError, "axis has to be None, a whole number or a tuple", "but is 'rows'",
         "axis=0 sums down the columns")  # fmt: skip
def an_axis_in_words():
    dlfs.reduce_sum(np.eye(2), axis="rows")


@mistake(dlfs.GraphError, "axis has to be", "but is 0.5")
def half_an_axis():
    dlfs.reduce_mean(np.eye(2), axis=0.5)


@mistake(dlfs.ComputeError, "log_1 cannot be computed from these values", "node: log_1 (log(x))",
         "run the inputs of this node")  # fmt: skip
def a_warning_that_was_made_an_error():
    x = dlfs.Variable(0.0, "x")  # here
    with np.errstate(all="raise"):
        run(dlfs.log(x))  # here


# ---------------------------------------------------------------- fetching and building


@mistake(dlfs.GraphError, "a fetch is 'J', which is no node", "fetch one node, or a list")
def a_name_for_a_fetch():
    run("J")


@mistake(dlfs.GraphError, "a fetch is [<placeholder X>], which is no node")
def lists_in_a_list_of_fetches():
    run([[dlfs.placeholder("X")], "J"])


@mistake(dlfs.GraphError, "the fetches belong to two graphs", "node: X (placeholder)", "node: W (V")
def fetches_of_two_graphs():
    X = dlfs.placeholder("X")  # here
    with dlfs.Graph():
        W = dlfs.Variable(1, "W")  # here
    run([W, X], {X: 1})


@mistake(dlfs.GraphError, "multiply has inputs from two graphs", "node: X", "node: W",
         "in the same graph")  # fmt: skip
def inputs_of_two_graphs():
    X = dlfs.placeholder("X")  # here
    with dlfs.Graph():
        X * dlfs.Variable(1, "W")  # here


@mistake(dlfs.GraphError, "doubled got <placeholder X> of type placeholder for its input_nodes",
         "super().__init__([x])")  # fmt: skip
def inputs_that_are_no_list():
    class doubled(dlfs.Operation):
        pass

    doubled(dlfs.placeholder("X"))


@mistake(dlfs.GraphError, "a unfinished was never set up", "super().__init__([inputs])")
def an_unfinished_operation_as_an_input():
    dlfs.sigmoid(unfinished(1))


@mistake(dlfs.GraphError, "was never set up", "super().__init__([inputs])")
def an_unfinished_operation_as_a_fetch():
    run([unfinished(1)])


@mistake(dlfs.GraphError, "was never set up", "super().__init__([inputs])")
def an_unfinished_operation_as_a_loss():
    GradientDescent(0.1).minimize(unfinished(1))


@mistake(dlfs.GraphError, "power needs a plain number as its exponent", "exp(n * log(x))")
def a_node_for_an_exponent():
    dlfs.Variable(2) ** dlfs.Variable(3)


@mistake(dlfs.GraphError, "2 ** node", "exp(node * log(x))")
def a_node_for_an_exponent_of_a_number():
    2 ** dlfs.Variable(3)


@mistake(dlfs.GraphError, "power needs a plain number", "'two'")
def a_text_for_an_exponent():
    dlfs.power(dlfs.Variable(2), "two")


@mistake(dlfs.GraphError, "add cannot take the training step MinimizeStep_1 as an input",
         "node: MinimizeStep_1 (MinimizeStep)", "fetch it in session.run")  # fmt: skip
def a_step_for_an_input():
    step = GradientDescent(0.1).minimize(dlfs.Variable(1.0))  # here
    step + 1


@mistake(dlfs.GraphError, "a fetch is array([[1., 0.], [0., 1.]])", "which is no node")
def a_value_for_a_fetch():
    run(np.eye(2))


@mistake(dlfs.GraphError, "power needs a plain number", "array([[1., 0.], [0., 1.]])")
def an_array_for_an_exponent():
    dlfs.power(dlfs.Variable(2), np.eye(2))
