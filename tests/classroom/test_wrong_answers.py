"""Wrong answers that look right on easy inputs are refused, and told what is wrong with them."""

import time

import pytest

from dlfs.classroom import lessons
from dlfs.classroom.checking.diagnosis import diagnose
from tests.classroom.wrong_answers import NAMED, WRONG, keeps_an_order

ANSWERS = [(name, answer) for name, answers in WRONG.items() for answer in answers]

each = pytest.mark.parametrize


@each("name, answer", ANSWERS, ids=[f"{name}: {f.__name__}" for name, f in ANSWERS])
def test_a_wrong_answer_is_refused(name, answer):
    assert not diagnose(lessons.find_exercise(name), answer).passed


@each("name, answer, words", NAMED, ids=[f"{name}: {f.__name__}" for name, f, _ in NAMED])
def test_a_wrong_answer_is_told_what_is_wrong(name, answer, words):
    assert words in diagnose(lessons.find_exercise(name), answer).text


def fastest(exercise, answer):
    """The seconds of processor time of the fastest of three checks."""
    times = []
    for _ in range(3):
        started = time.process_time()
        diagnose(exercise, answer)
        times.append(time.process_time() - started)
    return min(times)


@each("name, answer", ANSWERS, ids=[f"{name}: {f.__name__}" for name, f in ANSWERS])
def test_a_check_answers_at_once(name, answer):
    assert fastest(lessons.find_exercise(name), answer) < 0.3


@each("name, answer", [("backward-order", keeps_an_order), ("order-of", keeps_an_order)])
def test_what_is_kept_in_a_default_argument_makes_no_later_check_slower_or_another(name, answer):
    exercise = lessons.find_exercise(name)
    said = {diagnose(exercise, answer).text for _ in range(3)}
    assert fastest(exercise, answer) < 0.3
    assert len(said) == 1 and answer.__defaults__ == ([],)
