"""The file `engine.py` beside the learner's lessons: what is in it, and what may be put into it.

What a learner wrote by hand is never replaced. A part counts as written by hand where it is neither
the course's nor one that `check` has passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dlfs.classroom.engine.parts import Part, reference_parts
from dlfs.classroom.keeping import store

FILE = "engine.py"


@dataclass(frozen=True)
class Change:
    """What happened to one part: "added", "replaced", "kept", "changed by hand"."""

    what: str
    part: Part


def path() -> Path:
    """Where the learner's engine is, or will be."""
    return store.folder() / FILE


def grown(parts: list[Part], wanted: dict[str, Part], passed: dict[str, set[str]]):
    """`parts` with all of `wanted` in it, in the order of the course, and the changes made.

    `passed` has for a name the texts of it that `check` has passed.
    """
    parts, changes = list(parts), []
    for name, part in wanted.items():
        there = next((i for i, other in enumerate(parts) if other.name == name), None)
        if there is None:
            parts.insert(_place_for(name, parts), part)
            changes.append(Change("added", part))
            continue
        old = parts[there]
        changes.append(Change(_fate(old, part, passed.get(name, set())), part))
        if changes[-1].what == "replaced":
            parts[there] = Part(name, old.above, part.text)
    return parts, changes


def _fate(old: Part, new: Part, passed: set[str]) -> str:
    if old.unmarked() == new.unmarked():
        return "kept" if old.text == new.text else "replaced"
    if old.unmarked() in passed:
        # What you passed earlier gives way to what you passed later, never to what is given.
        return "replaced" if new.is_yours else "kept"
    if old.unmarked() == reference_parts()[old.name][1].unmarked():
        return "replaced"
    return "changed by hand"


def _place_for(name: str, parts: list[Part]) -> int:
    """Behind the last part that stands before it in the course."""
    order = list(reference_parts())
    before = set(order[: order.index(name)])
    places = [i + 1 for i, part in enumerate(parts) if part.name in before]
    return max(places, default=0)


def save(text: str) -> str:
    """Writes the engine; returns "" or a sentence that says why it could not be written."""
    return _written(path(), text)


def save_beside(part: Part) -> tuple[Path, str]:
    """Writes a part into a file of its own, which did not exist, and says why if it could not."""
    stem, number = f"engine_{part.name}", 1
    while (place := path().with_name(f"{stem}{f'_{number}' if number > 1 else ''}.py")).exists():
        if place.read_text(encoding="utf-8").rstrip() == part.text:
            return place, ""
        number += 1
    return place, _written(place, part.text + "\n")


def _written(place: Path, text: str) -> str:
    beside = place.with_name(place.name + ".new")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(place)
    except OSError as error:
        return f"{place.name} could not be written ({error.strerror or type(error).__name__})."
    return ""
