"""What is said of a wrong answer is to be seen in the input that is shown with it."""

import re

import numpy as np
import pytest

from dlfs import Operation, Session, compute_gradients, placeholder
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


def the_last_one(J):
    return J


def updates_inside_the_loop(J, variables, feed, learning_rate, steps):
    losses = []
    for _ in range(steps):
        losses.append(Session().run(J, feed))
        table = {}
        for node, G in compute_gradients(J, feed).items():
            table[node] = table.get(node, 0) + G
            for variable in variables:
                variable.value = variable.value - learning_rate * table[variable]
    return losses


def logarithm_of_the_logits(a):
    a = a - np.max(a, axis=1, keepdims=True)
    return a - np.log(np.sum(a, axis=1, keepdims=True))


class ReturnsNothing(Operation):
    def __init__(self, loss, optimizer):
        super().__init__([loss])
        self.loss, self.optimizer = loss, optimizer

    def compute(self, J):
        feed = {n: n.output for n in self.loss.graph.nodes if isinstance(n, placeholder)}
        self.optimizer.update(compute_gradients(self.loss, feed))


def steps_when_all_is_over(loss, minimize, feed_dict, steps):
    losses = []
    for _ in range(steps):
        losses.append(Session().run(loss, feed_dict))
    Session().run(minimize, feed_dict)
    return losses


def returns_at_once(loss, minimize, feed_dict, steps):
    losses = []
    for _ in range(steps):
        losses.append(Session().run(loss, feed_dict))
        Session().run(minimize, feed_dict)
        return losses


def goes_on(loss, minimize, feed_dict, steps):
    return [Session().run([loss, minimize], feed_dict)[0] for _ in range(steps + 1)]


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


@pytest.mark.parametrize("exercise", ["order-of", "backward-order"])
def test_one_node_is_said_to_be_one_node(exercise):
    said = diagnose(lessons.find_exercise(exercise), the_last_one).text
    assert "You return one node. Asked for is a list" in said and "stops with an error" not in said


@pytest.mark.parametrize("exercise, answer, words", [
    ("sick-run", updates_inside_the_loop, "the update stands inside the loop that fills it"),
    ("training-loop", steps_when_all_is_over, "the step stands behind the loop"),
    ("training-loop", returns_at_once, "`return` stands inside the loop"),
    ("training-loop", goes_on, "one round more than there are steps"),
    ("log-softmax", logarithm_of_the_logits, "or of a negative number"),
    ("minimize-step", ReturnsNothing, "with: return ..."),
])  # fmt: skip
def test_what_is_said_fits_what_was_written(exercise, answer, words):
    said = diagnose(lessons.find_exercise(exercise), answer).text
    assert words in " ".join(said.split())
