"""The two classes of lesson 1 that later lessons build on, on the library's `Operation`."""

from dlfs import Operation


class UnaryOperation(Operation):
    """An operation of one input: what it computes is up to its `compute`."""

    def __init__(self, x, name=None):
        super().__init__([x], name)


class BinaryOperation(Operation):
    """An operation of two inputs: what it computes is up to its `compute`."""

    def __init__(self, a, b, name=None):
        super().__init__([a, b], name)
