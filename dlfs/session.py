"""A session computes: it puts the nodes of a graph in order and visits each of them once.

The order is such that every node comes after its inputs. One run is one forward pass: whatever is
fetched together comes from the same values.
"""

from __future__ import annotations

import numpy as np

from dlfs.errors import ComputeError, FeedError, GraphError, brief, explain
from dlfs.graph import (
    ARRAYS,
    FLOATS,
    Node,
    Operation,
    TrainingStep,
    Variable,
    as_value,
    constant,
    describe,
    locked,
    placeholder,
    refuse_unfinished,
    topological_order,
)

ORDERS_KEPT = 32

# The program of the latest run, if that was compiled: nodes ask it for their outputs.
latest_program = None


class Session:
    """Runs graphs. It keeps the orders of its last 32 fetch lists, and no values.

    `compiled=True`: the same results, faster. Every kind of run becomes a program of NumPy lines.
    """

    def __init__(self, compiled: bool = False) -> None:
        self._orders: dict[tuple, list[Node]] = {}
        self._programs = _programs_of(self) if compiled else None

    def run(self, fetches, feed_dict=None):
        """The values of `fetches`: one node, or a list, tuple or dict of nodes; each a copy.

        `feed_dict` gives every placeholder that is needed its value. Training steps come last:
        what is fetched beside a step is its value before the step. A step itself gives None.
        Raises a DlfsError that names the node.
        """
        if self._programs is not None:
            return self._programs.run(fetches, feed_dict)
        return self._run(fetches, feed_dict)

    def program(self, fetches, feed_dict=None):
        """The program of this run; its `source` is the text. Runs forward, and no training step."""
        return (self._programs or _programs_of(self)).program(nodes_in(fetches), feed_dict)

    def _run(self, fetches, feed_dict):
        nodes = nodes_in(fetches)
        forward(self._order(nodes), feed_dict)
        values = [_handed_out(node) for node in nodes]
        steps = [node for node in dict.fromkeys(nodes) if isinstance(node, TrainingStep)]
        for step in steps:
            step.find_gradients()
        for step in steps:
            step.update()
        return arranged_like(fetches, values)

    def _order(self, nodes: tuple[Node, ...]) -> list[Node]:
        order = self._orders.pop(nodes, None)
        if order is None:
            order = _order_within_one_graph(nodes)
        self._orders[nodes] = order
        if len(self._orders) > ORDERS_KEPT:
            least_recent = next(iter(self._orders))
            del self._orders[least_recent]
        return order


def _programs_of(session: Session):
    from dlfs.program import Programs  # only here: most programs never need it

    return Programs(session)


def forward(order: list[Node], feed_dict=None) -> None:
    """Give every node of `order` its output, from the feed and from the nodes before it."""
    global latest_program
    latest_program = None
    feed = checked_feed(feed_dict)
    for node in order:
        if isinstance(node, Operation):
            node.inputs = [input_node.output for input_node in node.input_nodes]
            if node.from_outside:
                node.inputs = [locked(value) for value in node.inputs]
            try:
                value = node.compute(*node.inputs)
            except Exception as error:
                raise _compute_error(node, error) from error
            if not isinstance(value, ARRAYS) or value.dtype not in FLOATS:
                value = _number(value, node)
            node.output = np.array(value) if node.from_outside else value
        elif isinstance(node, placeholder):
            node.output = fed_value(node, feed)
        elif isinstance(node, Variable):
            node.output = node._value


def _number(value, node):
    if value is None:
        raise ComputeError(explain(
            f"compute of {node.name} returned nothing.",
            f"node: {describe(node)}",
            way_out=f"end compute of {type(node).__name__} with: return ...",
        ))
    return as_value(value, lambda: f"the value of {describe(node)}", ComputeError)


def _compute_error(operation: Operation, error: Exception) -> ComputeError:
    inputs = zip(operation.input_nodes, operation.inputs)
    rule = getattr(operation, "fits", "shapes have to agree from the last axis on, or be 1")
    if not type(operation).__module__.startswith("dlfs."):
        what = f"compute of {operation.name} failed: {type(error).__name__}: {error}"
        way_out = f"look into compute of {type(operation).__name__}; it gets one array an input"
    elif isinstance(error, (ArithmeticError, Warning)):
        what = f"{operation.name} cannot be computed from these values: {error}."
        way_out = "look at the values: run the inputs of this node"
    else:
        what, way_out = f"{operation.name} cannot be computed from these shapes.", rule
    return ComputeError(explain(
        what,
        f"node: {describe(operation)}",
        *(f"input: {describe(node)}, shape {np.shape(value)}" for node, value in inputs),
        way_out=way_out,
    ))


def checked_feed(feed_dict) -> dict:
    """`feed_dict` as a dict from placeholders to values; otherwise raises a DlfsError."""
    if feed_dict is None:
        return {}
    if not isinstance(feed_dict, dict):
        raise FeedError(explain(
            f"feed_dict has to be a dict, but is of type {type(feed_dict).__name__}.",
            way_out="write {X: value} with the placeholder itself as the key",
        ))
    for key in feed_dict:
        if not isinstance(key, placeholder):
            raise FeedError(explain(
                f"feed_dict has the key {key!r}, which is no placeholder.",
                way_out=_way_out_of_feeding(key),
            ))
    return feed_dict


def _way_out_of_feeding(key) -> str:
    if isinstance(key, str):
        return f"write {{{key}: value}} without quotes: the key is the placeholder, not its name"
    if isinstance(key, Variable):
        return f"set the value of a Variable with {key.name}.value = ..."
    return "feed placeholders only; every other node has its value already, or is computed"


def fed_value(node: placeholder, feed: dict):
    """The value of a placeholder in this feed, read-only; a DlfsError where there is none."""
    if node not in feed:
        fed = [f"fed: {describe(other)}" for other in feed] or ["fed: nothing"]
        raise FeedError(explain(
            f"placeholder {node.name} has no value.",
            f"node: {describe(node)}",
            *fed,
            way_out=f"add {{{node.name}: value}} to the feed_dict of this run",
        ))
    value = feed[node]
    if not isinstance(value, ARRAYS) or value.dtype not in FLOATS:
        value = as_value(value, lambda: f"the value fed to {describe(node)}", FeedError)
    # A view that cannot be written to: no operation may change the caller's array.
    return locked(np.asarray(value))


def nodes_in(fetches) -> tuple[Node, ...]:
    """The nodes of `fetches` in their order; a DlfsError where one is no node."""
    if not isinstance(fetches, (list, tuple, dict)):
        fetches = [fetches]
    nodes = tuple(fetches.values() if isinstance(fetches, dict) else fetches)
    for node in nodes:
        if not isinstance(node, Node):
            raise _no_node(node)
    return nodes


def _no_node(fetch) -> GraphError:
    return GraphError(explain(
        f"a fetch is {brief(fetch)}, which is no node of a graph.",
        way_out="fetch one node, or a list, tuple or dict of nodes",
    ))


def _order_within_one_graph(nodes: tuple[Node, ...]) -> list[Node]:
    for node in nodes:
        refuse_unfinished(node)
    if len({node.graph for node in nodes}) > 1:
        raise GraphError(explain(
            "the fetches belong to two graphs.",
            *(f"node: {describe(node)}" for node in nodes),
            way_out="run the nodes of each graph by themselves",
        ))
    # A constant has its value already: a run need not visit it.
    return [node for node in topological_order(nodes) if not isinstance(node, constant)]


def _handed_out(node: Node):
    if isinstance(node, TrainingStep):
        return None
    # [()] turns an array without axes into a number.
    return np.array(node.output)[()]


def arranged_like(fetches, values: list):
    """`values` in the form of `fetches`: one, or a list, tuple or dict of them."""
    if isinstance(fetches, Node):
        return values[0]
    if isinstance(fetches, dict):
        return dict(zip(fetches, values))
    return type(fetches)(values) if type(fetches) in (list, tuple) else tuple(values)
