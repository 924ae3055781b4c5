"""Every question and every exercise of every lesson, whatever files there are."""

import dataclasses
import importlib
import itertools
import re
from pathlib import Path

import numpy as np
import pytest

from dlfs.classroom import lessons, sitting
from dlfs.classroom.asking import commit, question_page, question_text
from dlfs.classroom.checking import solution_source, task_page, task_text, verdict
from dlfs.classroom.diagnosis import diagnose
from dlfs.classroom.lessons.question import ANY, Wrong, public_fields
from dlfs.classroom.verdicts import judge
from dlfs.classroom.wording import one_line, page, plain

HERE = Path(__file__).parent
QUESTIONS = [item for number in lessons.numbers() for item in lessons.lesson(number).questions]
EXERCISES = [item for number in lessons.numbers() for item in lessons.exercises(number)]
FUNCTIONS = [item for item in EXERCISES if item.kind == "function"]
ORDERS = [item for item in EXERCISES if item.kind == "order"]
MISTAKES = [(exercise, mistake) for exercise in EXERCISES for mistake in exercise.mistakes]

each = pytest.mark.parametrize


def named(items):
    return [item.id for item in items]


@pytest.fixture(autouse=True)
def fresh_sitting(monkeypatch, tmp_path):
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path))
    sitting.start_again()


# Questions


def sample(question, value):
    """A foreseen value as a learner would give it: where any number will do, the right one."""
    if isinstance(value, list):
        return [right if one == ANY else one
                for one, right in zip(value, question.answer, strict=True)]  # fmt: skip
    return value


def faults_of(question):
    """What is wrong with the answers of a question, in words."""
    faults = []
    if question.kind != "sentence" and not judge(question, question.answer).right:
        faults.append("its own answer is not accepted")
    if question.number is not None and not judge(question, question.number).right:
        faults.append("its own number is not accepted")
    for wrong in question.wrong:
        verdict = judge(question, sample(question, wrong.value))
        if verdict.misconception != wrong.misconception:
            said = "right" if verdict.right else verdict.misconception or "unknown"
            faults.append(f"{wrong.value} is called {said}")
    for field in ("misconception", "reply"):
        texts = [getattr(wrong, field).strip() for wrong in question.wrong]
        if len(set(texts)) < len(texts):
            faults.append(f"two wrong values share a {field}")
    foreseen = [question.answer, *(wrong.value for wrong in question.wrong)]
    silent = [letter for letter in question.letters if letter not in foreseen]
    if silent:
        faults.append(f"the choices {silent} have no reply")
    return faults


@each("question", QUESTIONS, ids=named(QUESTIONS))
def test_the_answer_is_right_and_every_wrong_value_has_its_own_misconception(question):
    assert faults_of(question) == []


def test_faults_in_a_question_are_found():
    question = lessons.find_question("gd-3")
    twin = Wrong(7.9999, "another cause", "another reply")
    near = Wrong(0.502, "near the answer", "a reply")
    same = Wrong(77, question.wrong[0].misconception, "a third reply")
    deaf = dataclasses.replace(lessons.find_question("gd-5"), wrong=())
    for extra in (twin, near, same):
        planted = dataclasses.replace(question, wrong=(*question.wrong, extra))
        assert len(faults_of(planted)) == 1
    assert faults_of(deaf) == ["the choices ['A', 'C', 'D'] have no reply"]


def shown_before_the_commit(question):
    return question_text(question) + question_page(question)


def answers_in(text, question):
    """The secrets of `question` that stand in `text`."""
    secrets = [question.why, question.nudge]
    secrets += [part for wrong in question.wrong for part in (wrong.misconception, wrong.reply)]
    flat = " ".join(text.split())
    return [secret for secret in secrets if secret.strip() and one_line(secret) in flat]


@each("question", QUESTIONS, ids=named(QUESTIONS))
def test_nothing_of_the_answer_is_shown_before_the_commit(question):
    assert answers_in(shown_before_the_commit(question), question) == []
    assert question_page(question) == question_page(question)
    reply = question.wrong[0].reply if question.wrong else question.why
    assert answers_in(one_line(reply), question) != []


@each("question", QUESTIONS, ids=named(QUESTIONS))
def test_the_reply_to_a_wrong_value_does_not_give_the_answer_away(question):
    numbers = [] if question.kind == "sentence" or question.letters else _as_list(question.answer)
    longer = [f"{number:.5g}" for number in numbers if len(f"{number:.5g}") > 2]
    for wrong in question.wrong:
        given = [word for word in longer if re.search(rf"(?<![\d.]){re.escape(word)}(?!\d)",
                                                     wrong.reply)]  # fmt: skip
        assert set(given) <= set(question.text.split()), wrong.reply


@each("question", QUESTIONS, ids=named(QUESTIONS))
def test_an_edition_without_answers_still_takes_predictions(question):
    public = dataclasses.replace(question, answer=None, number=None, wrong=(), why="", nudge="")
    assert "answer" not in public_fields(question) and "wrong" not in public_fields(question)
    given = "I think of it so." if question.kind == "sentence" else question.answer
    assert "not committed" not in commit(public, given)


def _as_list(value):
    return list(value) if isinstance(value, list | tuple) else [value]


def computed_answers():
    found = {}
    for path in sorted(HERE.glob("answers_*.py")):
        found |= importlib.import_module(f"tests.classroom.{path.stem}").ANSWERS
    return found


COMPUTED = computed_answers()
NUMERIC = [item for item in QUESTIONS if item.kind == "number" or item.number is not None]


@each("question", NUMERIC, ids=named(NUMERIC))
def test_the_answer_of_a_question_is_what_a_computation_gives(question):
    stored = question.answer if question.kind == "number" else question.number
    np.testing.assert_allclose(COMPUTED[question.id](), stored, rtol=5e-3)


def test_every_id_is_used_once_and_every_retrieved_question_comes_from_an_earlier_lesson():
    ids = named(QUESTIONS) + named(EXERCISES)
    assert len(set(ids)) == len(ids)
    for number in lessons.numbers():
        for name in lessons.lesson(number).retrieve:
            assert lessons.find_question(name).lesson < number


@each("number", ["04", "08"])
def test_a_lesson_has_its_places_filled(number):
    lesson = lessons.lesson(number)
    places = [question.where for question in lesson.questions]
    kinds = [question.kind for question in lesson.questions if question.where == "exit"]
    assert len(lesson.retrieve) == 2
    assert places.count("predict") in (1, 2) and places.count("second") == 1
    assert sorted(kinds)[-1] == "sentence" and len(kinds) == 3
    phases = [exercise.phase for exercise in lessons.exercises(number)]
    assert {"faded", "parsons", "make"} <= set(phases)


# Exercises


def stub_of(exercise):
    names = {"np": np}
    exec(exercise.stub, names)
    return names[exercise.reference.__name__]


@each("exercise", FUNCTIONS, ids=named(FUNCTIONS))
def test_an_untouched_stub_is_not_attempted_and_gets_one_line(exercise):
    assert not diagnose(exercise, stub_of(exercise)).attempted
    said = verdict(exercise, stub_of(exercise))
    assert "not attempted yet" in said and "\n" not in said
    assert sitting.tries(exercise.id) == 0


@each("exercise", ORDERS, ids=named(ORDERS))
def test_an_empty_order_is_not_attempted(exercise):
    for blank in (..., "...", "", "?"):
        assert not diagnose(exercise, blank).attempted


@each("exercise", FUNCTIONS, ids=named(FUNCTIONS))
def test_the_reference_passes(exercise):
    assert diagnose(exercise, exercise.reference).passed


@each("exercise", FUNCTIONS, ids=named(FUNCTIONS))
def test_the_solution_that_is_shown_is_the_whole_function_and_nothing_else(exercise):
    source = solution_source(exercise)
    decorated = any(line.lstrip().startswith("@") for line in source.splitlines())
    assert source.startswith("def ") and not decorated and "noqa" not in source
    assert source.count("\ndef ") == 0


def sample_of(exercise, mistake):
    """A candidate that makes this mistake."""
    if exercise.kind == "function":
        return mistake.wrong
    if exercise.kind == "value":
        return mistake.wrong()
    return next(order for order in orders_of(exercise)
                if diagnose(exercise, order).mistake == mistake.name)  # fmt: skip


def orders_of(exercise):
    return ["".join(order) for order in itertools.permutations(sorted(exercise.accepted[0]))]


@each("exercise, mistake", MISTAKES, ids=[f"{e.id}: {m.name}" for e, m in MISTAKES])
def test_a_known_mistake_is_refused_with_its_own_message(exercise, mistake):
    diagnosis = diagnose(exercise, sample_of(exercise, mistake))
    assert not diagnosis.passed
    assert diagnosis.mistake == mistake.name
    assert plain(mistake.reply) in plain(diagnosis.text.split("\n")[0].removeprefix("not yet. "))


def test_a_mistake_that_is_none_or_is_there_twice_is_found():
    exercise = lessons.find_exercise("descent-step")
    harmless = lessons.Mistake("none", exercise.reference, "This is right.")
    planted = dataclasses.replace(exercise, mistakes=(harmless,))
    assert diagnose(planted, harmless.wrong).passed
    twin = dataclasses.replace(exercise.mistakes[0], name="twin")
    planted = dataclasses.replace(exercise, mistakes=(*exercise.mistakes, twin))
    assert diagnose(planted, twin.wrong).mistake != "twin"


@each("exercise", EXERCISES, ids=named(EXERCISES))
def test_no_two_mistakes_share_a_name_or_a_message(exercise):
    for texts in ([m.name for m in exercise.mistakes], [m.reply for m in exercise.mistakes],
                  list(exercise.hints)):  # fmt: skip
        assert len(set(texts)) == len(texts)
    assert exercise.mistakes


@each("exercise", FUNCTIONS, ids=named(FUNCTIONS))
def test_a_solution_that_is_broken_in_a_new_way_is_refused_without_a_guess(exercise):
    def nearly(*arguments):
        returned = exercise.reference(*arguments)
        if exercise.observe:
            arguments[0][0].value = arguments[0][0].value + 0.123
            return returned
        return np.asarray(returned) * 1.01 + 0.5

    diagnosis = diagnose(exercise, nearly)
    assert not diagnosis.passed and diagnosis.attempted and diagnosis.mistake == ""


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
    forgetful = dataclasses.replace(exercise, accepted=exercise.accepted[1:])
    assert right_orders(forgetful) != set(forgetful.accepted)


@each("exercise", ORDERS, ids=named(ORDERS))
def test_every_accepted_order_passes_and_every_other_is_explained(exercise):
    for order in orders_of(exercise):
        diagnosis = diagnose(exercise, order)
        assert diagnosis.passed == (order in exercise.accepted)
        assert diagnosis.passed or diagnosis.mistake or "can stand" in diagnosis.text


@each("exercise", ORDERS, ids=named(ORDERS))
def test_a_distractor_is_named_and_belongs_to_no_accepted_order(exercise):
    letters = [letter for letter, _ in exercise.distractors]
    assert set(letters) == set(exercise.letters) - set(exercise.accepted[0])
    for letter, reply in exercise.distractors:
        order = exercise.accepted[0][:-1] + letter
        assert reply in diagnose(exercise, order).text


# Words


def words_of(item):
    texts = [item.title]
    if isinstance(item, lessons.Question):
        texts += [item.text, item.why, item.nudge, *item.choices, *item.labels]
        texts += [part for wrong in item.wrong for part in (wrong.misconception, wrong.reply)]
    else:
        texts += [item.task, item.done, *item.hints, *(reply for _, reply in item.distractors)]
        texts += [mistake.reply for mistake in item.mistakes]
    return [text for text in texts if text]


def unreadable(text):
    """What a plain terminal would show badly: other alphabets, backslashes, odd marks."""
    said = plain(text)
    faults = [] if said.isascii() else ["not ASCII"]
    faults += [f"{mark} is left" for mark in ("\\", "$") if mark in said]
    faults += ["an odd `"] if text.count("`") % 2 else []
    return faults


@each("item", QUESTIONS + EXERCISES, ids=named(QUESTIONS + EXERCISES))
def test_every_text_can_be_read_as_plain_text(item):
    assert {text: unreadable(text) for text in words_of(item) if unreadable(text)} == {}


def test_an_unreadable_text_is_found():
    assert unreadable("the rate \u03b7") == ["not ASCII"]
    assert unreadable("costs 5 $") == ["$ is left"]
    assert unreadable("a \\ b") == ["\\ is left"]
    assert unreadable("call `f") == ["an odd `"]


def test_the_task_of_every_exercise_shows_its_lines_or_its_stub():
    for exercise in EXERCISES:
        for line in [*exercise.lines, *exercise.stub.strip("\n").splitlines()]:
            assert line in task_text(exercise)
        assert page(exercise.task) in task_page(exercise)
        assert task_page(exercise) == task_page(exercise)


@each("exercise", EXERCISES, ids=named(EXERCISES))
def test_the_task_shows_nothing_of_the_mistakes_or_the_solution(exercise):
    shown = " ".join(task_text(exercise).split())
    secrets = [*exercise.hints, exercise.done, *(mistake.reply for mistake in exercise.mistakes)]
    assert [secret for secret in secrets if secret and one_line(secret) in shown] == []
    assert solution_source(exercise) not in task_text(exercise)


# Files


BROKEN = {
    "a line that is no toml": ('lesson = "04"\nid = ', "lessons/04.toml"),
    "the wrong number": ('lesson = "05"', "lessons/04.toml: its first line"),
    "an unknown field": (
        'lesson = "04"\n[[question]]\nid = "gd-1"\nanwser = 2\n',
        "lessons/04.toml: question gd-1: unknown field anwser",
    ),
    "a missing field": (
        'lesson = "04"\n[[question]]\nid = "gd-1"\n',
        "question gd-1: missing field title, where, kind, text",
    ),
    "no id": ('lesson = "04"\n[[question]]\ntitle = "x"\n', "question number 1: missing field id"),
    "an id used twice": (
        'lesson = "04"\n[[exercise]]\nid = "a"\n[[question]]\nid = "a"\n', "the id a is used twice",
    ),
    "single brackets": ('lesson = "04"\n[question]\nid = "a"\n', "double brackets"),
    "an answer that is no choice": (
        'lesson = "04"\n[[question]]\nid = "q"\ntitle = "t"\nwhere = "exit"\nkind = "choice"\n'
        'text = "x"\nchoices = ["a", "b"]\nanswer = "C"\n',
        "question q: the value 'C' does not fit a choice",
    ),
}  # fmt: skip


@each("text, said", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_named_with_the_id(text, said):
    with pytest.raises(lessons.LessonError, match=re.escape(said)):
        lessons.read(text, "04")


def test_a_lesson_that_does_not_exist_is_named():
    with pytest.raises(lessons.LessonError, match="there is no lessons/99.toml"):
        lessons.lesson("99")
