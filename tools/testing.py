"""Runs every test: the library, the classroom and the house first, then all notebooks, strictly.

Strictly means: each cell is run again, and what it prints has to be what is stored. `--all` adds
the slow tests: cells run twice or out of order, and claims over many seeds. A lesson's number, the
id of a question or an exercise, or files of tests: then these alone.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from tools import environment
from tools.course import NOTEBOOKS, ROOT, notebook_paths

SANITIZE = ROOT / "tests" / "course" / "nbval_sanitize.cfg"
ORDERS = ROOT / "tests" / "course" / "test_orders.py"
# The files with tests that look at the lessons: those with the mark `lesson`.
OF_LESSONS = [
    "tests/classroom/test_lesson_content.py", "tests/classroom/test_lesson_exercises.py",
    "tests/course/test_guides.py", "tests/course/test_notebooks.py", "tests/course/test_prose.py",
    "tests/course/test_questions.py", "tests/course/test_readme.py",
]  # fmt: skip


def unit_tests(*options: str) -> list[str]:
    """Return the command that runs the tests in `tests/` by pytest with `options`.

    A file stays in one process, so that what its tests share is made once.
    """
    # Without nbval, which the notebooks' tests need, each process starts 2 seconds earlier.
    parallel = ["-p", "no:nbval", "-n", "auto", "--dist", "loadfile"]
    return [sys.executable, "-m", "pytest", *parallel, *options]


def notebook_tests(*notebooks: Path) -> list[str]:
    """Return the command that runs these notebooks, or all in a folder, and compares every output.

    Without any: all notebooks of the course.
    """
    return [
        sys.executable, "-m", "pytest",
        "--nbval", "--nbval-current-env", "--nbval-cell-timeout=60",
        "--nbval-kernel-startup-timeout=180",
        f"--nbval-sanitize-with={SANITIZE}",
        "-n", "auto", "--dist", "loadfile",
        *map(str, notebooks or [NOTEBOOKS]),
    ]  # fmt: skip


def everything() -> dict[str, list[str]]:
    """Return the parts of `make test`: a name and a command for each."""
    return {"library, classroom, house": unit_tests()} | _strictly(notebook_paths(), NOTEBOOKS)


def all_and_slow() -> dict[str, list[str]]:
    """Return the parts of `make test-all`.

    The running orders share nothing, and take minutes: they are spread one by one.
    """
    return {
        "library, classroom, house, slow tests": unit_tests("-m", "", f"--ignore={ORDERS}"),
        "running orders": unit_tests("-m", "", "--dist", "load", str(ORDERS)),
    } | _strictly(notebook_paths(), NOTEBOOKS)


def of_lesson(number: str) -> dict[str, list[str]]:
    """Return the parts for one lesson: what is written for it, and its notebooks, strictly."""
    own = [path for path in notebook_paths() if path.name.startswith(number)]
    return {f"the texts of lesson {number}": _of_lessons()} | _strictly(own, *own)


def of_item(name: str, number: str) -> dict[str, list[str]]:
    """Return the parts for one question or exercise, whose lesson has this number."""
    return {f"{name}, and the texts of lesson {number}": _of_lessons()}


def _of_lessons() -> list[str]:
    return in_this_process("-m", "lesson and not slow", *OF_LESSONS)


def in_this_process(*options: str) -> list[str]:
    """Return the command that runs a few tests: a second process would not be worth its start."""
    return [sys.executable, "-m", "pytest", "-p", "no:nbval", "-q", *options]


def _strictly(there: list[Path], *notebooks: Path) -> dict[str, list[str]]:
    return {"notebooks, strictly": notebook_tests(*notebooks)} if there else {}


def chosen(name: str) -> tuple[str, str]:
    """Return the lesson's number and the item's id that `name` means; the id is "" for a lesson.

    Raises ValueError where there is no such lesson, question or exercise.
    """
    numbers = {path.name[:2] for path in notebook_paths()}
    if name.zfill(2) in numbers:
        return name.zfill(2), ""
    from dlfs.classroom import lessons

    for number in lessons.numbers():
        if name in lessons.lesson(number).ids and name not in lessons.lesson(number).retrieve:
            return number, name
    raise ValueError(f"There is no lesson {name}, and no question or exercise of that id.")


def run_all(parts: dict[str, list[str]]) -> int:
    """Run the commands one after the other, also after a failure; return 0 if all went well."""
    codes, seconds = {}, {}
    for name, command in parts.items():
        start = time.perf_counter()
        codes[name] = subprocess.call(command, cwd=ROOT)
        seconds[name] = time.perf_counter() - start
    print()
    for name in parts:
        print(f"{seconds[name]:6.0f} s  {name}{': FAILED' if codes[name] else ''}")
    return int(any(codes.values()))


def main() -> int:
    environment.go_inside("tools.testing")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "names", nargs="*", help="one lesson (04), question or exercise (gd-4); or files of tests"
    )
    parser.add_argument("--all", action="store_true", help="the slow tests, too")
    given = parser.parse_args()
    environment.use_own_kernel(os.environ)
    environment.forget_answers(os.environ)
    if not given.names:
        return run_all(all_and_slow() if given.all else everything())
    if all((ROOT / name.partition("::")[0]).exists() for name in given.names):
        return run_all({" ".join(given.names): in_this_process(*given.names)})
    try:
        number, item = chosen(" ".join(given.names))
    except ValueError as error:
        parser.error(str(error))
    os.environ |= {"DLFS_LESSON": number, "DLFS_ITEM": item}
    return run_all(of_item(item, number) if item else of_lesson(number))


if __name__ == "__main__":
    sys.exit(main())
