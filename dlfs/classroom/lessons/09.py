"""Multi-layer perceptrons: the functions of the exercises of lesson 09, right ones and wrong ones.

They compute with plain arrays, so a network is two lines. What a teacher says to a mistake stands
in the mistake itself; tasks and hints are in 09.toml.
"""

import numpy as np

from dlfs import Variable, softmax, tanh
from dlfs.classroom.lessons.exercise import mistake, reference, setting
from dlfs.classroom.lessons.probes_09 import XOR_INPUTS, XOR_TARGETS, weights_of


@setting("two-layer-parsons")
def toy_step():
    W1, b1, W2, b2 = weights_of(3)

    def softmax(a):
        e = np.exp(a - a.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)

    names = {"np": np, "softmax": softmax, "X": XOR_INPUTS, "c": XOR_TARGETS, "eta": 0.5}
    return {**names, "W1": W1, "b1": b1, "W2": W2, "b2": b2}


# two-layers: make


@reference("two-layers")
def network(X, width, seed, f=tanh):
    rng = np.random.default_rng(seed)
    W1 = Variable(rng.standard_normal((2, width)), name="W1")
    b1 = Variable(np.zeros(width), name="b1")
    W2 = Variable(rng.standard_normal((width, 2)), name="W2")
    b2 = Variable(np.zeros(2), name="b2")
    h = f(X @ W1 + b1)
    return h, h @ W2 + b2


def weights(width, seed, W2_shape=None, b2_size=2):
    """The Variables of the frame, in which most wrong networks differ in nothing."""
    rng = np.random.default_rng(seed)
    W1 = Variable(rng.standard_normal((2, width)), name="W1")
    b1 = Variable(np.zeros(width), name="b1")
    W2 = Variable(rng.standard_normal(W2_shape or (width, 2)), name="W2")
    return W1, b1, W2, Variable(np.zeros(b2_size), name="b2")


@mistake("two-layers", "the hidden bias is forgotten")
def hidden_bias_forgotten(X, width, seed, f=tanh):
    """Your hidden units have no bias, so b1 is never trained. A score is w.x + b, in every
    layer."""
    W1, b1, W2, b2 = weights(width, seed)
    h = f(X @ W1)
    return h, h @ W2 + b2


@mistake("two-layers", "the last bias is forgotten")
def last_bias_forgotten(X, width, seed, f=tanh):
    """Behind the hidden layer no class has a bias of its own in yours, so b2 does not learn. It is
    left out, or it is one number for both classes."""
    W1, b1, W2, b2 = weights(width, seed)
    h = f(X @ W1 + b1)
    return h, h @ W2


@mistake("two-layers", "no bias at all")
def no_bias(X, width, seed, f=tanh):
    """Neither of your two layers has a bias. Where are b1 and b2?"""
    W1, b1, W2, b2 = weights(width, seed)
    h = f(X @ W1)
    return h, h @ W2


@mistake("two-layers", "the hidden layer does not bend")
def without_a_bend(X, width, seed, f=tanh):
    """Your hidden layer does not use f. Then two layers are one: what bends the space is f."""
    W1, b1, W2, b2 = weights(width, seed)
    h = X @ W1 + b1
    return h, h @ W2 + b2


@mistake("two-layers", "f is always the same")
def one_function(X, width, seed, f=tanh):
    """Whoever asks for another f than tanh gets tanh all the same. The function to use is handed
    in under the name f."""
    W1, b1, W2, b2 = weights(width, seed)
    h = tanh(X @ W1 + b1)
    return h, h @ W2 + b2


@mistake("two-layers", "f twice")
def f_twice(X, width, seed, f=tanh):
    """Your logits went through f as well, so p can never become sure. Logits stay as they are."""
    W1, b1, W2, b2 = weights(width, seed)
    h = f(X @ W1 + b1)
    return h, f(h @ W2 + b2)


@mistake("two-layers", "returns the logits alone", raises=r"^MisuseError: .* gone through")
def logits_alone(X, width, seed, f=tanh):
    """You return the logits alone. Asked for are two nodes: the hidden layer h, to look at, and the
    logits."""
    return network(X, width, seed, f)[1]


@mistake("two-layers", "the hidden layer twice")
def returns_h_twice(X, width, seed, f=tanh):
    """Your second node is the hidden layer once more. The line behind it is missing."""
    h = network(X, width, seed, f)[0]
    return h, h


@mistake("two-layers", "the two nodes are exchanged")
def exchanged(X, width, seed, f=tanh):
    """You return the two in the other order: h comes first, then the logits."""
    return network(X, width, seed, f)[::-1]


@mistake("two-layers", "W2 has a fixed width", raises=r"^ComputeError: matmul_\d+ cannot")
def fixed_width(X, width, seed, f=tanh):
    """With two hidden units it works, and with more it does not: the shape of a W is made for two.
    How many numbers does a point have in the hidden space?"""
    W1, b1, W2, b2 = weights(width, seed, (2, 2))
    h = f(X @ W1 + b1)
    return h, h @ W2 + b2


@mistake("two-layers", "b2 as wide as the hidden layer", raises=r"^ComputeError: add_\d+ cannot")
def wide_b2(X, width, seed, f=tanh):
    """Your b2 has a number for each hidden unit. It is added to the logits: how many of them does a
    point have?"""
    W1, b1, W2, b2 = weights(width, seed, b2_size=width)
    h = f(X @ W1 + b1)
    return h, h @ W2 + b2


@mistake("two-layers", "W2 starts at zero")
def zero_W2(X, width, seed, f=tanh):
    """Your W2 starts at zero, and then nothing comes back through it in the first step. Draw it, as
    W1 is drawn."""
    W1, b1, W2, b2 = weights(width, seed)
    h = f(X @ W1 + b1)
    return h, h @ Variable(np.zeros((width, 2))) + b2


@mistake("two-layers", "X for h", raises=r"^ComputeError: matmul_\d+ cannot")
def past_the_hidden_layer(X, width, seed, f=tanh):
    """Your second layer is given X: the logits go past the hidden layer. What does h go into?"""
    W1, b1, W2, b2 = weights(width, seed)
    h = f(X @ W1 + b1)
    return h, X @ W2 + b2


@mistake("two-layers", "X for h, and W2 made to fit")
def made_to_fit_X(X, width, seed, f=tanh):
    """Your second layer is given X, and the shape of W2 was made to fit it. The second layer
    looks at the hidden units: it is given h."""
    W1, b1, W2, b2 = weights(width, seed, (2, 2))
    h = f(X @ W1 + b1)
    return h, X @ W2 + b2


@mistake("two-layers", "softmax on the logits")
def probabilities_for_logits(X, width, seed, f=tanh):
    """You return probabilities. Asked for are the logits: the loss takes the softmax itself."""
    h, logits = network(X, width, seed, f)
    return h, softmax(logits)


@mistake("two-layers", "the bias behind the bend")
def bias_behind_the_bend(X, width, seed, f=tanh):
    """Your b1 is added to what f has given. A unit first computes its score, with the bias, and
    then bends it."""
    W1, b1, W2, b2 = weights(width, seed)
    h = f(X @ W1) + b1
    return h, h @ W2 + b2


# two-layer-parsons: parsons


@mistake("two-layer-parsons", "the logits before the hidden layer")
def logits_before_hidden(at):
    """Your logits are computed before this step's `h`: what would the line look at?"""
    return at["C"] < at["F"]


@mistake("two-layer-parsons", "the error before the logits")
def error_before_logits(at):
    """Your `G` comes before the logits. Its softmax needs them."""
    return at["B"] < at["C"]


@mistake("two-layer-parsons", "back before the error")
def back_before_error(at):
    """You go back to the hidden layer before there is a `G` to send."""
    return at["G"] < at["B"]


@mistake("two-layer-parsons", "W2 changed before it was needed")
def second_weights_too_early(at):
    """W2 has changed when `G_h` goes back through it. The gradient belongs to the W2 of the forward
    pass."""
    return at["E"] < at["G"]


@mistake("two-layer-parsons", "W1 updated before its gradient")
def first_weights_too_early(at):
    """You update W1 with a `G_h` that is not there yet."""
    return at["A"] < at["G"]


# worst-margin: faded


@reference("worst-margin")
def worst_margin(logits, c):
    side = c[:, 1] - c[:, 0]
    return np.min((logits[:, 1] - logits[:, 0]) * side)


@mistake("worst-margin", "the mean margin")
def mean_margin(logits, c):
    """You average. Then three sure points hide one that is wrong. Which margin decides whether all
    points are right?"""
    return ((logits[:, 1] - logits[:, 0]) * (c[:, 1] - c[:, 0])).mean()


@mistake("worst-margin", "the best margin")
def best_margin(logits, c):
    """That is the margin of the point that is surest. Asked for is the other end."""
    return ((logits[:, 1] - logits[:, 0]) * (c[:, 1] - c[:, 0])).max()


@mistake("worst-margin", "the class is forgotten")
def class_forgotten(logits, c):
    """You take the same difference for every point. For a circle, which logit is its own?"""
    return (logits[:, 1] - logits[:, 0]).min()


@mistake("worst-margin", "the classes are exchanged")
def classes_exchanged(logits, c):
    """Yours is the other class minus the own one. A point that is right has a margin above 0."""
    return ((logits[:, 0] - logits[:, 1]) * (c[:, 1] - c[:, 0])).min()


@mistake("worst-margin", "size without sign")
def size_without_sign(logits, c):
    """You drop the sign. A point far on the wrong side then looks as good as one far on the right
    side."""
    return np.abs(logits[:, 1] - logits[:, 0]).min()


@mistake("worst-margin", "one margin for each point")
def one_for_each_point(logits, c):
    """These are the margins, one for each point, and they are right. Which of them decides?"""
    return (logits[:, 1] - logits[:, 0]) * (c[:, 1] - c[:, 0])


@mistake("worst-margin", "the smallest own logit")
def smallest_own_logit(logits, c):
    """You look at the own logit alone. A logit says nothing by itself, only against the other."""
    return (logits * c).sum(axis=1).min()


@mistake("worst-margin", "the accuracy")
def accuracy(logits, c):
    """That is the accuracy. It says how many points are right, and not how clearly."""
    return np.mean(logits.argmax(axis=1) == c.argmax(axis=1))


@mistake("worst-margin", "probabilities for logits")
def of_probabilities(logits, c):
    """You compare probabilities. That has the right sign, and it is squeezed between -1 and 1.
    Asked for is the difference of the logits."""
    score = logits[:, 1] - logits[:, 0]
    return (np.tanh(score / 2) * (c[:, 1] - c[:, 0])).min()


# relu-by-hand: challenge


@reference("relu-by-hand")
def exactly_one(x1, x2):
    h1 = np.maximum(x1 + x2, 0)
    h2 = np.maximum(x1 + x2 - 1, 0)
    return h1 - 2 * h2


@mistake("relu-by-hand", "at least one")
def at_least_one(x1, x2):
    """Yours is 1 for (1, 1), too: it says whether at least one input is 1. The second unit has to
    pull harder."""
    return np.maximum(x1 + x2, 0) - np.maximum(x1 + x2 - 1, 0)


@mistake("relu-by-hand", "counts the ones")
def counts_the_ones(x1, x2):
    """Yours still counts: (1, 1) gives 2. Nothing arrives from the second unit."""
    return np.maximum(x1 + x2, 0)


@mistake("relu-by-hand", "the units cancel")
def units_cancel(x1, x2):
    """Yours is 0 everywhere: the second unit takes away all that the first one gives. It should be
    silent for three of the four points."""
    return 0 * (x1 + x2)


@mistake("relu-by-hand", "pulls too hard")
def pulls_too_hard(x1, x2):
    """Three points are right, and (1, 1) is below 0: the second unit is the right one, and it pulls
    too hard."""
    return np.maximum(x1 + x2, 0) - 3 * np.maximum(x1 + x2 - 1, 0)


@mistake("relu-by-hand", "added")
def added(x1, x2):
    """You add the second unit, so (1, 1) goes up to 4. It was to come down."""
    return np.maximum(x1 + x2, 0) + 2 * np.maximum(x1 + x2 - 1, 0)


@mistake("relu-by-hand", "the threshold is missing")
def threshold_missing(x1, x2):
    """Your second unit is a copy of the first one, so it speaks for (0, 1) and (1, 0) as well.
    From which score on should it speak?"""
    return np.maximum(x1 + x2, 0) - 2 * np.maximum(x1 + x2, 0)


# scaled: challenge


@reference("scaled")
def scaled(X):
    return (X - np.mean(X, axis=0)) / np.std(X, axis=0)


@mistake("scaled", "not divided")
def not_divided(X):
    """The mean of each column is 0 now, and its spread is what it was. What is the second step?"""
    return X - np.mean(X, axis=0)


@mistake("scaled", "not centred")
def not_centred(X):
    """The spread of each column is 1 now, and its mean is not 0. What is taken away first?"""
    return X / np.std(X, axis=0)


@mistake("scaled", "over the whole table")
def over_the_whole_table(X):
    """You take one mean and one spread for the whole table. Lengths and widths are two things: each
    column has its own."""
    return (X - np.mean(X)) / np.std(X)


@mistake("scaled", "row by row")
def row_by_row(X):
    """You scale each flower by itself. Then all that is left of it is which of its numbers is
    larger. The mean and the spread are those of a column."""
    spread = np.std(X, axis=1, keepdims=True)
    return (X - np.mean(X, axis=1, keepdims=True)) / np.where(spread == 0, 1, spread)


@mistake("scaled", "divided by the variance")
def by_the_variance(X):
    """You divide by the variance, which is the square of the spread. `np.std` is the spread
    itself."""
    return (X - np.mean(X, axis=0)) / np.var(X, axis=0)


@mistake("scaled", "only the mean is divided")
def brackets_forgotten(X):
    """Python divides before it subtracts: you have divided the mean alone. What is to be divided
    belongs into brackets."""
    return X - np.mean(X, axis=0) / np.std(X, axis=0)


@mistake("scaled", "between 0 and 1")
def between_0_and_1(X):
    """You have moved each column into the range from 0 to 1. Asked for are mean 0 and spread 1."""
    return (X - np.min(X, axis=0)) / (np.max(X, axis=0) - np.min(X, axis=0))


@mistake("scaled", "n - 1 for n")
def n_minus_1(X):
    """You divide by the spread that statisticians estimate, with n - 1 for n. Here it is the spread
    of these flowers: `np.std` as it is."""
    return (X - np.mean(X, axis=0)) / np.std(X, axis=0, ddof=1)


@mistake("scaled", "mean and spread exchanged")
def mean_and_spread_exchanged(X):
    """You take the spread off, and divide by the mean. It is the other way round."""
    return (X - np.std(X, axis=0)) / np.mean(X, axis=0)
