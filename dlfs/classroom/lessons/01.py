"""Computational graphs: the functions of the exercises of lesson 01, right ones and wrong ones.

A graph is walked from its last node to its inputs, and computed the other way round. What a teacher
says to a mistake stands in the mistake itself; tasks and hints are in 01.toml.
"""

import numpy as np

from dlfs import Session, Variable, add, matmul, multiply, placeholder, power
from dlfs.classroom.lessons.exercise import mistake, reference, setting


@setting("graph-parsons")
def names_of_the_graph():
    return {
        "placeholder": placeholder, "Variable": Variable, "add": add, "matmul": matmul,
        "multiply": multiply, "power": power, "session": Session(),
    }  # fmt: skip


# forward-in-order: faded


@reference("forward-in-order")
def forward(order, feed_dict):
    for node in order:
        if node.input_nodes:
            node.inputs = [n.output for n in node.input_nodes]
            node.output = node.compute(*node.inputs)
        elif hasattr(node, "value"):
            node.output = node.value
        else:
            node.output = np.array(feed_dict[node], dtype=float)


def known(node, feed_dict):
    """The value of a node that is no operation."""
    return node.value if hasattr(node, "value") else np.array(feed_dict[node], dtype=float)


@mistake("forward-in-order", "the order for the inputs", raises="'output'|takes 3 pos|NoneType")
def order_for_inputs(order, feed_dict):
    """A node is asked for its output and has none yet. Do you ask the inputs of this node alone, and
    do you go through the order from its beginning?"""
    for node in order:
        if node.input_nodes:
            node.inputs = [n.output for n in order]
            node.output = node.compute(*node.inputs)
        else:
            node.output = known(node, feed_dict)


@mistake("forward-in-order", "the inputs in one piece", raises="missing 1 required|'output'")
def inputs_in_one_piece(order, feed_dict):
    """`compute` got a single thing where it wants several: the values of all inputs, one by one. A
    star in front of a list unpacks it."""
    for node in order:
        if node.input_nodes:
            node.inputs = [n.output for n in node.input_nodes]
            node.output = node.compute(node.inputs)
        else:
            node.output = known(node, feed_dict)


@mistake("forward-in-order", "the values of the latest run", raises="'inputs'|missing 2")
def values_for_nodes(order, feed_dict):
    """`inputs` of a node are values, those that you are about to find. The nodes that it takes have
    another name."""
    for node in order:
        if node.input_nodes:
            node.inputs = [n.output for n in node.inputs]
            node.output = node.compute(*node.inputs)
        else:
            node.output = known(node, feed_dict)


@mistake("forward-in-order", "consumers for inputs", raises="'output'|positional arg|NoneType")
def consumers_for_inputs(order, feed_dict):
    """You look to the wrong side: consumers are the operations that wait for this node. Which nodes
    does this one wait for?"""
    for node in order:
        if node.input_nodes:
            node.inputs = [n.output for n in node.consumers]
            node.output = node.compute(*node.inputs)
        else:
            node.output = known(node, feed_dict)


@mistake("forward-in-order", "compute is not called", raises="'method'")
def compute_without_brackets(order, feed_dict):
    """Your node keeps `compute` itself: it is a method, and without brackets behind it nobody calls
    it."""
    for node in order:
        if node.input_nodes:
            node.inputs = [n.output for n in node.input_nodes]
            node.output = node.compute
        else:
            node.output = known(node, feed_dict)


@mistake("forward-in-order", "stores the last input")
def stores_an_input(order, feed_dict):
    """Your node takes over the value of an input, and nothing is computed. Which method of the node
    does that?"""
    for node in order:
        if node.input_nodes:
            node.inputs = [n.output for n in node.input_nodes]
            node.output = node.inputs[-1]
        else:
            node.output = known(node, feed_dict)


@mistake("forward-in-order", "stores the list of inputs")
def stores_the_inputs(order, feed_dict):
    """You store the inputs themselves. They are what the node needs; what does it make of them?"""
    for node in order:
        if node.input_nodes:
            node.inputs = [n.output for n in node.input_nodes]
            node.output = node.inputs
        else:
            node.output = known(node, feed_dict)


@mistake("forward-in-order", "returns what it computed, and stores nothing")
def stores_nothing(order, feed_dict):
    """You compute the values and the nodes do not keep them: `node.output` is where the next node
    looks."""
    values = {}
    for node in order:
        if node.input_nodes:
            values[node] = node.compute(*[values[n] for n in node.input_nodes])
        else:
            values[node] = known(node, feed_dict)
    return values[order[-1]]


# graph-parsons: parsons


@mistake("graph-parsons", "the product before its inputs")
def product_too_early(at):
    """`matmul` lacks an input: where it stands, A or x is not built yet."""
    return at["F"] < max(at["B"], at["D"])


@mistake("graph-parsons", "the sum before its inputs")
def sum_too_early(at):
    """`add` lacks an input: where it stands, y or b is not built yet."""
    return at["A"] < max(at["F"], at["G"])


@mistake("graph-parsons", "runs before it is built")
def run_too_early(at):
    """You run a graph that is not finished: the node that you want the value of is not there."""
    return at["E"] < at["A"]


# order-of: make


@reference("order-of")
def order_of(node):
    order = []

    def visit(each):
        if each not in order:
            for input_node in each.input_nodes:
                visit(input_node)
            order.append(each)

    visit(node)
    return order


@mistake("order-of", "the last node first")
def last_node_first(node):
    """Your list begins at the end: the node that is computed last stands first. An input has to be
    there before the node that takes it."""
    return order_of(node)[::-1]


@mistake("order-of", "a node for every consumer")
def once_for_every_consumer(node):
    """A node that is used twice stands in your list twice. Look whether it is there already, before
    you append it."""
    order = []
    for input_node in node.input_nodes:
        order += once_for_every_consumer(input_node)
    return [*order, node]


@mistake("order-of", "operations only")
def operations_only(node):
    """Placeholders and Variables are missing from your list. They are nodes, too."""
    return [each for each in order_of(node) if each.input_nodes]


@mistake("order-of", "the node itself is missing")
def without_the_node(node):
    """Everything that the node depends on is there. The node itself is not."""
    return order_of(node)[:-1]


@mistake("order-of", "only the direct inputs")
def direct_inputs(node):
    """You list the inputs of the node, and the node. And the inputs of the inputs?"""
    return [*dict.fromkeys(node.input_nodes), node]


@mistake("order-of", "the whole graph")
def whole_graph(node):
    """You list all nodes of the graph. One of them is nothing that `node` depends on."""
    return list(node.graph.nodes)


# run-once: challenge


@reference("run-once")
def run_once(node, values):
    if node not in values:
        inputs = [run_once(n, values) for n in node.input_nodes]
        values[node] = node.compute(*inputs)
    return values[node]


@mistake("run-once", "remembers nothing")
def forgets(node, values):
    """The values are right, and some operations are computed many times. A memory serves you only
    if you look into it first, write into it last, and hand the same one on to every call."""
    if node in values:
        return values[node]
    return node.compute(*[forgets(n, values) for n in node.input_nodes])


@mistake("run-once", "runs the whole graph")
def runs_everything(node, values):
    """The value is right, but you compute every node of the graph. Somebody may have built one that
    `node` does not depend on."""
    for each in node.graph.nodes:
        run_once(each, values)
    return values[node]


@mistake("run-once", "never asks for the inputs", raises=r"^KeyError")
def expects_the_inputs(node, values):
    """A KeyError: you take out of the memory what nobody has put there. Before a node can be
    computed, each input has to be, in the same way."""
    if node not in values:
        values[node] = node.compute(*[values[n] for n in node.input_nodes])
    return values[node]


@mistake("run-once", "the inputs in one piece", raises=r"^TypeError: .*missing 1 required")
def list_for_values(node, values):
    """`compute` got a single thing where it wants several: the values of all inputs, one by one. A
    star in front of a list unpacks it."""
    if node not in values:
        values[node] = node.compute([list_for_values(n, values) for n in node.input_nodes])
    return values[node]


@mistake("run-once", "the inputs in the wrong order")
def inputs_reversed(node, values):
    """Sums are right and differences are not: you hand over the inputs in the wrong order."""
    if node not in values:
        inputs = [inputs_reversed(n, values) for n in node.input_nodes]
        values[node] = node.compute(*inputs[::-1])
    return values[node]


@mistake("run-once", "returns nothing")
def keeps_it(node, values):
    """Your function ends without `return`. The value may be in the memory, but who called gets
    None."""
    run_once(node, values)
