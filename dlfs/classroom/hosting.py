"""What helps in a notebook that somebody else hosts: Colab brings widgets of its own, years older.

Where the widgets are too old, what would move stands still, with a sentence that says what to do
there. Often the newer ones are installed and the older ones still loaded.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from importlib import metadata

import ipywidgets as widgets

OLDEST_WIDGETS = "8.1.5"


def old_widgets() -> str:
    """What to do where the widgets are too old for the course, in words; "" where they fit."""
    if _is_new(widgets.__version__):
        return ""
    return (f"Nothing moves here: ipywidgets {widgets.__version__} is too old, the course needs "
            f"{OLDEST_WIDGETS} or newer. {way_to_new_widgets()}")  # fmt: skip


def way_to_new_widgets(at_home: str = "") -> str:
    """What to do, in this place, to get newer widgets; `at_home`: what to do where it is yours."""
    restart = "Kernel > Restart Kernel and Run All Cells"
    if in_colab():
        restart = "Runtime > Restart session and run all"
    if _is_new(metadata.version("ipywidgets")):
        return f"A newer one is installed and waits: choose {restart}."
    if at_home and not in_colab():
        return at_home
    return f'Run `%pip install "ipywidgets>={OLDEST_WIDGETS}"` in a new cell, then {restart}.'


def in_colab() -> bool:
    """Whether this notebook runs in Colab."""
    try:
        return importlib.util.find_spec("google.colab") is not None
    except ModuleNotFoundError:  # there is no package `google` at all
        return False


def in_browser() -> bool:
    """Whether Python itself runs in the reader's browser, as in the live edition."""
    return sys.platform == "emscripten"


def parts_of(version: str) -> tuple[int, ...]:
    """The numbers at the start of a version: 2.10.0rc1 is (2, 10, 0)."""
    return tuple(int(part) for part in re.match(r"[\d.]*", version)[0].split(".") if part)


def _is_new(version: str) -> bool:
    return parts_of(version) >= parts_of(OLDEST_WIDGETS)
