"""Measures the checks on functions that nobody had seen when they were written.

    python -m tools.unseen FOLDER

Each file of the folder holds functions. A file says of them what they are, in WRONG and RIGHT:

    WRONG = [("descent-step", uphill, "the sign is wrong"), ...]     id, function, what is wrong
    RIGHT = [("descent-step", step), ...]

Printed are the shares: wrong ones accepted and named, right ones refused; then, line by line, what
was wrong and what was said, for somebody to read whether the name fits.
"""

from __future__ import annotations

import argparse
import runpy
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dlfs.classroom import lessons
from dlfs.classroom.checking.diagnosis import Diagnosis, diagnose


@dataclass(frozen=True)
class Case:
    """A function for an exercise, whether it is right, and what is wrong with it."""

    exercise: str
    function: object
    right: bool
    fault: str = ""


def cases_in(folder: Path) -> Iterator[Case]:
    """The cases of all files of the folder, in the order of their names."""
    for path in sorted(folder.glob("*.py")):
        names = runpy.run_path(str(path), run_name=path.stem)
        for entry in names.get("WRONG", ()):
            yield Case(entry[0], entry[1], False, str(entry[2]) if len(entry) > 2 else "")
        for entry in names.get("RIGHT", ()):
            yield Case(entry[0], entry[1], True)


def known(cases: Iterable[Case]) -> list[Case]:
    """The cases whose exercise there is; of the others the ids are printed."""
    cases = list(cases)
    kept = [case for case in cases if lessons.find_exercise(case.exercise)]
    left_out = sorted({case.exercise for case in cases} - {case.exercise for case in kept})
    if left_out:
        print(f"left out, there is no such exercise: {', '.join(left_out)}")
    return kept


def judged(case: Case) -> tuple[Diagnosis, float]:
    """The verdict, and the seconds of processor time that it took."""
    exercise = lessons.find_exercise(case.exercise)
    started = time.process_time()
    return diagnose(exercise, case.function), time.process_time() - started


def report(cases: list[Case]) -> str:
    """The shares, and below them every verdict that somebody should read."""
    results = [(case, *judged(case)) for case in cases]
    wrong = [(case, found) for case, found, _ in results if not case.right]
    right = [(case, found) for case, found, _ in results if case.right]
    lines = [
        _share("wrong, accepted", [found.passed for _, found in wrong]),
        _share("wrong, named", [bool(found.mistake) for _, found in wrong]),
        _share("right, refused", [not found.passed for _, found in right]),
        f"{'longest check':18} {max(seconds for *_, seconds in results):.2f} s",
    ]
    lines += [f"\nRIGHT, REFUSED {_line(case, found)}" for case, found in right if not found.passed]
    lines += [f"\n{_kind(found)} {_line(case, found)}" for case, found in wrong]
    return "\n".join(lines)


def _share(what: str, hits: list[bool]) -> str:
    share = 100 * sum(hits) / len(hits) if hits else 0.0
    return f"{what:18} {sum(hits):4} of {len(hits):4}, {share:5.1f} %"


def _kind(found: Diagnosis) -> str:
    return "ACCEPTED" if found.passed else "named" if found.mistake else "UNNAMED"


def _line(case: Case, found: Diagnosis) -> str:
    name = getattr(case.function, "__name__", type(case.function).__name__)
    said = found.text.replace("\n", "\n    ")
    return f"{case.exercise}: {name}\n    wrong: {case.fault}\n    name:  {found.mistake}\n    {said}"


def main() -> None:
    """Print the report for a folder."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    cases = known(cases_in(parser.parse_args().folder))
    if not cases:
        sys.exit("There are no functions: a file says WRONG = [...] or RIGHT = [...].")
    print(report(cases))


if __name__ == "__main__":
    main()
