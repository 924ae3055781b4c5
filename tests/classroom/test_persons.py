"""One computer, several persons: a report carries a name, and nobody's answers mix with another's."""

import csv
import json
import os
import random
import time

import pytest

from dlfs.classroom import publishing
from dlfs.classroom.asking.ask import ask, live_view
from dlfs.classroom.checking.check import check
from dlfs.classroom.keeping import hand, naming, reporting, sitting, standing, store, who
from dlfs.classroom.keeping.names import cleaned, key_of, same_name, slug
from dlfs.classroom.keeping.persons import Persons
from dlfs.classroom.keeping.reporting import report
from dlfs.classroom.lessons import find_exercise, find_question

STEP = find_exercise("descent-step").reference


@pytest.fixture(autouse=True)
def answers(monkeypatch, tmp_path):
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path))
    monkeypatch.setenv("JPY_SESSION_NAME", "/my/04_gradient_descent.ipynb")
    monkeypatch.setattr(store, "_unsaved", [])
    fresh_kernel()
    return tmp_path


def fresh_kernel() -> None:
    sitting.start_again()
    standing.start_again()


def next_day(folder) -> None:
    """A fresh kernel, and what is kept is older than a few hours."""
    long_ago(folder)
    fresh_kernel()


def long_ago(folder) -> None:
    then = time.time() - (hand.HOURS + 1) * 3600
    os.utime(folder / store.FILE, (then, then))


@pytest.fixture
def said(capsys):
    def words(call, *arguments, **named) -> str:
        capsys.readouterr()
        call(*arguments, **named)
        return " ".join(capsys.readouterr().out.split())

    return words


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def mine(item="gd-2") -> list[str]:
    return store.answers(item, "04")


# Names


NAMES = ("Ada Lovelace", "Zo\u00eb M\u00fcller", "\u5b66 \u4e60", "\u0939\u093f\u0928\u094d\u0926\u0940", "O'Neil, Jo",
         "\u0141ukasz", "\U0001f600", "con", "aux.csv", "a/b\\c:d*?<>|", "..", "2", "x" * 300, "\u202eevil",
         "\ud800x", "tab\there", "\u00df", "\u0418\u0432\u0430\u043d")  # fmt: skip


def test_a_name_becomes_a_part_of_a_file_name():
    assert slug("Ada Lovelace") == "ada-lovelace" and slug("Zo\u00eb M\u00fcller") == "zoe-muller"
    assert slug("\u5b66 \u4e60") == "\u5b66-\u4e60" and slug("") == ""


@pytest.mark.parametrize("name", NAMES)
def test_every_name_can_be_written_on_every_system(name, answers):
    part = slug(cleaned(name))
    assert part and not set(part) & set('/\\:*?"<>|. ') and len(part.encode()) <= 70
    assert part.isprintable() and part.encode("utf-8")
    ask("gd-2", "A")
    report("04", name=name)
    (path,) = answers.glob("report_*.csv")
    assert table(path)["gd-2"]["name"].lstrip("'") == cleaned(name)


def test_drawn_names_of_different_words_get_different_files():
    rng = random.Random(4)
    letters = "ab\u00e4\u0430\u4e60\u0928\U0001f600 -."
    drawn = {cleaned("".join(rng.choices(letters, k=rng.randint(1, 6)))) for _ in range(2000)}
    by_slug = {}
    for name in drawn - {""}:
        by_slug.setdefault(slug(name), set()).add(" ".join(key_of(name).split()))
    several = {part: keys for part, keys in by_slug.items() if len(keys) > 1}
    assert several == {}
    assert len(by_slug) > 500


def test_two_alphabets_do_not_collapse_to_what_they_share():
    assert not same_name("\u0418\u0432\u0430\u043d Petrov", "\u041f\u0451\u0442\u0440 Petrov")
    assert same_name("LOVELACE, Ada", "ada-lovelace")


# The report


def test_a_report_without_a_name_is_as_it_was(answers, said):
    ask("gd-2", "A")
    assert "Saved as report_04.csv" in said(report, "04")
    assert table(answers / "report_04.csv")["gd-2"]["name"] == ""


def test_the_name_is_told_once_and_stands_in_the_table_and_in_the_file_name(answers, said):
    ask("gd-2", "A")
    words = said(report, "04", name="  Ada   Lovelace ")
    assert "Name: Ada Lovelace" in words and "Saved as report_04_ada-lovelace.csv" in words
    fresh_kernel()
    assert "Saved as report_04_ada-lovelace.csv" in said(report, "04")
    assert {row["name"] for row in table(answers / "report_04_ada-lovelace.csv").values()} == {
        "Ada Lovelace"}  # fmt: skip


def test_a_name_is_no_formula(answers):
    ask("gd-2", "A")
    report("04", name="=HYPERLINK(1)")
    (path,) = answers.glob("report_*.csv")
    assert table(path)["gd-2"]["name"] == "'=HYPERLINK(1)"


def test_another_name_is_asked_for_and_changes_nothing(answers, said):
    ask("gd-2", "A")
    report("04", name="Ada")
    before = {path: path.read_bytes() for path in answers.iterdir()}
    words = said(report, "04", name="Ben")
    assert "ask(\"me\", 'Ben')" in words and "report(name='Ben', was='Ada')" in words
    assert {path: path.read_bytes() for path in answers.iterdir()} == before
    assert "report_04_ada-lovelace.csv" in said(report, "04", name="Ada Lovelace", was="Ada")
    assert who.my_name() == "Ada Lovelace" and mine() == ["A"]


def test_the_field_names_the_report_that_was_saved_without_one(answers, monkeypatch):
    fields = []
    monkeypatch.setattr(reporting, "in_notebook", lambda: True)
    monkeypatch.setattr(naming, "publish", lambda page, text, live: fields.append(live))
    report("04")
    assert fields == []
    ask("gd-2", "A")
    report("04")
    row, readout = fields[0].children
    row.children[1].click()
    assert "Type your name" in readout.value and (answers / "report_04.csv").exists()
    row.children[0].value = "Ada"
    row.children[1].click()
    assert "Saved as report_04_ada.csv" in readout.value
    assert [path.name for path in answers.glob("*.csv")] == ["report_04_ada.csv"]
    report("04")
    assert len(fields) == 1


def test_a_report_that_somebody_changed_stays_when_a_name_comes(answers):
    ask("gd-2", "A")
    report("04")
    (answers / "report_04.csv").write_text("notes", encoding="utf-8")
    reporting._saved_as("04", "Ada")
    assert (answers / "report_04.csv").read_text(encoding="utf-8") == "notes"
    assert (answers / "report_04_ada.csv").exists()


def test_nobody_is_asked_where_nothing_is_kept_for_good(monkeypatch, said, answers):
    monkeypatch.setattr(store, "_temporary_folder", lambda: answers)
    monkeypatch.setenv("DLFS_ANSWERS", "temporary")
    monkeypatch.setattr(reporting, "in_notebook", lambda: True)
    monkeypatch.setattr(naming, "publish", lambda *_: pytest.fail("asked"))
    ask("gd-2", "A")
    assert "Is this you" not in said(report, "04") + said(ask, "gd-5")


# Is this you?


def test_a_fresh_folder_and_the_next_hour_ask_nothing(answers, said):
    for _ in range(3):
        words = said(ask, "gd-2")
        assert "Is this you" not in words and "Were you here" not in words
        said(ask, "gd-2", "A")
        fresh_kernel()
    assert store.hand_now().settled


def test_on_the_next_day_the_first_question_asks_who_it_is_once(answers, said):
    ask("gd-2", "A")
    report("04", name="Ada")
    next_day(answers)
    first = said(ask, "gd-2")
    assert first.startswith("Is this you, Ada?") and 'ask("me", "yes")' in first
    assert "Is this you" not in said(ask, "gd-5") and mine() == []
    assert "Welcome back, Ada" in said(ask, "me", "yes")
    assert mine() == ["A"] and "Is this you" not in said(ask, "gd-5", "B")


def test_answers_without_a_name_are_asked_for_too(answers, said):
    ask("gd-2", "A")
    next_day(answers)
    assert said(ask, "gd-2").startswith("Were you here before?")
    ask("me", "Ben")
    assert mine() == []
    ask("me", "yes")
    assert mine() == ["A"] and who.my_name() == "Ben"


def test_what_is_answered_before_anybody_said_who_it_is_goes_to_whoever_says_it(answers, said):
    ask("gd-2", "A")
    report("04", name="Ada")
    next_day(answers)
    words = said(ask, "gd-2", "A") + said(check, "descent-step", STEP)
    assert words.count("Is this you, Ada?") == 2
    ask("me", "Ben")
    assert mine() == ["A"] and store.records("check", "descent-step")
    ask("me", "Ada")
    assert mine() == ["A"] and not store.records("check", "descent-step")


def test_two_who_share_a_computer_never_mix_and_both_come_back(answers, said):
    ask("gd-2", "A")
    report("04", name="Ada")
    next_day(answers)
    ask("me", "Ben")
    ask("gd-2", "B")
    report("04")
    fresh_kernel()  # nothing is old, but two have answered here
    assert said(ask, "gd-2").startswith("Is this you, Ben?")
    assert "Welcome back, Ada" in said(ask, "me", "ada")
    ask("gd-2", "C")
    report("04")
    ada, ben = (table(answers / f"report_04_{name}.csv")["gd-2"] for name in ("ada", "ben"))
    assert (ada["first"], ada["latest"], ben["first"], ben["latest"]) == ("A", "C", "B", "")


def test_a_kernel_that_lived_through_the_night_asks_again(answers, said, monkeypatch):
    ask("gd-2", "A")
    report("04", name="Ada")
    tomorrow = time.time() + (hand.HOURS + 1) * 3600
    monkeypatch.setattr(hand.time, "time", lambda: tomorrow)
    assert "Is this you, Ada?" in said(ask, "gd-5", "B")
    ask("me", "no")
    assert mine("gd-5") == ["B"] and mine() == []


def test_a_second_notebook_hears_that_somebody_else_came(answers, said):
    ask("gd-2", "A")
    report("04", name="Ada")
    adas = hand.current(store.persons(), time.time())
    ask("me", "Ben")
    hand._hand = adas  # the notebook of before, still open
    assert said(ask, "gd-2").startswith("Is this you, Ben?")


def test_a_name_that_another_bears_is_not_taken_by_a_report(answers, said):
    ask("gd-2", "A")
    report("04", name="Anna")
    next_day(answers)
    ask("me", "no")
    ask("gd-2", "B")
    assert "Somebody called anna has answered here" in said(report, "04", name="anna")
    assert mine() == ["B"] and who.my_name() == ""
    report("04", name="Anna Maria")
    assert sorted(path.name for path in answers.glob("*.csv")) == [
        "report_04_anna-maria.csv", "report_04_anna.csv"]  # fmt: skip


def test_the_file_only_grows_whoever_comes(answers):
    ask("gd-2", "A")
    seen = (answers / store.FILE).read_bytes()
    for said_now in ("Ada", "Ben", "no", "ada", "yes", "Cleo"):
        next_day(answers)
        ask("me", said_now)
        ask("gd-2", "B")
        now = (answers / store.FILE).read_bytes()
        assert now.startswith(seen) and len(now) > len(seen)
        seen = now


@pytest.mark.parametrize("seed", range(20))
def test_drawn_days_of_several_pupils_keep_every_answer_with_its_own(seed, answers):
    """A model beside the file: each pupil has a list of answers, whatever the others do."""
    rng, model = random.Random(seed), {}
    for day in range(12):
        name = rng.choice(("Ada", "Ben", "Cleo", "D\u00f6rte"))
        if day:
            next_day(answers)
        too_early = rng.choices("ABCD", k=rng.randint(1, 2) if not day else rng.randint(0, 2))
        for letter in too_early:
            ask("gd-2", letter)
        ask("me", name)
        letters = rng.choices("ABCD", k=rng.randint(0, 3))
        for letter in letters:
            ask("gd-2", letter)
        told = model.setdefault(name, [])
        told += without_repetition(too_early)
        for letter in letters:
            told += [letter] * (told[-1:] != [letter])
    for name, told in model.items():
        next_day(answers)
        ask("me", name)
        assert mine() == told


def without_repetition(letters: list[str]) -> list[str]:
    return [one for i, one in enumerate(letters) if i == 0 or letters[i - 1] != one]


def test_a_damaged_line_that_told_a_name_keeps_the_persons_apart(answers):
    ask("gd-2", "A")
    report("04", name="Ada")
    next_day(answers)
    ask("me", "Ben")
    ask("gd-2", "B")
    path = answers / store.FILE
    path.write_text(path.read_text("utf-8").replace('"name": "Ben"', "\x00"), encoding="utf-8")
    fresh_kernel()
    ask("me", "Ada")
    assert mine() == ["A"]


def test_keys_in_a_ring_end():
    ring = [{"kind": "person", "id": one, "same": other} for one, other in ("ab", "bc", "ca", "aa")]
    persons = Persons([*ring, {"kind": "prediction", "id": "gd-2", "by": "a"}])
    assert len(persons.all) == 1 and persons.of("a") == persons.of("c")


# In the page


@pytest.fixture
def page(monkeypatch):
    """A front end that keeps the still forms it was given, and the widgets."""
    shown = []

    class Place:
        def __init__(self, at):
            self.at = at

        def update(self, bundle, **_):
            shown[self.at] = bundle["text/html"]

    def display(bundle, **_):
        if publishing.VIEW not in bundle:
            shown.append(bundle["text/html"])
            return Place(len(shown) - 1)

    monkeypatch.setattr(publishing, "display", display)
    for module in (publishing, who):
        monkeypatch.setattr(module, "in_notebook", lambda: True)
    monkeypatch.setattr("dlfs.classroom.asking.ask.in_notebook", lambda: True)
    return shown


def test_the_page_asks_and_then_shows_what_is_on_record(answers, page):
    ask("gd-2", "A")
    report("04", name="Ada <b>")
    next_day(answers)
    ask("gd-2")
    assert "Is this you, Ada &lt;b&gt;?" in page[0] and "on record" not in page[1]
    text, row, readout = who.live_view().children
    assert "Is this you, Ada &lt;b&gt;?" in text.value
    row.children[0].click()
    assert "Welcome back, Ada &lt;b&gt;" in readout.value
    assert "Welcome back" in page[0] and "Your prediction on record: A." in page[1]
    assert "You stopped at" in page[1]


def test_somebody_else_in_the_page_sees_nothing_of_the_former(answers, page):
    ask("gd-2", "A")
    next_day(answers)
    ask("gd-2")
    shown = live_view(find_question("gd-2"))
    _, row, readout = who.live_view().children
    row.children[1].value = "Ben"
    row.children[2].click()
    assert "Hello, Ben." in readout.value and "on record" not in page[1] + shown.children[3].value
    ask("me", "yes")
    assert "on record: A" in page[1] and "on record: A" in shown.children[3].value


def test_the_records_of_others_are_told_by_their_keys_alone(answers):
    ask("gd-2", "A")
    next_day(answers)
    ask("me", "Ben")
    ask("gd-2", "B")
    lines = [json.loads(line) for line in (answers / store.FILE).read_text("utf-8").splitlines()]
    key = lines[1]["id"]
    assert lines[1] == {"kind": "person", "id": key, "name": "Ben", "by": key}
    assert "by" not in lines[0] and lines[2]["by"] == key
