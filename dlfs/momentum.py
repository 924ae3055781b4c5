"""Optimizers that remember: each keeps arrays for every variable, from one step to the next.

`moved` is the formula of one step. A compiled session writes it into its program as it stands.
"""

from __future__ import annotations

import numpy as np

from dlfs.arguments import fitting
from dlfs.graph import Variable
from dlfs.train import GradientDescentOptimizer, checked_number, fitting_gradient, no_table


class Memory:
    """An array that an optimizer keeps for a variable. Replaced at every step, never changed."""

    def __init__(self, name: str, value: np.ndarray) -> None:
        self.name = name
        self.store(value)

    def store(self, value) -> None:
        """Keep this array from now on."""
        self._value = np.asarray(value)
        self._value.setflags(False)


class RememberingOptimizer(GradientDescentOptimizer):
    """An optimizer whose step depends on the steps before. `names` are those of its arrays."""

    names: tuple[str, ...] = ()

    def __init__(self, learning_rate: float) -> None:
        self._memories: dict[Variable, list[Memory]] = {}
        super().__init__(learning_rate)

    def update(self, gradients: dict[Variable, np.ndarray]) -> None:
        """One step of every variable, by `moved`."""
        settings = self.checked_settings()
        try:
            for variable, G in gradients.items():
                memories, G = self.memories_of(variable), fitting_gradient(G, variable)
                values = [memory._value for memory in memories]
                new, *remembered = self.moved(variable._value, G, settings, *values)
                variable._store(new)
                for memory, value in zip(memories, remembered):
                    memory.store(value)
        except (AttributeError, TypeError, ValueError) as error:
            raise no_table(gradients) from error

    def memories_of(self, variable: Variable) -> list[Memory]:
        """What is kept for `variable`, zeros before its first step."""
        if variable not in self._memories:
            self._memories[variable] = [
                Memory(f"{name}_{variable.name}", self.first(name, variable._value))
                for name in self.names
            ]
        return self._memories[variable]

    def first(self, name: str, W) -> np.ndarray:
        """The array of this name before the first step."""
        return np.zeros_like(W)


class MomentumOptimizer(RememberingOptimizer):
    """V <- beta V + G, then W <- W - eta V.

    V starts at 0; beta is the momentum. `learning_rate` and `momentum` may be changed at any time;
    every step reads them anew.
    """

    names = ("velocity",)
    settings = ("learning_rate", "momentum")

    @fitting
    def __init__(self, learning_rate: float, momentum: float) -> None:
        self.momentum = momentum
        super().__init__(learning_rate)

    def moved(self, W, G, settings, V):
        """The new W and the new V."""
        eta, beta = settings
        V = beta * V + G
        return W - V * eta, V

    def checked_settings(self) -> list[float]:
        """The learning rate and the momentum; a DlfsError if one of them cannot be used."""
        return [self.checked_rate(), checked_share(self.momentum, "momentum")]


class AdamOptimizer(RememberingOptimizer):
    """M <- beta1 M + (1 - beta1) G, S <- beta2 S + (1 - beta2) G^2, and in step t
    W <- W - eta M' / (sqrt(S') + epsilon) with M' = M / (1 - beta1^t), S' = S / (1 - beta2^t).

    M and S start at 0. Every setting may be changed at any time; every step reads them anew.
    """

    names = ("mean", "square", "steps")
    settings = ("learning_rate", "beta1", "rest1", "beta2", "rest2", "epsilon")

    @fitting
    def __init__(
        self, learning_rate: float = 0.001, beta1: float = 0.9, beta2: float = 0.999,
        epsilon: float = 1e-8,
    ) -> None:  # fmt: skip
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon
        super().__init__(learning_rate)

    def moved(self, W, G, settings, M, S, t):
        """The new W, M, S and t."""
        eta, beta1, rest1, beta2, rest2, epsilon = settings
        t = t + 1
        M = beta1 * M + rest1 * G
        S = beta2 * S + rest2 * (G * G)
        # The powers are float64, and near 1: they become float32 after the difference.
        unbiased_M = M / (1 - beta1**t).astype(W.dtype)
        unbiased_S = S / (1 - beta2**t).astype(W.dtype)
        return W - eta * unbiased_M / (np.sqrt(unbiased_S) + epsilon), M, S, t

    def first(self, name: str, W) -> np.ndarray:
        """The array of this name before the first step."""
        return np.zeros(()) if name == "steps" else np.zeros_like(W)

    def checked_settings(self) -> list[float]:
        """All settings, and what is left of each beta up to 1; a DlfsError if one is no use."""
        beta1, beta2 = checked_share(self.beta1, "beta1"), checked_share(self.beta2, "beta2")
        epsilon = checked_number(self.epsilon, "epsilon", lambda e: 0 < e < np.inf,
                                 "has to be finite and positive",
                                 "epsilon to a number such as 1e-8")  # fmt: skip
        return [self.checked_rate(), beta1, 1 - beta1, beta2, 1 - beta2, epsilon]


def checked_share(beta, name: str) -> float:
    """What is kept of the memory in one step, as a float."""
    return checked_number(beta, name, lambda share: 0 <= share < 1,
                          "has to be from 0 on and less than 1", f"{name} to a number such as 0.9")
