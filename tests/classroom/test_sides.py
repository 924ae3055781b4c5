"""Who is asked for a bound and says the other side of it is not right, and is told so."""

import dataclasses

import pytest

from dlfs.classroom import lessons
from dlfs.classroom.asking.verdicts import OTHER_SIDE, judge
from dlfs.classroom.lessons.problem import LessonError
from dlfs.classroom.lessons.question import question_from

each = pytest.mark.parametrize
BELOW = lessons.find_question("gd-3")
ABOVE = dataclasses.replace(BELOW, bound="above")

UNDER = ["< 0.5", "eta < 0.5", "0.5 > eta", "below 0.5", "at most 0.5", "<= .5",
         "\u2264 1/2", "less than a half", "up to 0.5", "eta < 2/4 = 0.5", "unter 0,5"]  # fmt: skip
OVER = ["> 0.5", "eta > 0.5", "0.5 < eta", "above 0.5", "at least 0.5", ">= .5", "\u2265 1/2",
        "more than a half", "greater than 0.5", "larger than 1/2"]  # fmt: skip
NEITHER = ["0.5", "0 < eta < 0.5", "eta = 0.5", "eta -> 0.5", "=> 0.5", "2/4", "one over two",
           "1 over 2", "half", "\u2192 0.5", ">>> 0.5"]  # fmt: skip


@each("answer", UNDER)
def test_what_lies_below_a_bound_is_told_from_what_lies_above(answer):
    assert judge(BELOW, answer).right
    assert judge(ABOVE, answer).text == OTHER_SIDE


@each("answer", OVER)
def test_what_lies_above_a_bound_is_told_from_what_lies_below(answer):
    assert judge(ABOVE, answer).right
    said = judge(BELOW, answer)
    assert said.text == OTHER_SIDE and said.understood and said.right is False


@each("answer", NEITHER)
def test_a_number_without_a_side_is_right_for_both(answer):
    assert judge(BELOW, answer).right and judge(ABOVE, answer).right


def test_a_wrong_number_keeps_its_cause_whatever_its_side():
    assert judge(BELOW, "> 8").misconception == judge(BELOW, "8").misconception != ""


def test_where_no_bound_is_asked_a_side_changes_nothing():
    assert judge(dataclasses.replace(BELOW, bound=""), "> 0.5").right


@each("table", [{"bound": "left"}, {"bound": "below", "labels": ["a", "b"], "answer": [1, 2]}])
def test_a_bound_that_cannot_be_is_found(table):
    whole = {"id": "q", "title": "q", "where": "exit", "kind": "number", "text": "q", "answer": 1}
    with pytest.raises(LessonError, match="bound is"):
        question_from({**whole, **table}, "04")
