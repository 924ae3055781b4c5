"""The answers of lesson 06's questions, computed."""

import math

from dlfs import Graph, Variable, compute_gradients, log, multiply, negative, power, sigmoid


def sigma(x):
    return 1 / (1 + math.exp(-x))


def best_power_of_ten():
    p = sigma(0.7)
    powers = [float(f"1e-{k}") for k in range(1, 16)]
    measured = {h: (sigma(0.7 + h) - sigma(0.7 - h)) / (2 * h) for h in powers}
    return min(powers, key=lambda h: abs(measured[h] - p * (1 - p)))


def what_multiply_sends():
    with Graph().as_default():
        a, b = Variable(3.0), Variable(-2.0)
        J = multiply(multiply(a, b), 4.0)
    gradients = compute_gradients(J)
    return [gradients[a], gradients[b]]


def relative_error_of_small_numbers():
    a, n = 1e-7, 2e-7
    return abs(a - n) / max(abs(a), abs(n))


def gradient_for_w(loss_of):
    with Graph().as_default():
        w, b = Variable(2.0), Variable(2.0)
        J = loss_of(sigmoid(w * 1.0 + b))
    return compute_gradients(J)[w]


def ratio_of_the_gradients():
    cross_entropy = gradient_for_w(lambda p: negative(log(1 - p)))
    return cross_entropy / gradient_for_w(lambda p: power(p, 2) * 0.5)


ANSWERS = {
    "gc-1": best_power_of_ten,
    "gc-2": relative_error_of_small_numbers,
    "rg-4": what_multiply_sends,
    "ce-4": ratio_of_the_gradients,
}
