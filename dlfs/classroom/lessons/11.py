"""Handwritten digits, in batches: the functions of the exercises of lesson 11.

What a teacher says to a mistake stands in the mistake itself; tasks and hints are in 11.toml.
"""

import numpy as np

from dlfs.classroom.lessons.exercise import mistake, reference, setting
from dlfs.classroom.lessons.probes_11 import toy_training

setting("epochs-parsons")(toy_training)


# epoch-rows: faded


@reference("epoch-rows")
def epoch_rows(count, size, rng):
    order = rng.permutation(count)
    pieces = []
    for first in range(0, count, size):
        pieces.append(order[first : first + size])
    return pieces


def cut(order, size, end, stop=None):
    """The pieces of `order`: `end(first)` is where a piece ends, `stop` where they end."""
    starts = range(0, len(order) if stop is None else stop, size)
    return [order[first : end(first)] for first in starts]


@mistake("epoch-rows", "the last piece is lost")
def last_piece_lost(count, size, rng):
    """What is left over after the full pieces is in none of them. It is a piece, too, a shorter
    one."""
    return cut(rng.permutation(count), size, lambda first: first + size, count - size + 1)


@mistake("epoch-rows", "stops one piece early")
def one_piece_early(count, size, rng):
    """The last piece is missing even where it is full. Up to which row do the beginnings go?"""
    return cut(rng.permutation(count), size, lambda first: first + size, count - size)


@mistake("epoch-rows", "stops at the number of pieces")
def stops_at_the_number(count, size, rng):
    """Your beginnings go up to the number of pieces. They are row numbers: how far do these go?"""
    return cut(rng.permutation(count), size, lambda first: first + size, count // size)


@mistake("epoch-rows", "stops at the size")
def stops_at_the_size(count, size, rng):
    """Your beginnings go up to the size, so there is one piece. How far do the rows go?"""
    return cut(rng.permutation(count), size, lambda first: first + size, size)


@mistake("epoch-rows", "each piece ends at the size")
def ends_at_the_size(count, size, rng):
    """Your first piece is right, and the others are empty: a piece ends `size` places after its own
    beginning."""
    return cut(rng.permutation(count), size, lambda first: size)


@mistake("epoch-rows", "one row too many")
def one_row_too_many(count, size, rng):
    """Your pieces overlap by one row. A slice leaves out the place where it ends, so there is
    nothing to add."""
    return cut(rng.permutation(count), size, lambda first: first + size + 1)


@mistake("epoch-rows", "one row too few")
def one_row_too_few(count, size, rng):
    """Between two of your pieces a row is lost. A slice already leaves out the place where it
    ends."""
    return cut(rng.permutation(count), size, lambda first: first + size - 1)


@mistake("epoch-rows", "every piece goes to the end")
def to_the_end(count, size, rng):
    """Each of your pieces goes on to the last row. Where does a piece of `size` rows end?"""
    return cut(rng.permutation(count), size, lambda first: count)


@mistake("epoch-rows", "not shuffled")
def rows_as_they_lie(count, size, rng):
    """Your rows come in the order 0, 1, 2, ... Cut the shuffled ones: they are in `order`."""
    return cut(np.arange(count), size, lambda first: first + size)


@mistake("epoch-rows", "shuffled for each piece")
def shuffled_for_each_piece(count, size, rng):
    """You shuffle anew for each piece. Then some rows come twice in an epoch, and others not at
    all: shuffle once, and cut."""
    return [rng.permutation(count)[first : first + size] for first in range(0, count, size)]


# epochs-parsons: parsons


@mistake("epochs-parsons", "the start is not before the loop")
def start_inside_the_loop(at):
    """Your loop over the epochs opens too early. What must be there, once, before the first
    epoch?"""
    return max(at["B"], at["F"]) > at["D"]


@mistake("epochs-parsons", "a line of the loop above it")
def loop_line_above_the_loop(at):
    """An indented line belongs to the loop, and you have one above the line that opens it."""
    return min(at["A"], at["C"], at["E"]) < at["D"]


@mistake("epochs-parsons", "a step without a batch")
def step_without_a_batch(at):
    """Your step needs a batch: the line that hands them out, one by one, comes above it."""
    return at["C"] < at["A"]


@mistake("epochs-parsons", "looks before the epoch")
def looks_before_the_epoch(at):
    """You look at the loss before an epoch. The task wants it after each one."""
    return at["E"] < at["A"]


@mistake("epochs-parsons", "the loss stands in the inner loop")
def loss_in_the_inner_loop(at):
    """After the line that hands out the batches comes what is done with each of them. The loss of
    all images is looked at once in an epoch."""
    return at["E"] < at["C"]


# batches: make


@reference("batches")
def batches(X, c, size, rng):
    order = rng.permutation(len(X))
    pairs = []
    for first in range(0, len(X), size):
        rows = order[first : first + size]
        pairs.append((X[rows], c[rows]))
    return pairs


def pairs_at(X, c, pieces):
    return [(X[rows], c[rows]) for rows in pieces]


@mistake("batches", "not shuffled")
def not_shuffled(X, c, size, rng):
    """Your batches come in the order in which the rows lie. Where they lie sorted, a batch shows
    one digit: `order` is there to be used."""
    return pairs_at(X, c, cut(np.arange(len(X)), size, lambda first: first + size))


@mistake("batches", "X and c shuffled apart")
def shuffled_apart(X, c, size, rng):
    """You shuffle X and c one after the other, each in an order of its own: an image no longer
    has its own label. One order serves both."""
    X, c = X[rng.permutation(len(X))], c[rng.permutation(len(c))]
    return pairs_at(X, c, cut(np.arange(len(X)), size, lambda first: first + size))


@mistake("batches", "X alone is shuffled")
def only_X_shuffled(X, c, size, rng):
    """You take the rows of X by the shuffled order, and those of c as they lie: an image no
    longer has its own label."""
    pieces = cut(np.arange(len(X)), size, lambda first: first + size)
    return pairs_at(X[rng.permutation(len(X))], c, pieces)


@mistake("batches", "the last batch is lost")
def last_batch_lost(X, c, size, rng):
    """What is left over after the full batches is in none of them. In every epoch some images would
    not be seen."""
    order = rng.permutation(len(X))
    return pairs_at(X, c, cut(order, size, lambda first: first + size, len(X) - size + 1))


@mistake("batches", "the last batch is filled up")
def last_batch_filled_up(X, c, size, rng):
    """Your last batch is filled up with rows from the end that another batch has already: they
    count twice. It may be shorter than the others."""
    order = rng.permutation(len(X))
    starts = [max(0, min(first, len(X) - size)) for first in range(0, len(X), size)]
    return pairs_at(X, c, [order[first : first + size] for first in starts])


@mistake("batches", "batches of nearly equal length")
def nearly_equal_batches(X, c, size, rng):
    """Your batches are made equally long, and so longer than `size`. Each has `size` rows, and the
    last one what is left."""
    return pairs_at(X, c, np.array_split(rng.permutation(len(X)), max(1, len(X) // size)))


@mistake("batches", "drawn with repetition")
def drawn_with_repetition(X, c, size, rng):
    """You draw every batch anew from all rows. Then some rows come twice in an epoch, and others
    not at all: shuffle once, and cut."""
    sizes = [min(size, len(X) - first) for first in range(0, len(X), size)]
    return pairs_at(X, c, [rng.permutation(len(X))[:rows] for rows in sizes])


@mistake("batches", "only the first batch")
def only_the_first_batch(X, c, size, rng):
    """That is one batch. The `return` stands inside the loop, or the loop is missing: an epoch
    has as many as it takes to see each row."""
    return pairs_at(X, c, cut(rng.permutation(len(X)), size, lambda first: first + size))[:1]


@mistake("batches", "two lists in place of pairs")
def two_lists(X, c, size, rng):
    """You return all pieces of X, and then all pieces of c. Whoever trains wants them in pairs:
    the rows of a batch and their labels together."""
    pieces = cut(rng.permutation(len(X)), size, lambda first: first + size)
    return [X[rows] for rows in pieces], [c[rows] for rows in pieces]


@mistake("batches", "the numbers of the rows")
def numbers_of_the_rows(X, c, size, rng):
    """You return the numbers of the rows. A batch is the rows themselves, those of X and those of
    c."""
    return cut(rng.permutation(len(X)), size, lambda first: first + size)


@mistake("batches", "the labels come first")
def labels_first(X, c, size, rng):
    """Your pairs are in the other order: first the rows of X, then those of c."""
    return [(labels, rows) for rows, labels in batches(X, c, size, rng)]


@mistake("batches", "the size for the number")
def size_for_the_number(X, c, size, rng):
    """You make `size` batches. A batch has `size` rows; how many batches there are follows from
    that."""
    return pairs_at(X, c, np.array_split(rng.permutation(len(X)), size))


@mistake("batches", "a generator of its own")
def generator_of_its_own(X, c, size, rng):
    """You make a generator of your own. Then every epoch has the same order: draw it from the
    `rng` that you are given."""
    return batches(X, c, size, np.random.default_rng(0))


@mistake("batches", "shuffles in place")
def shuffles_in_place(X, c, size, rng):
    """You have changed X and c: `X[:] = ...` writes into the arrays of whoever called. Their rows
    now lie in another order."""
    order = rng.permutation(len(X))
    X[:], c[:] = X[order], c[order]
    return pairs_at(X, c, cut(np.arange(len(X)), size, lambda first: first + size))


@mistake("batches", "returns None")
def nothing_returned(X, c, size, rng):
    """You make the batches and then keep them to yourself: without `return` a function gives
    None."""
    batches(X, c, size, rng)


@mistake("batches", "the epoch in one piece")
def epoch_in_one_piece(X, c, size, rng):
    """You have shuffled all rows, and nothing is cut. A batch has `size` of them."""
    order = rng.permutation(len(X))
    return X[order], c[order]


@mistake("batches", "the labels are left out")
def labels_left_out(X, c, size, rng):
    """You return rows of X alone. Whoever trains needs their labels, too: a batch is a pair."""
    return [X[rows] for rows in cut(rng.permutation(len(X)), size, lambda first: first + size)]


# batch-error: challenge


@reference("batch-error")
def batch_error(G, true):
    return np.sqrt(np.sum((G - true) ** 2)) / np.sqrt(np.sum(true**2))


@mistake("batch-error", "in lengths of the batch's own")
def in_its_own_lengths(G, true):
    """You divide by the length of the batch's gradient. It is measured by the true one, which is
    the same for all batches."""
    return np.sqrt(np.sum((G - true) ** 2)) / np.sqrt(np.sum(G**2))


@mistake("batch-error", "not divided")
def not_divided(G, true):
    """That is how long the miss is. Beside what? A miss of 1 is small where the true gradient is
    100."""
    return np.sqrt(np.sum((G - true) ** 2))


@mistake("batch-error", "the root is forgotten")
def squares_alone(G, true):
    """You have the quotient of the squares. A length is the root of the sum of the squares."""
    return np.sum((G - true) ** 2) / np.sum(true**2)


@mistake("batch-error", "the lengths are compared")
def lengths_compared(G, true):
    """You compare two lengths. A gradient of the right length may point the wrong way: take the
    length of the difference."""
    return abs(np.sqrt(np.sum(G**2)) - np.sqrt(np.sum(true**2))) / np.sqrt(np.sum(true**2))


@mistake("batch-error", "the sizes are added")
def sizes_added(G, true):
    """You add up the sizes of the entries. A length is the root of the sum of the squares."""
    return np.sum(np.abs(G - true)) / np.sum(np.abs(true))


@mistake("batch-error", "entry by entry")
def entry_by_entry(G, true):
    """You divide entry by entry, before anything is summed. Two lengths are two numbers: make
    them first, then divide."""
    return np.sqrt(np.sum(((G - true) / true) ** 2))


@mistake("batch-error", "entry by entry, and the mean")
def mean_entry_by_entry(G, true):
    """You divide entry by entry, and take the mean. Two lengths are two numbers: make them first,
    then divide."""
    return np.mean(np.abs(G - true) / np.abs(true))


@mistake("batch-error", "the stretch of a table")
def stretch_of_a_table(G, true):
    """`norm` with a 2 gives something else for a table: how far it stretches a vector. Leave out the
    2, and all entries are squared and summed."""
    return np.linalg.norm(G - true, 2) / np.linalg.norm(true, 2)


@mistake("batch-error", "the sum of both")
def sum_of_both(G, true):
    """You take the length of the sum. How far the one is from the other is a difference."""
    return np.sqrt(np.sum((G + true) ** 2)) / np.sqrt(np.sum(true**2))


@mistake("batch-error", "the largest entry")
def largest_entry(G, true):
    """You compare the largest entries. All entries take part in a length."""
    return np.max(np.abs(G - true)) / np.max(np.abs(true))


@mistake("batch-error", "a length for each row")
def length_for_each_row(G, true):
    """You have several lengths, one for each row or column. The whole array has one: sum over all
    entries, without an axis."""
    return np.linalg.norm(G - true, axis=-1) / np.linalg.norm(true, axis=-1)


@mistake("batch-error", "added before they are squared")
def added_first(G, true):
    """You add up first, and square the sum: what is too much at one place is lost against what is
    too little at another. Square each entry, then add."""
    return np.abs(np.sum(G - true)) / np.abs(np.sum(true))


@mistake("batch-error", "the squares are compared")
def squares_compared(G, true):
    """You take the difference of the squares. What is squared is the difference."""
    return np.sqrt(np.sum(G**2 - true**2)) / np.sqrt(np.sum(true**2))


@mistake("batch-error", "the lengths are compared, with a sign")
def lengths_compared_with_a_sign(G, true):
    """You subtract two lengths, and it may even be negative. Subtract the gradients first, and take
    the length of that."""
    return np.sqrt(np.sum(G**2) / np.sum(true**2)) - 1
