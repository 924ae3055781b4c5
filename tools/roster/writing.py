"""Writes the tables: a long one with a row for each answer, a wide one with a row for each person."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from tools.roster.merging import Account
from tools.roster.tables import COLUMNS

LONG = ("file", "person", *COLUMNS)


def harmless(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula: reports come from anywhere."""
    return f"'{cell}" if re.match(r"[=+@\t\r]|-\s*[^\d.\s]", cell) else cell


def write_long(account: Account, path: Path, mark: str = ",") -> None:
    """A row for each answer of the reports that count."""
    rows = [{name: harmless(row[name]) for name in LONG} for row in account.rows]
    _write(path, LONG, rows, mark)


def write_wide(account: Account, path: Path, mark: str = ",") -> None:
    """A row for each person, for a gradebook: a column for each id, with the latest answer."""
    ids = list(dict.fromkeys(f"{row['lesson']} {row['id']}" for row in account.rows))
    table: dict[str, dict[str, str]] = {name: {"person": harmless(name)} for name in account.persons}
    for row in account.rows:
        answer = row["latest"] or row["first"]
        table[row["person"]][f"{row['lesson']} {row['id']}"] = harmless(answer)
    _write(path, ("person", *sorted(ids)), list(table.values()), mark)


def _write(path: Path, names: tuple[str, ...], rows: list[dict], mark: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # The mark at its start tells spreadsheets that it is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, names, restval="", delimiter=mark)
        table.writeheader()
        table.writerows(rows)
