"""Changes of statements: one left out, moved, ended too early, kept from call to call."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from dlfs.classroom.checking.mutants.expressions import sequences

Changes = Iterator[tuple[str, int, list[ast.stmt]]]

LOOPS = (ast.For, ast.While)
COMPOUND = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


def in_block(body: list[ast.stmt], function: ast.AST | None, owner: ast.AST) -> Changes:
    """Triples of a kind, the place of the statement that changes, and the new block."""
    for place, statement in enumerate(body):
        before, after = body[:place], body[place + 1:]
        for kind, new in _in_place_of(statement, function, owner):
            yield kind, place, [*before, *new, *after]
        if after and not isinstance(statement, (*COMPOUND, ast.Return)):
            if not isinstance(after[0], ast.Return):
                yield "steps exchanged", place, [*before, after[0], statement, *after[1:]]
    yield from _returned_early(body, owner)


def _in_place_of(statement: ast.stmt, function: ast.AST | None, owner: ast.AST):
    if isinstance(statement, COMPOUND):
        return
    if isinstance(statement, ast.Return):
        if statement.value is not None and not isinstance(owner, ast.If):
            yield "nothing returned", [ast.Expr(statement.value)]
        yield from _without_brackets(statement)
        return
    yield "step missing", [ast.Pass()]
    yield from _without_brackets(statement)
    if isinstance(statement, ast.If):
        yield "condition missing", statement.body
        turned = ast.UnaryOp(ast.Not(), statement.test)
        yield "condition turned", [ast.If(turned, statement.body, statement.orelse)]
    elif isinstance(statement, ast.For):
        for kind, iterable in sequences(statement.iter):
            yield kind, [ast.For(statement.target, iterable, statement.body, statement.orelse)]
    elif isinstance(statement, ast.AugAssign):
        yield from _assigned(statement)
    elif isinstance(statement, ast.Assign):
        yield from _kept(statement, function)


def _without_brackets(statement: ast.stmt):
    """The statement as it reads when one pair of brackets is forgotten."""
    if not isinstance(statement, ast.Return | ast.Assign | ast.AugAssign):
        return
    text, opened = ast.unparse(statement), []
    for place, letter in enumerate(text):
        if letter == "(":
            opened.append(place)
        elif letter == ")" and opened:
            start = opened.pop()
            if text[start - 1] in " ([-+*/@":
                yield from _read(f"{text[:start]}{text[start + 1:place]}{text[place + 1:]}")


def _read(text: str):
    try:
        yield "brackets", ast.parse(text).body
    except SyntaxError:  # without its brackets it is no program
        return


def _assigned(statement: ast.AugAssign):
    yield "replaced", [ast.Assign([statement.target], statement.value)]
    mirrored = {ast.Add: ast.Sub, ast.Sub: ast.Add}
    if type(statement.op) in mirrored:
        other = mirrored[type(statement.op)]()
        yield "sign", [ast.AugAssign(statement.target, other, statement.value)]


def _kept(statement: ast.Assign, function: ast.AST | None):
    """State: a table that is made once and kept, a number of an object kept in its class."""
    target, value = statement.targets[0], statement.value
    if isinstance(target, ast.Attribute) and ast.unparse(target.value) == "self":
        shared = ast.Attribute(ast.parse("type(self)", mode="eval").body, target.attr, ast.Store())
        yield "state in the class", [ast.Assign([shared], value)]
    collects = (ast.Dict, ast.List, ast.Set)
    if isinstance(value, collects) and isinstance(target, ast.Name) and function is not None:
        keep = f"globals().setdefault('_kept_{target.id}', {ast.unparse(value)})"
        yield "state kept", [ast.Assign([target], ast.parse(keep, mode="eval").body)]


def _returned_early(body: list[ast.stmt], owner: ast.AST) -> Changes:
    """The return at the end of a function, already in the first round of its loop."""
    if not (len(body) > 1 and isinstance(body[-1], ast.Return) and isinstance(owner, (
            ast.FunctionDef, ast.Lambda))):  # fmt: skip
        return
    for place, statement in enumerate(body):
        if isinstance(statement, LOOPS):
            inside = type(statement)(**{
                **dict(ast.iter_fields(statement)), "body": [*statement.body, body[-1]],
            })  # fmt: skip
            yield "early return", place, [*body[:place], inside, *body[place + 1:]]
