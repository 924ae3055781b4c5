"""A prediction that is drawn: asked before the curve is shown, kept once, for whoever it was."""

import csv
import json
import os
import time

import pytest

from dlfs.classroom import explore, publishing
from dlfs.classroom.asking.ask import ask
from dlfs.classroom.explore import predicting
from dlfs.classroom.explore.curves import compared, read, written
from dlfs.classroom.explore.live import parts_of
from dlfs.classroom.explore.predicting import BACK, BOTH, DRAW
from dlfs.classroom.keeping import hand, sitting, standing, store
from dlfs.classroom.keeping.reporting import report
from tests.classroom.toy import Toy

TOLD, VALUES = "0,4; 0,3; 0,2; 0,1; 0", (0.4, 0.3, 0.2, 0.1, 0)
RECORD = {"kind": "curve", "lesson": "04", "id": "descent-curve", "answer": "0.4; 0.3; 0.2; 0.1; 0"}
SHOWING = {"descent": {"learning_rate": 1.8}, "learning_rate": {"learning_rate": 8},
           "training": {"learning_rate": 1}, "valley": {"fraction": 1.03}}  # fmt: skip
BESIDE = {"descent": {"learning_rate": 1.9}, "learning_rate": {"learning_rate": 10},
          "training": {"learning_rate": 0.9}, "valley": {"fraction": 1}}  # fmt: skip


@pytest.fixture(autouse=True)
def answers(monkeypatch, tmp_path):
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path))
    monkeypatch.setenv("JPY_SESSION_NAME", "/my/04_gradient_descent.ipynb")
    monkeypatch.setattr(store, "_unsaved", [])
    monkeypatch.setattr(publishing.InteractiveShell, "initialized", lambda: False)
    fresh_kernel()
    return tmp_path / store.FILE


def fresh_kernel() -> None:
    sitting.start_again()
    standing.start_again()
    predicting._seen.clear()
    predicting._shown.clear()


def shown(name: str = "descent", **settings):
    explorer = getattr(explore, name)(**settings)
    explorer.prediction.begin()
    return explorer


def put(explorer, **state) -> None:
    for name, value in state.items():
        explorer.controls[name].value = value


def hand_in(explorer, told: str = TOLD) -> str:
    explorer.prediction.field.value = told
    explorer.prediction.hand_in.click()
    return explorer.prediction.readout.value


def kept(answers) -> list[dict]:
    found = store.parsed(answers.read_text(encoding="utf-8")) if answers.exists() else []
    return [record for record in found if record["kind"] == "curve"]


def words(explorer) -> str:
    """Return what the invitation says and, if it can be pressed, the text of its button."""
    said, button = explorer.prediction.invitation.children
    return said.value + (button.description if button.layout.display != "none" else "")


# What a learner sees


def test_four_explorers_ask_and_no_other():
    asking = [name for name in explore.__all__ if getattr(explore, name).curve]
    assert asking == ["descent", "learning_rate", "training", "valley"] and Toy().prediction is None
    for name in asking:
        assert f"<b>Predict first:</b> {getattr(explore, name).curve.question}" in words(shown(name))


def test_the_board_stands_in_place_of_the_picture_until_a_control_moves():
    descent = shown()
    _, button = descent.prediction.invitation.children
    assert button.description == DRAW and not descent.prediction.is_open
    button.click()
    assert descent.prediction.is_open and descent.picture.layout.display == "none"
    assert button.description == BACK
    put(descent, t=7)
    assert not descent.prediction.is_open and descent.picture.layout.display == ""
    button.click()
    button.click()
    assert not descent.prediction.is_open and button.description == DRAW


def test_a_curve_that_is_handed_in_lies_over_the_true_one_and_is_asked_no_more():
    descent = shown()
    descent.prediction.turn(True)
    said = hand_in(descent)
    assert compared(descent.curve, VALUES) in said and 'role="status"' in said
    picture = descent.prediction.board.children[0].value
    assert picture.count("<polyline") == 4 and "0.4; 0.3; 0.2; 0.1; 0" in picture
    assert "<script" not in picture and "onerror" not in picture
    assert "You drew first:</b> 6 % of the height away" in words(descent)
    assert descent.prediction.is_open and words(descent).endswith(BACK)
    descent.prediction.turn(False)
    assert words(descent).endswith(BOTH)


def test_before_a_curve_is_handed_in_nothing_tells_the_true_one():
    for name in SHOWING:
        explorer = shown(name)
        told = " ".join(part.value for part in parts_of(explorer.prediction.board)
                        if isinstance(getattr(part, "value", None), str))  # fmt: skip
        axes, _, _ = told.partition("<img")
        assert "<polyline" not in told and "Empty axes" in axes
        assert written(explorer.curve.true[list(explorer.curve.steps)]) not in told


def test_enter_hands_in_as_the_button_does(answers):
    descent = shown()
    field = descent.prediction.field
    field.value = TOLD
    field._handle_msg({"content": {"data": {"method": "custom", "content": {"event": "submit"}}},
                       "buffers": []})  # fmt: skip
    assert kept(answers) == [RECORD]


@pytest.mark.parametrize("told", ["", "nan 1 1 1 1", "0.4; 0.3", "7; 1; 1; 1; 1", "<b>", "1e400 " * 5])
def test_what_is_no_curve_is_answered_and_may_be_mended(answers, told):
    descent = shown()
    said = hand_in(descent, told)
    assert 'role="status"' in said and "<b>" not in said and kept(answers) == []
    assert "On average" in hand_in(descent) and kept(answers) == [RECORD]


@pytest.mark.parametrize("name", SHOWING)
def test_the_moment_has_gone_by_when_the_curve_was_shown_and_not_before(name):
    explorer = shown(name)
    put(explorer, **BESIDE[name])
    assert "Predict first:" in words(explorer)
    put(explorer, **SHOWING[name])
    assert "Not predicted:</b> the curve has been shown by now." in words(explorer)
    assert words(explorer).endswith("</p>")
    put(explorer, **BESIDE[name])
    explorer.prediction.turn(True)
    hand_in(explorer)
    assert "Not predicted" in words(explorer) and store.records("curve") == []
    assert "Not predicted" in words(shown(name))
    assert "Not predicted" in words(shown(name, **SHOWING[name]))


def test_before_an_explorer_is_shown_its_curve_is_not():
    explorer = explore.descent()
    put(explorer, learning_rate=1.8)
    put(explorer, learning_rate=1.9)
    explorer.prediction.begin()
    assert "Predict first:" in words(explorer)
    assert "Not predicted" in words(shown(learning_rate=1.8))


# What is kept


def test_the_first_curve_is_kept_and_counts(answers):
    descent, other = shown(), shown()
    hand_in(descent)
    assert "You drew first" in words(other) and other.prediction.values == VALUES
    hand_in(other, "1 1 1 1 1")
    hand_in(descent, "1 1 1 1 1")
    put(descent, learning_rate=1.8)
    assert kept(answers) == [RECORD] and descent.prediction.values == VALUES


def test_where_another_kernel_was_first_its_curve_counts(answers):
    descent = shown()
    answers.write_text(json.dumps(RECORD) + "\n", encoding="utf-8")
    hand_in(descent, "1 1 1 1 1")
    assert kept(answers) == [RECORD] and descent.prediction.values == VALUES


def test_below_the_still_form_stands_what_was_drawn_and_nothing_of_others():
    stood, descent = [], shown()
    descent.prediction.begin(lambda *forms: stood.append(forms))
    assert stood == []
    ask("me", "Ada")
    hand_in(descent)
    ((page, text),) = stood
    assert text == compared(descent.curve, VALUES) and text in page and page.count("<svg") == 1
    assert "role=\"status\"" not in page and "onerror" not in page
    ask("me", "Grace")
    assert stood[1:] == [("", "")]


def test_on_the_next_day_both_curves_are_there(answers):
    said = hand_in(shown())
    fresh_kernel()
    again = shown()
    assert "You drew first" in words(again) and words(again).endswith(BOTH)
    assert again.prediction.readout.value == said and kept(answers) == [RECORD]


def test_a_curve_belongs_to_the_person_who_drew_it(answers):
    descent = shown()
    ask("me", "Ada")
    hand_in(descent)
    ask("me", "Grace")
    assert "Predict first:" in words(descent) and descent.prediction.field.value == ""
    hand_in(descent, "1 1 1 1 1")
    assert len({record.get("by") for record in kept(answers)}) == 2
    ask("me", "Ada")
    assert descent.prediction.values == VALUES


def test_whoever_has_seen_the_curve_is_asked_no_more_and_others_are():
    descent = shown()
    ask("me", "Ada")
    put(descent, learning_rate=1.8)
    put(descent, learning_rate=1)
    ask("me", "Grace")
    assert "Predict first:" in words(descent)
    ask("me", "Ada")
    assert "Not predicted" in words(descent)


def test_a_curve_comes_back_when_somebody_says_that_it_is_them(answers):
    hand_in(shown())
    then = time.time() - (hand.HOURS + 1) * 3600
    os.utime(answers, (then, then))
    fresh_kernel()
    descent = shown()
    assert "Predict first:" in words(descent)
    ask("me", "yes")
    assert "You drew first" in words(descent)


@pytest.mark.parametrize("damaged", ["nan", None, [], "9 9 9 9 9", "1 2", {"x": 1}, "1 " * 9999])
def test_a_damaged_record_is_passed_by(answers, damaged):
    lines = [json.dumps({**RECORD, "answer": told}) for told in (damaged, RECORD["answer"])]
    answers.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert shown().prediction.values == VALUES
    assert predicting.curves_of("04") == {"descent-curve": RECORD["answer"]}


def test_what_cannot_be_saved_is_said_and_shown_all_the_same(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    descent = shown()
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path / "file"))
    assert "It could not be saved" in hand_in(descent) and descent.prediction.values == VALUES


def test_no_error_of_keeping_reaches_the_learner(monkeypatch):
    def broken(*_):
        raise RuntimeError("planted")

    descent = shown()
    monkeypatch.setattr(store, "append", broken)
    assert "It could not be saved (RuntimeError)." in hand_in(descent)
    monkeypatch.setattr(store, "records", broken)
    monkeypatch.setattr(store, "hand_now", broken)
    put(descent, learning_rate=1.8)
    assert "Predict first:" in words(shown())


# The report


def test_the_report_has_the_curve_as_five_numbers_and_one(answers, capsys):
    ask("me", "Ada")
    hand_in(shown())
    capsys.readouterr()
    report("04")
    said = capsys.readouterr().out
    assert ("Curves drawn before looking:\n  descent-curve: 0.4; 0.3; 0.2; 0.1; 0 "
            "(6 % of the height away)\n") in said  # fmt: skip
    with (answers.parent / "report_04_ada.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert rows["descent-curve"]["first"] == "0.4; 0.3; 0.2; 0.1; 0"
    assert rows["descent-curve"]["kind"] == "curve" and rows["descent-curve"]["latest"] == ""
    assert read(explore.descent.curve, rows["descent-curve"]["first"]) == VALUES
    report("10")
    assert "Curves" not in capsys.readouterr().out
