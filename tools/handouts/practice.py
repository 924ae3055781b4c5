"""Practice on paper: as many different sheets as there are pupils, and their keys on one page.

The tasks are those that `practise` draws; one seed always gives the same sheets.
"""

from itertools import count

from dlfs.classroom.drawing.figures import png
from dlfs.classroom.practising.drawing_tasks import draw
from dlfs.classroom.practising.task import PICTURE, Task
from tools.handouts import HandoutError
from tools.handouts.build import Page
from tools.handouts.paper import string

# The kinds on each sheet, with their levels: about ten minutes by hand.
ON_A_SHEET = {"order": 2, "cross-entropy": 2, "descent": 2, "backward": 3, "shapes": 2, "matmul": 1,
              "logits": 2}  # fmt: skip
WIDTHS = "auto, auto, auto, auto, 1.1fr, 1.1fr, auto, auto"
MOST = 40  # keys that one page has room for
TITLE, KEYS = "Practice", "Practice: the keys of all sheets"
PRINT = "Print the sheets on one side of the paper: each is another one."


def sheets_of_tasks(pupils: int, seed: int = 0) -> list[tuple[Task, ...]]:
    """Return a sheet of tasks for each pupil, no two alike. Raises HandoutError for too many."""
    if not 0 < pupils <= MOST:
        raise HandoutError(f"Practice is for 1 to {MOST} pupils at a time, not for {pupils}.")
    sheets: list[tuple[Task, ...]] = []
    for number in count():
        sheet = tuple(draw(kind, level, seed, number) for kind, level in ON_A_SHEET.items())
        if not any(printed_on(sheet) & printed_on(other) for other in sheets):
            sheets.append(sheet)
        if len(sheets) == pupils:
            return sheets
        if number > 200 * MOST:
            raise HandoutError(f"There are no {pupils} sheets without a task in common.")


def printed_on(sheet: tuple[Task, ...]) -> set[tuple[str, ...]]:
    """Return what is printed of the tasks of a sheet."""
    return {task.printed for task in sheet}


def pages(pupils: int, seed: int = 0) -> dict[str, Page]:
    """Return the sheets and the keys, by the names of their files."""
    sheets = sheets_of_tasks(pupils, seed)
    texts, pictures = [], {}
    for number, sheet in enumerate(sheets, 1):
        texts.append(_sheet(number, sheet))
        pictures |= {_file(number, place): png(task.graph.drawn())
                     for place, task in enumerate(sheet) if _has_picture(task)}  # fmt: skip
    return {
        "sheets": Page("\n#pagebreak()\n".join(texts), pictures),
        "keys": Page(_keys(sheets, seed), {}),
    }


def _has_picture(task: Task) -> bool:
    return task.kind == "backward"


def _file(number: int, place: int) -> str:
    return f"practice_{number}_{place + 1}.png"


def _sheet(number: int, sheet: tuple[Task, ...]) -> str:
    parts = [_task(number, place, task) for place, task in enumerate(sheet)]
    return f"#practice-head({number})\n\n" + "\n\n".join(parts)


def _task(number: int, place: int, task: Task) -> str:
    lines = ", ".join(map(string, task.given))
    blanks = ", ".join(string(blank.label) for blank in task.blanks)
    picture = f", picture: {string(_file(number, place))}, alt: {string(PICTURE)}"
    return (f"#practice-task({place + 1}, {string(task.question)}, ({lines},), ({blanks},)"
            f"{picture if _has_picture(task) else ''})")  # fmt: skip


def _keys(sheets: list[tuple[Task, ...]], seed: int) -> str:
    heads = ["Sheet", *(f"{place}. {kind}" for place, kind in enumerate(ON_A_SHEET, 1))]
    rows = [[str(number), *("; ".join(task.key) for task in sheet)]
            for number, sheet in enumerate(sheets, 1)]  # fmt: skip
    cells = ", ".join(f"[#{string(cell)}]" for row in rows for cell in row)
    head = ", ".join(f"[#{string(cell)}]" for cell in heads)
    words = f"{PRINT} The keys stand in the order of the blanks. Seed {seed}."
    return f"#practice-keys({string(KEYS)}, {string(words)}, ({WIDTHS}), ({head}), ({cells}))"
