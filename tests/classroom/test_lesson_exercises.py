"""Every exercise of every lesson: what is blank, what is right, and every mistake by its name."""

import dataclasses
import inspect
import itertools
from collections import Counter
from functools import cache

import numpy as np
import pytest

import dlfs
from dlfs.classroom import lessons
from dlfs.classroom.lessons.eager import Tensor
from dlfs.classroom.keeping import sitting
from dlfs.classroom.checking.check import solution_source, verdict
from dlfs.classroom.checking.diagnosis import diagnose
from dlfs.classroom.checking.trials import cases, regimes, wanted_outcomes
from dlfs.classroom.lessons.exercise import Exercise, Mistake
from dlfs.classroom.wording import plain
from dlfs.graph import Node
from tools.proof.chosen import is_chosen, is_chosen_item

CHOSEN = [number for number in lessons.numbers() if is_chosen(number)]
EXERCISES = [item for number in CHOSEN for item in lessons.exercises(number)
             if is_chosen_item(item.id)]  # fmt: skip
FUNCTIONS = [item for item in EXERCISES if item.kind == "function"]
ORDERS = [item for item in EXERCISES if item.kind == "order"]
VALUES = [item for item in EXERCISES if item.kind == "value"]
MISTAKES = [(exercise, mistake) for exercise in EXERCISES for mistake in exercise.mistakes]

each = pytest.mark.parametrize
pytestmark = pytest.mark.lesson


def named(items):
    return [item.id for item in items]


@pytest.fixture(autouse=True)
def fresh_sitting(monkeypatch, tmp_path):
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path))
    sitting.start_again()


# What is blank


def stub_of(exercise):
    names = {"np": np, **vars(dlfs), "RegisterGradient": lambda op: lambda rule: rule}
    exec(exercise.stub, names)
    return names[exercise.reference.__name__]


@each("exercise", FUNCTIONS, ids=named(FUNCTIONS))
def test_what_looks_at_an_answer_never_fails_by_itself(exercise):
    """Both would fail alike, the solution and a mistake, and everything would pass."""
    found = [(regime, outcome.failure) for regime, outcome in
             zip(regimes(exercise), wanted_outcomes(exercise), strict=True)
             if outcome.kind == "failure" and "stop with an error" not in regime]  # fmt: skip
    assert found == []



@each("exercise", FUNCTIONS, ids=named(FUNCTIONS))
def test_an_untouched_stub_is_not_attempted_and_gets_one_line(exercise):
    assert not diagnose(exercise, stub_of(exercise)).attempted
    said = verdict(exercise, stub_of(exercise))
    assert "not attempted yet" in said and "\n" not in said
    assert sitting.tries(exercise.id) == 0


@each("exercise", ORDERS + VALUES, ids=named(ORDERS + VALUES))
def test_an_empty_order_or_value_is_not_attempted(exercise):
    for blank in (..., "...", "", "?"):
        assert not diagnose(exercise, blank).attempted


# What is right


@each("exercise", FUNCTIONS, ids=named(FUNCTIONS))
def test_the_reference_passes(exercise):
    assert diagnose(exercise, exercise.reference).passed


@each("exercise", VALUES, ids=named(VALUES))
def test_the_value_passes(exercise):
    assert diagnose(exercise, exercise.value).passed


@each("exercise", FUNCTIONS, ids=named(FUNCTIONS))
def test_the_solution_that_is_shown_is_the_whole_function_and_nothing_else(exercise):
    source = solution_source(exercise)
    decorated = any(line.lstrip().startswith("@") for line in source.splitlines())
    word = "class " if inspect.isclass(exercise.reference) else "def "
    assert source.startswith(word) and not decorated and "noqa" not in source
    assert source.count("\ndef ") == source.count("\nclass ") == 0


def arrays_in(value):
    if isinstance(value, np.ndarray):
        return [value] if value.ndim else []
    if isinstance(value, dict):
        return arrays_in(list(value.values()))
    parts = value if isinstance(value, list | tuple) else ()
    return [array for part in parts for array in arrays_in(part)]


def shared_arrays(exercise):
    """The arrays that two rounds of probes have in common: one wrong answer would spoil the next."""
    first, second = ([arrays_in(case.arguments) for case in cases(exercise)] for _ in range(2))
    pairs = itertools.product(sum(first, []), sum(second, []))
    return [one for one, other in pairs if np.shares_memory(one, other)]


@each("exercise", FUNCTIONS, ids=named(FUNCTIONS))
def test_every_round_of_probes_has_arrays_of_its_own(exercise):
    assert shared_arrays(exercise) == []


def test_an_array_that_two_rounds_share_is_found():
    shared = np.ones(2)
    planted = dataclasses.replace(lessons.find_exercise("descent-step"), probes=lambda: [(shared,)])
    assert len(shared_arrays(planted)) == 1


# Mistakes


def sample_of(exercise, mistake):
    """A candidate that makes this mistake."""
    if exercise.kind == "function":
        return mistake.wrong
    if exercise.kind == "value":
        return mistake.wrong()
    return next(order for order in orders_of(exercise)
                if diagnosed(exercise.id, order).mistake == mistake.name)  # fmt: skip


def orders_of(exercise):
    return ["".join(order) for order in itertools.permutations(sorted(exercise.accepted[0]))]


@cache
def diagnosed(name, order):
    """The diagnosis of an order: there are hundreds of orders, and several tests ask for all."""
    return diagnose(lessons.find_exercise(name), order)


@each("exercise, mistake", MISTAKES, ids=[f"{e.id}: {m.name}" for e, m in MISTAKES])
def test_a_known_mistake_is_refused_with_its_own_message(exercise, mistake):
    diagnosis = diagnose(exercise, sample_of(exercise, mistake))
    assert not diagnosis.passed
    assert diagnosis.mistake == mistake.name, diagnosis.text
    assert plain(mistake.reply) in plain(diagnosis.text.split("\n")[0].removeprefix("not yet. "))


def test_a_mistake_that_is_none_or_is_there_twice_is_found():
    exercise = lessons.find_exercise("descent-step")
    harmless = Mistake("none", exercise.reference, "This is right.")
    planted = dataclasses.replace(exercise, mistakes=(harmless,))
    assert diagnose(planted, harmless.wrong).passed
    twin = dataclasses.replace(exercise.mistakes[0], name="twin")
    planted = dataclasses.replace(exercise, mistakes=(*exercise.mistakes, twin))
    assert diagnose(planted, twin.wrong).mistake != "twin"


def shared_texts(exercise):
    """What two mistakes have in common, or two hints: a name, or what is said to the learner."""
    replies = [mistake.reply for mistake in exercise.mistakes]
    replies += [reply for _, reply in exercise.distractors]
    lists = ([mistake.name for mistake in exercise.mistakes], replies, exercise.hints)
    return [text for texts in lists for text, count in Counter(texts).items() if count > 1]


@each("exercise", EXERCISES, ids=named(EXERCISES))
def test_no_two_mistakes_share_a_name_or_a_message(exercise):
    assert exercise.mistakes, f"lessons/{exercise.lesson}.py has no @mistake for {exercise.id}"
    assert shared_texts(exercise) == []


def test_a_message_that_is_said_twice_is_found():
    exercise = lessons.find_exercise("descent-parsons")
    first = exercise.mistakes[0]
    twin = dataclasses.replace(exercise.mistakes[1], reply=first.reply)
    assert shared_texts(dataclasses.replace(exercise, mistakes=(first, twin))) == [first.reply]
    echo = ((exercise.distractors[0][0], first.reply),)
    assert shared_texts(dataclasses.replace(exercise, distractors=echo)) == [first.reply]


def shifted(value):
    """Whatever an exercise returns, a little off."""
    if isinstance(value, list | tuple):
        return [shifted(part) for part in value]
    if isinstance(value, dict):
        return {key: shifted(part) for key, part in value.items()}
    if callable(value):
        return lambda *arguments: shifted(value(*arguments))
    if isinstance(value, Tensor):
        return Tensor(shifted(value.value), value.sources)
    return (value if isinstance(value, Node) else np.asarray(value)) * 1.01 + 0.5


@each("exercise", FUNCTIONS, ids=named(FUNCTIONS))
def test_a_solution_that_is_broken_in_a_new_way_is_refused_without_a_guess(exercise):
    def nearly(*arguments):
        returned = exercise.reference(*arguments)
        if inspect.isclass(exercise.reference):
            if not hasattr(returned, "compute"):
                return shifted(returned)
            returned.compute = shifted(returned.compute)
            return returned
        if returned is not None:
            return shifted(returned)
        if exercise.id == "eager-backward":
            changed, left = arguments[0].tape()[0], "grad"
        else:
            left = "output" if exercise.id == "forward-in-order" else "value"
            changed = arguments[0][0] if left == "value" else arguments[0][-1]
        setattr(changed, left, shifted(getattr(changed, left)))

    diagnosis = diagnose(exercise, nearly)
    assert not diagnosis.passed and diagnosis.attempted
    # What can be seen is no guess: shifted nodes are new nodes, and some parts may still be right.
    seen = ("", "Your list has nodes that the last one does not depend on.",
            "hands something else back", "There is a row that is in none of your pieces.",
            "There is a row that is in none of your batches.")
    assert diagnosis.mistake in seen or diagnosis.mistake.startswith("part ")
    assert "stops with an error" not in diagnosis.text


# Orders


def result_of(exercise, order):
    """The names that the program makes, as text; None where it cannot be run."""
    names = exercise.setting()
    try:
        exec(exercise.program(order), names)
    except Exception:
        return None
    return [repr(names.get(name)) for name in exercise.result]


def right_orders(exercise):
    wanted = result_of(exercise, exercise.accepted[0])
    assert wanted is not None
    return {order for order in orders_of(exercise) if result_of(exercise, order) == wanted}


@each("exercise", ORDERS, ids=named(ORDERS))
def test_exactly_the_accepted_orders_give_the_right_result(exercise):
    assert right_orders(exercise) == set(exercise.accepted)


@each("exercise", ORDERS, ids=named(ORDERS))
def test_every_wrong_order_of_the_right_lines_is_told_what_is_wrong_with_it(exercise):
    for order in map("".join, itertools.permutations(exercise.accepted[0])):
        found = diagnose(exercise, order)
        assert found.passed == (order in exercise.accepted)
        assert found.passed or found.mistake, order


def shuffled(accepted):
    """An exercise whose program of two lines and a distractor is right in every order."""
    words = dict(id="o", title="t", phase="parsons", kind="order", task="t", hints=("a", "b"))
    return Exercise(**words, lines=("x = 1", "y = 2", "z = 3"), accepted=accepted,
                    result=("x", "y"), setting=dict)  # fmt: skip


def test_an_accepted_order_that_was_forgotten_is_found():
    assert right_orders(shuffled(("AB", "BA"))) == {"AB", "BA"}
    assert right_orders(shuffled(("AB",))) == {"AB", "BA"}


@each("exercise", ORDERS, ids=named(ORDERS))
def test_every_accepted_order_passes_and_every_other_is_explained(exercise):
    for order in orders_of(exercise):
        diagnosis = diagnosed(exercise.id, order)
        assert diagnosis.passed == (order in exercise.accepted)
        assert diagnosis.passed or diagnosis.mistake or "can stand" in diagnosis.text


@each("exercise", ORDERS, ids=named(ORDERS))
def test_a_distractor_is_named_and_belongs_to_no_accepted_order(exercise):
    letters = [letter for letter, _ in exercise.distractors]
    assert set(letters) == set(exercise.letters) - set(exercise.accepted[0])
    for letter, reply in exercise.distractors:
        order = exercise.accepted[0][:-1] + letter
        assert reply in diagnose(exercise, order).text
