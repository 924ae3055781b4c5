"""The text of a program: forward, backward, update, in this order, with the learner's names.

Each array has the name of its node, its gradient the same name after `d_`. Whatever can be made
once stands above the function: arrays, views of them, constants.
"""

from __future__ import annotations

import builtins
import keyword
import re
from itertools import groupby
from operator import attrgetter

import numpy as np

from dlfs.compiled.planning import planned
from dlfs.compiled.playing import Recording
from dlfs.compiled.recording import Call, Recorded, plain, uniform
from dlfs.graph import TrainingStep, constant

LONGEST_NAME, LONGEST_LITERAL, LONGEST_LINE = 40, 8, 88
FLOAT64, LOWEST = np.dtype(np.float64), np.finfo(np.float64).min


class Text:
    """`source` is the text; `bound` are the objects that it names without making them.

    Its function takes what is fed, the values of the variables, an array for the new value of each
    variable that it trains, and the learning rates.
    """

    def __init__(self, recording: Recording, fetches) -> None:
        self._recording = recording
        self.bound: dict[str, object] = {}
        self._head: list[str] = []
        self._taken = {"np", "run", *dir(builtins)}
        inputs = [node for op in recording.operations for node in op.input_nodes]
        self._wanted = {id(x.output): x.name for x in inputs if isinstance(x, constant)}
        nodes = [node for node in fetches if not isinstance(node, TrainingStep)]
        new = [recording.updated[W] for W in recording.variables if W in recording.updated]
        updated = [x.value for x in new]
        results = [*map(recording.value_of, nodes), *new]
        calls, self._places = planned(recording.tape.calls, results, updated)
        self._new = [self._places[value] for value in updated]
        rates = [x.value for settings in recording.rates.values() for x in settings]
        given = [recording.values[node].value for node in recording.fed + recording.variables]
        parameters = [*given, *self._new, *rates]
        self._names: dict = {x: self._name(x.label) for x in parameters}
        self._make_arrays()
        lines = [*self._lines(calls), f"return [{', '.join(map(self._handed_out, fetches))}]"]
        function = [f"def run({', '.join(self._names[x] for x in parameters)}):"]
        function += [f"    {line}".rstrip() for line in lines]
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

    def _named(self, key, wanted: str, source: str = "", thing=None) -> str:
        """The name for `key`; at first it gets one, for what `source` makes, or for a thing."""
        if key not in self._names:
            name = self._names[key] = self._name(wanted)
            if source:
                self._head.append(f"{name} = {source}")
            elif thing is not None:
                self.bound[name] = thing
        return self._names[key]

    def _make_arrays(self) -> None:
        for place in dict.fromkeys(self._places.values()):
            array, former = place.values[0].array, place.same_as
            if former is None:
                kind = "" if array.dtype == FLOAT64 else f", np.{array.dtype}"
                source = f"np.empty({array.shape}{kind})"
            else:
                same = former.values[0].array.shape == array.shape
                source = self._names[former] + ("" if same else f".reshape({array.shape})")
            self._named(place, place.label, source)

    def _root(self, value) -> str:
        return self._named(self._places.get(value, value), value.label)

    def _operand(self, x, call: Call) -> str:
        if not isinstance(x, Recorded):
            return self._constant(x, call)
        root, place = self._root(x.value), self._places.get(x.value)
        if not x.path or place is None or place in self._new:
            return root + x.path
        words = re.findall(r"\w+", x.path.replace("np.newaxis", "column"))
        return self._named((place, x.path), "_".join([root, *words]), root + x.path)

    def _constant(self, x, call: Call) -> str:
        if callable(x):
            return self._named(x, x.__name__, thing=x)
        number = uniform(x) if call.entry_by_entry else x
        if number is None or isinstance(number, np.ndarray):
            wanted = self._wanted.get(id(x), "ones" if uniform(x) == 1 else "constant")
            return self._named(id(x), wanted, thing=x)
        # A plain number has no dtype of its own: beside float64 it makes no difference.
        others = {getattr(plain(other), "dtype", None) for other in call.operands if other is not x}
        text = repr(number.item() if isinstance(number, np.generic) else number)
        if type(number) in (int, float) or call.entry_by_entry and others == {FLOAT64}:
            if len(text) <= LONGEST_LITERAL and np.isfinite(number):
                return text.removesuffix(".0") if number else text
        wanted = "lowest" if number == LOWEST else self._wanted.get(id(x), "constant")
        return self._named((type(number), text), wanted, thing=number)

    def _lines(self, calls: list[Call]) -> list[str]:
        lines, former = [], None
        for (part, node), group in groupby(calls, attrgetter("title")):
            group = [*map(self._line, group)]
            lines += ["", f"# {part}"] if part != former else []
            if node is not None and len(group) > 1:
                inputs = ", ".join(node.name for node in node.input_nodes)
                lines.append(f"# {node.name} = {type(node).__name__}({inputs})")
            lines += group
            former = part
        return [_ascii(line) for line in lines[1:]] or ["# forward"]

    def _line(self, call: Call) -> str:
        text = call.text.format(*[self._operand(x, call) for x in call.operands])
        if call.others:
            out = "".join(f"{self._root(value)}, " for value in call.out)
            return f"{out}= {text}" if out else text
        if call.quiet:
            function, _, inside = text.partition("(")
            quiet = f"np.errstate({call.quiet})({function})"
            text = f"{self._named(quiet, function.removeprefix('np.'), quiet)}({inside}"
        out = self._root(call.out)
        if call.out not in self._places:
            return f"{out} = {text}"
        takes_out = call.takes_out and call.text[-1] == ")"
        return f"{text[:-1]}, out={out})" if takes_out else f"np.copyto({out}, {text})"

    def _handed_out(self, node) -> str:
        if isinstance(node, TrainingStep):
            return "None"
        x = self._recording.value_of(node)
        if not isinstance(x, Recorded):
            return f"{self._named(id(x), node.name, thing=np.array(x))}.copy()[()]"
        number = "" if np.ndim(x.array) else "[()]"
        made_here = number and isinstance(x.array, np.generic)
        return self._root(x.value) + x.path + ("" if made_here else f".copy(){number}")


def _ascii(line: str) -> str:
    return re.sub(r"[^ -~]", "?", line)[:LONGEST_LINE] if line.startswith("# ") else line
