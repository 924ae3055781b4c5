"""Makes numbers of what a function returned, and sees whether it changed what it was given."""

from __future__ import annotations

import inspect
from collections import deque
from collections.abc import Iterator, KeysView, ValuesView
from itertools import islice
from typing import Any

import numpy as np

from dlfs.graph import Node

LONGEST = 10_000
# Nudging a number up and down again leaves it where it was, but for a rounding.
ROUNDING = {"rtol": 1e-9, "atol": 1e-12}


def listed(returned: Any) -> Any:
    """What gives its parts one by one, as a list: `reversed(order)` is as good as an order."""
    if isinstance(returned, Iterator | KeysView | ValuesView | deque | range):
        return list(islice(returned, LONGEST))
    if isinstance(returned, np.ndarray) and returned.dtype == object:
        return returned.tolist()
    return returned


def measured(seen: Any, apart: bool = False) -> tuple[str, tuple[np.ndarray, ...]]:
    """("numbers", arrays), or what there is instead of numbers and ().

    Arrays of one shape become one array, unless `apart` says that each has a name of its own.
    """
    if seen is None:
        return "nothing", ()
    if holds_a_blank(seen):
        return "a blank", ()
    if inspect.iscoroutine(seen):
        seen.close()
        return "a generator", ()
    if callable(seen):
        return "a function", ()
    if _holds_itself(seen, ()):
        return "a list that holds itself", ()
    if isinstance(seen, list | tuple) and any(isinstance(part, complex) for part in seen):
        return "complex numbers", ()
    arrays = _part_by_part(seen) if apart else _as_arrays(seen)
    return ("numbers", arrays) if arrays else (f"a {type(seen).__name__}", ())


def _holds_itself(seen: Any, above: tuple[int, ...]) -> bool:
    if not isinstance(seen, list | tuple):
        return False
    within = (*above, id(seen))
    return id(seen) in above or any(_holds_itself(part, within) for part in seen)


def _as_arrays(seen: Any) -> tuple[np.ndarray, ...]:
    try:
        array = np.asarray(seen)
        if array.dtype.kind in "biuf" or _is_of_large_numbers(array):
            return (array.astype(float),)
    except ValueError:
        pass
    return _part_by_part(seen)


def _part_by_part(seen: Any) -> tuple[np.ndarray, ...]:
    if not isinstance(seen, list | tuple) or not seen:
        return ()
    parts = [_as_arrays(part) for part in seen]
    return tuple(array for part in parts for array in part) if all(parts) else ()


def _is_of_large_numbers(array: np.ndarray) -> bool:
    """Whether NumPy has kept Python's whole numbers because one of them is too large for it."""
    return array.dtype == object and array.size > 0 and all(
        isinstance(entry, int | float) and abs(entry) < 1e300 for entry in array.flat)


def holds_a_blank(seen: Any) -> bool:
    """Whether `seen` is a `...`, or has one among its entries."""
    if isinstance(seen, np.ndarray) and seen.dtype == object:
        seen = seen.ravel().tolist()
    if isinstance(seen, list | tuple):
        return any(part is Ellipsis for part in seen)
    return seen is Ellipsis


def differs(now: Any, before: Any) -> bool:
    """Whether an argument is no longer what it was; `before` is the same argument, untouched."""
    if isinstance(before, dict):
        return not isinstance(now, dict) or differs(list(now.values()), list(before.values()))
    if isinstance(before, list | tuple):
        return len(now) != len(before) or any(map(differs, now, before))
    if isinstance(before, Node) or not isinstance(before, np.ndarray | float | int):
        return False
    if np.shape(now) != np.shape(before):
        return True
    return not np.allclose(now, before, equal_nan=True, **ROUNDING)
