"""A class of simulated students, who hand in real reports in every way that spoils one.

Own generator, own readers' model: nothing here uses what `tools.roster` reads with.
"""

import csv
import io
import json
import random
import zipfile
from dataclasses import dataclass, field

from dlfs.classroom import lessons
from dlfs.classroom.keeping import reporting
from dlfs.classroom.keeping.names import cleaned, slug
from tests.course.workbooks import workbook_of

FIRST = ("Ada", "Zo\u00eb", "J\u00f6rg", "\u0418\u0432\u0430\u043d", "\u5b66", "Jos\u00e9", "\u0641\u0627\u0637\u0645\u0629",
         "Nguy\u1ec5n", "O'Neil", "Anne-Marie", "\u0141ukasz", "\u0939\u093f\u0928\u094d\u0926\u0940")  # fmt: skip
SYLLABLES = ("ba", "ko", "mi", "nu", "re", "sol", "ta", "vu", "wen", "zi")
ANSWERS = ("44", "0.81", "1,5; 2", "-2", "B", "[[7 11] [9 13]]", "none", "10; 4.0", "1e-3", "half")
SENTENCES = ("weil die Steigung f\u00e4llt", 'she said "no", twice', "=1+1 is a formula", "@home",
             "r\u00e9ponse; longue, avec virgule", "too long; so smaller", "-cmd| /C calc", "x = y")  # fmt: skip
JUNK = {"photo.jpg": b"\xff\xd8\xff\x00", "grades.csv": b"name,grade\nAda,1\n", "empty.csv": b"",
        "notes.docx": b"PK\x03\x04", "broken.zip": b"PK\x03\x04no", "Thumbs.db": b"\x00\x01"}  # fmt: skip


@dataclass
class Student:
    """Who it is, what was answered, and what of it a spoiled report need not bring back."""

    number: int
    name: str
    sender: str
    told: bool
    rows: list[dict]
    hurt: set[str] = field(default_factory=set)

    @property
    def person(self) -> str:
        return self.name if self.name == self.sender else f"{self.name} ({self.sender})"

    @property
    def made(self) -> dict[str, tuple[str, str]]:
        return {row["id"]: (row["first"], row["latest"]) for row in self.rows if row["first"]}


def students(count: int, rng: random.Random) -> list[Student]:
    """Return `count` students; some two of them tell the same name in their reports."""
    made = []
    for number in range(count):
        last = "".join(SYLLABLES[int(digit)] for digit in f"{number:03d}").title()
        name, told = f"{rng.choice(FIRST)} {last}", rng.random() < 0.7
        made.append(Student(number, name, name, told, _rows(rng)))
    for one, other in zip(made[23::25], made[24::25]):
        one.name = other.name = f"Anna {one.name.split()[-1]}"
        one.sender, other.sender = f"{one.name} Eva", f"{one.name} Ina"
        one.told = other.told = True
    for student in made:
        for row in student.rows:
            row["name"] = student.name if student.told else ""
    return made


def _rows(rng: random.Random) -> list[dict]:
    rows = []
    for item in lessons.lesson("04").ids:
        question, done = lessons.find_question(item), rng.random() < 0.8
        kind = "check" if question is None else (
            "sentence" if question.kind == "sentence" else "prediction")  # fmt: skip
        pool = {"check": ("passed",), "sentence": SENTENCES}.get(kind, ANSWERS)
        first = rng.choice(pool) if done else ""
        latest = rng.choice(pool) if done and kind != "check" and rng.random() < 0.4 else ""
        latest = "" if latest == first else latest
        rows.append(dict(zip(reporting.HEADINGS, ("04", item, kind, first, latest, ""))))
    rows[0]["first"] = rows[0]["first"] or "A"
    if rng.random() < 0.6:
        drawn = "; ".join(f"{rng.random():.2g}" for _ in range(5))
        rows.append(dict(zip(reporting.HEADINGS, ("04", "descent-curve", "curve", drawn, "", ""))))
    return rows


# Forms: what became of the file's content


def saved(student: Student) -> str:
    return reporting._as_csv(student.rows)


def cells(student: Student) -> list[list[str]]:
    return list(csv.reader(io.StringIO(saved(student))))


def again(lines: list[list[str]], mark: str = ",", ends: str = "\r\n") -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=mark, lineterminator=ends).writerows(lines)
    return file.getvalue()


def shuffled(student, rng):
    order = rng.sample(range(len(reporting.HEADINGS)), len(reporting.HEADINGS))
    return again([[line[place] for place in order] for line in cells(student)]).encode()


def with_more_columns(student, rng):
    return again([["", *line, "x"] for line in cells(student)], ";").encode("utf-8-sig")


def in_other_words(student, rng):
    head, *lines = cells(student)
    return again([[name.upper() for name in head], *lines], "\t").encode("utf-16")


def western(student, rng):
    text = again([["4", *line[1:]] if number else line
                  for number, line in enumerate(cells(student))], ";")  # fmt: skip
    return ("sep=;\r\n" + text).encode("cp1252") if fits(text) else text.encode("utf-16-le")


def fits(text: str) -> bool:
    try:
        return bool(text.encode("cp1252"))
    except UnicodeEncodeError:
        return False


def in_one_cell(student, rng):
    return again([[line] for line in saved(student).splitlines()], ";").encode("utf-8-sig")


def with_a_stray_mark(student, rng):
    lines = saved(student).split("\r\n")
    at = rng.randrange(1, len(lines) - 1)
    place = rng.randrange(len(lines[at]) + 1)
    student.hurt.add(student.rows[at - 1]["id"])
    lines[at] = lines[at][:place] + '"' + lines[at][place:]
    return "\r\n".join(lines).encode("utf-8-sig")


def cut_off(student, rng):
    raw = saved(student).encode("utf-8-sig")
    keep = rng.randrange(len(raw) // 2, len(raw))
    whole = raw[:keep].decode("utf-8", "ignore").count("\r\n") - 1
    student.hurt |= {row["id"] for row in student.rows[whole:]}
    return raw[:keep]


def with_old_line_ends(student, rng):
    return again(cells(student), ends=rng.choice(("\r", "\n", "\r\n\r\n"))).encode()


def workbook(student, rng):
    return workbook_of(cells(student))


def answers(student, rng):
    told = [{"kind": "person", "id": "", "name": student.name}] if student.told else []
    lines = ["{cut", *map(json.dumps, told)]
    for row in student.rows:
        for answer in filter(None, (row["first"], row["latest"])):
            kind = "prediction" if row["kind"] == "sentence" else row["kind"]
            lines.append(json.dumps({"kind": kind, "lesson": "04", "id": row["id"], "answer": answer}))
    return "\n".join(lines).encode()


def notebook(student, rng):
    text = reporting.report_text("04", student.rows)
    output = {"output_type": "stream", "name": "stdout", "text": text.splitlines(True)}
    return json.dumps({"cells": [{"cell_type": "code", "outputs": [output]}]}).encode()


FORMS = {
    ".csv": (lambda student, rng: saved(student).encode("utf-8-sig"), shuffled, with_more_columns,
             in_other_words, western, in_one_cell, with_a_stray_mark, cut_off, with_old_line_ends),
    ".xlsx": (workbook,), ".jsonl": (answers,), ".ipynb": (notebook,),
}  # fmt: skip


# Places: where the file lay


def place_of(student: Student, end: str, rng: random.Random) -> str:
    """Return a path that a platform, a mail program or a student gave the report."""
    by_platform = f"{student.sender}_{student.number + 4000}_assignsubmission_file_/report_04{end}"
    if student.sender != student.name:
        return by_platform
    named = f"report_04_{slug(student.name)}" if student.told else "report_04"
    flat = cleaned(student.sender).replace(" ", "").lower()
    places = [by_platform, f"{student.name}/report_04{end}", f"a/b c/{student.name}/report_04 (2){end}"]
    places += [f"report_04_{slug(student.name)}_2{end}", f"{student.name} report_04 - Copy{end}"]
    if student.told:
        return rng.choice([*places, f"inbox/{student.number}/{named}{end}", f"{student.number}/x{end}",
                           f"{flat}_LATE_{student.number}_77_{named}{end}"])  # fmt: skip
    return rng.choice(places)


def hand_in(student: Student, rng: random.Random) -> dict[str, bytes]:
    """Return the files that the student hands in: one report, often spoiled, sometimes in zips."""
    end = rng.choice([".csv"] * 6 + [".xlsx", ".jsonl", ".ipynb"])
    content = rng.choice(FORMS[end])(student, rng)
    end = rng.choice((".csv", ".CSV", ".csv.txt")) if end == ".csv" else end
    path = place_of(student, end, rng)
    for depth in range(rng.choice((0, 0, 0, 1, 2))):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(path, content)
        path, content = f"upload/{student.number}-{depth}.zip", packed.getvalue()
    return {path: content}
