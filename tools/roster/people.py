"""Whose report it is: the name in it, or the name that a learning platform or the sender gave it."""

from __future__ import annotations

import re

from dlfs.classroom.keeping.names import cleaned

# "Ada Lovelace_12345_assignsubmission_file_": the folder of a submission in Moodle.
MOODLE = re.compile(r"^(?P<name>[^/]+?)_\d+_assignsubmission_\w+$")
# "lovelaceada_LATE_1234_5678_report_04.csv": a file that Canvas packed.
CANVAS = re.compile(r"^(?P<name>[^/_]+)(?:_LATE)?_\d+_\d+_[^/]+$")
# "Ada report_04 (2).csv", "report_04_ada-lovelace_2.csv", "report_04 - Copy.csv"
REPORT = re.compile(r"^(?P<before>.*?)[ _-]*(?<![^\W_])report_\d\d(?:_(?P<after>[^/.()]+?))?"
                    r"(?:[ _]*\(\d+\)|[ _]+\d+|[ _-]+copy)?(?:\.\w+)*$", re.IGNORECASE)  # fmt: skip


def sender_of(path: str) -> str:
    """The name that a learning platform wrote into the path, or "": one submission is one sender."""
    *folders, last = path.split("/")
    for folder in reversed(folders):
        if found := MOODLE.match(folder):
            return cleaned(found["name"])
    found = CANVAS.match(last)
    return cleaned(found["name"]) if found else ""


def name_in(path: str) -> str:
    """The name in a path: the sender's, the one in the file's name, the folder's, or ""."""
    if sender := sender_of(path):
        return sender
    *folders, last = path.split("/")
    if found := REPORT.match(last):
        inside = (found["after"] or found["before"] or "").replace("_", " ").replace("-", " ")
        if inside.strip() and not inside.strip().isdigit():
            return cleaned(inside).title()
    return folders[-1] if folders and not folders[-1].lower().endswith(".zip") else ""
