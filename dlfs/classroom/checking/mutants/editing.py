"""Walks through a syntax tree, and makes the changes that the other files of this room propose."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from dlfs.classroom.checking.mutants import expressions, statements
from dlfs.classroom.checking.mutants.kinds import KINDS, sentence_of

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
BLANK = ast.Constant(value=...)


@dataclass(frozen=True)
class Edit:
    """A change: in `owner`, the field `field` (its entry `index`) becomes `new`.

    `statement` is the statement that it happens in. In a list of statements `new` is a list.
    """

    kind: str
    owner: ast.AST
    field: str
    index: int | None
    new: Any
    statement: ast.stmt


@dataclass(frozen=True)
class Mutant:
    """A program with one change (or two): its source, and what a teacher says to the change.

    `line` is the line of the original, `edit` the (first) change.
    """

    kinds: tuple[str, ...]
    line: int
    edit: Edit
    source: str

    @property
    def place(self) -> str:
        """The statement of the original, with ... where the change is."""
        return _place(self.edit)

    @property
    def kind(self) -> str:
        """The kind of the change; of a pair, both."""
        return " + ".join(self.kinds)

    @property
    def sentence(self) -> str:
        """What a teacher says: the kind of the change, not what would be right."""
        if len(self.kinds) == 1:
            return sentence_of(self.kinds)
        if len(set(self.kinds)) == 1:
            return f"At two places {KINDS[self.kinds[0]]}."
        return f"Two things. {' '.join(sentence_of([kind]) for kind in self.kinds)}"


def mutants_of(source: str) -> list[Mutant]:
    """All single mutants of the program `source`, none of them twice. Decorators are left out."""
    tree = bare_tree(source)
    found = {ast.unparse(tree): None}
    for edit in edits_of(tree):
        mutant = made(tree, edit)
        found.setdefault(mutant.source, mutant)
    return [mutant for mutant in found.values() if mutant]


def bare_tree(source: str) -> ast.Module:
    """The tree of `source` without docstrings and decorators: they are no part of the idea."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            node.decorator_list = []
            if ast.get_docstring(node, clean=False) is not None:
                node.body = node.body[1:] or [ast.Pass(lineno=node.lineno)]
    return tree


def made(tree: ast.Module, *edits: Edit) -> Mutant:
    """The Mutant that the edits make of `tree`. The tree is as before afterwards."""
    first = edits[0]
    with _nested([_changed(edit, edit.new) for edit in edits]):
        source = ast.unparse(tree)
    return Mutant(
        tuple(edit.kind for edit in edits), getattr(first.statement, "lineno", 1), first, source,
    )  # fmt: skip


def edits_of(tree: ast.Module) -> Iterator[Edit]:
    """All changes of `tree`. They are found before one is made."""
    found = list(_walk(tree, _Where(None, None, frozenset())))
    for where, owner, field, index, node in found:
        for kind, new in _proposals(node, owner, field, where):
            assert kind in KINDS, kind
            yield Edit(kind, owner, field, index, new, where.statement)
    for where, owner, field, body in _blocks(found):
        for kind, index, new in statements.in_block(body, where.function, owner):
            assert kind in KINDS, kind
            for statement in new:
                # Python's own writer of programs asks every assignment for its line.
                statement.lineno = getattr(statement, "lineno", body[index].lineno)
            yield Edit(kind, owner, field, index, new, body[index])


@dataclass(frozen=True)
class _Where:
    statement: ast.stmt | None
    function: ast.AST | None
    names: frozenset[str]


def _walk(node: ast.AST, where: _Where) -> Iterator[tuple]:
    for field, value in ast.iter_fields(node):
        entries = value if isinstance(value, list) else [value]
        for index, child in enumerate(entries):
            if not isinstance(child, ast.AST):
                continue
            inner = _inside(child, where)
            yield inner, node, field, index if isinstance(value, list) else None, child
            yield from _walk(child, inner)


def _inside(node: ast.AST, where: _Where) -> _Where:
    statement = node if isinstance(node, ast.stmt) else where.statement
    if isinstance(node, FUNCTIONS) and where.function is None:
        return _Where(statement, node, names_of(node))
    return _Where(statement, where.function, where.names)


def names_of(function: ast.AST) -> frozenset[str]:
    """The names that a function gives a meaning to: its arguments and what it assigns."""
    arguments = [node.arg for node in ast.walk(function) if isinstance(node, ast.arg)]
    stored = [node.id for node in ast.walk(function)
              if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]  # fmt: skip
    return frozenset(arguments + stored) - {"self", "_"}


def _proposals(node, owner, field, where: _Where) -> Iterator[tuple[str, ast.AST]]:
    if not isinstance(node, ast.expr) or _is_no_value(node, owner, field):
        return
    yield from expressions.in_place_of(node, where.names, owner)


def _is_no_value(node, owner, field) -> bool:
    """Names that are assigned to, types and annotations are left alone."""
    if isinstance(getattr(node, "ctx", None), ast.Store | ast.Del):
        return True
    return field in ("annotation", "returns", "bases", "decorator_list", "type", "keywords")


def _blocks(found: list[tuple]) -> Iterator[tuple]:
    seen = set()
    for where, owner, field, index, node in found:
        if isinstance(node, ast.stmt) and index is not None and (id(owner), field) not in seen:
            seen.add((id(owner), field))
            yield where, owner, field, getattr(owner, field)


@contextmanager
def _changed(edit: Edit, new: Any):
    if edit.index is None:
        before = getattr(edit.owner, edit.field)
        setattr(edit.owner, edit.field, new)
        try:
            yield
        finally:
            setattr(edit.owner, edit.field, before)
        return
    entries = getattr(edit.owner, edit.field)
    before = list(entries)
    if isinstance(new, list):
        entries[:] = new
    else:
        entries[edit.index] = new
    try:
        yield
    finally:
        entries[:] = before


@contextmanager
def _nested(managers: list):
    if not managers:
        yield
        return
    with managers[0], _nested(managers[1:]):
        yield


def _place(edit: Edit) -> str:
    if isinstance(edit.new, list) or edit.statement is None:
        return ast.unparse(edit.statement).split("\n")[0] if edit.statement else ""
    with _changed(edit, BLANK):
        return ast.unparse(edit.statement).split("\n")[0]
