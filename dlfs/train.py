"""Training: change the variables a little, in the direction in which the loss falls.

An optimizer makes a node out of a loss. Running that node is one step. Whatever else training needs
is reached from here: optimizers that remember, batches, values in a file.
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
    """W <- W - eta G.

    eta is `learning_rate`. It may be changed at any time; every step reads it anew.
    """

    settings: tuple[str, ...] = ("learning_rate",)

    @fitting
    def __init__(self, learning_rate: float) -> None:
        self.learning_rate = learning_rate
        self.check_settings()

    def update(self, gradients: dict[Variable, np.ndarray]) -> None:
        """One step of every variable W with its gradient G."""
        eta = self.checked_rate()
        try:
            for variable, G in gradients.items():
                step = np.asarray(fitting_gradient(G, variable) * eta)
                variable._store(np.subtract(variable._value, step, out=step))
        except (AttributeError, TypeError, ValueError) as error:
            raise no_table(gradients) from error

    def moved(self, W, G, settings):
        """A list of the new W alone: the formula of `update`, for a program."""
        (eta,) = settings
        return [W - G * eta]

    def memories_of(self, variable: Variable) -> list:
        """What it keeps for `variable` from one step to the next: nothing."""
        return []

    def checked_rate(self) -> float:
        """The learning rate as a float; a DlfsError if it is no number from 0 on."""
        rate = self.learning_rate
        if type(rate) is float and 0 <= rate < np.inf:
            return rate
        return checked_number(rate, "the learning rate", lambda rate: 0 <= rate < np.inf,
                              "has to be finite and not negative",
                              "learning_rate to a number such as 0.1")  # fmt: skip

    def checked_settings(self) -> list[float]:
        """What a step reads anew, as floats; a DlfsError if one of them cannot be used."""
        return [self.checked_rate()]

    def check_settings(self) -> None:
        self.checked_settings()


def fitting_gradient(G, variable: Variable) -> np.ndarray:
    """G as an array of the dtype of `variable`; a ValueError if it has another shape."""
    G = np.asarray(G, variable._value.dtype)
    if G.shape != variable._value.shape:
        raise ValueError("a gradient has another shape than its variable")
    return G


def no_table(gradients) -> GraphError:
    """The error of an update that gets no table of gradients."""
    return GraphError(explain(
        f"update cannot use {brief(gradients)} for gradients.",
        way_out="give a dict from each Variable to its gradient, of the same shape",
    ))


def checked_number(setting, what: str, fits, rule: str, example: str) -> float:
    """A setting of an optimizer as a float; a DlfsError if it is no number that `fits`."""
    number = setting[()] if isinstance(setting, np.ndarray) and setting.ndim == 0 else setting
    known = isinstance(number, (float, int, np.floating, np.integer))
    why = "which is no number" if not known or isinstance(number, bool) else f"but {rule}"
    try:
        if why[:3] == "but" and fits(float(number)):
            return float(number)
    except OverflowError:
        pass  # a whole number larger than every float
    raise GraphError(explain(
        f"{what} is {brief(number)}, {why}.", way_out=f"set optimizer.{example}",
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


# They are built on what stands above.
from dlfs.feeding import batches  # noqa: E402, F401
from dlfs.momentum import AdamOptimizer, MomentumOptimizer  # noqa: E402, F401
from dlfs.saving import load, save  # noqa: E402, F401
