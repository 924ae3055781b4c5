"""The explorers on a page: one control each, and a picture for each of its places.

`SLIDES` says, for every explorer, which control a page offers and where it can stand. The pictures
of one explorer share a background: what no place changes is stored once.
"""

import ast
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from PIL import Image

from dlfs.classroom import explore
from dlfs.classroom.explore.live import Explorer

MOST_STATES = 12


@dataclass(frozen=True)
class Slide:
    """One control of an explorer: its name in code, its label, and its places by their labels."""

    control: str
    label: str
    places: Callable[[Explorer], dict]
    fixed: dict = field(default_factory=dict)


@dataclass(frozen=True)
class State:
    """One place of the control: its label, the sentence about it, and what it adds to the rest."""

    label: str
    sentence: str
    picture: bytes


@dataclass(frozen=True)
class Strip:
    """An explorer as a page shows it: the states over their background, and where it starts."""

    label: str
    size: tuple[int, int]
    background: bytes
    states: tuple[State, ...]
    start: int


def numbers(*values: float) -> Callable[[Explorer], dict]:
    """Return what gives these places, whatever the explorer."""
    return lambda _: {f"{value:g}": value for value in values}


def steps(explorer: Explorer) -> dict:
    """Return every step that the explorer can take."""
    return {str(t): t for t in range(explorer.t.max + 1)}


def options(explorer: Explorer) -> dict:
    """Return the rules that the explorer knows by name."""
    return {str(name): name for name in explorer.rule.options}


def multiples(explorer: Explorer) -> dict:
    """Return places around the length that w has at the start, which is the best line's."""
    best = explorer.steepness.value
    scales = (0.1, 0.25, 0.5, 1, 1.5, 2, 3, 4, 8)
    return {f"{scale:g}": round(scale * best, 6) for scale in scales}


def powers_of_ten(explorer: Explorer) -> dict:
    """Return nudges from a tenth to the last digit."""
    return {f"1e-{n}": 10.0**-n for n in (*range(1, 11), 12, 15)}


SLIDES = {
    "chain": Slide("nudge", "Nudge of n1", numbers(1, 0.1, 0.01, 0.001)),
    "cross_entropy": Slide(
        "p", "p of the true class",
        numbers(0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.9, 0.99),
    ),
    "descent": Slide(
        "learning_rate", "Learning rate, for curvature 1",
        numbers(0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.9, 2, 2.1), {"t": 6},
    ),
    "graph": Slide("t", "Step t", steps),
    "learning_rate": Slide(
        "learning_rate", "Learning rate", numbers(0.01, 0.1, 0.5, 1, 2, 3, 5, 6, 7, 8, 10, 15)
    ),
    "line": Slide("steepness", "The best line's w and b, times", multiples),
    "look_ahead": Slide("turn", "Turn", numbers(0, 1, 2, 4, 8, 16, 32, 64, 157)),
    "messages": Slide("t", "Step t", steps),
    "nudge_size": Slide("h", "Nudge h", powers_of_ten),
    "registry": Slide("rule", "Its rule", options),
    "softmax": Slide(
        "shift", "Shift all logits by",
        numbers(-1000, 0, 100, 300, 500, 700, 706, 707, 708, 709, 800, 1000),
    ),
    "training": Slide(
        "t", "Step t", numbers(0, 1, 2, 4, 8, 16, 32, 64, 100, 157, 250, 400)
    ),
    "valley": Slide(
        "fraction", "Learning rate, as a part of the bound",
        numbers(0.1, 0.25, 0.5, 0.6, 0.75, 0.8, 0.9, 0.95, 0.975, 1, 1.05, 1.1), {"t": 11},
    ),
    "xor": Slide("t", "Step t", numbers(0, 100, 200, 300, 400, 500, 600, 800, 1000, 1500, 2000)),
}  # fmt: skip


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

    Raises ValueError where `SLIDES` has no entry for it, or one that the explorer does not take.
    """
    if call.name not in SLIDES:
        raise ValueError(f"tools/site/explorers.py has no entry for explore.{call.name}")
    slide = SLIDES[call.name]
    explorer = getattr(explore, call.name)(**dict(call.arguments))
    places = slide.places(explorer)
    if not 2 <= len(places) <= MOST_STATES:
        raise ValueError(f"explore.{call.name} has {len(places)} states: 2 to {MOST_STATES} fit")
    start = _start(places, getattr(explorer, slide.control).value)
    _set_all(explorer, slide.fixed)
    shots = _ended([_shot(explorer, slide.control, value) for value in places.values()])
    places = dict(list(places.items())[: len(shots)])
    background, layers = layered([pixels for _, pixels in shots])
    states = tuple(
        State(label, sentence, layer)
        for label, (sentence, _), layer in zip(places, shots, layers, strict=True)
    )
    size = int(explorer.picture.width), int(explorer.picture.height)
    return Strip(slide.label, size, background, states, min(start, len(states) - 1))


def _set_all(explorer: Explorer, values: dict) -> None:
    for name, value in values.items():
        control = getattr(explorer, name)
        control.value = value
        if control.value != value:
            raise ValueError(f"{type(explorer).__name__}.{name} does not take {value}")


def _start(places: dict, value: object) -> int:
    values = list(places.values())
    return values.index(value) if value in values else 0


def _ended(shots: list) -> list:
    """The shots without those at the end that repeat the one before: nothing happens any more."""
    while len(shots) > 2 and shots[-1][0] == shots[-2][0]:
        shots = shots[:-1]
    return shots


def _shot(explorer: Explorer, control: str, value: object) -> tuple[str, np.ndarray]:
    _set_all(explorer, {control: value})
    picture = Image.open(io.BytesIO(explorer.picture.value)).convert("RGB")
    return explorer.describe(), np.asarray(picture)


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
    return _webp(background), [_webp(layer) for layer in layers]


def _webp(pixels: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "WEBP", lossless=True, quality=80, method=4)
    return file.getvalue()
