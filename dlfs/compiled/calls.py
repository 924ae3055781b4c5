"""What a program calls where it has no lines: a learner's own operation, gradient, optimizer.

Each gets copies, so that nothing it keeps changes in the next run.
"""

from __future__ import annotations

import numpy as np

from dlfs.backpropagation import backpropagate
from dlfs.compiled.recording import NotRecordable, kind_of
from dlfs.forward import forward
from dlfs.graph import constant, placeholder


class Failed(Exception):
    """What others wrote has raised an error, its cause. It is not run a second time."""


class Absent(NotRecordable):
    """A gradient function gives None where it gave an array, or the other way round."""


def called(function, node, outputs, *settings):
    """`function`, one of those below, for a program: values of the kinds of `outputs`."""
    kinds = [*map(kind_of, outputs)]

    def call(*values):
        try:
            found = function(node, *settings, *values)
        except NotRecordable:
            raise
        except BaseException as error:
            raise Failed from error
        if [*map(kind_of, found)] != kinds:
            raise NotRecordable(f"{node.name} gives values of other shapes or dtypes than before")
        return found

    call.__name__ = f"{function.__name__}_{node.name}"
    return call


def compute(op, *inputs) -> list:
    """The output of an operation."""
    _show(op.input_nodes, inputs)
    forward([op])
    return [op.output]


def gradients_of(op, wanted, absent, G) -> list:
    """The gradients for the `wanted` inputs of an operation, which `compute` above has computed in
    this run; for those in `absent` it is None."""
    asked = tuple(node if node in {*wanted, *absent} else None for node in op.input_nodes)
    found = backpropagate(op, [(op, asked)], G=np.array(G)[()])
    if found.keys() != set(wanted):
        raise Absent(f"the gradient of {op.name} is None", op, {*wanted, *absent} - found.keys())
    return [found[node] for node in wanted]


def update(step, variables, *gradients) -> list:
    """Nothing; it is the optimizer that changes the variables."""
    step._gradients = {W: np.array(G)[()] for W, G in zip(variables, gradients)}
    step.update()
    return []


def _show(nodes, values) -> None:
    for node, value in zip(nodes, values):
        if not isinstance(node, (constant, placeholder)):
            node.output = np.array(value)[()]
