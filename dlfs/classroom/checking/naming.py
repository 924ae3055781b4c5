"""Names a mistake by what makes the same one: a known mistake first, then the mutants.

A function that does on every probe what a mutant of a solution does has made the mistake of that
mutant, however it is written. Mutants are made and run when an answer is wrong for the first time,
each only as far as it agrees with the answer; what was found out is kept.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np

from dlfs.classroom.checking.mutants import Mutant, mutants_of, pairs_of, sentence_of
from dlfs.classroom.checking.plausible import fits
from dlfs.classroom.checking.probing import Outcome
from dlfs.classroom.checking.trials import (
    Behaviour, close, is_right, regimes, wanted_outcomes,
)  # fmt: skip
from dlfs.classroom.lessons.exercise import Exercise, Mistake

# A mutant that loops for ever is found out soon: right functions need a fraction of this.
SOON = 25_000
# Of the other forms these are left out: there are many of them, and the reference has them too.
MANY = frozenset(["old or other value", "rounded", "size for sign", "changed in place",
                  "factor too many", "brackets", "term twice",
                  "factor twice", "number"])  # fmt: skip


@dataclass(frozen=True)
class Name:
    """What a mistake is called: its name for tests and records, the sentence, and its place."""

    name: str
    sentence: str
    place: str = ""


def known_mistake(exercise: Exercise, found: list[Outcome]) -> Mistake | None:
    """The first mistake of the lesson that does the same on every probe, or None.

    If there is none: the first that does the same wrong things wherever it is not hard.
    """
    everywhere = range(len(found))
    ordinary = [place for place in everywhere if not regimes(exercise)[place]]
    wanted = wanted_outcomes(exercise)
    if all(is_right(found[place], wanted[place]) for place in ordinary):
        ordinary = everywhere
    for places in (everywhere, ordinary):
        for mistake, behaviour in _behaviours_of_mistakes(exercise):
            if all(_agrees(mistake.raises, found[place], behaviour[place]) for place in places):
                return mistake
    return None


def like_a_mutant(
    exercise: Exercise, candidate: Callable, found: list[Outcome], changes: int = 1
) -> Name | None:
    """The Name of what does the same on every probe: one change of a solution, or two; or None."""
    # Of numbers that are nan or infinite everywhere, many changes are the reason.
    if sum(_is_finite(outcome) for outcome in found) < 2 or _is_poor(exercise, found):
        return None
    tree = tree_of(candidate)
    suspects = _singles(exercise) if changes == 1 else _pairs(exercise)
    alike = [mutant for mutant, behaviour in suspects
             if all(fits(kind, tree) for kind in mutant.kinds)
             and all(_agrees("", one, behaviour[place]) for place, one in enumerate(found))]
    return _name_of(alike) if alike else None


def _is_poor(exercise: Exercise, found: list[Outcome]) -> bool:
    """Whether two numbers are all that comes, where more are right: too little to tell slips by."""
    return _different(found) <= 2 < _different(wanted_outcomes(exercise))


def _different(outcomes: Iterable[Outcome]) -> int:
    return len({float(number) for outcome in outcomes for value in outcome.values
                for number in np.ravel(value)})


def _is_finite(outcome: Outcome) -> bool:
    return bool(outcome.values) and all(np.isfinite(value).all() for value in outcome.values)


def _name_of(alike: list[Mutant]) -> Name:
    kinds = {mutant.kind for mutant in alike}
    first = min(alike, key=lambda mutant: len(mutant.kinds))
    sentence = first.sentence if len(first.kinds) > 1 else sentence_of(kinds)
    return Name(", ".join(sorted(kinds)), sentence, first.place)


def _agrees(raises: str, found: Outcome, known: Outcome) -> bool:
    if found.failure or known.failure:
        pattern = raises or _pattern(known.failure)
        said = found.failure if raises else _uncounted(found.failure)
        return bool(known.failure) and re.search(pattern, said) is not None
    if found.kind == "nothing" and found.printed != known.printed:
        return False
    same = found.kind == known.kind and close(found.values, known.values)
    return same and set(known.changed) <= set(found.changed)


def _pattern(failure: str) -> str:
    """A failure is the same if its text is, but for the names that stand in quotes."""
    if not failure:
        return "no failure"
    return re.sub(r"'[^']*'", "'.*'", re.escape(_uncounted(failure)))


def _uncounted(failure: str) -> str:
    """The first line, without the numbers of nodes: they go on from run to run, add_4, add_7.

    The lines below it say where a node was built, which is another place in every run.
    """
    return re.sub(r"\b([A-Za-z]\w*?)_\d+\b", r"\1", failure.split("\n")[0])


@cache
def _behaviours_of_mistakes(exercise: Exercise) -> list[tuple[Mistake, Behaviour]]:
    return [(mistake, Behaviour(exercise, mistake.wrong)) for mistake in exercise.mistakes]


@cache
def _singles(exercise: Exercise) -> list[tuple[Mutant, Behaviour]]:
    return _suspects(exercise, mutants_of)


@cache
def _pairs(exercise: Exercise) -> list[tuple[Mutant, Behaviour]]:
    return _suspects(exercise, pairs_of)


def _suspects(exercise: Exercise, made_of: Callable[[str], Iterable[Mutant]]):
    return [
        (mutant, Behaviour(exercise, function_of(mutant, solution), SOON))
        for solution in (exercise.reference, *exercise.others)
        for mutant in made_of(source_of(solution))
        if solution is exercise.reference or mutant.kind not in MANY
    ]


def source_of(function: Callable) -> str:
    """The source of a function, at the left margin; "" where it is not kept."""
    try:
        return textwrap.dedent(inspect.getsource(function)) if function.__name__ != "<lambda>" else ""
    except (OSError, TypeError):
        return ""


def tree_of(function: Callable) -> ast.Module | None:
    """The syntax tree of a function, or None where its source is not kept, or stands in a line."""
    source = source_of(function) if hasattr(function, "__name__") else ""
    try:
        return ast.parse(source) if source else None
    except SyntaxError:
        return None


def function_of(mutant: Mutant, original: Callable) -> Callable:
    """The function (or class) that the mutant's source defines, among the names of the original."""
    names = dict(vars(sys.modules[original.__module__]))
    exec(compile(mutant.source, "<mutant>", "exec"), names)
    return names[original.__name__]
