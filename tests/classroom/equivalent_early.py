"""Mutants of the references of lessons 0 to 4 that do what is right, each with the reason."""

from tests.classroom.equivalent_reasons import (
    NUMBER, OWN, NODE, POSITIVE_GIVEN, INDEPENDENT, ANY_ORDER, VECTOR, SYMMETRIC,
    LAST_OF_FEW, ONE_HOT, NEVER_NEGATIVE, TIMES_ONE, TURNED, Q_TOO, LENGTH, ROUND_ONE,
    ANY_SHIFT, NEAR_SHIFT, SUM_OF_ONE, BELOW_DIGITS, SMALL_ENOUGH, OVERWRITTEN, SAME_LENGTH,
    ALREADY_ONE,
)  # fmt: skip

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
}  # fmt: skip
