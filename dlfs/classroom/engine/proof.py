"""Runs the text of an engine, and notes what its small proofs say, a line for each lesson."""

from __future__ import annotations

import contextlib
import io
import re
from dataclasses import dataclass
from functools import cache

import numpy as np

LINE = re.compile(r"lesson \d: ")


@dataclass(frozen=True)
class Proof:
    """What the proofs said, a line for each lesson, and the error that ended them, if one did."""

    lines: tuple[str, ...]
    error: str = ""

    def why_not(self, right: Proof) -> str:
        """In what this differs from the proof that is right, as a sentence."""
        if self.error:
            return f"in the file it ends with {self.error}. All it needs must stand inside it."
        pairs = zip(self.lines, right.lines, strict=False)
        line = next((ours for ours, other in pairs if ours != other), "nothing more")
        return f'with it the file says "{line}", and that is not so.'


@cache
def prove(text: str) -> Proof:
    """Run an engine as `python engine.py` does. What else it prints is not part of the proof."""
    printed = io.StringIO()
    error = ""
    with contextlib.redirect_stdout(printed), np.errstate(all="ignore"):
        try:
            exec(compile(text, "engine.py", "exec"), {"__name__": "__main__"})
        except Exception as raised:
            error = f"{type(raised).__name__}: {raised}"
    said = printed.getvalue().splitlines()
    return Proof(tuple(line for line in said if LINE.match(line)), error)
