"""Every question of every lesson, whatever files there are, and the words of the exercises."""

import dataclasses
import importlib
import re
from html import escape
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from dlfs.classroom import lessons
from dlfs.classroom.keeping import sitting
from dlfs.classroom.asking.ask import commit, question_page, question_text
from dlfs.classroom.checking.check import solution_source, task_page, task_text
from dlfs.classroom.lessons.question import ANY, Wrong, public_fields
from dlfs.classroom.asking.verdicts import judge
from dlfs.classroom.wording import one_line, page, plain
from tools.proof.chosen import is_chosen, is_chosen_item
from tools.course import lesson_paths, read_course, read_drafts

HERE = Path(__file__).parent
CHOSEN = [number for number in lessons.numbers() if is_chosen(number)]
ALL = [item for n in CHOSEN for item in (*lessons.lesson(n).questions, *lessons.exercises(n))]
ITEMS = [item for item in ALL if is_chosen_item(item.id)]
QUESTIONS = [item for item in ITEMS if isinstance(item, lessons.Question)]
EXERCISES = [item for item in ITEMS if isinstance(item, lessons.Exercise)]
# A lesson without a notebook is unfinished, as a draft is.
WHOLE = [path.name[:2] for path in lesson_paths()]
# Lesson 00 is done at home, and has a shape of its own.
IN_CLASS = [number for number in WHOLE if number != "00" and is_chosen(number)]

each = pytest.mark.parametrize
pytestmark = pytest.mark.lesson


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
    if question.kind != "sentence" and not question.wrong:
        faults.append("no [[question.wrong]] says which misconception is behind a wrong value")
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
    assert faults_of(deaf)[1:] == ["the choices ['A', 'C', 'D'] have no reply"]
    assert "misconception" in faults_of(deaf)[0]


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
    assert question.id in COMPUTED, (
        f"tests/classroom/answers_{question.lesson}.py does not compute {question.id}"
    )
    np.testing.assert_allclose(COMPUTED[question.id](), stored, rtol=5e-3)


def used_twice(ids):
    return sorted(name for name, count in Counter(ids).items() if count > 1)


def test_every_id_is_used_once():
    read = [lessons.lesson(number) for number in lessons.numbers()]
    own = [question.id for lesson in read for question in lesson.questions]
    assert used_twice(own + [task["id"] for lesson in read for task in lesson.tasks]) == []
    assert used_twice(["gd-1", "gd-2", "gd-1"]) == ["gd-1"]


def from_nowhere(number, retrieve):
    """The questions asked again that no earlier lesson asks."""
    found = {name: lessons.find_question(name) for name in retrieve}
    return [name for name, question in found.items() if not question or question.lesson >= number]


@each("number", CHOSEN)
def test_every_retrieved_question_comes_from_an_earlier_lesson(number):
    assert from_nowhere(number, lessons.lesson(number).retrieve) == []


def test_a_retrieved_question_from_nowhere_is_found():
    assert from_nowhere("04", ["ce-1", "gd-1", "gd-99"]) == ["gd-1", "gd-99"]


def to_ask_again(number):
    """The lessons that a lesson asks again: the last, and one three or two before, if any is."""
    n = int(number)
    earlier = {1: {0}, 2: {1}, 3: {2, 0}}.get(n, {n - 1, n - 3})
    return {f"{one:02d}" for one in earlier}


def sources(lesson):
    return {lessons.find_question(name).lesson for name in lesson.retrieve}


@each("number", IN_CLASS)
def test_a_lesson_asks_the_last_lesson_again_and_one_of_longer_ago(number):
    asked = sources(lessons.lesson(number))
    assert asked == to_ask_again(number), f"lessons/{number}.toml, retrieve: from these lessons"


def test_every_file_of_questions_belongs_to_a_lesson():
    listed = [lesson.number for lesson in [*read_course(), *read_drafts()]]
    strays = [f"lessons/{n}.toml: no lesson {n} in course.toml" for n in lessons.numbers()
              if n not in listed]  # fmt: skip
    assert strays == []


def forgotten(number, asked_again):
    """The exit items of a lesson, if no whole lesson asks one of them again."""
    exits = [q.id for q in lessons.lesson(number).questions if q.where == "exit"]
    return [] if set(exits) & asked_again else exits


def asked_again():
    return {name for number in WHOLE for name in lessons.lesson(number).retrieve}


# Nobody asks the items of the last lesson again; a draft does not count until it is whole.
@each("number", [number for number in WHOLE[:-1] if is_chosen(number)])
def test_an_exit_item_of_every_lesson_returns_in_a_later_one(number):
    assert forgotten(number, asked_again()) == []


def test_a_lesson_whose_exit_items_never_return_is_found():
    assert "gd-1" in forgotten("04", asked_again() - {"gd-1", "gd-3"})


def missing_from(lesson, exercises):
    """What a lesson of 75 minutes has, and this one has not, in words."""
    places = Counter(question.where for question in lesson.questions)
    exit_kinds = [question.kind for question in lesson.questions if question.where == "exit"]
    phases = {exercise.phase for exercise in exercises}
    there = {
        "two items from earlier lessons": len(lesson.retrieve) + places["retrieve"] == 2,
        "one or two first predictions": places["predict"] in (1, 2),
        "one second prediction": places["second"] == 1,
        "three exit items": len(exit_kinds) == 3,
        "one sentence among them": exit_kinds.count("sentence") == 1,
        **{phase: phase in phases for phase in ("faded", "parsons", "make")},
    }
    return [name for name, present in there.items() if not present]


@each("number", IN_CLASS)
def test_a_lesson_has_its_places_filled(number):
    assert missing_from(lessons.lesson(number), lessons.exercises(number)) == []


def missing_from_the_start(lesson, exercises):
    """What lesson 00 has: ten questions with a refresher each, three more, a prediction, exercises."""
    tens = [question.refresher for question in lesson.questions if question.refresher]
    places = Counter(question.where for question in lesson.questions)
    kinds = [question.kind for question in lesson.questions if question.where == "exit"]
    there = {
        "thirteen refreshers": len(lesson.refreshers) == 13,
        "a question for each of ten": tens == [each.id for each in lesson.refreshers[:10]],
        "no question from an earlier lesson": not lesson.retrieve and not places["retrieve"],
        "one prediction": places["predict"] == 1,
        "two exit items and a sentence": len(kinds) == 3 and kinds.count("sentence") == 1,
        "three exercises": [each.phase for each in exercises] == ["faded", "parsons", "make"],
    }
    return [name for name, present in there.items() if not present]


def test_lesson_00_has_its_places_filled():
    assert missing_from_the_start(lessons.lesson("00"), lessons.exercises("00")) == []


def test_a_lesson_00_with_an_empty_place_is_found():
    lesson, exercises = lessons.lesson("00"), lessons.exercises("00")
    mute = [question for question in lesson.questions if question.id not in ("dq-5", "go-5")]
    planted = dataclasses.replace(lesson, questions=tuple(mute), retrieve=("gd-1",))
    assert missing_from_the_start(planted, exercises[1:]) == [
        "a question for each of ten", "no question from an earlier lesson",
        "two exit items and a sentence", "three exercises",
    ]  # fmt: skip


def test_a_lesson_with_an_empty_place_is_found():
    lesson, exercises = lessons.lesson("04"), lessons.exercises("04")
    full = [question for question in lesson.questions if question.where != "second"]
    planted = dataclasses.replace(lesson, questions=tuple(full), retrieve=())
    faded = [exercise for exercise in exercises if exercise.phase == "faded"]
    assert missing_from(planted, faded) == [
        "two items from earlier lessons", "one second prediction", "parsons", "make",
    ]  # fmt: skip


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
    without_code = re.sub(r"`[^`]*`|^    .*$", "", text, flags=re.MULTILINE)
    faults += ["bold letters, which no page of ask or check shows"] if "**" in without_code else []
    return faults


@each("item", ITEMS, ids=named(ITEMS))
def test_every_text_can_be_read_as_plain_text(item):
    assert {text: unreadable(text) for text in words_of(item) if unreadable(text)} == {}


def test_an_unreadable_text_is_found():
    assert unreadable("the rate \u03b7") == ["not ASCII"]
    assert unreadable("costs 5 $") == ["$ is left"]
    assert unreadable("a \\ b") == ["\\ is left"]
    assert unreadable("call `f") == ["an odd `"]
    assert len(unreadable("the **worst** margin")) == 1 and unreadable("`x**2`") == []


def test_the_task_of_every_exercise_shows_its_lines_or_its_stub():
    for exercise in EXERCISES:
        for line in [*exercise.lines, *exercise.stub.strip("\n").splitlines()]:
            assert line in task_text(exercise)
        assert page(exercise.task) in task_page(exercise)
        assert task_page(exercise) == task_page(exercise)


def test_on_the_page_the_stub_stands_in_its_cell_and_nowhere_else():
    for exercise in EXERCISES:
        shown = task_page(exercise)
        assert all(escape(line, quote=False) in shown for line in exercise.lines)
        assert ("<pre" in shown) == (exercise.kind == "order" or "\n    " in exercise.task)


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
    "a refresher without a text": (
        'lesson = "04"\n[[refresher]]\nid = "r"\ntitle = "t"\n',
        "lessons/04.toml: refresher r: missing field text",
    ),
    "a refresher that is not there": (
        'lesson = "04"\n[[question]]\nid = "q"\ntitle = "t"\nwhere = "diagnostic"\n'
        'kind = "number"\ntext = "x"\nanswer = 2\nrefresher = "r"\n',
        "lessons/04.toml: question q: no refresher 'r'",
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
