"""`report`, and the file that remembers predictions and passed checks."""

import csv
import json
import os
import re
import subprocess
import sys

import pytest

from dlfs.classroom import lessons, publishing
from dlfs.classroom.keeping import sitting, store
from dlfs.classroom.asking.ask import ask
from dlfs.classroom.checking.check import check
from dlfs.classroom.keeping.reporting import report

each = pytest.mark.parametrize
STEP = lessons.find_exercise("descent-step").reference


@pytest.fixture(autouse=True)
def answers(monkeypatch, tmp_path):
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path))
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.setattr(store, "_unsaved", [])
    sitting.start_again()
    return tmp_path


@pytest.fixture
def reported(capsys, monkeypatch):
    # A test before this one may have left a shell behind, in which a report asks for a name.
    monkeypatch.setattr(publishing.InteractiveShell, "initialized", lambda: False)

    def words(*arguments):
        capsys.readouterr()
        report(*arguments)
        return capsys.readouterr().out

    return words


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


# The report


def test_with_nothing_committed_it_lists_the_ids_and_saves_nothing(reported, answers):
    lesson = lessons.lesson("04")
    asked = [*lesson.retrieve, *(question.id for question in lesson.questions)]
    assert "gd-2" in asked and lesson.tasks
    assert reported("04") == (
        "Lesson 04\n"
        f"No prediction committed yet: {', '.join(asked)}.\n"
        f"No check passed yet: {', '.join(task['id'] for task in lesson.tasks)}.\n"
    )
    assert list(answers.iterdir()) == []


def test_it_prints_and_saves_predictions_sentences_and_passed_checks(reported, answers):
    ask("gd-2", "A")
    ask("gd-2", 44)
    ask("gd-1", "10; 4,0")
    ask("gd-6", "I ask, \"how large?\", \u00e4hnlich.")
    check("descent-step", STEP)
    out = reported("04")
    assert "  gd-2: A (revised: 44)\n" in out and "Checks passed: descent-step.\n" in out
    assert out.endswith("Saved as report_04.csv, beside answers.jsonl.\n")
    found = rows(answers / "report_04.csv")
    assert found["gd-2"] == {
        "lesson": "04", "id": "gd-2", "kind": "prediction", "first": "A", "latest": "44",
        "name": ""}
    assert found["gd-6"]["first"] == "I ask, \"how large?\", \u00e4hnlich."
    assert (found["gd-6"]["kind"], found["descent-step"]["first"]) == ("sentence", "passed")
    assert found["two-steps"]["first"] == ""
    assert found[lessons.lesson("04").retrieve[0]]["lesson"] == "04"


def test_goals_reached_in_this_lesson_stand_in_one_line_and_in_the_table(reported, answers):
    reached = ("04", "descent-three"), ("04", "learning-rate-edge"), ("02", "line-unsure")
    for lesson, goal in reached:
        store.append({"kind": "goal", "lesson": lesson, "id": goal, "line": "explore.descent()"})
    out = reported("04")
    assert "\nGoals reached: descent-three, learning-rate-edge.\n" in out
    found = rows(answers / "report_04.csv")
    assert (found["descent-three"]["kind"], found["descent-three"]["first"]) == ("goal", "reached")
    assert "line-unsure" not in found
    assert "Goals" not in reported("05")


def test_it_says_nothing_of_tries_marks_dates_or_paths(reported, answers):
    for _ in range(4):
        check("descent-step", lambda x, g, r: x + r * g(x))
    ask("gd-2", "A")
    out = reported("04")
    everything = out + "".join(path.read_text("utf-8") for path in answers.iterdir())
    for word in ("tries", "right", "wrong", str(answers)):
        assert word not in everything, word
    assert re.search(r"\d{4}-\d\d|\d\d:\d\d", everything) is None
    assert reported("04") == out


def test_the_lesson_is_the_one_whose_ids_were_used(reported):
    ask("rg-1", "A")
    ask("ln-1", "A")
    assert reported().startswith("Lesson 08\n")


def test_a_lesson_opens_with_questions_of_earlier_lessons(reported):
    for name in lessons.lesson("08").retrieve:
        ask(name, "A")
    assert reported().startswith("Lesson 08\n")
    ask("gd-2", "A")
    ask("gd-4", 3)
    ask("gd-1", "6; 3")
    assert reported().startswith("Lesson 04\n")


def test_the_name_of_the_notebook_tells_the_lesson(reported, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "/course/my/08_training_the_perceptron.ipynb")
    assert reported().startswith("Lesson 08\n")
    monkeypatch.setenv("JPY_SESSION_NAME", "/course/my/77_notes.ipynb")
    assert reported().startswith("Which lesson?")


def test_a_fresh_kernel_reports_what_was_stored_before(reported):
    ask("ln-1", "A")
    sitting.start_again()
    assert "  ln-1: A\n" in reported()


@each("lesson", ["99", 7.5, "", []])
def test_a_lesson_that_does_not_exist_is_asked_for(reported, lesson):
    known = ", ".join(lessons.numbers())
    assert reported(lesson) == f'Which lesson? Say report("04"), with one of: {known}.\n'


def test_a_number_names_a_lesson_too(reported):
    assert reported(4) == reported("04")
    assert reported(4).startswith("Lesson 04\n")


def test_a_report_is_renewed_and_a_file_of_the_learner_is_left_alone(reported, answers):
    ask("gd-2", "A")
    reported("04")
    ask("gd-5", "B")
    assert "report_04.csv" in reported("04")
    assert rows(answers / "report_04.csv")["gd-5"]["first"] == "B"
    (answers / "report_04.csv").write_text("my notes", encoding="utf-8")
    assert "Saved as report_04_2.csv" in reported("04")
    assert (answers / "report_04.csv").read_text(encoding="utf-8") == "my notes"
    assert "Saved as report_04_2.csv" in reported("04")


@each("answer", ["=1+1 is a formula", "+a b", "@x y", "-cmd| /C calc"])
def test_no_answer_becomes_a_formula_in_a_spreadsheet(reported, answers, answer):
    ask("gd-6", answer)
    ask("gd-4", "-2")
    reported("04")
    found = rows(answers / "report_04.csv")
    assert found["gd-6"]["first"] == f"'{answer}" and found["gd-4"]["first"] == "-2"


def test_a_report_that_cannot_be_saved_says_so(reported, answers, monkeypatch):
    ask("gd-2", "A")
    (answers / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("DLFS_ANSWERS", str(answers / "file"))
    ask("gd-2", "A")
    assert "The report could not be saved (" in reported("04")


# The file


def test_a_damaged_line_is_skipped_and_the_next_record_starts_on_its_own(answers):
    good = {"kind": "prediction", "lesson": "04", "id": "gd-2", "answer": "A", "revised": False}
    path = answers / store.FILE
    damaged = [json.dumps(good), "{", "[1]", '{"kind": 3, "id": "x"}', "", "\udcff", '{"id": "cu']
    path.write_bytes("\n".join(damaged).encode("utf-8", "surrogateescape"))
    ask("gd-2", "B")
    assert [record["answer"] for record in store.records("prediction", "gd-2")] == ["A", "B"]
    assert path.read_bytes().startswith(json.dumps(good).encode())


def test_the_file_only_grows(answers):
    ask("gd-2", "A")
    before = (answers / store.FILE).read_bytes()
    ask("gd-2", "B")
    check("descent-step", STEP)
    check("descent-step", STEP)
    after = (answers / store.FILE).read_bytes()
    assert after.startswith(before) and after.count(b"\n") == 3 and b"\r" not in after


def test_other_alphabets_are_kept(answers):
    ask("gd-6", "\u03b7 \u5b66\u4e60 \u2028 z")
    assert store.records()[0]["answer"] == "\u03b7 \u5b66\u4e60 z"


def test_what_cannot_be_saved_is_said_and_remembered(capsys, monkeypatch, answers):
    (answers / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("DLFS_ANSWERS", str(answers / "file"))
    ask("gd-2", "A")
    assert "It could not be saved (" in capsys.readouterr().out
    assert store.records("prediction", "gd-2")[0]["answer"] == "A"


@each("where, found", [
    ("course/my", "course/my"), ("course/my/deeper", "course/my"), ("course", "course/my"),
    ("course/notebooks", "course/my"), ("course/notebooks/instructor", "course/my"), ("my", "my"),
    ("elsewhere", "elsewhere"), ("my/elsewhere", "my/elsewhere"), ("course/tools", "course/my"),
])  # fmt: skip
def test_answers_lie_where_the_learner_works(monkeypatch, tmp_path, where, found):
    (tmp_path / "course" / "notebooks").mkdir(parents=True)
    (tmp_path / "course" / "notebooks" / "course.toml").write_text("", encoding="utf-8")
    (tmp_path / where).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(tmp_path / where)
    for name in ("DLFS_ANSWERS", "PYTEST_VERSION", "PYTEST_CURRENT_TEST"):
        monkeypatch.delenv(name, raising=False)
    assert store.folder() == tmp_path / found


def test_under_pytest_a_kernel_has_a_place_of_its_own(monkeypatch):
    monkeypatch.delenv("DLFS_ANSWERS")
    own = store.folder()
    assert own == store.folder()
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    monkeypatch.setenv("PYTEST_VERSION", "9")
    assert own == store.folder()
    assert folder_of_a_kernel(DLFS_ANSWERS="temporary") != str(own)


def folder_of_a_kernel(**variables):
    """The folder that another process uses; it is gone when that process is."""
    code = "from dlfs.classroom.keeping import store; print(store.folder(), end='')"
    hidden = ("DLFS_ANSWERS", "PYTEST_VERSION", "PYTEST_CURRENT_TEST")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run([sys.executable, "-c", code], env={**kept, **variables},
                          capture_output=True, text=True, check=True)  # fmt: skip
    assert "dlfs-answers-" in done.stdout and not os.path.exists(done.stdout)
    return done.stdout


KILLED = """
import os, signal
from dlfs.classroom import ask, check, check_installation
from dlfs.classroom.keeping import store
check_installation()
ask("gd-2", "A")
assert [record["answer"] for record in store.records()] == ["A"]
print(store.folder(), end="", flush=True)
os.kill(os.getpid(), signal.SIGTERM)
"""


def test_a_kernel_that_is_killed_leaves_no_folder_behind():
    outer = {**os.environ, "DLFS_ANSWERS": "temporary"}
    done = subprocess.run([sys.executable, "-c", KILLED], env=outer, capture_output=True, text=True)
    place = done.stdout.split("\n")[-1]
    assert "dlfs-answers-" in place and done.returncode != 0 and not os.path.exists(place)


def test_a_report_is_written_where_the_kernel_has_its_place_and_goes_with_it():
    code = KILLED.replace("os.kill(os.getpid(), signal.SIGTERM)", "").replace(
        "print(store", "from dlfs.classroom import report\nreport('04')\nprint(store")
    outer = {**os.environ, "DLFS_ANSWERS": "temporary"}
    done = subprocess.run([sys.executable, "-c", code], env=outer, capture_output=True, text=True)
    assert "Saved as report_04.csv" in done.stdout, done.stderr
    assert not os.path.exists(done.stdout.split("\n")[-1])


def wrong_and_right(number: str) -> list[tuple[str, str, str]]:
    """(id, a wrong letter, the right one) of the lesson's own questions with letters."""
    found = [lessons.find_question(name) for name in lessons.lesson(number).ids]
    return [(one.id, "B" if one.answer == "A" else "A", one.answer) for one in found
            if one is not None and one.kind == "choice" and one.answer]  # fmt: skip


def test_practice_is_named_where_half_of_the_predictions_were_wrong(reported, answers):
    (one, wrong, _), (other, _, right), *_ = wrong_and_right("05")
    ask(one, wrong)
    assert "practise" not in reported("05")
    ask(other, right)
    assert '1 of 2 predictions was wrong. To get at home with it: practise("backward").' in (
        reported("05"))
    assert "practise" not in next(answers.glob("report_05*.csv")).read_text(encoding="utf-8")


def test_practice_is_not_named_where_most_predictions_were_right(reported):
    for name, _, right in wrong_and_right("05")[:3]:
        ask(name, right)
    assert "practise" not in reported("05")


def test_practice_itself_is_not_in_the_report(reported):
    before = reported("05")
    store.append({"kind": "practice", "id": "backward", "level": 2, "right": True})
    assert reported("05") == before
