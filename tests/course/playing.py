"""Plays the course as a learner does: lesson after lesson, in kernels, in one folder.

What is solved of the exercises is chosen; all other cells are run as they stand.
"""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from dlfs.classroom import lessons
from dlfs.classroom.engine.parts import Part, parts_of
from dlfs.classroom.lessons import Exercise
from tests.course import pieces

EACH = re.compile(r'^check\("([\w-]+)", .*\)$', re.MULTILINE)
LESSONS = range(1, 10)
# Lesson 0 has no piece. Whoever has solved it has records that belong to none.
BEFORE = {exercise.id for exercise in lessons.exercises("00")}
NAMED = "import os\nos.environ['JPY_SESSION_NAME'] = {!r}"


def exercises() -> list[Exercise]:
    """The exercises of the lessons with a piece, in the order of the course."""
    return [each for lesson in LESSONS for each in lessons.exercises(f"{lesson:02d}")]


def play(folder: Path, solved: set[str]) -> list[str]:
    """Play all lessons, each in a kernel of its own; return what the cells with `keep` printed.

    The exercises of lesson 0 are solved before, whatever else is.
    """
    said = _run([_named(0), *map(nbformat.v4.new_code_cell, _needed(played(0, BEFORE)))], folder)
    for lesson in LESSONS:
        cells = [nbformat.v4.new_code_cell(source) for source in played(lesson, solved)]
        said += _run([_named(lesson), *cells], folder)
    return said


def play_shortly(folder: Path, solved: set[str]) -> list[str]:
    """Play the exercises and the cells with `keep` alone, all of them in one kernel.

    What an exercise needs of the cells before it is the library's.
    """
    cells = [nbformat.v4.new_code_cell("import dlfs\nglobals().update(vars(dlfs))")]
    for lesson in LESSONS:
        wanted = _needed(played(lesson, solved))
        cells += [_named(lesson), *map(nbformat.v4.new_code_cell, wanted)]
    return _run(cells, folder)


def _needed(sources: list[str]) -> list[str]:
    return [sources[0], *(_alone(s) for s in sources if EACH.search(s)), *_keeps(sources)]


def _keeps(sources: list[str]) -> list[str]:
    return [source for source in sources if source.startswith("keep(")]


def _alone(source: str) -> str:
    """What the cell of an exercise defines and checks, without what it does besides."""
    kept = [node for node in ast.parse(source).body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            or EACH.match(ast.get_source_segment(source, node))]  # fmt: skip
    return "\n\n\n".join(ast.get_source_segment(source, node) for node in kept)


def played(lesson: int, solved: set[str]) -> list[str]:
    """The code of a lesson, with the solutions of those exercises put in that are to be solved."""
    answers = pieces.solutions(lesson)
    return [_answered(source, solved, answers) for source in pieces.code_of(lesson)]


def _answered(source: str, solved: set[str], answers: dict[str, str]) -> str:
    for name in EACH.findall(source):
        exercise = lessons.find_exercise(name)
        if name not in solved or exercise is None:
            continue
        if exercise.kind == "function":
            return _with_solution(source, exercise.reference.__name__, answers[name])
        answer = json.dumps(exercise.accepted[0] if exercise.kind == "order" else exercise.value)
        return EACH.sub(f'check("{name}", {answer})', source)
    return source


def _with_solution(source: str, name: str, solution: str) -> str:
    """The cell with the solution in the place of the stub."""
    lines = source.split("\n")
    (stub,) = [node for node in ast.parse(source).body if getattr(node, "name", "") == name]
    first = min([stub.lineno, *(decorator.lineno for decorator in stub.decorator_list)])
    return "\n".join([*lines[: first - 1], solution, *lines[stub.end_lineno :]])


def _named(lesson: int) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell(NAMED.format(f"/my/{pieces.notebook(lesson).name}"))


def _run(cells: list, folder: Path) -> list[str]:
    notebook = nbformat.v4.new_notebook(cells=cells)
    env = {**os.environ, "DLFS_ANSWERS": str(folder)}
    NotebookClient(notebook, timeout=300).execute(env=env, cwd=str(folder.parent))
    return ["".join(output.get("text", "") for output in cell.outputs)
            for cell in notebook.cells if cell.source.startswith("keep(")]  # fmt: skip


def run_engine(folder: Path) -> list[str]:
    """Run the file as a program; return the lines that it prints."""
    done = subprocess.run([sys.executable, "-W", "error", str(folder / "engine.py")], text=True,
                          capture_output=True, encoding="utf-8", check=True)  # fmt: skip
    return done.stdout.splitlines()


def yours(folder: Path) -> list[Part]:
    """The parts of the file that are marked as the learner's."""
    parts = parts_of((folder / "engine.py").read_text(encoding="utf-8"))
    return [part for part in parts if part.text and part.is_yours]
