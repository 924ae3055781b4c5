"""The claims in words of lessons 0 to 4."""

from itertools import pairwise

import numpy as np

import dlfs
from dlfs import Graph, Session, Variable, compute_gradients
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


@says("04", "Up to $2/L = 2.03$ nothing can go wrong, wherever you stand")
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
