"""Other right forms of the exercises: slips that are made in these forms are known as well."""

import numpy as np

from dlfs import Operation, Variable, compute_gradients, log, negative, placeholder, reduce_mean
from dlfs import reduce_sum, tanh
from dlfs.classroom.lessons.exercise import another
from dlfs.classroom.lessons.scalar_rules import rules


@another("forward-in-order")
def forward(order, feed_dict):
    for node in order:
        if node.input_nodes:
            node.inputs = []
            for n in node.input_nodes:
                node.inputs.append(n.output)
            node.output = node.compute(*node.inputs)
        elif node in feed_dict:
            node.output = np.array(feed_dict[node], dtype=float)
        else:
            node.output = node.value


@another("run-once")
def run_once(node, values):
    if node in values:
        return values[node]
    inputs = []
    for source in node.input_nodes:
        inputs.append(run_once(source, values))
    value = node.compute(*inputs)
    values[node] = value
    return value


@another("order-of")
def order_of(node):
    order, stack = [], [node]
    while stack:
        each = stack[-1]
        missing = [source for source in each.input_nodes if source not in order]
        if missing:
            stack.append(missing[0])
        else:
            stack.pop()
            if each not in order:
                order.append(each)
    return order


@another("probability")
def probability(x, w, b):
    return 1 / (1 + np.exp(-(x @ w + b)))


@another("softmax-rows")
def softmax_of_rows(a):
    shifted = a - np.max(a, axis=1, keepdims=True)
    e = np.exp(shifted)
    total = e.sum(axis=1, keepdims=True)
    return e / total


@another("line-through")
def line_through(P, Q, R):
    w = np.array([P[1] - Q[1], Q[0] - P[0]])
    b = -(w[0] * P[0] + w[1] * P[1])
    if w[0] * R[0] + w[1] * R[1] + b < 0:
        w, b = -w, -b
    return w, b


@another("loss-of-nodes")
def loss_of_nodes(p, c):
    return -reduce_mean(log(reduce_sum(p * c, axis=1)))


@another("loss-of-nodes")
def loss_of_nodes_by_steps(p, c):
    losses = negative(reduce_sum(c * log(p), axis=1))
    return reduce_mean(losses, axis=0)


@another("mean-cross-entropy")
def cross_entropy(p, c):
    n = len(p)
    return -np.sum(c * np.log(p)) / n


@another("mean-cross-entropy")
def cross_entropy_of_labels(p, c):
    total = 0.0
    for i in range(len(p)):
        total -= np.log(p[i, np.argmax(c[i])])
    return total / len(p)


@another("log-softmax")
def log_softmax(a):
    largest = np.max(a, axis=1, keepdims=True)
    return a - (largest + np.log(np.sum(np.exp(a - largest), axis=1, keepdims=True)))


@another("loss-of-one-logit")
def loss_of_logit(a):
    return np.log(1 + np.exp(-np.abs(a))) + np.maximum(-a, 0)


@another("two-steps")
def two_steps(x, gradient, learning_rate):
    for _ in range(2):
        x = x - learning_rate * gradient(x)
    return x


@another("nudged-gradient")
def nudged(f, x, h=1e-5):
    slopes = []
    for i in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[i] += h
        below[i] -= h
        slopes.append((f(above) - f(below)) / (2 * h))
    return np.array(slopes).reshape(x.shape)


@another("nudged-gradient")
def nudged_in_place(f, x, h=1e-5):
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + h
        above = f(x)
        x[i] = old - h
        below = f(x)
        x[i] = old
        gradient[i] = (above - below) / (2 * h)
    return gradient


@another("walk-back")
def backpropagate(J, order):
    gradients = {J: 1.0}
    for op in order:
        if op in gradients and op.input_nodes:
            G = gradients[op]
            messages = rules[type(op)](op, G)
            for node, message in zip(op.input_nodes, messages):
                if node in gradients:
                    gradients[node] += message
                else:
                    gradients[node] = message
    return gradients


@another("backward-order")
def backward_order_by_visits(J):
    order = []

    def visit(node):
        if node not in order:
            for source in node.input_nodes:
                visit(source)
            order.append(node)

    visit(J)
    return order[::-1]


@another("backward-order")
def backward_order(J):
    needed = [J]
    for node in needed:
        for source in node.input_nodes:
            if source not in needed:
                needed.append(source)
    order = [J]
    while len(order) < len(needed):
        for node in needed:
            waits = [c for c in node.consumers if c in needed and c not in order]
            if node not in order and not waits:
                order.append(node)
    return order


@another("slope-by-paths")
def slope_by_paths(top, bottom):
    if top is bottom:
        return 1.0
    slope = 0.0
    if top.input_nodes:
        rates = rules[type(top)](top, 1.0)
        for source, rate in zip(top.input_nodes, rates):
            slope += rate * slope_by_paths(source, bottom)
    return slope


@another("exp-rule")
def exp_gradient(op, G):
    local = np.exp(op.inputs[0])
    return [local * G]


@another("sigmoid-rule")
def sigmoid_gradient_by_steps(op, G):
    slope = op.output * (1 - op.output)
    return [G * slope]


@another("sigmoid-rule")
def sigmoid_gradient(op, G):
    a = op.inputs[0]
    e = np.exp(-np.abs(a))
    return [G * e / (1 + e) ** 2]


@another("divide-rule")
def divide_gradient(op, G):
    return [G / op.inputs[1], -G * op.output / op.inputs[1]]


@another("unbroadcast")
def unbroadcast(G, value):
    for _ in range(np.ndim(G) - np.ndim(value)):
        G = np.sum(G, axis=0)
    for i, n in enumerate(np.shape(value)):
        if n == 1:
            G = np.sum(G, axis=i, keepdims=True)
    return G


@another("logits-rule")
def logits_gradient(p, c, G):
    return np.array([g * (row - target) for g, row, target in zip(G, p, c)])


@another("square-rule")
def square_gradient(A, G):
    left = G @ A.T
    right = A.T @ G
    return left + right


@another("minimize-step")
class StepWithNames(Operation):
    def __init__(self, loss, optimizer):
        super().__init__([loss])
        self.loss, self.optimizer = loss, optimizer

    def compute(self, J):
        feed = {}
        for node in self.loss.graph.nodes:
            if isinstance(node, placeholder):
                feed[node] = node.output
        gradients = compute_gradients(self.loss, feed)
        self.optimizer.update(gradients)
        return J


@another("final-line")
def boundary(W, b, x1):
    w, d = W[:, 1] - W[:, 0], b[1] - b[0]
    return -(w[0] * x1 + d) / w[1]


@another("final-line")
def boundary_of_entries(W, b, x1):
    slope = -(W[0, 0] - W[0, 1]) / (W[1, 0] - W[1, 1])
    height = -(b[0] - b[1]) / (W[1, 0] - W[1, 1])
    return slope * x1 + height


@another("two-layers")
def network(X, width, seed, f=tanh):
    rng = np.random.default_rng(seed)
    W1 = Variable(rng.standard_normal((2, width)), "W1")
    b1 = Variable(np.zeros(width), "b1")
    W2 = Variable(rng.standard_normal((width, 2)), "W2")
    b2 = Variable(np.zeros(2), "b2")
    h = f(X @ W1 + b1)
    logits = h @ W2 + b2
    return h, logits


@another("worst-margin")
def worst_margin(logits, c):
    own = np.sum(logits * c, axis=1)
    other = np.sum(logits * (1 - c), axis=1)
    return np.min(own - other)


@another("worst-margin")
def worst_margin_by_rows(logits, c):
    margins = []
    for row, target in zip(logits, c):
        label = np.argmax(target)
        margins.append(row[label] - row[1 - label])
    return min(margins)


@another("two-rolls")
def two_rolls(x, gradient, learning_rate, momentum):
    v = 0.0
    for _ in range(2):
        v = momentum * v + gradient(x)
        x = x - learning_rate * v
    return x
