"""From scratch to PyTorch and JAX: the functions of the exercises of lesson 13.

What a teacher says to a mistake stands in the mistake itself; tasks and hints are in 13.toml.
"""

import numpy as np

from dlfs.classroom.lessons.eager import Tensor
from dlfs.classroom.lessons.exercise import mistake, reference, setting
from dlfs.classroom.lessons.probes_13 import toy_training

setting("torch-parsons")(toy_training)


# eager-sigmoid: faded


@reference("eager-sigmoid")
def sigmoid(a):
    p = 1 / (1 + np.exp(-a.value))
    return Tensor(p, [(a, lambda G: G * p * (1 - p))])


def with_rule(a, rule):
    """The sigmoid of a, with another rule: `rule(G, p)`."""
    p = 1 / (1 + np.exp(-a.value))
    return Tensor(p, [(a, lambda G: rule(G, p))])


@mistake("eager-sigmoid", "the input for the value")
def input_for_the_value(a):
    """The value of your new tensor is that of `a`. What has the line above computed?"""
    return Tensor(a.value, sigmoid(a).sources)


@mistake("eager-sigmoid", "a tensor for the value", raises=r"TypeError|ValueError")
def tensor_for_the_value(a):
    """You hand over the tensor `a` itself. The value of the new tensor is an array of numbers."""
    return Tensor(a, sigmoid(a).sources)


@mistake("eager-sigmoid", "G is left out")
def without_what_arrives(a):
    """Your rule gives the local rate and leaves out what has arrived. Along a path rates are
    multiplied: by what?"""
    return with_rule(a, lambda G, p: p * (1 - p))


@mistake("eager-sigmoid", "1 - p is left out")
def without_the_rest(a):
    """A factor is missing in your rule: the local rate of the sigmoid is p (1 - p)."""
    return with_rule(a, lambda G, p: G * p)


@mistake("eager-sigmoid", "p is left out")
def without_p(a):
    """One of the three factors is missing in your rule: p itself."""
    return with_rule(a, lambda G, p: G * (1 - p))


@mistake("eager-sigmoid", "passes G on")
def passes_on(a):
    """Your rule passes G on as if the sigmoid were not there. What is its local rate?"""
    return with_rule(a, lambda G, p: G)


@mistake("eager-sigmoid", "the published misprint")
def misprint(a):
    """You take the sigmoid of 1 - a. Lesson 6 has met that one: it is 1 minus the sigmoid of a."""
    return with_rule(a, lambda G, p: G * p / (1 + np.exp(a.value - 1)))


@mistake("eager-sigmoid", "a for p in the rule")
def input_in_the_rule(a):
    """Your rule multiplies by `a` where p belongs."""
    return with_rule(a, lambda G, p: G * a.value * (1 - a.value))


@mistake("eager-sigmoid", "the other sign")
def other_sign(a):
    """The sigmoid rises everywhere, and your rule says that it falls."""
    return with_rule(a, lambda G, p: G * p * (p - 1))


@mistake("eager-sigmoid", "the rule of tanh")
def rule_of_tanh(a):
    """1 - p^2 is the local rate of tanh."""
    return with_rule(a, lambda G, p: G * (1 - p**2))


@mistake("eager-sigmoid", "squares p in place of the rest")
def squares_p(a):
    """Your local rate is p^2. The second factor is 1 - p."""
    return with_rule(a, lambda G, p: G * p * p)


# torch-parsons: parsons


@mistake("torch-parsons", "a line of the loop above it")
def loop_line_above_the_loop(at):
    """An indented line belongs to the loop, and you have one above the line that opens it."""
    return min(at["A"], at["D"], at["E"], at["F"], at["G"]) < at["C"]


@mistake("torch-parsons", "uses J before it is computed")
def uses_the_loss_too_early(at):
    """In the first round there is no J yet where you use it. Compute it first."""
    return min(at["D"], at["F"]) < at["E"]


@mistake("torch-parsons", "a step before the walk")
def steps_before_the_walk(at):
    """Your step comes before the walk back: it moves `w` by what the round before has left."""
    return at["A"] < at["F"]


@mistake("torch-parsons", "emptied before it is used")
def emptied_before_it_is_used(at):
    """You empty the gradients between the walk back and the step. Of what is the step made then?"""
    return at["F"] < at["G"] < at["A"]


# eager-backward: make


@reference("eager-backward")
def backward(loss):
    tape = loss.tape()
    G = dict.fromkeys(tape, 0.0)
    G[loss] = 1.0
    for node in reversed(tape):
        for source, rule in node.sources:
            G[source] = G[source] + rule(G[node])
        if not node.sources:
            node.grad = node.grad + G[node]


def arrived(loss, incoming=lambda G, node: G[node], added=lambda old, new: old + new, turn=-1):
    """What has arrived at each node in a walk with slips."""
    tape = loss.tape()
    G = dict.fromkeys(tape, 0.0)
    G[loss] = 1.0
    for node in tape[::turn]:
        for source, rule in node.sources:
            G[source] = added(G[source], rule(incoming(G, node)))
    return G


def handed_out(G):
    """What has arrived is added to the leaves."""
    for node in G:
        if not node.sources:
            node.grad = node.grad + G[node]


@mistake("eager-backward", "replaces what was there")
def replaces(loss):
    """A second walk wipes out the first one: you set `grad`, and the task wants you to add to it."""
    for node, G in arrived(loss).items():
        if not node.sources:
            node.grad = G


@mistake("eager-backward", "hears the last one only")
def hears_the_last(loss):
    """An input that is used twice hears two messages, and you keep the last one. Paths are added."""
    handed_out(arrived(loss, added=lambda old, new: new))


@mistake("eager-backward", "from the front")
def from_the_front(loss):
    """You walk the tape from its start. A node must have heard from all its consumers before it
    sends: begin with the loss."""
    handed_out(arrived(loss, turn=1))


@mistake("eager-backward", "by levels")
def by_levels(loss):
    """You go by levels, the near inputs first, and come to a tensor that has not heard from all its
    consumers. The tape has an order in which this cannot happen."""
    G, waiting = {loss: 1.0}, [loss]
    for node in waiting:
        for source, rule in node.sources:
            G[source] = G.get(source, 0.0) + rule(G[node])
            if source not in waiting:
                waiting.append(source)
    handed_out(G)


@mistake("eager-backward", "1 for G")
def one_for_G(loss):
    """Every node sends its local rates, as if nothing came after it. What has arrived at this node?"""
    handed_out(arrived(loss, incoming=lambda G, node: 1.0))


@mistake("eager-backward", "the value for G")
def value_for_G(loss):
    """You hand the rule the value of the node. Going backward, something else arrives at it."""
    handed_out(arrived(loss, incoming=lambda G, node: node.value))


@mistake("eager-backward", "every node keeps it")
def every_node_keeps_it(loss):
    """You write into `grad` of tensors that were made of others. Only the leaves keep what
    arrives."""
    for node, G in arrived(loss).items():
        node.grad = node.grad + G


@mistake("eager-backward", "all but the leaves keep it")
def all_but_the_leaves(loss):
    """You have turned the question round: a leaf is a tensor without sources."""
    for node, G in arrived(loss).items():
        if node.sources:
            node.grad = node.grad + G


@mistake("eager-backward", "nothing is handed out")
def nothing_handed_out(loss):
    """The walk is made, and no leaf hears of it. Whether you return the gradients or not: they are
    added to `grad` of the leaves."""
    arrived(loss)


@mistake("eager-backward", "one step of the walk")
def one_step(loss):
    """You send from the loss to its inputs, and stop there. The walk goes on to the leaves."""
    for source, rule in loss.sources:
        source.grad = source.grad + rule(1.0)


@mistake("eager-backward", "the other sign")
def downhill(loss):
    """You take the gradient away from `grad`. `backward` adds; it is a step that takes away."""
    for node, G in arrived(loss).items():
        if not node.sources:
            node.grad = node.grad - G


@mistake("eager-backward", "half in the sum")
def doubles(loss):
    """A gradient that has arrived already is counted again: each message is added once, when it
    comes."""
    for node, G in arrived(loss, added=lambda old, new: 2 * old + new).items():
        if not node.sources:
            node.grad = node.grad + G


# grad-of: challenge


@reference("grad-of")
def grad(f):
    def slope(x):
        leaf = Tensor(x)
        backward(f(leaf))
        return leaf.grad

    return slope


@mistake("grad-of", "one leaf for all calls")
def one_leaf(f):
    """Asked again, your function adds the new gradient to the old one: its leaf is made once, and
    never emptied."""
    leaf = Tensor(0.0)

    def slope(x):
        leaf.value = np.asarray(x, float)
        backward(f(leaf))
        return leaf.grad

    return slope


@mistake("grad-of", "the value of f")
def value_of_f(f):
    """Your new function returns the value of `f`. What has arrived at the leaf?"""
    return lambda x: f(Tensor(x)).value


@mistake("grad-of", "no walk")
def no_walk(f):
    """You return a `grad` at which nothing has arrived. It arrives at the leaf that you have made of
    x, and when somebody walks back."""

    def slope(x):
        leaf = Tensor(x)
        f(leaf)
        return leaf.grad

    return slope


@mistake("grad-of", "slope times value")
def times_value(f):
    """You multiply the gradient by the value of `f`."""
    return lambda x: grad(f)(x) * f(Tensor(x)).value


@mistake("grad-of", "x itself is handed to f", raises=r"AttributeError: '(?:numpy\.)?(?:float|int|nd)")
def x_itself(f):
    """You hand x itself to `f`, which takes a tensor. Make one of x first: a leaf, at which the
    gradient can arrive."""
    return lambda x: backward(f(x))
