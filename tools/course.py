"""Reads `notebooks/course.toml`, the one list of the course, and draws the README's map from it.

Whoever needs the order of the lessons, or what a lesson introduces, asks here.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
README = ROOT / "README.md"
PYPROJECT = ROOT / "pyproject.toml"
BINDER = "https://mybinder.org/v2/gh/{}/HEAD?urlpath=lab/tree/notebooks/{}"
MAP_BEGIN = "<!-- lesson map: written by `make notebooks` from notebooks/course.toml -->\n"
MAP_END = "<!-- end of the lesson map -->\n"


@dataclass(frozen=True)
class Lesson:
    """One entry of the list; `number` is the "04" that its file's name begins with."""

    number: str
    file: str
    title: str
    minutes: int
    needs: tuple[str, ...]
    objectives: tuple[str, ...]
    names: tuple[str, ...]
    terms: tuple[str, ...]


def read_course(path: Path = NOTEBOOKS / "course.toml") -> list[Lesson]:
    """Return the lessons in their order, those without a notebook yet included."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["lesson"]
    return [_lesson(entry) for entry in entries]


def _lesson(entry: dict) -> Lesson:
    return Lesson(
        number=entry["file"][:2],
        file=entry["file"],
        title=entry["title"],
        minutes=entry["minutes"],
        needs=tuple(entry["needs"]),
        objectives=tuple(entry["objectives"]),
        names=tuple(entry["introduces"]["names"]),
        terms=tuple(entry["introduces"]["terms"]),
    )


def lesson_paths(notebooks: Path = NOTEBOOKS) -> list[Path]:
    """Return the paths of the lessons that exist, in the order of the course."""
    paths = [notebooks / lesson.file for lesson in read_course(notebooks / "course.toml")]
    return [path for path in paths if path.exists()]


def solution_paths(notebooks: Path = NOTEBOOKS) -> list[Path]:
    """Return the paths of the instructor's notebooks that exist."""
    return sorted((notebooks / "instructor").glob("*.ipynb"))


def repository(pyproject: Path = PYPROJECT) -> str | None:
    """Return the address where this course is published; None where nobody has told it."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    return project.get("urls", {}).get("Repository")


def lesson_map(
    course: list[Lesson], notebooks: Path = NOTEBOOKS, pyproject: Path = PYPROJECT
) -> str:
    """Return the README's table; a lesson that exists is a link, or two: one opens it in Binder."""
    address = repository(pyproject)
    rows = ["| lesson | afterwards you can | minutes |", "|---|---|---|"]
    for lesson in course:
        name = f"{lesson.number} {lesson.title}"
        if (notebooks / lesson.file).exists():
            name = f"[{name}](notebooks/{lesson.file})" + _binder_link(lesson, address)
        rows.append(f"| {name} | {'; '.join(lesson.objectives)} | {lesson.minutes} |")
    if any(not (notebooks / lesson.file).exists() for lesson in course):
        rows += ["", "A lesson without a link is still being written."]
    return "\n".join(rows) + "\n"


def _binder_link(lesson: Lesson, address: str | None) -> str:
    if address is None:
        return ""
    owner_and_name = "/".join(address.split("/")[-2:])
    return f" ([run {lesson.number} in Binder]({BINDER.format(owner_and_name, lesson.file)}))"


def with_map(readme: str, table: str) -> str:
    """Return the README's text with `table` between its two markers."""
    before, rest = readme.split(MAP_BEGIN)
    _, after = rest.split(MAP_END)
    return before + MAP_BEGIN + table + MAP_END + after


def write_map() -> None:
    """Bring the README's lesson map up to date."""
    readme = README.read_text(encoding="utf-8")
    new = with_map(readme, lesson_map(read_course()))
    if new != readme:
        README.write_text(new, encoding="utf-8", newline="\n")
