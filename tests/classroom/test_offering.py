"""From the second refusal on, `check` offers the film: a line that runs in the learner's notebook."""

import inspect
import re

import numpy as np
import pytest

import dlfs.classroom
from dlfs.classroom import check, film, lessons, probe
from dlfs.classroom.checking.offering import literal
from dlfs.classroom.checking.trials import cases, is_right
from dlfs.classroom.checking.probing import run
from dlfs.classroom.filming.film import Film
from dlfs.classroom.keeping import sitting
from dlfs.classroom.lessons import find_exercise

OFFER = re.compile(r"^See it run: (.+)$", re.MULTILINE)


@pytest.fixture(autouse=True)
def fresh_sitting(monkeypatch, tmp_path):
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path))
    sitting.start_again()


def notebook(source: str, **names) -> dict:
    """The names of a notebook in which `source` was run."""
    exec(source, names)
    return names


def offered(item: str, function, capsys, times: int = 2) -> list[str]:
    found = []
    for _ in range(times):
        check(item, function)
        found.append("".join(OFFER.findall(capsys.readouterr().out)))
    return found


SOFTMAX = "def my_softmax(z):\n    return z / z.sum()\n"
STEP = "def my_step(x, gradient, learning_rate):\n    return x + learning_rate * gradient(x)\n"


def test_the_film_is_offered_from_the_second_refusal_on(capsys):
    names = notebook(SOFTMAX)
    first, second, third = offered("softmax-rows", names["my_softmax"], capsys, 3)
    assert first == "" and "film(my_softmax, np.array(" in second and third == second


@pytest.mark.parametrize("had", [{}, {"np": np}, {"np": np, "film": film, "probe": probe}])
@pytest.mark.parametrize("item, source", [("softmax-rows", SOFTMAX), ("descent-step", STEP)])
def test_the_line_runs_in_the_learners_notebook(item, source, had, capsys):
    names = notebook(source, **had)
    function = names[re.match(r"def (\w+)", source)[1]]
    _, line = offered(item, function, capsys)
    assert ("import" in line) == ("film" not in had)
    *before, last = line.split("; ")
    exec("; ".join(before), names)
    shown = eval(last, names)
    assert isinstance(shown, Film) and shown.recording.name == function.__name__


def test_the_answer_is_wrong_on_the_offered_probe(capsys):
    function = notebook(STEP)["my_step"]
    _, line = offered("descent-step", function, capsys)
    item, number = re.search(r'\*probe\("(.+)", (\d+)\)', line).groups()
    exercise = find_exercise(item)
    outcomes = [run(each, probe(item, int(number)), probe(item, int(number)), exercise.observe)
                for each in (function, exercise.reference)]  # fmt: skip
    assert not is_right(*outcomes)


def test_no_film_is_offered_where_the_line_would_not_run(capsys):
    hidden = eval("lambda z: z", {})
    assert offered("softmax-rows", hidden, capsys) == ["", ""]
    assert offered("softmax-rows", 3, capsys) == ["", ""]


def test_a_literal_makes_the_value_that_it_stands_for():
    number = 0
    for one in (one for number in lessons.numbers() for one in lessons.exercises(number)):
        if one.kind != "function" or inspect.isclass(one.reference):
            continue
        for case, _ in zip(cases(one), range(5)):
            for value in case.fresh:
                if text := literal(value):
                    number += 1
                    np.testing.assert_equal(eval(text, {"np": np}), value)
                    assert type(eval(text, {"np": np})) is type(value)
    assert number > 100


@pytest.mark.parametrize("value", [object(), np.array([np.nan]), float("inf"), {}, [object()], len])
def test_what_has_no_literal_has_none(value):
    assert literal(value) == ""


def test_a_probe_that_is_not_there_is_a_key_error():
    for item, number in (("softmax-rows", 10_000), ("no-such", 0)):
        with pytest.raises(KeyError, match="no probe"):
            probe(item, number)


def test_film_and_probe_are_names_of_the_classroom():
    assert {"film", "probe"} <= set(dlfs.classroom.__all__)
