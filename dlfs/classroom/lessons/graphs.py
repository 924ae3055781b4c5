"""Random graphs for the probes, and what is wrong with a list of their nodes.

A graph has strangers (nodes that the last one does not depend on), nodes that an operation takes
twice, and nodes with several consumers.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from dlfs import Graph, Session, Variable, add, multiply, negative, placeholder, power
from dlfs.classroom.lessons.exercise import Seen
from dlfs.graph import Node


def below(node: Node) -> list[Node]:
    """All nodes that `node` depends on and `node` itself, inputs first."""
    done: dict[Node, None] = {}
    stack = [node]
    while stack:
        missing = [n for n in stack[-1].input_nodes if n not in done]
        if missing:
            stack.extend(missing)
        else:
            done[stack.pop()] = None
    return list(done)


def drawn_graph(rng, made, leaves: list[Node], operations: int) -> Node:
    """The last of some operations on `leaves`, in the default graph, with strangers around it.

    `made(rng, inputs, name)` makes an operation of one or two of the nodes that are offered.
    """
    nodes = list(leaves)
    for number in range(operations):
        first = nodes[-1] if rng.random() < 0.6 else nodes[rng.integers(len(nodes))]
        second = first if rng.random() < 0.2 else nodes[rng.integers(len(nodes))]
        inputs = (first, second) if rng.random() < 0.7 else (second, first)
        nodes.append(made(rng, inputs, f"n{number + 1}"))
        if rng.random() < 0.3:
            made(rng, (nodes[-1], nodes[rng.integers(len(nodes))]), f"extra {number + 1}")
    return nodes[-1]


def scalar_operation(rng, inputs, name):
    """One of the library's operations on numbers, of nodes that are offered."""
    kind = rng.integers(6)
    if kind == 0:
        return negative(inputs[0], name=name)
    if kind == 1:
        return power(inputs[0], 2, name=name)
    return (add if kind < 4 else multiply)(*inputs, name=name)


def scalar_graph(seed: int, operations: int = 7) -> tuple[Node, list[Variable]]:
    """A random graph of the library's operations, and its Variables that the last node needs."""
    rng = np.random.default_rng([5, seed])
    with Graph().as_default():
        leaves = [Variable(value, name) for value, name in zip(rng.uniform(-1.2, 1.2, 3), "xyw")]
        J = drawn_graph(rng, scalar_operation, leaves, operations)
    Session().run(list(J.graph.nodes))
    needed = set(below(J))
    return J, [leaf for leaf in leaves if leaf in needed]


def fed_graph(seed: int) -> tuple[Node, dict[Node, float]]:
    """A random graph with a placeholder, and the values of what is no operation."""
    rng = np.random.default_rng([6, seed])
    with Graph().as_default():
        leaves = [Variable(rng.uniform(-1, 1), "w"), placeholder("x"), Variable(0.0, "b")]
        last = drawn_graph(rng, scalar_operation, leaves, 8)
    return last, {leaf: leaf.value if isinstance(leaf, Variable) else 0.5 for leaf in leaves}


def faults_of(listed: list, wanted: list[Node], before) -> tuple[list[int], str, str]:
    """Counts of what is wrong with a list of nodes, the first fault, and where it is ("" if none).

    [missing, listed twice, strangers, too early]: `before(node)` has to stand before a node.
    """
    # Nodes answer == in Python, and a list that is kept between calls gets long: sets, no searches.
    needed, times = set(wanted), Counter(listed)
    places: dict = {}
    for place, node in enumerate(listed):
        places.setdefault(node, place)
    missing = [node for node in wanted if node not in places]
    twice = sorted({node.name for node, count in times.items() if count > 1})
    strangers = [node for node in places if node not in needed]
    early = [(node, other) for node, place in places.items() if node in needed
             for other in before(node) if places.get(other, len(listed)) > place]
    counts = [len(missing), len(listed) - len(places), len(strangers), len(early)]
    return counts, *_said(missing, twice, strangers, early)


def _said(missing, twice, strangers, early) -> tuple[str, str]:
    if twice:
        return ("A node stands in your list more than once.",
                f"{', '.join(twice)} stands there more than once")
    if strangers:
        return ("Your list has nodes that the last one does not depend on.",
                f"{names_in(strangers)} should not be there")
    if missing:
        return _what_is_missing(missing), f"missing: {names_in(missing)}"
    if early:
        return ("A node of yours stands too early: another one has to come first.",
                f"{early[0][0].name} stands before {early[0][1].name}")
    return "", ""


def _what_is_missing(missing: list[Node]) -> str:
    if not any(node.input_nodes for node in missing):
        return "Nodes without inputs are missing from your list."
    return "Nodes are missing from your list: some never get their turn."


def seen_alone(node: Node) -> Seen:
    """What is seen of one node where a list of nodes is asked for."""
    return Seen([-2] * 4, f"yours gave {node.name}, one node.",
                "You return one node. Asked for is a list of nodes.")


def names_in(listed: list) -> str:
    """The names of nodes, one after the other."""
    return ", ".join(node.name for node in listed) or "nothing"
