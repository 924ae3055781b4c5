"""Practice on a page: tasks that are drawn when it is built, and all that can be said to them.

The tasks of a kind are a script of their own, beside the pages, for the lesson that offers the kind
and for the page of all kinds.
"""

import html
import io
import json
import re
from dataclasses import asdict
from functools import cache

import numpy as np
from PIL import Image, ImageChops

from dlfs.classroom.asking.verdicts import LONGEST_NAMED
from dlfs.classroom.drawing.figures import png
from dlfs.classroom.practising import rounds, task as tasks
from dlfs.classroom.practising.drawing_tasks import HIGHEST, KINDS, draw_distinct
from dlfs.classroom.practising.practise import CURVE, FEWEST_SHOWN, MARKS, MISSED, SHOWN
from dlfs.classroom.practising.task import Blank, Task
from tools.site.explorers import webp

SEED, COUNT = 1, 10
FOLDER = "practice"
TITLES = {
    "order": "legal orders", "backward": "values and gradients", "descent": "steps of descent",
    "shapes": "shapes of gradients", "cross-entropy": "cross-entropy",
    "matmul": "gradients of a product", "logits": "gradients of logits",
}  # fmt: skip
CALL = re.compile(r"""^practise\(["']([\w-]+)["']\)\s*\Z""", re.MULTILINE)
# A picture has two points for each point of the page: letters are as large as those beside it.
DENSITY, MARGIN = 2, 8
PANEL = """\
<div class="card practice" role="group" aria-labelledby="practice-{kind}" data-kind="{kind}">
<p class="card-title" id="practice-{kind}">Practice: {title}</p>
<noscript>{paper}</noscript>
<form class="task" aria-label="Task">
<p class="level"></p>
<p class="asked"></p>
<div class="sheet"><pre class="given"></pre><div class="graph"></div><div class="blanks"></div></div>
<p><button type="submit">Check</button></p>
<div class="verdict" role="status"></div>
</form>
<div class="curve"></div>
<p class="note">A right answer makes the next task larger, three wrong ones make it smaller, and ten
minutes are a round. These tasks were drawn when the page was made, {count} for each level; in
Jupyter, <code>practise("{kind}")</code> draws new ones. <span class="keeps"></span>{more}</p>
<script src="{folder}/{kind}.js"></script>
</div>"""
MORE = ' <a href="practice.html">All kinds of practice</a>'
INTRODUCTION = """\
<h1 id="practice">Practice</h1><p>Tasks for the head, with an answer to each wrong number. For
whoever wants to be fast, and for nobody else to see.</p>"""


def kind_offered(source: str) -> str:
    """Return the kind of practice that a cell of code offers; nothing if it offers none."""
    found = CALL.search(source)
    return found[1] if found else ""


def panel(kind: str, more: str = MORE) -> str:
    """Return the panel of a kind, with `more` at its end; without a script it is a paper form.

    Raises ValueError for an unknown kind.
    """
    if kind not in KINDS:
        raise ValueError(f"a cell offers practice of {kind!r}; there is {', '.join(KINDS)}")
    return PANEL.format(kind=kind, title=TITLES[kind], paper=_paper(kind), count=COUNT,
                        folder=FOLDER, more=more)  # fmt: skip


def all_panels() -> str:
    """Return the body of the page that has every kind."""
    parts = [f'<h2 id="{kind}">{TITLES[kind].capitalize()}</h2>{panel(kind, "")}' for kind in KINDS]
    return INTRODUCTION + "".join(parts)


@cache
def tasks_of(kind: str) -> tuple[tuple[Task, ...], ...]:
    """Return the tasks of a kind, level by level: the same ones in each build."""
    levels = range(1, HIGHEST[kind] + 1)
    return tuple(tuple(draw_distinct(kind, level, SEED, COUNT)) for level in levels)


def files() -> dict[str, bytes]:
    """Return the scripts with the tasks, and their pictures, by their addresses."""
    made = {}
    for kind in KINDS:
        made[f"{FOLDER}/{kind}.js"] = script_of(kind).encode("ascii")
        for level in tasks_of(kind):
            made |= {_address(task, number): picture_of(kind, task.level, number)
                     for number, task in enumerate(level) if task.graph is not None}  # fmt: skip
    return made


def script_of(kind: str) -> str:
    """Return the script that holds the tasks of a kind."""
    data = json.dumps(data_of(kind), ensure_ascii=True, separators=(",", ":"))
    return f"(globalThis.PRACTICE ??= {{}})[{json.dumps(kind)}] = {data};\n"


class _Table:
    """Texts that come often, each kept once and named by its place."""

    def __init__(self):
        self.texts: dict[str, int] = {}

    def place(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts))


def data_of(kind: str) -> dict:
    """Return the tasks of a kind, with their keys and what is said to wrong answers, as data."""
    words = _Table()
    levels = [[_task_data(task, number, words) for number, task in enumerate(level)]
              for level in tasks_of(kind)]  # fmt: skip
    return {"kind": kind, "levels": levels, "words": list(words.texts)}


def _task_data(task: Task, number: int, words: _Table) -> dict:
    data = {
        "question": words.place(task.question),
        "given": task.given,
        "blanks": [_blank_data(blank, words) for blank in task.blanks],
    }
    if task.graph is not None:
        data["picture"] = [_address(task, number), *_size(task, number)]
    return data


def _blank_data(blank: Blank, words: _Table) -> list:
    wrong = [[text, words.place(reply)] for text, reply in blank.wrong.items()]
    return [blank.label, blank.form, blank.key, wrong]


def rules_data() -> dict:
    """Return the rules of a round and what is said in it, as plain data for the script."""
    return {
        "round": rounds.ROUND, "patience": rounds.PATIENCE, "told": rounds.TOLD,
        "said": rounds.SAID,
        "near": tasks.NEAR, "shape": tasks.SHAPE, "form": {**asdict(tasks.FORM), "dressing": []},
        "plain": tasks.PLAIN, "empty": tasks.EMPTY, "unread": tasks.UNREAD,
        "longest": LONGEST_NAMED, "picture": tasks.PICTURE,
        "shown": SHOWN, "fewest": FEWEST_SHOWN,
        "curve": CURVE, "missed": MISSED, "marks": [label for label, *_ in MARKS],
    }  # fmt: skip


def _address(task: Task, number: int) -> str:
    return f"{FOLDER}/{task.kind}-{task.level}-{number}.webp"


@cache
def picture_of(kind: str, level: int, number: int) -> bytes:
    """Return the graph of a task, without the empty paper around it: screens can be narrow."""
    graph = tasks_of(kind)[level - 1][number].graph
    whole = Image.open(io.BytesIO(png(graph.drawn()))).convert("RGB")
    left, top, right, bottom = ImageChops.invert(whole).getbbox()
    cut = whole.crop((left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN))
    return webp(np.asarray(cut))


def _size(task: Task, number: int) -> tuple[int, int]:
    picture = picture_of(task.kind, task.level, number)
    width, height = Image.open(io.BytesIO(picture)).size
    return width // DENSITY, height // DENSITY


def _paper(kind: str) -> str:
    """A small task, one of middle size and the largest, with what is right folded away."""
    levels = tasks_of(kind)
    chosen = sorted({0, len(levels) // 2, len(levels) - 1})
    return "".join(_on_paper(levels[place][0], number) for number, place in enumerate(chosen, 1))


def _on_paper(task: Task, number: int) -> str:
    lines = html.escape("\n".join(task.given))
    wanted = ", ".join(html.escape(blank.label) for blank in task.blanks)
    right = "; ".join(f"{html.escape(blank.label)} = {blank.key}" for blank in task.blanks)
    return (
        f"<p><strong>Task {number}</strong> (level {task.level}). {html.escape(task.question)}</p>"
        f"<pre>{lines}</pre>{_image(task)}<p>Wanted: {wanted}.</p>"
        f"<details><summary>What is right in task {number}</summary><p>{right}</p></details>"
    )


def _image(task: Task) -> str:
    if task.graph is None:
        return ""
    width, height = _size(task, 0)
    return (f'<figure><img src="{_address(task, 0)}" alt="{tasks.PICTURE}" width="{width}" '
            f'height="{height}"></figure>')  # fmt: skip
