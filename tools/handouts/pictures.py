"""Pictures that are drawn for paper: vector graphics, the same bytes every time."""

import io
import re

import matplotlib
import numpy as np
from matplotlib.figure import Figure

from dlfs import GradientDescentOptimizer, Graph, Session, Variable, placeholder, reduce_mean
from dlfs import reduce_sum, softmax_cross_entropy
from dlfs.classroom import data
from dlfs.classroom.explore.descent import snapshot as regimes
from dlfs.classroom.explore.messages import BLANK, Picture, _layout
from dlfs.classroom.explore.networks import EXAMPLES, Network
from dlfs.classroom.drawing.figures import new_figure, plot_curve
from dlfs.classroom.drawing.sketching import board

STEPS = 100
CURVE_SIZE = (2.3, 1.4)  # in inches, as printed: letters stay as large as they are drawn
LETTERS, MARGIN, ROOM = 11, 0.1, 0.32
TO_WRITE = 0.5  # inches between two layers: room to write a message


def svg(figure: Figure) -> bytes:
    """Return a figure as SVG, letters as outlines, without a date."""
    page = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": "dlfs", "svg.fonttype": "path"}):
        figure.savefig(page, format="svg", metadata={"Date": None})
    return with_counted_names(page.getvalue()).encode()


def with_counted_names(text: str) -> str:
    """Return the SVG with its parts named by their order of appearance.

    Matplotlib makes the names from all digits of their places, and the last digits differ from
    layout to layout.
    """
    counted: dict[str, str] = {}
    return re.sub(
        r"\b[a-z][0-9a-f]{10}\b",
        lambda name: counted.setdefault(name[0], f"part{len(counted)}"),
        text,
    )


def six_regimes() -> bytes:
    """Return the strip of the descent explorer: six regimes and the ruler."""
    return svg(regimes())


def blank_graphs() -> dict[str, tuple[bytes, float]]:
    """Return the three small graphs of lesson 5, with a line for every G and every message.

    Each stands under its formula, with its width in inches.
    """
    return {formula: _blank(network) for formula, network in EXAMPLES.items()}


def _blank(network: Network) -> tuple[bytes, float]:
    layout = _layout(network, LETTERS, least=TO_WRITE)
    width = layout.width + 2 * ROOM
    fig, ax = board(layout.height + 2 * MARGIN, width)
    Picture(ax, network, layout, LETTERS, (ROOM, MARGIN), BLANK).leave_blank()
    return svg(fig), width


class FlippedSign(GradientDescentOptimizer):
    """The optimizer with a slip: it goes uphill."""

    def update(self, gradients):
        for variable, G in gradients.items():
            variable.value = variable.value + self.learning_rate * G


def losses(learning_rate: float, steps: int = STEPS, summed: bool = False) -> list[float]:
    """Return the losses of the perceptron of lesson 8 on overlapping data, from zero weights."""
    inputs, targets = data.overlapping(seed=0)
    with Graph().as_default():
        X, c = placeholder("X"), placeholder("c")
        W, b = Variable(np.zeros((2, 2)), "W"), Variable(np.zeros(2), "b")
        of_points = softmax_cross_entropy(X @ W + b, c)
        J = reduce_sum(of_points) if summed else reduce_mean(of_points)
        feed, session = {X: inputs, c: targets}, Session()
        descent = GradientDescentOptimizer if learning_rate > 0 else FlippedSign
        step = descent(abs(learning_rate)).minimize(J)
        return [float(session.run([J, step], feed)[0]) for _ in range(steps + 1)]


def curve(values: list[float]) -> bytes:
    """Return one small loss curve."""
    fig, ax = new_figure(2.9)
    plot_curve(ax, values)
    ax.set(xlabel="step t", ylabel="loss J")
    fig.set_size_inches(*CURVE_SIZE)
    return svg(fig)
