"""Writes the folder of a course for nbgrader: its settings, and an assignment for each lesson.

The assignments are made from the students' copies. Two things are added: a solution between marks
in each exercise's cell, and below it a locked cell that gives points.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from dlfs.classroom import lessons
from dlfs.classroom.lessons import Exercise
from tools.course import NOTEBOOKS, ROOT
from tools.grading.exercise_cells import (
    answer_in_words, exercise_of, points_of, to_grade, to_solve,
)  # fmt: skip

COURSE = ROOT / "dist" / "nbgrader"
SETTINGS = '''\
"""What nbgrader needs to know of this course."""

import os

c = get_config()
c.CourseDirectory.course_id = "dlfs"
# Where a solution stood, nothing is left: the frame above it is where a student writes.
c.ClearSolutions.code_stub = {"python": ""}
c.ExecutePreprocessor.timeout = 120
# Whoever grades keeps no answers, and meets no question who sits here.
os.environ["DLFS_ANSWERS"] = "temporary"
'''


def write(originals: Sequence[Path], cleared, target: Path = COURSE) -> list[Path]:
    """Write an assignment for each of the lessons; return the paths of their notebooks.

    `cleared` makes a student's copy of a lesson. What nbgrader itself keeps in the folder, its
    gradebook and what was handed in, is left as it is.
    """
    target.mkdir(parents=True, exist_ok=True)
    (target / "nbgrader_config.py").write_text(SETTINGS, encoding="utf-8", newline="\n")
    return [_write(target / "source" / path.stem / path.name,
                   assignment(cleared(path), path.name[:2])) for path in originals]  # fmt: skip


def assignment(copy: str, number: str) -> str:
    """Return a student's copy of lesson `number` as nbgrader's source of an assignment."""
    notebook = json.loads(copy)
    known = {exercise.id: exercise for exercise in lessons.exercises(number)}
    solutions = solutions_of(number)
    cells = []
    for cell in notebook["cells"]:
        exercise = known.get(exercise_of(_source(cell)) if cell["cell_type"] == "code" else "")
        cells += _two_cells(cell, exercise, solutions) if exercise else [cell]
    notebook["cells"] = cells
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def solutions_of(number: str, notebooks: Path = NOTEBOOKS) -> dict[str, str]:
    """Return the source of each exercise's solution, from the instructor's notebook."""
    path = notebooks / "instructor" / f"{number}_solutions.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return {cell["id"]: _source(cell) for cell in cells}


def _two_cells(cell: dict, exercise: Exercise, solutions: dict[str, str]) -> list[dict]:
    source = _source(cell)
    solution = answer_in_words(exercise, solutions[exercise.id])
    solved = cell | {
        "source": to_solve(source, exercise, solution),
        "metadata": cell["metadata"] | {"nbgrader": _told(exercise.id, solution=True)},
    }
    graded = _told(f"graded-{exercise.id}", grade=True, locked=True, points=points_of(exercise))
    return [solved, {
        "cell_type": "code", "execution_count": None, "id": f"graded-{exercise.id}",
        "metadata": {"nbgrader": graded}, "outputs": [], "source": to_grade(source, exercise),
    }]  # fmt: skip


def _told(name: str, **given) -> dict:
    """The metadata of a cell, as nbgrader's schema 3 has it."""
    told = {"grade": False, "locked": False, "solution": False, "task": False}
    return told | {"grade_id": name, "schema_version": 3} | given


def _source(cell: dict) -> str:
    return "".join(cell["source"])


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
