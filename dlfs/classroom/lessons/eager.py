"""Numbers that are computed at once and remember where they came from, as lesson 13 builds them.

A library of this kind is called eager: there is no graph to be built first, and no session.
"""

import numpy as np


class Tensor:
    """An array, the inputs it was made of, each with its rule, and the gradients added up so far.

    A rule takes G, the gradient for this tensor, and returns the gradient for the input.
    """

    def __init__(self, value, sources=()):
        self.value, self.sources, self.grad = np.asarray(value, float), sources, 0.0

    def __mul__(self, other):
        rules = (self, lambda G: G * other.value), (other, lambda G: G * self.value)
        return Tensor(self.value * other.value, rules)

    def __add__(self, other):
        repeated = self.value.ndim > other.value.ndim
        rules = (self, lambda G: G), (other, lambda G: G.sum(axis=0) if repeated else G)
        return Tensor(self.value + other.value, rules)

    def __matmul__(self, other):
        rules = (self, lambda G: G @ other.value.T), (other, lambda G: self.value.T @ G)
        return Tensor(self.value @ other.value, rules)

    def tape(self):
        """All that it was made of, and itself the last: each tensor after its inputs."""
        tape = []

        def visit(tensor):
            if tensor not in tape:
                for source, rule in tensor.sources:
                    visit(source)
                tape.append(tensor)

        visit(self)
        return tape


def total(a):
    """The sum of all numbers of `a`, as a tensor of its own class: it may have more methods."""
    return type(a)(np.sum(a.value), [(a, lambda G: G * np.ones_like(a.value))])
