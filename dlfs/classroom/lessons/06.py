"""The table of rules: the functions of the exercises of lesson 06, right ones and wrong ones.

A rule is given an operation that has been computed, and G, and sends one gradient to each input.
What a teacher says to a mistake stands in the mistake itself; tasks and hints are in 06.toml.
"""

from dlfs.classroom.lessons.exercise import mistake, reference, setting
from dlfs.classroom.lessons.probes_06 import sigma



@setting("decorator-parsons")
def nothing_but_python():
    return {}


# decorator-parsons: parsons


@mistake("decorator-parsons", "a body above its function")
def body_above_its_function(at):
    """An indented line belongs to the function above it. One of yours stands above all of
    `register`."""
    return min(at["B"], at["F"]) < at["C"]


@mistake("decorator-parsons", "used before it is defined")
def used_before_defined(at):
    """The line with @ calls `register`. In your order there is no `register` yet."""
    return at["A"] < at["C"]


@mistake("decorator-parsons", "the @ below its function")
def at_below_its_function(at):
    """A decorator works on the function below it. Yours stands under the function that it should
    enter."""
    return at["H"] < at["A"]


@mistake("decorator-parsons", "asked before it is entered")
def asked_before_entered(at):
    """The table is asked for the rule before the rule has been entered. Asking comes last."""
    return at["D"] < at["H"]


@mistake("decorator-parsons", "the return comes first")
def return_comes_first(at):
    """A function ends at its return: the line below it is never reached, and nothing is entered."""
    return at["F"] < at["B"]


@mistake("decorator-parsons", "the table comes too late")
def table_too_late(at):
    """`register` is called at the line with @, and writes to the table. In your order there is no
    table yet."""
    return at["A"] < at["G"]


@mistake("decorator-parsons", "the function is taken apart")
def function_taken_apart(at):
    """A line at the margin ends a function. In your order one stands between the lines of `register`,
    and what is indented below it belongs to nothing."""
    return not at["C"] + 1 == at["B"] == at["F"] - 1


# register-gradient: make

rules = {}


@reference("register-gradient")
class RegisterGradient:
    def __init__(self, op):
        self.op = op

    def __call__(self, function):
        rules[self.op] = function
        return function


@mistake("register-gradient", "the operation is not kept", raises=r"^AttributeError: .*attribute '")
class KeepsNothing(RegisterGradient):
    """`__call__` looks for the operation in the object, and `__init__` has put none there under
    that name. What is to be found later is kept with `self.` in front."""

    def __init__(self, op):
        pass


@mistake("register-gradient", "self is left out", raises=r"^(NameError|UnboundLocalError): .*'op'")
class WithoutSelf(RegisterGradient):
    """Inside `__call__` there is no name `op`: that name belonged to `__init__`. The object has
    kept it: ask it, with `self.` in front."""

    def __call__(self, function):
        rules[op] = function  # noqa: F821
        return function


@mistake("register-gradient", "hands nothing back")
class HandsNothingBack(RegisterGradient):
    """The rule is in the table, but your object hands nothing back: the name of the rule would mean
    None."""

    def __call__(self, function):
        rules[self.op] = function


@mistake("register-gradient", "hands something else back")
class HandsItselfBack(RegisterGradient):
    """What you hand back is not the function that you were given: the name of the rule would no
    longer mean it."""

    def __call__(self, function):
        rules[self.op] = function
        return self


@mistake("register-gradient", "enters nothing")
class EntersNothing(RegisterGradient):
    """The function comes back as it was, and the table has no entry. Which key does it go under?"""

    def __call__(self, function):
        return function


@mistake("register-gradient", "calls the function", raises=r"^TypeError: .*missing 2")
class CallsIt(RegisterGradient):
    """You call the function while it is entered, and there is no operation and no G yet. The table
    wants the function itself."""

    def __call__(self, function):
        rules[self.op] = function()
        return function


@mistake("register-gradient", "the object for its operation")
class UnderItself(RegisterGradient):
    """You enter the rule under the object. The engine will ask for it by the operation that the
    object has kept."""

    def __call__(self, function):
        rules[self] = function
        return function


@mistake("register-gradient", "the name for the operation")
class UnderTheName(RegisterGradient):
    """You enter the rule under the name of the operation, a text. The engine asks with
    `type(op)`, which is the operation itself."""

    def __call__(self, function):
        rules[self.op.__name__] = function
        return function


@mistake("register-gradient", "the object for the function")
class ObjectForTheFunction(RegisterGradient):
    """There is an entry under the operation, and it is not the rule: the function that `__call__` was
    given."""

    def __call__(self, function):
        rules[self.op] = self
        return function


@mistake("register-gradient", "entered too early")
class EnteredTooEarly(RegisterGradient):
    """You enter something when the object is made. The rule is known later, when the object is
    called with it."""

    def __init__(self, op):
        self.op = rules[op] = op

    def __call__(self, function):
        return function


@mistake("register-gradient", "the first rule stays")
class FirstRuleStays(RegisterGradient):
    """What has been entered once, stays. A cell is run again with a better rule: then the new rule
    takes the place of the old one."""

    def __call__(self, function):
        rules.setdefault(self.op, function)
        return function


@mistake("register-gradient", "one place for all")
class OnePlaceForAll(RegisterGradient):
    """Your objects share one operation: the one that was named last. Each object needs its own,
    kept with `self.` in front."""

    def __init__(self, op):
        type(self).op = op


@mistake("register-gradient", "cannot be called", raises=r"^TypeError: .*not callable")
class WithoutCall:
    """Your object cannot be called like a function. Is the method spelled `__call__`, and indented
    as far as `__init__`?"""

    def __init__(self, op):
        self.op = op


@mistake("register-gradient", "the type of the operation")
class UnderItsType(RegisterGradient):
    """You enter the rule under the type of what `__init__` was given, and that is `type` for every
    operation. What was given is the operation itself."""

    def __call__(self, function):
        rules[type(self.op)] = function
        return function


@mistake("register-gradient", "a table of its own")
class TableOfItsOwn(RegisterGradient):
    """You enter the rule into a table that belongs to your object, or to its class. The engine
    looks into `rules`, the table that is there already."""

    def __call__(self, function):
        self.rules = {self.op: function}
        return function


@mistake("register-gradient", "a new table in each call")
class NewTableInEachCall(RegisterGradient):
    """Your `__call__` makes a table `rules` of its own, which is gone when it ends. Enter the rule
    into the table that is there already."""

    def __call__(self, function):
        rules = {}
        rules[self.op] = function
        return function


# sigmoid-rule: faded


@reference("sigmoid-rule")
def sigmoid_gradient(op, G):
    p = op.output
    return [G * p * (1 - p)]


@mistake("sigmoid-rule", "the published misprint")
def misprint(op, G):
    """This is the misprint of the question: the bracket has slipped. One minus the sigmoid of a is
    not the sigmoid of one minus a."""
    a = op.inputs[0]
    return [G * sigma(a) * sigma(1 - a)]


@mistake("sigmoid-rule", "G is forgotten")
def sigmoid_without_G(op, G):
    """The local rate is right. But the rule has to pass on what arrives from above: where is G?"""
    p = op.output
    return [p * (1 - p)]


@mistake("sigmoid-rule", "a for p")
def a_for_p(op, G):
    """You compute with a, the input. The two factors of the slope are made of p, the output."""
    a = op.inputs[0]
    return [G * a * (1 - a)]


@mistake("sigmoid-rule", "the sigmoid taken twice")
def sigmoid_twice(op, G):
    """`op.output` is p already: the forward pass has taken the sigmoid. You take it once more."""
    p = sigma(op.output)
    return [G * p * (1 - p)]


@mistake("sigmoid-rule", "sign flipped")
def sign_flipped(op, G):
    """Right size, wrong sign: the sigmoid rises everywhere, so its slope is positive. Which factor
    has its difference the wrong way round?"""
    p = op.output
    return [G * p * (p - 1)]


@mistake("sigmoid-rule", "the local rate is forgotten")
def rate_forgotten(op, G):
    """You pass on G as it came. How much does p move when a is nudged?"""
    return [G + 0 * op.output]


@mistake("sigmoid-rule", "the value for the slope")
def value_for_slope(op, G):
    """You multiply by p, the value. The slope has a second factor: it gets flat on the right
    too."""
    return [G * op.output]


@mistake("sigmoid-rule", "the first factor is missing")
def first_factor_missing(op, G):
    """One factor of two. With yours the curve would be steepest far to the left, where it is flat.
    """
    return [G * (1 - op.output)]


@mistake("sigmoid-rule", "a square and no product")
def square_for_product(op, G):
    """You have a square of p in it, and no p alone. Where p = 0.5 the slope has to be a quarter:
    try your formula there."""
    return [G * (1 - op.output**2)]


@mistake("sigmoid-rule", "p for both factors")
def p_for_both_factors(op, G):
    """Both factors of yours are p. Then the slope is largest where p is 1, and there the sigmoid is
    flat."""
    return [G * op.output * op.output]
