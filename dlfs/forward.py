"""The forward pass: every node gets its value, from what is fed and from the nodes before it."""

from __future__ import annotations

import numpy as np

from dlfs.errors import ComputeError, FeedError, explain, first_line
from dlfs.graph import (
    FLOATS,
    Node,
    Operation,
    Variable,
    as_value,
    describe,
    locked,
    placeholder,
    set_attribute,
)

FLOAT64, FLOAT32 = np.dtype(np.float64), np.dtype(np.float32)
NODES_FOR_A_FEED = (
    "; several fetches are one list, run([a, b]), and the nodes to differentiate by are "
    "named, nodes=[W]"
)

def forward(order: list[Node], feed_dict=None) -> None:
    """Give every node of `order` its output, from the feed and from the nodes before it."""
    feed = checked_feed(feed_dict)
    if order:
        order[0].graph.compiled = None
    for node in order:
        if isinstance(node, Operation):
            node.inputs = inputs = []
            for input_node in node.input_nodes:
                inputs.append(input_node.output)
            from_outside = node.from_outside
            if from_outside:
                node.inputs = inputs = [locked(value) for value in inputs]
            try:
                value = node.compute(*inputs)
            except Exception as error:
                raise _compute_error(node, error) from error
            dtype = getattr(value, "dtype", None)
            if dtype is not FLOAT64 and dtype is not FLOAT32:
                value = _number(value, node)
            node.output = np.array(value) if from_outside else value
        elif isinstance(node, placeholder):
            set_attribute(node, "output", fed_value(node, feed))
        elif isinstance(node, Variable):
            set_attribute(node, "output", node._value)


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
    kind = type(operation).__name__
    if type(operation).compute is Operation.compute:
        return error
    if operation.from_outside:
        what = f"compute of {operation.name} failed: {type(error).__name__}: {first_line(error)}"
        way_out = f"look into compute of {kind}; it gets one array an input"
        if "read-only" in what:
            way_out += ", and may not change it: calculate with a copy"
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
            f"feed_dict has to be a dict, but is {_kind_of_feed(feed_dict)}.",
            way_out="write {X: value} with the placeholder itself as the key"
            + NODES_FOR_A_FEED * _holds_nodes(feed_dict),
        ))
    for key in feed_dict:
        if not isinstance(key, placeholder):
            raise FeedError(explain(
                f"feed_dict has the key {key!r}, which is no placeholder.",
                way_out=_way_out_of_feeding(key),
            ))
    return feed_dict


def _holds_nodes(feed) -> bool:
    if isinstance(feed, (list, tuple)):
        return any(map(_holds_nodes, feed))
    return isinstance(feed, Node)


def _kind_of_feed(feed) -> str:
    return f"the node {feed!r}" if isinstance(feed, Node) else f"of type {type(feed).__name__}"


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
        way_out = f"add {{{node.name}: value}} to the feed_dict of this run"
        if any(other.name == node.name for other in feed):
            way_out = f"{node.name} was built more than once, and another one is fed: run the cells"
            way_out += " again from the one that builds it, or feed the one that the graph uses"
        raise FeedError(explain(
            f"placeholder {node.name} has no value.",
            f"node: {describe(node)}",
            *fed,
            way_out=way_out,
        ))
    value = feed[node]
    if type(value) is not np.ndarray or value.dtype is not FLOAT64 and value.dtype not in FLOATS:
        value = as_value(value, lambda: f"the value fed to {describe(node)}", FeedError)
    # A view that cannot be written to: no operation may change the caller's array.
    return locked(value)
