"""Mutants of the references of lessons 10 to 14 that do what is right, each with the reason."""

from tests.classroom.equivalent_reasons import (
    NUMBER, OWN, POSITIVE_GIVEN, INDEPENDENT, ANY_ORDER, NEVER_NEGATIVE, ALREADY_ONE,
    ASSOCIATIVE, ROWS, SAME_LENGTH, SQUARED, EPOCHS, ENTRIES, TIMES_ONE, FACTORS,
    ANOTHER_PIECE, FROM_THE_END, AS_LARGE, WORKERS,
)  # fmt: skip

EQUIVALENT = {
    "two-rolls": {
        NUMBER: [
            "first = x - __import__('operator').imul(learning_rate, v)",
            "return first - __import__('operator').imul(learning_rate, v)",
            "v = __import__('operator').imul(momentum, v) + gradient(first)",
        ],
        POSITIVE_GIVEN: [
            "first = x - abs(learning_rate) * v",
            "return first - abs(learning_rate) * v",
            "v = abs(momentum) * v + gradient(first)",
        ],
        OWN: [
            "return __import__('operator').isub(first, learning_rate * v)",
        ],
    },
    "roll": {
        NUMBER: [
            "x = x - __import__('operator').imul(learning_rate, v)",
            "v = __import__('operator').imul(momentum, v) + gradient(x)",
        ],
        POSITIVE_GIVEN: [
            "x = x - abs(learning_rate) * v",
            "v = abs(momentum) * v + gradient(x)",
        ],
    },
    "adam-step": {
        INDEPENDENT: [
            "another order",
        ],
        NUMBER: [
            "m = __import__('operator').imul(beta1, m) + (1 - beta1) * G",
            "mean, square_mean = (m / (1 - __import__('operator').ipow(beta1, t)), s / (1 - "
            "beta2 ** t))",
            "mean, square_mean = (m / (1 - beta1 ** t), s / (1 - "
            "__import__('operator').ipow(beta2, t)))",
            "return (x - __import__('operator').imul(learning_rate, mean) / "
            "(np.sqrt(square_mean) + 1e-08), m, s)",
            "s = __import__('operator').imul(beta2, s) + (1 - beta2) * G ** 2",
        ],
        POSITIVE_GIVEN: [
            "m = abs(beta1) * m + (1 - beta1) * G",
            "m = beta1 * m + (1 - abs(beta1)) * G",
            "m = beta1 * m + abs(1 - beta1) * G",
            "mean, square_mean = (m / (1 - abs(beta1) ** t), s / (1 - beta2 ** t))",
            "mean, square_mean = (m / (1 - beta1 ** t), s / (1 - abs(beta2) ** t))",
            "return (x - abs(learning_rate) * mean / (np.sqrt(square_mean) + 1e-08), m, s)",
            "s = abs(beta2) * s + (1 - beta2) * G ** 2",
            "s = beta2 * s + (1 - abs(beta2)) * G ** 2",
            "s = beta2 * s + abs(1 - beta2) * G ** 2",
        ],
        NEVER_NEGATIVE: [
            "mean, square_mean = (m / (1 - abs(beta1 ** t)), s / (1 - beta2 ** t))",
            "mean, square_mean = (m / (1 - beta1 ** t), abs(s) / (1 - beta2 ** t))",
            "mean, square_mean = (m / (1 - beta1 ** t), s / (1 - abs(beta2 ** t)))",
            "mean, square_mean = (m / (1 - beta1 ** t), s / abs(1 - beta2 ** t))",
            "mean, square_mean = (m / abs(1 - beta1 ** t), s / (1 - beta2 ** t))",
            "return (x - learning_rate * mean / (abs(np.sqrt(square_mean)) + 1e-08), m, s)",
            "return (x - learning_rate * mean / abs(np.sqrt(square_mean) + 1e-08), m, s)",
            "s = abs(beta2 * s) + (1 - beta2) * G ** 2",
            "s = beta2 * abs(s) + (1 - beta2) * G ** 2",
            "s = beta2 * s + (1 - beta2) * abs(G ** 2)",
            "s = beta2 * s + (1 - beta2) * abs(G) ** 2",
            "s = beta2 * s + abs((1 - beta2) * G ** 2)",
        ],
        ROWS: [
            "mean, square_mean = (m / (1 - beta1 ** abs(t)), s / (1 - beta2 ** t))",
            "mean, square_mean = (m / (1 - beta1 ** np.round(t)), s / (1 - beta2 ** t))",
            "mean, square_mean = (m / (1 - beta1 ** t), s / (1 - beta2 ** abs(t)))",
            "mean, square_mean = (m / (1 - beta1 ** t), s / (1 - beta2 ** np.round(t)))",
        ],
        ASSOCIATIVE: [
            "return (x - learning_rate * (mean / (np.sqrt(square_mean) + 1e-08)), m, s)",
        ],
    },
    "epoch-rows": {
        INDEPENDENT: [
            "another order",
        ],
        NUMBER: [
            "pieces.append(order[first:__import__('operator').iadd(first, size)])",
        ],
        ROWS: [
            "pieces.append(order[first:abs(first) + size])",
            "pieces.append(order[first:first + abs(size)])",
            "pieces.append(order[first:first + np.round(size)])",
            "pieces.append(order[first:np.round(first) + size])",
        ],
    },
    "batches": {
        INDEPENDENT: [
            "another order",
        ],
        SAME_LENGTH: [
            "for first in range(0, len(c), size):",
            "for first in range(0, len(order), size):",
            "order = rng.permutation(len(c))",
        ],
        NUMBER: [
            "rows = order[first:__import__('operator').iadd(first, size)]",
        ],
        ROWS: [
            "rows = order[first:abs(first) + size]",
            "rows = order[first:first + abs(size)]",
            "rows = order[first:first + np.round(size)]",
            "rows = order[first:np.round(first) + size]",
        ],
    },
    "batch-error": {
        NEVER_NEGATIVE: [
            "return abs(np.sqrt(np.sum((G - true) ** 2))) / np.sqrt(np.sum(true ** 2))",
            "return np.sqrt(np.sum((G - true) ** 2)) / abs(np.sqrt(np.sum(true ** 2)))",
        ],
        SQUARED: [
            "return np.sqrt(np.sum((G - true) ** 2)) / np.sqrt(np.sum(abs(true) ** 2))",
            "return np.sqrt(np.sum((true - G) ** 2)) / np.sqrt(np.sum(true ** 2))",
            "return np.sqrt(np.sum(abs(G - true) ** 2)) / np.sqrt(np.sum(true ** 2))",
        ],
        ALREADY_ONE: [
            "return np.sqrt(np.sum((G - true) ** 2)) / np.sqrt(np.sum(np.sum(true ** 2)))",
            "return np.sqrt(np.sum(np.sum((G - true) ** 2))) / np.sqrt(np.sum(true ** 2))",
        ],
    },
    "over-seeds": {
        ANY_ORDER: [
            "for seed in range(count)[::-1]:",
        ],
        ROWS: [
            "return (min(rights), sum(rights) / abs(count), max(rights))",
            "return (min(rights), sum(rights) / np.round(count), max(rights))",
        ],
        NEVER_NEGATIVE: [
            "return (min(rights), abs(sum(rights)) / count, max(rights))",
        ],
    },
    "confusion": {
        INDEPENDENT: [
            "another order",
        ],
        ANY_ORDER: [
            "for label, answer in list(zip(labels, answers))[::-1]:",
        ],
        SAME_LENGTH: [
            "table = np.zeros((p.shape[1], c.shape[1]), dtype=int)",
            "table = np.zeros((c.shape[1], p.shape[1]), dtype=int)",
            "table = np.zeros((p.shape[1], p.shape[-1]), dtype=int)",
            "table = np.zeros((p.shape[-1], p.shape[1]), dtype=int)",
        ],
    },
    "stop-at": {
        NUMBER: [
            "elif __import__('operator').isub(epoch, best) == patience:",
        ],
        EPOCHS: [
            "elif np.round(epoch) - best == patience:",
            "elif epoch - np.round(best) == patience:",
            "elif abs(epoch) - best == patience:",
            "elif epoch - abs(best) == patience:",
            "for epoch in range(1, len(losses)):",
        ],
    },
    "eager-sigmoid": {
        NEVER_NEGATIVE: [
            "p = 1 / (1 + abs(np.exp(-a.value)))",
            "p = 1 / abs(1 + np.exp(-a.value))",
            "return Tensor(p, [(a, lambda G: G * abs(p) * (1 - p))])",
            "return Tensor(p, [(a, lambda G: G * p * (1 - abs(p)))])",
            "return Tensor(p, [(a, lambda G: G * p * abs(1 - p))])",
        ],
        ASSOCIATIVE: [
            "return Tensor(p, [(a, lambda G: G * (p * (1 - p)))])",
        ],
        TIMES_ONE: [
            "p = 1 / (1 + np.exp(-a.value)) * 1",
        ],
    },
    "eager-backward": {
        INDEPENDENT: [
            "another order",
        ],
        ANY_ORDER: [
            "for source, rule in list(node.sources)[::-1]:",
        ],
        ENTRIES: [
            "for node in reversed(G):",
        ],
        OWN: [
            "G[source] = __import__('operator').iadd(G[source], rule(G[node]))",
            "node.grad = __import__('operator').iadd(node.grad, G[node])",
        ],
    },
    "weighted-mean": {
        FACTORS: [
            "for count, G in zip(gradients, counts):",
        ],
        ANY_ORDER: [
            "for count, G in list(zip(counts, gradients))[::-1]:",
        ],
        NUMBER: [
            "total = total + __import__('operator').imul(count, G)",
        ],
        OWN: [
            "total = __import__('operator').iadd(total, count * G)",
            "return __import__('operator').itruediv(total, sum(counts))",
        ],
        WORKERS: [
            "total = total + abs(count) * G",
            "total = total + np.round(count) * G",
            "return total / abs(sum(counts))",
            "return total / np.round(sum(counts))",
        ],
    },
    "ring-round": {
        INDEPENDENT: [
            "another order",
        ],
        ANY_ORDER: [
            "for w in range(n)[::-1]:",
        ],
        AS_LARGE: [
            "n = len(new)",
        ],
        ANOTHER_PIECE: [
            "new[(w + 1) % n, j] += new[w, j]",
        ],
        FROM_THE_END: [
            "j = w - t % n",
        ],
        NUMBER: [
            "j = __import__('operator').isub(w, t) % n",
            "new[__import__('operator').iadd(w, 1) % n, j] += table[w, j]",
        ],
        WORKERS: [
            "j = (abs(w) - t) % n",
            "j = (np.round(w) - t) % n",
            "j = (w - abs(t)) % n",
            "j = (w - np.round(t)) % n",
            "j = (w - t) % abs(n)",
            "j = (w - t) % np.round(n)",
            "new[abs(w + 1) % n, j] += table[w, j]",
            "new[(abs(w) + 1) % n, j] += table[w, j]",
            "new[(np.round(w) + 1) % n, j] += table[w, j]",
            "new[(w + 1) % abs(n), j] += table[w, j]",
            "new[(w + 1) % np.round(n), j] += table[w, j]",
        ],
    },
}  # fmt: skip
