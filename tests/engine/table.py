"""One line for each operation: how to draw its inputs, and what it is, computed by hand.

The formulas use Python's own floats and `math`, not the engine and not NumPy's counterpart. A new
operation gets a line here; test_operations.py fails until it has one.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays, mutually_broadcastable_shapes

from dlfs import operations as ops

ANY = st.floats(-2, 2)
POSITIVE = st.floats(0.3, 3)
NOT_NEAR_ZERO = st.floats(0.5, 2) | st.floats(-2, -0.5)


def each(function):
    """`function` of numbers, applied entry by entry."""
    return np.vectorize(function, otypes=[float])


@st.composite
def broadcast(draw, *entries, **settings):
    """One array for each kind of entries, of shapes that fit each other."""
    shapes = draw(mutually_broadcastable_shapes(num_shapes=len(entries), max_dims=3, max_side=3))
    kinds = zip(shapes.input_shapes, entries)
    return [draw(arrays(float, shape, elements=e)) for shape, e in kinds], settings


@st.composite
def rows(draw, *entries):
    """Arrays of one common shape with at least one axis."""
    shape = draw(array_shapes(min_dims=1, max_dims=3, max_side=3))
    return [draw(arrays(float, shape, elements=e)) for e in entries], {}


@st.composite
def matrices(draw):
    """Two operands of matmul: 1-D, 2-D, or stacks of matrices that fit each other."""
    rows_, inner, columns = (draw(st.integers(1, 3)) for _ in range(3))
    stacks = mutually_broadcastable_shapes(num_shapes=2, max_dims=2, max_side=2)
    of_A, of_B = draw(stacks).input_shapes
    A = draw(st.sampled_from([(inner,), (rows_, inner), (*of_A, rows_, inner)]))
    B = draw(st.sampled_from([(inner,), (inner, columns), (*of_B, inner, columns)]))
    return [draw(arrays(float, shape, elements=ANY)) for shape in (A, B)], {}


@st.composite
def reductions(draw):
    """An array, and the axis and keepdims of a sum over it."""
    A = draw(arrays(float, array_shapes(min_dims=0, max_dims=3, max_side=3), elements=ANY))
    one = st.integers(-A.ndim, A.ndim - 1) if A.ndim else st.none()
    several = st.sets(st.integers(0, A.ndim - 1)) if A.ndim else st.just(())
    axis = draw(st.none() | one | several.map(tuple))
    return [A], {"axis": axis, "keepdims": draw(st.booleans())}


@st.composite
def powers(draw):
    """A base and an exponent for which x^n is smooth."""
    # What stands first is drawn first: x^0 has a rule of its own.
    whole = st.tuples(st.just(NOT_NEAR_ZERO), st.sampled_from([0, -2, -1, 1, 2, 3]))
    broken = st.tuples(st.just(POSITIVE), st.sampled_from([-1.5, 0.5, 2.5]))
    entries, n = draw(whole | broken)
    return draw(broadcast(entries, n=n))


def kept_axes(A, axis):
    """The axes over which a sum is taken, and the shape of the sum with keepdims."""
    summed = range(A.ndim) if axis is None else np.atleast_1d(axis) % max(A.ndim, 1)
    summed = {int(i) for i in summed}
    return summed, tuple(1 if i in summed else n for i, n in enumerate(A.shape))


def sum_by_hand(A, axis=None, keepdims=False):
    summed, kept = kept_axes(A, axis)
    total = np.zeros(kept)
    for entry, number in np.ndenumerate(A):
        total[tuple(0 if i in summed else k for i, k in enumerate(entry))] += number
    shape = tuple(n for i, n in enumerate(A.shape) if i not in summed)
    return total if keepdims else total.reshape(shape)


def mean_by_hand(A, axis=None, keepdims=False):
    total = sum_by_hand(A, axis, keepdims)
    return total * total.size / A.size


def product_by_hand(A, B):
    left = A if A.ndim > 1 else A[np.newaxis, :]
    right = B if B.ndim > 1 else B[:, np.newaxis]
    stack = np.broadcast_shapes(left.shape[:-2], right.shape[:-2])
    left = np.broadcast_to(left, stack + left.shape[-2:])
    right = np.broadcast_to(right, stack + right.shape[-2:])
    product = np.empty((*stack, left.shape[-2], right.shape[-1]))
    for *s, i, j in np.ndindex(product.shape):
        inner = range(left.shape[-1])
        product[(*s, i, j)] = math.fsum(left[(*s, i, k)] * right[(*s, k, j)] for k in inner)
    return product.reshape(stack + A.shape[-2:-1] + (B.shape[-1:] if B.ndim > 1 else ()))


@st.composite
def reshapes(draw):
    """An array, and a shape of as many entries; one length may be -1."""
    A = draw(arrays(float, array_shapes(min_dims=0, max_dims=3, max_side=3), elements=ANY))
    first = draw(st.sampled_from([n for n in range(1, A.size + 1) if A.size % n == 0]))
    shape = draw(st.permutations([first, draw(st.sampled_from([-1, A.size // first])), 1]))
    return [A], {"shape": draw(st.sampled_from([tuple(shape), -1, A.size]))}


@st.composite
def transposes(draw):
    """An array, and an order of its axes; some are counted from the end."""
    A = draw(arrays(float, array_shapes(min_dims=0, max_dims=3, max_side=3), elements=ANY))
    order = [axis - draw(st.sampled_from([0, A.ndim])) for axis in range(A.ndim)]
    return [A], {"axes": draw(st.none() | st.permutations(order).map(tuple))}


def reshaped_by_hand(A, shape):
    lengths = [shape] if isinstance(shape, int) else [*shape]
    known = math.prod(n for n in lengths if n != -1)
    found = np.empty([A.size // known if n == -1 else n for n in lengths])
    for place, number in zip(np.ndindex(found.shape), (A[entry] for entry in np.ndindex(A.shape))):
        found[place] = number
    return found


def transposed_by_hand(A, axes=None):
    axes = range(A.ndim)[::-1] if axes is None else [axis % A.ndim for axis in axes]
    found = np.empty([A.shape[axis] for axis in axes])
    for place, number in np.ndenumerate(A):
        found[tuple(place[axis] for axis in axes)] = number
    return found


@st.composite
def apart(draw):
    """Two arrays that broadcast, no two entries of which are near each other."""
    (a, b), _ = draw(broadcast(st.integers(-4, 4), st.integers(-4, 4)))
    return [a / 2, b / 2 + 0.25], {}


def softmax_of_row(row):
    total = math.fsum(math.exp(a) for a in row)
    return [math.exp(a) / total for a in row]


def softmax_by_hand(a):
    return np.apply_along_axis(softmax_of_row, -1, a)


def cross_entropy_by_hand(logits, targets):
    log_p = each(math.log)(softmax_by_hand(logits))
    return np.vectorize(lambda t, g: -math.fsum(t * g), otypes=[float], signature="(n),(n)->()")(
        targets, log_p
    )


@dataclass(frozen=True)
class Line:
    operation: type
    inputs: st.SearchStrategy  # of a list of arrays and a dict of settings
    by_hand: Callable

    def __str__(self):
        return self.operation.__name__


TABLE = [
    Line(ops.add, broadcast(ANY, ANY), lambda a, b: a - (0 - b)),
    Line(ops.subtract, broadcast(ANY, ANY), lambda a, b: a + b * -1.0),
    Line(ops.multiply, broadcast(ANY, ANY), each(lambda a, b: float(a) * float(b))),
    Line(ops.divide, broadcast(ANY, NOT_NEAR_ZERO), each(lambda a, b: float(a) / float(b))),
    Line(ops.negative, broadcast(ANY), lambda x: 0 - x),
    Line(ops.power, powers(), lambda x, n: each(lambda base: math.pow(base, n))(x)),
    Line(ops.square, broadcast(ANY), each(lambda x: math.pow(x, 2))),
    Line(ops.absolute, broadcast(NOT_NEAR_ZERO), each(lambda x: math.sqrt(x * x))),
    Line(ops.maximum, apart(), each(lambda a, b: a if a > b else b)),
    Line(ops.reshape, reshapes(), reshaped_by_hand),
    Line(ops.transpose, transposes(), transposed_by_hand),
    Line(ops.matmul, matrices(), product_by_hand),
    Line(ops.exp, broadcast(ANY), each(math.exp)),
    Line(ops.log, broadcast(POSITIVE), each(math.log)),
    Line(ops.sigmoid, broadcast(ANY), each(lambda a: 1 / (1 + math.exp(-a)))),
    Line(ops.tanh, broadcast(ANY), each(lambda a: 1 - 2 / (math.exp(2 * a) + 1))),
    Line(ops.relu, broadcast(NOT_NEAR_ZERO), each(lambda a: a if a > 0 else 0.0)),
    Line(ops.softmax, rows(ANY), softmax_by_hand),
    Line(ops.reduce_sum, reductions(), sum_by_hand),
    Line(ops.reduce_mean, reductions(), mean_by_hand),
    Line(ops.softmax_cross_entropy, rows(ANY, ANY), cross_entropy_by_hand),
]
