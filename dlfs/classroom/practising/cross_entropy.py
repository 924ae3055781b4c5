"""The cross-entropy of a few points, by hand, and its gradient with respect to the logits."""

from __future__ import annotations

import numpy as np

import dlfs
from dlfs.classroom.practising.task import Blank, Task, mistakes, shown

# Three probabilities in tenths that sum to 1, and the logarithms of all that occur, rounded.
PARTS = ((5, 3, 2), (6, 3, 1), (7, 2, 1), (4, 4, 2), (8, 1, 1), (5, 4, 1))
LOGS = {1: -2.3, 2: -1.6, 3: -1.2, 4: -0.9, 5: -0.7, 6: -0.5, 7: -0.4, 8: -0.2}
WRONG_CLASS = "that is the logarithm of another class: the one-hot row picks"


def draw_cross_entropy(rng: np.random.Generator, level: int) -> Task:
    """Return a task: the loss of each of 1, 2 or 4 points and, of several, their mean."""
    points = (1, 2, 4)[level - 1]
    parts = [rng.permutation(PARTS[int(rng.integers(len(PARTS)))]) for _ in range(points)]
    logs = np.array([[LOGS[int(part)] for part in row] for row in parts])
    c = np.eye(3)[rng.integers(3, size=points)]
    losses, mean = losses_of(logs, c)
    given = []
    for row, log, one_hot in zip(parts, logs, c):
        texts = [" ".join(map(shown, each)) for each in (row / 10, log, one_hot)]
        given.append("p = {}, log p = {}, c = {}".format(*texts))
    blanks = [_loss_blank(i, *row) for i, row in enumerate(zip(losses, parts, logs, c), 1)]
    if points > 1:
        wrong = mistakes(mean, (losses.sum(), "it is the sum: the points get the mean"),
                         (-mean, "the minus is missing"), (losses.sum() / 3, "the mean is over "
                          f"the points, and there are {points}"))  # fmt: skip
        blanks.append(Blank("mean J", shown(mean), wrong))
    question = ("Each line is one point: its probabilities p, their logarithms (rounded, for the "
                "head), its one-hot row c. What is the cross-entropy of each point"
                f"{', and what is J, their mean' if points > 1 else ''}?")  # fmt: skip
    return Task("cross-entropy", level, question, tuple(given), tuple(blanks))


def _loss_blank(place: int, loss: float, parts, logs, c) -> Blank:
    others = [(-log, WRONG_CLASS) for log, one in zip(logs, c) if not one]
    wrong = mistakes(loss, (-loss, "the minus is missing"),
                     (-logs.sum(), "all logarithms are in it: the one-hot row picks one"),
                     (loss / 3, "the classes are summed, not averaged"),
                     (parts @ c / 10, "it is the probability: its logarithm is missing"), *others)
    return Blank(f"loss of point {place}", shown(loss), wrong)


def losses_of(logs: np.ndarray, c: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the loss of each point and the mean, as the engine has them."""
    with dlfs.Graph():
        picked = dlfs.multiply(dlfs.constant(c), dlfs.constant(logs))
        losses = dlfs.negative(dlfs.reduce_sum(picked, axis=1))
        found = dlfs.Session().run([losses, dlfs.reduce_mean(losses)])
    return found[0], float(found[1])


def draw_logits(rng: np.random.Generator, level: int) -> Task:
    """Return a task: the gradient of the cross-entropy with respect to three logits."""
    p = rng.permutation(np.array(PARTS[int(rng.integers(len(PARTS)))])) / 10
    t = np.zeros(3)
    t[int(rng.integers(3))] = 1
    if level > 1:
        places = rng.permutation(3)
        t[places[:2]], t[places[2]] = 0.5, 0
    if level > 2:
        t = 2 * t
    key = gradient_of_logits(p, t)
    blanks = []
    for i, (wanted, one, target) in enumerate(zip(key, p, t)):
        wrong = mistakes(wanted, (-wanted, "the size is right, the sign is not"),
                         (one, "the target is missing"),
                         (one - target, "the targets sum to more than 1, and p is multiplied with "
                          "that sum"), (-target / one, "it is the gradient with respect to p, and "
                          "the logits are asked for"), (-target, "p is missing"))  # fmt: skip
        blanks.append(Blank(f"entry {i + 1}", shown(wanted), wrong))
    given = (f"softmax of the logits: p = {' '.join(map(shown, p))}",
             f"target: t = {' '.join(map(shown, t))}")  # fmt: skip
    question = ("J = -sum(t log p) is the cross-entropy. What is its gradient with respect to the "
                "three logits?")  # fmt: skip
    return Task("logits", level, question, given, tuple(blanks))


def gradient_of_logits(p: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Return the gradient with respect to the logits, as the engine has it."""
    with dlfs.Graph():
        logits = dlfs.Variable(np.log(p), name="logits")
        loss = dlfs.reduce_sum(dlfs.softmax_cross_entropy(logits, dlfs.constant(t)))
        return dlfs.compute_gradients(loss)[logits]
