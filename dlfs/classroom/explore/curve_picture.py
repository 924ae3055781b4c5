"""Curves over the steps as an SVG: axes to draw on, and curves that lie over each other.

A line is told from another by its dashes and marks, and named beside a piece of it; a colour is
never needed.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dlfs.classroom.drawing.figures import BAND, BLUE, INK, RED
from dlfs.classroom.explore.curves import Curve
from dlfs.classroom.explore.numbers import number_label

WIDTH, HEIGHT = 640, 250
LEFT, TOP, RIGHT, BOTTOM = 60, 28, 624, 206
KEY_WIDTH = 150


@dataclass(frozen=True)
class Line:
    """How a line is drawn: its `name` in the key, colour, width, dashes, and a mark at each step."""

    name: str
    colour: str = INK
    width: float = 2
    dashes: str = ""
    mark: str = ""


TRUE = Line("true curve", BLUE, 3)
YOURS = Line("your curve", RED, 2.5, "7 5", "square")


def picture(curve: Curve, parts: Sequence, label: str, key: Sequence[Line] = ()) -> str:
    """Return an SVG of the axes of `curve` with the `parts` on them; `label` is its alt text."""
    inside = "".join([_axes(curve), *parts, *(_key(place, line) for place, line in enumerate(key))])
    return (f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{html.escape(label)}" '
            f'style="display:block; width:100%; max-width:{WIDTH}px; background:white; user-select:none">'
            f"{inside}</svg>")  # fmt: skip


def path(curve: Curve, steps: Sequence[int], values: Sequence[float], line: Line) -> str:
    """Return a line through the `values` after `steps`, and its marks."""
    points = [(x, y) for x, y in zip(*places(curve, steps, values))]
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return _stroke(drawn, line) + "".join(_mark(x, y, line) for x, y in points)


def places(curve: Curve, steps: Sequence[int], values: Sequence[float]) -> tuple:
    """Return the x and the y in the picture of `values` after `steps`."""
    x = LEFT + (RIGHT - LEFT) * curve.across(steps)
    return x, BOTTOM - (BOTTOM - TOP) * curve.up(values)


def both(curve: Curve, values: Sequence[float]) -> tuple[str, str]:
    """Return the parts that show a drawn curve over the true one."""
    true = curve.true
    return path(curve, range(len(true)), true, TRUE), path(curve, *curve.with_start(values), YOURS)


def start(curve: Curve) -> str:
    """Return the mark where every curve starts."""
    (x,), (y,) = places(curve, [0], [curve.true[0]])
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{INK}"/>'


def _stroke(points: str, line: Line) -> str:
    dashes = f' stroke-dasharray="{line.dashes}"' * bool(line.dashes)
    return (f'<polyline points="{points}" fill="none" stroke="{line.colour}" '
            f'stroke-width="{line.width}"{dashes}/>')  # fmt: skip


def _mark(x: float, y: float, line: Line) -> str:
    if line.mark == "square":
        return (f'<rect x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10" fill="white" '
                f'stroke="{line.colour}" stroke-width="2"/>')  # fmt: skip
    if line.mark == "disc":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="white" stroke="{line.colour}"/>'
    return ""


def _key(place: int, line: Line) -> str:
    x = RIGHT - KEY_WIDTH * (place + 1)
    sample = _stroke(f"{x},12 {x + 44},12", line) + _mark(x + 22, 12, line)
    return sample + _text(x + 52, 17, line.name)


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="16" '
            f'font-family="sans-serif" fill="{INK}">{html.escape(words)}</text>')  # fmt: skip


def _axes(curve: Curve) -> str:
    parts = [_text(LEFT, 17, curve.name), _text(RIGHT, HEIGHT - 6, "step t", "end")]
    for t, x in zip((0, *curve.steps), places(curve, [0, *curve.steps], [curve.low] * 6)[0]):
        parts += [_thin(x, TOP, x, BOTTOM), _text(x, BOTTOM + 18, f"{t}", "middle")]
    for tick, y in zip(curve.ticks, places(curve, np.zeros(len(curve.ticks)), curve.ticks)[1]):
        parts += [_thin(LEFT, y, RIGHT, y), _text(LEFT - 8, y + 5, number_label(tick), "end")]
    return "".join(parts)


def _thin(x: float, y: float, to_x: float, to_y: float) -> str:
    return f'<path d="M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}" stroke="{BAND}" stroke-width="1"/>'
