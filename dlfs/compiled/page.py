"""The page that a program is written on: names, lines, and the arrays that the lines write into.

A formula such as `(1 - p) * p * G` becomes one NumPy call for each sign in it, with `out=`.
"""

from __future__ import annotations

import ast
import builtins
import keyword
import operator
import re
from dataclasses import dataclass, field, replace
from math import prod

import numpy as np

SIGNS = {
    ast.Add: ("+", "add", operator.add),
    ast.Sub: ("-", "subtract", operator.sub),
    ast.Mult: ("*", "multiply", operator.mul),
    ast.Div: ("/", "divide", operator.truediv),
}
NAMES_IN_USE = {"np", "run", "subtract", *dir(builtins)}
LONGEST_NAME = 40


@dataclass(frozen=True)
class Value:
    """What stands for an array in the text: a name or an expression, and its shape.

    A gradient may be smaller than its node: it then stands for itself, repeated to fit. `number`
    is the value where it is known already; `own` says that no other value shares the array.
    """

    text: str
    shape: tuple[int, ...] = ()
    number: float | None = None
    own: bool = False


def number(value: float) -> Value:
    """A number that is known while the text is written."""
    value = float(value)
    return Value(repr(int(value) if value.is_integer() else value), (), value)


def fits(shape, whole) -> bool:
    """Whether an array of `shape` can be repeated to the shape `whole`."""
    try:
        return np.broadcast_shapes(shape, whole) == whole
    except ValueError:
        return False


class Page:
    """The text of a program while it is written.

    `arrays` are the lines that make its arrays, `lines` those of one run, `bound` the objects that
    the text names, `kept` what the forward half of an operation leaves to its backward half.
    """

    def __init__(self) -> None:
        self.arrays: list[str] = []
        self.lines: list[str] = []
        self.bound: dict[str, object] = {"np": np}
        self.kept: dict = {}
        self.dtype = np.dtype(float)
        self._names = set(NAMES_IN_USE)
        self._scratch: dict[tuple, list[str]] = {}
        self._taken: dict[tuple, int] = {}

    def write(self, line: str) -> None:
        self.lines.append(line)

    def next_operation(self, dtype) -> None:
        """All scratch arrays are free again."""
        self._taken.clear()
        self.dtype = dtype

    def name(self, wanted: str) -> str:
        """An identifier like `wanted` that nothing else on the page has."""
        base = re.sub(r"\W", "_", wanted, flags=re.ASCII)[:LONGEST_NAME] or "_"
        if base[0].isdigit() or keyword.iskeyword(base):
            base = f"_{base}"
        name, count = base, 1
        while name in self._names:
            count += 1
            name = f"{base}_{count}"
        self._names.add(name)
        return name

    def bind(self, wanted: str, value) -> str:
        """A name for an object that exists already."""
        name = self.name(wanted)
        self.bound[name] = value
        return name

    def array(self, wanted: str, shape: tuple[int, ...], dtype=None) -> str:
        """The name of an array that is made once and belongs to the program alone."""
        name, dtype = self.name(wanted), dtype or self.dtype
        kind = "" if dtype == np.float64 else f", np.{dtype}"
        self.arrays.append(f"{name} = np.empty({shape}{kind})")
        return name

    def scratch(self, shape: tuple[int, ...], dtype=None) -> str:
        """An array for use within one operation."""
        kind = (shape, dtype or self.dtype)
        names, taken = self._scratch.setdefault(kind, []), self._taken.get(kind, 0)
        self._taken[kind] = taken + 1
        if taken == len(names):
            names.append(self.array("scratch" if len(shape) > 1 else "per_row", *kind))
        return names[taken]

    def rows(self, shape: tuple[int, ...], wanted: str = "") -> tuple[str, Value]:
        """An array with one number for each row of `shape`, and the same with a last axis of 1.

        It is scratch, or has a name of its own.
        """
        rows = self.array(wanted, shape[:-1]) if wanted else self.scratch(shape[:-1])
        if rows not in self.kept:
            self.kept[rows] = self.name("column")
            self.arrays.append(f"{self.kept[rows]} = {rows}[..., np.newaxis]")
        return rows, Value(self.kept[rows], (*shape[:-1], 1))

    def lowest(self) -> Value:
        """The lowest number of this dtype."""
        if self.dtype not in self.kept:
            self.kept[self.dtype] = self.name("lowest")
            kind = "" if self.dtype == np.float64 else f", np.{self.dtype}"
            number = f"np.finfo(np.{self.dtype}).min"
            self.arrays.append(f"{self.kept[self.dtype]} = np.array({number}{kind})")
        return Value(self.kept[self.dtype])

    def subtract_in_silence(self) -> str:
        """np.subtract, without a warning where a difference is beyond the largest float."""
        if "subtract" not in self.kept:
            self.kept["subtract"] = "subtract"
            self.arrays.append('subtract = np.errstate(over="ignore")(np.subtract)')
        return "subtract"


@dataclass
class Place:
    """Where one value is written: that of an operation, or its gradient for one input.

    `shape` is the shape in the end. What has another one on the way is written into scratch.
    """

    page: Page
    wanted: str
    shape: tuple[int, ...]
    for_good: bool = True  # False: a contribution that is added to another one at once
    array: str | None = None
    written: set[str] = field(default_factory=set)
    free: str = ""  # an array of the end's shape that nobody reads after this place is written

    def out(self, shape: tuple[int, ...]) -> str:
        """The name of an array of `shape` to write into."""
        if self.array is not None and shape == self.shape:
            return self.array
        if self.for_good and fits(shape, self.shape):
            out = self.page.array(self.wanted, shape)
        else:
            out = self.page.scratch(shape)
        if shape == self.shape:
            self.array = out
        self.written.add(out)
        return out

    def write(self, line: str, shape=None) -> Value:
        """A line with {out} in it, for an array of `shape`."""
        shape = self.shape if shape is None else shape
        out = self.out(shape)
        self.page.write(line.format(out=out))
        return self.value(out, shape)

    def value(self, text: str, shape) -> Value:
        """An array that this place has written."""
        return Value(text, shape, own=self.for_good and text == self.array)

    def scalar(self, text: str) -> Value:
        """A line for a value without axes."""
        name = self.page.name(self.wanted)
        self.page.write(f"{name} = {text}")
        return Value(name)

    def call(self, function: str, *arguments: Value) -> Value:
        """A line for a function that goes entry by entry, at least one argument with axes."""
        shape = np.broadcast_shapes(*(a.shape for a in arguments))
        again = [a.text for a in arguments if a.text in self.written and a.shape == shape]
        if not again and self.array is None and self.free in {a.text for a in arguments}:
            self.array = self.free
            self.written.add(self.free)
        out = again[0] if again else self.out(shape)
        self.page.write(f"{function}({', '.join(a.text for a in arguments)}, out={out})")
        return self.value(out, shape)

    def formula(self, text: str, **values: Value) -> Value:
        """The lines for a formula. In `a - (b * c)` at most one side of a sign has signs itself."""
        value = self._lines(ast.parse(text, mode="eval").body, values)
        if value.shape or value.number is not None or value.text.isidentifier():
            return value if value.text in self.written else replace(value, own=False)
        return self.scalar(value.text)

    def _lines(self, node: ast.AST, values: dict[str, Value]) -> Value:
        if isinstance(node, ast.Name):
            return values[node.id]
        if isinstance(node, ast.Constant):
            return number(node.value)
        if isinstance(node, ast.UnaryOp):
            return self._negative(self._lines(node.operand, values))
        if isinstance(node, ast.Compare):
            return self._greater(*(self._lines(n, values) for n in [node.left, *node.comparators]))
        if isinstance(node, ast.Call):
            return self._function(
                ast.unparse(node.func), [self._lines(n, values) for n in node.args]
            )
        sides = self._lines(node.left, values), self._lines(node.right, values)
        return self._sign(*SIGNS[type(node.op)], *sides)

    def _sign(self, sign: str, function: str, known, a: Value, b: Value) -> Value:
        if sign == "*" and 1 in (a.number, b.number):
            return a if b.number == 1 else b
        if sign == "*" and -1 in (a.number, b.number):
            return self._negative(a if b.number == -1 else b)
        if a.shape == b.shape == ():
            if a.number is not None and b.number is not None:
                return number(known(a.number, b.number))
            return Value(f"{_bracketed(a.text)} {sign} {_bracketed(b.text)}")
        return self.call(f"np.{function}", a, b)

    def _negative(self, a: Value) -> Value:
        if a.number is not None:
            return number(-a.number)
        return self.call("np.negative", a) if a.shape else Value(f"-{_bracketed(a.text)}")

    def _function(self, function: str, arguments: list[Value]) -> Value:
        if any(a.shape for a in arguments):
            return self.call(function, *arguments)
        return Value(f"{function}({', '.join(a.text for a in arguments)})")

    def _greater(self, a: Value, b: Value) -> Value:
        if not a.shape:
            return Value(f"{_bracketed(a.text)} > {b.text}")
        mask = self.page.scratch(a.shape, np.dtype(bool))
        self.page.write(f"np.greater({a.text}, {b.text}, out={mask})")
        return Value(mask, a.shape)

    def repeated(self, G: Value, shape) -> Value:
        """G with all its entries, for lines in which nothing is repeated by itself."""
        if G.shape == shape:
            return G
        whole = self.page.scratch(shape)
        self.page.write(f"np.copyto({whole}, {G.text})")
        return Value(whole, shape)

    def summed(self, G: Value, whole) -> Value:
        """G, which stands for an array of shape `whole`, summed to the shape of this place."""
        if whole == self.shape:
            return G
        if G.shape == ():
            return self.formula("G * n", G=G, n=number(prod(whole) // prod(self.shape)))
        G = self.repeated(G, whole)
        if self.shape == ():
            return self.scalar(f"{G.text}.sum()")
        new = len(whole) - len(self.shape)
        ones = [i + new for i, n in enumerate(self.shape) if n == 1]
        axes = [*range(new), *ones]
        axis = axes[0] if len(axes) == 1 else tuple(axes)
        if not ones:
            return self.write(f"{G.text}.sum(axis={axis}, out={{out}})")
        as_whole = f".reshape({(1,) * new + self.shape})" if new else ""
        return self.write(f"{G.text}.sum(axis={axis}, keepdims=True, out={{out}}{as_whole})")


def _bracketed(text: str) -> str:
    return f"({text})" if " " in text or text.startswith("-") else text
