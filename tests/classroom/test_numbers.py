"""Numbers that somebody types: read as people write them, refused in words, never changed."""

import numpy as np
import pytest
from traitlets import TraitError

from dlfs.classroom.explore.numbers import Number, readings
from tests.classroom.explorer_forms import faults_of_sentence


@pytest.fixture
def rate():
    return Number("Rate", 0.01, 5, 0.25)


@pytest.fixture
def step():
    return Number("Step t", 0, 100, 4, whole=True)


@pytest.mark.parametrize(
    "text, value",
    [
        ("2,5", 2.5), ("2.5", 2.5), (" 3.7 ", 3.7), (",5", 0.5), (".5", 0.5), ("1e-2", 0.01),
        ("1E-2", 0.01), ("+1", 1), ("2.", 2), ("2,50", 2.5), ("3,1250", 3.125), ("0,25", 0.25),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(rate, text, value):
    rate.field.value = text
    assert rate.value == value and rate.complaint == ""
    assert float(rate.field.value) == value


def test_a_minus_may_be_a_real_one():
    assert readings("w", chr(0x2212) + "2,5") == [-2.5]


@pytest.mark.parametrize(
    "text, words",
    [
        ("many", 'Rate is a number, as 2.5 or 1e-3, and "many" is none; it stays 0.25.'),
        ("", '"" is none'), ("1 0", '"1 0" is none'), ("0x1", "is none"), ("nan", "is none"),
        ("inf", "is none"), ("1_0", "is none"), ("--1", "is none"), ("1.2.3", "is none"),
        ("9" * 50 + "x", '"99999999999999999..." is none'), ("1e999", "cannot be as large as"),
        ("99", "Rate goes from 0.01 to 5, so it cannot be 99; it stays 0.25."),
        ("-1", "so it cannot be -1"), ("0", "so it cannot be 0"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_and_changes_nothing(rate, text, words):
    rate.field.value = text
    assert words in rate.complaint and faults_of_sentence(rate.complaint.replace('"nan"', "")) in (
        [], ["nan or inf in place of words"],
    )  # fmt: skip
    assert rate.value == 0.25 and rate.field.value == "0.25"


@pytest.mark.parametrize("text, value", [("1,500", 1.5), ("1,000,000", None), ("0,215", 0.215)])
def test_of_two_readings_the_one_that_fits_is_taken(rate, text, value):
    rate.field.value = text
    assert rate.value == (value or 0.25) and bool(rate.complaint) == (value is None)


def test_where_two_readings_fit_one_has_to_be_chosen():
    shift = Number("Shift", -1000, 9000, 0)
    shift.field.value = "1,500"
    assert shift.value == 0
    assert shift.complaint == '"1,500" may be 1.5 or 1500: write one of them; it stays 0.'


@pytest.mark.parametrize("text, said", [("3.7", "3.7"), ("1e9", "1e+09"), ("2,5", "2.5")])
def test_a_whole_number_is_never_made_of_another_one(step, text, said):
    step.field.value = text
    assert f"so it cannot be {said}; it stays 4." in step.complaint
    assert step.value == 4 and step.field.value == "4"


def test_a_complaint_is_made_again_and_taken_back_by_the_next_number(step):
    said = []
    step.observe(lambda change: said.append(change.new), "complaint")
    for text in ("3.7", "3.7", "4 ", "5"):
        step.field.value = text
    assert [bool(words) for words in said] == [True, False, True, False]
    assert step.typed == 4


def test_a_number_that_is_set_is_shown_and_does_not_count_as_typed(step):
    step.value = 77
    assert step.field.value == "77" and step.typed == 0


@pytest.mark.parametrize("value", [101, -1, 2.5, float("nan"), "5", None])
def test_a_program_that_sets_what_cannot_be_hears_why(step, value):
    with pytest.raises(TraitError, match="Step t "):
        step.value = value
    assert step.value == 4


def test_numbers_of_numpy_are_numbers(step, rate):
    step.value, rate.value = np.int64(7), np.float64(0.5)
    assert step.value == 7 and type(step.value) is int and rate.value == 0.5


def test_a_value_with_many_digits_stays_exact_until_something_else_is_typed(rate):
    rate.value = 1 / 3
    rate.field.value = rate.field.value
    assert rate.value == 1 / 3
