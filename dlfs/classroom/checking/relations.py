"""What can be said of wrong numbers beside the right ones, wherever they come from.

Each relation is a function (found, wanted, sizes) -> bool on the arrays of one probe; it is said if
it holds on every probe. `sizes` are the lengths of the axes of the first table that was handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from dlfs.classroom.checking.naming import Name
from dlfs.classroom.checking.probing import Outcome

Relation = Callable[[np.ndarray, np.ndarray, tuple[int, ...]], bool]


def alike(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two arrays agree, in shape and in numbers."""
    return np.shape(one) == np.shape(other) and np.allclose(one, other, rtol=1e-4, atol=1e-6)


def _times(factor: float) -> Relation:
    return lambda found, wanted, sizes: alike(found, factor * wanted)


def _times_size(axis: int, power: int) -> Relation:
    return lambda found, wanted, sizes: (
        len(sizes) > axis and alike(found, wanted * float(sizes[axis]) ** power))


def _of_found(change: Callable) -> Relation:
    return lambda found, wanted, sizes: alike(change(found), wanted)


def _of_wanted(change: Callable) -> Relation:
    return lambda found, wanted, sizes: alike(found, change(wanted))


def _along(axis: int, change: Callable) -> Relation:
    return lambda found, wanted, sizes: wanted.ndim > axis and alike(found, change(wanted, axis))


def softmax(a: np.ndarray) -> np.ndarray:
    """Softmax along the last axis."""
    e = np.exp(a - np.max(a, axis=-1, keepdims=True)) if np.ndim(a) else np.ones(())
    return e / np.sum(e, axis=-1, keepdims=True) if np.ndim(a) else e


def _first_row(wanted: np.ndarray, _: int) -> np.ndarray:
    return wanted[0]


def _last_alone(found: np.ndarray, wanted: np.ndarray, sizes: tuple[int, ...]) -> bool:
    """Whether one number came, and it is the last one of those that are right."""
    return np.ndim(found) == 0 and wanted.size > 0 and alike(found, np.ravel(wanted)[-1])


def _added_in_a_list(wanted: np.ndarray, axis: int) -> np.ndarray:
    return np.sum(wanted, axis=axis, keepdims=True)


def _of_the_score(change: Callable) -> Relation:
    """What is done to the logit in the place of a sigmoid."""
    return _of_wanted(lambda p: change(np.log(p / (1 - p))))


RELATIONS: dict[str, tuple[Relation, str]] = {
    "sign": (_times(-1), "Right size, wrong sign, on every input."),
    "twice": (_times(2), "Yours is twice what it should be, on every input."),
    "half": (_times(1 / 2), "Yours is half of what it should be, on every input."),
    "times n": (_times_size(0, 1), "Yours grows with the number of rows: it is the right number, "
                                   "times n."),
    "divided by n": (_times_size(0, -1), "Yours is divided by the number of rows, n, and should "
                                         "not be."),
    "times C": (_times_size(1, 1), "Yours is the right number, times the number of columns."),
    "divided by C": (_times_size(1, -1), "Yours is divided by the number of columns, and should "
                                         "not be."),
    "one minus": (_of_found(lambda a: 1 - a), "Yours is 1 minus what it should be, on every "
                                              "input."),
    "upside down": (_of_found(lambda a: 1 / a), "Yours is upside down: 1 divided by what it should "
                                                "be."),
    "logarithm missing": (_of_found(np.log), "A logarithm is missing: that of yours is right."),
    "negative logarithm missing": (_of_found(lambda a: -np.log(a)),
                                   "A logarithm is missing, and its sign."),
    "logarithm too many": (_of_found(np.exp), "A logarithm too many: yours is that of the right "
                                              "number."),
    "squared": (_of_wanted(np.square), "Yours is the square of what it should be."),
    "transposed": (_of_found(np.transpose), "The numbers are right, rows and columns are "
                                            "exchanged: it is transposed."),
    "rows exchanged": (_along(0, np.flip), "The right rows (or parts), in the opposite order."),
    "columns exchanged": (_along(1, np.flip), "The right columns, in the opposite order."),
    "first row": (_along(0, _first_row), "It is the first row, or part, alone: where are the "
                                         "others?"),
    "added up": (_of_wanted(np.sum), "You add up what should stay apart: the sum of yours is right, "
                                     "and more is asked for."),
    "parts not added up": (_of_found(lambda a: np.sum(a, axis=0) if len(np.atleast_1d(a)) > 1 else a),
                           "These are the parts, and they are right: they are still to be added "
                           "up."),
    "averaged": (_of_wanted(np.mean), "You take the mean of what should stay apart."),
    "added up in a list": (_along(0, _added_in_a_list),
                           "You add up the parts, and they should stay apart."),
    "the last one alone": (_last_alone, "It is the last number alone: where are the others? What a "
                                        "loop assigns anew in each round keeps the last round."),
    "relu for sigmoid": (_of_the_score(lambda a: np.maximum(a, 0)),
                         "Yours is the score, cut off below 0, where a sigmoid is right."),
    "sigmoid missing": (_of_the_score(lambda a: a), "Yours is the score: the sigmoid is missing."),
    "tanh for sigmoid": (_of_the_score(np.tanh), "Yours is a tanh, between -1 and 1, where "
                                                        "a sigmoid is right."),
    "down the columns": (_along(0, np.sum), "You add up the rows (or parts), and they should stay "
                                                "apart."),
    "along the rows": (_along(1, np.sum), "You add up within the rows, and the entries should stay "
                                          "apart."),
    "not added up": (_of_found(np.sum), "These are the parts, and they are right: they are still "
                                        "to be added up."),
    "not averaged": (_of_found(np.mean), "These are the single numbers, and they are right: their "
                                         "mean is asked for."),
    "signs lost": (_of_wanted(np.abs), "The sizes are right, and the signs are lost."),
    "some signs": (lambda found, wanted, sizes: alike(np.abs(found), np.abs(wanted)),
                   "All sizes are right, and some signs are wrong."),
    "softmax once more": (_of_wanted(softmax), "Yours went through a softmax once more."),
    "sigmoid once more": (_of_wanted(lambda a: 1 / (1 + np.exp(-a))),
                          "Yours went through a sigmoid once more."),
    **{f"rounded to {digits} digits": (_of_wanted(partial(np.round, decimals=digits)),
                                       "Yours is rounded.") for digits in range(5)},
    "cut off behind the point": (_of_wanted(np.trunc), "What is behind the point is cut off in "
                                                       "yours."),
    "cut off above": (_of_wanted(lambda a: np.minimum(a, 0)), "What should be above 0 is 0 in "
                                                              "yours."),
    "cut off": (_of_wanted(lambda a: np.maximum(a, 0)), "What should be below 0 is 0 in yours."),
}  # fmt: skip


def relation(found: list[Outcome], wanted: list[Outcome], sizes: list[tuple]) -> Name | None:
    """The first relation that holds on every probe between the numbers, or None."""
    pairs = list(_number_pairs(found, wanted, sizes))
    if len(pairs) < len(found):
        return None
    if _always_the_same(pairs):
        return Name("constant", "It gives the same number on every input: what does it look at?")
    with np.errstate(all="ignore"):
        for name, (holds, sentence) in RELATIONS.items():
            if pairs and all(pair[0].size and holds(*pair) for pair in pairs):
                return Name(name, sentence)
    return _same_everywhere(pairs)


def always_the_first(found: list[Outcome], wanted: tuple[Outcome, ...]) -> Name | None:
    """Whether the right answer to the first input is given to all the others, too; or None."""
    first = found[0].values
    same = first and all(len(one.values) == len(first) and all(map(alike, one.values, first))
                         for one in found)  # fmt: skip
    if same and all(map(alike, first, wanted[0].values)):
        return Name("the first answer for ever",
                    "Your first answer is right, and it is given to every other input as well: "
                    "something of the first call, or of the first object, is kept.")
    return None


def yes_or_no(found: list[Outcome], wanted: tuple[Outcome, ...]) -> Name | None:
    """Whether there is nothing but 0 and 1, where other numbers are right; or None."""
    if any(one.shapes != other.shapes for one, other in zip(found, wanted, strict=True)):
        return None
    numbers, right = ({float(number) for one in outcomes for number in _flat(one)}
                      for outcomes in (found, wanted))
    if numbers == {0.0, 1.0} and not right <= numbers:
        return Name("a yes or a no", "Yours is 0 or 1 on every input, like a no or a yes.")
    return None


def _number_pairs(found, wanted, sizes) -> Iterator[tuple]:
    """Of each probe the arrays. Several parts of one shape count as rows of one array."""
    for one, other, size in zip(found, wanted, sizes, strict=True):
        if one.kind != "numbers" or len(one.values) != len(other.values):
            return
        yield from ((a, b, size) for a, b in zip(one.values, other.values, strict=True))


def _always_the_same(pairs: list[tuple]) -> bool:
    """Whether one number stands everywhere, where several are right."""
    if not _fit(pairs):
        return False
    found, wanted = (np.concatenate([np.ravel(pair[side]) for pair in pairs]) for side in (0, 1))
    return bool(np.ptp(wanted) > 0 and np.isfinite(found).all() and np.ptp(found) < 1e-9)


def _fit(pairs: list[tuple]) -> bool:
    return bool(pairs) and all(np.shape(found) == np.shape(wanted) for found, wanted, _ in pairs)


def _same_everywhere(pairs: list[tuple]) -> Name | None:
    """One factor, or one difference, for all numbers of all probes."""
    if not _fit(pairs):
        return None
    found = np.concatenate([np.ravel(one) for one, _, _ in pairs])
    wanted = np.concatenate([np.ravel(other) for _, other, _ in pairs])
    if np.ptp(wanted) == 0 or not np.isfinite(found).all():
        return None
    if (ceiling := found.max()) < wanted.max() and alike(found, np.minimum(wanted, ceiling)):
        return Name("a ceiling", f"Yours never gets larger than {ceiling:.5g}, and it should.")
    factor = found @ wanted / (wanted @ wanted)
    if alike(found, factor * wanted):
        return Name("factor", "Your numbers are off by one and the same factor on every input.")
    if alike(found - wanted, np.full(found.shape, (found - wanted)[0])):
        return Name("constant added", "Your numbers are off by one and the same number on every "
                                      "input: something is added that should not be, or missing.")
    return None


def reshaped(found: list[Outcome], wanted: list[Outcome]) -> Name | None:
    """Right numbers in another shape: in a list of their own, or in a column."""
    for one, other in zip(found, wanted, strict=True):
        numbers = _flat(one), _flat(other)
        if not one.values or not alike(*numbers):
            return None
    if all(one.shapes == ((1, *other.shapes[0]),) for one, other in zip(found, wanted)
           if len(other.shapes) == 1):
        return Name("in a list", "The numbers are right, and they are in a list or an array of "
                                 "their own: return them as they are.")
    return Name("another shape", "The numbers are right, and their shape is not.")


def _flat(outcome: Outcome) -> np.ndarray:
    return np.concatenate([np.ravel(value) for value in outcome.values] or [np.zeros(0)])
