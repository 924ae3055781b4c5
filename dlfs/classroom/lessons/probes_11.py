"""What the exercises of lesson 11 are tried with."""

import numpy as np

from dlfs import Graph, Session, Variable, placeholder, reduce_mean, softmax_cross_entropy
from dlfs import train as library
from dlfs.classroom.lessons.exercise import Seen, drawn, engine, observe, probes


def toy_training():
    """The names that the shuffled program needs: 112 images of four pixels."""
    rng = np.random.default_rng(5)
    inputs, labels = rng.normal(size=(112, 4)), rng.integers(3, size=112)
    X, c, _, J, step = _model(4, 3)
    names = {"np": np, "batches": library.batches, "session": Session(), "X": X, "c": c}
    return {**names, "J": J, "step": step, "inputs": inputs, "targets": np.eye(3)[labels]}


def _model(pixels, classes):
    with Graph().as_default():
        X, c = placeholder(name="X"), placeholder(name="c")
        W = Variable(np.zeros((pixels, classes)), name="W")
        J = reduce_mean(softmax_cross_entropy(X @ W, c))
    return X, c, W, J, library.GradientDescentOptimizer(0.5).minimize(J)


def rng_of(seed):
    return np.random.default_rng(seed)


@probes("epoch-rows")
def rows_to_cut():
    return [(7, 3, rng_of(0)), (6, 2, rng_of(1)), (10, 4, rng_of(2)), (5, 1, rng_of(3))]


@drawn("epoch-rows")
def random_rows(rng):
    return [(int(rng.integers(8, 30)), int(rng.integers(2, 8)), rng_of(int(rng.integers(99))))
            for _ in range(4)]  # fmt: skip


@drawn("epoch-rows", where="where all rows are one piece")
def rows_of_one_piece(rng):
    return [(4, size, rng_of(int(rng.integers(99)))) for size in (4, 9)]


@observe("epoch-rows")
def pieces_in_order(returned, arguments):
    """How long the pieces are, and the rows in them, one after the other."""
    if not _is_list(returned) or not all(np.ndim(piece) == 1 for piece in returned):
        return returned
    sizes = [len(piece) for piece in returned]
    words = f"yours gave pieces of {', '.join(map(str, sizes))} rows."
    rows = np.concatenate([*returned, []])
    return Seen([np.array(sizes), rows], words, _of_the_rows(rows, range(arguments[0]), "pieces"),
                parts=("lengths of the pieces", "rows"))  # fmt: skip


def _of_the_rows(rows, all_rows, what):
    """What is wrong with the set of the rows; "" where each is there once."""
    if len(set(rows)) < len(rows):
        return f"A row is there more than once in your {what}."
    return "" if set(rows) >= set(all_rows) else f"There is a row that is in none of your {what}."


def _is_list(returned):
    return isinstance(returned, list | tuple) and len(returned) > 0


def images(rows, seed, pixels=3, classes=2):
    """X whose rows are all different, labels as one-hot rows, and a generator."""
    rng = rng_of(seed)
    return rng.normal(size=(rows, pixels)), np.eye(classes)[rng.integers(classes, size=rows)]


@probes("batches")
def images_to_cut():
    X = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0], [9.0, 0.5]])
    c = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    return [(X, c, 2, rng_of(7)), (*images(6, 1), 3, rng_of(1)), (*images(10, 2), 4, rng_of(2))]


@drawn("batches")
def random_images(rng):
    return [(*images(rows, int(rng.integers(99)), 4, 3), size, rng_of(int(rng.integers(99))))
            for rows, size in zip((8, 13, 20, 29), (2, 3, 5, 7), strict=True)]  # fmt: skip


@drawn("batches", where="where all rows are one batch")
def images_of_one_batch(rng):
    return [(*images(4, int(rng.integers(99))), size, rng_of(int(rng.integers(99))))
            for size in (4, 9)]  # fmt: skip


@drawn("batches", where="where a batch has one row")
def single_images(rng):
    return [(*images(5, int(rng.integers(99))), 1, rng_of(int(rng.integers(99))))]


@observe("batches")
def rows_of_all_batches(returned, arguments):
    """How many rows each batch has, and all rows of X and of c, one after the other."""
    if not _is_list(returned):
        return returned
    if not all(_is_pair(pair) for pair in returned):
        return Seen(returned, "", "Your list holds something that is no pair: a batch is rows of X "
                                  "and rows of c, two arrays with two axes.")  # fmt: skip
    sizes = np.array([[len(X), len(c)] for X, c in returned])
    words = f"yours gave batches of {', '.join(str(rows) for rows, _ in sizes)} rows."
    images = np.concatenate([X for X, _ in returned])
    fault = _of_the_rows([tuple(row) for row in images], [tuple(row) for row in arguments[0]],
                         "batches")
    return Seen([sizes, images, np.concatenate([c for _, c in returned])], words, fault, parts=("numbers of rows", "rows of X", "rows of c"))  # fmt: skip


def _is_pair(pair):
    pairs = isinstance(pair, list | tuple) and len(pair) == 2
    return pairs and all(np.ndim(part) == 2 for part in pair)


@engine("batches")
def training_beside_the_library(batches, seed):
    """Weights after two epochs with a learner's batches, and with the library's."""
    inputs, targets = images(23, seed, 4, 3)
    return [[_trained(each, inputs, targets, seed)] for each in (batches, library.batches)]


def _trained(batches, inputs, targets, seed):
    X, c, W, _, step = _model(4, 3)
    rng, session = rng_of(seed), Session()
    for _ in range(2):
        for X_batch, c_batch in batches(inputs, targets, 5, rng):
            session.run(step, {X: X_batch, c: c_batch})
    return W.value


@probes("batch-error")
def gradients_to_compare():
    return [
        (np.array([4.0, 6.0]), np.array([1.0, 2.0])),
        (np.array([[0.5, -1.0], [2.0, 0.25]]), np.array([[1.0, 0.5], [-0.5, 2.0]])),
        (np.array([3.0, -1.0, 0.5]), np.array([-1.0, 2.0, 0.25])),
    ]


@drawn("batch-error")
def random_gradients(rng):
    return [(rng.normal(size=shape), rng.normal(size=shape))
            for shape in ((4,), (3, 2), (2, 2), (64, 10))]  # fmt: skip


@drawn("batch-error", where="where the batch's gradient is the true one")
def the_true_gradient(rng):
    G = rng.normal(size=(3, 2))
    return [(G, G.copy())]


@drawn("batch-error", where="where the batch's gradient is 0")
def no_gradient(rng):
    return [(np.zeros((2, 3)), rng.normal(size=(2, 3)))]
