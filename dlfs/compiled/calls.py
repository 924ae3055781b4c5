"""What a program calls where it has no lines: a learner's own operation, gradient, optimizer.

Each gets copies, so that nothing it keeps changes in the next run.
"""

from __future__ import annotations

import numpy as np

from dlfs.backpropagation import backpropagate
from dlfs.graph import Node, Operation, Variable, constant
from dlfs.forward import forward


class NotWritable(Exception):
    """This run has no program, or does not fit the one it has: the plain session can run it."""


def computed(op: Operation, shape, dtype, *inputs):
    """The value of `op`, computed as in the plain session, if it has this shape and dtype."""
    _show(op.input_nodes, inputs)
    forward([op])
    if op.output.shape != shape or op.output.dtype != dtype:
        raise NotWritable
    return op.output


def input_gradients(op: Operation, wanted: list[Node], G, output, *inputs) -> list:
    """The gradients of `op` for the nodes in `wanted`, by the function in the table."""
    _show([op, *op.input_nodes], [output, *inputs])
    op.inputs = [node.output for node in op.input_nodes]
    if not op.from_outside:
        op.compute(*op.inputs)  # it may keep something for its gradient
    table = backpropagate(op, [op], set(wanted), _whole(G, op.output))
    if any(node not in table for node in wanted):
        raise NotWritable  # a gradient is None: nothing goes on from here, in this run at least
    return [table[node] for node in wanted]


def updated(optimizer, variables: list[Variable], *gradients) -> None:
    """An update by an optimizer of any kind."""
    optimizer.update({W: _whole(G, W._value) for W, G in zip(variables, gradients)})


def _whole(G, value):
    return np.array(np.broadcast_to(G, np.shape(value)), value.dtype)[()]


def _show(nodes, values) -> None:
    for node, value in zip(nodes, values):
        if not isinstance(node, constant):
            node.output = np.array(value)[()]
