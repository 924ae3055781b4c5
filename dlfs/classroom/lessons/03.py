"""Cross-entropy: the functions of the exercises of lesson 03, right ones and wrong ones.

Some work on nodes of a graph, others on plain arrays; the numbers are the same. What a teacher says
to a mistake stands in the mistake itself; tasks and hints are in 03.toml.
"""

import numpy as np

from dlfs import log, negative, reduce_mean, reduce_sum
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


# mean-cross-entropy: challenge


@reference("mean-cross-entropy")
def cross_entropy(p, c):
    losses = -np.sum(c * np.log(p), axis=1)
    return np.mean(losses)


@mistake("mean-cross-entropy", "the sum in place of the mean")
def sum_for_mean(p, c):
    """You add up the losses of the points. With more points this number grows, though nothing gets
    worse: divide by how many they are."""
    return -np.sum(c * np.log(p))


@mistake("mean-cross-entropy", "the mean over all entries")
def mean_of_all_entries(p, c):
    """Your mean runs over all the entries, the zeros included, so it divides by n times C. First
    add within each row; then take the mean of the rows."""
    return -np.mean(c * np.log(p))


@mistake("mean-cross-entropy", "divides by the number of classes")
def mean_of_the_classes(p, c):
    """You sum down the rows, over the points, and divide by the number of classes. The other way
    round: the sum over the classes, the mean over the points."""
    return np.mean(-np.sum(c * np.log(p), axis=0))


@mistake("mean-cross-entropy", "the minus is missing")
def minus_is_missing(p, c):
    """Right size, wrong sign: logarithms of probabilities are negative, and a loss is not."""
    return np.mean(np.sum(c * np.log(p), axis=1))


@mistake("mean-cross-entropy", "one loss for each point")
def losses_of_the_points(p, c):
    """This is one loss for each point, and each of them may well be right. Asked for is one number
    for all of them."""
    return -np.sum(c * np.log(p), axis=1)


@mistake("mean-cross-entropy", "every class pays")
def every_class_pays(p, c):
    """Your loss never looks at c: every class pays for its p, the false ones too. Only the true one
    is to pay."""
    return np.mean(-np.sum(np.log(p), axis=1))


@mistake("mean-cross-entropy", "the false classes pay too")
def false_classes_pay_too(p, c):
    """You add a second term, for the classes that are not true. Softmax has taken care of them
    already: what they get is missing from the true one."""
    return np.mean(-np.sum(c * np.log(p) + (1 - c) * np.log(1 - p), axis=1))


@mistake("mean-cross-entropy", "the mean before the logarithm")
def mean_before_logarithm(p, c):
    """You take the mean of the probabilities and then one logarithm. A single sure mistake hardly
    shows in that mean. First the logarithm of each, then the mean."""
    return -np.log(np.mean(np.sum(c * p, axis=1)))


@mistake("mean-cross-entropy", "the likelihood")
def likelihood(p, c):
    """You multiply the probabilities of the true classes: that is the likelihood, and larger is
    better. The loss adds logarithms, and smaller is better."""
    return np.prod(np.sum(c * p, axis=1))


@mistake("mean-cross-entropy", "no logarithm")
def no_logarithm(p, c):
    """There is no logarithm in it: this is the mean p of the true class, with a minus."""
    return -np.mean(np.sum(c * p, axis=1))


@mistake("mean-cross-entropy", "linear in p")
def linear_in_p(p, c):
    """Your loss is what is missing to p = 1, so the worst mistake costs 1. A sure mistake is to
    cost more than any number."""
    return np.mean(1 - np.sum(c * p, axis=1))


@mistake("mean-cross-entropy", "the squared error")
def squared_error(p, c):
    """This is a squared error: the worst mistake costs 2. Cross-entropy has no worst, because
    it has a logarithm."""
    return np.mean(np.sum((p - c) ** 2, axis=1))


@mistake("mean-cross-entropy", "p log p")
def weighted_by_p(p, c):
    """You multiply the logarithm by p. Which class pays is said by the targets."""
    return np.mean(-np.sum(p * np.log(p), axis=1))


@mistake("mean-cross-entropy", "c inside of the logarithm")
def picks_inside_the_logarithm(p, c):
    """You get infinity: your logarithm is taken of c, or of a product with c in it, and that is 0
    for every class but one. Take the logarithm of p alone, and pick after it."""
    return np.mean(-np.sum(np.log(c * p), axis=1))


@mistake("mean-cross-entropy", "c times the logarithm of c")
def c_times_its_own_logarithm(p, c):
    """You get nan: 0 times the logarithm of 0. c is there twice, as what picks and inside of the
    logarithm."""
    return np.mean(-np.sum(c * np.log(c * p), axis=1))


@mistake("mean-cross-entropy", "base 10")
def base_ten(p, c):
    """Your logarithm has the base 10. `np.log` is the natural one."""
    return cross_entropy(p, c) / np.log(10)


@mistake("mean-cross-entropy", "base 2")
def base_two(p, c):
    """Your logarithm has the base 2, and your loss counts bits. `np.log` is the natural one."""
    return cross_entropy(p, c) / np.log(2)


@mistake("mean-cross-entropy", "a small number inside of the logarithm")
def small_number_inside_of_the_logarithm(p, c):
    """You keep the logarithm away from 0 by a small number, or by a bound. No p is 0 here, and where
    p is smaller than your number, the mistake costs less than it should."""
    return -np.mean(np.sum(c * np.log(p + 1e-9), axis=1))


@mistake("mean-cross-entropy", "works in place")
def works_in_place(p, c):
    """The number is right, but p is not what it was: you have written the logarithms into the array
    that you were given. Make a new one."""
    np.log(p, out=p)
    return np.mean(-np.sum(c * p, axis=1))


# loss-of-one-logit: challenge


@reference("loss-of-one-logit")
def loss_of_logit(a):
    larger = np.maximum(0, -a)
    return larger + np.log(np.exp(-larger) + np.exp(-a - larger))


@mistake("loss-of-one-logit", "as the formula says")
def as_the_formula_says(a):
    """Right for small logits. But at -1000 the power overflows, and you get infinity where the
    loss is about 1000. Take the large part out of the logarithm first."""
    return np.log(1 + np.exp(-a))


@mistake("loss-of-one-logit", "clipped logits")
def clipped_logits(a):
    """You hold the power back, so it does not overflow any more: but now all the large mistakes
    cost the same. At -1000 the loss is to be 1000."""
    return np.log(1 + np.exp(np.minimum(-a, 700)))


@mistake("loss-of-one-logit", "a small number inside of the logarithm")
def small_number_inside(a):
    """You add a small number to keep the logarithm away from 0. Then no mistake can cost more
    than its logarithm, and the loss of -1000 comes out near 30. Rewrite the formula in place of
    patching it."""
    return -np.log(1 / (1 + np.exp(-a)) + 1e-12)


@mistake("loss-of-one-logit", "the sign of the logit")
def sign_of_the_logit(a):
    """Your loss grows with the logit. A large logit is a large p of the true class: is that to cost
    much?"""
    return np.logaddexp(0, a)


@mistake("loss-of-one-logit", "the sign of the loss")
def sign_of_the_loss(a):
    """Right size, wrong sign: this is the logarithm of p. What makes a cost of it?"""
    return -np.logaddexp(0, -a)


@mistake("loss-of-one-logit", "the straight part alone")
def straight_part_alone(a):
    """This is the part that was too large for the power, and it is right for the large logits.
    Near 0 something is missing: at a = 0 the loss is log 2."""
    return np.maximum(0, -a)


@mistake("loss-of-one-logit", "the shift is not put back")
def shift_not_put_back(a):
    """Your powers are shifted, so nothing overflows. Now put the shift back, in front of the
    logarithm."""
    larger = np.maximum(0, -a)
    return np.log(np.exp(-larger) + np.exp(-a - larger))


@mistake("loss-of-one-logit", "one shift for both")
def only_one_is_shifted(a):
    """You shift one of the two exponents. The 1 is a power too, of exponent 0: shift it as well."""
    larger = np.maximum(0, -a)
    return larger + np.log(1 + np.exp(-a - larger))


@mistake("loss-of-one-logit", "the probability alone")
def probability_alone(a):
    """This is p. Asked for is what it costs, its negative logarithm."""
    return np.exp(-np.logaddexp(0, -a))
