"""Writes dist/quiz/dlfs.xml for Moodle's question bank: `make quiz`, or `python -m tools.quiz`.

Site administration is not needed: a teacher imports the file into a course, under Question bank,
Import, Moodle XML. The questions of lesson 4 come into the category `Lesson 04`.
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

from dlfs.classroom import lessons
from tools import environment
from tools.course import ROOT
from tools.quiz import moodle

QUIZ = ROOT / "dist" / "quiz"


def quiz(numbers: Iterable[str]) -> ElementTree.Element:
    """Return the questions of these lessons, each lesson in a category of its own."""
    whole = ElementTree.Element("quiz")
    for number in numbers:
        whole.append(moodle.category(f"Deep learning from scratch/Lesson {number}"))
        whole.extend(moodle.question(each) for each in lessons.lesson(number).questions)
    return whole


def write(wanted: str = "", folder: Path = QUIZ) -> tuple[Path, int]:
    """Write the questions of one lesson, "04", or of all; return the path and how many they are.

    Raises ValueError, saying which lessons there are, where it is none of them.
    """
    if wanted and wanted.zfill(2) not in lessons.numbers():
        known = ", ".join(lessons.numbers())
        raise ValueError(f"There is no lesson {wanted}. The lessons are: {known}.")
    whole = quiz([wanted.zfill(2)] if wanted else lessons.numbers())
    ElementTree.indent(whole)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (f"dlfs-{wanted.zfill(2)}.xml" if wanted else "dlfs.xml")
    ElementTree.ElementTree(whole).write(path, encoding="utf-8", xml_declaration=True)
    return path, sum(each.get("type") != "category" for each in whole)


def main() -> int:
    environment.go_inside("tools.quiz")
    parser = argparse.ArgumentParser(prog="make quiz", description=__doc__.splitlines()[0])
    parser.add_argument("lesson", nargs="?", default="", help="04: this lesson alone")
    try:
        path, count = write(parser.parse_args().lesson)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{path.relative_to(ROOT)}: {count} questions with their answers, for teachers alone.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
