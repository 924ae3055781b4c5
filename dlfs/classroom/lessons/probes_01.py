"""What the exercises of lesson 01 are tried with: graphs whose operations count their work."""

import numpy as np

from dlfs import Graph, Operation, Session, Variable, placeholder
from dlfs.classroom.lessons.exercise import Seen, drawn, engine, observe, probes, trial
from dlfs.classroom.lessons.graphs import (
    below, drawn_graph, faults_of, fed_graph, names_in, seen_alone,
)  # fmt: skip
from dlfs.classroom.lessons.own_classes import in_classes_of


class Counted(Operation):
    """An operation that counts how often it is computed."""

    def __init__(self, *inputs, name=None):
        super().__init__(inputs, name)
        self.times = 0

    def compute(self, *inputs):
        self.times += 1
        return self.rule(*inputs)


class Sum(Counted):
    def rule(self, a, b):
        return a + b


class Product(Counted):
    def rule(self, a, b):
        return a * b


class Less(Counted):
    def rule(self, a, b):
        return a - b


def square_of_a_line():
    """(w x + b)^2 as a product of a node with itself: its nodes in order, and the known values."""
    with Graph().as_default():
        w, x, b = Variable(2.0, "w"), placeholder("x"), Variable(3.0, "b")
        m = Product(w, x, name="m")
        line = Sum(m, b, name="line")
        last = Product(line, line, name="square")
    return [w, x, m, b, line, last], {w: 2.0, x: -1.0, b: 3.0}


def sevenfold():
    """Sums of sums, each of them used twice, with a node of the graph that nobody asks for."""
    with Graph().as_default():
        x, y = Variable(1.5, "x"), placeholder("y")
        first = Less(x, y, name="first")
        second = Sum(first, first, name="second")
        third = Sum(second, first, name="third")
        Product(third, y, name="extra")
        last = Less(third, second, name="last")
    return [y, x, first, second, third, last], {x: 1.5, y: 0.25}


def doublings():
    """A Variable, doubled six times."""
    with Graph().as_default():
        order = [Variable(1.0, "x")]
        for number in range(6):
            order.append(Sum(order[-1], order[-1], name=f"d{number + 1}"))
    return order, {order[0]: 1.0}


def lone_difference():
    """One operation."""
    with Graph().as_default():
        a, b = placeholder("a"), Variable(4.0, "b")
        last = Less(a, b, name="a - b")
    return [b, a, last], {a: 2.5, b: 4.0}


def sibling():
    """q is an input of the last node, and of the other input of the last node."""
    with Graph().as_default():
        p = Variable(3.0, "p")
        q = Sum(p, p, name="q")
        r = Sum(q, p, name="r")
        last = Product(q, r, name="z")
    return [p, q, r, last], {p: 3.0}


EXAMPLES = (lone_difference, square_of_a_line, sevenfold, doublings, sibling)


def random_example(rng, value=lambda rng: rng.uniform(-1, 1), start=0.0):
    """A random graph: a legal order of what its last node needs, and the known values."""
    def made(rng, inputs, name):
        return (Sum, Product, Less)[rng.integers(3)](*inputs, name=name)

    with Graph().as_default():
        leaves = [Variable(start, "w"), placeholder("x"), Variable(start, "b")]
        last = drawn_graph(rng, made, leaves, int(rng.integers(3, 9)))
    return below(last), {leaf: value(rng) for leaf in leaves}


def to_follow(order, values):
    """The order, its Variables with their values, and what is fed."""
    for node, value in values.items():
        if isinstance(node, Variable):
            node.value = value
    return order, {node: value for node, value in values.items() if isinstance(node, placeholder)}


@probes("forward-in-order")
def orders_to_follow():
    return (to_follow(*example()) for example in EXAMPLES)


@drawn("forward-in-order")
def random_orders(rng):
    return (to_follow(*random_example(rng)) for _ in range(6))


@drawn("forward-in-order", where="where the order is illegal (there it should stop with an error)")
def illegal_orders(rng):
    order, values = square_of_a_line()
    other, known = sibling()
    return [to_follow([*order[:2], order[3], order[4], order[2], order[5]], values),
            to_follow([other[0], other[2], other[1], other[3]], known)]


@drawn("forward-in-order", where="where a value is an array")
def values_that_are_arrays(rng):
    return [to_follow(*random_arrays(rng)) for _ in range(2)]


@drawn("forward-in-order", where="where a list is fed")
def lists_that_are_fed(rng):
    order, feed_dict = to_follow(*random_arrays(rng))
    return [(order, {node: list(value) for node, value in feed_dict.items()})]


@drawn("forward-in-order", where="where a value is 0")
def values_that_are_zero(rng):
    return [to_follow(*random_example(rng, lambda rng: 0.0)) for _ in range(2)]


def random_arrays(rng):
    return random_example(rng, lambda rng: rng.uniform(-1, 1, 3), np.zeros(3))


# Stands for a value that is not there, among numbers: no graph of the probes has such a value.
NOTHING = -1e9


@trial("forward-in-order")
def two_runs(forward, order, feed_dict):
    """The inputs and the output of each node, after two runs with different values."""
    copies = in_classes_of(forward, order[0].graph)
    mine = [copies[node] for node in order]
    runs = []
    for more in (0, 0.5):
        for node in copies:
            if isinstance(node, Variable):
                copies[node].value = node.value + more
        forward(mine, {copies[node]: _plus(value, more) for node, value in feed_dict.items()})
        runs.append([(getattr(node, "inputs", None), getattr(node, "output", None))
                     for node in mine])
    return runs


def _plus(value, more):
    return [entry + more for entry in value] if isinstance(value, list) else value + more


@observe("forward-in-order")
def what_the_nodes_have(returned, arguments):
    """The output of every node, and the inputs of every operation, after each run."""
    order = arguments[0]
    numbers = [[_number(output), *(_inputs_of(inputs, node) if node.input_nodes else ())]
               for run in returned for node, (inputs, output) in zip(order, run)]
    told = ", ".join(f"{node.name} {_short(output)}" for node, (_, output) in zip(order, returned[0]))
    return Seen([entry for entries in numbers for entry in entries], f"the outputs are {told}.",
                _fault_of_a_run(order, returned))


def _number(value):
    return NOTHING if value is None else np.asarray(value, dtype=float)


def _inputs_of(inputs, node):
    if len(inputs or ()) != len(node.input_nodes):
        return [NOTHING] * len(node.input_nodes)
    return [_number(value) for value in inputs]


def _short(value):
    if value is None:
        return "has none"
    array = np.asarray(value)
    return f"{float(array):.5g}" if array.ndim == 0 and array.dtype.kind in "fi" else "no number"


def _fault_of_a_run(order, runs):
    if any(output is None for _, output in runs[0]):
        return "A node of the order has no `output` when you are done."
    if any(len(inputs or ()) != len(node.input_nodes)
           for node, (inputs, _) in zip(order, runs[0]) if node.input_nodes):
        return "An operation has no `inputs` when you are done: they are asked for later."
    return ""


def last_nodes(examples):
    return ((order[-1], values) for order, values in examples)


@probes("run-once")
def nodes_to_run():
    return last_nodes(example() for example in EXAMPLES)


@drawn("run-once")
def random_nodes(rng):
    return last_nodes(random_example(rng) for _ in range(6))


@drawn("run-once", where="where a value is an array")
def nodes_of_arrays(rng):
    return last_nodes(random_arrays(rng) for _ in range(2))


@drawn("run-once", where="where a value is 0")
def nodes_of_zeros(rng):
    return last_nodes(random_example(rng, lambda rng: 0.0) for _ in range(2))


@drawn("run-once", where="when it is asked again, with other values")
def asked_again(rng):
    order, values = square_of_a_line()
    others = {node: value + 0.5 for node, value in values.items()}
    return last_nodes([(order, values), (order, others)])


@drawn("run-once", where="where two nodes have the same name")
def nodes_of_one_name(rng):
    with Graph().as_default():
        x, y = Variable(1.5, "x"), Variable(-0.5, "y")
        first, second = Sum(x, y, name="part"), Product(x, y, name="part")
        last = Less(first, second, name="last")
    return last_nodes([([x, y, first, second, last], {x: 1.5, y: -0.5})])


@observe("run-once")
def value_and_work(returned, arguments):
    """The value, and how often an operation of the graph was computed."""
    if returned is None or returned is Ellipsis or isinstance(returned, dict | list | tuple | str):
        return returned
    counted = [node for node in arguments[0].graph.nodes if isinstance(node, Counted)]
    work = ", ".join(f"{node.name} {_times(node.times)}" for node in counted)
    value = f"{returned:.5g}" if isinstance(returned, float | int) else type(returned).__name__
    return Seen([returned, [node.times for node in counted]],
                f"yours gave {value}, and computed {work}.", _fault(arguments[0], counted))


def _fault(node, counted):
    """What is wrong with the work on the first run of a graph; "" if nothing is."""
    needed = below(node)
    if any(each.times and each not in needed for each in counted):
        return "An operation is computed that `node` does not depend on."
    if any(each.times > 2 for each in counted):
        return "An operation is computed more than once."
    return ""


def _times(number):
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")


@probes("order-of")
def nodes_to_order():
    return ((example()[0][-1],) for example in EXAMPLES)


@drawn("order-of")
def random_nodes_to_order(rng):
    return ((random_example(rng)[0][-1],) for _ in range(12))


@drawn("order-of", where="when it is asked again")
def ordered_again(rng):
    node = sevenfold()[0][-1]
    return [(node,), (node,)]


@drawn("order-of", where="where there is nothing but the node")
def lone_nodes(rng):
    with Graph().as_default():
        return [(Variable(2.0, "x"),)]


@observe("order-of")
def faults_of_the_order(returned, arguments):
    """How many nodes are missing, there twice, strangers, or before an input of theirs."""
    if hasattr(returned, "input_nodes"):
        return seen_alone(returned)
    if not isinstance(returned, list | tuple):
        return returned
    if any(each is Ellipsis for each in returned):
        return Ellipsis
    wanted = below(arguments[0])
    if not all(hasattr(each, "input_nodes") for each in returned):
        return Seen([-1] * 4, "yours gave a list with other things in it.",
                    "Your list holds things that are no nodes: the nodes themselves are asked for.")
    counts, fault, where = faults_of(list(returned), wanted, lambda node: node.input_nodes)
    return Seen(counts, f"yours gave {names_in(returned)}: {where}." if where else "", fault)


@engine("order-of")
def run_in_this_order(order_of, seed):
    """The values of a graph of the library, computed in the order that was given."""
    last, values = fed_graph(seed)
    known = dict(values)
    for node in order_of(last):
        if node not in known:
            known[node] = node.compute(*[known[n] for n in node.input_nodes])
    return [known[last]], [_in_a_session(last, values)]


@engine("run-once")
def run_on_the_library(run_once, seed):
    """The value of a node of the library, from a run of the learner's."""
    last, values = fed_graph(seed)
    return [run_once(last, dict(values))], [_in_a_session(last, values)]


@engine("forward-in-order")
def follow_a_graph_of_the_library(forward, seed):
    """The value of the last node of a graph of the library, built in the learner's classes."""
    last, values = fed_graph(seed)
    copies = in_classes_of(forward, last.graph)
    fed = {copies[node]: value for node, value in values.items() if isinstance(node, placeholder)}
    forward([copies[node] for node in below(last)], fed)
    return [copies[last].output], [_in_a_session(last, values)]


def _in_a_session(last, values):
    fed = {node: value for node, value in values.items() if not isinstance(node, Variable)}
    return Session().run(last, fed)
