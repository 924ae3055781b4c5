"""What the questions know of the data: computed, and by another way with the same result."""

import re
import subprocess
import sys

import numpy as np
import pytest

from dlfs import Graph, GradientDescentOptimizer, Session, Variable, matmul, reduce_mean
from dlfs import softmax_cross_entropy
from dlfs.classroom import data, lessons
from dlfs.classroom.explore.line_map import simulate
from dlfs.classroom.lessons import facts
from dlfs.classroom.lessons.question import public_fields, question_from


def trained(points, rate, steps, W=np.zeros((2, 2))):
    """The losses and the last W and b of the engine's own perceptron."""
    X, c = points
    with Graph().as_default():
        W, b = Variable(W), Variable(np.zeros(2))
        J = reduce_mean(softmax_cross_entropy(matmul(X, W) + b, c))
        step = GradientDescentOptimizer(rate).minimize(J)
    session = Session()
    return [session.run([J, step])[0] for _ in range(steps)] + [session.run(J)], W, b


def right_points(points, W, b):
    X, c = points
    return int(np.sum(np.argmax(X @ W.value + b.value, axis=1) == np.argmax(c, axis=1)))


def loss_of(points, W, b):
    X, c = points
    return Session().run(reduce_mean(softmax_cross_entropy(X @ W + b, c)))


@pytest.fixture(params=[0, 3])
def overlapping(request, monkeypatch):
    """The overlapping points of a seed, for the facts, too."""
    points = data.overlapping(request.param)
    monkeypatch.setattr(data, "overlapping", lambda: points)
    forget()
    yield points
    forget()


def forget():
    facts._best_line.cache_clear()
    for compute in facts.FACTS.values():
        compute.cache_clear()


def test_the_best_line_is_where_the_engine_s_training_ends(overlapping):
    losses, W, b = trained(overlapping, 1.0, 2000)
    assert facts.lowest_loss() == pytest.approx(losses[-1], abs=1e-9)
    right = right_points(overlapping, W, b)
    assert facts.points_right_on_the_best_line() == right
    assert facts.points_wrong_on_the_best_line() == 100 - right
    assert facts.accuracy_of_the_best_line() == pytest.approx(right / 100)
    assert facts.accuracy_of_the_flipped_line() == pytest.approx(1 - right / 100)
    assert facts.minus_the_accuracy_of_the_best_line() == pytest.approx(-right / 100)
    surer = loss_of(overlapping, 10 * W.value, 10 * b.value)
    assert facts.loss_ten_times_as_sure() == pytest.approx(surer, rel=1e-4)


def test_the_slow_descent_is_the_one_that_the_explorer_shows():
    _, _, accuracy = simulate()
    assert facts.points_wrong_at_the_start() == round(100 * (1 - accuracy[0]))
    assert facts.step_that_wins_the_last_point() == np.argmax(accuracy == 1)


def test_a_descent_that_wins_not_all_points_has_no_last_one(monkeypatch):
    points = data.overlapping()
    monkeypatch.setattr(data, "separable", lambda: points)
    facts._wrong_points_of_a_slow_descent.cache_clear()
    forget()
    assert facts.step_that_wins_the_last_point() == -1
    facts._wrong_points_of_a_slow_descent.cache_clear()
    forget()


@pytest.mark.parametrize("rate", [0.1, 10.0, 50.0])
def test_a_descent_has_the_losses_of_the_engine(rate, monkeypatch):
    points = data.overlapping()
    monkeypatch.setattr(data, "separable", lambda: points)
    losses, right = facts._descent(rate, 15, (0.0, 0.0, 0.0))
    wanted, W, b = trained(points, rate, 15)
    np.testing.assert_allclose(losses, wanted, rtol=1e-9)
    assert right[-1] == right_points(points, W, b)


def test_every_fact_is_named_by_a_question():
    tomls = [lessons.resources.files(lessons).joinpath(f"{number}.toml").read_text("utf-8")
             for number in lessons.numbers()]  # fmt: skip
    named = set(re.findall(r'= "(\w+)"', "\n".join(tomls)))
    assert set(facts.FACTS) <= named


def test_a_fact_is_computed_when_it_is_needed_and_once():
    code = (
        "import sys; from dlfs.classroom.lessons import facts, lesson; "
        "assert not facts._best_line.cache_info().currsize; lesson('03'); "
        "assert not facts._best_line.cache_info().currsize; lesson('02'); "
        "assert facts._best_line.cache_info().misses == 1"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


QUESTION = {
    "id": "q", "title": "t", "where": "after", "kind": "number",
    "text": "The loss is .39, for .394 and 4.39 are others.", "answer": "lowest_loss",
    "wrong": [{"value": "accuracy_of_the_best_line", "misconception": "m", "reply": "r"}],
    "says": {".39": "lowest_loss"},
}  # fmt: skip


def test_answers_and_wrong_values_are_what_the_facts_compute():
    question = question_from(QUESTION, "04")
    assert question.answer == facts.lowest_loss()
    assert question.wrong[0].value == facts.accuracy_of_the_best_line()
    listed = {"labels": ["a", "b"], "answer": ["lowest_loss", 2], "wrong": []}
    assert question_from(QUESTION | listed, "04").answer == [facts.lowest_loss(), 2]


def test_what_a_student_may_see_names_no_fact():
    assert "says" not in public_fields(question_from(QUESTION, "04"))


FAULTS = {
    "an answer": ({"answer": "lost"}, "question q: lessons/facts.py computes no 'lost'"),
    "one of the answers": (
        {"labels": ["a", "b"], "answer": ["lowest_los", 2]}, "question q: lessons/facts.py",
    ),
    "a wrong value": (
        {"wrong": [{"value": "x_y", "misconception": "m", "reply": "r"}]},
        "question q, wrong value x_y: lessons/facts.py computes no 'x_y'",
    ),
    "a number in the text": ({"says": {".39": "lost"}}, "lessons/facts.py computes no 'lost'"),
    "a number that is not there": ({"says": {".3": "lowest_loss"}}, "its texts do not say .3"),
    "no table": ({"says": "lowest_loss"}, "a number in quotes, and the name of a fact"),
    "two letters": ({"answer": "AB"}, "lessons/facts.py computes no 'AB'"),
}  # fmt: skip


@pytest.mark.parametrize("change, said", FAULTS.values(), ids=FAULTS.keys())
def test_a_fact_that_nobody_computes_is_named_with_the_question(change, said):
    with pytest.raises(lessons.LessonError, match=re.escape(said)):
        question_from(QUESTION | change, "04")


def test_the_message_names_the_file_too():
    text = (
        'lesson = "04"\n[[question]]\nid = "q"\ntitle = "t"\nwhere = "exit"\nkind = "number"\n'
        'text = "x"\nanswer = "no_fact"\n'
    )
    with pytest.raises(lessons.LessonError, match="lessons/04.toml: question q: lessons/facts.py"):
        lessons.read(text, "04")
