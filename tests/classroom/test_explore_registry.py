"""The explorer of the table of derivatives: its numbers, its engine, rules of learners."""

import sys
from inspect import unwrap

import numpy as np
import pytest

import dlfs
from dlfs import gradients
from dlfs.classroom import data
from dlfs.classroom.explore.registry import (
    INPUTS, NAMES, OPERATIONS, RULES, STEPS, Registry, describe, known, simulate, snapshot,
)  # fmt: skip
from dlfs.classroom.explore.calling import Mistake
from tests.classroom.explorer_forms import faults_of_sentence
from tools.proof.explorer_states import new


def sigma(a):
    return 1 / (1 + np.exp(-a))


# What the check and the training say


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_check_finds_every_wrong_rule_and_the_loss_betrays_the_flipped_sign_alone(operation):
    found = {name: known(operation, name) for name in NAMES}
    assert [name for name in NAMES if found[name].ok] == ["right"]
    assert [name for name in NAMES if found[name].diverged] == ["sign flipped"]
    falling = [name for name in NAMES if found[name].J[-1] < found[name].J[0]]
    assert falling == [name for name in NAMES if name != "sign flipped"]
    assert (np.diff(found["sign flipped"].J) > 0).all()


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(
    "rule, error", [("right", 0), ("sign flipped", 2), ("mean for sum", 0.99)]
)
def test_the_relative_error_is_that_of_the_factor(operation, rule, error):
    assert known(operation, rule).relative_error == pytest.approx(error, abs=1e-6)


def test_the_relative_errors_at_the_start_are_those_of_the_local_derivatives():
    """At the start every a is 0, so every p is a half: the rule's number there is all."""
    for rule, factor in (("misprint", sigma(0) * sigma(1)), ("no local derivative", 1)):
        error = abs(factor - 0.25) / max(factor, 0.25)
        assert known("sigmoid", rule).relative_error == pytest.approx(error, rel=1e-6)


def test_the_misprint_says_3655_for_25_at_a_0():
    claimed, nudged = known("sigmoid", "misprint").at_start
    assert claimed == pytest.approx(sigma(0) * sigma(1)) and f"{claimed:.4f}" == "0.3655"
    assert nudged == pytest.approx(0.25)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_right_rule_and_the_nudges_are_the_derivative(operation):
    x = INPUTS[operation]
    derivative = sigma(x) * (1 - sigma(x)) if operation == "sigmoid" else 1 / x
    for row in known(operation, "right").slopes:
        np.testing.assert_allclose(row, derivative, rtol=1e-7)


def trained_by_hand(factor):
    """The same training with NumPy alone; `factor` is what the rule makes of p (1 - p)."""
    X, c = data.overlapping()
    w, b, J = np.zeros(2), 0.0, []
    for _ in range(STEPS + 1):
        a = X @ w + b
        p = sigma(a)
        J.append(-np.mean(c[:, 1] * np.log(p) + c[:, 0] * np.log(1 - p)))
        G = -(c[:, 1] / p - c[:, 0] / (1 - p)) / len(X) * factor(a)
        w, b = w - 0.1 * X.T @ G, b - 0.1 * G.sum()
    return np.array(J)


@pytest.mark.parametrize(
    "rule, factor",
    [
        ("right", lambda a: sigma(a) * (1 - sigma(a))),
        ("misprint", lambda a: sigma(a) * sigma(1 - a)),
        ("no local derivative", lambda a: 1),
        ("mean for sum", lambda a: sigma(a) * (1 - sigma(a)) / 100),
    ],
)
def test_the_engine_trains_as_numpy_by_hand_does(rule, factor):
    np.testing.assert_allclose(known("sigmoid", rule).J, trained_by_hand(factor), rtol=1e-9)


# The table of the engine


def entries():
    return dict(gradients._gradient_registry)


def test_the_table_is_afterwards_what_it_was_before():
    before = entries()
    simulate("sigmoid", "sign flipped")
    with pytest.raises(Mistake):
        simulate("log", lambda op, G: 1 / 0)
    assert entries() == before


def test_a_rule_that_a_learner_left_in_the_table_changes_nothing_here():
    def wrong(op, G):
        return 7 * G

    with gradients.registered(dlfs.sigmoid, wrong), gradients.registered(dlfs.multiply, wrong):
        found = simulate("log", "right")
        assert unwrap(entries()[dlfs.sigmoid]) is wrong
    np.testing.assert_array_equal(found.J, known("log", "right").J)


# Rules of learners


def test_a_right_rule_of_a_learner_is_ok_as_an_array_and_as_a_list():
    for rule in (
        lambda op, G: G * op.output * (1 - op.output),
        lambda op, G: [G * op.output * (1 - op.output)],
    ):
        assert simulate("sigmoid", rule).ok


def test_a_rule_for_log_is_tried_on_log():
    explorer = Registry(lambda op, G: G / op.inputs[0], operation="log")
    assert explorer.describe().startswith("log with your rule: at x = 0.5 it says 2.0000")
    explorer.operation.value = "sigmoid"
    assert "WRONG" in explorer.describe()


def test_a_learners_misprint_gets_the_verdict_of_the_published_one():
    found = simulate("sigmoid", lambda op, G: G * sigma(op.inputs[0]) * sigma(1 - op.inputs[0]))
    np.testing.assert_allclose(found.J, known("sigmoid", "misprint").J, rtol=1e-12)
    assert found.relative_error == pytest.approx(0.316, abs=0.0005)


def test_no_finite_number_is_said_in_words():
    text = describe("sigmoid", "yours", simulate("sigmoid", lambda op, G: G * np.nan))
    assert "WRONG, the gradient is no finite number" in text
    assert "J starts at 0.6931 and is no finite number in the end: diverged" in text


def overwriting(op, G):
    op.output *= 2
    return G


def growing(op, G):
    G *= 2
    return G


@pytest.mark.parametrize(
    "rule, words",
    [
        (lambda op, G: G.sum(), "has shape (), but"),
        (lambda op, G: G[:3], "has shape (3,), but"),
        (lambda op, G: [G, G], "returned 2 gradients for 1 input"),
        (lambda op, G: G * op.input, "sigmoid_1 has no input"),
        (lambda op: op, "takes (op), and two things are handed to it: op, G"),
        (overwriting, "read-only"),
        (growing, "changes the numbers"),
    ],
)
def test_nonsense_is_a_mistake_in_words(rule, words):
    with pytest.raises(Mistake) as caught:
        simulate("sigmoid", rule)
    assert words in str(caught.value)
    assert faults_of_sentence(str(caught.value)) == []


def test_after_nonsense_a_picture_is_there_and_the_other_rules_work():
    explorer = Registry(lambda op, G: G.sum())
    assert "The engine refuses this rule" in explorer.describe()
    assert bytes(explorer.picture.value).startswith(b"\x89PNG")
    explorer.rule.value = "right"
    assert "gradient_check of w: ok" in explorer.describe()


def test_a_slow_rule_is_given_up(monkeypatch):
    monkeypatch.setattr(sys.modules[simulate.__module__], "PATIENCE", 0.0)
    with pytest.raises(Mistake, match="needs more than 0 s"):
        simulate("sigmoid", RULES["sigmoid"]["right"])


# The explorer


@pytest.fixture
def explorer():
    return new("registry")


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("rule", ["right", "misprint", "mean for sum"])
def test_the_sentence_says_the_numbers(explorer, operation, rule):
    explorer.operation.value, explorer.rule.value = operation, rule
    found = known(operation, rule)
    claimed, nudged = found.at_start
    error = f"WRONG, relative error {found.relative_error:.3g}"
    assert explorer.describe() == describe(operation, rule) + "."
    assert f" ({rule}): at " in explorer.describe() and explorer.describe().endswith(
        f" it says {claimed:.4f}, nudging says {nudged:.4f}; gradient_check of w: "
        f"{'ok, relative error below 1e-06' if rule == 'right' else error}; J goes from "
        f"{found.J[0]:.4f} to {found.J[-1]:.4f} in {STEPS} steps, accuracy {found.accuracy:.2f}."
    )


def test_the_learners_rule_is_offered_only_if_there_is_one(explorer):
    assert explorer.rule.options == NAMES
    explorer.hand_over(lambda op, G: G)
    assert explorer.rule.options == (*NAMES, "yours") and explorer.rule.value == "yours"


def test_the_words_of_the_strip_say_its_numbers():
    assert len(snapshot().axes) == 10
    assert len(snapshot(("right", "misprint"), "log").axes) == 4
    _, alt = Registry.paper()
    found = known("sigmoid", "misprint")
    assert (
        f"misprint: WRONG, relative error {found.relative_error:.3g}, J {found.J[-1]:.4f}, "
        f"accuracy {found.accuracy:.2f}" in alt
    )


def test_the_drawn_line_is_the_rule_s_and_the_dots_are_the_nudges(explorer):
    explorer.rule.value = "misprint"
    _, slopes, J, *_ = explorer._canvas_of("sigmoid")
    x = INPUTS["sigmoid"]
    np.testing.assert_allclose(slopes.get_ydata(), sigma(x) * sigma(1 - x))
    np.testing.assert_array_equal(J.get_ydata(), known("sigmoid", "misprint").J)
