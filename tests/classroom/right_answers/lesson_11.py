"""Right answers of lesson 11, in the forms that people give them."""

import itertools

import numpy as np

# epoch-rows


def rows_comprehended(count, size, rng):
    order = rng.permutation(count)
    return [order[first : first + size] for first in range(0, count, size)]


def rows_popped(count, size, rng):
    left, pieces = list(rng.permutation(count)), []
    while left:
        pieces.append(left[:size])
        left = left[size:]
    return pieces


def rows_split(count, size, rng):
    return np.split(rng.permutation(count), range(size, count, size))


def rows_yielded(count, size, rng):
    order = np.arange(count)
    rng.shuffle(order)
    for number in range(-(-count // size)):
        yield order[number * size : (number + 1) * size]


def rows_with_a_special_case(n, k, r):
    order, full = r.permutation(n), n // k
    pieces = [order[i * k : i * k + k] for i in range(full)]
    if n % k:
        pieces.append(order[full * k :])
    return pieces


rows_lambda = lambda count, size, rng: (  # noqa: E731
    lambda order: tuple(order[i : min(i + size, count)] for i in range(0, count, size))
)(rng.permutation(count))


# batches


def batches_yielded(X, c, size, rng):
    order = rng.permutation(len(X))
    for first in range(0, len(X), size):
        rows = order[first : first + size]
        yield X[rows], c[rows]


def batches_of_shuffled_copies(X, c, size, rng):
    order = rng.permutation(len(X))
    X, c = X[order], c[order]
    return [(X[i : i + size], c[i : i + size]) for i in range(0, len(X), size)]


def batches_zipped(X, c, size, rng):
    order = rng.permutation(len(c))
    ends = range(size, len(order), size)
    return zip(np.split(X[order], ends), np.split(c[order], ends), strict=True)


def batches_row_by_row(inputs, targets, size, rng):
    pairs, rows, labels = [], [], []
    for number in rng.permutation(len(inputs)):
        rows.append(inputs[number])
        labels.append(targets[number])
        if len(rows) == size:
            pairs.append([np.array(rows), np.array(labels)])
            rows, labels = [], []
    if rows:
        pairs.append([np.array(rows), np.array(labels)])
    return pairs


def batches_side_by_side(X, c, size, rng):
    both = np.column_stack([X, c])
    rng.shuffle(both)
    pieces = [both[first : first + size] for first in range(0, len(both), size)]
    return [(piece[:, : X.shape[1]], piece[:, X.shape[1] :]) for piece in pieces]


def batches_taken(X, c, size, rng):
    order = iter(rng.permutation(X.shape[0]).tolist())
    found = []
    while rows := list(itertools.islice(order, size)):
        found.append((np.take(X, rows, axis=0), np.take(c, rows, axis=0)))
    return found


class Batches:
    def __call__(self, X, c, size, rng):
        return batches_of_shuffled_copies(X, c, size, rng)


# batch-error


def error_by_norms(G, true):
    return np.linalg.norm(G - true) / np.linalg.norm(true)


def error_of_one_root(G, true):
    miss = G - true
    return float(np.sqrt((miss * miss).sum() / (true * true).sum()))


def error_flat(gradient, truth):
    miss, truth = np.ravel(gradient) - np.ravel(truth), np.ravel(truth)
    return (miss @ miss) ** 0.5 / (truth @ truth) ** 0.5


def error_by_a_loop(G, true):
    squares = [0.0, 0.0]
    for one, other in zip(np.ravel(G), np.ravel(true), strict=True):
        squares[0] += (one - other) ** 2
        squares[1] += other**2
    return (squares[0] / squares[1]) ** 0.5


def error_by_means(G, true):
    return np.sqrt(np.mean(np.square(true - G)) / np.mean(np.square(true)))


error_lambda = lambda a, b: np.hypot.reduce((a - b).ravel()) / np.hypot.reduce(b.ravel())  # noqa: E731


RIGHT = {
    "epoch-rows": [rows_comprehended, rows_popped, rows_split, rows_yielded,
                   rows_with_a_special_case, rows_lambda],
    "batches": [batches_yielded, batches_of_shuffled_copies, batches_zipped, batches_row_by_row,
                batches_side_by_side, batches_taken, Batches()],
    "batch-error": [error_by_norms, error_of_one_root, error_flat, error_by_a_loop, error_by_means,
                    error_lambda],
}  # fmt: skip
