"""The engine of the course, for exercises that are a part of it: an answer is tried in there, too."""

import textwrap
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import CodeType

from dlfs.classroom.checking.written import source_of
from dlfs.classroom.engine.parts import reference_text


def own_engine() -> dict:
    """The names of the engine, made anew; its proofs are not run."""
    names = {"__name__": "engine"}
    exec(_code(), names)
    return names


@cache
def _code() -> CodeType:
    # It counts as a file of the library: its loops are known to end.
    return compile(reference_text(), str(Path(__file__).parent / "engine.py"), "exec")


def in_the_engine(run: Callable, answer, name: str) -> tuple:
    """What `run` gives of the engine's names with the answer in the place of `name`, and without.

    An answer that leans on a function of its own cell is no fault here: `keep` speaks of that.
    """
    wanted, names = run(own_engine()), own_engine()
    source = source_at_the_margin(answer)
    if not source:
        return wanted, wanted
    exec(compile(source, "<your answer>", "exec"), names)
    names[name] = names[answer.__name__]
    try:
        return run(names), wanted
    except NameError:
        return wanted, wanted


def source_at_the_margin(answer) -> str:
    """How an answer is written, from its `def` or `class` on; "" where nobody kept it."""
    try:
        source = textwrap.dedent(source_of(answer))
    except (OSError, TypeError):
        return ""
    words = (source.find(word) for word in ("def ", "class "))
    return source[min(place for place in words if place >= 0) :]
