"""Cross-entropy: the functions of the exercises of lesson 03, right ones and wrong ones.

Some work on nodes of a graph, others on plain arrays; the numbers are the same. What a teacher says
to a mistake stands in the mistake itself; tasks and hints are in 03.toml.
"""

import numpy as np

from dlfs import log, negative, reduce_mean, reduce_sum, softmax
from dlfs.classroom.lessons.exercise import mistake, reference, setting


@setting("loss-parsons")
def three_points():
    """The names that the shuffled program needs, all of them of NumPy."""
    return {
        "np": np,
        "X": np.array([[1.0, 2.0], [-1.0, 0.5], [0.0, -2.0]]),
        "W": np.array([[0.5, -0.5], [0.25, 1.0]]),
        "b": np.array([0.1, -0.1]),
        "labels": [1, 0, 0],
        "softmax": softmax_of_rows,
        "log": np.log,
        "negative": np.negative,
        "reduce_sum": np.sum,
        "reduce_mean": np.mean,
    }


def softmax_of_rows(a):
    e = np.exp(a - a.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


# loss-of-nodes: faded


@reference("loss-of-nodes")
def loss_of_nodes(p, c):
    picked = reduce_sum(c * log(p), axis=1)
    return reduce_mean(negative(picked))


@mistake("loss-of-nodes", "down the rows")
def down_the_rows(p, c):
    """Your sum runs down the rows, over the points, and leaves one number for each class. Then the
    mean divides by the number of classes. You want one number for each point."""
    return reduce_mean(negative(reduce_sum(c * log(p), axis=0)))


@mistake("loss-of-nodes", "sums everything")
def sums_everything(p, c):
    """This is the sum over the points, and J is their mean. If your first sum has no axis, it adds
    up all the entries, and a mean after it has one number left to divide by 1."""
    return reduce_mean(negative(reduce_sum(c * log(p))))


@mistake("loss-of-nodes", "the logarithm of c")
def logarithm_of_c(p, c):
    """You get nan. Your logarithm is taken of something with c in it, and c is 0 for every class
    but one. c picks; of what is the logarithm?"""
    return reduce_mean(negative(reduce_sum(c * log(c), axis=1)))


@mistake("loss-of-nodes", "c inside of the logarithm")
def c_inside_of_the_logarithm(p, c):
    """You get infinity: your logarithm is taken of c, or of a product with c in it, and that is 0
    for every class but one. Take the logarithm of p alone."""
    return reduce_mean(negative(reduce_sum(log(c * p), axis=1)))


@mistake("loss-of-nodes", "the false classes pay too")
def false_classes_pay_for_nodes(p, c):
    """You add a second term, for the classes that are not true. What they get is missing from the
    true one, so they have paid already."""
    return reduce_mean(negative(reduce_sum(c * log(p) + (1 - c) * log(1 - p), axis=1)))


@mistake("loss-of-nodes", "the mean before the logarithm")
def mean_of_nodes_before_logarithm(p, c):
    """You take the mean of the probabilities and then one logarithm. First the logarithm of each,
    then the mean."""
    return negative(log(reduce_mean(reduce_sum(c * p, axis=1))))


@mistake("loss-of-nodes", "the logarithm of 1 - p")
def logarithm_of_the_rest(p, c):
    """You take the logarithm of 1 - p, so whoever is sure and right pays the most. It is the
    probability of the true class that counts."""
    return reduce_mean(negative(reduce_sum(c * log(1 - p), axis=1)))


@mistake("loss-of-nodes", "sum and logarithm of p alone")
def without_c(p, c):
    """Every class pays in your loss, the false ones too. Let c pick the true one."""
    return reduce_mean(negative(reduce_sum(log(p), axis=1)))


@mistake("loss-of-nodes", "the sign is lost")
def sign_is_lost(p, c):
    """Your loss is negative: the logarithm of a probability is. The line with `negative` was right
    as it stood."""
    return reduce_mean(reduce_sum(c * log(p), axis=1))


@mistake("loss-of-nodes", "one loss for each point")
def one_loss_for_each_point(p, c):
    """You return one loss for each point. J is one number: their mean."""
    return negative(reduce_sum(c * log(p), axis=1))


@mistake("loss-of-nodes", "computes with numbers", raises=r"^GraphError: a fetch is")
def computes_with_numbers(p, c):
    """What you return is no node of the graph. Numbers are computed once and for all; a node is
    computed again in every run, from the weights of that run. Build it from operations."""
    return np.mean(-np.sum(c.value * np.log(p.value), axis=1))


@mistake("loss-of-nodes", "NumPy on nodes", raises=r"^MisuseError: np\.\w+ cannot")
def numpy_on_nodes(p, c):
    """You hand a node to a function of NumPy, which knows numbers only. The operation has the same
    name, without `np.` in front."""
    return reduce_mean(negative(reduce_sum(c * np.log(p), axis=1)))


@mistake("loss-of-nodes", "softmax once more")
def softmax_once_more(p, c):
    """Your p goes through a softmax once more. It holds probabilities already: they add up to 1 in
    each row."""
    return loss_of_nodes(softmax(p), c)


# loss-parsons: parsons


@mistake("loss-parsons", "softmax before the logits")
def softmax_before_logits(at):
    """Your softmax comes before there are logits. What does it make probabilities of?"""
    return at["F"] < at["D"]


@mistake("loss-parsons", "picks before there are targets")
def picks_before_targets(at):
    """You pick the true class with c, before any line has made c."""
    return at["A"] < at["B"]


@mistake("loss-parsons", "picks before there are probabilities")
def picks_before_probabilities(at):
    """You take the logarithm of p, before any line has made p."""
    return at["A"] < at["F"]


@mistake("loss-parsons", "the mean too early")
def mean_too_early(at):
    """J is the mean of what was picked, and nothing is picked yet. Which line is the last one?"""
    return at["C"] < at["A"]


# log-softmax: make


@reference("log-softmax")
def log_softmax(a):
    a = a - np.max(a, axis=1, keepdims=True)
    return a - np.log(np.sum(np.exp(a), axis=1, keepdims=True))


@mistake("log-softmax", "the logarithm of a safe softmax")
def logarithm_after_softmax(a):
    """You take a softmax first and its logarithm then. What is very unlikely has been rounded to 0 by
    that time, and its logarithm is minus infinity. Begin with the formula of the task."""
    e = np.exp(a - np.max(a, axis=1, keepdims=True))
    return np.log(e / np.sum(e, axis=1, keepdims=True))


@mistake("log-softmax", "no shift")
def without_shift(a):
    """Right for small logits. But the power of 1000 is too large for the computer: shift each row
    before `exp`."""
    return a - np.log(np.sum(np.exp(a), axis=1, keepdims=True))


@mistake("log-softmax", "one shift for the whole batch")
def one_shift(a):
    """You take the largest logit of the whole batch off. A row that lies far below it has powers that
    are all rounded to 0. Each row has a largest logit of its own."""
    a = a - np.max(a)
    return a - np.log(np.sum(np.exp(a), axis=1, keepdims=True))


@mistake("log-softmax", "one sum for the whole batch")
def one_sum_of_powers(a):
    """Your sum runs over the whole batch, so the rows share one probability. One sum for each row is
    wanted."""
    a = a - np.max(a, axis=1, keepdims=True)
    return a - np.log(np.sum(np.exp(a)))


@mistake("log-softmax", "down the columns")
def down_the_columns(a):
    """Your sum runs down the columns, over the points. The classes of one point stand in its row."""
    a = a - np.max(a, axis=1, keepdims=True)
    return a - np.log(np.sum(np.exp(a), axis=0, keepdims=True))


@mistake("log-softmax", "keepdims is forgotten", raises=r"ValueError: operands could not be broadcast")
def without_keepdims(a):
    """You have one number for each row, in the shape (n,). NumPy lays them along the columns. They
    should stand in a column, shape (n, 1)."""
    a = a - np.max(a, axis=1, keepdims=True)
    return a - np.log(np.sum(np.exp(a), axis=1))


@mistake("log-softmax", "no logarithm of the sum")
def sum_without_logarithm(a):
    """You take the sum of the powers off the logit. In the formula it is the logarithm of that sum."""
    a = a - np.max(a, axis=1, keepdims=True)
    return a - np.sum(np.exp(a), axis=1, keepdims=True)


@mistake("log-softmax", "the logits alone")
def shifted_logits(a):
    """These are the shifted logits. Their powers do not add up to 1 yet: something is to be taken
    off."""
    return a - np.max(a, axis=1, keepdims=True)


@mistake("log-softmax", "the probabilities")
def probabilities_themselves(a):
    """These are the probabilities. Asked for are their logarithms, and without the way over them."""
    e = np.exp(a - np.max(a, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


@mistake("log-softmax", "the sign")
def sign_turned(a):
    """Right size, wrong sign: this is what a class costs. The logarithm of a probability is never
    above 0."""
    return -log_softmax(a)


@mistake("log-softmax", "a small number inside of the logarithm")
def small_number_in_the_logarithm(a):
    """You keep the logarithm away from 0 by a small number. What is less likely than your number then
    costs less than it should."""
    e = np.exp(a - np.max(a, axis=1, keepdims=True))
    return np.log(e / np.sum(e, axis=1, keepdims=True) + 1e-12)


@mistake("log-softmax", "works in place")
def shifts_in_place(a):
    """The numbers are right, and the logits that you were given are gone: `a -= ...` writes into the
    array of whoever called you. `a = a - ...` makes a new one."""
    a -= np.max(a, axis=1, keepdims=True)
    return a - np.log(np.sum(np.exp(a), axis=1, keepdims=True))
