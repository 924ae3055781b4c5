"""The verdict on an answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Diagnosis:
    """The verdict on an answer: is it `passed`, was it `attempted`, which `mistake` is it.

    `mistake` is the name of what was found, "" where there is none. `place` is the line of a
    solution that it belongs to, with ... where the mistake is: to be said on the third try.
    `probe` is the number of an input on which it is wrong.
    """

    text: str
    passed: bool = False
    attempted: bool = True
    mistake: str = ""
    place: str = ""
    probe: int | None = None


NOT_ATTEMPTED = Diagnosis("not attempted yet.", attempted=False)
