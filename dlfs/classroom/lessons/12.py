"""Is it any good? The functions of the exercises of lesson 12.

What a teacher says to a mistake stands in the mistake itself; tasks and hints are in 12.toml.
"""

import numpy as np

from dlfs.classroom.lessons.exercise import mistake, reference, setting
from dlfs.classroom.lessons.probes_12 import toy_report

setting("report-parsons")(toy_report)


# over-seeds: faded


@reference("over-seeds")
def over_seeds(score, count):
    rights = []
    for seed in range(count):
        rights.append(score(seed))
    return min(rights), sum(rights) / count, max(rights)


def gathered(rights, count):
    return min(rights), sum(rights) / count, max(rights)


@mistake("over-seeds", "one seed too few")
def one_too_few(score, count):
    """One seed is missing, and you still divide by all of them. Which is the last one?"""
    return gathered([score(seed) for seed in range(count - 1)] or [0.0], count)


@mistake("over-seeds", "begins with seed 1")
def begins_with_one(score, count):
    """Your seeds begin with 1, so seed 0 is left out. The task wants 0, 1, 2, ..."""
    return gathered([score(seed) for seed in range(1, count)] or [0.0], count)


@mistake("over-seeds", "from 1 to the count")
def from_one_to_the_count(score, count):
    """You take the seeds from 1 on. There are as many as there should be, and they are others: the
    task wants 0, 1, 2, ..."""
    return gathered([score(seed) for seed in range(1, count + 1)], count)


@mistake("over-seeds", "one seed too many")
def one_too_many(score, count):
    """Your seeds go on to `count` itself. Counted from 0, the last one comes before it."""
    return gathered([score(seed) for seed in range(count + 1)], count)


@mistake("over-seeds", "ten seeds, whatever is asked")
def always_ten(score, count):
    """You run ten seeds, whatever is asked for. How many there are is in `count`."""
    return gathered([score(seed) for seed in range(10)], count)


@mistake("over-seeds", "the same seed each time")
def same_seed(score, count):
    """Your three numbers are one and the same: each run has the seed 0. Hand the seed of this round
    to `score`."""
    return gathered([score(0) for _ in range(count)], count)


@mistake("over-seeds", "the count for the seed")
def count_for_the_seed(score, count):
    """You hand `count` to `score`, in each round the same. Which seed has this round?"""
    return gathered([score(count) for _ in range(count)], count)


@mistake("over-seeds", "the seeds are gathered")
def seeds_gathered(score, count):
    """You gather the seeds. What is wanted is what `score` says to each of them."""
    return gathered(list(range(count)), count)


# report-parsons: parsons


@mistake("report-parsons", "the start is not before the loop")
def start_inside_the_loop(at):
    """The two empty lists come first, once: before the loop opens."""
    return at["C"] > at["G"]


@mistake("report-parsons", "a line of the loop above it")
def loop_line_above_the_loop(at):
    """An indented line belongs to the loop, and you have one above the line that opens it."""
    return min(at["A"], at["F"]) < at["G"]


@mistake("report-parsons", "judged before it is trained")
def judged_before_it_is_trained(at):
    """You judge a network before it is there. Train it first."""
    return at["A"] < at["F"]


@mistake("report-parsons", "reported before it is chosen")
def reported_before_it_is_chosen(at):
    """You report the best one before you know which it is."""
    return at["E"] < at["B"]


@mistake("report-parsons", "chosen before all are judged")
def chosen_too_early(at):
    """You choose before the ten are judged: the choice comes after the loop, when its indented
    lines are through."""
    return min(at["B"], at["E"]) < max(at["A"], at["F"])


# confusion: make


@reference("confusion")
def confusion(p, c):
    answers, labels = np.argmax(p, axis=1), np.argmax(c, axis=1)
    table = np.zeros((p.shape[1], p.shape[1]), dtype=int)
    for label, answer in zip(labels, answers):
        table[label, answer] += 1
    return table


@mistake("confusion", "rows and columns swapped")
def swapped(p, c):
    """Your rows are what was read, and your columns what it is. The task wants it the other way
    round."""
    return confusion(p, c).T


@mistake("confusion", "all at once")
def all_at_once(p, c):
    """No entry of yours is above 1. Each image adds 1 to what is there already; and
    `table[labels, answers] += 1`, all at once, adds only 1 to an entry that is named three times."""
    return np.minimum(confusion(p, c), 1)


@mistake("confusion", "only what is right")
def only_the_right_ones(p, c):
    """You count what is right and leave out what was misread. The table is there for the
    misread."""
    return np.diag(np.diag(confusion(p, c)))


@mistake("confusion", "only what is wrong")
def only_the_wrong_ones(p, c):
    """You count what was misread and leave out what is right. Every image adds 1 to one entry."""
    table = confusion(p, c)
    return table - np.diag(np.diag(table))


@mistake("confusion", "shares of each row")
def shares_of_each_row(p, c):
    """You have divided by the sum of the row. The task wants counts."""
    table = confusion(p, c)
    return table / np.maximum(table.sum(axis=1, keepdims=True), 1)


@mistake("confusion", "shares of all")
def shares_of_all(p, c):
    """You have divided by the number of images. The task wants counts."""
    return confusion(p, c) / len(p)


@mistake("confusion", "probabilities are added")
def probabilities_added(p, c):
    """You add up probabilities. An image is read as one digit, the most probable one, and counts as
    1."""
    return c.T @ p


@mistake("confusion", "sure ones only")
def sure_ones_only(p, c):
    """You count the probabilities above one half. What is read is the highest one, however low it
    is."""
    return (c.T @ (p > 0.5)).astype(int)


@mistake("confusion", "the first image alone")
def first_image_alone(p, c):
    """You have counted one image. The `return` stands inside the loop."""
    return confusion(p[:1], c[:1])


@mistake("confusion", "the first image is left out")
def first_image_left_out(p, c):
    """One image is missing: the first one. Each of them adds 1 to one entry."""
    return confusion(p[1:], c[1:])


@mistake("confusion", "the last image is left out")
def last_image_left_out(p, c):
    """One image is missing: the last one. Each of them adds 1 to one entry."""
    return confusion(p[:-1], c[:-1])


@mistake("confusion", "the empty table")
def empty_table(p, c):
    """Your table is all zeros: nothing was counted into it."""
    return np.zeros((p.shape[1], p.shape[1]), dtype=int)


@mistake("confusion", "the accuracy")
def accuracy_alone(p, c):
    """That is the accuracy, one number. The table says which digit was taken for which."""
    return np.mean(np.argmax(p, axis=1) == np.argmax(c, axis=1))


@mistake("confusion", "the least probable digit")
def least_probable(p, c):
    """You take the least probable digit for what was read."""
    return confusion(-p, c)


@mistake("confusion", "returns None")
def nothing_returned(p, c):
    """You count, and then keep the table to yourself: without `return` a function gives None."""
    confusion(p, c)


@mistake("confusion", "shares of each row")
def shares_of_each_row(p, c):
    """You divide each row by its sum. The task wants counts, and a digit that is not there has a
    sum of 0."""
    return confusion(p, c) / np.sum(confusion(p, c), axis=1, keepdims=True)


# stop-at: challenge


@reference("stop-at")
def stop_at(losses, patience):
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        elif epoch - best == patience:
            break
    return best


@mistake("stop-at", "never stops")
def never_stops(losses, patience):
    """You look at all losses and take the lowest. A rule that stops early does not know what would
    have come later."""
    return int(np.argmin(losses))


@mistake("stop-at", "the epoch where it stops")
def where_it_stops(losses, patience):
    """That is where the rule stops. Kept is the epoch with the lowest loss, which lies further
    back."""
    return min(stop_at(losses, patience) + patience, len(losses) - 1)


@mistake("stop-at", "stops at the first rise")
def stops_at_the_first_rise(losses, patience):
    """You stop as soon as the loss does not fall. It may fall again: `patience` says how long to
    wait."""
    return stop_at(losses, 1)


@mistake("stop-at", "one epoch too patient")
def too_patient(losses, patience):
    """You wait one epoch longer than `patience` says."""
    return stop_at(losses, patience + 1)


@mistake("stop-at", "one epoch too hasty")
def too_hasty(losses, patience):
    """You stop one epoch too early: `patience` epochs without a lower loss have to pass."""
    return stop_at(losses, max(patience - 1, 0))


@mistake("stop-at", "the last of equal losses")
def last_of_equals(losses, patience):
    """Of two equal losses you take the later one. Lower is what counts, and equal is not lower."""
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] <= losses[best]:
            best = epoch
        elif epoch - best == patience:
            break
    return best


@mistake("stop-at", "beside the epoch before")
def beside_the_epoch_before(losses, patience):
    """You compare each loss with the one before it. A loss that falls after a bump may still be
    above the lowest one: compare with that of `best`."""
    best = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[epoch - 1]:
            best = epoch
        elif epoch - best == patience:
            break
    return best


@mistake("stop-at", "the loss itself")
def loss_itself(losses, patience):
    """You return a loss. The task wants the number of its epoch."""
    return losses[stop_at(losses, patience)]


@mistake("stop-at", "counted from 1")
def counted_from_one(losses, patience):
    """Your number is one too high: the first epoch of the list has the number 0."""
    return stop_at(losses, patience) + 1


@mistake("stop-at", "stops after so many epochs")
def after_so_many_epochs(losses, patience):
    """You stop after `patience` epochs from the start. It counts from the lowest loss so far, and
    begins anew with each lower one."""
    return int(np.argmin(losses[: patience + 1]))


@mistake("stop-at", "the highest loss")
def highest_loss(losses, patience):
    """You remember the highest loss. Lower is better."""
    return stop_at([-loss for loss in losses], patience)


@mistake("stop-at", "the waiting goes on")
def waiting_goes_on(losses, patience):
    """You count all epochs without a lower loss, from the start. After each lower loss the waiting
    begins anew: where is the count set back?"""
    best = waited = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        else:
            waited += 1
        if waited == patience:
            break
    return best


@mistake("stop-at", "the first epoch is waited for")
def first_epoch_is_waited_for(losses, patience):
    """You count the first epoch as one without a lower loss. It is the lowest there is so far: begin
    to wait after it."""
    best = waited = 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best
