"""The plain engine, run once on recording arrays: forward, backward, update.

An operation of the library is computed as it stands in operations.py and gradients.py. Whatever
others wrote is not run here: its place in the program is a call.
"""

from __future__ import annotations

import numpy as np

from dlfs import gradients as table
from dlfs import operations
from dlfs.backpropagation import backpropagate, backward_route
from dlfs.gradients import gradient_function_of
from dlfs.graph import Operation, TrainingStep, Variable, constant, placeholder
from dlfs.compiled.recording import Call, NotRecordable, Recorded, Tape, Value
from dlfs.train import GradientDescentOptimizer, MinimizeStep

MOST_OPERATIONS = 20_000


class Recording:
    """A run of `fetches`, written down at the values of the latest plain run.

    `calls` are its lines, `values` the recorded value of each node, `steps` the training steps.
    `updated`: the new value of each variable. `own`: operations, gradients and optimizers that are
    called as they are. `kinds`: what is looked up in the table of gradients.
    """

    def __init__(self, fetches, order) -> None:
        self.order = order
        self.steps = [node for node in dict.fromkeys(fetches) if isinstance(node, TrainingStep)]
        if sum(isinstance(node, Operation) for node in order) > MOST_OPERATIONS:
            raise NotRecordable(f"it has more than {MOST_OPERATIONS:,} operations")
        for step in self.steps:
            if type(step) is not MinimizeStep or {"find_gradients", "update"} & vars(step).keys():
                raise NotRecordable(f"{step.name} is a training step of another kind")
            backpropagate(step.loss, [], ())  # refuses a loss that is no single number
        routes = [backward_route(step.loss, step.variables) for step in self.steps]
        needed = {op for operations, _ in routes for op in operations}
        self.kinds = list(dict.fromkeys(type(op) for op in needed))
        self.as_they_are = {op for op in order if isinstance(op, Operation) and not _is_ours(
            op, op in needed)}
        while not self._played(routes):
            pass

    def _played(self, routes) -> bool:
        """Record everything; False where an operation turned out to be one that is called."""
        self.values: dict = {}
        self.updated: dict[Variable, Recorded] = {}
        self.rates: dict = {}
        self.calls_others = bool(self.as_they_are)
        kept = [(op, dict(vars(op))) for op in self.order if isinstance(op, Operation)]
        try:
            with Tape() as self.tape:
                for node in self.order:
                    self._visit(node)
                tables = [self._backward(step, *r) for step, r in zip(self.steps, routes)]
                self._update(tables)
                return True
        except _CalledAsItIs as found:
            import traceback; traceback.print_exception(found)
            self.as_they_are.add(found.operation)
            return False
        finally:
            for op, attributes in kept:
                vars(op).clear()
                vars(op).update(attributes)

    @property
    def calls(self) -> list[Call]:
        return self.tape.calls

    def _new(self, array, label: str, role: str) -> Recorded:
        return Recorded(self.tape, Value(array, label, role))

    def value_of(self, node):
        """The recorded value of a node; that of a constant is no recorded one."""
        return self.values[node] if node in self.values else node.output

    # ------------------------------------------------------------ forward

    def _visit(self, node) -> None:
        if isinstance(node, placeholder):
            self.values[node] = self._new(node.output, node.name, "fed")
        elif isinstance(node, Variable):
            self.values[node] = self._new(node.output, node.name, "variable")
        elif node in self.as_they_are:
            self.tape.title = "forward", node
            self.values[node] = self._called("compute", node, self._inputs(node), [node])[0]
        elif isinstance(node, Operation):
            self.tape.title = "forward", node
            expected, inputs = node.output, self._inputs(node)
            try:
                value = node.compute(*inputs)
            except Exception as error:
                raise _CalledAsItIs(node) from error
            if not _same(value, expected):
                raise _CalledAsItIs(node)
            _set(node, inputs=inputs, output=value)
            self.values[node] = _labelled(value, node.name)

    def _inputs(self, op) -> list:
        return [self.value_of(node) for node in op.input_nodes]

    def _called(self, what: str, op, operands, nodes) -> list[Recorded]:
        label = "{}" if what == "compute" else "d_{}"
        values = [Value(n.output, label.format(n.name), "called") for n in nodes]
        values = [] if what == "update" else values
        self.calls.append(Call(what, "call", [op, nodes, *operands], {}, values,
                               title=self.tape.title))
        return [Recorded(self.tape, value) for value in values]

    # ------------------------------------------------------------ backward

    def _backward(self, step, route, needed) -> dict:
        loss = step.loss
        gradients = {loss: _plain(self.value_of(loss)).dtype.type(1)}
        for op in route:
            if op not in gradients:
                continue
            self.tape.title = "backward", step
            G = gradients[op]
            for node, gradient in self._gradients_of(op, G, needed):
                former = gradients.get(node)
                gradient = gradient if former is None else former + gradient
                gradients[node] = _labelled(gradient, f"d_{node.name}")
        return {W: gradients[W] for W in step.variables if W in gradients}

    def _gradients_of(self, op, G, needed):
        wanted = [node for node in dict.fromkeys(op.input_nodes) if node in needed]
        if op in self.as_they_are:
            operands = [G, self.values[op], *self._inputs(op)]
            return zip(wanted, self._called("gradients", op, operands, wanted))
        try:
            found = gradient_function_of(op)(op, G)
            found = found if isinstance(found, (list, tuple)) else [found]
            return [
                (node, _fitted(g() if callable(g) else g, np.asarray(_plain(self.values[node]))))
                for node, g in zip(op.input_nodes, found, strict=True) if node in needed
            ]
        except Exception as error:
            raise _CalledAsItIs(op) from error

    # ------------------------------------------------------------ update

    def _update(self, tables) -> None:
        optimizers = [step.optimizer for step in self.steps]
        self.calls_others |= not all(map(is_plain_descent, optimizers))
        for step, gradients in zip(self.steps, tables):
            self.tape.title = "update", step
            if self.calls_others:
                self._called("update", step, gradients.values(), list(gradients))
                continue
            if step.optimizer not in self.rates:
                self.rates[step.optimizer] = self._new(1.0, "learning_rate", "rate")
            for W, G in gradients.items():
                value = self.updated.get(W, self.values[W])
                # Here as in train.py: one product, one difference.
                new = self.updated[W] = value - G * self.rates[step.optimizer]
                new.value.label = f"new_{W.name}"


class _CalledAsItIs(Exception):
    """An operation that cannot be recorded."""

    def __init__(self, operation) -> None:
        self.operation = operation


def _is_ours(op, needed: bool) -> bool:
    """Whether its code, and that of its gradient if needed, is the library's own."""
    function = gradient_function_of(op)
    return _defined_in(operations, op.compute) and (not needed or _defined_in(table, function))


def _defined_in(module, function) -> bool:
    function = getattr(function, "__func__", function)
    return getattr(function, "__globals__", None) is vars(module)


def is_plain_descent(optimizer) -> bool:
    """Whether it updates as train.py does."""
    if type(optimizer) is not GradientDescentOptimizer or "update" in vars(optimizer):
        return False
    return GradientDescentOptimizer.update.__module__ == "dlfs.train"


def _set(node, **attributes) -> None:
    vars(node).update(attributes)


def _plain(value):
    return value.array if isinstance(value, Recorded) else value


def _labelled(value, label: str):
    if isinstance(value, Recorded) and not value.value.named and not value.path:
        value.value.label, value.value.named = label, True
    return value


def _same(value, expected) -> bool:
    value, expected = np.asarray(_plain(value)), np.asarray(expected)
    if value.shape != expected.shape or value.dtype != expected.dtype:
        return False
    return np.array_equal(value, expected) or np.allclose(value, expected, 1e-6, equal_nan=True)


def _fitted(gradient, output):
    if np.shape(_plain(gradient)) != output.shape:
        raise NotRecordable("a gradient has another shape than its node")
    if not hasattr(gradient, "dtype"):
        return np.asarray(gradient, output.dtype)
    return gradient if gradient.dtype == output.dtype else gradient.astype(output.dtype)
