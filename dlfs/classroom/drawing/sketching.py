"""The parts of a drawn graph: boxes, texts, arrows and labels, measured in inches.

The shape of a node says what it is. A placeholder is a hexagon, a Variable a box with a thick
border, a constant a dashed box, an operation a box with round corners.
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

from dlfs.classroom.drawing.figures import INK, PALE, WIDTH
from dlfs.classroom.drawing.layout import Layout
from dlfs.classroom.drawing.style import CourseAxes, CourseFigure, styled

BORDERS = {
    "placeholder": {"linewidth": 1.0},
    "Variable": {"linewidth": 2.6},
    "constant": {"linewidth": 1.0, "linestyle": (0, (3, 2))},
    "operation": {"linewidth": 1.0, "facecolor": PALE},
}
SLANT = 0.09
PADDING = 0.07, 0.05
LINE = 1.3
BESIDE = 0.1
SHARES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
LONGEST = 24
ALONG, ASIDE, SHORT = tuple(np.linspace(0, 1, 15)), 0.08, 3
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

    def free_points(self, edge, shares=SHARES) -> list[np.ndarray]:
        """Return points of an edge that lie on no node: where it passes layers, and in between.

        Between two layers these are the points after such `shares` of the way to the node.
        """
        curves = self.layout.routes[edge] + self.origin
        passed = [_on_curve(curve, 0.5) for curve in curves[2:-1:2]]
        return passed + [_on_curve(curve, t) for t in shares for curve in curves[1::2]]


def _on_curve(curve: np.ndarray, t: float) -> np.ndarray:
    a, b, c, d = curve
    s = 1 - t
    return s**3 * a + 3 * s * s * t * b + 3 * s * t * t * c + t**3 * d


@styled
def board(height: float, width: float = WIDTH) -> tuple[Figure, Axes]:
    """Return a white figure and axes that fill it, whose units are inches."""
    fig = CourseFigure(figsize=(width, height), facecolor="white")
    FigureCanvasAgg(fig)
    ax = fig.add_axes((0, 0, 1, 1), axes_class=CourseAxes)
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
    usual = {"facecolor": "white", "edgecolor": INK, "zorder": 2, "gid": "key"}
    return ax.add_patch(PathPatch(shape, **{**usual, **BORDERS[kind], **style}))


def draw_texts(ax: Axes, texts, at, fontsize: float, beside: bool = False) -> list[Text]:
    """Write `texts` around `at`, below each other or, if `beside`, on one line; return them."""
    step = 0 if beside else fontsize * LINE / 72
    first = at[1] + (len(texts) - 1) / 2 * step - 0.36 * fontsize / 72
    widths = [text_width(text, fontsize) + BESIDE for text in texts] if beside else [0] * len(texts)
    lefts = at[0] + np.cumsum(widths) - np.array(widths) / 2 - sum(widths) / 2
    centred = {"ha": "center", "va": "baseline", "color": INK, "zorder": 3, "fontsize": fontsize}
    centred["gid"] = "text"
    return [ax.text(lefts[i], first - i * step, text, **centred) for i, text in enumerate(texts)]


def draw_arrow(ax: Axes, path: Path, **style) -> FancyArrowPatch:
    """Draw an arrow along `path`, and return it."""
    usual = {
        "arrowstyle": "-|>", "mutation_scale": 9, "linewidth": 1.1, "color": INK, "zorder": 1,
        "capstyle": "butt", "joinstyle": "miter", "gid": "edge",
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
        drawing.boxes[node] = draw_box(ax, kind, layout.sizes[node], centre, gid="node")
        drawing.texts[node] = draw_texts(ax, texts[node], centre, fontsize, beside)
    return drawing


def label_size(text: str, fontsize: float) -> tuple[float, float]:
    """Return the room that a label of an edge takes, in inches."""
    return text_width(text, fontsize) + 0.05, fontsize * LINE / 72


def label_edges(ax: Axes, drawing: Drawing, labels: Mapping, fontsize: float = 10, **style) -> dict:
    """Write `labels`, a text for some of the edges, on their edges between two layers.

    Returns the texts.
    """
    usual = {"ha": "center", "va": "center", "color": INK, "zorder": 4, "fontsize": fontsize}
    usual |= {"bbox": {"facecolor": "white", "edgecolor": "none", "pad": 1}, "gid": "label"}
    places = label_places(drawing, {e: label_size(text, fontsize) for e, text in labels.items()})
    return {
        edge: ax.text(*places[edge], text, **{**usual, **style}) for edge, text in labels.items()
    }


def label_places(drawing: Drawing, sizes: Mapping, shares=SHARES) -> dict:
    """Return where labels of these `sizes` stand: edge -> point, early `shares` preferred.

    A label covers no node and no other label, as far as there is such a point on its edge.
    """
    nodes = [(drawing.centre(node), size) for node, size in drawing.layout.sizes.items()]
    taken = {}
    for edge, size in sizes.items():

        def covered(place, size=size) -> float:
            labels = sum(_overlap(place, size, *other) for other in taken.values())
            return labels + 1000 * sum(_overlap(place, size, *node) for node in nodes)

        taken[edge] = min(drawing.free_points(edge, shares), key=covered), size
    return {edge: place for edge, (place, _) in taken.items()}


def places_beside(drawing: Drawing, sizes: Mapping, shares=SHARES) -> dict:
    """Return where labels of these `sizes` stand: edge -> point, early `shares` preferred.

    A long arrow has room for its label. Between two neighbouring layers an arrow is short, and its
    label stands beside it: on it, it would hide it.
    """
    ways = [point for edge in sizes for point in drawing.free_points(edge, ALONG)]
    nodes = [(drawing.centre(node), size) for node, size in drawing.layout.sizes.items()]
    places = {}
    for edge, size in sizes.items():
        taken = [(place, sizes[other]) for other, place in places.items()]
        points, aside = drawing.free_points(edge, shares), [np.zeros(2)]
        if len(drawing.layout.routes[edge]) == SHORT:
            aside = [np.array([side * (size[0] / 2 + ASIDE), 0.0]) for side in (1, -1)]
        places[edge] = min((point + shift for point in points for shift in aside),
                           key=lambda place, size=size: _covered(place, size, nodes + taken, ways))
    return places


def _covered(place, size: tuple, boxes: list, ways: list) -> float:
    """Return how much a label covers there: boxes first of all, then points of edges."""
    boxes_below = sum(_overlap(place, size, *box) for box in boxes)
    return 1000 * boxes_below + sum(_overlap(place, size, way, (0.04, 0.04)) > 0 for way in ways)


def _overlap(place, size, other_place, other_size) -> float:
    both = (np.add(size, other_size)) / 2 - np.abs(np.subtract(place, other_place))
    return float(np.prod(np.maximum(both, 0)))


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
