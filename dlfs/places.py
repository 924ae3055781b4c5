"""Whose code is this, and which line of it built a node?

Code has one of three homes: the engine, the classroom (the lessons' half of this library), and
everything else, which is yours.
"""

from __future__ import annotations

import linecache
import os
import sys
from functools import cache


@cache
def home_of(module: str | None) -> str:
    """Where the module of this name belongs: "engine", "classroom" or "yours"."""
    library, _, file = (module or "").partition(".")
    if library != "dlfs":
        return "yours"
    return "classroom" if file.partition(".")[0] == "classroom" else "engine"


def is_ours(thing) -> bool:
    """Whether the engine defines this class or function.

    The engine writes into nothing that it was given or has returned. Nobody else needs to know
    this rule: what others write gets locked arrays or copies.
    """
    return home_of(getattr(thing, "__module__", None)) == "engine"


def place_of_building(node) -> tuple[str, int]:
    """File and line of the nearest caller that is yours, and no `__init__` of the node itself."""
    frame = sys._getframe(1)
    while frame.f_back and (_in_library(frame) or _in_init_of(node, frame)):
        frame = frame.f_back
    return frame.f_code.co_filename, frame.f_lineno


def in_words(place: tuple[str, int]) -> str:
    """A place for a message: file and line, or in a notebook the line's number and its text."""
    filename, line = place
    # With a debugger attached a notebook's cells are files too, of names that mean nothing.
    if os.path.exists(filename) and "ipykernel_" not in filename:
        return f"{filename}, line {line}"
    text = linecache.getline(filename, line).strip()
    return f"line {line}: {text}" if text else f"line {line}"


def lines_of_callers() -> dict[int, int]:
    """The lines that are running now: from the id of each frame above the caller to its line."""
    lines, frame = {}, sys._getframe(2)
    while frame is not None:
        lines[id(frame)] = frame.f_lineno
        frame = frame.f_back
    return lines


def still_in(lines: dict[int, int]) -> bool:
    """Whether whoever runs a `with` now is still in the expression that it was in at `lines`."""
    frame = sys._getframe(2)
    while frame.f_back and frame.f_globals.get("__name__") == "contextlib":
        frame = frame.f_back
    first, last = list(frame.f_code.co_positions())[frame.f_lasti // 2][:2]
    then = lines.get(id(frame))
    return then is not None and first is not None and first <= then <= (last or first)


def _in_library(frame) -> bool:
    return home_of(frame.f_globals.get("__name__")) != "yours"


def _in_init_of(node, frame) -> bool:
    return frame.f_code.co_name == "__init__" and frame.f_locals.get("self") is node
