"""Right answers of lesson 07, in the forms that people give them."""

import numpy as np

# matmul-rule


def matmul_by_np(op, G):
    A, B = op.inputs
    return [np.matmul(G, np.transpose(B)), np.matmul(np.transpose(A), G)]


def matmul_by_dot(op, grad):
    return (grad.dot(op.inputs[1].T), op.inputs[0].T.dot(grad))


def matmul_by_einsum(op, G):
    A, B = op.inputs
    return [np.einsum("ik,jk->ij", G, B), np.einsum("ki,kj->ij", A, G)]


def matmul_turned(op, G):
    A, B = op.inputs
    return [(B @ G.T).T, (G.T @ A).T]


def matmul_by_loops(op, G):
    A, B = op.inputs
    for_A, for_B = np.zeros(A.shape), np.zeros(B.shape)
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for_A[i] += G[i, j] * B[:, j]
            for_B[:, j] += G[i, j] * A[i]
    return [for_A, for_B]


def matmul_by_tensordot(op, G):
    A, B = op.inputs
    return np.tensordot(G, B, (1, 1)), np.tensordot(A, G, (0, 0))


# unbroadcast


def unbroadcast_by_loops(G, value):
    while np.ndim(G) > np.ndim(value):
        G = G.sum(axis=0)
    for axis, length in enumerate(np.shape(value)):
        if length == 1:
            G = G.sum(axis=axis, keepdims=True)
    return G


def unbroadcast_and_reshaped(G, value):
    shape = (1,) * (np.ndim(G) - np.ndim(value)) + np.shape(value)
    axes = tuple(i for i in range(np.ndim(G)) if shape[i] == 1)
    return np.sum(G, axis=axes).reshape(np.shape(value))


def unbroadcast_from_behind(G, value):
    axes = [-i for i in range(1, np.ndim(G) + 1)
            if i > np.ndim(value) or np.shape(value)[-i] == 1]
    return np.reshape(np.add.reduce(G, axis=tuple(axes)), np.shape(value))


def unbroadcast_if_needed(G, value):
    if np.shape(G) == np.shape(value):
        return G
    missing = G.ndim - value.ndim
    stretched = [i + missing for i, n in enumerate(value.shape) if n == 1]
    return G.sum(axis=(*range(missing), *stretched)).reshape(value.shape)


def unbroadcast_entry_by_entry(G, value):
    places = np.broadcast_to(np.arange(np.size(value)).reshape(np.shape(value)), np.shape(G))
    sums = np.zeros(np.size(value))
    np.add.at(sums, np.ravel(places), np.ravel(G))
    return sums.reshape(np.shape(value))


def unbroadcast_by_a_product(G, value):
    missing = np.ndim(G) - np.ndim(value)
    for _ in range(missing):
        G = np.tensordot(np.ones(len(G)), G, 1)
    axes = tuple(np.flatnonzero(np.array(np.shape(value)) == 1))
    return np.sum(G, axis=axes, keepdims=True) if axes else G


# logits-rule


def logits_by_reshape(p, c, G):
    return G.reshape(-1, 1) * (p - c)


def logits_transposed(p, c, G):
    return ((p - c).T * G).T


def logits_by_rows(p, c, G):
    return [g * (row - target) for row, target, g in zip(p, c, G)]


def logits_by_a_diagonal(p, c, arriving):
    return np.diag(arriving) @ (p - c)


def logits_by_einsum(p, c, G):
    return np.einsum("i,ij->ij", G, p) - c * G[:, None]


def logits_on_a_copy(p, c, G):
    result = p.copy()
    result[np.arange(len(p)), c.argmax(axis=1)] -= 1
    result *= np.expand_dims(G, 1)
    return result


# square-rule


def square_by_np(A, G):
    return np.matmul(G, A.T) + np.matmul(A.T, G)


def square_in_two(A, G):
    left = G.dot(A.T)
    right = A.T.dot(G)
    return left + right


def square_turned(A, G):
    return (A @ G.T + G.T @ A).T


def square_by_einsum(A, G):
    return np.einsum("ik,jk->ij", G, A) + np.einsum("ki,kj->ij", A, G)


def square_by_nudges(A, G):
    result = np.zeros(A.shape)
    for i in range(len(A)):
        for j in range(len(A)):
            unit = np.zeros(A.shape)
            unit[i, j] = 1
            result[i, j] = np.sum(G * (unit @ A + A @ unit))
    return result.tolist()


def square_summed(A, G):
    return sum([G @ A.transpose(), A.transpose() @ G])


def logits_by_diagonals(p, c, G):
    return np.diag(G) @ p - np.diag(G) @ c


RIGHT = {
    "matmul-rule": [
        matmul_by_np, matmul_by_dot, matmul_by_einsum, matmul_turned, matmul_by_loops,
        matmul_by_tensordot,
    ],
    "unbroadcast": [
        unbroadcast_by_loops, unbroadcast_and_reshaped, unbroadcast_from_behind,
        unbroadcast_if_needed, unbroadcast_entry_by_entry, unbroadcast_by_a_product,
    ],
    "logits-rule": [
        logits_by_reshape, logits_transposed, logits_by_rows, logits_by_a_diagonal,
        logits_by_einsum, logits_on_a_copy, logits_by_diagonals,
    ],
    "square-rule": [
        square_by_np, square_in_two, square_turned, square_by_einsum, square_by_nudges,
        square_summed,
    ],
}
