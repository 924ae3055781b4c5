"""Right answers of lessons 00 to 02, in the forms that people give them."""

import math
from collections import deque
from functools import partial

import numpy as np


# centred


def centred_in_one_line(X):
    return X - X.mean(axis=0)


def centred_by_loops(X):
    rows = [list(row) for row in X]
    for column in range(2):
        total = 0.0
        for row in rows:
            total += row[column]
        for row in rows:
            row[column] -= total / len(rows)
    return rows


def centred_transposed(X):
    return np.array([column - np.sum(column) / len(column) for column in X.T]).T


def centred_with_keepdims(table):
    middle = np.mean(table, axis=0, keepdims=True)
    return np.subtract(table, middle)


def centred_by_a_product(X):
    n = len(X)
    return (np.eye(n) - np.full((n, n), 1 / n)) @ X


def centred_row_by_row(X):
    middle = np.average(X, axis=0)
    return tuple(row - middle for row in X)


def centred_by_yielding(X):
    middle = X.mean(0)
    for row in X:
        yield row - middle


# line-class


class LineOfAPair:
    def __init__(self, slope, height):
        self.pair = (slope, height)

    def compute(self, x):
        a, b = self.pair
        return b + a * x


class LineOfAFunction:
    def __init__(self, m, c):
        self.compute = lambda x: m * x + c


class LineOfNumPy:
    def __init__(self, slope, height):
        self.coefficients = np.array([height, slope], dtype=float)

    def compute(self, x):
        return np.dot(self.coefficients, [1, x])


class LineWithASlot:
    __slots__ = ("slope", "height")

    def __init__(self, slope, height):
        self.slope, self.height = slope, height

    def compute(self, x):
        return sum((self.slope * x, self.height))


class LineOfTwoPoints:
    def __init__(self, slope, height):
        self.at_0, self.at_1 = height, height + slope

    def compute(self, x):
        return self.at_0 + (self.at_1 - self.at_0) * x


class Base:
    def compute(self, x):
        return self.values["slope"] * x + self.values["height"]


class LineDerived(Base):
    def __init__(self, slope, height):
        self.values = dict(slope=slope, height=height)


# run-in-order


def in_order_with_get(order, values):
    for node in order:
        if values.get(node) is None:
            values[node] = node.compute(*(values[source] for source in node.input_nodes))
    return values[order[-1]]


def in_order_with_a_copy(order, known):
    known = dict(known)
    result = None
    for each in order:
        result = known[each] if each in known else each.compute(*map(known.get, each.input_nodes))
        known[each] = result
    return result


def in_order_with_continue(order, values):
    for i in range(len(order)):
        node = order[i]
        if node in values.keys():
            continue
        args = []
        for source in node.input_nodes:
            args.append(values[source])
        values[node] = node.compute(*args)
    return values[order[-1]]


def in_order_by_recursion(order, values, at=0):
    if at == len(order):
        return values[order[-1]]
    node = order[at]
    if node not in values:
        values[node] = node.compute(*[values[n] for n in node.input_nodes])
    return in_order_by_recursion(order, values, at + 1)


class InOrder:
    def __call__(self, order, values):
        for node in order:
            values.setdefault(node, None)
            if values[node] is None:
                values[node] = node.compute(*[values[n] for n in node.input_nodes])
        return values[order[-1]]


def in_order_trying(order, values):
    for node in iter(order):
        try:
            values[node]
        except KeyError:
            values[node] = node.compute(*tuple(values[n] for n in node.input_nodes))
    last = order[-1]
    return values[last]


# run-once


def once_early_out(node, values):
    if node in values:
        return values[node]
    value = node.compute(*[once_early_out(source, values) for source in node.input_nodes])
    values[node] = value
    return value


def once_with_a_stack(node, values):
    stack = [node]
    while stack:
        top = stack[-1]
        waiting = [n for n in top.input_nodes if n not in values]
        if top in values:
            stack.pop()
        elif waiting:
            stack += waiting
        else:
            values[top] = top.compute(*[values[n] for n in top.input_nodes])
    return values[node]


def once_after_sorting(node, values):
    order, seen = [], set()

    def visit(n):
        if n in seen or n in values:
            return
        seen.add(n)
        for source in n.input_nodes:
            visit(source)
        order.append(n)

    visit(node)
    for n in order:
        values[n] = n.compute(*[values[m] for m in n.input_nodes])
    return values[node]


def once_trying(node, values):
    try:
        return values[node]
    except KeyError:
        inputs = []
        for source in node.input_nodes:
            inputs.append(once_trying(source, values))
        return values.setdefault(node, node.compute(*inputs))


def once_with_a_memory_of_its_own(node, values):
    memory = dict(values)

    def value_of(each):
        if each not in memory:
            memory[each] = each.compute(*map(value_of, each.input_nodes))
        return memory[each]

    return value_of(node)


def once_repeating(node, values):
    needed, queue = [node], [node]
    while queue:
        for n in queue.pop().input_nodes:
            if n not in needed:
                needed.append(n)
                queue.append(n)
    while node not in values:
        for n in needed:
            if n not in values and all(m in values for m in n.input_nodes):
                values[n] = n.compute(*[values[m] for m in n.input_nodes])
    return values[node]


# order-of


def order_by_a_dict(node):
    order = {}

    def visit(each):
        if each in order:
            return
        for source in each.input_nodes:
            visit(source)
        order[each] = True

    visit(node)
    return order.keys()


def order_reversed(node):
    left = {}
    stack = [node]
    while stack:
        each = stack.pop()
        if each not in left:
            left[each] = 0
            stack.extend(each.input_nodes)
    for each in left:
        for source in each.input_nodes:
            left[source] += 1
    order, free = [], [node]
    while free:
        each = free.pop(0)
        order.append(each)
        for source in each.input_nodes:
            left[source] -= 1
            if left[source] == 0:
                free.append(source)
    return reversed(order)


def order_by_repeating(node):
    needed = {node}
    while True:
        more = {source for each in needed for source in each.input_nodes} - needed
        if not more:
            break
        needed |= more
    order = []
    while len(order) < len(needed):
        for each in needed:
            if each not in order and all(source in order for source in each.input_nodes):
                order.append(each)
    return order


def order_by_yielding(node, seen=None):
    seen = set() if seen is None else seen
    if node not in seen:
        seen.add(node)
        for source in node.input_nodes:
            yield from order_by_yielding(source, seen)
        yield node


def order_with_a_stack(node):
    done, stack = [], [(node, iter(node.input_nodes))]
    while stack:
        each, sources = stack[-1]
        following = next((n for n in sources if n not in done), None)
        if following is None:
            stack.pop()
            if each not in done:
                done.append(each)
        else:
            stack.append((following, iter(following.input_nodes)))
    return tuple(done)


def order_by_depth(node):
    depth = {}

    def height(each):
        if each not in depth:
            depth[each] = 1 + max(map(height, each.input_nodes), default=0)
        return depth[each]

    height(node)
    return sorted(depth, key=depth.get)


def order_in_a_deque(node):
    found = deque()

    def visit(each):
        for source in each.input_nodes:
            visit(source)
        if each not in found:
            found.append(each)

    visit(node)
    return found


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


RIGHT = {
    "centred": [centred_in_one_line, centred_by_loops, centred_transposed, centred_with_keepdims,
                centred_by_a_product, centred_row_by_row, centred_by_yielding],
    "line-class": [LineOfAPair, LineOfAFunction, LineOfNumPy, LineWithASlot, LineOfTwoPoints,
                   LineDerived],
    "run-in-order": [in_order_with_get, in_order_with_a_copy, in_order_with_continue,
                     in_order_by_recursion, InOrder(), in_order_trying],
    "run-once": [once_early_out, once_with_a_stack, once_after_sorting, once_trying,
                 once_with_a_memory_of_its_own, once_repeating],
    "order-of": [order_by_a_dict, order_reversed, order_by_repeating, order_by_yielding,
                 order_with_a_stack, order_by_depth, order_in_a_deque],
    "probability": [probability_with_at, probability_the_other_way, probability_by_tanh,
                    probability_by_logarithms, probability_by_loops, probability_one_minus,
                    partial(probability_with_at)],
    "softmax-rows": [softmax_shifted, softmax_by_loops, softmax_transposed, softmax_newaxis,
                     softmax_by_logarithms, softmax_with_einsum, softmax_by_yielding],
    "line-through": [line_by_the_cross_product, line_with_an_if, line_of_length_one,
                     line_by_projection, line_by_determinants, line_by_svd],
}  # fmt: skip
