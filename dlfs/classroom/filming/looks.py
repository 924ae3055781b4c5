"""How a value looks: its shape, its dtype, and its numbers as far as there is room for them."""

from __future__ import annotations

import zlib
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlfs.graph import Node

WHOLE = 12
LONGEST = 34


@dataclass(frozen=True)
class Look:
    """One name and its value: `shape` is None and `dtype` a kind where it is no array.

    `mark` is the same for the same content.
    """

    name: str
    shape: tuple[int, ...] | None
    dtype: str
    text: str
    mark: Hashable


def look(name: str, value: Any) -> Look:
    """Return how `value` looks under the name `name`."""
    try:
        if isinstance(value, np.ndarray):
            return Look(name, value.shape, str(value.dtype), numbers_of(value), mark_of(value))
        return Look(name, None, kind_of(value), text_of(value), mark_of(value))
    except Exception:  # an object that does not even tell its class
        return Look(name, None, type(value).__name__, text_of(value), id(value))


def kind_of(value: Any) -> str:
    """Return the type of `value` in a word."""
    if value is None:
        return "None"
    return "function" if callable(value) else type(value).__name__


def text_of(value: Any) -> str:
    """Return `value` as a short text, without running a line of a learner's class."""
    if isinstance(value, np.ndarray):
        return numbers_of(value)
    try:
        return _cut(_text(value, 0))
    except Exception:  # as in `look`
        return f"a {type(value).__name__}"


def _text(value: Any, depth: int) -> str:
    if isinstance(value, np.generic | np.ndarray) and np.ndim(value) == 0:
        value = value.item()
    if isinstance(value, np.ndarray):
        return numbers_of(value)
    if isinstance(value, float):
        return f"{value:.5g}"
    if value is None or isinstance(value, bool | int | complex | str | range):
        return repr(value)
    if isinstance(value, Node):
        return value.name
    if type(value) in (list, tuple, set, dict) and depth < 3:
        return _text_of_several(value, depth)
    name = getattr(value, "__name__", None)
    return name if callable(value) and isinstance(name, str) else f"a {type(value).__name__}"


def _text_of_several(value: Any, depth: int) -> str:
    first, last = {list: "[]", tuple: "()", set: "{}", dict: "{}"}[type(value)]
    if isinstance(value, dict):
        parts = [f"{_text(key, depth + 1)}: {_text(each, depth + 1)}"
                 for key, each in list(value.items())[:WHOLE]]  # fmt: skip
    else:
        parts = [_text(each, depth + 1) for each in list(value)[:WHOLE]]
    more = [f"... {len(value)} in all"] if len(value) > WHOLE else []
    alone = "," if isinstance(value, tuple) and len(value) == 1 else ""
    return first + ", ".join(parts + more) + alone + last


def numbers_of(array: np.ndarray) -> str:
    """Return a small array whole, a large one as its range."""
    if array.size <= WHOLE:
        return _cut(_nested(array), _range(array))
    return _range(array)


def _nested(array: Any) -> str:
    if isinstance(array, np.ndarray) and array.ndim:
        return f"[{' '.join(_nested(part) for part in array)}]" if len(array) else "[]"
    entry = array.item() if isinstance(array, np.ndarray | np.generic) else array
    return f"{entry:.4g}" if isinstance(entry, float) else _text(entry, 1)


def _range(array: np.ndarray) -> str:
    if array.dtype.kind not in "biuf" or not array.size:
        return f"{array.size} entries"
    low, high = array.min(), array.max()
    if np.isfinite(low) and np.isfinite(high):
        return _ends(low, high)
    finite = array[np.isfinite(array)]
    ends = _ends(finite.min(), finite.max()) if finite.size else "no finite number"
    return f"{ends}, nan or inf among them"


def _ends(low: np.generic, high: np.generic) -> str:
    return f"all {low:.4g}" if low == high else f"{low:.4g} to {high:.4g}"


def _cut(text: str, otherwise: str = "") -> str:
    if len(text) <= LONGEST or otherwise:
        return text if len(text) <= LONGEST else otherwise
    kept, blank, _ = text[: LONGEST - 3].rpartition(" ")
    return (kept if blank else text[: LONGEST - 4]) + " ..."


def mark_of(value: Any) -> Hashable:
    """Return what is the same as long as the content of `value` is: for a list, its entries."""
    if isinstance(value, np.ndarray):
        if value.dtype == object:
            return value.shape, tuple(map(id, value.flat))
        numbers = value.T if value.flags.f_contiguous else np.ascontiguousarray(value)
        return value.shape, str(value.dtype), value.flags.f_contiguous, zlib.crc32(numbers)
    if isinstance(value, list | tuple):
        return tuple(_mark_inside(each) for each in value)
    if isinstance(value, dict):
        return tuple((id(key), _mark_inside(each)) for key, each in value.items())
    return _mark_inside(value)


def _mark_inside(value: Any) -> Hashable:
    simple = value is None or isinstance(value, bool | int | float | complex | str)
    return repr(value) if simple else id(value)
