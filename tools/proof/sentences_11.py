"""The claims in words of lesson 11: what a training on scanned digits does."""

from functools import cache

import numpy as np

import dlfs
from dlfs import Graph, GradientDescentOptimizer, Session, Variable
from dlfs.classroom import data
from tools.proof.sentences import says


@cache
def dealt():
    """Images and labels in two parts: 1,000 to train with, 400 others."""
    images, labels = data.digits()
    order = np.random.default_rng(0).permutation(len(images))
    return tuple((images[rows], labels[rows]) for rows in (order[:1000], order[1000:1400]))


def right_after(pairs, optimizer=None, width: int = 0) -> float:
    """Which share of the others is right after a step with each pair of `pairs`."""
    images, labels = dealt()[1]
    X, c, J, a = model(width)
    step = (optimizer or GradientDescentOptimizer(0.5)).minimize(J)
    session = Session(compiled=True)
    for some, theirs in pairs:
        session.run(step, {X: some, c: theirs})
    answers = np.argmax(Session().run(a, {X: images}), axis=1)
    return float(np.mean(answers == np.argmax(labels, axis=1)))


def model(width: int):
    rng = np.random.default_rng(0)
    with Graph().as_default():
        X, c = dlfs.placeholder("X"), dlfs.placeholder("c")
        a = X
        if width:
            W1 = Variable(rng.normal(0, np.sqrt(2 / 64), (64, width)), "W1")
            W2 = Variable(rng.normal(0, np.sqrt(2 / 64), (width, 10)), "W2")
            a = dlfs.relu(a @ W1 + Variable(np.zeros(width), "b1")) @ W2
        else:
            a = a @ Variable(np.zeros((64, 10)), "W")
        a = a + Variable(np.zeros(10), "b")
        J = dlfs.reduce_mean(dlfs.softmax_cross_entropy(a, c))
    return X, c, J, a


def epochs(images, labels, size: int, count: int):
    rng = np.random.default_rng(0)
    for _ in range(count):
        yield from dlfs.train.batches(images, labels, size, rng)


@says("11", "A hundred times less work, and nearly the same place")
def ten_images_a_step_come_nearly_as_far():
    few, all_of_them = right_after(epochs(*dealt()[0], 10, 1)), right_after([dealt()[0]] * 100)
    return 0 < all_of_them - few < 0.02


@says("11", "a tenth of what the first run of today has, and they have gone farther")
def ten_epochs_go_farther():
    return right_after(epochs(*dealt()[0], 10, 10)) > right_after([dealt()[0]] * 100) + 0.03


@says("11", "Then every label is a guess, and the accuracy stays near 0.10")
def labels_shuffled_apart_teach_nothing():
    images, labels = dealt()[0]
    apart = [np.random.default_rng(seed).permutation(labels) for seed in range(1, 6)]
    found = [right_after(epochs(images, each, 10, 10)) for each in apart]
    return abs(np.mean(found) - 0.1) < 0.05


@says("11", "The last nine batches ask for nines alone")
def the_last_nine_batches_are_nines():
    digits = np.sort(np.argmax(dealt()[0][1], axis=1))
    return np.all(digits[-90:] == 9) and not np.all(digits[-100:] == 9)


@says("11", "Random weights of this size keep the hidden values about as large as the inputs")
def the_hidden_values_are_as_large():
    images = dealt()[0][0]
    W1 = np.random.default_rng(0).normal(0, np.sqrt(2 / 64), (64, 64))
    sizes = [np.sqrt(np.mean(values**2)) for values in (images, np.maximum(images @ W1, 0))]
    return 0.8 < sizes[1] / sizes[0] < 1.25


@says("11", "On these images all three come to nearly the same place")
def three_optimizers_come_to_one_place():
    kinds = (GradientDescentOptimizer(0.5), dlfs.train.MomentumOptimizer(0.05, 0.9),
             dlfs.train.AdamOptimizer(0.003))  # fmt: skip
    found = [right_after(epochs(*dealt()[0], 50, 20), kind, 64) for kind in kinds]
    return max(found) - min(found) < 0.02
