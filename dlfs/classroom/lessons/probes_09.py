"""What the exercises of lesson 09 are tried with."""

import re

import numpy as np

from dlfs import Graph, GradientDescentOptimizer, Session, placeholder, reduce_mean, relu, sigmoid
from dlfs import softmax_cross_entropy, tanh
from dlfs.classroom.checking.measuring import measured
from dlfs.classroom.lessons.exercise import Seen, drawn, engine, observe, probes, trial
from dlfs.classroom.lessons.small_engine import in_the_engine

XOR_INPUTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_TARGETS = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [1.0, 0.0]])


def weights_of(seed):
    """W1, b1, W2, b2 of a network with two hidden units."""
    rng = np.random.default_rng(seed)
    return tuple(rng.normal(size=shape) for shape in ((2, 2), 2, (2, 2), 2))


def asked_for(width, seed, f):
    """What `network` is called with: a node for the inputs, a width, a seed, and an f."""
    with Graph().as_default():
        X = placeholder(name="X")
    return X, width, seed, f


@probes("two-layers")
def networks_to_build():
    for width, seed, f in ((2, 0, tanh), (3, 1, sigmoid), (4, 2, tanh)):
        yield asked_for(width, seed, f)


@drawn("two-layers")
def random_networks(rng):
    return [asked_for(width, int(rng.integers(99)), f) for width, f in ((5, relu), (2, sigmoid))]


@drawn("two-layers", where="where there is one hidden unit")
def narrow_networks(rng):
    return [asked_for(1, int(rng.integers(99)), tanh)]


@trial("two-layers")
def network_in_training(network, X, width, seed, f):
    """What the four points are in the hidden space, their logits, and both after a step."""
    with X.graph.as_default():
        h, logits = network(X, width, seed, f)
        J = reduce_mean(softmax_cross_entropy(logits, XOR_TARGETS))
        minimize = GradientDescentOptimizer(0.5).minimize(J)
    session, feed = Session(), {X: XOR_INPUTS}
    start = session.run([h, logits], feed)
    session.run(minimize, feed)
    return [*start, *session.run([h, logits], feed)]


@observe("two-layers")
def layers_by_name(returned, arguments):
    """The four values by their names."""
    names = "value of h", "value of the logits", "h after a step", "value of the logits then"
    return Seen(returned, "", parts=names)


@engine("two-layers")
def network_in_the_own_engine(network, seed):
    """Losses of the learner's network and of the given one, on the small engine of the course."""
    def losses(names):
        return [names["train_xor"](3, seed, steps=4)[0]]

    return in_the_engine(losses, network, "network")


@probes("worst-margin")
def runs_to_judge():
    failed = np.array([[2.5, 0.5], [-1.0, 0.75], [1.5, 1.0], [0.25, 2.25]])
    solved = np.array([[3.0, 1.0], [-2.0, 1.0], [0.5, 1.25], [1.0, -3.0]])
    three = np.array([[0.5, 2.0], [1.5, -0.5], [-1.0, 3.5]])
    return [(failed, XOR_TARGETS.copy()), (solved, XOR_TARGETS.copy()),
            (three, XOR_TARGETS[1:].copy())]


@drawn("worst-margin")
def random_runs(rng):
    return [(rng.normal(size=(n, 2)) * 3, np.eye(2)[rng.integers(2, size=n)])
            for n in (1, 2, 5, 50)]


@drawn("worst-margin", where="where all points are right")
def solved_runs(rng):
    made = []
    for n in (3, 20):
        c = np.eye(2)[rng.integers(2, size=n)]
        made.append((rng.normal(size=(n, 2)) + 8 * c, c))
    return made


@drawn("worst-margin", where="where all points are wrong")
def failed_runs(rng):
    c = np.eye(2)[[0, 1, 1]]
    return [(rng.normal(size=(3, 2)) - 8 * c, c)]


@probes("relu-by-hand")
def the_four_points():
    return [(x1, x2) for x1, x2 in XOR_INPUTS.tolist()]


@trial("relu-by-hand")
def at_the_point_and_beside_it(exactly_one, x1, x2):
    """What it gives at the point, and whether it goes in straight pieces on two lines through it:
    units bend, and a product of the inputs or an `if` does something else."""
    given = exactly_one(x1, x2)
    steps = np.arange(-1, 2.25, 0.25).tolist()
    lines = [[(t, x2) for t in steps], [(x1 + t, x2 + t) for t in steps]]
    # Of a wrong one nothing is said: its bends may lie so close together that they look like a curve.
    right = all(exactly_one(*point) == abs(point[0] - point[1]) for point in XOR_INPUTS.tolist())
    return given, not right or all(_in_straight_pieces(exactly_one, line) for line in lines)


def _in_straight_pieces(function, points):
    """Whether the bends along the points stand alone: between two points a bend shows at both."""
    try:
        second = np.diff([float(function(*point)) for point in points], 2)
    except Exception:  # what it cannot do there, it does not do with units
        return False
    if not np.isfinite(second).all():
        return False
    signs = np.sign(np.where(np.abs(second) < 1e-6, 0, second)).tolist()
    alone = "".join("0+-"[int(sign)] for sign in signs).replace("++", "+").replace("--", "-")
    return re.search("[+-]{2}", alone) is None


@observe("relu-by-hand")
def made_of_units(returned, arguments):
    """The number; with nothing behind it, where the function can be made of units."""
    number, straight = returned
    if straight or measured(number)[0] != "numbers" or np.size(number) != 1:
        return number
    return Seen([float(number), 0.0], f"yours gave {number}, and jumps or curves on the way there.",
                "A unit is a sum with weights, cut off below 0: it goes in straight pieces. Yours "
                "does not, as with a product of the inputs, or where they are compared.")


@probes("scaled")
def tables_to_scale():
    return [(np.array([[1.0, 10.0], [3.0, 30.0], [2.0, 80.0]]),),
            (np.array([[4.5, 1.5], [5.0, 2.0], [6.5, 1.0], [4.0, 2.5]]),)]  # fmt: skip


@drawn("scaled")
def random_tables(rng):
    return [(rng.normal(size=(n, 2)) * [3, 0.2] + [-5, 1],) for n in (3, 10, 100)]


@drawn("scaled", where="where there are more than two columns")
def wide_tables(rng):
    return [(rng.normal(size=(6, 4)) * 2 + 1,)]
