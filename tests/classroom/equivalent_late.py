"""Mutants of the references of lessons 5 to 9 that do what is right, each with the reason."""

from tests.classroom.equivalent_reasons import (
    NUMBER, OWN, POSITIVE_GIVEN, INDEPENDENT, ANY_ORDER, SYMMETRIC, LAST_OF_FEW, ZERO_OR_ONE,
    NOT_BELOW, ONE_HOT, NEVER_NEGATIVE, PLUS_OR_MINUS_ONE, AXES, LENGTH_1, LAST_IS_THE_LOSS,
    FROM_ZERO, GENERATOR, ALREADY_ONE, ASSOCIATIVE,
)  # fmt: skip

EQUIVALENT = {
    "walk-back": {
        ANY_ORDER: [
            "for node, message in list(zip(op.input_nodes, rules[type(op)](op, gradients[op])))[::-1]:",
        ],
    },
    "slope-by-paths": {
        ANY_ORDER: [
            "return sum((rate * slope_by_paths(n, bottom) for n, rate in list(zip(top.input_nodes, rates))[::-1]))",
        ],
        NUMBER: [
            "return sum((__import__('operator').imul(rate, slope_by_paths(n, bottom)) for n, rate in zip(top.input_nodes, rates)))",
        ],
    },
    "exp-rule": {
        NEVER_NEGATIVE: [
            "return [G * abs(op.output)]",
        ],
    },
    "sigmoid-rule": {
        ASSOCIATIVE: [
            "return [G * (p * (1 - p))]",
        ],
        NEVER_NEGATIVE: [
            "return [G * abs(p) * (1 - p)]",
            "return [G * p * abs(1 - p)]",
            "return [G * p * (1 - abs(p))]",
        ],
    },
    "divide-rule": {
        ASSOCIATIVE: [
            "return [G / b, -G * (a / b ** 2)]",
        ],
        NEVER_NEGATIVE: [
            "return [G / b, -G * a / abs(b ** 2)]",
            "return [G / b, -G * a / abs(b) ** 2]",
        ],
    },
    "unbroadcast": {
        AXES: [
            "missing = abs(np.ndim(G)) - np.ndim(value)",
            "missing = np.round(np.ndim(G)) - np.ndim(value)",
            "missing = np.ndim(G) - abs(np.ndim(value))",
            "missing = np.ndim(G) - np.round(np.ndim(value))",
        ],
        ANY_ORDER: [
            "stretched = tuple((i for i, n in list(enumerate(np.shape(value)))[::-1] if n == 1))",
        ],
        LENGTH_1: [
            "return np.sum(np.sum(G, axis=stretched, keepdims=True), axis=stretched, keepdims=True)",
        ],
        INDEPENDENT: [
            "another order",
        ],
    },
    "logits-rule": {
        NEVER_NEGATIVE: [
            "return G[:, np.newaxis] * (abs(p) - c)",
        ],
        ONE_HOT: [
            "return G[:, np.newaxis] * (p - abs(c))",
            "return G[:, np.newaxis] * (p - np.round(c))",
        ],
    },
    "training-loop": {
        ANY_ORDER: [
            "for _ in range(steps)[::-1]:",
        ],
    },
    "minimize-step": {
        INDEPENDENT: [
            "another order",
        ],
        ANY_ORDER: [
            "placeholders = [node for node in list(self.loss.graph.nodes)[::-1] if isinstance(node, placeholder)]",
            "feed = {node: node.output for node in list(placeholders)[::-1]}",
        ],
        LAST_IS_THE_LOSS: [
            "placeholders = [node for node in list(self.loss.graph.nodes)[:-1] if isinstance(node, placeholder)]",
        ],
    },
    "sick-run": {
        INDEPENDENT: [
            "another order",
        ],
        ANY_ORDER: [
            "for _ in range(steps)[::-1]:",
            "for variable in list(variables)[::-1]:",
        ],
        POSITIVE_GIVEN: [
            "variable.value = variable.value - abs(learning_rate) * table[variable]",
        ],
        NUMBER: [
            "variable.value = variable.value - __import__('operator').imul(learning_rate, table[variable])",
        ],
    },
    "final-line": {
        ASSOCIATIVE: [
            "return -(w[0] * x1 + (b[0] - b[1])) / w[1]",
        ],
        NUMBER: [
            "return -(__import__('operator').imul(w[0], x1) + b[0] - b[1]) / w[1]",
        ],
        LAST_OF_FEW: [
            "return -(w[0] * x1 + b[0] - b[-1]) / w[1]",
            "return -(w[0] * x1 + b[0] - b[1]) / w[-1]",
        ],
    },
    "two-layers": {
        INDEPENDENT: [
            "another order",
        ],
        FROM_ZERO: [
            "h = f(X @ W1 - b1)",
            "return (h, h @ W2 - b2)",
        ],
        GENERATOR: [
            "rng = np.random.default_rng(np.random.default_rng(seed))",
        ],
    },
    "scaled": {
        NEVER_NEGATIVE: [
            "return (X - np.mean(X, axis=0)) / abs(np.std(X, axis=0))",
        ],
    },
    "worst-margin": {
        ALREADY_ONE: [
            "return np.min(np.min((logits[:, 1] - logits[:, 0]) * side))",
        ],
        ONE_HOT: [
            "side = c[:, 1] - abs(c[:, 0])",
            "side = abs(c[:, 1]) - c[:, 0]",
            "return np.min((logits[:, 1] - logits[:, 0]) * np.round(side))",
        ],
        PLUS_OR_MINUS_ONE: [
            "return np.min((logits[:, 1] - logits[:, 0]) / side)",
        ],
    },
    "relu-by-hand": {
        ASSOCIATIVE: [
            "h2 = np.maximum(x1 + (x2 - 1), 0)",
        ],
        SYMMETRIC: [
            "h1 = np.maximum(0, x1 + x2)",
            "h2 = np.maximum(0, x1 + x2 - 1)",
        ],
        NOT_BELOW: [
            "h1 = x1 + x2",
            "h1 = np.maximum(x1 + x2, -1)",
        ],
        NUMBER: [
            "h1 = np.maximum(__import__('operator').iadd(x1, x2), 0)",
            "h2 = np.maximum(__import__('operator').iadd(x1, x2) - 1, 0)",
        ],
        ZERO_OR_ONE: [
            "h1 = np.maximum(abs(x1) + x2, 0)",
            "h1 = np.maximum(x1 + abs(x2), 0)",
            "h2 = np.maximum(abs(x1 + x2) - 1, 0)",
            "h2 = np.maximum(abs(x1) + x2 - 1, 0)",
            "h2 = np.maximum(x1 + abs(x2) - 1, 0)",
            "return abs(h1) - 2 * h2",
            "return h1 - abs(2 * h2)",
            "return h1 - 2 * abs(h2)",
        ],
        OWN: [
            "return __import__('operator').isub(h1, 2 * h2)",
        ],
        INDEPENDENT: [
            "another order",
        ],
    },
}  # fmt: skip
