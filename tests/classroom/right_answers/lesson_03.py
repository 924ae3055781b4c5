"""Right answers of lesson 03, in the forms that people give them."""

import math

import numpy as np

from dlfs import log, multiply, negative, reduce_mean, reduce_sum

# loss-of-nodes


def nodes_step_by_step(p, c):
    log_p = log(p)
    picked = multiply(c, log_p)
    row_sums = reduce_sum(picked, axis=1)
    losses = negative(row_sums)
    return reduce_mean(losses)


def nodes_pick_first(p, c):
    return reduce_mean(negative(log(reduce_sum(p * c, axis=1))))


def nodes_minus_last(p, c):
    return -reduce_mean(reduce_sum(log(p) * c, axis=1))


def nodes_last_axis(p, c):
    picked = reduce_sum(c * log(p), axis=-1)
    return reduce_mean(negative(picked), axis=0)


def nodes_zero_minus(p, c):
    return reduce_mean(0 - reduce_sum(c * log(p), axis=1))


def nodes_mean_of_the_means(p, c):
    classes = p.value.shape[1]
    return reduce_mean(c * log(p)) * -classes


# mean-cross-entropy


def loss_by_loops(p, c):
    total = 0
    for i in range(len(p)):
        for j in range(len(p[i])):
            if c[i, j] == 1:
                total -= math.log(p[i, j])
    return total / len(p)


def loss_by_labels(p, c):
    return -np.log(p[np.arange(len(p)), c.argmax(axis=1)]).mean()


def loss_by_a_mask(p, c):
    return np.mean(-np.log(p[c == 1]))


def loss_of_the_sum(p, c):
    return -np.sum(c * np.log(p)) / p.shape[0]


def loss_by_einsum(prediction, target):
    return float(-np.einsum("ij,ij->i", target, np.log(prediction)).mean())


def loss_of_what_is_picked(p, c):
    return np.negative(np.log(np.max(p * c, axis=1))).mean()


def loss_row_by_row(p, c):
    return sum(-np.dot(t, np.log(q)) for q, t in zip(p, c)) / len(c)


# log-softmax


def log_softmax_by_rows(a):
    return [row - max(row) - math.log(sum(math.exp(v - max(row)) for v in row)) for row in a]


def log_softmax_by_logaddexp(a):
    return a - np.logaddexp.reduce(a, axis=-1, keepdims=True)


def log_softmax_transposed(logits):
    columns = logits.T - logits.max(axis=1)
    return (columns - np.log(np.exp(columns).sum(axis=0))).T


def log_softmax_with_newaxis(a):
    top = a.max(axis=1)[:, np.newaxis]
    return a - top - np.log(np.exp(a - top).sum(axis=1))[:, None]


def log_softmax_by_yielding(a):
    for row in a:
        largest = row.max()
        yield row - largest - np.log(np.sum(np.exp(row - largest)))


class LogSoftmax:
    def __call__(self, a):
        new = np.array(a, dtype=float)
        for i in range(len(new)):
            new[i] -= np.max(new[i])
            new[i] -= np.log(np.exp(new[i]).sum())
        return new


# loss-of-one-logit


def logit_by_logaddexp(a):
    return np.logaddexp(0, -a)


def logit_by_log1p(a):
    return np.log1p(np.exp(-np.abs(a))) + np.maximum(-a, 0)


def logit_by_where(a):
    small = np.exp(-np.abs(a))
    return np.where(a > 0, np.log1p(small), -a + np.log1p(small))


def logit_by_loops(a):
    if np.ndim(a):
        return [logit_by_loops(each) for each in a]
    return math.log1p(math.exp(-a)) if a > 0 else math.log1p(math.exp(a)) - a


def logit_by_halves(a):
    half = np.abs(a) / 2
    return half - a / 2 + np.log1p(np.exp(-2 * half))


def logit_on_a_copy(a):
    result = -np.minimum(a, 0)
    result += np.log(1 + np.exp(-np.abs(a)))
    return result


def log_by_adding_powers(a):
    return a - np.logaddexp.reduce(a, axis=1)[:, None]


RIGHT = {
    "loss-of-nodes": [
        nodes_step_by_step, nodes_pick_first, nodes_minus_last, nodes_last_axis, nodes_zero_minus,
        nodes_mean_of_the_means,
    ],
    "mean-cross-entropy": [
        loss_by_loops, loss_by_labels, loss_by_a_mask, loss_of_the_sum, loss_by_einsum,
        loss_of_what_is_picked, loss_row_by_row,
    ],
    "log-softmax": [
        log_softmax_by_rows, log_softmax_by_logaddexp, log_softmax_transposed,
        log_softmax_with_newaxis, log_softmax_by_yielding, LogSoftmax(),
        log_by_adding_powers,
    ],
    "loss-of-one-logit": [
        logit_by_logaddexp, logit_by_log1p, logit_by_where, logit_by_loops, logit_by_halves,
        logit_on_a_copy,
    ],
}
