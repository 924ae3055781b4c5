"""What is kept for whom, and what stands on the page of a question when its widget has gone."""

import pytest

from dlfs.classroom import lessons, publishing
from dlfs.classroom.asking.ask import ask, live_view
from dlfs.classroom.checking.check import check
from dlfs.classroom.keeping import sitting, standing, store
from dlfs.classroom.keeping.reporting import rows_of
from tests.browser.answers import right_answer, wrong_answer


@pytest.fixture(autouse=True)
def answers(monkeypatch, tmp_path):
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path))
    monkeypatch.setattr(store, "_unsaved", [])
    another_day()
    return tmp_path


@pytest.fixture
def open_in(monkeypatch):
    """Opens the notebook of a lesson, with a fresh kernel."""

    def opened(number: str) -> None:
        another_day()
        monkeypatch.setenv("JPY_SESSION_NAME", f"/my/{number}_lesson.ipynb")

    return opened


def another_day() -> None:
    sitting.start_again()
    standing.start_again()


def first_answer(number: str, item: str) -> str:
    return next(row["first"] for row in rows_of(number) if row["id"] == item)


# A question of an earlier lesson


RETRIEVED = [(number, item) for number in lessons.numbers()
             for item in lessons.lesson(number).retrieve]  # fmt: skip


@pytest.mark.parametrize("number, item", RETRIEVED)
def test_a_question_that_is_asked_again_is_asked_anew_and_kept_for_that_lesson(
    open_in, number, item
):
    question = lessons.find_question(item)
    then, now = wrong_answer(question), right_answer(question)
    open_in(question.lesson)
    ask(item, then)
    open_in(number)
    assert live_view(question).children[3].value == ""
    assert first_answer(number, item) == ""
    ask(item, now)
    assert (first_answer(question.lesson, item), first_answer(number, item)) == (then, now)
    assert len(store.records("prediction", item)) == 2


def test_answers_of_before_stay_with_the_lesson_that_they_name(open_in):
    store.append({"kind": "prediction", "lesson": "04", "id": "gd-3", "answer": "7",
                  "revised": False})  # fmt: skip
    open_in("04")
    assert "on record: 7" in live_view(lessons.find_question("gd-3")).children[3].value
    open_in("05")
    assert live_view(lessons.find_question("gd-3")).children[3].value == ""


def test_a_question_is_its_own_lessons_in_a_notebook_that_does_not_have_it(open_in):
    open_in("09")
    ask("gd-2", "A")
    assert first_answer("04", "gd-2") == "A"


def test_vs_code_tells_the_notebook_in_its_own_way(monkeypatch):
    class Shell:
        user_ns = {"__vsc_ipynb_file__": "/my/05_chain_rule_and_backpropagation.ipynb"}

    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.setattr(sitting, "get_ipython", Shell)
    assert sitting.current_lesson() == "05"


# Where you stopped


def test_you_stopped_at_the_last_thing_on_record_in_this_lesson(open_in):
    open_in("04")
    assert sitting.stopped_at() == ""
    ask("gd-2", "A")
    check("descent-step", lessons.find_exercise("descent-step").reference)
    open_in("05")
    ask("gd-3", "1")
    assert sitting.stopped_at() == "gd-3"
    open_in("04")
    assert sitting.stopped_at() == "descent-step"


# What stands while the widget is not there


class Page:
    """A front end that keeps what it shows, as the file of a notebook does."""

    def __init__(self):
        self.stills = []

    def display(self, bundle, **_):
        if publishing.VIEW not in bundle:
            self.stills.append(bundle["text/html"])
            return Place(self, len(self.stills) - 1)


class Place:
    def __init__(self, page, at):
        self.page, self.at = page, at

    def update(self, bundle, **_):
        self.page.stills[self.at] = bundle["text/html"]


@pytest.fixture
def front_end(monkeypatch, open_in):
    shown = Page()
    monkeypatch.setattr(publishing, "display", shown.display)
    monkeypatch.setattr(publishing, "in_notebook", lambda: True)
    monkeypatch.setattr("dlfs.classroom.asking.ask.in_notebook", lambda: True)
    open_in("04")
    return shown


def test_a_committed_answer_comes_to_stand_with_what_was_said_to_it(front_end):
    for item in lessons.lesson("04").retrieve:
        ask(item)
    ask("gd-2")
    ask("gd-2", "A")
    assert "gd-2: A. Not yet." in front_end.stills[2]
    assert ["You stopped at" in still for still in front_end.stills] == [True, False, False]
    assert "<code" in front_end.stills[0] and "gd-2</code>" in front_end.stills[0]


def test_the_widget_and_the_code_put_the_same_words_there(front_end):
    ask("gd-2")
    view = live_view(lessons.find_question("gd-2"))
    view.children[1].value = "A"
    view.children[2].click()
    by_widget = front_end.stills[0]
    ask("gd-2", "A")
    assert front_end.stills[0] == by_widget


def test_a_passed_exercise_moves_the_place_where_you_stopped(front_end):
    ask("gd-2")
    check("descent-step", lessons.find_exercise("descent-step").reference)
    assert "descent-step</code>" in front_end.stills[0]


def test_on_the_next_day_the_answer_on_record_stands_there(front_end):
    ask("gd-2", "A")
    another_day()
    ask("gd-2")
    assert "Your prediction on record: A." in front_end.stills[-1]
    assert "You stopped at" in front_end.stills[-1]


def test_nothing_answered_leaves_no_trace(front_end):
    ask("gd-2")
    ask("gd-2", "...")
    assert "on record" not in front_end.stills[0] and "stopped" not in front_end.stills[0]
