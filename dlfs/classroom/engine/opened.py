"""Opens the learner's engine as a program of its own, to train with it; and holds it beside `dlfs`."""

from __future__ import annotations

import inspect
import textwrap
from pathlib import Path
from types import ModuleType

import dlfs
from dlfs.classroom.engine import file
from dlfs.classroom.engine.parts import parts_of, reference_parts, reference_text

ROUNDED = 50


def open_engine() -> ModuleType:
    """Your `engine.py` as a module, its proofs not run; the given one where yours does not run.

    The given one runs, too, where yours has not all its pieces yet. It prints which, and why.
    """
    try:
        text = file.path().read_text(encoding="utf-8")
    except FileNotFoundError:
        print(f"There is no {file.FILE} yet: the given one runs.")
        return _module(reference_text())
    except (OSError, UnicodeError):
        print(f"Your {file.FILE} cannot be read: the given one runs.")
        return _module(reference_text())
    try:
        opened = _module(text)
    except Exception as error:
        print(f"Your {file.FILE} stops with {type(error).__name__}: the given one runs.")
        return _module(reference_text())
    if lessons := _missing(opened):
        print(f"Your {file.FILE} has no piece of lesson {lessons[0]} yet: the given one runs.")
        return _module(reference_text())
    print(f"Your {file.FILE} runs.")
    return opened


def beside_the_library() -> None:
    """Prints, file by file of `dlfs`, which parts of the engine it has, and the lines of both."""
    for path, parts in _shared().items():
        own, theirs = sum(part.lines for part in parts), _lines_of(path)
        print(f"{path.name:19} about {theirs:3} lines of code, yours {own:2}")
        print(textwrap.indent(textwrap.fill(", ".join(part.name for part in parts)), "    "))


def _module(text: str) -> ModuleType:
    module = ModuleType("engine")
    exec(compile(text, file.FILE, "exec"), vars(module))
    return module


def _missing(engine: ModuleType) -> list[int]:
    """The lessons of which a function or a class is not in this engine."""
    named = ((name, lesson) for name, (lesson, _) in reference_parts().items())
    return [lesson for name, lesson in named if name.isidentifier() and not hasattr(engine, name)]


def _shared() -> dict[Path, list]:
    """The files of `dlfs`, each with the parts of the engine that bear the name of one of its own."""
    found: dict[Path, list] = {}
    for name, (_, part) in reference_parts().items():
        theirs = getattr(dlfs, name, None)
        if inspect.isclass(theirs) or inspect.isfunction(theirs):
            found.setdefault(Path(inspect.getfile(inspect.unwrap(theirs))), []).append(part)
    return found


def _lines_of(path: Path) -> int:
    """How many lines of code a file has, in fifties: the library changes more often than this."""
    lines = sum(part.lines for part in parts_of(path.read_text(encoding="utf-8")))
    return max(round(lines / ROUNDED), 1) * ROUNDED
