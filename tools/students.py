"""Makes the students' copies of the lessons: the same cells, without outputs.

Students work on these copies, in `my/` or on a learning platform, so that no answer is in sight
and an update of the course never touches their work. A copy that exists is never overwritten.
"""

import argparse
import hashlib
import json
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

from tools import environment
from tools.course import NOTEBOOKS, ROOT, draft_paths, lesson_paths
from tools.kit.install_cell import with_install_cell
from tools.kit.wheel import NotBuilt, build

MY = ROOT / "my"
CLASS_ZIP = ROOT / "dist" / "dlfs-class.zip"
READ_ME = ROOT / "tools" / "kit" / "read_me.txt"


def cleared(original: Path) -> str:
    """Return the lesson as a student gets it, and a note in its metadata which edition it is."""
    notebook = json.loads(original.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = []
            cell["execution_count"] = None
    notebook["metadata"]["dlfs"] = {"edition": _edition(notebook["cells"])}
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _edition(cells: list) -> str:
    return hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()[:12]


def add_new_copies(target: Path = MY, notebooks: Path = NOTEBOOKS) -> list[Path]:
    """Copy the lessons that `target` does not have yet; return the new files."""
    target.mkdir(exist_ok=True)
    originals = [path for path in lesson_paths(notebooks) if not (target / path.name).exists()]
    return [_write(target / path.name, cleared(path)) for path in originals]


def add_fresh_copy(wanted: str, target: Path = MY, notebooks: Path = NOTEBOOKS) -> Path:
    """Add a new copy of one lesson ("04", "4" or its name), or draft; return its path.

    Raises ValueError, saying which lessons there are, if `wanted` is none of them.
    """
    original = _find(wanted, lesson_paths(notebooks) + draft_paths(notebooks))
    target.mkdir(exist_ok=True)
    copy, number = target / original.name, 2
    while copy.exists():
        copy = target / f"{original.stem}_{number}.ipynb"
        number += 1
    return _write(copy, cleared(original))


def outdated(target: Path = MY, notebooks: Path = NOTEBOOKS) -> list[str]:
    """Return the names of the lessons that have changed since their newest copy was made."""
    return [path.name for path in lesson_paths(notebooks) if not _has_edition(target, path)]


def _has_edition(target: Path, original: Path) -> bool:
    edition = _note(cleared(original))
    copies = target.glob(f"{original.stem}*.ipynb")
    return any(_note(copy.read_text(encoding="utf-8")) == edition for copy in copies)


def _note(text: str) -> str | None:
    try:
        return json.loads(text)["metadata"]["dlfs"]["edition"]
    except (ValueError, KeyError, TypeError):  # not ours, or a file saved half-way
        return None


def _find(wanted: str, originals: list[Path]) -> Path:
    number = wanted.zfill(2)
    for path in originals:
        if path.name[:2] == number or wanted in (path.name, path.stem):
            return path
    known = ", ".join(path.name[:2] for path in originals) or "none yet"
    raise ValueError(f"There is no lesson {wanted}. The lessons are: {known}.")


def _write(path: Path, text: str) -> Path:
    with path.open("x", encoding="utf-8", newline="\n") as file:  # "x": never an existing file
        file.write(text)
    return path


def chosen_lessons(wanted: Sequence[str] = (), notebooks: Path = NOTEBOOKS) -> list[Path]:
    """Return the lessons that are `wanted` ("04", "4" or a name), or all.

    Raises ValueError, saying which lessons there are, where one is none of them.
    """
    there = lesson_paths(notebooks)
    return sorted({_find(each, there) for each in wanted}) or there


def pack(
    target: Path = CLASS_ZIP, notebooks: Path = NOTEBOOKS, wanted: Sequence[str] = (),
    wheel: Path | None = None,
) -> Path:  # fmt: skip
    """Write the copies, each with a cell that installs the course, into one zip; return its path.

    Beside them stand the library's `wheel`, words for the student and the licence. It is the same
    bytes every time. Of the lessons that are `wanted`, else of all. Raises ValueError, saying which
    lessons there are, where one is none of them.
    """
    chosen = chosen_lessons(wanted, notebooks)
    if wanted:
        numbers = "-".join(path.name[:2] for path in chosen)
        target = target.with_stem(f"{target.stem}-{numbers}")
    contents = {path.name: with_install_cell(cleared(path)).encode() for path in chosen}
    contents["LICENSE.txt"] = (notebooks / "LICENSE").read_bytes()
    contents["READ-ME.txt"] = READ_ME.read_bytes()
    if wheel:
        contents[wheel.name] = wheel.read_bytes()
    target.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in contents.items():
            packed.writestr(_entry(name), content)
    return target


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # the zip says "Unix" on Windows, too
    entry.external_attr = 0o644 << 16
    return entry


def main() -> int:
    environment.go_inside("tools.students")
    parser = argparse.ArgumentParser(prog="make class", description=__doc__.splitlines()[0])
    parser.add_argument("lesson", nargs="*", help="04: this lesson alone")
    parser.add_argument("--form", choices=["zip", "nbgrader"], default="zip")
    given = parser.parse_args()
    try:
        if given.form == "nbgrader":
            return _write_assignments(given.lesson)
        chosen_lessons(given.lesson)  # a wrong number is said before anything is built
        packed = pack(wanted=given.lesson, wheel=build(CLASS_ZIP.parent))
    except (ValueError, NotBuilt) as error:
        print(error, file=sys.stderr)
        return 2
    with zipfile.ZipFile(packed) as archive:
        count = sum(name.endswith(".ipynb") for name in archive.namelist())
    print(f"{packed.relative_to(ROOT)}: {_lessons(count)}, outputs cleared, without solutions; "
          "and the library.")  # fmt: skip
    return 0


def _write_assignments(wanted: Sequence[str]) -> int:
    from tools.grading import assignments  # reads every lesson: the zip needs none of that

    written = assignments.write(chosen_lessons(wanted), cleared)
    print(f"{assignments.COURSE.relative_to(ROOT)}: assignments of {_lessons(len(written))}. "
          "docs/grading.md tells what nbgrader does with them.")  # fmt: skip
    return 0


def _lessons(count: int) -> str:
    return "1 lesson" if count == 1 else f"{count} lessons"


if __name__ == "__main__":
    sys.exit(main())
