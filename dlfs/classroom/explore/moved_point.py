"""One point is moved, and the line follows, or does not: it hears those alone that pull at it.

The perceptron is trained to its minimum on the overlapping points, each time from zero. A point that
is right and sure hardly pulls, wherever it stands; one on the wrong side pulls harder the farther it
goes.
"""

from functools import lru_cache

import numpy as np
from matplotlib.figure import Figure

from dlfs.classroom import data
from dlfs.classroom.drawing.figures import GREY, INK, RED, new_figure, plot_classes, plot_line
from dlfs.classroom.explore.controls import linear_slider, presets, whole_slider
from dlfs.classroom.explore.goals import Goal, now
from dlfs.classroom.explore.line_map import WINDOW, line_map, place_line, place_points, wrong_points
from dlfs.classroom.explore.live import Canvas, Explorer, Slide
from dlfs.classroom.explore.perceptron import (
    gradient_of, losses, probabilities, table_of, weight,
)  # fmt: skip
from dlfs.classroom.explore.stepping import descend

RATE, STEPS = 1.0, 60
POINT = 3
HOME, FAR_AND_RIGHT, FAR_AND_WRONG = None, (-4.5, -4.5), (-0.5, 4.5)
STATES = (HOME, FAR_AND_RIGHT, FAR_AND_WRONG)


def points_with(number: int, place: tuple | None) -> tuple[np.ndarray, np.ndarray]:
    """Return `(X, c)` of the overlapping data, with point `number` at `place`; None: at home."""
    X, c = data.overlapping()
    if place is not None:
        X[number] = place
    return X, c


@lru_cache(maxsize=64)
def simulate(number: int, place: tuple | None) -> np.ndarray:
    """Return the six numbers of the line after 60 steps with the rate 1, from zero."""
    X, c = points_with(number, place)
    return descend(gradient_of(X, c), np.zeros(6), RATE, STEPS)[-1]


def turned(number: int, place: tuple | None) -> float:
    """Return by how many degrees the line turns when the point goes there, 0 to 180."""
    now, before = (weight(simulate(number, each)) for each in (place, HOME))
    cosine = now @ before / np.hypot(*now) / np.hypot(*before)
    return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


def share_of_the_pull(number: int, place: tuple | None) -> float:
    """Return which share of all pulling, |p - c|, the point does."""
    X, c = points_with(number, place)
    strengths = np.abs(probabilities(X, simulate(number, place)) - c)[:, 0]
    return float(strengths[number] / strengths.sum())


def describe(number: int, place: tuple | None) -> str:
    """Return one sentence about the line with the point at this place."""
    X, c = points_with(number, place)
    point = simulate(number, place)
    kind, wrong = ("a triangle" if c[number, 1] else "a circle"), wrong_points(X, c, point)
    return (
        f"Point {number}, {kind}, at ({X[number, 0]:.2f}, {X[number, 1]:.2f}) is "
        f"{'wrong' if wrong[number] else 'right'} and does {100 * share_of_the_pull(number, place):.1f}"
        f" % of the pulling; the line turns by {turned(number, place):.1f} degrees, "
        f"{(~wrong).sum()} of {len(X)} points are right and the loss is "
        f"{losses(X, c, point[None])[0]:.3f}"
    )


def snapshot(states: tuple = STATES) -> Figure:
    """Return the printed form: point 3 at each of `states`, and the line that follows."""
    fig, maps = new_figure(2.6, 1, len(states))
    for ax, place in zip(maps, states, strict=True):
        line_map(ax)
        X, c = points_with(POINT, place)
        for group in plot_classes(ax, X, c):
            group.set_sizes([14])
        plot_line(ax, *table_of(simulate(POINT, HOME)), color=GREY, linewidth=1.5, linestyle="--")
        plot_line(ax, *table_of(simulate(POINT, place)))
        _ring(ax, X[POINT])
        ax.set_title(f"turned by {turned(POINT, place):.1f} degrees", fontsize=10)
    return fig


def _ring(ax, place: np.ndarray):
    look = {"marker": "o", "markersize": 15, "markerfacecolor": "none", "markeredgewidth": 2}
    return ax.plot(*place[:, None], linestyle="", markeredgecolor=RED, zorder=5, **look)[0]


class MovedPoint(Explorer):
    """Explore which points the line follows. The controls are `point`, `x1` and `x2`.

    There is one button of `presets` for each of three places: at home, far on the right side, and
    on the wrong side.
    """

    caption = "Try: where can you put point 3 so that the line turns by more than 10 degrees?"

    goals = (
        Goal("moved-point-turn", "Move one point so that the line turns by more than 12 degrees.",
             lambda shown: shown.degrees, now(lambda angle: angle > 12)),
    )
    said = ("degrees", "percent", "loss")
    slide = Slide("x1", "x1 of point 3", (-4.5, -2.5, -0.5, 1.5, 3.5),
                  second=Slide("x2", "x2 of point 3", (-4.5, -2.5, -0.5, 1.5, 3, 4.5)))

    def __init__(self):
        low, high = WINDOW
        X, _ = data.overlapping()
        self.point, point_row = whole_slider("Point", len(X) - 1, POINT)
        self.x1, x1_row = linear_slider("x1", low, high, round(X[POINT, 0], 2), 0.1)
        self.x2, x2_row = linear_slider("x2", low, high, round(X[POINT, 1], 2), 0.1)
        names = ("Home", "Far and right", "Far and wrong")
        moves = {name: lambda place=place: self._go(place)
                 for name, place in zip(names, STATES, strict=True)}  # fmt: skip
        self.presets, preset_row = presets("Put it", moves)
        rows = [point_row, preset_row, x1_row, x2_row]
        self.assemble(self._draw(), rows, [self.point, self.x1, self.x2])

    def _go(self, place: tuple | None) -> None:
        X, c = data.overlapping()
        number = self.point.value
        home = tuple(float(x) for x in X[number].round(2))
        side = -1 if place is not None and c[number, 1] else 1
        x1, x2 = home if place is None else (side * place[0], side * place[1])
        self.x1.value, self.x2.value = x1, x2

    def _draw(self) -> Canvas:
        fig, field = new_figure(3.9)
        line_map(field)
        field.set_title("the line now, and (dashed) with the point at home", fontsize=11)
        self._points = plot_classes(field, *data.overlapping())
        plot_line(field, *table_of(simulate(POINT, HOME)), color=GREY, linewidth=1.5, linestyle="--")
        (self._line,) = field.plot([], [], color=INK, linewidth=2.5)
        self._marked = _ring(field, data.overlapping()[0][POINT])
        return Canvas(fig, [*self._points, self._line, self._marked])

    @property
    def _place(self) -> tuple:
        return self.x1.value, self.x2.value

    @property
    def degrees(self) -> float:
        """By how many degrees the line has turned."""
        return turned(self.point.value, self._place)

    @property
    def percent(self) -> float:
        """The share of all pulling that the point does, in percent."""
        return 100 * share_of_the_pull(self.point.value, self._place)

    @property
    def loss(self) -> float:
        """The mean loss of the line."""
        X, c = points_with(self.point.value, self._place)
        return float(losses(X, c, simulate(self.point.value, self._place)[None])[0])

    def show(self) -> str:
        number, place = self.point.value, self._place
        X, c = points_with(number, place)
        place_points(self._points, X, c)
        place_line(self._line, simulate(number, place))
        self._marked.set_data(X[number, :1], X[number, 1:])
        return describe(number, place) + "."

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        seen = "; ".join(describe(POINT, place) for place in STATES)
        alt = (
            "Two clouds of points that overlap, and the line between them, three times; one circle "
            f"with a ring around it stands at its place, then elsewhere. {seen}. A dashed line "
            "shows where the line was at first."
        )
        return snapshot(), alt
