"""The claims in words of lesson 12: what scores, seeds and choices are worth."""

from functools import cache

import numpy as np

import dlfs
from dlfs import Graph, GradientDescentOptimizer, Session, Variable
from dlfs.classroom import data
from tools.proof.sentences import says

TRAIN, CHOOSE = slice(0, 1000), slice(1000, 1400)


@cache
def dealt():
    """Images and labels in the order in which the lesson deals them out."""
    images, labels = data.digits()
    order = np.random.default_rng(0).permutation(len(images))
    return images[order], labels[order]


@cache
def redrawn():
    """The labels, a fifth of the first 300 drawn anew."""
    rng, labels = np.random.default_rng(0), dealt()[1].copy()
    original = np.random.default_rng(0).permutation(len(labels))
    rows = rng.permutation(original[:300])[:60]
    place = {row: at for at, row in enumerate(original)}
    labels[[place[row] for row in rows]] = dlfs.one_hot(rng.integers(10, size=60), 10)
    return labels


class Run:
    """A network of the lesson in training: after `train(epochs)` it can be asked again."""

    def __init__(self, count: int, seed: int, width: int = 64, k: float = 0, labels=None):
        images, right = dealt()
        self.rng, self.session = np.random.default_rng(seed), Session(compiled=True)
        self.fed = images[:count], (right if labels is None else labels)[:count]
        with Graph().as_default():
            self.X, self.c = dlfs.placeholder("X"), dlfs.placeholder("c")
            W1 = Variable(self.rng.normal(0, np.sqrt(2 / 64), (64, width)), "W1")
            W2 = Variable(self.rng.normal(0, np.sqrt(2 / width), (width, 10)), "W2")
            h = dlfs.relu(self.X @ W1 + Variable(np.zeros(width), "b1"))
            self.a = h @ W2 + Variable(np.zeros(10), "b2")
            self.J = dlfs.reduce_mean(dlfs.softmax_cross_entropy(self.a, self.c))
            squares = dlfs.reduce_sum(W1 * W1) + dlfs.reduce_sum(W2 * W2)
            total = self.J + k * squares if k else self.J
        self.step = GradientDescentOptimizer(0.5).minimize(total)

    def train(self, epochs: int) -> "Run":
        for _ in range(epochs):
            for some, theirs in dlfs.train.batches(*self.fed, 50, self.rng):
                self.session.run(self.step, {self.X: some, self.c: theirs})
        return self

    def right(self, rows: slice) -> np.ndarray:
        """Which of the rows are read rightly."""
        images, labels = (each[rows] for each in dealt())
        answers = np.argmax(self.session.run(self.a, {self.X: images}), axis=1)
        return answers == np.argmax(labels, axis=1)

    def loss(self, images, labels) -> float:
        return float(self.session.run(self.J, {self.X: images, self.c: labels}))


@cache
def scores(width: int) -> tuple:
    """The accuracy on 400 other images from ten seeds."""
    return tuple(Run(1000, seed, width).train(20).right(CHOOSE).mean() for seed in range(10))


@says("12", "A perfect training score says nothing.")
def perfect_scores_of_good_and_bad_networks():
    found = []
    for count in (20, 50, 100, 300, 1000):
        run = Run(count, 0).train(100)
        if not run.right(slice(0, count)).all():
            return False
        found.append(run.right(CHOOSE).mean())
    return found == sorted(found) and found[-1] - found[0] > 0.3


@says("12", "Over ten seeds the width of 64 does")
def over_ten_seeds_the_larger_one_wins():
    return np.mean(scores(64)) > np.mean(scores(16)) and scores(16)[8] > scores(64)[8]


@says("12", "Seed 8 is the best start of the one and the worst of the other")
def seed_8_is_the_best_and_the_worst():
    return np.argmax(scores(16)) == 8 and np.argmin(scores(64)) == 8


@says("12", "And four units are a lottery")
def four_units_are_a_lottery():
    return min(scores(4)) < 0.15 and max(scores(4)) > 0.85


@says("12", "Six of the ten are an 8")
def most_of_the_worst_are_eights():
    images, labels = (each[CHOOSE] for each in dealt())
    runs = [Run(1000, seed).train(20) for seed in range(10)]
    p = np.mean([softened(run.session.run(run.a, {run.X: images})) for run in runs], axis=0)
    answers, digits = np.argmax(p, axis=1), np.argmax(labels, axis=1)
    worst = sorted(np.flatnonzero(answers != digits), key=lambda row: -p[row, answers[row]])[:10]
    return np.sum(digits[worst] == 8) == 6


def softened(a: np.ndarray) -> np.ndarray:
    powers = np.exp(a - a.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@says("12", "In seven of the eight groups the winner reads the others worse than its own fifty")
def winners_fall_behind():
    right = np.array([Run(100, seed).train(20).right(CHOOSE) for seed in range(50)])
    groups = [np.arange(400) // 50 == number for number in range(8)]
    winners = [right[np.argmax(right[:, group].mean(axis=1))] for group in groups]
    falls = [w[group].mean() > w[~group].mean() for w, group in zip(winners, groups, strict=True)]
    return sum(falls) == 7


@cache
def watched():
    """The loss on its own labels and on the others, and its accuracy there, after each epoch."""
    images, labels = dealt()
    run, found = Run(300, 0, labels=redrawn()), []
    for _ in range(100):
        run.train(1)
        found.append((run.loss(images[:300], redrawn()[:300]),
                      run.loss(images[CHOOSE], labels[CHOOSE]), run.right(CHOOSE).mean()))  # fmt: skip
    return np.array(found)


@says("12", "J falls from line to line. On the others the loss is lowest at epoch 30 of those shown")
def the_loss_turns_on_the_others():
    shown = np.array([1, 10, 20, 30, 40, 60, 100]) - 1
    own, others, _ = watched()[shown].T
    return all(np.diff(own) < 0) and shown[np.argmin(others)] == 29


@cache
def decayed(k: float, wrong: bool) -> float:
    labels = redrawn() if wrong else None
    runs = [Run(300, seed, k=k, labels=labels).train(60) for seed in range(10)]
    return float(np.mean([run.right(CHOOSE).mean() for run in runs]))


@says("12", "With wrong labels weight decay helps", slow=True)
def decay_helps_with_wrong_labels():
    return decayed(0.003, True) > decayed(0, True) + 0.02


@says("12", "With the labels as they are it does **not** help", slow=True)
def decay_does_not_help_with_right_labels():
    return decayed(0.003, False) <= decayed(0, False)


@says("12", "with $k = 0.01$ it hurts", slow=True)
def more_decay_hurts():
    return decayed(0.01, False) < decayed(0, False) - 0.02


@says("12", "Where there is none, they do little", slow=True)
def with_right_labels_both_do_little():
    run = Run(300, 0)
    found = [run.train(1).right(CHOOSE).mean() for _ in range(100)]
    return max(found) - found[-1] < 0.02 and abs(decayed(0.003, False) - decayed(0, False)) < 0.02
