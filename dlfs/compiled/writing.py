"""The text of a program: forward, backward, update, in this order, with the learner's names.

Each array has the name of its node, its gradient the same name after `d_`. Whatever can be made
once stands above the function: arrays, views of them, constants.
"""

from __future__ import annotations

import builtins
import keyword
import re

import numpy as np

from dlfs.compiled.planning import Place, needed_calls, places
from dlfs.compiled.playing import Recording
from dlfs.compiled.recording import OPERATORS, Call, Recorded, Value, uniform
from dlfs.graph import TrainingStep, constant

LONGEST_NAME = 40
LONGEST_LITERAL = 8


class Text:
    """`source` is the text, `bound` the objects that it names without making them.

    `parameters`: what the function takes, in order: the values that are fed, those of variables,
    for each variable that it trains an array for the new value, and the learning rates.
    `arrays`: the names of the arrays that it makes.
    """

    def __init__(self, recording: Recording, fetches) -> None:
        self.recording = recording
        self.bound: dict[str, object] = {"np": np}
        self.head: list[str] = []
        self.arrays: list[str] = []
        self._names = {"np", "run", *dir(builtins)}
        self._name_of: dict = {}
        self._views: dict = {}
        self._constants = {
            id(node.output): node.name
            for op in recording.order for node in op.input_nodes if isinstance(node, constant)
        }
        results = [recording.value_of(n) for n in fetches if not isinstance(n, TrainingStep)]
        new = list(recording.updated.values())
        self._exchanged = {value.value for value in new}
        calls = needed_calls(recording.calls, [*results, *new])
        self._places = places(calls, [*results, *new], self._exchanged)
        self.parameters = self._named_parameters()
        self._make_arrays()
        lines = self._lines(calls)
        handed_out = ", ".join(map(self._handed_out, fetches))
        self.source = "\n".join([
            "import numpy as np",
            "",
            *self.head,
            "",
            "",
            f"def run({', '.join(self._name_of[value] for value in self.parameters)}):",
            *(f"    {line}".rstrip() for line in lines),
            f"    return [{handed_out}]",
        ]) + "\n"

    # ------------------------------------------------------------ names

    def _name(self, wanted: str) -> str:
        base = re.sub(r"\W", "_", wanted, flags=re.ASCII)[:LONGEST_NAME] or "_"
        if base[0].isdigit() or keyword.iskeyword(base):
            base = f"_{base}"
        name, count = base, 1
        while name in self._names:
            count += 1
            name = f"{base}_{count}"
        self._names.add(name)
        return name

    def _bind(self, wanted: str, thing) -> str:
        name = self._name(wanted)
        self.bound[name] = thing
        return name

    def _named_parameters(self) -> list:
        """The values, or for new values the places, that are given to the function."""
        recording = self.recording
        given = [x.value for x in recording.values.values() if isinstance(x, Recorded)]
        fed = [value for value in given if value.role == "fed"]
        variables = [value for value in given if value.role == "variable"]
        new = [self._places[x.value] for x in recording.updated.values()]
        rates = [x.value for x in recording.rates.values()]
        for value in fed + variables + rates:
            self._name_of[value] = self._name(value.label)
        for place in new:
            self._name_of[place] = self._name(place.name_giver.label)
        return fed + variables + new + rates

    def _make_arrays(self) -> None:
        for place in dict.fromkeys(self._places.values()):
            if place in self._name_of:
                continue
            giver = place.name_giver
            name = self._name_of[place] = self._name(giver.label)
            shape = giver.array.shape
            if place.same_as is None:
                kind = "" if giver.array.dtype == np.float64 else f", np.{giver.array.dtype}"
                self.arrays.append(name)
                self.head.append(f"{name} = np.empty({shape}{kind})")
            else:
                former = place.same_as
                same = former.values[0].array.shape == shape
                reshaped = "" if same else f".reshape({shape})"
                self.head.append(f"{name} = {self._name_of[former]}{reshaped}")

    def _root(self, value: Value) -> str:
        place = self._places.get(value)
        if place is None and value not in self._name_of:
            self._name_of[value] = self._name(value.label)
        return self._name_of[value if place is None else place]

    def _operand(self, x, call: Call) -> str:
        if not isinstance(x, Recorded):
            return self._constant(x, call)
        text = name = self._root(x.value)
        if x.value.is_number and call.is_entry_by_entry:
            return name
        for step in x.path:
            text = step.format(text)
        place = self._places.get(x.value)
        if not x.path or place is None or place in map(self._places.get, self._exchanged):
            return text
        if (place, x.path) not in self._views:
            self._views[place, x.path] = self._name(name + _view_of(x.path))
            self.head.append(f"{self._views[place, x.path]} = {text}")
        return self._views[place, x.path]

    def _constant(self, array, call: Call) -> str:
        number = uniform(array) if call.is_entry_by_entry else array
        if number is None or isinstance(number, np.ndarray) or not np.isfinite(number):
            return self._bound(array)
        text = repr(number.item() if isinstance(number, np.generic) else number)
        if len(text) > LONGEST_LITERAL or not _as_good(number, array, call):
            return self._bound(array if np.ndim(array) == 0 else number)
        return text.removesuffix(".0")

    def _bound(self, constant) -> str:
        key = id(constant) if isinstance(constant, np.ndarray) else (type(constant), repr(constant))
        if key not in self._name_of:
            self._name_of[key] = self._bind(self._constants.get(key, "constant"), constant)
        return self._name_of[key]

    # ------------------------------------------------------------ lines

    def _lines(self, calls: list[Call]) -> list[str]:
        lines, titles, operations = [], {}, {}
        for call in calls:
            part, node = call.title
            several = part == "backward" and len(self.recording.steps) > 1
            title = f"# {part}" + (f" from {node.loss.name}" if several else "")
            if title not in titles:
                titles[title] = True
                lines += [""] * bool(lines) + [title]
            if part == "forward":
                operations.setdefault(node, []).append(len(lines))
            lines.append(self._line(call))
        for op, at in reversed(list(operations.items())):
            if len(at) > 1:
                inputs = ", ".join(node.name for node in op.input_nodes)
                comment = f"# {op.name} = {type(op).__name__}({inputs})"
                lines.insert(at[0], re.sub(r"[^ -~]", "?", comment)[:80])
        return lines or ["# forward"]

    def _line(self, call: Call) -> str:
        if isinstance(call.out, list):
            return self._call_of_others(call)
        operands = [self._operand(x, call) for x in call.operands]
        place = self._places.get(call.out)
        out = self._root(call.out)
        if call.method == "copy":
            text = call.function.text.format(*operands)
            return f"{out} = {text}" if place is None else f"np.copyto({out}, {text})"
        name = call.function.__name__
        if place is None and call.sign and not call.quiet:
            if len(operands) == 1:
                return f"{out} = -{operands[0]}"
            if name in OPERATORS:
                return f"{out} = {operands[0]} {OPERATORS[name]} {operands[1]}"
        function = self._function(call)
        settings = [f"{k}={_setting(v)}" for k, v in call.settings.items() if _matters(k, v)]
        if place is None:
            return f"{out} = {function}({', '.join([*operands, *settings])})"
        return f"{function}({', '.join([*operands, *settings, f'out={out}'])})"

    def _function(self, call: Call) -> str:
        name = call.function.__name__
        method = "" if call.method == "__call__" else f".{call.method}"
        function = f"np.{name}{method}"
        if not call.quiet:
            return function
        key = function, repr(call.quiet)
        if key not in self._name_of:
            quiet = ", ".join(f"{kind}={do!r}" for kind, do in call.quiet.items())
            self._name_of[key] = self._name(name)
            self.head.append(f"{self._name_of[key]} = np.errstate({quiet})({function})")
        return self._name_of[key]

    def _call_of_others(self, call: Call) -> str:
        node, _, *operands = call.operands
        names = {"compute": "compute_{}", "gradients": "gradients_of_{}", "update": "update"}
        function = self._bind(names[call.function].format(node.name), call)
        text = f"{function}({', '.join(self._operand(x, call) for x in operands)})"
        out = [self._root(value) for value in call.out]
        return f"{', '.join(out)}, = {text}" if out else text

    def _handed_out(self, node) -> str:
        if isinstance(node, TrainingStep):
            return "None"
        x = self.recording.value_of(node)
        if not isinstance(x, Recorded):
            return f"np.array({self._bound(x)})[()]"
        text = self._root(x.value)
        for step in x.path:
            text = step.format(text)
        if x.ndim:
            return f"{text}.copy()"
        return f"np.array({text})[()]" if x.value.role != "computed" else text


def _view_of(path) -> str:
    """The end of the name of a view: `_T`, `_column`, `_0`."""
    text = "".join(path).replace("np.newaxis", "column")
    return "_" + "_".join(re.findall(r"\w+", text.replace("{}", "")))


def _as_good(number, array, call: Call) -> bool:
    """Whether a plain number in its place gives the same dtype."""
    others = [
        x.array if isinstance(x, Recorded) else x for x in call.operands if x is not array
    ]
    dtypes = [getattr(x, "dtype", x) for x in others]
    plain = bool if isinstance(number, (bool, np.bool_)) else float
    if isinstance(number, (int, float)) and not isinstance(number, np.generic):
        return True
    return bool(dtypes) and np.result_type(*dtypes, plain(1)) == np.result_type(*dtypes, number)


def _matters(name: str, value) -> bool:
    return not (name == "keepdims" and not value or name == "dtype" and value is None)


def _setting(value) -> str:
    if isinstance(value, tuple) and len(value) == 1:
        return repr(value[0])
    if isinstance(value, (np.dtype, type)):
        return f"np.{np.dtype(value).name}"
    return repr(value)
