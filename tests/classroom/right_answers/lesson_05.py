"""Right answers of lesson 05, in the forms that people give them."""

import collections
import math

import numpy as np

from dlfs.classroom.lessons.scalar_rules import rules

# walk-back


def back_with_defaults(J, order):
    table = {J: 1.0}
    for op in order:
        if op not in table or not op.input_nodes:
            continue
        for source, sent in zip(op.input_nodes, rules[type(op)](op, table[op])):
            table.setdefault(source, 0.0)
            table[source] += sent
    return table


def back_with_lists(J, order):
    heard = {J: [1.0]}
    for op in order:
        if op in heard and len(op.input_nodes) > 0:
            messages = rules[type(op)](op, sum(heard[op]))
            for place, node in enumerate(op.input_nodes):
                heard[node] = heard.get(node, []) + [messages[place]]
    return {node: sum(told) for node, told in heard.items()}


def back_with_in(J, order):
    table = {J: 1.0}
    for op in order:
        if op in table and op.input_nodes:
            for node, message in zip(op.input_nodes, rules[type(op)](op, table[op])):
                if node in table:
                    table[node] = table[node] + message
                else:
                    table[node] = message
    return table


def back_by_asking_consumers(J, order):
    table = {J: 1.0}

    def told(node, consumer):
        G = slope(consumer)
        if G is None:
            return []
        pairs = zip(consumer.input_nodes, rules[type(consumer)](consumer, G))
        return [message for source, message in pairs if source is node]

    def slope(node):
        if node not in table:
            heard = [m for c in dict.fromkeys(node.consumers) for m in told(node, c)]
            table[node] = sum(heard) if heard else None
        return table[node]

    found = {n: slope(n) for op in order for n in [op, *op.input_nodes]}
    return {node: G for node, G in found.items() if G is not None}


def back_with_defaultdict(J, order):
    table = collections.defaultdict(float, {J: 1.0})
    for op in order:
        rule = rules.get(type(op))
        if rule and op in table:
            for node, message in zip(op.input_nodes, rule(op, table[op])):
                table[node] += message
    return table


def back_with_numpy_numbers(J, order):
    table = {J: np.float64(1)}
    for op in order:
        if op.input_nodes and table.get(op) is not None:
            for node, message in zip(op.input_nodes, rules[type(op)](op, table[op])):
                table[node] = message + table.get(node, 0)
    return dict(table)


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


def order_by_place(J):
    nodes = J.graph.nodes
    places = {node: place for place, node in enumerate(nodes)}
    todo, order = {places[J]}, []
    while todo:
        place = max(todo)
        todo.remove(place)
        order.append(nodes[place])
        todo |= {places[each] for each in nodes[place].input_nodes}
    return order


RIGHT = {
    "walk-back": [
        back_with_defaults, back_with_lists, back_with_in, back_by_asking_consumers,
        back_with_defaultdict, back_with_numpy_numbers,
    ],
    "backward-order": [
        backward_by_a_dict, backward_kahn, backward_by_repeating, backward_by_height,
        backward_operations_only, backward_with_a_stack,
        order_by_place,
    ],
    "slope-by-paths": [
        paths_by_a_loop, paths_with_a_stack, paths_listed, paths_from_below,
        paths_carrying_the_rate, paths_remembered,
    ],
}
