"""The claims in words of lessons 5 to 7: backpropagation, rules, and their shapes."""

import numpy as np

import dlfs
from dlfs import Graph, GradientDescentOptimizer, Session, Variable, compute_gradients
from dlfs.classroom import data
from dlfs.graph import order_of
from tools.proof.sentences import says
from tools.proof.sentences_8_and_9 import perceptron

# Lesson 5


@says("05", "In the\nperceptron every node is used once.")
def in_the_perceptron_every_node_has_one_consumer():
    with Graph().as_default():
        X, c = dlfs.placeholder(), dlfs.placeholder()
        p = dlfs.softmax(X @ Variable(np.zeros((2, 2))) + Variable(np.zeros(2)))
        picked = dlfs.reduce_sum(c * dlfs.log(p), axis=1)
        J = dlfs.negative(dlfs.reduce_sum(picked))
    return all(len(node.consumers) == 1 for node in order_of(J) if node is not J)


@says("05", "There breadth-first order is right")
def breadth_first_is_legal_where_every_node_is_used_once():
    points, classes = data.overlapping()
    J = perceptron(points, classes)[0]
    return _is_legal_backwards(_breadth_first(J), J)


def _breadth_first(J):
    queue = [J]
    for node in queue:
        queue += [n for n in dict.fromkeys(node.input_nodes) if n not in queue]
    return queue


def _is_legal_backwards(order, J):
    needed, place = set(order_of(J)), {node: i for i, node in enumerate(order)}
    return all(place[consumer] < place[node] for node in order
               for consumer in node.consumers if consumer in needed)  # fmt: skip


@says("05", "Most graphs do not show the fault.")
def most_random_graphs_survive_breadth_first_order():
    rng, legal = np.random.default_rng(5), 0
    for _ in range(200):
        legal += _is_legal_backwards(_breadth_first(J := _random_graph(rng)), J)
    return 100 < legal < 200


def _random_graph(rng):
    with Graph().as_default():
        nodes = [Variable(rng.uniform(-1, 1)) for _ in range(3)]
        for _ in range(10):
            a, b = (nodes[-i] for i in rng.integers(1, 4, size=2))
            built = a + b, a * b, -a, a**2
            nodes.append(built[rng.integers(4)])
    return nodes[-1]


@says("05", "Where no node is used twice, the same line gives the right numbers.")
def overwriting_is_right_on_trees():
    rng = np.random.default_rng(0)
    for _ in range(50):
        J = _random_tree(rng)
        right_table, table = compute_gradients(J), {J: 1.0}
        for op in reversed(order_of(J)):
            for node, share in zip(op.input_nodes, _rates(op), strict=True):
                table[node] = table[op] * share
        if not all(np.isclose(table[node], right_table[node]) for node in right_table):
            return False
    return True


def _random_tree(rng):
    with Graph().as_default():
        nodes = [Variable(rng.uniform(-1, 1)) for _ in range(6)]
        while len(nodes) > 1:
            a, b = nodes.pop(rng.integers(len(nodes))), nodes.pop(rng.integers(len(nodes)))
            nodes.append((a + b, a * b)[rng.integers(2)])
    return nodes[0]


def _rates(op):
    if not op.input_nodes:
        return []
    a, b = op.input_nodes
    return [1.0, 1.0] if isinstance(op, dlfs.add) else [b.output, a.output]


# Lesson 6


@says("06", "by a factor between 1 and $e$, and it has the wrong sign nowhere")
def the_misprint_is_too_large_everywhere():
    def sigma(a):
        return 1 / (1 + np.exp(-a))

    a = np.linspace(-30, 30, 6001)
    times = sigma(a) * sigma(1 - a) / (sigma(a) * sigma(-a))
    return times.min() > 1 and times.max() < np.e


def _with_rule(rule, steps, rate, start):
    """The losses of the sigmoid perceptron with this rule of the sigmoid, and where it ends."""
    points, classes = data.overlapping()
    c = classes[:, 1]
    with Graph().as_default():
        w, b = Variable(start[0]), Variable(start[1])
        p = dlfs.sigmoid(points @ w + b)
        J = -dlfs.reduce_mean(c * dlfs.log(p) + (1 - c) * dlfs.log(1 - p))
        step = GradientDescentOptimizer(rate).minimize(J)
    session = Session()
    with dlfs.registered(dlfs.sigmoid, rule):
        losses = [session.run([J, step])[0] for _ in range(steps)]
    return np.array(losses), (w.value, b.value)


def _right_rule(op, G):
    return G * op.output * (1 - op.output)


def _misprint(op, G):
    return G * op.output / (1 + np.exp(op.inputs[0] - 1))


ZERO = ([0.0, 0.0], 0.0)


@says("06", "At first the loss fell with three of these four rules.")
def at_first_the_loss_falls_with_three_of_four_rules():
    rules = _right_rule, _misprint, lambda op, G: G, lambda op, G: -_right_rule(op, G)
    falls = [bool((np.diff(_with_rule(rule, 15, 0.1, ZERO)[0]) < 0).all()) for rule in rules]
    return falls == [True, True, True, False]


@says("06", "The misprint walks uphill, away from the minimum, and so does the other one, farther.")
def from_the_minimum_wrong_rules_walk_uphill():
    minimum = _with_rule(_right_rule, 1000, 1.0, ZERO)[1]
    by_misprint, by_none = (
        _with_rule(rule, 501, 0.1, minimum)[0] for rule in (_misprint, lambda op, G: G))
    return (np.diff(by_misprint) > 0).all() and by_none[-1] > by_misprint[-1] > by_misprint[0]


@says("06", "its loss is larger in the sixth digit only")
def the_place_of_the_misprint_is_nearly_right():
    minimum = _with_rule(_right_rule, 1000, 1.0, ZERO)[1]
    losses = _with_rule(_misprint, 5001, 0.1, minimum)[0]
    return 1e-6 < losses[-1] - losses[0] < 1e-5


# Lesson 7


@says("07", "Where p is sure and wrong, it is nearly 1\nfor the wrong class, and nearly -1 for the true one.")
def who_is_sure_and_wrong_hears_one_and_minus_one():
    with Graph().as_default():
        a = Variable([[8.0, 0.0], [0.0, 8.0]])
        J = dlfs.reduce_sum(dlfs.softmax_cross_entropy(a, [[0.0, 1.0], [0.0, 1.0]]))
    wrong, right = compute_gradients(J)[a]
    return np.allclose(wrong, [1, -1], atol=1e-3) and np.allclose(right, 0, atol=1e-3)


@says("07", "They never find a factor or a sign.")
def a_factor_and_a_sign_keep_every_shape():
    with Graph().as_default():
        A, B = Variable(np.ones((4, 2))), Variable(np.ones((2, 3)))
        J = dlfs.reduce_sum(A @ B)
    for factor in (-1, 0.5, 4):
        rule = lambda op, G, f=factor: [f * G @ op.inputs[1].T, f * op.inputs[0].T @ G]  # noqa: E731
        with dlfs.registered(dlfs.matmul, rule):
            table = compute_gradients(J)
        if table[A].shape != (4, 2) or table[B].shape != (2, 3):
            return False
    return True
