"""Backpropagation on scalars: the functions of the exercises of lesson 05, right and wrong ones.

They run on graphs of their own, built of the library's nodes and computed once. What a teacher says
to a mistake stands in the mistake itself; tasks and hints are in 05.toml.
"""

import math
import operator

from dlfs import Graph, Session, Variable, add, negative, power
from dlfs.classroom.lessons.exercise import mistake, reference, setting
from dlfs.classroom.lessons.scalar_rules import rules
from dlfs.graph import order_of


def there_and_back():
    """z = y + (-(-y)) with y = x^2: breadth-first comes to y too early."""
    x = Variable(2.0, "x")
    y = power(x, 2, name="y")
    u = negative(y, name="u")
    v = negative(u, name="v")
    z = add(y, v, name="y + (-(-y))")
    return z, [z, v, u, y], [x]


@setting("walk-parsons")
def names_of_the_walk():
    with Graph().as_default():
        J, order, _ = there_and_back()
    return {"J": J, "feed": None, "rules": rules, "session": Session(), "order": order}


# walk-back: faded


@reference("walk-back")
def backpropagate(J, order):
    gradients = {J: 1.0}
    for op in order:
        if op in gradients and op.input_nodes:
            for node, message in zip(op.input_nodes, rules[type(op)](op, gradients[op])):
                gradients[node] = gradients.get(node, 0.0) + message
    return gradients


def walked(J, order, incoming, there):
    """The same walk with other blanks: `incoming(table, op)`, `there(table, node, message)`."""
    table = {J: 1.0}
    for op in order:
        if op in table and op.input_nodes:
            messages = rules[type(op)](op, incoming(table, op))
            for node, message in zip(op.input_nodes, messages, strict=True):
                table[node] = there(table, node, message)
    return table


def gradient_of(table, op):
    return table[op]


def added(table, node, message):
    return table.get(node, 0.0) + message


@mistake("walk-back", "overwrites")
def overwrites(J, order):
    """A second message replaces the first one. What a node has heard before still counts: look up
    what stands in the table for it already."""
    return walked(J, order, gradient_of, lambda table, node, message: message)


@mistake("walk-back", "1 for G")
def forgets_what_arrives(J, order):
    """Every operation sends its local rates, as if nothing came after it. What has arrived at this
    operation from above?"""
    return walked(J, order, lambda table, op: 1.0, added)


@mistake("walk-back", "the operation for G")
def hands_over_the_node(J, order):
    """You hand the rule the operation itself for G, and get nodes back. G is a number: the gradient
    of this operation, and the table has it."""
    return walked(J, order, lambda table, op: op, added)


@mistake("walk-back", "the output for G")
def output_for_gradient(J, order):
    """You hand the rule what came out of the operation going forward. Going backward, something
    else arrives at it: its gradient."""
    return walked(J, order, lambda table, op: op.output, added)


@mistake("walk-back", "the table for G", raises=r"^TypeError: .*'dict'")
def hands_over_the_table(J, order):
    """You hand the rule a whole table for G. G is one number: the entry of this operation."""
    return walked(J, order, lambda table, op: table, added)


@mistake("walk-back", "expects an entry", raises=r"^KeyError")
def expects_an_entry(J, order):
    """A KeyError: the first message to a node finds no entry in the table. Ask with `get`, which
    takes a second thing: what to answer where there is no entry."""
    return walked(J, order, gradient_of, lambda table, node, sent: table[node] + sent)


@mistake("walk-back", "asks those who have nothing to send", raises=r"^KeyError")
def asks_everybody(J, order):
    """A KeyError: a node that has heard nothing has no entry, and a node without inputs has no
    rule. Both have nothing to send. Which line passes over them?"""
    table = {J: 1.0}
    for op in order:
        for node, message in zip(op.input_nodes, rules[type(op)](op, table[op]), strict=True):
            table[node] = table.get(node, 0.0) + message
    return table


@mistake("walk-back", "G once more")
def multiplies_by_G_again(J, order):
    """You multiply each message by what arrived at its sender. The rule has done that already: it
    was given G."""
    table = {J: 1.0}
    for op in order:
        if op in table and op.input_nodes:
            for node, message in zip(op.input_nodes, rules[type(op)](op, table[op]), strict=True):
                table[node] = table.get(node, 0.0) + table[op] * message
    return table


# walk-parsons: parsons


@mistake("walk-parsons", "a line of the loop above it")
def inside_above_the_loop(at):
    """An indented line belongs to a loop, and you have one above the line that opens it."""
    outer = min(at["A"], at["E"], at["F"]) < at["C"]
    return outer or at["A"] < at["E"]


@mistake("walk-parsons", "the walk before the forward pass")
def backward_before_forward(at):
    """Your walk begins before the graph has run. A rule reads what went into its operation: who
    computes that?"""
    return at["B"] > at["C"]


@mistake("walk-parsons", "a new table in every round")
def table_inside(at):
    """Your table is made after the walk has begun. It has to be there, with the 1 for J, before the
    first operation asks for its G."""
    return at["D"] > at["C"]


@mistake("walk-parsons", "sends before the rule has spoken")
def sends_too_early(at):
    """You hand out `messages` before the rule has made them."""
    return at["E"] < at["F"]


# backward-order: make


@reference("backward-order")
def backward_order(J):
    order = order_of(J)
    return order[::-1]


@mistake("backward-order", "inputs first")
def inputs_first(J):
    """This is the order of the forward pass: inputs first. Backward it is the other way round, and
    J has to be the first to send."""
    return backward_order(J)[::-1]


@mistake("backward-order", "breadth-first")
def breadth_first(J):
    """You go down layer by layer: J, then its inputs, then theirs. So a node may send when only its
    nearest consumer has reported. Who else has something to tell it?"""
    queue = [J]
    for node in queue:
        queue += [source for source in dict.fromkeys(node.input_nodes) if source not in queue]
    return queue


@mistake("backward-order", "breadth-first, and some nodes twice")
def breadth_first_with_doubles(J):
    """A node gets its turn here when the nearest of its consumers has had one; it does not wait for
    the others. And where an operation takes a node twice, as add(m, m) does, you list it twice."""
    queue = [J]
    for node in queue:
        queue += [source for source in node.input_nodes if source not in queue]
    return queue


@mistake("backward-order", "down one branch at a time")
def depth_first(J):
    """You walk down one way to its end before you begin the next. A node that lies on both sends
    after the first. List a node only when all its consumers are listed."""
    order = []

    def visit(node):
        if node not in order:
            order.append(node)
            for source in node.input_nodes:
                visit(source)

    visit(J)
    return order


@mistake("backward-order", "a node for every consumer")
def once_for_every_consumer(J):
    """A node that is used twice stands in your list twice, and sends everything twice. Look whether
    it is listed already."""
    order = [J]
    for source in J.input_nodes:
        order += once_for_every_consumer(source)
    return order


@mistake("backward-order", "waits for the whole graph")
def waits_for_strangers(J):
    """Some node of yours never gets its turn: you wait for a consumer that J does not depend on. It
    will never report. Wait only for those that J needs."""
    order, needed = [J], breadth_first(J)
    for _ in needed:
        order += [n for n in needed if n not in order and all(c in order for c in n.consumers)]
    return order


@mistake("backward-order", "J is missing")
def without_J(J):
    """J itself is missing from your list. It sends first: nobody else knows its gradient from the
    start."""
    return backward_order(J)[1:]


@mistake("backward-order", "the whole graph")
def whole_graph(J):
    """Legal, and a short way to it: inputs are built first. But you list nodes that J does not
    depend on, and nobody ever tells them anything. The last number says how many."""
    return J.graph.nodes[::-1]


@mistake("backward-order", "names for nodes")
def names_for_nodes(J):
    """Your list holds texts. The nodes themselves are wanted."""
    return [node.name for node in backward_order(J)]


@mistake("backward-order", "turned round in place")
def turned_in_place(J):
    """Your function gives None. `return` may be missing; or it returns what `reverse()` or `append`
    gives: they change the list and give None."""
    return backward_order(J).reverse()


# slope-by-paths: challenge


@reference("slope-by-paths")
def slope_by_paths(top, bottom):
    if top is bottom:
        return 1.0
    if not top.input_nodes:
        return 0.0
    rates = rules[type(top)](top, 1.0)
    return sum(rate * slope_by_paths(n, bottom) for n, rate in zip(top.input_nodes, rates))


def by_paths(top, bottom, together, along, at_the_end=1.0):
    """The same recursion with another way to put ways `together`, and rates `along` a way."""
    if top is bottom:
        return at_the_end
    if not top.input_nodes:
        return 0.0
    pairs = zip(top.input_nodes, rules[type(top)](top, 1.0), strict=True)
    return together([along(rate, by_paths(node, bottom, together, along, at_the_end))
                     for node, rate in pairs])  # fmt: skip


@mistake("slope-by-paths", "adds the rates along a path")
def adds_along(top, bottom):
    """Along a path the rates are multiplied: a rate of a rate is a product. You add them up."""
    return by_paths(top, bottom, sum, lambda rate, rest: rate + rest)


@mistake("slope-by-paths", "the first path alone")
def first_path_alone(top, bottom):
    """You follow the first input and never come to the second. A `return` inside the loop ends it
    in its first round."""
    return by_paths(top, bottom, lambda parts: parts[0], operator.mul)


@mistake("slope-by-paths", "multiplies the paths")
def multiplies_paths(top, bottom):
    """You multiply what comes by different ways. Both ways are there at the same time, and each
    brings its share: put the shares together."""
    return by_paths(top, bottom, math.prod, operator.mul)


@mistake("slope-by-paths", "0 at the end of the path")
def nothing_at_the_end(top, bottom):
    """You get 0 for everything: when `top` is `bottom`, how much does it change for each unit of
    itself?"""
    return by_paths(top, bottom, sum, operator.mul, at_the_end=0.0)


@mistake("slope-by-paths", "a path that ends elsewhere", raises=r"^KeyError: <class")
def asks_a_leaf(top, bottom):
    """A KeyError: there is no rule for a node that was not computed from anything. Not every way
    ends at `bottom`: what does such a way bring?"""
    if top is bottom:
        return 1.0
    pairs = zip(top.input_nodes, rules[type(top)](top, 1.0), strict=True)
    return sum(rate * asks_a_leaf(node, bottom) for node, rate in pairs)
