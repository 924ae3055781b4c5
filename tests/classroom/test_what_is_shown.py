"""What is said of a wrong answer is to be seen in the input that is shown with it."""

import re

import pytest

from dlfs.classroom import lessons
from dlfs.classroom.checking.diagnosis import diagnose
from dlfs.classroom.lessons import scalar_rules

RULES = scalar_rules.rules


def only_operations(node):
    order = []

    def visit(each):
        if each.input_nodes:
            for input_node in each.input_nodes:
                visit(input_node)
            order.append(each)

    visit(node)
    return order


def starts_with_nothing(J, order):
    return {}


def one_round(J, order):
    gradients = {J: 1.0}
    for op in order:
        if op in gradients and op.input_nodes:
            for node, message in zip(op.input_nodes, RULES[type(op)](op, gradients[op])):
                gradients[node] = gradients.get(node, 0.0) + message
        return gradients


def other_way_round(J, order):
    gradients = {J: 1.0}
    for op in order[::-1]:
        if op in gradients and op.input_nodes:
            for node, message in zip(op.input_nodes, RULES[type(op)](op, gradients[op])):
                gradients[node] = gradients.get(node, 0.0) + message
    return gradients


def names_in(words):
    return set(words.split(", ")) - {"(w x + b)^2"}


@pytest.mark.parametrize("answer", [starts_with_nothing, one_round, other_way_round])
def test_the_nodes_that_have_no_entry_are_nodes_of_the_graph_that_is_shown(answer):
    said, shown = diagnose(lessons.find_exercise("walk-back"), answer).text.split("Tried with")
    missing = names_in(re.search(r"no entry for ([^.]*)\.", said)[1])
    # The graph that is shown is (w x + b)^2.
    assert missing and missing <= {"w", "x", "b", "m", "s"} and "(w x + b)^2" in shown


def test_a_node_is_said_to_be_missing_where_it_is_shown_to_be_missing():
    said, shown = diagnose(lessons.find_exercise("order-of"), only_operations).text.split("Tried")
    assert "missing: b, a" in shown and "missing from your list" in said
    assert "more than once" not in said
