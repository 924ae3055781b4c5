"""Right answers of lesson 06, in the forms that people give them."""

import numpy as np

# power-rule


def power_alone(op, G):
    return G * op.n * op.inputs[0] ** (op.n - 1)


def power_by_np(op, G):
    (x,) = op.inputs
    return [np.multiply(G, op.n * np.power(x, op.n - 1))]


def power_in_a_tuple(op, grad):
    x = op.inputs[0]
    return (op.n * x ** (op.n - 1) * grad,)


def power_by_steps(op, G):
    lower = op.n - 1
    raised = op.inputs[0] ** lower
    return [raised * op.n * G]


def power_in_a_tuple(op, grad):
    x = op.inputs[0]
    return (op.n * x ** (op.n - 1) * grad,)


def power_by_steps(op, G):
    rates = np.prod([op.n, op.inputs[0] ** (op.n - 1)], axis=0) if op.inputs[0].ndim == 0 else (
        op.n * op.inputs[0] ** (op.n - 1))
    return [np.multiply(rates, G)]


def power_by_a_local_rate(op, G):
    rate = op.n * op.inputs[0] ** (-1 + op.n)
    return [rate * G]


class PowerRule:
    def __call__(self, op, G):
        x, n = op.inputs[0], op.n
        return [n * x ** -(1 - n) * G]


# sigmoid-rule


def sigmoid_of_squares(op, G):
    p = op.output
    return [G * (p - p**2)]


def sigmoid_alone(op, G):
    return G * op.output * (1 - op.output)


def sigmoid_from_the_input(op, G):
    e = np.exp(-np.abs(op.inputs[0]))
    return [G * e / (1 + e) ** 2]


def sigmoid_by_steps(op, grad):
    q = 1 - op.output
    local = np.multiply(op.output, q)
    return (grad * local,)


def sigmoid_on_a_copy(op, G):
    p = np.array(op.output)
    p = p * (1 - p)
    p *= G
    return [p]


def sigmoid_by_cosh(op, G):
    half = np.clip(op.inputs[0] / 2, -300, 300)
    return [G / (4 * np.cosh(half) ** 2)]


# divide-rule


def divide_by_powers(op, G):
    a, b = op.inputs
    return G * b**-1.0, -G * a * b**-2.0


def divide_from_the_output(op, G):
    first = G / op.inputs[1]
    return [first, -first * op.output]


def divide_by_np(op, grad):
    a, b = op.inputs
    return [np.divide(grad, b), np.negative(grad * a) / np.square(b)]


def divide_one_by_one(op, G):
    gradients = []
    gradients.append(G * (1 / op.inputs[1]))
    gradients.append(G * (-op.inputs[0] / (op.inputs[1] * op.inputs[1])))
    return gradients


def divide_by_local_rates(op, G):
    a, b = op.inputs
    rates = (1 / b, -a / b**2)
    return tuple(G * rate for rate in rates)


divide_lambda = lambda op, G: [  # noqa: E731
    G / op.inputs[1], 0 - G * op.inputs[0] / op.inputs[1] / op.inputs[1]]


RIGHT = {
    "power-rule": [
        power_alone, power_by_np, power_in_a_tuple, power_by_steps, power_by_a_local_rate,
        PowerRule(),
    ],
    "sigmoid-rule": [
        sigmoid_of_squares, sigmoid_alone, sigmoid_from_the_input, sigmoid_by_steps,
        sigmoid_on_a_copy, sigmoid_by_cosh,
    ],
    "divide-rule": [
        divide_by_powers, divide_from_the_output, divide_by_np, divide_one_by_one,
        divide_by_local_rates, divide_lambda,
    ],
}
