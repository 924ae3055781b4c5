"""Right answers of lesson 13, in the forms that people give them."""

import functools

import numpy as np

from dlfs.classroom.lessons.eager import Tensor

# eager-sigmoid


def sigmoid_by_tanh(a):
    p = 0.5 * (1 + np.tanh(a.value / 2))
    return Tensor(p, [(a, lambda G: G * p * (1 - p))])


def sigmoid_rule_first(a):
    e = np.exp(a.value)
    local = e / (1 + e) ** 2

    def rule(G):
        return local * G

    return Tensor(e / (1 + e), ((a, rule),))


def sigmoid_through_the_tensor(a):
    out = Tensor(1 / (1 + np.exp(-a.value)))
    out.sources = [(a, lambda G: np.multiply(G, out.value - out.value**2))]
    return out


sigmoid_lambda = lambda a: (  # noqa: E731
    lambda p: Tensor(p, [(a, lambda G: np.asarray(G) * p - np.asarray(G) * p * p)])
)(1 / (1 + np.e**-a.value))


def sigmoid_of_a_made_class(a):
    class Squashed(Tensor):
        pass

    p = np.reciprocal(1 + np.exp(-a.value))
    return Squashed(p, [(a, lambda G: p * (1 - p) * G)])


def sigmoid_through_a_difference(a):
    p, rest = 1 / (1 + np.exp(-a.value)), 1 / (1 + np.exp(a.value))
    return Tensor(p, [(a, lambda G: G * p * rest)])


# eager-backward


def backward_into_the_leaves(loss):
    tape = loss.tape()
    G = {tensor: 0.0 for tensor in tape}
    G[loss] = 1.0
    for tensor in tape[::-1]:
        if len(tensor.sources) == 0:
            tensor.grad = tensor.grad + G[tensor]
            continue
        for source, rule in tensor.sources:
            G[source] += rule(G[tensor])


def backward_with_get(loss):
    table = {loss: np.ones_like(loss.value)}
    for node in reversed(loss.tape()):
        for source, rule in node.sources:
            table[source] = table.get(source, 0) + rule(table[node])
    for leaf in table:
        if leaf.sources == ():
            leaf.grad = leaf.grad + table[leaf]


def backward_popping(loss):
    tape, waiting = list(loss.tape()), {id(loss): 1.0}
    while tape:
        node = tape.pop()
        arrived = waiting.pop(id(node))
        if not node.sources:
            node.grad += arrived
        for source, rule in node.sources:
            waiting[id(source)] = waiting.get(id(source), 0.0) + rule(arrived)


def backward_that_returns_the_loss(loss):
    backward_with_get(loss)
    return loss


def backward_by_paths(loss):
    def send(node, G):
        if not node.sources:
            node.grad = node.grad + G
        for source, rule in node.sources:
            send(source, rule(G))

    send(loss, 1.0)


def backward_with_a_list(loss):
    tape = loss.tape()
    sums = [0.0] * (len(tape) - 1) + [1.0]
    for number in range(len(tape) - 1, -1, -1):
        for source, rule in tape[number].sources:
            sums[tape.index(source)] = sums[tape.index(source)] + rule(sums[number])
    for node, arrived in zip(tape, sums, strict=True):
        if not len(node.sources):
            node.grad = arrived + node.grad


# grad-of


def grad_as_lambda(f):
    def walk(leaf):
        backward_with_get(f(leaf))
        return leaf.grad

    return lambda x: walk(Tensor(x))


def grad_that_returns_floats(f):
    def slope(x):
        x = Tensor(x)
        backward_into_the_leaves(f(x))
        return np.array(x.grad, float)

    return slope


class Grad:
    def __init__(self, f):
        self.f = f

    def __call__(self, x):
        leaf = Tensor(np.array(x))
        J = self.f(leaf)
        backward_by_paths(J)
        return leaf.grad


def grad_by_a_partial(f):
    return functools.partial(_slope_at, f)


def _slope_at(f, x):
    leaf = Tensor(x)
    backward_popping(f(leaf))
    return leaf.grad


def grad_that_empties(f):
    leaf = Tensor(0.0)

    def slope(x):
        leaf.value, leaf.grad = np.asarray(x, float), 0.0
        backward_with_a_list(f(leaf))
        return leaf.grad

    return slope


def grad_by_difference(f):
    def slope(x):
        leaf = Tensor(x)
        before = leaf.grad
        backward_with_get(f(leaf))
        return leaf.grad - before

    return slope


class Walking(Tensor):
    """The tensor of the notebook once `Tensor.backward` is there: what is made of it is one, too."""

    backward = backward_with_a_list

    def __mul__(self, other):
        made = Tensor.__mul__(self, other)
        return Walking(made.value, made.sources)

    def __add__(self, other):
        made = Tensor.__add__(self, other)
        return Walking(made.value, made.sources)


def grad_by_the_method(f):
    def slope(x):
        leaf = Walking(x)
        f(leaf).backward()
        return leaf.grad

    return slope


RIGHT = {
    "eager-sigmoid": [sigmoid_by_tanh, sigmoid_rule_first, sigmoid_through_the_tensor,
                      sigmoid_lambda, sigmoid_of_a_made_class, sigmoid_through_a_difference],
    "eager-backward": [backward_into_the_leaves, backward_with_get, backward_popping,
                       backward_that_returns_the_loss, backward_by_paths, backward_with_a_list],
    "grad-of": [grad_as_lambda, grad_that_returns_floats, Grad, grad_by_a_partial, grad_that_empties,
                grad_by_difference, grad_by_the_method],
}  # fmt: skip
