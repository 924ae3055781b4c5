"""The plain engine, run once on recording arrays: forward, backward, update.

An operation of the library is computed as it stands in operations.py and gradients.py. Whatever
others wrote, and what cannot be recorded, is not run here: its place in the program is a call.
"""

from __future__ import annotations

from contextlib import suppress

import numpy as np

from dlfs.backpropagation import backpropagate, backward_route
from dlfs.compiled.calls import called, compute, gradients_of, update
from dlfs.compiled.recording import Call, NotRecordable, Recorded, Tape, Value
from dlfs.compiled.recording import kind_of, plain, recording_warnings
from dlfs.gradients import _gradient_registry, gradient_function_of
from dlfs.graph import Operation, TrainingStep, Variable, placeholder
from dlfs.places import is_ours
from dlfs.train import MinimizeStep
from dlfs.turns import values_put_back

MOST_OPERATIONS = 20_000
SETTINGS = (type(None), bool, int, float, tuple)


class Recording:
    """A run of `fetches`, written down at the values of the latest plain run.

    `values`: the recorded value of each node; `updated`: the new value of each variable; `rates`:
    the settings of each optimizer. What an optimizer remembers is among the variables. `rests_on`:
    where a setting, a gradient, an optimizer is looked up, and what was found. `calls_others`:
    whether what others wrote is called.
    `absent`: for an operation the inputs for which its gradient function gives None.
    """

    def __init__(self, fetches, order, absent) -> None:
        self.steps = [node for node in dict.fromkeys(fetches) if isinstance(node, TrainingStep)]
        self.fed = [node for node in order if isinstance(node, placeholder)]
        self.variables = [node for node in order if isinstance(node, Variable)]
        self.operations = [node for node in order if isinstance(node, Operation)]
        self.absent, self.tape = absent, Tape()
        self.values, self.updated, self.rates, self.rests_on = {}, {}, {}, {}
        if len(order) > MOST_OPERATIONS:
            raise NotRecordable(f"it has more than {MOST_OPERATIONS:,} operations")
        for step in self.steps:
            if type(step) is not MinimizeStep or {"find_gradients", "update"} & vars(step).keys():
                raise NotRecordable(f"{step.name} is a training step of another kind")
            backpropagate(step.loss, [])  # refuses a loss that is no single number
        routes = [backward_route(step.loss, step.variables) for step in self.steps]
        self._trained = {op for route in routes for op, _ in route}
        self._others: set[Operation] = set()
        with values_put_back(self.operations), recording_warnings():
            self._play(routes)

    def _play(self, routes) -> None:
        for node in self.fed + self.variables:
            self.values[node] = Recorded(self.tape, Value(node.output, node.name, True))
        for op in self.operations:
            self._visit(op)
        tables = [self._backward(step, route) for step, route in zip(self.steps, routes)]
        # A list, so that what each optimizer rests on is noted.
        self.calls_others = bool(self._others) or not all([*map(self._descends, self.steps)])
        self.tape.title = "update", None
        for step, gradients in zip(self.steps, tables):
            self._update(step, gradients)

    def value_of(self, node):
        """The recorded value of a node; that of a constant is an array or a number."""
        return self.values.get(node, node.output)

    def _visit(self, op) -> None:
        self.tape.title = "forward", op
        inputs = [self.value_of(node) for node in op.input_nodes]
        value = self._computed(op, inputs)
        vars(op).update(inputs=inputs, output=value)
        self.values[op] = _named(value, op.name)

    def _computed(self, op, inputs):
        if op in self._trained:
            self._rest_on(_gradient_registry, type(op))
        if is_ours(op.compute) and (op not in self._trained or is_ours(gradient_function_of(op))):
            for name, setting in vars(op).items():
                if type(setting) in SETTINGS and name[0] != "_" and name != "input_nodes":
                    self._rest_on(vars(op), name)
            with suppress(Exception):  # it depends on the numbers; no result needs what is recorded
                value = op.compute(*inputs)
                if _same(plain(value), op.output):
                    return value
        self._others.add(op)
        return self._call(compute, op, inputs, [op])[0]

    def _rest_on(self, owner, name) -> None:
        self.rests_on[owner.get, name] = owner.get(name)

    def _call(self, function, node, operands, like, *settings) -> list[Recorded]:
        """A call of what others wrote. It gives a value like that of each of the nodes `like`."""
        arrays = [plain(self.value_of(n)) for n in like]
        operands = [called(function, node, arrays, *settings), *operands]
        text = f"{{}}({', '.join(['{}'] * len(operands[1:]))})"
        label = "{}" if function is compute else "d_{}"
        out = [Value(array, label.format(n.name), True) for array, n in zip(arrays, like)]
        self.tape.calls.append(Call(text, operands, out, self.tape.title, others=True))
        return [Recorded(self.tape, value) for value in out]

    def _backward(self, step, route) -> dict:
        gradients = {step.loss: plain(self.value_of(step.loss)).dtype.type(1)}
        several = f" from {step.loss.name}" if len(self.steps) > 1 else ""
        self.tape.title = f"backward{several}", None
        for op, inputs in route:
            if op in gradients:
                for node, G in self._input_gradients(op, inputs, gradients[op]):
                    G = gradients[node] + G if node in gradients else G
                    gradients[node] = _named(G, f"d_{node.name}")
        return {W: gradients[W] for W in step.variables if W in gradients}

    def _input_gradients(self, op, inputs, G):
        if op in self._others:
            inputs = dict.fromkeys(node for node in inputs if node is not None)
            absent = self.absent.get(op, set()) & inputs.keys()
            wanted = [node for node in inputs if node not in absent]
            yield from zip(wanted, self._call(gradients_of, op, [G], wanted, wanted, absent))
            return
        found = gradient_function_of(op)(op, G)
        for node, G in zip(inputs, found if isinstance(found, tuple) else [found]):
            if node is not None:
                G, dtype = G() if callable(G) else G, plain(self.value_of(node)).dtype
                yield node, G if G.dtype == dtype else G.astype(dtype)

    def _descends(self, step) -> bool:
        """Whether its optimizer is the library's, and `moved` says what its update does."""
        kind = type(step.optimizer)
        self._rest_on(vars(step), "optimizer")
        self._rest_on(vars(step.optimizer), "update")
        self._rest_on(vars(kind), "update")
        self._rest_on(vars(kind), "moved")
        return is_ours(kind) and is_ours(step.optimizer.update) and _has_a_formula(kind)

    def _update(self, step, gradients) -> None:
        if self.calls_others:
            self._call(update, step, gradients.values(), [], list(gradients))
            return
        optimizer = step.optimizer
        settings = self.rates.setdefault(optimizer, [
            Recorded(self.tape, Value(setting, name))
            for setting, name in zip(optimizer.checked_settings(), optimizer.settings)
        ])  # fmt: skip
        for W, G in gradients.items():
            kept = [W, *self._memories(optimizer, W)]
            now, *memories = [self.updated.get(node, self.values[node]) for node in kept]
            for node, new in zip(kept, optimizer.moved(now, G, settings, *memories)):
                self.updated[node] = new
                new.value.label = f"new_{node.name}"

    def _memories(self, optimizer, W) -> list:
        memories = optimizer.memories_of(W)
        for memory in memories:
            if memory not in self.values:
                self.variables.append(memory)
                self.values[memory] = Recorded(self.tape, Value(memory._value, memory.name, True))
        return memories


def _has_a_formula(kind) -> bool:
    written = next(k for k in kind.__mro__ if {"update", "moved"} & vars(k).keys())
    return "moved" in vars(written)


def _named(x, name: str):
    if isinstance(x, Recorded) and not x.value.named:
        x.value.label, x.value.named = name, True
    return x


def _same(value, expected) -> bool:
    like = kind_of(value) == kind_of(expected)
    return like and np.allclose(value, expected, 1e-6, equal_nan=True)
