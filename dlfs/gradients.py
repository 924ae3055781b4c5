"""The backward half: the table of derivatives, and the pass that uses it.

Each entry takes an operation and G, the gradient of the loss with respect to its output, and gives
the gradients with respect to its inputs. `compute_gradients` starts at the loss with G = 1, visits
every operation after all of its consumers, and adds up what a node hears from them.
"""

from __future__ import annotations

from contextlib import contextmanager

import numpy as np

from dlfs import operations as ops
from dlfs.errors import DlfsError, GradientError, explain
from dlfs.graph import Node, Operation, as_value, describe, order_of
from dlfs.session import forward

_gradient_registry: dict = {}


class RegisterGradient:
    """A decorator that enters a function into the table, under an operation's class or its name.

    The function takes `(op, G)` and returns one gradient for each input: a list, a tuple, or one
    array where there is one input. Registering again replaces. A name stands for every operation
    class of that name; a class is looked up before a name.
    """

    def __init__(self, op: type[Operation] | str) -> None:
        if not (isinstance(op, str) or isinstance(op, type) and issubclass(op, Operation)):
            raise GradientError(explain(
                f"RegisterGradient got {op!r}.",
                way_out="give the operation's class or its name: @RegisterGradient(sigmoid)",
            ))
        self.op = op

    def __call__(self, function):
        for entry in _entries(self.op):
            _gradient_registry[entry] = function
        return function


def _entries(op) -> list:
    if not isinstance(op, str):
        return [op]
    classes = [entry for entry in _gradient_registry if getattr(entry, "__name__", None) == op]
    return [op, *classes]


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


def compute_gradients(loss: Node, feed_dict=None, nodes=None) -> dict[Node, np.ndarray]:
    """The gradient of `loss` with respect to each of `nodes`: a table from node to gradient.

    Runs the graph forward on `feed_dict` first. `nodes=None`: every node that the loss depends on.
    A gradient has the shape and dtype of its node. The loss has shape (). Raises a DlfsError for
    a node that the loss does not depend on, and for an operation without a gradient.
    """
    order = order_of(_checked_loss(loss))
    wanted = order if nodes is None else _checked_wanted(nodes, loss)
    forward(order, feed_dict)
    gradients = backpropagate(loss, *backward_route(loss, wanted))
    return {node: _handed_out(gradients, node) for node in wanted}


def backward_route(loss: Node, wanted) -> tuple[list[Operation], set[Node]]:
    """The operations between `wanted` and the loss in reverse topological order, and the set of
    the nodes whose gradients are needed on the way."""
    needed = set(wanted)
    operations = []
    for node in order_of(loss):
        if not needed.isdisjoint(node.input_nodes):
            needed.add(node)
            operations.append(node)
    return operations[::-1], needed


def backpropagate(loss: Node, operations, needed) -> dict[Node, np.ndarray]:
    """The gradient of the loss for the nodes in `needed`, at the values of the latest forward pass.

    In reverse topological order all consumers of an operation come before it. So its own gradient
    is complete when it is its turn, and each gradient function is called once.
    """
    gradients = {loss: _gradient_of_loss(loss)}
    for operation in operations:
        G = gradients.get(operation)
        if G is None:
            continue
        for node, gradient in zip(operation.input_nodes, _input_gradients(operation, G)):
            if node in needed and gradient is not None:
                if callable(gradient):
                    gradient = gradient()
                gradient = _fitted(gradient, node, operation)
                gradients[node] = gradients[node] + gradient if node in gradients else gradient
    return gradients


# ------------------------------------------------------------------ the table of derivatives


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
    return unbroadcast(G * b, a), unbroadcast(G * a, b)


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


@RegisterGradient(ops.matmul)
def matmul_gradient(op, G):
    """With respect to A B: G B^T and A^T G."""
    A, B = op.inputs
    if A.ndim == 1:
        A, G = A[np.newaxis, :], np.expand_dims(G, -1 if B.ndim == 1 else -2)
    if B.ndim == 1:
        B, G = B[:, np.newaxis], G[..., np.newaxis]
    return (
        lambda: unbroadcast(G @ transposed(B), A).reshape(op.inputs[0].shape),
        lambda: unbroadcast(transposed(A) @ G, B).reshape(op.inputs[1].shape),
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
    """With respect to max(a, 0): G where a > 0, otherwise 0."""
    return G * (op.inputs[0] > 0)


@RegisterGradient(ops.softmax)
def softmax_gradient(op, G):
    """With respect to p = softmax(a): p_i (G_i - sum_j G_j p_j)."""
    p = op.output
    return p * (G - (G * p).sum(axis=-1, keepdims=True))


@RegisterGradient(ops.reduce_sum)
def reduce_sum_gradient(op, G):
    """With respect to A: G repeated along the axes that were summed."""
    return repeated(G, op)


@RegisterGradient(ops.reduce_mean)
def reduce_mean_gradient(op, G):
    """With respect to A: G / n, repeated along the axes of which the mean of n entries was taken."""
    return repeated(G * (op.output.size / op.inputs[0].size), op)


@RegisterGradient(ops.softmax_cross_entropy)
def softmax_cross_entropy_gradient(op, G):
    """With respect to logits: G (p sum(t) - t), and to targets t: -G log p."""
    logits, t = op.inputs
    log_p = ops.log_softmax(logits)
    G = G[..., np.newaxis]
    return (
        lambda: G * (np.exp(log_p) * t.sum(axis=-1, keepdims=True) - t),
        lambda: -G * log_p,
    )


def unbroadcast(G, value):
    """G summed over the axes along which `value` was repeated: a gradient of value's shape."""
    shape = getattr(value, "shape", ())
    if G.shape == shape:
        return G
    first = G.ndim - len(shape)
    repeated_axes = [i + first for i, n in enumerate(shape) if n == 1]
    return G.sum(axis=(*range(first), *repeated_axes)).reshape(shape)


def repeated(G, op):
    """G repeated along the axes over which `op` took a sum or a mean: the shape of its input."""
    A = op.inputs[0]
    if op.axis is not None:
        summed = {axis % A.ndim for axis in op.axis}
        G = G.reshape([1 if axis in summed else n for axis, n in enumerate(A.shape)])
    return np.full(A.shape, G)


def transposed(A):
    """A with its last two axes exchanged."""
    return A.swapaxes(-1, -2)


# ------------------------------------------------------------------ what is refused


def _input_gradients(operation: Operation, G):
    function = _gradient_registry.get(type(operation)) or _gradient_registry.get(
        type(operation).__name__
    )
    if function is None:
        raise _no_gradient_registered(operation)
    try:
        gradients = function(operation, G)
    except DlfsError:
        raise
    except Exception as error:
        raise GradientError(explain(
            f"the gradient function of {type(operation).__name__} failed: "
            f"{type(error).__name__}: {error}",
            f"node: {describe(operation)}",
            f"G: shape {np.shape(G)}",
            way_out=f"look into {getattr(function, '__name__', 'the function')}",
        )) from error
    if not isinstance(gradients, (list, tuple)):
        gradients = (gradients,)
    if len(gradients) != len(operation.input_nodes):
        raise _wrong_number(operation, len(gradients))
    return gradients


def _fitted(gradient, node: Node, operation: Operation):
    output = node.output
    try:
        if gradient.shape == output.shape and gradient.dtype is output.dtype:
            return gradient
    except AttributeError:
        pass  # one of the two is a plain Python number or a list
    return _made_to_fit(gradient, node, operation)


def _made_to_fit(gradient, node: Node, operation: Operation):
    what = f"the gradient of {operation.name} with respect to {node.name}"
    gradient, output = as_value(gradient, what, GradientError), np.asarray(node.output)
    if gradient.shape != output.shape:
        raise GradientError(explain(
            f"{what} has shape {gradient.shape}, but {node.name} has shape {output.shape}.",
            f"node: {describe(operation)}",
            way_out="a gradient has the shape of its node: sum over what was repeated",
        ))
    return gradient.astype(output.dtype, copy=False)


def _no_gradient_registered(operation: Operation) -> GradientError:
    kind = type(operation).__name__
    return GradientError(explain(
        f"no gradient is registered for {kind}.",
        f"node: {describe(operation)}",
        way_out=f"write a function {kind}_gradient(op, G) with @RegisterGradient({kind}) above it",
    ))


def _wrong_number(operation: Operation, number: int) -> GradientError:
    return GradientError(explain(
        f"the gradient function of {type(operation).__name__} returned {number} "
        f"gradient{'s' * (number != 1)} for {len(operation.input_nodes)} "
        f"input{'s' * (len(operation.input_nodes) != 1)}.",
        f"node: {describe(operation)}",
        way_out="return a list with one gradient for each input; None where there is none",
    ))


def _gradient_of_loss(loss: Node):
    if np.shape(loss.output) != ():
        raise GradientError(explain(
            f"the loss {loss.name} is no single number: its shape is {loss.output.shape}.",
            f"node: {describe(loss)}",
            way_out=f"make one number of it first: reduce_mean({loss.name})",
        ))
    return np.asarray(loss.output).dtype.type(1)


def _checked_loss(loss) -> Node:
    if not isinstance(loss, Node):
        raise GradientError(explain(
            f"the loss is {loss!r}, which is no node of a graph.",
            way_out="give the node itself, not the value that a session returned",
        ))
    return loss


def _checked_wanted(nodes, loss: Node) -> list[Node]:
    wanted = [nodes] if isinstance(nodes, Node) else list(nodes)
    depends_on = set(order_of(loss))
    for node in wanted:
        if node not in depends_on:
            raise GradientError(explain(
                f"the loss {loss.name} does not depend on {getattr(node, 'name', repr(node))}.",
                f"loss: {describe(loss)}",
                *([f"node: {describe(node)}"] if isinstance(node, Node) else []),
                way_out="ask only for nodes that the loss is computed from",
            ))
    return wanted


def _handed_out(gradients, node: Node):
    gradient = gradients.get(node)
    return np.zeros_like(node.output)[()] if gradient is None else np.array(gradient)[()]
