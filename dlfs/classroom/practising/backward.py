"""Values and gradients of a small graph, by hand; and the orders in which values can be found."""

from __future__ import annotations

import numpy as np

from dlfs.classroom.explore.ordering import listed, walk
from dlfs.classroom.practising.graphs import Small, draw_small
from dlfs.classroom.practising.task import LARGEST, Blank, Task, mistakes, shown

FIRST = "only the first of the paths to L is in it: every path adds its own message"
LAST = "the last message has overwritten the others: messages are added up"
ADDED = "the rates were added along a path: along one path they are multiplied"
NO_RATE = "a factor is missing: what arrives is multiplied with the local derivative"
NO_G = "it is the local derivative alone: what arrives from above is a factor, too"
OWN = "the rate of a product is the other factor, not the node itself"
SIGN = "the size is right, the sign is not"
EARLY = "a node has sent its message before all of its own had arrived"
TWICE = "every message is in it twice"


def draw_backward(rng: np.random.Generator, level: int) -> Task:
    """Return a task with `level` operations: the value of each, and the gradient of each node."""
    while True:
        small = draw_small(rng, level)
        values, gradients = small.solved()
        small_enough = max(map(abs, [*values.values(), *gradients.values()])) <= LARGEST
        # Where many gradients are 0, nothing is left to be done.
        if small_enough and list(gradients.values()).count(0) < 2:
            break
    blanks = [_value_blank(small, name, values) for name in small.operations]
    backwards = reversed(small.names)
    blanks += [_gradient_blank(small, name, values, gradients) for name in backwards]
    question = ("Go forward and fill in the values, then go back and fill in the gradient of L "
                "with respect to each node.")  # fmt: skip
    return Task("backward", level, question, small.lines, tuple(blanks), small)


def _value_blank(small: Small, name: str, values: dict) -> Blank:
    sign, one, other = small.operations[name]
    a, b = values[one], values[other]
    ways = {"+": a + b, "*": a * b, "-": a - b}
    wrong = [(value, f"it is {one} {another} {other}, and {name} is {one} {sign} {other}")
             for another, value in ways.items() if another != sign]  # fmt: skip
    wrong += [(-values[name], SIGN), (b - a if sign == "-" else None, "the other way round")]
    return Blank(f"value of {name}", shown(values[name]), mistakes(values[name], *wrong))


def messages_to(small: Small, name: str, values: dict, gradients: dict) -> list[float]:
    """Return what each use of a node sends back to it."""
    return [gradients[operation] * small.rate(operation, place, values)
            for operation, place in small.edges_from(name)]  # fmt: skip


def _gradient_blank(small: Small, name: str, values: dict, gradients: dict) -> Blank:
    key, edges = gradients[name], small.edges_from(name)
    messages = messages_to(small, name, values, gradients)
    rates = [small.rate(*edge, values) for edge in edges]
    above = [gradients[operation] for operation, _ in edges]
    early = [_first_message(small, operation, values, gradients) * rate
             for (operation, _), rate in zip(edges, rates)]  # fmt: skip
    several = len(messages) > 1
    own = [gradients[operation] * (values[name] if small.operations[operation][0] == "*" else rate)
           for (operation, _), rate in zip(edges, rates)]  # fmt: skip
    wrong = [
        (messages[0] if several else None, FIRST), (messages[-1] if several else None, LAST),
        (sum(own) if edges else None, OWN),
        (sum(early) if edges else None, EARLY), (-key, SIGN),
        (sum(above) if edges else None, NO_RATE), (sum(rates) if edges else None, NO_G),
        (sum(a + b for a, b in zip(above, rates)) if edges else None, ADDED),
        (values[name], "it is the value of the node, not its gradient"), (2 * key, TWICE),
    ]  # fmt: skip
    return Blank(f"gradient of {name}", shown(key), mistakes(key, *wrong))


def _first_message(small: Small, name: str, values: dict, gradients: dict) -> float:
    return next(iter(messages_to(small, name, values, gradients)), gradients[name])


def draw_order(rng: np.random.Generator, level: int) -> Task:
    """Return a task with four orders of a graph's nodes, of which exactly one is legal."""
    while True:
        small = draw_small(rng, level + 1)
        needs = {name: list(dict.fromkeys(small.operations.get(name, ("",))[1:]))
                 for name in small.names}  # fmt: skip
        legal, *others = _orders(rng, small, needs)
        if len(others) == 3:
            break
    orders = [legal, *others]
    places = [int(place) for place in rng.permutation(4)]
    lettered = {"ABCD"[k]: orders[place] for k, place in enumerate(places)}
    key = "ABCD"[places.index(0)]
    wrong = {letter: _stopped(order, needs) for letter, order in lettered.items() if letter != key}
    given = (*small.lines, *(f"{letter}: {' '.join(order)}" for letter, order in lettered.items()))
    question = "A node's turn comes when all of its inputs have their values. Which order is legal?"
    blank = Blank("letter", key, wrong, "letter")
    return Task("order", level, question, given, (blank,), small)


def _orders(rng: np.random.Generator, small: Small, needs: dict) -> list[tuple[str, ...]]:
    """Return a legal order, and up to three others that are not."""
    left, legal = set(small.names), []
    while left:
        ready = sorted(name for name in left if not set(needs[name]) & left)
        legal.append(str(rng.choice(ready)))
        left.remove(legal[-1])
    illegal: list[tuple[str, ...]] = []
    for _ in range(40):
        order, (i, j) = list(legal), rng.choice(len(legal), 2, replace=False)
        order[i], order[j] = order[j], order[i]
        if walk(order, needs).stopped and tuple(order) not in illegal and len(illegal) < 3:
            illegal.append(tuple(order))
    return [tuple(legal), *illegal]


def _stopped(order: tuple[str, ...], needs: dict) -> str:
    ends = walk(order, needs)
    come = "come" if len(ends.lacks) > 1 else "comes"
    return f"at {ends.stopped} it stops: it needs {listed(ends.lacks)}, which {come} later in it"
