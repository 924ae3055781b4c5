"""Backpropagation: from the loss back to every node that it depends on.

It starts at the loss with the gradient 1 and visits every operation after all of its consumers. A
node adds up what it hears from them, so that each operation is visited once, however many paths
lead through it.
"""

from __future__ import annotations

import numpy as np

from dlfs.arguments import fitting
from dlfs.errors import GradientError, brief, explain, first_line
from dlfs.gradients import gradient_function_of
from dlfs.graph import (
    ARRAYS,
    FLOATS,
    Node,
    Operation,
    TrainingStep,
    as_value,
    describe,
    order_of,
    refuse_unfinished,
)
from dlfs.forward import forward
from dlfs.turns import alone

class GradientTable(dict):
    """A table from node to gradient, that says in words which node is not in it."""

    def __missing__(self, node):
        raise _refusal(
            f"the table has no gradient for {brief(node)}.",
            "ask for a node that the loss depends on, by the node itself and not by its name; with "
            "nodes=[...] the table holds these only",
        )


@fitting
def compute_gradients(loss: Node, feed_dict=None, nodes=None) -> dict[Node, np.ndarray]:
    """The gradient of `loss` with respect to each of `nodes`: a table from node to gradient.

    Runs the graph forward on `feed_dict` first. `nodes=None`: every node that the loss depends on.
    A gradient has the shape and dtype of its node. The loss has shape (). Raises a DlfsError for
    a node that the loss does not depend on, and for an operation without a gradient.
    """
    order = order_of(checked_loss(loss))
    wanted = order if nodes is None else checked_wanted(nodes, loss)
    return alone(loss.graph, order, _gradients_of_run, loss, feed_dict, wanted)


def _gradients_of_run(loss: Node, feed_dict, wanted) -> dict[Node, np.ndarray]:
    forward(order_of(loss), feed_dict)
    gradients = backpropagate(loss, backward_route(loss, wanted), set(wanted))
    return GradientTable({node: handed_out(gradients, node) for node in wanted})


def backward_route(loss: Node, wanted) -> list[tuple[Operation, tuple]]:
    """The operations between `wanted` and the loss in reverse topological order. Beside each one
    its inputs, with None for an input whose gradient nobody needs on the way to `wanted`.

    Kept until others are wanted.
    """
    if loss._latest_route is None or loss._latest_route[0] != wanted:
        loss._latest_route = wanted, _found_route(loss, wanted)
    return loss._latest_route[1]


def _found_route(loss: Node, wanted) -> list[tuple[Operation, tuple]]:
    needed = set(wanted)
    route = []
    for node in order_of(loss):
        if not needed.isdisjoint(node.input_nodes):
            needed.add(node)
            route.append((node, tuple(n if n in needed else None for n in node.input_nodes)))
    return route[::-1]


def backpropagate(loss: Node, route, kept=frozenset(), G=None) -> dict[Node, np.ndarray]:
    """The gradient of the loss for the nodes where the route ends, at the values of the latest run.

    Those of operations are let go as soon as they have been used, except for the set `kept`. It
    starts with `G`, 1 if None.

    In reverse topological order all consumers of an operation come before it. So its own gradient
    is complete when it is its turn, and each gradient function is called once.
    """
    gradients = {loss: _gradient_of_loss(loss) if G is None else G}
    for operation, inputs in route:
        G = gradients.get(operation) if operation in kept else gradients.pop(operation, None)
        if G is None:
            continue
        for node, gradient in zip(inputs, _input_gradients(operation, G)):
            if node is None or gradient is None:
                continue
            if callable(gradient):
                try:
                    gradient = gradient()
                except Exception as error:
                    raise _failed(operation, gradient, G, error) from error
            output = node.output
            try:
                fits = gradient.dtype is output.dtype and gradient.shape == output.shape
            except AttributeError:  # one of the two is a plain Python number or a list
                fits = False
            if not fits:
                gradient = _made_to_fit(gradient, node, operation)
            former = gradients.get(node)
            gradients[node] = gradient if former is None else former + gradient
    return gradients


def _input_gradients(operation: Operation, G):
    function = gradient_function_of(operation)
    if function is None:
        raise _no_gradient_registered(operation)
    try:
        gradients = function(operation, G)
    except Exception as error:
        raise _failed(operation, function, G, error) from error
    if gradients is None:
        raise _nothing_returned(operation)
    if not isinstance(gradients, (list, tuple)):
        gradients = (gradients,)
    if len(gradients) != len(operation.input_nodes):
        raise _wrong_number(operation, len(gradients))
    return gradients


def _made_to_fit(gradient, node: Node, operation: Operation):
    what = f"the gradient of {operation.name} with respect to {node.name}"
    if not isinstance(gradient, ARRAYS) or gradient.dtype not in FLOATS:
        gradient = as_value(gradient, f"{what} (built in {operation.built})", GradientError)
    output = np.asarray(node.output)
    if gradient.shape != output.shape:
        raise _refusal(
            f"{what} has shape {gradient.shape}, but {node.name} has shape {output.shape}.",
            "a gradient has the shape of its node: sum over what was repeated",
            operation,
        )
    return gradient.astype(output.dtype, copy=False)


def handed_out(gradients, node: Node):
    """A copy of the gradient of `node`; zeros of its shape where nothing came back to it."""
    gradient = gradients.get(node)
    return np.zeros_like(node.output)[()] if gradient is None else np.array(gradient)[()]


def _gradient_of_loss(loss: Node):
    J = loss.output
    if getattr(J, "shape", ()) != ():
        raise _refusal(
            f"the loss {loss.name} is no single number: its shape is {J.shape}.",
            f"make one number of it first: reduce_mean({loss.name})",
            loss,
        )
    return np.asarray(J).dtype.type(1)


def checked_loss(loss) -> Node:
    """`loss`, if it is a node that has a value; otherwise raises a DlfsError."""
    if not isinstance(loss, Node):
        way_out = "give the node itself, not the value that a session returned"
        raise _refusal(f"the loss is {brief(loss)}, which is no node of a graph.", way_out)
    refuse_unfinished(loss)
    if isinstance(loss, TrainingStep):
        way_out = "give the loss that the step minimizes"
        raise _refusal(f"the training step {loss.name} has no value to be a loss.", way_out, loss)
    return loss


def checked_wanted(nodes, loss: Node) -> list[Node]:
    """`nodes`, one or several, as a list; a DlfsError for one that the loss does not depend on."""
    wanted = list(nodes) if isinstance(nodes, (list, tuple, set, dict)) else [nodes]
    depends_on = set(order_of(loss))
    for node in wanted:
        if not isinstance(node, Node):
            way_out = "give one node or a list of nodes"
            raise _refusal(f"no gradient with respect to {brief(node)}: it is no node.", way_out)
        refuse_unfinished(node)
        if node not in depends_on:
            raise _refusal(
                f"the loss {loss.name} does not depend on {node.name}.",
                "ask only for nodes that the loss is computed from",
                loss,
                node,
            )
    return wanted


def _no_gradient_registered(operation: Operation) -> GradientError:
    kind = type(operation).__name__
    return _refusal(
        f"no gradient is registered for {kind}.",
        f"write a function {kind}_gradient(op, G) with @RegisterGradient({kind}) above it",
        operation,
    )


def _nothing_returned(operation: Operation) -> GradientError:
    return _refusal(
        f"the gradient function of {type(operation).__name__} returned nothing.",
        "end it with: return ...; where there is no gradient, return [None]",
        operation,
    )


def _wrong_number(operation: Operation, number: int) -> GradientError:
    inputs = len(operation.input_nodes)
    return _refusal(
        f"the gradient function of {type(operation).__name__} returned {number} "
        f"gradient{'s' * (number != 1)} for {inputs} input{'s' * (inputs != 1)}.",
        "return a list with one gradient for each input; None where there is none",
        operation,
    )


def _failed(operation: Operation, function, G, error: Exception) -> GradientError:
    return _refusal(
        f"the gradient function of {type(operation).__name__} failed: "
        f"{type(error).__name__}: {first_line(error)}, with G of shape {np.shape(G)}.",
        f"look into {getattr(function, '__name__', 'the function')}"
        + "; it may not change op.inputs, op.output or G" * ("read-only" in str(error)),
        operation,
    )


def _refusal(what: str, way_out: str, *nodes: Node) -> GradientError:
    return GradientError(explain(what, *(f"node: {describe(n)}" for n in nodes), way_out=way_out))
