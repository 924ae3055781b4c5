"""Where the nodes of a drawn graph go: layer by layer, every node before its consumers.

An edge that passes a layer gets a place of its own there, as if it were a thin node, so no edge
runs through a node. Then the order within the layers is changed until few edges cross.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations
from typing import NamedTuple

import numpy as np

SWEEPS = 12
NEIGHBOURS_APART = 0.14
WAYPOINT = (0.1, 0.1)


class Waypoint(NamedTuple):
    """The place of an edge, input `index` of `node`, in a layer that the edge passes."""

    node: Hashable
    index: int
    layer: int


@dataclass(frozen=True)
class Layout:
    """A graph with places, in inches; (0, 0) is the lower left corner.

    `places` has the centre of each node, `sizes` its width and height. `routes` has for each edge,
    written (node, index of its input), an array of shape (n, 4, 2): n cubic curves, one after the
    other, from the side of the input to the side of the node. Curves 0, 2, 4, ... run straight
    within a layer, 1, 3, 5, ... from one layer to the next, where there is no node.
    """

    places: dict
    sizes: dict
    routes: dict
    width: float
    height: float


def arrange(
    inputs: Mapping,
    sizes: Mapping,
    gap: float = 0.35,
    downward: bool = False,
    labels: Mapping | None = None,
) -> Layout:
    """Return the layout of a graph: `inputs` maps each node to its inputs, `sizes` to inches.

    Layers stand `gap` inches apart, from left to right or, if `downward`, from top to bottom. The
    inputs of a node arrive in their order, the first one on top, or leftmost. An edge in `labels`
    gets room for something of that size where it passes a layer.
    """
    layers = layers_of(inputs)
    chains = chains_of(inputs, layers)
    before, after = neighbours(inputs, chains)
    rows = untangled(rows_of(inputs, layers, before), before, after)
    # From here on a pair is (along the edges, across them), in whichever direction these run.
    asked = {item: _size_of(item, sizes, labels or {}) for row in rows for item in row}
    thick = {item: (size[1], size[0]) if downward else size for item, size in asked.items()}
    across = places_across(rows, before, after, thick)
    starts, ends = _layers_along(rows, thick, gap)
    routes = {
        edge: _route(edge, chain, inputs, layers, across, thick, starts, ends)
        for edge, chain in chains.items()
    }
    middle = {node: (starts[at] + ends[at]) / 2 for node, at in layers.items()}
    breadth = max(across[item] + thick[item][1] / 2 for item in thick)
    turn = _downward if downward else _rightward
    extent = ends[-1], breadth
    return Layout(
        places={node: turn(np.array([middle[node], across[node]]), extent) for node in inputs},
        sizes={node: tuple(sizes[node]) for node in inputs},
        routes={edge: turn(route, extent) for edge, route in routes.items()},
        width=extent[1] if downward else extent[0],
        height=extent[0] if downward else extent[1],
    )


def _size_of(item, sizes: Mapping, labels: Mapping) -> tuple[float, float]:
    if isinstance(item, Waypoint):
        return tuple(labels.get((item.node, item.index), WAYPOINT))
    return tuple(sizes[item])


def layers_of(inputs: Mapping) -> dict:
    """Return the layer of each node: the last nodes get the highest, every input a lower one.

    A node is as many layers before the end as the longest path from it to the end has edges.
    """
    to_the_end = {}
    for node in reversed(_inputs_first(inputs)):
        mine = to_the_end.setdefault(node, 0)
        for source in inputs[node]:
            to_the_end[source] = max(to_the_end.get(source, 0), mine + 1)
    deepest = max(to_the_end.values(), default=0)
    return {node: deepest - to_the_end[node] for node in inputs}


def _inputs_first(inputs: Mapping) -> list:
    done, stack = {}, list(reversed(inputs))
    while stack:
        missing = [source for source in inputs[stack[-1]] if source not in done]
        if missing and stack[-1] not in done:
            stack.extend(missing)
        else:
            done[stack.pop()] = None
    return list(done)


def chains_of(inputs: Mapping, layers: Mapping) -> dict:
    """Return for each edge (node, index) what it connects: input, waypoints, node."""
    chains = {}
    for node, sources in inputs.items():
        for index, source in enumerate(sources):
            passed = range(layers[source] + 1, layers[node])
            chains[node, index] = [source, *(Waypoint(node, index, at) for at in passed), node]
    return chains


def port(index: int, count: int) -> float:
    """Return where input `index` of `count` arrives: from -1/2, the first side, to 1/2."""
    return (index + 0.5) / count - 0.5


def neighbours(inputs: Mapping, chains: Mapping) -> tuple[dict, dict]:
    """Return what comes before and what after each item: `item -> [(neighbour, port), ...]`."""
    before, after = defaultdict(list), defaultdict(list)
    for (node, index), chain in chains.items():
        for first, second in zip(chain, chain[1:]):
            arrives = port(index, len(inputs[node])) if second is node else 0.0
            before[second].append((first, arrives))
            after[first].append((second, arrives))
    return before, after


def rows_of(inputs: Mapping, layers: Mapping, before: Mapping) -> list[list]:
    """Return the items of each layer in a first order: as one meets them walking back."""
    rows = [[] for _ in range(max(layers.values(), default=-1) + 1)]
    used = {source for sources in inputs.values() for source in sources}
    stack, seen = [node for node in inputs if node not in used], set()
    while stack:
        item = stack.pop()
        if item not in seen:
            seen.add(item)
            rows[item.layer if isinstance(item, Waypoint) else layers[item]].append(item)
            stack.extend(first for first, _ in reversed(before[item]))
    return rows


def crossings(upper: Sequence, lower: Sequence, before: Mapping) -> int:
    """Return how many pairs of edges cross between two rows of items."""
    at_upper = {item: i for i, item in enumerate(upper)}
    ends = np.array([
        (at_upper[first], i + arrives)
        for i, item in enumerate(lower) for first, arrives in before[item]
    ]).reshape(-1, 2)  # fmt: skip
    signs = np.sign(ends[:, None] - ends[None, :])
    return int((signs[..., 0] * signs[..., 1] < 0).sum()) // 2


def untangled(rows: list[list], before: Mapping, after: Mapping) -> list[list]:
    """Return the rows in an order with few crossings.

    Each item moves to the middle of its neighbours, row by row, forth and back; then two
    of a row change places as long as this helps. This is done from the given order and from its
    mirror image, and the better result counts.
    """
    starts = rows, [row[::-1] for row in rows]
    return min(
        (_with_exchanges(_best_sweep(start, before, after), before) for start in starts),
        key=lambda found: _all_crossings(found, before),
    )


def _best_sweep(rows: list[list], before: Mapping, after: Mapping) -> list[list]:
    best, fewest = rows, _all_crossings(rows, before)
    for sweep in range(SWEEPS):
        forth = sweep % 2 == 0
        rows = _swept(rows, before if forth else after, forth)
        found = _all_crossings(rows, before)
        if found < fewest:
            best, fewest = rows, found
    return best


def _all_crossings(rows: list[list], before: Mapping) -> int:
    return sum(crossings(upper, lower, before) for upper, lower in zip(rows, rows[1:]))


def _swept(rows: list[list], linked: Mapping, forth: bool) -> list[list]:
    done = []
    for row in rows if forth else reversed(rows):
        at = {item: i for i, item in enumerate(done[-1])} if done else {}
        # An input that arrives at the lower side of a node lies a little lower than the node.
        side = 0.0 if forth else 0.9
        heights = {
            item: np.mean([at[other] + side * arrives for other, arrives in linked[item]])
            if at and linked[item] else float(i)
            for i, item in enumerate(row)
        }  # fmt: skip
        done.append(sorted(row, key=heights.get))
    return done if forth else done[::-1]


def _with_exchanges(rows: list[list], before: Mapping) -> list[list]:
    rows, improved = [list(row) for row in rows], True
    while improved:
        improved = False
        for at, row in enumerate(rows):
            nearby = rows[max(at - 1, 0) : at + 2]
            now = _all_crossings(nearby, before)
            for i, j in combinations(range(len(row)), 2) if now else ():
                row[i], row[j] = row[j], row[i]
                found = _all_crossings(nearby, before)
                if found < now:
                    now, improved = found, True
                else:
                    row[i], row[j] = row[j], row[i]
    return rows


def places_across(rows: list[list], before: Mapping, after: Mapping, thick: Mapping) -> dict:
    """Return where the middle of each item lies across the layers, 0 being the first edge."""
    place = {}
    for row in rows:
        place |= zip(row, packed([thick[item][1] for item in row]), strict=True)
    for sweep in range(3 * SWEEPS):
        for row in rows if sweep % 2 else rows[::-1]:
            wanted = [_wanted(item, place, before, after, thick) for item in row]
            # A waypoint is heavy: nodes make room for a long edge.
            weights = [4.0 if isinstance(item, Waypoint) else 1.0 for item in row]
            across = [thick[item][1] for item in row]
            place |= zip(row, spread(wanted, across, weights), strict=True)
    lowest = min((place[item] - thick[item][1] / 2 for item in place), default=0.0)
    return {item: at - lowest for item, at in place.items()}


def _wanted(item, place: Mapping, before: Mapping, after: Mapping, thick: Mapping) -> float:
    if isinstance(item, Waypoint):
        return _middle_of_its_edge(item, place, before, after, thick)
    pulls = [place[first] - arrives * thick[item][1] for first, arrives in before[item]]
    pulls += [place[second] + arrives * thick[second][1] for second, arrives in after[item]]
    return sum(pulls) / len(pulls) if pulls else place[item]


def _middle_of_its_edge(item, place, before, after, thick) -> float:
    """Return the same place for all waypoints of an edge, so that a long edge runs straight."""
    pulls, first, second = [place[item]], before[item][0][0], item
    while isinstance(first, Waypoint):
        pulls.append(place[first])
        first = before[first][0][0]
    while isinstance(second, Waypoint):
        second, arrives = after[second][0]
        pulls.append(place[second] + arrives * thick[second][1])
    return (place[first] + sum(pulls)) / (1 + len(pulls))


def packed(sizes: Sequence[float]) -> list[float]:
    """Return the middles of things of these `sizes` that stand side by side, from 0 on."""
    ends = accumulate(size + NEIGHBOURS_APART for size in sizes)
    return [end - NEIGHBOURS_APART - size / 2 for end, size in zip(ends, sizes, strict=True)]


def spread(wanted: Sequence, sizes: Sequence, weights: Sequence) -> list[float]:
    """Return the places closest to the `wanted` ones at which nothing touches or changes order.

    Closest means the smallest sum of weight times squared distance. What would overlap becomes a
    block, and a block stands where its members want to be on average.
    """
    offsets = packed(sizes)
    blocks = []
    for target, offset, weight in zip(wanted, offsets, weights, strict=True):
        blocks.append((target - offset, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (first, a, n), (second, b, m) = blocks[-2:]
            blocks[-2:] = [((a * first + b * second) / (a + b), a + b, n + m)]
    shifts = [middle for middle, _, count in blocks for _ in range(count)]
    return [shift + offset for shift, offset in zip(shifts, offsets, strict=True)]


def _layers_along(rows: list[list], thick: Mapping, gap: float) -> tuple[np.ndarray, np.ndarray]:
    widths = np.array([max(thick[item][0] for item in row) for row in rows])
    starts = np.cumsum(widths + gap) - widths - gap
    return starts, starts + widths


def _route(edge, chain, inputs, layers, across, thick, starts, ends) -> np.ndarray:
    """Return the curves of one edge: straight within the layers, bent in between."""
    node, index = edge
    source, first = chain[0], layers[chain[0]]
    arrival = across[node] + port(index, len(inputs[node])) * thick[node][1]
    heights = [across[item] for item in chain[:-1]] + [arrival]
    leaves = (starts[first] + ends[first] + thick[source][0]) / 2
    curves = [_straight((leaves, heights[0]), (ends[first], heights[0]))]
    for at in range(1, len(chain)):
        layer, before, here = first + at, heights[at - 1], heights[at]
        curves.append(_bent((ends[layer - 1], before), (starts[layer], here)))
        stop = ends[layer]
        if chain[at] is node:
            stop = (starts[layer] + ends[layer] - thick[node][0]) / 2
        curves.append(_straight((starts[layer], here), (stop, here)))
    return np.array(curves)


def _straight(start, end) -> list:
    start, end = np.array(start), np.array(end)
    return [start, start + (end - start) / 3, end - (end - start) / 3, end]


def _bent(start, end) -> list:
    middle = (start[0] + end[0]) / 2
    return [np.array(point) for point in (start, (middle, start[1]), (middle, end[1]), end)]


def _rightward(points: np.ndarray, extent: tuple) -> np.ndarray:
    return np.stack([points[..., 0], extent[1] - points[..., 1]], axis=-1)


def _downward(points: np.ndarray, extent: tuple) -> np.ndarray:
    return np.stack([points[..., 1], extent[0] - points[..., 0]], axis=-1)
