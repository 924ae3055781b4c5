"""A program cut into its parts: functions, classes, assignments, each with its name and its lesson.

The engine that the course builds stands in one file, and a learner's engine grows into a file of
the same shape. A comment on the first line of a part says which lesson it is of, and whose it is.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path

REFERENCE = "engine.py"
HEADING = re.compile(r"^# Lesson (\d): ", re.MULTILINE)
MARK = re.compile(r"  # lesson (\d), (yours|given)$")


@dataclass(frozen=True)
class Part:
    """One statement of a program, with the comments and empty lines above it (`above`)."""

    name: str
    above: str
    text: str

    @property
    def lines(self) -> int:
        """How many lines of code it has: empty lines and comments do not count."""
        return sum(bool(line.strip()) and not line.lstrip().startswith("#")
                   for line in self.text.splitlines())

    @property
    def is_yours(self) -> bool:
        """Whether its mark says so."""
        first = _line_of_mark(self.text)
        found = MARK.search(self.text.splitlines()[first])
        return bool(found) and found[2] == "yours"

    def marked(self, lesson: int, whose: str) -> Part:
        """The same part, saying which lesson it is of and whose."""
        return replace(self, text=_with_mark(self.text, f"  # lesson {lesson}, {whose}"))

    def decorated_as(self, other: Part) -> Part:
        """The same part, under the decorators of `other` where it has none of its own."""
        first = _line_of_mark(other.text)
        if self.text.startswith("@") or not first:
            return self
        return replace(self, text="\n".join([*other.text.splitlines()[:first], self.text]))

    def unmarked(self) -> str:
        """Its text without the mark, without trailing space."""
        return _with_mark(self.text, "")


def parts_of(text: str) -> list[Part]:
    """The parts of a program, in order. Raises SyntaxError where it is none.

    What follows the last statement is a part without a text of its own, named "end".
    """
    lines = text.splitlines()
    parts, start = [], 0
    for group in _groups(ast.parse(text).body):
        first, last = _first_line(group[0]) - 1, group[-1].end_lineno
        above = "".join(f"{line}\n" for line in lines[start:first])
        parts.append(Part(_name(group[0]), above, "\n".join(lines[first:last])))
        start = last
    rest = "".join(f"{line}\n" for line in lines[start:])
    return _numbered([*parts, Part("end", rest, "")])


def text_of(parts: list[Part]) -> str:
    """The program that the parts make."""
    return "".join(part.above + part.text + ("\n" if part.text else "") for part in parts)


@cache
def reference_text() -> str:
    """The engine that the course builds, as it stands in the one file of it."""
    installed = resources.files("dlfs.classroom.lessons") / REFERENCE
    if installed.is_file():
        return installed.read_text(encoding="utf-8")
    here = Path(__file__).resolve().parents[3] / "notebooks" / "instructor" / REFERENCE
    return here.read_text(encoding="utf-8")


@cache
def reference_parts() -> dict[str, tuple[int, Part]]:
    """The name of each part of that engine, with its lesson and itself; the opening is lesson 0."""
    found, lesson = {}, 0
    for part in parts_of(reference_text())[:-1]:
        heading = HEADING.search(part.above)
        lesson = int(heading[1]) if heading else lesson
        found[part.name] = (lesson, part)
    return found


def is_proof(name: str) -> bool:
    """Whether a part of this name is the small proof of a lesson."""
    return name.startswith("proof ")


def names_in(text: str) -> list[str]:
    """The names of the functions and classes that a text defines at its top level."""
    try:
        body = ast.parse(text).body
    except SyntaxError:
        return []
    return [node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)]


def _groups(body: list[ast.stmt]) -> list[list[ast.stmt]]:
    """The statements, those that give one class its operators taken together."""
    groups: list[list[ast.stmt]] = []
    for statement in body:
        if groups and _is_operator(statement) and _is_operator(groups[-1][0]):
            groups[-1].append(statement)
        else:
            groups.append([statement])
    return groups


def _is_operator(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Attribute)


def _name(statement: ast.stmt) -> str:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return statement.name
    if isinstance(statement, ast.Assign):
        return ast.unparse(statement.targets[0])
    if isinstance(statement, ast.If) and "__name__" in ast.unparse(statement.test):
        return "proof"
    return ast.unparse(statement).splitlines()[0][:40]


def _numbered(parts: list[Part]) -> list[Part]:
    """Proofs carry the number of their lesson; of other equal names the later ones are counted."""
    numbered, seen, lesson = [], {}, 0
    for part in parts:
        heading = HEADING.search(part.above)
        lesson = int(heading[1]) if heading else lesson
        name = f"proof {lesson}" if part.name == "proof" else part.name
        seen[name] = seen.get(name, 0) + 1
        numbered.append(replace(part, name=name if seen[name] == 1 else f"{name} {seen[name]}"))
    return numbered


def _first_line(statement: ast.stmt) -> int:
    decorators = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def _line_of_mark(text: str) -> int:
    """The first line that is no decorator."""
    lines = text.splitlines()
    statement = ast.parse(text).body[0]
    return statement.lineno - 1 if lines else 0


def _with_mark(text: str, mark: str) -> str:
    lines = [line.rstrip() for line in text.splitlines()]
    place = _line_of_mark(text)
    lines[place] = MARK.sub("", lines[place]) + mark
    return "\n".join(lines)
