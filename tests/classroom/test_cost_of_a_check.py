"""What a check costs, in counted instructions: the same on every machine; and that loops end."""

import inspect
import runpy

import pytest

import dlfs
from dlfs.classroom import lessons
from dlfs.classroom.checking.diagnosis import diagnose
from dlfs.classroom.checking.engine_trial import SEEDS
from dlfs.classroom.checking.probing import A_LINE, run
from dlfs.classroom.checking.trials import outcomes

EXERCISES = [exercise for number in lessons.numbers() for exercise in lessons.exercises(number)
             if exercise.kind == "function"]  # fmt: skip
# A tenth of a second, on a machine of today.
ENOUGH = 1_200_000


def cost(exercise, answer):
    """The instructions of a whole check: on the probes, and in the library."""
    spent = sum(outcome.spent for outcome in outcomes(exercise, answer))
    for seed in SEEDS if exercise.engine else ():
        spent += run(lambda seed=seed: exercise.engine(answer, seed), (), (), lambda *_: 1.0).spent
    return spent


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_a_check_of_a_right_answer_is_cheap(exercise):
    assert 0 < cost(exercise, exercise.reference) < ENOUGH


def test_a_check_with_a_large_probe_is_not():
    exercise = lessons.find_exercise("descent-step")

    def slow(x, gradient, learning_rate):
        for _ in range(20_000):
            pass
        return x - learning_rate * gradient(x)

    assert cost(exercise, slow) > ENOUGH


# Loops that never end


def asks_the_library_for_ever(x, gradient, learning_rate):
    with dlfs.Graph():
        node = dlfs.add(dlfs.constant(1.0), dlfs.constant(2.0))
        while True:
            dlfs.Session().run(node)


def hands_the_library_what_never_ends(x, gradient, learning_rate):
    def numbers():
        while True:
            yield dlfs.constant(1.0)

    return dlfs.Session().run(list(numbers()))


@pytest.mark.parametrize("answer", [asks_the_library_for_ever, hands_the_library_what_never_ends])
def test_a_loop_that_uses_the_library_for_ever_is_stopped(answer):
    found = diagnose(lessons.find_exercise("descent-step"), answer)
    assert not found.passed and "is there a loop that never ends?" in found.text


def test_lines_of_the_library_count_more_than_instructions_of_a_learner():
    with dlfs.Graph():
        node = dlfs.constant(1.0)
        session = dlfs.Session()
        session.run(node)
        one = run(lambda: float(session.run(node)), (), ()).spent
    assert one > 5 * A_LINE


def test_a_right_class_in_a_long_file_is_tried_in_the_library_within_its_budget(tmp_path):
    exercise = lessons.find_exercise("minimize-step")
    right = inspect.getsource(exercise.reference).replace('@reference("minimize-step")\n', "")
    path = tmp_path / "long.py"
    path.write_text("from dlfs import *\n" + "def f(a, b):\n    return [a + b] * 3\n" * 800 + right,
                    encoding="utf-8")
    names = runpy.run_path(str(path), run_name="long")
    assert diagnose(exercise, names["MinimizeStep"]).passed
