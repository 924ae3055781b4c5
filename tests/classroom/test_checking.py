"""`check`: what it says to a function, whatever it does."""

import itertools
import sys
import time

import numpy as np
import pytest

from dlfs.classroom import publishing
from dlfs.classroom.keeping import sitting, store
from dlfs.classroom.checking.check import check
from dlfs.classroom.checking.diagnosis import diagnose
from dlfs.classroom.lessons import find_exercise
from dlfs.classroom.lessons.exercise import Exercise, Mistake
from dlfs.classroom.checking.probing import run
from tests.classroom.test_stubs import in_a_cell

each = pytest.mark.parametrize


@pytest.fixture(autouse=True)
def fresh_sitting(monkeypatch, tmp_path):
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path))
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    sitting.start_again()


@pytest.fixture
def said(capsys):
    def words(*arguments, **options):
        check(*arguments, **options)
        return " ".join(capsys.readouterr().out.split())

    return words


def step(x, gradient, learning_rate):
    return x - learning_rate * gradient(x)


def uphill(x, gradient, learning_rate):
    return x + learning_rate * gradient(x)


# Answers that are right


class Walker:
    def walk(self, place, slope, eta):
        return place - eta * slope(place)

    __call__ = walk


RIGHT = {
    "a function": step,
    "other argument names": lambda w, g, eta: w - eta * g(w),
    "a list": lambda x, g, r: (x - r * g(x)).tolist() if np.ndim(x) else x - r * g(x),
    "a tuple": lambda x, g, r: tuple(x - r * g(x)) if np.ndim(x) else x - r * g(x),
    "float32": lambda x, g, r: np.float32(x) - np.float32(r) * np.float32(g(x)),
    "an array of shape ()": lambda x, g, r: np.asarray(x - r * g(x)),
    "an object that is called": Walker(),
    "a method": Walker().walk,
    "any number of arguments": lambda *given: step(*given),
    "a default": lambda x, g, r, more=3: step(x, g, r),
}


@each("candidate", RIGHT.values(), ids=RIGHT.keys())
def test_a_right_function_passes_whatever_its_form(said, candidate):
    assert "descent-step: passed, on 15 inputs." in said("descent-step", candidate)
    assert [record["id"] for record in store.records("check")] == ["descent-step"]


def test_a_right_function_passes_on_integers():
    exercise = _double(lambda: [(3,), (np.array([1, 2]),)])
    assert diagnose(exercise, lambda x: x * 2).passed
    assert not diagnose(exercise, lambda x: x * 2 + 1).passed


def test_the_digits_of_float32_are_enough():
    exercise = _double(lambda: [(12345.678,), (np.array([0.1, 98765.4321]),)])
    assert diagnose(exercise, lambda x: np.float32(x) * np.float32(2)).passed
    assert not diagnose(exercise, lambda x: x * 2.001).passed


def _double(probes):
    return Exercise(id="double", title="t", phase="make", kind="function", task="t",
                    hints=("a", "b"), reference=lambda x: 2 * x, probes=probes)  # fmt: skip


# Answers that are wrong in ways nobody foresaw


def _forever(x, g, r):
    while True:
        pass


def _forever_catching(x, g, r):
    while True:
        try:
            x += 1
        except Exception:
            continue


def _endless_sum(x, g, r):
    return sum(1 for _ in itertools.count())


def _recursion(x, g, r):
    return _recursion(x, g, r)


def _prints(x, g, r):
    print(x - r * g(x))


def _yields(x, g, r):
    yield x


async def _waits(x, g, r):
    return x


def _raises_nonsense(x, g, r):
    class Odd(Exception):
        def __str__(self):
            raise RuntimeError

    raise Odd


class NoArray:
    def __array__(self, *args, **kwargs):
        raise MemoryError


def _gives(value):
    return lambda x, g, r: value


UNFORESEEN = {
    "an endless loop": (_forever, "is there a loop that never ends?"),
    "an endless loop that catches": (_forever_catching, "is there a loop that never ends?"),
    "an endless sum": (_endless_sum, "is there a loop that never ends?"),
    "endless recursion": (_recursion, "It calls itself again and again"),
    "an error": (lambda x, g, r: x / 0, "ZeroDivisionError: float division by zero"),
    "an error that cannot be said": (_raises_nonsense, "stops with an error in the line `raise"),
    "leaving Python": (lambda x, g, r: sys.exit(1), "SystemExit"),
    "an interrupt": (lambda x, g, r: (_ for _ in ()).throw(KeyboardInterrupt), "interrupted"),
    "printing": (_prints, "It prints its result and returns nothing."),
    "yield": (_yields, "the word is return, not yield"),
    "async": (_waits, "the word is return, not yield"),
    "a string": (_gives("2.4"), "It should return numbers. Yours returns a str."),
    "a dict": (_gives({}), "Yours returns a dict."),
    "a function back": (lambda x, g, r: g, "Yours returns a function."),
    "a complex number": (_gives(1j), "Yours returns a complex."),
    "an empty list": (_gives([]), "yours is (0,), it should be () (one number)"),
    "an array that fails": (_gives(NoArray()), "MemoryError"),
    "not a number": (_gives(np.nan), "It gives nan or infinity here"),
    "another shape": (lambda x, g, r: np.ones((2, 2)), "The shape first: yours is (2, 2)"),
    "too few arguments": (lambda x: x, "It is called with 3 inputs, in this order: x, gradient"),
    "no arguments": (lambda: 1, "Yours takes 0: none."),
    "a number": (2.4, "not a function. Give your function itself"),
    "nothing": (None, "not a function."),
    "a text": ("x - eta", "not a function."),
    "a class": (NoArray, "Yours takes 0"),
}


@each("candidate, words", UNFORESEEN.values(), ids=UNFORESEEN.keys())
def test_whatever_a_function_does_it_is_answered_in_words(said, candidate, words):
    started = time.perf_counter()
    out = said("descent-step", candidate)
    assert words in out and "passed" not in out
    assert "Traceback" not in out and "<" not in out.replace("<locals>", "")
    assert time.perf_counter() - started < 20
    assert sys.gettrace() is None or "pydev" in str(sys.gettrace())


def test_the_wrong_sign_is_named_where_no_mistake_is_known(said):
    exercise = _double(lambda: [(3.0,), (np.array([1.0, 2.0]),)])
    assert "Right size, wrong sign, on every input." in diagnose(exercise, lambda x: -2 * x).text
    assert "Right on 1 of 2 inputs" in diagnose(exercise, lambda x: x + 3).text


def test_a_changed_input_is_named():
    def spoils(x):
        answer = 2 * x
        x[0] = 7
        return answer

    exercise = _double(lambda: [(np.array([1.0, 2.0]),), ([1.0, 2.0] * 3,)])
    text = diagnose(exercise, spoils).text
    assert "It changes its input x while it works" in text and "gave [2, 4] and changed x" in text


def test_a_learners_function_leaves_no_trace(capsys, recwarn):
    def noisy(x, gradient, learning_rate):
        print("debugging")
        np.float64(1.0) / np.float64(0.0)
        return step(x, gradient, learning_rate)

    check("descent-step", noisy)
    out, err = capsys.readouterr()
    assert "debugging" not in out + err and "passed" in out and not recwarn.list


def test_a_run_keeps_the_arguments_it_was_given_apart():
    x = np.array([1.0])
    outcome = run(lambda x: x.sort() or x + 1, (x,), (np.array([1.0]),))
    assert outcome.values[0].tolist() == [2.0] and outcome.changed == ()


def test_an_endless_loop_on_a_line_of_its_own_is_stopped(said):
    endless = in_a_cell("def f(x, g, r):\n    while True: pass\n", "f")
    assert "is there a loop that never ends?" in said("descent-step", endless)


# Tries, hints and solutions


def test_the_answer_is_not_shown_on_the_first_two_tries_and_offered_on_the_third(said):
    outs = [said("descent-step", uphill) for _ in range(3)]
    for out in outs[:2]:
        assert "show=True" not in out and "2.4" not in out and "x - learning_rate" not in out
    assert all('check("descent-step", hint=1)' in out for out in outs[:2])
    assert "Shall I show you?" in outs[2] and "2.4" not in outs[2]
    assert "return x - learning_rate * slope" in said("descent-step", show=True)


def test_the_second_hint_is_offered_to_whoever_has_read_the_first(said):
    check("descent-step", hint=1)
    assert 'check("descent-step", hint=2)' in said("descent-step", uphill)


def test_a_solution_has_to_wait_for_three_tries(said):
    assert "shown after 3 tries; so far you have 0" in said("descent-step", show=True)
    out = said("descent-step", uphill, show=True)
    assert "so far you have 1" in out and "return x" not in out
    said("descent-step", uphill)
    assert "return x - learning_rate" in said("descent-step", uphill, show=True)


def test_who_has_passed_may_see_a_solution(said):
    said("descent-step", step)
    assert "One solution of descent-step" in said("descent-step", show=True)


def test_tries_are_kept_nowhere(said):
    said("descent-step", uphill)
    assert store.records() == []


@each("hint", [1, 2])
def test_there_are_two_hints(said, hint):
    assert f"descent-step, hint {hint} of 2:" in said("descent-step", hint=hint)
    assert sitting.tries("descent-step") == 0


@each("hint", [0, 3, "1", True, 1.5])
def test_there_is_no_other_hint(said, hint):
    assert "descent-step has two hints" in said("descent-step", hint=hint)


def test_without_an_answer_the_task_is_shown(said, monkeypatch):
    assert "two_steps(x, gradient, learning_rate)" in said("two-steps")
    shown = []
    monkeypatch.setattr(publishing.InteractiveShell, "initialized", lambda: True)
    monkeypatch.setattr(publishing, "display", lambda bundle, **_: shown.append(bundle))
    check("descent-parsons")
    assert set(shown[0]) == {"text/html", "text/plain"}
    assert "B | x = 3.0" in shown[0]["text/plain"] and "B | x = 3.0" in shown[0]["text/html"]


@each("item", [None, 3, "nope", [], object()])
def test_an_unknown_id_is_answered_with_the_ids_there_are(said, item):
    assert "There is no exercise" in said(item, step)
    assert "descent-step" in said(item, step)


def test_the_id_of_a_question_leads_to_ask(said):
    assert 'ask("gd-1", your_answer)' in said("gd-1", 3)


# Orders and values


@each("order", ["BGDFEA", "b g d f e a", "B, G, D, F, E, A", ["B", "G", "D", "F", "E", "A"],
                "B-G-D-F-E-A", " bgdfea. "])  # fmt: skip
def test_an_order_may_be_written_in_many_ways(said, order):
    assert "descent-parsons: passed." in said("descent-parsons", order)


@each("order, words", [
    ("BGDFEZ", "The lines are A to G."), (7, "not read."), (None, "not read."),
    (step, "not read."), ("BGDFEE", "E is there more than once"), ("BGDFE", "you use 5 of 6"),
    ("BGDFEC", "Line C walks up the hill"), ([1, 2], "not read."),
])  # fmt: skip
def test_an_order_that_cannot_be_is_answered_in_words(said, order, words):
    assert words in said("descent-parsons", order)


def test_where_no_rule_fits_the_order_is_right_up_to_a_line():
    exercise = Exercise(id="o", title="t", phase="parsons", kind="order", task="t",
                        hints=("a", "b"), lines=("x", "y", "z"), accepted=("ABC",))  # fmt: skip
    assert "Look at the first line" in diagnose(exercise, "CBA").text
    assert "Your first line can stand there" in diagnose(exercise, "ACB").text


def test_a_value_is_checked_like_a_prediction():
    exercise = Exercise(
        id="v", title="t", phase="make", kind="value", task="t", hints=("a", "b"), value=(2, 0.5),
        mistakes=(Mistake("half", lambda: (1, 0.5), "You halved it."),),
    )
    assert diagnose(exercise, "2; 1/2").passed
    assert "You halved it." in diagnose(exercise, [1, 0.5]).text
    assert "line by line" in diagnose(exercise, "3 3").text
    assert "not read" in diagnose(exercise, step).text
    assert not diagnose(exercise, ...).attempted


def test_a_node_that_was_tried_is_called_by_its_name():
    exercise = find_exercise("order-of")
    assert "\nTried with node = a - b: yours gave a - b: missing: b, a." in diagnose(exercise, lambda node: [node]).text


def test_a_mistake_keeps_its_name_wherever_it_is_checked_and_whatever_its_nodes_are_called():
    exercise = find_exercise("walk-back")
    wrong = next(each for each in exercise.mistakes if each.name == "the operation for G")
    found = [diagnose(exercise, wrong.wrong).mistake]
    found.append(diagnose(exercise, wrong.wrong).mistake)  # another line, where its nodes are built
    assert found == [wrong.name] * 2
