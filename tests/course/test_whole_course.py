"""The whole course, played in order: at its end the learner has a file that trains."""

import importlib.util

import numpy as np
import pytest

import dlfs
from dlfs.classroom import data
from dlfs.classroom.engine.parts import names_in, reference_parts, reference_text
from dlfs.classroom.engine.proof import prove
from tests.course import playing
from tests.course.playing import LESSONS
from tests.course.pieces import piece, solutions
from tests.course.test_own_engine import losses, perceptron, xor
from tools.course import README

ALL = [exercise.id for exercise in playing.exercises()]
FORMS = {"all": set(ALL), "none": set(), "every second one": set(ALL[::2])}


def lines_in_tens():
    """How many lines the engine has, and how many somebody writes who solves every exercise."""
    parts = {lesson: piece(lesson) for lesson in LESSONS}
    written = [part.lines for lesson, there in parts.items() for part in there
               if part.name in wanted_of(lesson, set(ALL))]  # fmt: skip
    lines = sum(part.lines for _, part in reference_parts().values())
    return tuple(round(count, -1) for count in (lines, sum(written)))


def test_the_readme_says_how_many_lines_the_engine_has_and_how_many_are_yours():
    """Rounded to tens. Where this fails, the README has to follow."""
    lines, written = lines_in_tens()
    text = " ".join(README.read_text(encoding="utf-8").split())
    assert f"it has {lines} lines" in text and f"{written} of these lines you have written" in text


def own_module(folder):
    spec = importlib.util.spec_from_file_location("a_learners_engine", folder / "engine.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wanted_of(lesson, solved):
    """The names of the parts of a lesson's piece that somebody has written who solved these."""
    written = {name for each, source in solutions(lesson).items() if each in solved
               for name in names_in(source)}  # fmt: skip
    return written & {part.name for part in piece(lesson)}


def holds(folder, said, solved):
    """The file at the end: it runs, it trains, and its marks and its count are true."""
    assert playing.run_engine(folder) == list(prove(reference_text()).lines)
    ours, points = own_module(folder), data.overlapping()
    found, wanted = (losses(each, perceptron(each, *points), 31) for each in (ours, dlfs))
    np.testing.assert_allclose(found, wanted, atol=1e-12)
    found, wanted = (losses(each, xor(each, 1, 3), 201) for each in (ours, dlfs))
    np.testing.assert_allclose(found, wanted, atol=1e-12)
    marked = playing.yours(folder)
    for lesson in LESSONS:
        names = {part.name for part in piece(lesson)}
        own = {part.name for part in marked} & names
        assert (lesson, own) == (lesson, wanted_of(lesson, solved))
    assert f"{sum(part.lines for part in marked)} of them are yours." in said[-1]
    assert len(said) == len(LESSONS) and "stays out" not in said[-1]


def test_solving_every_second_exercise_makes_a_file_that_trains(tmp_path):
    solved = FORMS["every second one"]
    holds(tmp_path / "my", playing.play_shortly(tmp_path / "my", solved), solved)


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_the_course_from_end_to_end_makes_a_file_that_trains(form, tmp_path):
    said = playing.play(tmp_path / "my", FORMS[form])
    holds(tmp_path / "my", said, FORMS[form])


def test_a_file_that_does_not_hold_is_found(tmp_path):
    """The marks of a file in which somebody else's function is called yours."""
    text = reference_text()
    marked = text.replace("seed, f=tanh):", "seed, f=tanh):  # lesson 9, yours", 1)
    (tmp_path / "engine.py").write_text(marked, encoding="utf-8")
    with pytest.raises(AssertionError):
        holds(tmp_path, ["0 of them are yours."] * len(LESSONS), set())
    broken = text.replace("self.learning_rate * G", "self.learning_rate * G * 1.001", 1)
    (tmp_path / "engine.py").write_text(broken, encoding="utf-8")
    with pytest.raises(AssertionError):
        holds(tmp_path, ["0 of them are yours."] * len(LESSONS), set())
    (tmp_path / "engine.py").write_text(text, encoding="utf-8")
    holds(tmp_path, ["0 of them are yours."] * len(LESSONS), set())
