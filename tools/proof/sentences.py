"""Claims in words, each with the computation that decides it.

"So it falls", "in every step", "nobody": a sentence of this kind is either computed or mended.

    @says("08", "Curve 4 falls in every step")
    def small_rate_never_rises():
        return all(np.diff(losses(0.01, 100)) < 0)

The words stand in the lesson as they stand here, so that whoever changes the sentence comes by its
proof. The function returns whether it is true; what it computes, it computes anew.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Saying:
    """Words of a lesson, and the function that says whether they are true."""

    lesson: str
    words: str
    holds: Callable[[], bool]
    slow: bool = False


SAYINGS: list[Saying] = []


def says(lesson: str, words: str, slow: bool = False) -> Callable:
    """Register the decorated function as what decides these words of a lesson."""

    def register(holds: Callable) -> Callable:
        SAYINGS.append(Saying(lesson, words, holds, slow))
        return holds

    return register
