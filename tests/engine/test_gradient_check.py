"""gradient_check judges gradients: right ones pass, wrong ones are named, nothing is changed.

A judge is wrong in two ways. Here both are tried: planted faults that it has to find, and right
gradients near the limits of rounding that it has to let pass.
"""

import operator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dlfs
from tests.engine.helpers import refusal, run
from tests.engine.table import TABLE

check = dlfs.gradient_check
operators = pytest.mark.parametrize("line", TABLE, ids=str)


class weighted_sum(dlfs.Operation):
    """A loss in which every entry has its own weight, made of no operation of the library."""

    def __init__(self, x):
        super().__init__([x])

    def compute(self, x):
        self.weights = np.random.default_rng(5).uniform(0.5, 2, np.shape(x))
        return (self.weights * x).sum()


@dlfs.RegisterGradient(weighted_sum)
def weighted_sum_gradient(op, G):
    return G * op.weights


def perceptron(loss_of_logits, W, b, X, c):
    """A loss of logits X W + b and targets c, what to feed, and its variables."""
    nodes = X_, c_, W_, b_ = [
        dlfs.placeholder("X"), dlfs.placeholder("c"), dlfs.Variable(W, "W"), dlfs.Variable(b, "b"),
    ]  # fmt: skip
    return loss_of_logits(X_ @ W_ + b_, c_), {X_: X, c_: c}, nodes[2:]


# ---------------------------------------------------------------- right gradients pass


@operators
@given(data=st.data())
@settings(max_examples=8, deadline=None)
def test_the_right_gradient_of_every_operation_passes(line, data):
    values, arguments = data.draw(line.inputs)
    report = check(weighted_sum(line.operation(*map(dlfs.Variable, values), **arguments)))
    # Rounding can hide a gradient that is near 0 by chance: that is said, and not called wrong.
    seen = [row for row in report.rows if abs(row.analytic) > 1e-5]
    assert all(row.ok for row in seen) and "WRONG" not in str(report), report


LOSSES = {
    "cross-entropy": lambda a, c: dlfs.reduce_mean(dlfs.softmax_cross_entropy(a, c)),
    "log of softmax": lambda a, c: -dlfs.reduce_sum(c * dlfs.log(dlfs.softmax(a))),
    "log of sigmoid": lambda a, c: -dlfs.reduce_mean(dlfs.log(dlfs.sigmoid(a * (2 * c - 1)))),
    "squared error": lambda a, c: dlfs.reduce_sum((dlfs.sigmoid(a) - c) ** 2),
    "tanh": lambda a, c: dlfs.reduce_sum((dlfs.tanh(a) - c) ** 2),
}


@pytest.mark.parametrize("loss", LOSSES)
@given(
    seed=st.integers(0, 2**32 - 1),
    points=st.integers(1, 4),
    size_of_W=st.floats(0.01, 30),
    size_of_X=st.floats(0.1, 3),
)
@settings(max_examples=30, deadline=None)
def test_right_gradients_of_any_perceptron_pass_saturated_or_not(
    loss, seed, points, size_of_W, size_of_X
):
    draw = np.random.default_rng(seed)
    # No two logits are 700 apart: beyond that softmax is 0, and its log is refused.
    J, feed, variables = perceptron(
        LOSSES[loss], W=draw.uniform(-size_of_W, size_of_W, (2, 2)), b=draw.uniform(-1, 1, 2),
        X=draw.uniform(-size_of_X, size_of_X, (points, 2)),
        c=np.eye(2)[draw.integers(0, 2, points)],
    )  # fmt: skip
    report = check(J, feed, variables)
    # A gradient of 1e-9 beside a loss of 100 is below what any nudge can see.
    seen = [row for row in report.rows if abs(row.analytic) > 1e-9 * max(1, run(J, feed))]
    assert all(row.ok for row in seen) and "WRONG" not in str(report), report


@pytest.mark.parametrize("a", range(0, 40, 2))
def test_a_saturated_sigmoid_is_no_false_alarm(a):
    x = dlfs.Variable(float(a))
    for J in (-dlfs.log(dlfs.sigmoid(x)), dlfs.sigmoid(x), dlfs.sigmoid(-x), dlfs.tanh(x)):
        report = check(J, nodes=x)
        assert report.ok, report


# ---------------------------------------------------------------- wrong gradients are found


def wrong(line, change):
    """A gradient function that changes what the right one for this operation gives."""
    right = dlfs.gradients._gradient_registry[line.operation]

    def function(op, G):
        gradients = right(op, G)
        gradients = gradients if isinstance(gradients, tuple) else (gradients,)
        return [change(g() if callable(g) else g) for g in gradients]

    return function


@operators
@pytest.mark.parametrize(
    "change", [lambda g: -g, lambda g: 2 * g, lambda g: g * (1 + 1e-5), lambda g: g + 1e-3],
    ids=["sign", "factor", "small factor", "offset"],
)  # fmt: skip
def test_a_wrong_gradient_of_every_operation_is_found(line, change):
    draw = np.random.default_rng(1)
    arguments = {dlfs.power: {"n": 3}, dlfs.reshape: {"shape": 4}}.get(line.operation, {})
    inputs = 2 if issubclass(line.operation, dlfs.operations.BinaryOperation) else 1
    values = [draw.uniform(0.5, 2, (2, 2)) for _ in range(inputs)]
    J = weighted_sum(line.operation(*map(dlfs.Variable, values), **arguments))
    assert check(J).ok
    with dlfs.registered(line.operation, wrong(line, change)):
        report = check(J)
    assert [row.ok for row in report.rows if row.node.startswith("Variable")] == [False] * inputs


PLANTED = {
    "misprint": (dlfs.sigmoid, lambda op, G: G * op.output / (1 + np.exp(op.inputs[0] - 1))),
    "local derivative forgotten": (dlfs.sigmoid, lambda op, G: G),
    "sign": (dlfs.sigmoid, lambda op, G: -G * op.output * (1 - op.output)),
    "sum forgotten": (dlfs.add, lambda op, G: [G, G[0] if op.inputs[1].ndim else G.flat[0]]),
    "mean for sum": (dlfs.reduce_sum, lambda op, G: np.full(op.inputs[0].shape, G) / 100),
}


@pytest.mark.parametrize("plant", PLANTED)
def test_the_faults_of_the_lessons_are_found_and_named(plant):
    draw = np.random.default_rng(0)
    J, feed, (W, b) = perceptron(
        lambda a, c: dlfs.reduce_sum((dlfs.sigmoid(a, "p") - c) ** 2 * [1.0, 2.0]),
        W=draw.normal(size=(2, 2)), b=draw.normal(size=2), X=draw.normal(size=(5, 2)), c=np.ones(2),
    )  # fmt: skip
    assert check(J, feed).ok
    with dlfs.registered(*PLANTED[plant]):
        report = check(J, feed)
    verdicts = {row.node: row.ok for row in report.rows}
    assert not report.ok and not verdicts["b"]
    assert verdicts["W"] is (plant == "sum forgotten")
    # What comes after the fault, seen from the loss, is wrong; what comes before it is right.
    assert verdicts["p"] is (plant != "mean for sum")
    assert "WRONG" in str(report)


def test_the_misprint_at_zero_has_the_relative_error_of_the_lesson():
    a = dlfs.Variable(0.0)
    with dlfs.registered(*PLANTED["misprint"]):
        (row,) = check(dlfs.sigmoid(a), nodes=a).rows
    assert row.analytic == pytest.approx(0.5 / (1 + np.exp(-1)))
    assert row.numeric == pytest.approx(0.25)
    assert row.relative_error == pytest.approx(0.316, abs=5e-4)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_nan_and_infinity_are_wrong(bad):
    x = dlfs.Variable(2.0)
    with dlfs.registered(dlfs.negative, lambda op, G: G * bad):
        assert not check(-x).ok


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("formula, at", [(dlfs.log, -1.0), (dlfs.exp, 709.7827128933)])
def test_where_the_loss_becomes_nan_or_infinite_it_cannot_tell(formula, at):
    x = dlfs.Variable(at)
    report = check(formula(x), nodes=x)
    assert not report.ok and "cannot tell, because the loss is nan or infinite" in str(report)


@pytest.mark.parametrize("size, ok", [(9e-10, True), (2e-9, False)])
def test_both_below_a_billionth_counts_as_equal_and_above_it_does_not(size, ok):
    x = dlfs.Variable(0.0)
    with dlfs.registered(dlfs.negative, lambda op, G: size):
        (row,) = check(-x * 0, nodes=x).rows
    assert (row.analytic, row.numeric, row.ok) == (size, 0, ok)


# ---------------------------------------------------------------- nothing is changed


def snapshot(nodes):
    """The arrays of every node: those that it keeps, and those that went in."""
    kept = [[n.output, getattr(n, "_value", None), *getattr(n, "inputs", [])] for n in nodes]
    return list(zip(nodes, kept))


def same(before, after):
    """Whether all nodes have the very same arrays as before."""
    return all(
        len(old) == len(new) and all(map(operator.is_, old, new))
        for (_, old), (_, new) in zip(before, after, strict=True)
    )


def mixed_graph():
    X, W = dlfs.placeholder("X"), dlfs.Variable(np.float32([1, 2]), "W")
    J = dlfs.reduce_mean(dlfs.sigmoid(X * W + dlfs.constant(np.float32([0.5, 0.5])) + 1) ** 2)
    return J, {X: np.float32([[3, 4], [5, 6]])}


@pytest.mark.parametrize("run_before", [False, True])
def test_values_outputs_and_dtypes_are_restored(own_graph, run_before):
    J, feed = mixed_graph()
    if run_before:
        run(J, feed)
    before = snapshot(own_graph.nodes)
    report = check(J, feed)
    assert report.ok, report
    assert same(before, snapshot(own_graph.nodes))
    assert run(J, feed).dtype == np.float32


class Failing(dlfs.Operation):
    """Passes its input on, and fails at the visit that it is told."""

    left = 10**9

    def compute(self, x):
        Failing.left -= 1
        return x if Failing.left >= 0 else 1 / 0


@pytest.mark.parametrize("run_before", [False, True])
@pytest.mark.parametrize("visits", [0, 1, 4])
def test_everything_is_restored_also_after_an_error(own_graph, run_before, visits):
    J, feed = mixed_graph()
    J = Failing([J]) * 1
    if run_before:
        run(J, feed)
    before = snapshot(own_graph.nodes)
    with dlfs.registered(Failing, lambda op, G: G):
        try:
            Failing.left = visits
            refusal(lambda: check(J, feed), dlfs.ComputeError)
        finally:
            Failing.left = 10**9
    with dlfs.registered(Failing, lambda op, G: 1 / 0):
        refusal(lambda: check(J, feed), dlfs.GradientError)
    assert same(before, snapshot(own_graph.nodes))


def test_the_check_of_restoring_fails_when_something_is_left_behind(own_graph):
    J, feed = mixed_graph()
    before = snapshot(own_graph.nodes)
    run(J, feed)
    assert not same(before, snapshot(own_graph.nodes))


def test_feeds_are_not_changed():
    X, fed = dlfs.placeholder(), np.array([1.0, 2.0])
    assert check(dlfs.reduce_sum(X * X), {X: fed}).ok
    np.testing.assert_array_equal(fed, [1, 2])


@pytest.mark.parametrize("kind", [dlfs.placeholder, dlfs.Variable, dlfs.constant])
def test_a_float32_graph_is_checked_in_float64(kind):
    value = np.float32([1.1, 2.3])
    x = kind() if kind is dlfs.placeholder else kind(value)
    J = dlfs.reduce_mean(dlfs.sigmoid(x * 0.7 + 0.3) ** 2)
    report = check(J, {x: value} if kind is dlfs.placeholder else None)
    # In float32 a gradient is wrong by 1e-8, and a difference quotient by 1e-3.
    assert report.ok and all(abs(row.analytic - row.numeric) < 1e-10 for row in report.rows)


# ---------------------------------------------------------------- the report


def test_a_report_has_one_row_for_every_node_below_the_loss():
    J, feed = mixed_graph()
    names = [row.node for row in check(J, feed).rows]
    assert sorted(names) == [
        "W", "X", "add_1", "add_2", "constant_1", "constant_2", "multiply_1", "power_1",
        "sigmoid_1",
    ]  # fmt: skip


def test_the_nodes_can_be_chosen():
    J, feed = mixed_graph()
    W = next(node for node in feed if node.name == "X").consumers[0].input_nodes[1]
    assert [row.node for row in check(J, feed, W).rows] == ["W"]
    assert [row.node for row in check(J, feed, [W, J]).rows] == ["W", J.name]
    assert check(J, feed, []).ok


def test_a_loss_that_is_a_variable_is_checked_itself():
    (row,) = check(dlfs.Variable(2.0, "W")).rows
    assert (row.node, row.analytic, row.ok) == ("W", 1, True)


def test_a_row_shows_the_worst_entry():
    x = dlfs.Variable([[1.0, 2.0], [3.0, 4.0]], "x")
    wrong_at = np.array([[1, 1], [1, 1.5]])
    with dlfs.registered(dlfs.power, lambda op, G: G * 2 * op.inputs[0] * wrong_at):
        (row,) = check(dlfs.reduce_sum(x**2), nodes=x).rows
    assert (row.node, row.shape, row.entry, row.ok) == ("x", (2, 2), (1, 1), False)
    assert row.analytic == 12 and row.numeric == pytest.approx(8)
    assert row.relative_error == pytest.approx(1 / 3)


@pytest.mark.parametrize("x", [[1.0, 2.0], 1.0])
def test_a_row_shows_a_compared_entry_also_where_all_agree_exactly(x):
    x = dlfs.Variable(x)
    (row,) = check(dlfs.reduce_sum(x) * 3, nodes=x, h=0.5).rows
    assert (row.entry, row.analytic, row.numeric) == ((0,) * len(row.shape), 3, 3)
    assert (row.relative_error, row.ok) == (0, True)


def test_a_report_prints_as_a_table():
    x = dlfs.Variable([1.0, 2.0], "x")
    with dlfs.registered(dlfs.exp, lambda op, G: [G * 0]):
        report = check(dlfs.reduce_sum(dlfs.exp(x, "e") * [0, 1]), nodes=[x, x.consumers[0]])
    assert str(report) == repr(report)
    error = f"{report.rows[1].relative_error:.1e}"
    assert str(report).splitlines() == [
        "node  shape  worst entry  analytic  numeric  rel. error  verdict",
        "x     (2,)   (1,)         0         7.38906  1.0e+00     WRONG",
        f"e     (2,)   (1,)         1         1        {error}     ok",
    ]
    assert str(report).isascii()


def test_at_most_so_many_entries_of_a_node_are_compared_always_the_same():
    visits = []

    class Visited(dlfs.Operation):
        def compute(self, x):
            visits.append(x.copy())
            return x

    x = dlfs.Variable(np.linspace(1, 2, 100))
    J = dlfs.reduce_sum(Visited([x]) ** 2)
    with dlfs.registered(Visited, lambda op, G: G):
        compared = []
        for samples, expected in ((7, 7), (7, 7), (100, 100), (50, 50), (None, 50)):
            visits.clear()
            assert check(J, nodes=x, **({"samples": samples} if samples else {})).ok
            entries = {int(i) for v in visits for i in np.flatnonzero(v != x.value)}
            assert len(entries) == expected
            compared.append(entries)
    assert compared[0] == compared[1]


def test_a_fault_in_one_entry_is_found_where_all_entries_are_compared():
    x = dlfs.Variable(np.ones((7, 7)))
    fault = np.zeros((7, 7))
    fault[4, 2] = 1e-3
    with dlfs.registered(dlfs.negative, lambda op, G: -G + fault):
        (row,) = check(dlfs.reduce_sum(-x), nodes=x).rows
    assert row.entry == (4, 2) and not row.ok


def test_h_and_tolerance_are_used():
    x = dlfs.Variable(1.0)
    (row,) = check(x**3, nodes=x, h=0.1).rows
    assert row.numeric == pytest.approx(3 + 0.1**2) and not row.ok
    assert check(x**3, nodes=x, h=0.1, tolerance=0.01).ok


@pytest.mark.parametrize(
    "wrong_setting",
    [{"h": 0}, {"h": -1}, {"h": "small"}, {"h": np.nan}, {"samples": 0}, {"samples": 2.5},
     {"samples": "all"}, {"tolerance": "small"}, {"tolerance": -1}],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused_in_words(wrong_setting):
    x = dlfs.Variable(np.ones(60))
    (value,) = wrong_setting.values()
    text = refusal(lambda: check(dlfs.reduce_sum(x), **wrong_setting), dlfs.GradientError)
    assert repr(value) in text.splitlines()[0]


def test_what_compute_gradients_refuses_is_refused_in_the_same_words():
    x, other = dlfs.Variable([1.0, 2.0]), dlfs.Variable(1.0)
    loss = dlfs.reduce_sum(dlfs.placeholder("c") * x)
    for arguments in ((x,), (loss,), (5,), (loss, {loss: 1}), (loss, [1]), (other, None, x)):
        text = refusal(lambda a=arguments: dlfs.compute_gradients(*a))
        assert refusal(lambda a=arguments: check(*a)) == text
