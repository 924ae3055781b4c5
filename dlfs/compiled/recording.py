"""Arrays that write down what is calculated with them.

The plain engine runs once on them. Each NumPy call that `compute` or a gradient function makes
becomes a `Call`. A value may be asked for its shape and dtype, and never for its numbers: code that
branches on numbers cannot be recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

OPERATORS = {
    "add": "+", "subtract": "-", "multiply": "*", "divide": "/", "matmul": "@",
    "power": "**", "greater": ">", "greater_equal": ">=", "less": "<", "less_equal": "<=",
    "equal": "==", "not_equal": "!=",
}  # fmt: skip
LABELS = {"maximum": "largest", "greater": "mask", "add": "total", "multiply": "product"}
ABOUT_SHAPES = (np.shape, np.ndim, np.size, np.result_type)
RECORDED_SETTINGS = (type(None), bool, int, float, tuple, np.dtype, type)


class NotRecordable(Exception):
    """This run has no program, or does not fit the one it has: the plain session can run it."""


class Value:
    """One value of a program: an array, or a number where it has no axes."""

    def __init__(self, array, label: str, role: str = "computed") -> None:
        self.array, self.label, self.role = array, label, role
        self.named = role != "computed"

    @property
    def is_number(self) -> bool:
        return np.ndim(self.array) == 0


@dataclass(eq=False)
class Call:
    """One line: `function` of `operands`; the value is `out`, several values where it is a list."""

    function: object
    method: str
    operands: list
    settings: dict
    out: object
    sign: bool = False
    quiet: dict = field(default_factory=dict)
    title: tuple = ()

    @property
    def is_entry_by_entry(self) -> bool:
        is_ufunc = isinstance(self.function, np.ufunc) and self.method == "__call__"
        return is_ufunc and self.function.signature is None


class Tape:
    """The calls, in order. The same call on the same values is made once."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.title: tuple = ()
        self._made: dict = {}

    def __enter__(self):
        # Every setting that differs from these is one of the code that is recorded.
        self._state = np.errstate(all="call", call=lambda *_: None)
        self._state.__enter__()
        return self

    def __exit__(self, *error) -> None:
        self._state.__exit__(*error)

    def ufunc(self, ufunc, method: str, operands, settings: dict, sign: bool) -> Recorded:
        if ufunc.nout != 1 or method == "at":
            raise NotRecordable(f"np.{ufunc.__name__} has no single result")
        return self._record(ufunc, method, list(operands), settings, sign)

    def copied(self, function, *operands) -> Recorded:
        """What a function without `out` gives, copied into an array of the program."""
        return self._record(function, "copy", list(operands), {}, False)

    def _record(self, function, method, operands, settings, sign) -> Recorded:
        if any(not isinstance(s, RECORDED_SETTINGS) for s in settings.values()):
            raise NotRecordable(f"a setting of {function.__name__} is an array")
        quiet = {kind: do for kind, do in np.geterr().items() if do != "call"}
        key = (function, method, *map(_key, operands), repr(settings), repr(quiet))
        if key not in self._made:
            arrays = [x.array if isinstance(x, Recorded) else x for x in operands]
            make = function if method == "copy" else getattr(function, method)
            array = _one_array(make(*arrays, **settings))
            same = _unchanged(function, method, operands, array)
            if same is None:
                same = Recorded(self, Value(array, LABELS.get(function.__name__, function.__name__)))
                self.calls.append(Call(
                    function, method, operands, settings, same.value, sign, quiet, self.title,
                ))
            # The operands are kept: their addresses are what the key is made of.
            self._made[key] = same, operands
        return self._made[key][0]


def _key(operand):
    if isinstance(operand, Recorded):
        return id(operand.value), operand.path
    if isinstance(operand, np.ndarray):
        return "array", id(operand)
    return type(operand), repr(operand)


def _one_array(array):
    if not isinstance(array, (np.ndarray, np.generic)):
        raise NotRecordable(f"a result is of type {type(array).__name__}")
    return np.array(array, order="C", copy=None)[()]


def _unchanged(function, method: str, operands, array) -> Recorded | None:
    """The operand that a factor or divisor of 1 leaves as it is."""
    if function not in (np.multiply, np.divide) or method != "__call__":
        return None
    for x, other in (operands, operands[::-1] if function is np.multiply else operands):
        if not isinstance(x, Recorded) or isinstance(other, Recorded) or x.value.role == "rate":
            continue
        if uniform(other) == 1 and x.shape == array.shape and x.dtype == array.dtype:
            return x
    return None


def uniform(constant):
    """The one number that all entries of a constant are; None where they differ."""
    if not isinstance(constant, np.ndarray):
        return constant
    if constant.size == 0 or not (constant == constant.flat[0]).all():
        return None
    return constant.flat[0]


class Recorded:
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
    T = property(lambda self: self._view(np.transpose(self.array), "{}.T"))

    def __len__(self) -> int:
        return len(self.array)

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    def __getitem__(self, index):
        parts = index if isinstance(index, tuple) else (index,)
        if not all(isinstance(i, (int, slice, type(None), type(...))) for i in parts):
            raise NotRecordable("an index is an array")
        return self._view(np.asarray(self.array)[index], f"{{}}[{', '.join(map(_index, parts))}]")

    def reshape(self, *shape):
        shape = shape[0] if len(shape) == 1 and not isinstance(shape[0], int) else shape
        shape = tuple(map(int, shape))
        if shape == self.shape:
            return self
        return self._view(np.asarray(self.array).reshape(shape), f"{{}}.reshape({shape})")

    def swapaxes(self, first, second):
        if self.ndim == 2 and first % 2 != second % 2:
            return self.T
        swapped = np.swapaxes(self.array, first, second)
        return self._view(swapped, f"{{}}.swapaxes({first}, {second})")

    def astype(self, dtype, copy=True):
        if self.dtype == dtype and not copy:
            return self
        name = f"np.{np.dtype(dtype).name}"
        return self.tape.copied(_Function(f"{{}}.astype({name})", lambda a: a.astype(dtype)), self)

    def sum(self, axis=None, keepdims=False):
        return np.add.reduce(self, axis=axis, keepdims=keepdims)

    def _view(self, array, text: str) -> Recorded:
        if self.value.is_number or np.may_share_memory(array, self.array):
            return Recorded(self.tape, self.value, array, (*self.path, text))
        return self.tape.copied(_Function(text, lambda _: array), self)

    def __array_ufunc__(self, ufunc, method, *operands, out=None, **settings):
        if out is not None:
            raise NotRecordable(f"np.{ufunc.__name__} is told where to write")
        return self.tape.ufunc(ufunc, method, operands, settings, sign=False)

    def __array_function__(self, function, types, arguments, settings):
        plain = [x.array if isinstance(x, Recorded) else x for x in arguments]
        if function in ABOUT_SHAPES and not settings:
            return function(*plain)
        operands = [x for x in arguments if isinstance(x, (Recorded, np.ndarray, np.generic))]
        texts = ["{}" if any(x is o for o in operands) else _written(x) for x in arguments]
        texts += [f"{name}={_written(x)}" for name, x in settings.items()]
        if not function.__module__ == "numpy" or any("None?" in text for text in texts):
            raise NotRecordable(f"np.{function.__name__} cannot be recorded")
        text = f"np.{function.__name__}({', '.join(texts)})"
        array = function(*plain, **settings)
        if operands == [self] and isinstance(array, np.ndarray) and array.base is not None:
            return self._view(array, text)
        return self.tape.copied(_Function(text, function, arguments, settings), *operands)

    def _numbers(self, *_):
        raise NotRecordable("it depends on the numbers themselves, not on their shapes alone")

    __array__ = __bool__ = __float__ = __int__ = __index__ = __complex__ = __contains__ = _numbers
    __iadd__ = __isub__ = __imul__ = __itruediv__ = __imatmul__ = __ipow__ = _numbers
    __setitem__ = __hash__ = item = tolist = _numbers


class _Function:
    """A function without `out`, and how a call of it is written."""

    __name__ = "copied"

    def __init__(self, text: str, function, arguments=None, settings={}) -> None:
        self.text, self._function, self._arguments = text, function, arguments
        self._settings = settings

    def __call__(self, *arrays):
        if self._arguments is None:
            return self._function(*arrays)
        left = iter(arrays)
        ours = (Recorded, np.ndarray, np.generic)
        arguments = (next(left) if isinstance(x, ours) else x for x in self._arguments)
        return self._function(*arguments, **self._settings)

    def __hash__(self) -> int:
        return hash(self.text)

    def __eq__(self, other) -> bool:
        return isinstance(other, _Function) and other.text == self.text

    def __repr__(self) -> str:
        return self.text


def _index(part) -> str:
    if isinstance(part, slice):
        start, stop, step = ("" if x is None else repr(x) for x in (part.start, part.stop, part.step))
        return f"{start}:{stop}" + (f":{step}" if step else "")
    return {type(None): "np.newaxis", type(...): "..."}.get(type(part), repr(part))


def _written(setting) -> str:
    """A setting as text, with a None? in it where it cannot be written."""
    if isinstance(setting, np.dtype):
        return f"np.{setting.name}"
    parts = setting if isinstance(setting, (tuple, list)) else [setting]
    simple = all(isinstance(x, (type(None), bool, int, float, str)) for x in parts)
    return repr(setting) if simple else "None?"


def _operator(name: str, swapped: bool = False):
    ufunc = getattr(np, name)

    def apply(self, other):
        operands = (other, self) if swapped else (self, other)
        return self.tape.ufunc(ufunc, "__call__", operands, {}, sign=True)

    return apply


for _name, _dunder in [("divide", "truediv"), ("power", "pow"), *(
    (name, name if name in ("add", "matmul") else name[:3]) for name in ("add", "matmul")
), ("subtract", "sub"), ("multiply", "mul")]:
    setattr(Recorded, f"__{_dunder}__", _operator(_name))
    setattr(Recorded, f"__r{_dunder}__", _operator(_name, swapped=True))
for _name, _dunder in [("greater", "gt"), ("greater_equal", "ge"), ("less", "lt"),
                       ("less_equal", "le"), ("equal", "eq"), ("not_equal", "ne")]:
    setattr(Recorded, f"__{_dunder}__", _operator(_name))
Recorded.__neg__ = lambda self: self.tape.ufunc(np.negative, "__call__", (self,), {}, sign=True)
