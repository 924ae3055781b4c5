"""What is right of a wrong answer: some of its parts, or everything but one number for each row.

A part is one of several arrays, or one row or column of all. What is said holds on every probe.
"""

from __future__ import annotations

import numpy as np

from dlfs.classroom.checking.naming import Name
from dlfs.classroom.checking.probing import Outcome
from dlfs.classroom.checking.relations import alike, relation

NUMBERS = ("first", "second", "third", "fourth")
# (which end, all the others, the end, what to look for)
ENDS = (
    ("last", slice(None, -1), slice(-1, None), "Where does your loop stop?"),
    ("first", slice(1, None), slice(None, 1), "Where does your loop begin?"),
)  # fmt: skip


def partly_right(found: list[Outcome], wanted: list[Outcome]) -> Name | None:
    """Which parts are right, or what the wrong ones have in common; None where nothing has."""
    pairs = list(zip(found, wanted, strict=True))
    apart = [(_apart(one), _apart(other)) for one, other in pairs]
    if 1 < len(apart[0][1]) and {(len(one), len(other)) for one, other in apart} == {
            (len(apart[0][1]),) * 2}:
        names = pairs[0][0].parts or tuple(f"{number} part" for number in NUMBERS)
        return _some_right(apart, names) or _all_alike(apart)
    if any(one.shapes != other.shapes or not one.values for one, other in pairs):
        return None
    if len(pairs[0][0].values) > 1:
        names = pairs[0][0].parts or tuple(f"{number} part" for number in NUMBERS)
        return _some_right([(one.values, other.values) for one, other in pairs], names)
    arrays = [(one.values[0], other.values[0]) for one, other in pairs]
    if min(np.ndim(one) for one, _ in arrays) == 0:
        return None
    with np.errstate(all="ignore"):
        return _in_columns(arrays) or _all_but_an_end(arrays) or _off_by_one_each(arrays)


def _all_alike(apart: list[tuple]) -> Name | None:
    """One relation that holds of every part; None where there is none."""
    found, wanted = ([Outcome((np.asarray(part),)) for pair in apart for part in pair[side]]
                     for side in (0, 1))  # fmt: skip
    name = relation(found, wanted, [()] * len(found))
    return Name(f"in each part: {name.name}", f"In each part: {_inside(name.sentence)}") if (
        name) else None  # fmt: skip


def _inside(sentence: str) -> str:
    return f"{sentence[0].lower()}{sentence[1:]}"


def _apart(outcome: Outcome) -> list[np.ndarray]:
    """The things that came in a list, one by one: those of one shape were put into one array."""
    if outcome.parts or outcome.count == len(outcome.values):
        return list(outcome.values)
    first = outcome.values[0] if len(outcome.values) == 1 else np.zeros(())
    return list(first) if first.ndim and len(first) == outcome.count else []


def one_of_several(found: list[Outcome], wanted: list[Outcome]) -> Name | None:
    """Whether one of the things that are asked for came alone, the same one on every probe."""
    pairs = [(one.values, _apart(other)) for one, other in zip(found, wanted, strict=True)]
    lengths = {len(parts) for _, parts in pairs}
    if len(lengths) != 1 or any(len(values) != 1 for values, _ in pairs):
        return None
    for place, number in enumerate(NUMBERS[: lengths.pop()]):
        if all(alike(values[0], parts[place]) for values, parts in pairs):
            return Name("one of several", f"It is the {number} thing alone, and it is right. More is "
                                          f"asked for.")  # fmt: skip
    return None


def wrong_count(found: list[Outcome], wanted: list[Outcome]) -> Name | None:
    """Whether another number of things comes in the list than is right, the same ones on all probes.
    """
    counts = {(one.count, other.count) for one, other in zip(found, wanted, strict=True)}
    gave, right = counts.pop()
    if counts or None in (gave, right) or gave == right:
        return None
    verbs = ["is" if number == 1 else "are" for number in (gave, right)]
    return Name(f"{gave} for {right}",
                f"There {verbs[0]} {gave} in your list, and {right} {verbs[1]} asked for.")


def _all_but_an_end(arrays: list[tuple]) -> Name | None:
    """Right in every row but the last one, or but the first one."""
    long = [pair for pair in arrays if len(pair[0]) > 1]
    if len(long) < 2:
        return None
    what = "number" if long[0][0].ndim == 1 else "row"
    for end, rest, alone, doubt in ENDS:
        if all(alike(one[rest], other[rest]) and not alike(one[alone], other[alone])
               for one, other in long):  # fmt: skip
            return Name(f"all but the {end}", f"Every {what} is right but the {end} one. {doubt}")
    return None


def too_short_or_long(found: list[Outcome], wanted: list[Outcome]) -> Name | None:
    """Right numbers in a list that ends too soon or goes on too long; None otherwise."""
    pairs = [(one.values[0], other.values[0]) for one, other in zip(found, wanted, strict=True)
             if one.values and other.values]  # fmt: skip
    if len(pairs) < len(found) or any(one.ndim != 1 or other.ndim != 1 for one, other in pairs):
        return None
    if not all(alike(one[: len(other)], other[: len(one)]) for one, other in pairs):
        return None
    longer = {len(one) > len(other) for one, other in pairs if len(one) != len(other)}
    if len(longer) != 1:
        return None
    much = "many" if longer.pop() else "few"
    return Name(f"too {much}", f"Your numbers are right as far as they go, and there are too {much}.")


def more_than_asked(found: list[Outcome], wanted: list[Outcome]) -> Name | None:
    """Whether one of several parts is all that is asked for, at the same place on every probe."""
    pairs = [(_parts(one), other.values) for one, other in zip(found, wanted, strict=True)]
    lengths = {len(parts) for parts, _ in pairs}
    if any(len(values) != 1 for _, values in pairs) or len(lengths) != 1 or min(lengths) < 2:
        return None
    for place in range(min(*lengths, len(NUMBERS))):
        if all(alike(parts[place], values[0]) for parts, values in pairs):
            return Name("more than asked", f"The {NUMBERS[place]} thing that you return is right, "
                                           f"and it is asked for alone.")
    return None


def _parts(outcome: Outcome) -> list[np.ndarray]:
    several = len(outcome.values) != 1 or not outcome.values[0].ndim
    return list(outcome.values) if several else list(outcome.values[0])


def _in_columns(arrays: list[tuple]) -> Name | None:
    """Right in some rows, or some columns, if all arrays have as many of them."""
    for axis, what in ((0, "part"), (-1, "column")):
        lengths = {one.shape[axis] for one, _ in arrays}
        if len(lengths) == 1 and 1 < lengths.pop() <= len(NUMBERS):
            moved = [(np.moveaxis(one, axis, 0), np.moveaxis(other, axis, 0))
                     for one, other in arrays]  # fmt: skip
            name = _some_right(moved, tuple(f"{number} {what}" for number in NUMBERS))
            if name:
                return name
    return None


def _some_right(pairs: list[tuple], names: tuple[str, ...]) -> Name | None:
    right = [all(alike(one[place], other[place]) for one, other in pairs)
             for place in range(len(pairs[0][0]))]  # fmt: skip
    if not any(right) or all(right) or len(right) > len(names):
        return None
    good, bad = ([f"the {names[place]}" for place, each in enumerate(right) if each == kind]
                 for kind in (True, False))  # fmt: skip
    said = f"{_is(good)} right, {_is(bad)} not.{_more_of_it(pairs, right)}"
    return Name(f"part wrong: {' and '.join(bad)}", f"{said[0].upper()}{said[1:]}")


def _is(names: list[str]) -> str:
    several = len(names) > 1 or names[0].split()[1].endswith("s")
    return f"{' and '.join(names)} {'are' if several else 'is'}"


def _more_of_it(pairs: list[tuple], right: list[bool]) -> str:
    """What relation the one wrong part has to the right one, as a sentence; "" if none is known."""
    if right.count(False) != 1:
        return ""
    place = right.index(False)
    found, wanted = ([Outcome((np.asarray(each[side][place]),)) for each in pairs]
                     for side in (0, 1))  # fmt: skip
    name = relation(found, wanted, [()] * len(found))
    return f" Of what is not: {_inside(name.sentence)}" if name else ""


def _off_by_one_each(arrays: list[tuple]) -> Name | None:
    """Off by one number, or one factor, for each column, each row, or each input."""
    differences = [one - other for one, other in arrays]
    factors = [one / other for one, other in arrays]
    for values, what in ((differences, "amount"), (factors, "factor")):
        for axis, where in ((0, "column"), (1, "row"), (None, "input")):
            if all(_constant(value, axis) for value in values) and _telling(values, axis):
                return Name(f"one {what} for each {where}",
                            f"For each {where} your numbers are off by one and the same {what}: "
                            f"look for what is the same for a whole {where} in your formula.")
    return None


def _constant(values: np.ndarray, axis: int | None) -> bool:
    if axis is not None and values.ndim <= axis:
        return False
    known = values[np.isfinite(values)] if axis is None else values
    if not known.size or not np.isfinite(known).all():
        return False
    spread = np.ptp(known, axis=axis)
    return bool(np.all(spread <= 1e-6 + 1e-4 * np.max(np.abs(known))))


def _telling(values: list[np.ndarray], axis: int | None) -> bool:
    """Whether there are enough numbers: of a single one everything is true."""
    lengths = [value.size if axis is None else value.shape[axis] for value in values]
    return sum(length > 2 for length in lengths) >= 2
