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

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def has_blank(function: Callable) -> bool:
    """Whether the body of `function` still holds a `...`, or holds nothing at all."""
    function = inspect.unwrap(function)
    code = getattr(function, "__code__", None)
    if code is None:
        return False
    return _is_empty(code) or _holds_a_blank(code)


def _is_empty(code) -> bool:
    """Whether the code does nothing, as `pass`, `...` and a docstring do nothing."""
    return _steps(code) in (_steps(_passes), _steps(_documented))


def _holds_a_blank(code) -> bool:
    tree = _tree_of(code)
    return Ellipsis in code.co_consts if tree is None else _blank_in(tree)


def _tree_of(code) -> ast.AST | None:
    """The source of the code as a tree; None where it is lost, or is the source of something else.

    Code that was made from a text has the file name "<string>", and so has a whole program that
    came with `python -c`: from Python 3.13 on, asking for the one gives lines of the other.
    """
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(code)))
    except (OSError, TypeError, SyntaxError, TokenError):
        return None
    names = {getattr(node, "name", "<lambda>") for node in ast.walk(tree)
             if isinstance(node, FUNCTIONS)}  # fmt: skip
    return tree if code.co_name in names else None


def _blank_in(tree: ast.AST) -> bool:
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
