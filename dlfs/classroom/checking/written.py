"""How a function or a class is written: its source, from a file or from a notebook's cell.

Python finds the source of a class by the file of its module. A notebook is no such file, so there
the class is looked for in the cell that its methods come from.
"""

from __future__ import annotations

import ast
import inspect
import linecache
from collections.abc import Callable
from functools import lru_cache


@lru_cache(maxsize=8)
def source_of(candidate: object) -> str:
    """The source as it was written, decorators included; raises OSError where nobody kept it."""
    try:
        return inspect.getsource(candidate)
    except (OSError, TypeError):
        if not inspect.isclass(candidate):
            raise
    return _source_of_class(candidate)


def _source_of_class(candidate: type) -> str:
    for method in _methods_of(candidate):
        lines = linecache.getlines(method.__code__.co_filename)
        for node in _classes_in(lines, candidate.__name__):
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            if first <= method.__code__.co_firstlineno <= node.end_lineno:
                return "".join(lines[first - 1 : node.end_lineno])
    raise OSError("the source of this class is not kept")


def _methods_of(candidate: type) -> list[Callable]:
    return [each for each in vars(candidate).values() if inspect.isfunction(each)]


def _classes_in(lines: list[str], name: str) -> list[ast.ClassDef]:
    try:
        tree = ast.parse("".join(lines))
    except SyntaxError:  # a cell with a line for Jupyter in it, such as %time
        return []
    return [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name == name]
