"""The last proof of a lesson: what was built, on many examples, beside what is right.

It ends in a verdict in words. Where the two differ it shows the smallest example on which they do,
and draws it if it is a graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from dlfs.classroom.drawing.figures import figure
from dlfs.classroom.drawing.graphs import MOST, describe_graph, draw_graph
from dlfs.classroom.drawing.sketching import short
from dlfs.classroom.wording import plain
from dlfs.graph import Node, order_of

TOLERANCE = 1e-9


def trial(
    yours: Callable, right: Callable, examples: Iterable, what: str = "random graphs"
) -> None:
    """Prints on how many `examples` the two functions give the same, and says what that means.

    Each example is what both are called with: a node, an array, or a tuple of arguments. They give
    a number, an array, a list of those, or a table from nodes to numbers, of which every entry
    counts. The same means: the same shape, and equal to 9 digits. What `yours` raises counts as
    wrong. Raises what `right` raises.
    """
    examples = list(examples)
    faults = [(example, fault) for example in examples if (fault := _fault(yours, right, example))]
    agree = len(examples) - len(faults)
    if not faults:
        print(f"The same in {agree} of {len(examples)} {what}.")
        return
    example, fault = min(faults, key=lambda pair: _size(pair[0]))
    print(plain(f"WRONG: the same in {agree} of {len(examples)} {what}, and it should be the same "
                f"in all. The smallest of those where it differs: {_named(example)}. {fault}"))
    if isinstance(example, Node) and _size(example) <= MOST:
        _draw(example, right(example))


def _fault(yours: Callable, right: Callable, example) -> str:
    """In what the two differ, as a sentence, or ""."""
    arguments = example if isinstance(example, tuple) else (example,)
    wanted = right(*arguments)
    try:
        with np.errstate(all="ignore"):
            found = yours(*arguments)
        return _difference(found, wanted)
    except Exception as error:
        return f"There it stops with {_said_by(error)}."


def _said_by(error: Exception) -> str:
    said = getattr(error.args[0], "name", error.args[0]) if error.args else ""
    return f"{type(error).__name__}: {said}" if str(said) else type(error).__name__


def _difference(found, wanted) -> str:
    if isinstance(wanted, Mapping):
        pairs = ((f"for {node.name}", found.get(node), value) for node, value in wanted.items())
    elif isinstance(wanted, list | tuple):
        if len(found) != len(wanted):
            return f"It gives {len(found)} results there, and {len(wanted)} are right."
        pairs = ((f"at place {i}", *pair) for i, pair in enumerate(zip(found, wanted)))
    else:
        pairs = [("", found, wanted)]
    unlike = [pair for pair in pairs if not _same(*pair[1:])]
    if not unlike:
        return ""
    place, found, wanted = unlike[0]
    return f"{place} it gives {_shown(found)}, and {_shown(wanted)} is right.".strip().capitalize()


def _same(found, wanted) -> bool:
    if found is None:
        return False
    found, wanted = np.asarray(found, dtype=float), np.asarray(wanted, dtype=float)
    same_shape = found.shape == wanted.shape
    return same_shape and np.allclose(found, wanted, TOLERANCE, TOLERANCE, equal_nan=True)


def _shown(value) -> str:
    if value is None:
        return "nothing"
    array = np.asarray(value, dtype=float)
    if array.ndim == 0:
        return short(array)
    if array.size > 6:
        return f"an array of shape {array.shape}"
    return " ".join(np.array2string(array, precision=3).split())


def _size(example) -> int:
    if isinstance(example, Node):
        return len(order_of(example))
    parts = example if isinstance(example, tuple) else (example,)
    return sum(int(np.size(part)) for part in parts)


def _named(example) -> str:
    if isinstance(example, Node):
        return f"a graph of {_size(example)} nodes"
    parts = example if isinstance(example, tuple) else (example,)
    words = [_shown(part) if np.asarray(part).dtype.kind in "biuf" else str(part) for part in parts]
    return "; ".join(words)


def _draw(J: Node, gradients) -> None:
    table = gradients if isinstance(gradients, Mapping) else None
    told = "with the gradients that are right" if table else "with its values"
    figure(
        draw_graph(J, table),
        alt=f"The smallest graph on which the two differ, {told}. {describe_graph(J, table)}",
        caption=f"The smallest graph on which it goes wrong, {told}.",
    )
