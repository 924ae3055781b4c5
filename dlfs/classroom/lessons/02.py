"""Perceptrons: the functions of the exercises of lesson 02, right ones and wrong ones.

A point is a row of two numbers and a batch is a table of such rows. What a teacher says to a
mistake stands in the mistake itself; tasks and hints are in 02.toml.
"""

import numpy as np

from dlfs import Session, Variable, matmul, placeholder, sigmoid
from dlfs.classroom.lessons.exercise import mistake, reference, setting


@setting("perceptron-parsons")
def names_of_the_graph():
    return {
        "placeholder": placeholder, "Variable": Variable, "matmul": matmul, "sigmoid": sigmoid,
        "Session": Session, "points": np.random.default_rng(0).normal(size=(100, 2)),
    }  # fmt: skip


# probability: faded


@reference("probability")
def probability(x, w, b):
    a = np.matmul(x, w) + b
    return 1 / (1 + np.exp(-a))


@mistake("probability", "b is left out")
def without_b(x, w, b):
    """Your line always goes through the origin: b does not occur in your score."""
    return 1 / (1 + np.exp(-(x @ w)))


@mistake("probability", "the minus is forgotten")
def without_minus(x, w, b):
    """Yours is the probability of the other class: a large score gives a p near 0. Look at the
    exponent of the sigmoid."""
    return 1 / (1 + np.exp(x @ w + b))


@mistake("probability", "b and the minus are missing")
def without_b_and_minus(x, w, b):
    """Two things are missing: b in the score, and a sign in the exponent."""
    return 1 / (1 + np.exp(x @ w))


@mistake("probability", "the exponent is b")
def exponent_is_b(x, w, b):
    """All your points get the same p: your exponent does not depend on the point. It should be made
    of the score that the first line computes."""
    return 1 / (1 + np.exp(-b))


@mistake("probability", "w is added", raises=r"ValueError: operands could not be broadcast")
def w_added(x, w, b):
    """You add w to the product of x and w. The score is a product plus one number: which one is not
    used yet?"""
    a = np.matmul(x, w) + w
    return 1 / (1 + np.exp(-a))


@mistake("probability", "the score subtracts b")
def b_subtracted(x, w, b):
    """b comes in with the wrong sign. Either your score subtracts it, or the minus of the exponent
    takes the product alone: with brackets it takes the whole score, $w \\cdot x + b$."""
    return 1 / (1 + np.exp(-(x @ w - b)))


# perceptron-parsons: parsons


@mistake("perceptron-parsons", "the decision before the run")
def decision_before_run(at):
    """You decide before there are probabilities: `probabilities` is what the run returns."""
    return at["B"] < at["F"]


@mistake("perceptron-parsons", "runs before the graph is built")
def run_before_graph(at):
    """You run the session on a node that is not built yet. First the whole graph, then the run."""
    return at["F"] < at["A"]


@mistake("perceptron-parsons", "the sigmoid before its logit")
def sigmoid_before_logit(at):
    """Your sigmoid takes `a`, and no line above it has built one."""
    return at["A"] < at["G"]


@mistake("perceptron-parsons", "the logit before its inputs")
def logit_before_inputs(at):
    """Your logit needs X, w and b, and one of them is built only later."""
    return at["G"] < max(at["C"], at["E"])


# softmax-rows: make


@reference("softmax-rows")
def softmax_of_rows(a):
    e = np.exp(a)
    return e / np.sum(e, axis=1, keepdims=True)


@mistake("softmax-rows", "one sum for the whole batch")
def one_sum(a):
    """You divide by the sum of the whole batch: the rows share one probability. Each row is a point
    of its own and adds up to 1."""
    e = np.exp(a)
    return e / np.sum(e)


@mistake("softmax-rows", "sums over the wrong axis")
def down_the_columns(a):
    """Your columns add up to 1, not your rows. Which axis does the sum run along?"""
    e = np.exp(a)
    return e / np.sum(e, axis=0)


@mistake(
    "softmax-rows", "keepdims is forgotten", raises=r"ValueError: operands could not be broadcast"
)
def without_keepdims(a):
    """You have the sum of each row, in the shape (n,). NumPy lays it along the columns: it does not
    fit, or worse, it fits when n is C. The sums should stand in a column, shape (n, 1)."""
    e = np.exp(a)
    return e / np.sum(e, axis=1)


@mistake("softmax-rows", "exp is missing")
def without_exp(a):
    """You give each logit its share of the sum of the logits. Some logits are negative or 0, and
    then the shares are no probabilities. What makes a number positive first?"""
    return a / np.sum(a, axis=1, keepdims=True)


@mistake("softmax-rows", "exp above only")
def exp_above_only(a):
    """Your numerator has `exp`, and your divisor adds up the logits without it. A share is taken of
    the sum of the same things."""
    return np.exp(a) / np.sum(a, axis=1, keepdims=True)


@mistake("softmax-rows", "never divided")
def never_divided(a):
    """All your numbers are positive, and they do not add up to 1: the division is missing."""
    return np.exp(a)


@mistake("softmax-rows", "divided by the largest")
def by_the_largest(a):
    """The largest of each row is 1 in yours: you divide by the largest power. Divide by what they
    add up to."""
    e = np.exp(a)
    return e / np.max(e, axis=1, keepdims=True)


@mistake("softmax-rows", "the mean in place of the sum")
def by_the_mean(a):
    """Your rows add up to C, the number of classes: you divide by a mean."""
    e = np.exp(a)
    return e / np.mean(e, axis=1, keepdims=True)


@mistake("softmax-rows", "sigmoid of each")
def sigmoid_of_each(a):
    """That is the sigmoid of each logit by itself. The classes do not know of each other, and a row
    adds up to anything."""
    return 1 / (1 + np.exp(-a))


@mistake("softmax-rows", "the winner takes all")
def winner_takes_all(a):
    """You give 1 to the largest logit and 0 to the rest. Softmax is the soft one: each class gets a
    share."""
    return (a == np.max(a, axis=1, keepdims=True)) * 1.0


@mistake("softmax-rows", "a minus in the exponent")
def minus_in_the_exponent(a):
    """Your largest logit gets the smallest share: there is a minus in the exponent. It belongs to
    the sigmoid."""
    e = np.exp(-a)
    return e / np.sum(e, axis=1, keepdims=True)


@mistake("softmax-rows", "updates in place")
def in_place(a):
    """The probabilities are right, and the logits you were given are gone: `a -= ...` or `a[...] =`
    writes into the array of whoever called you. Make a new one."""
    a -= np.max(a, axis=1, keepdims=True)
    return softmax_of_rows(a)


@mistake("softmax-rows", "only the first row")
def first_row_alone(a):
    """You return one row, and there is one for each point. Leave the axis of the points alone."""
    return softmax_of_rows(a)[0]


@mistake("softmax-rows", "returns None")
def without_return(a):
    """You compute the probabilities and then keep them to yourself: without `return` a function
    gives None."""
    e = np.exp(a)
    p = e / np.sum(e, axis=1, keepdims=True)  # noqa: F841


# line-through: challenge


@reference("line-through")
def line_through(P, Q, R):
    along = Q - P
    w = np.array([-along[1], along[0]])
    b = -np.dot(w, P)
    side = np.sign(np.dot(w, R) + b)
    return side * w, side * b


@mistake("line-through", "w along the line")
def along_the_line(P, Q, R):
    """Your w runs along the line, from P to Q. It has to stand at a right angle to it."""
    w = Q - P
    b = -np.dot(w, P)
    side = np.sign(np.dot(w, R) + b)
    return side * w, side * b


@mistake("line-through", "R is not asked")
def any_side(P, Q, R):
    """Your line is right, and on some inputs R is on its negative side. Compute the score of R, and
    decide then."""
    w = np.array([P[1] - Q[1], Q[0] - P[0]])
    return w, -np.dot(w, P)


@mistake("line-through", "R is not asked, the other turn")
def any_other_side(P, Q, R):
    """You have the right line, but on some inputs the point R has a negative score. What do you do
    with all three numbers then?"""
    w = np.array([Q[1] - P[1], P[0] - Q[0]])
    return w, -np.dot(w, P)


@mistake("line-through", "the sign of b")
def sign_of_b(P, Q, R):
    """The direction of your line is right, its place is not: P does not get the score 0. Check the
    sign of b."""
    w, b = line_through(P, Q, R)
    return w, -b


@mistake("line-through", "b is 0")
def through_the_origin(P, Q, R):
    """Your line goes through the origin. Choose b so that P gets the score 0."""
    w, _ = line_through(P, Q, R)
    return w, 0.0


@mistake("line-through", "w flipped, b not")
def only_w_flipped(P, Q, R):
    """To change sides you flip the signs of w, and leave b as it was: the line jumps to another
    place. All three numbers change their sign."""
    along = Q - P
    w = np.array([-along[1], along[0]])
    b = -np.dot(w, P)
    return np.sign(np.dot(w, R) + b) * w, b


@mistake("line-through", "R on the negative side")
def wrong_side(P, Q, R):
    """The line is right on every input, and R is always on the negative side. Its score should be
    positive."""
    w, b = line_through(P, Q, R)
    return -w, -b


@mistake("line-through", "no sign flipped")
def only_exchanged(P, Q, R):
    """You exchange the two numbers of Q - P, and no sign changes. That is a mirror, not a turn by a
    right angle: multiply your w with Q - P, it should give 0."""
    w = (Q - P)[::-1]
    b = -np.dot(w, P)
    side = np.sign(np.dot(w, R) + b)
    return side * w, side * b
