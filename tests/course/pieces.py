"""Looks for the parts of the engine in the lessons: in their worked cells, or as solutions."""

import ast
from pathlib import Path

import nbformat

from dlfs.classroom.engine.parts import Part, is_proof, reference_parts
from tools.course import NOTEBOOKS

SOLUTIONS = "instructor/{:02d}_solutions.ipynb"


def piece(lesson: int) -> list[Part]:
    """The parts of a lesson's piece. Its proof, which only prints, is none of them."""
    return [part for name, (number, part) in reference_parts().items()
            if number == lesson and not is_proof(name)]


def not_in_lesson(lesson: int) -> list[str]:
    """The names of the parts that stand neither in the lesson nor in its solutions."""
    return missing(piece(lesson), cells(lesson))


def missing(parts: list[Part], codes: list[str]) -> list[str]:
    """The names of those parts that no code has, statement by statement."""
    there = {form for code in codes for form in forms(code)}
    return [part.name for part in parts if not set(forms(part.text)) <= there]


def forms(code: str) -> list[str]:
    """Each statement of a code as it is compared: without docstrings, prints and comments."""
    return [ast.dump(_Bare().visit(statement)) for statement in ast.parse(code).body]


def cells(lesson: int) -> list[str]:
    """The code of a lesson with its solutions put in, cell by cell."""
    return [*code_of(lesson), *solutions(lesson).values()]


def solutions(lesson: int) -> dict[str, str]:
    """The solution of each exercise, by its id."""
    cells = nbformat.read(NOTEBOOKS / SOLUTIONS.format(lesson), 4).cells
    return {cell.id: cell.source for cell in cells if cell.cell_type == "code"}


def notebook(lesson: int) -> Path:
    return next(NOTEBOOKS.glob(f"{lesson:02d}_*.ipynb"))


def sources(path: Path) -> list[str]:
    """The text of each cell, code or not."""
    return [cell.source for cell in nbformat.read(path, 4).cells]


def code_of(lesson: int) -> list[str]:
    """The code of a lesson, cell by cell, as it stands."""
    cells = nbformat.read(notebook(lesson), 4).cells
    return [cell.source for cell in cells if cell.cell_type == "code"]


class _Bare(ast.NodeTransformer):
    def generic_visit(self, node):
        super().generic_visit(node)
        if isinstance(getattr(node, "body", None), list):
            node.body = [line for line in node.body if not _is_free(line)]
        return node


def _is_free(statement: ast.stmt) -> bool:
    """Whether a statement is free to stand in the lesson alone: a docstring, or a print."""
    if not isinstance(statement, ast.Expr):
        return False
    value = statement.value
    is_print = isinstance(value, ast.Call) and ast.unparse(value.func) == "print"
    return is_print or (isinstance(value, ast.Constant) and isinstance(value.value, str))
