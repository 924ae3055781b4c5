"""Right answers in many forms: all of them pass, and the library takes them."""

import inspect
from importlib import import_module

import numpy as np
import pytest

from dlfs.classroom import lessons
from dlfs.classroom.checking.diagnosis import diagnose
from dlfs.classroom.checking.engine_trial import fault_in_the_engine

FOLDER = "tests.classroom.right_answers"
RIGHT = {name: answers for number in lessons.numbers()
         for name, answers in import_module(f"{FOLDER}.lesson_{number}").RIGHT.items()}  # fmt: skip
FUNCTIONS = [item for number in lessons.numbers() for item in lessons.exercises(number)
             if item.kind == "function"]  # fmt: skip
ANSWERS = [(name, answer) for name, answers in RIGHT.items() for answer in answers]
IDS = [f"{name}: {getattr(answer, '__name__', type(answer).__name__)}" for name, answer in ANSWERS]

each = pytest.mark.parametrize


@each("exercise", FUNCTIONS, ids=[item.id for item in FUNCTIONS])
def test_every_exercise_has_six_right_answers_beside_its_own(exercise):
    assert len(set(RIGHT[exercise.id])) >= 6


@each("name, answer", ANSWERS, ids=IDS)
def test_a_right_answer_passes_whatever_its_form(name, answer):
    diagnosis = diagnose(lessons.find_exercise(name), answer)
    assert diagnosis.passed, diagnosis.text


@each("name, answer", ANSWERS, ids=IDS)
def test_what_passes_works_in_the_library_on_fifty_random_graphs(name, answer):
    exercise = lessons.find_exercise(name)
    faults = [fault_in_the_engine(exercise, answer, seed) for seed in range(50)] if (
        exercise.engine) else []  # fmt: skip
    assert not any(faults), faults


PLAIN = [item for item in FUNCTIONS if item.observe is None and item.trial is None]


@each("exercise", PLAIN, ids=[item.id for item in PLAIN])
def test_the_last_digits_of_a_result_do_not_matter(exercise):
    def nearly(*arguments):
        returned = exercise.reference(*arguments)
        parts = returned if isinstance(returned, list | tuple) else [returned]
        near = [np.asarray(part) * (1 + 1e-10) for part in parts]
        return near if isinstance(returned, list | tuple) else near[0]

    nearly.__signature__ = inspect.signature(exercise.reference)
    assert diagnose(exercise, nearly).passed


def test_an_answer_that_the_library_refuses_is_found():
    exercise = lessons.find_exercise("divide-rule")

    def alone(op, G):
        return G / op.inputs[1]

    assert "1 gradient for 2 inputs" in fault_in_the_engine(exercise, alone, 0)
    wrong = exercise.mistakes[0].wrong
    assert fault_in_the_engine(exercise, wrong, 0) == "the numbers are other ones there."
