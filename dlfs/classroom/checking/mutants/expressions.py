"""Changes of expressions: each function here takes one and proposes others in its place."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from dlfs.classroom.checking.mutants import calls

Proposals = Iterator[tuple[str, ast.AST]]

MIRRORED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
ORDERED = (ast.Sub, ast.Div, ast.MatMult, ast.Pow)
DROPPED = {
    ast.Add: "term missing", ast.Sub: "term missing", ast.Mult: "factor missing",
    ast.MatMult: "factor missing", ast.Div: "division missing", ast.Pow: "exponent missing",
}  # fmt: skip
NEIGHBOURS = {
    ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.GtE), ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
}  # fmt: skip
ATTRIBUTES = {
    "input_nodes": ("consumers", "consumers"), "consumers": ("input_nodes", "consumers"),
    "output": ("inputs[0]", "in and out"),
}  # fmt: skip
COMPUTED = (ast.BinOp, ast.Call, ast.Name, ast.Attribute, ast.Subscript, ast.UnaryOp)


def in_place_of(node: ast.expr, names: frozenset[str], owner: ast.AST) -> Proposals:
    """Pairs of a kind and an expression that may stand where `node` stands."""
    for types, propose in PROPOSERS:
        if isinstance(node, types):
            yield from propose(node, names)
    if isinstance(owner, ast.BinOp) and isinstance(node, COMPUTED):
        yield from _as_an_operand(node, owner)


def _operation(node: ast.BinOp, names: frozenset[str]) -> Proposals:
    kind = type(node.op)
    if kind in MIRRORED:
        other = "sign" if kind in (ast.Add, ast.Sub) else "quotient"
        yield other, ast.BinOp(node.left, MIRRORED[kind](), node.right)
    if kind in ORDERED:
        yield "exchanged", ast.BinOp(node.right, node.op, node.left)
    if kind in DROPPED:
        yield DROPPED[kind], node.left
    if kind is ast.Sub:
        yield "term missing", ast.UnaryOp(ast.USub(), node.right)
    elif kind in DROPPED and kind is not ast.Pow:
        yield "factor missing" if kind is ast.Div else DROPPED[kind], node.right
    yield from _doubled(node, kind)
    if kind in (ast.Mult, ast.MatMult):
        other = ast.MatMult() if kind is ast.Mult else ast.Mult()
        yield "matrix product", ast.BinOp(node.left, other, node.right)
    if kind in (ast.Add, ast.Mult):
        other = ast.Mult() if kind is ast.Add else ast.Add()
        yield "sum and product", ast.BinOp(node.left, other, node.right)
    yield from _written_into(node)
    yield from _regrouped(node)
    if kind is ast.Mult:
        for name in sorted(names):
            yield "factor too many", ast.BinOp(node, ast.Mult(), ast.Name(name, ast.Load()))


def _regrouped(node: ast.BinOp) -> Proposals:
    """a - b * c as (a - b) * c, and the other way round; r * f(x) as f(r * x)."""
    left, right = node.left, node.right
    if isinstance(right, ast.BinOp):
        inner = ast.BinOp(left, node.op, right.left)
        yield "brackets", ast.BinOp(inner, right.op, right.right)
    if isinstance(left, ast.BinOp):
        inner = ast.BinOp(left.right, node.op, right)
        yield "brackets", ast.BinOp(left.left, left.op, inner)
    if isinstance(right, ast.Call) and len(right.args) == 1:
        inside = ast.BinOp(left, node.op, right.args[0])
        yield "brackets", ast.Call(right.func, [inside], right.keywords)


def _doubled(node: ast.BinOp, kind: type) -> Proposals:
    if kind in (ast.Mult, ast.Div):
        for again in (node.left, node.right):
            yield "factor twice", ast.BinOp(node, ast.Mult() if again is node.left else kind(),
                                            again)
    elif kind in (ast.Add, ast.Sub):
        for again in (node.left, node.right):
            operator = ast.Add() if again is node.left else kind()
            yield "term twice", ast.BinOp(node, operator, again)


def _written_into(node: ast.BinOp) -> Proposals:
    """x - y as `x -= y`, which changes the array that x stands for."""
    names = {ast.Add: "iadd", ast.Sub: "isub", ast.Mult: "imul", ast.Div: "itruediv",
             ast.Pow: "ipow"}  # fmt: skip
    if type(node.op) in names and isinstance(node.left, ast.Name | ast.Subscript | ast.Attribute):
        function = ast.parse(f"__import__('operator').{names[type(node.op)]}", mode="eval").body
        yield "changed in place", ast.Call(function, [node.left, node.right], [])


def _as_an_operand(node: ast.expr, owner: ast.BinOp) -> Proposals:
    yield "size for sign", ast.Call(ast.Name("abs", ast.Load()), [node], [])
    if isinstance(node, ast.Call | ast.Name):
        yield "rounded", ast.Call(ast.parse("np.round", mode="eval").body, [node], [])
    if isinstance(owner.op, ast.MatMult) and not _is_transposed(node):
        yield "transpose too many", ast.Attribute(node, "T", ast.Load())


def _is_transposed(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "T"


def _sign(node: ast.UnaryOp, _) -> Proposals:
    if isinstance(node.op, ast.USub):
        yield "minus missing", node.operand
    elif isinstance(node.op, ast.Not):
        yield "condition turned", node.operand


def _name(node: ast.Name, names: frozenset[str]) -> Proposals:
    if node.id in names:
        for other in sorted(names - {node.id}):
            yield "old or other value", ast.Name(other, ast.Load())


def _attribute(node: ast.Attribute, _) -> Proposals:
    if node.attr == "T":
        yield "transpose missing", node.value
    elif node.attr in ATTRIBUTES:
        text, kind = ATTRIBUTES[node.attr]
        yield kind, ast.parse(f"{ast.unparse(node.value)}.{text}", mode="eval").body
    elif node.attr in calls.EXCHANGED:
        yield from calls.exchanged(node.attr, lambda name: ast.Attribute(
            node.value, name, ast.Load()))  # fmt: skip


def _constant(node: ast.Constant, _) -> Proposals:
    if isinstance(node.value, bool):
        yield "condition turned", ast.Constant(not node.value)
    elif isinstance(node.value, int | float):
        others = (node.value + 1, node.value - 1, node.value * 2)
        for other in dict.fromkeys(others):
            if other != node.value:
                yield "number", ast.Constant(other)


def _comparison(node: ast.Compare, _) -> Proposals:
    for other in NEIGHBOURS.get(type(node.ops[0]), ()):
        yield "condition turned", ast.Compare(node.left, [other()], node.comparators)


def _and_or(node: ast.BoolOp, _) -> Proposals:
    other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield "condition turned", ast.BoolOp(other, node.values)
    for value in node.values:
        yield "condition missing", value


def _choice(node: ast.IfExp, _) -> Proposals:
    yield "condition missing", node.body
    yield "condition missing", node.orelse
    yield "condition turned", ast.IfExp(node.test, node.orelse, node.body)


def _entry(node: ast.Subscript, _) -> Proposals:
    text = ast.unparse(node.slice)
    if text == "::-1":
        yield "reversed", node.value
    elif text in ("0", "-1", "1"):
        for other in ("0", "-1", "1"):
            if other != text:
                yield "entry", _at(node, other)
    elif isinstance(node.slice, ast.Tuple) and "newaxis" in text:
        yield "keepdims", node.value
    elif isinstance(node.slice, ast.Tuple) and len(node.slice.elts) == 2:
        first, second = (ast.unparse(part) for part in node.slice.elts)
        yield "entry", _at(node, f"{second}, {first}")


def _at(node: ast.Subscript, index: str) -> ast.AST:
    return ast.parse(f"({ast.unparse(node.value)})[{index}]", mode="eval").body


def _listed(node: ast.List | ast.Tuple, _) -> Proposals:
    if len(node.elts) > 1:
        yield "exchanged", type(node)(node.elts[::-1], ast.Load())
        for place in range(len(node.elts)):
            rest = node.elts[:place] + node.elts[place + 1:]
            if not any(isinstance(each, ast.Starred) for each in rest):
                yield "part of the input", type(node)(rest, ast.Load())


def _comprehension(node, _) -> Proposals:
    first = node.generators[0]
    for place in range(len(first.ifs)):
        yield "condition missing", _with(node, first.target, first.iter,
                                         first.ifs[:place] + first.ifs[place + 1:])
    for kind, new in sequences(first.iter):
        yield kind, _with(node, first.target, new, first.ifs)


def _with(node, target, iterable, conditions) -> ast.AST:
    generator = ast.comprehension(target, iterable, conditions, 0)
    return type(node)(**{
        **dict(ast.iter_fields(node)), "generators": [generator, *node.generators[1:]],
    })  # fmt: skip


def sequences(iterable: ast.expr) -> Proposals:
    """What a loop may go over in place of `iterable`: one round less or more, or backward."""
    text = ast.unparse(iterable)
    if isinstance(iterable, ast.Call) and ast.unparse(iterable.func) == "range":
        end = ast.unparse(iterable.args[-1])
        yield "loop short", _expression(f"range({end} - 1)")
        yield "loop short", _expression(f"range(1, {end})")
        yield "loop long", _expression(f"range({end} + 1)")
        yield "reversed", _expression(f"range({end})[::-1]")
        return
    yield "loop short", _expression(f"list({text})[1:]")
    yield "loop short", _expression(f"list({text})[:-1]")
    yield "reversed", _expression(f"list({text})[::-1]")


def _expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


PROPOSERS: tuple[tuple[tuple[type, ...], Callable], ...] = (
    ((ast.BinOp,), _operation), ((ast.UnaryOp,), _sign), ((ast.Name,), _name),
    ((ast.Attribute,), _attribute), ((ast.Constant,), _constant), ((ast.Compare,), _comparison),
    ((ast.BoolOp,), _and_or), ((ast.IfExp,), _choice), ((ast.Subscript,), _entry),
    ((ast.List, ast.Tuple), _listed), ((ast.Call,), calls.in_place_of),
    ((ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp), _comprehension),
)  # fmt: skip
