"""A graph in the classes of whoever wrote a function.

A lesson that builds its own `Variable` has functions that ask `isinstance(node, Variable)`: a node
of the library is none of theirs.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import SimpleNamespace

import dlfs
from dlfs.graph import Graph, Node

NAMES = ("Graph", "Operation", "Variable", "placeholder")


def in_classes_of(function: Callable, graph: Graph) -> dict[Node, object]:
    """For each node of a library's graph its copy, in the classes that `function` knows.

    The copy of an operation computes what the operation computes.
    """
    classes = classes_of(function)

    class Same(classes.Operation):
        def compute(self, *values):
            return self.original.compute(*values)

    copies = {}
    with classes.Graph().as_default():
        for node in graph.nodes:
            if isinstance(node, dlfs.Variable):
                copies[node] = classes.Variable(node.value, node.name)
            elif isinstance(node, dlfs.placeholder):
                copies[node] = classes.placeholder(node.name)
            else:
                copies[node] = Same([copies[n] for n in node.input_nodes], node.name)
                copies[node].original = node
    return copies


def classes_of(function: Callable) -> SimpleNamespace:
    """What a function knows by the names of NAMES; the library's, unless it knows all of them."""
    known = getattr(inspect.unwrap(function), "__globals__", {})
    found = {name: known.get(name) for name in NAMES}
    if not all(isinstance(each, type) for each in found.values()):
        found = {name: getattr(dlfs, name) for name in NAMES}
    return SimpleNamespace(**found)
