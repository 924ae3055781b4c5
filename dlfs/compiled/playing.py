"""The plain engine, run once on recording arrays: forward, backward, update.

An operation of the library is computed as it stands in operations.py and gradients.py. Whatever
others wrote is not run here: its place in the program is a call.
"""

from __future__ import annotations

import numpy as np

from dlfs import gradients as table
from dlfs import operations
from dlfs.backpropagation import backpropagate, backward_route
from dlfs.compiled.recording import Call, NotRecordable, Recorded, Tape, Value, plain
from dlfs.compiled.recording import recording_warnings
from dlfs.gradients import _gradient_registry, gradient_function_of
from dlfs.graph import Operation, TrainingStep, Variable, placeholder
from dlfs.train import GradientDescentOptimizer, MinimizeStep

MOST_OPERATIONS = 20_000
DESCENT = GradientDescentOptimizer.update


class Recording:
    """A run of `fetches`, written down at the values of the latest plain run.

    `values`: the recorded value of each node; `updated`: the new value of each variable; `rates`:
    the learning rate of each optimizer. `others`: operations that are called as they are.
    `absent`: the pairs of an operation and an input to which its gradient function gives None.
    """

    def __init__(self, fetches, order, absent=()) -> None:
        self.steps = [node for node in dict.fromkeys(fetches) if isinstance(node, TrainingStep)]
        self.order, self._absent = order, absent
        if len(order) > MOST_OPERATIONS:
            raise NotRecordable(f"it has more than {MOST_OPERATIONS:,} operations")
        for step in self.steps:
            if type(step) is not MinimizeStep or {"find_gradients", "update"} & vars(step).keys():
                raise NotRecordable(f"{step.name} is a training step of another kind")
            backpropagate(step.loss, [], ())  # refuses a loss that is no single number
        routes = [backward_route(step.loss, step.variables) for step in self.steps]
        trained = {op for route, _ in routes for op in route}
        operations = [op for op in order if isinstance(op, Operation)]
        self.others = {op for op in operations if not _is_ours(op, op in trained)}
        self.kinds = [kind for kind in {type(op) for op in trained} if kind in _gradient_registry]
        kept = [(op, dict(vars(op))) for op in operations]
        self.settings = [
            (vars(op), name, value) for op, attributes in kept for name, value in attributes.items()
            if name[0] != "_" and type(value) in (type(None), bool, int, float, tuple)
            and name not in ("input_nodes", "output")
        ]
        while True:
            try:
                with recording_warnings():
                    return self._play(routes)
            except _CalledAsItIs as found:
                self.others.add(found.args[0])
            finally:
                for op, attributes in kept:
                    vars(op).clear()
                    vars(op).update(attributes)

    def _play(self, routes) -> None:
        self.tape, self.values, self.updated, self.rates = Tape(), {}, {}, {}
        for node in self.order:
            self._visit(node)
        tables = [self._backward(step, *route) for step, route in zip(self.steps, routes)]
        self.calls_others = bool(self.others) or not all(
            is_plain_descent(step.optimizer) for step in self.steps
        )
        for step, gradients in zip(self.steps, tables):
            self.tape.title = "update", step
            self._update(step, gradients)

    def value_of(self, node):
        """The recorded value of a node; that of a constant is an array or a number."""
        return self.values.get(node, node.output)

    def _visit(self, node) -> None:
        self.tape.title = "forward", node
        if isinstance(node, Operation):
            inputs = [self.value_of(input_node) for input_node in node.input_nodes]
            if node in self.others:
                value, = self._call("compute", node, inputs, [node])
            else:
                value = _recorded(node, lambda: node.compute(*inputs))
                if not _same(plain(value), node.output):
                    raise _CalledAsItIs(node)
            vars(node).update(inputs=inputs)
            self.values[node] = _named(value, node.name)
        elif isinstance(node, (placeholder, Variable)):
            role = "fed" if isinstance(node, placeholder) else "variable"
            self.values[node] = Recorded(self.tape, Value(node.output, node.name, role))

    def _call(self, what: str, node, operands, nodes) -> list[Recorded]:
        """A call of what others wrote, that gives a value like the output of each of `nodes`."""
        label = "{}" if what == "compute" else "d_{}"
        values = [Value(plain(n.output), label.format(n.name), "called") for n in nodes]
        out = [] if what == "update" else values
        self.tape.calls.append(
            Call("", list(operands), out, self.tape.title, others=(what, node, nodes))
        )
        return [Recorded(self.tape, value) for value in out]

    def _backward(self, step, route, needed) -> dict:
        gradients = {step.loss: plain(self.value_of(step.loss)).dtype.type(1)}
        self.tape.title = "backward", step
        for op in route:
            for node, gradient in self._input_gradients(op, gradients.get(op), needed):
                if node in gradients:
                    gradient = gradients[node] + gradient
                gradients[node] = _named(gradient, f"d_{node.name}")
        return {W: gradients[W] for W in step.variables if W in gradients}

    def _input_gradients(self, op, G, needed):
        wanted = [n for n in op.input_nodes if n in needed and (op, n) not in self._absent]
        if G is None or not wanted:
            return []
        if op in self.others:
            wanted = list(dict.fromkeys(wanted))
            operands = [G, self.values[op], *op.inputs]
            return zip(wanted, self._call("gradients", op, operands, wanted))
        vars(op).update(output=self.values[op])
        return _recorded(op, lambda: self._fitted(op, gradient_function_of(op)(op, G), needed))

    def _fitted(self, op, found, needed) -> list:
        found = found if isinstance(found, (list, tuple)) else [found]
        pairs = [pair for pair in zip(op.input_nodes, found, strict=True) if pair[0] in needed]
        gradients = [(node, G() if callable(G) else G) for node, G in pairs]
        dtypes = [plain(self.value_of(node)).dtype for node, _ in pairs]
        if any(G.shape != np.shape(plain(self.value_of(node))) for node, G in gradients):
            raise NotRecordable("a gradient has another shape than its node")
        return [(n, G if G.dtype == to else G.astype(to)) for (n, G), to in zip(gradients, dtypes)]

    def _update(self, step, gradients) -> None:
        if self.calls_others:
            self._call("update", step, gradients.values(), list(gradients))
            return
        rate = self.rates.setdefault(
            step.optimizer, Recorded(self.tape, Value(1.0, "learning_rate", "rate"))
        )
        for W, G in gradients.items():
            # Here as in train.py: one product, one difference.
            new = self.updated[W] = self.updated.get(W, self.values[W]) - G * rate
            new.value.label = f"new_{W.name}"


class _CalledAsItIs(Exception):
    """An operation that cannot be recorded, its argument."""


def _recorded(op, function):
    try:
        return function()
    except Exception as error:
        raise _CalledAsItIs(op) from error


def _is_ours(op, trained: bool) -> bool:
    """Whether its code, and that of its gradient if it is trained, is the library's own."""
    pairs = [(op.compute, operations), (gradient_function_of(op), table)][: 1 + trained]
    return all(
        getattr(getattr(function, "__func__", function), "__globals__", None) is vars(module)
        for function, module in pairs
    )


def is_plain_descent(optimizer) -> bool:
    """Whether it updates as train.py does."""
    kind = type(optimizer)
    return kind is GradientDescentOptimizer and kind.update is DESCENT and (
        "update" not in vars(optimizer)
    )


def _named(x, name: str):
    if isinstance(x, Recorded) and not x.value.named:
        x.value.label, x.value.named = name, True
    return x


def _same(value, expected) -> bool:
    if np.shape(value) != np.shape(expected) or value.dtype != expected.dtype:
        return False
    return np.array_equal(value, expected) or np.allclose(value, expected, 1e-6, equal_nan=True)
