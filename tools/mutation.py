"""Measures the tests of the engine: small changes are made in its files, and the tests find them.

    python -m tools.mutation                 a seeded sample of 400 mutants
    python -m tools.mutation --sample 20     a smaller one
    python -m tools.mutation --list          the sample, and nothing is run

Each mutant is judged by tests/engine alone, in a copy of the house and a process of its own: first
by the files of tests that run the changed line. What was judged is kept in dist/mutation, so that a
run that was stopped goes on where it was; without that folder all of them are judged anew. The
mutants that do what the original does stand in tools/equivalent_mutants.toml, each with the reason.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

from dlfs.classroom.checking.mutants import Edit, edits_of, made
from tools.course import ROOT
from tools.mutation_order import Measured
from tools.mutation_runs import SURVIVES, Kept, digest_of, found_by, house_in

FILES = ("dlfs/*.py", "dlfs/compiled/*.py")
EQUIVALENT = ROOT / "tools" / "equivalent_mutants.toml"
# The engine has no formulas of a learner's: what is never written there by a slip is left out.
LEFT_OUT = frozenset(["rounded", "changed in place", "state in the class", "state kept"])
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

    None of them changes nothing, and none is there twice.
    """
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in files}
    edits = [(path, edit) for path, tree in trees.items() for edit in _fitting(tree)]
    found: dict[tuple, Changed] = {}
    for path, edit in _in_turns(edits, random.Random(seed)):
        if len(found) == size:
            break
        changed = _changed(path, trees[path], edit)
        if changed:
            found.setdefault((changed.file, changed.text), changed)
    return list(found.values())


def _in_turns(edits: list[tuple[Path, Edit]], rng: random.Random) -> list[tuple[Path, Edit]]:
    """One of each kind, then another one of each: there are thousands of exchanged names."""
    rng.shuffle(edits)
    turns: dict[str, int] = {}
    placed = []
    for number, (path, edit) in enumerate(edits):
        turns[edit.kind] = turns.get(edit.kind, 0) + 1
        placed.append((turns[edit.kind], number, path, edit))
    return [(path, edit) for _, _, path, edit in sorted(placed, key=lambda entry: entry[:2])]


def _fitting(tree: ast.Module) -> Iterator[Edit]:
    for edit in edits_of(tree):
        words = isinstance(edit.statement, ast.Expr) and isinstance(
            edit.statement.value, ast.Constant)  # fmt: skip
        public = isinstance(edit.statement, ast.Assign) and "__all__" in ast.unparse(edit.statement)
        if edit.kind not in LEFT_OUT and not words and not public:
            yield edit


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


def judged(sample: list[Changed], workers: int, files: list[Path]) -> list[Changed]:
    """The mutants of the sample that survive. Raises RuntimeError if tests fail unchanged."""
    kept = Kept()
    houses: Queue[Path] = Queue()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(workers):
            houses.put(house_in(Path(folder) / str(number)))
        tests = kept.order(Path(folder) / "0", files)
        unchanged(Path(folder) / "0", files, tests)
        with ThreadPoolExecutor(workers) as pool:
            by = list(pool.map(lambda changed: _in_a_house(changed, houses, tests, kept), sample))
    return [changed for changed, found in zip(sample, by, strict=True) if found == SURVIVES]


def _in_a_house(changed: Changed, houses: Queue[Path], tests: list[Measured], kept: Kept) -> str:
    mutant = digest_of(changed.file, changed.text)
    by = kept.verdict(mutant)
    if by is None:
        house = houses.get()
        try:
            by = found_by(changed.file, changed.line, changed.text, house, tests)
        finally:
            houses.put(house)
        kept.keep(mutant, by, str(changed))
    return by


def unchanged(house: Path, files: list[Path], tests: list[Measured]) -> None:
    """Raise RuntimeError if a test fails where every file stands as mutants do: no comments."""
    texts = {house / path.relative_to(ROOT): path.read_text(encoding="utf-8") for path in files}
    for path, text in texts.items():
        path.write_text(ast.unparse(ast.parse(text)), encoding="utf-8")
    first = files[0].relative_to(ROOT).as_posix()
    by = found_by(first, 1, ast.unparse(ast.parse(texts[house / first])), house, tests)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    if by != SURVIVES:
        raise RuntimeError(f"Nothing can be measured, a test fails without any change: {by}")


def main() -> int:
    """Print the score, and every mutant that no test finds."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sample", type=int, default=400)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--list", action="store_true", help="print the sample and run nothing")
    options = parser.parse_args()
    files = sorted(path for pattern in FILES for path in ROOT.glob(pattern))
    known = known_equivalents()
    drawn = sample_of(files, options.sample, options.seed)
    sample = [changed for changed in drawn if not is_equivalent(changed, known)]
    if options.list:
        print("\n".join(map(str, sample)))
        return 0
    alive = judged(sample, options.workers, files)
    print("\n".join(f"ALIVE {changed}" for changed in alive))
    dead = len(sample) - len(alive)
    print(f"{dead} of {len(sample)} mutants found, {100 * dead / len(sample):.1f} %; "
          f"{len(drawn) - len(sample)} of {len(drawn)} are equivalent.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
