"""A ruler of machines: what a step of descent costs on several workers, computing and sending.

More workers compute less each, and the driver sends to more of them. So the time of a step first
falls and then rises, and for a small network it only rises.
"""

import math
from itertools import cycle

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from dlfs.classroom.drawing.figures import BLUE, GREY, INK, RED, new_figure, plot_curve
from dlfs.classroom.explore.controls import presets, slider
from dlfs.classroom.explore.goals import Goal, now
from dlfs.classroom.explore.live import Canvas, Explorer, Slide
from dlfs.classroom.explore.trajectory import counted

# Two operations forward and four backward for each weight and row; those of one worker in a second;
# the bytes of a number; the seconds of a message there and back that says nothing.
OPERATIONS, SPEED, BYTES, CALL = 6, 1e10, 8, 0.001
MOST_WORKERS, MEGABYTE = 64, 1e6
PARAMETERS = {"perceptron": 6, "digits": 4810, "large": 10**9}
ROWS = {"perceptron": 100, "digits": 1000, "large": 100_000}
LINES = "dashed: computing", "dash-dotted: sending", "solid: both"
WORKERS = np.arange(1, MOST_WORKERS + 1)
HIGHEST, WIDEST = 1e3, 2.0


def computing(parameters: float, rows: float, workers) -> float:
    """Return the seconds in which each worker finds the gradient of its share of the rows."""
    return OPERATIONS * parameters * rows / (SPEED * workers)


def sending(parameters: float, workers, bandwidth: float) -> float:
    """Return the seconds in which the driver sends weights to all and receives their gradients.

    `bandwidth` is in megabytes a second. One worker alone needs no driver, and sends nothing.
    """
    each = CALL + 2 * BYTES * parameters / (bandwidth * MEGABYTE)
    return np.where(np.equal(workers, 1), 0.0, workers * each)[()]


def simulate(parameters: float, rows: float, workers, bandwidth: float):
    """Return the seconds of a step, computing and sending; `workers` may be an array."""
    return computing(parameters, rows, workers) + sending(parameters, workers, bandwidth)


def best(parameters: float, rows: float, bandwidth: float) -> int:
    """Return the number of workers, from 1 to 64, with which a step takes the least time."""
    return int(WORKERS[np.argmin(simulate(parameters, rows, WORKERS, bandwidth))])


def break_even(parameters: float, bandwidth: float) -> int:
    """Return the number of rows in a step from which on two workers are faster than one."""
    saved_by_a_row = computing(parameters, 1, 1) - computing(parameters, 1, 2)
    return math.floor(sending(parameters, 2, bandwidth) / saved_by_a_row) + 1


def figures(value: float) -> str:
    """Return a number with three figures, and in full where it is large."""
    return f"{value:.3g}" if value < 1000 else f"{value:.0f}"


def describe(parameters: int, rows: int, workers: int, bandwidth: float) -> str:
    """Return one sentence about a step of these sizes."""
    settings = (
        f"{counted(parameters, 'parameter')}, {counted(rows, 'row')}, "
        f"{counted(workers, 'worker')}, {figures(bandwidth)} megabytes a second"
    )
    parts = computing(parameters, rows, workers), sending(parameters, workers, bandwidth)
    alone = simulate(parameters, rows, 1, bandwidth)
    return (
        f"{settings}: a step takes {figures(sum(parts))} s, {figures(parts[0])} s computing and "
        f"{figures(parts[1])} s sending, {figures(sum(parts) / alone)} times as long as one worker "
        f"alone; of all numbers up to {MOST_WORKERS} the fastest is "
        f"{best(parameters, rows, bandwidth)}, and two pay from "
        f"{counted(break_even(parameters, bandwidth), 'row')} on"
    )


def _ratios(parameters: float, rows: float, bandwidth: float) -> tuple:
    """Return computing, sending and both for all `WORKERS`, in times of one worker alone."""
    parts = computing(parameters, rows, WORKERS), sending(parameters, WORKERS, bandwidth)
    alone = parts[0][0]
    return tuple(np.clip(each / alone, 1e-9, 1e12) for each in (*parts, parts[0] + parts[1]))


def _ground(ax) -> None:
    ax.set(xscale="log", yscale="log", xlim=(1, MOST_WORKERS), ylim=(0.01, HIGHEST))
    ax.set_xticks([1, 2, 4, 8, 16, 32, 64], ["1", "2", "4", "8", "16", "32", "64"])
    ax.set_yticks([0.01, 0.1, 1, 10, 100, 1000], ["0.01", "0.1", "1", "10", "100", "1000"])
    ax.minorticks_off()
    ax.axhline(1, color=GREY, linewidth=1)


def snapshot(states: tuple = tuple(PARAMETERS), bandwidth: float = 125.0) -> Figure:
    """Return the printed form: the time over the workers for each network of `states`."""
    fig, panels = new_figure(2.5, 1, len(states), sharey=True)
    for ax, name, line in zip(panels, states, cycle(LINES)):
        _ground(ax)
        both = _ratios(PARAMETERS[name], ROWS[name], bandwidth)
        for values, style in zip(both, (1, 2, 0), strict=True):
            plot_curve(ax, values, style, x=WORKERS)
        number = best(PARAMETERS[name], ROWS[name], bandwidth)
        ax.plot(number, both[2][number - 1], "s", color=RED, markersize=7, markeredgecolor=INK)
        ax.set_title(f"{name}\nfastest: {counted(number, 'worker')}", fontsize=10)
        ax.set_xlabel(f"workers\n{line}")
    panels[0].set_ylabel("time / time alone")
    return fig


class Machines(Explorer):
    """Explore what a step costs on several workers.

    The controls are `parameters`, `rows`, how many of them are in a step, `workers` and
    `bandwidth`, the megabytes that the driver sends in a second. There is one button of `presets`
    for each of the networks perceptron, digits, large.
    """

    caption = (
        "A step is computing, which is shared, and sending, which is not. Try: what makes two "
        "workers pay, more parameters or more rows?"
    )

    goals = (
        Goal("machines-four", "Let a step of four workers take less than 0.3 times as long as one "
             "worker alone.", lambda shown: shown.workers.value == 4 and shown.ratio,
             now(lambda ratio: ratio < 0.3)),
        Goal("machines-eight", "Find a step for which 8 is the fastest number of workers.",
             lambda shown: shown.fastest, now(lambda workers: workers == 8)),
    )  # fmt: skip
    said = ("seconds", "computing", "sending", "ratio", "fastest", "break_even")
    slide = Slide("workers", "Workers", (1, 2, 4, 8, 16, 32, 64),
                  second=Slide("rows", "Rows", (100, 1000, 10_000, 100_000)))  # fmt: skip

    def __init__(self):
        self.parameters, parameter_row = slider("Parameters", 1, 10**9, 4810, whole=True)
        self.rows, row_row = slider("Rows", 1, 10**6, 1000, whole=True)
        self.workers, worker_row = slider("Workers", 1, MOST_WORKERS, 2, whole=True)
        self.bandwidth, width_row = slider("MB a second", 1, 10_000, 125)
        settings = {name: lambda name=name: self._take(name) for name in PARAMETERS}
        self.presets, preset_row = presets("Try", settings)
        rows = [preset_row, parameter_row, row_row, worker_row, width_row]
        watched = [self.parameters, self.rows, self.workers, self.bandwidth]
        self.assemble(self._draw(), rows, watched)

    def _take(self, name: str) -> None:
        self.parameters.value, self.rows.value = PARAMETERS[name], ROWS[name]

    def _draw(self) -> Canvas:
        fig, (curves, bars) = new_figure(3.2, 1, 2)
        _ground(curves)
        curves.set(xlabel="workers; dashed: computing; dash-dotted: sending", title="time / time alone")
        self._curves = [plot_curve(curves, [], style) for style in (1, 2, 0)]
        (self._dot,) = curves.plot([], [], "s", color=RED, markersize=8, markeredgecolor=INK)
        bars.set(xlim=(0, WIDEST), ylim=(-0.6, 1.6), title="this step, and one worker alone")
        bars.set_yticks([0, 1], ["alone", "together"])
        bars.set_xlabel("time / time alone; hatched: sending")
        bars.add_patch(Rectangle((0, -0.3), 1, 0.6, facecolor=BLUE, edgecolor=INK))
        self._bars = [
            bars.add_patch(Rectangle((0, 0.7), 0, 0.6, edgecolor=INK, **look))
            for look in ({"facecolor": BLUE}, {"facecolor": "white", "hatch": "///"})
        ]
        return Canvas(fig, [*self._curves, self._dot, *self._bars])

    @property
    def _size(self) -> tuple:
        return self.parameters.value, self.rows.value, self.workers.value, self.bandwidth.value

    @property
    def computing(self) -> float:
        """The seconds of a step in which all compute."""
        return computing(*self._size[:3])

    @property
    def sending(self) -> float:
        """The seconds of a step in which the driver sends and receives."""
        return float(sending(self.parameters.value, self.workers.value, self.bandwidth.value))

    @property
    def seconds(self) -> float:
        """The seconds of a step."""
        return self.computing + self.sending

    @property
    def ratio(self) -> float:
        """The time of a step in times of that of one worker alone."""
        return self.seconds / computing(self.parameters.value, self.rows.value, 1)

    @property
    def fastest(self) -> int:
        """The number of workers, up to 64, with which a step takes the least time."""
        return best(self.parameters.value, self.rows.value, self.bandwidth.value)

    @property
    def break_even(self) -> int:
        """The number of rows from which on two workers are faster than one."""
        return break_even(self.parameters.value, self.bandwidth.value)

    def show(self) -> str:
        parameters, rows, workers, bandwidth = self._size
        all_ratios = _ratios(parameters, rows, bandwidth)
        for line, values in zip(self._curves, all_ratios, strict=True):
            line.set_data(WORKERS, values)
        here = [values[workers - 1] for values in all_ratios]
        self._dot.set_data([workers], [min(here[2], HIGHEST)])
        first = min(here[0], WIDEST)
        self._bars[0].set_width(first)
        self._bars[1].set_x(first)
        self._bars[1].set_width(min(here[1] if workers > 1 else 0, WIDEST - first))
        return describe(*self._size) + "."

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        seen = "; ".join(
            f"{name} {best(PARAMETERS[name], ROWS[name], 125.0)}" for name in PARAMETERS
        )
        alt = (
            "The time of a step over the number of workers, for three networks, in times of one "
            "worker alone. Computing falls as workers are added, sending rises. For the perceptron "
            "the sum lies far above 1 everywhere, for the digits a little above it, and for the "
            f"large network it falls. The fastest number of workers: {seen}."
        )
        return snapshot(), alt
