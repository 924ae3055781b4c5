"""Training: change the variables a little, in the direction in which the loss falls.

An optimizer makes a node out of a loss. Running that node is one step.
"""

from __future__ import annotations

import numpy as np

from dlfs.errors import GradientError, GraphError, brief, explain
from dlfs.backpropagation import checked_loss, backpropagate, backward_route
from dlfs.graph import Node, TrainingStep, Variable, describe, order_of


class GradientDescentOptimizer:
    """Gradient descent. `learning_rate` may be changed at any time; every step reads it anew."""

    def __init__(self, learning_rate: float) -> None:
        self.learning_rate = learning_rate

    def minimize(self, loss: Node) -> MinimizeStep:
        """A node: each time a session runs it, every trainable variable of `loss` takes a step.

        Raises a DlfsError where the loss depends on no trainable variable.
        """
        return MinimizeStep(loss, self)

    def update(self, gradients: dict[Variable, np.ndarray]) -> None:
        """W <- W - eta G for every variable W with its gradient G; eta is the learning rate."""
        eta = self.checked_rate()
        for variable, G in gradients.items():
            step = np.asarray(eta * G)
            variable._store(np.subtract(variable._value, step, out=step))

    def checked_rate(self) -> float:
        """The learning rate as a float; a DlfsError if it is no number."""
        if not isinstance(self.learning_rate, (float, int, np.floating, np.integer)):
            raise GraphError(explain(
                f"the learning rate is {brief(self.learning_rate)}, which is no number.",
                way_out="set optimizer.learning_rate to a number such as 0.1",
            ))
        return float(self.learning_rate)


class MinimizeStep(TrainingStep):
    """One step of an optimizer on a loss, as a node."""

    def __init__(self, loss: Node, optimizer: GradientDescentOptimizer) -> None:
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
        self._operations, self._needed = backward_route(loss, self.variables)
        super().__init__(graph=loss.graph)

    def find_gradients(self) -> None:
        # Refused before any step of this run has changed a variable.
        self.optimizer.checked_rate()
        gradients = backpropagate(self.loss, self._operations, self._needed)
        self._gradients = {W: gradients[W] for W in self.variables if W in gradients}

    def update(self) -> None:
        self.optimizer.update(self._gradients)
