"""Right answers of lesson 09, in the forms that people give them."""

import numpy as np

from dlfs import Variable, add, matmul, tanh

# two-layers


def frame(width, seed):
    rng = np.random.default_rng(seed)
    W1, b1 = Variable(rng.standard_normal((2, width)), "W1"), Variable(np.zeros(width), "b1")
    W2, b2 = Variable(rng.standard_normal((width, 2)), "W2"), Variable(np.zeros(2), "b2")
    return W1, b1, W2, b2


def network_by_matmul(X, width, seed, f=tanh):
    W1, b1, W2, b2 = frame(width, seed)
    h = f(matmul(X, W1) + b1)
    return h, matmul(h, W2) + b2


def network_by_add(X, width, seed, f=tanh):
    W1, b1, W2, b2 = frame(width, seed)
    hidden = f(add(b1, X @ W1))
    return [hidden, add(b2, hidden @ W2)]


def network_with_a_size(X, width, seed, f=tanh):
    rng = np.random.default_rng(seed)
    W1, b1 = Variable(rng.standard_normal(size=(2, width))), Variable(np.zeros((width,)))
    W2, b2 = Variable(rng.standard_normal(size=(width, 2))), Variable([0.0, 0.0])
    h = f(X @ W1 + b1)
    return h, h @ W2 + b2


def network_in_a_loop(X, width, seed, f=tanh):
    rng = np.random.default_rng(seed)
    layers = []
    for n, m in ((2, width), (width, 2)):
        layers.append(X @ Variable(rng.standard_normal((n, m))) + Variable(np.zeros(m)))
        X = layers[0] = f(layers[0]) if len(layers) == 1 else layers[0]
    return layers


def network_of_rows(inputs, units, seed, bend=tanh):
    rng = np.random.default_rng(seed)
    W1, b1 = Variable(rng.standard_normal((2, units))), Variable(np.zeros((1, units)))
    W2, b2 = Variable(rng.standard_normal((units, 2))), Variable(np.zeros((1, 2)))
    h = bend(inputs @ W1 + b1)
    return h, h @ W2 + b2


def network_of_layers(X, width, seed, f=tanh):
    rng = np.random.default_rng(seed)

    def layer(X, n, m):
        return X @ Variable(rng.standard_normal((n, m))) + Variable(np.zeros(m))

    h = f(layer(X, 2, width))
    return h, layer(h, width, 2)


# worst-margin


def margin_by_loops(logits, c):
    worst = float("inf")
    for (a0, a1), target in zip(logits, c):
        margin = a0 - a1 if target[0] == 1 else a1 - a0
        if margin < worst:
            worst = margin
    return worst


def margin_by_sums(logits, c):
    return np.min((logits * c).sum(axis=1) - (logits * (1 - c)).sum(axis=1))


def margin_by_labels(logits, c):
    rows, labels = np.arange(len(c)), np.argmax(c, axis=1)
    return np.min(logits[rows, labels] - logits[rows, 1 - labels])


def margin_by_signs(logits, c):
    return min(((2 * c - 1) * logits).sum(axis=1))


def margin_by_masks(logits, c):
    return float(np.min(logits[c == 1] - logits[c == 0]))


def margin_sorted(a, targets):
    margins = [float(row @ (2 * t - 1)) for row, t in zip(a, targets)]
    return sorted(margins)[0]


# relu-by-hand


def one_by_relu(x1, x2):
    return np.maximum(x1 + x2, 0) - 2 * np.maximum(x1 + x2 - 1, 0)


def one_by_max(x1, x2):
    return max(x1 + x2, 0) - max(2 * x1 + 2 * x2 - 2, 0)


def one_by_differences(x1, x2):
    return np.maximum(x1 - x2, 0) + np.maximum(x2 - x1, 0)


def one_by_a_later_bend(x1, x2):
    return np.maximum(x1 + x2, 0) - 4 * np.maximum(x1 + x2 - 1.5, 0)


def one_by_a_list(x1, x2):
    h = [max(0, x1 + x2 - bend) for bend in (0, 1)]
    return h[0] - 2 * h[1]


def one_by_a_product(x1, x2):
    h = np.maximum(np.array([x1 + x2, x1 + x2 - 1]), 0)
    return h @ [1, -2]


# scaled


def scaled_by_steps(X):
    mean, spread = X.mean(axis=0), X.std(axis=0)
    return (X - mean) / spread


def scaled_by_sums(X):
    n = len(X)
    centred = X - np.sum(X, axis=0) / n
    return centred / np.sqrt(np.sum(centred**2, axis=0) / n)


def scaled_column_by_column(X):
    columns = [(column - np.mean(column)) / np.std(column) for column in X.T]
    return np.column_stack(columns)


def scaled_in_a_copy(X):
    new = np.array(X, dtype=float)
    new -= new.mean(axis=0)
    new /= new.std(axis=0)
    return new


def scaled_by_variance(X):
    return (X - np.average(X, axis=0)) / np.var(X, axis=0) ** 0.5


def scaled_by_loops(X):
    means, spreads = X.mean(axis=0), X.std(axis=0)
    return [[(x - m) / s for x, m, s in zip(row, means, spreads)] for row in X]


def one_by_a_cut(x1, x2):
    return min(max(x1 + x2, 0), 2 - x1 - x2)


RIGHT = {
    "scaled": [
        scaled_by_steps, scaled_by_sums, scaled_column_by_column, scaled_in_a_copy,
        scaled_by_variance, scaled_by_loops,
    ],
    "two-layers": [
        network_by_matmul, network_by_add, network_with_a_size, network_in_a_loop,
        network_of_rows, network_of_layers,
    ],
    "worst-margin": [
        margin_by_loops, margin_by_sums, margin_by_labels, margin_by_signs, margin_by_masks,
        margin_sorted,
    ],
    "relu-by-hand": [
        one_by_relu, one_by_max, one_by_differences, one_by_a_later_bend, one_by_a_list,
        one_by_a_product, one_by_a_cut,
    ],
}
