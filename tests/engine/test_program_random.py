"""Compiled and plain sessions agree: on random graphs, on every operation, at every shape.

The plain session has been judged by mathematics in other files; here it is the judge.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dlfs
from dlfs.compiled import emission, page, text
from tests.engine.program_rules import assert_compiled_like_plain
from tests.engine.table import TABLE
from tests.engine.test_random_graphs import built, interpreted, random_graphs, weights_like


def graph_from(drawn, everything=True):
    """A function that builds a drawn graph anew: all its values are fetched, its loss trained."""
    leaves, steps, ends = drawn

    def build():
        nodes, feed, loss = built(leaves, steps, ends)
        values = interpreted(steps, nodes, 0) if everything else []
        return values, feed, loss

    return build


@given(random_graphs())
@settings(max_examples=120, deadline=None)
def test_any_graph_gives_the_same_values_and_the_same_training(drawn):
    assert_compiled_like_plain(graph_from(drawn))


@given(random_graphs())
@settings(max_examples=60, deadline=None)
def test_the_loss_alone_and_its_training_are_the_same(drawn):
    assert_compiled_like_plain(graph_from(drawn, everything=False))


@given(random_graphs())
@settings(max_examples=60, deadline=None)
def test_float32_stays_float32_and_is_as_exact_as_it_can_be(drawn):
    leaves, steps, ends = drawn
    leaves = [leaf.astype(np.float32) for leaf in leaves]
    assert_compiled_like_plain(lambda: in_float32(leaves, steps, ends), rtol=2e-5)


def in_float32(leaves, steps, ends):
    nodes, feed, _ = built(leaves, steps, ends)
    values = interpreted(steps, nodes, 0)
    arrays = interpreted(steps, leaves, 1)
    losses = [
        dlfs.reduce_sum(values[e] * np.float32(weights_like(np.asarray(arrays[e])))) for e in ends
    ]
    return values, feed, sum(losses[1:], losses[0])


def training_of(line, inputs, setting, which):
    """The operation of a line of the table, its inputs Variables where `which` says so."""
    kinds = [dlfs.Variable if train else dlfs.constant for train in which]

    def build():
        nodes = [kind(value) for kind, value in zip(kinds, inputs)]
        y = line.operation(*nodes, **setting)
        value = line.by_hand(*inputs, **setting)
        return [*nodes, y], None, dlfs.reduce_sum(y * weights_like(np.asarray(value)))

    return build


@pytest.mark.parametrize("line", TABLE, ids=str)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_every_operation_gives_the_same_and_trains_the_same(line, data):
    inputs, setting = data.draw(line.inputs)
    which = data.draw(st.lists(st.booleans(), min_size=len(inputs), max_size=len(inputs)))
    assert_compiled_like_plain(training_of(line, inputs, setting, which))


@pytest.mark.parametrize("line", TABLE, ids=str)
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_every_operation_of_one_node_with_itself(line, data):
    inputs, setting = data.draw(line.inputs)
    if len(inputs) == 2 and inputs[0].shape != inputs[1].shape:
        inputs = [inputs[1], inputs[1]]

    def build():
        x = dlfs.Variable(inputs[-1])
        y = line.operation(*[x] * len(inputs), **setting)
        return [y], None, dlfs.reduce_sum(y) + dlfs.reduce_sum(x * x)

    try:
        with dlfs.Graph().as_default():
            dlfs.Session().run(build()[2])
    except dlfs.DlfsError:
        return  # shapes that do not fit themselves
    assert_compiled_like_plain(build)


# ---------------------------------------------------------------- planted faults are found


X = np.array([[0.3, -0.2, 0.5], [0.1, 0.4, -0.6], [0.7, -0.1, 0.2]])


def found(steps, leaves=(X, X + 0.1), everything=True):
    """Whether the comparison finds a difference on this graph, whose last value is the loss."""
    leaves = list(leaves)
    drawn = leaves, steps, [len(leaves) + len(steps) - 1]
    try:
        assert_compiled_like_plain(graph_from(drawn, everything))
    except AssertionError:
        return True
    return False


RULES = {
    "sign": ("tanh", "G * (y * y - 1)"),
    "factor forgotten": ("sigmoid", "G * y"),
    "published misprint": ("sigmoid", "G * ((1 - a) * y)"),
}


@pytest.mark.parametrize("fault", RULES)
def test_a_wrong_rule_for_a_gradient_is_found(fault, monkeypatch):
    name, formula = RULES[fault]
    steps = [(name, 0, 0)]
    assert not found(steps)
    monkeypatch.setitem(emission.FORMULAS_OF_GRADIENTS, getattr(dlfs, name), (formula,))
    assert found(steps)


def test_a_wrong_rule_for_a_value_is_found(monkeypatch):
    steps = [("subtract", 0, 1)]
    assert not found(steps)
    monkeypatch.setitem(emission.FORMULAS, dlfs.subtract, "b - a")
    assert found(steps)


def test_a_gradient_that_is_added_into_an_array_that_others_read_is_found(monkeypatch):
    # The gradient of the sum goes to both Variables; then the first one hears from tanh as well.
    leaves = [X, X, X, X + 0.1]
    steps = [("tanh", 0, 0), ("add", 0, 3), ("square", 5, 5), ("add", 4, 6)]
    assert not found(steps, leaves)
    monkeypatch.setattr(page, "replace", lambda value, own: value)
    assert found(steps, leaves)


def test_scratch_that_is_kept_beyond_its_operation_is_found(monkeypatch):
    steps = [("tanh", 0, 0), ("sigmoid", 0, 0), ("multiply", 2, 3), ("square", 4, 4)]
    assert not found(steps)
    out = page.Place.out

    def forgetful(place, shape):
        place.for_good = False
        return out(place, shape)

    monkeypatch.setattr(page.Place, "out", forgetful)
    assert found(steps)


def test_a_value_that_is_written_over_too_early_is_found(monkeypatch):
    steps = [("tanh", 0, 0), ("sigmoid", 2, 2), ("log", 3, 3)]
    assert not found(steps, everything=False)
    monkeypatch.setattr(emission, "_reads", lambda op, name, needed: False)
    assert found(steps, everything=False)


def test_an_array_of_the_program_that_is_handed_out_is_found(monkeypatch):
    def build():
        x = dlfs.Variable([1.0, 2.0])
        y = dlfs.exp(x)
        return [y], None, dlfs.reduce_sum(y)

    assert_compiled_like_plain(build)
    copied = text.ProgramText._copied
    monkeypatch.setattr(
        text.ProgramText, "_copied", lambda t, n: copied(t, n).removesuffix(".copy()")
    )
    with pytest.raises(AssertionError):
        assert_compiled_like_plain(build)


def test_a_program_that_fails_is_not_taken_for_one_that_agrees(monkeypatch):
    assert not found([("tanh", 0, 0)])
    monkeypatch.setitem(emission.FORMULAS, dlfs.tanh, "np.no_such_function(a)")
    assert found([("tanh", 0, 0)])
