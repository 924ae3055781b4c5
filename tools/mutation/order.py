"""Which files of tests run a line of the engine, and how long each takes: the order to judge in."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from coverage import CoverageData

from tools.course import ROOT

PLUGIN = "tools.mutation.drawing"
PYTEST = ("-m", "pytest", "-p", "no:cacheprovider", "-p", PLUGIN, "-x", "-q", "--tb=no", "-rfE")
# The tests of the engine need no plugin, and to load all of them takes longer than most tests.
ENVIRONMENT = {"PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
               "OPENBLAS_NUM_THREADS": "1"}  # fmt: skip


@dataclass
class Measured:
    """A file of tests: its name, how long it took, and the lines it ran in each file."""

    name: str
    seconds: float = 1.0
    lines: dict[str, list[int]] = field(default_factory=dict)

    def runs(self, file: str, line: int) -> bool:
        """Whether a test of this file ran that line."""
        return line in self.lines.get(file, ())


def environment_of(house: Path) -> dict[str, str]:
    """The environment in which this copy of the house is imported, and leaves no bytecode."""
    return {**os.environ, **ENVIRONMENT, "PYTHONPATH": os.pathsep.join([str(house), str(ROOT)])}


def names_in(house: Path) -> list[str]:
    """The files of tests of the engine."""
    return sorted(path.relative_to(house).as_posix()
                  for path in (house / "tests" / "engine").glob("test_*.py"))  # fmt: skip


def measured(house: Path) -> list[Measured]:
    """Each file of tests of the engine, run once alone. Raises RuntimeError where a test fails."""
    return [_measured(house, name) for name in names_in(house)]


def _measured(house: Path, name: str) -> Measured:
    data, start = house / ".coverage", time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "coverage", "run", f"--data-file={data}", f"--source={house}/dlfs",
         *PYTEST, name], cwd=house, env=environment_of(house), capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{name} fails without any change:\n{done.stdout[-2000:]}{done.stderr}")
    seconds = time.monotonic() - start
    found = CoverageData(str(data))
    found.read()
    lines = {Path(path).relative_to(house.resolve()).as_posix(): sorted(found.lines(path) or ())
             for path in found.measured_files()}  # fmt: skip
    data.unlink()
    return Measured(name, seconds, lines)


def in_order(tests: list[Measured], file: str, line: int) -> list[Measured]:
    """Those first that run the line, the quick ones before the slow ones.

    Where all run it, as at an import, those named after the file come before the others.
    """
    stem = Path(file).stem
    return sorted(tests, key=lambda each: (
        not each.runs(file, line), stem not in each.name, each.seconds))  # fmt: skip
