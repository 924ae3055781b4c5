"""Mistakes in gradients, training, and in a learner's own operations; see mistakes.py."""

import numpy as np

import dlfs
from tests.engine.helpers import run
from tests.engine.mistakes import GradientDescent, mistake


class doubled(dlfs.Operation):
    def __init__(self, x, name=None):
        super().__init__([x], name)

    def compute(self, x):
        return 2 * x


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


@mistake(dlfs.GradientError, "the loss is array([[1., 0.], [0., 1.]])", "which is no node")
def an_array_for_a_loss():
    dlfs.compute_gradients(np.eye(2))


@mistake(dlfs.GradientError, "array([[1., 0.], [0., 1.]])", "no node")
def an_array_for_a_node():
    dlfs.compute_gradients(dlfs.Variable(1.0), None, [np.eye(2)])


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
    x = dlfs.Variable([1.0, 2.0], "x")
    J = dlfs.reduce_sum(doubled(x, "y"))  # here
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


@mistake(dlfs.GradientError, "gradient of y with respect to x has shape (2, 2)",
         "but x has shape (2,)", "node: y (doubled(x))", "has the shape of its node")  # fmt: skip
def a_gradient_of_another_shape():
    with_gradient(lambda op, G: np.ones((2, 2)))


@mistake(dlfs.GradientError, "the gradient of y", "with respect to x", "has to be numbers",
         "'2 G'", "built in")  # fmt: skip
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


@mistake(dlfs.GradientError, "RegisterGradient", "7", "class or its name")
def a_gradient_for_something_else():
    dlfs.RegisterGradient(7)


def exp_gradient(op, G):
    return G * op.output


@mistake(dlfs.GradientError, "RegisterGradient", "<function exp_gradient>", "@RegisterGradient(")
def a_decorator_without_its_operation():
    dlfs.RegisterGradient(exp_gradient)


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
