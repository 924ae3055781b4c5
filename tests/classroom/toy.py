"""A small explorer that keeps every rule, in which the tests plant one fault at a time."""

import ipywidgets as widgets
import numpy as np

from dlfs.classroom.drawing.figures import new_figure
from dlfs.classroom.explore import live
from dlfs.classroom.explore.calling import answer_of
from dlfs.classroom.explore.controls import choice, go_to, slider
from dlfs.classroom.explore.goals import Goal, now

ALT = "An empty pair of axes that stands for a toy on paper"


class Toy(live.Explorer):
    """Shows the `height` of a line, on one `side`, `dotted` or not; `lift` may be yours."""

    caption = "Try: lift the line."
    goals = (Goal("toy-high", "Lift the line above 9.", lambda toy: toy.height.value,
                  now(lambda height: height > 9)),)  # fmt: skip
    own = "lift"
    said = ("lifted",)
    slide = live.Slide("height", "Height", (0.5, 1, 2))

    def __init__(self, lift=None):
        self.height, height_row = slider("Height", 0.1, 10, 1)
        self.side, side_row = choice("Side", ("left", "right"))
        self.dotted = widgets.Checkbox(False, description="Dotted")
        self.presets, button_row = go_to("Height", self.height, (0.5, 2))
        self.fault = None
        fig, ax = new_figure(2)
        ax.set_ylim(0, 10)
        (self.line,) = ax.plot([0, 1], [0, 1])
        (self.floor,) = ax.plot([0, 1], [0, 1])
        rows = [height_row, side_row, button_row, self.dotted]
        watched = [self.height, self.side, self.dotted]
        self.assemble(live.Canvas(fig, [self.line], [self.floor]), rows, watched, lift)

    def show(self):
        if self.fault:
            raise self.fault
        height, side = self.height.value, self.side.value
        if self.yours is not None:
            height = answer_of("lift", self.yours, np.array(height)).item()
        self.line.set_ydata([height, 0] if side == "left" else [0, height])
        self.line.set_linestyle(":" if self.dotted.value else "-")
        self.floor.set_ydata([0, 0] if side == "left" else [1, 1])
        self.canvas.settle(self.settled_for(side))
        return f"At the {side} the height is {height:.2f} < 100."

    @property
    def lifted(self):
        return self.height.value

    def settled_for(self, side):
        return side

    @classmethod
    def paper(cls):
        return new_figure(2)[0], ALT
