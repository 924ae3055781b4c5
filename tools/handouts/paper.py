"""Writes a worksheet as Typst: the student's, and with a `Key` the instructor's.

Students stop where the page ends, so a sheet is written in parts, one from turn to turn. Each can
be set more or less closely: `LETTERS` and `ROOMS`.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from dlfs.classroom.lessons import find_exercise, find_question
from tools.handouts.answers import Solution, answer_of
from tools.handouts.material import ALWAYS, PIXELS_PER_INCH, Event
from tools.handouts.sheet import PREDICTIONS, Block, Sheet, without_idle_headings

Say = Callable[[str, str], str]
HIGHEST = 64
SHORT = 14
A_BLANK = re.compile(r"(?<!\.)\.\.\.(?!\.)")
BLANK_LINE = "_" * 12


@dataclass(frozen=True)
class Density:
    """How closely a part of a sheet is set.

    Letters in pt; pictures as a share of their full width; room to write in, as a share of a
    comfortable one; and whether there is room for pictures that no question is about.
    """

    letters: float
    pictures: float
    room: float
    illustrated: bool = True


LETTERS = (10, 9.5, 9)
ROOMS = (
    (0.95, 1.0), (0.85, 0.8), (0.75, 0.65),
    (0.75, 0.6, False), (0.65, 0.5, False), (0.58, 0.4, False), (0.5, 0.3, False),
)  # fmt: skip


@dataclass(frozen=True)
class Key:
    """What an instructor's edition adds to the sheet."""

    solutions: dict[str, Solution] = field(default_factory=dict)


def string(text: str) -> str:
    """Return `text` as a string of Typst."""
    return json.dumps(text, ensure_ascii=False)


class Writer:
    """Writes the blocks of one sheet. `say` turns Markdown and its place into Typst."""

    def __init__(self, sheet: Sheet, say: Say, key: Key | None = None):
        self.sheet, self.say, self.key = sheet, say, key
        self.density = Density(LETTERS[0], *ROOMS[1])
        self.pictures: dict[str, bytes] = {}

    def parts(self, density: Density, after_early: bool = False) -> list[str]:
        """Return the Typst of the sheet in this density, cut where students turn the page.

        What is for after class stands at the end, or, early, before the last turn.
        """
        self.density = density
        turns = [[]]
        for block in self._chosen(self.sheet.in_class):
            turns[-1].append(block)
            if block.kind == "turn":
                turns.append([])
        texts = [self._blocks(blocks) for blocks in turns]
        texts[0].insert(0, self._head())
        if after_early and len(texts) > 1:
            texts[-2].insert(-1, self._after())
        else:
            texts[-1].append(self._after())
        texts[-1] += [] if self.key else ["#notes[Notes:]"]
        return [_lines([f"#set text(size: {density.letters}pt)", *text]) for text in texts]

    def _after(self) -> str:
        blocks = self._blocks(self.sheet.after)
        inside = _lines(["#part([After class])", "#set text(size: 0.95em)", *blocks])
        return f"#[\n{inside}\n]" if blocks else ""

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
        """Leave out, where room is scarce, the pictures that stand before no question.

        Room to say what was seen is left where something is to be seen.
        """
        if self.density.illustrated or self.key:
            return list(blocks)
        pairs = zip(blocks, (*blocks[1:], None))
        chosen: list[Block] = []
        for block, following in pairs:
            asked = following is not None and following.kind == "question"
            kept = block.picture is None or block.is_strip or ALWAYS in block.picture.tags or asked
            seen = block.kind != "saw" or (chosen and chosen[-1].kind in ("picture", "question"))
            if kept and seen:
                chosen.append(block)
        return without_idle_headings(chosen)

    def _blocks(self, blocks: Sequence[Block]) -> list[str]:
        written = []
        for narrow, group in groupby(blocks, _is_narrow):
            together = list(group)
            texts = [self._block(block) for block in together]
            written += two_columns(texts, [height(one) for one in together]) if narrow else texts
        return written

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
        count = 2 if self.density.illustrated else 1
        return self._to_write("What you saw, in a sentence:", count)

    def _own_words(self, block: Block) -> str:
        if not self.density.illustrated:
            return ""
        return self._to_write("The lesson in your own words:", 2)

    def _to_write(self, title: str, count: int) -> str:
        return f"#block(above: 0.8em, sticky: true)[{title}]{self._lines(count)}"

    def _lines(self, count: int) -> str:
        return f"#lines({count}, gap: {self._gap()})"

    def _gap(self) -> str:
        return f"{0.8 * max(self.density.room, 0.7):.2f}cm"

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
        share = 1 if picture.is_strip else 0.85
        return min(2.54 * pixels / PIXELS_PER_INCH, 17.2) * self.density.pictures * share

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
            count = 4 if self.density.room >= 0.5 else 3
            return [f"write: {count}", f"gap: {self._gap()}"]
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
            f" task: [{self.say(fields['task'], place)}])[{body}]#space"
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
        count = 2 if fields["phase"] == "faded" else 6
        written = "" if self.key else self._lines(max(2, round(count * self.density.room)))
        if fields["phase"] == "faded":
            written = ""
        return f'#frame(raw({string(stub)}, block: true, lang: "python")){written}'

    def _solution(self, solution: Solution | None, place: str) -> str:
        if solution is None:
            return "#key[No cell of the solutions bears this id.]"
        if find_exercise(solution.exercise).lines:
            return f"#key[{self.say(solution.text, place)}]"
        code = f'#raw({string(solution.code)}, block: true, lang: "python")'
        return f"#key[{code}\n\n{self.say(solution.text, place)}]"


def _pixels(picture: Event) -> tuple[int, int]:
    """Return width and height of a PNG."""
    return int.from_bytes(picture.png[16:20], "big"), int.from_bytes(picture.png[20:24], "big")


def _slope(picture: Event) -> float:
    width, height = _pixels(picture)
    return height / width


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
