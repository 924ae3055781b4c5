"""Reads one lesson as a row of events: sections, paragraphs, pictures, questions, exercises.

Nothing is chosen here. What a student must not see, the folded texts, is an event of its own kind.
"""

import ast
import html
import json
import re
from dataclasses import dataclass
from pathlib import Path

from tools.course import NOTEBOOKS, Lesson
from tools.handouts import HandoutError
from tools.stored import picture_of

# Tags of cells, for the few cases where the rules of `sheet` do not choose well.
ALWAYS, NEVER, BLANK = "handout", "no-handout", "handout-blank"

FOLDED = re.compile(r"<details>\s*(?:<summary>.*?</summary>)?(.*?)</details>", re.DOTALL)
MINUTES = re.compile(r"^\*Minutes (\d+) to (\d+)\.\*\s*")
PIXELS_PER_INCH = 200


@dataclass(frozen=True)
class Event:
    """Something in a lesson. `kind` is section, paragraph, folded, picture, table, ask or check."""

    kind: str
    cell: int
    tags: frozenset[str] = frozenset()
    text: str = ""
    level: int = 0
    minutes: str = ""
    png: bytes = b""
    alt: str = ""
    caption: str = ""
    is_strip: bool = False


@dataclass(frozen=True)
class Material:
    """One lesson: its entry in the course, its notebook's file, and what happens in it."""

    lesson: Lesson
    path: Path
    events: tuple[Event, ...]

    def place(self, cell: int) -> str:
        """Say where a cell is, for error messages."""
        return f"Lesson {self.lesson.number} ({self.path.name}, cell {cell + 1})"

    def ids(self, kind: str) -> list[str]:
        """Return the ids that the lesson asks or checks, each once, in their order."""
        return list(dict.fromkeys(event.text for event in self.events if event.kind == kind))


def read_material(lesson: Lesson, notebooks: Path = NOTEBOOKS) -> Material:
    """Return the lesson's events. Raises HandoutError for a figure that is not stored."""
    path = notebooks / lesson.file
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    events = [event for at, cell in enumerate(cells) for event in _events(cell, at, lesson)]
    return Material(lesson, path, tuple(events))


def _events(cell: dict, at: int, lesson: Lesson) -> list[Event]:
    source = "".join(cell["source"])
    tags = frozenset(cell["metadata"].get("tags", ()))
    if cell["cell_type"] == "markdown":
        return _of_markdown(source, at, tags)
    return _of_code(cell, source, at, tags, lesson)


def _of_markdown(source: str, at: int, tags: frozenset) -> list[Event]:
    events, end = [], 0
    for fold in FOLDED.finditer(source):
        events += _of_prose(source[end : fold.start()], at, tags)
        events.append(Event("folded", at, tags, fold[1].strip()))
        end = fold.end()
    return events + _of_prose(source[end:], at, tags)


def _of_prose(source: str, at: int, tags: frozenset) -> list[Event]:
    events: list[Event] = []
    for block in paragraphs(source):
        heading = re.fullmatch(r"(#+) (.+)", block)
        minutes = MINUTES.match(block)
        if heading:
            events.append(Event("section", at, tags, heading[2], len(heading[1])))
            continue
        if minutes:
            events.append(Event("minutes", at, tags, minutes=f"{minutes[1]} to {minutes[2]}"))
            block = block[minutes.end() :]
        if block and block != "---":
            events.append(Event("paragraph", at, tags, block))
    return events


def paragraphs(text: str) -> list[str]:
    """Return the blocks of a Markdown text; a heading, a fence, a list are each one."""
    blocks: list[list[str]] = [[]]
    fenced = False
    for line in text.splitlines():
        starts = not fenced and re.match(r"#+ ", line)
        if starts or (not line.strip() and not fenced):
            blocks.append([])
        if line.startswith("```"):
            fenced = not fenced
        blocks[-1].append(line)
        if starts:
            blocks.append([])
    joined = ["\n".join(block).strip("\n") for block in blocks]
    return [block for block in joined if block.strip()]


def _of_code(cell: dict, source: str, at: int, tags: frozenset, lesson: Lesson) -> list[Event]:
    events = [Event(kind, at, tags, name) for kind, name in _calls(source)]
    for output in cell["outputs"]:
        data = output.get("data", {})
        if (png := picture_of(data)) is not None:
            events.append(_picture(output, png, at, tags, lesson))
        elif output["output_type"] == "stream" and tags & {ALWAYS, BLANK}:
            events.append(Event("table", at, tags, "".join(output["text"])))
    shows = re.search(r"\bfigure\(|\bscenes\.", source) or "explore." in source.split("\n")[0]
    if shows and not cell["outputs"] and not re.search(r"^(import|from|def|class) ", source):
        raise HandoutError(
            f"Lesson {lesson.number} ({lesson.file}, cell {at + 1}): its figure is not stored.\n"
            f"  `make notebooks ARGS={lesson.number}` stores it."
        )
    return events


def _calls(source: str) -> list[tuple[str, str]]:
    """Return ("ask", id) and ("check", id) for each such call."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a cell with a magic: it asks nothing
        return []
    return [
        (node.func.id, node.args[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("ask", "check")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    ]


def _picture(output: dict, png: bytes, at: int, tags: frozenset, lesson: Lesson) -> Event:
    data = output["data"]
    page = "".join(data.get("text/html", ""))
    alt = re.search(r'<img alt="([^"]*)"', page)
    caption = re.search(r"<figcaption>(.*?)</figcaption>", page, re.DOTALL)
    if not alt or not alt[1]:
        raise HandoutError(
            f"Lesson {lesson.number} ({lesson.file}, cell {at + 1}): its picture has no alt text.\n"
            "  Publish it with figure(fig, alt=..., caption=...)."
        )
    return Event(
        "picture", at, tags,
        png=png,
        alt=html.unescape(alt[1]),
        caption=html.unescape(re.sub("<[^>]+>", "", caption[1])) if caption else "",
        is_strip='class="dlfs-still"' in page,
    )  # fmt: skip
