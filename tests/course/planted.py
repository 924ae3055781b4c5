"""A small lesson without a fault, in which the tests plant one fault at a time.

A check that has never been seen to fail proves nothing.
"""

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.course.structure import STUCK
from tools.proof.pages import COURSE, Page
from tools.normal_form import normalise

ALT = "A curve that falls from the upper left to the lower right and then stays flat."
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
)
PICTURE = {
    "text/html": f'<figure><img alt="{ALT}" src="data:image/png;base64,{PIXEL}"></figure>',
    "image/png": PIXEL,
    "text/plain": "Figure: a falling curve",
}
LESSON = next(lesson for lesson in COURSE if lesson.number == "04")


def header() -> str:
    """Return the header that course.toml asks of lesson 4."""
    objectives = "\n".join(f"- {objective}" for objective in LESSON.objectives)
    return (
        f"# Lesson {int(LESSON.number)}: {LESSON.title}\n\n"
        f"**{LESSON.minutes} minutes.** You need: {', '.join(LESSON.needs)}.\n\n"
        f"After this lesson you can\n{objectives}\n\n{STUCK}"
    )


def printed(source: str, text: str) -> nbformat.NotebookNode:
    """Return a code cell that has printed `text`."""
    return new_code_cell(source, outputs=[new_output("stream", name="stdout", text=text)])


def showing(source: str, data: dict) -> nbformat.NotebookNode:
    """Return a code cell with one displayed bundle."""
    return new_code_cell(source, outputs=[new_output("display_data", data=data)])


def resulting(source: str, text: str) -> nbformat.NotebookNode:
    """Return a code cell whose last expression was shown as `text`."""
    result = new_output("execute_result", data={"text/plain": text}, execution_count=1)
    return new_code_cell(source, outputs=[result])


def lesson(*cells: nbformat.NotebookNode | str, next_up: bool = True) -> Page:
    """Return lesson 4 in normal form: its header, `cells` (a text is markdown), what is next."""
    made = [new_markdown_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    last = new_markdown_cell("## Next\n\nLesson 5: Chain rule and backpropagation")
    whole = [new_markdown_cell(header()), *made, *([last] if next_up else [])]
    return Page(Path(LESSON.file), normalise(new_notebook(cells=whole)))


def faultless() -> Page:
    """Return a lesson that every check accepts."""
    return lesson(
        "## One step\n\nThe loss falls to 0.387, and the gradient with it.",
        printed("from dlfs import Graph, sigmoid\nimport dlfs\nprint(f'{J:.4f}')", "0.3870\n"),
        "### The picture",
        showing("figure(fig, alt=ALT)", PICTURE),
    )


def write(page: Page, folder: Path) -> Path:
    """Write the page's notebook into `folder` under its own name; return the path."""
    path = folder / page.path.name
    nbformat.write(page.notebook, path)
    return path
