"""The line that runs a refused function before the learner's eyes, on an input where it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

import numpy as np

from dlfs.classroom import lessons
from dlfs.classroom.checking.trials import Case, cases
from dlfs.classroom.lessons.exercise import Exercise

FILM_AFTER = 2
LONGEST = 90


def probe(item: str, number: int) -> tuple:
    """Return the arguments of probe `number` of the exercise `item`: what `check` tries it with.

    Raises KeyError where there is no such exercise or probe.
    """
    exercise = lessons.find_exercise(item)
    found = list(islice(cases(exercise), number, number + 1)) if exercise else []
    if not found:
        raise KeyError(f"no probe {number} of {item!r}")
    return found[0].fresh


def film_offered(exercise: Exercise, candidate: Callable, number: int | None, tries: int) -> str:
    """Return the line that shows `candidate` on probe `number`, to be run in the learner's notebook.

    It is "" before the second refusal, and where the function has no name there, or is tried in
    another way than by a call.
    """
    names = getattr(candidate, "__globals__", {})
    name = getattr(candidate, "__name__", "")
    if tries < FILM_AFTER or number is None or exercise.trial or names.get(name) is not candidate:
        return ""
    call = f"film({name}, {_given(exercise, next(islice(cases(exercise), number, None)), number)})"
    return f"See it run: {_imports(call, names)}{call}"


def _given(exercise: Exercise, case: Case, number: int) -> str:
    texts = [literal(value) for value in case.fresh]
    short = all(texts) and len(", ".join(texts)) <= LONGEST
    return ", ".join(texts) if short else f'*probe("{exercise.id}", {number})'


def _imports(call: str, names: dict) -> str:
    """Return the imports that the call needs where the learner has not made them."""
    wanted = [name for name in ("film", "probe") if f"{name}(" in call and not _is_ours(names, name)]
    lines = [f"from dlfs.classroom import {', '.join(wanted)}; "] if wanted else []
    if "np." in call and names.get("np") is not np:
        lines.append("import numpy as np; ")
    return "".join(lines)


def _is_ours(names: dict, name: str) -> bool:
    return getattr(names.get(name), "__module__", "").startswith("dlfs.classroom")


def literal(value: Any) -> str:
    """Return the text that makes `value` in a cell with `np`; "" where there is none."""
    if value is None or isinstance(value, bool | int | str):
        return repr(value)
    if isinstance(value, float) and np.isfinite(value):
        return repr(float(value))
    if isinstance(value, np.ndarray) and value.dtype in (float, int) and np.isfinite(value).all():
        text = f"np.array({value.tolist()!r})"
        return text if value.size else ""
    if type(value) in (list, tuple) and value:
        inside = [literal(each) for each in value]
        comma = "," if type(value) is tuple and len(inside) == 1 else ""
        first, last = ("[", "]") if type(value) is list else ("(", ")")
        return f"{first}{', '.join(inside)}{comma}{last}" if all(inside) else ""
    return ""
