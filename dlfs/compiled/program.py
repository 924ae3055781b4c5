"""A run as a program: straight lines of NumPy, forward, backward, update.

A graph is known before it is run. So a whole run can be written down once, as the text that you
would have written by hand, and from then on that text runs: no order to follow, no table to look
into, no new arrays. `Session(compiled=True)` works like this.
"""

from __future__ import annotations

import re
from operator import itemgetter

import numpy as np

from dlfs import operations as ops
from dlfs.compiled.calls import function_of
from dlfs.compiled.playing import DESCENT, Recording
from dlfs.compiled.recording import Call, NotRecordable
from dlfs.compiled.writing import Text
from dlfs.gradients import _gradient_registry
from dlfs.graph import Operation, TrainingStep, Variable, locked, placeholder


class Program:
    """One run of a fetch list, for feeds of one kind. `source` is its text."""

    def __init__(self, fetches, order, absent=()) -> None:
        recording = Recording(fetches, order, absent)
        text = Text(recording, fetches)
        self.source = text.source
        self.constants = {name: thing for name, thing in text.bound.items() if name != "np"}
        self._names = {
            name: function_of(thing, absent) if isinstance(thing, Call) else thing
            for name, thing in text.bound.items()
        }
        exec(compile(self.source, "<program of a session>", "exec"), self._names)
        self._function = self._names["run"]
        self.graph = fetches[0].graph
        self._mark = object()
        self._nodes = frozenset(n for n in order if not isinstance(n, TrainingStep))
        self._fed = [
            (node, node.output.shape, node.output.dtype)
            for node in order if isinstance(node, placeholder)
        ]
        self._variables = [
            [W, vars(W), W._value.shape, W._value.dtype, None]
            for W in order if isinstance(W, Variable)
        ]
        self._trained = recording.updated
        self._beside_others = recording.calls_others
        self._optimizers = list(recording.rates)
        self._steps = [(s, s.optimizer) for s in recording.steps if recording.rates]
        self._settings, self._checked = recording.settings, recording.steps
        # At least two keys, so that it gives a tuple.
        self._in_table = itemgetter(*recording.kinds, *[ops.add] * 2)
        self._functions = self._in_table(_gradient_registry)

    @property
    def nbytes(self) -> int:
        """The memory of its arrays in bytes; the arrays of the variables are not counted."""
        made = re.findall(r"^(\w+) = np\.empty", self.source, re.MULTILINE)
        arrays = [*map(self._names.get, made), *(W._value for W in self._trained)]
        return sum(array.nbytes for array in arrays)

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
        """Whether gradients, optimizers and settings (an axis) are those that were written down."""
        for attributes, name, value in self._settings:
            if attributes.get(name) is not value:
                return False
        for step, optimizer in self._steps:
            update = getattr(optimizer.update, "__func__", None)
            if step.optimizer is not optimizer or update is not DESCENT:
                return False
        try:
            return self._in_table(_gradient_registry) == self._functions
        except KeyError:
            return False

    def run(self, fed: list) -> list:
        """The values of the fetches. Variables change at the very end, all or none."""
        compiled = self.graph.compiled
        if compiled is None or self._mark not in compiled:
            self._take_over()
        values, new, after = [], [], []
        for _, attributes, shape, dtype, arrays in self._variables:
            value = attributes["_value"]
            values.append(value)
            if value.shape != shape or value.dtype is not dtype:
                raise NotRecordable("a variable has another shape or dtype than before")
            if arrays is not None:
                array, shown = arrays[value is arrays[0][1]]
                new.append(array)
                after.append((attributes, shown))
        rates = [optimizer.checked_rate() for optimizer in self._optimizers]
        if self._beside_others:
            return self._run_beside_others(fed, values)
        found = self._function(*fed, *values, *new, *rates)
        for attributes, shown in after:
            attributes["_value"] = shown
        return found

    def _run_beside_others(self, fed, values) -> list:
        """What others wrote may look at the nodes, and may change variables itself."""
        for step in self._checked:
            # As in find_gradients: refused before any variable of this run has changed.
            (getattr(step.optimizer, "check_settings", None) or step.optimizer.checked_rate)()
        shown = [node for node, *_ in self._fed] + [W for W, *_ in self._variables]
        for node, value in zip(shown, [*map(locked, fed), *values]):
            node.output = value
        try:
            return self._function(*fed, *values)
        finally:
            self._take_over()

    def _take_over(self) -> None:
        """What the nodes show is of an earlier run: it goes. Who holds it keeps it as it is."""
        for node in self._nodes:
            vars(node).pop("output", None)
            if isinstance(node, Operation):
                vars(node).pop("inputs", None)
        if self.graph.compiled is None or self._beside_others:
            self.graph.compiled = {}
        self.graph.compiled[self._mark] = self._nodes
        for variable in self._variables:
            if variable[0] in self._trained:
                variable[4] = [_pair(variable[0]) for _ in range(2)]


def _pair(W: Variable) -> tuple:
    """An array like that of W, and a view of it that cannot be written to."""
    array = np.empty_like(W._value, order="C")
    return array, locked(array)
