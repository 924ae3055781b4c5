"""Two hundred students hand in what became of their reports: nothing is lost, all are known."""

import random
import re
import time

import pytest

from dlfs.classroom.keeping.names import key_of
from tests.course import simulated_class
from tests.course.simulated_class import FORMS, JUNK, hand_in, students
from tools.roster import tables
from tools.roster.class_page import page_of
from tools.roster.handed_in import files_below
from tools.roster.merging import account_of

COUNT = 200


def handed_in(folder, rng, count=COUNT):
    there = students(count, rng)
    for student in there:
        for name, content in hand_in(student, rng).items():
            write(folder / name, content)
    for name, content in JUNK.items():
        write(folder / "other things" / name, content)
    return there


def write(path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    assert not path.exists()
    path.write_bytes(content)


def losses(there, account) -> list[str]:
    """Return a line for every student who is not known, and for each answer that is not there."""
    found = {}
    for row in account.rows:
        if row["first"]:
            person = found.setdefault(key_of(row["person"]), {})
            person[row["id"]] = (row["first"], row["latest"])
    said = []
    for student in there:
        got = found.get(key_of(student.person))
        if got is None:
            said.append(f"{student.number} {student.person}: nobody has this name")
            continue
        said += [f"{student.number}: {item} is {got.get(item)}, not {made}"
                 for item, made in student.made.items()
                 if item not in student.hurt and got.get(item) != made]  # fmt: skip
    return said


@pytest.mark.parametrize("seed", range(3))
def test_two_hundred_students_in_all_forms_lose_nothing_and_are_attributed_rightly(seed, tmp_path):
    rng, began = random.Random(seed), time.process_time()
    there = handed_in(tmp_path, rng)
    account = account_of(files_below(tmp_path))
    assert losses(there, account) == []
    assert len(account.persons) == COUNT and account.read == COUNT
    assert len(account.skipped) == len(JUNK) and account.nameless == []
    assert len(account.namesakes) == COUNT // 25 and account.older == []
    assert time.process_time() - began < 10


def test_the_class_has_every_form():
    rng = random.Random(0)
    forms = {name: sum(len(made) for made in FORMS.values()) for name in FORMS}
    there, used = students(COUNT, rng), set()
    for student in there:
        (path,) = hand_in(student, rng)
        used.add(path.rpartition(".")[2])
    assert used >= {"csv", "CSV", "txt", "xlsx", "jsonl", "ipynb", "zip"} and len(forms) == 4
    assert any(student.hurt for student in there) and len({one.name for one in there}) < COUNT


@pytest.mark.parametrize("fault", ["marks", "encoding", "names", "namesakes"])
def test_a_reader_with_a_planted_fault_loses_somebody(fault, tmp_path, monkeypatch):
    if fault == "marks":
        monkeypatch.setattr(tables, "_is_torn", lambda *_: False)
    elif fault == "encoding":
        monkeypatch.setattr(tables, "_decoded", lambda raw: raw.decode("utf-8-sig", "replace"))
    elif fault == "names":
        monkeypatch.setattr("tools.roster.merging.name_in", lambda _: "")
    else:
        monkeypatch.setattr("tools.roster.merging._keep_namesakes_apart", lambda *_: None)
    there = handed_in(tmp_path, random.Random(0))
    account = account_of(files_below(tmp_path))
    assert losses(there, account) != [] or len(account.persons) < COUNT


def test_the_generator_is_seeded():
    one, other = (students(40, random.Random(7)) for _ in range(2))
    assert one == other != students(40, random.Random(8))
    assert simulated_class.saved(one[0]) == simulated_class.saved(other[0])


def test_the_page_of_the_class_has_every_curve_that_was_not_spoiled(tmp_path):
    there = handed_in(tmp_path, random.Random(1))
    page = page_of(account_of(files_below(tmp_path)), [])
    whole = [one for one in there if "descent-curve" in one.made and "descent-curve" not in one.hurt]
    count = int(re.search(r"(\d+) persons drew it before looking", page)[1])
    left_out = page.partition("it is no such curve: ")[2].partition(".</p>")[0].split("; ")
    spoiled = [one for one in there if "descent-curve" in one.made and one not in whole]
    assert 100 < len(whole) <= count <= len(whole) + len(spoiled)
    assert len([name for name in left_out if name]) <= len(spoiled)
