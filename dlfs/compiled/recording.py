"""Arrays that write down what is calculated with them.

The plain engine runs once on them. Each NumPy call that `compute` or a gradient function makes
becomes a `Call`. They tell their shape and dtype, and never their numbers: code that branches on
numbers cannot be recorded.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

OPERATORS = {"add": "{} + {}", "subtract": "{} - {}", "multiply": "{} * {}", "divide": "{} / {}",
             "negative": "-{}"}  # fmt: skip
LABELS = {"maximum": "largest", "greater": "mask", "add": "total", "multiply": "product"}
ABOUT_SHAPES = (np.shape, np.ndim, np.size, np.result_type)
ARRAYS = (np.ndarray, np.generic)


class NotRecordable(Exception):
    """This run has no program, or does not fit the one it has: the plain session can run it."""


class Value:
    """One value of a program. `role` says where it comes from, if it is not computed by a line."""

    def __init__(self, array, label: str, role: str = "") -> None:
        self.array, self.label, self.role, self.named = array, label, role, bool(role)


@dataclass(eq=False)
class Call:
    """One line. `text` has {} for each operand; `quiet`: the warnings that are switched off.

    `others`: what somebody else wrote and is called as it is; then `out` is a list of values.
    """

    text: str
    operands: list
    out: object
    title: tuple
    takes_out: bool = False
    entry_by_entry: bool = False
    quiet: str = ""
    others: tuple = ()


class Tape:
    """The calls, in order. `title`: the part of the program, and the node that it is about."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.title: tuple = ()

    def ufunc(self, ufunc, method: str, operands, settings: dict) -> Recorded:
        """A call of a ufunc or of one of its methods."""
        if ufunc.nout != 1 or method == "at" or "out" in settings:
            raise NotRecordable(f"np.{ufunc.__name__} writes where it is told to")
        array = getattr(ufunc, method)(*map(plain, operands), **settings)
        for x, factor in (operands, operands[::-1]) if ufunc is np.multiply else ():
            if _is_whole(x, array) and not isinstance(factor, Recorded):
                factor = uniform(factor)
                if factor == 1:
                    return x
                ufunc, operands = (np.negative, [x]) if factor == -1 else (ufunc, operands)
        name, quiet = ufunc.__name__, _switched_off()
        entry_by_entry = method == "__call__" and ufunc.signature is None
        method = "" if method == "__call__" else f".{method}"
        text = f"np.{name}{method}({_list(operands, settings)})"
        if np.ndim(array) == 0 and entry_by_entry and not quiet:
            text = OPERATORS.get(name, text)
        return self.line(text, operands, array, LABELS.get(name, name), True, entry_by_entry)

    def line(self, text, operands, array, label="copy", takes_out=False, entry_by_entry=False):
        """The recorded value of a call that gives `array`."""
        if not isinstance(array, ARRAYS) or "None?" in text:
            raise NotRecordable(f"{text.partition('(')[0]} gives no array, or is told by one")
        value = Value(np.array(array, order="C", copy=None)[()], label)
        settings = takes_out, entry_by_entry, _switched_off()
        self.calls.append(Call(text, list(operands), value, self.title, *settings))
        return Recorded(self, value)


def _is_whole(x, array) -> bool:
    ours = isinstance(x, Recorded) and x.value.role != "rate"
    return ours and x.shape == array.shape and x.dtype == array.dtype


def _switched_off() -> str:
    return ", ".join(f"{kind}={do!r}" for kind, do in np.geterr().items() if do != "call")


def recording_warnings():
    """A block where every setting of warnings that is not "call" is one of the recorded code."""
    return np.errstate(all="call", call=lambda *_: None)


def plain(x):
    """The array of a recorded one; anything else as it is."""
    return x.array if isinstance(x, Recorded) else x


def uniform(constant):
    """The one number that all entries of a constant are; None where they differ."""
    if not isinstance(constant, np.ndarray):
        return constant
    return constant.flat[0] if constant.size and (constant == constant.flat[0]).all() else None


class Recorded(NDArrayOperatorsMixin):
    """An array that records: a value of the program, or a view of it.

    `path`: how the view is written, for each step a text with {} for what it is a view of.
    """

    def __init__(self, tape: Tape, value: Value, array=None, path: tuple[str, ...] = ()) -> None:
        self.tape, self.value, self.path = tape, value, path
        self.array = value.array if array is None else array

    shape = property(lambda self: np.shape(self.array))
    ndim = property(lambda self: np.ndim(self.array))
    size = property(lambda self: np.size(self.array))
    dtype = property(lambda self: self.array.dtype)
    T = property(lambda self: self._part(np.transpose(self.array), "{}.T"))

    def __len__(self) -> int:
        return len(self.array)

    def __getitem__(self, index):
        parts = index if isinstance(index, tuple) else (index,)
        if not all(isinstance(i, (int, slice, type(None), type(...))) for i in parts):
            raise NotRecordable("an index is an array")
        return self._part(np.asarray(self.array)[index], f"{{}}[{', '.join(map(_index, parts))}]")

    def swapaxes(self, first, second):
        if self.ndim == 2 and first % 2 != second % 2:
            return self.T
        return self.__getattr__("swapaxes")(first, second)

    def __getattr__(self, name: str):
        """A method of arrays: a view, or a copy that is made anew in every run."""
        method = getattr(self.array, name)
        if not callable(method):
            raise NotRecordable(f"an array is asked for its {name}")
        return lambda *arguments, **settings: self._part(
            method(*arguments, **settings), f"{{}}.{name}({_list([], settings, *arguments)})"
        )

    def _part(self, array, text: str) -> Recorded:
        if text[2:9] == ".reshap" and array.shape == self.shape:
            return self
        of_number = np.ndim(self.value.array) == 0 and (text[2] == "[" or text[2:9] == ".reshap")
        if of_number or isinstance(array, np.ndarray) and np.may_share_memory(array, self.array):
            return Recorded(self.tape, self.value, array, (*self.path, text))
        return self.tape.line(text, [self], array)

    def __array_ufunc__(self, ufunc, method, *operands, **settings):
        return self.tape.ufunc(ufunc, method, operands, settings)

    def __array_function__(self, function, types, arguments, settings):
        if function in ABOUT_SHAPES:
            return function(*map(plain, arguments))
        operands = [x for x in arguments if isinstance(x, (Recorded, *ARRAYS))]
        texts = ["{}" if isinstance(x, (Recorded, *ARRAYS)) else x for x in arguments]
        name = f"{function.__module__}.{function.__name__}".replace("numpy", "np", 1)
        text = f"{name}({_list([], settings, *texts)})"
        array = None if "None?" in text else function(*map(plain, arguments), **settings)
        return self.tape.line(text, operands, array)

    def _numbers(self, *_):
        raise NotRecordable("it depends on the numbers themselves, not on their shapes alone")

    __array__ = __bool__ = __float__ = __int__ = __index__ = __complex__ = _numbers
    __contains__ = __setitem__ = __iter__ = __hash__ = _numbers


def _index(part) -> str:
    if isinstance(part, slice):
        ends = ["" if x is None else str(x) for x in (part.start, part.stop, part.step)]
        return ":".join(ends[: 2 + bool(ends[2])])
    return {type(None): "np.newaxis", type(...): "..."}.get(type(part), repr(part))


def _list(operands, settings: dict, *arguments) -> str:
    """The inside of a call's brackets, with a None? for what cannot be written."""
    named = [f"{k}={_written(x)}" for k, x in settings.items() if (k, x) not in _USUAL]
    texts = [x if x == "{}" else _written(x) for x in arguments]
    return ", ".join(["{}"] * len(operands) + texts + named)


_USUAL = [("keepdims", False), ("dtype", None)]


def _written(x) -> str:
    if isinstance(x, (np.dtype, type)):
        return f"np.{np.dtype(x).name}"
    parts = x if isinstance(x, (tuple, list)) else [x]
    simple = all(isinstance(x, (type(None), bool, int, float, str)) for x in parts)
    return repr(x[0] if isinstance(x, tuple) and len(x) == 1 else x) if simple else "None?"
