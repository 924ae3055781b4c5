"""A session computes: it puts the nodes of a graph in order and visits each of them once.

The order is such that every node comes after its inputs. One run is one forward pass: whatever is
fetched together comes from the same values.
"""

from __future__ import annotations

import numpy as np

from dlfs.arguments import fitting
from dlfs.errors import GraphError, brief, explain
from dlfs.forward import forward
from dlfs.graph import (
    Node,
    TrainingStep,
    constant,
    describe,
    refuse_unfinished,
    topological_order,
)
from dlfs.turns import alone

ORDERS_KEPT = 32


class Session:
    """Runs graphs. It keeps the orders of its last 32 fetch lists, and no values.

    `compiled=True`: the same results, faster. Every kind of run becomes a program of NumPy lines.
    """

    @fitting
    def __init__(self, compiled: bool = False) -> None:
        self._orders: dict[tuple, list[Node]] = {}
        self._programs = _programs_of(self) if compiled else None

    @fitting
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
        if not nodes:
            return arranged_like(fetches, [])
        order = self._order(nodes)
        values = alone(nodes[0].graph, order, run_once, nodes, order, feed_dict)
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


def run_once(nodes: tuple[Node, ...], order: list[Node], feed_dict) -> list:
    """The body of a run: forward, the values of `nodes`, then the training steps among them."""
    forward(order, feed_dict)
    values = [handed_out(node) for node in nodes]
    steps = [node for node in nodes if isinstance(node, TrainingStep)]
    if steps:
        train(dict.fromkeys(steps))
    return values


def train(steps) -> None:
    """Find the gradients of all steps, at the values of this run; then let each one update."""
    for step in steps:
        step.find_gradients()
    for step in steps:
        step.update()


def _programs_of(session: Session):
    from dlfs.compiled.programs import Programs  # only here: most programs never need it

    return Programs(session)


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
    # A constant has its value already, and a step comes after the forward pass.
    visited = topological_order(nodes)
    return [node for node in visited if not isinstance(node, (constant, TrainingStep))]


def handed_out(node: Node):
    """A copy of the value of `node`; None for a training step."""
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
    if isinstance(fetches, tuple):
        return getattr(fetches, "_make", tuple)(values)  # a namedtuple stays one
    return values
