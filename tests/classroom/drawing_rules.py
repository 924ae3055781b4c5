"""What every drawn graph must keep to, as functions that return what is wrong, or nothing.

The artists of a graph are known by their gid: node, text, edge, label.
"""

import random

import numpy as np

import dlfs
from dlfs.graph import order_of

HAIR = 0.5  # pixels: two things that touch do not overlap
ONE_INPUT = (dlfs.sigmoid, dlfs.tanh, dlfs.negative, dlfs.exp)
TWO_INPUTS = (dlfs.add, dlfs.subtract, dlfs.multiply)


def artists(fig, gid):
    return [artist for artist in fig.axes[0].get_children() if artist.get_gid() == gid]


def extent(artist):
    found = artist.get_window_extent(artist.get_figure().canvas.get_renderer())
    return np.array([found.x0, found.y0, found.x1, found.y1])


def overlap(a, b):
    return min(a[2], b[2]) - max(a[0], b[0]) > HAIR and min(a[3], b[3]) - max(a[1], b[1]) > HAIR


def inside(a, b):
    return a[0] > b[0] - HAIR and a[1] > b[1] - HAIR and a[2] < b[2] + HAIR and a[3] < b[3] + HAIR


def faults_of_drawing(fig):
    nodes = [extent(node) for node in artists(fig, "node")]
    texts = [text for text in artists(fig, "text") if text.get_text().strip()]
    labels = [label for label in artists(fig, "label") if label.get_text().strip()]
    page = np.array([0, 0, *fig.bbox.size])
    faults = []
    for i, node in enumerate(nodes):
        faults += ["two nodes overlap" for other in nodes[:i] if overlap(node, other)]
        faults += [] if inside(node, page) else ["a node leaves the page"]
    for text in texts:
        place = extent(text)
        if not any(inside(place, node) for node in nodes):
            faults.append(f"the text {text.get_text()} leaves its node")
    for label in labels:
        place = extent(label)
        if any(overlap(place, node) for node in nodes):
            faults.append(f"the label {label.get_text()} covers a node")
        if not inside(place, page):
            faults.append(f"the label {label.get_text()} leaves the page")
    return faults + faults_of_edges(fig, nodes)


def faults_of_edges(fig, nodes):
    ways = [points_on(edge) for edge in artists(fig, "edge")]
    through = [way for way in ways if any(deep_inside(way, node) for node in nodes)]
    return ["an edge runs through a node"] * len(through)


def deep_inside(points, node):
    x, y = points.T
    left, low, right, high = node
    across, up = (left + 1 < x) & (x < right - 1), (low + 1 < y) & (y < high - 1)
    return bool((across & up).any())


def points_on(edge):
    """Points close to each other along the lines of an arrow, head included, in pixels."""
    lines = edge.get_path().to_polygons(edge.axes.transData, closed_only=False)
    share = np.linspace(0, 1, 30)[:, None]
    return np.concatenate([a + share * (b - a) for line in lines for a, b in zip(line, line[1:])])


def random_loss(size, seed):
    """A random graph of `size` nodes: skip connections, nodes used twice, all kinds of nodes."""
    chance = random.Random(seed)
    with dlfs.Graph().as_default():
        nodes = [dlfs.placeholder("x"), dlfs.Variable(0.5, "W1")]
        while len(nodes) + len(_loose(nodes)) < size:
            nodes.append(_random_node(chance, nodes))
        loose = _loose(nodes)
        while len(loose) > 1:
            loose = [*loose[2:], dlfs.add(*loose[:2])]
    return loose[0]


def _loose(nodes):
    return [node for node in nodes if not node.consumers]


def _random_node(chance, nodes):
    draw = chance.random()
    if draw < 0.08:
        return dlfs.Variable(chance.random(), chance.choice([None, "weights_of_layer_2"]))
    if draw < 0.16:
        return dlfs.constant(chance.random())
    if draw < 0.22:
        return dlfs.placeholder()
    near = nodes[-6:] if chance.random() < 0.7 else nodes
    if draw < 0.5:
        return chance.choice(ONE_INPUT)(chance.choice(near))
    return chance.choice(TWO_INPUTS)(chance.choice(near), chance.choice(near))


def feed_of(loss):
    return {node: 0.5 for node in order_of(loss) if isinstance(node, dlfs.placeholder)}
