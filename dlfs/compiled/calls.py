"""What a program calls where it has no lines: a learner's own operation, gradient, optimizer.

Each gets copies, so that nothing it keeps changes in the next run.
"""

from __future__ import annotations

import numpy as np

from dlfs.backpropagation import backpropagate
from dlfs.compiled.recording import Call, NotRecordable
from dlfs.forward import forward
from dlfs.graph import constant, placeholder


class Failed(Exception):
    """What others wrote has raised an error, its cause. It is not run a second time."""


class Absent(NotRecordable):
    """A gradient function gives None where it gave an array, or the other way round."""


def function_of(call: Call, absent):
    """The function that a program calls for this call."""
    what, node, nodes = call.others
    kinds = [(np.shape(value.array), value.array.dtype) for value in call.out]

    def called(*values):
        try:
            found = FUNCTIONS[what](node, nodes, absent, *values)
        except NotRecordable:
            raise
        except BaseException as error:
            raise Failed from error
        if [(np.shape(value), value.dtype) for value in found] != kinds:
            raise NotRecordable(f"{node.name} gives values of other shapes or dtypes than before")
        return found

    return called


def _computed(op, nodes, absent, *inputs) -> list:
    _show(op.input_nodes, inputs)
    forward([op])
    return [op.output]


def _gradients(op, wanted, absent, G, output, *inputs) -> list:
    _show([op, *op.input_nodes], [output, *inputs])
    op.inputs = [node.output for node in op.input_nodes]
    unwanted = {node for other, node in absent if other is op}
    found = backpropagate(op, [op], {*wanted, *unwanted}, _copy(G))
    found.pop(op)
    if found.keys() != set(wanted):
        pairs = [(op, node) for node in {*wanted, *unwanted} if node not in found]
        raise Absent(f"the gradient function of {op.name} gives None", op, pairs)
    return [found[node] for node in wanted]


def _update(step, variables, absent, *gradients) -> list:
    step._gradients = dict(zip(variables, map(_copy, gradients)))
    step.update()
    return []


FUNCTIONS = {"compute": _computed, "gradients": _gradients, "update": _update}


def _copy(array):
    return np.array(array)[()]


def _show(nodes, values) -> None:
    for node, value in zip(nodes, values):
        if not isinstance(node, (constant, placeholder)):
            node.output = _copy(value)
