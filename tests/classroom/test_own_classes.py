"""Where a lesson builds its own Variable, its exercises are tried with that one."""

import ast
import inspect
import textwrap

import pytest

import dlfs
from dlfs.classroom import lessons
from dlfs.classroom.checking.diagnosis import diagnose
from dlfs.classroom.engine.parts import reference_text
from dlfs.classroom.lessons.own_classes import NAMES, classes_of, in_classes_of

FORWARD = lessons.find_exercise("forward-in-order")


def in_the_small_engine(function):
    """The same function among the classes that the learner's engine has."""
    names = {}
    exec(reference_text(), names)
    known = inspect.getsource(inspect.getmodule(function).known)
    source = textwrap.dedent(inspect.getsource(function))
    for text in (known, source):
        tree = ast.parse(text)
        tree.body[0].decorator_list.clear()
        exec(compile(tree, "<cell>", "exec"), names)
    return names[function.__name__]


def test_the_classes_are_those_that_the_function_knows():
    own = classes_of(in_the_small_engine(FORWARD.reference))
    assert all(getattr(own, name) is not getattr(dlfs, name) for name in NAMES)
    assert classes_of(FORWARD.reference).Variable is dlfs.Variable
    assert classes_of(test_the_classes_are_those_that_the_function_knows).Graph is dlfs.Graph


def test_a_copy_has_the_shape_of_the_graph_and_computes_the_same():
    with dlfs.Graph().as_default() as graph:
        x, w = dlfs.placeholder("x"), dlfs.Variable(2.0, "w")
        z = x * w + w
    own = in_the_small_engine(FORWARD.reference)
    copies = in_classes_of(own, graph)
    assert [copies[node].name for node in graph.nodes] == [node.name for node in graph.nodes]
    assert copies[z].input_nodes == tuple(copies[node] for node in z.input_nodes)
    own([copies[node] for node in graph.nodes], {copies[x]: 3.0})
    assert copies[z].output == 8.0


def test_the_right_one_passes_in_the_classes_of_the_lesson():
    assert diagnose(FORWARD, in_the_small_engine(FORWARD.reference)).passed


@pytest.mark.parametrize("mistake", FORWARD.mistakes, ids=lambda mistake: mistake.name)
def test_a_mistake_has_its_name_in_the_classes_of_the_lesson(mistake):
    assert diagnose(FORWARD, in_the_small_engine(mistake.wrong)).mistake == mistake.name
