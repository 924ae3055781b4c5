"""Reads a report in whatever form it comes back: as it was saved, or through spreadsheets and mail.

Commas, semicolons and tabs; UTF-8, UTF-16 and cp1252; headings in any case; rows that a spreadsheet
put into one cell; one stray quotation mark; .xlsx; the file of answers itself; a notebook in which
the report was printed.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import zipfile
from collections import Counter

from dlfs.classroom.explore import predicting
from dlfs.classroom.keeping import store
from dlfs.classroom.keeping.names import cleaned
from dlfs.classroom.keeping.persons import Persons
from tools.roster.handed_in import OF_THE_SYSTEM, File, Skipped

COLUMNS = ("lesson", "id", "kind", "first", "latest")
ABOUT = ("name", "saved")
MOST_ROWS = 5_000
OWN_OUTPUT = {"file", "person"}
# What a report says of one that is done, by its kind.
DONE = {"check": "passed", "goal": "reached"}

Row = dict[str, str]


def rows_of(file: File) -> list[Row]:
    """The rows of one report, each with all of COLUMNS and ABOUT; of two rows with one id the later.

    A file of answers may hold those of several persons. Raises Skipped where it is no report.
    """
    if file.trouble:
        raise Skipped(file.trouble)
    rows = _named_throughout([_completed(row) for row in _table(file)])
    latest = {(row["name"], row["lesson"], row["id"]): row for row in rows if row["id"]}
    if not latest:
        raise Skipped("it has no row")
    return list(latest.values())


def _table(file: File) -> list[Row]:
    name = file.name.lower()
    last = name.rsplit("/", 1)[-1]
    if any(part in OF_THE_SYSTEM for part in file.name.split("/")):
        raise Skipped("it belongs to the system")
    if not file.raw:
        raise Skipped("it is empty")
    if name.endswith(".ipynb"):
        return _printed_rows(file.raw)
    if name.endswith(".jsonl"):
        return _answers(_decoded(file.raw))
    if name.endswith(".xlsx") or file.raw.startswith(b"PK\x03\x04"):
        return _workbook(file.raw)
    if last.endswith((".csv", ".txt", ".tsv")) or "." not in last:
        return _separated(_decoded(file.raw))
    raise Skipped("it is no report: those end in .csv, .xlsx, .jsonl or .ipynb")


def _completed(row: Row) -> Row:
    full = {name: as_told((row.get(name) or "").strip()) for name in (*COLUMNS, *ABOUT)}
    full["id"], full["name"] = full["id"].strip("'").lower(), cleaned(full["name"])
    number = re.fullmatch(r"'?(\d{1,2})(\.0)?", full["lesson"])
    full["lesson"] = f"{int(number[1]):02d}" if number else full["lesson"]
    return full


def as_told(cell: str) -> str:
    """The cell without the mark that keeps a spreadsheet from taking it for a formula."""
    return re.sub(r"^'(?=[=+@\t\r]|-\s*[^\d.\s])", "", cell)


def _named_throughout(rows: list[Row]) -> list[Row]:
    """Each row with a name, where any has one: a damaged row has the name of the row before it."""
    counts = Counter(row["name"] for row in rows if row["name"])
    usual = {name for name in counts if counts[name] > 1} or set(counts)
    now = next((row["name"] for row in rows if row["name"] in usual), "")
    for row in rows:
        now = row["name"] if row["name"] in usual else now
        row["name"] = now
    return rows


# Text


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    if raw[1::2].count(0) > len(raw) // 3:
        return raw.decode("utf-16-le", errors="replace")
    if raw[0::2].count(0) > len(raw) // 3:
        return raw.decode("utf-16-be", errors="replace")
    if raw.count(0):
        raise Skipped("it is no text")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        cut_off = raw.startswith(codecs.BOM_UTF8) or error.start > len(raw) - 4
        # Else it is what older spreadsheets save.
        return raw.decode("utf-8-sig" if cut_off else "cp1252", errors="replace")


def _separated(text: str) -> list[Row]:
    text = text.lstrip("\ufeff")
    named = re.match(r'"?sep=(.)"?\s*\n', text, re.IGNORECASE)
    text = text[named.end():] if named else text
    mark = named[1] if named else max(",;\t", key=text.split("\n", 1)[0].count)
    lines = _lines(text, mark)
    if lines and len(lines[0]) == 1 and re.search("[,;\t]", lines[0][0]):
        # Each row stands in one cell: a spreadsheet opened it with another mark.
        return _separated("\n".join(line[0] for line in lines if line))
    return _named([_unpacked(line, mark) for line in lines])


def _lines(text: str, mark: str) -> list[list[str]]:
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error:
        lines = []
    if not lines or any("\n" in cell for line in lines for cell in line) and _is_torn(text, lines):
        # A stray quotation mark has swallowed the rows below it: each line is read by itself.
        lines = [_line(line, mark) for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_ROWS:
        raise Skipped(f"it has more than {MOST_ROWS:,} rows")
    return lines


def _is_torn(text: str, lines: list[list[str]]) -> bool:
    width = len(lines[0])
    return text.count('"') % 2 == 1 or any(len(line) > width for line in lines)


def _unpacked(line: list[str], mark: str) -> list[str]:
    """A row that came back in one cell, as a row again."""
    return _line(line[0], mark) if len(line) == 1 and mark in line[0] else line


def _line(line: str, mark: str) -> list[str]:
    if line.count('"') % 2 == 0:
        try:
            return next(csv.reader([line], delimiter=mark), [])
        except csv.Error:
            pass  # a cell of more than 131,072 characters
    return [cell.strip('"')[:10_000] for cell in line.split(mark)]


def _named(lines: list[list[str]]) -> list[Row]:
    for start, line in enumerate(lines[:5]):
        heading = [cell.strip().lower() for cell in line]
        if OWN_OUTPUT <= set(heading):
            raise Skipped("it is a roster, made from reports")
        if "id" in heading:
            return [dict(zip(heading, line, strict=False)) for line in lines[start + 1 :]]
    raise Skipped("it has no column 'id'")


# Other files


def _workbook(raw: bytes) -> list[Row]:
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise Skipped("it is .xlsx: install the extra `class`, or save it as .csv") from None
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if sum(member.file_size for member in archive.infolist()) > 50_000_000:
                raise Skipped("it unpacks to more than 50 MB")
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        lines = [
            ["" if cell is None else str(cell) for cell in line]
            for sheet in book.worksheets[:1]
            for line in sheet.iter_rows(max_row=MOST_ROWS, max_col=30, values_only=True)
        ]
    except Skipped:
        raise
    except Exception as error:  # of many kinds, where a workbook is damaged
        raise Skipped(f"it is no workbook that can be read ({type(error).__name__})") from error
    return _named(lines)


def _answers(text: str) -> list[Row]:
    """The rows of `answers.jsonl`: of each person the first answer to each question, and the latest."""
    rows: dict[tuple, Row] = {}
    records = store.parsed(text)
    persons = Persons(records)
    several = len(persons.all) > 1
    for record in records:
        if record["kind"] in ("prediction", predicting.KIND, *DONE):
            maker = persons.maker(record)
            nobody = f"no name {persons.all.index(maker) + 1}" if several else ""
            _enter(rows, record, persons.name(maker) or nobody)
    if not rows:
        raise Skipped("it holds no answer")
    return list(rows.values())


def _enter(rows: dict[tuple, Row], record: dict, person: str) -> None:
    name, lesson = record["id"], str(record.get("lesson", ""))
    answer = DONE.get(record["kind"]) or str(record.get("answer", ""))
    row = rows.setdefault((person, lesson, name), {
        "lesson": lesson, "id": name, "kind": record["kind"], "first": answer, "latest": "",
        "name": person,
    })  # fmt: skip
    if record["kind"] == "prediction" and (row["first"] != answer or row["latest"]):
        row["latest"] = answer


def _printed_rows(raw: bytes) -> list[Row]:
    """The rows of a report that was printed in a notebook."""
    try:
        cells = json.loads(raw.decode("utf-8"))["cells"]
        texts = ["".join(output.get("text", "")) for cell in cells
                 for output in cell.get("outputs", ())]  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Skipped("it is no notebook that can be read") from None
    found = [row for text in texts for row in _said(text)]
    if not found:
        raise Skipped("it holds no printed report")
    return found


def _said(text: str) -> list[Row]:
    lesson = re.search(r"^Lesson (\d\d)$", text, re.MULTILINE)
    if not lesson:
        return []
    name = re.search(r"^Name: (.+)$", text, re.MULTILINE)
    about = {"lesson": lesson[1], "name": name[1] if name else ""}
    rows = [
        {**about, "id": made[1], "kind": "prediction", "first": made[2], "latest": made[3] or ""}
        for made in re.finditer(r"^  ([a-z]+-\d+): (.*?)(?: \(revised: (.*)\))?$", text, re.M)
    ]
    rows += [
        {**about, "id": drawn[1], "kind": predicting.KIND, "first": drawn[2], "latest": ""}
        for drawn in re.finditer(r"^  ([a-z]+(?:-[a-z]+)+): (.*?) \([^()]* away\)$", text, re.M)
    ]
    for title, kind in (("Checks passed", "check"), ("Goals reached", "goal")):
        listed = re.search(rf"^{title}: (.+)\.$", text.replace("\n  ", " "), re.MULTILINE)
        names = re.split(r",\s*", listed[1]) if listed else []
        rows += [{**about, "id": one, "kind": kind, "first": DONE[kind]} for one in names]
    return rows
