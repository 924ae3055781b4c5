"""The forward half of every operation: what it computes from its inputs.

The derivative of each stands in gradients.py. Shapes follow NumPy's broadcasting: an axis of
length 1, or a missing axis at the front, is repeated to fit.
"""

from __future__ import annotations

from numbers import Real
from operator import index

import numpy as np

from dlfs.errors import GraphError, brief, explain
from dlfs.graph import Node, Operation, as_value

__all__ = [
    "absolute", "add", "divide", "exp", "log", "matmul", "maximum", "multiply", "negative", "power",
    "reduce_mean", "reduce_sum", "relu", "reshape", "sigmoid", "softmax", "softmax_cross_entropy",
    "square", "subtract", "tanh", "transpose",
]

# NumPy is slow over many rows that are as short as this.
SHORT = 4


class LibraryOperation(Operation):
    """An operation of this library: it never writes into its inputs, nor into what it returned."""


class UnaryOperation(LibraryOperation):
    """An operation of one input."""

    def __init__(self, x, name: str | None = None) -> None:
        super().__init__([x], name)


class BinaryOperation(LibraryOperation):
    """An operation of two inputs."""

    def __init__(self, a, b, name: str | None = None) -> None:
        super().__init__([a, b], name)


class add(BinaryOperation):
    """a + b, entry by entry."""

    def compute(self, a, b):
        return a + b


class subtract(BinaryOperation):
    """a - b, entry by entry."""

    def compute(self, a, b):
        return a - b


class multiply(BinaryOperation):
    """a * b, entry by entry. The matrix product is `matmul`."""

    def compute(self, a, b):
        return a * b


class divide(BinaryOperation):
    """a / b, entry by entry."""

    def compute(self, a, b):
        return np.divide(a, b)


class negative(UnaryOperation):
    """-x, entry by entry."""

    def compute(self, x):
        return -x


class power(LibraryOperation):
    """x to the power n, entry by entry. n is a plain number, not a node."""

    def __init__(self, x, n, name: str | None = None) -> None:
        if not isinstance(n, Real):
            raise GraphError(explain(
                f"power needs a plain number as its exponent, but got {brief(n)}.",
                way_out="for a node as exponent write exp(n * log(x))",
            ))
        self.n = float(as_value(n, "the exponent of power", GraphError))
        super().__init__([x], name)

    def compute(self, x):
        return np.power(x, self.n)


class square(UnaryOperation):
    """x * x, entry by entry."""

    def compute(self, x):
        return np.square(x)


class absolute(UnaryOperation):
    """The distance of x from 0, entry by entry."""

    def compute(self, x):
        return np.absolute(x)


class maximum(BinaryOperation):
    """The larger one of a and b, entry by entry. The largest entry of one array is no node."""

    def compute(self, a, b):
        return np.maximum(a, b)


class matmul(BinaryOperation):
    """The matrix product A B. Stacks of matrices are multiplied one by one, as NumPy's @ does."""

    fits = "the last axis of A has to be as long as the last axis but one of B"

    def compute(self, A, B):
        return product(A, B)


class exp(UnaryOperation):
    """e to the power x, entry by entry."""

    def compute(self, x):
        return np.exp(x)


class log(UnaryOperation):
    """The natural logarithm of x, entry by entry. log(0) is -inf, with NumPy's warning."""

    def compute(self, x):
        return np.log(x)


class sigmoid(UnaryOperation):
    """1 / (1 + e^-a), entry by entry, between 0 and 1."""

    def compute(self, a):
        # log(1 + e^-a) first: e^-a itself overflows at a = -710.
        return np.exp(-np.logaddexp(0, -a))


class tanh(UnaryOperation):
    """The hyperbolic tangent of a, entry by entry, between -1 and 1."""

    def compute(self, a):
        return np.tanh(a)


class relu(UnaryOperation):
    """The larger one of a and 0, entry by entry."""

    def compute(self, a):
        return np.maximum(a, 0)


class softmax(UnaryOperation):
    """Probabilities from logits: e^a_i / sum_j e^a_j along the last axis."""

    fits = "the input needs at least one axis, and one entry along the last: one for each class"

    def compute(self, a):
        e = np.exp(less_largest(a))
        return e / over_rows(np.add, e)


class reshape(LibraryOperation):
    """The entries of A, row by row, in another shape. One length may be -1: what is left."""

    def __init__(self, A, shape, name: str | None = None) -> None:
        self.new_shape = whole_numbers(shape, "shape", "reshape(A, (-1, 8)) makes rows of 8")
        super().__init__([A], name)

    @property
    def fits(self) -> str:
        return f"the new shape is {self.new_shape}; it has to hold as many entries as the input"

    def compute(self, A):
        return A.reshape(self.new_shape)


class transpose(LibraryOperation):
    """A with its axes in reverse order, or in the order `axes`. For a matrix: A^T."""

    def __init__(self, A, axes=None, name: str | None = None) -> None:
        self.axes = axes if axes is None else whole_numbers(
            axes, "axes", "axes=(0, 2, 1) exchanges the last two of three axes"
        )
        super().__init__([A], name)

    @property
    def fits(self) -> str:
        return f"axes is {self.axes}; it has to name every axis of the input once"

    def compute(self, A):
        return A.transpose(self.axes)


class Reduction(LibraryOperation):
    """An operation over `axis`: None (all entries), a number, or a tuple of numbers."""

    def __init__(self, A, axis=None, keepdims: bool = False, name: str | None = None) -> None:
        self.axis = as_axes(axis)
        self.keepdims = bool(keepdims)
        super().__init__([A], name)

    @property
    def fits(self) -> str:
        return f"axis is {self.axis}; it has to name axes that the input has, each once"


class reduce_sum(Reduction):
    """The sum over `axis`. The summed axes are gone, or of length 1 with keepdims=True."""

    def compute(self, A):
        return summed(A, self.axis, self.keepdims)


class reduce_mean(Reduction):
    """The mean over `axis`. The axes are gone, or of length 1 with keepdims=True."""

    def compute(self, A):
        total = summed(A, self.axis, self.keepdims)
        return total / (A.size / max(total.size, 1))


class softmax_cross_entropy(BinaryOperation):
    """One loss per row: -sum_i t_i log p_i with p = softmax(logits). Shape `logits.shape[:-1]`.

    `targets` has the shape of `logits`. The logarithm is taken before the exponential, so the
    loss of finite logits is finite.
    """

    fits = (
        "targets need the shape of logits, one number for each class (one-hot, not labels): "
        "dlfs.one_hot(labels, classes) makes them"
    )

    def __init__(self, logits, targets, name: str | None = None) -> None:
        super().__init__(logits, targets, name)

    def compute(self, logits, targets):
        if targets.shape != logits.shape:
            raise ValueError("targets and logits differ in shape")
        a = np.maximum(less_largest(logits), np.finfo(logits.dtype).min)
        # These are for its gradient, too: p is e / total.
        self.e = np.exp(a)
        self.total = over_rows(np.add, self.e)
        self.minus_log_p = np.log(self.total) - a
        return over_rows(np.add, targets * self.minus_log_p, keepdims=False)


def product(A, B):
    """A @ B. For two matrices np.dot does the same, and takes half the time on small ones."""
    return np.dot(A, B) if A.ndim == B.ndim == 2 else A @ B


# A difference beyond the largest float is -inf, and e to that power is the right 0.
subtract_quietly = np.errstate(over="ignore")(np.subtract)


def less_largest(a):
    """a minus the largest entry of its row: the same softmax, and no exponential overflows."""
    if a.ndim == 0:
        raise ValueError("a single number has no rows")
    return subtract_quietly(a, over_rows(np.maximum, a))


def over_rows(ufunc, a, keepdims: bool = True):
    """The sum (np.add) or the largest (np.maximum) of each row."""
    if a.ndim != 2 or not 1 < a.shape[1] <= SHORT:
        return ufunc.reduce(a, axis=-1, keepdims=keepdims)
    rows = ufunc(a[:, 0], a[:, 1])
    for k in range(2, a.shape[1]):
        rows = ufunc(rows, a[:, k])
    return rows[:, np.newaxis] if keepdims else rows


def summed(A, axis, keepdims: bool):
    """The sum of A over `axis`, a tuple or None."""
    if axis in ((-1,), (1,)) and A.ndim == 2:
        return over_rows(np.add, A, keepdims)
    return np.add.reduce(A, axis=axis, keepdims=keepdims)


def as_axes(axis) -> tuple[int, ...] | None:
    """`axis` as a tuple of whole numbers, or None."""
    if axis is None:
        return None
    way_out = "axis=0 sums down the columns, axis=1 along the rows, None over everything"
    return whole_numbers(axis, "axis", way_out, "None, ")


def whole_numbers(given, name: str, way_out: str, or_else: str = "") -> tuple[int, ...]:
    """`given`, one whole number or several, as a tuple of them."""
    try:
        return tuple(map(index, given if np.iterable(given) else [given]))
    except TypeError:
        raise GraphError(explain(
            f"{name} has to be {or_else}a whole number or a tuple of them, but is {brief(given)}.",
            way_out=way_out,
        )) from None


def _no_power_of_nodes(n, x):
    raise GraphError(explain(
        f"{x!r} ** node: the exponent of power has to be a plain number.",
        way_out="write exp(node * log(x))",
    ))


# Nodes calculate with the usual signs: a + b builds add(a, b).
Node.__add__ = lambda a, b: add(a, b)
Node.__radd__ = lambda b, a: add(a, b)
Node.__sub__ = lambda a, b: subtract(a, b)
Node.__rsub__ = lambda b, a: subtract(a, b)
Node.__mul__ = lambda a, b: multiply(a, b)
Node.__rmul__ = lambda b, a: multiply(a, b)
Node.__truediv__ = lambda a, b: divide(a, b)
Node.__rtruediv__ = lambda b, a: divide(a, b)
Node.__matmul__ = lambda A, B: matmul(A, B)
Node.__rmatmul__ = lambda B, A: matmul(A, B)
Node.__pow__ = lambda x, n: power(x, n)
Node.__rpow__ = _no_power_of_nodes
Node.__neg__ = lambda x: negative(x)
