"""Wrong numbers for an exercise that asks for numbers: what is said to them."""

import pytest

from dlfs.classroom.checking.diagnosis import diagnose
from dlfs.classroom.lessons import Exercise


def asks_for(value):
    return Exercise(id="number", title="t", phase="make", kind="value", task="t",
                    hints=("a", "b"), value=value)  # fmt: skip


WRONG = [
    ("sign", [-0.3, -7.0]), ("upside down", [1 / 0.3, 1 / 7]), ("one minus", [0.7, -6.0]),
    ("twice", [0.6, 14.0]), ("half", [0.15, 3.5]), ("the point", [3.0, 70.0]),
    ("the point, to the left", [0.03, 0.7]), ("a hundred times", [30.0, 700.0]),
    ("squared", [0.09, 49.0]), ("the other way round", [7.0, 0.3]), ("the first alone", [0.3, 0.3]),
]  # fmt: skip


@pytest.mark.parametrize("name, values", WRONG)
def test_a_slip_with_two_numbers_is_named(name, values):
    found = diagnose(asks_for([0.3, 7.0]), values)
    assert not found.passed and found.mistake == name


@pytest.mark.parametrize("name, values", WRONG[:9])
def test_a_slip_with_one_number_is_named(name, values):
    found = diagnose(asks_for(0.3), values[0])
    assert not found.passed and found.mistake == name


@pytest.mark.parametrize("value", [0.5, 1.0, 2.0, -1.0, 0.0, [1.0, 1.0], [0.0, 3.0]])
def test_a_right_number_passes_whatever_slip_leaves_it_as_it_is(value):
    assert diagnose(asks_for(value), value).passed


def test_another_number_is_not_named():
    found = diagnose(asks_for([0.3, 7.0]), [0.41, 5.3])
    assert not found.passed and not found.mistake
