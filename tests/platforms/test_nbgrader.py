"""The real nbgrader hands the lessons out, grades what comes back, and exports the points."""

import json

import pytest

from dlfs.classroom import lessons
from tests.platforms.graded_course import Course, most, solution
from tests.platforms.needed import needs
from tools import students
from tools.course import lesson_paths
from tools.grading import assignments

pytestmark = needs("nbgrader", "grading")
# A lesson takes a minute, as nbgrader runs it once for each student.
NUMBERS = [
    pytest.param(number, marks=[pytest.mark.xdist_group(f"lesson-{number}"),
                                *[pytest.mark.slow] * (number != "04")])
    for number in (path.name[:2] for path in lesson_paths())
]  # fmt: skip


def sources(path) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]]


def uphill(name: str) -> str:
    """Everything right, but one step of gradient descent goes up."""
    right = solution("04")(name)
    return right.replace("return x - learning_rate * slope", "return x + learning_rate * slope")


def deceiving(name: str) -> str:
    """A cell that puts another check in the place of the course's."""
    return "check = lambda *given, **named: True\nstep = None\n"


@pytest.fixture(scope="module", params=NUMBERS)
def graded(request, tmp_path_factory):
    """A lesson that was handed out, handed in by those who solve all and nothing, and graded."""
    number = request.param
    course = Course(tmp_path_factory.mktemp("course"), number)
    course.hand_out(number)
    course.hand_in(number, "ada", solution(number))
    course.hand_in(number, "blaise", lambda name: None)
    if number == "04":
        course.hand_in(number, "carl", uphill)
        course.hand_in(number, "dora", deceiving)
    course.grade(number)
    return number, course


def test_solutions_have_all_points_and_stubs_none(graded):
    number, course = graded
    points = course.points()
    assert points[number, "ada"] == (most(number), most(number))
    assert points[number, "blaise"] == (0.0, most(number))
    if number == "04":
        assert points[number, "carl"] == (most(number) - 2, most(number))
        assert points[number, "dora"] == (0.0, most(number))


def test_what_is_handed_out_holds_no_solution_and_no_hidden_test(graded):
    number, course = graded
    text = "\n".join(sources(course.released(number)))
    for mark in ("BEGIN SOLUTION", "HIDDEN TESTS", "strict=True", "YOUR CODE HERE"):
        assert mark in "\n".join(sources(course.source(number))) or mark == "YOUR CODE HERE"
        assert mark not in text
    of_functions = [each for each in lessons.exercises(number) if each.kind == "function"]
    assert [each.id for each in of_functions if solution(number)(each.id) in text] == []


def test_beside_the_exercises_it_is_the_copy_that_every_student_gets(graded):
    number, course = graded
    original = next(path for path in lesson_paths() if path.name.startswith(number))
    copy = [cell for cell in json.loads(students.cleared(original))["cells"]]
    plain = ["".join(cell["source"]) for cell in copy]
    released = sources(course.released(number))
    missing = [text for text in plain if text not in released]
    names = {each.id for each in lessons.exercises(number)}
    assert [text for text in missing if not any(f'check("{name}"' in text for name in names)] == []
    assert len(released) == len(plain) + len(names)


def test_each_exercise_has_its_cell_and_a_cell_of_points():
    for path in lesson_paths():
        cells = json.loads(assignments.assignment(students.cleared(path), path.name[:2]))["cells"]
        told = [cell["metadata"].get("nbgrader") for cell in cells]
        ids = [each["grade_id"] for each in told if each]
        wanted = [each.id for each in lessons.exercises(path.name[:2])]
        assert sorted(ids) == sorted(wanted + [f"graded-{name}" for name in wanted])
