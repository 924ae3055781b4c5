"""The text of a program: forward, backward, update, in this order, with the learner's names.

Each array has the name of its node, its gradient the same name after `d_`. Whatever can be made
once stands above the function: arrays, views of them, constants.
"""

from __future__ import annotations

import builtins
import keyword
import re
from collections import Counter

import numpy as np

from dlfs.compiled.planning import planned
from dlfs.compiled.playing import Recording
from dlfs.compiled.recording import Call, Recorded, plain, uniform
from dlfs.graph import TrainingStep, constant

LONGEST_NAME, LONGEST_LITERAL, LONGEST_LINE = 40, 8, 88
FLOAT64 = np.dtype(np.float64)


class Text:
    """`source` is the text; `bound` are the objects that it names without making them.

    Its function takes what is fed, the values of the variables, an array for the new value of each
    variable that it trains, and the learning rates.
    """

    def __init__(self, recording: Recording, fetches) -> None:
        self._recording = recording
        self.bound: dict[str, object] = {"np": np}
        self._head: list[str] = []
        self._taken = {"np", "run", *dir(builtins)}
        self._names: dict = {}
        inputs = [node for op in recording.order for node in op.input_nodes]
        self._wanted = {id(x.output): x.name for x in inputs if isinstance(x, constant)}
        nodes = [node for node in fetches if not isinstance(node, TrainingStep)]
        results = [recording.value_of(node) for node in nodes] + [*recording.updated.values()]
        updated = dict.fromkeys(x.value for x in recording.updated.values())
        calls, self._places = planned(recording.tape.calls, results, updated)
        parameters = self._parameters()
        self._make_arrays()
        lines = self._lines(calls)
        handed_out = ", ".join(map(self._handed_out, fetches))
        function = [f"def run({', '.join(parameters)}):", *(f"    {x}".rstrip() for x in lines)]
        function.append(f"    return [{handed_out}]")
        self.source = "\n".join(["import numpy as np", "", *self._head, "", "", *function, ""])

    def _name(self, wanted: str) -> str:
        base = re.sub(r"\W", "_", wanted, flags=re.ASCII)[:LONGEST_NAME] or "_"
        base = f"_{base}" if base[0].isdigit() or keyword.iskeyword(base) else base
        name, count = base, 1
        while name in self._taken:
            count += 1
            name = f"{base}_{count}"
        self._taken.add(name)
        return name

    def _bind(self, key, wanted: str, thing) -> str:
        if key not in self._names:
            self._names[key] = self._name(wanted)
            self.bound[self._names[key]] = thing
        return self._names[key]

    def _parameters(self) -> list[str]:
        recording = self._recording
        given = dict.fromkeys(x.value for x in recording.values.values() if isinstance(x, Recorded))
        variables = [node for node in recording.values if node in recording.updated]
        self._new = [self._places[recording.updated[W].value] for W in variables]
        values = [value for role in ("fed", "variable") for value in given if value.role == role]
        values += [*self._new, *(x.value for x in recording.rates.values())]
        self._names.update((value, self._name(value.label)) for value in values)
        return [self._names[value] for value in values]

    def _make_arrays(self) -> None:
        for place in dict.fromkeys(self._places.values()):
            if place in self._names:
                continue
            name = self._names[place] = self._name(place.label)
            array, former = place.values[0].array, place.same_as
            if former is None:
                kind = "" if array.dtype == np.float64 else f", np.{array.dtype}"
                self._head.append(f"{name} = np.empty({array.shape}{kind})")
            else:
                same = former.values[0].array.shape == array.shape
                reshaped = "" if same else f".reshape({array.shape})"
                self._head.append(f"{name} = {self._names[former]}{reshaped}")

    def _root(self, value) -> str:
        place = self._places.get(value, value)
        if place not in self._names:
            self._names[place] = self._name(value.label)
        return self._names[place]

    def _view(self, x: Recorded) -> str:
        text = self._root(x.value)
        for step in x.path:
            text = step.format(text)
        return text

    def _operand(self, x, call: Call) -> str:
        if not isinstance(x, Recorded):
            return self._constant(x, call)
        place = self._places.get(x.value)
        if not x.path or np.ndim(x.value.array) == 0 and call.entry_by_entry:
            return self._root(x.value)
        if place is None or place in self._new:
            return self._view(x)
        if (place, x.path) not in self._names:
            words = re.findall(r"\w+", "".join(x.path).replace("np.newaxis", "column"))
            self._names[place, x.path] = self._name("_".join([self._root(x.value), *words]))
            self._head.append(f"{self._names[place, x.path]} = {self._view(x)}")
        return self._names[place, x.path]

    def _constant(self, array, call: Call) -> str:
        number = uniform(array) if call.entry_by_entry else array
        if number is None or isinstance(number, np.ndarray):
            wanted = "ones" if uniform(array) == 1 else "constant"
            return self._bind(id(array), self._wanted.get(id(array), wanted), array)
        if number == np.finfo(np.float64).min:
            return self._bind("lowest", "lowest", number)
        # A plain number has no dtype of its own: beside float64 it makes no difference.
        others = {getattr(plain(x), "dtype", None) for x in call.operands if x is not array}
        text = repr(number.item() if isinstance(number, np.generic) else number)
        if type(number) in (int, float) or call.entry_by_entry and others == {FLOAT64}:
            if len(text) <= LONGEST_LITERAL and np.isfinite(number):
                return text.removesuffix(".0") if number else text
        return self._bind((type(number), text), self._wanted.get(id(array), "constant"), number)

    def _lines(self, calls: list[Call]) -> list[str]:
        lines, former, lengths = [], (None, None), Counter(call.title for call in calls)
        for call in calls:
            part, node = call.title
            if part != former[0] or part == "backward" and node is not former[1]:
                several = part == "backward" and len(self._recording.steps) > 1
                lines += ["", f"# {part} from {node.loss.name}" if several else f"# {part}"]
            if part == "forward" and node is not former[1] and lengths[call.title] > 1:
                inputs = ", ".join(node.name for node in node.input_nodes)
                lines.append(f"# {node.name} = {type(node).__name__}({inputs})")
            lines.append(self._line(call))
            former = part, node
        return [_ascii(line) for line in lines[1:]] or ["# forward"]

    def _line(self, call: Call) -> str:
        operands = [self._operand(x, call) for x in call.operands]
        if call.others:
            what, node, _ = call.others
            what = {"compute": "compute_{}", "gradients": "gradients_of_{}"}.get(what, what)
            text = f"{self._bind(call, what.format(node.name), call)}({', '.join(operands)})"
            return "".join(f"{self._root(value)}, " for value in call.out) + "= " * bool(
                call.out) + text
        text, out = call.text.format(*operands), self._root(call.out)
        if call.quiet:
            function, _, inside = text.partition("(")
            text = f"{self._quiet(function, call.quiet)}({inside}"
        if call.out not in self._places:
            return f"{out} = {text}"
        writes = call.takes_out and text.endswith(")") and np.ndim(call.out.array)
        return f"{text[:-1]}, out={out})" if writes else f"np.copyto({out}, {text})"

    def _quiet(self, function: str, quiet: str) -> str:
        if (function, quiet) not in self._names:
            name = self._names[function, quiet] = self._name(function.removeprefix("np."))
            self._head.append(f"{name} = np.errstate({quiet})({function})")
        return self._names[function, quiet]

    def _handed_out(self, node) -> str:
        if isinstance(node, TrainingStep):
            return "None"
        x = self._recording.value_of(node)
        if not isinstance(x, Recorded):
            return f"np.array({self._bind(id(x), node.name, x)})[()]"
        if np.ndim(x.array):
            return f"{self._view(x)}.copy()"
        return f"np.array({self._view(x)})[()]" if x.value.role or x.path else self._view(x)


def _ascii(line: str) -> str:
    return re.sub(r"[^ -~]", "?", line)[:LONGEST_LINE] if line.startswith("# ") else line
