"""`ask`: a question, a committed prediction, a verdict."""

import json
import re
import textwrap

import ipywidgets as widgets
import numpy as np
import pytest

from dlfs.classroom import lessons, publishing
from dlfs.classroom.asking import ask as asking
from dlfs.classroom.keeping import sitting, store
from dlfs.classroom.asking.ask import ask, live_view, question_page, question_text
from dlfs.classroom.lessons import Question
from dlfs.classroom.asking.verdicts import judge
from dlfs.classroom.wording import page, plain

each = pytest.mark.parametrize


@pytest.fixture(autouse=True)
def fresh_sitting(monkeypatch, tmp_path):
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path))
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    sitting.start_again()


def said(capsys, *arguments):
    ask(*arguments)
    return capsys.readouterr().out


# Verdicts


@each("answer", ["B", "b", " b) ", "(B)", "B."])
def test_a_letter_may_be_written_in_many_ways(answer):
    assert judge(lessons.find_question("gd-2"), answer).misconception == "larger is faster"


def test_a_choice_with_a_number_takes_the_number(capsys):
    assert "gd-2: 44. Right." in said(capsys, "gd-2", 44)


def test_a_known_wrong_value_is_answered_by_its_misconception(capsys):
    out = said(capsys, "gd-4", 1668)
    assert "You multiply by 2.1 in every step" in out
    assert "2.59" not in out


def test_an_unknown_wrong_value_gets_a_nudge_and_no_guess(capsys):
    out = " ".join(said(capsys, "gd-4", 7.5).split())
    assert "none of the slips that are known here" in out
    assert not any(wrong.reply[:30] in out for wrong in lessons.find_question("gd-4").wrong)


def test_of_several_numbers_it_says_which_are_right(capsys):
    assert "So far: gradient: right; next x: no." in " ".join(said(capsys, "gd-1", "10; 5").split())


def test_numbers_may_be_given_without_quotes_and_brackets(capsys):
    assert "Right." in said(capsys, "gd-1", 10, 4.0)


@each("answer", [[1, 2], {}, object(), lambda: 1, "E", "AB", "CD", 3j, True, ("A", "B"),
                 "x" * 10**5, b"A",
                 np.zeros((2, 2)), type("", (), {})])  # fmt: skip
def test_an_answer_that_cannot_be_read_is_no_prediction(capsys, answer):
    out = " ".join(said(capsys, "gd-5", answer).split())
    assert "not committed." in out and "One letter is expected: A, B, C or D." in out
    assert store.records() == []


def test_a_blank_is_not_answered_yet(capsys):
    assert "gd-5: not answered yet." in said(capsys, "gd-5", ...)
    assert store.records() == []


def test_a_sentence_is_kept_and_compared(capsys):
    out = said(capsys, "gd-6", "I ask for the rate: \u00e4\ud800 $x$ `y`.")
    assert "Kept." in out and "Compare yours" in out
    assert "not committed" in said(capsys, "gd-6", "rate")


NO_IDEA = ["no idea", "No idea.", "I have no idea", "i dont know", "I don't know how", "idk", "dunno",
           "not sure", "I'm not sure yet", "no clue at all", "Keine Ahnung!", "ich weiß es nicht",
           "wei\u00df nicht", "ich habe keine Ahnung", "sorry I don't understand this", "can't say",
           "I am lost", "pass", "we really do not know it", "help me", "je ne sais pas", "no lo se",
           "hmm no idea"]  # fmt: skip
AN_IDEA = ["I do not know the rate, so I ask for it.", "no idea without the rate",
           "I am not sure, but the loss rises", "I don't know why, it bounces because 2/k is passed",
           "nothing changes", "it can not fall", "The slope is not known at the corner",
           "help comes from the sign of the slope", "pass the gradient back", "no gradient arrives",
           "not sure whether rate or data: I would ask for both"]  # fmt: skip


@pytest.mark.parametrize("text", NO_IDEA)
def test_no_idea_is_answered_kindly_and_is_no_answer(capsys, text):
    out = said(capsys, "gd-6", text)
    assert "not committed" in out and "Honest" in out and "Stuck?" in out
    assert store.records() == []


@pytest.mark.parametrize("text", AN_IDEA)
def test_a_sentence_that_says_more_than_no_idea_is_kept(capsys, text):
    assert "Kept." in said(capsys, "gd-6", text)


@each("item", ["gd-3", "gd-1", "va-1", "mo-4"])
def test_no_idea_is_named_as_such_for_numbers_and_letters_too(item):
    question = lessons.find_question(item)
    for text in ("no idea", "idk", "I don't know"):
        verdict = judge(question, text)
        assert not verdict.understood and verdict.text.startswith("Honest, and not kept.")
    assert "Honest" not in judge(question, "no gradient").text


def test_a_word_that_two_choices_have_is_no_lack_of_an_idea():
    assert "I cannot tell A from D by `lost`" in judge(lessons.find_question("ma-2"), "lost").text


def test_a_number_that_no_choice_says_is_told_to_choose():
    assert "Which choice comes nearest" in judge(lessons.find_question("va-1"), "35").text
    assert "line by line" in judge(lessons.find_question("gd-3"), "35").text


# Predictions


def test_the_first_prediction_is_kept_and_later_ones_are_revised(capsys):
    assert "You may predict again" in said(capsys, "gd-2", "A")
    again = said(capsys, "gd-2", "C")
    assert "revised; your first prediction, A, is kept" in again
    assert [(r["answer"], r["revised"]) for r in store.records("prediction", "gd-2")] == [
        ("A", False), ("C", True)]  # fmt: skip


def test_the_explanation_comes_with_the_right_answer_or_the_second_one(capsys):
    why = plain(lessons.find_question("gd-2").why)[:40]
    assert why not in said(capsys, "gd-2", "A")
    assert why in said(capsys, "gd-2", "B")
    assert plain(lessons.find_question("gd-5").why)[:40] in said(capsys, "gd-5", "B")


def test_what_is_no_prediction_is_not_called_one(capsys):
    assert "You may answer again" in said(capsys, "go-1", "B")
    assert "Read the refresher below, then answer again" in said(capsys, "dq-1", 10)


def test_who_reports_a_trouble_twice_is_never_told_that_all_is_well(capsys):
    said(capsys, "go-1", "B")
    assert said(capsys, "go-1", "C").strip().endswith("with `py -m tools.lab`.")


def test_a_cell_that_is_run_twice_predicts_once(capsys):
    assert said(capsys, "gd-2", "a") == said(capsys, "gd-2", "A")
    assert len(store.records()) == 1


def test_a_prediction_survives_the_kernel(capsys, tmp_path):
    ask("gd-2", "A")
    sitting.start_again()
    capsys.readouterr()
    assert "first prediction, A," in said(capsys, "gd-2", "C")
    lines = (tmp_path / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0])["answer"] == "A"


# Ids


def test_an_unknown_id_is_answered_with_the_ids_of_this_lesson(capsys):
    ask("gd-2", "A")
    ask("gd-5", "A")
    capsys.readouterr()
    out = " ".join(said(capsys, "gd2").split())
    first = lessons.lesson("04").retrieve[0]
    assert f"There is no question 'gd2'. Did you mean gd-2? Lesson 04 has: {first}, " in out
    assert "Lesson 04 has:" in said(capsys, "ln-77")


def test_at_the_start_an_unknown_id_is_answered_with_the_ids_that_begin_like_it(capsys):
    first = lessons.lesson("08").retrieve[0]
    assert f"Lesson 08 has: {first}, " in said(capsys, "ln-77")


@each("item", [None, 3, [], "nope", "", object()])
def test_no_id_whatever_raises(capsys, item):
    assert "There is no question" in said(capsys, item)


def test_the_id_of_an_exercise_leads_to_check(capsys):
    assert 'check("descent-step")' in said(capsys, "descent-step")


def test_a_broken_file_is_said_and_not_raised(capsys, monkeypatch):
    def broken(number):
        raise lessons.LessonError(f"lessons/{number}.toml: broken")

    monkeypatch.setattr(lessons, "lesson", broken)
    first = lessons.numbers()[0]
    assert f"This question cannot be read: lessons/{first}.toml: broken" in said(capsys, "gd-1")


# What is shown


@pytest.fixture
def bundles(monkeypatch):
    shown = []
    monkeypatch.setattr(publishing.InteractiveShell, "initialized", lambda: True)
    monkeypatch.setattr(publishing, "display", lambda bundle, **_: shown.append(bundle))
    return shown


def test_the_question_is_published_as_html_text_and_a_live_view(bundles):
    ask("gd-2")
    assert [set(bundle) for bundle in bundles] == [{"text/html", "text/plain"}, {publishing.VIEW}]
    assert "Who is there first?" in bundles[0]["text/html"]
    assert "  C: Neither" in bundles[0]["text/plain"]


def test_html_and_text_are_the_same_bytes_every_time(bundles):
    ask("gd-2")
    ask("gd-2")
    for form in ("text/html", "text/plain"):
        assert bundles[0][form] == bundles[2][form]


def test_without_a_notebook_the_text_is_printed(capsys):
    assert said(capsys, "gd-1") == question_text(lessons.find_question("gd-1")) + "\n"


def parts_of(item):
    return live_view(lessons.find_question(item)).children


def all_text(widget):
    state = json.dumps(widget.get_state(), default=str)
    return state + "".join(all_text(child) for child in getattr(widget, "children", ()))


@each("item, kind, answer", [
    ("gd-2", widgets.RadioButtons, "C"), ("gd-1", widgets.Text, "10; 4,0"),
    ("gd-6", widgets.Textarea, "I ask for the rate."),
])  # fmt: skip
def test_the_live_view_takes_an_answer_and_shows_the_verdict(item, kind, answer):
    head, field, button, readout = parts_of(item)
    assert isinstance(field, kind) and field.description and readout.value == ""
    field.value = answer
    button.click()
    assert ("Right." in readout.value) or ("Kept." in readout.value)
    assert store.records("prediction", item)[0]["answer"] == answer


def test_the_live_view_without_an_answer_says_so():
    head, field, button, readout = parts_of("gd-2")
    button.click()
    assert "not answered yet" in readout.value and store.records() == []


def test_a_cell_that_runs_again_says_again_what_was_said():
    *_, field, button, readout = parts_of("gd-3")
    field.value = "7"
    button.click()
    *_, again = parts_of("gd-3")
    assert "gd-3: 7." in readout.value and "gd-3: 7." in again.value
    assert "Commit again" not in again.value and "status" not in again.value
    ask("me", "Ada")
    ask("me", "Grace")
    assert "gd-3: 7." not in parts_of("gd-3")[-1].value


@each("unread", ["", "no number at all", "gd"])
def test_what_was_not_committed_is_not_said_again(unread):
    ask("gd-3", 7)
    *_, field, button, readout = parts_of("gd-3")
    field.value = unread
    button.click()
    assert "not " in readout.value
    assert "on record: 7" in parts_of("gd-3")[-1].value


def test_enter_commits_a_number():
    *_, field, _, readout = parts_of("gd-3")
    field.value = "7"
    field._handle_msg({"content": {"data": {"method": "custom", "content": {"event": "submit"}}},
                       "buffers": []})  # fmt: skip
    assert "gd-3: 7." in readout.value


def test_the_live_view_says_what_is_on_record():
    ask("gd-2", "A")
    assert "Your prediction on record: A." in parts_of("gd-2")[3].value


def test_the_live_view_holds_nothing_of_the_answer_before_the_commit():
    question = lessons.find_question("gd-4")
    view = live_view(question)
    assert "1.1" not in all_text(view) and "Right" not in all_text(view)
    view.children[1].value = "2.59"
    view.children[2].click()
    assert "Right" in all_text(view)


def test_an_answer_with_markup_is_shown_as_text():
    head, field, button, readout = parts_of("gd-6")
    field.value = "<script>alert(1)</script> is my answer"
    button.click()
    assert "<script>" not in readout.value


def test_the_words_of_a_page_and_of_a_terminal():
    text = "A `f(x)` of $\\frac{1}{2} \\le \\eta$ & more.\n\n    x < 1\n    y"
    assert page(text) == (
        '<p>A <code style="white-space: nowrap">f(x)</code> of '
        "$\\frac{1}{2} \\le \\eta$ &amp; more.</p>"
        '<pre style="margin-bottom: 1em">x &lt; 1\ny</pre>')
    assert plain(text) == "A `f(x)` of 1/2 <= eta & more.\n\n    x < 1\n    y"
    assert all("`check(1, hint=1)`" in plain("word " * n + "`check(1, hint=1)`") for n in range(40))


def test_a_method_after_an_empty_line_stays_in_its_class():
    text = "A class:\n\n    class A:\n        x = 1\n\n        def f(self):\n            pass"
    blocks = re.findall(r"<pre[^>]*>(.*?)</pre>", page(text), re.DOTALL)
    assert "\n\n".join(blocks) == textwrap.dedent(text.split("\n\n", 1)[1])


def test_a_question_without_its_answer_still_takes_predictions(capsys, monkeypatch):
    bare = Question(id="q-1", title="T", where="predict", kind="number", text="How many?")
    monkeypatch.setattr(lessons, "find_question", lambda item: bare)
    assert "your instructor has them" in said(capsys, "q-1", 3)
    assert "Right" not in question_page(bare)
    assert store.answers("q-1", bare.lesson) == ["3"]
