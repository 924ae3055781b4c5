"""The answers of lesson 07's questions, computed."""

import numpy as np

from dlfs import Graph, Variable, compute_gradients, gradient_check
from dlfs import matmul, multiply, reduce_mean, reduce_sum, softmax, softmax_cross_entropy


def gradient(build, value):
    """The gradient of build(node) for a node of this value, which a nudge confirms."""
    with Graph().as_default():
        node = Variable(value)
        J = build(node)
    assert gradient_check(J, nodes=[node]).ok
    return compute_gradients(J)[node]


def logits_of_the_first_of_two_points():
    targets = [[1.0, 0.0], [0.0, 1.0]]
    logits = np.log([[0.1, 0.9], [0.5, 0.5]])
    slopes = gradient(lambda a: reduce_mean(softmax_cross_entropy(a, targets)), logits)
    return list(slopes[0])


def what_a_mean_of_four_sends():
    slopes = gradient(lambda x: reduce_mean(x) * 8.0, np.array([1.0, -2.0, 0.5, 3.0]))
    assert np.ptp(slopes) == 0
    return slopes[0]


def what_softmax_sends():
    arriving = np.array([2.0, 6.0])
    logits = np.log([0.25, 0.75])
    return list(gradient(lambda a: reduce_sum(multiply(arriving, softmax(a))), logits))


def gradient_of_a_matrix_used_twice():
    A = np.array([[1.0, 2.0], [3.0, 4.0]])
    return list(gradient(lambda node: reduce_sum(matmul(node, node)), A).ravel())


ANSWERS = {
    "rg-7": logits_of_the_first_of_two_points,
    "rg-9": what_a_mean_of_four_sends,
    "sm-4": what_softmax_sends,
    "rg-10": gradient_of_a_matrix_used_twice,
}
