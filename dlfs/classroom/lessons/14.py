"""Beyond one machine: the functions of the exercises of lesson 14.

What a teacher says to a mistake stands in the mistake itself; tasks and hints are in 14.toml.
"""

import numpy as np

from dlfs.classroom.lessons.exercise import mistake, reference, setting
from dlfs.classroom.lessons.probes_14 import toy_driver

setting("driver-parsons")(toy_driver)


# deal: faded


@reference("deal")
def deal(X, c, workers):
    parts = []
    for k in range(workers):
        parts.append((X[k::workers], c[k::workers]))
    return parts


@mistake("deal", "in blocks")
def in_blocks(X, c, workers):
    """Your workers get neighbouring rows, as when a pack is cut. The task wants them dealt one by
    one: the next row goes to the next worker."""
    return list(zip(np.array_split(X, workers), np.array_split(c, workers), strict=True))


@mistake("deal", "blocks without the rest")
def blocks_without_the_rest(X, c, workers):
    """Your workers get blocks of equal length, and what is left over at the end is in no part. Each
    row has to come to somebody: deal them one by one."""
    size = len(X) // workers
    return [(X[k * size : (k + 1) * size], c[k * size : (k + 1) * size]) for k in range(workers)]


@mistake("deal", "everything to everybody")
def everything_to_everybody(X, c, workers):
    """Each of your workers has all the rows. Nothing is shared then: begin at row `k`, and leave
    out those of the others."""
    return [(X, c) for _ in range(workers)]


@mistake("deal", "all rows from k on")
def all_from_k_on(X, c, workers):
    """Your worker k takes all rows from row k on. How far is it from one of its rows to the
    next?"""
    return [(X[k:], c[k:]) for k in range(workers)]


@mistake("deal", "always from row 0")
def always_from_row_0(X, c, workers):
    """All your workers have the rows of worker 0. Worker k begins at row k."""
    return [(X[::workers], c[::workers]) for _ in range(workers)]


@mistake("deal", "one row each")
def one_row_each(X, c, workers):
    """Your worker k has row k and no other. Deal on until no row is left."""
    return [(X[k : k + 1], c[k : k + 1]) for k in range(workers)]


@mistake("deal", "a row that is no table")
def row_that_is_no_table(X, c, workers):
    """Your worker k has row k and no other: `X[k]` is one row. A slice has more of them: where does
    it begin, and how far is it to the next?"""
    return [(X[k], c[k]) for k in range(workers)]


@mistake("deal", "the number of workers as the end")
def workers_as_the_end(X, c, workers):
    """Your slice ends at row `workers`. Behind a second colon a slice has the length of its stride:
    what belongs there?"""
    return [(X[k:workers], c[k:workers]) for k in range(workers)]


@mistake("deal", "the labels as they lie")
def labels_as_they_lie(X, c, workers):
    """You deal the rows of X and give everybody all labels. An image has to keep its own label: both
    get the same slice."""
    return [(X[k::workers], c) for k in range(workers)]


@mistake("deal", "the labels from row 0")
def labels_from_row_0(X, c, workers):
    """Your rows of c begin at row 0 for each worker, those of X at row k: an image no longer has its
    own label."""
    return [(X[k::workers], c[::workers]) for k in range(workers)]


@mistake("deal", "columns for rows")
def columns_for_rows(X, c, workers):
    """You deal out the columns, the pixels of each image. A part has whole rows."""
    return [(X[:, k::workers], c[:, k::workers]) for k in range(workers)]


@mistake("deal", "the last row is left out")
def last_row_left_out(X, c, workers):
    """The last row comes to nobody. A slice without an end goes to the end."""
    return [(X[k:-1:workers], c[k:-1:workers]) for k in range(workers)]


# driver-parsons: parsons


@mistake("driver-parsons", "the start is not before the loop")
def start_inside_the_loop(at):
    """The empty list comes first, once: before the loop opens."""
    return at["D"] > min(at["B"], at["F"])


@mistake("driver-parsons", "the work is above its loop")
def work_above_the_loop(at):
    """An indented line belongs to the loop, and you have it above the line that opens it."""
    return at["F"] < at["B"]


@mistake("driver-parsons", "gathered before all is handed out")
def gathered_too_early(at):
    """You gather before the work is handed out: there is nothing yet to wait for."""
    return at["A"] < at["F"]


@mistake("driver-parsons", "taken apart before it is there")
def taken_apart_too_early(at):
    """You take the answers apart before they are gathered."""
    return at["G"] < at["A"]


@mistake("driver-parsons", "a step before the gradients")
def step_before_the_gradients(at):
    """The step needs counts and gradients: it comes last."""
    return at["E"] < at["G"]


# weighted-mean: make


@reference("weighted-mean")
def weighted_mean(counts, gradients):
    total = 0
    for count, G in zip(counts, gradients):
        total = total + count * G
    return total / sum(counts)


def weighted(weights, gradients):
    return sum(weight * G for weight, G in zip(weights, gradients, strict=True))


@mistake("weighted-mean", "the plain mean")
def plain_mean(counts, gradients):
    """You take the plain mean of the parts: it is right if all have equally many rows. Here a part
    of one row has as much to say as one of three."""
    return sum(gradients) / len(gradients)


@mistake("weighted-mean", "not divided")
def not_divided(counts, gradients):
    """Your sum over all rows is right. The mean divides it by their number."""
    return weighted(counts, gradients)


@mistake("weighted-mean", "divided by the number of parts")
def divided_by_the_parts(counts, gradients):
    """You divide the sum over all rows by the number of parts. How many rows are there?"""
    return weighted(counts, gradients) / len(counts)


@mistake("weighted-mean", "the parts are added")
def added(counts, gradients):
    """You add the gradients of the parts. Each is a mean already, and counts by its rows."""
    return sum(gradients)


@mistake("weighted-mean", "weights by index")
def weights_by_index(counts, gradients):
    """Your weights are the numbers of the parts, 0, 1, 2, ... What counts is how many rows each
    has."""
    return weighted(range(len(counts)), gradients) / max(sum(range(len(counts))), 1)


@mistake("weighted-mean", "weights counted from 1")
def weights_from_one(counts, gradients):
    """Your weights are 1, 2, 3, ..., the places of the parts in the list. What counts is how many
    rows each has."""
    places = range(1, len(counts) + 1)
    return weighted(places, gradients) / sum(places)


@mistake("weighted-mean", "small parts count more")
def small_parts_count_more(counts, gradients):
    """You divide by the number of rows: then a part of one row counts more than one of three. It is
    the other way round."""
    weights = [1 / count for count in counts]
    return weighted(weights, gradients) / sum(weights)


@mistake("weighted-mean", "the last part is lost")
def last_part_lost(counts, gradients):
    """The last part is not in your mean. Its rows count as the others do."""
    if len(counts) == 1:
        return 0 * gradients[0]
    return weighted_mean(counts[:-1], gradients[:-1])


@mistake("weighted-mean", "the first part is lost")
def first_part_lost(counts, gradients):
    """The first part is not in your mean. Its rows count as the others do."""
    if len(counts) == 1:
        return 0 * gradients[0]
    return weighted_mean(counts[1:], gradients[1:])


@mistake("weighted-mean", "only the first part")
def only_the_first(counts, gradients):
    """You stop after the first part. The `return` stands inside the loop."""
    return counts[0] * gradients[0] / sum(counts)


@mistake("weighted-mean", "only the last part")
def only_the_last(counts, gradients):
    """Only the last part is in your total: the earlier ones were written over. Add to what is
    there."""
    return counts[-1] * gradients[-1] / sum(counts)


@mistake("weighted-mean", "divided by the last count")
def divided_by_the_last_count(counts, gradients):
    """You divide by the rows of the last part. The sum is over the rows of all parts."""
    return weighted(counts, gradients) / counts[-1]


@mistake("weighted-mean", "divided by the largest count")
def divided_by_the_largest_count(counts, gradients):
    """You divide by the rows of the largest part. The sum is over the rows of all parts."""
    return weighted(counts, gradients) / max(counts)


@mistake("weighted-mean", "the entries are averaged, too")
def entries_averaged(counts, gradients):
    """You return one number. A gradient has an entry for each weight: add arrays, and let them keep
    their shape."""
    return np.mean(weighted_mean(counts, gradients))


@mistake("weighted-mean", "rounded to whole numbers")
def rounded(counts, gradients):
    """You divide by `//`, which rounds down. Divide by `/`."""
    return weighted(counts, gradients) // sum(counts)


@mistake("weighted-mean", "adds into the first gradient")
def adds_into_the_first(counts, gradients):
    """You add into a gradient of the list, and whoever called finds it changed: `total = gradients[0]`
    is no copy. Begin with `total = 0`."""
    total = gradients[0]
    total *= counts[0]
    for count, G in zip(counts[1:], gradients[1:], strict=True):
        total += count * G
    return total / sum(counts)


@mistake("weighted-mean", "returns None")
def nothing_returned(counts, gradients):
    """You compute, and then keep it to yourself: without `return` a function gives None."""
    weighted_mean(counts, gradients)


# ring-round: challenge


def sent(table, t, piece, neighbour):
    """The table after a round in which worker w sends `piece(w)` to `neighbour(w)`."""
    n, new = len(table), table.copy()
    for w in range(n):
        new[neighbour(w) % n, piece(w) % n] += table[w, piece(w) % n]
    return new


@reference("ring-round")
def ring_round(table, t):
    new = table.copy()
    n = len(table)
    for w in range(n):
        j = (w - t) % n
        new[(w + 1) % n, j] += table[w, j]
    return new


@mistake("ring-round", "to the left")
def to_the_left(table, t):
    """Your workers send to the neighbour before them. The neighbour is `w + 1`."""
    return sent(table, t, lambda w: w - t, lambda w: w - 1)


@mistake("ring-round", "always the own piece")
def always_the_own_piece(table, t):
    """Your worker w sends piece w in every round. In round t it is piece w - t: what has just
    arrived is sent on."""
    return sent(table, t, lambda w: w, lambda w: w + 1)


@mistake("ring-round", "the piece goes the other way")
def the_other_way(table, t):
    """Your worker w sends piece w + t. It is w - t: what came from the left in the last round."""
    return sent(table, t, lambda w: w + t, lambda w: w + 1)


@mistake("ring-round", "all send the same piece")
def all_send_the_same_piece(table, t):
    """All your workers send piece t. Each of them sends another one: worker w sends w - t."""
    return sent(table, t, lambda w: t, lambda w: w + 1)


@mistake("ring-round", "replaced, not added")
def replaced(table, t):
    """What arrives takes the place of what the neighbour had. It has to be added to it."""
    n, new = len(table), table.copy()
    for w in range(n):
        new[(w + 1) % n, (w - t) % n] = table[w, (w - t) % n]
    return new


@mistake("ring-round", "the ring is open")
def open_ring(table, t):
    """Your last worker sends to nobody. It sits in a ring: after the last comes worker 0."""
    n, new = len(table), table.copy()
    for w in range(n - 1):
        new[w + 1, (w - t) % n] += table[w, (w - t) % n]
    return new


@mistake("ring-round", "worker 0 is left out")
def worker_0_left_out(table, t):
    """Your worker 0 sends nothing. The loop begins with it."""
    n, new = len(table), table.copy()
    for w in range(1, n):
        new[(w + 1) % n, (w - t) % n] += table[w, (w - t) % n]
    return new


@mistake("ring-round", "added to another piece")
def added_to_another_piece(table, t):
    """What was sent of one piece is added to another one. Piece j goes to piece j."""
    n, new = len(table), table.copy()
    for w in range(n):
        new[(w + 1) % n, (w + 1 - t) % n] += table[w, (w - t) % n]
    return new


@mistake("ring-round", "given away")
def given_away(table, t):
    """Your sender loses what it sends. It sends a copy, and keeps its own."""
    n, new = len(table), ring_round(table, t)
    for w in range(n):
        new[w, (w - t) % n] -= table[w, (w - t) % n]
    return new


@mistake("ring-round", "everything is sent")
def everything_is_sent(table, t):
    """Your workers send all their pieces. In a round each sends one."""
    return table + np.roll(table, 1, axis=0)


@mistake("ring-round", "no round")
def no_round(table, t):
    """Your table is as it was: nothing was sent, or what was sent is not in what you return."""
    return table.copy()


@mistake("ring-round", "writes into the table")
def writes_into_the_table(table, t):
    """You write into `table` itself, and whoever called finds it changed. Add to the copy."""
    table[:] = ring_round(table, t)
    return table


@mistake("ring-round", "returns None")
def nothing_sent_back(table, t):
    """You send, and then keep the new table to yourself: without `return` a function gives None."""
    ring_round(table, t)
