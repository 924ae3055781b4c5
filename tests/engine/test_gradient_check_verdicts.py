"""When gradient_check cannot tell, it says so and why, and a wrong gradient is never ok."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dlfs
from tests.engine.helpers import run

check = dlfs.gradient_check


def row_of(loss, node, **settings_):
    report = check(loss, nodes=node, **settings_)
    (row,) = report.rows
    assert report.ok is row.ok is (row.verdict == "ok")
    assert (row.reason != "") is (row.verdict == "cannot tell")
    assert (f"{row.node}: cannot tell, {row.reason}" in str(report)) is (row.reason != "")
    return row


# ---------------------------------------------------------------- a loss that is too large


@given(
    large=st.floats(1e4, 1e14), x=st.floats(0.5, 2), factor=st.sampled_from([0, -1, 0.5, 2, 1.5]),
)  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_a_wrong_gradient_is_never_ok_however_large_the_loss_is(large, x, factor):
    W = dlfs.Variable(x)
    for loss in (-W + large, large - W * W * 3, W * -large + W * large - W, (W * 1e-3 - 1) * large):
        with dlfs.registered(dlfs.negative, lambda op, G: -G * factor):
            with dlfs.registered(dlfs.subtract, lambda op, G: [G * factor, -G * factor]):
                assert row_of(loss, W).verdict in ("WRONG", "cannot tell")


@given(large=st.floats(-1e14, 1e14), x=st.floats(0.5, 2))
@settings(max_examples=100, deadline=None)
def test_a_right_gradient_is_never_wrong_however_large_the_loss_is(large, x):
    W = dlfs.Variable(x)
    for loss in (-W + large, dlfs.exp(W) + large, dlfs.log(W) * W - large):
        row = row_of(loss, W)
        assert row.verdict == "ok" or abs(large) > 1e8 and "rounding moves the loss" in row.reason


def test_how_far_rounding_moves_the_loss_and_the_slope_is_said_in_numbers():
    W = dlfs.Variable(2.0)
    for h in (1e-5, 1e-3):
        reason = row_of(-W + 1e12, W, h=h).reason
        moved, over_h = (float(number) for number in re.findall(r"by (\de[+-]\d+)", reason))
        assert over_h == pytest.approx(moved / h, rel=0.5)


def test_beside_1e10_a_fault_of_all_is_found_and_a_fault_of_half_cannot_be_told():
    W = dlfs.Variable(2.0)
    verdicts = {}
    for factor in (1, 1.5, -1):
        with dlfs.registered(dlfs.negative, lambda op, G, f=factor: -G * f):
            verdicts[factor] = [row_of(-W + large, W).verdict for large in (1e10, 1e12)]
    assert verdicts == {
        1: ["ok", "cannot tell"], 1.5: ["cannot tell"] * 2, -1: ["WRONG", "cannot tell"],
    }  # fmt: skip


# ---------------------------------------------------------------- saturation


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("a", [*range(0, 45, 3), 36, 37])
def test_the_log_of_what_a_saturated_sigmoid_leaves_is_never_called_wrong(a):
    x = dlfs.Variable(float(a))
    row = row_of(dlfs.log(1 - dlfs.sigmoid(x)), x)
    assert row.verdict == ("ok" if a <= 20 else row.verdict) != "WRONG"
    with dlfs.registered(dlfs.sigmoid, lambda op, G: G):
        assert not row_of(dlfs.log(1 - dlfs.sigmoid(x)), x).ok


def test_a_local_derivative_forgotten_is_wrong_also_where_the_sigmoid_is_saturated():
    for a in (5.0, 20.0, 40.0):
        x = dlfs.Variable(a)
        with dlfs.registered(dlfs.sigmoid, lambda op, G: G):
            assert row_of(dlfs.sigmoid(x), x).verdict == "WRONG"


# ---------------------------------------------------------------- kinks


@pytest.mark.parametrize("at", [0.0, 3e-6, -3e-6])
@pytest.mark.parametrize("loss", [dlfs.relu, lambda x: x * 3 + dlfs.relu(-x)])
def test_at_a_kink_it_says_that_there_is_one(loss, at):
    x = dlfs.Variable(at)
    for scale in (1e-3, 1, 1e9):
        row = row_of(loss(x) * scale, x)
        assert row.verdict == "cannot tell" and "on the left" in row.reason
        assert "kink" in row.reason


@given(large=st.floats(1, 1e8), share=st.floats(0.1, 100), side=st.sampled_from([0, 1]))
@settings(max_examples=100, deadline=None)
def test_a_right_gradient_at_a_kink_is_never_wrong_however_large_the_loss_is(large, share, side):
    bend = share * 4 * np.finfo(float).eps * large / 1e-5  # beside what rounding over h moves
    x = dlfs.Variable(0.0)
    with dlfs.registered(dlfs.relu, lambda op, G: G * side):
        assert row_of(dlfs.relu(x) * bend + large, x).verdict != "WRONG"


@pytest.mark.parametrize("error", [-4e-6, 4e-6])
def test_the_two_slopes_of_a_smooth_loss_excuse_no_gradient_between_them(error):
    x = dlfs.Variable(1.0)
    with dlfs.registered(dlfs.square, lambda op, G: 2 * G * op.inputs[0] * (1 + error)):
        assert row_of(dlfs.square(x), x).verdict == "WRONG"


@pytest.mark.parametrize("slope", [0, 0.4, 1])
@pytest.mark.parametrize("bend", [-50, 0, 50])
@pytest.mark.parametrize("side", [-1, 1])
def test_a_gradient_between_two_slopes_cannot_be_told_also_where_they_bend(slope, bend, side):
    x = dlfs.Variable(0.0)
    with dlfs.registered(dlfs.relu, lambda op, G: G * slope):
        row = row_of(dlfs.relu(side * x) * (1 + bend * x) - 3 * x, x)
    assert row.verdict == "cannot tell"


@pytest.mark.parametrize("scale", [1e-3, 1, 1e3, 1e9])
@pytest.mark.parametrize("slope", [-1, -0.1, 1.1, 2, np.inf])
def test_a_gradient_outside_of_the_two_slopes_of_a_kink_is_wrong(slope, scale):
    x = dlfs.Variable(0.0)
    with dlfs.registered(dlfs.relu, lambda op, G: G * slope):
        assert row_of(dlfs.relu(x) * scale, x).verdict == "WRONG"


def test_the_worst_entry_is_one_that_is_wrong_before_one_that_cannot_be_told():
    x = dlfs.Variable([0.0, -1.0, 2.0], "x")
    right = dlfs.gradients.relu_gradient
    row = row_of(dlfs.reduce_sum(dlfs.relu(x)), x)
    assert (row.entry, row.verdict) == ((0,), "cannot tell")
    with dlfs.registered(dlfs.relu, lambda op, G: right(op, G) * [1, 1, 1.01]):
        row = row_of(dlfs.reduce_sum(dlfs.relu(x)), x)
    assert (row.entry, row.verdict) == ((2,), "WRONG")


# ---------------------------------------------------------------- what is not there


def test_a_node_without_entries_has_nothing_to_compare():
    e = dlfs.Variable(np.zeros((0, 2)), "e")
    row = row_of(dlfs.reduce_sum(e * 2), e)
    assert (row.shape, row.entry, row.analytic, row.verdict) == ((0, 2), (), 0, "ok")
    assert check(dlfs.reduce_sum(e) + 1).ok


def test_one_sample_of_a_float32_node_is_compared_in_float64():
    f = dlfs.Variable(np.float32([1.1, 2.3, 0.7]), "f")
    row = row_of(dlfs.reduce_sum(f * f * 3), f, samples=1)
    assert row.verdict == "ok" and row.relative_error < 1e-9
    assert row.analytic == 6 * float(f.value[row.entry]) and f.value.dtype == np.float32
    with dlfs.registered(dlfs.multiply, lambda op, G: [G * op.inputs[1], 0 * op.inputs[1]]):
        assert row_of(dlfs.reduce_sum(f * f * 3), f, samples=1).verdict == "WRONG"


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("loss", [np.inf, -np.inf, np.nan])
@pytest.mark.parametrize("slope", [0.0, 1.0])
def test_where_the_loss_is_nan_or_infinite_no_gradient_can_be_told(loss, slope):
    x = dlfs.Variable(2.0)
    row = row_of(x * slope + loss, x)
    assert row.verdict == "cannot tell" and "nan or infinite" in row.reason


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_gradient_that_is_nan_beside_a_finite_loss_is_wrong():
    x = dlfs.Variable(0.0)
    with dlfs.registered(dlfs.exp, lambda op, G: G * np.nan):
        assert row_of(dlfs.exp(x), x).verdict == "WRONG"


def test_two_nodes_of_one_name_are_told_apart_by_their_lines():
    a = dlfs.Variable(1.0, "w")
    b = dlfs.Variable(2.0, "w")
    c = dlfs.Variable(2.0, "c")
    names = [row.node for row in check(a * b * c, nodes=[a, b, c]).rows]
    assert names == [f"w (line {a._built[1]})", f"w (line {b._built[1]})", "c"]
    assert a._built[1] + 1 == b._built[1]


def test_the_check_costs_no_more_runs_where_nothing_is_in_doubt():
    visits = []

    class Visited(dlfs.Operation):
        def compute(self, x):
            visits.append(x)
            return x

    x = dlfs.Variable(np.linspace(1, 2, 10))
    with dlfs.registered(Visited, lambda op, G: G):
        assert check(dlfs.reduce_sum(Visited([x]) ** 2), nodes=x).ok
    # One run for the gradients, two for each entry, and one that puts the values back.
    assert len(visits) == 1 + 2 * 10 + 1
    assert run(x).sum() == pytest.approx(15)
