"""What a program calls where it has no lines: a learner's own operation, gradient, optimizer.

Each gets copies, so that nothing it keeps changes in the next run.
"""

from __future__ import annotations

import numpy as np

from dlfs.backpropagation import backpropagate
from dlfs.compiled.recording import NotRecordable
from dlfs.forward import forward
from dlfs.graph import Operation, Variable, constant, placeholder


class Failed(Exception):
    """What others wrote has raised an error, its cause. It is not run a second time."""


def function_of(call):
    """The function that a program calls for this call: `call.function` says which of the three."""
    node, nodes, *_ = call.operands
    kinds = [(np.shape(value.array), value.array.dtype) for value in call.out]
    function = {"compute": _computed, "gradients": _gradients, "update": _update}[call.function]

    def called(*values):
        try:
            found = function(node, nodes, *values)
        except NotRecordable:
            raise
        except BaseException as error:
            raise Failed from error
        if [(np.shape(value), value.dtype) for value in found] != kinds:
            raise NotRecordable(f"{node.name} gives values of other shapes or dtypes than before")
        return found

    return called


def _computed(op: Operation, _, *inputs) -> list:
    _show(op.input_nodes, inputs)
    forward([op])
    return [op.output]


def _gradients(op: Operation, wanted, G, output, *inputs) -> list:
    _show([op, *op.input_nodes], [output, *inputs])
    op.inputs = [node.output for node in op.input_nodes]
    if not op.from_outside:
        op.compute(*op.inputs)  # it may keep something for its gradient
    found = backpropagate(op, [op], set(wanted), _whole(G, op.output))
    if any(node not in found for node in wanted):
        raise NotRecordable(f"a gradient of {op.name} is None")
    return [found[node] for node in wanted]


def _update(step, variables: list[Variable], *gradients) -> list:
    step._gradients = {W: _whole(G, W._value) for W, G in zip(variables, gradients)}
    step.update()
    return []


def _whole(G, value):
    return np.array(np.broadcast_to(G, np.shape(value)), value.dtype)[()]


def _show(nodes, values) -> None:
    for node, value in zip(nodes, values):
        if not isinstance(node, (constant, placeholder)):
            node.output = np.array(value)[()]
