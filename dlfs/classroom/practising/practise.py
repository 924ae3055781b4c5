"""Practice in a notebook: a task, a field for each number, and what a wrong number stands for."""

from __future__ import annotations

import difflib
import html

import ipywidgets as widgets
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from dlfs.classroom.drawing.figures import BLUE, GREY, ORANGE, new_figure, png
from dlfs.classroom.drawing.style import styled
from dlfs.classroom.explore.live import Picture
from dlfs.classroom.practising.drawing_tasks import HIGHEST, KINDS
from dlfs.classroom.practising.rounds import Round, Solved, begun, kept
from dlfs.classroom.practising.task import PICTURE, Task
from dlfs.classroom.publishing import publish

MARKS = (("solved", True, BLUE, "o"), ("not solved", False, ORANGE, "^"))
SHOWN, FEWEST_SHOWN = 40, 8
CURVE = "Your learning curve. The levels of your tasks, one after the other: {}."
MISSED = "{} (not solved)"
FIELD = {"width": "190px"}
WRAPPED = {"display": "flex", "flex_flow": "row wrap"}


def practise(kind: str = "", seed: int | None = None, level: int | None = None) -> Practice | None:
    """Returns practice of a `kind`: order, cross-entropy, descent, backward, shapes,
    matmul or logits.

    A task appears with a field for each number, to be filled in one by one or all at once;
    `.answer("3; -2")` answers it in code. Each solved
    task makes the next one larger, three wrong answers make it smaller. It goes on at the level
    where you stopped; `seed` and `level` choose a task. An unknown kind is answered in a sentence.
    """
    if kind not in KINDS:
        close = difflib.get_close_matches(str(kind), KINDS, n=1)
        hint = f' Did you mean practise("{close[0]}")?' if close else ""
        print(f"There is practice of: {', '.join(KINDS)}.{hint}")
        return None
    return Practice(begun(kind, seed, level))


class Practice:
    """The view of a round of practice, and `answer` for those who write code."""

    def __init__(self, practice: Round) -> None:
        self.round = practice
        self.text = widgets.HTML()
        self.graph, self.curve = (Picture(format="png", layout=widgets.Layout(max_width="640px"))
                                  for _ in range(2))  # fmt: skip
        self.fields = widgets.Box(layout=widgets.Layout(**WRAPPED))
        self.button = widgets.Button(description="Check", button_style="primary",
                                     tooltip="Check what is filled in")  # fmt: skip
        self.readout = widgets.HTML()
        self.button.on_click(lambda _: self._take([each.value for each in self.fields.children]))
        self.view = widgets.VBox([self.text, self.graph, self.fields, self.button, self.readout,
                                  self.curve])  # fmt: skip
        self._show_task()
        self._show_curve()

    def answer(self, texts: str | list[str]) -> None:
        """Print what is said to an answer; the view shows it, too, and the next task after this."""
        print(self._take(texts))

    def _take(self, texts: str | list[str]) -> str:
        before = self.round.task
        said = self.round.answer(texts)
        self.readout.value = f'<p role="status" style="font-size:16px">{html.escape(said)}</p>'
        if self.round.task != before:
            self._show_task()
            self._show_curve()
        return said

    def _show_task(self) -> None:
        task = self.round.task
        self.text.value = page_of(task)
        self.fields.children = [
            widgets.Text(description=blank.label, placeholder="?", layout=widgets.Layout(**FIELD),
                         style={"description_width": "initial"}) for blank in task.blanks
        ]  # fmt: skip
        self.graph.layout.display = "none" if task.graph is None else ""
        if task.graph is not None:
            fig = task.graph.drawn()
            self.graph.value = png(fig)
            self.graph.layout.width = f"{fig.get_figwidth() * 95:.0f}px"
            self.graph.tooltip = PICTURE

    @styled
    def _show_curve(self) -> None:
        done = kept(self.round.kind)[-SHOWN:]
        self.curve.layout.display = "" if done else "none"
        if done:
            self.curve.value = png(curve_of(self.round.kind, done))
            self.curve.tooltip = words_of(done)

    def _ipython_display_(self) -> None:
        publish(page_of(self.round.task), text_of(self.round.task), self.view)


def page_of(task: Task) -> str:
    """Return a task as HTML."""
    lines = "".join(f"<br><code>{html.escape(line)}</code>" for line in task.given)
    head = f"<strong>Practice: {task.kind}, level {task.level} of {HIGHEST[task.kind]}</strong>"
    body = f"<p>{head}</p><p>{html.escape(task.question)}{lines}</p>"
    return f'<div class="dlfs-practice">{body}</div>'


def text_of(task: Task) -> str:
    """Return a task as plain text."""
    wanted = "; ".join(blank.label for blank in task.blanks)
    head = f"Practice: {task.kind}, level {task.level} of {HIGHEST[task.kind]}"
    return "\n".join([head, task.question, *[f"  {line}" for line in task.given],
                      f"In this order: {wanted}."])  # fmt: skip


def curve_of(kind: str, done: list[Solved]) -> Figure:
    """Return the learning curve: the level of each task, one after the other."""
    fig, ax = new_figure(1.8)
    numbers = range(1, len(done) + 1)
    ax.plot(numbers, [one.level for one in done], color=GREY, linewidth=1)
    for label, right, color, marker in MARKS:
        chosen = [(n, one.level) for n, one in zip(numbers, done) if one.right is right]
        ax.plot(*zip(*chosen) if chosen else ([], []), marker=marker, color=color, linestyle="none",
                label=label)  # fmt: skip
    ax.set(xlabel="task", ylabel="level", ylim=(0.5, HIGHEST[kind] + 0.5),
           xlim=(0.5, max(len(done), FEWEST_SHOWN) + 0.5))  # fmt: skip
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator("auto", integer=True))
    ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1.01, 0.5))
    return fig


def words_of(done: list[Solved]) -> str:
    """Return the learning curve in words."""
    levels = (("{}" if one.right else MISSED).format(one.level) for one in done)
    return CURVE.format(", ".join(levels))
