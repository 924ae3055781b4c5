"""What the exercises of lesson 06 are tried with: operations as the library hands them to a rule.

What is in them is locked, as it is in the library.
"""

import inspect
from collections import namedtuple
from contextlib import contextmanager

import numpy as np

from dlfs import (
    Graph, Variable, add, compute_gradients, divide, exp, multiply, negative, power, reduce_sum,
    registered, sigmoid,
)  # fmt: skip
from dlfs.classroom.lessons import scalar_rules
from dlfs.classroom.lessons.exercise import Seen, drawn, engine, observe, probes, trial
from dlfs.classroom.lessons.graphs import scalar_graph
from dlfs.graph import locked

# Tuples, so that `check` can show what a rule was tried with.
Computed = namedtuple("Computed", "inputs output")


def sigma(a):
    return 1 / (1 + np.exp(-a))


def grown(x, G):
    return Computed([locked(x)], locked(np.exp(x))), locked(G)


def squeezed(a, G):
    with np.errstate(over="ignore"):
        return Computed([locked(a)], locked(sigma(a))), locked(G)


def divided(a, b, G):
    return Computed([locked(a), locked(b)], locked(a / b)), locked(G)


KINDS = {kind.__name__: kind for kind in (add, negative, multiply, sigmoid, divide, power)}


@probes("register-gradient")
def operations_to_enter():
    return [("add",), ("negative, multiply",), ("multiply, add, negative",), ("sigmoid, sigmoid",)]


@drawn("register-gradient")
def more_operations(rng):
    return [(", ".join(rng.permutation(list(KINDS))[:3]),) for _ in range(4)]


@trial("register-gradient")
def enter(register, names):
    """The objects are made first, and then each is called with a rule of its own."""
    kinds = [KINDS[name] for name in names.split(", ")]
    given = [_rule(number) for number, _ in enumerate(kinds)]
    with table_of(register) as table:
        objects = [register(kind) for kind in kinds]
        returned = [each(rule) for each, rule in zip(objects, given, strict=True)]
    came_back = [_kind_of(one, rule) for one, rule in zip(returned, given, strict=True)]
    elsewhere = 0 if table else _other_table(register, objects, given)
    return table, dict(zip(kinds, given, strict=True)), came_back, elsewhere


def _other_table(register, objects, given):
    """1 where a rule is in a table of an object or of its class, 2 where `rules` is a name inside
    of `__call__`, 0 elsewhere."""
    places = [*objects, *map(type, objects)]
    tables = [value for place in places for value in getattr(place, "__dict__", {}).values()
              if isinstance(value, dict)]  # fmt: skip
    if any(rule is value for table in tables for value in table.values() for rule in given):
        return 1
    code = getattr(getattr(register, "__call__", None), "__code__", None)
    return 2 if "rules" in getattr(code, "co_varnames", ()) else 0


def _kind_of(returned, rule):
    return 1 if returned is rule else 0 if returned is None else -1


def _rule(number):
    def rule(op, G):
        return [number * G]

    return rule


@contextmanager
def table_of(register):
    """An empty table in the place of `rules`, where `register` looks for it."""
    home = register.__call__ if inspect.isclass(register) else register
    names = getattr(home, "__globals__", {})
    before, names["rules"] = names.get("rules"), {}
    try:
        yield names["rules"]
    finally:
        names["rules"] = before


@observe("register-gradient")
def entries(returned, arguments):
    """For each operation whether its rule is in the table, and whether the rule came back."""
    table, last, came_back, elsewhere = returned
    there = [_entry(table.get(kind), rule) for kind, rule in last.items()]
    texts = sum(isinstance(key, str) for key in table)
    named = [getattr(key, "__name__", f"the text {key!r}" if isinstance(key, str)
                     else type(key).__name__) for key in table]
    return Seen([*there, *came_back, len(table), texts, elsewhere],
                f"the table has {', '.join(named) or 'nothing'}; "
                f"{came_back.count(1)} of {len(came_back)} functions came back.",
                "A text is a key in your table. The engine asks with the operation itself." * (texts > 0))


def _entry(found, rule):
    """1 for the rule, 0 for nothing, and a number for each kind of what is not the rule."""
    kinds = [found is rule, found is None, inspect.isclass(found), inspect.isfunction(found)]
    return (1, 0, -1, -2, -3)[[*kinds, True].index(True)]


@probes("exp-rule")
def computed_exponentials():
    probe = [grown(np.float64(x), G) for x, G in [(0.5, 2.0), (-1.5, 4.0), (1.2, -0.5)]]
    return [*probe, grown(np.array([-2.0, 0.25, 1.0]), np.array([3.0, -1.5, 0.5]))]


@drawn("exp-rule")
def random_exponentials(rng):
    return [grown(rng.normal(size=shape), rng.normal(size=shape))
            for shape in [(4,), (2, 3), (2, 2)]]


@probes("sigmoid-rule")
def computed_sigmoids():
    probe = [squeezed(np.float64(a), G) for a, G in [(0.5, 2.0), (-1.5, 4.0), (3.0, -0.5)]]
    return [*probe, squeezed(np.array([-2.0, 0.25, 1.0]), np.array([3.0, -1.5, 0.5]))]


@drawn("sigmoid-rule")
def random_sigmoids(rng):
    return [squeezed(rng.normal(size=shape), rng.normal(size=shape))
            for shape in [(4,), (2, 3), (2, 2)]]


@drawn("sigmoid-rule", where="where a is as large as 800")
def flat_sigmoids(rng):
    return [squeezed(np.array([-800.0, 800.0, 1.0]), np.array([2.0, 3.0, 1.5]))]


@probes("divide-rule")
def computed_quotients():
    places = [(6.0, 2.0, 5.0), (-1.5, 4.0, -2.0), (3.0, -0.5, 0.25)]
    return [divided(np.float64(a), np.float64(b), G) for a, b, G in places]


@drawn("divide-rule")
def random_quotients(rng):
    return [divided(*(rng.uniform(0.5, 2, size=shape) * rng.choice([-1, 1], size=shape)
                      for _ in range(3))) for shape in [(3,), (2, 3), (2, 2)]]


@observe("sigmoid-rule", "exp-rule")
def in_a_list(returned, arguments):
    """The gradient in its list. The engine of the lesson takes it out of there, and so does that
    of the learner."""
    if isinstance(returned, float | np.ndarray):
        alone = np.shape(returned) != (1, *np.shape(arguments[1]))
        return Seen([-1] * np.size(returned), "Yours gave a gradient that stands in no list.",
                    "A rule returns a list, with one gradient for each input: the walk back takes "
                    f"them out of it, one by one. Yours is {'a gradient alone' if alone else 'an array'}.")
    is_list_of_one = isinstance(returned, list | tuple) and len(returned) == 1
    return returned[0] if is_list_of_one else returned


@engine("register-gradient")
def walk_with_the_table(register, seed):
    """The gradients of a random graph by a table that was filled with it."""
    J, variables = scalar_graph(seed)
    with table_of(register) as table:
        for kind, rule in scalar_rules.rules.items():
            register(kind)(rule)
    gradients = {J: 1.0}
    for op in J.graph.nodes[::-1]:
        if op in gradients and op.input_nodes:
            for node, message in zip(op.input_nodes, table[type(op)](op, gradients[op]),
                                     strict=True):
                gradients[node] = gradients.get(node, 0.0) + message
    wanted = compute_gradients(J, nodes=variables)
    return [gradients[node] for node in variables], [wanted[node] for node in variables]


@engine("exp-rule")
def exp_in_the_library(rule, seed):
    rng = np.random.default_rng(seed)
    return _gradients(exp, rule, [rng.normal(size=(2, 3))], lambda nodes: exp(nodes[0]), rng)


@engine("sigmoid-rule")
def sigmoid_in_the_library(rule, seed):
    rng = np.random.default_rng(seed)
    return _gradients(sigmoid, rule, [rng.normal(size=(2, 3))], lambda nodes: sigmoid(nodes[0]), rng)


@engine("divide-rule")
def divide_in_the_library(rule, seed):
    rng = np.random.default_rng(seed)
    values = [rng.normal(size=3), rng.uniform(0.5, 2, size=3)]
    return _gradients(divide, rule, values, lambda nodes: divide(*nodes), rng)


def _gradients(kind, rule, values, built, rng):
    """The gradients of a graph with two nodes of this kind: with the rule, and with the library's.
    """
    with Graph().as_default():
        nodes = [Variable(value) for value in values]
        first = built(nodes)
        second = built([add(node, 0.25) for node in nodes])
        J = reduce_sum(multiply(add(first, second), rng.normal(size=values[0].shape)))
    wanted = compute_gradients(J, nodes=nodes)
    with registered(kind, rule):
        found = compute_gradients(J, nodes=nodes)
    return [found[node] for node in nodes], [wanted[node] for node in nodes]
