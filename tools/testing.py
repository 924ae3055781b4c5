"""Runs every test: the library, the classroom and the house first, then all notebooks, strictly.

Strictly means: each cell is run again, and what it prints has to be what is stored. `--all` adds
the slow tests: cells run twice or out of order, and claims over many seeds.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from tools import environment
from tools.course import NOTEBOOKS, ROOT, lesson_paths, solution_paths

SANITIZE = ROOT / "tests" / "course" / "nbval_sanitize.cfg"
ORDERS = ROOT / "tests" / "course" / "test_orders.py"


def unit_tests(*options: str) -> list[str]:
    """Return the command that runs the tests in `tests/` by pytest with `options`.

    A file stays in one process, so that what its tests share is made once.
    """
    # Without nbval, which the notebooks' tests need, each process starts 2 seconds earlier.
    parallel = ["-p", "no:nbval", "-n", "auto", "--dist", "loadfile"]
    return [sys.executable, "-m", "pytest", *parallel, *options]


def all_unit_tests() -> list[list[str]]:
    """Return the commands that run the slow tests, too.

    The running orders share nothing, and take minutes: they are spread one by one.
    """
    rest = unit_tests("-m", "", f"--ignore={ORDERS}")
    return [rest, unit_tests("-m", "", "--dist", "load", str(ORDERS))]


def notebook_tests(notebooks: Path = NOTEBOOKS) -> list[str]:
    """Return the command that runs all notebooks below `notebooks` and compares every output."""
    return [
        sys.executable, "-m", "pytest",
        "--nbval", "--nbval-current-env", "--nbval-cell-timeout=60",
        f"--nbval-sanitize-with={SANITIZE}",
        "-n", "auto", "--dist", "loadfile",
        str(notebooks),
    ]  # fmt: skip


def run_all(commands: list[list[str]]) -> int:
    """Run the commands one after the other, also after a failure; return 0 if all went well."""
    codes = [subprocess.call(command, cwd=ROOT) for command in commands]
    return int(any(codes))


def main() -> int:
    environment.go_inside("tools.testing")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="the slow tests, too")
    commands = all_unit_tests() if parser.parse_args().all else [unit_tests()]
    if lesson_paths() + solution_paths():
        commands.append(notebook_tests())
    environment.use_own_kernel(os.environ)
    environment.forget_answers(os.environ)
    return run_all(commands)


if __name__ == "__main__":
    sys.exit(main())
