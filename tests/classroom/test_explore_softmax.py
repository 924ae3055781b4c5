"""The explorer of softmax: the numbers of the lesson, the naive way, and functions of learners."""

import math

import ipywidgets as widgets
import numpy as np
import pytest

import dlfs
from dlfs.classroom.explore.softmax import (
    MISTAKES, PROBES, SHIFTS, Softmax, describe, in_short, mistake_of, naive, simulate, snapshot,
    stable,
)  # fmt: skip
from dlfs.classroom.explore.stepping import Mistake
from dlfs.classroom.drawing.figures import LARGEST_PNG, SMALLEST_ALT

LOGITS = (2, 1, 0)
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
    assert "yours gives the same" in describe(LOGITS, 0, softmax)


@pytest.mark.parametrize("softmax", RIGHT[:4])
def test_a_right_function_is_right_at_a_shift_of_1000_too(softmax):
    assert "yours gives the same" in describe(LOGITS, 1000, softmax)


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
        assert "yours gives the same" in describe(LOGITS, 100, softmax)
        said = describe(LOGITS, 1000, softmax)
    assert "yours gives nan, nan, nan: exp(1002) is too large" in said


@pytest.mark.parametrize(
    "softmax, words",
    [
        (lambda a: a * 0 + 0.3, "they sum to 0.9, not to 1"),
        (lambda a: a * 0 + 1 / 3, "they sum to 1, but they are not the shares of exp(a)"),
        (lambda a: a * np.nan, "nan is what 0 / 0 and inf / inf give"),
        (lambda a: a.sum(), "returned shape () for logits of shape (3,)"),
        (lambda a: np.outer(a, a), "returned shape (3, 3)"),
        (lambda a: None, "returned None: does it end with return?"),
        (lambda a: ..., "the blank: nothing is filled in yet"),
        (lambda a: "a", "returned a str: numbers are wanted"),
        (lambda a: [[1, 2], [3]], "several arrays of different shapes"),
        (lambda a, axis: a, "takes (a, axis), and it is called with 1 argument."),
        (lambda a: 1 / 0, "stopped with ZeroDivisionError: division by zero."),
        (lambda a: a.no, "stopped with AttributeError"),
        (3, "softmax is a int, not a function"),
        (np.ones(3), "softmax is a ndarray, not a function"),
        (..., "softmax is a ellipsis, not a function"),
    ],
)
def test_nonsense_is_answered_in_words(softmax, words):
    assert words in answer_to(softmax)
    assert is_one_plain_sentence(answer_to(softmax))


def answer_to(softmax):
    try:
        return describe(LOGITS, 0, softmax) + "."
    except Mistake as mistake:
        return str(mistake)


def test_a_picture_stays_when_there_is_nothing_to_draw():
    explorer = Softmax(softmax=lambda a: None)
    assert explorer.describe() == "Your softmax returned None: does it end with return?"
    assert bytes(explorer.picture.value).startswith(b"\x89PNG")


def test_a_function_that_overwrites_its_input_is_told_so():
    def greedy(a):
        a -= a.max()
        return np.exp(a) / np.exp(a).sum()

    answer = answer_to(greedy)
    assert "changes the numbers it is given" in answer and is_one_plain_sentence(answer)


def test_a_loop_without_end_is_stopped():
    def endless(a):
        while True:
            pass

    with pytest.raises(Mistake, match="two million instructions"):
        simulate(LOGITS, 0, endless)


def test_a_function_that_calls_itself_for_ever_is_stopped():
    def again(a):
        return again(a)

    with pytest.raises(Mistake, match="calls itself again"):
        simulate(LOGITS, 0, again)


def test_a_function_that_fails_at_some_logits_only_lives_on_elsewhere():
    def fragile(a):
        if a.max() > 100:
            raise ValueError("too large for me")
        return stable(a)

    explorer = Softmax(softmax=fragile)
    assert "yours gives the same" in explorer.describe()
    explorer.shift.value = 1000
    assert "ValueError: too large for me" in explorer.describe()
    explorer.shift.value = 0
    assert "yours gives the same" in explorer.describe()


# The explorer


SLIDERS = (widgets.FloatSlider, widgets.FloatLogSlider, widgets.IntSlider)
FIELDS = (widgets.BoundedFloatText, widgets.BoundedIntText)


def is_one_plain_sentence(text):
    return text.isascii() and "\n" not in text and text[-1] in ".?" and ". " not in text.rstrip(".")


def everything_in(widget):
    inside = [part for child in getattr(widget, "children", ()) for part in everything_in(child)]
    return [widget, *inside]


@pytest.fixture(scope="module")
def only_one():
    return Softmax()


@pytest.fixture
def explorer(only_one):
    only_one.a0.value, only_one.a1.value, only_one.a2.value = LOGITS
    only_one.shift.value = 0
    only_one.refresh()
    return only_one


def test_the_first_picture_is_2_1_0(explorer):
    assert explorer.describe() == (
        "Logits 2, 1, 0: softmax gives 0.665, 0.245, 0.090; the naive way gives the same."
    )
    assert bytes(explorer.picture.value).startswith(b"\x89PNG")


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


def test_typing_into_a_number_field_moves_the_slider(explorer):
    fields = [part for part in everything_in(explorer.view) if isinstance(part, FIELDS)]
    assert len(fields) == 4
    for field, value in zip(fields, (707.5, -3.5, 20, 0), strict=True):
        field.value = value
    sliders = explorer.shift, explorer.a0, explorer.a1, explorer.a2
    assert [slider.value for slider in sliders] == [707.5, -3.5, 20, 0]


def test_there_are_four_sliders_and_each_has_a_field_beside_it(explorer):
    rows = [part for part in everything_in(explorer.view) if isinstance(part, widgets.HBox)]
    with_slider = [row for row in rows if any(isinstance(part, SLIDERS) for part in row.children)]
    assert len(with_slider) == 4
    assert all(any(isinstance(part, FIELDS) for part in row.children) for row in with_slider)
    assert not any(isinstance(part, widgets.Output) for part in everything_in(explorer.view))


def test_every_setting_gives_one_plain_sentence(explorer):
    for shift in (-1000, -745, -20, 0, 707, 1000):
        for a0 in (-20, 0, 20):
            explorer.shift.value, explorer.a0.value = shift, a0
            assert is_one_plain_sentence(explorer.describe())
            assert "No picture" not in explorer.describe()


def test_the_check_for_one_plain_sentence_can_fail():
    assert not is_one_plain_sentence("Two. Sentences.")
    assert not is_one_plain_sentence("not ascii \u2013 at all.")


def test_an_error_while_drawing_is_said_and_the_last_picture_stays(explorer, monkeypatch):
    def broken(*_):
        raise RuntimeError("planted")

    before = bytes(explorer.picture.value)
    monkeypatch.setattr(explorer._picture, "move", broken)
    explorer.a0.value = 5
    assert "planted" in explorer.describe()
    assert bytes(explorer.picture.value) == before


# On paper


def test_the_printed_form_is_a_figure_with_a_description(explorer):
    assert len(snapshot().axes) == 4
    bundle = explorer._repr_mimebundle_()
    assert len(bundle["image/png"]) * 3 / 4 <= LARGEST_PNG
    alt = Softmax.paper()[1]
    assert alt.isascii() and len(alt) > SMALLEST_ALT
    assert alt.count("0.665, 0.245, 0.090") == 3 and "nan, nan, nan" in alt


def test_two_inputs_are_enough_to_tell_all_known_mistakes_apart():
    answers = [np.concatenate([wrong(a) for a in PROBES]) for _, wrong in MISTAKES]
    answers.append(np.concatenate([stable(a) for a in PROBES]))
    for i, one in enumerate(answers):
        assert not any(np.allclose(one, other, rtol=1e-3) for other in answers[:i])
