"""Right answers of lessons 03 to 05, in the forms that people give them."""

import math
from functools import reduce

import numpy as np

from dlfs import log, multiply, negative, reduce_mean, reduce_sum
from dlfs.classroom.lessons.scalar_rules import rules


# loss-of-nodes


def nodes_step_by_step(p, c):
    log_p = log(p)
    picked = multiply(c, log_p)
    row_sums = reduce_sum(picked, axis=1)
    losses = negative(row_sums)
    return reduce_mean(losses)


def nodes_pick_first(p, c):
    return reduce_mean(negative(log(reduce_sum(p * c, axis=1))))


def nodes_minus_last(p, c):
    return -reduce_mean(reduce_sum(log(p) * c, axis=1))


def nodes_last_axis(p, c):
    picked = reduce_sum(c * log(p), axis=-1)
    return reduce_mean(negative(picked), axis=0)


def nodes_zero_minus(p, c):
    return reduce_mean(0 - reduce_sum(c * log(p), axis=1))


def nodes_mean_of_the_means(p, c):
    classes = p.value.shape[1]
    return reduce_mean(c * log(p)) * -classes


# mean-cross-entropy


def loss_by_loops(p, c):
    total = 0
    for i in range(len(p)):
        for j in range(len(p[i])):
            if c[i, j] == 1:
                total -= math.log(p[i, j])
    return total / len(p)


def loss_by_labels(p, c):
    return -np.log(p[np.arange(len(p)), c.argmax(axis=1)]).mean()


def loss_by_a_mask(p, c):
    return np.mean(-np.log(p[c == 1]))


def loss_of_the_sum(p, c):
    return -np.sum(c * np.log(p)) / p.shape[0]


def loss_by_einsum(prediction, target):
    return float(-np.einsum("ij,ij->i", target, np.log(prediction)).mean())


def loss_of_what_is_picked(p, c):
    return np.negative(np.log(np.max(p * c, axis=1))).mean()


def loss_row_by_row(p, c):
    return sum(-np.dot(t, np.log(q)) for q, t in zip(p, c)) / len(c)


# loss-of-one-logit


def logit_by_logaddexp(a):
    return np.logaddexp(0, -a)


def logit_by_log1p(a):
    return np.log1p(np.exp(-np.abs(a))) + np.maximum(-a, 0)


def logit_by_where(a):
    small = np.exp(-np.abs(a))
    return np.where(a > 0, np.log1p(small), -a + np.log1p(small))


def logit_by_loops(a):
    if np.ndim(a):
        return [logit_by_loops(each) for each in a]
    return math.log1p(math.exp(-a)) if a > 0 else math.log1p(math.exp(a)) - a


def logit_by_halves(a):
    half = np.abs(a) / 2
    return half - a / 2 + np.log1p(np.exp(-2 * half))


def logit_on_a_copy(a):
    result = -np.minimum(a, 0)
    result += np.log(1 + np.exp(-np.abs(a)))
    return result


# two-steps


def steps_in_a_loop(x, gradient, learning_rate):
    for _ in range(2):
        x = x - learning_rate * gradient(x)
    return x


def steps_nested(x, slope, eta):
    def one(place):
        return place - eta * slope(place)

    return one(one(x))


def steps_counted(x, gradient, learning_rate, left=2):
    if left == 0:
        return x
    return steps_counted(x - gradient(x) * learning_rate, gradient, learning_rate, left - 1)


def steps_added(x, g, r):
    down = -r * g(x)
    return x + down - r * g(x + down)


def steps_on_a_copy(x, gradient, learning_rate):
    place = np.array(x, dtype=float)
    place -= learning_rate * gradient(place)
    place -= learning_rate * gradient(place)
    return place


steps_reduced = lambda x, g, r: reduce(lambda at, _: at - r * g(at), range(2), x)  # noqa: E731


# descent-step


def step_backward(x, gradient, learning_rate):
    return -(learning_rate * gradient(x)) + x


def step_subtract(x, gradient, learning_rate):
    slope = gradient(x)
    return np.subtract(x, np.multiply(learning_rate, slope))


def step_on_a_copy(x, gradient, learning_rate):
    new = np.copy(x).astype(float)
    new -= learning_rate * np.asarray(gradient(x))
    return new


def step_entry_by_entry(x, gradient, learning_rate):
    if np.ndim(x) == 0:
        return x - learning_rate * gradient(x)
    slope = gradient(x)
    return [x[i] - learning_rate * slope[i] for i in range(len(x))]


class Step:
    def __call__(self, place, gradient, rate):
        return place - rate * gradient(place)


step_lambda = lambda x, f, eta: x - eta * f(x)  # noqa: E731


# nudged-gradient


def nudged_rows_of_eye(f, x, h):
    return np.array([(f(x + h * row) - f(x - h * row)) / (2 * h) for row in np.eye(len(x))])


def nudged_and_put_back(f, x, h):
    slopes = []
    for i in range(len(x)):
        x[i] += h
        above = f(x)
        x[i] -= 2 * h
        below = f(x)
        x[i] += h
        slopes.append((above - below) / (2 * h))
    return slopes


def nudged_copies(f, x, h):
    result = np.empty_like(x)
    for i, value in enumerate(x):
        up, down = x.copy(), x.copy()
        up[i], down[i] = value + h, value - h
        result[i] = (f(up) - f(down)) / h / 2
    return result


def nudged_mean_of_both(f, x, h):
    def one_sided(step):
        return np.array([(f(x + step * e) - f(x)) / step for e in np.identity(x.size)])

    return (one_sided(h) + one_sided(-h)) / 2


def nudged_by_yielding(f, x, h):
    for i in range(len(x)):
        e = np.zeros(len(x))
        e[i] = h
        yield 0.5 * (f(x + e) - f(x - e)) / h


def nudged_by_map(f, x, h):
    nudges = np.diag(np.full(len(x), h))
    return map(lambda e: (f(x + e) - f(x - e)) / (2 * h), nudges)


# walk-back


def back_with_defaults(J, order, nodes):
    table = dict.fromkeys(nodes, 0.0)
    table[J] = 1.0
    for op in order:
        for source, sent in zip(op.input_nodes, rules[type(op)](op, table[op])):
            table.setdefault(source, 0.0)
            table[source] += sent
    return [table[n] for n in nodes]


def back_with_lists(J, order, nodes):
    heard = {J: [1.0]}
    for op in order:
        total = sum(heard[op])
        messages = rules[type(op)](op, total)
        for place, node in enumerate(op.input_nodes):
            heard[node] = heard.get(node, []) + [messages[place]]
    return tuple(sum(heard[node]) for node in nodes)


def back_with_in(J, order, nodes):
    table = {J: 1.0}
    for op in order:
        for node, message in zip(op.input_nodes, rules[type(op)](op, table[op])):
            if node in table:
                table[node] = table[node] + message
            else:
                table[node] = message
    return map(table.get, nodes)


def back_by_asking_consumers(J, order, nodes):
    table = {}

    def slope(node):
        if node is J:
            return 1.0
        if node not in table:
            table[node] = sum(
                message for consumer in order if node in consumer.input_nodes
                for source, message in zip(consumer.input_nodes, rules[type(consumer)](
                    consumer, slope(consumer))) if source is node)  # fmt: skip
        return table[node]

    return [slope(node) for node in nodes]


def back_in_an_array(J, order, nodes):
    places = {}
    for node in [J, *order, *(n for op in order for n in op.input_nodes)]:
        places.setdefault(node, len(places))
    table = np.zeros(len(places))
    table[0] = 1
    for op in order:
        for node, message in zip(op.input_nodes, rules[type(op)](op, table[places[op]])):
            table[places[node]] += message
    return np.array([table[places[node]] for node in nodes])


def back_by_yielding(J, order, nodes):
    table = {J: np.float64(1)}
    for op in order:
        for node, message in zip(op.input_nodes, rules[type(op)](op, table[op])):
            table[node] = message + table.get(node, 0)
    yield from (table[node] for node in nodes)


# backward-order


def backward_by_a_dict(J):
    done = {}

    def visit(node):
        if node in done:
            return
        for source in node.input_nodes:
            visit(source)
        done[node] = None

    visit(J)
    return reversed(done)


def backward_kahn(J):
    needed, stack = {J}, [J]
    while stack:
        for source in stack.pop().input_nodes:
            if source not in needed:
                needed.add(source)
                stack.append(source)
    left = {n: sum(1 for c in set(n.consumers) if c in needed) for n in needed}
    order, ready = [], [J]
    while ready:
        node = ready.pop(0)
        order.append(node)
        for source in set(node.input_nodes):
            left[source] -= 1
            if left[source] == 0:
                ready.append(source)
    return order


def backward_by_repeating(J):
    needed = [J]
    for node in needed:
        needed.extend(n for n in dict.fromkeys(node.input_nodes) if n not in needed)
    order = [J]
    while len(order) < len(needed):
        for node in needed:
            if node not in order and all(c in order for c in node.consumers if c in needed):
                order.append(node)
    return tuple(order)


def backward_by_height(J):
    height = {}

    def deepen(node, steps):
        if height.get(node, -1) < steps:
            height[node] = steps
            for source in node.input_nodes:
                deepen(source, steps + 1)

    deepen(J, 0)
    return sorted(height, key=lambda node: height[node])


def backward_operations_only(J):
    order = []

    def visit(node):
        if node in order or not node.input_nodes:
            return
        for source in node.input_nodes:
            visit(source)
        order.insert(0, node)

    visit(J)
    return order or [J]


def backward_with_a_stack(J):
    order, stack, closed = [], [(J, False)], set()
    while stack:
        node, ready = stack.pop()
        if ready:
            order.append(node)
        elif node not in closed:
            closed.add(node)
            stack.append((node, True))
            stack.extend((source, False) for source in node.input_nodes)
    yield from order[::-1]


# slope-by-paths


def paths_by_a_loop(top, bottom):
    if top == bottom:
        return 1
    total = 0.0
    if top.input_nodes:
        rates = rules[type(top)](top, 1.0)
        for i in range(len(rates)):
            total += rates[i] * paths_by_a_loop(top.input_nodes[i], bottom)
    return total


def paths_with_a_stack(top, bottom):
    total, ways = 0.0, [(top, 1.0)]
    while ways:
        node, rate = ways.pop()
        if node is bottom:
            total += rate
        elif node.input_nodes:
            ways += zip(node.input_nodes, rules[type(node)](node, rate))
    return total


def paths_listed(top, bottom):
    def every(node):
        if node is bottom:
            yield 1.0
        elif len(node.input_nodes):
            for source, rate in zip(node.input_nodes, rules[type(node)](node, 1.0)):
                for rest in every(source):
                    yield rate * rest

    return math.fsum(every(top))


def paths_from_below(top, bottom):
    if bottom is top:
        return np.float64(1.0)
    return sum(
        rate * paths_from_below(top, consumer)
        for consumer in bottom.consumers if consumer.inputs
        for source, rate in zip(consumer.input_nodes, rules[type(consumer)](consumer, 1.0))
        if source is bottom
    )  # fmt: skip


def paths_carrying_the_rate(top, bottom, rate=1.0):
    if top is bottom:
        return rate
    if not top.input_nodes:
        return 0.0
    sent = rules[type(top)](top, rate)
    return sum(paths_carrying_the_rate(n, bottom, g) for n, g in zip(top.input_nodes, sent))


def paths_remembered(top, bottom):
    memory = {bottom: 1.0}

    def slope(node):
        if node not in memory:
            rates = rules[type(node)](node, 1.0) if node.input_nodes else []
            memory[node] = sum(rate * slope(n) for n, rate in zip(node.input_nodes, rates))
        return memory[node]

    return slope(top)


RIGHT = {
    "loss-of-nodes": [nodes_step_by_step, nodes_pick_first, nodes_minus_last, nodes_last_axis,
                      nodes_zero_minus, nodes_mean_of_the_means],
    "mean-cross-entropy": [loss_by_loops, loss_by_labels, loss_by_a_mask, loss_of_the_sum,
                           loss_by_einsum, loss_of_what_is_picked, loss_row_by_row],
    "loss-of-one-logit": [logit_by_logaddexp, logit_by_log1p, logit_by_where, logit_by_loops,
                          logit_by_halves, logit_on_a_copy],
    "two-steps": [steps_in_a_loop, steps_nested, steps_counted, steps_added, steps_on_a_copy,
                  steps_reduced],
    "descent-step": [step_backward, step_subtract, step_on_a_copy, step_entry_by_entry, Step(),
                     step_lambda],
    "nudged-gradient": [nudged_rows_of_eye, nudged_and_put_back, nudged_copies,
                        nudged_mean_of_both, nudged_by_yielding, nudged_by_map],
    "walk-back": [back_with_defaults, back_with_lists, back_with_in, back_by_asking_consumers,
                  back_in_an_array, back_by_yielding],
    "backward-order": [backward_by_a_dict, backward_kahn, backward_by_repeating,
                       backward_by_height, backward_operations_only, backward_with_a_stack],
    "slope-by-paths": [paths_by_a_loop, paths_with_a_stack, paths_listed, paths_from_below,
                       paths_carrying_the_rate, paths_remembered],
}  # fmt: skip
