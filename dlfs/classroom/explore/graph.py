"""A graph being computed: one node after the other, in an order that you may choose.

There are many orders. Each of them gives the same values, as long as no node comes before its
inputs. And when a number changes, only the nodes that depend on it get a new value.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial

import numpy as np
from matplotlib.figure import Figure

from dlfs.classroom.drawing.figures import BLUE, INK, RED, WIDTH
from dlfs.classroom.drawing.sketching import board, nice_name, short
from dlfs.classroom.explore.board import (
    SLOWLY, GraphExplorer, Ring, fill, moving, place_graph, table,
)  # fmt: skip
from dlfs.classroom.explore.controls import linear_slider, presets, steps, text_field
from dlfs.classroom.explore.goals import Goal, now
from dlfs.classroom.explore.live import Canvas, Slide
from dlfs.classroom.explore.ordering import Walk, listed, read_order, walk


@dataclass(frozen=True)
class Example:
    """A graph with the rule that gives all its values from the two numbers w and b."""

    kinds: dict
    inputs: dict
    values: Callable[[float, float], dict]
    widest: str
    moved: tuple[str, str] = ("w", "b")


def _square(w: float, b: float) -> dict:
    x = -1.0
    return {"w": w, "x": x, "b": b, "multiply": w * x, "add": w * x + b, "power": (w * x + b) ** 2}


def _affine(w: float, b: float) -> dict:
    A, x, b = np.array([[w, 0.0], [0.0, -1.0]]), np.array([1.0, 2.0]), np.array([b, 1.0])
    return {"A": A, "x": x, "b": b, "matmul": A @ x, "add": A @ x + b}


EXAMPLES = {
    "(w x + b)^2": Example(
        {"w": "Variable", "x": "placeholder", "b": "Variable",
         "multiply": "operation", "add": "operation", "power": "operation"},
        {"w": (), "x": (), "b": (),
         "multiply": ("w", "x"), "add": ("multiply", "b"), "power": ("add",)},
        _square, "-0.0000",
    ),
    "A x + b": Example(
        {"A": "Variable", "x": "placeholder", "b": "Variable",
         "matmul": "operation", "add": "operation"},
        {"A": (), "x": (), "b": (), "matmul": ("A", "x"), "add": ("matmul", "b")},
        _affine, "[[-0.000, 0], [0, -1]]", ("A[0, 0]", "b[0]"),
    ),
}  # fmt: skip
SQUARE, AFFINE = EXAMPLES
START = {"w": 2.0, "b": 3.0}
STATES = (0, 1, 2, 6)
LONGEST_PAST = 16
COLUMNS = {"node": 0.25, "inputs": 1.2, "value": 2.35, "ready?": 4.65}


def simulate(
    order: str = "", w: float = START["w"], b: float = START["b"], graph: str = SQUARE
) -> list[dict]:
    """Return what has a value after 0, 1, 2, ... nodes in this `order`: a list of tables.

    `graph` is "(w x + b)^2" with x = -1, or "A x + b" with A = [[w, 0], [0, -1]], x = [1, 2] and
    the vector [b, 1]. The list ends early where the order is illegal. An empty order is the one in
    which the nodes were built. A Mistake says which word of the order is no node.
    """
    values, way = EXAMPLES[graph].values(w, b), _walk(order, graph)
    return [{node: values[node] for node in way.done[:t]} for t in range(len(way.done) + 1)]


def new_values(w: float, b: float, graph: str = SQUARE) -> list[str]:
    """Return the nodes whose value differs from the one with w = 2, b = 3."""
    before, now = (EXAMPLES[graph].values(*pair) for pair in (tuple(START.values()), (w, b)))
    return [node for node in now if not np.array_equal(now[node], before[node])]


def describe(
    t: int,
    order: str = "",
    w: float = START["w"],
    b: float = START["b"],
    graph: str = SQUARE,
) -> str:
    """Return one sentence about step `t` in this `order`."""
    example, way = EXAMPLES[graph], _walk(order, graph)
    if way.stopped and t > len(way.done):
        return f"Step {len(way.done) + 1} is not possible: {_why(way)}"
    t = min(t, len(way.done))
    head = f"Step {t} of {len(example.inputs)}: "
    if t == len(example.inputs):
        more = f"; your order goes on, but {_why(way)}" if way.stopped else ""
        return f"{head}{_the_end(way, w, b, graph)}{more}"
    if t:
        last = way.done[t - 1]
        head += f"{last} has the value {brief(example.values(w, b)[last])}; "
    else:
        head += "the graph is built and no node has a value; "
    head += f"ready {_are(_ready(example, way.done[:t]))}"
    if way.stopped:
        return f"{head}; but your order stops at step {len(way.done) + 1}: {_why(way)}"
    if t == len(way.done) and order.strip():
        missing = [node for node in example.inputs if node not in way.done]
        return f"{head}; your order ends here, and {listed(missing)} stay without a value"
    return head


def _walk(order: str, graph: str) -> Walk:
    inputs = EXAMPLES[graph].inputs
    return walk(read_order(order, inputs) if order.strip() else inputs, inputs)


def _why(way: Walk) -> str:
    if not way.lacks:
        return f"{way.stopped} was computed before, and once is enough"
    if len(way.lacks) == 1:
        return f"{way.stopped} lacks its input {way.lacks[0]}, which has no value yet"
    return f"{way.stopped} lacks its inputs {listed(way.lacks)}, which have no values yet"


def _the_end(way: Walk, w: float, b: float, graph: str) -> str:
    example, new = EXAMPLES[graph], new_values(w, b, graph)
    last = way.done[-1]
    result = f"every node has its value, {last} {brief(example.values(w, b)[last])}"
    result += ", in one of its legal orders"
    if not new:
        return result
    kept = [node for node in example.inputs if node not in new]
    first, second = example.moved
    return (
        f"{result}; compared with {first} = {START['w']:g} and {second} = {START['b']:g}, "
        f"{listed(new)} "
        f"{'has a new value' if len(new) == 1 else 'have new values'}, and {listed(kept)} "
        f"{'keeps its own' if len(kept) == 1 else 'keep theirs'}"
    )


def _ready(example: Example, done: tuple) -> list[str]:
    return [
        node for node, inputs in example.inputs.items()
        if node not in done and all(source in done for source in inputs)
    ]  # fmt: skip


def _are(names: list[str]) -> str:
    return f"{'is' if len(names) == 1 else 'are'} {listed(names)}"


def brief(value) -> str:
    """Return a number or a small array in a few characters."""
    if not np.ndim(value):
        return short(value)
    return f"[{', '.join(brief(part) for part in value)}]"


def snapshot(states: tuple = STATES, order: str = "") -> Figure:
    """Return the printed form: the graph of (w x + b)^2 after each of `states` steps."""
    rows = (len(states) + 1) // 2
    fig, ax = board(1.95 * rows)
    example, last = EXAMPLES[SQUARE], len(EXAMPLES[SQUARE].inputs)
    for i, t in enumerate(states):
        middle = WIDTH * (1 + 2 * (i % 2)) / 4, 1.95 * (rows - i // 2) - 1.1
        drawing = _graph(ax, example, middle, 0.2, 9, "ready")
        way = _walk(order, SQUARE)
        _show_values(drawing, example, way, t, example.values(**START), False)
        said = {0: "t = 0: built, nothing computed", last: f"t = {last}: done"}
        title = said.get(t) or f"t = {t}: {listed(way.done[:t])} computed"
        ax.text(middle[0], middle[1] + 0.82, title, ha="center", weight="bold", color=INK)
    return fig


def _graph(ax, example: Example, middle: tuple, gap: float, fontsize: float, widest: str):
    names, widths = {node: node for node in example.inputs}, dict.fromkeys(example.inputs, widest)
    return place_graph(
        ax, example.inputs, example.kinds, names, widths, middle, gap, fontsize
    )


def _show_values(drawing, example: Example, way: Walk, t: int, values: dict, stop: bool) -> None:
    done = way.done[:t]
    ready = _ready(example, done)
    for node, (_, text) in drawing.texts.items():
        if node in done:
            text.set(text=brief(values[node]), color=INK, style="normal", weight="normal")
        else:
            ready_now = "ready" if node in ready else ""
            text.set(text=ready_now, color=BLUE, style="italic", weight="normal")
    if stop and way.lacks:
        drawing.texts[way.stopped][1].set(text="stop", color=RED, weight="bold")


class Graph(GraphExplorer):
    """Explore the order of a graph; `order` may be yours, as "w x b multiply add power".

    The controls are `w`, `b`, `t` and `order`; the buttons of `presets` choose the `graph`.
    """

    caption = "Try: an order that starts with b. Then move b and see which nodes keep their value."

    goals = (
        Goal("graph-zero", "Choose w and b so that the last node of (w x + b)^2 gets the value 0.",
             lambda shown: shown.graph.value == SQUARE and shown.values.get("power"),
             now(lambda value: value == 0)),
        Goal("graph-late", "Type an order for (w x + b)^2 in which b waits until multiply is done, "
             "and step to its end.", lambda shown: shown.graph.value == SQUARE and [*shown.values],
             now(lambda done: "power" in done and done.index("b") > done.index("multiply"))),
    )  # fmt: skip
    slide = replace(
        GraphExplorer.slide, caption="Try: move b and see which nodes keep their value.",
        second=Slide("b", "b", (START["b"], 5, -4)),
    )  # fmt: skip

    def __init__(self, order=None):
        self.w, w_row = linear_slider("w", -5, 5, START["w"], 0.5)
        self.b, b_row = linear_slider("b", -8, 8, START["b"], 0.5)
        last = len(EXAMPLES[SQUARE].inputs)
        self.t, time_row = steps("Step t", last, 3 if order is None else last, SLOWLY)
        hint = "names or first letters, then Enter"
        self.order, order_row = text_field("Your order", "", hint)
        self.graph = self.one_of(EXAMPLES)
        settings = {name: partial(self.choose, name) for name in EXAMPLES}
        self.presets, preset_row = presets("Graph", settings)
        self._picture_of = cache(self._draw)
        rows = [preset_row, w_row, b_row, order_row, time_row]
        watched = [self.w, self.b, self.t, self.order, self.graph]
        self.assemble(self._picture_of(SQUARE)[0], rows, watched, order)

    def _draw(self, name: str) -> tuple:
        fig, ax = board(3.9)
        example = EXAMPLES[name]
        drawing = _graph(ax, example, (WIDTH / 2 + 0.3, 2.9), 0.42, 10, example.widest)
        ax.text(0.25, 3.68, name, color=INK, weight="bold")
        ring = Ring(ax, drawing)
        cells = table(ax, 1.97, COLUMNS, list(example.inputs))
        for node, inputs in example.inputs.items():
            fill(cells, node, {"node": nice_name(node), "inputs": ", ".join(inputs) or "none"})
        changing = [ring.patch, *moving(drawing, cells, ("value", "ready?"))]
        return Canvas(fig, changing), drawing, cells, ring

    @property
    def values(self) -> dict:
        """The nodes that have a value at this step, with it."""
        frames = simulate(self.order.value, self.w.value, self.b.value, self.graph.value)
        return frames[min(self.t.value, len(frames) - 1)]

    @property
    def new(self) -> list[str]:
        """The nodes whose value differs from the one with w = 2, b = 3."""
        return new_values(self.w.value, self.b.value, self.graph.value)

    @property
    def kept(self) -> list[str]:
        """The nodes that keep the value that they have with w = 2, b = 3."""
        return [node for node in EXAMPLES[self.graph.value].inputs if node not in self.new]

    def show(self) -> str:
        name, order = self.graph.value, self.order.value
        w, b, example = self.w.value, self.b.value, EXAMPLES[name]
        for number, label in zip((self.w, self.b), example.moved, strict=True):
            number.rename(label)
        way, values, t = _walk(order, name), example.values(w, b), self.t.value
        self.canvas, drawing, cells, ring = self._picture_of(name)
        stop = t > len(way.done) and way.stopped != ""
        _show_values(drawing, example, way, t, values, stop)
        ring.around(*((way.stopped, RED) if stop else (way.done[:t][-1:] or (None,))))
        first, new = example.values(**START), new_values(w, b, name)
        for node in example.inputs:
            was = "" if node not in new else f"  (was {brief(first[node])})"
            was = was if len(was) < LONGEST_PAST else "  (new)"
            value = (brief(values[node]) + was) if node in way.done[:t] else ""
            fill(cells, node, {"value": value, "ready?": _state(node, example, way, t)})
        return describe(t, order, w, b, name) + "."

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        frames = simulate()
        seen = "; ".join(
            f"t = {t}: " + (", ".join(f"{node} {brief(value)}" for node, value in frames[t].items())
                            or "no values")
            for t in STATES
        )  # fmt: skip
        alt = (
            "The graph of (w x + b)^2 with w = 2, x = -1, b = 3, four times. w and x go to "
            "multiply, multiply and b go to add, add goes to power. Values appear one node at a "
            f"time, and a node is ready when its inputs have values: {seen}."
        )
        return snapshot(), alt


def _state(node: str, example: Example, way: Walk, t: int) -> str:
    if node in way.done[:t]:
        return f"done, step {way.done.index(node) + 1}"
    missing = [source for source in example.inputs[node] if source not in way.done[:t]]
    return f"waits for {listed(missing)}" if missing else "ready"

