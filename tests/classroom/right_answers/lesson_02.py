"""Right answers of lesson 02, in the forms that people give them."""

import math
from functools import partial

import numpy as np

# probability


def probability_with_at(x, w, b):
    score = x @ w + b
    return 1.0 / (1.0 + np.exp(-score))


def probability_the_other_way(x, w, b):
    e = np.exp(np.dot(x, w) + b)
    return e / (1 + e)


def probability_by_tanh(x, w, b):
    return (1 + np.tanh((np.sum(x * w, axis=-1) + b) / 2)) / 2


def probability_by_logarithms(x, w, b):
    return np.exp(-np.logaddexp(0, -(b + np.matmul(x, w))))


def probability_by_loops(x, w, b):
    if np.ndim(x) == 2:
        return [probability_by_loops(row, w, b) for row in x]
    return 1 / (1 + math.exp(-(x[0] * w[0] + x[1] * w[1] + b)))


def probability_one_minus(point, weights, bias):
    return 1 - 1 / (1 + np.exp(np.inner(point, weights) + bias))


# softmax-rows


def softmax_shifted(a):
    e = np.exp(a - a.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_by_loops(a):
    table = []
    for row in a:
        powers = [math.exp(value) for value in row]
        table.append([power / sum(powers) for power in powers])
    return table


def softmax_transposed(a):
    e = np.exp(a).T
    return (e / e.sum(axis=0)).T


def softmax_newaxis(logits):
    e = np.exp(logits)
    return e / e.sum(axis=1)[:, np.newaxis]


def softmax_by_logarithms(a):
    return np.exp(a - np.logaddexp.reduce(a, axis=-1, keepdims=True))


def softmax_with_einsum(a):
    e = np.exp(a)
    return np.einsum("ij,i->ij", e, 1 / np.einsum("ij->i", e))


def softmax_by_yielding(a):
    for row in a:
        e = np.exp(row)
        yield e / np.sum(e)


# line-through


def line_by_the_cross_product(P, Q, R):
    a, b, c = np.cross([*P, 1.0], [*Q, 1.0])
    turn = 1 if a * R[0] + b * R[1] + c > 0 else -1
    return [turn * a, turn * b], turn * c


def line_with_an_if(P, Q, R):
    w = np.array([Q[1] - P[1], P[0] - Q[0]])
    b = -(w @ P)
    if w @ R + b < 0:
        w, b = -w, -b
    return w, b


def line_of_length_one(P, Q, R):
    along = (Q - P) / np.linalg.norm(Q - P)
    w = np.array([[0, -1], [1, 0]]) @ along
    w = w * np.sign(w @ (R - P))
    return w, -np.dot(w, Q)


def line_by_projection(P, Q, R):
    along = Q - P
    w = (R - P) - along * ((R - P) @ along) / (along @ along)
    return w, -w @ P


def line_by_determinants(P, Q, R):
    (p, q), (r, s) = P.tolist(), Q.tolist()
    w, b = (q - s, r - p), p * s - q * r
    if w[0] * R[0] + w[1] * R[1] + b <= 0:
        return tuple(-each for each in w), -b
    return w, b


def line_by_svd(P, Q, R):
    w = np.linalg.svd((Q - P).reshape(1, 2))[2][1]
    b = -w @ (P + Q) / 2
    return (w, b) if w @ R + b > 0 else (-w, -b)


def line_by_equations(P, Q, R):
    w1, w2, b = np.linalg.solve(np.array([[*P, 1], [*Q, 1], [*R, 1]]), [0, 0, 1])
    return (w1, w2), b


RIGHT = {
    "probability": [
        probability_with_at, probability_the_other_way, probability_by_tanh,
        probability_by_logarithms, probability_by_loops, probability_one_minus,
        partial(probability_with_at),
    ],
    "softmax-rows": [
        softmax_shifted, softmax_by_loops, softmax_transposed, softmax_newaxis,
        softmax_by_logarithms, softmax_with_einsum, softmax_by_yielding,
    ],
    "line-through": [
        line_by_the_cross_product, line_with_an_if, line_of_length_one, line_by_projection,
        line_by_determinants, line_by_svd, line_by_equations,
    ],
}
