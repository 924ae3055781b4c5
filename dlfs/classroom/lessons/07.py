"""Gradients of matrices: the functions of the exercises of lesson 07, right ones and wrong ones.

What a teacher says to a mistake stands in the mistake itself; tasks and hints are in 07.toml.
"""

import numpy as np

from dlfs.classroom.lessons.exercise import mistake, reference, setting

NO_PRODUCT = r"^ValueError: matmul"
NO_ROOM = r"^ValueError: operands could not be broadcast"


@setting("backward-parsons")
def two_points():
    """The names that the shuffled program needs, all of them of NumPy."""

    def softmax(a):
        e = np.exp(a)
        return e / e.sum(axis=1, keepdims=True)

    return {
        "X": np.array([[1.0, 2.0], [-1.0, 0.5], [0.0, -2.0]]),
        "W": np.array([[0.5, -0.5], [0.25, 1.0]]),
        "b": np.array([0.1, -0.1]),
        "c": np.eye(2)[[1, 0, 0]],
        "softmax": softmax,
    }


# matmul-rule: faded


@reference("matmul-rule")
def matmul_gradient(op, G):
    A, B = op.inputs
    return [G @ B.T, A.T @ G]


@mistake("matmul-rule", "no transpose", raises=NO_PRODUCT)
def no_transpose(op, G):
    """The right factors, and neither is turned over. On square matrices that goes unnoticed until
    you nudge; on others the product does not even exist."""
    A, B = op.inputs
    return [G @ B, A @ G]


@mistake("matmul-rule", "the first is not turned over", raises=NO_PRODUCT)
def first_not_turned(op, G):
    """The second gradient is right. In the first one the factor stands as it was: can you multiply
    a G of shape (4, 3) with a B of shape (2, 3)?"""
    A, B = op.inputs
    return [G @ B, A.T @ G]


@mistake("matmul-rule", "the second is not turned over", raises=NO_PRODUCT)
def second_not_turned(op, G):
    """The first gradient is right. In the second one the factor stands as it was: can you multiply
    an A of shape (4, 2) with a G of shape (4, 3)?"""
    A, B = op.inputs
    return [G @ B.T, A @ G]


@mistake("matmul-rule", "each gets its own value", raises=NO_PRODUCT)
def own_values(op, G):
    """Each input gets itself back. In a product of two numbers each gets the other one: here
    too."""
    A, B = op.inputs
    return [G @ A.T, B.T @ G]


@mistake("matmul-rule", "each gets its own value, not turned over", raises=NO_PRODUCT)
def own_values_as_they_were(op, G):
    """Two things: each input hears through the other one, not through itself, and what it hears
    through is turned over."""
    A, B = op.inputs
    return [G @ A, B @ G]


@mistake("matmul-rule", "the output for a factor", raises=NO_PRODUCT)
def output_for_a_factor(op, G):
    """You use the value of the product. A rate is made of the factors: how much does an entry of A
    move the product when it is nudged?"""
    return [G @ op.output.T, op.output.T @ G]


# backward-parsons: parsons


@mistake("backward-parsons", "probabilities before logits")
def probabilities_before_logits(at):
    """Softmax is asked before there are logits. What does it take as its input?"""
    return at["B"] < at["F"]


@mistake("backward-parsons", "the error before the probabilities")
def error_before_probabilities(at):
    """You compare with c before p is known. The way back starts where the way forward ends."""
    return at["E"] < at["B"]


@mistake("backward-parsons", "the gradient of W before G")
def weights_before_G(at):
    """The gradient of W is made of G, and in your order there is no G yet."""
    return at["A"] < at["E"]


@mistake("backward-parsons", "the gradient of b before G")
def bias_before_G(at):
    """The gradient of b is a sum of rows of G. In your order these rows come later."""
    return at["D"] < at["E"]


# unbroadcast: make


@reference("unbroadcast")
def unbroadcast(G, value):
    missing = np.ndim(G) - np.ndim(value)
    G = np.sum(G, axis=tuple(range(missing)))
    stretched = tuple(i for i, n in enumerate(np.shape(value)) if n == 1)
    return np.sum(G, axis=stretched, keepdims=True)


def unbroadcast_by(G, value, front, back):
    """The same two steps, done by other functions of (array, axes)."""
    G = front(G, tuple(range(np.ndim(G) - np.ndim(value))))
    return back(G, tuple(i for i, n in enumerate(np.shape(value)) if n == 1))


def summed(G, axes):
    return np.sum(G, axis=axes)


def summed_and_kept(G, axes):
    return np.sum(G, axis=axes, keepdims=True)


@mistake("unbroadcast", "the sum is forgotten")
def sum_forgotten(G, value):
    """You send G on as it came. The bias went into every row: it hears from every row, and adds up
    what it hears."""
    return G


@mistake("unbroadcast", "a mean for the sum")
def mean_for_sum(G, value):
    """You take the mean where the slopes have to be added. The shape is right, and each number is
    too small by the number of places where the value was used."""
    return unbroadcast_by(G, value, lambda G, axes: np.mean(G, axis=axes) if axes else G,
                          lambda G, axes: np.mean(G, axis=axes, keepdims=True) if axes else G)


@mistake("unbroadcast", "the first row for the sum")
def first_row(G, value):
    """You take the first of the rows. The others used the value, too: what becomes of their
    slopes?"""
    return unbroadcast_by(G, value, lambda G, axes: G[(0,) * len(axes)], summed_and_kept)


@mistake("unbroadcast", "the axes at the end", raises=r"^(AxisError|numpy.*AxisError)")
def axes_at_the_end(G, value):
    """You sum over the axes at the end. NumPy adds the missing ones at the front, so there they are
    on the way back."""
    dims = np.ndim(G)
    return unbroadcast_by(G, value, lambda G, axes: summed(G, tuple(dims - 1 - i for i in axes)),
                          summed_and_kept)


@mistake("unbroadcast", "the axis of length 1 is lost")
def axis_lost(G, value):
    """Your sums are right, and an axis of length 1 is gone. The gradient has the shape of its
    node: NumPy keeps the axis if you ask for it."""
    return unbroadcast_by(G, value, summed, summed)


@mistake("unbroadcast", "the missing axes are kept")
def missing_kept(G, value):
    """The axes that were missing are still there, with length 1. The value has never had them: let
    this sum take them away."""
    dims = np.ndim(G) - np.ndim(value)
    stretched = tuple(i + dims for i, n in enumerate(np.shape(value)) if n == 1)
    return summed_and_kept(summed_and_kept(G, tuple(range(dims))), stretched)


@mistake("unbroadcast", "stretched axes are forgotten")
def stretched_forgotten(G, value):
    """Missing axes you have summed over. An axis of length 1 was repeated as well: its one number
    stands in every place along it."""
    return unbroadcast_by(G, value, summed, lambda G, axes: G)


@mistake("unbroadcast", "missing axes are forgotten")
def missing_forgotten(G, value):
    """Axes of length 1 you have summed over. But a value with fewer axes than G was repeated along
    the missing ones, too."""
    return unbroadcast_by(G, value, lambda G, axes: G, summed_and_kept)


@mistake("unbroadcast", "all of it")
def all_summed(G, value):
    """You add up all of G. Only the places of one and the same number belong together: which axes
    did the value have before it was repeated?"""
    return np.sum(G)


@mistake("unbroadcast", "the number of the axes for the axes", raises=r"^(AxisError|numpy.*AxisError)")
def number_for_the_axes(G, value):
    """`missing` says how many axes are missing. You take it for the place of one: the axes to sum
    over are 0, 1 and so on, as many as are missing."""
    dims = np.ndim(G) - np.ndim(value)
    return unbroadcast_by(G, value, lambda G, axes: np.sum(G, axis=dims), summed_and_kept)


@mistake("unbroadcast", "the missing axes are kept in the first sum")
def kept_in_the_first_sum(G, value):
    """Your first sum keeps the missing axes, with length 1. The value has never had them, and what
    `stretched` counts are the axes of the value."""
    return unbroadcast_by(G, value, summed_and_kept, summed_and_kept)


# logits-rule: challenge


@reference("logits-rule")
def logits_gradient(p, c, G):
    return G[:, np.newaxis] * (p - c)


@mistake("logits-rule", "G is forgotten")
def logits_without_G(p, c, G):
    """This is right for G = 1. But a rule passes on what arrives from above: where is G?"""
    return p - c


@mistake("logits-rule", "sign flipped")
def target_minus_probability(p, c, G):
    """Right size, wrong sign. When the logit of the true class grows, the loss falls, so its slope
    is negative."""
    return G[:, np.newaxis] * (c - p)


@mistake("logits-rule", "sign flipped and G forgotten")
def flipped_without_G(p, c, G):
    """Two things: the logit of the true class should have a negative slope, and G is not in it."""
    return c - p


@mistake("logits-rule", "G lies along the rows", raises=NO_ROOM)
def G_along_the_rows(p, c, G):
    """NumPy lays your G along a row, as if it had one number for each class. It has one for each
    point. With as many points as classes you see no error, only wrong numbers."""
    return G * (p - c)


@mistake("logits-rule", "the targets are forgotten")
def targets_forgotten(p, c, G):
    """You push all logits down, each by its p. Which class is true has to come in: what is special
    about its logit in the loss of the row?"""
    return G[:, np.newaxis] * p


@mistake("logits-rule", "only the true class hears")
def true_class_alone(p, c, G):
    """The logit of the true class is right, and the others get nothing. But every logit stands in
    the sum under the logarithm: does the loss stay when another one grows?"""
    return G[:, np.newaxis] * (p - c) * c


@mistake("logits-rule", "stops at the logarithm")
def stops_at_the_logarithm(p, c, G):
    """This is the gradient for the probabilities. Between them and the logits stands softmax: the
    two rules together are simpler than either."""
    return -G[:, np.newaxis] * c / p


@mistake("logits-rule", "the slope of the sigmoid once more")
def slope_once_more(p, c, G):
    """Two factors too many: p and 1 - p. They belong to a squared error. The logarithm of the
    cross-entropy cancels them."""
    return G[:, np.newaxis] * (p - c) * p * (1 - p)


@mistake("logits-rule", "the mean once more")
def mean_once_more(p, c, G):
    """You divide by the number of points. That is the business of the mean, which stands above this
    operation: it is in G already."""
    return G[:, np.newaxis] * (p - c) / len(p)


@mistake("logits-rule", "summed over the rows")
def summed_over_the_rows(p, c, G):
    """Your rows are added up. That is what a bias hears, later on. The logits have a row for each
    point, and so has their gradient."""
    return (G[:, np.newaxis] * (p - c)).sum(axis=0)


# square-rule: challenge


@reference("square-rule")
def square_gradient(A, G):
    return G @ A.T + A.T @ G


@mistake("square-rule", "twice the left factor")
def twice_the_left(A, G):
    """This is the published slip: you have doubled what A hears as the left factor. As the right
    factor it hears something else."""
    return 2 * G @ A.T


@mistake("square-rule", "twice the right factor")
def twice_the_right(A, G):
    """You have doubled what A hears as the right factor. As the left factor it hears something
    else."""
    return 2 * A.T @ G


@mistake("square-rule", "the left factor alone")
def left_alone(A, G):
    """This is what A hears as the left factor. It stands on the right as well."""
    return G @ A.T


@mistake("square-rule", "the right factor alone")
def right_alone(A, G):
    """This is what A hears as the right factor. It stands on the left as well."""
    return A.T @ G


@mistake("square-rule", "no transpose")
def square_without_transpose(A, G):
    """Two terms, added: good. But in each of them the other factor has to be turned over."""
    return G @ A + A @ G


@mistake("square-rule", "the rule of x squared")
def entry_by_entry(A, G):
    """That would be right for the square of each entry. Here rows meet columns: each entry of A has
    a part in several entries of the product."""
    return 2 * G * A


@mistake("square-rule", "2 A with a matrix product")
def two_G_A(A, G):
    """You carry the rule of numbers over: the square of x has the slope 2 x. For matrices left and
    right are two places: ask each what it hears."""
    return 2 * G @ A


@mistake("square-rule", "G is taken as 1")
def G_taken_as_one(A, G):
    """This is right when every entry of G is 1, as in the question. Here G may be anything."""
    return square_gradient(A, np.ones(A.shape))


@mistake("square-rule", "2 A on the other side")
def two_A_G(A, G):
    """Twice a product with A in front: as the square of x has the slope 2 x. But A stands at two
    places in the product, and hears something else at each."""
    return 2 * A @ G


@mistake("square-rule", "no matrix product")
def without_a_matrix_product(A, G):
    """You multiply entry by entry. The transposes are in the right places: what belongs between
    the two factors is a matrix product."""
    return G * A.T + A.T * G
