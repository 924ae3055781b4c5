"""The controls that all explorers share: sliders with a number field, steps that play, buttons."""

import math
from collections.abc import Iterable
from functools import partial

import ipywidgets as widgets
import numpy as np

from dlfs.classroom.explore.live import number_label

LOG_STEP = 0.01
LABEL = {"description_width": "130px"}


def slider(label: str, low: float, high: float, value: float) -> tuple:
    """Return the number field of a slider whose steps are equal factors, and the row of the two.

    The field holds the exact value. The slider counts steps in whole numbers, because a front end
    moves a slider of fractions to its nearest step and sends that back: 2.1 would become 2.09.
    """
    places = low * 10 ** np.arange(0, math.log10(high / low) + LOG_STEP, LOG_STEP)
    places = np.minimum(places, high)
    field = widgets.BoundedFloatText(value, min=low, max=high, step=low, **_named(label))
    handle = widgets.IntSlider(
        _nearest(places, value),
        min=0,
        max=len(places) - 1,
        description=label,
        readout=False,
        style=LABEL,
        layout=widgets.Layout(width="480px"),
    )

    def take_place(move) -> None:
        if move.new != _nearest(places, field.value):
            field.value = float(f"{places[move.new]:.3g}")

    handle.observe(take_place, "value")
    field.observe(lambda move: setattr(handle, "value", _nearest(places, move.new)), "value")
    return field, widgets.HBox([handle, field])


def _nearest(places: np.ndarray, value: float) -> int:
    return int(np.abs(np.log(places / value)).argmin())


def linear_slider(label: str, low: float, high: float, value: float, step: float) -> tuple:
    """Return the number field of a slider whose steps are equal, and the row of the two.

    The field holds the exact value, and takes numbers between the steps. The slider counts steps in
    whole numbers: a front end would move a slider of fractions to its nearest step.
    """
    field = widgets.BoundedFloatText(value, min=low, max=high, step=step, **_named(label))
    handle = widgets.IntSlider(
        round((value - low) / step), min=0, max=round((high - low) / step), description=label,
        readout=False, style=LABEL, layout=widgets.Layout(width="480px"),
    )  # fmt: skip

    def take_place(move) -> None:
        if move.new != round((field.value - low) / step):
            field.value = round(low + move.new * step, 9)

    def follow_field(move) -> None:
        handle.value = round((move.new - low) / step)

    handle.observe(take_place, "value")
    field.observe(follow_field, "value")
    return field, widgets.HBox([handle, field])


def steps(label: str, last: int, value: int, interval: int = 150) -> tuple:
    """Return a slider of whole steps from 0 to `last`, and a row with Back, Step and Play.

    Play takes a step every `interval` milliseconds.
    """
    control = widgets.IntSlider(
        value, min=0, max=last, description=label, readout=False, style=LABEL,
        layout=widgets.Layout(width="480px"),
    )  # fmt: skip
    number = step_field(label, last, control)
    back, step = (_button(text, "60px") for text in ("Back", "Step"))
    back.on_click(lambda _: setattr(control, "value", max(control.value - 1, 0)))
    step.on_click(lambda _: setattr(control, "value", min(control.value + 1, last)))
    return control, widgets.HBox([control, number, back, step, *player(control, 1, interval)])


def step_field(label: str, last: int, control: widgets.IntSlider) -> widgets.BoundedIntText:
    """Return a number field that goes with the slider `control` of whole steps."""
    number = widgets.BoundedIntText(control.value, min=0, max=last, **_named(label))
    widgets.link((control, "value"), (number, "value"))
    return number


def player(
    control: widgets.IntSlider, step: int = 1, interval: int = 150
) -> tuple[widgets.Button, widgets.Play]:
    """Return a button that starts and stops, and the clock that then moves `control` on.

    The clock stays hidden: its own buttons are symbols, which a screen reader cannot name.
    """
    play = widgets.Play(
        value=control.value, min=control.min, max=control.max, step=step, interval=interval,
        layout=widgets.Layout(display="none"),
    )  # fmt: skip
    widgets.jslink((play, "value"), (control, "value"))
    button = _button("Play", "60px")
    button.on_click(lambda _: setattr(play, "playing", not play.playing))
    play.observe(
        lambda move: setattr(button, "description", "Stop" if move.new else "Play"), "playing"
    )
    return button, play


def seeds(label: str = "Data seed") -> tuple:
    """Return the number field of the seed, and its row with a button for the next seed."""
    control = widgets.BoundedIntText(
        0, min=0, max=99, description=label, style=LABEL, layout=widgets.Layout(width="220px")
    )
    button = _button("New seed", "90px")
    button.on_click(lambda _: setattr(control, "value", (control.value + 1) % 100))
    return control, widgets.HBox([control, button])


def presets(label: str, settings: dict, width: str = "64px") -> tuple:
    """Return one button per entry of `settings` (its text: what to do), and their row."""
    buttons = tuple(_button(text, width) for text in settings)
    for button, action in zip(buttons, settings.values(), strict=True):
        button.on_click(lambda _, action=action: action())
    return buttons, named_row(label, *buttons)


def go_to(label: str, control, values, width: str = "64px") -> tuple:
    """Return one button for each of the `values`, which `control` then takes, and their row."""
    settings = {number_label(value): partial(setattr, control, "value", value) for value in values}
    return presets(label, settings, width)


def _named(label: str) -> dict:
    # The label is seen left of the slider; the field has it too, without room, for its name.
    style, layout = {"description_width": "0px"}, widgets.Layout(width="114px")
    return {"description": label, "style": style, "layout": layout}


def _button(text: str, width: str) -> widgets.Button:
    return widgets.Button(description=text, layout=widgets.Layout(width=width))


def text_field(label: str, value: str, hint: str) -> tuple:
    """Return a field for text, which counts when Enter is pressed, and its row."""
    control = widgets.Text(
        value, placeholder=hint, description=label, continuous_update=False, style=LABEL,
        layout=widgets.Layout(width="480px"),
    )  # fmt: skip
    return control, widgets.HBox([control])


def choice(label: str, options: Iterable, value=None) -> tuple:
    """Return buttons of which one is down, and their row; `options` are texts or numbers.

    At first the button of `value` is down, or the first one.
    """
    style = {"description_width": LABEL["description_width"], "button_width": "84px"}
    control = widgets.ToggleButtons(
        options=[(str(option), option) for option in options], description=label, style=style,
        layout=widgets.Layout(display="flex", flex_flow="row"),
    )  # fmt: skip
    if value is not None:
        control.value = value
    return control, widgets.HBox([control])


def offer_yours(control, names: Iterable[str], offered: bool) -> None:
    """Let `control` choose one of the `names` or, if it is `offered`, "yours", which it then is."""
    control.options = [*names, *(["yours"] if offered else [])]
    control.value = control.options[-1 if offered else 0]


def named_row(label: str, *parts: widgets.Widget) -> widgets.HBox:
    """Return the row of the `parts`, with their label at the left."""
    name = widgets.Label(label, layout=widgets.Layout(width="130px", justify_content="flex-end"))
    return widgets.HBox([name, *parts])
