"""Reads an order that somebody typed, and follows it through a graph until something is missing.

Forward, a node needs the values of its inputs. Backward, it needs the messages of its consumers.
Either way a node's turn comes when all that it needs has been there before.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice

import numpy as np

from dlfs.classroom.explore.calling import Mistake, answer_of, takes
from dlfs.graph import Node

BLANKS = ("...", "Ellipsis")
LONGEST_WORD, LONGEST_ORDER = 20, 100


@dataclass(frozen=True)
class Walk:
    """How far an order leads: the nodes in `done`, and the node where it `stopped`, if it did.

    That node `lacks` other nodes; when it lacks none, it was done already.
    """

    done: tuple[str, ...]
    stopped: str = ""
    lacks: tuple[str, ...] = ()


def as_text(order) -> str:
    """Return an order as text: a text itself, or the names in a list of names or nodes."""
    if order is None or isinstance(order, str):
        return order or ""
    if isinstance(order, Iterable):
        return " ".join(str(getattr(each, "name", each)) for each in islice(order, LONGEST_ORDER))
    return repr(order)


def order_by(function: Callable, nodes: Mapping[str, Node], last: str) -> str:
    """Return the names of `nodes` in the order in which a learner's `function` lists them.

    It is called with the node that is named `last`. Nodes without a name, such as the constant 3,
    are left out. Whatever else it does is a Mistake.
    """
    if not takes(function, 1):
        raise Mistake("Your order is a function that is called with one node: the last one.")
    names, places = list(nodes), {node: place for place, node in enumerate(nodes.values())}

    def places_of(_):
        given = function(nodes[last])
        if given in (None, Ellipsis):
            return given
        given = given if isinstance(given, list | tuple) else [given]
        return [places.get(node, -1) if isinstance(node, Node) else -2 for node in given]

    found = answer_of("order", places_of, np.zeros(1))
    if found.ndim != 1 or (found == -2).any():
        raise Mistake("Your order is no list of nodes: return the nodes of the graph in a list.")
    said = " ".join(names[int(place)] for place in found if place >= 0)
    if not said:
        raise Mistake("Your order is empty: nobody ever sends.")
    return said


def read_order(text: str, names: Iterable[str]) -> list[str]:
    """Return the nodes that `text` names, in its order.

    Names may be shortened as long as one node is meant, and first letters need no blanks between
    them: "wxbmap". A Mistake says which word names no node.
    """
    names = list(names)
    if text.strip() in BLANKS:
        raise Mistake("Your order is ..., the blank: nothing is filled in yet.")
    words = re.findall(r"\w+", text)
    if not words:
        raise Mistake(f"Your order names no node: the nodes are {listed(names)}.")
    if len(words) == 1 and not _meant(words[0], names):
        letters = [_meant(letter, names) for letter in words[0]]
        if all(letters):
            return letters
    for word in words:
        if not _meant(word, names):
            said = word if len(word) <= LONGEST_WORD else word[: LONGEST_WORD - 3] + "..."
            raise Mistake(f'"{said}" names no node: the nodes are {listed(names)}.')
    return [_meant(word, names) for word in words]


def _meant(word: str, names: list[str]) -> str:
    """Return the node that `word` names, whole or shortened; an empty text if there is no such."""
    word = word if word in names else re.sub(r"_\d+$", "", word)
    meanings = (
        [name for name in names if name == word],
        [name for name in names if name.startswith(word)],
        [name for name in names if name.lower() == word.lower()],
        [name for name in names if name.lower().startswith(word.lower())],
    )
    return next((found[0] for found in meanings if len(found) == 1 and word), "")


def walk(order: Iterable[str], needs: Mapping[str, Iterable[str]]) -> Walk:
    """Return how far `order` leads when every node has to come after what it `needs`."""
    done = []
    for node in order:
        lacks = tuple(dict.fromkeys(other for other in needs[node] if other not in done))
        if lacks or node in done:
            return Walk(tuple(done), node, lacks)
        done.append(node)
    return Walk(tuple(done))


def legal_orders(needs: Mapping[str, Iterable[str]]) -> int:
    """Return how many orders of all nodes there are in which each comes after what it `needs`."""

    @cache
    def ways(left: frozenset) -> int:
        last = [node for node in left if not any(node in needs[other] for other in left)]
        return sum(ways(left - {node}) for node in last) if left else 1

    return ways(frozenset(needs))


def listed(names: Iterable[str]) -> str:
    """Return names as one reads them aloud: "w, x and b"."""
    names = list(names)
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
