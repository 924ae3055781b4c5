"""The lines of a function: which statement stands on each, what it names, which loops it is in."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType

LOOPS = (ast.For, ast.While)
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
COMMENT = r"(^|\s)#.*$"
NO_BLANK = r"(?<=[(\[{]) | (?=[)\]}.])"


@dataclass(frozen=True)
class Statement:
    """One statement: its first line, counted from the `def`, its tree, and the `loops` around it.

    Of a loop or an `if` it is the head alone. A loop is its first and its last line.
    """

    line: int
    node: ast.stmt
    loops: tuple[tuple[int, int], ...]

    @property
    def targets(self) -> tuple[str, ...]:
        """The names that the statement gives a value to, or changes a part of."""
        node = self.node
        if isinstance(node, ast.Assign):
            parts = node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign | ast.For):
            parts = [node.target]
        elif isinstance(node, ast.Expr) and _is_method(node.value):
            parts = [node.value.func.value]
        else:
            parts = []
        return tuple(ast.unparse(part) for part in parts)


def _is_method(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)


@dataclass(frozen=True)
class Source:
    """The source of a function: its `lines`, and the statement that each line belongs to.

    `head` is the line of its `def`, below its decorators.
    """

    name: str
    lines: tuple[str, ...]
    statements: dict[int, Statement]
    head: int = 1

    def first_line(self, line: int) -> int:
        """Return the line at which the statement of `line` begins."""
        return self.statements[line].line if line in self.statements else line

    def text(self, line: int) -> str:
        """Return the statement of a line, counted from 1, in one line; "" where nobody kept it."""
        if not 0 < line <= len(self.lines):
            return ""
        node = self.statements[line].node if line in self.statements else None
        last = getattr(node, "end_lineno", line)
        rest = [self.lines[number - 1] for number in range(line + 1, last + 1)
                if number in self.statements and self.statements[number].node is node]  # fmt: skip
        return _in_one_line([self.lines[line - 1], *rest])


@lru_cache(maxsize=64)
def source_of_code(code: CodeType) -> Source:
    """Return the source of a function's code; without lines where nobody kept it."""
    try:
        text = textwrap.dedent("".join(inspect.getsourcelines(code)[0]))
        tree = ast.parse(text)
    except (OSError, TypeError, SyntaxError, IndexError):  # a lambda amid a line may not parse
        return Source(code.co_name, (), {})
    found: dict[int, Statement] = {}
    for statement in tree.body:
        _collect(statement, (), found)
    head = next((each.lineno for each in tree.body if isinstance(each, DEFINITIONS)), 1)
    return Source(code.co_name, tuple(text.expandtabs(4).splitlines()), found, head)


def _in_one_line(lines: list[str]) -> str:
    """Return the lines of one statement as one, without the comments between them."""
    if len(lines) == 1:
        return lines[0].strip()
    parts = [re.sub(COMMENT, "", line).strip() for line in lines]
    return re.sub(NO_BLANK, "", " ".join(part for part in parts if part))


def _collect(node: ast.stmt, loops: tuple, found: dict[int, Statement]) -> None:
    bodies = [getattr(node, name, []) for name in ("body", "orelse", "finalbody")]
    bodies += [handler.body for handler in getattr(node, "handlers", [])]
    bodies += [case.body for case in getattr(node, "cases", [])]
    inner = [each for body in bodies if isinstance(body, list) for each in body]
    if isinstance(node, LOOPS):
        loops = (*loops, (node.lineno, node.end_lineno))
    last = inner[0].lineno - 1 if inner else node.end_lineno
    for line in range(node.lineno, max(last, node.lineno) + 1):
        found.setdefault(line, Statement(node.lineno, node, loops))
    for each in inner:
        _collect(each, loops, found)
