"""Finds what is still blank: an exercise starts as a function with `...` where your code goes.

NumPy uses `...` too, between brackets: x[..., 0] is no blank.
"""

from __future__ import annotations

import ast
import dis
import inspect
import textwrap
from collections.abc import Callable
from tokenize import TokenError


def has_blank(function: Callable) -> bool:
    """Whether the body of `function` still holds a `...`, or holds nothing at all."""
    code = getattr(function, "__code__", None)
    if code is None:
        return False
    return _is_empty(code) or _blank_in_source(function, code)


def _is_empty(code) -> bool:
    """Whether the code does nothing, as `pass`, `...` and a docstring do nothing."""
    return _steps(code) in (_steps(_passes), _steps(_documented))


def _blank_in_source(function: Callable, code) -> bool:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError, TokenError):
        return Ellipsis in code.co_consts
    between_brackets = {
        id(inner) for node in ast.walk(tree) if isinstance(node, ast.Subscript)
        for inner in ast.walk(node.slice)
    }
    return any(
        isinstance(node, ast.Constant) and node.value is Ellipsis
        and id(node) not in between_brackets
        for node in ast.walk(tree)
    )


def _steps(code) -> list[tuple]:
    """What the code does, instruction by instruction, with the constants that it loads."""
    return [
        (step.opname, step.argval if "CONST" in step.opname else None)
        for step in dis.get_instructions(code)
    ]


def _passes():
    pass


def _documented():
    """Does nothing, and says so."""
