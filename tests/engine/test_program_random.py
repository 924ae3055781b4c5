"""Compiled and plain sessions agree: on random graphs, on every operation, at every shape.

The plain session has been judged by mathematics in other files; here it is the judge.
"""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import dlfs
from tests.engine.program_rules import assert_compiled_like_plain
from tests.engine.table import TABLE
from tests.engine.test_random_graphs import built, interpreted, random_graphs, weights_like


# So small that no step leads an input out of where its operation has a value: the steepest of the
# table, x^-1.5 at 0.3, moves by a hundredth.
SMALL = 1e-4


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
    try:
        assert_compiled_like_plain(lambda: in_float32(leaves, steps, ends), rtol=2e-5)
    except dlfs.ComputeError as error:
        # A steep loss can train itself, in a few steps, beyond the largest float32.
        assume("overflow encountered" not in str(error))
        raise


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
    assert_compiled_like_plain(training_of(line, inputs, setting, which), rate=SMALL)


def test_a_step_that_leads_out_of_the_domain_is_none_of_the_table():
    def build():
        x = dlfs.Variable([0.3, 2.0])
        y = dlfs.power(x, -1.5)
        return [y], None, dlfs.reduce_sum(y * np.array([-3.0, 3.0]))

    assert_compiled_like_plain(build, rate=SMALL)
    with pytest.raises(dlfs.ComputeError, match="invalid value"):
        assert_compiled_like_plain(build, rate=0.01)


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


