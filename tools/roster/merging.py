"""Makes one table of all reports, and an account of what became of each file and each row."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from dlfs.classroom import lessons
from dlfs.classroom.explore.curves import KNOWN
from dlfs.classroom.keeping.names import key_of, same_name
from tools.roster.handed_in import File, Skipped
from tools.roster.goals import goals
from tools.roster.people import name_in, sender_of
from tools.roster.tables import Row, rows_of

NOBODY = "no name"


@dataclass
class Report:
    """One report of one lesson: whose, from which file, its rows."""

    person: str
    file: str
    lesson: str
    rows: list[Row]
    changed: float
    saved: str = ""
    told: bool = False

    @property
    def age(self) -> tuple[str, float, int, str]:
        """Of two reports the newer has the larger one: the date, else how much is answered."""
        answered = sum(bool(row["first"]) + bool(row["latest"]) for row in self.rows)
        return self.saved, self.changed, answered, self.file

    @property
    def sender(self) -> str:
        return sender_of(self.file)


@dataclass
class Account:
    """What was handed in: the reports that count, and a line for everything else."""

    seen: int = 0
    reports: list[Report] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    older: list[tuple[Report, Report]] = field(default_factory=list)
    equal: list[tuple[str, str]] = field(default_factory=list)
    unknown: dict[str, list[str]] = field(default_factory=dict)
    nameless: list[str] = field(default_factory=list)
    namesakes: list[tuple[str, list[str]]] = field(default_factory=list)

    @property
    def read(self) -> int:
        return self.seen - len(self.skipped)

    @property
    def rows(self) -> list[Row]:
        """All rows of the reports that count, each with its file and its person."""
        return [{"file": report.file, "person": report.person, **row}
                for report in self.reports for row in report.rows]  # fmt: skip

    @property
    def persons(self) -> list[str]:
        return sorted({report.person for report in self.reports}, key=str.casefold)


def account_of(files: Iterable[File]) -> Account:
    """Read every file; of two reports of one person on one lesson the newer one counts."""
    account, candidates, prints = Account(), [], defaultdict(list)
    for file in files:
        account.seen += 1
        try:
            rows = rows_of(file)
        except Skipped as reason:
            account.skipped[file.name] = str(reason)
            continue
        found = _reports(file, rows, account)
        candidates += found
        prints[_print_of(rows)].append(found[0])
    _name_by_other_reports(candidates)
    _keep_namesakes_apart(candidates, account)
    _choose_newest(candidates, account)
    _name_equal_files(prints, account)
    return account


def _reports(file: File, rows: list[Row], account: Account) -> list[Report]:
    unknown = [row["id"] for row in rows if not is_known(row["id"])]
    if unknown:
        account.unknown[file.name] = unknown
    whose = defaultdict(list)
    for row in rows:
        whose[row["name"], row["lesson"]].append(row)
    named = name_in(file.name)
    if not named and any(not name for name, _ in whose):
        account.nameless.append(file.name)
    return [Report(name or named or f"{NOBODY} ({file.name})", file.name, lesson, found,
                   file.changed, found[0]["saved"], told=bool(name))
            for (name, lesson), found in whose.items()]  # fmt: skip


def _name_by_other_reports(reports: list[Report]) -> None:
    """A report without a name has the one that its sender gave in all others that have one."""
    told = defaultdict(dict)
    for report in reports:
        if report.told and report.sender:
            told[report.sender][key_of(report.person)] = report.person
    for report in reports:
        if not report.told and len(names := told[report.sender]) == 1:
            report.person, report.told = next(iter(names.values())), True


def _keep_namesakes_apart(reports: list[Report], account: Account) -> None:
    """Two senders whose reports bear one name are two persons: they are told by the sender's name."""
    by_name, called = defaultdict(dict), {}
    for report in reports:
        if report.told and report.sender:
            key = key_of(report.person)
            by_name[key].setdefault(key_of(report.sender), report.sender)
            called.setdefault(key, report.person)
    for report in reports:
        senders = by_name[key_of(report.person)]
        if len(senders) > 1 and report.sender and not same_name(report.person, report.sender):
            report.person = f"{report.person} ({report.sender})"
    account.namesakes = [(called[name], sorted(senders.values()))
                         for name, senders in by_name.items() if len(senders) > 1]  # fmt: skip


def is_known(name: str) -> bool:
    """Whether the course has a question, an exercise, a goal or a curve of this id."""
    asked = lessons.find_question(name) or lessons.find_exercise(name)
    return bool(asked) or name in goals() or name in KNOWN


def _choose_newest(candidates: list[Report], account: Account) -> None:
    by_person = defaultdict(list)
    for report in candidates:
        by_person[key_of(report.person), report.lesson].append(report)
    called: dict[str, str] = {}
    for (key, _), reports in by_person.items():
        reports.sort(key=lambda report: report.age)
        newest = reports[-1]
        newest.person = called.setdefault(key, newest.person)
        account.reports.append(newest)
        account.older += [(old, newest) for old in reports[:-1]]
    account.reports.sort(key=lambda one: (one.person.casefold(), one.lesson, one.file))


def _name_equal_files(prints: dict, account: Account) -> None:
    for reports in prints.values():
        persons = {key_of(report.person): report for report in reports}
        names = [report.file for report in persons.values()]
        account.equal += [(names[0], other) for other in names[1:]]


def _print_of(rows: list[Row]) -> str:
    answers = sorted(f"{row['lesson']} {row['id']} {row['first']} {row['latest']}" for row in rows)
    return hashlib.sha256("\n".join(answers).encode()).hexdigest()
