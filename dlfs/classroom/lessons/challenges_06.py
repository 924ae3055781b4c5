"""Rules of one operation each: the functions of the challenges of lesson 06, right ones and wrong ones.

They stand here because 06.py would be too long with them.
"""

import numpy as np

from dlfs.classroom.lessons.exercise import mistake, reference


# exp-rule: challenge


@reference("exp-rule")
def exp_gradient(op, G):
    return [G * op.output]


@mistake("exp-rule", "G is forgotten")
def exp_without_G(op, G):
    """The local rate is right. But a rule passes on what arrives from above: where is G?"""
    return [op.output]


@mistake("exp-rule", "the exponential taken twice")
def exp_twice(op, G):
    """`op.output` is $e^x$ already: the forward pass has computed it. You take the exponential
    once more."""
    return [G * np.exp(op.output)]


@mistake("exp-rule", "x for the output")
def x_for_the_output(op, G):
    """You multiply by x, what went in. Nudge x at 0: the exponential moves as much as x, and your
    rule sends nothing."""
    return [G * op.inputs[0]]


@mistake("exp-rule", "the rule of power")
def rule_of_power(op, G):
    """That is the rule of $x^n$. Here the exponent is what moves, and the base is fixed: nudge it
    at a few places, and compare the slopes with the values."""
    x = op.inputs[0]
    return [G * x * np.exp(x - 1)]


@mistake("exp-rule", "the local rate is forgotten")
def exp_rate_forgotten(op, G):
    """You pass on G as it came. At x = 2 a nudge of x moves $e^x$ more than seven times as much."""
    return [G + 0 * op.output]


@mistake("exp-rule", "a minus too many")
def exp_with_a_minus(op, G):
    """Right size, wrong sign: the exponential rises everywhere. The minus belongs to $e^{-x}$."""
    return [-G * op.output]


# misprint-at-4: challenge


@mistake("misprint-at-4", "divided by the smaller one")
def divided_by_the_smaller():
    """You divided by the slope, which is the smaller of the two numbers here. The formula takes the
    larger one."""
    return 1.6367908


@mistake("misprint-at-4", "the difference alone")
def difference_alone():
    """That is the difference of the two. It looks small because both are small: divide it."""
    return 0.02891016


@mistake("misprint-at-4", "the place 0")
def at_zero():
    """That is the relative error at 0. Asked for is the place 4."""
    return 0.3160603


@mistake("misprint-at-4", "the ratio")
def ratio_of_the_two():
    """That is the slope divided by what the misprint says. How far is it from 1?"""
    return 0.3792489


# divide-rule: challenge


@reference("divide-rule")
def divide_gradient(op, G):
    a, b = op.inputs
    return [G / b, -G * a / b**2]


@mistake("divide-rule", "no minus")
def divide_without_minus(op, G):
    """The first is right, and the second has the wrong sign: when b grows, does a / b grow?"""
    a, b = op.inputs
    return [G / b, G * a / b**2]


@mistake("divide-rule", "b is not squared")
def b_not_squared(op, G):
    """The first is right. For the second, write a / b as a times $b^{-1}$: which exponent does the
    rule of power leave?"""
    a, b = op.inputs
    return [G / b, -G * a / b]


@mistake("divide-rule", "the second without a")
def second_without_a(op, G):
    """The first is right. In the second, a is held, but it is still a factor of z."""
    a, b = op.inputs
    return [G / b, -G / b**2]


@mistake("divide-rule", "G is forgotten")
def divide_without_G(op, G):
    """Both local rates are right. What arrives from above is missing in both."""
    a, b = op.inputs
    return [1 / b, -a / b**2]


@mistake("divide-rule", "the two exchanged")
def two_exchanged(op, G):
    """Both gradients are there, in the wrong order: the first one belongs to a."""
    a, b = op.inputs
    return [-G * a / b**2, G / b]


@mistake("divide-rule", "the rule of multiply")
def rule_of_multiply(op, G):
    """This is the rule of multiply. Hold b: a is divided by it here."""
    a, b = op.inputs
    return [G * b, G * a]
