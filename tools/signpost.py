"""The last cell of a lesson: links to the next lesson, and to all of them.

They are names of files in the same folder, so they lead on in `my/` and in a class's copies, too.
"""

import copy

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from tools.course import Lesson

CELL = "way-on"


def way_on(lesson: Lesson, course: list[Lesson]) -> str:
    """Return the text of the last cell of `lesson`, one of the lessons of `course`."""
    following = course[course.index(lesson) + 1 :][:1]
    onward = f"Next: {_link(following[0], following[0].title)}.\n\n" if following else ""
    every = [_link(one, f"{int(one.number)} {one.title}") for one in course]
    return f"{onward}All lessons: {', '.join(every)}."


def with_way_on(notebook: NotebookNode, text: str) -> NotebookNode:
    """Return a copy of `notebook` that ends with `text`, in place of what pointed the way before."""
    led = copy.deepcopy(notebook)
    led.cells = [cell for cell in led.cells if cell.get("id") != CELL]
    led.cells.append(new_markdown_cell(text, id=CELL))
    return led


def _link(lesson: Lesson, name: str) -> str:
    return f"[{name}]({lesson.file})"
