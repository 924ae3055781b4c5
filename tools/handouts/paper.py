"""Writes a worksheet as Typst: the student's, and with a `Key` the instructor's.

Students stop where the page ends, so a sheet is written in parts, one from turn to turn. Each can
be set more or less closely: `LETTERS` and `ROOMS`. The exit ticket ends the class, and what is for
home comes after it.
"""

import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from dlfs.classroom.lessons import find_exercise, find_question
from tools.handouts.answers import Solution, answer_of
from tools.handouts.material import ALWAYS, PIXELS_PER_INCH, Event
from tools.handouts.on_paper import for_paper
from tools.handouts.sheet import PREDICTIONS, Block, Sheet, without_idle_headings

Say = Callable[[str, str], str]
HIGHEST = 34
SHORT = 14
A_BLANK = re.compile(r"(?<!\.)\.\.\.(?!\.)")
BLANK_LINE = "_" * 12


@dataclass(frozen=True)
class Density:
    """How closely a part of a sheet is set.

    Letters in pt; pictures as a share of the width at which they were drawn; and the distance of
    the lines to write on, in cm: a line of handwriting needs at least 0.7 cm. And whether there is
    room for pictures that no question is about.
    """

    letters: float
    pictures: float
    gap: float
    illustrated: bool = True


LETTERS = (10, 9.5, 9)
ROOMS = ((1.0, 0.8), (0.97, 0.75), (0.94, 0.7), (0.94, 0.7, False))
LINES_A_SENTENCE = 3
LINES_A_LINE_OF_CODE = 1.5


@dataclass(frozen=True)
class Key:
    """What an instructor's edition adds to the sheet."""

    solutions: dict[str, Solution] = field(default_factory=dict)


def string(text: str) -> str:
    """Return `text` as a string of Typst."""
    return json.dumps(text, ensure_ascii=False)


class Writer:
    """Writes the blocks of one sheet. `say` turns Markdown and its place into Typst.

    `to_write` says how many lines of code each exercise asks for, and not which.
    """

    def __init__(
        self, sheet: Sheet, say: Say, key: Key | None = None, to_write: dict[str, int] | None = None
    ):
        self.sheet, self.key, self.to_write = sheet, key, to_write or {}
        self.say = lambda text, place: say(for_paper(text), place)
        self.density = Density(LETTERS[0], *ROOMS[1])
        self.pictures: dict[str, bytes] = {}

    def parts(self, density: Density) -> list[str]:
        """Return the Typst of the sheet in this density, cut where students turn the page."""
        self.density = density
        turns = [[]]
        for block in self._chosen(self.sheet.in_class):
            turns[-1].append(block)
            if block.kind == "turn":
                turns.append([])
        texts = [self._blocks(blocks) for blocks in turns]
        texts[0].insert(0, self._head())
        texts[-1].append(self._after())
        texts[-1] += [] if self.key else ["#notes([Notes:])"]
        return [_lines([f"#set text(size: {density.letters}pt)", *text]) for text in texts]

    def _after(self) -> str:
        blocks = self._blocks(self.sheet.after)
        return _lines(["#part([After class])", *blocks]) if blocks else ""

    def _head(self) -> str:
        lesson = self.sheet.material.lesson
        place = f"Lesson {lesson.number} (notebooks/course.toml)"
        goals = "".join(f"[{self.say(goal, place)}], " for goal in lesson.objectives)
        needs = self.say(", ".join(lesson.needs), place)
        return (
            f"#lesson-head(title: [{title_of(lesson)}], minutes: [{lesson.minutes}],"
            f" needs: [{needs}], goals: ({goals}), named: {str(self.key is None).lower()})"
        )

    def _chosen(self, blocks: tuple[Block, ...]) -> list[Block]:
        """Leave out, where room is scarce, the pictures that no question is about.

        With such a picture goes the room to say what was seen in it.
        """
        if self.density.illustrated or self.key:
            return list(blocks)
        chosen: list[Block] = []
        left_out = False
        for block, after in zip(blocks, (*blocks[1:], None)):
            asked = after is not None and after.kind in ("question", "turn")
            if block.picture is not None:
                left_out = not (block.is_strip or ALWAYS in block.picture.tags or asked)
            if not (left_out and (block.picture is not None or block.kind == "saw")):
                chosen.append(block)
        return without_idle_headings(chosen)

    def _blocks(self, blocks: Sequence[Block]) -> list[str]:
        written = []
        leading = [_leads(one, following) for one, following in zip(blocks, (*blocks[1:], None))]
        for narrow, group in groupby(zip(blocks, leading), lambda pair: _is_narrow(pair[0])):
            together = list(group)
            texts = [self._with_next(block) if leads else self._block(block)
                     for block, leads in together]  # fmt: skip
            heights = [height(block) for block, _ in together] if narrow else []
            written += two_columns(texts, heights) if narrow else texts
        return written

    def _with_next(self, block: Block) -> str:
        return f"#block(sticky: true)[{self._block(block)}]"

    def _block(self, block: Block) -> str:
        return getattr(self, "_" + block.kind.replace(" ", "_"))(block)

    def _heading_2(self, block: Block) -> str:
        title = self.say(block.text, block.place)
        return f"#part([{title}], minutes: {string(block.minutes)})"

    def _heading_3(self, block: Block) -> str:
        return f"#part([{self.say(block.text, block.place)}], level: 3)"

    def _idea(self, block: Block) -> str:
        return self.say(block.text, block.place)

    def _turn(self, block: Block) -> str:
        return "#turned" if self.key else "#turn"

    def _folded(self, block: Block) -> str:
        apart = "\n\n" if block.text.startswith(("-", "1.")) else " "
        return f"#key[*What you saw.*{apart}{self.say(block.text, block.place)}]"

    def _key_points(self, block: Block) -> str:
        return f"#key[*Key points*\n\n{self.say(block.text, block.place)}]"

    def _saw(self, block: Block) -> str:
        return self._ruled("What you saw, in a sentence:", 2)

    def _own_words(self, block: Block) -> str:
        return self._ruled("The lesson in your own words:", 2)

    def _ruled(self, title: str, count: int) -> str:
        return f"#block(above: 0.8em, breakable: false, width: 100%)[{title}{self._lines(count)}]"

    def _lines(self, count: int) -> str:
        return f"#lines({count}, gap: {self._gap()})"

    def _gap(self) -> str:
        return f"{self.density.gap:.2f}cm"

    def _picture(self, block: Block) -> str:
        picture = block.picture
        return (
            f"#picture({string(self._file(block))}, width: {self._width(picture):.2f}cm,"
            f" alt: {string(picture.alt)}, caption: [{self.say(picture.caption, block.place)}])"
        )

    def _blank_picture(self, block: Block) -> str:
        if self.key:
            return self._picture(block)
        return f"#blank-picture({self._width(block.picture) * _slope(block.picture):.2f}cm)"

    def _file(self, block: Block) -> str:
        name = f"{self.sheet.material.lesson.number}_{block.picture.cell:03}.png"
        self.pictures[name] = block.picture.png
        return name

    def _width(self, picture: Event) -> float:
        pixels, _ = _pixels(picture)
        return min(2.54 * pixels / PIXELS_PER_INCH, 17.2) * self.density.pictures

    def _table(self, block: Block) -> str:
        return f"#frame(raw({string(block.text.rstrip())}, block: true))"

    def _blank_table(self, block: Block) -> str:
        if self.key:
            return self._table(block)
        head, *rows = block.text.rstrip().splitlines()
        columns = re.split(r"\s{2,}", head.strip())
        firsts = [re.split(r"\s{2,}", row.strip())[0] for row in rows]
        cells = [f"raw({string(name)})" for name in columns]
        for first in firsts:
            cells += [f"raw({string(first)})"] + ["[]"] * (len(columns) - 1)
        return (
            f"#table(columns: (1fr,) * {len(columns)}, stroke: hairline, inset: 5pt,"
            f" {', '.join(cells)})"
        )

    def _question(self, block: Block) -> str:
        fields, place = block.fields, f"{block.place}, question {block.fields['id']}"
        choices = "".join(f"[{self.say(choice, place)}], " for choice in fields["choices"])
        parts = [
            f"name: {string(fields['id'])}",
            f"title: [{self.say(fields['title'], place)}]",
            f"votes: {2 if block.where in PREDICTIONS and choices else 1}",
            f"choices: ({choices})",
            f"in-a-row: {str(all(len(one) < SHORT for one in fields['choices'])).lower()}",
            *self._room_of(fields, place),
            *(self._answer(fields["id"], place) if self.key else []),
        ]
        return f"#question({', '.join(parts)})[{self.say(fields['text'], place)}]"

    def _room_of(self, fields: dict, place: str) -> list[str]:
        if fields["kind"] == "sentence":
            return [f"write: {LINES_A_SENTENCE}", f"gap: {self._gap()}"]
        if fields["kind"] == "choice":
            return []
        labels = fields["labels"] or ("your answer",)
        unit = f" {fields['unit']}" if fields["unit"] else ""
        said = "".join(f"[{self.say(label + unit, place)}:], " for label in labels)
        return [f"fields: ({said})"]

    def _answer(self, name: str, place: str) -> list[str]:
        question, answer = find_question(name), answer_of(name)
        head = f"*Answer: {answer}.* " if answer else ""
        parts = [f"answer: [{head}{self.say(question.why, place)}]"]
        if question.kind == "choice":
            parts.append(f"right: {string(str(question.answer))}")
        elif answer:
            values = "".join(f"[{value}], " for value in answer.split("; "))
            parts.append(f"values: ({values})")
        return parts

    def _exercise(self, block: Block) -> str:
        fields, place = block.fields, f"{block.place}, exercise {block.fields['id']}"
        solution = self.key.solutions.get(fields["id"]) if self.key else None
        body = self._order(fields, solution) if fields["lines"] else self._work(fields)
        if self.key:
            body += self._solution(solution, place)
        return (
            f"#exercise(name: {string(fields['id'])}, title: [{self.say(fields['title'], place)}],"
            f" task: [{self.say(fields['task'], place)}])[{body}]"
        )

    def _order(self, fields: dict, solution: Solution | None) -> str:
        rows = "".join(f"{string(line)}, " for line in fields["lines"])
        letters = re.search(r'"([A-Z]+)"', solution.code) if solution else None
        values = f", values: {string(letters[1])}" if letters else ""
        return f"#shuffled(({rows}){values})"

    def _work(self, fields: dict) -> str:
        if fields["kind"] == "value":
            return "#block[Your answer: #box(width: 3cm, stroke: (bottom: 0.6pt))]"
        stub = A_BLANK.sub(BLANK_LINE, fields["stub"].strip("\n"))
        count = 0 if self.key else lines_for(self.to_write.get(fields["id"], 0))
        written = self._lines(count) if count else ""
        return f'#frame(raw({string(stub)}, block: true, lang: "python")){written}'

    def _solution(self, solution: Solution | None, place: str) -> str:
        if solution is None:
            return "#key[No cell of the solutions bears this id.]"
        if find_exercise(solution.exercise).lines:
            return f"#key[{self.say(solution.text, place)}]"
        code = f'#unbroken(raw({string(solution.code)}, block: true, lang: "python"))'
        return f"#key[{code}\n\n{self.say(solution.text, place)}]"


def _pixels(picture: Event) -> tuple[int, int]:
    """Return width and height of a PNG."""
    return int.from_bytes(picture.png[16:20], "big"), int.from_bytes(picture.png[20:24], "big")


def _slope(picture: Event) -> float:
    width, height = _pixels(picture)
    return height / width


def lines_for(code: int) -> int:
    """Return how many ruled lines so many lines of code need, written by hand."""
    return math.ceil(LINES_A_LINE_OF_CODE * code)


def _leads(one: Block, following: Block | None) -> bool:
    """Say whether a block stays with the next: words with their exercise, a picture with its lines."""
    pair = one.kind, following.kind if following else ""
    return pair in (("idea", "exercise"), ("picture", "saw"))


def _lines(texts: list[str]) -> str:
    return "\n\n".join(texts)


def height(block: Block) -> int:
    """Return about how many lines a question takes in half the width of a page."""
    fields = block.fields
    listed = sum(1 + len(choice) // 45 for choice in fields["choices"])
    text = sum(1 + len(line) // 52 for line in fields["text"].strip().splitlines()) * 0.9
    room = {"sentence": 6, "choice": 0, "number": 2}[fields["kind"]]
    return round(2 + text + listed + room)


def _is_narrow(block: Block) -> bool:
    return block.kind == "question" and not block.is_prediction


def two_columns(texts: list[str], heights: list[int]) -> list[str]:
    """Return questions side by side; many of them in several rows, each not too high to fit."""
    if len(texts) < 2:
        return texts
    count = -(-sum(heights) // HIGHEST)
    size = -(-len(texts) // count)
    rows = [slice(at, at + size) for at in range(0, len(texts), size)]
    return [_two_columns(texts[row], heights[row]) for row in rows]


def _two_columns(texts: list[str], heights: list[int]) -> str:
    at = best_split(heights) if len(texts) > 1 else 1
    return f"#two-columns([{_lines(texts[:at])}], [{_lines(texts[at:])}])"


def best_split(heights: list[int]) -> int:
    """Return how many of the questions go into the first of two columns."""
    splits = range(1, len(heights))
    return min(splits, key=lambda at: max(sum(heights[:at]), sum(heights[at:])))


def title_of(lesson) -> str:
    """Return "Lesson 4: Gradient descent"."""
    return f"Lesson {int(lesson.number)}: {lesson.title}"
