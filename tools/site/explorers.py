"""The explorers on a page: one control or two, and a picture for each of their places.

Each explorer says itself which controls a page offers, and where they can stand: its `slide`. The
pictures of one explorer share a background: what no place changes is stored once.
"""

import ast
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import prod

import numpy as np
from PIL import Image
from traitlets import TraitError

from dlfs.classroom import explore
from dlfs.classroom.explore.live import Explorer, Slide
from tools.site.goals import Aim, aim_of

MOST_PLACES, MOST_STATES = 12, 40


@dataclass(frozen=True)
class State:
    """The controls in their places: the sentence about it, and what the picture adds to the rest."""

    sentence: str
    picture: bytes


@dataclass(frozen=True)
class Control:
    """A control of a page: what it is called, where it can stand, and where it starts."""

    label: str
    places: tuple[str, ...]
    start: int


@dataclass(frozen=True)
class Strip:
    """An explorer as a page shows it: its controls, and the states over their background.

    The states are in the order of the places; the last control goes through its own first. `goals`
    are those that the controls of the page can reach.
    """

    controls: tuple[Control, ...]
    size: tuple[int, int]
    background: bytes
    states: tuple[State, ...]
    caption: str = ""
    goals: tuple[Aim, ...] = ()

    @property
    def start(self) -> int:
        """The place of the state that is shown first."""
        place = 0
        for control in self.controls:
            place = place * len(control.places) + control.start
        return place


@dataclass(frozen=True)
class Call:
    """How a lesson made an explorer: its name, and those arguments that are plain values."""

    name: str
    arguments: tuple[tuple[str, object], ...] = ()


class Names:
    """What the names of a lesson stand for, as far as a page needs it: values and explorers."""

    def __init__(self):
        self._known: dict[str, object] = {}

    def read(self, source: str) -> None:
        """Follow the assignments of one cell."""
        for line in ast.parse(source).body:
            if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
                self._known[line.targets[0].id] = self._value(line.value)

    def shown(self, source: str) -> Call | None:
        """Return the explorer that the last line of a cell shows; None if it shows none."""
        last = ast.parse(source).body[-1:]
        value = self._value(last[0].value) if last and isinstance(last[0], ast.Expr) else None
        return value if isinstance(value, Call) else None

    def _value(self, node: ast.expr) -> object:
        if isinstance(node, ast.Name):
            return self._known.get(node.id)
        if isinstance(node, ast.Call):
            return self._call(node)
        try:
            return ast.literal_eval(node)
        except ValueError:
            return None

    def _call(self, node: ast.Call) -> Call | None:
        module, _, name = ast.unparse(node.func).rpartition(".")
        if module != "explore" or name not in explore.__all__:
            return None
        # A learner's function is no plain value: the page shows the explorer without it.
        given = {entry.arg: self._value(entry.value) for entry in node.keywords if entry.arg}
        plain = {key: value for key, value in given.items() if _is_plain(value)}
        return Call(name, tuple(sorted(plain.items())))


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float | bool)


@cache
def strip_of(call: Call) -> Strip:
    """Return the states of an explorer, drawn.

    Raises ValueError where it has no `slide`, or one with places that its control does not take.
    """
    made = getattr(explore, call.name)
    if not hasattr(made, "slide"):
        raise ValueError(f"explore.{call.name} has no `slide`: which control does a page offer?")
    return strip_of_explorer(made(**dict(call.arguments)), f"explore.{call.name}")


def strip_of_explorer(explorer: Explorer, name: str) -> Strip:
    """Return the states of an explorer that is made already; its `name` stands in errors."""
    slide = explorer.slide
    slides = [slide, *([slide.second] if slide.second else [])]
    controls = [_control(each, explorer) for each in slides]
    _refuse_odd_counts(name, controls)
    _set_all(explorer, slide.fixed)
    values = [each.places_of(explorer).values() for each in slides]
    names, rows = [each.control for each in slides], []
    for first in values[0]:
        rows.append([_shot(explorer, names, (first, *others)) for others in product(*values[1:])])
    rows = _ended(rows)
    controls[0] = _cut(controls[0], len(rows))
    shots = [shot for row in rows for shot in row]
    background, layers = layered([shot.pixels for shot in shots])
    states = tuple(State(shot.sentence, layer) for shot, layer in zip(shots, layers, strict=True))
    size = int(explorer.picture.width), int(explorer.picture.height)
    looks = zip(*(shot.looks for shot in shots), strict=True)
    aims = [aim_of(goal, list(seen)) for goal, seen in zip(explorer.goals, looks)]
    goals = tuple(aim for aim in aims if aim)
    return Strip(tuple(controls), size, background, states, slide.caption, goals)


def _refuse_odd_counts(name: str, controls: list[Control]) -> None:
    counts = [len(control.places) for control in controls]
    for count in counts:
        if not 2 <= count <= MOST_PLACES:
            raise ValueError(f"{name} has {count} places: 2 to {MOST_PLACES} fit")
    if prod(counts) > MOST_STATES:
        raise ValueError(f"{name} has {prod(counts)} states: {MOST_STATES} fit")


def _control(slide: Slide, explorer: Explorer) -> Control:
    places = slide.places_of(explorer)
    return Control(slide.label, tuple(places), _start(places, getattr(explorer, slide.control).value))


def _cut(control: Control, count: int) -> Control:
    return Control(control.label, control.places[:count], min(control.start, count - 1))


def _set_all(explorer: Explorer, values: dict) -> None:
    for name, value in values.items():
        try:
            getattr(explorer, name).value = value
        except TraitError as error:
            kind = type(explorer).__name__
            raise ValueError(f"{kind}.{name} does not take {value}: {error}") from None


def _start(places: dict, value: object) -> int:
    values = list(places.values())
    return values.index(value) if value in values else 0


def _ended(rows: list[list]) -> list[list]:
    """The rows without those at the end that repeat the one before: nothing happens any more."""
    said = [[shot.sentence for shot in row] for row in rows]
    while len(said) > 2 and said[-1] == said[-2]:
        said.pop()
    return rows[: len(said)]


@dataclass(frozen=True)
class Shot:
    """What an explorer shows in one state, and what counts for each of its goals there."""

    sentence: str
    pixels: np.ndarray
    looks: list


def _shot(explorer: Explorer, controls: list[str], values: tuple) -> Shot:
    _set_all(explorer, dict(zip(controls, values, strict=True)))
    picture = Image.open(io.BytesIO(explorer.picture.value)).convert("RGB")
    looks = [goal.seen(explorer) for goal in explorer.goals]
    return Shot(explorer.describe(), np.asarray(picture), looks)


def layered(pictures: Iterable[np.ndarray]) -> tuple[bytes, list[bytes]]:
    """Return the background of the `pictures` and one layer each, as lossless WebP.

    The background has the pixels in which all of them agree, and is white elsewhere; a layer is
    transparent where they agree. A layer over the background is the picture, to the pixel.
    """
    stack = np.stack(list(pictures))
    moves = (stack != stack[0]).any(axis=(0, 3))
    background = np.where(moves[..., None], np.uint8(255), stack[0])
    alpha = np.where(moves, np.uint8(255), np.uint8(0))[..., None]
    layers = [np.concatenate([picture * (alpha > 0), alpha], axis=2) for picture in stack]
    return webp(background), [webp(layer) for layer in layers]


def webp(pixels: np.ndarray) -> bytes:
    """Return a picture as lossless WebP."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "WEBP", lossless=True, quality=80, method=4)
    return file.getvalue()
