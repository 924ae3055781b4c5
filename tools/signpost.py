"""The last cell of a lesson: links to the next lesson, and to all of them.

They are names of files in the same folder, so they lead on in `my/` and in a class's copies, too.
"""

import copy

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from tools.course import Lesson

CELL, LIST = "way-on", "All lessons: ["


def way_on(lesson: Lesson, course: list[Lesson]) -> str:
    """Return the text of the last cell of `lesson`, one of the lessons of `course`."""
    following = course[course.index(lesson) + 1 :][:1]
    onward = f"Next: {_link(following[0], following[0].title)}.\n\n" if following else ""
    every = [_link(one, f"{int(one.number)} {one.title}") for one in course]
    return f"{onward}{LIST[:-1]}{', '.join(every)}."


def with_way_on(notebook: NotebookNode, text: str) -> NotebookNode:
    """Return a copy of `notebook` that ends with `text`, in place of what pointed the way before."""
    led = copy.deepcopy(notebook)
    led.cells = [cell for cell in led.cells if not is_way_on(cell)]
    led.cells.append(new_markdown_cell(text, id=CELL))
    return led


def is_way_on(cell: NotebookNode) -> bool:
    """Say whether this is such a cell, whatever id an editor has given it."""
    return cell.cell_type == "markdown" and LIST in cell.source


def _link(lesson: Lesson, name: str) -> str:
    return f"[{name}]({lesson.file})"
