"""What only instructors see: answers, what each wrong one means, solutions, and the guide.

The worksheets for students are made without this module.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from dlfs.classroom import lessons
from tools.course import NOTEBOOKS, Lesson
from tools.handouts import HandoutError
from tools.handouts.material import FOLDED, Material, paragraphs

PREDICTIONS = "The predictions"


@dataclass(frozen=True)
class Solution:
    """A solution: the cell of NN_solutions.ipynb that bears the exercise's id, and its text."""

    exercise: str
    code: str
    text: str


@dataclass(frozen=True)
class Guide:
    """NN_guide.md: its title, and its sections as (title, Markdown); subsections by question id."""

    path: Path
    title: str
    sections: tuple[tuple[str, str], ...]
    predictions: dict[str, str]


def answer_of(name: str) -> str:
    """Return the answer of a question as a line of Markdown: "C", "6; 2.4", or an empty text."""
    question = lessons.find_question(name)
    if question.answer is None:
        return ""
    answer = in_words(question.answer)
    if question.kind == "choice":
        number = f" ({in_words(question.number)})" if question.number is not None else ""
        return f"{answer}{number}"
    return f"{answer} {question.unit}".strip()


def in_words(value: object) -> str:
    """Return a value of the toml as it is written on a board: "6; 2.4"."""
    if isinstance(value, list):
        return "; ".join(in_words(entry) for entry in value)
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.4g}"
    return str(int(value)) if isinstance(value, float) else str(value)


def solutions_of(lesson: Lesson, notebooks: Path = NOTEBOOKS) -> dict[str, Solution]:
    """Return the solutions of a lesson by the ids of their exercises. Raises HandoutError."""
    path = notebooks / "instructor" / f"{lesson.number}_solutions.ipynb"
    if not path.exists():
        return {}
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    found, text = {}, ""
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            blocks = [one for one in paragraphs(source) if not one.startswith("#")]
            text = "\n\n".join(blocks)
        elif lessons.find_exercise(cell["id"]):
            found[cell["id"]] = Solution(cell["id"], source, text)
    return found


def missing_lines(solution: str, stub: str) -> int:
    """Return how many lines of a solution are to be written below its stub.

    A blank within a line is filled in where it stands; an ellipsis alone on its line is not.
    """
    given = {line.strip() for line in stub.splitlines()}
    new = [line for line in solution.splitlines() if line.strip() and line.strip() not in given]
    within = sum("..." in line and line.strip() != "..." for line in stub.splitlines())
    return max(0, len(new) - within)


def guide_path(lesson: Lesson, notebooks: Path = NOTEBOOKS) -> Path:
    return notebooks / "instructor" / f"{lesson.number}_guide.md"


def read_guide(material: Material, notebooks: Path = NOTEBOOKS) -> Guide | None:
    """Return the lesson's guide, None if nobody has written it. Raises HandoutError."""
    path = guide_path(material.lesson, notebooks)
    if not path.exists():
        return None
    title, sections, predictions = "", [], {}
    blocks = paragraphs(FOLDED.sub(r"\1", path.read_text(encoding="utf-8")))
    for block in blocks:
        heading = re.fullmatch(r"(#+) (.+)", block)
        level = len(heading[1]) if heading else 0
        if level == 1:
            title = heading[2]
        elif level == 2:
            sections.append([heading[2], []])
        elif level == 3 and sections and sections[-1][0] == PREDICTIONS:
            predictions[heading[2].strip("`").split(":")[0].split()[0]] = []
        elif predictions and sections[-1][0] == PREDICTIONS:
            list(predictions.values())[-1].append(block)
        elif sections:
            sections[-1][1].append(block)
    _refuse_strangers(path, predictions, material)
    return Guide(
        path,
        title,
        tuple((name, "\n\n".join(body)) for name, body in sections),
        {name: "\n\n".join(body) for name, body in predictions.items()},
    )


def _refuse_strangers(path: Path, predictions: dict, material: Material) -> None:
    known = material.ids("ask") + material.ids("check")
    strangers = [name for name in predictions if name not in known]
    if strangers:
        raise HandoutError(
            f"Lesson {material.lesson.number} ({path.name}): its guide has a section on "
            f"{', '.join(strangers)}, which the lesson does not ask.\n"
            f"  The lesson asks {', '.join(known)}."
        )
