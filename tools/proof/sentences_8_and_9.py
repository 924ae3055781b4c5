"""The claims in words of lessons 8 and 9: what a training does."""

from functools import cache
from itertools import pairwise

import numpy as np

import dlfs
from dlfs import Graph, GradientDescentOptimizer, Session, Variable, compute_gradients
from dlfs.classroom import data
from tools.proof.sentences import says


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


# Lesson 8


@says("08", "After step 157 no point is left to win. Still the loss falls")
def the_loss_falls_in_every_step_after_all_points_are_right():
    from dlfs.classroom.explore.line_map import simulate

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


@says("08", "Random weights start elsewhere, mostly higher")
def most_random_starts_pay_more_than_log_c():
    points, classes = data.overlapping()
    rng = np.random.default_rng(8)
    losses = []
    for _ in range(300):
        logits = points @ rng.normal(size=(2, 2)) + rng.normal(size=2)
        losses.append(np.mean(np.log(np.exp(logits).sum(axis=1)) - (classes * logits).sum(axis=1)))
    return np.mean(np.array(losses) > np.log(2)) > 0.6


@says("08", "Curve 3 does not, not even in the last digit.")
def a_step_that_is_never_run_moves_nothing():
    return len(set(trained("overlapping", 0, 100)[0])) == 1


@says("08", "stand in the wrong cloud, and no line gets them all")
def no_line_is_right_on_the_overlapping_points():
    # Where a line is right on all points, doubling helps for ever, and no slope can be 0.
    points, classes = data.overlapping()
    _, _, W, b = trained("overlapping", 1, 500)
    J, _, W, b = perceptron(points, classes, W, b)
    table = compute_gradients(J)
    return max(np.abs(table[W]).max(), np.abs(table[b]).max()) < 1e-12


@says("08", "**The line listens to those that are wrong or unsure.**")
def the_points_of_small_pull_hardly_turn_the_line():
    from dlfs.classroom.explore.moved_point import FAR_AND_RIGHT, FAR_AND_WRONG, turned

    sure, wrong = ([turned(point, tuple(x if point < 50 else -x for x in place))
                    for point in range(0, 100, 10)] for place in (FAR_AND_RIGHT, FAR_AND_WRONG))
    return max(sure) < 2 and min(wrong) > 8


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


@says("09", "it is nearly certain that somebody sees a failure")
def one_of_ten_readers_fails():
    from dlfs.classroom.explore.hidden_layer import share_solved

    return 1 - share_solved(2, "sigmoid", seeds=50) ** 10 > 0.95


@says("09", "One solid curve stays near $\\log 2$ for more than a thousand steps, and then it falls.")
def one_solved_run_is_late():
    from dlfs.classroom.explore.hidden_layer import trained as run

    runs = run(2, "sigmoid")
    curves = runs.J[:, :20][:, runs.solved()[:20]]
    return sum((curve[:1001] > 0.65).all() for curve in curves.T) == 1


@says("09", "charges more for a loss than it pays for a gain")
def no_four_scores_of_a_line_cost_less_than_log_2():
    rng = np.random.default_rng(9)
    w, b = 5 * rng.normal(size=(1000, 2)), 5 * rng.normal(size=1000)
    margins = (w @ XOR_POINTS.T + b[:, None]) * np.array([-1, 1, 1, -1])
    return np.logaddexp(0, -margins).mean(axis=1).min() >= np.log(2)


@says("09", "the flowers that are wrong stand where the two species mix")
def every_wrong_flower_has_a_stranger_near():
    flowers, species = data.irises()
    X, y = (flowers - flowers.mean(axis=0)) / flowers.std(axis=0), species.argmax(axis=1)
    J, logits, _, _ = perceptron(X, species)
    step, session = GradientDescentOptimizer(1.0).minimize(J), Session()
    for _ in range(500):
        session.run(step)
    wrong = np.flatnonzero(~right(session.run(logits), species))
    near = [np.argsort(((X - X[i]) ** 2).sum(axis=1))[1:6] for i in wrong]
    return len(wrong) > 0 and all((y[five] != y[i]).any() for i, five in zip(wrong, near))
