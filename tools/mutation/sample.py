"""Draws the mutants of the engine, and leaves out those that do what the original does."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from dlfs.classroom.checking.mutants import Edit, edits_of, made
from tools.course import ROOT
from tools.mutation.runs import digest_of

EQUIVALENT = Path(__file__).with_name("equivalent.toml")
# The engine has no formulas of a learner's: what is never written there by a slip is left out.
LEFT_OUT = frozenset(["rounded", "changed in place", "state in the class", "state kept"])
ANNOTATION = ("annotation", "returns")
SEED = 1


@dataclass(frozen=True)
class Changed:
    """A mutant of a file: where and what it changes, and the whole text of the file."""

    file: str
    line: int
    kind: str
    before: str
    after: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line} ({self.kind})\n    - {self.before}\n    + {self.after}"


def sample_of(files: list[Path], size: int, seed: int = SEED) -> list[Changed]:
    """A seeded sample of the mutants of all files together, of each kind as many as of the others.

    None of them changes nothing, and none is there twice. Where the engine stays as it is, the
    sample does too: a change of one line draws new mutants for that line.
    """
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in files}
    edits = [(_drawn(seed, path, edit), path, edit)
             for path, tree in trees.items() for edit in _fitting(tree)]  # fmt: skip
    found: dict[tuple, Changed] = {}
    for path, edit in _in_turns(sorted(edits, key=itemgetter(0))):
        if len(found) == size:
            break
        changed = _changed(path, trees[path], edit)
        if changed:
            found.setdefault((changed.file, changed.text), changed)
    return list(found.values())


def _drawn(seed: int, path: Path, edit: Edit) -> str:
    """A lot for this change: it depends on its own statement, and on nothing around it."""
    new = edit.new if isinstance(edit.new, list) else [edit.new]
    texts = [ast.dump(x) if isinstance(x, ast.AST) else repr(x) for x in [edit.statement, *new]]
    return digest_of(str(seed), path.name, edit.kind, edit.field, str(edit.index), *texts)


def _in_turns(edits: list[tuple[str, Path, Edit]]) -> list[tuple[Path, Edit]]:
    """One of each kind, then another one of each: there are thousands of exchanged names."""
    turns: dict[str, int] = {}
    placed = []
    for lot, path, edit in edits:
        turns[edit.kind] = turns.get(edit.kind, 0) + 1
        placed.append((turns[edit.kind], lot, path, edit))
    return [(path, edit) for _, _, path, edit in sorted(placed, key=itemgetter(0, 1))]


def _fitting(tree: ast.Module) -> Iterator[Edit]:
    annotations = set(_annotations(tree))
    for edit in edits_of(tree):
        words = isinstance(edit.statement, ast.Expr) and isinstance(
            edit.statement.value, ast.Constant)  # fmt: skip
        public = isinstance(edit.statement, ast.Assign) and "__all__" in ast.unparse(edit.statement)
        annotated = edit.owner in annotations or edit.field in ANNOTATION
        if edit.kind not in LEFT_OUT and not words and not public and not annotated:
            yield edit


def _annotations(tree: ast.Module) -> Iterator[ast.AST]:
    """All that is written in annotations: nothing reads them."""
    for node in ast.walk(tree):
        for field in ANNOTATION:
            if isinstance(getattr(node, field, None), ast.AST):
                yield from ast.walk(getattr(node, field))


def _changed(path: Path, tree: ast.Module, edit: Edit) -> Changed | None:
    mutant, original = made(tree, edit), ast.unparse(tree)
    if mutant.source == original:
        return None
    name = path.relative_to(ROOT).as_posix()
    gone, new = _where_they_differ(original.split("\n"), mutant.source.split("\n"))
    return Changed(name, mutant.line, mutant.kind, gone, new, mutant.source)


def _where_they_differ(before: list[str], after: list[str]) -> tuple[str, str]:
    """The lines of both between their common start and their common end."""
    shorter = min(len(before), len(after))
    start = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    end = next((i for i in range(shorter - start) if before[-1 - i] != after[-1 - i]),
               shorter - start)  # fmt: skip
    return tuple(" / ".join(line.strip() for line in lines[start:len(lines) - end])
                 for lines in (before, after))


def is_equivalent(changed: Changed, known: list[dict]) -> bool:
    """Whether the list of equivalent mutants has this one."""
    keys = ("file", "before", "after")
    return any(all(entry[key] == getattr(changed, key) for key in keys) for entry in known)


def known_equivalents() -> list[dict]:
    """The mutants that do what the original does, each with its reason."""
    if not EQUIVALENT.is_file():
        return []
    return tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get("mutant", [])
