"""What the exercises of lesson 01 are tried with: graphs whose operations count their work."""

from dlfs import Graph, Operation, Session, Variable, placeholder
from dlfs.classroom.lessons.exercise import Seen, drawn, engine, observe, probes
from dlfs.classroom.lessons.graphs import (
    below, drawn_graph, faults_of, fed_graph, names_in,
)  # fmt: skip


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


def random_example(rng, value=lambda rng: rng.uniform(-1, 1)):
    """A random graph: a legal order of what its last node needs, and the known values."""
    def made(rng, inputs, name):
        return (Sum, Product, Less)[rng.integers(3)](*inputs, name=name)

    with Graph().as_default():
        leaves = [Variable(0.0, "w"), placeholder("x"), Variable(0.0, "b")]
        last = drawn_graph(rng, made, leaves, int(rng.integers(3, 9)))
    return below(last), {leaf: value(rng) for leaf in leaves}


@probes("run-in-order")
def orders_to_follow():
    return (example() for example in EXAMPLES)


@drawn("run-in-order")
def random_orders(rng):
    return (random_example(rng) for _ in range(6))


@drawn("run-in-order", where="where the order is illegal (there it should stop with an error)")
def illegal_orders(rng):
    order, values = square_of_a_line()
    other, known = sibling()
    return [([*order[:2], order[3], order[4], order[2], order[5]], values),
            ([other[0], other[2], other[1], other[3]], known)]


@drawn("run-in-order", where="where the order begins with an operation")
def orders_of_operations(rng):
    order, values = sevenfold()
    return [([node for node in order if node.input_nodes], values)]


@drawn("run-in-order", where="where an operation's value is known already")
def known_operations(rng):
    order, values = square_of_a_line()
    return [(order, {**values, order[4]: 7.0})]


@drawn("run-in-order", where="where the last node of the order is no operation")
def orders_that_end_with_a_known_node(rng):
    order, values = square_of_a_line()
    return [(order[:4], values), (order[1:2], dict(values))]


@drawn("run-in-order", where="where a value is an array")
def values_that_are_arrays(rng):
    return [random_example(rng, lambda rng: rng.uniform(-1, 1, 3)) for _ in range(2)]


@drawn("run-in-order", where="where a value is 0")
def values_that_are_zero(rng):
    return [random_example(rng, lambda rng: 0.0) for _ in range(2)]


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
    return last_nodes(values_that_are_arrays(rng))


@drawn("run-once", where="where a value is 0")
def nodes_of_zeros(rng):
    return last_nodes(values_that_are_zero(rng))


@drawn("run-once", where="when it is asked again, with other values")
def asked_again(rng):
    order, values = square_of_a_line()
    others = {node: value + 0.5 for node, value in values.items()}
    return last_nodes([(order, values), (order, others)])


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


@engine("run-in-order")
def follow_on_the_library(run_in_order, seed):
    """The value of a node of the library, computed in a legal order."""
    last, values = fed_graph(seed)
    return [run_in_order(below(last), dict(values))], [_in_a_session(last, values)]


def _in_a_session(last, values):
    fed = {node: value for node, value in values.items() if not isinstance(node, Variable)}
    return Session().run(last, fed)
