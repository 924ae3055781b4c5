"""What the exercises of lesson 05 are tried with: graphs on numbers that have been run."""

import numpy as np

from dlfs import Graph, Session, Variable, add, compute_gradients, multiply, negative, power
from dlfs.classroom.lessons.exercise import Seen, drawn, engine, observe, probes
from dlfs.classroom.lessons.graphs import below, faults_of, names_in, scalar_graph, seen_alone
from dlfs.classroom.lessons.scalar_rules import rules
from dlfs.graph import Node


def square_of_a_line():
    """z = (w x + b)^2, a chain: z, s, m."""
    w, x, b = Variable(2.0, "w"), Variable(-1.0, "x"), Variable(3.0, "b")
    m = multiply(w, x, name="m")
    s = add(m, b, name="s")
    return power(s, 2, name="(w x + b)^2")


def two_ways():
    """z = x y + 3 x: two ways lead from x to z, and one from y."""
    x, y = Variable(4.0, "x"), Variable(-2.0, "y")
    p, q = multiply(x, y, name="p"), multiply(3.0, x, name="q")
    return add(p, q, name="x y + 3 x")


def there_and_back():
    """z = y + (-(-y)) with y = x^2: breadth-first comes to y too early."""
    x = Variable(2.0, "x")
    y = power(x, 2, name="y")
    u = negative(y, name="u")
    v = negative(u, name="v")
    return add(y, v, name="y + (-(-y))")


def crossing():
    """z = 2 (x + y) x y, with a node that is used twice at once, and two that z does not need."""
    x, y = Variable(1.5, "x"), Variable(-3.0, "y")
    s = add(x, y, name="s")
    m = multiply(s, x, name="m")
    multiply(m, m, name="extra")
    d = add(m, m, name="d")
    z = multiply(d, y, name="2 (x + y) x y")
    negative(z, name="later")
    return z


def long_way_first():
    """z = -(y^2) y with y = 2 x: the first input of the product is the long way back to y."""
    x = Variable(0.75, "x")
    y = multiply(x, 2.0, name="y")
    square = power(y, 2, name="q")
    minus = negative(square, name="n")
    return multiply(minus, y, name="-(y^2) y")


def with_a_stranger():
    """z = (x + 1) x, and a node that takes x + 1 and leads nowhere."""
    x = Variable(2.5, "x")
    s = add(x, 1.0, name="s")
    negative(s, name="stranger")
    return multiply(s, x, name="(x + 1) x")


def twice_and_once():
    """z = 2 y - y^2 with y = -x: one operation takes y twice, and a longer way leads there, too."""
    x = Variable(1.5, "x")
    y = negative(x, name="y")
    d = add(y, y, name="d")
    q = power(y, 2, name="q")
    return add(d, negative(q, name="n"), name="2 y - y^2")


def ways_of_many_lengths():
    """z = ((y + 1) y + y) y with y = x^2: y has to wait for the longest way."""
    x = Variable(0.5, "x")
    y = power(x, 2, name="y")
    a = add(y, 1.0, name="a")
    m = multiply(a, y, name="m")
    s = add(m, y, name="s")
    return multiply(s, y, name="((y + 1) y + y) y")


EXAMPLES = (
    square_of_a_line, two_ways, there_and_back, crossing, long_way_first, with_a_stranger,
    twice_and_once, ways_of_many_lengths,
)  # fmt: skip


def computed(example):
    """The last node of an example, after a run."""
    with Graph().as_default():
        J = example()
    Session().run(J)
    return J


def random_ones(rng, number):
    """The last nodes of random graphs, after a run."""
    return (scalar_graph(int(rng.integers(10**6)), int(rng.integers(4, 9)))[0]
            for _ in range(number))


def operations_of(J):
    """The operations that J needs, in a legal order, J first."""
    return [node for node in below(J)[::-1] if node.input_nodes]


@probes("walk-back")
def walks():
    for example in EXAMPLES:
        J = computed(example)
        yield J, operations_of(J)
        J = computed(example)
        yield J, below(J)[::-1]


@drawn("walk-back")
def random_walks(rng):
    return ((J, operations_of(J)) for J in random_ones(rng, 6))


@drawn("walk-back", where="where the order has nodes that J does not need")
def walks_past_strangers(rng):
    graphs = [computed(crossing), computed(with_a_stranger), *random_ones(rng, 4)]
    return ((J, J.graph.nodes[::-1]) for J in graphs)


@drawn("walk-back", where="when it is asked again")
def walked_again(rng):
    J = computed(two_ways)
    return [(J, operations_of(J)), (J, operations_of(J))]


@observe("walk-back")
def what_has_arrived(returned, arguments):
    """The gradient of every node that J needs, and how many of them have none."""
    if not isinstance(returned, dict):
        return returned
    needed = below(arguments[0])
    missing = [node for node in needed if node not in returned]
    text = ", ".join(f"{node.name} {_as_text(returned[node])}" for node in needed
                     if node in returned)
    fault = f"Your table has no entry for {names_in(missing)}." if missing else ""
    return Seen([len(missing), *(returned.get(node, 0.0) for node in needed)],
                f"yours gives {text or 'an empty table'}", fault)


def _as_text(value):
    return f"{value:.5g}" if isinstance(value, int | float | np.number) else type(value).__name__


@probes("backward-order")
def nodes_to_order():
    return ((computed(example),) for example in EXAMPLES)


@drawn("backward-order")
def random_nodes_to_order(rng):
    return ((J,) for J in random_ones(rng, 10))


@drawn("backward-order", where="in larger graphs")
def large_graphs_to_order(rng):
    return ((scalar_graph(int(rng.integers(10**6)), 16)[0],) for _ in range(8))


@drawn("backward-order", where="when it is asked again")
def ordered_again(rng):
    J = computed(crossing)
    return [(J,), (J,)]


@drawn("backward-order", where="where there is nothing but J")
def lone_nodes(rng):
    with Graph().as_default():
        return [(Variable(2.0, "x"),)]


@observe("backward-order")
def faults_and_gradients(returned, arguments):
    """What is wrong with the order, and what arrives at the Variables in it.

    Nodes without inputs have nobody to tell: where they stand does not matter.
    """
    if isinstance(returned, Node):
        return seen_alone(returned)
    if not isinstance(returned, list | tuple) or any(n is Ellipsis for n in returned):
        return returned
    if not all(isinstance(node, Node) for node in returned):
        return Seen([-1] * 4, "yours gave a list with other things in it.",
                    "Your list holds things that are no nodes: the nodes themselves are asked for.")
    J = arguments[0]
    needed = dict.fromkeys(below(J))
    senders = dict.fromkeys(node for node in needed if node.input_nodes)
    listed = [node for node in returned if node.input_nodes or node not in needed]
    counts, fault, where = faults_of(
        listed, list(senders), lambda node: [n for n in node.consumers if n in senders])
    arrived = arrivals(J, returned)
    text = ", ".join(f"{node.name} {value:.5g}" for node, value in arrived.items())
    return Seen([*counts, *arrived.values()],
                f"yours lists {names_in(returned)}{f': {where}' if where else ''}. "
                f"What arrives: {text or 'nothing'}.", fault)


def arrivals(J, order):
    """What arrives at the Variables that J needs when nodes send in this order what they have."""
    table = {J: 1.0}
    for op in order:
        if op in table and op.input_nodes:
            for node, message in zip(op.input_nodes, rules[type(op)](op, table[op])):
                table[node] = table.get(node, 0.0) + message
    variables = [node for node in below(J) if isinstance(node, Variable)]
    return {node: float(table.get(node, 0.0)) for node in variables}


@probes("slope-by-paths")
def ends_of_paths():
    return (pair for example in EXAMPLES for pair in ends_in(computed(example)))


def ends_in(J):
    """J above a Variable, and above the operation that is farthest away."""
    nodes = below(J)
    variables = [node for node in nodes if isinstance(node, Variable)]
    operations = [node for node in nodes if node.input_nodes]
    return [(J, variables[0]), (J, operations[0])]


@drawn("slope-by-paths")
def ends_of_random_paths(rng):
    return (pair for J in random_ones(rng, 6) for pair in ends_in(J))


@drawn("slope-by-paths", where="where no path leads from one to the other")
def ends_without_a_path(rng):
    J = computed(crossing)
    nodes = {node.name: node for node in J.graph.nodes}
    return [(J, nodes["extra"]), (nodes["s"], nodes["d"]), (nodes["x"], nodes["y"])]


def equal_values():
    """z = (x^2 + y) x with x = y = 1: x^2 cannot be told from x by its value."""
    x, y = Variable(1.0, "x"), Variable(1.0, "y")
    return multiply(add(power(x, 2, name="q"), y, name="s"), x, name="(x^2 + y) x")


@drawn("slope-by-paths", where="where two nodes have the same value")
def ends_of_equal_values(rng):
    J = computed(equal_values)
    return [(J, node) for node in below(J) if isinstance(node, Variable)]


@drawn("slope-by-paths", where="where both are the same node")
def ends_that_are_one(rng):
    J = computed(two_ways)
    return [(J, J), (below(J)[0], below(J)[0])]


@engine("backward-order")
def walk_in_this_order(backward_order, seed):
    """The gradients that arrive in this order, and those that the library computes."""
    J, variables = scalar_graph(seed)
    arrived = arrivals(J, list(backward_order(J)))
    wanted = compute_gradients(J, nodes=variables)
    return [arrived[node] for node in variables], [wanted[node] for node in variables]


@engine("walk-back")
def walk_beside_the_library(backpropagate, seed):
    J, _ = scalar_graph(seed)
    wanted = compute_gradients(J)
    found = backpropagate(J, J.graph.nodes[::-1])
    return [np.asarray(found[node]) for node in wanted], list(wanted.values())


@engine("slope-by-paths")
def paths_beside_the_library(slope_by_paths, seed):
    J, variables = scalar_graph(seed, 5)
    wanted = compute_gradients(J, nodes=variables)
    return [slope_by_paths(J, node) for node in variables], [wanted[node] for node in variables]
