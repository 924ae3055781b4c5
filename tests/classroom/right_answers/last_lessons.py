"""Right answers of lessons 06 to 09, in the forms that people give them."""

import numpy as np

# power-rule


def power_alone(op, G):
    return G * op.n * op.inputs[0] ** (op.n - 1)


def power_by_np(op, G):
    (x,) = op.inputs
    return [np.multiply(G, op.n * np.power(x, op.n - 1))]


def power_in_a_tuple(op, grad):
    x = op.inputs[0]
    return (op.n * x ** (op.n - 1) * grad,)


def power_by_steps(op, G):
    lower = op.n - 1
    raised = op.inputs[0] ** lower
    return [raised * op.n * G]


def power_in_a_tuple(op, grad):
    x = op.inputs[0]
    return (op.n * x ** (op.n - 1) * grad,)


def power_by_steps(op, G):
    rates = np.prod([op.n, op.inputs[0] ** (op.n - 1)], axis=0) if op.inputs[0].ndim == 0 else (
        op.n * op.inputs[0] ** (op.n - 1))
    return [np.multiply(rates, G)]


def power_by_a_local_rate(op, G):
    rate = op.n * op.inputs[0] ** (-1 + op.n)
    return [rate * G]


class PowerRule:
    def __call__(self, op, G):
        x, n = op.inputs[0], op.n
        return [n * x ** -(1 - n) * G]


# sigmoid-rule


def sigmoid_of_squares(op, G):
    p = op.output
    return [G * (p - p**2)]


def sigmoid_alone(op, G):
    return G * op.output * (1 - op.output)


def sigmoid_from_the_input(op, G):
    e = np.exp(-np.abs(op.inputs[0]))
    return [G * e / (1 + e) ** 2]


def sigmoid_by_steps(op, grad):
    q = 1 - op.output
    local = np.multiply(op.output, q)
    return (grad * local,)


def sigmoid_on_a_copy(op, G):
    p = np.array(op.output)
    p = p * (1 - p)
    p *= G
    return [p]


def sigmoid_by_cosh(op, G):
    half = np.clip(op.inputs[0] / 2, -300, 300)
    return [G / (4 * np.cosh(half) ** 2)]


# divide-rule


def divide_by_powers(op, G):
    a, b = op.inputs
    return G * b**-1.0, -G * a * b**-2.0


def divide_from_the_output(op, G):
    first = G / op.inputs[1]
    return [first, -first * op.output]


def divide_by_np(op, grad):
    a, b = op.inputs
    return [np.divide(grad, b), np.negative(grad * a) / np.square(b)]


def divide_one_by_one(op, G):
    gradients = []
    gradients.append(G * (1 / op.inputs[1]))
    gradients.append(G * (-op.inputs[0] / (op.inputs[1] * op.inputs[1])))
    return gradients


def divide_by_local_rates(op, G):
    a, b = op.inputs
    rates = (1 / b, -a / b**2)
    return tuple(G * rate for rate in rates)


divide_lambda = lambda op, G: [  # noqa: E731
    G / op.inputs[1], 0 - G * op.inputs[0] / op.inputs[1] / op.inputs[1]]


# matmul-rule


def matmul_by_np(op, G):
    A, B = op.inputs
    return [np.matmul(G, np.transpose(B)), np.matmul(np.transpose(A), G)]


def matmul_by_dot(op, grad):
    return (grad.dot(op.inputs[1].T), op.inputs[0].T.dot(grad))


def matmul_by_einsum(op, G):
    A, B = op.inputs
    return [np.einsum("ik,jk->ij", G, B), np.einsum("ki,kj->ij", A, G)]


def matmul_turned(op, G):
    A, B = op.inputs
    return [(B @ G.T).T, (G.T @ A).T]


def matmul_by_loops(op, G):
    A, B = op.inputs
    for_A, for_B = np.zeros(A.shape), np.zeros(B.shape)
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for_A[i] += G[i, j] * B[:, j]
            for_B[:, j] += G[i, j] * A[i]
    return [for_A, for_B]


def matmul_by_tensordot(op, G):
    A, B = op.inputs
    return np.tensordot(G, B, (1, 1)), np.tensordot(A, G, (0, 0))


# logits-rule


def logits_by_reshape(p, c, G):
    return G.reshape(-1, 1) * (p - c)


def logits_transposed(p, c, G):
    return ((p - c).T * G).T


def logits_by_rows(p, c, G):
    return [g * (row - target) for row, target, g in zip(p, c, G)]


def logits_by_a_diagonal(p, c, arriving):
    return np.diag(arriving) @ (p - c)


def logits_by_einsum(p, c, G):
    return np.einsum("i,ij->ij", G, p) - c * G[:, None]


def logits_on_a_copy(p, c, G):
    result = p.copy()
    result[np.arange(len(p)), c.argmax(axis=1)] -= 1
    result *= np.expand_dims(G, 1)
    return result


# square-rule


def square_by_np(A, G):
    return np.matmul(G, A.T) + np.matmul(A.T, G)


def square_in_two(A, G):
    left = G.dot(A.T)
    right = A.T.dot(G)
    return left + right


def square_turned(A, G):
    return (A @ G.T + G.T @ A).T


def square_by_einsum(A, G):
    return np.einsum("ik,jk->ij", G, A) + np.einsum("ki,kj->ij", A, G)


def square_by_nudges(A, G):
    result = np.zeros(A.shape)
    for i in range(len(A)):
        for j in range(len(A)):
            unit = np.zeros(A.shape)
            unit[i, j] = 1
            result[i, j] = np.sum(G * (unit @ A + A @ unit))
    return result.tolist()


def square_summed(A, G):
    return sum([G @ A.transpose(), A.transpose() @ G])


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


# two-layers


def layers_by_at(X, W1, b1, W2, b2):
    return np.tanh(X @ W1 + b1) @ W2 + b2


def layers_by_dot(X, W1, b1, W2, b2):
    hidden = np.tanh(np.dot(X, W1) + b1)
    out = np.dot(hidden, W2)
    return out + b2


def layers_row_by_row(X, W1, b1, W2, b2):
    return [np.tanh(x @ W1 + b1) @ W2 + b2 for x in X]


def layers_turned(X, W1, b1, W2, b2):
    h = np.tanh(W1.T @ X.T + b1[:, None])
    return (W2.T @ h + b2.reshape(-1, 1)).T


def layers_by_exp(X, W1, b1, W2, b2):
    e = np.exp(2 * (X @ W1 + b1))
    return np.matmul((e - 1) / (e + 1), W2) + b2


def layers_in_a_loop(X, *parameters):
    values = X
    for number in range(0, 4, 2):
        values = values @ parameters[number] + parameters[number + 1]
        if number == 0:
            values = np.tanh(values)
    return values


# worst-margin


def margin_by_loops(logits, c):
    worst = float("inf")
    for (a0, a1), target in zip(logits, c):
        margin = a0 - a1 if target[0] == 1 else a1 - a0
        if margin < worst:
            worst = margin
    return worst


def margin_by_sums(logits, c):
    return np.min((logits * c).sum(axis=1) - (logits * (1 - c)).sum(axis=1))


def margin_by_labels(logits, c):
    rows, labels = np.arange(len(c)), np.argmax(c, axis=1)
    return np.min(logits[rows, labels] - logits[rows, 1 - labels])


def margin_by_signs(logits, c):
    return min(((2 * c - 1) * logits).sum(axis=1))


def margin_by_masks(logits, c):
    return float(np.min(logits[c == 1] - logits[c == 0]))


def margin_sorted(a, targets):
    margins = [float(row @ (2 * t - 1)) for row, t in zip(a, targets)]
    return sorted(margins)[0]


# relu-by-hand


def one_by_relu(x1, x2):
    return np.maximum(x1 + x2, 0) - 2 * np.maximum(x1 + x2 - 1, 0)


def one_by_max(x1, x2):
    return max(x1 + x2, 0) - max(2 * x1 + 2 * x2 - 2, 0)


def one_by_differences(x1, x2):
    return np.maximum(x1 - x2, 0) + np.maximum(x2 - x1, 0)


def one_by_a_later_bend(x1, x2):
    return np.maximum(x1 + x2, 0) - 4 * np.maximum(x1 + x2 - 1.5, 0)


def one_by_a_list(x1, x2):
    h = [max(0, x1 + x2 - bend) for bend in (0, 1)]
    return h[0] - 2 * h[1]


def one_by_a_product(x1, x2):
    h = np.maximum(np.array([x1 + x2, x1 + x2 - 1]), 0)
    return h @ [1, -2]


RIGHT = {
    "power-rule": [power_alone, power_by_np, power_in_a_tuple, power_by_steps,
                   power_by_a_local_rate, PowerRule()],
    "sigmoid-rule": [sigmoid_of_squares, sigmoid_alone, sigmoid_from_the_input, sigmoid_by_steps,
                     sigmoid_on_a_copy, sigmoid_by_cosh],
    "divide-rule": [divide_by_powers, divide_from_the_output, divide_by_np, divide_one_by_one,
                    divide_by_local_rates, divide_lambda],
    "matmul-rule": [matmul_by_np, matmul_by_dot, matmul_by_einsum, matmul_turned, matmul_by_loops,
                    matmul_by_tensordot],
    "logits-rule": [logits_by_reshape, logits_transposed, logits_by_rows, logits_by_a_diagonal,
                    logits_by_einsum, logits_on_a_copy],
    "square-rule": [square_by_np, square_in_two, square_turned, square_by_einsum,
                    square_by_nudges, square_summed],
    "training-loop": [train_in_one_run, train_by_while, train_by_yielding, train_in_an_array,
                      train_by_recursion, train_with_a_dict],
    "minimize-step": [descend_at_once, descend_the_table, descend_on_a_copy,
                      descend_by_number, descend_by_recursion, descend_and_return],
    "final-line": [line_solved, line_of_the_other_difference, line_by_diff, line_point_by_point,
                   line_by_solving, line_of_columns],
    "two-layers": [layers_by_at, layers_by_dot, layers_row_by_row, layers_turned, layers_by_exp,
                   layers_in_a_loop],
    "worst-margin": [margin_by_loops, margin_by_sums, margin_by_labels, margin_by_signs,
                     margin_by_masks, margin_sorted],
    "relu-by-hand": [one_by_relu, one_by_max, one_by_differences, one_by_a_later_bend,
                     one_by_a_list, one_by_a_product],
}  # fmt: skip
