"""Reads `notebooks/course.toml`, the one list of the course, and draws the README's map from it.

Whoever needs the order of the lessons, or what a lesson introduces, asks here. A lesson with
`draft = true` is known to those alone who write it: nobody who reads the course is given it.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
README = ROOT / "README.md"
PYPROJECT = ROOT / "pyproject.toml"
BINDER = "https://mybinder.org/v2/gh/{}/HEAD?urlpath=lab/tree/my/{}"
MAP_BEGIN = "<!-- lesson map: written by `make notebooks` from notebooks/course.toml -->\n"
MAP_END = "<!-- end of the lesson map -->\n"
# What a draft need not say yet.
UNSAID = {"minutes": 75, "needs": [], "objectives": [], "introduces": {}}


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
    draft: bool = False


class CourseError(ValueError):
    """The list of the course says too little, or says it in the wrong place."""


def read_course(path: Path = NOTEBOOKS / "course.toml") -> list[Lesson]:
    """Return the lessons in their order, those without a notebook yet included, without drafts.

    Raises CourseError, naming the lesson, where an entry lacks something.
    """
    return [lesson for lesson in _read_all(path) if not lesson.draft]


def read_drafts(path: Path = NOTEBOOKS / "course.toml") -> list[Lesson]:
    """Return the lessons that are being written. They come last: no lesson leads to them yet."""
    return [lesson for lesson in _read_all(path) if lesson.draft]


def read_glossary(path: Path = NOTEBOOKS / "course.toml") -> dict[str, str]:
    """Return what each term means, in the order of the lessons that introduce them.

    Raises CourseError where a term has no meaning, or a meaning no term.
    """
    meanings = tomllib.loads(path.read_text(encoding="utf-8")).get("glossary", {})
    terms = [term for lesson in read_course(path) for term in lesson.terms]
    if odd := sorted(set(terms) ^ set(meanings)):
        raise CourseError(f"course.toml: the terms and the glossary differ in {', '.join(odd)}")
    return {term: meanings[term] for term in terms}


def in_parts(
    course: list[Lesson], path: Path = NOTEBOOKS / "course.toml"
) -> dict[str, list[Lesson]]:
    """Return the parts that have a lesson: the title of each, and its lessons."""
    firsts = tomllib.loads(path.read_text(encoding="utf-8"))["parts"]
    ends = [*firsts.values(), "99"][1:]
    parts = {
        title: [lesson for lesson in course if first <= lesson.number < end]
        for (title, first), end in zip(firsts.items(), ends, strict=True)
    }
    return {title: lessons for title, lessons in parts.items() if lessons}


def _read_all(path: Path) -> list[Lesson]:
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["lesson"]
    lessons = [_lesson(entry) for entry in entries]
    for lesson, following in zip(lessons, lessons[1:], strict=False):
        if lesson.draft and not following.draft:
            raise CourseError(f"course.toml: the draft {lesson.file} has to stand at the end")
    return lessons


def _lesson(entry: dict) -> Lesson:
    entry = (UNSAID if entry.get("draft") else {}) | entry
    missing = [name for name in ("file", "title", *UNSAID) if name not in entry]
    if missing:
        raise CourseError(
            f"course.toml: {entry.get('file', 'a lesson')} does not say {', '.join(missing)};"
            " only a lesson with `draft = true` may leave them out"
        )
    return Lesson(
        number=entry["file"][:2],
        file=entry["file"],
        title=entry["title"],
        minutes=entry["minutes"],
        needs=tuple(entry["needs"]),
        objectives=tuple(entry["objectives"]),
        names=tuple(entry["introduces"].get("names", ())),
        terms=tuple(entry["introduces"].get("terms", ())),
        draft=bool(entry.get("draft")),
    )


def lesson_paths(notebooks: Path = NOTEBOOKS) -> list[Path]:
    """Return the paths of the lessons that exist, in the order of the course."""
    paths = [notebooks / lesson.file for lesson in read_course(notebooks / "course.toml")]
    return [path for path in paths if path.exists()]


def draft_paths(notebooks: Path = NOTEBOOKS) -> list[Path]:
    """Return the paths of the drafts that exist."""
    paths = [notebooks / lesson.file for lesson in read_drafts(notebooks / "course.toml")]
    return [path for path in paths if path.exists()]


def solution_paths(notebooks: Path = NOTEBOOKS) -> list[Path]:
    """Return the paths of the instructor's notebooks that exist."""
    return sorted((notebooks / "instructor").glob("*.ipynb"))


def notebook_paths(notebooks: Path = NOTEBOOKS) -> list[Path]:
    """Return the paths of every notebook that is kept here: lessons, drafts, solutions."""
    return lesson_paths(notebooks) + draft_paths(notebooks) + solution_paths(notebooks)


def repository(pyproject: Path = PYPROJECT) -> str | None:
    """Return the address where this course is published; None where nobody has told it."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    return project.get("urls", {}).get("Repository")


def lesson_map(
    course: list[Lesson], notebooks: Path = NOTEBOOKS, pyproject: Path = PYPROJECT
) -> str:
    """Return a table for each part of the course, for the README; a lesson that exists is a link, or
    two: one opens it in Binder."""
    address = repository(pyproject)
    rows = []
    for title, lessons in in_parts(course).items():
        rows += ["", f"### {title}", "", "| lesson | afterwards you can | minutes |", "|---|---|---|"]
        for lesson in lessons:
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
