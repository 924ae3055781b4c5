"""The room that draws: the course's figures, and graphs with their values and gradients.

A lesson that draws something of its own imports from here.
"""

from dlfs.classroom.drawing.figures import (
    BLUE, GREY, INK, ORANGE, PALE, RED, figure, new_figure, plot_classes, plot_curve, plot_line,
)  # fmt: skip
from dlfs.classroom.drawing.graphs import describe_graph, draw_graph

__all__ = [
    "BLUE", "GREY", "INK", "ORANGE", "PALE", "RED", "describe_graph", "draw_graph", "figure",
    "new_figure", "plot_classes", "plot_curve", "plot_line",
]
