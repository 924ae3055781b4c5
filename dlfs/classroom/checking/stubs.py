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
    """Whether the body of `function` still holds a `...`, or holds nothing at all.

    A class has a blank where one of its methods has a `...`.
    """
    if inspect.isclass(function):
        methods = [each for each in vars(function).values() if inspect.isfunction(each)]
        return any(_blank_in_source(each, each.__code__) for each in methods)
    function = _unwrapped(function)
    code = getattr(function, "__code__", None)
    if not inspect.iscode(code):
        return False
    return _is_empty(code) or _blank_in_source(function, code)


def is_untouched(function: Callable, stub: str) -> bool:
    """Whether `function` still does, step by step, what the stub does that it started from."""
    code = getattr(function, "__code__", None)
    try:
        made = compile(stub, "<stub>", "exec")
    except SyntaxError:
        return False
    stubs = [const for const in made.co_consts if inspect.iscode(const)]
    return inspect.iscode(code) and any(_body(code) == _body(each) for each in stubs)


def _body(code) -> tuple:
    return code.co_code, code.co_names, code.co_varnames, code.co_consts


def _unwrapped(function: Callable) -> Callable:
    try:
        return inspect.unwrap(function)
    except ValueError:  # a wrapper of a wrapper of itself
        return function


def _is_empty(code) -> bool:
    """Whether the code does nothing, as `pass`, `...` and a docstring do nothing."""
    return _steps(code) in (_steps(_passes), _steps(_documented))


def _blank_in_source(function: Callable, code) -> bool:
    tree = _tree_of(function, code)
    if tree is None:
        return _loads_a_blank(code)
    between_brackets = {
        id(inner) for node in ast.walk(tree) if isinstance(node, ast.Subscript)
        for inner in ast.walk(node.slice)
    }
    return any(
        isinstance(node, ast.Constant) and node.value is Ellipsis
        and id(node) not in between_brackets
        for node in ast.walk(tree)
    )


def _loads_a_blank(code) -> bool:
    """Whether the code, or that of a function inside it, has a `...` among its constants."""
    return any(const is Ellipsis or (inspect.iscode(const) and _loads_a_blank(const))
               for const in code.co_consts)


def _tree_of(function: Callable, code) -> ast.AST | None:
    """The source of `function` as a tree; None where it is lost.

    From Python 3.13 on, a program given by `python -c` is called "<string>", as everything is that
    `exec` runs: asked for the one, Python may answer with the other.
    """
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    # ValueError: a wrapper of itself, or text that Python refuses to read.
    except (OSError, TypeError, SyntaxError, TokenError, ValueError):
        return None
    defined = [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]
    names = {getattr(node, "name", "<lambda>") for node in defined}
    return tree if code.co_name in names else None


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
