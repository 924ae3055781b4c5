"""Right answers of lesson 05, in the forms that people give them."""

import math

import numpy as np

from dlfs.classroom.lessons.scalar_rules import rules

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
    "walk-back": [
        back_with_defaults, back_with_lists, back_with_in, back_by_asking_consumers,
        back_in_an_array, back_by_yielding,
    ],
    "backward-order": [
        backward_by_a_dict, backward_kahn, backward_by_repeating, backward_by_height,
        backward_operations_only, backward_with_a_stack,
    ],
    "slope-by-paths": [
        paths_by_a_loop, paths_with_a_stack, paths_listed, paths_from_below,
        paths_carrying_the_rate, paths_remembered,
    ],
}
