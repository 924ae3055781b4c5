"""Valleys and momentum: the challenge of lesson 10, a step of Adam, right and wrong.

It stands here because 10.py would be too long with it.
"""

import numpy as np

from dlfs.classroom.lessons.exercise import mistake, reference

EPSILON = 1e-8


# adam-step: challenge


@reference("adam-step")
def adam_step(x, G, m, s, t, learning_rate, beta1, beta2):
    m = beta1 * m + (1 - beta1) * G
    s = beta2 * s + (1 - beta2) * G**2
    mean, square_mean = m / (1 - beta1**t), s / (1 - beta2**t)
    return x - learning_rate * mean / (np.sqrt(square_mean) + 1e-8), m, s


def memories(G, m, s, beta1, beta2):
    """The two new memories."""
    return beta1 * m + (1 - beta1) * G, beta2 * s + (1 - beta2) * G**2


def moved(x, mean, square_mean, learning_rate):
    """The place after the move, for what the memories are divided to."""
    return x - learning_rate * mean / (np.sqrt(square_mean) + EPSILON)


@mistake("adam-step", "memories not divided")
def not_divided(x, G, m, s, t, learning_rate, beta1, beta2):
    """Your memories are right, and the move takes them as they are. They start at 0 and are too
    small at first: in step t, by what does the text divide them?"""
    m, s = memories(G, m, s, beta1, beta2)
    return moved(x, m, s, learning_rate), m, s


@mistake("adam-step", "only m is divided")
def only_m_divided(x, G, m, s, t, learning_rate, beta1, beta2):
    """You divide m by what its weights add up to. The memory of the squares starts at 0, too."""
    m, s = memories(G, m, s, beta1, beta2)
    return moved(x, m / (1 - beta1**t), s, learning_rate), m, s


@mistake("adam-step", "only s is divided")
def only_s_divided(x, G, m, s, t, learning_rate, beta1, beta2):
    """You divide s by what its weights add up to. The memory of the gradients starts at 0, too."""
    m, s = memories(G, m, s, beta1, beta2)
    return moved(x, m, s / (1 - beta2**t), learning_rate), m, s


@mistake("adam-step", "returns the divided memories")
def returns_the_divided(x, G, m, s, t, learning_rate, beta1, beta2):
    """Your place is right. The memories that you return are the divided ones: the next step would
    divide them once more."""
    m, s = memories(G, m, s, beta1, beta2)
    m, s = m / (1 - beta1**t), s / (1 - beta2**t)
    return moved(x, m, s, learning_rate), m, s


@mistake("adam-step", "the same beta for both")
def one_beta(x, G, m, s, t, learning_rate, beta1, beta2):
    """You use beta1 for both memories. The squares have a beta of their own, and forget more
    slowly."""
    return adam_step(x, G, m, s, t, learning_rate, beta1, beta1)


@mistake("adam-step", "the betas changed places")
def betas_exchanged(x, G, m, s, t, learning_rate, beta1, beta2):
    """beta1 belongs to the memory of the gradient, beta2 to that of the squares. You have exchanged
    them."""
    return adam_step(x, G, m, s, t, learning_rate, beta2, beta1)


@mistake("adam-step", "the gradient is not squared")
def not_squared(x, G, m, s, t, learning_rate, beta1, beta2):
    """Your second memory remembers G, and has to remember G^2: how large the gradient is, whatever
    its sign."""
    m, s = beta1 * m + (1 - beta1) * G, beta2 * s + (1 - beta2) * G
    return moved(x, m / (1 - beta1**t), s / (1 - beta2**t), learning_rate), m, s


@mistake("adam-step", "the square of the memory")
def square_of_the_memory(x, G, m, s, t, learning_rate, beta1, beta2):
    """You square the memory m. What is remembered is the square of the gradient: where G changes
    its sign, m is small and G^2 is not."""
    m = beta1 * m + (1 - beta1) * G
    s = beta2 * s + (1 - beta2) * m**2
    return moved(x, m / (1 - beta1**t), s / (1 - beta2**t), learning_rate), m, s


@mistake("adam-step", "no share of the new")
def whole_gradient(x, G, m, s, t, learning_rate, beta1, beta2):
    """You add the whole G to the memory, as momentum does. Here a memory is a mean: beta of the old,
    and the rest of the new."""
    m, s = beta1 * m + G, beta2 * s + G**2
    return moved(x, m / (1 - beta1**t), s / (1 - beta2**t), learning_rate), m, s


@mistake("adam-step", "beta on the new")
def beta_on_the_new(x, G, m, s, t, learning_rate, beta1, beta2):
    """You keep 1 - beta of the old and take beta of the new. Beta is what is kept."""
    m, s = memories(G, m, s, 1 - beta1, 1 - beta2)
    return moved(x, m / (1 - beta1**t), s / (1 - beta2**t), learning_rate), m, s


@mistake("adam-step", "without the root")
def without_the_root(x, G, m, s, t, learning_rate, beta1, beta2):
    """You divide by the mean of the squares. Its root is as large as a gradient; the mean itself is
    as large as a square."""
    m, s = memories(G, m, s, beta1, beta2)
    mean, square_mean = m / (1 - beta1**t), s / (1 - beta2**t)
    return x - learning_rate * mean / (square_mean + EPSILON), m, s


@mistake("adam-step", "epsilon under the root")
def epsilon_under_the_root(x, G, m, s, t, learning_rate, beta1, beta2):
    """Your epsilon stands under the root. It is right for large gradients; where the gradients are
    small, the root of 1e-8 is ten thousand times what it should be."""
    m, s = memories(G, m, s, beta1, beta2)
    mean, square_mean = m / (1 - beta1**t), s / (1 - beta2**t)
    return x - learning_rate * mean / np.sqrt(square_mean + EPSILON), m, s


@mistake("adam-step", "without epsilon")
def without_epsilon(x, G, m, s, t, learning_rate, beta1, beta2):
    """Where every gradient was 0 until now you divide 0 by 0. For that there is epsilon."""
    m, s = memories(G, m, s, beta1, beta2)
    mean, square_mean = m / (1 - beta1**t), s / (1 - beta2**t)
    with np.errstate(all="ignore"):
        return x - learning_rate * np.divide(mean, np.sqrt(square_mean)), m, s


@mistake("adam-step", "counts the steps from 0")
def counts_from_zero(x, G, m, s, t, learning_rate, beta1, beta2):
    """Your powers are one too high: t is 1 in the first step already, and you add 1 to it."""
    m, s = memories(G, m, s, beta1, beta2)
    return moved(x, m / (1 - beta1 ** (t + 1)), s / (1 - beta2 ** (t + 1)), learning_rate), m, s


@mistake("adam-step", "beta times t")
def beta_times_t(x, G, m, s, t, learning_rate, beta1, beta2):
    """You multiply beta by t. In the formula t is a power: what is left of the first share after t
    steps."""
    m, s = memories(G, m, s, beta1, beta2)
    with np.errstate(all="ignore"):
        return moved(x, m / (1 - beta1 * t), s / (1 - beta2 * t), learning_rate), m, s


@mistake("adam-step", "no power of t")
def no_power(x, G, m, s, t, learning_rate, beta1, beta2):
    """You divide by 1 - beta in every step. That is right for t = 1; what happens to the divisor when
    t grows?"""
    m, s = memories(G, m, s, beta1, beta2)
    return moved(x, m / (1 - beta1), s / (1 - beta2), learning_rate), m, s


@mistake("adam-step", "multiplies in place of dividing")
def multiplies(x, G, m, s, t, learning_rate, beta1, beta2):
    """You multiply the memories by 1 - beta^t. They are too small at first: does that make them
    larger?"""
    m, s = memories(G, m, s, beta1, beta2)
    return moved(x, m * (1 - beta1**t), s * (1 - beta2**t), learning_rate), m, s


@mistake("adam-step", "moves with the old memories")
def moves_with_the_old(x, G, m, s, t, learning_rate, beta1, beta2):
    """Your memories are right, and the move takes the old ones: in the first step it would stand
    still."""
    place = moved(x, m / (1 - beta1**t), s / (1 - beta2**t), learning_rate)
    return place, *memories(G, m, s, beta1, beta2)


@mistake("adam-step", "moves with the gradient")
def moves_with_the_gradient(x, G, m, s, t, learning_rate, beta1, beta2):
    """Your move takes the gradient of this step and not what is remembered of it, m."""
    m, s = memories(G, m, s, beta1, beta2)
    return moved(x, G, s / (1 - beta2**t), learning_rate), m, s


@mistake("adam-step", "sign added")
def uphill(x, G, m, s, t, learning_rate, beta1, beta2):
    """You walk up the hill: the gradient points to where the function grows."""
    return adam_step(x, G, m, s, t, -learning_rate, beta1, beta2)


@mistake("adam-step", "not multiplied by the rate")
def without_rate(x, G, m, s, t, learning_rate, beta1, beta2):
    """Your step has the length 1 at first, whatever the learning rate is. Where is it?"""
    return adam_step(x, G, m, s, t, 1, beta1, beta2)


@mistake("adam-step", "returns the old memories")
def old_memories(x, G, m, s, t, learning_rate, beta1, beta2):
    """Your place is right, and the memories that you return are the old ones: the next step would
    remember nothing of this one."""
    return adam_step(x, G, m, s, t, learning_rate, beta1, beta2)[0], m, s


@mistake("adam-step", "returns the place alone")
def place_alone(x, G, m, s, t, learning_rate, beta1, beta2):
    """The place is right. The next step needs the memories: return all three."""
    return adam_step(x, G, m, s, t, learning_rate, beta1, beta2)[0]


@mistake("adam-step", "changes what it is given")
def in_place(x, G, m, s, t, learning_rate, beta1, beta2):
    """The numbers are right, but you have changed the arrays that you were given: `*=`, `+=` and
    `-=` work in place."""
    m *= beta1
    m += (1 - beta1) * G
    s *= beta2
    s += (1 - beta2) * G**2
    x -= learning_rate * (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + EPSILON)
    return x, m, s


@mistake("adam-step", "returns None")
def without_return(x, G, m, s, t, learning_rate, beta1, beta2):
    """You compute all three and then keep them to yourself: without `return` a function gives
    None."""
    adam_step(x, G, m, s, t, learning_rate, beta1, beta2)
