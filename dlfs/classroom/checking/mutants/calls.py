"""Changes of calls: another function, none at all, another axis, its arguments exchanged."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

SUMMARIES = ("sum", "mean", "max", "min", "prod")
EXCHANGED = {
    **{name: SUMMARIES for name in SUMMARIES},
    "exp": ("log", "expm1", "exp2"), "log": ("exp", "log1p", "log2", "log10"),
    "tanh": ("sinh", "cosh", "sin"), "maximum": ("minimum",), "minimum": ("maximum",),
    "reduce_sum": ("reduce_mean",), "reduce_mean": ("reduce_sum",),
    "zeros": ("ones",), "ones": ("zeros",), "argmax": ("argmin",), "argmin": ("argmax",),
    "all": ("any",), "any": ("all",), "append": ("insert",), "matmul": ("multiply",),
}  # fmt: skip
HARMLESS = frozenset(["list", "tuple", "len", "range", "zip", "enumerate", "isinstance", "type",
                      "array", "asarray", "iter", "set", "dict", "super"])  # fmt: skip
ALONG = frozenset([*SUMMARIES, "argmax", "argmin", "reduce_sum", "reduce_mean", "softmax"])

Proposals = Iterator[tuple[str, ast.AST]]


def in_place_of(node: ast.Call, names: frozenset[str]) -> Proposals:
    """Pairs of a kind and an expression that may stand where the call stands."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
    if isinstance(node.func, ast.Name) and name in EXCHANGED and name not in ALONG:
        yield from exchanged(name, lambda other: _called(node, ast.Name(other, ast.Load())))
    if name in ("reduce_sum", "reduce_mean"):
        yield from exchanged(name, lambda other: _called(node, ast.Name(other, ast.Load())))
    if name in ("max", "min", "sum") and isinstance(node.func, ast.Name):
        yield from exchanged(name, lambda other: _called(node, ast.Name(other, ast.Load())))
    yield from _arguments(node, name)
    yield from _keywords(node, name)


def exchanged(name: str, made: Callable[[str], ast.AST]) -> Proposals:
    """The same with the functions that `name` is taken for."""
    for other in EXCHANGED[name]:
        if other != name:
            yield _kind_of_exchange(name, other), made(other)


def _kind_of_exchange(name: str, other: str) -> str:
    if {name, other} in ({"sum", "mean"}, {"reduce_sum", "reduce_mean"}):
        return "mean and sum"
    if name in SUMMARIES:
        return "summary"
    return "matrix product" if name == "matmul" else "function exchanged"


def _arguments(node: ast.Call, name: str) -> Proposals:
    starred = any(isinstance(argument, ast.Starred) for argument in node.args)
    if len(node.args) > 1 and not starred:
        kind = "exchanged" if name != "get" else "old or other value"
        yield kind, ast.Call(node.func, node.args[::-1], node.keywords)
        yield from _optional(node, name)
    if len(node.args) == 1 and name not in HARMLESS and not starred:
        yield "function missing", node.args[0]
        yield "function twice", ast.Call(node.func, [node], node.keywords)
        if name == "reversed":
            yield "reversed", node.args[0]
        if _is_numeric(node):
            minus = ast.UnaryOp(ast.USub(), node.args[0])
            yield "minus too many", ast.Call(node.func, [minus], node.keywords)
    if len(node.args) == 1 and _is_numeric(node) and isinstance(node.args[0], ast.BinOp):
        inner = node.args[0]
        outside = ast.Call(node.func, [inner.left], node.keywords)
        yield "brackets", ast.BinOp(outside, inner.op, inner.right)
    if name == "tanh" and _is_numeric(node):
        text = ast.unparse(node.args[0])
        for other in (f"1 / (1 + np.exp(-({text})))", f"np.maximum({text}, 0)"):
            yield "function exchanged", ast.parse(other, mode="eval").body
    if name == "log" and _is_numeric(node):
        patched = ast.BinOp(node.args[0], ast.Add(), ast.Constant(1e-9))
        yield "small number", ast.Call(node.func, [patched], node.keywords)
    if name in ("matmul", "dot") and len(node.args) == 2:
        for place in (0, 1):
            turned = [ast.Attribute(argument, "T", ast.Load()) if place == number else argument
                      for number, argument in enumerate(node.args)]  # fmt: skip
            yield "transpose too many", ast.Call(node.func, turned, node.keywords)


def _optional(node: ast.Call, name: str) -> Proposals:
    if name == "maximum" or name == "minimum":
        for argument in node.args:
            yield "function missing", argument
    if name in ALONG:
        yield "axis", ast.Call(node.func, node.args[:1], node.keywords)


def _is_numeric(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "np" and \
        node.func.attr in ("exp", "log", "tanh", "maximum", "minimum", "sqrt", "log1p", "expm1")


def _keywords(node: ast.Call, name: str) -> Proposals:
    for place, keyword in enumerate(node.keywords):
        rest = node.keywords[:place] + node.keywords[place + 1:]
        if keyword.arg == "axis":
            for other in ("0", "1", "None"):
                if ast.unparse(keyword.value) != other:
                    new = ast.keyword("axis", ast.parse(other, mode="eval").body)
                    yield "axis", ast.Call(node.func, node.args, [*rest, new])
                    if other != "None" and not any(one.arg == "keepdims" for one in rest):
                        kept = ast.keyword("keepdims", ast.Constant(True))
                        yield "axis", ast.Call(node.func, node.args, [*rest, new, kept])
        elif keyword.arg == "keepdims":
            yield "keepdims", ast.Call(node.func, node.args, rest)


def _called(node: ast.Call, function: ast.AST) -> ast.Call:
    return ast.Call(function, node.args, node.keywords)
