"""An engine of your own. It grows by a piece in each lesson, and it needs NumPy alone.

To run the small proof of every lesson: python engine.py
"""

import numpy as np

# Lesson 1: a calculation is written down as a graph, and computed later


class Graph:
    def __init__(self):
        self.nodes = []

    def as_default(self):
        Graph.default = self
        return self

    def __enter__(self):
        return self

    def __exit__(self, *error):
        Graph().as_default()


class Node:
    def __init__(self, input_nodes=(), name=None):
        self.input_nodes, self.consumers = tuple(input_nodes), []
        self.name, self.output = name or type(self).__name__, None
        self.graph = Graph.default
        self.graph.nodes.append(self)


class placeholder(Node):
    def __init__(self, name=None):
        super().__init__(name=name)


class Variable(Node):
    def __init__(self, initial_value, name=None):
        super().__init__(name=name)
        self.value = np.array(initial_value, dtype=float)


class Operation(Node):
    def __init__(self, input_nodes, name=None):
        super().__init__(input_nodes, name)
        for node in self.input_nodes:
            if self not in node.consumers:
                node.consumers.append(self)


class UnaryOperation(Operation):
    def __init__(self, x, name=None):
        super().__init__([x], name)


class BinaryOperation(Operation):
    def __init__(self, a, b, name=None):
        super().__init__([a, b], name)


class add(BinaryOperation):
    def compute(self, a, b):
        return a + b


class multiply(BinaryOperation):
    def compute(self, a, b):
        return a * b


class power(UnaryOperation):
    def __init__(self, x, n, name=None):
        super().__init__(x, name)
        self.n = n

    def compute(self, x):
        return x**self.n


class matmul(BinaryOperation):
    def compute(self, A, B):
        return A @ B


Node.__add__ = lambda a, b: add(a, b)
Node.__mul__ = lambda a, b: multiply(a, b)
Node.__pow__ = lambda x, n: power(x, n)
Node.__matmul__ = lambda A, B: matmul(A, B)


def order_of(node):
    order = []

    def visit(each):
        if each not in order:
            for input_node in each.input_nodes:
                visit(input_node)
            order.append(each)

    visit(node)
    return order


def forward(order, feed_dict):
    for node in order:
        if node.input_nodes:
            node.inputs = [n.output for n in node.input_nodes]
            node.output = node.compute(*node.inputs)
        elif hasattr(node, "value"):
            node.output = node.value
        else:
            node.output = np.array(feed_dict[node], dtype=float)


class Session:
    def run(self, fetches, feed_dict=None):
        nodes = fetches if isinstance(fetches, list) else [fetches]
        order = []
        for node in nodes:
            order += [each for each in order_of(node) if each not in order]
        forward(order, feed_dict)
        values = [node.output for node in nodes]
        return values if isinstance(fetches, list) else values[0]


if __name__ == "__main__":
    with Graph().as_default():
        w, x, b = Variable(2), placeholder(), Variable(3)
        y = w * x + b
    print("lesson 1: w x + b is", *(f"{Session().run(y, {x: value}):.0f}" for value in (-1, 4)))

# Lesson 2: what a perceptron needs


class sigmoid(UnaryOperation):
    def compute(self, a):
        return 1 / (1 + np.exp(-a))


def softmax_of_rows(a):
    e = np.exp(a)
    return e / np.sum(e, axis=1, keepdims=True)


class softmax(UnaryOperation):
    def compute(self, a):
        return softmax_of_rows(a - np.max(a, axis=1, keepdims=True))


if __name__ == "__main__":
    with Graph().as_default():
        p = softmax(Variable([[1002, 1001, 1000]]))
    print("lesson 2: softmax is", *(f"{share:.3f}" for share in Session().run(p)[0]))

# Lesson 3: the loss


class log(UnaryOperation):
    def compute(self, x):
        return np.log(x)


class negative(UnaryOperation):
    def compute(self, x):
        return -x


class reduce_mean(UnaryOperation):
    def compute(self, A):
        return np.mean(A)


def log_softmax(a):
    a = a - np.max(a, axis=1, keepdims=True)
    return a - np.log(np.sum(np.exp(a), axis=1, keepdims=True))


class softmax_cross_entropy(BinaryOperation):
    def compute(self, a, c):
        return -np.sum(c * log_softmax(a), axis=1)


if __name__ == "__main__":
    with Graph().as_default():
        a, c = Variable([[0, -800], [0, 1000]]), Variable([[1, 0]])
        J = reduce_mean(softmax_cross_entropy(a, c))
    loss = Session().run(J)
    print(f"lesson 3: the loss of a perfect and of a terrible prediction is {loss:.0f}")

# Lesson 4: downhill


def nudged_gradient(f, x, h=1e-5):
    slopes = np.zeros(x.shape)
    for entry in np.ndindex(x.shape):
        nudge = np.zeros(x.shape)
        nudge[entry] = h
        slopes[entry] = (f(x + nudge) - f(x - nudge)) / (2 * h)
    return slopes


def step(x, gradient, learning_rate):
    slope = gradient(x)
    return x - learning_rate * slope


if __name__ == "__main__":
    x = np.array([3.0, -4.0])
    for _ in range(50):
        x = step(x, lambda place: nudged_gradient(lambda x: np.sum(x**2), place), 0.1)
    print(f"lesson 4: after 50 steps the loss is {np.sum(x**2):.6f}")

# Lesson 5: one walk backward

rules = {
    add: lambda op, G: [G, G],
    multiply: lambda op, G: [G * op.inputs[1], G * op.inputs[0]],
    negative: lambda op, G: [-G],
}


def backpropagate(J, order):
    gradients = {J: 1.0}
    for op in order:
        if op in gradients and op.input_nodes:
            for node, message in zip(op.input_nodes, rules[type(op)](op, gradients[op])):
                gradients[node] = gradients.get(node, 0.0) + message
    return gradients


def backward_order(J):
    order = order_of(J)
    return order[::-1]


def compute_gradients(loss, feed_dict=None):
    Session().run(loss, feed_dict)
    return backpropagate(loss, backward_order(loss))


if __name__ == "__main__":
    with Graph().as_default():
        x, y = Variable(4), Variable(-2)
        z = x * y + x
    gradients = compute_gradients(z)
    print(f"lesson 5: dz/dx = {gradients[x]:.0f}, dz/dy = {gradients[y]:.0f}")

# Lesson 6: a registry, and a check that finds wrong rules


class RegisterGradient:
    def __init__(self, op):
        self.op = op

    def __call__(self, function):
        rules[self.op] = function
        return function


@RegisterGradient(log)
def log_gradient(op, G):
    return [G / op.inputs[0]]


@RegisterGradient(sigmoid)
def sigmoid_gradient(op, G):
    p = op.output
    return [G * p * (1 - p)]


def gradient_check(loss, feed_dict, variable):
    def loss_at(value):
        variable.value = value
        return Session().run(loss, feed_dict)

    start = variable.value
    numeric = nudged_gradient(loss_at, start)
    variable.value = start
    analytic = compute_gradients(loss, feed_dict)[variable]
    larger = max(np.max(np.abs(analytic)), np.max(np.abs(numeric)), 1e-9)
    return np.max(np.abs(analytic - numeric)) / larger


if __name__ == "__main__":
    with Graph().as_default():
        x = Variable(0.7)
        J = negative(log(sigmoid(x * x)))
    print("lesson 6: the gradient is", "right" if gradient_check(J, {}, x) < 1e-6 else "WRONG")

# Lesson 7: rules for arrays


def unbroadcast(G, value):
    missing = np.ndim(G) - np.ndim(value)
    G = np.sum(G, axis=tuple(range(missing)))
    stretched = tuple(i for i, n in enumerate(np.shape(value)) if n == 1)
    return np.sum(G, axis=stretched, keepdims=True)


@RegisterGradient(add)
def add_gradient(op, G):
    a, b = op.inputs
    return [unbroadcast(G, a), unbroadcast(G, b)]


@RegisterGradient(multiply)
def multiply_gradient(op, G):
    a, b = op.inputs
    return [unbroadcast(G * b, a), unbroadcast(G * a, b)]


@RegisterGradient(matmul)
def matmul_gradient(op, G):
    A, B = op.inputs
    return [G @ B.T, A.T @ G]


@RegisterGradient(reduce_mean)
def reduce_mean_gradient(op, G):
    A = op.inputs[0]
    return [np.full(A.shape, G / A.size)]


def logits_gradient(p, c, G):
    return G[:, np.newaxis] * (p - c)


@RegisterGradient(softmax_cross_entropy)
def softmax_cross_entropy_gradient(op, G):
    a, c = op.inputs
    log_p = log_softmax(a)
    return [logits_gradient(np.exp(log_p), c, G), -G[:, np.newaxis] * log_p]


def perceptron_loss(X, c, W, b):
    return reduce_mean(softmax_cross_entropy(X @ W + b, c))


if __name__ == "__main__":
    points = np.random.default_rng(7).normal(size=(4, 2))
    with Graph().as_default():
        W, b = Variable(points[:2]), Variable(points[2])
        J = perceptron_loss(Variable(points), Variable(np.eye(2)[[0, 1, 1, 0]]), W, b)
    right = [gradient_check(J, {}, variable) < 1e-6 for variable in (W, b)]
    print("lesson 7: the gradients of W and b are", "right" if all(right) else "WRONG")

# Lesson 8: training


class MinimizeStep(Operation):
    def __init__(self, loss, optimizer):
        super().__init__([loss])
        self.loss, self.optimizer = loss, optimizer

    def compute(self, J):
        placeholders = [node for node in self.loss.graph.nodes if isinstance(node, placeholder)]
        feed = {node: node.output for node in placeholders}
        self.optimizer.update(compute_gradients(self.loss, feed))
        return J


class GradientDescentOptimizer:
    def __init__(self, learning_rate):
        self.learning_rate = learning_rate

    def minimize(self, loss):
        return MinimizeStep(loss, self)

    def update(self, gradients):
        for node, G in gradients.items():
            if isinstance(node, Variable):
                node.value = node.value - self.learning_rate * G


def train(loss, minimize, feed_dict, steps):
    session, losses = Session(), []
    for _ in range(steps):
        losses.append(session.run(loss, feed_dict))
        session.run(minimize, feed_dict)
    return losses


def overlapping():
    rng = np.random.default_rng(0)
    circles = rng.standard_normal((50, 2)) - 0.75
    triangles = rng.standard_normal((50, 2)) + 0.75
    return np.concatenate([circles, triangles]), np.repeat(np.eye(2), 50, axis=0)


def perceptron(start_W=((0, 0), (0, 0)), start_b=(0, 0)):
    with Graph().as_default():
        X, c = placeholder(name="X"), placeholder(name="c")
        W, b = Variable(start_W, name="W"), Variable(start_b, name="b")
        J = reduce_mean(softmax_cross_entropy(X @ W + b, c))
    return X, c, W, b, J


if __name__ == "__main__":
    points, classes = overlapping()
    X, c, W, b, J = perceptron()
    minimize = GradientDescentOptimizer(1.0).minimize(J)
    losses = train(J, minimize, {X: points, c: classes}, 31)
    print(f"lesson 8: the perceptron's loss goes from {losses[0]:.4f} to {losses[-1]:.4f}")

# Lesson 9: a network


class tanh(UnaryOperation):
    def compute(self, a):
        return np.tanh(a)


@RegisterGradient(tanh)
def tanh_gradient(op, G):
    y = op.output
    return [G * (1 - y**2)]


def network(X, width, seed, f=tanh):
    rng = np.random.default_rng(seed)
    W1 = Variable(rng.standard_normal((2, width)), name="W1")
    b1 = Variable(np.zeros(width), name="b1")
    W2 = Variable(rng.standard_normal((width, 2)), name="W2")
    b2 = Variable(np.zeros(2), name="b2")
    h = f(X @ W1 + b1)
    return h, h @ W2 + b2


def worst_margin(logits, c):
    side = c[:, 1] - c[:, 0]
    return np.min((logits[:, 1] - logits[:, 0]) * side)


def train_xor(width, seed, f=tanh, steps=2001, learning_rate=0.5):
    points = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    classes = np.array([[1, 0], [0, 1], [0, 1], [1, 0]])
    with Graph().as_default():
        X, c = placeholder(name="X"), placeholder(name="c")
        _, logits = network(X, width, seed, f)
        J = reduce_mean(softmax_cross_entropy(logits, c))
        minimize = GradientDescentOptimizer(learning_rate).minimize(J)
    losses = train(J, minimize, {X: points, c: classes}, steps)
    return losses, worst_margin(Session().run(logits, {X: points}), classes)


if __name__ == "__main__":
    runs = [train_xor(3, seed, steps=100, learning_rate=4.0) for seed in range(20)]
    solved = sum(margin > 0 for losses, margin in runs)
    print(f"lesson 9: XOR is solved in {solved} of 20 runs")
