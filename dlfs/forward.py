"""The forward pass: every node gets its value, from what is fed and from the nodes before it."""

from __future__ import annotations

import numpy as np

from dlfs.errors import ComputeError, FeedError, explain
from dlfs.graph import (
    ARRAYS,
    FLOATS,
    Operation,
    Variable,
    as_value,
    describe,
    locked,
    placeholder,
)

def forward(order: list[Node], feed_dict=None) -> None:
    """Give every node of `order` its output, from the feed and from the nodes before it."""
    feed = checked_feed(feed_dict)
    if order:
        order[0].graph.compiled = None
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
