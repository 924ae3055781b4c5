"""XOR: the problem that no line can solve, and the hidden layer that bends the plane until one can.

Whether it works is a matter of the first random weights too. So one run says little, and twenty
seeds side by side say how often it works.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import ipywidgets as widgets
import numpy as np
from contourpy import contour_generator
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from dlfs.classroom.explore.gradient_check import choice
from dlfs.classroom.explore.live import LABEL, Canvas, Explorer, player, presets, step_field
from dlfs.classroom.figures import (
    BAND, BLUE, CLASSES, GREY, INK, RED, new_figure_in_two,
)  # fmt: skip

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
C = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
RATE, LAST, SEEDS = 0.5, 2000, 20
ZERO = "all zero"
WIDTHS = (2, 3, 4)
WEIGHTS = ("W1", "b1", "W2", "b2")
STRIDE, PRESETS = 20, (0, 100, 200, 500, 1000, 2000)
STATES = ((2, "sigmoid", 0), (2, "sigmoid", 3))
WINDOW, CELLS = (-0.5, 1.5), 40
ALONG = np.linspace(*WINDOW, CELLS)
MESH = np.stack(np.meshgrid(ALONG, ALONG), axis=-1).reshape(-1, 2)
NINE, FINE = np.linspace(*WINDOW, 9), np.linspace(*WINDOW, 41)
NET = np.stack(np.meshgrid(NINE, FINE, indexing="ij"), axis=-1)
NET = np.concatenate([NET, NET[..., ::-1]])  # nine lines upright, nine across, 41 points each


def sigmoid(a: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + e^-a), entry by entry."""
    return (1 + np.tanh(a / 2)) / 2


ACTIVATIONS: dict[str, tuple[Callable, Callable]] = {
    "sigmoid": (sigmoid, lambda h: h * (1 - h)),
    "tanh": (np.tanh, lambda h: 1 - h * h),
    "relu": (lambda a: np.maximum(a, 0), lambda h: (h > 0) * 1.0),
}


@dataclass(frozen=True)
class Network:
    """The weights of one or many networks X -> h = f(X W1 + b1) -> logits h W2 + b2.

    Shapes: W1 (..., 2, width), b1 (..., width), W2 (..., width, 2), b2 (..., 2).
    """

    activation: str
    W1: np.ndarray
    b1: np.ndarray
    W2: np.ndarray
    b2: np.ndarray

    def hidden(self, points: np.ndarray) -> np.ndarray:
        """Return what the hidden units make of `points` (n, 2): shape (..., n, width)."""
        return ACTIVATIONS[self.activation][0](points @ self.W1 + self.b1[..., None, :])

    def score(self, points: np.ndarray) -> np.ndarray:
        """Return a1 - a0 for `points` (n, 2), positive for triangles: shape (..., n)."""
        logits = self.hidden(points) @ self.W2 + self.b2[..., None, :]
        return logits[..., 1] - logits[..., 0]


def start(width: int, seed: int | None) -> tuple[np.ndarray, np.ndarray]:
    """Return W1 (2, width) and W2 (width, 2), drawn in this order; zeros when `seed` is None."""
    if seed is None:
        return np.zeros((2, width)), np.zeros((width, 2))
    generator = np.random.default_rng(seed)
    return generator.standard_normal((2, width)), generator.standard_normal((width, 2))


@dataclass(frozen=True)
class Training:
    """Many networks in training: their weights, and three numbers of shape (steps + 1, networks).

    `J` is the loss, `accuracy` the share of points that are right, and `margin` the score of the
    worst point, counted from 0 towards its class.
    """

    networks: Network
    J: np.ndarray
    accuracy: np.ndarray
    margin: np.ndarray

    def network(self, t: int, number: int) -> Network:
        """Return one network after `t` steps."""
        every = self.networks
        return Network(every.activation, *(getattr(every, name)[t, number] for name in WEIGHTS))

    def solved(self, t: int = -1) -> np.ndarray:
        """Return for each network whether all four points are right after `t` steps.

        A point on the border is not right, wherever the last digit puts it.
        """
        return self.margin[t] > 1e-9


def simulate(
    width: int, activation: str = "sigmoid", seeds: tuple = (*range(SEEDS), None), steps: int = LAST
) -> Training:
    """Return the Training of one network for each of the `seeds`; None starts from zeros.

    All of them are trained at once, as stacks of matrices: J is the mean of -log p over the four
    points, the first weights are drawn from N(0, 1), the first biases are 0, and the rate is 0.5.
    """
    f, slope = ACTIVATIONS[activation]
    W1, W2 = (np.array(both) for both in zip(*(start(width, seed) for seed in seeds), strict=True))
    b1, b2 = np.zeros((len(seeds), 1, width)), np.zeros((len(seeds), 1, 2))
    kept = [np.empty((steps + 1, *array.shape)) for array in (W1, b1, W2, b2)]
    scores = np.empty((steps + 1, len(seeds), 4))
    for t in range(steps + 1):
        for store, array in zip(kept, (W1, b1, W2, b2), strict=True):
            store[t] = array
        h = f(X @ W1 + b1)
        a = h @ W2 + b2
        scores[t] = a[..., 1] - a[..., 0]
        p = sigmoid(scores[t])[..., None]
        G = (np.concatenate([1 - p, p], axis=-1) - C) / len(X)
        G_h = G @ W2.swapaxes(1, 2) * slope(h)
        W2 = W2 - RATE * (h.swapaxes(1, 2) @ G)
        b2 = b2 - RATE * G.sum(axis=1, keepdims=True)
        W1 = W1 - RATE * (X.T @ G_h)
        b1 = b1 - RATE * G_h.sum(axis=1, keepdims=True)
    return Training(_unstacked(activation, kept), *_judged(scores))


def _unstacked(activation: str, kept: list) -> Network:
    W1, b1, W2, b2 = kept
    return Network(activation, W1, b1[..., 0, :], W2, b2[..., 0, :])


def _judged(scores: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    side = C[:, 1] - C[:, 0]
    accuracy = ((scores > 0) == (side > 0)).mean(axis=-1)
    J = np.logaddexp(0, -scores * side).mean(axis=-1)
    return J, accuracy, (scores * side).min(axis=-1)


@lru_cache(maxsize=9)
def trained(width: int, activation: str) -> Training:
    """Return `simulate(width, activation)`, which takes a second once and no time afterwards."""
    return simulate(width, activation)


def share_solved(width: int, activation: str, seeds: int = 50) -> float:
    """Return the share of the first `seeds` seeds whose network has all four points right."""
    return float(simulate(width, activation, tuple(range(seeds))).solved().mean())


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
    """The plane of the inputs: the triangles' region, its border, the four points."""

    def __init__(self, ax):
        ax.set(xlim=WINDOW, ylim=WINDOW, xticks=[0, 1], yticks=[0, 1], aspect="equal")
        ax.spines[:].set_visible(True)
        self.region = ax.add_patch(PathPatch(Path(np.empty((0, 2))), facecolor=BAND, linewidth=0))
        self.border = ax.add_collection(LineCollection([], colors=INK, linewidths=2.5))
        self.points = _points(ax)
        self.moving = [self.region, self.border, *self.points]

    def show(self, network: Network) -> None:
        scores = contour_generator(
            ALONG, ALONG, network.score(MESH).reshape(CELLS, CELLS), fill_type="OuterCode"
        )
        self.border.set_segments(scores.lines(0))
        outlines, codes = scores.filled(0, np.inf)
        corners = np.concatenate([np.empty((0, 2)), *outlines])
        self.region.set_path(Path(corners, np.concatenate([np.empty(0, np.uint8), *codes])))


class _Hidden:
    """The hidden space: the net of the inputs, bent by the units, and the straight line."""

    def __init__(self, ax):
        ax.set(xlim=(-1, 1), ylim=(-1, 1), xticks=[], yticks=[], aspect="equal")
        ax.spines[:].set_visible(True)
        self.net = ax.add_collection(LineCollection([], colors=GREY, linewidths=0.8))
        (self.line,) = ax.plot([], [], color=INK, linewidth=2.5)
        self.points = _points(ax, (14, 9))  # a triangle on a circle: both are seen
        self.moving = [self.net, self.line, *self.points]

    def show(self, network: Network) -> None:
        seen, line = edge_on(network, np.concatenate([X, NET.reshape(-1, 2)]))
        self.net.set_segments(seen[4:].reshape(NET.shape))
        self.line.set_data(*line.T)
        for group, column in zip(self.points, C.T, strict=True):
            group.set_data(*seen[:4][column > 0].T)


class _Strip:
    """The loss of every seed after t steps, and which of them are solved."""

    def __init__(self, ax):
        ax.set(xlim=(-0.7, SEEDS - 0.3), ylim=(0, 1), xticks=range(SEEDS), xlabel="seed")
        ax.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
        ax.axhline(np.log(2), color=GREY, linewidth=1, linestyle="--")
        ax.text(1.01, np.log(2), "log 2", transform=ax.get_yaxis_transform(), va="center")
        self.band = ax.axvspan(0, 1, color=BAND, linewidth=0)
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


def snapshot(states: tuple = STATES, t: int = LAST) -> Figure:
    """Return the printed form: two networks of `states` (width, activation, seed); all seeds below.

    The strip shows the seeds of the first state's width and activation.
    """
    fig, above, (strip,) = new_figure_in_two(3.4, (1, 2 * len(states)), 1, (1.6, 1))
    for place, (width, activation, seed) in enumerate(states):
        training = trained(width, activation)
        left, right = above[2 * place : 2 * place + 2]
        _Plane(left).show(training.network(t, seed))
        _Hidden(right).show(training.network(t, seed))
        verdict = "solved" if training.solved(t)[seed] else "not solved"
        left.set_title(f"seed {seed}: {verdict}", fontsize=10)
        right.set_title("hidden space", fontsize=10)
    width, activation, _ = states[0]
    training = trained(width, activation)
    _Strip(strip).show(training, t, None)
    words = f"loss after {t} steps; dots: solved ({_count(training, t)} of {SEEDS}), crosses: not"
    strip.set_title(words, fontsize=10)
    return fig


class Xor(Explorer):
    """Explore a network with one hidden layer on XOR.

    The controls are `width` (2, 3, 4), `activation` ("sigmoid", "tanh", "relu"), `seed` (0 to
    19, or None for a start from zeros) and `t`. There is one button of `presets` for each of the
    steps 0, 100, 200, 500, 1000, 2000.
    """

    caption = "Try: which width is solved by all 20 seeds, and what does a start from zeros do?"

    def __init__(self, width: int = 2, activation: str = "sigmoid", seed: int | None = 0):
        self.width, width_row = choice("Hidden units", list(WIDTHS), width)
        names = list(ACTIVATIONS)
        self.activation, activation_row = choice("Activation", names, activation)
        self.seed = widgets.Dropdown(
            options=[(str(number), number) for number in range(SEEDS)] + [(ZERO, None)], value=seed,
            description="Seed of the start", style=LABEL, layout=widgets.Layout(width="260px"),
        )  # fmt: skip
        new = widgets.Button(description="New seed", layout=widgets.Layout(width="90px"))
        new.on_click(lambda _: setattr(self.seed, "value", _next(self.seed.value)))
        self.t, time_row = _time_row()
        moves = {"Back": lambda: self._move(-STRIDE), "Step": lambda: self._move(STRIDE)}
        jumps = {str(t): lambda t=t: self._set(t) for t in PRESETS}
        self.presets, preset_row = presets("Go to step", moves | jumps)
        self.presets = self.presets[len(moves) :]
        seed_row = widgets.HBox([self.seed, new])
        rows = [width_row, activation_row, seed_row, time_row, preset_row]
        self.assemble(self._draw(), rows, [self.width, self.activation, self.seed, self.t])

    def _set(self, t: int) -> None:
        self.t.value = t

    def _move(self, steps: int) -> None:
        self.t.value = min(max(self.t.value + steps, 0), LAST)

    def _draw(self) -> Canvas:
        fig, (left, right), (strip,) = new_figure_in_two(3.9, (1, 2), 1, (2, 1))
        left.set_title("the plane of the inputs", fontsize=11)
        right.set_title("the hidden space, the line is straight", fontsize=11)
        strip.set_title(f"loss of {SEEDS} seeds; dots: solved, crosses: not", fontsize=11)
        self._parts = _Plane(left), _Hidden(right), _Strip(strip)
        return Canvas(fig, [artist for part in self._parts for artist in part.moving])

    def show(self) -> str:
        width, activation, t = self.width.value, self.activation.value, self.t.value
        seed, training = self.seed.value, trained(width, activation)
        network = training.network(t, SEEDS if seed is None else seed)
        plane, hidden, strip = self._parts
        plane.show(network)
        hidden.show(network)
        strip.show(training, t, seed)
        return describe(width, activation, seed, t) + "."

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        training = trained(*STATES[0][:2])
        seen = "; ".join(_row(*state) for state in STATES)
        alt = (
            "Two networks with two sigmoid units on XOR after 2000 steps, each as a map of the "
            f"inputs and in its hidden space, where the border is a straight line: {seen}. Below, "
            f"the loss of 20 seeds: {_count(training, LAST)} are solved, the others stay between "
            "0.3 and 0.7."
        )
        return snapshot(), alt


def _row(width: int, activation: str, seed: int) -> str:
    training = trained(width, activation)
    verdict = "solved" if training.solved()[seed] else "not solved"
    return f"seed {seed} {verdict}, loss {training.J[-1, seed]:.3f}"


def _next(seed: int | None) -> int:
    return 0 if seed is None else (seed + 1) % SEEDS


def _time_row() -> tuple:
    """Return a slider of steps from 0 to 2000, and a row with Play, which takes 20 at a time."""
    control = widgets.IntSlider(
        LAST, min=0, max=LAST, description="Step t", readout=False, style=LABEL,
        layout=widgets.Layout(width="480px"),
    )  # fmt: skip
    number = step_field("Step t", LAST, control)
    return control, widgets.HBox([control, number, *player(control, STRIDE)])


xor = Xor
