"""Cross-entropy: the functions of the challenges of lesson 03, right ones and wrong ones.

They stand here because 03.py would be too long with them.
"""

import numpy as np

from dlfs.classroom.lessons.exercise import mistake, reference


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
