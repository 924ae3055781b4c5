"""XOR: the problem that no line can solve, and the hidden layer that bends the plane until one can.

Whether it works is a matter of the first random weights too. So one run says little, and twenty
seeds side by side say how often it works.
"""

import ipywidgets as widgets
import numpy as np
from contourpy import contour_generator
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from dlfs.classroom.drawing.figures import (
    BAND, BLUE, CLASSES, GREY, INK, RED, new_figure, new_figure_in_two, vertical_band,
)  # fmt: skip
from dlfs.classroom.explore.controls import LABEL, WIDE, choice, go_to, presets, steps
from dlfs.classroom.explore.goals import Goal, now
from dlfs.classroom.explore.hidden_layer import (
    ACTIVATIONS, C, LAST, SEEDS, X, Network, Training, sigmoid, trained,
)  # fmt: skip
from dlfs.classroom.explore.live import Canvas, Explorer, Slide

ZERO = "all zero"
WIDTHS = (2, 3, 4)
STRIDE, PRESETS = 20, (0, 100, 200, 500, 1000, 2000)
TWO_SEEDS = ((2, "sigmoid", 0, LAST), (2, "sigmoid", 3, LAST))
TWO_TIMES = ((2, "sigmoid", 0, 200), (2, "sigmoid", 0, LAST))
ONE_NETWORK = "Try: at which step is the last of the four points right?"
WINDOW, CELLS = (-0.5, 1.5), 40
ALONG = np.linspace(*WINDOW, CELLS)
MESH = np.stack(np.meshgrid(ALONG, ALONG), axis=-1).reshape(-1, 2)
DARKEST = 2.0  # the grey of p = 1 is half as dark as ink, so that the points are seen on it
NINE, FINE = np.linspace(*WINDOW, 9), np.linspace(*WINDOW, 41)
NET = np.stack(np.meshgrid(NINE, FINE, indexing="ij"), axis=-1)
NET = np.concatenate([NET, NET[..., ::-1]])  # nine lines upright, nine across, 41 points each


def describe(width: int, activation: str, seed: int | None, t: int = LAST) -> str:
    """Return one sentence about one network after `t` steps, and about all seeds."""
    training, number = trained(width, activation), SEEDS if seed is None else seed
    right = round(4 * training.accuracy[t, number])
    name = "all weights zero" if seed is None else f"seed {seed}"
    verdict = "solved" if training.solved(t)[number] else "not solved"
    return (
        f"{width} {activation} units, {name}, step {t}: the loss is {training.J[t, number]:.4f}, "
        f"{right} of 4 points are right, {verdict}; {_count(training, t)} of {SEEDS} seeds are "
        "solved at this step"
    )


def _count(training: Training, t: int) -> int:
    return int(training.solved(t)[:SEEDS].sum())


def edge_on(network: Network, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return `points` and the line in a flat view of the hidden space, shapes (n, 2) and (2, 2).

    Two hidden units are the two axes of the view. More of them are looked at from the side: along
    the plane where both classes have p = 0.5, so that the plane is seen as a line, and such that
    the four inputs lie as far apart as they can. The view is scaled to fit into -1 to 1.
    """
    normal = network.W2[:, 1] - network.W2[:, 0]
    length = np.hypot.reduce(normal)
    normal = normal / length if length else np.eye(len(normal))[0]
    offset = (network.b2[1] - network.b2[0]) / length if length else np.nan
    four, axes = network.hidden(X), np.eye(2)
    if len(normal) > 2:
        axes = np.stack([normal, _spread(four, normal)])
    seen, corners = network.hidden(points) @ axes.T, four @ axes.T
    middle = (corners.max(axis=0) + corners.min(axis=0)) / 2
    scale = 0.7 / max(np.ptp(corners, axis=0).max() / 2, 0.05)
    flat = axes @ normal
    foot = middle - (middle @ flat + offset) * flat
    line = foot + 9 * np.outer([-1, 1], [-flat[1], flat[0]])
    return (seen - middle) * scale, (line - middle) * scale


def _spread(four: np.ndarray, normal: np.ndarray) -> np.ndarray:
    """Return the unit vector upright on `normal` along which the `four` rows lie farthest apart."""
    inside = four - four.mean(axis=0)
    inside = inside - np.outer(inside @ normal, normal)
    direction = np.linalg.svd(inside)[2][0]
    # A direction and its opposite are equally good: the one in which (1, 1) lies higher is taken.
    return direction if (four[3] - four[0]) @ direction >= 0 else -direction


def _points(ax, sizes: tuple = (10, 10)) -> list:
    """Draw the four points, circles first. Markers of a line are drawn faster than a collection."""
    look = {"linestyle": "", "markeredgecolor": INK, "zorder": 3}
    return [
        ax.plot(*X[column > 0].T, markersize=size, **style, **look)[0]
        for style, column, size in zip(CLASSES, C.T, sizes, strict=True)
    ]


class _Plane:
    """The plane of the inputs, the darker the larger p of triangle: the border, the four points."""

    def __init__(self, ax):
        ax.set(xlim=WINDOW, ylim=WINDOW, xticks=[0, 1], yticks=[0, 1], aspect="equal")
        ax.spines[:].set_visible(True)
        self.shade = ax.imshow(
            np.zeros((CELLS, CELLS)), cmap="Greys", vmin=0, vmax=DARKEST, origin="lower",
            extent=2 * WINDOW, interpolation="nearest", zorder=0,
        )  # fmt: skip
        self.border = ax.add_collection(LineCollection([], colors=INK, linewidths=2.5))
        self.points = _points(ax)
        self.moving = [self.shade, self.border, *self.points]

    def show(self, network: Network) -> None:
        scores = network.score(MESH).reshape(CELLS, CELLS)
        self.border.set_segments(contour_generator(ALONG, ALONG, scores).lines(0))
        self.shade.set_data(sigmoid(scores))


class _Hidden:
    """The hidden space: the net of the inputs, bent by the units, and the straight line."""

    def __init__(self, ax):
        ax.set(xlim=(-1, 1), ylim=(-1, 1), xticks=[], yticks=[], aspect="equal")
        ax.spines[:].set_visible(True)
        self.net = ax.add_collection(LineCollection([], colors=GREY, linewidths=0.8))
        (self.line,) = ax.plot([], [], color=INK, linewidth=2.5)
        self.points = _points(ax, (14, 9))  # a triangle on a circle: both are seen
        white = {"boxstyle": "square,pad=0.1", "facecolor": "white", "linewidth": 0}
        places = (("h1", 0.97, 0.03, "right", "bottom"), ("h2", 0.03, 0.97, "left", "top"))
        self.names = [
            ax.text(x, y, name, ha=ha, va=va, transform=ax.transAxes, bbox=white)
            for name, x, y, ha, va in places
        ]
        self.moving = [self.net, self.line, *self.points, *self.names]

    def show(self, network: Network) -> None:
        seen, line = edge_on(network, np.concatenate([X, NET.reshape(-1, 2)]))
        self.net.set_segments(seen[4:].reshape(NET.shape))
        self.line.set_data(*line.T)
        for name in self.names:  # more units than two are seen from the side
            name.set_visible(len(network.W2) == 2)
        for group, column in zip(self.points, C.T, strict=True):
            group.set_data(*seen[:4][column > 0].T)


class _Strip:
    """The loss of every seed after t steps, and which of them are solved."""

    def __init__(self, ax):
        ax.set(xlim=(-0.7, SEEDS - 0.3), ylim=(0, 1), xticks=range(SEEDS), xlabel="seed")
        ax.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
        ax.axhline(np.log(2), color=GREY, linewidth=1, linestyle="--")
        ax.text(1.01, np.log(2), "log 2", transform=ax.get_yaxis_transform(), va="center")
        self.band = vertical_band(ax, BAND)
        high = {"linestyle": "", "clip_on": False, "zorder": 3}
        (self.good,) = ax.plot([], [], "o", color=BLUE, markersize=7, **high)
        (self.bad,) = ax.plot([], [], "x", color=RED, markersize=8, markeredgewidth=2.5, **high)
        self.moving = [self.band, self.good, self.bad]

    def show(self, training: Training, t: int, seed: int | None) -> None:
        J, solved = np.minimum(training.J[t, :SEEDS], 1), training.solved(t)[:SEEDS]
        for dots, which in ((self.good, solved), (self.bad, ~solved)):
            dots.set_data(np.flatnonzero(which), J[which])
        self.band.set_visible(seed is not None)
        self.band.set(x=(seed or 0) - 0.5, width=1)


def snapshot(states: tuple = TWO_SEEDS, strip: bool = True) -> Figure:
    """Return the printed form: two networks of `states` (width, activation, seed, t); all seeds
    below.

    The strip shows the seeds of the first state's width, activation and t; it may be left out.
    """
    panels = 2 * len(states)
    if strip:
        fig, above, (below,) = new_figure_in_two(3.4, (1, panels), 1, (1.6, 1))
        width, activation, _, t = states[0]
        _print_strip(below, width, activation, t)
    else:
        fig, above = new_figure(2.1, 1, panels)
    for place, (width, activation, seed, t) in enumerate(states):
        network = trained(width, activation).network(t, seed)
        left, right = above[2 * place : 2 * place + 2]
        _Plane(left).show(network)
        _Hidden(right).show(network)
        left.set_title(f"seed {seed}, step {t}", fontsize=10)
        right.set_title("hidden space", fontsize=10)
    return fig


def _print_strip(ax, width: int, activation: str, t: int) -> None:
    training = trained(width, activation)
    _Strip(ax).show(training, t, None)
    words = f"loss after {t} steps; dots: solved ({_count(training, t)} of {SEEDS}), crosses: not"
    ax.set_title(words, fontsize=10)


class Xor(Explorer):
    """Explore a network with one hidden layer on XOR.

    The controls are `width` (2, 3, 4), `activation` ("sigmoid", "tanh", "relu"), `seed` (0 to
    19, or None for a start from zeros) and `t`. There is one button of `presets` for each of the
    steps 0, 100, 200, 500, 1000, 2000. With `strip=False` one network is shown and nothing of the
    other seeds, for those who are still to guess how many of them are solved.
    """

    caption = "Try: which width is solved by all 20 seeds, and what does a start from zeros do?"

    goals = (
        Goal("xor-early", "Get all four points right, with a loss below 0.3, after at most 50 "
             "steps.",
             lambda shown: (shown.right, shown.loss, shown.t.value),
             now(lambda seen: seen[0] == 4 and seen[1] < 0.3 and seen[2] <= 50)),
        Goal("xor-stuck", "Find a network of 4 units that is wrong on a point after 2000 steps. A "
             "start from zeros does not count.", lambda shown: shown.seed.value is not None
             and shown.width.value == 4 and shown.t.value == 2000 and shown.right,
             now(lambda right: right < 4)),
    )  # fmt: skip
    said = ("loss", "right")
    slide = Slide("t", "Step t", (0, 100, 200, 300, 500, 1000, 2000),
                  second=Slide("width", "Hidden units", WIDTHS))

    def __init__(
        self, width: int = 2, activation: str = "sigmoid", seed: int | None = 0, strip: bool = True
    ):
        self.printed_with = {"strip": strip}
        if not strip:
            self.caption = ONE_NETWORK
        self.width, width_row = choice("Hidden units", WIDTHS, width)
        self.activation, activation_row = choice("Activation", ACTIVATIONS, activation)
        self.seed = widgets.Dropdown(
            options=[(str(number), number) for number in range(SEEDS)] + [(ZERO, None)], value=seed,
            description="Seed of start", style=LABEL, layout=widgets.Layout(**WIDE),
        )  # fmt: skip
        following = {"New seed": lambda: setattr(self.seed, "value", _next(self.seed.value))}
        _, new_row = presets("", following)
        self.t, time_row = steps("Step t", LAST, LAST, stride=STRIDE)
        self.presets, preset_row = go_to("Go to step", self.t, PRESETS)
        rows = [width_row, activation_row, self.seed, new_row, preset_row, time_row]
        self.assemble(self._draw(strip), rows, [self.width, self.activation, self.seed, self.t])

    def _draw(self, with_strip: bool) -> Canvas:
        if with_strip:
            fig, (left, right), (strip,) = new_figure_in_two(3.9, (1, 2), 1, (2, 1))
            strip.set_title(f"loss of {SEEDS} seeds; dots: solved, crosses: not", fontsize=11)
        else:
            fig, (left, right) = new_figure(2.9, 1, 2)
        left.set_title("the inputs; dark: p of triangle", fontsize=11)
        right.set_title("the hidden space, the line is straight", fontsize=11)
        self._parts = [_Plane(left), _Hidden(right)]
        self._strip = _Strip(strip) if with_strip else None
        drawn = [*self._parts, self._strip] if with_strip else self._parts
        return Canvas(fig, [artist for part in drawn for artist in part.moving])

    @property
    def _training(self) -> tuple:
        seed = self.seed.value
        return trained(self.width.value, self.activation.value), SEEDS if seed is None else seed

    @property
    def loss(self) -> float:
        """The loss of the network."""
        training, number = self._training
        return float(training.J[self.t.value, number])

    @property
    def right(self) -> int:
        """How many of the four points are right."""
        training, number = self._training
        return round(4 * training.accuracy[self.t.value, number])

    def show(self) -> str:
        width, activation, t = self.width.value, self.activation.value, self.t.value
        seed, training = self.seed.value, trained(width, activation)
        network = training.network(t, SEEDS if seed is None else seed)
        for part in self._parts:
            part.show(network)
        sentence = describe(width, activation, seed, t)
        if self._strip is None:
            return sentence.split(";")[0] + "."
        self._strip.show(training, t, seed)
        return sentence + "."

    @classmethod
    def paper(cls, strip: bool = True) -> tuple[Figure, str]:
        states = TWO_SEEDS if strip else TWO_TIMES
        seen = "; ".join(_row(*one) for one in states)
        alt = (
            "Networks with two sigmoid units on XOR, each as a map of the inputs, darker where p of "
            f"triangle is larger, and in its hidden space with the axes h1 and h2, where the border is a straight line: {seen}."
        )
        if strip:
            count = _count(trained(*states[0][:2]), LAST)
            alt += (
                f" Below, the loss of 20 seeds: {count} are solved, the others stay between 0.3 "
                "and 0.7."
            )
        return snapshot(states, strip), alt


def _row(width: int, activation: str, seed: int, t: int) -> str:
    training = trained(width, activation)
    verdict = "solved" if training.solved(t)[seed] else "not solved"
    return f"seed {seed}, step {t}, {verdict}, loss {training.J[t, seed]:.3f}"


def _next(seed: int | None) -> int:
    return 0 if seed is None else (seed + 1) % SEEDS
