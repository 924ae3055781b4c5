"""Runs the text of an engine, and notes what its small proofs print."""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass
from functools import cache

import numpy as np


@dataclass(frozen=True)
class Proof:
    """What the proofs printed, a line each, and the error that ended them, if one did."""

    lines: tuple[str, ...]
    error: str = ""

    def why_not(self, right: Proof) -> str:
        """In what this differs from the proof that is right, as a sentence."""
        if self.error:
            return f"in the file it ends with {self.error}. All it needs must stand inside it."
        pairs = zip(self.lines, right.lines, strict=False)
        line = next((ours for ours, other in pairs if ours != other), "nothing")
        return f'with it the file says "{line}", and that is not so.'


@cache
def prove(text: str) -> Proof:
    """Run an engine as `python engine.py` does, and note what it says."""
    printed = io.StringIO()
    error = ""
    with contextlib.redirect_stdout(printed), np.errstate(all="ignore"):
        try:
            exec(compile(text, "engine.py", "exec"), {"__name__": "__main__"})
        except Exception as raised:
            error = f"{type(raised).__name__}: {raised}"
    return Proof(tuple(printed.getvalue().splitlines()), error)
