"""The explorer of softmax: the numbers of the lesson, the naive way, and functions of learners."""

import math

import numpy as np
import pytest

import dlfs
from dlfs.classroom.explore.softmax import (
    MISTAKES, PROBES, SHIFTS, Softmax, describe, in_short, mistake_of, naive, simulate, snapshot,
    stable,
)  # fmt: skip
from tests.classroom.explorer_forms import faults_of_sentence
from tools.proof.explorer_states import new

LOGITS = (2, 1, 0)
SAME = ("gives the same", "gives the same.")
KNOWN = (0.665, 0.245, 0.090)


def of_a_vector(a):
    powers = np.exp(a - np.max(a))
    return powers / np.sum(powers)


def of_a_batch(a):
    powers = np.exp(a - a.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def of_the_last_axis(a):
    powers = np.exp(a - a.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def with_plain_python(logits):
    powers = [math.exp(logit - max(logits)) for logit in logits]
    return [power / sum(powers) for power in powers]


def in_single_precision(a):
    return of_a_vector(a.astype(np.float32))


def row_by_row(batch):
    """What lesson 02 runs as long as its exercise is a blank."""
    return np.array([np.exp(row) / np.sum(np.exp(row)) for row in batch])


RIGHT = (
    of_a_vector, of_a_batch, of_the_last_axis, with_plain_python, in_single_precision, row_by_row,
)  # fmt: skip


# The numbers of the lesson


@pytest.mark.parametrize("shift", [0, 100, 1000, -1000])
def test_2_1_0_gives_665_245_090_wherever_it_is_shifted(shift):
    np.testing.assert_allclose(simulate(LOGITS, shift), KNOWN, atol=0.0005)
    np.testing.assert_allclose(simulate(LOGITS, shift), simulate(LOGITS), rtol=1e-12)


def test_20_10_0_gives_nearly_all_to_the_first():
    first, second, third = simulate((20, 10, 0))
    assert first == pytest.approx(1 / (1 + math.exp(-10) + math.exp(-20)), rel=1e-12)
    assert second == pytest.approx(math.exp(-10), rel=1e-3)
    assert third == pytest.approx(math.exp(-20), rel=1e-3)


def test_stable_is_the_softmax_of_the_engine():
    for a in np.random.default_rng(0).normal(scale=30, size=(50, 3)):
        np.testing.assert_allclose(stable(a), dlfs.Session().run(dlfs.softmax(a)), rtol=1e-12)


def test_exp_of_2_overflows_at_a_shift_of_707_78():
    largest = math.log(np.finfo(float).max)
    assert largest - 2 == pytest.approx(707.78, abs=0.005)
    with np.errstate(over="ignore"):
        assert np.isfinite(np.exp(2 + 707.78)) and np.isinf(np.exp(2 + 707.79))


def test_the_sum_overflows_before_that_and_all_shares_become_zero():
    edge = math.log(np.finfo(float).max) - math.log(math.e**2 + math.e + 1)
    assert edge == pytest.approx(707.375, abs=0.001)
    np.testing.assert_allclose(naive(np.array(LOGITS) + 707.37), KNOWN, atol=0.0005)
    assert not naive(np.array(LOGITS) + 707.38).any()


def test_the_first_whole_shift_at_which_the_naive_way_fails_is_708():
    fails = [shift for shift in range(1001) if "the same" not in describe(LOGITS, shift)]
    assert fails == list(range(708, 1001))


@pytest.mark.parametrize(
    "shift, reason",
    [
        (707.5, "0.000, 0.000, 0.000: the sum of exp(a) is too large"),
        (1000, "nan, nan, nan: exp(1002) is too large"),
        (-1000, "nan, nan, nan: exp(-998) is too small"),
        (-742, "exp(-740) is so small that most of its digits are lost"),
    ],
)
def test_the_naive_way_fails_for_a_reason_that_is_said(shift, reason):
    text = describe(LOGITS, shift)
    assert "softmax gives 0.665, 0.245, 0.090" in text
    assert reason in text


@pytest.mark.parametrize(
    "p, text",
    [(0, "0.000"), (1, "1.000"), (0.25, "0.250"), (4.54e-5, "4.5e-05"), (0.9999546, "0.99995")],
)
def test_a_probability_close_to_0_or_1_does_not_look_like_it(p, text):
    assert in_short(p) == text


# Functions of learners


@pytest.mark.parametrize("softmax", RIGHT)
def test_a_right_function_gives_the_same_in_any_form(softmax):
    assert mistake_of(softmax) == ""
    assert describe(LOGITS, 0, softmax).endswith(SAME)


@pytest.mark.parametrize("softmax", RIGHT[:4])
def test_a_right_function_is_right_at_a_shift_of_1000_too(softmax):
    assert describe(LOGITS, 1000, softmax).endswith(SAME)


@pytest.mark.parametrize("name, wrong", MISTAKES)
def test_a_known_mistake_is_named_from_a_vector_and_from_a_batch(name, wrong):
    assert mistake_of(wrong) == name
    assert (
        mistake_of(lambda batch: np.array([wrong(row) for row, _ in zip(batch, batch[:, 0])]))
        == name
    )
    assert f": {name}" in describe(LOGITS, 0, wrong)


@pytest.mark.parametrize("softmax", [naive, row_by_row])
def test_a_naive_softmax_is_right_until_it_overflows_and_hears_why(softmax):
    with np.errstate(over="ignore", invalid="ignore"):
        assert describe(LOGITS, 100, softmax).endswith(SAME)
        said = describe(LOGITS, 1000, softmax)
    assert " gives nan, nan, nan: exp(1002) is too large" in said


@pytest.mark.parametrize(
    "softmax, words",
    [
        (lambda a: a * 0 + 0.3, "they sum to 0.9, not to 1"),
        (lambda a: a * 0 + 1 / 3, "they sum to 1, but they are not the shares of exp(a)"),
        (lambda a: a * np.nan, "nan is what 0 / 0 and inf / inf give"),
        (lambda a: a.sum(), "returned shape () for logits of shape (3,)"),
        (lambda a: np.outer(a, a), "returned shape (3, 3)"),
    ],
)
def test_numbers_that_are_no_probabilities_are_answered_in_words(softmax, words):
    said = Softmax(softmax).describe()
    assert words in said and faults_of_sentence(said) == []


def test_a_function_that_fails_at_some_logits_only_lives_on_elsewhere():
    def fragile(a):
        if a.max() > 100:
            raise ValueError("too large for me")
        return stable(a)

    explorer = Softmax(softmax=fragile)
    assert explorer.describe().endswith(SAME)
    explorer.shift.value = 1000
    assert "ValueError: too large for me" in explorer.describe()
    explorer.shift.value = 0
    assert explorer.describe().endswith(SAME)


# The explorer


@pytest.fixture
def explorer():
    return new("softmax")


@pytest.mark.parametrize("logits, shift", [((2, 1, 0), 0), ((3.5, -2, 0.1), 100)])
def test_the_sentence_says_the_numbers(explorer, logits, shift):
    explorer.a0.value, explorer.a1.value, explorer.a2.value = logits
    explorer.shift.value = shift
    p = np.exp(logits) / np.exp(logits).sum()
    a = ", ".join(f"{logit + shift:g}" for logit in logits)
    said = ", ".join(map(in_short, p))
    assert explorer.describe() == f"Logits {a}: softmax gives {said}; the naive way gives the same."


def test_a_shift_moves_no_bar_until_the_naive_way_fails(explorer):
    before = bytes(explorer.picture.value), [bar.get_width() for bar in explorer._picture._right]
    for button, shift in zip(explorer.presets, SHIFTS, strict=True):
        button.click()
        assert explorer.shift.value == shift
        widths = [bar.get_width() for bar in explorer._picture._right]
        np.testing.assert_allclose(widths, before[1], rtol=1e-12)
    assert bytes(explorer.picture.value) != before[0]
    assert [text.get_visible() for text in explorer._picture._nan] == [True] * 3


def test_a_moved_slider_brings_a_new_picture_a_new_sentence_and_a_new_table(explorer):
    before = bytes(explorer.picture.value), explorer.describe(), explorer.table.value
    explorer.a1.value = 4
    after = bytes(explorer.picture.value), explorer.describe(), explorer.table.value
    assert not any(old == new for old, new in zip(before, after, strict=True))


def test_the_table_shows_the_calculation(explorer):
    for cell in ("class 0", "7.39", "0.665", "-2", "0.135", "11.1", "1.000"):
        assert f">{cell}</td>" in explorer.table.value
    assert ">naive</th>" in explorer.table.value
    explorer.shift.value = 1000
    assert ">inf</td>" in explorer.table.value and ">nan</td>" in explorer.table.value


def test_the_table_of_your_own_function_has_no_column_for_its_insides():
    table = Softmax(softmax=lambda a: a / a.sum()).table.value
    assert ">yours</th>" in table and ">0.667</td>" in table
    assert ">naive</th>" not in table and ">exp(a)</th>" not in table


def test_two_inputs_are_enough_to_tell_all_known_mistakes_apart():
    answers = [np.concatenate([wrong(a) for a in PROBES]) for _, wrong in MISTAKES]
    answers.append(np.concatenate([stable(a) for a in PROBES]))
    for i, one in enumerate(answers):
        assert not any(np.allclose(one, other, rtol=1e-3) for other in answers[:i])


def test_the_words_of_the_strip_say_where_the_naive_way_fails():
    _, alt = Softmax.paper()
    assert len(snapshot().axes) == 4
    assert alt.count("0.665, 0.245, 0.090") == 3 and "nan, nan, nan" in alt
