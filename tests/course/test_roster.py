"""`make roster`: whatever a class hands in, every file and every row is accounted for."""

import csv
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import zipfile

import pytest

from dlfs.classroom import lessons
from dlfs.classroom.keeping import reporting
from dlfs.classroom.keeping.names import key_of
from tests.course.workbooks import workbook_of
from tools.course import ROOT
from tools.roster import __main__ as command
from tools.roster import handed_in
from tools.roster.handed_in import files_below
from tools.roster.merging import account_of
from tools.roster.tables import ABOUT, COLUMNS
from tools.roster.writing import write_long, write_wide

HEADING = ",".join(COLUMNS)
ROW = "04,gd-2,prediction,44,"
IDS = [name for name in lessons.lesson("04").ids]
SENTENCES = (
    "weil die Steigung f\u00e4llt", 'she said "no", twice', "0.81", "1,5; 2", "-2", "=1+1", "B",
    "r\u00e9ponse; longue, avec virgule", "x", "none", "[[7 11] [9 13]]", "a\tb",
)  # fmt: skip


def hand_in(folder, name: str, text: str | bytes, encoding: str = "utf-8"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def account(folder):
    return account_of(files_below(folder))


def in_zip(**members) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def test_its_columns_are_those_of_a_report():
    assert set(reporting.HEADINGS) <= {*COLUMNS, *ABOUT}
    assert set(COLUMNS) <= set(reporting.HEADINGS)


def test_the_reports_of_a_class_become_one_table(tmp_path):
    hand_in(tmp_path, "anna/report_04.csv", f"{HEADING}\n{ROW}\n04,descent-step,check,passed,\n")
    hand_in(tmp_path, "Ben report_04 (1).csv", f"{HEADING}\r\n{ROW.replace('44', '45')}\r\n")
    found = account(tmp_path)
    assert found.skipped == {}
    assert [(row["person"], row["id"], row["first"]) for row in found.rows] == [
        ("anna", "gd-2", "44"), ("anna", "descent-step", "passed"), ("Ben", "gd-2", "45")]


# Two hundred students, each through a way of their own


def answers(rng):
    return [{"lesson": "04", "id": name, "kind": "prediction",
             "first": rng.choice(SENTENCES), "latest": rng.choice(("", *SENTENCES))}
            for name in rng.sample(IDS, rng.randint(1, len(IDS)))]  # fmt: skip


def as_text(rows, mark=",", heading=None, name=""):
    file = io.StringIO()
    columns = [*COLUMNS, *(["name"] if name else [])]
    writer = csv.writer(file, delimiter=mark)
    writer.writerow(heading or columns)
    writer.writerows([row[column] for column in COLUMNS] + ([name] if name else [])
                     for row in rows)  # fmt: skip
    return file.getvalue()


def in_one_cell(rows):
    file = io.StringIO()
    lines = as_text(rows).splitlines()
    csv.writer(file, delimiter=";").writerows([line] for line in lines)
    return file.getvalue()


def as_jsonl(rows):
    lines = []
    for row in rows:
        record = {"kind": "prediction", "lesson": row["lesson"], "id": row["id"]}
        lines.append(json.dumps({**record, "answer": row["first"]}))
        if row["latest"]:
            lines.append(json.dumps({**record, "answer": row["latest"]}))
    return "\n".join(["{damaged", *lines, "[]", ""])


def as_xlsx(rows):
    lines = ([4, *(row[column] for column in COLUMNS[1:])] for row in rows)
    return workbook_of([[column.title() for column in COLUMNS], *lines])


FORMS = {
    "as saved": lambda rows: as_text(rows).encode("utf-8-sig"),
    "semicolons": lambda rows: as_text(rows, ";").encode("utf-8"),
    "tabs": lambda rows: as_text(rows, "\t").encode("utf-8"),
    "sep=": lambda rows: b"sep=;\r\n" + as_text(rows, ";").encode("utf-8"),
    "utf-16": lambda rows: as_text(rows, "\t").encode("utf-16"),
    "utf-16 without its mark": lambda rows: as_text(rows, ";").encode("utf-16-le"),
    "cp1252": lambda rows: as_text(rows, ";").encode("cp1252"),
    "capitals": lambda rows: as_text(rows, heading=[c.upper() for c in COLUMNS]).encode(),
    "4 for 04": lambda rows: as_text([{**row, "lesson": "4"} for row in rows]).encode(),
    "one cell": lambda rows: in_one_cell(rows).encode(),
    "old line ends": lambda rows: as_text(rows).replace("\r\n", "\r").encode(),
    "empty lines": lambda rows: as_text(rows).replace("\r\n", "\r\n\r\n").encode(),
    "answers": lambda rows: as_jsonl(rows).encode(),
    "workbook": as_xlsx,
}
ENDINGS = {"answers": ".jsonl", "workbook": ".xlsx"}
PLACES = (
    "{name}_{n}_assignsubmission_file_/report_04{end}", "{flat}_{n}_77_report_04{end}",
    "{name}/report_04{end}", "{name} report_04 (2){end}", "deep/er/{name}/report_04{end}",
    "report_04_{slug}{end}",
)  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_two_hundred_students_lose_nothing_and_are_known(form, tmp_path):
    rng, wanted = random.Random(form), {}
    for number in range(200 // len(FORMS) + 1):
        name, rows = f"{rng.choice(('Ada', 'Zoe', 'Jo'))} {chr(97 + number)}xyz", answers(rng)
        end = ENDINGS.get(form) or rng.choice((".csv", ".CSV", ".csv.txt"))
        place = rng.choice(PLACES).format(
            name=name, n=1000 + number, end=end, flat=name.replace(" ", "").lower(),
            slug=name.replace(" ", "-").lower())
        content = FORMS[form](rows)
        if rng.random() < 0.3:
            hand_in(tmp_path, f"zips/{number}.zip", in_zip(**{place: content}))
        else:
            hand_in(tmp_path, place, content)
        wanted[name.replace(" ", "").lower()] = rows
    found = account(tmp_path)
    assert found.skipped == {} and found.nameless == [] and len(found.persons) == len(wanted)
    for person in found.persons:
        got = {row["id"]: (row["first"], row["latest"]) for row in found.rows
               if row["person"] == person}  # fmt: skip
        rows = wanted[re.sub(r"\W", "", person).lower()]
        assert got == {row["id"]: expected(row, form) for row in rows}


def expected(row, form):
    latest = row["latest"]
    if form == "answers" and latest == row["first"]:
        latest = ""
    return row["first"].strip(), latest.strip()


@pytest.mark.parametrize("seed", range(40))
def test_one_stray_quotation_mark_costs_one_cell_at_most(seed, tmp_path):
    rng = random.Random(seed)
    rows = [{"lesson": "04", "id": name, "kind": "prediction", "first": f"{i}.5", "latest": ""}
            for i, name in enumerate(IDS)]  # fmt: skip
    lines = as_text(rows).split("\r\n")
    hurt = rng.randrange(1, len(lines) - 1)
    place = rng.randrange(len(lines[hurt]) + 1)
    lines[hurt] = lines[hurt][:place] + '"' + lines[hurt][place:]
    hand_in(tmp_path, "ada/report_04.csv", "\r\n".join(lines))
    found = {row["id"]: row["first"] for row in account(tmp_path).rows}
    others = {row["id"]: row["first"] for i, row in enumerate(rows, start=1) if i != hurt}
    assert others.items() <= found.items()
    assert len(found) == len(rows)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_letter_that_was_cut_in_two_costs_itself_alone(mark, tmp_path):
    text = f"{HEADING}\n04,gd-5,sentence,\u0928\u0940,\n04,gd-2,prediction,\u5b66".encode()
    hand_in(tmp_path, "ada/report_04.csv", mark + text[:-1])
    found = {row["id"]: row["first"] for row in account(tmp_path).rows}
    assert found == {"gd-5": "\u0928\u0940", "gd-2": "\ufffd"}


def test_a_file_of_answers_that_several_share_gives_each_their_own(tmp_path):
    lines = [{"kind": "prediction", "lesson": "04", "id": "gd-2", "answer": "A"},
             {"kind": "person", "id": "", "name": "Ada"},
             {"kind": "person", "id": "k1", "name": "Ben", "by": "k1"},
             {"kind": "prediction", "lesson": "04", "id": "gd-2", "answer": "B", "by": "k1"},
             {"kind": "check", "lesson": "04", "id": "descent-step", "by": "k2"}]  # fmt: skip
    hand_in(tmp_path, "answers.jsonl", "\n".join(map(json.dumps, lines)))
    assert [(row["person"], row["id"], row["first"]) for row in account(tmp_path).rows] == [
        ("Ada", "gd-2", "A"), ("Ben", "gd-2", "B"), ("no name 3", "descent-step", "passed")]


def test_a_report_without_a_name_has_the_one_of_its_senders_other_reports(tmp_path):
    rows = [dict(zip(COLUMNS, ROW.split(","), strict=True))]
    folder = "Ada Lovelace_7_assignsubmission_file_"
    hand_in(tmp_path, f"{folder}/report_04.csv", as_text(rows, name="Ada L."))
    hand_in(tmp_path, f"{folder}/report_03.csv", f"{HEADING}\n03,ce-1,prediction,B,\n")
    assert account(tmp_path).persons == ["Ada L."]


def test_two_senders_with_one_name_are_kept_apart_and_named(tmp_path):
    for sender, answer in (("Anna Eva", "44"), ("Anna Ina", "45"), ("Anna", "46")):
        rows = [dict(zip(COLUMNS, ROW.replace("44", answer).split(","), strict=True))]
        hand_in(tmp_path, f"{sender}_7_assignsubmission_file_/x.csv", as_text(rows, name="Anna"))
    found = account(tmp_path)
    assert {row["person"]: row["first"] for row in found.rows} == {
        "Anna (Anna Eva)": "44", "Anna (Anna Ina)": "45", "Anna": "46"}
    assert "one name  Anna: sent in by Anna and by Anna Eva and by Anna Ina, kept apart" in (
        command.said(found))  # fmt: skip


def test_rows_of_older_reports_and_of_unknown_ids_are_in_the_account(tmp_path):
    hand_in(tmp_path, "ada/report_04.csv", f"{HEADING}\n{ROW}\n04,gd-77,prediction,1,\n")
    old = hand_in(tmp_path, "ada/report_04_2.csv", f"{HEADING}\n{ROW}\n")
    os.utime(old, (1, 1))
    assert command.said(account(tmp_path))[-2:] == [
        "1 rows of 1 older reports are not in the tables.", "1 rows have an unknown id."]


def test_what_a_report_writes_comes_back_as_it_was_told(tmp_path):
    rows = [dict(zip(reporting.HEADINGS, ("04", "gd-6", "sentence", answer, "", name)))
            for answer, name in [("=1+1 is it", "@Ada")]]  # fmt: skip
    hand_in(tmp_path, "x.csv", reporting._as_csv(rows))
    (row,) = account(tmp_path).rows
    assert (row["first"], row["person"]) == ("=1+1 is it", "@Ada")


def test_a_report_as_it_was_printed_in_a_notebook_is_read(tmp_path):
    text = ("Lesson 04\nPredictions and sentences:\n  gd-2: 44\n  gd-1: 0.9 (revised: 0.81)\n"
            "No prediction committed yet: gd-3.\nChecks passed: two-steps, descent-step.\n"
            "Goals reached: descent-three,\n  descent-twins.\n")
    output = {"output_type": "stream", "name": "stdout", "text": text.splitlines(True)}
    notebook = {"cells": [{"cell_type": "code", "outputs": [output]}, {"cell_type": "markdown"}]}
    hand_in(tmp_path, "ada/04_gradient_descent.ipynb", json.dumps(notebook))
    found = {row["id"]: (row["kind"], row["first"], row["latest"]) for row in account(tmp_path).rows}
    assert found == {
        "gd-2": ("prediction", "44", ""), "gd-1": ("prediction", "0.9", "0.81"),
        "two-steps": ("check", "passed", ""), "descent-step": ("check", "passed", ""),
        "descent-three": ("goal", "reached", ""), "descent-twins": ("goal", "reached", "")}


# What is left out is named, and costs nothing else


def test_what_is_no_report_is_named_with_the_reason(tmp_path):
    hand_in(tmp_path, "grades.csv", "name,grade\nAnna,1\n")
    hand_in(tmp_path, "empty.csv", "")
    hand_in(tmp_path, "heading.csv", HEADING + "\n")
    hand_in(tmp_path, "photo.jpg", b"\xff\xd8\xff\x00\x00")
    hand_in(tmp_path, "binary.csv", bytes(range(256)) * 20)
    hand_in(tmp_path, "broken.zip", b"PK\x03\x04 and no more")
    hand_in(tmp_path, "broken.xlsx", b"PK\x03\x04 and no more")
    hand_in(tmp_path, "broken.ipynb", "{")
    hand_in(tmp_path, "plain.ipynb", json.dumps({"cells": []}))
    hand_in(tmp_path, "answers.jsonl", "nothing")
    hand_in(tmp_path, "roster.csv", "file,person,lesson,id,kind,first,latest\na,b,04,gd-2,x,1,\n")
    hand_in(tmp_path, "__MACOSX/._report_04.csv", b"\x00\x05\x16\x07")
    hand_in(tmp_path, "large.csv", HEADING + "\n" + "x" * handed_in.LARGEST)
    hand_in(tmp_path, "many.csv", HEADING + "\n" + f"{ROW}\n" * 5_001)
    (tmp_path / "report_99.csv").mkdir()
    (tmp_path / "dead.csv").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop").symlink_to(tmp_path)
    hand_in(tmp_path, "zoe/report_04.csv", f"{HEADING}\n{ROW}\n")
    found = account(tmp_path)
    assert [row["person"] for row in found.rows] == ["zoe"]
    assert found.seen == 17 and found.read == 1 and len(found.skipped) == 16
    assert found.skipped["grades.csv"] == "it has no column 'id'"
    assert found.skipped["dead.csv"] == found.skipped["loop"] == "it is a link"
    assert found.skipped["roster.csv"] == "it is a roster, made from reports"
    assert [reason for reason in found.skipped.values() if not reason.startswith("it ")] == []


def test_a_huge_field_costs_no_other_row(tmp_path):
    hand_in(tmp_path, "a/report_04.csv",
            f"{HEADING}\n{ROW}\n04,gd-5,sentence,{'x' * 200_000},\n04,gd-1,prediction,1,\n")
    assert [row["id"] for row in account(tmp_path).rows] == ["gd-2", "gd-5", "gd-1"]


def test_a_zip_is_bounded_and_no_path_leaves_it(tmp_path, monkeypatch):
    report = f"{HEADING}\n{ROW}\n"
    inner = in_zip(**{"../../../etc/report_04.csv": report, "/srv/report_04_zoe.csv": report})
    hand_in(tmp_path, "in/class.zip", in_zip(**{"ada/inner.zip": inner}))
    before = {path for path in tmp_path.rglob("*")}
    found = account(tmp_path / "in")
    assert len(found.rows) == 2 and {path for path in tmp_path.rglob("*")} == before
    monkeypatch.setattr(handed_in, "MOST_IN_A_ZIP", 3)
    hand_in(tmp_path, "in/class.zip", in_zip(**{f"{i}/report_04.csv": report for i in range(9)}))
    found = account(tmp_path / "in")
    assert len(found.reports) == 3 and "6 of its 9 files were not read" in str(found.skipped)
    monkeypatch.setattr(handed_in, "LARGEST", 100)
    hand_in(tmp_path, "in/class.zip", in_zip(**{"bomb.csv": "0" * 10_000_000}))
    assert "larger" in account(tmp_path / "in").skipped["class.zip/bomb.csv"]


def test_zips_are_opened_only_so_deep(tmp_path):
    packed = in_zip(**{"report_04_ada.csv": f"{HEADING}\n{ROW}\n"})
    for _ in range(5):
        packed = in_zip(**{"next.zip": packed})
    hand_in(tmp_path, "deep.zip", packed)
    found = account(tmp_path)
    assert found.rows == [] and "3 deep" in str(found.skipped)


# Persons


@pytest.mark.parametrize("one, other", [
    ("Ada Lovelace", "ada-lovelace"), ("LOVELACE, Ada", "Ada Lovelace"),
    ("M\u00fcller J\u00f6rg", "muller_jorg"),
])  # fmt: skip
def test_a_person_is_one_person(one, other):
    assert key_of(one) == key_of(other)


def test_the_name_in_the_report_counts_before_the_name_of_the_folder(tmp_path):
    rows = [dict(zip(COLUMNS, ROW.split(","), strict=True))]
    hand_in(tmp_path, "Ben_1_assignsubmission_file_/report_04.csv", as_text(rows, name="Ada L."))
    assert account(tmp_path).persons == ["Ada L."]


def test_of_two_reports_of_one_person_the_newer_counts_and_the_older_is_named(tmp_path):
    old = hand_in(tmp_path, "ada/report_04.csv", f"{HEADING}\n{ROW}\n")
    new = hand_in(tmp_path, "ada/report_04_2.csv", f"{HEADING}\n{ROW.replace('44', '9')}\n")
    hand_in(tmp_path, "ada/report_03.csv", f"{HEADING}\n03,ce-1,prediction,B,\n")
    for path, when in ((old, 2_000), (new, 1_000)):
        os.utime(path, (when, when))
    found = account(tmp_path)
    assert [(row["lesson"], row["first"]) for row in found.rows] == [("03", "B"), ("04", "44")]
    assert [(one.file, other.file) for one, other in found.older] == [
        ("ada/report_04_2.csv", "ada/report_04.csv")]


def test_equal_files_unknown_ids_and_missing_names_are_said(tmp_path):
    hand_in(tmp_path, "ada/report_04.csv", f"{HEADING}\n{ROW}\n")
    hand_in(tmp_path, "ben/report_04.csv", f"{HEADING}\n{ROW}\n")
    hand_in(tmp_path, "report_04.csv", f"{HEADING}\n{ROW.replace('gd-2', 'gd-77')}\n")
    text = "\n".join(command.said(account(tmp_path)))
    assert "equal     ada/report_04.csv and ben/report_04.csv hold the same answers" in text
    assert "unknown   report_04.csv: gd-77" in text
    assert "no name   report_04.csv" in text
    assert "3 files seen: 3 read, 0 skipped.\n3 persons, 3 reports, 3 rows." in text


# What is written


def table_in(path, mark):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=mark))


def test_no_cell_of_the_tables_is_a_formula(tmp_path):
    hand_in(tmp_path, "=ada/report_04.csv", f"{HEADING}\n04,gd-1,prediction,=1+1,-2; 4\n")
    found = account(tmp_path)
    write_long(found, tmp_path / "out" / "long.csv")
    write_wide(found, tmp_path / "out" / "wide.csv", ";")
    long = table_in(tmp_path / "out" / "long.csv", ",")
    wide = table_in(tmp_path / "out" / "wide.csv", ";")
    assert long[0]["first"] == "'=1+1" and long[0]["latest"] == "-2; 4"
    assert long[0]["person"] == "'=ada" and wide == [{"person": "'=ada", "04 gd-1": "-2; 4"}]


def test_the_command_takes_a_path_with_spaces_and_says_what_it_did(tmp_path):
    folder = tmp_path / "my class 2"
    hand_in(folder, "ada/report_04.csv", f"{HEADING}\n{ROW}\n")
    for words in (str(folder).split(" "), [str(folder), "--separator", "tab"]):
        done = subprocess.run([sys.executable, "-m", "tools.roster", *words], capture_output=True,
                              text=True, encoding="utf-8")  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "1 files seen: 1 read, 0 skipped.\n1 persons, 1 reports, 1 rows." in done.stdout
        assert "The class: 1 person, 1 lesson" in (command.DIST / "class.html").read_text("utf-8")


@pytest.mark.parametrize("words", [[], [""], ["  "], ["no/such"]])
def test_without_a_folder_it_reads_nothing(words, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["roster", *words])
    assert command.main() == 2 and "Say where the reports lie" in capsys.readouterr().err


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
def test_make_hands_on_the_folder_whatever_its_name(tmp_path):
    told = subprocess.run(
        ["make", "--silent", "-o", "environment", "RUN=printf '<%s>\\n'", "roster",
         "DIR=my class/O'Neil \"B\""], capture_output=True, text=True, cwd=ROOT)  # fmt: skip
    assert told.stdout.splitlines() == ["<tools.roster>", "<my class/O'Neil \"B\">"], told.stderr
