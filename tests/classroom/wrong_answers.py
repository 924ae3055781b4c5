"""Wrong answers that people hand in, and that look right on a few easy inputs."""

import numpy as np

from dlfs.classroom.lessons.scalar_rules import rules

# order-of, backward-order


def breadth_first_reversed(node):
    queue = [node]
    for each in queue:
        queue += [n for n in dict.fromkeys(each.input_nodes) if n not in queue]
    return queue[::-1]


def counts_all_consumers(J):
    left, order, ready = {}, [], [J]
    while ready:
        node = ready.pop()
        order.append(node)
        for source in dict.fromkeys(node.input_nodes):
            left[source] = left.get(source, len(source.consumers)) - 1
            if left[source] == 0:
                ready.append(source)
    return order


def counts_every_input(J):
    needed = [J]
    for node in needed:
        needed += [n for n in dict.fromkeys(node.input_nodes) if n not in needed]
    left = {n: sum(c in needed for c in n.consumers) for n in needed}
    order, ready = [], [J]
    while ready:
        node = ready.pop(0)
        order.append(node)
        for source in node.input_nodes:
            left[source] -= 1
            if left[source] == 0:
                ready.append(source)
    return order


def appends_again(J):
    order, queue = [J], [J]
    while queue:
        for source in dict.fromkeys(queue.pop(0).input_nodes):
            if source in order:
                order.remove(source)
            else:
                queue.append(source)
            order.append(source)
    return order


def keeps_an_order(node, order=[]):  # noqa: B006
    if node not in order:
        for source in node.input_nodes:
            keeps_an_order(source)
        order.append(node)
    return list(order)


# run-once, run-in-order

MEMORY = {}


def remembers_outside(node, values):
    if node in values:
        return values[node]
    if node not in MEMORY:
        MEMORY[node] = node.compute(*[remembers_outside(n, values) for n in node.input_nodes])
    return MEMORY[node]


def remembers_in_a_default(node, values, known=[]):  # noqa: B006
    for each, value in known:
        if each is node:
            return value
    if node in values:
        return values[node]
    value = node.compute(*[remembers_in_a_default(n, values) for n in node.input_nodes])
    known.append((node, value))
    return value


def takes_0_for_nothing(node, values):
    if not values.get(node):
        values[node] = node.compute(*[takes_0_for_nothing(n, values) for n in node.input_nodes])
    return values[node]


def ignores_the_order(order, values):
    def value_of(node):
        if node not in values:
            values[node] = node.compute(*[value_of(n) for n in node.input_nodes])
        return values[node]

    return value_of(order[-1])


# line-class


class OneForAll:
    def __init__(self, slope, height):
        OneForAll.slope, OneForAll.height = slope, height

    def compute(self, x):
        return self.slope * x + self.height


class TableOfHeights:
    def __init__(self, slope, height):
        self.heights = [slope * x + height for x in range(100)]

    def compute(self, x):
        return self.heights[x]


# descent-step


def half_moved(x, gradient, learning_rate):
    if np.ndim(x) == 0:
        return x - learning_rate * gradient(x)
    new = x.copy()
    for i in range(len(new)):
        new[i] = new[i] - learning_rate * gradient(new)[i]
    return new


# mean-cross-entropy


def logarithm_of_the_product(p, c):
    return -np.log(np.prod(np.sum(p * c, axis=1))) / len(p)


def small_number_added(p, c):
    return -np.mean(np.sum(c * np.log(p + 1e-9), axis=1))


# walk-back


def adds_to_the_operation(J, order, nodes):
    table = {J: 1.0}
    for op in order:
        for node, message in zip(op.input_nodes, rules[type(op)](op, table[op])):
            if node.input_nodes:
                table[op] += message
            table[node] = table.get(node, 0.0) + message
    return [table[node] for node in nodes]


KEPT = {}


def keeps_the_table(J, order, nodes):
    KEPT[J] = 1.0
    for op in order:
        for node, message in zip(op.input_nodes, rules[type(op)](op, KEPT[op])):
            KEPT[node] = KEPT.get(node, 0.0) + message
    return [KEPT[node] for node in nodes]


# minimize-step, training-loop


def zips_the_values(variables, gradients, learning_rate):
    for variable, G in zip(variables, gradients.values()):
        variable.value = variable.value - learning_rate * G


def walks_the_table(variables, gradients, learning_rate):
    for node, G in gradients.items():
        node.value = node.value - learning_rate * G


def size_of_the_gradient(variables, gradients, learning_rate):
    for variable in variables:
        variable.value = variable.value - learning_rate * np.abs(gradients[variable])


def changes_the_table(variables, gradients, learning_rate):
    for variable in variables:
        gradients[variable] *= learning_rate
        variable.value = variable.value - gradients[variable]


def one_step_too_few(session, J, minimize, feed, steps):
    losses = []
    for t in range(steps):
        losses.append(session.run(J, feed))
        if t < steps - 1:
            session.run(minimize, feed)
    return losses


def stops_where_the_loss_rises(session, J, minimize, feed, steps):
    losses = []
    for _ in range(steps):
        loss = session.run(J, feed)
        if losses and loss > losses[-1]:
            break
        losses.append(loss)
        session.run(minimize, feed)
    return losses


VELOCITY = {}


def keeps_a_velocity(variables, gradients, learning_rate):
    for variable in variables:
        VELOCITY[variable] = 0.9 * VELOCITY.get(variable, 0.0) + gradients[variable]
        variable.value = variable.value - learning_rate * VELOCITY[variable]


# run-in-order, mean-cross-entropy


def gives_what_was_computed_last(order, values):
    result = None
    for node in order:
        if node not in values:
            result = values[node] = node.compute(*[values[n] for n in node.input_nodes])
    return result


def gives_what_was_stored_last(order, values):
    for node in order:
        if node not in values:
            values[node] = node.compute(*[values[n] for n in node.input_nodes])
    return list(values.values())[-1]


def rounds_the_loss(p, c):
    return round(float(-np.mean(np.sum(c * np.log(p), axis=1))), 4)


# sigmoid-rule, power-rule, centred, loss-of-one-logit


def writes_into_the_output(op, G):
    p = op.output
    p *= 1 - p
    return [G * p]


def overflows(op, G):
    a = op.inputs[0]
    return [G * np.exp(a) / (1 + np.exp(a)) ** 2]


def size_of_the_exponent(op, G):
    return [G * abs(op.n) * op.inputs[0] ** (op.n - 1)]


def size_of_the_exponent_less_1(op, G):
    return [G * op.n * op.inputs[0] ** abs(op.n - 1)]


def size_of_the_mean(X):
    return X - abs(X.mean(axis=0))


def rounded_mean(X):
    return X - np.round(X.mean(axis=0), 1)


def in_longer_numbers(a):
    return np.log(1 + np.exp(-np.asarray(a, dtype=np.longdouble))).astype(float)


# What is wrong with it has to be said, and not the opposite of it.


def minus_for_the_product_alone(x, w, b):
    return 1 / (1 + np.exp(-x @ w + b))


def inputs_for_input_nodes(order, values):
    for node in order:
        if node not in values:
            values[node] = node.compute(*[values[n] for n in node.inputs])
    return values[order[-1]]


def consumers_for_input_nodes(order, values):
    for node in order:
        if node not in values:
            values[node] = node.compute(*[values[n] for n in node.consumers])
    return values[order[-1]]


NAMED = [
    ("probability", minus_for_the_product_alone, "the minus of the exponent takes the product"),
    ("run-in-order", inputs_for_input_nodes, "are the values of its latest run"),
    ("run-in-order", consumers_for_input_nodes, "You look to the wrong side"),
    ("run-in-order", ignores_the_order, "not where the order is illegal"),
    ("run-once", remembers_outside, "not when it is asked again, with other values"),
    ("run-once", takes_0_for_nothing, "where a value is 0"),
    ("line-class", OneForAll, "all its objects share them"),
    ("backward-order", counts_all_consumers, "a consumer that J does not depend on"),
    ("backward-order", counts_every_input, "y stands before q"),
    ("walk-back", keeps_the_table, "not when it is asked again"),
    ("minimize-step", zips_the_values, "in the order in which they stand in the table"),
    ("minimize-step", walks_the_table, "You walk through the whole table"),
    ("minimize-step", changes_the_table, "It changes its input gradients"),
    ("training-loop", one_step_too_few, "after the last loss a step is missing"),
    ("sigmoid-rule", writes_into_the_output, "there it is locked"),
    ("power-rule", size_of_the_exponent, "not where the exponent is negative"),
    ("mean-cross-entropy", logarithm_of_the_product, "not where there are 1,000 points"),
]  # fmt: skip

WRONG = {
    "run-once": [remembers_outside, remembers_in_a_default, takes_0_for_nothing],
    "run-in-order": [
        ignores_the_order, gives_what_was_computed_last, gives_what_was_stored_last,
    ],
    "line-class": [OneForAll, TableOfHeights],
    "descent-step": [half_moved],
    "mean-cross-entropy": [logarithm_of_the_product, small_number_added, rounds_the_loss],
    "order-of": [breadth_first_reversed, keeps_an_order],
    "backward-order": [counts_all_consumers, counts_every_input, appends_again],
    "walk-back": [adds_to_the_operation, keeps_the_table],
    "minimize-step": [
        zips_the_values, walks_the_table, size_of_the_gradient, changes_the_table, keeps_a_velocity,
    ],
    "training-loop": [one_step_too_few, stops_where_the_loss_rises],
    "sigmoid-rule": [writes_into_the_output, overflows],
    "power-rule": [size_of_the_exponent, size_of_the_exponent_less_1],
    "centred": [size_of_the_mean, rounded_mean],
    "loss-of-one-logit": [in_longer_numbers],
}  # fmt: skip
