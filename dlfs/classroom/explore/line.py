"""A line between two classes, and how sure it is: two things that are set by the same numbers.

The direction of w and the offset say where the line is. The length of w says how steep p rises
across it: multiply w and b by 4, and the line stays where it was while nearly every p changes.
"""

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlfs.classroom import data
from dlfs.classroom.drawing.figures import GREY, INK, RED, new_figure, plot_classes
from dlfs.classroom.explore.controls import choice, linear_slider, presets, slider
from dlfs.classroom.explore.goals import Goal, now
from dlfs.classroom.explore.live import Canvas, Explorer, Slide
from dlfs.classroom.explore.perceptron import gradient_of
from dlfs.classroom.explore.perceptron import offset as offset_of
from dlfs.classroom.explore.perceptron import weight as weight_of
from dlfs.classroom.explore.stepping import descend

WINDOW, REACH = 4, 6
SCALES = (0.25, 0.5, 1, 2, 4)
STATES = (0.25, 1, 4)
MULTIPLES = (0.1, 0.25, 0.5, 1, 1.5, 2, 3, 4, 8)
PROBES = ((3, 2), (1, 0), (0, 0), (-1, 2), (-2, -1))
OTHERS = {
    "w = (1, 1), b = 0": (1, 1, 0),
    "w = (2, 2), b = 0": (2, 2, 0),
    "w = (3, 4), b = -10": (3, 4, -10),
}
UNSURE = math.log(9)  # the score at which p is 0.9
DASHES = {"color": INK, "linewidth": 2, "linestyle": "--"}


def weights(angle: float, offset: float, steepness: float) -> tuple[np.ndarray, float]:
    """Return `(w, b)`: w of shape (2,), in the direction `angle` (degrees), `steepness` long.

    The line `w . x + b = 0` is `offset` away from (0, 0), counted in the direction of w.
    """
    turn = math.radians(angle)
    return steepness * np.array([math.cos(turn), math.sin(turn)]), -steepness * offset


def controls_of(w, b: float) -> tuple[float, float, float]:
    """Return the `(angle, offset, steepness)` of `w` (two numbers, not both 0) and `b`."""
    steepness = math.hypot(*w)
    return math.degrees(math.atan2(w[1], w[0])), -b / steepness, steepness


@lru_cache(maxsize=100)
def best(seed: int = 0) -> tuple[float, float, float]:
    """Return the `(angle, offset, steepness)` of the least loss on the overlapping data.

    They are rounded to the steps of their sliders: a front end would do it without asking.
    """
    points = descend(gradient_of(*data.overlapping(seed)), np.zeros(6), 1.0, 500)
    angle, offset, steepness = controls_of(weight_of(points[-1]), offset_of(points[-1]))
    return round(angle, 1), round(offset, 2), round(steepness, 3)


def simulate(
    angle: float, offset: float, steepness: float, seed: int = 0
) -> tuple[np.ndarray, float, float]:
    """Return `(p, accuracy, loss)` of this line on the overlapping data.

    `p` is the probability of *triangle* for each of the 100 points, 1 / (1 + exp(-(w . x + b))).
    The accuracy is the share of points on the right side, the loss the mean of -log p of the truth.
    """
    X, c = data.overlapping(seed)
    w, b = weights(angle, offset, steepness)
    scores, true = X @ w + b, np.where(c[:, 1] > 0, 1, -1)
    loss = np.logaddexp(0, -true * scores).mean()
    return sigmoid(scores), float((true * scores > 0).mean()), float(loss)


def sigmoid(scores):
    """Return 1 / (1 + exp(-scores)), without an overflow."""
    return (1 + np.tanh(np.asarray(scores) / 2)) / 2


def describe(
    angle: float, offset: float, steepness: float,
    probe: tuple[float, float] = PROBES[0], seed: int = 0, loss: bool = False,
) -> str:  # fmt: skip
    """Return one sentence about this line and the point `probe`; with `loss`, the mean loss too."""
    w, b = weights(angle, offset, steepness)
    _, accuracy, mean_loss = simulate(angle, offset, steepness, seed)
    score = float(w @ probe + b)
    cost = f" and the mean loss {mean_loss:.3f}" if loss else ""
    return (
        f"w = ({_plain(w[0])}, {_plain(w[1])}) has length {steepness:.3f}, b = {_plain(b)}: the "
        f"accuracy is {accuracy:.2f}{cost}; the point ({probe[0]:g}, {probe[1]:g}) has distance "
        f"{_plain(score / steepness, 2)} and score {_plain(score, 2)}, so it is a triangle with "
        f"p = {_probability(score)}; from p = 0.1 to p = 0.9 it is {2 * UNSURE / steepness:.2f}"
    )


def _plain(number: float, digits: int = 3) -> str:
    return f"{round(number, digits) + 0.0:.{digits}f}"  # + 0.0: no minus in front of zero


def _probability(score: float) -> str:
    rest = 1 / (1 + math.exp(min(abs(score), 700)))
    if rest < 1e-9:
        return "1 (less than a billionth is missing)" if score > 0 else "0 (less than a billionth)"
    digits = max(4, -math.floor(math.log10(rest)))
    return f"{rest if score < 0 else 1 - rest:.{digits}f}"


def snapshot(states: tuple = STATES, seed: int = 0) -> Figure:
    """Return the printed form: the best line with w and b times each of `states`; p below."""
    fig, axes = new_figure(4.1, 2, len(states), height_ratios=[1.2, 1])
    angle, offset, steepness = best(seed)
    for scale, (field, curve) in zip(states, axes.T, strict=True):
        picture = _Picture(field, curve, seed, margin=0.8)
        picture.move(angle, offset, scale * steepness, None)
        _, accuracy, _ = simulate(angle, offset, scale * steepness, seed)
        field.set(title=f"w, b times {scale:g}\naccuracy {accuracy:.2f}", xlabel="", ylabel="")
        field.set(xticks=[], yticks=[])
        curve.set(title="", xlabel="distance from the line", ylabel="")
    axes[1, 0].set_ylabel("p (triangle)")
    return fig


class _Picture:
    """The map on the left, p over the distance on the right, and all that moves in them."""

    def __init__(self, field: Axes, curve: Axes, seed: int, margin: float = 0.5):
        self._X, self._c = data.overlapping(seed)
        self._margin = margin
        self._frame(field, curve)
        plot_classes(field, self._X, self._c, 20)
        (self._line,) = field.plot([], [], color=INK, linewidth=2.5)
        self._dashed = [field.plot([], [], **DASHES)[0] for _ in range(2)]
        self._normal = field.quiver(
            0, 0, 1, 1, angles="xy", scale_units="xy", scale=1, width=0.022, zorder=4,
            color=INK, edgecolor="white", linewidth=1,
        )  # fmt: skip
        self._names = [_name_mark(field, name) for name in ("0.1", "0.5", "0.9")]
        self._rug = plot_classes(curve, self._X, self._c, 20)
        (self._p,) = curve.plot([], [], color=INK, linewidth=2.5)
        self._edges = [curve.plot([], [], **DASHES)[0] for _ in range(2)]
        dot = {"marker": "s", "markersize": 8, "color": RED, "markeredgecolor": INK, "zorder": 5}
        self._probes = [ax.plot([], [], **dot)[0] for ax in (field, curve)]
        (self._way,) = field.plot([], [], color=RED, linewidth=2, linestyle=":")
        self.moving = [
            self._line, *self._dashed, self._normal, *sum(self._names, []), *self._rug, self._p,
            *self._edges, *self._probes, self._way,
        ]  # fmt: skip

    def _frame(self, field: Axes, curve: Axes) -> None:
        window = (-WINDOW, WINDOW)
        field.set(xlim=window, ylim=window, aspect="equal", xlabel="x1", ylabel="x2")
        field.spines[:].set_visible(True)
        curve.set(xlim=(-REACH, REACH), ylim=(-0.08, 1.08), ylabel="p (triangle)")
        curve.set(xlabel="distance, along the arrow")
        curve.set_yticks([0, 0.1, 0.5, 0.9, 1], ["0", ".1", ".5", ".9", "1"])
        curve.axhline(0.5, color=GREY, linewidth=1)

    def move(self, angle: float, offset: float, steepness: float, probe: tuple | None) -> None:
        """Show this line; the `probe` is a point, or None for no point."""
        normal, _ = weights(angle, 0, 1)
        half = UNSURE / steepness
        places = offset - half, offset, offset + half
        for line, place in zip((self._dashed[0], self._line, self._dashed[1]), places, strict=True):
            line.set_data(*_through(normal, place))
        self._normal.set_offsets([offset * normal])
        self._normal.set_UVC(*(1.5 * normal))
        self._name(normal, places)
        for group, column in zip(self._rug, self._c.T, strict=True):
            group.set_offsets(
                np.column_stack([self._X @ normal - offset, self._c[:, 1]])[column > 0]
            )
        distances = np.linspace(-REACH, REACH, 241)
        self._p.set_data(distances, sigmoid(steepness * distances))
        for edge, place, p in zip(self._edges, (-half, half), (0.1, 0.9), strict=True):
            edge.set_data([place, place], [0, p])
        if probe:
            self._show_probe(np.array(probe), normal, offset, steepness)

    def _name(self, normal: np.ndarray, places: tuple) -> None:
        apart = places[2] - places[1] > 0.6
        for marks, place, shown in zip(self._names, places, (apart, True, apart), strict=True):
            end = _end(normal, place, self._margin) if shown else None
            for mark in marks:
                mark.set_data(*([end[0]], [end[1]]) if end else ([], []))

    def _show_probe(self, probe, normal, offset: float, steepness: float) -> None:
        distance = normal @ probe - offset
        foot = probe - distance * normal
        self._way.set_data([probe[0], foot[0]], [probe[1], foot[1]])
        self._probes[0].set_data([probe[0]], [probe[1]])
        self._probes[1].set_data([distance], [sigmoid(steepness * distance)])


def _name_mark(ax: Axes, name: str) -> list:
    """Return `name` on a white disc, as two markers: they are drawn faster than a text."""
    disc = {"marker": "o", "color": "white", "markersize": 18, "zorder": 4}
    words = {"marker": f"${name}$", "color": INK, "markersize": 16, "zorder": 5}
    return [ax.plot([], [], markeredgewidth=0, **style)[0] for style in (disc, words)]


def _through(normal: np.ndarray, place: float, reach: float = 100) -> np.ndarray:
    """Return x1 and x2 of two far points on the line with this normal, `place` away from (0, 0)."""
    along = reach * np.array([-normal[1], normal[0]])
    return np.transpose([place * normal - along, place * normal + along])


def _end(normal: np.ndarray, place: float, margin: float) -> tuple | None:
    """Return the lower right end of that line, `margin` inside the window; None when outside."""
    points = _through(normal, place, 2 * WINDOW)
    points = points[:, :1] + np.linspace(0, 1, 321) * (points[:, 1:] - points[:, :1])
    inside = np.flatnonzero(np.abs(points).max(axis=0) < WINDOW - margin)
    if not len(inside):
        return None
    ends = points[:, inside[[0, -1]]].T
    return tuple(max(ends, key=lambda end: end[0] - end[1]))


class Line(Explorer):
    """Explore one line on the overlapping data; `loss=True` adds the mean loss to the sentence.

    The controls are `angle` (of w, in degrees), `offset`, `steepness` (length of w) and `probe`.
    `presets` are buttons: the best line with w and b times 0.25, 0.5, 1, 2 and 4, three others.
    """

    caption = "Try: multiply w and b of the best line by 4. Which of the numbers below change?"

    goals = (
        Goal("line-unsure", "Keep the point (3, 2) at least 3 away from the line, and let its p be "
             "between 0.5 and 0.6.", lambda shown: shown.probe.value == (3, 2)
             and (shown.distance, shown.score),
             now(lambda seen: abs(seen[0]) >= 3 and abs(seen[1]) < math.log(0.6 / 0.4))),
        Goal("line-through", "Lead the line through the point (3, 2): less than 0.1 away.",
             lambda shown: shown.probe.value == (3, 2) and abs(shown.distance),
             now(lambda away: away < 0.1)),
    )  # fmt: skip
    said = ("w", "b", "accuracy", "distance", "score", "reach")
    slide = Slide("steepness", "The best line's w and b, times", lambda line: line.multiples())

    def __init__(self, loss: bool = False, seed: int = 0):
        self._loss, self._seed, self._held = loss, seed, False
        angle, offset, steepness = best(seed)
        self.angle, angle_row = linear_slider("Angle of w", -180, 180, angle, 0.1)
        self.offset, offset_row = linear_slider("Offset", -4, 4, offset, 0.01)
        self.steepness, steep_row = slider("Steepness", 0.1, 20, steepness)
        self.probe, probe_row = choice("Point", PROBES)
        self.presets, preset_rows = self._buttons(angle, offset, steepness)
        rows = [*preset_rows, angle_row, offset_row, steep_row, probe_row]
        watched = [self.angle, self.offset, self.steepness, self.probe]
        self.assemble(self._draw(), rows, watched)

    def multiples(self) -> dict:
        """Return lengths of w around the best line's, by how many times as long they are."""
        length = best(self._seed)[2]
        return {f"{scale:g}": round(scale * length, 6) for scale in MULTIPLES}

    def _buttons(self, angle: float, offset: float, steepness: float) -> tuple:
        scaled = {f"{s:g}": self._setting(angle, offset, s * steepness) for s in SCALES}
        others = {name: self._setting(*controls_of(w[:2], w[2])) for name, w in OTHERS.items()}
        above, row = presets("Best line times", scaled)
        below, other_row = presets("Other lines", others)
        return above + below, [row, other_row]

    def _setting(self, angle: float, offset: float, steepness: float) -> Callable:
        def move():
            self._held = True
            self.angle.value, self.offset.value, self.steepness.value = angle, offset, steepness
            self._held = False
            self.refresh()

        return move

    def refresh(self, _=None) -> None:
        if not self._held:  # a preset moves three controls, for one picture
            super().refresh()

    def _draw(self) -> Canvas:
        fig, (field, curve) = new_figure(3.5, 1, 2, width_ratios=[1.12, 1])
        self._picture = _Picture(field, curve, self._seed)
        field.set_title(f"overlapping data, seed {self._seed}")
        curve.set_title("p along the normal")
        return Canvas(fig, self._picture.moving)

    @property
    def _line(self) -> tuple[float, float, float]:
        return self.angle.value, self.offset.value, self.steepness.value

    @property
    def w(self) -> np.ndarray:
        """The two weights."""
        return weights(*self._line)[0]

    @property
    def b(self) -> float:
        """The bias."""
        return float(weights(*self._line)[1])

    @property
    def accuracy(self) -> float:
        """The share of the points that are on their side."""
        return simulate(*self._line, self._seed)[1]

    @property
    def loss(self) -> float:
        """The mean of -log p of the truth."""
        return simulate(*self._line, self._seed)[2]

    @property
    def score(self) -> float:
        """The score w . x + b of the point."""
        return float(self.w @ self.probe.value + self.b)

    @property
    def distance(self) -> float:
        """How far the point is from the line, counted along w."""
        return self.score / self.steepness.value

    @property
    def reach(self) -> float:
        """How far it is from p = 0.1 to p = 0.9."""
        return 2 * UNSURE / self.steepness.value

    def show(self) -> str:
        line = self.angle.value, self.offset.value, self.steepness.value
        self._picture.move(*line, self.probe.value)
        return describe(*line, self.probe.value, self._seed, self._loss) + "."

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        angle, offset, steepness = best()
        seen = "; ".join(
            f"times {scale:g}: accuracy {simulate(angle, offset, scale * steepness)[1]:.2f}, "
            f"from p = 0.1 to p = 0.9 it is {2 * UNSURE / (scale * steepness):.2f}"
            for scale in STATES
        )
        alt = (
            "The same line between overlapping circles and triangles three times, with w and b "
            "multiplied by 0.25, 1 and 4. The solid line, where p = 0.5, does not move; the dashed "
            "lines, where p is 0.1 and 0.9, come closer to it, and below them the S-shaped curve "
            f"of p over the distance becomes steeper. {seen}."
        )
        return snapshot(), alt

