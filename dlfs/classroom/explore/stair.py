"""A stair and a bowl: what a nudge of one weight does to the accuracy, and to the loss.

The accuracy changes only where a point crosses the line. Between two such places it is flat and
says nothing of which way is better; the loss has a slope there.
"""

from functools import lru_cache

import numpy as np
from matplotlib.figure import Figure

from dlfs.classroom import data
from dlfs.classroom.drawing.figures import INK, RED, new_figure, plot_curve
from dlfs.classroom.explore.controls import go_to, linear_slider
from dlfs.classroom.explore.goals import Goal, two
from dlfs.classroom.explore.line_map import wrong_points
from dlfs.classroom.explore.live import Canvas, Explorer, Slide
from dlfs.classroom.explore.perceptron import losses

LOW, HIGH, NUDGE = -2.0, 4.0, 0.001
BOTTOM = 5e-7
PRESETS = STATES = (0.0, 1.267, 3.0)
PLACES = np.linspace(LOW, HIGH, 601)


def six_numbers(second: float) -> np.ndarray:
    """Return the six numbers of lesson 3's best line, with `second` as its second weight."""
    return np.array([0, 1.237, 0, second, 0, -0.071])


@lru_cache(maxsize=256)
def simulate(second: float) -> tuple[float, float]:
    """Return the accuracy and the mean loss on the overlapping data."""
    X, c = data.overlapping()
    point = six_numbers(second)
    return float(1 - wrong_points(X, c, point).mean()), float(losses(X, c, point[None])[0])


@lru_cache(maxsize=1)
def curves() -> np.ndarray:
    """Return accuracy and loss at `PLACES`, shape (601, 2)."""
    return np.array([simulate(second) for second in PLACES])


def changes(second: float) -> tuple[float, float]:
    """Return by how much a nudge of a thousandth to the right changes accuracy and loss."""
    before, after = np.array([simulate(second), simulate(second + NUDGE)])
    return tuple(float(change) for change in after - before)


def describe(second: float) -> str:
    """Return one sentence about the perceptron with this second weight, and about a nudge."""
    accuracy, loss = simulate(second)
    stair, bowl = changes(second)
    moved = f"moves the accuracy by {stair:+.2f}" if stair else "leaves the accuracy as it is"
    return (
        f"Second weight {second:.3f}: the accuracy is {accuracy:.2f} and the loss {loss:.4f}; a "
        f"nudge of {NUDGE:g} {moved} and {_bowl(bowl)}"
    )


def _bowl(change: float) -> str:
    if abs(change) < BOTTOM:
        return "hardly moves the loss: this is the bottom of the bowl"
    return (f"moves the loss by {change:+.6f}, so the bowl goes {'down' if change < 0 else 'up'} "
            "to the right")  # fmt: skip


def snapshot(states: tuple = STATES) -> Figure:
    """Return the printed form: both curves with the `states` marked."""
    fig, axes = new_figure(2.6, 1, 2)
    _frame(axes)
    for ax, values in zip(axes, zip(*map(simulate, states), strict=True), strict=True):
        ax.plot(states, values, "s", color=INK, markersize=7)
    return fig


def _frame(axes) -> None:
    for ax, values, title in zip(axes, curves().T, ("accuracy", "loss J"), strict=True):
        stairs = {"drawstyle": "steps-mid"} if title == "accuracy" else {}
        plot_curve(ax, values, x=PLACES, **stairs)
        ax.set(xlabel="second weight", title=title)


class Stair(Explorer):
    """Explore what a nudge of the second weight does. The control is `weight`.

    There is one button of `presets` for each of 0, 1.267 (the best line) and 3.
    """

    caption = "On a stair there is no downhill. Try: where does the bowl have its lowest place?"

    goals = (
        Goal("stair-twins", "Find two weights whose losses differ by 0.002 at most, and whose "
             "accuracies differ by 0.03 or more.", lambda shown: (shown.loss, shown.accuracy),
             two(lambda one, other: other[0] - one[0] <= 0.002
                 and abs(other[1] - one[1]) > 0.025)),
    )  # fmt: skip
    said = ("accuracy", "loss", "loss_change")
    slide = Slide("weight", "Second weight", (-2, -1, -0.5, 0, 0.5, 1, 1.267, 1.5, 2, 3, 4))

    def __init__(self):
        self.weight, weight_row = linear_slider("Second weight", LOW, HIGH, 0.0, 0.05)
        self.presets, preset_row = go_to("Try", self.weight, PRESETS)
        self.assemble(self._draw(), [preset_row, weight_row], [self.weight])

    def _draw(self) -> Canvas:
        fig, axes = new_figure(3.0, 1, 2)
        _frame(axes)
        self._dots = [ax.plot([], [], "s", color=INK, markersize=8, zorder=4)[0] for ax in axes]
        self._slopes = [ax.plot([], [], "--", color=RED, linewidth=2)[0] for ax in axes]
        return Canvas(fig, [*self._dots, *self._slopes])

    @property
    def accuracy(self) -> float:
        """The share of points on the right side."""
        return simulate(self.weight.value)[0]

    @property
    def loss(self) -> float:
        """The mean loss."""
        return simulate(self.weight.value)[1]

    @property
    def loss_change(self) -> float:
        """By how much a nudge of a thousandth to the right changes the loss."""
        return changes(self.weight.value)[1]

    def show(self) -> str:
        second = self.weight.value
        slopes = 0.0, self.loss_change / NUDGE
        reach = np.array([-0.6, 0.6])
        marks = zip(self._dots, self._slopes, simulate(second), slopes, strict=True)
        for dot, line, height, slope in marks:
            dot.set_data([second], [height])
            line.set_data(second + reach, height + slope * reach)
        return describe(second) + "."

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        seen = "; ".join(describe(second) for second in STATES)
        alt = (
            "Two curves over the second weight, from -2 to 4. Left, the accuracy: a staircase with "
            "flat steps, up from about 0.4 to above 0.8, and then a few steps down again. Right, "
            f"the loss: a smooth bowl with its lowest place near 1.3. Marked: {seen}."
        )
        return snapshot(), alt
