"""Wrong answers that look right on easy inputs are refused, and told what is wrong with them."""

import time

import pytest

from dlfs.classroom import lessons
from dlfs.classroom.checking.diagnosis import diagnose
from tests.classroom.wrong_answers import NAMED, WRONG

ANSWERS = [(name, answer) for name, answers in WRONG.items() for answer in answers]

each = pytest.mark.parametrize


@each("name, answer", ANSWERS, ids=[f"{name}: {f.__name__}" for name, f in ANSWERS])
def test_a_wrong_answer_is_refused(name, answer):
    assert not diagnose(lessons.find_exercise(name), answer).passed


@each("name, answer, words", NAMED, ids=[f"{name}: {f.__name__}" for name, f, _ in NAMED])
def test_a_wrong_answer_is_told_what_is_wrong(name, answer, words):
    assert words in diagnose(lessons.find_exercise(name), answer).text


def test_a_check_answers_at_once():
    times = []
    for name, answer in ANSWERS:
        exercise = lessons.find_exercise(name)
        diagnose(exercise, answer)
        started = time.process_time()
        diagnose(exercise, answer)
        times.append(time.process_time() - started)
    assert sorted(times)[len(times) // 2] < 0.3
