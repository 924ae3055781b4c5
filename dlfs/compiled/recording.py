"""Arrays that write down what is calculated with them.

The plain engine runs once on them. Each NumPy call that `compute` or a gradient function makes
becomes a `Call`. They tell their shape and dtype, and never their numbers: code that branches on
numbers cannot be recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from dlfs.graph import ARRAYS

OPERATORS = {"add": "{} + {}", "subtract": "{} - {}", "multiply": "{} * {}", "divide": "{} / {}",
             "negative": "-{}"}  # fmt: skip
LABELS = {"maximum": "largest", "greater": "mask", "add": "total", "multiply": "product"}
kind_of = attrgetter("shape", "dtype")
ABOUT_SHAPES = (np.shape, np.ndim, np.size, np.result_type)


class NotRecordable(Exception):
    """This run has no program, or does not fit the one it has: the plain session can run it."""


@dataclass(eq=False)
class Value:
    """One value of a program. `named`: whether its label is the name of a node."""

    array: object
    label: str
    named: bool = False


@dataclass(eq=False)
class Call:
    """One line. `text` has {} for each operand; `quiet`: the warnings that are switched off.

    `others`: what is called as it is; then `out` is a list of values.
    """

    text: str
    operands: list
    out: object
    title: tuple
    takes_out: bool = False
    entry_by_entry: bool = False
    quiet: str = ""
    others: bool = False


class Tape:
    """The calls, in order. `title`: the part of the program, and the operation it is about."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.title: tuple = ()

    def ufunc(self, ufunc, method: str, operands, settings: dict) -> Recorded:
        """A call of a ufunc or of one of its methods."""
        if ufunc.nout != 1 or method == "at" or "out" in settings:
            raise NotRecordable(f"np.{ufunc.__name__} writes where it is told to")
        array = getattr(ufunc, method)(*map(plain, operands), **settings)
        for x, factor in (operands, operands[::-1]) if ufunc is np.multiply else ():
            if is_like(x, array) and not isinstance(factor, Recorded) and uniform(factor) in (1, -1):
                return x if uniform(factor) == 1 else -x
        name, entry_by_entry = ufunc.__name__, method == "__call__" and ufunc.signature is None
        text = f"np.{name}.{method}({_list(map(_written, operands), settings)})"
        text = text.replace(".__call__", "")
        if entry_by_entry and np.ndim(array) == 0 and not _switched_off():
            text = OPERATORS.get(name, text)
        return self.line(text, operands, array, LABELS.get(name, name), True, entry_by_entry)

    def line(self, text, operands, array, label="copy", takes_out=False, entry_by_entry=False):
        """The recorded value of a call that gives `array`."""
        if not isinstance(array, ARRAYS):
            raise NotRecordable(f"{text} gives no array")
        value = Value(np.array(array, order="C", copy=None)[()], label)
        settings = takes_out, entry_by_entry, _switched_off()
        operands = [x for x in operands if _is_operand(x)]
        self.calls.append(Call(text, operands, value, self.title, *settings))
        return Recorded(self, value)


def _switched_off() -> str:
    return ", ".join(f"{kind}={do!r}" for kind, do in np.geterr().items() if do != "call")


def recording_warnings():
    """A block where every setting of warnings that is not "call" is one of the recorded code."""
    return np.errstate(all="call", call=lambda *_: None)


def plain(x):
    """The array of a recorded one; anything else as it is."""
    return x.array if isinstance(x, Recorded) else x


def is_like(x, array) -> bool:
    """Whether x is recorded, of the shape and dtype of `array`."""
    return isinstance(x, Recorded) and kind_of(np.asarray(x.array)) == kind_of(array)


def uniform(constant):
    """The one number that all entries of a constant are; None where they differ."""
    if not isinstance(constant, np.ndarray):
        return constant
    return constant.flat[0] if constant.size and (constant == constant.flat[0]).all() else None


class Recorded(NDArrayOperatorsMixin):
    """An array that records: a value of the program, or a view of it, and how that is written."""

    def __init__(self, tape: Tape, value: Value, array=None, path: str = "") -> None:
        self.tape, self.value, self.path = tape, value, path
        self.array = value.array if array is None else array

    T = property(lambda self: self._part(np.transpose(self.array), ".T"))

    def __len__(self) -> int:
        return len(self.array)

    def __getitem__(self, index):
        parts = index if isinstance(index, tuple) else (index,)
        return self._part(self.array[index], f"[{', '.join(map(_index, parts))}]")

    def __getattr__(self, name: str):
        """A method of arrays: a view, or a copy that is made anew in every run."""
        method = getattr(self.array, name)
        if name in ("shape", "ndim", "size", "dtype"):
            return method
        if not callable(method):
            raise NotRecordable(f"an array is asked for its {name}")
        return lambda *given, **settings: self._part(
            method(*given, **settings), f".{name}({_list(map(_literal, given), settings)})"
        )

    def _part(self, array, path: str) -> Recorded:
        if isinstance(array, np.ndarray) and np.may_share_memory(array, self.array):
            return Recorded(self.tape, self.value, array, self.path + path)
        return self.tape.line("{}" + path, [self], array)

    def __array_ufunc__(self, ufunc, method, *operands, **settings):
        return self.tape.ufunc(ufunc, method, operands, settings)

    def __array_function__(self, function, types, given, settings):
        if function in ABOUT_SHAPES:
            return function(*map(plain, given))
        name = f"{function.__module__}.{function.__name__}".replace("numpy", "np", 1)
        text = f"{name}({_list(map(_written, given), settings)})"
        array = function(*map(plain, given), **settings)
        return self.tape.line(text, given, array, function.__name__, function is np.dot)

    def _numbers(self, *_):
        raise NotRecordable("it depends on the numbers themselves, not on their shapes alone")

    __array__ = __bool__ = __float__ = __int__ = __index__ = __complex__ = _numbers
    __contains__ = __setitem__ = __iter__ = __hash__ = _numbers


def _is_operand(x) -> bool:
    return isinstance(x, (Recorded, *ARRAYS, float)) or type(x) is int


def _list(texts, settings: dict) -> str:
    """The inside of a call's brackets."""
    shown = {name: x for name, x in settings.items() if name != "keepdims" or x}
    return ", ".join([*texts, *(f"{name}={_literal(x)}" for name, x in shown.items())])


def _written(x) -> str:
    return "{}" if _is_operand(x) else _literal(x)


def _literal(x) -> str:
    if isinstance(x, np.dtype):
        return f"np.{x.name}"
    parts = x if isinstance(x, tuple | list) else [x]
    if not all(isinstance(part, int | str | None) for part in parts):
        raise NotRecordable("a setting cannot be written down")
    return repr(parts[0] if len(parts) == 1 else x)


def _index(part) -> str:
    if isinstance(part, slice):
        ends = ["" if x is None else str(x) for x in (part.start, part.stop, part.step)]
        return ":".join(ends).removesuffix(":")
    if not isinstance(part, int | None | type(...)):
        raise NotRecordable("an index is an array")
    return {None: "np.newaxis", ...: "..."}.get(part, str(part))
