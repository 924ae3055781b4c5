"""Right answers of lesson 08, in the forms that people give them."""

import numpy as np

# training-loop


def train_in_one_run(session, J, minimize, feed, steps):
    return [session.run([J, minimize], feed)[0] for _ in range(steps)]


def train_by_while(session, J, minimize, feed, steps):
    curve = []
    while len(curve) < steps:
        loss = session.run(J, feed_dict=feed)
        curve += [loss]
        session.run(minimize, feed_dict=feed)
    return curve


def train_by_yielding(session, J, minimize, feed, steps):
    for _ in range(steps):
        yield session.run(J, feed)
        session.run(minimize, feed)


def train_in_an_array(session, J, minimize, feed, steps):
    losses = np.zeros(steps)
    for t in range(steps):
        losses[t] = session.run(J, feed)
        session.run(minimize, feed)
    return losses


def train_by_recursion(session, J, minimize, feed, steps):
    if steps == 0:
        return []
    first = float(session.run(J, feed))
    session.run(minimize, feed)
    return [first, *train_by_recursion(session, J, minimize, feed, steps - 1)]


def train_with_a_dict(session, J, minimize, feed, steps):
    losses = ()
    for _ in range(steps):
        losses += (session.run({"loss": J, "step": minimize}, feed)["loss"],)
    return losses


# minimize-step


def descend_at_once(variables, gradients, learning_rate):
    new = [v.value - learning_rate * gradients[v] for v in variables]
    for v, value in zip(variables, new):
        v.value = value


def descend_the_table(variables, gradients, learning_rate):
    for node, G in gradients.items():
        if node in variables:
            node.value = node.value - learning_rate * G


def descend_on_a_copy(variables, gradients, learning_rate):
    for variable in variables:
        value = variable.value.copy()
        value -= learning_rate * gradients[variable]
        variable.value = value


def descend_by_number(variables, table, eta):
    for i in range(len(variables)):
        W = variables[i]
        W.value = np.subtract(W.value, np.multiply(eta, table.get(W)))


def descend_by_recursion(variables, gradients, learning_rate):
    if variables:
        first, *others = variables
        first.value = -learning_rate * gradients[first] + first.value
        descend_by_recursion(others, gradients, learning_rate)


def descend_and_return(variables, gradients, learning_rate):
    for variable in variables:
        variable.value = variable.value - learning_rate * gradients[variable]
    return variables


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
        descend_at_once, descend_the_table, descend_on_a_copy, descend_by_number,
        descend_by_recursion, descend_and_return,
    ],
    "final-line": [
        line_solved, line_of_the_other_difference, line_by_diff, line_point_by_point,
        line_by_solving, line_of_columns,
    ],
}
