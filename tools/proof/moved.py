"""What the lessons print otherwise than they did: each number, and what stands in its place now.

Two runs of a notebook are laid side by side, cell by cell and line by line. Two lines that differ
in nothing but numbers are the same line, and their numbers are paired in order.
"""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from nbformat import NotebookNode

from tools.proof.number_rules import NUMBER, numbers_in, value
from tools.proof.pages import texts_of

# What `ask` and `check` print was typed by somebody: it proves nothing.
TYPED = re.compile(r"\b(ask|check|report|refresh)\(")


@dataclass(frozen=True)
class Printed:
    """A number that a cell printed, and what it prints in its place now, in which line."""

    cell: int
    was: str
    now: str
    line: str = ""

    @property
    def has_moved(self) -> bool:
        return value(self.was) != value(self.now)


def printed(before: NotebookNode, after: NotebookNode) -> list[Printed]:
    """Return every number that both runs printed in the same place; cells count as in `after`."""
    old_cells, new_cells = _places(before), _places(after)
    sources = [[book.cells[i].source for i in places]
               for book, places in ((before, old_cells), (after, new_cells))]  # fmt: skip
    return [
        Printed(new, was, now, line)
        for old, new in _paired(old_cells, new_cells, *sources)
        for was, now, line in _pairs(_lines(before.cells[old]), _lines(after.cells[new]))
    ]


def _places(notebook: NotebookNode) -> list[int]:
    return [i for i, cell in enumerate(notebook.cells)
            if cell.cell_type == "code" and not TYPED.search(cell.source)]  # fmt: skip


def _lines(cell: NotebookNode) -> list[str]:
    return [" ".join(line.split()) for text in texts_of(cell) for line in text.splitlines()]


def _pairs(before: list[str], after: list[str]) -> list[tuple[str, str, str]]:
    words = [[NUMBER.sub("#", line) for line in lines] for lines in (before, after)]
    return [
        (was, now, new)
        for old, new in _paired(before, after, *words)
        for was, now in _zipped(numbers_in(old), numbers_in(new))
    ]


def _zipped(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    return list(zip(old, new)) if len(old) == len(new) else []


def _paired(
    before: Sequence, after: Sequence, keys: Sequence[Hashable], other_keys: Sequence[Hashable]
) -> list[tuple]:
    """Return the pairs of what has the same key, and of what stands between such pairs."""
    found = []
    for _, i, i_end, j, j_end in SequenceMatcher(None, keys, other_keys, False).get_opcodes():
        if i_end - i == j_end - j:
            found += zip(before[i:i_end], after[j:j_end], strict=True)
    return found
