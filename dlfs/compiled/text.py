"""The text of a program: forward, backward, update, in this order, with the learner's names.

Each array has the name of its node, its gradient the same name after `d_`. An operation without a
rule in emission.py, a learner's own above all, is called as it is.
"""

from __future__ import annotations

from collections import Counter
from functools import partial

import numpy as np

from dlfs.backpropagation import backpropagate, backward_route
from dlfs.compiled.emission import (
    has_backward_rule,
    has_forward_rule,
    write_backward,
    write_forward,
    writes_over,
)
from dlfs.graph import Node, Operation, TrainingStep, Variable, constant, placeholder
from dlfs.compiled.page import Page, Place, Value, number
from dlfs.compiled.calls import NotWritable, computed, input_gradients, updated
from dlfs.train import GradientDescentOptimizer, MinimizeStep

MOST_OPERATIONS = 20_000


class ProgramText:
    """The program of a fetch list, written for the shapes of the latest forward pass.

    `source` is the text, `parameters` the placeholders that its function takes, `rates` the names
    of the learning rates that come after them. `variables` and `arrays` are the names of
    the variables' arrays and of the operations' values. `calls`: it calls what has no rule.
    `changed`: for the variables that it trains, the name of the other one of two arrays that take
    turns: it has their values before the step.
    """

    def __init__(self, fetches, order: list[Node]) -> None:
        self.page = Page()
        self.values: dict[Node, Value] = {}
        self.arrays: dict[Node, str] = {}
        self.variables: dict[Variable, str] = {}
        self.changed: dict[Variable, str] = {}
        self.parameters: list[placeholder] = []
        self.kinds: dict[type, None] = {}
        self.calls = False
        steps = [node for node in dict.fromkeys(fetches) if isinstance(node, TrainingStep)]
        if len(order) > MOST_OPERATIONS or any(type(step) is not MinimizeStep for step in steps):
            raise NotWritable
        self.optimizers = list(dict.fromkeys(step.optimizer for step in steps))
        self.rates = {optimizer: self.page.name("learning_rate") for optimizer in self.optimizers}
        self.written_over = self._written_over(fetches, order, steps)
        self._write_forward(order)
        gradients = [self._write_backward(step.loss, step.variables, steps[1:]) for step in steps]
        before = self._handed_out(fetches, steps)
        self._write_updates(steps, gradients)
        self.source = self._whole(before)

    def _title(self, title: str) -> None:
        self.page.lines += ["", f"# {title}"] if self.page.lines else [f"# {title}"]

    # ------------------------------------------------------------ forward

    def _written_over(self, fetches, order: list[Node], steps) -> dict[Node, Operation]:
        """The operations whose array their only consumer takes over, as one would by hand."""
        operations = [node for node in order if isinstance(node, Operation)]
        uses = Counter(node for op in operations for node in op.input_nodes)
        uses.update(fetches)
        uses.update(step.loss for step in steps)
        needed = {node for step in steps for node in backward_route(step.loss, step.variables)[1]}
        taken: dict[Node, Operation] = {}
        for op in operations:
            for index, node in enumerate(op.input_nodes):
                free = isinstance(node, Operation) and node.output.shape and uses[node] == 1
                if free and op not in taken.values() and writes_over(op, index, needed):
                    taken[node] = op
        return taken

    def _last_in_its_array(self, op: Operation) -> Operation:
        while op in self.written_over:
            op = self.written_over[op]
        return op

    def _write_forward(self, order: list[Node]) -> None:
        self._title("forward")
        for node in order:
            if isinstance(node, placeholder):
                self.parameters.append(node)
                self._name(node)
            elif isinstance(node, Variable):
                self.variables[node] = self._name(node)
            elif isinstance(node, Operation):
                self._write_operation(node)

    def _name(self, node: Node) -> str:
        name = self.page.name(node.name)
        self.values[node] = Value(name, np.shape(node.output))
        return name

    def _inputs(self, op: Operation) -> list[Value]:
        for node in op.input_nodes:
            if node not in self.values:
                name = self.page.bind(node.name, node.output)
                self.values[node] = Value(name, np.shape(node.output))
        return [self.values[node] for node in op.input_nodes]

    def _write_operation(self, op: Operation) -> None:
        inputs, shape = self._inputs(op), op.output.shape
        self.page.next_operation(op.output.dtype)
        if not has_forward_rule(op):
            self.values[op] = self._call_compute(op, inputs)
            return
        first, name = len(self.page.lines), self._last_in_its_array(op).name
        free = [self.values[node].text for node in op.input_nodes if node in self.written_over]
        place = Place(self.page, name, shape, free=free[0] if free else "")
        value = self.values[op] = write_forward(place, op, inputs)
        if shape and op not in self.written_over:
            self.arrays[op] = value.text
        if len(self.page.lines) > first + 1:
            texts = ", ".join(i.text for i in inputs)
            self.page.lines.insert(first, f"# {value.text} = {type(op).__name__}({texts})")

    def _call_compute(self, op: Operation, inputs: list[Value]) -> Value:
        self.calls, shape, dtype = True, op.output.shape, op.output.dtype
        function = self.page.bind(f"compute_{op.name}", partial(computed, op, shape, dtype))
        name = self.page.name(op.name)
        self.page.write(f"{name} = {function}({', '.join(i.text for i in inputs)})")
        return Value(name, shape)

    # ------------------------------------------------------------ backward

    def _write_backward(self, loss: Node, variables, several) -> dict[Node, Value]:
        self._title(f"backward from {self.values[loss].text}" if several else "backward")
        operations, needed = backward_route(loss, variables)
        gradients = {loss: number(1)}
        backpropagate(loss, [], needed)  # refuses a loss that is no single number
        for op in operations:
            self.kinds[type(op)] = None
            self.page.next_operation(op.output.dtype)
            wanted = [i for i, node in enumerate(op.input_nodes) if node in needed]
            if all(has_backward_rule(op, i) for i in wanted):
                for i in wanted:
                    self._write_gradient(op, i, gradients, len(wanted) == 1)
            else:
                self._call_gradients(op, needed, gradients)
        return {variable: gradients[variable] for variable in variables}

    def _write_gradient(self, op: Operation, index: int, gradients, alone: bool) -> None:
        node, G, y = op.input_nodes[index], gradients[op], self.values[op]
        first = gradients.get(node) is None
        place = Place(self.page, f"d_{node.name}", self.values[node].shape, for_good=first)
        if first and alone and G.own and G.shape == place.shape:
            place.free = G.text
        new = write_backward(place, op, index, G, y, self._inputs(op))
        gradients[node] = new if first else self._added(node, gradients[node], new)

    def _added(self, node: Node, former: Value, new: Value) -> Value:
        place = Place(self.page, f"d_{node.name}", self.values[node].shape)
        if former.own:
            place.array, place.written = former.text, {former.text}
        elif place.shape and (former.shape or new.shape):
            # The sum is whole, even if both parts are to be repeated.
            out = place.out(place.shape)
            self.page.write(f"np.add({former.text}, {new.text}, out={out})")
            return place.value(out, place.shape)
        return place.formula("a + b", a=former, b=new)

    def _call_gradients(self, op: Operation, needed, gradients) -> None:
        self.calls = True
        wanted = [node for node in dict.fromkeys(op.input_nodes) if node in needed]
        function = self.page.bind(f"gradients_of_{op.name}", partial(input_gradients, op, wanted))
        names = [self.page.name(f"d_{node.name}") for node in wanted]
        values = [gradients[op], self.values[op], *self._inputs(op)]
        self.page.write(f"{', '.join(names)}, = {function}({', '.join(v.text for v in values)})")
        for node, name in zip(wanted, names):
            new = Value(name, self.values[node].shape)
            former, self.page.dtype = gradients.get(node), node.output.dtype
            gradients[node] = new if former is None else self._added(node, former, new)

    # ------------------------------------------------------------ handing out, update

    def _handed_out(self, fetches, steps) -> str:
        trained = {variable for step in steps for variable in step.variables}
        texts = []
        for node in fetches:
            text = self._copied(node)
            if node in trained:
                name = self.page.name(f"{node.name}_before")
                self.page.write(f"{name} = {text}")
                text = name
            texts.append(text)
        return ", ".join(texts)

    def _copied(self, node: Node) -> str:
        if isinstance(node, TrainingStep):
            return "None"
        if isinstance(node, constant) and node not in self.values:
            name = self.page.bind(node.name, node.output)
            self.values[node] = Value(name, np.shape(node.output))
        value = self.values[node]
        if value.shape:
            return f"{value.text}.copy()"
        has_rule = isinstance(node, Operation) and has_forward_rule(node)
        return value.text if has_rule else f"np.array({value.text})[()]"

    def _write_updates(self, steps, gradients) -> None:
        if not steps:
            return
        self._title("update")
        if self.calls or not all(_is_plain_descent(step.optimizer) for step in steps):
            self.rates = {}
            for step, table in zip(steps, gradients):
                self._call_update(step, table)
            return
        new: dict[Variable, str] = {}
        for step, table in zip(steps, gradients):
            for variable, G in table.items():
                W = new.get(variable, self.variables[variable])
                new[variable] = self._write_update(variable, W, G, self.rates[step.optimizer])
        # Nothing is changed before all new values are there: an error on the way leaves no half.
        for variable, value in new.items():
            self.changed[variable] = value
            W = self.variables[variable]
            self.page.write(f"{W}, {value} = {value}, {W}")

    def _write_update(self, variable: Variable, W: str, G: Value, rate: str) -> str:
        self.page.dtype = variable.output.dtype
        shape = variable.output.shape
        out = G.text if G.own else self.page.array(f"d_{variable.name}", shape)
        self.page.write(f"np.multiply({G.text}, {rate}, out={out})")
        self.page.write(f"np.subtract({W}, {out}, out={out})")
        return out

    def _call_update(self, step: MinimizeStep, table) -> None:
        self.calls = True
        function = self.page.bind("update", partial(updated, step.optimizer, list(table)))
        self.page.write(f"{function}({', '.join(G.text for G in table.values())})")

    # ------------------------------------------------------------ the whole

    def _whole(self, handed_out: str) -> str:
        parameters = [self.values[node].text for node in self.parameters]
        lines = [
            "import numpy as np",
            "",
            *self._about_variables(),
            *self.page.arrays,
            "",
            "",
            f"def run({', '.join([*parameters, *self.rates.values()])}):",
            *(f"    {line}".rstrip() for line in [*self._exchanged(), *self.page.lines]),
            f"    return [{handed_out}]",
        ]
        return "\n".join(lines) + "\n"

    def _exchanged(self) -> list[str]:
        names = [self.variables[W] for W in self.changed]
        return [f"global {', '.join([*names, *self.changed.values()])}"] if names else []

    def _about_variables(self) -> list[str]:
        return [
            f"# {name}: the array of a Variable, shape {self.values[node].shape}"
            for node, name in self.variables.items()
        ]


def _is_plain_descent(optimizer) -> bool:
    if type(optimizer) is not GradientDescentOptimizer or "update" in vars(optimizer):
        return False
    return GradientDescentOptimizer.update.__module__ == "dlfs.train"
