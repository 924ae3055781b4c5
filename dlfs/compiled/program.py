"""A run as a program: straight lines of NumPy, forward, backward, update.

A graph is known before it is run. So a whole run can be written down once, as the text that you
would have written by hand, and from then on that text runs: no order to follow, no table to look
into, no new arrays. `Session(compiled=True)` works like this.
"""

from __future__ import annotations

import numpy as np

from dlfs.compiled.calls import function_of
from dlfs.compiled.playing import Recording, is_plain_descent
from dlfs.compiled.recording import Call, NotRecordable
from dlfs.compiled.writing import Text
from dlfs.forward import fed_value
from dlfs.gradients import _gradient_registry
from dlfs.graph import Operation, Variable, locked, placeholder


class Program:
    """One run of a fetch list, for feeds of one kind. `source` is its text."""

    def __init__(self, fetches, order) -> None:
        recording = Recording(fetches, order)
        text = Text(recording, fetches)
        self.source: str = text.source
        self.calls_others = recording.calls_others
        self._names = {
            name: function_of(thing) if isinstance(thing, Call) else thing
            for name, thing in text.bound.items()
        }
        exec(compile(self.source, "<program of a session>", "exec"), self._names)
        self._function = self._names["run"]
        self._own_arrays = text.arrays
        self.nodes = frozenset(order)
        self.graph = fetches[0].graph
        self._fed = [
            (node, node.output.shape, node.output.dtype)
            for node in order if isinstance(node, placeholder)
        ]
        self._variables = [node for node in order if isinstance(node, Variable)]
        self._kinds_of_variables = [(W._value.shape, W._value.dtype) for W in self._variables]
        self._trained = list(recording.updated)
        self._new: list[tuple] = []
        self._steps = [] if self.calls_others else [(s, s.optimizer) for s in recording.steps]
        self._optimizers = list(recording.rates)
        self._kinds = recording.kinds
        self._gradient_functions = self._functions_now()
        self.used, self.patience = 0, 2

    @property
    def nbytes(self) -> int:
        """The memory of its arrays in bytes; the arrays of the variables are not counted."""
        own = sum(self._names[name].nbytes for name in self._own_arrays)
        return own + sum(W._value.nbytes for W in self._trained)

    def _functions_now(self) -> list:
        return list(map(_gradient_registry.get, self._kinds))

    def arguments(self, feed_dict) -> list | None:
        """What is fed, in the order of the parameters; None if it is of another kind."""
        if not self._fed:
            return None if feed_dict else []
        if type(feed_dict) is not dict or len(feed_dict) != len(self._fed):
            return None
        arguments = []
        for node, shape, dtype in self._fed:
            value = feed_dict.get(node)
            if type(value) is not np.ndarray or value.shape != shape or value.dtype is not dtype:
                return None
            arguments.append(value)
        return arguments

    def is_valid(self) -> bool:
        """Whether gradients and optimizers are still those that were written down."""
        if self._functions_now() != self._gradient_functions:
            return False
        for step, optimizer in self._steps:
            if step.optimizer is not optimizer or "update" in vars(optimizer):
                return False
        return all(map(is_plain_descent, self._optimizers))

    def run(self, fed: list) -> list:
        """The values of the fetches. Variables change at the very end, all or none."""
        if self.graph.compiled is None or self.nodes not in self.graph.compiled:
            self._take_over()
        values = [W._value for W in self._variables]
        for value, kind in zip(values, self._kinds_of_variables):
            if value.shape != kind[0] or value.dtype is not kind[1]:
                raise NotRecordable("a variable has another shape or dtype than before")
        rates = [optimizer.checked_rate() for optimizer in self._optimizers]
        if self.calls_others:
            return self._run_beside_others(fed, values)
        new = [
            second if W._value is first[1] else first
            for W, (first, second) in zip(self._trained, self._new)
        ]
        found = self._function(*fed, *values, *[array for array, _ in new], *rates)
        for W, (_, array) in zip(self._trained, new):
            vars(W)["_value"] = array
        return found

    def _run_beside_others(self, fed, values) -> list:
        for (node, *_), value in zip(self._fed, fed):
            node.output = locked(value)
        for W, value in zip(self._variables, values):
            W.output = value
        try:
            return self._function(*fed, *values)
        finally:
            self._take_over()

    def _take_over(self) -> None:
        """What the nodes show is of an earlier run: it goes. Who holds it keeps it as it is."""
        for node in self.nodes:
            vars(node).pop("output", None)
            if isinstance(node, Operation):
                vars(node).pop("inputs", None)
        if self.graph.compiled is None or self.calls_others:
            self.graph.compiled = set()
        self.graph.compiled.add(self.nodes)
        self._new = [(_pair(W), _pair(W)) for W in self._trained]


def _pair(W: Variable) -> tuple:
    """An array like that of W, and a view of it that cannot be written to."""
    array = np.empty_like(W._value, order="C")
    return array, locked(array)


def kind_of(order, feed) -> tuple[tuple, list]:
    """Shapes and dtypes of what is fed, and the values; raises a DlfsError where they are none."""
    fed = [fed_value(node, feed) for node in order if isinstance(node, placeholder)]
    return tuple((value.shape, value.dtype) for value in fed), fed
