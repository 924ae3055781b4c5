"""Makes tables of the reports that a class handed in, and says what became of every file."""

import argparse
import sys
from pathlib import Path

from tools.course import ROOT
from tools.roster.class_page import page_of
from tools.roster.handed_in import files_below
from tools.roster.merging import Account, account_of
from tools.roster.writing import write_long, write_wide

DIST = ROOT / "dist"
PAGE = "class.html"
MARKS = {"comma": ",", "semicolon": ";", "tab": "\t"}


def main() -> int:
    parser = argparse.ArgumentParser(prog="make roster", description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="*", help="where the reports lie; a path may hold spaces")
    parser.add_argument("--separator", choices=MARKS, default="comma", help="for spreadsheets")
    options = parser.parse_args()
    named = " ".join(options.folder).strip()
    folder = Path(named).expanduser()
    if not named or not folder.is_dir():
        print('Say where the reports lie:  make roster DIR="path/to/reports"', file=sys.stderr)
        return 2
    account = account_of(files_below(folder))
    print("\n".join(said(account)))
    if not account.reports:
        print(f"There is no report in {folder}.", file=sys.stderr)
        return 1
    for write, name in ((write_long, "roster.csv"), (write_wide, "roster-wide.csv")):
        write(account, DIST / name, MARKS[options.separator])
        print(f"written: {(DIST / name).relative_to(ROOT)}")
    (DIST / PAGE).write_text(page_of(account, said(account)), encoding="utf-8", newline="\n")
    print(f"written: {(DIST / PAGE).relative_to(ROOT)}, to be read in a browser or printed")
    return 0


def said(account: Account) -> list[str]:
    """The account in lines: first what needs a look, then the sums."""
    lines = [f"skipped   {name}: {reason}" for name, reason in account.skipped.items()]
    lines += [f"no name   {name}: its rows stand under the name of the file"
              for name in account.nameless]  # fmt: skip
    lines += [f"older     {old.file}: {new.file} of the same person counts, lesson {new.lesson}"
              for old, new in account.older]  # fmt: skip
    lines += [f"equal     {one} and {other} hold the same answers" for one, other in account.equal]
    lines += [f"one name  {name}: sent in by {' and by '.join(senders)}, kept apart"
              for name, senders in account.namesakes]  # fmt: skip
    lines += [f"unknown   {name}: {', '.join(ids)}" for name, ids in account.unknown.items()]
    return [
        *lines,
        f"{account.seen} files seen: {account.read} read, {len(account.skipped)} skipped.",
        f"{len(account.persons)} persons, {len(account.reports)} reports, "
        f"{len(account.rows)} rows.",
        *left_out(account),
    ]


def left_out(account: Account) -> list[str]:
    """What was read and is not in the tables, or stands there under an id that nobody knows."""
    older = sum(len(old.rows) for old, _ in account.older)
    unknown = sum(map(len, account.unknown.values()))
    lines = [f"{older} rows of {len(account.older)} older reports are not in the tables."]
    return lines * bool(older) + [f"{unknown} rows have an unknown id."] * bool(unknown)


if __name__ == "__main__":
    sys.exit(main())
