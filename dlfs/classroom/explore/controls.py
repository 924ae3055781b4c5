"""The controls that all explorers share: sliders with a number field, steps that play, buttons.

They stand in a narrow column beside the picture, so that both fit on a laptop's screen.
"""

import math
from collections.abc import Callable, Iterable
from functools import partial

import ipywidgets as widgets
import numpy as np

from dlfs.classroom.explore.numbers import Number, number_label
from dlfs.classroom.explore.playing import Player

LOG_STEP = 0.01
NAME = "114px"
LABEL = {"description_width": NAME}
WIDE = {"min_width": "0", "flex": "1 1 auto", "width": "auto"}
ROW = {"flex_flow": "row wrap", "align_items": "center"}


def slider(label: str, low: float, high: float, value: float, whole: bool = False) -> tuple:
    """Return a number with a slider whose steps are equal factors, and the row of both.

    The number is exact. The slider counts steps in whole numbers, because a front end moves a
    slider of fractions to its nearest step and sends that back: 2.1 would become 2.09.
    """
    places = low * 10 ** np.arange(0, math.log10(high / low) + LOG_STEP, LOG_STEP)
    places = np.minimum(places, high)
    if whole:
        places = np.unique(places.round())

    def nearest(value: float) -> int:
        return int(np.abs(np.log(places / value)).argmin())

    return _with_handle(
        Number(label, low, high, value, whole), len(places) - 1, nearest,
        lambda place: float(f"{places[place]:.3g}"),
    )  # fmt: skip


def linear_slider(label: str, low: float, high: float, value: float, step: float) -> tuple:
    """Return a number with a slider whose steps are equal, and the row of both.

    The number is exact, and may lie between the steps. The slider counts steps in whole numbers: a
    front end would move a slider of fractions to its nearest step.
    """
    return _with_handle(
        Number(label, low, high, value), round((high - low) / step),
        lambda value: round((value - low) / step), lambda place: round(low + place * step, 9),
    )  # fmt: skip


def steps(label: str, last: int, value: int, interval: int = 150, stride: int = 1) -> tuple:
    """Return a number of whole steps from 0 to `last`, and its rows: a slider; Back, Step, Play.

    Play takes a step every `interval` milliseconds; Back, Step and Play take `stride` at a time.
    """
    number, row = whole_slider(label, last, value)
    back, step = (_button(text) for text in ("Back", "Step"))
    back.on_click(lambda _: setattr(number, "value", max(number.value - stride, 0)))
    step.on_click(lambda _: setattr(number, "value", min(number.value + stride, last)))
    buttons = named_row("", back, step, player(number, stride, interval))
    return number, widgets.VBox([row, buttons])


def whole_slider(label: str, last: int, value: int) -> tuple:
    """Return a whole number from 0 to `last` with a slider, and the row of both."""
    return _with_handle(Number(label, 0, last, value, whole=True), last, int, int)


def _with_handle(
    number: Number, last: int, place_of: Callable[[float], int], value_at: Callable[[int], float]
) -> tuple:
    """Return `number` and the row of its slider, whose places 0 to `last` stand for values."""
    handle = widgets.IntSlider(
        place_of(number.value), min=0, max=last, description=number.label, readout=False,
        style=LABEL, layout=widgets.Layout(**WIDE),
    )  # fmt: skip

    number.handle = handle

    def take_place(move) -> None:
        if move.new != place_of(number.value):
            number.value = value_at(move.new)

    handle.observe(take_place, "value")
    number.observe(lambda move: setattr(handle, "value", place_of(move.new)), "value")
    return number, widgets.HBox([handle, number.field])


def player(number: Number, step: int = 1, interval: int = 150) -> Player:
    """Return a button that lets `number` go on, and stops it."""
    return Player(number, step, interval, layout=_small())


def seeds(label: str = "Data seed", new: str = "New seed") -> tuple:
    """Return the number of the seed, and its row with a button for a `new` one."""
    number = Number(label, 0, 99, 0, whole=True)
    button = _button(new)
    button.on_click(lambda _: setattr(number, "value", (number.value + 1) % 100))
    return number, named_row(label, number.field, button)


def presets(label: str, settings: dict) -> tuple:
    """Return one button per entry of `settings` (its text: what to do), and their row."""
    buttons = tuple(_button(text) for text in settings)
    for button, action in zip(buttons, settings.values(), strict=True):
        button.on_click(lambda _, action=action: action())
    return buttons, named_row(label, *buttons)


def go_to(label: str, control, values) -> tuple:
    """Return one button for each of the `values`, which `control` then takes, and their row."""
    settings = {number_label(value): partial(setattr, control, "value", value) for value in values}
    return presets(label, settings)


def _button(text: str) -> widgets.Button:
    return widgets.Button(description=text, layout=_small())


def _small() -> widgets.Layout:
    return widgets.Layout(width="auto", min_width="40px", padding="0 8px")


def text_field(label: str, value: str, hint: str) -> tuple:
    """Return a field for text, which counts when Enter is pressed, and its row."""
    control = widgets.Text(
        value, placeholder=hint, description=label, continuous_update=False, style=LABEL,
        layout=widgets.Layout(**WIDE),
    )  # fmt: skip
    return control, widgets.HBox([control])


def choice(label: str, options: Iterable, value=None) -> tuple:
    """Return buttons of which one is down, and their row; `options` are texts, numbers or points.

    At first the button of `value` is down, or the first one.
    """
    control = widgets.ToggleButtons(
        options=[(str(option), option) for option in options], description=label,
        style={"description_width": NAME, "button_width": "auto"},
        layout=widgets.Layout(display="flex", flex_flow="row", width="100%"),
    )  # fmt: skip
    # As in every other row, the label keeps its width where the buttons need two lines.
    control.add_class("widget-inline-hbox")
    if value is not None:
        control.value = value
    return control, widgets.HBox([control])


def offer_yours(control, names: Iterable[str], offered: bool) -> None:
    """Let `control` choose one of the `names` or, if it is `offered`, "yours", which it then is."""
    control.options = [*names, *(["yours"] if offered else [])]
    control.value = control.options[-1 if offered else 0]


def named_row(label: str, *parts: widgets.Widget) -> widgets.HBox:
    """Return the row of the `parts`, with their label at the left."""
    name = widgets.Label(label, layout=widgets.Layout(width=NAME, justify_content="flex-end"))
    box = widgets.HBox(parts, layout=widgets.Layout(flex="1 1 0", **ROW))
    return widgets.HBox([name, box])
