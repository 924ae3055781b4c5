"""The answers of lesson 08's questions, computed."""

import numpy as np

from dlfs import Graph, GradientDescentOptimizer, Session, Variable, compute_gradients
from dlfs import log, matmul, negative, reduce_mean, reduce_sum, sigmoid, softmax_cross_entropy
from dlfs.classroom import data


def ratio_of_the_pulls():
    with Graph().as_default():
        logits = Variable([[np.log(0.98), np.log(0.02)], [np.log(0.02), np.log(0.98)]])
        J = reduce_sum(softmax_cross_entropy(logits, [[1.0, 0.0], [1.0, 0.0]]))
    right, wrong = np.abs(compute_gradients(J)[logits][:, 0])
    return wrong / right


def increases_at_a_rate_of_50():
    X, c = data.separable(seed=0)
    with Graph().as_default():
        W, b = Variable(np.zeros((2, 2))), Variable(np.zeros(2))
        J = reduce_mean(softmax_cross_entropy(matmul(X, W) + b, c))
        step = GradientDescentOptimizer(50.0).minimize(J)
    session = Session()
    losses = [session.run([J, step])[0] for _ in range(200)] + [session.run(J)]
    return int(np.sum(np.diff(losses) > 1e-9))


def first_losses(rate, run_the_step=True, uphill=False):
    """J at the start and after one step on the overlapping data, from zero weights."""
    X, c = data.overlapping(seed=0)
    with Graph().as_default():
        W, b = Variable(np.zeros((2, 2))), Variable(np.zeros(2))
        J = reduce_mean(softmax_cross_entropy(matmul(X, W) + b, c))
        step = GradientDescentOptimizer(rate).minimize(-J if uphill else J)
    session = Session()
    return [session.run([J, step] if run_the_step else [J])[0] for _ in range(2)]


def faults_of_the_four_curves():
    after_one_step = {
        1: first_losses(0.01)[1],
        2: first_losses(10.0)[1],
        3: first_losses(1.0, uphill=True)[1],
        4: first_losses(1.0, run_the_step=False)[1],
    }
    # The lesson shows the curve that is highest after one step first.
    return sorted(after_one_step, key=lambda fault: -after_one_step[fault])


def one_step_of_one_sigmoid():
    with Graph().as_default():
        w, b = Variable([0.0, 0.0]), Variable(0.0)
        p = sigmoid(matmul([2.0, 1.0], w) + b)
        J = negative(log(p))
        step = GradientDescentOptimizer(0.5).minimize(J)
    session = Session()
    session.run(step)
    return [*w.value, b.value, *session.run([p, J])]


ANSWERS = {
    "ln-2": ratio_of_the_pulls,
    "sc-1": faults_of_the_four_curves,
    "lr-1": increases_at_a_rate_of_50,
    "ln-3": one_step_of_one_sigmoid,
}
