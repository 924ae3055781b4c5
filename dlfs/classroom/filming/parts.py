"""The operations in a line, with the shapes that meet in them.

They are worked out before the line runs, beside it, and only where nothing can change by it: names,
numbers, entries, arithmetic, and the functions of NumPy that return something new.
"""

from __future__ import annotations

import ast
import builtins
import math
import operator
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

UNKNOWN = object()
LARGEST = 200_000
SIGNS = {
    ast.Add: ("+", operator.add), ast.Sub: ("-", operator.sub), ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv), ast.MatMult: ("@", operator.matmul),
}  # fmt: skip
REDUCTIONS = ("sum", "mean", "max", "min", "prod", "std", "var", "argmax")
SHAPES = ("reshape", "transpose", "squeeze", "ravel", "flatten", "copy", "astype", "dot")
PURE = {*REDUCTIONS, *SHAPES, "exp", "log", "sqrt", "abs", "tanh", "maximum", "minimum", "where",
        "matmul", "zeros_like", "ones_like", "array", "asarray", "expand_dims", "clip",
        "square"}  # fmt: skip
PLAIN = (bool, int, float, str, type(None), np.ndarray, np.generic)


@dataclass(frozen=True)
class Operand:
    """One side of an operation: its text, its value, its tree."""

    text: str
    value: Any
    node: ast.expr


@dataclass(frozen=True)
class Meeting:
    """Two operands, the sign between them, and the shape of the result: None if they do not fit."""

    left: Operand
    sign: str
    right: Operand
    shape: tuple[int, ...] | None

    def __str__(self) -> str:
        sides = [f"{side.text} {np.shape(side.value)}" for side in (self.left, self.right)]
        gives = "do not fit" if self.shape is None else f"gives {self.shape}"
        return f"{sides[0]} {self.sign} {sides[1]} {gives}"


@dataclass(frozen=True)
class Call:
    """A call: its tree, the array that it is `about`, what it gives.

    `axis` is that of a reduction that drops it, counted from the end; None for all others.
    """

    node: ast.Call
    about: np.ndarray
    value: Any
    axis: int | None


class Parts:
    """What a line consists of: the `meetings` of arrays in it, and the `calls` with their values."""

    def __init__(self, names: Mapping[str, Any], meanings: Mapping[str, Any]) -> None:
        self._names, self._meanings = names, meanings
        self._known: dict[ast.AST, Any] = {}
        self.meetings: list[Meeting] = []
        self.calls: list[Call] = []

    def read(self, statement: ast.stmt) -> None:
        """Work out the expressions of a statement, those of its body left out."""
        for field, part in ast.iter_fields(statement):
            if isinstance(part, ast.expr) and field not in ("target", "targets"):
                self.value(part)
        if isinstance(statement, ast.AugAssign):
            self._meet(statement.target, statement.op, statement.value)

    def value(self, node: ast.AST | None) -> Any:
        """Return the value of an expression, or UNKNOWN. Each one is worked out once."""
        if node not in self._known:
            self._known[node] = self._work_out(node)
        return self._known[node]

    def _work_out(self, node: ast.AST) -> Any:
        work = getattr(self, f"_of_{type(node).__name__}", None)
        if work is None:
            for child in ast.iter_child_nodes(node):
                self.value(child)
            return UNKNOWN
        try:
            with np.errstate(all="ignore"):
                return work(node)
        # Whatever is wrong with the line, it is about to run, and Python will say it.
        except Exception:
            return UNKNOWN

    def _of_Constant(self, node: ast.Constant) -> Any:
        return node.value

    def _of_Name(self, node: ast.Name) -> Any:
        if node.id in self._names:
            return self._names[node.id]
        return self._meanings.get(node.id, getattr(builtins, node.id, UNKNOWN))

    def _of_Tuple(self, node: ast.Tuple) -> Any:
        parts = tuple(self.value(each) for each in node.elts)
        return UNKNOWN if any(part is UNKNOWN for part in parts) else parts

    def _of_UnaryOp(self, node: ast.UnaryOp) -> Any:
        value = self.value(node.operand)
        signs = {ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Not: operator.not_}
        return signs[type(node.op)](value) if isinstance(value, PLAIN) else UNKNOWN

    def _of_Slice(self, node: ast.Slice) -> Any:
        return slice(*(each and self.value(each) for each in (node.lower, node.upper, node.step)))

    def _of_Subscript(self, node: ast.Subscript) -> Any:
        value, place = self.value(node.value), self.value(node.slice)
        known = type(value) in (list, tuple, dict, np.ndarray) and place is not UNKNOWN
        return value[place] if known else UNKNOWN

    def _of_Attribute(self, node: ast.Attribute) -> Any:
        value = self.value(node.value)
        if value is np or (isinstance(value, np.ndarray) and node.attr in ("T", "shape", "size")):
            return getattr(value, node.attr)
        stored = getattr(value, "__dict__", {}) if value is not UNKNOWN else {}
        return stored.get(node.attr, UNKNOWN) if type(stored) is dict else UNKNOWN

    def _of_BinOp(self, node: ast.BinOp) -> Any:
        return self._meet(node.left, node.op, node.right)

    def _meet(self, left: ast.expr, op: ast.operator, right: ast.expr) -> Any:
        sides = [Operand(ast.unparse(each), self.value(each), each) for each in (left, right)]
        if not all(isinstance(side.value, PLAIN) and _is_small(side.value) for side in sides):
            return UNKNOWN
        if type(op) is ast.Pow:
            return operator.pow(*(np.asarray(side.value, dtype=float) for side in sides))
        sign, work = SIGNS[type(op)]
        values = [side.value for side in sides]
        shape = _meeting_shape(sign, *values)
        if all(isinstance(value, np.ndarray) for value in values):
            self.meetings.append(Meeting(sides[0], sign, sides[1], shape))
        fits = shape is not None and math.prod(shape) <= LARGEST
        return work(*values) if fits else UNKNOWN

    def _of_Call(self, node: ast.Call) -> Any:
        given = [self.value(each) for each in node.args]
        named = {each.arg: self.value(each.value) for each in node.keywords}
        if UNKNOWN in [each for each in (*given, *named.values()) if each is UNKNOWN]:
            return UNKNOWN
        about, name = self._callee(node, given)
        if about is UNKNOWN or name not in PURE or not _is_small(about) or "out" in named:
            return UNKNOWN
        method = isinstance(node.func, ast.Attribute) and self.value(node.func.value) is not np
        result = getattr(about if method else np, name)(*given, **named)
        if isinstance(about, np.ndarray):
            axis = named.get("axis", (given[0 if method else 1:] or [None])[0])
            self.calls.append(Call(node, about, result, _dropped(name, about, axis, named)))
        return result

    def _callee(self, node: ast.Call, given: list) -> tuple[Any, str]:
        """Return the array that a call is about, and the name of its function."""
        if not isinstance(node.func, ast.Attribute):
            return UNKNOWN, ""
        owner = self.value(node.func.value)
        if owner is np:
            return (given[0] if given else UNKNOWN), node.func.attr
        return (owner if isinstance(owner, np.ndarray) else UNKNOWN), node.func.attr


def _meeting_shape(sign: str, left: Any, right: Any) -> tuple[int, ...] | None:
    """Return the shape that an operation gives, worked out without a number; None for a misfit."""
    try:
        if sign != "@":
            return np.broadcast_shapes(np.shape(left), np.shape(right))
        rows, columns = np.shape(left)[:-1], np.shape(right)[-1:] if np.ndim(right) > 1 else ()
        if np.shape(left)[-1] != np.shape(right)[-2 if np.ndim(right) > 1 else 0]:
            return None
        return (*rows, *columns) if np.ndim(right) < 3 else None
    except (ValueError, IndexError):
        return None


def _is_small(value: Any) -> bool:
    of_objects = isinstance(value, np.ndarray) and value.dtype == object
    return np.size(value) <= LARGEST and not of_objects


def _dropped(name: str, about: np.ndarray, axis: Any, named: Mapping[str, Any]) -> int | None:
    """Return the axis that a function drops, counted from the end."""
    if name not in REDUCTIONS or "keepdims" in named or type(axis) is not int:
        return None
    return axis - about.ndim if axis >= 0 else axis
