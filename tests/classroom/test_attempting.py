"""`attempted`: which function runs, and the line that says so."""

import re
from importlib import import_module

import nbformat
import pytest
from nbclient import NotebookClient

import dlfs
from dlfs.classroom import lessons
from dlfs.classroom.checking.attempting import attempted
from dlfs.classroom.keeping import sitting, store
from tests.classroom.test_stubs import in_a_cell
from tools.course import lesson_paths

each = pytest.mark.parametrize
GIVEN = lessons.find_exercise("descent-step").reference


@pytest.fixture(autouse=True)
def in_lesson_4(monkeypatch, tmp_path):
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path))
    monkeypatch.setenv("JPY_SESSION_NAME", "/my/04_gradient_descent.ipynb")
    sitting.start_again()
    import_module(attempted.__module__)._replaced.clear()


def right(x, gradient, learning_rate):
    return x - learning_rate * gradient(x)


def uphill(x, gradient, learning_rate):
    return x + learning_rate * gradient(x)


def blank(x, gradient, learning_rate):
    return ...


def for_ever(x, gradient, learning_rate):
    while True:
        x = x + 1


def said_to(capsys, name, source, call) -> tuple:
    """Return what runs in a notebook where `source` defined something, and the line it prints."""
    scope = {"attempted": attempted, "__name__": "__main__", **source}
    exec(f"chosen = {call}", scope)
    return scope["chosen"], capsys.readouterr().out


FOUND = [
    (right, "Your step runs.\n"),
    (uphill, "step is not right yet: the given one runs.\n"),
    (blank, "step is not attempted yet: the given one runs.\n"),
    (for_ever, "step stops with an error: the given one runs.\n"),
    (lambda x, g, r: x / 0, "step stops with an error: the given one runs.\n"),
    (lambda: 3, "step stops with an error: the given one runs.\n"),
    (lambda x, g, r: [1, 2, 3],
     "step does not return numbers of the right shape: the given one runs.\n"),
    (..., "step is no function: the given one runs.\n"),
    (3, "step is no function: the given one runs.\n"),
]


@each("yours, line", FOUND)
def test_yours_runs_if_check_passes_it_else_the_given_one_and_a_line_says_why(capsys, yours, line):
    chosen, said = said_to(capsys, "step", {"step": yours}, 'attempted("step")')
    assert said == line
    assert chosen is (yours if line.startswith("Your") else GIVEN)


STUBS = [one for number in lessons.numbers() for one in lessons.exercises(number)
         if one.kind == "function"]  # fmt: skip


@each("exercise", STUBS, ids=[one.id for one in STUBS])
def test_a_stub_as_it_stands_is_not_attempted_whatever_its_blanks_look_like(capsys, exercise):
    name = exercise.reference.__name__
    imported = {each: getattr(dlfs, each) for each in dlfs.__all__}
    imported["RegisterGradient"] = lambda kind: lambda rule: rule  # the library keeps its own rules
    stub = in_a_cell(exercise.stub, name, **imported)
    _, said = said_to(capsys, name, {name: stub}, f'attempted("{name}")')
    assert said == f"{name} is not attempted yet: the given one runs.\n"


def test_a_syntax_error_or_a_jump_leaves_no_function_behind_and_stops_nothing(capsys):
    chosen, said = said_to(capsys, "step", {}, 'attempted("step")')
    assert (chosen, said) == (GIVEN, "There is no step yet: the given one runs.\n")


def test_a_wrong_one_runs_on_purpose_and_the_line_says_that_it_is_wrong(capsys):
    call = 'attempted("step", even_if_wrong=True)'
    chosen, said = said_to(capsys, "step", {"step": uphill}, call)
    assert (chosen, said) == (uphill, "Your step runs, though it is not right yet.\n")
    chosen, said = said_to(capsys, "step", {"step": right}, call)
    assert (chosen, said) == (right, "Your step runs.\n")
    for yours in (blank, for_ever, lambda x, g, r: [1, 2, 3], 3):
        assert said_to(capsys, "step", {"step": yours}, call)[0] is GIVEN


def test_another_given_one_is_called_by_its_name(capsys):
    scope = {"step": uphill, "slow_step": right}
    chosen, said = said_to(capsys, "step", scope, 'attempted("step", otherwise=slow_step)')
    assert (chosen, said) == (right, "step is not right yet: the given right runs.\n")


def test_asking_which_one_runs_is_no_try_and_passes_nothing(capsys):
    said_to(capsys, "step", {"step": uphill}, 'attempted("step")')
    said_to(capsys, "step", {"step": right}, 'attempted("step")')
    assert sitting.tries("descent-step") == 0 and store.records() == []


def test_a_name_that_nobody_asks_for_is_an_error():
    with pytest.raises(NameError, match="no exercise asks for a function with the name 'stepp'"):
        attempted("stepp")


# As the copies of before call it: with the function, and a given one


@each("yours, words", [
    (blank, "blank is not attempted yet"), (..., "This is no function"),
    (uphill, "uphill is not right yet"), (lambda: 3, "<lambda> stops with an error"),
])  # fmt: skip
def test_a_function_may_stand_in_place_of_its_name(capsys, yours, words):
    def step(x, gradient, learning_rate):
        return right(x, gradient, learning_rate)

    assert attempted(yours, otherwise=step) is step
    assert capsys.readouterr().out == f"{words}: the given step runs.\n"
    assert attempted(right, otherwise=step) is right
    assert capsys.readouterr().out == "Your right runs.\n"


def test_a_function_that_belongs_to_no_exercise_runs_unless_it_is_blank():
    def theirs():
        return 2

    assert attempted(uphill, otherwise=theirs) is uphill
    assert attempted(blank, otherwise=theirs) is theirs


# In the lessons


SOURCES = {path.name[:2]: nbformat.read(path, as_version=4) for path in lesson_paths()}
CALLED = re.compile(r'attempted\("(\w+)"')
CALLS = sorted({(number, name) for number, notebook in SOURCES.items() for cell in notebook.cells
                if cell.cell_type == "code" for name in CALLED.findall(cell.source)})  # fmt: skip
OWN = [(number, name) for number, name in CALLS
       if name in [one.reference.__name__ for one in lessons.exercises(number)
                   if one.kind == "function"]]  # fmt: skip


def test_every_lesson_from_the_first_on_asks_which_function_runs():
    assert sorted({number for number, _ in OWN}) == list(SOURCES)[1:]


def test_what_another_lesson_made_is_asked_for_after_that_lesson():
    for number, name in set(CALLS) - set(OWN):
        homes = [home for home in lessons.numbers() for one in lessons.exercises(home)
                 if one.kind == "function" and one.reference.__name__ == name]
        assert homes and homes[0] < number, name


@each("number, name", OWN)
def test_the_name_is_that_of_the_task_the_cell_and_the_check(number, name):
    (exercise,) = [one for one in lessons.exercises(number)
                   if one.kind == "function" and one.reference.__name__ == name]  # fmt: skip
    cells = [cell.source for cell in SOURCES[number].cells if cell.cell_type == "code"]
    (place,) = [cell for cell in cells if f'check("{exercise.id}", ' in cell]
    made = re.compile(rf"^(def|class) {name}\b", re.MULTILINE)
    assert made.search(exercise.stub) and made.search(place)
    assert f'check("{exercise.id}", {name})' in place
    assert sum(bool(made.search(cell)) for cell in cells) == 1


def test_every_exercise_is_defined_and_checked_under_the_name_that_its_task_prints():
    for number, notebook in SOURCES.items():
        text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
        for exercise in lessons.exercises(number):
            if exercise.kind == "function":
                assert exercise.stub.strip("\n") in text, exercise.id
                assert f'check("{exercise.id}", {exercise.reference.__name__})' in text


@pytest.mark.slow
@each("number, name", OWN)
@each("planted", ["syntax error", "nothing at all"])
def test_a_lesson_runs_to_its_end_without_the_function(number, name, planted, tmp_path):
    notebook = nbformat.from_dict(SOURCES[number].copy())
    (place,) = [cell for cell in notebook.cells if cell.cell_type == "code"
                and re.search(rf"^(def|class) {name}\b", cell.source, re.MULTILINE)]  # fmt: skip
    before = place.source
    place.source = "" if planted == "nothing at all" else f"def {name}(:"
    place.metadata["tags"] = ["raises-exception"]
    try:
        NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    finally:
        place.source = before
        del place.metadata["tags"]
    said = "".join(output.get("text", "") for cell in notebook.cells
                   for output in cell.get("outputs", []))  # fmt: skip
    assert f"There is no {name} yet: the given one runs." in said


# One name for both: step = attempted("step")


@each("yours, line", FOUND)
def test_run_twice_under_the_same_name_it_says_the_same(capsys, yours, line):
    scope = {"attempted": attempted, "__name__": "__main__", "step": yours}
    for _ in range(2):
        exec('step = attempted("step")', scope)
        assert capsys.readouterr().out == line


def test_a_wrong_one_that_was_replaced_runs_later_on_purpose(capsys):
    scope = {"attempted": attempted, "__name__": "__main__", "step": uphill}
    exec('step = attempted("step")', scope)
    assert scope["step"] is GIVEN
    exec('step = attempted("step", even_if_wrong=True)', scope)
    assert scope["step"] is uphill
    assert capsys.readouterr().out.endswith("Your step runs, though it is not right yet.\n")


def test_what_replaced_nothing_is_said_to_be_missing_twice(capsys):
    scope = {"attempted": attempted, "__name__": "__main__"}
    for _ in range(2):
        exec('step = attempted("step")', scope)
        assert capsys.readouterr().out == "There is no step yet: the given one runs.\n"


# A class of the course is written anew beside the learner's names


def test_a_given_class_uses_the_table_of_the_notebook(capsys):
    scope = {"attempted": attempted, "__name__": "__main__", "rules": {}}
    for _ in range(2):
        exec('RegisterGradient = attempted("RegisterGradient")', scope)
        said = capsys.readouterr().out
        assert said == "There is no RegisterGradient yet: the given one runs.\n"
    scope["RegisterGradient"](int)(len)
    assert scope["rules"] == {int: len}


def test_without_the_names_it_needs_a_given_class_is_the_course_s(capsys):
    chosen = said_to(capsys, "RegisterGradient", {}, 'attempted("RegisterGradient")')[0]
    assert chosen is lessons.find_exercise("register-gradient").reference
