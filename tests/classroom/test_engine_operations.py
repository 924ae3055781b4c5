"""The classes of lesson 1 that later lessons take ready: they are those of the learner's engine."""

import ast
import inspect

import numpy as np
import pytest

import dlfs
from dlfs.classroom.engine.operations import BinaryOperation, UnaryOperation
from dlfs.classroom.engine.parts import reference_parts


def bare(source):
    tree = ast.parse(source)
    tree.body[0].body = [line for line in tree.body[0].body if not isinstance(line, ast.Expr)]
    return ast.dump(tree)


@pytest.mark.parametrize("kind", [UnaryOperation, BinaryOperation])
def test_they_are_written_as_in_the_engine(kind):
    lesson, part = reference_parts()[kind.__name__]
    assert lesson == 1 and bare(inspect.getsource(kind)) == bare(part.text)


def test_a_learner_builds_an_operation_from_them():
    class half(UnaryOperation):
        def compute(self, a):
            return a / 2

    class larger(BinaryOperation):
        def compute(self, a, b):
            return np.maximum(a, b)

    with dlfs.Graph().as_default():
        x = dlfs.Variable([1.0, 8.0], "x")
        y = larger(half(x), x - 2, name="y")
    assert y.name == "y"
    np.testing.assert_array_equal(dlfs.Session().run(y), [0.5, 6.0])
