"""Right answers of lesson 01, in the forms that people give them."""

from collections import deque

import numpy as np

from dlfs import Graph, Operation, Variable, placeholder  # noqa: F401: its classes are asked for

# forward-in-order


def forward_by_kind(order, feed_dict):
    for node in order:
        if isinstance(node, Operation):
            node.inputs = [source.output for source in node.input_nodes]
            node.output = node.compute(*node.inputs)
        elif isinstance(node, placeholder):
            node.output = np.asarray(feed_dict[node], dtype=float)
        elif isinstance(node, Variable):
            node.output = node.value


def forward_by_what_is_fed(order, feed_dict):
    for node in order:
        if node in feed_dict:
            node.output = np.array(feed_dict[node], float)
            continue
        if not node.input_nodes:
            node.output = node.value
            continue
        node.inputs = tuple(n.output for n in node.input_nodes)
        node.output = node.compute(*node.inputs)


def forward_counted(order, feed_dict):
    for i in range(len(order)):
        node = order[i]
        if len(node.input_nodes) > 0:
            args = []
            for source in node.input_nodes:
                args.append(source.output)
            node.inputs, node.output = args, node.compute(*args)
        else:
            fed = isinstance(node, placeholder)
            node.output = np.array(feed_dict[node], dtype=float) if fed else node.value


def forward_by_recursion(order, feed_dict):
    if len(order) == 0:
        return
    node, *rest = order
    if isinstance(node, placeholder):
        node.output = np.array(feed_dict[node], dtype=float)
    elif isinstance(node, Variable):
        node.output = node.value
    else:
        node.inputs = list(map(lambda n: n.output, node.input_nodes))
        node.output = node.compute(*node.inputs)
    forward_by_recursion(rest, feed_dict)


class Forward:
    def __call__(self, order, feed_dict):
        for node in order:
            node.output = (self.computed if node.input_nodes else self.known)(node, feed_dict)

    def computed(self, node, feed_dict):
        node.inputs = [n.output for n in node.input_nodes]
        return node.compute(*node.inputs)

    def known(self, node, feed_dict):
        return np.array(feed_dict[node], float) if node in feed_dict else node.value


def forward_with_a_table(order, feed_dict):
    values = {node: np.array(value, dtype=float) for node, value in feed_dict.items()}
    for node in iter(order):
        if node.input_nodes:
            node.inputs = [values[n] for n in node.input_nodes]
            values[node] = node.compute(*node.inputs)
        elif node not in values:
            values[node] = node.value
        node.output = values[node]
    return values[order[-1]]


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


def runs_the_inputs_first(node, values):
    inputs = [runs_the_inputs_first(each, values) for each in node.input_nodes]
    if node not in values:
        values[node] = node.compute(*inputs)
    return values[node]


RIGHT = {
    "forward-in-order": [
        forward_by_kind, forward_by_what_is_fed, forward_counted, forward_by_recursion, Forward(),
        forward_with_a_table,
    ],
    "run-once": [
        once_early_out, once_with_a_stack, once_after_sorting, once_trying,
        once_with_a_memory_of_its_own, once_repeating,
        runs_the_inputs_first,
    ],
    "order-of": [
        order_by_a_dict, order_reversed, order_by_repeating, order_by_yielding,
        order_with_a_stack, order_by_depth, order_in_a_deque,
    ],
}
