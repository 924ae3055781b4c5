"""Merges the reports that a class handed in into one table: one row for each file and id.

It takes whatever comes out of a learning platform: folders in folders, files with other names,
semicolons, other alphabets. What is no report is named and left out.
"""

import argparse
import csv
import io
import re
import sys
from pathlib import Path

from tools.course import ROOT

COLUMNS = ("lesson", "id", "kind", "first", "latest")
ROSTER = ROOT / "dist" / "roster.csv"


class NoReport(Exception):
    """A file that is not a report; its text says why."""


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of one report; of two rows with one id the later one counts.

    Raises NoReport if the file has no column `id`, or no row.
    """
    text = _decoded(path.read_bytes())
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    if "id" not in (reader.fieldnames or []):
        raise NoReport("it has no column 'id'")
    rows = [{name: _harmless(row.get(name) or "") for name in COLUMNS} for row in reader]
    latest = {(row["lesson"], row["id"]): row for row in rows if row["id"]}
    if not latest:
        raise NoReport("it is empty")
    return list(latest.values())


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")  # what older spreadsheets save


def _delimiter(text: str) -> str:
    heading = text.split("\n", 1)[0]
    return max(",;\t", key=heading.count)


def _harmless(cell: str) -> str:
    """Return the cell so that no spreadsheet takes it for a formula: reports come from anywhere."""
    return f"'{cell}" if re.match(r"[=+@\t\r]|-\s*[^\d.\s]", cell) else cell


def merge(folder: Path) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Return the rows of all reports below `folder`, and why the other CSV files are none."""
    merged, refused = [], {}
    for path in sorted(folder.rglob("*.csv")):
        name = path.relative_to(folder).as_posix()
        try:
            merged += [{"file": _harmless(name), **row} for row in rows_of(path)]
        except NoReport as error:
            refused[name] = str(error)
    return merged, refused


def write(rows: list[dict[str, str]], path: Path) -> None:
    """Write the table as UTF-8 with the mark that spreadsheets want."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, ("file", *COLUMNS))
        table.writeheader()
        table.writerows(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, help="where the reports lie")
    folder = parser.parse_args().folder
    if folder is None or not folder.is_dir():
        print("Say where the reports lie:  make roster DIR=path/to/reports", file=sys.stderr)
        return 2
    rows, refused = merge(folder)
    for name, reason in refused.items():
        print(f"{name} is left out: {reason}.")
    if not rows:
        print(f"There is no report in {folder}.", file=sys.stderr)
        return 1
    write(rows, ROSTER)
    files = len({row["file"] for row in rows})
    print(f"{ROSTER.relative_to(ROOT)}: {files} reports, {len(rows)} rows.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
