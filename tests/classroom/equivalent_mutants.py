"""Mutants of the references that do what is right, each with the reason: no probe can find them.

`another order` stands for statements that only changed places.
"""

NUMBER = "what is written into is a number, which Python cannot change"
OWN = "what is written into is an array of the function's own"
NODE = "a node has no operator that writes into it: Python computes a new node"
POSITIVE_GIVEN = "a learning rate or a nudge is handed in positive, and a nudge has one entry"
INDEPENDENT = "the two steps do not need each other"
ANY_ORDER = "the inputs, rounds or variables may be visited in any order: sums and orders allow it"
VECTOR = "the transpose of an array with one axis is the array itself"
SYMMETRIC = "the dot product of two vectors and the larger of two numbers are symmetric"
LAST_OF_FEW = "of two entries the last is the second, of one it is the first"
ZERO_OR_ONE = "the two inputs, and the units that they give, are whole and not negative"
NOT_BELOW = "the sum of two inputs that are 0 or 1 is never below 0"
ONE_HOT = "the targets are 0 or 1, a single 1 in each row, and logarithms of p are not above 0"
NEVER_NEGATIVE = "powers of e, probabilities, squares and the softened shift are never negative"
TIMES_ONE = "it is a product with 1"
TURNED = "w turns round, and the side of R turns it back"
Q_TOO = "Q lies on the line as P does"
LENGTH = "w and b may have any length: they become longer by the score of R"
ROUND_ONE = "the sign is 1 or -1, which rounding keeps"
PLUS_OR_MINUS_ONE = "the side is 1 or -1: to divide by it is to multiply by it"
ANY_SHIFT = "any shift that is at least -a is put back exactly"
NEAR_SHIFT = "any shift near the largest logit keeps the powers finite, and is put back exactly"
SUM_OF_ONE = "after the shift one power is 1, so the logarithm of their sum is not negative"
BELOW_DIGITS = "the logarithm is taken of 1 or more: a change of 1e-9 is below the digits compared"
SMALL_ENOUGH = "1e-5 and twice as much give the same slope, to the digits that are compared"
OVERWRITTEN = "every entry is assigned to before it is read"
AXES = "a number of axes is whole and not negative"
LENGTH_1 = "a sum over an axis of length 1 changes nothing, so it may be taken twice"
LAST_IS_THE_LOSS = "the last node of the graph is no placeholder, or one that the loss does not need"
FROM_ZERO = "a bias that starts at 0 and is trained takes the other sign, and adds up to the same"
GENERATOR = "a generator made from a generator is that generator"
SAME_LENGTH = "the two arrays are equally long"

ALREADY_ONE = "a sum, a mean or a sign of a single number for each row is the number itself"
ASSOCIATIVE = "sums and products may be put in brackets as one likes"
LIGHT = "the second unit is 0 unless both inputs are 1"

EQUIVALENT = {
    "line-class": {
        NUMBER: [
            "return __import__('operator').imul(self.slope, x) + self.height",
        ],
        INDEPENDENT: [
            "another order",
        ],
    },
    "order-of": {
        INDEPENDENT: [
            "another order",
        ],
        ANY_ORDER: [
            "for input_node in list(each.input_nodes)[::-1]:",
        ],
    },
    "probability": {
        VECTOR: [
            "a = np.matmul(x, w.T) + b",
        ],
        TIMES_ONE: [
            "return 1 / (1 + np.exp(-a)) * 1",
        ],
        NEVER_NEGATIVE: [
            "return 1 / abs(1 + np.exp(-a))",
            "return 1 / (1 + abs(np.exp(-a)))",
        ],
    },
    "softmax-rows": {
        ALREADY_ONE: [
            "return e / np.sum(np.sum(e, axis=1, keepdims=True), axis=1, keepdims=True)",
        ],
        OWN: [
            "return __import__('operator').itruediv(e, np.sum(e, axis=1, keepdims=True))",
        ],
        NEVER_NEGATIVE: [
            "return abs(e) / np.sum(e, axis=1, keepdims=True)",
            "return e / abs(np.sum(e, axis=1, keepdims=True))",
        ],
    },
    "line-through": {
        ALREADY_ONE: [
            "side = np.sign(np.sign(np.dot(w, R) + b))",
        ],
        TURNED: [
            "along = P - Q",
        ],
        LAST_OF_FEW: [
            "w = np.array([-along[-1], along[0]])",
        ],
        SYMMETRIC: [
            "b = -np.dot(P, w)",
            "side = np.sign(np.dot(R, w) + b)",
        ],
        VECTOR: [
            "b = -np.dot(w.T, P)",
            "b = -np.dot(w, P.T)",
            "side = np.sign(np.dot(w.T, R) + b)",
            "side = np.sign(np.dot(w, R.T) + b)",
        ],
        Q_TOO: [
            "b = -np.dot(w, Q)",
        ],
        LENGTH: [
            "side = np.dot(w, R) + b",
        ],
        NUMBER: [
            "return (__import__('operator').imul(side, w), side * b)",
            "return (side * w, __import__('operator').imul(side, b))",
        ],
        ROUND_ONE: [
            "return (np.round(side) * w, side * b)",
            "return (side * w, np.round(side) * b)",
        ],
    },
    "loss-of-nodes": {
        ALREADY_ONE: [
            "return reduce_mean(reduce_mean(negative(picked)))",
        ],
        ONE_HOT: [
            "picked = reduce_sum(c * log(p) * c, axis=1)",
        ],
        NODE: [
            "picked = reduce_sum(__import__('operator').imul(c, log(p)), axis=1)",
        ],
    },
    "mean-cross-entropy": {
        ALREADY_ONE: [
            "return np.mean(np.mean(losses))",
        ],
        ONE_HOT: [
            "losses = -np.min(c * np.log(p), axis=1)",
            "losses = -np.sum(c * np.log(p) * c, axis=1)",
            "losses = -np.sum(abs(c) * np.log(p), axis=1)",
            "losses = -np.sum(np.round(c) * np.log(p), axis=1)",
        ],
    },
    "log-softmax": {
        ALREADY_ONE: [
            "a = a - np.max(np.max(a, axis=1, keepdims=True), axis=1, keepdims=True)",
            "return a - np.log(np.sum(np.sum(np.exp(a), axis=1, keepdims=True), axis=1, keepdims=True))",
        ],
        NEAR_SHIFT: [
            "a = a - np.round(np.max(a, axis=1, keepdims=True))",
        ],
        OWN: [
            "return __import__('operator').isub(a, np.log(np.sum(np.exp(a), axis=1, keepdims=True)))",
        ],
        SUM_OF_ONE: [
            "return a - abs(np.log(np.sum(np.exp(a), axis=1, keepdims=True)))",
        ],
        BELOW_DIGITS: [
            "return a - np.log(np.sum(np.exp(a), axis=1, keepdims=True) + 1e-09)",
        ],
    },
    "loss-of-one-logit": {
        SYMMETRIC: [
            "larger = np.maximum(-a, 0)",
        ],
        ANY_SHIFT: [
            "larger = np.maximum(1, -a)",
            "larger = np.maximum(-1, -a)",
        ],
        OWN: [
            "return __import__('operator').iadd(larger, np.log(np.exp(-larger) + np.exp(-a - larger)))",
        ],
        NEVER_NEGATIVE: [
            "return abs(larger) + np.log(np.exp(-larger) + np.exp(-a - larger))",
            "return larger + abs(np.log(np.exp(-larger) + np.exp(-a - larger)))",
            "return larger + np.log(abs(np.exp(-larger)) + np.exp(-a - larger))",
            "return larger + np.log(np.exp(-larger) + abs(np.exp(-a - larger)))",
            "return larger + np.log(np.exp(-larger) + np.exp(-a - abs(larger)))",
        ],
        BELOW_DIGITS: [
            "return larger + np.log(np.exp(-larger) + np.exp(-a - larger) + 1e-09)",
        ],
    },
    "two-steps": {
        NUMBER: [
            "first = x - __import__('operator').imul(learning_rate, gradient(x))",
            "second = first - __import__('operator').imul(learning_rate, gradient(first))",
        ],
        POSITIVE_GIVEN: [
            "first = x - abs(learning_rate) * gradient(x)",
            "second = first - abs(learning_rate) * gradient(first)",
        ],
        OWN: [
            "second = __import__('operator').isub(first, learning_rate * gradient(first))",
        ],
    },
    "descent-step": {
        NUMBER: [
            "return x - __import__('operator').imul(learning_rate, slope)",
        ],
        POSITIVE_GIVEN: [
            "return x - abs(learning_rate) * slope",
        ],
    },
    "nudged-gradient": {
        OVERWRITTEN: [
            "slopes = np.ones(x.shape)",
        ],
        SAME_LENGTH: [
            "for entry in np.ndindex(slopes.shape):",
            "nudge = np.zeros(slopes.shape)",
        ],
        POSITIVE_GIVEN: [
            "slopes[entry] = (f(x + abs(nudge)) - f(x - nudge)) / (2 * h)",
            "slopes[entry] = (f(x + nudge) - f(x - abs(nudge))) / (2 * h)",
            "slopes[entry] = (f(x + nudge) - f(x - nudge)) / abs(2 * h)",
            "slopes[entry] = (f(x + nudge) - f(x - nudge)) / (2 * abs(h))",
        ],
        SMALL_ENOUGH: [
            "def nudged_gradient(f, x, h=2e-05):",
        ],
        ANY_ORDER: [
            "for entry in list(np.ndindex(x.shape))[::-1]:",
        ],
    },
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
        LIGHT: [
            "return h1 - 2 * h2 * x1",
            "return h1 - 2 * h2 * x2",
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
            "h1 = np.maximum(np.round(x1) + x2, 0)",
            "h1 = np.maximum(x1 + abs(x2), 0)",
            "h1 = np.maximum(x1 + np.round(x2), 0)",
            "h2 = np.maximum(abs(x1 + x2) - 1, 0)",
            "h2 = np.maximum(abs(x1) + x2 - 1, 0)",
            "h2 = np.maximum(np.round(x1) + x2 - 1, 0)",
            "h2 = np.maximum(x1 + abs(x2) - 1, 0)",
            "h2 = np.maximum(x1 + np.round(x2) - 1, 0)",
            "return abs(h1) - 2 * h2",
            "return np.round(h1) - 2 * h2",
            "return h1 - 2 * h2 * h2",
            "return h1 - abs(2 * h2)",
            "return h1 - 2 * abs(h2)",
            "return h1 - 2 * np.round(h2)",
        ],
        OWN: [
            "return __import__('operator').isub(h1, 2 * h2)",
        ],
        INDEPENDENT: [
            "another order",
        ],
    },
}  # fmt: skip
