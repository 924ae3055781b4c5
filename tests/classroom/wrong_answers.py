"""Wrong answers that people hand in, and that look right on a few easy inputs."""

import numpy as np

from dlfs import Operation, Session, compute_gradients, placeholder
from dlfs.classroom.lessons import find_exercise
from dlfs.classroom.lessons.scalar_rules import rules

MinimizeStep = find_exercise("minimize-step").reference

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


# run-once, forward-in-order

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


def ignores_the_order(order, feed_dict):
    def value_of(node):
        if node.input_nodes:
            node.inputs = [value_of(n) for n in node.input_nodes]
            node.output = node.compute(*node.inputs)
        else:
            node.output = known_of(node, feed_dict)
        return node.output

    value_of(order[-1])


def keeps_the_outputs(order, feed_dict):
    for node in order:
        if getattr(node, "output", None) is None:
            if node.input_nodes:
                node.inputs = [n.output for n in node.input_nodes]
                node.output = node.compute(*node.inputs)
            else:
                node.output = known_of(node, feed_dict)


def keeps_no_inputs(order, feed_dict):
    for node in order:
        if node.input_nodes:
            node.output = node.compute(*[n.output for n in node.input_nodes])
        else:
            node.output = known_of(node, feed_dict)


def known_of(node, feed_dict):
    return np.array(feed_dict[node], dtype=float) if node in feed_dict else node.value


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


def adds_to_the_operation(J, order):
    table = {J: 1.0}
    for op in order:
        if op in table and op.input_nodes:
            for node, message in zip(op.input_nodes, rules[type(op)](op, table[op])):
                if node.input_nodes:
                    table[op] += message
                table[node] = table.get(node, 0.0) + message
    return table


KEPT = {}


def keeps_the_table(J, order):
    KEPT[J] = 1.0
    for op in order:
        if op in KEPT and op.input_nodes:
            for node, message in zip(op.input_nodes, rules[type(op)](op, KEPT[op])):
                KEPT[node] = KEPT.get(node, 0.0) + message
    return KEPT


# minimize-step, training-loop


class NoInputAndNoValue(MinimizeStep):
    """The step of many a first library: it uses whatever was computed last."""

    def __init__(self, loss, optimizer):
        Operation.__init__(self, [])
        self.loss, self.optimizer = loss, optimizer

    def compute(self, J=0.0):
        return MinimizeStep.compute(self, J)


class RemembersItsFeed(MinimizeStep):
    """The data of the first run are used in all the others."""

    feed = None

    def compute(self, J):
        nodes = self.loss.graph.nodes
        self.feed = self.feed or {n: n.output for n in nodes if isinstance(n, placeholder)}
        self.optimizer.update(compute_gradients(self.loss, self.feed))
        return J


class ChangesTheTable(MinimizeStep):
    def compute(self, J):
        nodes = self.loss.graph.nodes
        table = compute_gradients(
            self.loss, {n: n.output for n in nodes if isinstance(n, placeholder)})
        self.optimizer.update({node: abs(G) for node, G in table.items()})
        return J


def one_step_too_few(loss, minimize, feed_dict, steps):
    losses = []
    for t in range(steps):
        losses.append(Session().run(loss, feed_dict))
        if t < steps - 1:
            Session().run(minimize, feed_dict)
    return losses


def stops_where_the_loss_rises(loss, minimize, feed_dict, steps):
    losses = []
    for _ in range(steps):
        J = Session().run(loss, feed_dict)
        if losses and J > losses[-1]:
            break
        losses.append(J)
        Session().run(minimize, feed_dict)
    return losses


VELOCITY = {}


class KeepsAVelocity(MinimizeStep):
    def compute(self, J):
        nodes = self.loss.graph.nodes
        table = compute_gradients(
            self.loss, {n: n.output for n in nodes if isinstance(n, placeholder)})
        for node, G in table.items():
            VELOCITY[node] = 0.9 * VELOCITY.get(node, 0.0) + G
        self.optimizer.update({node: VELOCITY[node] for node in table})
        return J


# mean-cross-entropy


def rounds_the_loss(p, c):
    return round(float(-np.mean(np.sum(c * np.log(p), axis=1))), 4)


# sigmoid-rule, register-gradient, centred, loss-of-one-logit


def writes_into_the_output(op, G):
    p = op.output
    p *= 1 - p
    return [G * p]


def overflows(op, G):
    a = op.inputs[0]
    return [G * np.exp(a) / (1 + np.exp(a)) ** 2]


def stands_alone(op, G):
    return G * op.output * (1 - op.output)


class Sparing:
    """Enters a rule only where the table has none yet."""

    def __init__(self, op):
        self.op = op

    def __call__(self, function):
        return rules.setdefault(self.op, function)


def size_of_the_mean(X):
    return X - abs(X.mean(axis=0))


def rounded_mean(X):
    return X - np.round(X.mean(axis=0), 1)


def in_longer_numbers(a):
    return np.log(1 + np.exp(-np.asarray(a, dtype=np.longdouble))).astype(float)


# What is wrong with it has to be said, and not the opposite of it.


def minus_for_the_product_alone(x, w, b):
    return 1 / (1 + np.exp(-x @ w + b))


def inputs_for_input_nodes(order, feed_dict):
    for node in order:
        if node.input_nodes:
            node.output = node.compute(*[n.output for n in node.inputs])
        else:
            node.output = known_of(node, feed_dict)


def consumers_for_input_nodes(order, feed_dict):
    for node in order:
        if node.input_nodes:
            node.output = node.compute(*[n.output for n in node.consumers])
        else:
            node.output = known_of(node, feed_dict)


# eager-backward, eager-sigmoid


def keeps_what_arrived(loss, G={}):  # noqa: B006
    G.update({node: G.get(node, 0.0) for node in loss.tape()} | {loss: 1.0})
    for node in reversed(loss.tape()):
        for source, rule in node.sources:
            G[source] = G[source] + rule(G[node])
        if not node.sources:
            node.grad = node.grad + G[node]


def breadth_first(loss):
    G, waiting = {loss: 1.0}, [loss]
    for node in waiting:
        for source, rule in node.sources:
            G[source] = G.get(source, 0.0) + rule(G[node])
            waiting += [source] * (source not in waiting)
        node.grad = node.grad if node.sources else node.grad + G[node]


NAMED = [
    ("probability", minus_for_the_product_alone, "the minus of the exponent takes the product"),
    ("forward-in-order", inputs_for_input_nodes, "The nodes that it takes have another name"),
    ("forward-in-order", consumers_for_input_nodes, "You look to the wrong side"),
    ("forward-in-order", ignores_the_order, "not where the order is illegal"),
    ("forward-in-order", keeps_no_inputs, "An operation has no `inputs` when you are done"),
    ("run-once", remembers_outside, "not when it is asked again, with other values"),
    ("run-once", takes_0_for_nothing, "where a value is 0"),
    ("line-class", OneForAll, "all its objects share them"),
    ("backward-order", counts_all_consumers, "a consumer that J does not depend on"),
    ("backward-order", counts_every_input, "y stands before q"),
    ("walk-back", keeps_the_table, "not when it is asked again"),
    ("training-loop", one_step_too_few, "after the last loss a step is missing"),
    ("sigmoid-rule", writes_into_the_output, "there it is locked"),
    ("sigmoid-rule", stands_alone, "Yours is a gradient alone"),
    ("mean-cross-entropy", logarithm_of_the_product, "not where there are 1,000 points"),
]  # fmt: skip

WRONG = {
    "run-once": [remembers_outside, remembers_in_a_default, takes_0_for_nothing],
    "forward-in-order": [ignores_the_order, keeps_the_outputs, keeps_no_inputs],
    "line-class": [OneForAll, TableOfHeights],
    "descent-step": [half_moved],
    "mean-cross-entropy": [logarithm_of_the_product, small_number_added, rounds_the_loss],
    "order-of": [breadth_first_reversed, keeps_an_order],
    "backward-order": [counts_all_consumers, counts_every_input, appends_again],
    "walk-back": [adds_to_the_operation, keeps_the_table],
    "minimize-step": [NoInputAndNoValue, RemembersItsFeed, ChangesTheTable, KeepsAVelocity],
    "training-loop": [one_step_too_few, stops_where_the_loss_rises],
    "sigmoid-rule": [writes_into_the_output, overflows, stands_alone],
    "register-gradient": [Sparing],
    "eager-backward": [keeps_what_arrived, breadth_first],
    "centred": [size_of_the_mean, rounded_mean],
    "loss-of-one-logit": [in_longer_numbers],
}  # fmt: skip
