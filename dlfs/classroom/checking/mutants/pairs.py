"""Mutants with two changes: two slips in one short formula are no rarity."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import combinations

from dlfs.classroom.checking.mutants.editing import Edit, Mutant, bare_tree, edits_of, made

# The slips that come in twos: formulas are half remembered.
LIKELY = frozenset([
    "transpose missing", "minus missing", "sign", "factor missing", "division missing", "axis",
    "term missing", "exchanged", "mean and sum", "function missing", "exponent missing",
])


def pairs_of(source: str, most: int = 150) -> list[Mutant]:
    """Mutants with two likely changes at places that do not touch; [] where there are too many."""
    tree = bare_tree(source)
    edits = [(edit, _nodes(edit)) for edit in edits_of(tree) if edit.kind in LIKELY]
    pairs = [(one, other) for (one, inside), (other, outside) in combinations(edits, 2)
             if not inside & outside]  # fmt: skip
    if len(pairs) > most:
        return []
    return list(_without_doubles(made(tree, *pair) for pair in pairs))


def _nodes(edit: Edit) -> set[int]:
    value = getattr(edit.owner, edit.field)
    value = value if edit.index is None else value[edit.index]
    return {id(node) for node in ast.walk(value)} - _shared_contexts(value)


def _shared_contexts(value: ast.AST) -> set[int]:
    """Python uses one object for every ctx and operator of a kind."""
    small = (ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop)
    return {id(node) for node in ast.walk(value) if isinstance(node, small)}


def _without_doubles(mutants) -> Iterator[Mutant]:
    seen = set()
    for mutant in mutants:
        if mutant.source not in seen:
            seen.add(mutant.source)
            yield mutant
