"""What `check` passes, the engine takes: a right answer is run in the library before it passes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import numpy as np

from dlfs.classroom.checking.measuring import listed
from dlfs.classroom.checking.probing import run
from dlfs.classroom.checking.trials import close
from dlfs.classroom.checking.verdict import Diagnosis
from dlfs.classroom.checking.written import source_of
from dlfs.classroom.lessons.exercise import Exercise

SEEDS = range(3)


def refused_by_the_engine(exercise: Exercise, candidate: Callable) -> Diagnosis | None:
    """None where the library takes the answer on a few random graphs, else what it says."""
    if exercise.engine is None:
        return None
    # Found now and kept: to look for it costs more instructions than the trial.
    with suppress(OSError, TypeError):
        source_of(candidate)
    for seed in SEEDS:
        words = fault_in_the_engine(exercise, candidate, seed)
        if words:
            return Diagnosis(
                "not yet. It is right on every input, and in the library it goes wrong: "
                f"{words}", mistake="refused by the library",
            )  # fmt: skip
    return None


def fault_in_the_engine(exercise: Exercise, candidate: Callable, seed: int) -> str:
    """What goes wrong with the answer on the random graph of `seed`; "" if nothing does."""
    outcome = run(lambda: exercise.engine(candidate, seed), (), (), observe=_agreement)
    if outcome.failure:
        return outcome.failure.split("\n")[0].rstrip(".") + "."
    return "" if outcome.values[0] else "the numbers are other ones there."


def _agreement(returned: tuple, _: tuple) -> bool:
    found, wanted = (tuple(np.asarray(listed(value), dtype=float) for value in half)
                     for half in returned)
    return close(found, wanted)
