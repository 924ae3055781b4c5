"""Whether a function can have made the slip of a mutant: some slips need a form that can be seen.

A mutant that does the same as a function need not be written like it. "Returns too early" is said
only of a function that has a return inside a loop or a condition, and so on.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

LOOPS = (ast.For, ast.While, ast.comprehension)
ROUNDING = frozenset(["round", "around", "rint", "int", "astype", "trunc", "floor", "ceil", "fix"])


def fits(kind: str, tree: ast.AST | None) -> bool:
    """Whether a function with this syntax tree can have made a slip of this kind; without a tree,
    whether it needs none to be seen."""
    sign = SIGNS.get(kind)
    return sign is None or (tree is not None and any(sign(node) for node in ast.walk(tree)))


def _is_a_loop(node: ast.AST) -> bool:
    return isinstance(node, LOOPS) or _calls(node, ("map", "reduce"))


def _ends_inside(node: ast.AST) -> bool:
    return isinstance(node, (ast.For, ast.While, ast.If)) and any(
        isinstance(inner, ast.Return | ast.Break) for inner in ast.walk(node))


def _is_twice(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and any(
        isinstance(inner, ast.Call) and inner is not node and _name(inner) == _name(node)
        for inner in ast.walk(node))


def _is_rounded(node: ast.AST) -> bool:
    floors = isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv)
    return floors or _calls(node, ROUNDING)


def _calls(node: ast.AST, names) -> bool:
    return isinstance(node, ast.Call) and _name(node) in names


def _name(call: ast.Call) -> str:
    return ast.unparse(call.func).split(".")[-1]


SIGNS: dict[str, Callable[[ast.AST], bool]] = {
    "early return": _ends_inside,
    "loop short": _is_a_loop,
    "loop long": _is_a_loop,
    "function twice": _is_twice,
    "rounded": _is_rounded,
}
