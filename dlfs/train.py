"""Training: change the variables a little, in the direction in which the loss falls.

An optimizer makes a node out of a loss. Running that node is one step.
"""

from __future__ import annotations

import numpy as np

from dlfs.arguments import fitting
from dlfs.errors import GradientError, GraphError, brief, explain
from dlfs.backpropagation import checked_loss, backpropagate, backward_route
from dlfs.graph import Node, TrainingStep, Variable, describe, order_of
from dlfs.places import is_ours


class Optimizer:
    """Turns a loss into a training step. An optimizer of your own is a subclass with `update`.

    `update(gradients)` gets a table from each Variable W to its gradient G, and assigns to
    `W.value`. A step computes all gradients at the values of its run, and then calls `update`
    once. Each G is an array of its own, of the shape and dtype of W: you may change it and keep
    it. `W.value` is read-only: write `W.value = W.value - eta * G`. A Variable that nothing comes
    back to is not in the table.
    """

    @fitting
    def minimize(self, loss: Node) -> MinimizeStep:
        """A node: each time a session runs it, every trainable variable of `loss` takes a step.

        Raises a DlfsError where the loss depends on no trainable variable.
        """
        return MinimizeStep(loss, self)

    def update(self, gradients: dict[Variable, np.ndarray]) -> None:
        """Change every variable, given its gradient."""
        kind = type(self).__name__
        raise GraphError(explain(
            f"{kind} has no method update.",
            way_out=f"write update(self, gradients) in the class {kind}",
        ))

    def check_settings(self) -> None:
        """Called before any variable of a run changes: refuse here what cannot be used."""


class GradientDescentOptimizer(Optimizer):
    """Gradient descent. `learning_rate` may be changed at any time; every step reads it anew."""

    @fitting
    def __init__(self, learning_rate: float) -> None:
        self.learning_rate = learning_rate
        self.check_settings()

    def update(self, gradients: dict[Variable, np.ndarray]) -> None:
        """W <- W - eta G for every variable W with its gradient G; eta is the learning rate."""
        eta = self.checked_rate()
        try:
            for variable, G in gradients.items():
                step = np.asarray(G * eta)
                variable._store(np.subtract(variable._value, step, out=step))
        except (AttributeError, TypeError, ValueError) as error:
            raise GraphError(explain(
                f"update cannot use {brief(gradients)} for gradients.",
                way_out="give a dict from each Variable to its gradient, of the same shape",
            )) from error

    def checked_rate(self) -> float:
        """The learning rate as a float; a DlfsError if it is no number from 0 on."""
        rate = self.learning_rate
        if type(rate) is float and 0 <= rate < np.inf:
            return rate
        if isinstance(rate, np.ndarray) and rate.ndim == 0:
            rate = rate[()]
        if isinstance(rate, bool) or not isinstance(rate, (float, int, np.floating, np.integer)):
            raise _no_rate(rate, "which is no number")
        if not 0 <= rate < np.inf:
            raise _no_rate(rate, "but has to be finite and not negative")
        return float(rate)

    def check_settings(self) -> None:
        self.checked_rate()


def _no_rate(rate, why: str) -> GraphError:
    return GraphError(explain(
        f"the learning rate is {brief(rate)}, {why}.",
        way_out="set optimizer.learning_rate to a number such as 0.1",
    ))


class MinimizeStep(TrainingStep):
    """One step of an optimizer on a loss, as a node."""

    def __init__(self, loss: Node, optimizer: Optimizer) -> None:
        self.loss = checked_loss(loss)
        self.optimizer = optimizer
        self.variables = [
            node for node in order_of(loss) if isinstance(node, Variable) and node.trainable
        ]
        if not self.variables:
            raise GradientError(explain(
                f"{loss.name} depends on no trainable variable: there is nothing to train.",
                f"loss: {describe(loss)}",
                way_out="build the model from Variables, and the loss from the model",
            ))
        self.input_nodes = (loss,)
        self._route = backward_route(loss, self.variables)
        super().__init__(graph=loss.graph)

    def find_gradients(self) -> None:
        self.optimizer.check_settings()
        gradients = backpropagate(self.loss, self._route)
        self._gradients = {W: gradients[W] for W in self.variables if W in gradients}

    def update(self) -> None:
        gradients, self._gradients = self._gradients, {}
        if not is_ours(self.optimizer.update):
            gradients = {W: np.array(G) for W, G in gradients.items()}
        self.optimizer.update(gradients)
