"""Where the nodes of a drawn graph go: layer by layer, every node before its consumers.

An edge that passes a layer gets a place of its own there, as if it were a thin node, so no edge
runs through a node. Then the order within the layers is changed until few edges cross.
"""

import random
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np

SWEEPS, SHUFFLES = 12, 4
NEIGHBOURS_APART = 0.14
WAYPOINT = (0.1, 0.1)


class Waypoint(NamedTuple):
    """The place of an edge, input `index` of `node`, in a layer that the edge passes."""

    node: Hashable
    index: int
    layer: int


@dataclass(frozen=True)
class Plan:
    """A graph in layers, before anything has a size: the `rows` are the layers, each in its order.

    `chains` has what each edge connects, waypoints included; `before` and `after` have the
    neighbours of each item in the layers next to it.
    """

    inputs: Mapping
    layers: dict
    chains: dict
    before: dict
    after: dict
    rows: list


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


def plan(inputs: Mapping) -> Plan:
    """Return the plan of a graph: `inputs` maps each node to its inputs."""
    layers = layers_of(inputs)
    chains = chains_of(inputs, layers)
    before, after = neighbours(inputs, chains)
    rows = untangled(rows_of(inputs, layers, before), before, after)
    return Plan(inputs, layers, chains, before, after, rows)


def arrange(
    planned: Plan,
    sizes: Mapping,
    gap: float = 0.35,
    downward: bool = False,
    labels: Mapping | None = None,
) -> Layout:
    """Return the layout of a planned graph whose nodes have these `sizes`, in inches.

    Layers stand `gap` inches apart, from left to right or, if `downward`, from top to bottom. The
    inputs of a node arrive in their order, the first one on top, or leftmost. An edge in `labels`
    gets room for something of that size where it passes a layer.
    """
    items = [item for row in planned.rows for item in row]
    asked = {item: _size_of(item, sizes, labels or {}) for item in items}
    # From here on a pair is (along the edges, across them), in whichever direction these run.
    thick = {item: (size[1], size[0]) if downward else size for item, size in asked.items()}
    across = places_across(planned, thick)
    bounds = _layers_along(planned.rows, thick, gap)
    middle = {node: sum(bounds[at]) / 2 for node, at in planned.layers.items()}
    extent = bounds[-1][1], max(across[item] + thick[item][1] / 2 for item in thick)
    turn = _downward if downward else _rightward
    return Layout(
        places={node: turn(np.array([middle[node], across[node]]), extent) for node in middle},
        sizes={node: tuple(sizes[node]) for node in middle},
        routes={
            edge: turn(_route(edge, planned, across, thick, bounds), extent)
            for edge in planned.chains
        },
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

    Each item moves to the middle of its neighbours, row by row, forth and back; then two neighbours
    change places as long as this helps. This is done from the given order, from its mirror image
    and from a few shuffled ones, and the best result counts.
    """
    chance = random.Random(0)
    starts = [rows, [row[::-1] for row in rows]]
    starts += [[chance.sample(row, len(row)) for row in rows] for _ in range(SHUFFLES)]
    best, fewest = rows, _all_crossings(rows, before)
    for start in starts:
        made = _with_exchanges(_best_sweep(start, before, after), before)
        found = _all_crossings(made, before)
        if found < fewest:
            best, fewest = made, found
    return best


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
            for i in range(len(row) - 1) if now else ():
                row[i], row[i + 1] = row[i + 1], row[i]
                found = _all_crossings(nearby, before)
                if found < now:
                    now, improved = found, True
                else:
                    row[i], row[i + 1] = row[i + 1], row[i]
    return rows


def places_across(planned: Plan, thick: Mapping) -> dict:
    """Return where the middle of each item lies across the layers, 0 being the first edge."""
    place = {}
    for row in planned.rows:
        place |= zip(row, packed([thick[item][1] for item in row]), strict=True)
    for sweep in range(3 * SWEEPS):
        for row in planned.rows if sweep % 2 else planned.rows[::-1]:
            wanted = [_wanted(item, place, planned, thick) for item in row]
            # A waypoint is heavy: nodes make room for a long edge.
            weights = [4.0 if isinstance(item, Waypoint) else 1.0 for item in row]
            across = [thick[item][1] for item in row]
            place |= zip(row, spread(wanted, across, weights), strict=True)
    lowest = min((place[item] - thick[item][1] / 2 for item in place), default=0.0)
    return {item: at - lowest for item, at in place.items()}


def _wanted(item, place: Mapping, planned: Plan, thick: Mapping) -> float:
    if isinstance(item, Waypoint):
        return _middle_of_its_edge(item, place, planned, thick)
    pulls = [place[first] - arrives * thick[item][1] for first, arrives in planned.before[item]]
    pulls += [place[second] + arrives * thick[second][1] for second, arrives in planned.after[item]]
    return sum(pulls) / len(pulls) if pulls else place[item]


def _middle_of_its_edge(waypoint: Waypoint, place: Mapping, planned: Plan, thick: Mapping) -> float:
    """Return the same place for all waypoints of an edge, so that a long edge runs straight."""
    node, index, _ = waypoint
    source, *passed, _ = planned.chains[node, index]
    arrival = place[node] + port(index, len(planned.inputs[node])) * thick[node][1]
    pulls = [place[source], arrival, *(place[each] for each in passed)]
    return sum(pulls) / len(pulls)


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


def _layers_along(rows: list[list], thick: Mapping, gap: float) -> list[tuple[float, float]]:
    """Return where each layer begins and ends, along the edges."""
    widths = [max(thick[item][0] for item in row) for row in rows]
    ends = accumulate(width + gap for width in widths)
    return [(end - gap - width, end - gap) for end, width in zip(ends, widths, strict=True)]


def _route(edge, planned: Plan, across: Mapping, thick: Mapping, bounds: list) -> np.ndarray:
    """Return the curves of one edge: straight within the layers, bent in between."""
    node, index = edge
    source, *passed, _ = planned.chains[edge]
    layer = planned.layers[source]
    here, (start, end) = across[source], bounds[layer]
    curves = [_straight(((start + end + thick[source][0]) / 2, here), (end, here))]
    arrival = across[node] + port(index, len(planned.inputs[node])) * thick[node][1]
    for there in [*(across[waypoint] for waypoint in passed), arrival]:
        before, layer = end, layer + 1
        start, end = bounds[layer]
        is_last = layer == planned.layers[node]
        stop = (start + end - thick[node][0]) / 2 if is_last else end
        curves += [_bent((before, here), (start, there)), _straight((start, there), (stop, there))]
        here = there
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
