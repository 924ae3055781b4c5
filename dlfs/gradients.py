"""The table of derivatives: one short function for each operation.

Each takes an operation and G, the gradient of the loss with respect to its output, and gives the
gradients with respect to its inputs. Your own operations enter the table the same way.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache, wraps

import numpy as np

from dlfs import operations as ops
from dlfs.arguments import did_you_mean, fitting, why_no_rule
from dlfs.errors import GradientError, brief, explain
from dlfs.graph import Operation, locked
from dlfs.places import is_ours

_gradient_registry: dict = {}


class RegisterGradient:
    """A decorator that enters a function into the table, under an operation's class or its name.

    The function takes `(op, G)` and returns one gradient for each input: a list, a tuple, or one
    array where there is one input. Registering again replaces. A name stands for every operation
    class of that name; a class is looked up before a name.
    """

    @fitting
    def __init__(self, op: type[Operation] | str) -> None:
        if not (isinstance(op, str) or isinstance(op, type) and issubclass(op, Operation)):
            raise GradientError(explain(
                f"RegisterGradient got {brief(op)}, which is no operation.",
                way_out="give the operation's class or its name: @RegisterGradient(sigmoid)",
            ))
        if isinstance(op, str):
            refuse_misspelt(op)
        self.op = op

    def __call__(self, function):
        refuse_misfit(function)
        for entry in _entries(self.op):
            _gradient_registry[entry] = function if is_ours(function) else kept_apart(function)
        return function


def kept_apart(function):
    """`function`, which others wrote: what it is given is locked, what it returns is copied."""

    @wraps(function)
    def your_function(op, G):
        op.inputs, op.output = [*map(locked, op.inputs)], locked(op.output)
        found = function(op, locked(G))
        if isinstance(found, (list, tuple)):
            return [*map(copied, found)]
        return copied(found)

    return your_function


def copied(gradient):
    return gradient.copy() if isinstance(gradient, np.ndarray) else gradient


def refuse_misfit(function) -> None:
    """Refuse what cannot be called as function(op, G)."""
    problem = why_no_rule(function)
    if problem is not None:
        raise GradientError(explain(
            f"the gradient function {brief(function)} {problem}.",
            way_out="write def gradient(op, G): first the operation, then the gradient of the loss "
            "with respect to its output",
        ))


def refuse_misspelt(name: str) -> None:
    """Refuse the name of no operation that is close to the name of one."""
    names = {kind.__name__ for kind in _kinds_below(Operation)}
    meant = None if name in names else did_you_mean(name, names, cutoff=0.85)
    if meant is not None:
        raise GradientError(explain(
            f"RegisterGradient got {name!r}, but no operation has that name.",
            way_out=f"did you mean {meant}? A new operation needs its class first",
        ))


def _kinds_below(kind):
    for below in kind.__subclasses__():
        yield below
        yield from _kinds_below(below)


def _entries(op) -> list:
    if not isinstance(op, str):
        return [op]
    classes = [entry for entry in _gradient_registry if getattr(entry, "__name__", None) == op]
    return [op, *classes]


@fitting
@contextmanager
def registered(op: type[Operation] | str, function):
    """`with registered(sigmoid, f):` uses f as the gradient inside the block, then restores."""
    before = {entry: _gradient_registry.get(entry) for entry in _entries(op)}
    RegisterGradient(op)(function)
    try:
        yield function
    finally:
        for entry, former in before.items():
            _gradient_registry.pop(entry)
            if former is not None:
                _gradient_registry[entry] = former


def gradient_function_of(operation: Operation):
    """The function in the table for this operation, or None: first by class, then by name."""
    kind = type(operation)
    return _gradient_registry.get(kind) or _gradient_registry.get(kind.__name__)


@RegisterGradient(ops.add)
def add_gradient(op, G):
    """With respect to a + b: G and G."""
    a, b = op.inputs
    return unbroadcast(G, a), unbroadcast(G, b)


@RegisterGradient(ops.subtract)
def subtract_gradient(op, G):
    """With respect to a - b: G and -G."""
    a, b = op.inputs
    return unbroadcast(G, a), unbroadcast(-G, b)


@RegisterGradient(ops.multiply)
def multiply_gradient(op, G):
    """With respect to a * b: G b and G a."""
    a, b = op.inputs
    return lambda: summed_like(a, G * b), lambda: summed_like(b, G * a)


@RegisterGradient(ops.divide)
def divide_gradient(op, G):
    """With respect to a / b: G / b and -G a / b^2."""
    a, b = op.inputs
    return unbroadcast(G / b, a), unbroadcast(-G * op.output / b, b)


@RegisterGradient(ops.negative)
def negative_gradient(op, G):
    """With respect to -x: -G."""
    return -G


@RegisterGradient(ops.power)
def power_gradient(op, G):
    """With respect to x^n: G n x^(n-1); 0 for n = 0."""
    x, n = op.inputs[0], op.n
    return G * n * np.power(x, n - 1) if n else 0 * G


@RegisterGradient(ops.square)
def square_gradient(op, G):
    """With respect to x * x: 2 G x."""
    return 2 * G * op.inputs[0]


@RegisterGradient(ops.absolute)
def absolute_gradient(op, G):
    """With respect to |x|: G where x > 0, -G where x < 0, and 0 at the corner."""
    return G * np.sign(op.inputs[0])


@RegisterGradient(ops.maximum)
def maximum_gradient(op, G):
    """With respect to max(a, b): G to the larger one; where they are equal, half of G to each."""
    a, b = op.inputs
    half = G * (a == b) / 2
    return (
        lambda: summed_like(a, G * (a > b) + half),
        lambda: summed_like(b, G * (b > a) + half),
    )


@RegisterGradient(ops.matmul)
def matmul_gradient(op, G):
    """With respect to A B: G B^T and A^T G."""
    A, B = op.inputs
    if A.ndim == B.ndim == 2:
        return lambda: np.dot(G, B.T), lambda: np.dot(A.T, G)
    if A.ndim == 1:
        A, G = A[np.newaxis, :], G[..., np.newaxis] if B.ndim == 1 else G[..., np.newaxis, :]
    if B.ndim == 1:
        B, G = B[:, np.newaxis], G[..., np.newaxis]
    return (
        lambda: summed_like(A, G @ transposed(B)).reshape(op.inputs[0].shape),
        lambda: summed_like(B, transposed(A) @ G).reshape(op.inputs[1].shape),
    )


@RegisterGradient(ops.exp)
def exp_gradient(op, G):
    """With respect to e^x: G e^x."""
    return G * op.output


@RegisterGradient(ops.log)
def log_gradient(op, G):
    """With respect to log x: G / x."""
    return G / op.inputs[0]


@RegisterGradient(ops.sigmoid)
def sigmoid_gradient(op, G):
    """With respect to p = sigmoid(a): G p (1 - p)."""
    p = op.output
    return G * p * (1 - p)


@RegisterGradient(ops.tanh)
def tanh_gradient(op, G):
    """With respect to y = tanh(a): G (1 - y^2)."""
    y = op.output
    return G * (1 - y * y)


@RegisterGradient(ops.relu)
def relu_gradient(op, G):
    """With respect to y = max(a, 0): G where y > 0, otherwise 0."""
    return G * (op.output > 0)


@RegisterGradient(ops.softmax)
def softmax_gradient(op, G):
    """With respect to p = softmax(a): p_i (G_i - sum_j G_j p_j)."""
    p = op.output
    return p * (G - ops.over_rows(np.add, G * p))


@RegisterGradient(ops.reshape)
def reshape_gradient(op, G):
    """With respect to A: G in the shape of A."""
    return G.reshape(op.inputs[0].shape)


@RegisterGradient(ops.transpose)
def transpose_gradient(op, G):
    """With respect to A: G with its axes put back in their order; for a matrix, G^T."""
    if op.axes is None:
        return G.transpose()
    places = [axis % G.ndim for axis in op.axes]
    return G.transpose([places.index(axis) for axis in range(G.ndim)])


@RegisterGradient(ops.reduce_sum)
def reduce_sum_gradient(op, G):
    """With respect to A: G repeated along the axes that were summed."""
    return repeated(G, op)


@RegisterGradient(ops.reduce_mean)
def reduce_mean_gradient(op, G):
    """With respect to A: G / n, repeated along the axes of which a mean was taken, of n entries."""
    return repeated(G * (op.output.size / max(op.inputs[0].size, 1)), op)


@RegisterGradient(ops.softmax_cross_entropy)
def softmax_cross_entropy_gradient(op, G):
    """With respect to logits: G (p sum(t) - t), and to targets t: -G log p."""
    t, G = op.inputs[1], G[..., np.newaxis]
    return (
        lambda: G * (op.e * (ops.over_rows(np.add, t) / op.total) - t),
        lambda: G * op.minus_log_p,
    )


def unbroadcast(G, value):
    """G summed over the axes along which `value` was repeated: a gradient of value's shape.

    Where there is something to sum, this is a function of no arguments, for whoever wants it.
    """
    shape = getattr(value, "shape", ())
    return G if G.shape == shape else lambda: summed_to(G, shape)


def summed_like(value, G):
    """G summed over the axes along which `value`, an array or a plain number, was repeated."""
    shape = getattr(value, "shape", ())
    return G if G.shape == shape else summed_to(G, shape)


def summed_to(G, shape):
    """G summed over the axes along which something of this shape was repeated."""
    if G.ndim == 2 and G.shape[1:] == shape:
        return np.dot(ones(len(G), G.dtype), G)  # the same sums, faster than np.add.reduce
    first = G.ndim - len(shape)
    repeated_axes = [i + first for i, n in enumerate(shape) if n == 1]
    return np.add.reduce(G, axis=(*range(first), *repeated_axes)).reshape(shape)


@lru_cache(maxsize=8)
def ones(n, dtype):
    return np.ones(n, dtype)


def repeated(G, op):
    """G repeated along the axes over which `op` took a sum or a mean: the shape of its input."""
    A = op.inputs[0]
    if op.axis is not None and not op.keepdims:
        shape = [*A.shape]
        for axis in op.axis:
            shape[axis] = 1
        G = G.reshape(shape)
    return G + np.zeros(A.shape, G.dtype)


def transposed(A):
    """A with its last two axes exchanged."""
    return A.swapaxes(-1, -2)
