"""The programs of the series run here as they are, with `import dlfs as ts`.

Each is written the way its readers write it, and stands beside the same computation in plain
NumPy, without a graph.
"""

import numpy as np
import pytest

import dlfs as ts
from tests.engine.helpers import two_classes


@pytest.fixture(autouse=True)
def statement_form():
    """Programs make their graph with a statement; afterwards the former default is restored."""
    with ts.Graph():
        yield


def softmax(a):
    e = np.exp(a - a.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def perceptron(circles, triangles, W_start, steps=100, rate=0.01):
    """The perceptron of the series: its losses and its final W and b."""
    ts.Graph().as_default()

    X = ts.placeholder()
    c = ts.placeholder()

    W = ts.Variable(W_start)
    b = ts.Variable([0, 0])
    p = ts.softmax(ts.add(ts.matmul(X, W), b))

    # Cross-entropy loss
    J = ts.negative(ts.reduce_sum(ts.reduce_sum(ts.multiply(c, ts.log(p)), axis=1)))

    minimization_op = ts.train.GradientDescentOptimizer(learning_rate=rate).minimize(J)

    feed_dict = {
        X: np.concatenate((circles, triangles)),
        c: [[1, 0]] * len(circles) + [[0, 1]] * len(triangles),
    }

    session = ts.Session()
    losses = []
    for _ in range(steps):
        J_value = session.run(J, feed_dict)
        losses.append(J_value)
        session.run(minimization_op, feed_dict)

    return losses, session.run(W), session.run(b)


def perceptron_in_numpy(X, c, W, steps=100, rate=0.01):
    b, losses = np.zeros(2), []
    for _ in range(steps):
        p = softmax(X @ W + b)
        losses.append(-np.log(p[c == 1]).sum())
        W, b = W - rate * X.T @ (p - c), b - rate * (p - c).sum(axis=0)
    return losses, W, b


def assert_same_training(found, expected, rtol=1e-9):
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=rtol, atol=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_the_perceptron_of_the_series_trains_as_in_plain_numpy(seed):
    X, c = two_classes(2.0, seed=seed)
    W = np.random.default_rng(seed + 100).normal(size=(2, 2))
    found = perceptron(X[:50], X[50:], W)
    assert_same_training(found, perceptron_in_numpy(X, c, W))
    losses = found[0]
    assert len(losses) == 100 and losses[-1] < 3 < losses[0]


def test_the_comparison_with_plain_numpy_fails_at_another_rate():
    X, c = two_classes(2.0)
    W = np.random.default_rng(100).normal(size=(2, 2))
    found = perceptron(X[:50], X[50:], W, steps=5, rate=0.01 + 1e-9)
    with pytest.raises(AssertionError):
        assert_same_training(found, perceptron_in_numpy(X, c, W, steps=5))


def four_clouds(seed):
    """Circles near (0, 0) and (1, 1), triangles near (0, 1) and (1, 0): no line divides them."""
    draw = np.random.default_rng(seed)
    clouds = [draw.normal(0, 0.2, (25, 2)) + at for at in ([0, 0], [1, 1], [0, 1], [1, 0])]
    return np.concatenate(clouds[:2]), np.concatenate(clouds[2:])


def network(circles, triangles, start, steps=1000, rate=0.03):
    """The 2-2-2 network of the series: its losses and its final parameters."""
    ts.Graph().as_default()

    X = ts.placeholder()
    c = ts.placeholder()

    W_hidden = ts.Variable(start[0])
    b_hidden = ts.Variable(start[1])
    p_hidden = ts.sigmoid(ts.add(ts.matmul(X, W_hidden), b_hidden))

    W_output = ts.Variable(start[2])
    b_output = ts.Variable(start[3])
    p_output = ts.softmax(ts.add(ts.matmul(p_hidden, W_output), b_output))

    J = ts.negative(ts.reduce_sum(ts.reduce_sum(ts.multiply(c, ts.log(p_output)), axis=1)))
    minimization_op = ts.train.GradientDescentOptimizer(learning_rate=rate).minimize(J)
    feed_dict = {
        X: np.concatenate((circles, triangles)).tolist(),
        c: [[1, 0]] * len(circles) + [[0, 1]] * len(triangles),
    }

    session = ts.Session()
    losses = []
    for _ in range(steps):
        losses.append(session.run(J, feed_dict))
        session.run(minimization_op, feed_dict)
    return [losses] + [session.run(v) for v in (W_hidden, b_hidden, W_output, b_output)]


def network_in_numpy(X, c, start, steps=1000, rate=0.03):
    W, b, V, d = start
    losses = []
    for _ in range(steps):
        h = sigmoid(X @ W + b)
        p = softmax(h @ V + d)
        losses.append(-np.log(p[c == 1]).sum())
        G = (p - c) @ V.T * h * (1 - h)
        V, d = V - rate * h.T @ (p - c), d - rate * (p - c).sum(axis=0)
        W, b = W - rate * X.T @ G, b - rate * G.sum(axis=0)
    return [losses, W, b, V, d]


def test_the_network_of_the_series_trains_as_in_plain_numpy():
    circles, triangles = four_clouds(seed=1)
    draw = np.random.default_rng(2)
    start = [draw.normal(size=shape) for shape in ((2, 2), (2,), (2, 2), (2,))]
    X, c = np.concatenate((circles, triangles)), np.repeat(np.eye(2), 50, axis=0)
    found = network(circles, triangles, start)
    assert_same_training(found, network_in_numpy(X, c, start), rtol=1e-6)
    assert found[0][-1] < 0.5 * found[0][0]


def test_a_readers_own_operation_and_gradient_run_unchanged():
    ts.Graph().as_default()

    class cube(ts.Operation):
        def __init__(self, x):
            super().__init__([x])

        def compute(self, x_value):
            self.inputs = [x_value]
            return x_value**3

    @ts.RegisterGradient("cube")
    def _cube_gradient(op, grad):
        x = op.inputs[0]
        return grad * 3 * x**2

    x = ts.Variable(2.0)
    session = ts.Session()
    assert session.run(cube(x)) == 8
    session.run(ts.train.GradientDescentOptimizer(learning_rate=0.125).minimize(cube(x)))
    assert session.run(x) == 2 - 0.125 * 12


# The gradients as the series writes them: by name, one value or a list, from inputs and output.
AS_IN_THE_SERIES = {
    "negative": lambda op, grad: -grad,
    "log": lambda op, grad: grad / op.inputs[0],
    "sigmoid": lambda op, grad: grad * op.output * (1 - op.output),
    "multiply": lambda op, grad: [grad * op.inputs[1], grad * op.inputs[0]],
    "matmul": lambda op, grad: [grad.dot(op.inputs[1].T), op.inputs[0].T.dot(grad)],
    "add": lambda op, grad: [grad, np.sum(grad, axis=0)],
    "softmax": lambda op, grad: (
        (grad - np.reshape(np.sum(grad * op.output, 1), [-1, 1])) * op.output
    ),
}


@pytest.mark.parametrize("name", AS_IN_THE_SERIES)
def test_gradients_registered_by_name_replace_those_of_the_library(name):
    circles, triangles = four_clouds(seed=1)
    draw = np.random.default_rng(2)
    start = [draw.normal(size=shape) for shape in ((2, 2), (2,), (2, 2), (2,))]
    called = []

    def as_in_the_series(op, grad):
        called.append(type(op).__name__)
        return AS_IN_THE_SERIES[name](op, grad)

    with ts.registered(name, as_in_the_series):
        found = network(circles, triangles, start, steps=3)
    assert set(called) == {name}
    assert_same_training(found, network(circles, triangles, start, steps=3), rtol=1e-12)


def test_the_first_program_of_the_series_computes_a_product_and_a_sum():
    ts.Graph().as_default()
    A = ts.Variable([[1, 0], [0, -1]])
    b = ts.Variable([1, 1])
    x = ts.placeholder()
    y = ts.matmul(A, x)
    z = ts.add(y, b)
    output = ts.Session().run(z, {x: [1, 2]})
    np.testing.assert_array_equal(output, [2, -1])


def test_a_picture_of_the_decision_may_be_computed_point_by_point():
    ts.Graph().as_default()
    X = ts.placeholder()
    W = ts.Variable([[1, -1], [1, -1]])
    b = ts.Variable([0, 0])
    p = ts.softmax(ts.add(ts.matmul(X, W), b))
    session = ts.Session()
    xs = ys = np.linspace(-2, 2, 5)
    one_by_one = [session.run(p, {X: [[x, y]]})[0] for x in xs for y in ys]
    points = [[x, y] for x in xs for y in ys]
    np.testing.assert_allclose(session.run(p, {X: points}), one_by_one, rtol=1e-14)
