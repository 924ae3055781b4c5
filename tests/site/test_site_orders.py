"""Shuffled lines on the pages are judged as `check` judges them: the script agrees with Python."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlfs.classroom import lessons
from dlfs.classroom.checking.orders import diagnose_order
from tests.site.test_site_answers import SLOW
from tools.site import orders

EXERCISES = [
    exercise for number in lessons.numbers() for exercise in lessons.exercises(number)
    if exercise.kind == "order"
]  # fmt: skip
TYPED = st.one_of(
    st.permutations("ABCDEFGH").map("".join),
    st.text("ABCDEFGHabcdefgh ,;.>-\t", max_size=12),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)


def said(exercise, found: dict) -> str:
    """Return the text that the page shows for what the script found."""
    if "words" in found:
        return found["words"]
    if found["key"] in exercise.letters:
        return diagnose_order(exercise, found["key"]).text
    return orders.verdicts(exercise.id)[1][int(found["key"])]


def disagreeing(javascript, exercise, typed: list[str]) -> list:
    data = orders.data_of(exercise, orders.verdicts(exercise.id)[0])
    found = javascript([["judgeOrder", data, text] for text in typed])
    wanted = [diagnose_order(exercise, text) for text in typed]
    return [
        (text, one)
        for text, one, right in zip(typed, found, wanted, strict=True)
        if said(exercise, one) != right.text or one.get("passed", False) != right.passed
    ]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_every_order_of_the_needed_lines_is_judged_as_by_check(javascript, exercise):
    every = list(map("".join, permutations(sorted(exercise.accepted[0]))))
    assert disagreeing(javascript, exercise, every[::41] + list(exercise.accepted)) == []


@given(typed=st.lists(TYPED, min_size=40, max_size=80), exercise=st.sampled_from(EXERCISES))
@SLOW
def test_whatever_is_typed_is_judged_as_by_check(javascript, typed, exercise):
    assert disagreeing(javascript, exercise, typed) == []


def test_spaces_are_those_of_python(javascript):
    odd = [chr(code) for code in (*range(33), 0x85, 0xA0, 0x1680, 0x200B, 0x2028, 0x3000, 0xFEFF)]
    assert disagreeing(javascript, EXERCISES[0], [one + "BA" + one + "C" for one in odd]) == []


def test_an_order_that_the_page_judges_otherwise_is_found(javascript):
    exercise = EXERCISES[0]
    row, texts = orders.verdicts(exercise.id)
    shifted = row[1:] + row[:1]
    data = orders.data_of(exercise, shifted)
    [found] = javascript([["judgeOrder", data, exercise.accepted[0]]])
    assert len(texts) > 3 and not found["passed"]
