"""Right answers of lesson 08, in the forms that people give them."""

import numpy as np

from dlfs import (
    GradientDescentOptimizer, Operation, Session, Variable, compute_gradients, placeholder,
)  # fmt: skip

# training-loop


def train_in_one_run(loss, minimize, feed_dict, steps):
    session = Session()
    return [session.run([loss, minimize], feed_dict)[0] for _ in range(steps)]


def train_by_while(J, step, feed, steps):
    curve, session = [], Session()
    while len(curve) < steps:
        curve += [session.run(J, feed_dict=feed)]
        session.run(step, feed_dict=feed)
    return curve


def train_by_yielding(loss, minimize, feed_dict, steps):
    for _ in range(steps):
        yield Session().run(loss, feed_dict)
        Session().run(minimize, feed_dict)


def train_in_an_array(loss, minimize, feed_dict, steps):
    losses, session = np.zeros(steps), Session()
    for t in range(steps):
        losses[t] = session.run(loss, feed_dict)
        session.run(minimize, feed_dict)
    return losses


def train_by_recursion(loss, minimize, feed_dict, steps):
    if steps == 0:
        return []
    first = float(Session().run(loss, feed_dict))
    Session().run(minimize, feed_dict)
    return [first, *train_by_recursion(loss, minimize, feed_dict, steps - 1)]


def train_with_a_dict(loss, minimize, feed_dict, steps):
    losses, session = (), Session()
    for _ in range(steps):
        losses += (session.run({"loss": loss, "step": minimize}, feed_dict)["loss"],)
    return losses


# minimize-step


class StepWithSelf(Operation):
    def __init__(self, loss, optimizer):
        self.loss, self.optimizer = loss, optimizer
        super().__init__([self.loss])

    def compute(self, J):
        feed = {node: node.output for node in self.loss.graph.nodes if isinstance(node, placeholder)}
        gradients = compute_gradients(self.loss, feed)
        self.optimizer.update(gradients)
        return J


class StepWithATuple(Operation):
    def __init__(self, loss, optimizer):
        super().__init__((loss,))
        self.loss, self.optimizer = loss, optimizer

    def compute(self, J):
        placeholders = [node for node in self.loss.graph.nodes if isinstance(node, placeholder)]
        feed = {node: node.output for node in placeholders}
        self.optimizer.update(compute_gradients(self.loss, feed_dict=feed))
        return J


class StepThatAsksItsInput(Operation):
    def __init__(self, J, descent):
        super().__init__([J])
        self.descent = descent

    def compute(self, value):
        loss = self.input_nodes[0]
        feed = {}
        for node in loss.graph.nodes:
            if isinstance(node, placeholder):
                feed[node] = node.output
        self.descent.update(compute_gradients(loss, feed))
        return value


class StepOfTheVariablesAlone(Operation):
    def __init__(self, loss, optimizer):
        super().__init__([loss])
        self.loss, self.optimizer = loss, optimizer

    def compute(self, J):
        placeholders = [node for node in self.loss.graph.nodes if isinstance(node, placeholder)]
        table = compute_gradients(self.loss, {node: node.output for node in placeholders})
        self.optimizer.update({v: G for v, G in table.items() if isinstance(v, Variable)})
        return J


class StepInOneLine(Operation):
    def __init__(self, loss, optimizer):
        Operation.__init__(self, [loss], name="step")
        self.loss, self.optimizer = loss, optimizer

    def compute(self, J):
        nodes = self.loss.graph.nodes
        self.optimizer.update(compute_gradients(
            self.loss, {n: n.output for n in nodes if type(n) is placeholder}))
        return J


class StepThatLooksTwice(Operation):
    def __init__(self, loss, optimizer):
        super().__init__([loss])
        self.parts = loss, optimizer

    def compute(self, J):
        loss, optimizer = self.parts
        placeholders = filter(lambda node: isinstance(node, placeholder), loss.graph.nodes)
        gradients = compute_gradients(loss, {node: node.output for node in placeholders})
        optimizer.update(gradients)
        return float(J)


# sick-run


def table_inside(J, variables, feed, learning_rate, steps):
    losses = []
    for _ in range(steps):
        losses.append(Session().run(J, feed))
        table = {}
        for node, G in compute_gradients(J, feed).items():
            table[node] = table.get(node, 0) + G
        for variable in variables:
            variable.value = variable.value - learning_rate * table[variable]
    return losses


def table_emptied(J, variables, feed, learning_rate, steps):
    losses, table = [], {}
    for _ in range(steps):
        losses.append(Session().run(J, feed))
        table.clear()
        for node, G in compute_gradients(J, feed).items():
            table[node] = table.get(node, 0) + G
        for variable in variables:
            variable.value = variable.value - learning_rate * table[variable]
    return losses


def one_by_one(J, variables, feed, learning_rate, steps):
    for _ in range(steps):
        yield Session().run(J, feed)
        slopes = compute_gradients(J, feed)
        for w in variables:
            w.value = w.value - slopes[w] * learning_rate


def by_an_optimizer(J, variables, feed, learning_rate, steps):
    step = GradientDescentOptimizer(learning_rate)
    losses = np.empty(steps)
    for t in range(steps):
        losses[t] = Session().run(J, feed)
        gradients = compute_gradients(J, feed)
        step.update({variable: gradients[variable] for variable in variables})
    return losses


def updates_of_updates(J, variables, feed, rate, n):
    if n == 0:
        return ()
    loss, gradients = Session().run(J, feed), compute_gradients(J, feed, nodes=variables)
    for variable, G in gradients.items():
        variable.value = variable.value - rate * G
    return (loss, *updates_of_updates(J, variables, feed, rate, n - 1))


def emptied_at_the_end(J, variables, feed, learning_rate, steps):
    losses, table = [], {}
    while len(losses) < steps:
        losses += [Session().run(J, feed)]
        table.update(compute_gradients(J, feed))
        for variable in reversed(variables):
            variable.value = variable.value - table.pop(variable) * learning_rate
        table = {}
    return losses


# final-line


def line_solved(W, b, x1):
    slope = (W[0, 1] - W[0, 0]) / (W[1, 0] - W[1, 1])
    height = (b[1] - b[0]) / (W[1, 0] - W[1, 1])
    return slope * x1 + height


def line_of_the_other_difference(W, b, x1):
    (u, v), d = W[:, 1] - W[:, 0], b[1] - b[0]
    return (-d - u * x1) / v


def line_by_diff(W, b, x1):
    first, second = np.diff(W, axis=1).ravel()
    return -(np.diff(b)[0] + first * np.asarray(x1)) / second


def line_point_by_point(W, b, x1):
    if np.ndim(x1):
        return [line_point_by_point(W, b, each) for each in x1]
    return -((W[0][0] - W[0][1]) * x1 + b[0] - b[1]) / (W[1][0] - W[1][1])


def line_by_solving(W, b, x1):
    w = W @ [1, -1]
    return np.array([np.linalg.solve([[w[1]]], [b[1] - b[0] - w[0] * x])[0]
                     for x in np.ravel(x1)]).reshape(np.shape(x1))  # fmt: skip


def line_of_columns(W, b, x1):
    W0, W1 = W.T
    w = W0 - W1
    return -w[0] / w[1] * x1 - (b[0] - b[1]) / w[1]


RIGHT = {
    "training-loop": [
        train_in_one_run, train_by_while, train_by_yielding, train_in_an_array,
        train_by_recursion, train_with_a_dict,
    ],
    "minimize-step": [
        StepWithSelf, StepWithATuple, StepThatAsksItsInput, StepOfTheVariablesAlone,
        StepInOneLine, StepThatLooksTwice,
    ],
    "sick-run": [
        table_inside, table_emptied, one_by_one, by_an_optimizer, updates_of_updates,
        emptied_at_the_end,
    ],
    "final-line": [
        line_solved, line_of_the_other_difference, line_by_diff, line_point_by_point,
        line_by_solving, line_of_columns,
    ],
}
