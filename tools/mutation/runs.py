"""Judges mutants by the tests of the engine, in copies of the house, and keeps what it found."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from tools.course import ROOT
from tools.mutation.order import PYTEST, Measured, environment_of, in_order, measured, names_in

NEEDED = ("dlfs", "tests", "tools", "pyproject.toml", "notebooks/course.toml")
KEPT = ROOT / "dist" / "mutation"
FIRST = 6  # files of tests that are run before the others: most mutants are found there
SURVIVES, HANGS = "", "takes too long"


def house_in(folder: Path) -> Path:
    """A copy of what the tests of the engine need."""
    for name in NEEDED:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.is_file():
            shutil.copy(source, target)
    return folder


def found_by(file: str, line: int, text: str, house: Path,
             tests: list[Measured] | None = None) -> str:  # fmt: skip
    """The test of this house that fails when the file has this text: "" when none does."""
    path = house / file
    original = path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    try:
        order = in_order(tests or [Measured(name) for name in names_in(house)], file, line)
        return _failing(order[:FIRST], house) or _failing(order[FIRST:], house)
    finally:
        path.write_text(original, encoding="utf-8")


def _failing(tests: list[Measured], house: Path) -> str:
    if not tests:
        return SURVIVES
    limit = 30 + 5 * sum(each.seconds for each in tests)
    try:
        done = subprocess.run([sys.executable, *PYTEST, *(each.name for each in tests)], cwd=house,
                              env=environment_of(house), capture_output=True, text=True,
                              timeout=limit)  # fmt: skip
    except subprocess.TimeoutExpired:
        return HANGS
    if done.returncode == 0:
        return SURVIVES
    named = [line for line in done.stdout.split("\n") if line.startswith(("FAILED", "ERROR"))]
    return named[0].split(" - ")[0] if named else "pytest cannot start"


class Kept:
    """What was judged, in a file that a stop leaves whole: the next run goes on from there.

    A mutant that was found stays found. One that survived is judged anew when a test has changed.
    """

    def __init__(self, folder: Path = KEPT, tests: Path = ROOT / "tests" / "engine") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.tests = folder, digest_of(*sorted(tests.glob("*.py")))
        self.path = folder / "judged.jsonl"
        lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.is_file() else []
        self.entries = {entry["mutant"]: entry for entry in map(json.loads, lines)}

    def verdict(self, mutant: str) -> str | None:
        """What found this mutant, "" when nothing did, None when it has yet to be judged."""
        entry = self.entries.get(mutant)
        if entry is None or (entry["by"] == SURVIVES and entry["tests"] != self.tests):
            return None
        return entry["by"]

    def keep(self, mutant: str, by: str, shown: str) -> None:
        """Write the verdict down at once."""
        entry = {"mutant": mutant, "by": by, "tests": self.tests, "shown": shown}
        self.entries[mutant] = entry
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")

    def order(self, house: Path, engine: list[Path]) -> list[Measured]:
        """The files of tests as measured in the house, or as they were measured before."""
        path = self.folder / f"order-{digest_of(*engine)}-{self.tests}.json"
        if path.is_file():
            return [Measured(**each) for each in json.loads(path.read_text(encoding="utf-8"))]
        tests = measured(house)
        path.write_text(json.dumps([asdict(each) for each in tests]), encoding="utf-8")
        return tests


def digest_of(*parts: Path | str) -> str:
    """A name for these texts, and for the texts of these files."""
    texts = (part if isinstance(part, str) else part.read_text(encoding="utf-8") for part in parts)
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
