"""The explorer of the table of derivatives: its numbers, its engine, rules of learners."""

import sys

import numpy as np
import pytest

import dlfs
from dlfs import gradients
from dlfs.classroom import data
from dlfs.classroom.explore.registry import (
    INPUTS, NAMES, OPERATIONS, RULES, STEPS, Registry, describe, known, simulate, snapshot,
)  # fmt: skip
from dlfs.classroom.explore.stepping import Mistake
from dlfs.classroom.drawing.figures import LARGEST_PNG, SMALLEST_ALT


def sigma(a):
    return 1 / (1 + np.exp(-a))


# The numbers of the lesson


@pytest.mark.parametrize(
    "operation, rule, J, accuracy, error",
    [
        ("sigmoid", "right", 0.3870, 0.84, 0),
        ("sigmoid", "misprint", 0.3870, 0.84, 0.316),
        ("sigmoid", "no local derivative", 0.3948, 0.85, 0.75),
        ("sigmoid", "mean for sum", 0.6005, 0.85, 0.99),
        ("log", "right", 0.3870, 0.84, 0),
        ("log", "misprint", 0.4214, 0.85, 0.75),
        ("log", "no local derivative", 0.4219, 0.85, 0.5),
        ("log", "mean for sum", 0.6005, 0.85, 0.99),
    ],
)
def test_loss_accuracy_and_relative_error_are_those_of_the_lesson(
    operation, rule, J, accuracy, error
):
    found = known(operation, rule)
    assert found.J[-1] == pytest.approx(J, abs=5e-5)
    assert found.accuracy == pytest.approx(accuracy)
    assert found.relative_error == pytest.approx(error, abs=0.0005)
    assert found.ok == (rule == "right")


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_flipped_sign_climbs_until_the_loss_is_no_number(operation):
    found = known(operation, "sign flipped")
    assert found.diverged and not found.ok and found.relative_error == pytest.approx(2)
    assert (np.diff(found.J) > 0).all() and 120 < len(found.J) < 135
    assert found.J[100] == pytest.approx(10.4466, abs=5e-5)


def test_the_misprint_says_3655_for_25_at_a_0():
    claimed, nudged = known("sigmoid", "misprint").at_start
    assert claimed == pytest.approx(sigma(0) * sigma(1)) and f"{claimed:.4f}" == "0.3655"
    assert nudged == pytest.approx(0.25)


def test_only_the_flipped_sign_is_to_be_seen_in_the_loss():
    falling = [name for name in NAMES if known("sigmoid", name).J[-1] < known("sigmoid", name).J[0]]
    assert falling == [name for name in NAMES if name != "sign flipped"]


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
        assert entries()[dlfs.sigmoid] is wrong
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
        (lambda op, G: None, "returned None"),
        (lambda op, G: ..., "nothing is filled in yet"),
        (lambda op, G: "a", "numbers are wanted"),
        (lambda op, G: G.sum(), "has shape (), but"),
        (lambda op, G: G[:3], "has shape (3,), but"),
        (lambda op, G: [G, G], "returned 2 gradients for 1 input"),
        (lambda op, G: G * op.input, "sigmoid_1 has no input"),
        (lambda op: op, "takes (op), and two things are handed to it: op, G"),
        (overwriting, "read-only"),
        (growing, "changes the numbers"),
        (3, "not a function"),
    ],
)
def test_nonsense_is_a_mistake_in_words(rule, words):
    with pytest.raises(Mistake) as caught:
        simulate("sigmoid", rule)
    assert words in str(caught.value)
    assert is_one_plain_sentence(str(caught.value))


def test_after_nonsense_a_picture_is_there_and_the_other_rules_work():
    explorer = Registry(lambda op, G: G.sum())
    assert "The engine refuses this rule" in explorer.describe()
    assert bytes(explorer.picture.value).startswith(b"\x89PNG")
    explorer.rule.value = "right"
    assert "gradient_check of w: ok" in explorer.describe()


def test_a_loop_without_end_is_stopped():
    def endless(op, G):
        while True:
            pass

    with pytest.raises(Mistake, match="loop"):
        simulate("sigmoid", endless)


def test_a_slow_rule_is_given_up(monkeypatch):
    monkeypatch.setattr(sys.modules[simulate.__module__], "PATIENCE", 0.0)
    with pytest.raises(Mistake, match="needs more than 0 s"):
        simulate("sigmoid", RULES["sigmoid"]["right"])


# The explorer


def is_one_plain_sentence(text):
    return text.isascii() and "\n" not in text and text[-1] in ".?" and ". " not in text


@pytest.fixture(scope="module")
def explorer():
    return Registry()


def test_the_sentence_says_the_numbers(explorer):
    explorer.rule.value = "misprint"
    assert explorer.describe() == (
        "sigmoid with the rule G sigma(a) sigma(1 - a) (misprint): at a = 0 it says 0.3655, "
        "nudging says 0.2500; gradient_check of w: WRONG, relative error 0.316; J goes from 0.6931 "
        "to 0.3870 in 500 steps, accuracy 0.84."
    )


def test_each_control_brings_a_new_picture_and_a_new_sentence(explorer):
    for control, value in ((explorer.rule, "mean for sum"), (explorer.operation, "log")):
        before = bytes(explorer.picture.value), explorer.describe()
        control.value = value
        assert explorer.describe() != before[1]
        assert bytes(explorer.picture.value) != before[0]


def test_there_are_two_controls_and_the_learners_rule_is_offered_only_if_there_is_one(explorer):
    first, second, *_ = explorer.view.children
    assert (first.children[1], second) == (explorer.operation, explorer.rule)
    assert explorer.rule.options == NAMES
    assert Registry(lambda op, G: G).rule.options == (*NAMES, "yours")


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("rule", NAMES)
def test_every_setting_gives_one_plain_sentence(operation, rule):
    assert is_one_plain_sentence(describe(operation, rule) + ".")


def test_the_check_for_one_plain_sentence_can_fail():
    assert not is_one_plain_sentence("Two. Sentences.")


def test_the_printed_form_is_a_figure_with_a_description():
    assert len(snapshot().axes) == 10
    assert len(snapshot(("right", "misprint"), "log").axes) == 4
    bundle = Registry()._repr_mimebundle_()
    assert len(bundle["image/png"]) * 3 / 4 <= LARGEST_PNG
    alt = Registry.paper()[1]
    assert alt.isascii() and len(alt) > SMALLEST_ALT
    assert "misprint: WRONG, relative error 0.316, J 0.3870, accuracy 0.84" in alt
