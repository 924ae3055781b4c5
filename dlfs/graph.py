"""A computational graph says what is to be computed. Nothing is computed while it is built.

Numbers enter a graph through placeholders, variables and constants. Every operation takes nodes
as inputs and is a node itself, so that it can be the input of the next operation, its consumer.
"""

from __future__ import annotations

import linecache
import os
import sys
import weakref
from collections import Counter
from collections.abc import Callable

import numpy as np

from dlfs.errors import ComputeError, DlfsError, GraphError, brief, explain

ARRAYS = (np.ndarray, np.generic)
FLOATS = frozenset([np.dtype(np.float64), np.dtype(np.float32)])


class Graph:
    """The nodes of one computation, in the order in which they were built (`nodes`)."""

    # The nodes of each compiled run since the latest plain one: they have kept no values.
    compiled: dict[object, frozenset[Node]] | None = None

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._names = Counter()
        self._former_defaults: list[weakref.ref[Graph]] = []
        self._about_to_enter = False

    def as_default(self) -> Graph:
        """Make this the graph that new nodes belong to, and return it.

        As a statement it holds from now on; in `with Graph().as_default():` to the block's end.
        """
        global _default_graph
        self._former_defaults.append(weakref.ref(_default_graph))
        _default_graph = self
        self._about_to_enter = True
        return self

    def __enter__(self) -> Graph:
        # `with graph.as_default():` has made it the default already; `with graph:` has not.
        if not (self._about_to_enter and _default_graph is self):
            self.as_default()
        self._about_to_enter = False
        return self

    def __exit__(self, *_) -> None:
        global _default_graph
        _default_graph = self._former_defaults.pop()() or Graph()

    def _add(self, node: Node, name: str | None) -> str:
        self.nodes.append(node)
        kind = type(node).__name__
        self._names[kind] += 1
        return f"{kind}_{self._names[kind]}" if name is None else str(name)


_default_graph = Graph()


class _OfLatestRun:
    """What a node has where it has no value of its own: nothing yet, or a compiled run."""

    def __init__(self, before_any_run) -> None:
        self.before_any_run = before_any_run

    def __get__(self, node, kind=None):
        compiled = getattr(vars(node).get("graph"), "compiled", None) if node is not None else None
        if compiled and any(node in nodes for nodes in compiled.values()):
            raise ComputeError(explain(
                f"the output of {node.name} was not kept: its latest run was compiled.",
                f"node: {describe(node)}",
                way_out="fetch it, read the value of a Variable, or run it in a plain Session()",
            ))
        return self.before_any_run


class Node:
    """One value in a graph: what operations take as inputs, and what a session computes.

    `output` is its value in the latest run, `consumers` are the operations that take it as an
    input, `graph` is the graph that it belongs to.
    """

    # NumPy then leaves `array + node` to the node, instead of adding it to every entry.
    __array_ufunc__ = None

    name = "unfinished"
    input_nodes: tuple[Node, ...] = ()
    output = _OfLatestRun(None)

    def __init__(self, name: str | None = None, graph: Graph | None = None) -> None:
        self.graph = graph or _default_graph
        self.name = self.graph._add(self, name)
        self.consumers: list[Operation] = []
        self._order: list[Node] | None = None
        self._built = _place_of_building(self)

    @property
    def built(self) -> str:
        """Where you built this node: file and line, or in a notebook the line's number and text."""
        filename, line = self._built
        # With a debugger attached a notebook's cells are files too, of names that mean nothing.
        if os.path.exists(filename) and "ipykernel_" not in filename:
            return f"{filename}, line {line}"
        text = linecache.getline(filename, line).strip()
        return f"line {line}: {text}" if text else f"line {line}"

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"


class placeholder(Node):
    """An input of the graph. Its value is given in the feed_dict of each run."""


class Variable(Node):
    """A parameter of the graph: it keeps its value from run to run, until training changes it.

    The initial value is copied. bool and integers become float64; float32 stays float32.
    """

    def __init__(self, initial_value, name: str | None = None, trainable: bool = True) -> None:
        value = as_value(initial_value, "the initial value of a Variable", GraphError)
        super().__init__(name)
        self._trainable = bool(trainable)
        self._store(np.array(value))

    @property
    def trainable(self) -> bool:
        """Whether an optimizer changes it. Decided when the variable is built."""
        return self._trainable

    @property
    def value(self) -> np.ndarray:
        """A read-only copy of the value. Assigning copies in, and refuses another shape."""
        copy = self._value.copy()
        copy.flags.writeable = False
        return copy

    @value.setter
    def value(self, new_value) -> None:
        value = as_value(new_value, f"the new value of {self.name}", GraphError)
        if value.shape != self._value.shape:
            raise GraphError(explain(
                f"{self.name} has shape {self._value.shape}; "
                f"a value of shape {value.shape} cannot be assigned to it.",
                f"node: {describe(self)}",
                way_out=f"give {self.name} a value of shape {self._value.shape}",
            ))
        self._store(value.astype(self._value.dtype))

    def _store(self, value) -> None:
        # Replaced, never changed in place: values of earlier runs stay what they were.
        self._value = np.asarray(value)
        self._value.setflags(False)

    def __repr__(self) -> str:
        return f"<Variable {self.name}, shape {self._value.shape}>"


class constant(Node):
    """A value that is fixed when the graph is built. Training never changes it."""

    def __init__(self, value, name: str | None = None, graph: Graph | None = None) -> None:
        value = np.array(as_value(value, "the value of a constant", GraphError))
        super().__init__(name, graph)
        value.flags.writeable = False
        self.output = value


class Operation(Node):
    """A node that is computed from other nodes, its `input_nodes`.

    A new operation is a subclass with a method `compute` that takes one array for each input and
    returns the value. After a run, `inputs` and `output` hold what went in and what came out.
    """

    # A learner's operation may write where it should not: its inputs are locked, its value copied.
    from_outside = True
    inputs = _OfLatestRun([])

    def __init__(self, input_nodes=(), name: str | None = None) -> None:
        if not isinstance(input_nodes, (list, tuple)):
            kind = type(input_nodes).__name__
            raise GraphError(explain(
                f"{type(self).__name__} got {brief(input_nodes)} of type {kind} "
                "for its input_nodes.",
                way_out="give a list of nodes, also for one: super().__init__([x])",
            ))
        graph = _common_graph(self, input_nodes)
        beside_node = any(isinstance(value, Node) for value in input_nodes)
        self.input_nodes = tuple(
            _as_node(value, self, graph, beside_node) for value in input_nodes
        )
        super().__init__(name, graph)
        self.inputs: list = []
        for node in dict.fromkeys(self.input_nodes):
            node.consumers.append(self)

    def compute(self, *inputs):
        """The value of this operation, from one array for each input."""
        raise NotImplementedError(f"{type(self).__name__} has no method compute")

    def __repr__(self) -> str:
        return f"<{self.name} = {_formula(self)}>"


class TrainingStep(Node):
    """A node that changes variables. A session runs it after everything else that is fetched.

    `find_gradients()` is called on every step of a run before `update()` is called on the first.
    """

    def find_gradients(self) -> None:
        """Find the gradients at the values of this run."""
        raise NotImplementedError

    def update(self) -> None:
        """Change the variables."""
        raise NotImplementedError


def locked(value):
    """`value`, as a view that cannot be written to where it is an array."""
    if type(value) is np.ndarray:
        value = value.view()
        value.setflags(False)
    return value


def refuse_unfinished(node: Node) -> None:
    """Refuse an operation whose class never called `super().__init__`."""
    if not hasattr(node, "graph"):
        kind = type(node).__name__
        raise GraphError(explain(
            f"a {kind} was never set up as an operation.",
            way_out=f"call super().__init__([inputs]) in the __init__ of {kind}",
        ))


def as_value(value, what: str | Callable[[], str], error: type[DlfsError]):
    """`value` as an array of float64 or float32. bool and integers become float64.

    Raises `error`, saying `what` was refused, for text, None, complex numbers, ragged lists.
    `what` may be a function that makes the text, called only if it is needed.
    """
    try:
        array = np.asarray(float(value) if type(value) is int else value)
        if array.dtype in FLOATS:
            return array
        if array.dtype.kind in "biu" or array.dtype.newbyteorder("=") in FLOATS:
            return array.astype(np.float32 if array.dtype == ">f4" else np.float64)
    except (ValueError, OverflowError):
        array = None
    raise error(_why_no_value(value, array, what() if callable(what) else what))


def _why_no_value(value, array, what: str) -> str:
    if isinstance(value, Node):
        return explain(
            f"{what} is a node, {value!r}, but has to be a number or an array.",
            way_out="run the node in a session first, and use what it returns",
        )
    if isinstance(value, int):
        way_out = "give a number below 1.8e308, the largest that float64 can hold"
        return explain(f"{what} is an integer too large for a float.", way_out=way_out)
    if array is None:
        return explain(
            f"{what} is a list whose rows have different lengths.",
            way_out="give every row the same number of entries",
        )
    return explain(
        f"{what} has to be numbers, but is {brief(value)} of type {type(value).__name__}"
        + (f" with entries of type {array.dtype}." if array.ndim else "."),
        way_out="give a number, a list of numbers, or an array of float64, float32, int or bool",
    )


def describe(node: Node) -> str:
    """A node for an error message: its name, what it is made of, and where it was built."""
    kind = _formula(node) if isinstance(node, Operation) else type(node).__name__
    return f"{node.name} ({kind}), built in {node.built}"


def order_of(node: Node) -> list[Node]:
    """Every node that `node` depends on and `node` itself, inputs first. Found once, then kept."""
    if node._order is None:
        node._order = topological_order([node])
    return node._order


def topological_order(nodes) -> list[Node]:
    """Everything that `nodes` depend on, each node once, every node after all of its inputs."""
    done: dict[Node, None] = {}
    stack = list(reversed(nodes))
    while stack:
        node = stack[-1]
        missing = [] if node in done else [n for n in node.input_nodes if n not in done]
        if missing:
            stack.extend(reversed(missing))
        else:
            done[stack.pop()] = None
    return list(done)


def _common_graph(operation: Operation, inputs) -> Graph:
    nodes = [value for value in inputs if isinstance(value, Node)]
    for node in nodes:
        _refuse_as_input(node, operation)
    if len({node.graph for node in nodes}) > 1:
        raise GraphError(explain(
            f"{type(operation).__name__} has inputs from two graphs.",
            *(f"node: {describe(node)}" for node in nodes),
            way_out="build all nodes of one computation in the same graph; in a notebook, "
            "run the cells again from the one that makes the graph",
        ))
    return nodes[0].graph if nodes else _default_graph


def _refuse_as_input(node: Node, operation: Operation) -> None:
    if isinstance(node, TrainingStep):
        raise GraphError(explain(
            f"{type(operation).__name__} cannot take the training step {node.name} as an input.",
            f"node: {describe(node)}",
            way_out="a step has no value to compute with; fetch it in session.run",
        ))
    refuse_unfinished(node)


def _as_node(value, operation: Operation, graph: Graph, beside_node: bool) -> Node:
    if isinstance(value, Node):
        return value
    what = f"an input of {type(operation).__name__}"
    node = constant(as_value(value, what, GraphError), graph=graph)
    if beside_node and type(value) in (bool, int, float):
        # A Python number leaves float32 arrays float32; an array of one float64 would not.
        node.output = float(value)
    return node


def _formula(operation: Operation) -> str:
    names = ", ".join(node.name for node in operation.input_nodes)
    return f"{type(operation).__name__}({names})"


def _place_of_building(node: Node) -> tuple[str, int]:
    """The nearest caller outside this library and outside the node's own __init__ methods."""
    frame = sys._getframe(1)
    while frame.f_back and (_in_library(frame) or _in_init_of(node, frame)):
        frame = frame.f_back
    return frame.f_code.co_filename, frame.f_lineno


def _in_library(frame) -> bool:
    return frame.f_globals.get("__name__", "").partition(".")[0] == "dlfs"


def _in_init_of(node: Node, frame) -> bool:
    return frame.f_code.co_name == "__init__" and frame.f_locals.get("self") is node
