"""The lines that somebody typed, with the file and the line where they stand."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat

from tools.course import ROOT
from tools.proof.guides import parted, without_checked_code
from tools.proof.number_rules import NUMBER

MINUTES = re.compile(r"^[|\s\d-]+\|")  # the first columns of a guide's table
# A notebook in normal form has the lines of its cells between these two.
SOURCE = re.compile(r'^   "source": \[\n(.*?)^   \]$', re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Line:
    """One line as it is read. `cell` counts a notebook's cells from 0, and is -1 elsewhere."""

    path: Path
    number: int
    text: str
    cell: int = -1

    @property
    def prose(self) -> str:
        """The text, of a guide without its minutes, settings and buttons, which are no results."""
        if self.path.suffix != ".md":
            return self.text
        return without_checked_code(MINUTES.sub("", self.text))

    def changed(self, written: str, new: dict[str, str]) -> str:
        """Return the line as it is `written` in its file with `new` numbers in place of old ones.

        A setting in a guide is no result and stays.
        """
        pieces = parted(written) if self.path.suffix == ".md" else [(written, False)]
        return "".join(piece if stays else NUMBER.sub(lambda old: new.get(old[0], old[0]), piece)
                       for piece, stays in pieces)  # fmt: skip

    @property
    def place(self) -> str:
        """The file and the line, as an editor takes them: "notebooks/04_guide.md:12"."""
        path = self.path.relative_to(ROOT) if self.path.is_relative_to(ROOT) else self.path
        return f"{path.as_posix()}:{self.number}"


@dataclass(frozen=True)
class Doubt:
    """A number in a line, why it is doubted, and what it should be: nothing, one or several.

    In place of a number there may be words that are not true. What is not `sure` is for a person to
    decide: a whole number can be anything.
    """

    line: Line
    number: str
    why: str
    now: tuple[str, ...] = ()
    sure: bool = True


def lines_of(path: Path, text: str) -> list[Line]:
    """Return the lines of a file; of a notebook those of its Markdown, without the header."""
    if path.suffix == ".ipynb":
        return _prose_of(path, text)
    return [Line(path, number, line) for number, line in enumerate(text.splitlines(), 1)]


def _prose_of(path: Path, text: str) -> list[Line]:
    cells = nbformat.reads(text, as_version=4).cells
    found = []
    for place, (cell, block) in enumerate(zip(cells, SOURCE.finditer(text), strict=True)):
        if cell.cell_type == "markdown" and place > 0:
            first = text.count("\n", 0, block.start(1)) + 1
            quoted = block[1].splitlines()
            texts = [json.loads(line.strip().removesuffix(",")).rstrip("\n") for line in quoted]
            found += [Line(path, first + i, said, place) for i, said in enumerate(texts)]
    return found
