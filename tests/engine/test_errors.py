"""What a learner reads when something does not fit.

Every text has the same four parts: what happened, which node it is and where it was built, the
shapes, and the way out. Each line of the table below makes one mistake; `here` marks the line that
built the node, and the text has to name it.
"""

import inspect
import linecache
import re

import numpy as np
import pytest

import dlfs
from tests.engine.helpers import BARE, checked_text, refusal, run

GradientDescent = dlfs.GradientDescentOptimizer
MISTAKES = {}


def mistake(kind, *parts):
    """Enters a function that makes a mistake into the table: the error's class, parts of its text."""
    def enter(function):
        MISTAKES[function.__name__] = (function, kind, parts)
        return function

    return enter


class doubled(dlfs.Operation):
    def __init__(self, x, name=None):
        super().__init__([x], name)

    def compute(self, x):
        return 2 * x


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


BAD_VALUES = {
    "text": ("twelve", "'twelve' of type str"),
    "nothing": (None, "None of type NoneType"),
    "a complex number": (1j, "1j of type complex"),
    "an object": ({"a": 1}, "{'a': 1} of type dict"),
    "a list of texts": (["1", "2"], "['1', '2'] of type list with entries of type <U1"),
    "an array of objects": (np.array([[None], ["a"]]), "array([[None], ['a']], dtype=object) of"),
    "a ragged list": ([[1, 2], [3]], "rows have different lengths"),
    "a date": (np.datetime64("2020-01-01"), "datetime64"),
    "half precision": (np.float16(1), "float16"),
    "a long list": (["abc"] * 1000, "..."),
}


def refused_value(text, name):
    value, part = BAD_VALUES[name]
    assert part in text.splitlines()[0]
    assert len(text) < 600 and "way out: give" in text
    return text


@pytest.mark.parametrize("name", BAD_VALUES)
def test_a_value_that_is_no_number_is_refused_wherever_it_comes_in(name):
    value, _ = BAD_VALUES[name]
    X, W = dlfs.placeholder("X"), dlfs.Variable(1.0, "W")
    line = re.escape(X.built)
    text = refused_value(refusal(lambda: run(X, {X: value}), dlfs.FeedError), name)
    assert re.search(rf"the value fed to X \(placeholder\), built in {line}", text)
    for build, what in (
        (lambda: dlfs.Variable(value), "the initial value of a Variable"),
        (lambda: dlfs.constant(value), "the value of a constant"),
        (lambda: setattr(W, "value", value), "the new value of W"),
        (lambda: dlfs.matmul(X, value), "an input of matmul"),
        (lambda: X + value if name != "an array of objects" else dlfs.add(X, value), "input of add"),
    ):
        assert what in refused_value(refusal(build, dlfs.GraphError), name)


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
    run([[dlfs.placeholder("X")]])


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


# ---------------------------------------------------------------- gradients


@mistake(dlfs.GradientError, "the loss p is no single number: its shape is (2, 1)",
         "node: p (sigmoid(", "reduce_mean(p)")  # fmt: skip
def a_loss_that_is_no_scalar():
    dlfs.compute_gradients(dlfs.sigmoid([[1], [2]], "p"))  # here


@mistake(dlfs.GradientError, "the loss W is no single number", "reduce_mean(W)")
def a_loss_that_is_no_scalar_while_training():
    W = dlfs.Variable([1, 2], "W")  # here
    run(GradientDescent(0.1).minimize(W))


@mistake(dlfs.GradientError, "the loss is 3.0, which is no node", "not the value")
def a_value_for_a_loss():
    GradientDescent(0.1).minimize(3.0)


@mistake(dlfs.GradientError, "the training step MinimizeStep_1 has no value to be a loss")
def a_step_for_a_loss():
    dlfs.compute_gradients(GradientDescent(0.1).minimize(dlfs.Variable(1.0)))  # here


@mistake(dlfs.GradientError, "the loss J does not depend on b", "node: J (negative(x))", "node: b")
def a_node_that_the_loss_does_not_depend_on():
    x, b = dlfs.Variable(1.0, "x"), dlfs.Variable(1.0, "b")  # here
    dlfs.compute_gradients(dlfs.negative(x, "J"), nodes=[x, b])  # here


@mistake(dlfs.GradientError, "'W'", "no node", "give one node or a list of nodes")
def a_name_for_a_node():
    dlfs.compute_gradients(dlfs.Variable(1.0, "W"), nodes="W")


@mistake(dlfs.GradientError, "[<Variable W, shape ()>]", "no node")
def lists_in_a_list_of_nodes():
    W = dlfs.Variable(1.0, "W")
    dlfs.compute_gradients(W, None, [[W]])


@mistake(dlfs.GradientError, "no gradient is registered for doubled.", "node: y (doubled(x))",
         "doubled_gradient(op, G) with @RegisterGradient(doubled)")  # fmt: skip
def an_operation_without_a_gradient():
    x = dlfs.Variable(1.0, "x")
    dlfs.compute_gradients(doubled(x, "y"))  # here


def with_gradient(function):
    x = dlfs.Variable([1.0, 2.0], "x")  # here
    J = dlfs.reduce_sum(doubled(x, "y"))
    with dlfs.registered(doubled, function):
        dlfs.compute_gradients(J)


@mistake(dlfs.GradientError, "the gradient function of doubled returned 2 gradients for 1 input.",
         "node: y (doubled(x))", "one gradient for each input")  # fmt: skip
def too_many_gradients():
    with_gradient(lambda op, G: [G, G])


@mistake(dlfs.GradientError, "returned 0 gradients for 1 input.", "node: y (doubled(x))")
def no_gradients():
    with_gradient(lambda op, G: [])


@mistake(dlfs.GradientError, "returned 1 gradient for 2 inputs.", "node: z (multiply(x, x))")
def too_few_gradients():
    x = dlfs.Variable(1.0, "x")
    with dlfs.registered(dlfs.multiply, lambda op, G: G):
        dlfs.compute_gradients(dlfs.multiply(x, x, "z"))  # here


@mistake(dlfs.GradientError, "doubled returned nothing", "node: y", "end it with: return")
def a_gradient_function_without_return():
    with_gradient(lambda op, G: None)


@mistake(dlfs.GradientError, "gradient of y with respect to x has shape (2, 2), but x has shape (2,)",
         "node: y (doubled(x))", "a gradient has the shape of its node")  # fmt: skip
def a_gradient_of_another_shape():
    with_gradient(lambda op, G: np.ones((2, 2)))


@mistake(dlfs.GradientError, "the gradient of y with respect to x has to be numbers", "'2 G'")
def a_gradient_that_is_no_number():
    with_gradient(lambda op, G: "2 G")


@mistake(dlfs.GradientError, "gradient function of doubled failed: KeyError: 'two'", "node: y (",
         "shape (2,)", "look into careless")  # fmt: skip
def a_gradient_function_that_fails():
    def careless(op, G):
        return {}["two"]

    with_gradient(careless)


@mistake(dlfs.GradientError, "gradient function of doubled failed: ZeroDivisionError", "node: y (")
def a_gradient_that_fails_when_it_is_called():
    with_gradient(lambda op, G: [lambda: 1 // 0])


@mistake(dlfs.GradientError, "RegisterGradient got", "class or its name")
def a_gradient_for_something_else():
    dlfs.RegisterGradient(7)


@mistake(dlfs.GradientError, "J depends on no trainable variable", "loss: J (", "from Variables")
def nothing_to_train():
    frozen = dlfs.Variable(1.0, trainable=False)
    GradientDescent(0.1).minimize(dlfs.add(frozen, dlfs.placeholder(), name="J"))  # here


@mistake(dlfs.DlfsError, "the learning rate is 'fast', which is no number", "such as 0.1")
def a_learning_rate_in_words():
    run(GradientDescent("fast").minimize(dlfs.Variable(1.0)))


@mistake(dlfs.DlfsError, "the learning rate is None, which is no number")
def a_learning_rate_that_was_lost():
    optimizer = GradientDescent(0.1)
    step = optimizer.minimize(dlfs.Variable(1.0))
    optimizer.learning_rate = None
    run(step)


# ---------------------------------------------------------------- a learner's own compute


def computing(function):
    class own(dlfs.Operation):
        def compute(self, *values):
            return function(*values)

    run(own([dlfs.Variable([1.0, 2.0], "x")], "y"))  # here


@mistake(dlfs.ComputeError, "compute of y failed: KeyError: 'two'", "node: y (own(x))",
         "input: x (Variable)", "shape (2,)", "look into compute of own")  # fmt: skip
def a_compute_that_fails():
    computing(lambda x: {}["two"])


@mistake(dlfs.ComputeError, "compute of y failed: TypeError", "missing 1 required positional")
def a_compute_that_wants_more_inputs():
    computing(lambda x, y: x)


@mistake(dlfs.ComputeError, "compute of y returned nothing", "node: y (own(x))", "return ...")
def a_compute_without_return():
    computing(lambda x: None)


@mistake(dlfs.ComputeError, "the value of y (own(x))", "has to be numbers, but is 'x'")
def a_compute_that_returns_text():
    computing(lambda x: "x")


@mistake(dlfs.ComputeError, "the value of y (own(x))", "rows have different lengths")
def a_compute_that_returns_a_ragged_list():
    computing(lambda x: [[1], [1, 2]])


@mistake(dlfs.ComputeError, "the value of y (own(x))", "is a node, <sigmoid_1 = sigmoid(")
def a_compute_that_builds_nodes():
    computing(lambda x: dlfs.sigmoid(x))


@mistake(dlfs.ComputeError, "nameless has no method compute", "node: nameless_1 (nameless(")
def an_operation_without_compute():
    class nameless(dlfs.Operation):
        pass

    run(nameless([1]))  # here


# ---------------------------------------------------------------- all of the table


def lines_marked_here(function):
    """The numbers of the lines of a function, or of what it calls, that are marked `here`."""
    functions = [function, with_gradient] if "with_gradient(" in inspect.getsource(function) else []
    functions += [computing] if "computing(" in inspect.getsource(function) else [function]
    found = set()
    for one in functions:
        lines, first = inspect.getsourcelines(one)
        found |= {first + i for i, line in enumerate(lines) if "# here" in line}
    return found


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_answered_with_what_where_which_shapes_and_the_way_out(name):
    function, kind, parts = MISTAKES[name]
    text = refusal(function, kind)
    for part in parts:
        assert part in text
    assert parts[0] in text.splitlines()[0]
    built = {int(n) for n in re.findall(rf"built in {re.escape(__file__)}, line (\d+)", text)}
    assert built <= lines_marked_here(function) or "with_gradient" in inspect.getsource(function)
    assert bool(built) == bool(lines_marked_here(function))


@pytest.mark.parametrize(
    "bare", ["'X'", "KeyError: 'X'", "AttributeError: no x\n  way out: write something", "list index"],
)  # fmt: skip
def test_the_check_of_texts_refuses_a_bare_error(bare):
    with pytest.raises(AssertionError):
        checked_text(bare)
    assert BARE.search(str(KeyError("X")))


@pytest.mark.parametrize(
    "numpys", [lambda: np.ones(2) + np.ones(3), lambda: np.ones((2, 3)) @ np.ones((2, 3))]
)
def test_the_check_of_texts_refuses_numpys_words(numpys):
    with pytest.raises(ValueError) as caught:
        numpys()
    with pytest.raises(AssertionError, match="NumPy's words"):
        checked_text(f"{caught.value}\n  way out: look at the shapes")


def test_all_errors_are_of_one_base_class():
    kinds = {kind for _, kind, _ in MISTAKES.values()} - {dlfs.DlfsError}
    assert kinds == {dlfs.GraphError, dlfs.FeedError, dlfs.ComputeError, dlfs.GradientError}
    assert all(issubclass(kind, dlfs.DlfsError) for kind in kinds)
    assert issubclass(dlfs.DlfsError, Exception)


def test_the_error_of_a_learners_compute_shows_its_own_traceback():
    with pytest.raises(dlfs.ComputeError) as caught:
        a_compute_that_fails()
    assert isinstance(caught.value.__cause__, KeyError)


def test_an_interrupted_run_is_not_an_error_of_the_graph():
    class slow(dlfs.Operation):
        def compute(self, *values):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(slow([]))
