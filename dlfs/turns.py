"""Whose turn is it? The nodes of a graph hold the values of one run at a time.

So a run has its graph to itself from its first value to its last: forward, what is handed out,
gradients, updates. Other threads wait for their turn. Whoever runs nodes in another way (a
compiled session, a check of gradients) calls `alone`, too.
"""

from __future__ import annotations

import warnings
from contextlib import contextmanager

from dlfs.errors import GrowingGraphWarning, explain
from dlfs.places import in_words

# A cell that is run again, or a model built anew for each of a few settings, is no mistake.
ROUNDS_OF_A_LOOP = 50
CHANGED_BY_A_RUN = frozenset(["inputs", "output"])


def alone(graph, order, run, *arguments):
    """run(*arguments), while no other run has this graph. `order`: the nodes that it changes.

    An operation may start a run while it is computed itself. Then the values of the outer run are
    put back when the inner one is done.
    """
    with graph.lock:
        if graph.running:
            with values_put_back(order):
                return run(*arguments)
        if len(graph.nodes) != graph._nodes_seen:
            _notice_growth(graph)
        graph.running = True
        try:
            return run(*arguments)
        finally:
            graph.running = False


@contextmanager
def values_put_back(nodes, names=CHANGED_BY_A_RUN):
    """After the block every node that had values before has the same ones again.

    An operation of the library also has whatever else it keeps for its gradient.
    """
    kept = [
        (node, {k: v for k, v in vars(node).items() if k in names or _is_operation_of_ours(node)})
        for node in nodes
    ]
    try:
        yield kept
    finally:
        for node, values in kept:
            vars(node).update(values)


def _is_operation_of_ours(node) -> bool:
    return not getattr(node, "from_outside", True)


def _notice_growth(graph) -> None:
    """Warn, once for a graph, of a line that built nodes before so many runs."""
    rounds, new = graph._rounds, graph.nodes[graph._nodes_seen :]
    graph._nodes_seen += len(new)
    if rounds is None:
        return
    for place in dict.fromkeys(node._built for node in new):
        rounds[place] += 1
        if rounds[place] == ROUNDS_OF_A_LOOP:
            graph._rounds = None
            return _warn_of(place, graph)


def _warn_of(place, graph) -> None:
    text = explain(
        f"the graph grows while it is run: {in_words(place)} has built nodes before "
        f"{ROUNDS_OF_A_LOOP} runs, and the graph has {len(graph.nodes):,} nodes by now.",
        way_out="build every node once, before the loop; inside it feed placeholders and assign "
        "to Variables. Or build in `with Graph():`, which forgets the nodes afterwards",
    )
    warnings.warn_explicit(text, GrowingGraphWarning, *place)
