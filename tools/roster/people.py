"""Whose report it is: the name in it, or the name that a learning platform or the sender gave it."""

from __future__ import annotations

import re
import unicodedata

from tools.roster.tables import Row

# "Ada Lovelace_12345_assignsubmission_file_": the folder of a submission in Moodle.
MOODLE = re.compile(r"^(?P<name>[^/]+?)_\d+_assignsubmission_\w+$")
# "lovelaceada_LATE_1234_5678_report_04.csv": a file that Canvas packed.
CANVAS = re.compile(r"^(?P<name>[^/_]+)(?:_LATE)?_\d+_\d+_[^/]+$")
REPORT = re.compile(r"^(?P<before>.*?)[ _-]*\breport_\d\d(?:_(?P<after>[^/.()]+?))?"
                    r"(?:[ _-]*(?:\(\d+\)|\d+|copy))?(?:\.\w+)*$", re.IGNORECASE)  # fmt: skip


def name_of(rows: list[Row], path: str) -> str:
    """The name in the report, else the one in its path, else "" where nobody can tell."""
    own = [row["name"] for row in rows if row["name"]]
    return own[0] if own else _name_in(path)


def key_of(name: str) -> str:
    """The same for "Ada Lovelace", "ada-lovelace" and "LOVELACE, Ada"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return " ".join(sorted(re.findall(r"\w+", plain.replace("_", " ")))) or name.casefold()


def _name_in(path: str) -> str:
    *folders, last = path.split("/")
    for folder in reversed(folders):
        if found := MOODLE.match(folder):
            return found["name"].strip()
    if found := CANVAS.match(last):
        return found["name"]
    if found := REPORT.match(last):
        inside = (found["after"] or found["before"] or "").replace("_", " ").replace("-", " ")
        if inside.strip() and not inside.strip().isdigit():
            return inside.strip().title()
    return folders[-1] if folders and not folders[-1].lower().endswith(".zip") else ""
