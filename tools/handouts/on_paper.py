"""Words for paper: a sheet has no cell, no button and no output.

A sentence that leads to the screen is left out, or another one stands in its place: on_paper.toml
lists them. Whatever the list does not know and still points at something that no sheet has is
found by `pointing`.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("on_paper.toml")
TRY = re.compile(r"\s*\bTry: .*", re.DOTALL)
FIRST = re.compile(r"Before you run (?:it|the cell): (\w)")
OF_CHECK = re.compile(r"(?:(?<=[.?!] )|^)[^.?!]*`check`[^.?!]*[.?!](?= |$)\s?", re.MULTILINE)
SPACE = re.compile(r"\s+")
# What a sheet cannot have, whatever stands beside the sentence.
SCREEN = re.compile(
    r"\b(?:the|this|next|two|last) cells?\b|\bbutton\b|\bslider\b|\bpress\b|\bclicks?\b"
    r"|\bCommit\b|\bkeyboard\b|\bmouse\b|\bRestart\b|\bthe menu\b|\btouch\b|`check`|\bTry:"
    r"|\bBefore you run\b|\bopens the refresher\b|\b[Oo]n the screen\b",
)
# What a sheet may have: then a picture must stand close by.
PICTURED = re.compile(r"\b(?:Left|Right|Above|Below):|\bthe picture\b|\bpicture (?:above|below)\b")


@cache
def replacements() -> dict[str, str]:
    """Return for each passage of a lesson, its spaces made equal, what stands on paper."""
    listed = tomllib.loads(TABLE.read_text(encoding="utf-8")).get("instead", [])
    return {one_line(entry["screen"]): entry["paper"].strip() for entry in listed}


def one_line(text: str) -> str:
    return SPACE.sub(" ", text).strip()


@cache
def _patterns() -> tuple[tuple[re.Pattern, str], ...]:
    return tuple(
        (re.compile(r"\s+".join(map(re.escape, screen.split(" ")))), paper)
        for screen, paper in replacements().items()
    )


def for_paper(text: str) -> str:
    """Return a text of a lesson in the words of a sheet."""
    for pattern, paper in _patterns():
        text = pattern.sub(lambda _, words=paper: words, text)
    text = FIRST.sub(lambda found: f"First: {found[1]}", TRY.sub("", text))
    return "\n\n".join(_without_check(block) for block in text.split("\n\n")).strip("\n")


def _without_check(block: str) -> str:
    """Leave out the sentences on what `check` does; code stays as it is."""
    if "`check`" not in block or block.startswith("    "):
        return block
    return OF_CHECK.sub("", one_line(block)).strip()


def pointing(text: str, has_picture: bool = True) -> list[str]:
    """Return the words of a sheet's text that point at what the sheet does not have."""
    found = [hit[0] for hit in SCREEN.finditer(text)]
    return found if has_picture else found + [hit[0] for hit in PICTURED.finditer(text)]
