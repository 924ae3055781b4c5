"""The dict of rules that lesson 05 writes: one for each operation on numbers."""

from dlfs import add, multiply, negative, power


def multiply_rule(op, G):
    a, b = op.inputs
    return [G * b, G * a]


def power_rule(op, G):
    return [G * op.n * op.inputs[0] ** (op.n - 1)]


rules = {
    add: lambda op, G: [G, G],
    multiply: multiply_rule,
    negative: lambda op, G: [-G],
    power: power_rule,
}
