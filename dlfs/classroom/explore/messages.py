"""Backpropagation as messages: every node hears from its consumers, and then tells its inputs.

A message is G, the gradient of the node that sends it, times the local rate of the edge. A node
that has several consumers adds up what it hears, and it sends only when all of them have reported.
"""

from dataclasses import dataclass, field, replace
from functools import cache, partial

from matplotlib.figure import Figure

from dlfs.classroom.explore.board import SLOWLY, GraphExplorer, Ring, fill, stamp, table
from dlfs.classroom.explore.calling import whose
from dlfs.classroom.explore.controls import choice, presets, steps, text_field
from dlfs.classroom.explore.live import Canvas, Slide
from dlfs.classroom.explore.networks import EXAMPLES, TWICE, Network
from dlfs.classroom.explore.ordering import (
    Walk, as_text, listed, order_by, read_order, walk,
)  # fmt: skip
from dlfs.classroom.drawing.figures import GREY, INK, RED, WIDTH
from dlfs.classroom.drawing.layout import Layout, arrange, layers_of, plan
from dlfs.classroom.drawing.sketching import (
    board, box_size, draw_arrow, draw_layout, label_size, places_beside, short,
)  # fmt: skip
from dlfs.classroom.explore.goals import Goal, now

ADD, OVERWRITE = "add", "overwrite"
STATES = (0, 1, 2, 3, 4, None)
LAST, HEIGHT, ROOM_AT_THE_RIGHT = 6, 4.2, 0.23
COLUMNS = {"node": 3.35, "heard from": 3.95, "G": 5.3}
NEAR_THE_SENDER = (0.55, 0.7, 0.8, 0.45, 0.35, 0.25)
TIMES = chr(0xD7)
MESSAGE, BLANK = f"-1 {TIMES} -1 = -1", "______"


@dataclass
class Frame:
    """What has been said so far.

    `sent` has for each edge (node, index of its input) G, the local rate and their product; `heard`
    has for each node what each of its consumers told it.
    """

    sent: dict = field(default_factory=dict)
    heard: dict = field(default_factory=dict)

    def complete(self, node: str, network: Network) -> bool:
        """Return whether `node` has heard from all of its consumers."""
        return len(self.heard.get(node, ())) == len(network.consumers[node])

    def gradient(self, node: str, network: Network, collect: str = ADD) -> float | None:
        """Return G of a node: 1 for z, else the sum or the last message; None if one is missing."""
        if not self.complete(node, network):
            return None
        messages = list(self.heard.get(node, {}).values()) or [1]
        return sum(messages) if collect == ADD else messages[-1]


def simulate(order: str = "", graph: str = TWICE, collect: str = ADD) -> list[Frame]:
    """Return what has been said after 0, 1, 2, ... nodes had their turn in this `order`.

    `graph` is one of "y + (-(-y)), y = x^2" at x = 2, "x y + 3 x" at x = 4, y = -2, and
    "(w x + b)^2" at w = 2, x = -1, b = 3. `collect` is "add" or "overwrite". An empty order is a
    reverse topological one. The list ends early at a node that has not heard from all consumers.
    """
    network, frames = EXAMPLES[graph], [Frame()]
    for node in _walk(order, graph).done:
        before = frames[-1]
        after = Frame(dict(before.sent), {name: dict(told) for name, told in before.heard.items()})
        G = before.gradient(node, network, collect)
        for i, source in enumerate(network.inputs[node]):
            rate = network.rates[node][i]
            after.sent[node, i] = (G, rate, G * rate)
            after.heard.setdefault(source, {})[node] = G * rate
        frames.append(after)
    return frames


def reverse_topological(graph: str = TWICE) -> str:
    """Return an order in which every node that has something to send comes after its consumers."""
    network = EXAMPLES[graph]
    return " ".join(node for node in reversed(network.inputs) if network.inputs[node])


def breadth_first(graph: str = TWICE) -> str:
    """Return the order of a breadth-first search backward from z, as published with the series."""
    network, queue = EXAMPLES[graph], ["z"]
    for node in queue:
        queue += [source for source in network.inputs[node] if source not in queue]
    return " ".join(node for node in queue if network.inputs[node])


def gradients(order: str = "", graph: str = TWICE, collect: str = ADD) -> dict:
    """Return the gradient of z for each node without inputs that heard from all its consumers."""
    network, last = EXAMPLES[graph], simulate(order, graph, collect)[-1]
    found = {leaf: last.gradient(leaf, network, collect) for leaf in network.leaves}
    return {leaf: G for leaf, G in found.items() if G is not None}


def describe(t: int, order: str = "", graph: str = TWICE, collect: str = ADD) -> str:
    """Return one sentence about step `t` of the messages sent in this `order`."""
    network, way = EXAMPLES[graph], _walk(order, graph)
    frames = simulate(order, graph, collect)
    if way.stopped and t > len(way.done):
        return f"Step {len(way.done) + 1} is not possible: {_why(way, network, frames[-1])}"
    t = min(t, len(way.done))
    said = _turn(t, way, network, frames, collect)
    if way.stopped:
        stop = _why(way, network, frames[-1])
        return f"Step {t}: {said}; but this order stops at step {len(way.done) + 1}: {stop}"
    result = f"; {_result(order, graph, collect)}" if t == len(way.done) else ""
    return f"Step {t} of {len(way.done)}: {said}{result}"


def _walk(order: str, graph: str) -> Walk:
    order = order if order.strip() else reverse_topological(graph)
    network = EXAMPLES[graph]
    return walk(read_order(order, network.inputs), network.consumers)


def _why(way: Walk, network: Network, frame: Frame) -> str:
    if not way.lacks:
        return f"{way.stopped} had its turn before, and what it sent stays sent"
    missing = f"the entry of {way.lacks[0]} is" if len(way.lacks) == 1 else "their entries are"
    return f"{way.stopped} has {_heard(way.stopped, network, frame)}, and {missing} missing"


def _heard(node: str, network: Network, frame: Frame) -> str:
    count = len(network.consumers[node])
    return (
        f"heard from {len(frame.heard.get(node, ()))} of {count} consumer{'s' * (count != 1)}"
    )


def _turn(t: int, way: Walk, network: Network, frames: list, collect: str) -> str:
    if t == 0:
        return "nothing is sent yet, and z starts with G = 1"
    node, frame = way.done[t - 1], frames[t]
    G = short(frame.gradient(node, network, collect))
    known = f"has {_heard(node, network, frame)}, G = {G}," if node != "z" else f"has G = {G}"
    told = [
        f"{_product(frame.sent[node, i], '*')} to {source}"
        for i, source in enumerate(network.inputs[node])
    ]
    return f"{node} {known} and {'sends ' + listed(told) if told else 'has nobody to tell'}"


def _product(sent: tuple, times: str) -> str:
    G, rate, message = map(short, sent)
    return f"{G} {times} {rate} = {message}"


def _result(order: str, graph: str, collect: str) -> str:
    found, right = gradients(order, graph, collect), gradients("", graph)
    missing = [leaf for leaf in right if leaf not in found]
    if missing:
        return f"the order ends here, and {listed(missing)} did not hear from every consumer"
    said = listed(f"dz/d{leaf} = {short(G)}" for leaf, G in found.items())
    if found == right:
        return said
    return f"overwriting gives {said}; adding gives {listed(short(G) for G in right.values())}"


def snapshot(states: tuple = STATES, order: str = "", graph: str = TWICE) -> Figure:
    """Return the printed form: the messages after each of `states` steps; None is a blank graph."""
    columns, rows = 3, (len(states) + 2) // 3
    layout = _layout(EXAMPLES[graph], 9)
    height = layout.height + 0.5
    fig, ax = board(height * rows)
    for i, t in enumerate(states):
        middle = WIDTH / columns * (i % columns + 0.5), height * (rows - i // columns) - 0.35
        at = middle[0] - layout.width / 2 - ROOM_AT_THE_RIGHT, middle[1] - layout.height
        longest = BLANK if t is None else MESSAGE
        picture = Picture(ax, EXAMPLES[graph], layout, 9, at, longest)
        title = "for your own numbers" if t is None else _title(t, order, graph)
        ax.text(middle[0], middle[1] + 0.12, title, ha="center", weight="bold", color=INK)
        if t is None:
            picture.leave_blank()
        else:
            way, frame = _walk(order, graph), simulate(order, graph)[t]
            picture.show(frame, ADD, way.done[t - 1] if t else None)
    return fig


def _title(t: int, order: str, graph: str) -> str:
    return f"t = {t}: {_walk(order, graph).done[t - 1]} sends" if t else "t = 0: z has G = 1"


def _layout(
    network: Network, fontsize: float, height: float = 0, least: float = 0.37
) -> Layout:
    """Return the layout from top to bottom, as high as `height` allows; gaps are `least` inches."""
    sizes = {
        node: box_size(_kind(network, node), [_named(network, node), "heard 0 of 0"], fontsize)
        for node in network.inputs
    }
    depth = max(layers_of(network.inputs).values())
    boxes = (depth + 1) * sizes["z"][1]
    gap = min(max((height - boxes) / depth, least), 0.8)
    room = {(node, i): _room(fontsize) for node in sizes for i in range(len(network.inputs[node]))}
    return arrange(plan(network.inputs), sizes, gap, True, room)


def _room(fontsize: float) -> tuple[float, float]:
    return label_size(MESSAGE, fontsize)


def _kind(network: Network, node: str) -> str:
    return "operation" if network.inputs[node] else "Variable"


def _named(network: Network, node: str) -> str:
    return " = ".join(filter(None, (node, network.rules[node], short(network.values[node]))))


class Picture:
    """A graph drawn from top to bottom, on which messages travel upward.

    `longest` is what its labels have room for.
    """

    def __init__(self, ax, network: Network, layout, fontsize: float, at, longest: str = MESSAGE):
        self.network = network
        kinds = {node: _kind(network, node) for node in network.inputs}
        names = {node: [_named(network, node), " "] for node in network.inputs}
        self.drawing = draw_layout(ax, layout, kinds, names, fontsize, at)
        for arrow in self.drawing.arrows.values():
            arrow.set(color=GREY, linewidth=1)
        self.ring = Ring(ax, self.drawing)
        self.states, self.labels, self.messages = {}, {}, {}
        sizes = dict.fromkeys(layout.routes, label_size(longest, fontsize))
        places = places_beside(self.drawing, sizes, NEAR_THE_SENDER)
        for node, (_, below) in self.drawing.texts.items():
            below.remove()
            self.states[node] = stamp(ax, *below.get_position(), fontsize, ha="center", gid="text")
        middle = {"ha": "center", "va": "center", "on_white": True, "zorder": 5, "gid": "label"}
        for edge in layout.routes:
            path = self.drawing.path(edge)
            way_back = type(path)(path.vertices[::-1], path.codes)
            self.messages[edge] = draw_arrow(
                ax, way_back, color=RED, linewidth=2, visible=False, zorder=4
            )
            self.labels[edge] = stamp(ax, *places[edge], fontsize, **middle)

    @property
    def moving(self) -> list:
        """The artists that change from frame to frame."""
        texts = [*self.states.values(), *self.labels.values()]
        return [self.ring.patch, *self.drawing.arrows.values(), *self.messages.values(), *texts]

    def show(self, frame: Frame, collect: str, turn: str | None, stopped: bool = False) -> None:
        """Show what has been said so far, and whose `turn` it is."""
        for edge, arrow in self.messages.items():
            arrow.set_visible(edge in frame.sent)
            self.drawing.arrows[edge].set_visible(edge not in frame.sent)
            said = _product(frame.sent[edge], TIMES) if edge in frame.sent else ""
            self.labels[edge].set_text(said)
        for node, text in self.states.items():
            G = frame.gradient(node, self.network, collect)
            count = len(frame.heard.get(node, ())), len(self.network.consumers[node])
            words = "heard {} of {}".format(*count) if G is None else f"G = {short(G)}"
            text.set(text=words, weight="normal" if G is None else "bold")
        self.ring.around(turn, *[RED] * stopped)

    def leave_blank(self) -> None:
        """Leave room to write: a line for every G and for every message."""
        for text in self.states.values():
            text.set_text("G = ____")
        for text in self.labels.values():
            text.set(text=BLANK, color=GREY)
            text.on_white = False  # a blank needs no ground, and would cut the arrows
        self.ring.around(None)


class Messages(GraphExplorer):
    """Explore backpropagation; `order` may be yours: "z v u y", or a function of yours.

    The function is called with z, a node of the library, and lists the nodes in the order of
    sending; it holds wherever no order is typed. The controls are `order`, `collect` and `t`. The
    first three buttons of `presets` choose the `graph`, the others the order: reverse topological,
    breadth-first as published, and yours if you handed over a function.
    """

    caption = "Try: at which node does breadth-first order stop, and who has not reported to it?"

    goals = (
        Goal("messages-lost", "For z = x y + 3 x, let one message overwrite another, so that the "
             "gradient for x comes out as 3.", lambda shown: shown.graph.value == "x y + 3 x"
             and shown.gradients.get("x"), now(lambda G: G == 3)),
    )  # fmt: skip
    slide = replace(GraphExplorer.slide, second=Slide("order", "Order", lambda shown: {
        "reverse topological": reverse_topological(shown.graph.value),
        "breadth-first": breadth_first(shown.graph.value),
    }))  # fmt: skip

    def __init__(self, order=None):
        self.graph = self.one_of(EXAMPLES)
        hint = "names, the first sender first"
        self.order, order_row = text_field("Sending order", "", hint)
        self.collect, collect_row = choice("Second message", (ADD, OVERWRITE))
        self.t, time_row = steps("Step t", LAST, 1 if order is None else LAST, SLOWLY)
        graphs = {name: partial(self.choose, name) for name in EXAMPLES}
        orders = {
            "reverse topological": lambda: self._set_order(reverse_topological),
            "breadth-first": lambda: self._set_order(breadth_first),
            **({"yours": lambda: self._set_order(lambda _: "")} if callable(order) else {}),
        }
        graph_buttons, graph_row = presets("Graph z =", graphs)
        order_buttons, preset_row = presets("Order", orders)
        self.presets = (*graph_buttons, *order_buttons)
        self._picture_of = cache(self._draw)
        rows = [graph_row, preset_row, order_row, collect_row, time_row]
        watched = [self.graph, self.order, self.collect, self.t]
        self.assemble(self._picture_of(TWICE)[0], rows, watched, order)

    def hand_over(self, yours) -> None:
        """Take over an order, or a function that lists the nodes in one."""
        self.yours = yours if callable(yours) else None
        self._listed = cache(lambda name: order_by(yours, EXAMPLES[name].in_library(), "z"))
        self.order.value = "" if callable(yours) else as_text(yours)
        self.refresh()

    def _set_order(self, order) -> None:
        self.order.value = order(self.graph.value)

    def _draw(self, name: str) -> tuple:
        fig, ax = board(HEIGHT)
        layout = _layout(EXAMPLES[name], 10, HEIGHT - 0.3)
        at = max((COLUMNS["node"] - layout.width) / 2, 0.1), (HEIGHT - layout.height) / 2
        picture = Picture(ax, EXAMPLES[name], layout, 10, at)
        ax.text(COLUMNS["node"], HEIGHT - 0.35, f"z = {name}", color=INK, weight="bold")
        cells = table(ax, HEIGHT - 0.65, COLUMNS, list(reversed(EXAMPLES[name].inputs)))
        for node in EXAMPLES[name].inputs:
            fill(cells, node, {"node": node})
        changing = [cell for (_, head), cell in cells.items() if head != "node"]
        return Canvas(fig, [*picture.moving, *changing]), picture, cells

    @property
    def gradients(self) -> dict:
        """The gradients of the nodes without inputs, when all of the order has been sent."""
        name = self.graph.value
        typed = self.order.value.strip()
        order = typed if typed or not self.yours else self._listed(name)
        return gradients(order, name, self.collect.value)

    def show(self) -> str:
        name, collect = self.graph.value, self.collect.value
        typed = self.order.value.strip()
        order = typed if typed or not self.yours else self._listed(name)
        way, frames = _walk(order, name), simulate(order, name, collect)
        t = min(self.t.value, len(way.done))
        stopped = self.t.value > t and way.stopped != ""
        self.canvas, picture, cells = self._picture_of(name)
        turn = way.stopped if stopped else (way.done[t - 1] if t else None)
        picture.show(frames[t], collect, turn, stopped)
        for node in EXAMPLES[name].inputs:
            fill(cells, node, _row(node, EXAMPLES[name], frames[t], collect))
        said = describe(self.t.value, order, name, collect) + "."
        if typed or not self.yours:
            return said
        whose_order = whose(self.yours, "order")
        said = f"{order}; {said[0].lower()}{said[1:]}"
        return f"Your order is {said}" if "your" in whose_order else f"{whose_order} gives {said}"

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        network, last = EXAMPLES[TWICE], simulate()[-1]
        seen = "; ".join(
            f"{node} to {network.inputs[node][i]}: {_product(sent, '*')}"
            for (node, i), sent in last.sent.items()
        )
        alt = (
            "The graph of z = y + (-(-y)) with y = x^2 at x = 2: x goes to y, y goes to u and to "
            "z, u goes to v, v goes to z. Five frames show the messages back from z, in the order "
            f"z, v, u, y: {seen}. y waits until z and u have reported, and then G = 1 + 1 = 2. The "
            "sixth frame is blank, for your own numbers."
        )
        return snapshot(), alt


def _row(node: str, network: Network, frame: Frame, collect: str) -> dict[str, str]:
    """Return what the table says about a node: who reported, and what its G is made of."""
    told = {consumer: short(message) for consumer, message in frame.heard.get(node, {}).items()}
    consumers = network.consumers[node]
    if not consumers:
        return {"heard from": "starts", "G": "1"}
    heard = f"{len(told)} of {len(consumers)}" + (f": {', '.join(told)}" if told else "")
    parts = [*told.values(), *"?" * (len(consumers) - len(told))]
    added = [parts[0], *(f"({part})" if part[0] == "-" else part for part in parts[1:])]
    G = " + ".join(added) if collect == ADD else f"last of {', '.join(parts)}"
    total = frame.gradient(node, network, collect)
    if len(consumers) == 1:
        G = parts[0]
    elif total is not None:
        G += f"{' =' if collect == ADD else ':'} {short(total)}"
    return {"heard from": heard, "G": G}

