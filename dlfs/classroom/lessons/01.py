"""Computational graphs: the functions of the exercises of lesson 01, right ones and wrong ones.

A graph is walked from its last node to its inputs, and computed the other way round. What a teacher
says to a mistake stands in the mistake itself; tasks and hints are in 01.toml.
"""

from dlfs import Session, Variable, add, matmul, multiply, placeholder, power
from dlfs.classroom.lessons.exercise import mistake, reference, setting


@setting("graph-parsons")
def names_of_the_graph():
    return {
        "placeholder": placeholder, "Variable": Variable, "add": add, "matmul": matmul,
        "multiply": multiply, "power": power, "session": Session(),
    }  # fmt: skip


# run-in-order: faded


@reference("run-in-order")
def run_in_order(order, values):
    for node in order:
        if node not in values:
            inputs = [values[n] for n in node.input_nodes]
            values[node] = node.compute(*inputs)
    return values[order[-1]]


@mistake("run-in-order", "the inputs in one piece", raises=r"^TypeError: .*missing 1 required")
def inputs_in_one_piece(order, values):
    """`compute` got one thing, the whole list. It wants the values one by one: a star in front of
    the list unpacks it."""
    for node in order:
        if node not in values:
            inputs = [values[n] for n in node.input_nodes]
            values[node] = node.compute(inputs)
    return values[order[-1]]


@mistake("run-in-order", "the values of the latest run", raises=r"^TypeError: .*missing 2")
def values_for_nodes(order, values):
    """`inputs` of an operation are the values of its latest run in a session, and here there was
    none. The nodes that it takes have another name."""
    for node in order:
        if node not in values:
            inputs = [values[n] for n in node.inputs]
            values[node] = node.compute(*inputs)
    return values[order[-1]]


@mistake("run-in-order", "consumers for inputs")
def consumers_for_inputs(order, values):
    """You look to the wrong side: consumers are the operations that wait for this node. Which nodes
    does this one wait for?"""
    for node in order:
        if node not in values:
            inputs = [values[n] for n in node.consumers]
            values[node] = node.compute(*inputs)
    return values[order[-1]]


@mistake("run-in-order", "the order for the inputs", raises=r"^KeyError")
def order_for_inputs(order, values):
    """A KeyError: you ask for a value that is not there, or not yet. Do you ask for nodes of the
    order that are no inputs of this one, or before their turn has come?"""
    for node in order:
        if node not in values:
            inputs = [values[n] for n in order]
            values[node] = node.compute(*inputs)
    return values[order[-1]]


@mistake("run-in-order", "stores the last input")
def stores_an_input(order, values):
    """Your node takes over the value of an input, and nothing is computed. Which method of the node
    does that?"""
    for node in order:
        if node not in values:
            inputs = [values[n] for n in node.input_nodes]
            values[node] = inputs[-1]
    return values[order[-1]]


@mistake("run-in-order", "stores the list of inputs")
def stores_the_inputs(order, values):
    """You store the inputs themselves. They are what the node needs; what does it make of them?"""
    for node in order:
        if node not in values:
            inputs = [values[n] for n in node.input_nodes]
            values[node] = inputs
    return values[order[-1]]


@mistake("run-in-order", "returns None")
def without_return(order, values):
    """The values are all computed, and then you keep them to yourself: without `return` a function
    gives None."""
    run_in_order(order, values)


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


# run-once: make


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
    """`compute` got one thing, the whole list. It wants the values one by one: a star in front of
    the list unpacks it."""
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


# order-of: challenge


@reference("order-of")
def order_of(node):
    order = []

    def visit(each):
        if each not in order:
            for source in each.input_nodes:
                visit(source)
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
    for source in node.input_nodes:
        order += once_for_every_consumer(source)
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
