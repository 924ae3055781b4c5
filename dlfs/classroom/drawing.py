"""Draws a graph: every node with its name, its value and, if you have them, its gradient.

The shape of a node says what it is. A placeholder is a hexagon, a Variable a box with a thick
border, a constant a dashed box, an operation a box with round corners. The inputs of an operation
arrive in their order, the first one on top or leftmost.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import BoxStyle, FancyArrowPatch, PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from dlfs.classroom.figures import INK, PALE, RED, WIDTH
from dlfs.classroom.layout import Layout, arrange
from dlfs.errors import DlfsError, explain
from dlfs.graph import Node, Variable, constant, order_of, placeholder

BORDERS = {
    "placeholder": {"linewidth": 1.0},
    "Variable": {"linewidth": 2.6},
    "constant": {"linewidth": 1.0, "linestyle": (0, (3, 2))},
    "operation": {"linewidth": 1.0, "facecolor": PALE},
}
SLANT = 0.09
PADDING = 0.07, 0.05
LINE = 1.3
MARGIN = 0.12
BESIDE = 0.1
KEY_ROW = 0.3
TALLEST, MOST = 9.0, 60
TRIES = (
    (10, "right"), (9, "right"), (10, "down"), (9, "down"), (8, "right"), (8, "down"),
    (8, "flat"), (7, "down"), (7, "flat"),
)  # fmt: skip
SHARES = (0.5, 0.4, 0.6, 0.3, 0.7)
GRADIENT = {"color": RED, "style": "italic"}
LONGEST = 24
SUBSCRIPTS = {ord("0") + i: chr(0x2080 + i) for i in range(10)}


@dataclass
class Drawing:
    """The artists of a drawn graph, by node and by edge, for whoever wants to change them.

    `boxes` maps a node to its outline, `texts` to the list of its texts. `arrows` maps an edge,
    written (node, index of its input), to its arrow.
    """

    layout: Layout
    origin: np.ndarray
    boxes: dict = field(default_factory=dict)
    texts: dict = field(default_factory=dict)
    arrows: dict = field(default_factory=dict)

    def centre(self, node) -> np.ndarray:
        """Return where the middle of `node` is, in the units of the axes."""
        return self.layout.places[node] + self.origin

    def path(self, edge) -> Path:
        """Return the way of an edge, from the input to the node."""
        curves = self.layout.routes[edge] + self.origin
        # A curve without length would leave the arrow's head without a direction.
        curves = curves[np.abs(curves[:, 3] - curves[:, 0]).max(axis=1) > 1e-6]
        points = np.concatenate([curves[:1, 0], curves[:, 1:].reshape(-1, 2)])
        return Path(points, [Path.MOVETO] + [Path.CURVE4] * (len(points) - 1))

    def free_points(self, edge) -> list[np.ndarray]:
        """Return points of an edge that lie on no node: where it passes layers, and in between."""
        curves = self.layout.routes[edge] + self.origin
        passed = [_on_curve(curve, 0.5) for curve in curves[2:-1:2]]
        return passed + [_on_curve(curve, t) for t in SHARES for curve in curves[1::2]]


def _on_curve(curve: np.ndarray, t: float) -> np.ndarray:
    a, b, c, d = curve
    s = 1 - t
    return s**3 * a + 3 * s * s * t * b + 3 * s * t * t * c + t**3 * d


def board(height: float, width: float = WIDTH) -> tuple[Figure, Axes]:
    """Return a white figure and axes that fill it, whose units are inches."""
    fig = Figure(figsize=(width, height), facecolor="white")
    FigureCanvasAgg(fig)
    ax = fig.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, width), ylim=(0, height))
    ax.set_axis_off()
    return fig, ax


@lru_cache(maxsize=4096)
def text_width(text: str, fontsize: float, style: str = "normal") -> float:
    """Return how wide `text` is, in inches."""
    fig = _scratch()
    drawn = fig.text(0, 0, text, fontsize=fontsize, style=style)
    width = drawn.get_window_extent(fig.canvas.get_renderer()).width / fig.dpi
    drawn.remove()
    return width


@lru_cache(maxsize=1)
def _scratch() -> Figure:
    fig = Figure(figsize=(1, 1), dpi=200)
    FigureCanvasAgg(fig)
    return fig


def box_size(kind: str, texts, fontsize: float, beside: bool = False) -> tuple[float, float]:
    """Return the width and height of a node of this `kind` that holds these `texts`.

    They stand below each other, or if `beside`, all on one line.
    """
    widths = [text_width(text, fontsize, "italic") for text in texts]
    width = sum(widths) + BESIDE * (len(texts) - 1) if beside else max(widths)
    lines = 1 if beside else len(texts)
    slant = 2 * SLANT if kind == "placeholder" else 0
    return max(width, 0.15) + 2 * PADDING[0] + slant, lines * fontsize * LINE / 72 + 2 * PADDING[1]


def outline(kind: str, width: float, height: float) -> Path:
    """Return the shape of a node of this `kind` around (0, 0)."""
    x, y = width / 2, height / 2
    if kind == "placeholder":
        top = [(-x, 0), (SLANT - x, y), (x - SLANT, y), (x, 0)]
        return Path([*top, (x - SLANT, -y), (SLANT - x, -y), (-x, 0)], closed=True)
    if kind == "operation":
        return BoxStyle.Round(pad=0, rounding_size=min(0.12, y / 2))(-x, -y, width, height, 1)
    return Path([(-x, -y), (x, -y), (x, y), (-x, y), (-x, -y)], closed=True)


def draw_box(ax: Axes, kind: str, size, at, **style) -> PathPatch:
    """Draw the shape of a node with its middle at `at`, and return it."""
    shape = outline(kind, *size).transformed(Affine2D().translate(*at))
    usual = {"facecolor": "white", "edgecolor": INK, "zorder": 2}
    return ax.add_patch(PathPatch(shape, **{**usual, **BORDERS[kind], **style}))


def draw_texts(ax: Axes, texts, at, fontsize: float, beside: bool = False) -> list[Text]:
    """Write `texts` around `at`, below each other or, if `beside`, on one line; return them."""
    step = 0 if beside else fontsize * LINE / 72
    first = at[1] + (len(texts) - 1) / 2 * step - 0.36 * fontsize / 72
    widths = [text_width(text, fontsize) + BESIDE for text in texts] if beside else [0] * len(texts)
    lefts = at[0] + np.cumsum(widths) - np.array(widths) / 2 - sum(widths) / 2
    centred = {"ha": "center", "va": "baseline", "color": INK, "zorder": 3, "fontsize": fontsize}
    return [ax.text(lefts[i], first - i * step, text, **centred) for i, text in enumerate(texts)]


def draw_arrow(ax: Axes, path: Path, **style) -> FancyArrowPatch:
    """Draw an arrow along `path`, and return it."""
    usual = {
        "arrowstyle": "-|>", "mutation_scale": 9, "linewidth": 1.1, "color": INK, "zorder": 1,
        "capstyle": "butt", "joinstyle": "miter",
    }  # fmt: skip
    return ax.add_patch(FancyArrowPatch(path=path, **{**usual, **style}))


def draw_layout(
    ax: Axes,
    layout: Layout,
    kinds: Mapping,
    texts: Mapping,
    fontsize: float = 10,
    at=(0, 0),
    beside: bool = False,
) -> Drawing:
    """Draw a graph on axes whose units are inches, its lower left corner at `at`.

    `kinds` maps each node to placeholder, Variable, constant or operation, `texts` to what stands
    in it: below each other or, if `beside`, on one line.
    """
    drawing = Drawing(layout, np.array(at, dtype=float))
    for edge in layout.routes:
        drawing.arrows[edge] = draw_arrow(ax, drawing.path(edge))
    for node, kind in kinds.items():
        centre = drawing.centre(node)
        drawing.boxes[node] = draw_box(ax, kind, layout.sizes[node], centre)
        drawing.texts[node] = draw_texts(ax, texts[node], centre, fontsize, beside)
    return drawing


def label_size(text: str, fontsize: float) -> tuple[float, float]:
    """Return the room that a label of an edge takes, in inches."""
    return text_width(text, fontsize) + 0.05, fontsize * LINE / 72


def label_edges(ax: Axes, drawing: Drawing, labels: Mapping, fontsize: float = 10, **style) -> dict:
    """Write `labels`, a text for some of the edges, on their edges between two layers.

    A label stands where it covers no other label, if there is such a place. Returns the texts.
    """
    usual = {"ha": "center", "va": "center", "color": INK, "zorder": 4, "fontsize": fontsize}
    usual["bbox"] = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    written, taken = {}, []
    for edge, text in labels.items():
        size = np.array(label_size(text, fontsize))
        x, y = _free_place(drawing.free_points(edge), size, taken)
        taken.append(((x, y), size))
        written[edge] = ax.text(x, y, text, **{**usual, **style})
    return written


def _free_place(candidates: list, size: np.ndarray, taken: list) -> np.ndarray:
    def covered(place) -> float:
        common = [(size + other_size) / 2 - np.abs(place - other) for other, other_size in taken]
        return sum(float(np.prod(np.maximum(both, 0))) for both in common)

    return min(candidates, key=covered)


def kind_of(node: Node) -> str:
    """Return placeholder, Variable, constant or operation."""
    known = (placeholder, Variable, constant)
    return next((kind.__name__ for kind in known if isinstance(node, kind)), "operation")


def nice_name(name: str) -> str:
    """Return a name as it is drawn: its number below the line, a long name shortened."""
    name = " ".join(str(name).split()) or "?"
    base, number = re.fullmatch(r"(.*?[^\W\d_])_?(\d{1,4})|(.*)", name).group(1, 2)
    base = name if number is None else base
    if len(base) > LONGEST:
        base = base[: LONGEST - 3] + "..."
    # A pair of dollar signs would be read as mathematics.
    return base.replace("$", r"\$") + (number or "").translate(SUBSCRIPTS)


def short(value) -> str:
    """Return a value in a few characters: a number, or the shape of an array."""
    if value is None:
        return ""
    if np.ndim(value):
        return str(np.shape(value))
    number = float(value)
    whole = number == np.round(number) and abs(number) < 1e6
    return f"{number + 0:.0f}" if whole else f"{number:.4g}"


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
    inputs = {node: node.input_nodes for node in nodes}
    kinds = {node: kind_of(node) for node in nodes}
    for fontsize, direction in TRIES:
        beside = direction == "flat"
        texts = {node: _texts(node, gradients, values, direction) for node in nodes}
        sizes = {node: box_size(kinds[node], texts[node], fontsize, beside) for node in nodes}
        room = {edge: label_size(text, fontsize) for edge, text in marked.items()}
        gap = _gap(room.values(), direction)
        layout = arrange(inputs, sizes, gap, direction != "right", room)
        if _fits(layout):
            break
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
    if direction != "right":
        texts = [(" " if np.ndim(value) else " = ").join(texts)]
    if node in gradients:
        texts.append(f"grad {short(gradients[node])}")
    return texts


def value_of(node: Node):
    """Return the value of the latest run; before any run, what a Variable holds, or None."""
    if node.output is None and isinstance(node, Variable):
        return node.value
    return node.output


def _gap(room, direction: str) -> float:
    if direction != "right":
        alone = 0.17 if direction == "flat" else 0.3
        return alone + max((height for _, height in room), default=0)
    # The outermost of the points where a label may stand lies at a third of the gap.
    return max((width / 0.66 for width, _ in room), default=0.26) + 0.04


def _fits(layout: Layout) -> bool:
    return layout.width + 2 * MARGIN <= WIDTH and layout.height + 3 * KEY_ROW <= TALLEST


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
