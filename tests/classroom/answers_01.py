"""The answers of lesson 01's questions, computed."""

import numpy as np

from dlfs import Graph, Session, Variable, add, matmul, placeholder
from dlfs.classroom.explore.ordering import legal_orders


def operations_with_a_new_value():
    with Graph().as_default():
        w, x, b = Variable(2.0), Variable(-1.0), Variable(3.0)
        product = w * x
        total = product + b
        square = total**2
    before = Session().run([product, total, square])
    b.value = 5.0
    after = Session().run([product, total, square])
    return sum(old != new for old, new in zip(before, after, strict=True))


def orders_of_a_sum():
    with Graph().as_default() as graph:
        add(matmul(Variable(np.eye(2)), placeholder()), Variable(np.zeros(2)))
    return legal_orders({node: node.input_nodes for node in graph.nodes})


def visits(node):
    """Every visit of a run that remembers nothing, one row of visits for each depth."""
    row, total = {node: 1}, 0
    while row:
        total += sum(row.values())
        below = {}
        for each, times in row.items():
            for source in each.input_nodes:
                below[source] = below.get(source, 0) + times
        row = below
    return total


def nodes_and_visits():
    with Graph().as_default() as graph:
        n = Variable(1.0)
        for _ in range(20):
            n = add(n, n)
    return [len(graph.nodes), visits(n)]


ANSWERS = {
    "wu-2": lambda: np.array([[1, 2], [3, 4]]) @ np.array([1, 2]),
    "cg-1": orders_of_a_sum,
    "cg-3": operations_with_a_new_value,
    "cg-4": nodes_and_visits,
}
