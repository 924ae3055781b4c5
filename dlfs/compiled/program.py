"""A run as a program: straight lines of NumPy, forward, backward, update.

A graph is known before it is run. So a whole run can be written down once, as the text that you
would have written by hand, and from then on that text runs: no order to follow, no table to look
into, no new arrays. `Session(compiled=True)` works like this.
"""

from __future__ import annotations

import numpy as np

from dlfs import forward as passes
from dlfs import session as sessions
from dlfs.errors import ComputeError, DlfsError, GraphError, explain
from dlfs.gradients import _gradient_registry
from dlfs.graph import Node, Operation, TrainingStep, Variable, describe, locked, placeholder
from dlfs.compiled.calls import NotWritable
from dlfs.compiled.text import MOST_OPERATIONS, ProgramText

PROGRAMS_KEPT = 32


class Program:
    """One run of a fetch list, for feeds of one kind. `source` is its text."""

    def __init__(self, fetches: tuple[Node, ...], kind: tuple, order: list[Node]) -> None:
        text = ProgramText(fetches, order)
        self.source: str = text.source
        self.kind = kind
        self.calls = text.calls
        self.used = 0
        self._text = text
        self._names = dict(text.page.bound)
        exec(compile(self.source, "<program of a session>", "exec"), self._names)
        self._run = self._names["run"]
        self._nodes = [node for node in order if not isinstance(node, TrainingStep)]
        self._fed = [(node, node.output.shape, node.output.dtype) for node in text.parameters]
        self._variables = dict.fromkeys(text.variables)
        self._variable_kinds = {W: (W._value.shape, W._value.dtype) for W in text.variables}
        self._turns: dict[Variable, np.ndarray] = {}
        self._kinds = list(text.kinds)
        self._gradient_functions = self._functions_now()
        self._arguments: list = []
        self._kept = False
        self._running = False

    @property
    def nbytes(self) -> int:
        """The memory of its arrays in bytes; the arrays of the variables are not counted."""
        own = self._names.keys() - self._text.page.bound.keys() - set(self._text.variables.values())
        return sum(getattr(self._names[name], "nbytes", 0) for name in own)

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
        """Whether the table of gradients holds the functions that it held when this was written."""
        return self._functions_now() == self._gradient_functions

    def _functions_now(self) -> list:
        return list(map(_gradient_registry.get, self._kinds))

    def run(self, arguments) -> list:
        """The values of the fetches."""
        if self._running:
            raise RuntimeError("an operation of this run has started the same run")
        if passes.latest_program is not self or self.calls:
            self._take_over()
        rates = [_rate_of(optimizer) for optimizer in self._text.optimizers]
        for variable, seen in self._variables.items():
            if variable._value is not seen:
                self._take_array_of(variable)
        self._arguments, self._kept, self._running = arguments, False, True
        try:
            values = self._run(*arguments, *rates) if self._text.rates else self._run(*arguments)
            for variable, other in self._turns.items():
                self._turns[variable], variable._value = variable._value, other
                self._variables[variable] = other
            self._kept, passes.latest_program = True, self
        finally:
            self._running = False
            if not self._kept:
                self._variables = dict.fromkeys(self._variables)
        return values

    def _take_over(self) -> None:
        """Make the nodes ask this program for what they show."""
        for node in self._nodes:
            shown = vars(node)
            if shown.pop("output", None) is not None and isinstance(node, Variable):
                # Who looked at its output may hold the array, which must stay as it is.
                node._store(node._value.copy())
            shown.pop("inputs", None)
            node._program = self

    def _take_array_of(self, variable: Variable) -> None:
        name, array = self._text.variables[variable], variable._value
        if (array.shape, array.dtype) != self._variable_kinds[variable]:
            raise NotWritable
        if variable in self._text.changed:
            array = array.copy()
            variable._value = locked(array)
            self._turns[variable] = locked(self._names[self._text.changed[variable]])
        self._names[name], self._variables[variable] = array, variable._value

    def output_of(self, node: Node):
        """The value of `node` in the latest run, if the program has kept it."""
        if node in self._text.parameters and (self._kept or self._running):
            return locked(self._arguments[self._text.parameters.index(node)])
        if isinstance(node, Variable) and (self._kept or self._running):
            name = self._text.changed.get(node, self._text.variables[node])
            return locked(self._names[name].copy())
        if node in self._text.arrays and self._kept:
            return locked(self._names[self._text.arrays[node]].copy())
        raise ComputeError(explain(
            f"the output of {node.name} was not kept: its latest run was compiled.",
            f"node: {describe(node)}",
            way_out="fetch it, read the value of a Variable, or run it in a plain Session()",
        ))


def _rate_of(optimizer) -> float:
    rate = optimizer.learning_rate
    return rate if type(rate) is float else optimizer.checked_rate()


class Programs:
    """The programs of a session: the last 32 kinds of run, by fetches, feed shapes and dtypes."""

    def __init__(self, session) -> None:
        self._session = session
        self._programs: dict[tuple, Program | None] = {}
        self._latest: dict[tuple, Program] = {}
        self._runs = 0

    def run(self, fetches, feed_dict):
        """The same as in a plain session. The first run of a kind is plain, all others compiled."""
        nodes = sessions.nodes_in(fetches)
        program = self._latest.get(nodes)
        arguments = None if program is None else program.arguments(feed_dict)
        if arguments is None or not program.is_valid():
            kind, arguments = self._kind(nodes, feed_dict)
            program = self._known(kind)
            if program is None:
                return self._plain_run(fetches, feed_dict, nodes, kind)
            self._latest[nodes] = program
        program.used = self._runs = self._runs + 1
        try:
            return sessions.arranged_like(fetches, program.run(arguments))
        except NotWritable:
            self._programs[program.kind] = None
            self._latest.pop(nodes, None)
        except Exception as error:
            if isinstance(error, DlfsError) and program.calls:
                raise
        # Nothing is changed yet. The plain session says which node it is.
        return self._session._run(fetches, feed_dict)

    def program(self, nodes: tuple[Node, ...], feed_dict) -> Program:
        """The program of these fetches, for feeds of this kind."""
        kind, _ = self._kind(nodes, feed_dict)
        program = self._known(kind)
        if program is None:
            order = self._session._order(nodes)
            passes.forward(order, feed_dict)
            program = _written(nodes, kind, order)
            self._keep(kind, program)
        if program is None:
            raise GraphError(explain(
                "this run cannot be written as a program: it has a training step of another kind, "
                f"or more than {MOST_OPERATIONS:,} operations.",
                way_out="run it; a compiled session runs it as a plain one does",
            ))
        return program

    def _kind(self, nodes: tuple[Node, ...], feed_dict):
        order = self._session._order(nodes)
        try:
            feed = passes.checked_feed(feed_dict)
            fed = [passes.fed_value(n, feed) for n in order if isinstance(n, placeholder)]
        except DlfsError:
            return None, None
        return (nodes, *((value.shape, value.dtype) for value in fed)), fed

    def _known(self, kind) -> Program | None:
        program = self._programs.get(kind)
        return program if program is not None and program.is_valid() else None

    def _plain_run(self, fetches, feed_dict, nodes, kind):
        values = self._session._run(fetches, feed_dict)
        if kind not in self._programs or self._programs[kind] is not None:
            self._keep(kind, _written(nodes, kind, self._session._order(nodes)))
        return values

    def _keep(self, kind, program: Program | None) -> None:
        self._programs[kind] = program
        if program is not None:
            program.used = self._runs
        if len(self._programs) > PROGRAMS_KEPT:
            others = [one for one in self._programs if one != kind]
            oldest = min(others, key=lambda one: getattr(self._programs[one], "used", 0))
            self._latest.pop(oldest[0], None)
            del self._programs[oldest]


def _written(nodes, kind, order: list[Node]) -> Program | None:
    try:
        return Program(nodes, kind, order)
    except NotWritable:
        return None


class _Shown:
    """`output` and `inputs` of a node after a compiled run."""

    def __init__(self, before, value_of) -> None:
        self.before, self.value_of = before, value_of

    def __get__(self, node, owner=None):
        program = vars(node).get("_program") if node is not None else None
        return self.before if program is None else self.value_of(node, program)


# A plain run stores both in the node itself, where they are found before these.
Node.output = _Shown(None, lambda node, program: program.output_of(node))
Operation.inputs = _Shown([], lambda op, program: [node.output for node in op.input_nodes])
