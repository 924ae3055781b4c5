"""A notebook as the tests see it: its cells, its prose, and what it printed.

Every check in this folder is a function of a `Page` that returns a list of complaints; an empty
list is a pass.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat

from tools.proof.chosen import is_chosen
from tools.course import Lesson, notebook_paths, read_course, read_drafts

COURSE = read_course()
# The drafts come last, so that a lesson has the same place in both lists.
LISTED = [*COURSE, *read_drafts()]


@dataclass(frozen=True)
class Page:
    """One notebook and its place in the course; solutions have the place of their lesson."""

    path: Path
    notebook: nbformat.NotebookNode

    @property
    def place(self) -> int:
        return [lesson.number for lesson in LISTED].index(self.path.name[:2])

    @property
    def lesson(self) -> Lesson:
        return LISTED[self.place]

    @property
    def is_lesson(self) -> bool:
        return self.path.name == self.lesson.file

    @property
    def is_whole(self) -> bool:
        """Whether it is done: a draft need not ask, end and point to others as a lesson does."""
        return not self.lesson.draft

    @property
    def cells(self) -> list[nbformat.NotebookNode]:
        return self.notebook.cells

    @property
    def code(self) -> list[nbformat.NotebookNode]:
        return [cell for cell in self.cells if cell.cell_type == "code"]

    @property
    def markdown(self) -> list[str]:
        return [cell.source for cell in self.cells if cell.cell_type == "markdown"]

    @property
    def outputs(self) -> list[nbformat.NotebookNode]:
        return [output for cell in self.code for output in cell.outputs]


@cache
def all_pages() -> tuple[Page, ...]:
    """Return the lessons, the drafts and the solutions that exist."""
    return tuple(Page(path, nbformat.read(path, as_version=4)) for path in notebook_paths())


def chosen_pages() -> list[Page]:
    """Return those that the tests look at: all, or the lesson that was named and its solutions."""
    return [page for page in all_pages() if is_chosen(page.lesson.number)]


def complaints(check: Callable[[Page], list[str]], pages: Iterable[Page]) -> dict[str, list[str]]:
    """Return what `check` has to say, by the name of the notebook; nothing for a good one."""
    found = {page.path.name: check(page) for page in pages}
    return {name: said for name, said in found.items() if said}


def tags(cell: nbformat.NotebookNode) -> list[str]:
    return cell.metadata.get("tags", [])


def plain_texts(page: Page) -> list[str]:
    """Return what the notebook printed as text: streams, and the plain form of results."""
    return [_plain(output) for output in page.outputs]


def _plain(output: nbformat.NotebookNode) -> str:
    if output.output_type == "stream":
        return output.text
    return output.get("data", {}).get("text/plain", "")


def shown_texts(page: Page) -> list[str]:
    """Return all that a reader reads in the outputs: plain text, and HTML without its tags."""
    return [text for cell in page.code for text in texts_of(cell)]


def texts_of(cell: nbformat.NotebookNode) -> list[str]:
    """Return all that a reader reads in the outputs of one cell."""
    html = [output.get("data", {}).get("text/html", "") for output in cell.outputs]
    return [_plain(output) for output in cell.outputs] + [
        re.sub(r"<[^>]*>", " ", text) for text in html
    ]


def without_fences(markdown: str) -> str:
    """Return the markdown without its fenced blocks, whose # lines are no headings."""
    return re.sub(r"^(```|~~~).*?^\1", "", markdown, flags=re.MULTILINE | re.DOTALL)
