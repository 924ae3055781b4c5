"""Draws a graph: every node with its name, its value and, if you have them, its gradient.

The graph runs from left to right, or from top to bottom if it is long. The inputs of an operation
arrive in their order, the first one on top or leftmost. Words for the picture come with it.
"""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlfs.classroom.drawing.figures import BLUE, INK, WIDTH
from dlfs.classroom.drawing.layout import Layout, arrange, plan
from dlfs.classroom.drawing.sketching import (
    BORDERS, board, box_size, draw_box, draw_layout, label_edges, label_size, nice_name, short,
    text_width,
)  # fmt: skip
from dlfs.classroom.drawing.style import styled
from dlfs.errors import DlfsError, explain
from dlfs.graph import Node, Variable, constant, order_of, placeholder

MARGIN = 0.12
KEY_ROW = 0.3
TALLEST, MOST = 9.0, 60
TRIES = (
    (10, "right"), (9, "right"), (10, "down"), (9, "down"), (8, "right"), (8, "down"),
    (9, "narrow"), (8, "narrow"), (8, "flat"),
    (7, "right"), (7, "down"), (7, "narrow"), (7, "flat"),
)  # fmt: skip
GRADIENT = {"color": BLUE, "style": "italic"}


@styled
def draw_graph(
    loss: Node, gradients: Mapping | None = None, values: bool = True, labels: Mapping | None = None
) -> Figure:
    """Return a picture of everything that `loss` depends on, inputs first.

    `values`: with the values of the latest run (numbers, or the shapes of arrays). `gradients`: a
    table as `compute_gradients` returns it, written below the values. `labels`: words on edges, a
    table from (input, operation) to text. Raises a DlfsError for what is no node, for a label of
    what is no edge, and for more than 60 nodes.
    """
    nodes = _nodes_of(loss)
    gradients, marked = gradients or {}, _labels_by_edge(nodes, labels or {})
    planned = plan({node: node.input_nodes for node in nodes})
    kinds = {node: kind_of(node) for node in nodes}

    def attempt(fontsize: float, direction: str) -> tuple:
        beside = direction == "flat"
        texts = {node: _texts(node, gradients, values, direction) for node in nodes}
        sizes = {node: box_size(kinds[node], texts[node], fontsize, beside) for node in nodes}
        room = {edge: label_size(text, fontsize) for edge, text in marked.items()}
        gap = _gap(room.values(), direction)
        return fontsize, beside, texts, arrange(planned, sizes, gap, direction != "right", room)

    fontsize, beside, texts, layout = _first_that_fits(attempt)
    meaning = f"grad: gradient of {nice_name(loss.name)}" if gradients else ""
    fig, ax, at = _sheet(layout, _key(kinds, meaning, fontsize), fontsize)
    drawing = draw_layout(ax, layout, kinds, texts, fontsize, at, beside)
    label_edges(ax, drawing, marked, fontsize)
    for node in nodes:
        if node in gradients:
            drawing.texts[node][-1].set(**GRADIENT)
    return fig


def _nodes_of(loss: Node) -> list[Node]:
    if not isinstance(loss, Node):
        raise DlfsError(explain(
            f"a drawing was asked of {loss!r}, which is no node of a graph.",
            way_out="give the node itself, not the value that a session returned",
        ))  # fmt: skip
    nodes = order_of(loss)
    if len(nodes) > MOST:
        raise DlfsError(explain(
            f"{loss.name} depends on {len(nodes)} nodes; a picture holds at most {MOST}.",
            way_out="draw a node further inside, or a smaller example of the same graph",
        ))  # fmt: skip
    return nodes


def _labels_by_edge(nodes: list[Node], labels: Mapping) -> dict:
    edges = [(node, i) for node in nodes for i in range(len(node.input_nodes))]
    known = {(node.input_nodes[i], node) for node, i in edges}
    for ends in labels:
        if ends not in known:
            raise DlfsError(explain(
                f"a label belongs to {ends!r}, which is no edge of this graph.",
                way_out="write {(x, y): text} for a node x that is an input of the operation y",
            ))  # fmt: skip
    named = [(edge, (edge[0].input_nodes[edge[1]], edge[0])) for edge in edges]
    return {edge: str(labels[ends]) for edge, ends in named if ends in labels}


def _texts(node: Node, gradients: Mapping, values: bool, direction: str) -> list[str]:
    value = value_of(node) if values else None
    texts = [nice_name(node.name)] + [short(value)] * (value is not None)
    if direction in ("down", "flat"):
        texts = [(" " if np.ndim(value) else " = ").join(texts)]
    if node in gradients:
        texts.append(f"grad {short(gradients[node])}")
    return texts


def value_of(node: Node):
    """Return the value of the latest run; before any run, what a Variable holds, or None."""
    if node.output is None and isinstance(node, Variable):
        return node.value
    return node.output


def kind_of(node: Node) -> str:
    """Return placeholder, Variable, constant or operation."""
    known = (placeholder, Variable, constant)
    return next((kind.__name__ for kind in known if isinstance(node, kind)), "operation")


def _gap(room, direction: str) -> float:
    if direction == "right":
        return max((width + 0.25 for width, _ in room), default=0.3)
    return (0.17 if direction == "flat" else 0.3) + max((height for _, height in room), default=0)


def _first_that_fits(attempt) -> tuple:
    """Return the first attempt that fits a page, or else the one with the largest letters on it."""
    letters = {}
    for fontsize, direction in TRIES:
        made = attempt(fontsize, direction)
        width, height = made[-1].width + 2 * MARGIN, made[-1].height + 3 * KEY_ROW
        shrunk = min(1, WIDTH / width, TALLEST / height)
        if shrunk == 1:
            return made
        letters[fontsize * shrunk] = made
    return letters[max(letters)]


def _key(kinds: Mapping, meaning: str, fontsize: float) -> list[list[tuple]]:
    """Return the rows of the key, each a list of (what, words, width); one row if there is room."""
    used = [kind for kind in BORDERS if kind in kinds.values()]
    shapes = [(kind, kind, 0.63 + text_width(kind, fontsize)) for kind in used]
    words = [("gradient", meaning, text_width(meaning, fontsize, "italic"))] * bool(meaning)
    together = sum(width for *_, width in shapes + words) <= WIDTH - 2 * MARGIN
    return [row for row in ([shapes + words] if together else [shapes, words]) if row]


def _sheet(layout: Layout, key: list[list[tuple]], fontsize: float) -> tuple:
    width, below = max(WIDTH, layout.width + 2 * MARGIN), (len(key) + 0.4) * KEY_ROW
    fig, ax = board(layout.height + below + MARGIN, width)
    for i, row in enumerate(reversed(key)):
        _draw_key(ax, row, (width / 2, (i + 0.6) * KEY_ROW), fontsize)
    return fig, ax, ((width - layout.width) / 2, below)


def _draw_key(ax: Axes, row: list[tuple], at: tuple, fontsize: float) -> None:
    left = at[0] - sum(width for *_, width in row) / 2
    for what, words, width in row:
        if what == "gradient":
            ax.text(left, at[1], words, fontsize=fontsize, va="center", **GRADIENT)
        else:
            draw_box(ax, what, (0.3, 0.17), (left + 0.15, at[1]))
            ax.text(left + 0.38, at[1], words, fontsize=fontsize, va="center", color=INK)
        left += width


def describe_graph(loss: Node, gradients: Mapping | None = None, values: bool = True) -> str:
    """Return the graph of `loss` in a plain sentence or two, to be used as an alt text."""
    nodes = _nodes_of(loss)
    said = [f"A graph of {len(nodes)} node{'s' * (len(nodes) != 1)} that ends in {loss.name}."]
    for kind in BORDERS:
        named = [_said(node, gradients, values) for node in nodes if kind_of(node) == kind]
        if named and kind == "operation":
            said.append(f"Inputs first: {'; '.join(named)}.")
        elif named:
            said.append(f"{kind.capitalize()}{'s' * (len(named) > 1)}: {'; '.join(named)}.")
    return " ".join(said)


def _said(node: Node, gradients: Mapping | None, values: bool) -> str:
    text = str(node.name)
    if node.input_nodes:
        inputs = " and ".join(str(source.name) for source in node.input_nodes)
        text += f" takes {inputs}"
    value = short(value_of(node)) if values else ""
    if value:
        is_shape = np.ndim(value_of(node)) > 0
        text += f"{',' * bool(node.input_nodes)} {'shape' if is_shape else 'value'} {value}"
    if gradients and node in gradients:
        text += f", gradient {short(gradients[node])}"
    return text
