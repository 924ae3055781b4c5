"""A computational graph says what is to be computed. Nothing is computed while it is built.

Numbers enter a graph through placeholders, variables and constants. Every operation takes nodes
as inputs and is a node itself, so that it can be the input of the next operation, its consumer.
"""

from __future__ import annotations

import weakref
from collections import Counter
from collections.abc import Callable
from threading import RLock

import numpy as np

from dlfs.arguments import fitting
from dlfs.errors import ComputeError, DlfsError, GraphError, brief, explain
from dlfs.places import in_words, is_ours, lines_of_callers, place_of_building, still_in

ARRAYS = (np.ndarray, np.generic)
# A learner's `w.valeu = 3` is refused (slips.py); this asks nothing, and is faster.
set_attribute = object.__setattr__
FLOATS = frozenset(map(np.dtype, ["float64", "float32"]))


class Graph:
    """The nodes of one computation, in the order in which they were built (`nodes`).

    Between two nodes of a run another thread must not change their values: see turns.py.
    """

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.lock = RLock()
        self.running = False
        # The nodes of each compiled run since the latest plain one: they have kept no values.
        self.compiled: dict[object, frozenset[Node]] | None = None
        self._names = Counter()
        self._rounds: Counter | None = Counter()
        self._nodes_seen = 0
        self._former_defaults: list[Graph] = []
        self._made_default: tuple | None = None

    @fitting
    def as_default(self) -> Graph:
        """Make this the graph that new nodes belong to, and return it.

        As a statement it holds from now on; in `with Graph().as_default():` to the block's end.
        """
        global _default_graph
        self._made_default = weakref.ref(_default_graph), lines_of_callers()
        _default_graph = self
        return self

    def __enter__(self) -> Graph:
        global _default_graph
        former = _default_graph
        # `with graph.as_default():` has made it the default already; `with graph:` has not, also
        # where `graph.as_default()` was a statement before.
        if self._made_default and still_in(self._made_default[1]):
            former = self._made_default[0]() or Graph()
        self._made_default = None
        self._former_defaults.append(former)
        _default_graph = self
        return self

    def __exit__(self, *_) -> None:
        global _default_graph
        _default_graph = self._former_defaults.pop()

    def __reduce_ex__(self, protocol):
        raise GraphError(explain(
            "a graph and its nodes cannot be copied or pickled.",
            way_out="write the function that builds it, and call it again in `with Graph():`; "
            "values can be kept, and assigned to W.value",
        ))

    def _add(self, node: Node, name: str | None) -> str:
        kind = type(node).__name__
        if not (name is None or isinstance(name, str)):
            raise GraphError(explain(
                f"the name of a {kind} has to be a text, but is {brief(name)}.",
                way_out=f"look at the arguments of {kind}: a node takes no dtype and no shape, "
                "and its name comes last",
            ))
        self.nodes.append(node)
        self._names[kind] += 1
        return f"{kind}_{self._names[kind]}" if name is None else name


_default_graph = Graph()


class _OfLatestRun:
    """What a node has where it has no value of its own: nothing yet, or a compiled run."""

    def __init__(self, before_any_run) -> None:
        self.before_any_run = before_any_run

    def __get__(self, node, kind=None):
        graph = None if node is None else vars(node).get("graph")
        if graph is None or not any(node in nodes for nodes in (graph.compiled or {}).values()):
            return self.before_any_run
        what = f"the output of {node.name} was not kept: its latest run was compiled."
        way_out = "fetch it, read the value of a Variable, or run it in a plain Session()"
        raise ComputeError(explain(what, f"node: {describe(node)}", way_out=way_out))


class Node:
    """One value in a graph: what operations take as inputs, and what a session computes.

    `output` is its value in the latest run, `consumers` are the operations that take it as an
    input, `graph` is the graph that it belongs to.
    """

    name = "unfinished"
    input_nodes: tuple[Node, ...] = ()
    output = _OfLatestRun(None)

    @fitting
    def __init__(self, name: str | None = None, *, graph: Graph | None = None) -> None:
        self._built = place_of_building(self)
        self._order: list[Node] | None = None
        self._latest_route: tuple | None = None
        self.graph = graph or _default_graph
        self.consumers: list[Operation] = []
        self.name = self.graph._add(self, name)

    def __init_subclass__(cls) -> None:
        if "__init__" in vars(cls) and is_ours(cls):
            cls.__init__ = fitting(cls.__init__)

    @property
    def built(self) -> str:
        """Where you built this node: file and line, or in a notebook the line's number and text."""
        return in_words(self._built)

    def __reduce_ex__(self, protocol):
        return self.graph.__reduce_ex__(protocol)

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
        with self.graph.lock:
            self._store(value.astype(self._value.dtype))

    def _store(self, value) -> None:
        # Replaced, never changed in place: values of earlier runs stay what they were.
        value = np.asarray(value)
        value.setflags(False)
        set_attribute(self, "_value", value)

    def __repr__(self) -> str:
        return f"<Variable {self.name}, shape {self._value.shape}>"


class constant(Node):
    """A value that is fixed when the graph is built. Training never changes it."""

    def __init__(self, value, name: str | None = None, *, graph: Graph | None = None) -> None:
        value = np.array(as_value(value, "the value of a constant", GraphError))
        super().__init__(name, graph=graph)
        value.flags.writeable = False
        self.output = value


class Operation(Node):
    """A node that is computed from other nodes, its `input_nodes`.

    A new operation is a subclass with a method `compute` that takes one array for each input and
    returns the value. After a run, `inputs` and `output` hold what went in and what came out.
    """

    # Others may write where they should not: the inputs are locked for them, the value is copied.
    from_outside = True
    inputs = _OfLatestRun([])

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.from_outside = not is_ours(cls.compute)

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
        super().__init__(name, graph=graph)
        self.inputs: list = []
        for node in dict.fromkeys(self.input_nodes):
            node.consumers.append(self)

    def compute(self, *inputs):
        """The value of this operation, from one array for each input."""
        kind = type(self).__name__
        own = {} if type(self) is Operation else vars(type(self))
        others = [name for name, value in own.items() if callable(value) and name[0] != "_"]
        raise ComputeError(explain(
            f"{kind} has no method compute.",
            f"node: {describe(self)}",
            way_out=f"write compute(self, ...) in the class {kind}, one array for each input"
            + (f"; it has {', '.join(others)}" if others else ""),
        ))

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
    except (ValueError, OverflowError, DlfsError):
        array = None
    raise error(_why_no_value(value, array, what() if callable(what) else what))


def _why_no_value(value, array, what: str) -> str:
    if isinstance(value, Node):
        return explain(
            f"{what} is a node, {value!r}, but has to be a number or an array.",
            way_out="run the node in a session first, and use what it returns",
        )
    if isinstance(value, int):
        way_out = "give a number below 1.8e308, the largest float64"
        return explain(f"{what} is an integer too large for a float.", way_out=way_out)
    if isinstance(value, (list, tuple)) and _holds_a_node(value):
        return explain(
            f"{what} is a list with a node in it, but has to be numbers.",
            way_out="build a node of the whole list by operations, or run the nodes first",
        )
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


def _holds_a_node(values) -> bool:
    lists = [value for value in values if isinstance(value, (list, tuple))]
    return any(isinstance(value, Node) for value in values) or any(map(_holds_a_node, lists))


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
