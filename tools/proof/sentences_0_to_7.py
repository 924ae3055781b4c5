"""The claims in words of lessons 0 to 7."""

from itertools import pairwise

import numpy as np

import dlfs
from dlfs import Graph, GradientDescentOptimizer, Session, Variable, compute_gradients
from dlfs.classroom import data
from dlfs.graph import order_of
from tools.proof.sentences import says
from tools.proof.sentences_8_and_9 import perceptron

# Lesson 0


@says("00", "other points, and again the first eight turns win most of them")
def eight_turns_win_most_of_the_points():
    from dlfs.classroom.explore.look_ahead import wrong_points

    return all(wrong_points(8, seed).sum() < wrong_points(0, seed).sum() / 2 for seed in range(100))


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


@says("01", "Every doubling adds one node, and twice the visits plus one")
def a_doubling_doubles_the_visits_and_adds_one():
    visits = [_visits(_doubled(k)) for k in range(9)]
    return all(after == 2 * before + 1 for before, after in pairwise(visits))


@says("01", "Through these 21 nodes there are more than a million ways.")
def twenty_doublings_have_a_million_ways():
    last = _doubled(20)
    table = compute_gradients(last)  # every rate is 1, so the first node counts the ways to it
    return len(table) == 21 and table[order_of(last)[0]] > 1e6


def _doubled(k):
    with Graph().as_default():
        node = Variable(1.0)
        for _ in range(k):
            node = node + node
    return node


def _visits(node):
    return 1 + sum(map(_visits, node.input_nodes))


# Lesson 2


@says("02", "**Only the differences of the logits count.**")
def softmax_hears_differences_alone():
    rng = np.random.default_rng(2)
    for _ in range(100):
        a, shift = rng.normal(size=(3, 4)), rng.normal(size=(3, 1)) * 100
        with Graph().as_default():
            one, other = (Session().run(dlfs.softmax(dlfs.constant(x))) for x in (a, a + shift))
        if not np.allclose(one, other, atol=1e-12):
            return False
    return True


@says("02", "no power is ever above 1")
def after_the_shift_no_power_is_above_1():
    a = np.random.default_rng(2).uniform(-1e4, 1e4, size=(1000, 5))
    return np.exp(a - a.max(axis=1, keepdims=True)).max() <= 1


@says("02", "Longer weights leave the line where it is and make $p$ surer.")
def longer_weights_make_surer():
    rng = np.random.default_rng(2)
    scores, longer = rng.normal(size=1000), rng.uniform(1.01, 10, size=1000)
    once, more = (1 / (1 + np.exp(-a)) for a in (scores, longer * scores))
    same_side = ((once > 0.5) == (more > 0.5)).all()
    return same_side and (np.abs(more - 0.5) > np.abs(once - 0.5)).all()


# Lesson 3


@says("03", "The one bad prediction costs more than the two good ones together.")
def the_bad_one_costs_more():
    return -np.log(0.2) > -np.log(0.9) - np.log(0.8)


@says("03", "The loss is a bowl, and answers every nudge")
def every_nudge_of_a_weight_changes_the_loss():
    points, classes = data.overlapping()
    W = np.array([[0, 1.237], [0, 1.267]])
    losses = set()
    for w2 in np.linspace(-2, 4, 121):
        W[1, 1] = w2
        losses.add(float(Session().run(perceptron(points, classes, W, [0, -0.071])[0])))
    return len(losses) == 121


@says("03", "Accuracy is flat under small nudges. The loss answers each of them.")
def a_small_nudge_moves_the_loss_alone():
    points, classes = data.overlapping()
    rng = np.random.default_rng(3)
    for _ in range(200):
        W, b, nudge = rng.normal(size=(2, 2)), rng.normal(size=2), np.zeros((2, 2))
        nudge[tuple(rng.integers(2, size=2))] = 1e-7
        (right, loss), (right_now, loss_now) = (
            _right_and_loss(points @ V + b, classes) for V in (W, W + nudge))
        if right != right_now or loss == loss_now:
            return False
    return True


def _right_and_loss(logits, classes):
    right = np.sum(logits.argmax(axis=1) == classes.argmax(axis=1))
    return right, np.mean(np.log(np.exp(logits).sum(axis=1)) - (logits * classes).sum(axis=1))


@says("03", "From about 28 on every mistake costs the same.")
def the_patch_makes_a_stair():
    costs = [-np.log(1 / (1 + np.exp(size)) + 1e-12) for size in (20, 28, 40, 80)]
    return costs[1] - costs[0] > 5 and costs[-1] - costs[1] < 0.6


@says("03", "no mistake costs more than 1 there, and near $p = 0$ its slope is only $-2$")
def a_squared_error_has_an_upper_end():
    p = np.linspace(0, 1, 1001)
    return ((1 - p) ** 2).max() == 1 and abs(((1 - 1e-6) ** 2 - 1) / 1e-6 + 2) < 1e-5


# Lesson 4


@says("04", "The descent stands in **the wrong valley**, at $f = 0.9908$")
def the_descent_ends_in_the_higher_of_two_valleys():
    def f(x):
        return np.sin(3 * x) + x**2

    x = 2.0
    for _ in range(400):
        x -= 0.05 * (3 * np.cos(3 * x) + 2 * x)
    places = np.linspace(-3, 3, 6001)
    return abs(f(x) - 0.9908) < 1e-4 and f(places).min() < f(x) - 1


@says("04", "Above 2 every jump lands farther away than the last one.")
def above_2_the_distance_grows():
    x = [1.0]
    for _ in range(50):
        x.append((1 - 2.05) * x[-1])
    return (np.diff(np.abs(x)) > 0).all()


@says("04", "Up to 2.03 nothing can go wrong, wherever you stand.")
def below_the_first_tick_no_step_goes_up():
    return all((np.diff(_losses_of_a_descent(2.03, seed)[0]) <= 1e-9).all() for seed in range(40))


@says("04", "above it no descent can stay there")
def above_the_second_tick_a_descent_leaves_the_minimum():
    aside = np.array([[1e-6, 0.0]] * 3)
    _, minimum = _losses_of_a_descent(1.0, 0, steps=2000)
    losses, _ = _losses_of_a_descent(7.2, 0, start=minimum + aside, steps=400)
    return losses[-1] > losses[0] + 1e-3


def _losses_of_a_descent(rate, seed, start=None, steps=60):
    points, classes = data.overlapping()
    X = np.column_stack([points, np.ones(len(points))])
    six = 2 * np.random.default_rng(seed).normal(size=(3, 2)) if start is None else start
    losses = []
    for _ in range(steps):
        logits = X @ six
        losses.append(_right_and_loss(logits, classes)[1])
        p = np.exp(logits - logits.max(axis=1, keepdims=True))
        six = six - rate * X.T @ (p / p.sum(axis=1, keepdims=True) - classes) / len(X)
    return np.array(losses), six


@says("04", "At right angles: a step goes the steepest way.")
def the_steps_cross_the_curves_at_right_angles():
    path, end = _path_of_w()
    for place, after in zip(path[:10], path[1:11], strict=True):
        step, slope = after[:2] - place[:2], _slope(np.append(place[:2], end[2]))[:2]
        if step @ -slope < np.cos(np.radians(4)) * np.hypot(*step) * np.hypot(*slope):
            return False
    return True


@says("04", "The first one covers more than half of the distance, and the last\nfifty are hidden")
def the_first_step_is_the_longest_and_the_last_fifty_are_nothing():
    path, end = _path_of_w()
    left = np.hypot(*(path - end)[:, :2].T)
    return left[1] < left[0] / 2 and left[50:].max() < 1e-3


def _path_of_w():
    """The places (w1, w2, b) of the hundred steps of lesson 4, and the last one."""
    path = [np.zeros(3)]
    for _ in range(100):
        # Both columns take a step, so their difference takes two.
        path.append(path[-1] - 2 * _slope(path[-1]))
    return np.array(path[:-1]), path[-1]


def _slope(place):
    points, classes = data.overlapping()
    X = np.column_stack([points, np.ones(len(points))])
    return X.T @ (1 / (1 + np.exp(-X @ place)) - classes[:, 1]) / len(X)


@says("04", "You see one valley, and $J$ of a perceptron has no other.")
def every_chord_lies_above_the_loss():
    points, classes = data.overlapping()
    X = np.column_stack([points, np.ones(len(points))])
    rng = np.random.default_rng(4)
    for _ in range(500):
        one, other = 3 * rng.normal(size=(2, 3, 2))
        low, middle, high = (
            _right_and_loss(X @ ((1 - t) * one + t * other), classes)[1] for t in (0, 0.5, 1))
        if middle > (low + high) / 2 + 1e-12:
            return False
    return True


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
