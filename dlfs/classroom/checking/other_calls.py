"""Whether an answer would be right if it, or the solution, were called in another way.

Its inputs in another order, a row less, an input that comes in too late, everything twice: what is
said holds on every probe, so it needs no guess about how the function is written.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from itertools import combinations, islice, permutations

import numpy as np

from dlfs.classroom.checking.naming import SOON, Name
from dlfs.classroom.checking.probing import Outcome, run
from dlfs.classroom.checking.relations import alike
from dlfs.classroom.checking.trials import Case, cases, is_right, names_given
from dlfs.classroom.lessons.exercise import Exercise

NUMBERS = (float, int, np.ndarray)


# Its inputs in another order


def in_another_order(exercise: Exercise, candidate: Callable, wanted) -> Name | None:
    """Whether the answer is right on every probe with its inputs in another order, or None."""
    names = names_given(exercise)
    if inspect.isclass(exercise.reference):
        return None
    for order in _orders(len(names)):
        def called(*given, order=order):
            return candidate(*(given[place] for place in order), *given[len(order):])

        if all(is_right(_run(exercise, called, case), right)
               for case, right in zip(cases(exercise), wanted, strict=True)):
            return Name("inputs in another order", _of_the_order(candidate, names, order))
    if all(is_right(_run(exercise, candidate, _turned(case)), right) and len(_inputs(case)) == 2
           for case, right in zip(cases(exercise), wanted, strict=True)):
        return Name("inputs of op exchanged", "The two inputs of `op` stand in each other's place.")
    return None


def _inputs(case: Case) -> list:
    """The inputs of the operation that is handed in; [] where there is none."""
    return getattr(case.fresh[0], "inputs", [])


def _turned(case: Case) -> Case:
    """The same with the inputs of the operation in the opposite order, if it has several."""
    if len(_inputs(case)) < 2:
        return case
    turned = [(op._replace(inputs=op.inputs[::-1]), *others)
              for op, *others in (case.arguments, case.fresh)]  # fmt: skip
    return Case(*turned)


def _of_the_order(candidate: Callable, names: tuple[str, ...], order: tuple[int, ...]) -> str:
    """What is said: of inputs with the names of the task, that they are used for each other."""
    if tuple(inspect.signature(candidate).parameters)[: len(names)] != names:
        return ("Yours would be right with its inputs in another order. It is called with "
                f"{', '.join(names)}.")
    moved = [f"`{name}`" for place, name in enumerate(names) if order[place] != place]
    return f"{', '.join(moved[:-1])} and {moved[-1]} stand in each other's place."


def _orders(count: int) -> Iterator[tuple[int, ...]]:
    """All orders of a few inputs but the usual one; of more, those where two have changed places."""
    usual = tuple(range(count))
    if count <= 3:
        yield from islice(permutations(usual), 1, None)
        return
    for one, other in combinations(usual, 2):
        yield tuple({one: other, other: one}.get(place, place) for place in usual)


def _run(exercise: Exercise, function: Callable, case: Case) -> Outcome:
    return run(function, case.arguments, case.fresh, exercise.observe, exercise.trial, SOON)


# What the solution makes of other inputs


def _solved(exercise: Exercise, arguments: list) -> np.ndarray | None:
    """What the solution gives for these inputs, if it is one array; or None."""
    given = tuple(arguments)
    with np.errstate(all="ignore"):
        right = run(exercise.reference, given, given, exercise.observe, exercise.trial)
    return right.values[0] if len(right.values) == 1 else None


def done_twice(exercise: Exercise, found: list[Outcome]) -> Name | None:
    """Whether the answer is that for what comes out the first time, or None."""
    for case, outcome in zip(cases(exercise), found, strict=True):
        first, *others = case.fresh
        once = _solved(exercise, case.fresh) if isinstance(first, NUMBERS) else None
        if once is None or once.shape != np.shape(first):
            return None
        if not _gives(outcome, _solved(exercise, [once, *others])):
            return None
    return Name("done twice", "Yours does it twice: it goes on from the right result, and does the "
                              "same again.")  # fmt: skip


# (how an input meets the result, what it is when it is not there, what is said)
TOO_LATE = (
    (np.add, 0, "`{}` is added to the result, and it belongs further inside."),
    (np.multiply, 1, "The result is multiplied by `{}`, and it belongs further inside."),
)  # fmt: skip


def comes_too_late(exercise: Exercise, found: list[Outcome]) -> Name | None:
    """The input that meets the result only at the end, though it belongs inside; or None."""
    given = [case.fresh for case in cases(exercise)]
    for place, name in enumerate(names_given(exercise)):
        if not all(isinstance(arguments[place], NUMBERS) for arguments in given):
            continue
        for meet, nothing, sentence in TOO_LATE:
            if all(_meets_late(exercise, meet, nothing, place, *pair) for pair in zip(given, found)):
                return Name(f"{name} too late", sentence.format(name))
    return None


def _meets_late(exercise, meet, nothing, place, arguments, outcome) -> bool:
    inside = list(arguments)
    inside[place] = inside[place] * 0.0 + nothing
    without = _solved(exercise, inside)
    try:
        return without is not None and _gives(outcome, meet(without, arguments[place]))
    except ValueError:  # shapes that do not meet
        return False


def _gives(outcome: Outcome, right: np.ndarray | None) -> bool:
    return right is not None and len(outcome.values) == 1 and alike(outcome.values[0], right)


# Rows and columns

KEPT = {
    "the last {} left out": (slice(None, -1), "The last {} is left out of yours."),
    "the first {} left out": (slice(1, None), "The first {} is left out of yours."),
    "the last {} alone": (slice(-1, None), "Only the last {} counts in yours: what was found for "
                                           "the {}s before it is lost."),
    "the first {} alone": (slice(None, 1), "Only the first {} counts in yours."),
}  # fmt: skip
SHARES = {"": lambda kept, every: 1.0,
          " It is still divided by the number of all {}s.": lambda kept, every: kept / every}


def rows_left_out(exercise: Exercise, found: list[Outcome]) -> Name | None:
    """Which rows or columns of the tables are left out, if the others explain the answer; or None.
    """
    given = [(case.fresh, outcome) for case, outcome in zip(cases(exercise), found, strict=True)]
    for axis, word in enumerate(("row", "column")):
        pairs = [pair for pair in given if _length(pair[0], axis) > 1]
        if len(pairs) < 2:
            continue
        for name, (kept, sentence) in KEPT.items():
            for more, share in SHARES.items():
                if all(_gives_of_some(exercise, axis, kept, share, *pair) for pair in pairs):
                    return Name(name.format(word), (sentence + more).replace("{}", word))
    return None


def _length(arguments: tuple | list, axis: int) -> int:
    """The number of rows, or columns, that all tables have; 0 where there is no table."""
    if not all(isinstance(value, NUMBERS) for value in arguments):
        return 0
    lengths = {value.shape[axis] for value in arguments if np.ndim(value) > 1}
    return lengths.pop() if len(lengths) == 1 else 0


def _gives_of_some(exercise, axis, kept, share, arguments, outcome) -> bool:
    length = _length(arguments, axis)
    some = [_cut(value, axis, kept, length) for value in arguments]
    right = _solved(exercise, some)
    return right is not None and _gives(outcome, share(_length(some, axis), length) * right)


def _cut(value, axis: int, kept: slice, length: int):
    """A table, or an array with a number for each of its rows, with some of them."""
    if np.ndim(value) > 1:
        return value[kept] if axis == 0 else value[:, kept]
    return value[kept] if axis == 0 and np.ndim(value) and len(value) == length else value
