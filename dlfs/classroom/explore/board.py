"""What the graph explorers share: a graph, with a table below it and a ring around a node."""

from collections.abc import Iterable, Mapping, Sequence

import ipywidgets as widgets
from matplotlib.axes import Axes
from matplotlib.transforms import Affine2D

from dlfs.classroom.drawing.figures import GREY, INK, ORANGE
from dlfs.classroom.drawing.layout import arrange, plan
from dlfs.classroom.drawing.sketching import (
    Drawing, box_size, draw_box, draw_layout, nice_name, outline,
)  # fmt: skip
from dlfs.classroom.explore.live import Explorer, Slide
from dlfs.classroom.explore.ordering import as_text
from dlfs.classroom.explore.stamps import Stamp

ROW = 0.245
SLOWLY = 900  # milliseconds for each step that Play takes


class GraphExplorer(Explorer):
    """An explorer with several graphs, which goes through the `graph` in an `order` of its nodes.

    The order may be a learner's.
    """

    own = "order"
    slide = Slide("t", "Step t", lambda explorer: _every_step(explorer))

    def hand_over(self, yours) -> None:
        """Take over an order: a text, or a list of names or nodes."""
        self.order.value = as_text(yours)

    @staticmethod
    def one_of(graphs: Iterable[str]) -> widgets.Dropdown:
        """Return what holds the name of one of the `graphs`; buttons set it, so it is not shown."""
        return widgets.Dropdown(options=list(graphs))

    def choose(self, graph: str) -> None:
        """Show another graph, in its own order."""
        self.order.value = ""
        self.graph.value = graph


def _every_step(explorer: GraphExplorer) -> dict:
    return {f"{t}": t for t in range(explorer.t.max + 1)}


def place_graph(
    ax: Axes, inputs: Mapping, kinds: Mapping, names: Mapping, widest: Mapping, middle, gap: float,
    fontsize: float = 10,
) -> Drawing:  # fmt: skip
    """Draw a graph around `middle`: each node with its name, and below it an empty text.

    `widest` has for each node the widest text that will stand below its name.
    """
    texts = {node: [nice_name(names[node]), widest[node]] for node in inputs}
    sizes = {node: box_size(kinds[node], texts[node], fontsize) for node in inputs}
    layout = arrange(plan(inputs), sizes, gap)
    corner = middle[0] - layout.width / 2, middle[1] - layout.height / 2
    drawing = draw_layout(ax, layout, kinds, texts, fontsize, corner)
    for node, (_, longest) in drawing.texts.items():
        longest.remove()
        drawing.texts[node][1] = stamp(
            ax, *longest.get_position(), fontsize, ha="center", gid="text"
        )
    return drawing


def stamp(ax: Axes, x: float, y: float, fontsize: float = 10, **style) -> Stamp:
    """Return an empty text on `ax` that may change often."""
    made = Stamp(x, y, fontsize=fontsize, **{"color": INK, "zorder": 3, **style})
    return ax.add_artist(made)


class Ring:
    """A thick line around one node of a graph, to say which one it is about."""

    def __init__(self, ax: Axes, drawing: Drawing):
        self._drawing = drawing
        self.patch = draw_box(
            ax, "operation", (1, 1), (0, 0), facecolor="none", edgecolor=ORANGE, linewidth=3,
            zorder=1.5, gid="ring",
        )  # fmt: skip

    def around(self, node, color: str = ORANGE) -> None:
        """Move to `node`; None hides the ring."""
        self.patch.set_visible(node is not None)
        if node is not None:
            width, height = self._drawing.layout.sizes[node]
            path = outline("operation", width + 0.15, height + 0.15)
            at = Affine2D().translate(*self._drawing.centre(node))
            self.patch.set(path=path.transformed(at), edgecolor=color)


def table(ax: Axes, top: float, columns: Mapping, rows: Sequence) -> dict:
    """Write the heads of a table below `top` and return its empty cells: (row, head) -> text.

    `columns` maps each head to where its column begins; all measures are in inches.
    """
    ax.plot([min(columns.values()), ax.get_xlim()[1] - 0.15], [top - ROW] * 2, color=GREY, lw=0.8)
    for head, left in columns.items():
        ax.text(left, top - 0.17, head, color=INK, weight="bold")
    return {
        (row, head): stamp(ax, left, top - (i + 1) * ROW - 0.19)
        for i, row in enumerate(rows) for head, left in columns.items()
    }  # fmt: skip


def fill(cells: Mapping, row, texts: Mapping[str, str]) -> None:
    """Write `texts`, a text for each head, into one row of a table."""
    for head, text in texts.items():
        cells[row, head].set_text(text)


def moving(drawing: Drawing, cells: Mapping, heads: Sequence[str]) -> list[Stamp]:
    """Return the texts that change: below the names in the graph, and in some columns."""
    inside = [texts[1] for texts in drawing.texts.values()]
    return inside + [cell for (_, head), cell in cells.items() if head in heads]
