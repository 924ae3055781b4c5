"""A run as a program: straight lines of NumPy, forward, backward, update.

A graph is known before it is run. So a whole run can be written down once, as the text that you
would have written by hand, and from then on that text runs: no order to follow, no table to look
into, no new arrays. `Session(compiled=True)` works like this.
"""

from __future__ import annotations

from operator import call

import numpy as np

from dlfs.compiled.playing import Recording
from dlfs.compiled.recording import kind_of
from dlfs.compiled.writing import Text
from dlfs.graph import Variable, locked


class Program:
    """One run of a fetch list, for feeds of one kind. `source` is its text, and `constants` are
    the objects that it names."""

    def __init__(self, fetches, order, absent) -> None:
        recording = Recording(fetches, order, absent)
        text = Text(recording, fetches)
        self.source, self.constants, names = text.source, text.bound, dict(text.bound)
        exec(compile(self.source, "<program of a session>", "exec"), names)
        self._function = names["run"]
        self._graph, self._mark = fetches[0].graph, object()
        self._nodes = frozenset(order)
        self._fed = [(node, *kind_of(node.output)) for node in recording.fed]
        self._variables = [(W, vars(W), []) for W in recording.variables]
        self._trained = recording.updated.keys()
        self._calls_others, self._steps = recording.calls_others, recording.steps
        self._optimizers = list(recording.rates)
        self._look_up, self._keys = zip(*recording.rests_on) if recording.rests_on else ((), ())
        self._found = [*recording.rests_on.values()]

    def arguments(self, feed_dict) -> list | None:
        """What is fed, in the order of the parameters; None if it is of another kind."""
        feed = {} if feed_dict is None else feed_dict
        if type(feed) is not dict or len(feed) != len(self._fed):
            return None
        values = []
        for node, shape, dtype in self._fed:
            value = feed.get(node)
            if type(value) is not np.ndarray or value.shape != shape or value.dtype is not dtype:
                return None
            values.append(value)
        return values

    def is_valid(self) -> bool:
        """Whether gradients, optimizers and settings (an axis) are those that were written down."""
        return [*map(call, self._look_up, self._keys)] == self._found

    def run(self, fed: list) -> list:
        """The values of the fetches. Variables change at the very end, all or none."""
        if self._mark not in (self._graph.compiled or ()):
            self._take_over()
        values, arrays, after = [], [], []
        for _, attributes, pair in self._variables:
            value = attributes["_value"]
            values.append(value)
            if pair:
                array, shown = pair[value is pair[0][1]]
                arrays.append(array)
                after.append((attributes, shown))
        if self._calls_others:
            return self._run_beside_others(fed, values)
        rates = [x for optimizer in self._optimizers for x in optimizer.checked_settings()]
        found = self._function(*fed, *values, *arrays, *rates)
        for attributes, shown in after:
            attributes["_value"] = shown
        return found

    def _run_beside_others(self, fed, values) -> list:
        """What others wrote may look at the nodes, and may change variables itself."""
        for step in self._steps:
            # As in find_gradients: refused before any variable of this run has changed.
            step.optimizer.check_settings()
        for (node, *_), value in zip(self._fed + self._variables, [*map(locked, fed), *values]):
            node.output = value
        try:
            return self._function(*fed, *values)
        finally:
            self._take_over()

    def _take_over(self) -> None:
        """What the nodes show is of an earlier run: it goes. Who holds it keeps it as it is."""
        for node in self._nodes:
            vars(node).pop("output", None)
            vars(node).pop("inputs", None)
        if self._graph.compiled is None or self._calls_others:
            self._graph.compiled = {}
        self._graph.compiled[self._mark] = self._nodes
        for W, _, pair in self._variables:
            pair[:] = [_pair(W) for _ in range(2 * (W in self._trained))]


def _pair(W: Variable) -> tuple:
    """An array like that of W, and a view of it that cannot be written to."""
    array = np.empty_like(W._value, order="C")
    return array, locked(array)
