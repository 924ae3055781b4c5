"""The film of a function: what is recorded, what stands out, and how it is shown."""

import contextlib
import copy
import inspect
import io
import sys

import numpy as np
import pytest

from dlfs.classroom import film, lessons
from dlfs.classroom.checking.trials import cases
from dlfs.classroom.filming.film import EVERY, FIRST, PASSED, key_frames
from dlfs.classroom.filming import recorder
from dlfs.classroom.filming.words import describe
from dlfs.classroom.filming.recorder import STEPS, record
from tests.classroom import explorer_rules as rules
from tests.classroom.explorer_forms import NO_PICTURE
from tests.classroom.filmed_functions import FILMS, TABLE, calls_others, factorial, misfit
from tests.classroom.planted_bugs import BUGS

each = pytest.mark.parametrize
SPOKEN = 10


@pytest.fixture(autouse=True)
def an_error_of_the_film_is_seen(monkeypatch):
    def seen(error):
        raise SystemError("the film") from error

    monkeypatch.setattr(recorder, "unseen", seen)


def named(function_and_more) -> str:
    return function_and_more[0].__name__


def lines_marked(function) -> list[int]:
    lines = inspect.getsourcelines(function)[0]
    return [number for number, line in enumerate(lines, 1) if "# here" in line]


def first_line_of(recording) -> int:
    found = recording.standing_out()
    return recording.steps[found[0][0]].line if found else 0


# Recording


@each("function, arguments, end, line", FILMS, ids=map(named, FILMS))
def test_every_kind_of_function_has_a_film_that_ends_where_it_ends(function, arguments, end, line):
    before, tracing = copy.deepcopy(arguments), sys.gettrace()
    with contextlib.redirect_stdout(io.StringIO()) as said:
        recording = record(function, *arguments)
    assert recording.end.startswith(end) or end in recording.end
    assert sys.gettrace() is tracing and said.getvalue() == ""
    assert repr(arguments) == repr(before)
    assert 0 < len(recording.steps) <= STEPS + 1
    assert line is None or recording.steps[-1].line == line or len(recording.steps) >= STEPS
    for step in recording.steps:
        assert step.text or not step.source.lines
        assert {look.name for look in step.looks} >= {
            name for name, how in step.changed.items() if how != "gone"}


def test_there_are_forty_of_them():
    assert len(FILMS) >= 40


@each("function, arguments, end, line", FILMS, ids=map(named, FILMS))
def test_the_film_ends_as_the_function_does(function, arguments, end, line):
    if not end.startswith("returned") or function.__name__ == "with_default":
        return
    with np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
        returned = function(*copy.deepcopy(arguments))
    ended = record(function, *arguments).steps[-1]
    if ended.depth == 0 and isinstance(returned, np.ndarray) and returned.dtype == float:
        assert all(f"{entry:.4g}" in ended.said for entry in returned.flat)


def test_a_step_has_shape_dtype_and_numbers_and_what_changed():
    def two(x):
        y = x * 2
        x = y.sum(axis=0)
        return x

    called, first, second, last = record(two, TABLE).steps
    looks = {look.name: look for look in second.looks}
    assert first.changed == {"y": "new"} and second.changed["x"] == "changed"
    assert looks["x"].shape == (2,) and looks["x"].dtype == "float64"
    assert looks["x"].text == "[8 12]" and looks["x (as given)"].text == "[[1 2] [3 4]]"
    assert (called.event, last.event, last.said) == ("called", "returned", "[8 12] of shape (2,)")


def test_large_arrays_are_a_shape_and_a_range():
    looks = {look.name: look for look in record(lambda x: x, np.arange(50.0)).steps[0].looks}
    assert looks["x"].text == "0 to 49"


def test_one_array_and_a_view_are_told_apart():
    def names(x):
        same = x
        view = x[:1]
        other = x.copy()
        return same, view, other

    ties = {(tie.name, tie.other): tie.same for tie in record(names, TABLE).steps[-1].ties}
    assert ties == {("x", "same"): True, ("x", "view"): False, ("same", "view"): False}


def test_two_arguments_that_are_one_array_stay_one_in_the_film():
    assert record(lambda x, y: x, TABLE, TABLE).steps[0].ties[0].same


def test_an_array_that_is_new_each_turn_is_not_changed_in_place():
    def sums(x):
        total = np.zeros(2)
        for row in x:
            total = total + row
        return total

    assert "in place" not in str([step.changed for step in record(sums, TABLE).steps])
    assert record(sums, TABLE).standing_out() == []


def test_an_error_ends_the_film_at_its_line_in_words_with_the_shapes():
    recording = record(misfit, TABLE)
    assert recording.headline().startswith("Line 3, return a * b, stops with ValueError")
    assert "a (2, 2) * b (3,) do not fit" in recording.headline()
    assert recording.steps[-1].event == "stopped"


def test_turns_of_a_loop_and_insides_of_calls_can_be_passed_over():
    recording = record(calls_others, 3)
    outside = recording.seen(inside=False)
    assert {recording.steps[number].source.name for number in outside} == {"calls_others"}
    assert len(outside) == 4 < len(recording.steps)

    def loop():
        for i in range(4):
            n = i
        return n

    shown = record(loop).seen(all_turns=False)
    assert [record(loop).steps[number].line for number in shown] == [1, 2, 3, 4]


def test_an_inner_loop_starts_anew_in_each_turn_of_the_outer_one():
    def loops():
        for i in range(2):
            for j in range(2):
                n = i * j
        return n

    turns = [step.turns for step in record(loops).steps if step.line == 4]
    assert turns == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_the_depth_is_that_of_the_calls():
    depths = [step.depth for step in record(factorial, 2).steps if step.event == "called"]
    assert depths == [0, 1, 2]
    film = record(factorial, 2)
    said = {describe(film, number).partition(", ")[2] for number, _ in enumerate(film.steps)}
    assert len(said) == len(film.steps)  # no two steps of a recursion read alike
    assert sum("at depth 2" in one for one in said) >= 2


# What stands out


def test_the_headline_names_the_line_of_ten_of_twelve_planted_bugs():
    named_first = [first_line_of(record(function, *arguments)) in lines_marked(function)
                   for function, arguments in BUGS]  # fmt: skip
    assert len(BUGS) == 12 and sum(named_first) >= SPOKEN


def test_right_functions_have_no_line_that_stands_out():
    """The course's own solutions, on what they are checked with; one of them fills its table."""
    outstanding = set()
    for exercise in (one for number in lessons.numbers() for one in lessons.exercises(number)):
        if exercise.kind != "function" or inspect.isclass(exercise.reference) or exercise.trial:
            continue
        for case, _ in zip(cases(exercise), range(3)):
            if record(exercise.reference, *case.arguments).standing_out():
                outstanding.add(exercise.id)
    assert outstanding <= {"run-once"}


def test_shapes_that_were_stretched_on_purpose_do_not_stand_out():
    assert record(lambda a, b: a[:, None] * b, np.ones(2), np.ones(3)).standing_out() == []
    assert record(lambda a, b: a * b, np.ones((2, 1)), np.ones(3)).standing_out()


# Showing


@pytest.fixture(params=[(calls_others, (3,)), BUGS[5]], ids=["calls", "a loop"])
def shown(request):
    function, arguments = request.param
    return film(function, *arguments)


NOT_FOR_A_FILM = (
    rules.faults_of_moving, rules.faults_of_style, rules.faults_of_parts, rules.faults_of_goals,
)  # fmt: skip


@each("rule", [rule for rule in rules.CONTRACT if rule not in NOT_FOR_A_FILM],
      ids=lambda rule: rule.__name__)
def test_a_film_keeps_the_rules_of_the_explorers(rule, shown):
    assert rule(shown) == []


@each("function, arguments, end, line", FILMS, ids=map(named, FILMS))
def test_every_film_can_be_shown_and_printed(function, arguments, end, line):
    shown = film(function, *arguments)
    for t in {0, shown.t.max // 2, shown.t.max}:
        shown.t.value = t
        assert NO_PICTURE not in shown.describe()
    assert len(shown._repr_mimebundle_()["text/plain"]) > 100


def test_step_and_back_pass_over_what_is_not_to_be_seen():
    shown = film(calls_others, 3)
    shown.calls.value = PASSED
    places = [shown.t.value]
    for _ in range(3):
        shown.step()
        places.append(shown.t.value)
    assert places == shown.seen()
    shown.back()
    assert shown.t.value == places[-2] and "passed over" in shown.describe()


def test_later_turns_are_passed_over():
    function, arguments = BUGS[5]
    shown = film(function, *arguments)
    assert shown.loops.value == EVERY
    before = len(shown.seen())
    shown.loops.value = FIRST
    assert len(shown.seen()) < before


def test_the_button_goes_to_the_line_that_stands_out():
    function, arguments = BUGS[5]
    shown = film(function, *arguments)
    shown.go_to_remark()
    assert shown.recording.steps[shown.t.value].line in lines_marked(function)
    assert shown.t.value in key_frames(shown.recording)


@each("wrong, words", [((3,), "this is a int"), ((factorial,), "cannot be called"),
                       ((len, [1]), "none of its lines can be seen")])  # fmt: skip
def test_what_cannot_be_filmed_is_said(wrong, words, capsys):
    assert film(*wrong) is None
    assert words in capsys.readouterr().out
