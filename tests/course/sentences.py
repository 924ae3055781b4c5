"""Claims in words, each with the computation that decides it.

"So it falls", "in every step", "nobody": a sentence of this kind is either computed or mended.

    @says("08", "Curve 4 falls in every step")
    def small_rate_never_rises():
        return all(np.diff(losses(0.01, 100)) < 0)

The words stand in the lesson as they stand here, so that whoever changes the sentence comes by its
proof. The function returns whether it is true; what it computes, it computes anew.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

import dlfs
from dlfs import Graph, GradientDescentOptimizer, Session, Variable, compute_gradients
from dlfs.classroom import data
from dlfs.graph import order_of


@dataclass(frozen=True)
class Saying:
    """Words of a lesson, and the function that says whether they are true."""

    lesson: str
    words: str
    holds: Callable[[], bool]
    slow: bool = False


SAYINGS: list[Saying] = []


def says(lesson: str, words: str, slow: bool = False) -> Callable:
    """Register the decorated function as what decides these words of a lesson."""

    def register(holds: Callable) -> Callable:
        SAYINGS.append(Saying(lesson, words, holds, slow))
        return holds

    return register


# What several sentences need


def perceptron(points, classes, W=None, b=None):
    with Graph().as_default():
        W = Variable(np.zeros((2, 2)) if W is None else W, "W")
        b = Variable(np.zeros(2) if b is None else b, "b")
        logits = points @ W + b
        J = dlfs.reduce_mean(dlfs.softmax_cross_entropy(logits, classes))
    return J, logits, W, b


@cache
def trained(data_set: str, rate: float, steps: int, seed: int = -1):
    """The losses at the steps 0 to `steps`, and the last logits, W and b; seed -1: all zeros."""
    points, classes = getattr(data, data_set)()
    rng = np.random.default_rng(seed % 2**32)
    start = (None, None) if seed < 0 else (rng.normal(size=(2, 2)), rng.normal(size=2))
    J, logits, W, b = perceptron(points, classes, *start)
    step, session = _descent(rate).minimize(J), Session()
    losses = [session.run([J, step])[0] for _ in range(steps)]
    last, at_end = session.run([J, logits])
    return np.array([*losses, last]), at_end, W.value, b.value


def _descent(rate: float):
    return Uphill(-rate) if rate < 0 else GradientDescentOptimizer(rate)


class Uphill(GradientDescentOptimizer):
    """A flipped sign in the update."""

    def update(self, gradients):
        for variable, G in gradients.items():
            variable.value = variable.value + self.learning_rate * G


def right(logits, classes):
    return np.argmax(logits, axis=1) == np.argmax(classes, axis=1)


XOR_POINTS = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
XOR_CLASSES = np.eye(2)[[0, 1, 1, 0]]


@cache
def network_on_xor(seed: int, width: int = 2, steps: int = 2000, f=dlfs.sigmoid):
    """The last loss, the last probabilities and the last hidden places, from a seeded start."""
    rng = np.random.default_rng(seed)
    with Graph().as_default():
        W1, b1 = Variable(rng.standard_normal((2, width))), Variable(np.zeros(width))
        W2, b2 = Variable(rng.standard_normal((width, 2))), Variable(np.zeros(2))
        h = f(XOR_POINTS @ W1 + b1)
        logits = h @ W2 + b2
        J = dlfs.reduce_mean(dlfs.softmax_cross_entropy(logits, XOR_CLASSES))
        step = GradientDescentOptimizer(0.5).minimize(J)
        p = dlfs.softmax(logits)
    session = Session()
    for _ in range(steps):
        session.run(step)
    return session.run([J, p, h])


def solved(p):
    return right(p, XOR_CLASSES).all()


# Lesson 1


@says("01", "All of them give the same values.")
def every_legal_order_gives_the_same_values():
    with Graph().as_default():
        w, x, b = Variable(2.0), Variable(-1.0), Variable(3.0)
        last = (w * x + b) ** 2
    nodes = order_of(last)
    found = {_value_in(order) for order in _legal_orders(nodes)}
    return len(found) == 1 and found.pop() == Session().run(last)


def _legal_orders(nodes, done=()):
    if len(done) == len(nodes):
        yield done
    for node in nodes:
        if node not in done and all(n in done for n in node.input_nodes):
            yield from _legal_orders(nodes, (*done, node))


def _value_in(order):
    values = {}
    for node in order:
        inputs = [values[n] for n in node.input_nodes]
        is_operation = isinstance(node, dlfs.Operation)
        own = node.value if isinstance(node, Variable) else node.output
        values[node] = node.compute(*inputs) if is_operation else own
    return float(values[order[-1]])


# Lesson 2


@says("02", "**Only the differences of the logits count.**")
def softmax_hears_differences_alone():
    rng = np.random.default_rng(2)
    for _ in range(100):
        a, shift = rng.normal(size=(3, 4)), rng.normal(size=(3, 1)) * 100
        one, other = (Session().run(dlfs.softmax(dlfs.constant(x))) for x in (a, a + shift))
        if not np.allclose(one, other, atol=1e-12):
            return False
    return True


@says("02", "no power is ever above 1")
def after_the_shift_no_power_is_above_1():
    a = np.random.default_rng(2).uniform(-1e4, 1e4, size=(1000, 5))
    return np.exp(a - a.max(axis=1, keepdims=True)).max() <= 1


# Lesson 3


@says("03", "The one bad prediction costs more than the two good ones together.")
def the_bad_one_costs_more():
    return -np.log(0.2) > -np.log(0.9) - np.log(0.8)


@says("03", "The loss answers every nudge")
def every_nudge_of_a_weight_changes_the_loss():
    points, classes = data.overlapping()
    W = np.array([[0, 1.237], [0, 1.267]])
    losses = set()
    for w2 in np.linspace(-2, 4, 121):
        W[1, 1] = w2
        losses.add(float(Session().run(perceptron(points, classes, W, [0, -0.071])[0])))
    return len(losses) == 121


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


# Lesson 8


@says("08", "After step 157 no point is left to win. Still the loss falls")
def the_loss_falls_in_every_step_after_all_points_are_right():
    from dlfs.classroom.explore.training import simulate

    _, losses, shares = simulate()
    return (shares[157:] == 1).all() and shares[156] < 1 and (np.diff(losses[157:]) < 0).all()


@says("08", "Curve 1 goes up from the first step on, and never turns: more than 200 at the end.")
def uphill_never_turns():
    losses = trained("overlapping", -1, 100)[0]
    return (np.diff(losses) > 0).all() and losses[-1] > 200


@says("08", "Curve 4 falls in every step")
def the_small_rate_falls_in_every_step():
    return (np.diff(trained("overlapping", 0.01, 100)[0]) < 0).all()


@says("08", "On separable data not one of the 200 steps goes up, at any of these rates.")
def separable_data_never_rise():
    rates = (1, 10, 50)
    return all((np.diff(trained("separable", rate, 200)[0]) <= 1e-9).all() for rate in rates)


@says("08", "**doubling $W$ and $b$ makes every probability surer and every loss smaller**")
def doubling_helps_every_point_that_is_right():
    points, classes = data.separable()
    _, _, W, b = trained("separable", 1, 300)
    once, twice = (_losses_of_rows(s * (points @ W + b), classes) for s in (1, 2))
    return right(points @ W + b, classes).all() and (twice < once).all()


def _losses_of_rows(logits, classes):
    return Session().run(dlfs.softmax_cross_entropy(dlfs.constant(logits), classes))


@says("08", "On separable data both go on.")
def on_separable_data_loss_and_length_go_on():
    ends = [trained("separable", 1, steps) for steps in (300, 1000)]
    losses, lengths = zip(*((end[0][-1], np.linalg.norm(end[2])) for end in ends), strict=True)
    return losses[1] < losses[0] and lengths[1] > lengths[0]


@says("08", "the two columns stay mirror images of each other")
def from_zero_the_columns_stay_mirror_images():
    _, _, W, b = trained("overlapping", 1, 200)
    return np.allclose(W[:, 0], -W[:, 1], atol=1e-12) and np.isclose(b[0], -b[1], atol=1e-12)


@says("08", "All end at the same loss, and with the same line.")
def five_starts_end_alike():
    ends = [trained("overlapping", 1, 500, seed) for seed in range(5)]
    lines = [(W[:, 0] - W[:, 1], b[0] - b[1]) for _, _, W, b in ends]
    return all(np.isclose(one[0][-1], other[0][-1], atol=1e-6) for one, other in pairwise(ends)) \
        and all(np.allclose(v, w, atol=1e-3) and np.isclose(a, b, atol=1e-3)
                for (v, a), (w, b) in pairwise(lines))


# Lesson 9


@says("09", "All five end at 0.6931, which is $\\log 2$: $p = 0.5$ for every point.")
def the_perceptron_on_xor_ends_at_one_half():
    for seed in range(5):
        W = np.random.default_rng(seed).normal(size=(2, 2))
        J, logits, _, _ = perceptron(XOR_POINTS, XOR_CLASSES, W)
        step, session = GradientDescentOptimizer(1.0).minimize(J), Session()
        for _ in range(300):
            session.run(step)
        p = session.run(dlfs.softmax(logits))
        if not np.allclose(p, 0.5, atol=5e-3):
            return False
    return True


@says("09", "two points are right and sure, and two stay at $p = 0.5$")
def every_stuck_run_has_two_sure_points_and_two_at_one_half():
    stuck = [p for _, p, _ in map(network_on_xor, range(20)) if not solved(p)]
    of_true = [np.sort((p * XOR_CLASSES).sum(axis=1)) for p in stuck]
    return len(stuck) == 5 and all(
        np.allclose(p[:2], 0.5, atol=0.05) and (p[2:] > 0.98).all() for p in of_true)


@says("09", "Every stuck run ends at a loss of 0.352 or 0.353")
def every_stuck_run_ends_near_half_of_log_2():
    losses = [J for J, p, _ in map(network_on_xor, range(20)) if not solved(p)]
    return {f"{J:.3f}" for J in losses} <= {"0.352", "0.353"}


@says("09", "With a hidden layer nothing moves.")
def from_all_zero_weights_nothing_moves():
    with Graph().as_default():
        weights = [Variable(np.zeros(shape)) for shape in ((2, 3), (3,), (3, 2), (2,))]
        W1, b1, W2, b2 = weights
        logits = dlfs.sigmoid(XOR_POINTS @ W1 + b1) @ W2 + b2
        J = dlfs.reduce_mean(dlfs.softmax_cross_entropy(logits, XOR_CLASSES))
        step = GradientDescentOptimizer(0.5).minimize(J)
    session = Session()
    for _ in range(200):
        session.run(step)
    return all(np.abs(weight.value).max() < 1e-9 for weight in weights)


@says("09", "where a relu unit is silent at all four points, its gradient is 0, and nothing can wake it")
def a_silent_relu_unit_hears_nothing():
    with Graph().as_default():
        W1, b1 = Variable([[1.0, -1.0], [1.0, -1.0]]), Variable([0.0, -0.5])
        W2 = Variable([[1.0, 2.0], [-3.0, 1.0]])
        J = dlfs.reduce_mean(
            dlfs.softmax_cross_entropy(dlfs.relu(XOR_POINTS @ W1 + b1) @ W2, XOR_CLASSES))
    table = compute_gradients(J)
    silent, awake = (np.abs(table[W1][:, unit]).max() for unit in (1, 0))
    return silent == 0 and table[b1][1] == 0 and awake > 0
