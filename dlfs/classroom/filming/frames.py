"""Draws one frame of a film: the lines with a mark at the one that ran, and the names below."""

from __future__ import annotations

import re
from functools import lru_cache

from matplotlib.axes import Axes
from matplotlib.font_manager import findfont, get_font

from dlfs.classroom.drawing.figures import GREY, INK, ORANGE
from dlfs.classroom.explore.board import stamp
from dlfs.classroom.filming.recording import Step

CODE_ROW, NAME_ROW, GAP = 0.175, 0.19, 0.14
COLUMNS = {"name": 0.12, "in this step": 1.62, "shape": 2.72, "dtype": 3.42, "values": 4.05}
SAID = {"new": "new", "changed": "changed", "changed in place": "in place"}
LETTERS, CODE_LETTERS = 9, 8.5
MONO, SANS, BOX = "DejaVu Sans Mono", "DejaVu Sans", "\u25a1"
WIDEST, LONGEST_NAME = 84, 21
BRACKETS, RIGHT = 3, 6.42


def height(lines: int, names: int) -> float:
    """Return how high a frame is, in inches."""
    return lines * CODE_ROW + (names + 1) * NAME_ROW + 2 * GAP


def rows_of(step: Step) -> int:
    """Return how many rows the names of a step take, and what it returns."""
    return len(step.looks) + (step.result is not None)


class Frame:
    """The drawn form of a step on `ax`, whose measures are inches; `show` moves it to another."""

    def __init__(self, ax: Axes, top: float, lines: int, names: int) -> None:
        self._ax, self._top, self._lines, self._names = ax, top, lines, names
        code = [top - (i + 0.75) * CODE_ROW for i in range(lines)]
        self.code = [ax.text(0.34, y, "", fontsize=CODE_LETTERS, family=MONO,
                             color=INK, parse_math=False) for y in code]  # fmt: skip
        self._code_at = code
        (self.band,) = ax.plot([], [], color=INK, alpha=0.13, linewidth=11, solid_capstyle="butt")
        (self.arrow,) = ax.plot([], [], color=ORANGE, marker=">", markersize=7, linestyle="none")
        head = top - lines * CODE_ROW - GAP - 0.14
        for text, left in COLUMNS.items():
            ax.text(left, head, text, fontsize=LETTERS, weight="bold", color=INK)
        ax.plot([0.12, RIGHT], [head - 0.05] * 2, color=GREY, linewidth=0.8)
        self._rows_at = [head - (i + 1) * NAME_ROW for i in range(names)]
        self.cells = [{head: stamp(ax, left, y, LETTERS) for head, left in COLUMNS.items()}
                      for y in self._rows_at]  # fmt: skip
        self.ties = [ax.plot([], [], color=ORANGE, linewidth=1.6, marker="<", markersize=4)[0]
                     for _ in range(BRACKETS)]  # fmt: skip

    @property
    def artists(self) -> list:
        """What moves from frame to frame; the `code` moves less often."""
        cells = [cell for row in self.cells for cell in row.values()]
        return [self.band, self.arrow, *cells, *self.ties]

    def show(self, step: Step) -> tuple:
        """Draw another step. Returns which lines are seen: the function, and the first one."""
        first = self._show_code(step)
        result = [step.result] if step.result else []
        looks = chosen(step, self._names - len(result))
        for row, look in zip(self.cells, [*looks, *result, *[None] * self._names]):
            shape = "" if look is None or look.shape is None else str(look.shape).replace(" ", "")
            texts = ("",) * 5 if look is None else (
                _short(look.name), SAID.get(step.changed.get(look.name), ""), shape, look.dtype[:9],
                look.text)
            for head, text in zip(COLUMNS, texts, strict=True):
                row[head].set_text(drawable(text))
        self._show_ties(step, [look.name for look in looks])
        return step.source, first

    def _show_code(self, step: Step) -> int:
        lines = step.source.lines
        first = min(max(step.line - 1 - self._lines // 2, 0), max(len(lines) - self._lines, 0))
        for place, text in enumerate(self.code):
            line = lines[first + place] if first + place < len(lines) else ""
            text.set_text(
                drawable(line if len(line) <= WIDEST else line[: WIDEST - 4] + " ...", MONO))
        y = self._code_at[min(max(step.line - 1 - first, 0), self._lines - 1)] + 0.035
        self.band.set_data([0.3, RIGHT], [y, y])
        self.arrow.set_data([0.2], [y])
        return first

    def _show_ties(self, step: Step, names: list[str]) -> None:
        """Draw a bracket beside the rows that share their numbers."""
        groups = groups_of(step, names)
        for place, line in enumerate(self.ties):
            ys = [self._rows_at[names.index(name)] + 0.04 for name in groups[place]] if (
                place < len(groups)) else []
            line.set_data([RIGHT - 0.13 * place] * len(ys), ys)


def chosen(step: Step, most: int) -> list:
    """Return the names that have room: those that change, are tied or stand in the line first."""
    tied = {name for tie in step.ties for name in tie.names}
    first = sorted(step.looks, key=lambda look: (
        look.name not in step.changed, look.name not in tied, not _is_in(look.name, step.text)
    ))[:most]  # fmt: skip
    return [look for look in step.looks if look in first]


def _is_in(name: str, text: str) -> bool:
    return re.search(rf"(?<![\w.]){re.escape(name)}(?![\w])", text) is not None


def groups_of(step: Step, names: list[str]) -> list[list[str]]:
    """Return the names that share numbers, group by group."""
    groups: list[set[str]] = []
    for tie in step.ties:
        if not set(tie.names) <= set(names):
            continue
        touched = [group for group in groups if group & set(tie.names)]
        groups = [group for group in groups if group not in touched]
        groups.append(set(tie.names).union(*touched))
    return [[name for name in names if name in group] for group in groups]


@lru_cache(maxsize=1024)
def drawable(text: str, family: str = SANS) -> str:
    """Return `text` with a box for each letter that the font has not: that draws no warning."""
    font = get_font(findfont(family))
    return "".join(one if font.get_char_index(ord(one)) else BOX for one in text)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 3] + "..."
