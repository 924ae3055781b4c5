"""Measures the tests of the engine: small changes are made in its files, and the tests find them.

    python -m tools.mutation                 a seeded sample of 400 mutants
    python -m tools.mutation --sample 20     a smaller one
    python -m tools.mutation --list          the sample, and nothing is run

Each mutant is judged by tests/engine alone, in a copy of the house and a process of its own: first
by the files of tests that run the changed line. What was judged is kept in dist/mutation, so that a
run that was stopped goes on where it was; without that folder all of them are judged anew. The
mutants that do what the original does stand in tools/mutation/equivalent.toml, each with the reason.
"""

from __future__ import annotations

import argparse
import ast
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

from tools.course import ROOT
from tools.mutation.order import Measured
from tools.mutation.runs import SURVIVES, Kept, digest_of, found_by, house_in
from tools.mutation.sample import SEED, Changed, is_equivalent, known_equivalents, sample_of

FILES = ("dlfs/*.py", "dlfs/compiled/*.py")


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
