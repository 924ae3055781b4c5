"""What follows a question answers it: on a page it is folded until somebody has committed.

A stretch ends at the next heading, question or exercise, and is folded if some code runs in it.
"""

import re
from dataclasses import dataclass, field

from nbformat import NotebookNode

from dlfs.classroom import lessons

ALONE = re.compile(r"""\s*(ask|check)\(\s*["']([\w-]+)["']\s*\)\s*\Z""")
HEADING = re.compile(r"^#{1,6} ", re.MULTILINE)
# Questions that the lesson goes on to answer; the others stand before a lesson or at its end.
PREDICTIONS = ("predict", "second", "after")
FOLDED = (
    '<details class="after" data-after="{0}"><summary>Predict first: what follows answers {0}.'
    "</summary>\n{1}\n</details>"
)


@dataclass
class Stretch:
    """Neighbouring cells; `question` is the id of the prediction that they answer, or ""."""

    question: str = ""
    cells: list[NotebookNode] = field(default_factory=list)

    @property
    def is_folded(self) -> bool:
        """Whether the cells are hidden at first."""
        return bool(self.question) and any(cell.cell_type == "code" for cell in self.cells)


def stretches(cells: list[NotebookNode]) -> list[Stretch]:
    """Return the cells in their order, cut where something begins or ceases to be folded."""
    found = [Stretch()]
    for cell in split_at_headings(cells):
        asked = ALONE.match(cell.source) if cell.cell_type == "code" else None
        if asked or (cell.cell_type == "markdown" and HEADING.match(cell.source)):
            found.append(Stretch())
        found[-1].cells.append(cell)
        if asked and _is_prediction(*asked.groups()):
            found.append(Stretch(asked[2]))
    return [stretch for stretch in found if stretch.cells]


def _is_prediction(call: str, item: str) -> bool:
    question = lessons.find_question(item) if call == "ask" else None
    return question is not None and question.where in PREDICTIONS


def split_at_headings(cells: list[NotebookNode]) -> list[NotebookNode]:
    """Return the cells, those of text cut in front of the first heading that is inside."""
    split = []
    for cell in cells:
        inside = HEADING.search(cell.source, 1) if cell.cell_type == "markdown" else None
        if inside and not HEADING.match(cell.source):
            before, after = cell.source[: inside.start()], cell.source[inside.start() :]
            split += [NotebookNode(cell, source=text) for text in (before, after)]
        else:
            split.append(cell)
    return split
