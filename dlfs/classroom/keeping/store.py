"""Remembers what was predicted, passed and reached: a line of JSON each, in `answers.jsonl`.

The file only ever grows. A damaged line is skipped. Tries are not in it: they are nobody's
business. On a shared computer it holds the answers of several persons; whoever asks for records
gets those of the person whose hand this is.

Where it is: in the folder named by the environment variable DLFS_ANSWERS; else in the `my` folder
the notebook is in; else in the `my` folder beside `notebooks`; else beside the notebook. With
DLFS_ANSWERS=temporary, and under pytest (so under nbval), answers are remembered and not written;
what else is written goes to a folder that each kernel has of its own, and that goes when it ends.
"""

from __future__ import annotations

import atexit
import json
import os
import secrets
import shutil
import tempfile
import time
from functools import cache
from pathlib import Path

from dlfs.classroom.keeping import hand
from dlfs.classroom.keeping.persons import KIND, Persons

FILE = "answers.jsonl"
TEMPORARY = "temporary"

_unsaved: list[dict] = []


def folder() -> Path:
    """The folder of `answers.jsonl`. It may not exist yet."""
    if is_temporary():
        return _temporary_folder()
    named = os.environ.get("DLFS_ANSWERS", "")
    return Path(named).expanduser() if named else _folder_of(Path.cwd())


def is_temporary() -> bool:
    """Whether what is kept goes when the kernel ends."""
    named = os.environ.get("DLFS_ANSWERS", "")
    return named == TEMPORARY or (not named and _under_test())


def append(record: dict) -> str:
    """Adds one record. Returns "" or, where it cannot be saved, a sentence that says why.

    What cannot be saved is still remembered until the kernel ends.
    """
    key = hand_now().key
    record = {**record, "by": key} if key else record
    if is_temporary():
        _unsaved.append(record)
        return ""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        path = folder() / FILE
        line = json.dumps(record, ensure_ascii=False)
        with path.open("a", encoding="utf-8", newline="\n") as file:
            # A crash may have left half a line behind: the new one starts on its own.
            file.write(f"\n{line}\n" if _is_cut_off(path) else f"{line}\n")
    except OSError as error:
        _unsaved.append(record)
        return f"It could not be saved ({error.strerror or type(error).__name__})."
    return ""


def records(kind: str | None = None, name: str | None = None) -> list[dict]:
    """The records of this kind and id, the oldest first. Damaged lines are left out."""
    everything = _everything()
    persons = Persons(everything)
    mine = persons.of(hand.current(persons, _written()).key)
    return [
        record for record in everything
        if record["kind"] != KIND and persons.maker(record) == mine
        and kind in (None, record["kind"]) and name in (None, record["id"])
    ]


def persons() -> Persons:
    """Everybody who has answered here."""
    return Persons(_everything())


def hand_now() -> hand.Hand:
    """Whose hand it is that answers in this kernel."""
    return hand.current(persons(), _written())


def answers(item: str, lesson: str) -> list[str]:
    """What was answered to the question `item` in this lesson, the first answer first."""
    return [str(record.get("answer", "")) for record in records("prediction", item)
            if record.get("lesson") == lesson]


def parsed(text: str) -> list[dict]:
    """The records in the text of a file of answers. Damaged lines are left out."""
    found = (_parsed(line) for line in text.split("\n"))
    return [record for record in found if record is not None]


def _everything() -> list[dict]:
    try:
        text = (folder() / FILE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    return [*parsed(text), *_unsaved]


def _written() -> float:
    """When something was last kept, in seconds; now, where what is kept goes with the kernel."""
    try:
        return time.time() if is_temporary() else (folder() / FILE).stat().st_mtime
    except OSError:
        return 0.0


def _parsed(line: str) -> dict | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict):
        return None
    named = all(isinstance(record.get(key), str) for key in ("kind", "id"))
    return record if named else None


def _is_cut_off(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def _folder_of(start: Path) -> Path:
    for place in (start, *start.parents):
        if place.name == "my" and (place == start or (place.parent / "notebooks").is_dir()):
            return place
        if place.name == "notebooks":
            return place.parent / "my"
        if (place / "notebooks" / "course.toml").is_file():
            return place / "my"
    return start


def _under_test() -> bool:
    return "PYTEST_VERSION" in os.environ or "PYTEST_CURRENT_TEST" in os.environ


@cache
def _temporary_folder() -> Path:
    # A kernel may be killed: what is never written need not be taken away.
    path = Path(tempfile.gettempdir()) / f"dlfs-answers-{secrets.token_hex(8)}"
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path
