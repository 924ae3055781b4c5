"""Right answers of lesson 12, in the forms that people give them."""

import itertools
from collections import Counter

import numpy as np

# over-seeds


def seeds_comprehended(score, count):
    rights = [score(seed) for seed in range(count)]
    return min(rights), sum(rights) / len(rights), max(rights)


def seeds_by_numpy(score, count):
    rights = np.array([score(seed) for seed in np.arange(count)])
    return rights.min(), rights.mean(), rights.max()


def seeds_in_a_list(score, count):
    rights, seed = [], 0
    while seed < count:
        rights += [score(seed)]
        seed += 1
    return [np.min(rights), np.mean(rights), np.max(rights)]


def seeds_sorted(score, count):
    rights = sorted(map(score, range(count)))
    return rights[0], sum(rights) / count, rights[-1]


def seeds_on_the_way(score, count):
    low, total, high = float("inf"), 0.0, -float("inf")
    for seed in range(count):
        right = score(seed)
        low, total, high = min(low, right), total + right, max(high, right)
    return low, total / count, high


seeds_lambda = lambda score, n: (  # noqa: E731
    lambda found: (min(found), float(np.mean(found)), max(found))
)([score(k) for k in range(n)])


# confusion


def table_added_at(p, c):
    table = np.zeros((p.shape[1], p.shape[1]), dtype=int)
    np.add.at(table, (np.argmax(c, axis=1), np.argmax(p, axis=1)), 1)
    return table


def table_as_a_product(p, c):
    return c.T @ np.eye(p.shape[1])[p.argmax(axis=1)]


def table_entry_by_entry(p, c):
    answers, labels, digits = p.argmax(1), c.argmax(1), range(p.shape[1])
    return np.array([[np.sum((labels == i) & (answers == j)) for j in digits] for i in digits])


def table_of_bins(p, c):
    digits = p.shape[1]
    numbers = np.argmax(c, axis=1) * digits + np.argmax(p, axis=1)
    return np.bincount(numbers, minlength=digits**2).reshape(digits, digits)


def table_by_a_counter(p, c):
    counts = Counter(zip(np.argmax(c, axis=1).tolist(), np.argmax(p, axis=1).tolist(), strict=True))
    return [[counts[i, j] for j in range(p.shape[1])] for i in range(p.shape[1])]


def table_of_floats(p, c):
    table = np.zeros((len(c[0]), len(c[0])))
    for each, label in zip(p, c, strict=True):
        table[np.argmax(label)][np.argmax(each)] += 1
    return table


class Table:
    def __call__(self, p, c):
        return table_added_at(p, c)


# stop-at


def stop_by_waiting(losses, patience):
    best, waited = 0, 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best, waited = epoch, 0
        elif epoch > 0:
            waited += 1
        if waited >= patience:
            break
    return best


def stop_in_a_while(losses, patience):
    epoch = best = 0
    while epoch < len(losses) and epoch - best < patience:
        if losses[epoch] < losses[best]:
            best = epoch
        epoch += 1
    return best if epoch >= len(losses) or losses[epoch] >= losses[best] else epoch


def stop_by_returning(losses, patience):
    best, lowest = 0, losses[0]
    for epoch in range(1, len(losses)):
        if losses[epoch] < lowest:
            best, lowest = epoch, losses[epoch]
        if epoch - best >= patience:
            return best
    return best


def stop_by_slices(losses, patience):
    best = 0
    while True:
        window = losses[best : best + patience + 1]
        lower = [step for step, loss in enumerate(window) if loss < losses[best]]
        if not lower:
            return best
        best += lower[0]


def stop_by_the_lowest_so_far(losses, patience):
    lowest = list(itertools.accumulate(losses, min))
    firsts = [losses.index(value) for value in lowest]
    ends = [epoch for epoch, first in enumerate(firsts) if epoch - first >= patience]
    return firsts[ends[0] if ends else -1]


def stop_by_an_iterator(losses, patience):
    left, best, lowest, epoch = iter(losses), 0, np.inf, 0
    for loss in left:
        if loss < lowest:
            best, lowest = epoch, loss
        if epoch == best + patience:
            break
        epoch += 1
    return np.int64(best)


RIGHT = {
    "over-seeds": [seeds_comprehended, seeds_by_numpy, seeds_in_a_list, seeds_sorted,
                   seeds_on_the_way, seeds_lambda],
    "confusion": [table_added_at, table_as_a_product, table_entry_by_entry, table_of_bins,
                  table_by_a_counter, table_of_floats, Table()],
    "stop-at": [stop_by_waiting, stop_in_a_while, stop_by_returning, stop_by_slices,
                stop_by_the_lowest_so_far, stop_by_an_iterator],
}  # fmt: skip
