"""Start here: the functions of the exercises of lesson 00, right ones and wrong ones.

One of them is a class: a candidate is a class, too, and what counts is what its objects compute.
What a teacher says to a mistake stands in the mistake itself; tasks and hints are in 00.toml.
"""

import numpy as np

from dlfs.classroom.lessons.exercise import mistake, reference, setting


@setting("shift-parsons")
def nothing_is_needed():
    return {}


# centred: faded


@reference("centred")
def centred(X):
    middle = X.mean(axis=0)
    return X - middle


@mistake("centred", "the mean of each row", raises=r"^ValueError: .*broadcast")
def mean_of_each_row(X):
    """You have one mean for each row: with `axis=1` the columns go away. Asked for is one mean for
    each column, so the rows have to go."""
    middle = X.mean(axis=1)
    return X - middle


@mistake("centred", "the mean of everything")
def mean_of_everything(X):
    """You take the same number off everywhere: without an axis, `mean` is one number. Each column
    has a mean of its own."""
    middle = X.mean(axis=None)
    return X - middle


@mistake("centred", "takes X off itself")
def itself(X):
    """You take `X` off itself, and only zeros are left. What did the first line compute?"""
    return X - X


@mistake("centred", "returns the means")
def means_alone(X):
    """These are the means of the columns. Take them off something."""
    return X.mean(axis=0)


@mistake("centred", "one mean for both columns")
def first_mean(X):
    """You take the mean of the first column off both columns. `middle` has two numbers, one for
    each column: use it as a whole."""
    return X - X.mean(axis=0)[0]


# shift-parsons: parsons


@mistake("shift-parsons", "not opened by the class")
def before_the_class(at):
    """An indented line, or the object, stands above the line that opens the class."""
    return at["C"] > 0


@mistake("shift-parsons", "the object in the middle of the class")
def built_too_early(at):
    """You build the object before its class is complete: the line at the left margin ends the
    class, and the indented lines below it belong to nothing."""
    return at["B"] < max(at["A"], at["D"], at["F"], at["G"])


@mistake("shift-parsons", "a method without its line")
def methods_mixed(at):
    """A line that starts with `def` is followed by the line that belongs to it. One of yours is
    followed by another `def`, or by the line of the other method."""
    return at["A"] != at["D"] + 1 or at["G"] != at["F"] + 1


# line-class: make


@reference("line-class")
class Line:
    def __init__(self, slope, height):
        self.slope = slope
        self.height = height

    def compute(self, x):
        return self.slope * x + self.height


@mistake("line-class", "no compute", raises=r"^AttributeError: .*attribute 'compute'")
class WithoutCompute:
    """Your object has no method `compute`. Is it spelled like that, and indented as far as
    `__init__`?"""

    def __init__(self, slope, height):
        self.slope, self.height = slope, height


@mistake("line-class", "nothing is kept", raises=r"^AttributeError: .*attribute '")
class KeepsNothing(Line):
    """`compute` looks for a number in the object, and `__init__` has put none there under that
    name. Only what is written with `self.` in front is kept."""

    def __init__(self, slope, height):
        pass


@mistake("line-class", "self is left out", raises=r"^(NameError|UnboundLocalError): ")
class WithoutSelf(Line):
    """Inside `compute` there is no such name. The two numbers are kept in the object: ask it for
    them, with `self.` in front. Is the rest spelled right?"""

    def compute(self, x):
        return slope * x + height  # noqa: F821


@mistake("line-class", "compute does not take self", raises=r"^TypeError: .*1 positional.* 2 were")
class SelfNotTaken(Line):
    """Python hands the object itself to every method, as the first input. Your `compute` has no
    place for it: `self` comes first, then x."""

    def compute(x):  # noqa: N805
        return x


@mistake("line-class", "the height is left out")
class WithoutHeight(Line):
    """At x = 0 your line is at 0, whatever its height. What is added in the end?"""

    def compute(self, x):
        return self.slope * x


@mistake("line-class", "kept in the class")
class KeptInTheClass(Line):
    """With two lines, the first one computes with the numbers of the second: you keep them in the
    class, or outside of it, and all its objects share them. `self` is the one object."""

    def __init__(self, slope, height):
        KeptInTheClass.slope, KeptInTheClass.height = slope, height


@mistake("line-class", "the two numbers are swapped")
class Swapped(Line):
    """You have swapped the two numbers: the one that x is multiplied by is the slope."""

    def compute(self, x):
        return self.height * x + self.slope


@mistake("line-class", "the height is added to x")
class HeightAddedToX(Line):
    """You add the height to x, and multiply the sum. Python multiplies first if there are no
    brackets, and so does the formula."""

    def compute(self, x):
        return self.slope * (x + self.height)


@mistake("line-class", "everything is added")
class EverythingAdded(Line):
    """You add up all three. The slope says how often x counts: it is a factor."""

    def compute(self, x):
        return self.slope + x + self.height


@mistake("line-class", "the height is taken off")
class HeightTakenOff(Line):
    """Your sign is wrong: a line of height 1 is at 1 where x is 0, and yours is at -1."""

    def compute(self, x):
        return self.slope * x - self.height


@mistake("line-class", "compute returns nothing")
class ReturnsNothing(Line):
    """`compute` computes and keeps the result to itself: without `return` a method gives None."""

    def compute(self, x):
        self.slope * x + self.height  # noqa: B018
