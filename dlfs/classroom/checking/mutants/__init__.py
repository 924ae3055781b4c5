"""Mutants: a program with one small change, as people make them when they err.

`mutants_of(source)` changes the syntax tree at one place after the other. Each mutant knows the
`kind` of its change, its place, and the sentence that a teacher would say. Nothing is run here.
"""

from __future__ import annotations

from dlfs.classroom.checking.mutants.editing import Edit, Mutant, edits_of, made, mutants_of
from dlfs.classroom.checking.mutants.pairs import pairs_of
from dlfs.classroom.checking.mutants.kinds import KINDS, sentence_of

__all__ = ["Edit", "KINDS", "Mutant", "edits_of", "made", "mutants_of", "pairs_of", "sentence_of"]
