"""What can be done with an explorer: every setting of it, every button, as new again."""

import itertools
import random
from functools import cache

import ipywidgets as widgets
import numpy as np

from dlfs.classroom import explore
from dlfs.classroom.explore.live import parts_of
from dlfs.classroom.explore.numbers import Number

MOST_SETTINGS = 24


def buttons_of(explorer) -> list:
    return [part for part in parts_of(explorer.view) if isinstance(part, widgets.Button)]


def places_of(control) -> list:
    """Return values that a control takes: both ends and two in between, or all of a choice."""
    if isinstance(control, Number):
        low, high = control.min, control.max
        even = np.linspace(low, high, 4) if low <= 0 else np.geomspace(low, high, 4)
        return [low, high, *(round(x) if control.whole else float(f"{x:.3g}") for x in even[1:3])]
    if isinstance(control, widgets.Text):
        return ["", "no such node"]
    if isinstance(control, widgets.Checkbox):
        return [True, False]
    return [option[1] if isinstance(option, tuple) else option for option in control.options]


@cache
def _made(name: str, arguments: tuple) -> tuple:
    explorer = getattr(explore, name)(**dict(arguments))
    return explorer, state_of(explorer)


def new(name: str, **arguments):
    """Return an explorer as it is when it is new; building one takes a quarter of a second."""
    explorer, start = _made(name, tuple(arguments.items()))
    return back_at(explorer, **start)


def state_of(explorer) -> dict:
    return {name: control.value for name, control in explorer.controls.items()}


def put(explorer, state: dict) -> None:
    for name, value in state.items():
        explorer.controls[name].value = value


def back_at(explorer, **state):
    """Return `explorer` without a learner's function, at these values of its controls."""
    explorer.hand_over(None)
    put(explorer, state)
    return explorer


def seen(explorer) -> tuple:
    return bytes(explorer.picture.value), explorer.describe()


def some_states(explorer) -> list[dict]:
    """Return settings of all controls together: all there are of the tried ones, or a sample."""
    names = list(explorer.controls)
    every = list(itertools.product(*map(places_of, explorer.controls.values())))
    if len(every) > MOST_SETTINGS:
        every = random.Random(0).sample(every, MOST_SETTINGS)
    return [dict(zip(names, values, strict=True)) for values in every]


def numbers_of(explorer) -> dict:
    return {name: one for name, one in explorer.controls.items() if isinstance(one, Number)}


def at_the_end(explorer) -> dict:
    """Return the settings at which most is to be seen: every number at its highest."""
    return {name: number.max for name, number in numbers_of(explorer).items()}
