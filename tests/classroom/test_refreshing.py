"""Refreshers: a wrong answer opens the one that helps, and their programs print what they say."""

import contextlib
import io
import re

import numpy as np
import pytest

from dlfs.classroom import lessons, publishing
from dlfs.classroom.keeping import sitting
from dlfs.classroom.asking.ask import ask, live_view
from dlfs.classroom.lessons.question import ANY, Refresher
from dlfs.classroom.asking.refreshers import refresher, refresher_page, refresher_text
from dlfs.classroom.wording import one_line

REFRESHERS = lessons.refreshers()
TEN = [item for item in lessons.lesson("00").questions if item.refresher]
WRONG = [(question, wrong) for question in TEN for wrong in question.wrong]

each = pytest.mark.parametrize


@pytest.fixture(autouse=True)
def fresh_sitting(monkeypatch, tmp_path):
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path))
    sitting.start_again()


def given_as(question, value):
    """A foreseen wrong value as a learner gives it."""
    if not isinstance(value, list):
        return value
    pairs = zip(value, question.answer, strict=True)
    return [right if one == ANY else one for one, right in pairs]


# What opens


@each("question, wrong", WRONG, ids=[f"{q.id}: {w.misconception}" for q, w in WRONG])
def test_every_foreseen_wrong_answer_opens_the_refresher_of_its_question(capsys, question, wrong):
    ask(question.id, given_as(question, wrong.value))
    said = capsys.readouterr().out
    assert one_line(wrong.reply) in " ".join(said.split())
    assert said.endswith(refresher_text(lessons.find_refresher(question.refresher)) + "\n")


@each("question", TEN, ids=[question.id for question in TEN])
def test_the_right_answer_opens_nothing(capsys, question):
    ask(question.id, question.answer)
    said = capsys.readouterr().out
    assert "Right." in said and "Refresher" not in said


def test_a_wrong_value_that_nobody_foresaw_opens_it_too(capsys):
    ask("dq-1", 77)
    assert "Refresher: A class in six lines" in capsys.readouterr().out


@each("answer", ["seven cats", ..., "", None])
def test_what_is_no_answer_opens_nothing(capsys, answer):
    ask("dq-1", answer)
    assert "Refresher" not in capsys.readouterr().out


def test_a_question_without_a_refresher_opens_nothing(capsys):
    ask("gd-2", "A")
    assert "Refresher" not in capsys.readouterr().out


def test_the_live_view_opens_it_below_the_verdict_and_folds_it_away_when_it_is_right():
    _, field, button, readout = live_view(lessons.find_question("dq-3")).children
    field.value = "A"
    button.click()
    assert "<details" in readout.value and " open>" in readout.value
    assert "The door would be closed again" in readout.value.split("<details")[0]
    assert "class Lamp:" in readout.value.split("<details")[1]
    field.value = "B"
    button.click()
    assert "Right." in readout.value and "<details" not in readout.value


def test_in_a_notebook_it_is_published_in_two_forms(monkeypatch):
    shown = []
    monkeypatch.setattr(publishing.InteractiveShell, "initialized", lambda: True)
    monkeypatch.setattr(publishing, "display", lambda bundle, **_: shown.append(bundle))
    ask("dq-8", "4; 14")
    page = refresher_page(lessons.find_refresher("dicts"))
    assert [bundle["text/html"] for bundle in shown] == [page]
    assert shown[0]["text/plain"].startswith("Refresher: A dict")


# What is asked for


def test_one_refresher_by_its_name_and_all_of_them_without(capsys):
    refresher("slopes")
    assert capsys.readouterr().out == refresher_text(lessons.find_refresher("slopes")) + "\n"
    refresher()
    said = capsys.readouterr().out
    assert [title for title in re.findall(r"^Refresher: (.+)$", said, re.MULTILINE)] == [
        one.title for one in REFRESHERS]  # fmt: skip


def test_all_of_them_are_folded_and_one_is_open():
    one = REFRESHERS[0]
    assert " open>" in refresher_page(one) and " open>" not in refresher_page(one, opened=False)


@each("name", ["shape", 3, [], ""])
def test_a_name_that_does_not_exist_is_answered_with_those_that_do(capsys, name):
    refresher(name)
    said = " ".join(capsys.readouterr().out.split())
    assert "There is no refresher" in said and "classes, subclasses, with" in said


def test_a_broken_file_is_said_and_not_raised(capsys, monkeypatch):
    def broken(number):
        raise lessons.LessonError(f"lessons/{number}.toml: broken")

    monkeypatch.setattr(lessons, "lesson", broken)
    refresher()
    assert "The refreshers cannot be read: lessons/00.toml: broken" in capsys.readouterr().out


# Their programs


def lies_of(shown: Refresher) -> list[str]:
    """What a refresher says its program prints, where it prints something else."""
    lines = [line[4:] for line in shown.text.splitlines() if line.startswith("    ")]
    program = "\n".join(lines)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(program, {"np": np})
    promised = re.findall(r"# (.+)$", program, re.MULTILINE)
    printed = said.getvalue().splitlines()
    if len(promised) != len(printed):
        return [f"{len(promised)} promised, {len(printed)} printed"]
    return [f"{one!r} is {other!r}" for one, other in zip(promised, printed, strict=True)
            if one != other]  # fmt: skip


@each("shown", REFRESHERS, ids=[one.id for one in REFRESHERS])
def test_the_program_of_a_refresher_prints_what_it_says(shown):
    assert "    " in shown.text and "#" in shown.text
    assert lies_of(shown) == []


def test_a_refresher_that_says_something_else_is_found():
    assert lies_of(Refresher("r", "t", "A rule.\n\n    print(1 + 1)  # 3\n")) == ["'3' is '2'"]
    assert lies_of(Refresher("r", "t", "    print(1)\n")) == ["0 promised, 1 printed"]


def test_the_traceback_of_a_question_is_the_one_that_python_gives():
    text = lessons.find_question("dq-10").text
    last = [line for line in text.splitlines() if line.startswith("    ")][-1].strip()
    try:
        {"tea": 2}["pie"]
    except KeyError as error:
        assert last == f"{type(error).__name__}: {error}"


@each("shown", REFRESHERS, ids=[one.id for one in REFRESHERS])
def test_a_refresher_can_be_read_anywhere(shown):
    said = refresher_text(shown)
    assert said.isascii() and max(map(len, said.splitlines())) <= 88 and "`" not in (
        re.sub(r"`[^`]+`", "", said))  # fmt: skip
    assert refresher_page(shown) == refresher_page(shown)



def happens(item):
    """What the program in the text of a question does: what it prints, and its names."""
    text = lessons.find_question(item).text
    said, names = io.StringIO(), {"np": np}
    with contextlib.redirect_stdout(said):
        exec("\n".join(line[4:] for line in text.splitlines() if line.startswith("    ")), names)
    return ", ".join(said.getvalue().split()), names


def chosen(item):
    question = lessons.find_question(item)
    return question.choices[question.letters.index(question.answer)]


def test_the_choices_that_are_called_right_are_what_happens():
    assert happens("dq-3")[0] == chosen("dq-3")
    assert f'"{happens("dq-2")[1]["text"]}"' in chosen("dq-2")
    X, b = np.ones((3, 2)), np.array([5.0, 7.0])
    assert str((X + b).shape) in chosen("dq-5") and "each of its rows" in chosen("dq-5")
    assert (X + b - X == b).all()
