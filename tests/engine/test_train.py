"""Training steps: W <- W - eta G, for every trainable variable, read anew at every step."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dlfs
from tests.engine.helpers import assert_close, refusal, run, two_classes

GradientDescent = dlfs.GradientDescentOptimizer


def test_the_optimizer_is_found_under_both_names():
    assert dlfs.train.GradientDescentOptimizer is dlfs.GradientDescentOptimizer


@given(
    start=st.floats(-10, 10), curvature=st.floats(0.1, 3), rate=st.floats(0, 1),
    steps=st.integers(1, 5),
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_a_step_goes_down_the_gradient_times_the_rate(start, curvature, rate, steps):
    x = dlfs.Variable(start)
    step = GradientDescent(rate).minimize(curvature / 2 * (x - 1) ** 2)
    for _ in range(steps):
        run(step)
    assert x.value == pytest.approx(1 + (start - 1) * (1 - rate * curvature) ** steps, abs=1e-9)


def test_one_step_by_hand_of_one_sigmoid():
    w, b, X = dlfs.Variable([0.0, 0.0]), dlfs.Variable(0.0), dlfs.constant([2.0, 1.0])
    p = dlfs.sigmoid(X @ w + b)
    J = -dlfs.log(p)
    run(GradientDescent(0.5).minimize(J))
    np.testing.assert_array_equal(w.value, [0.5, 0.25])
    assert b.value == 0.25
    assert run([p, J]) == pytest.approx([0.8176, 0.2014], abs=5e-5)


def test_a_step_works_before_anything_else_was_run():
    x, W = dlfs.placeholder(), dlfs.Variable(1.0)
    assert run(GradientDescent(0.1).minimize(W * x), {x: 5}) is None
    assert W.value == 0.5


def test_a_step_uses_the_feed_of_its_own_run():
    x, W = dlfs.placeholder(), dlfs.Variable(1.0)
    J = W * x
    step, session = GradientDescent(0.1).minimize(J), dlfs.Session()
    session.run(J, {x: 1000})
    session.run(step, {x: 5})
    assert W.value == 0.5


@pytest.mark.parametrize("every", [1, 7, 1000])
def test_how_often_the_loss_is_looked_at_does_not_change_the_training(every):
    X, c = two_classes(0.75, points=10)
    W, b = dlfs.Variable(np.zeros((2, 2))), dlfs.Variable(np.zeros(2))
    J = dlfs.reduce_mean(dlfs.softmax_cross_entropy(dlfs.constant(X) @ W + b, c))
    step, session = GradientDescent(1.0).minimize(J), dlfs.Session()
    for t in range(50):
        session.run(step)
        if t % every == 0:
            session.run(J)
    W_, b_ = np.zeros((2, 2)), np.zeros(2)
    for _ in range(50):
        e = np.exp(X @ W_ + b_)
        G = (e / e.sum(axis=1, keepdims=True) - c) / len(X)
        W_, b_ = W_ - X.T @ G, b_ - G.sum(axis=0)
    assert_close(W.value, W_, rtol=1e-9)
    assert_close(b.value, b_, rtol=1e-9)


def test_the_learning_rate_is_read_at_every_step():
    W = dlfs.Variable(0.0)
    optimizer = GradientDescent(1)
    step = optimizer.minimize(-W)
    for rate, expected in ((1, 1), (10, 11), (0.5, 11.5), (np.float32(0.25), 11.75)):
        optimizer.learning_rate = rate
        run(step)
        assert W.value == expected


def test_only_trainable_variables_change():
    fed, fixed = dlfs.placeholder(), dlfs.constant(3.0)
    W, frozen = dlfs.Variable(1.0), dlfs.Variable(2.0, trainable=False)
    run(GradientDescent(0.1).minimize(fed * fixed * W * frozen), {fed: 5.0})
    assert (W.value, frozen.value, run(fixed)) == (1 - 0.1 * 30, 2, 3)


def test_variables_that_the_loss_does_not_depend_on_stay():
    W, other = dlfs.Variable(1.0), dlfs.Variable(1.0)
    other * W
    run(GradientDescent(0.1).minimize(W * 1))
    assert (W.value, other.value) == (0.9, 1)


def test_a_variable_used_in_several_places_takes_one_step_of_the_sum():
    W = dlfs.Variable(1.0)
    run(GradientDescent(0.1).minimize(W * W + W + 3 * W))
    assert W.value == pytest.approx(1 - 0.1 * (2 + 1 + 3))


def test_float32_variables_stay_float32():
    W = dlfs.Variable(np.float32([1, 2]))
    for rate in (0.1, np.float64(0.1)):
        run(GradientDescent(rate).minimize(dlfs.reduce_sum(W * W)))
    assert W.value.dtype == np.float32


def test_integer_initial_values_are_trained_as_floats():
    start = np.array([1, 2])
    W = dlfs.Variable(start)
    run(GradientDescent(0.25).minimize(dlfs.reduce_sum(W * W)))
    np.testing.assert_array_equal(W.value, [0.5, 1])
    np.testing.assert_array_equal(start, [1, 2])


def test_a_variable_keeps_its_shape():
    for shape in ((), (1,), (3, 1), (1, 4)):
        W = dlfs.Variable(np.ones(shape))
        run(GradientDescent(0.1).minimize(dlfs.reduce_sum(W * np.ones((3, 4)))))
        assert W.value.shape == shape


def test_the_history_of_a_variable_stays_what_it_was():
    start = np.array([4.0])
    W, session = dlfs.Variable(start), dlfs.Session()
    step, history = GradientDescent(0.25).minimize(dlfs.reduce_sum(W * W)), []
    for _ in range(3):
        history += [session.run(W), W.value]
        session.run(step)
    np.testing.assert_array_equal(history, [[4], [4], [2], [2], [1], [1]])
    np.testing.assert_array_equal(start, [4])


def test_two_optimizers_train_one_model_each_at_its_own_rate():
    W = dlfs.Variable(1.0)
    slow, fast = (GradientDescent(rate).minimize(-W) for rate in (1, 10))
    for step, expected in ((slow, 2), (fast, 12), ([slow, fast], 23)):
        run(step)
        assert W.value == expected


def test_a_value_assigned_between_steps_is_used():
    W = dlfs.Variable(1.0)
    step = GradientDescent(0.5).minimize(W * W)
    run(step)
    W.value = 8
    assert run([W, step])[0] == 8
    assert W.value == 0


def test_a_failed_step_changes_nothing():
    v, w = dlfs.Variable(1.0), dlfs.Variable(1.0)
    good, optimizer = GradientDescent(0.1).minimize(v * w), GradientDescent(0.1)
    bad = optimizer.minimize(dlfs.relu(w))
    with dlfs.registered(dlfs.relu, lambda op, G: 1 / 0):
        refusal(lambda: run([good, bad]), dlfs.GradientError)
    assert (v.value, w.value) == (1, 1)
    optimizer.learning_rate = "fast"
    refusal(lambda: run(bad))
    assert (v.value, w.value) == (1, 1)


def test_a_model_cell_that_is_run_twice_works():
    X = dlfs.constant([[1.0, 2.0]])
    for _ in range(2):
        W = dlfs.Variable([[1.0], [1.0]])
        J = dlfs.reduce_sum(X @ W)
        step = GradientDescent(0.1).minimize(J)
    run(step)
    np.testing.assert_allclose(W.value, [[0.9], [0.8]])


def test_a_refused_rate_leaves_the_variables_of_all_steps_as_they_were():
    first, second = dlfs.Variable(1.0), dlfs.Variable(1.0)
    good = dlfs.GradientDescentOptimizer(0.1).minimize(first * first)
    optimizer = dlfs.GradientDescentOptimizer(0.1)
    bad = optimizer.minimize(second * second)
    optimizer.learning_rate = "fast"
    with pytest.raises(dlfs.DlfsError, match="learning rate"):
        dlfs.Session().run([good, bad])
    assert (first.value, second.value) == (1, 1)
