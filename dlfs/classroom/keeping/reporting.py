"""Says what you predicted and passed in this lesson, and saves it for whoever hands in.

Predictions are reported as they were made, without marks. Tries are never reported, and practice is
nobody's business: it is only named, on the screen, where it would help.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from contextlib import suppress
from pathlib import Path

from dlfs.classroom import lessons
from dlfs.classroom.asking.verdicts import judge
from dlfs.classroom.explore import predicting
from dlfs.classroom.keeping import naming, sitting, store, taking_along, who
from dlfs.classroom.keeping.names import cleaned, same_name, slug
from dlfs.classroom.lessons import LessonError
from dlfs.classroom.practising.drawing_tasks import OF_LESSONS
from dlfs.classroom.publishing import in_notebook
from dlfs.classroom.wording import plain

FEWEST_JUDGED = 2
HEADINGS = ("lesson", "id", "kind", "first", "latest", "name")
# What a spreadsheet takes for a formula; a number such as -2; 4 is none.
FORMULA = r"^(?:[=+@]|-\s*[^\d.\s])"


def report(lesson: str | None = None, *, name: str | None = None, was: str | None = None) -> None:
    """Prints predictions, passed checks, reached goals and the lesson's ids; saves them as CSV.

    The file is `report_04.csv`, beside `answers.jsonl`; with a name, which is asked once,
    `report_04_ada-lovelace.csv`. `report(name="Ada Lovelace")` tells the name in code, and
    `report(name="Ada Lovelace", was="Ada")` changes it. Nothing is saved while nothing is done.
    """
    number = _number(lesson)
    if number not in lessons.numbers():
        print(f'Which lesson? Say report("04"), with one of: {", ".join(lessons.numbers())}.')
        return
    if trouble := _renamed(name, was):
        print(plain(trouble))
        return
    try:
        rows = rows_of(number)
        print(report_text(number, rows))
        if line := practice_named(number, rows):
            print(line)
    except LessonError as error:
        print(f"This lesson cannot be read: {error}")
        return
    if any(row["first"] for row in rows):
        print(save(number, rows))
        taking_along.offer(_path(number))
        if in_notebook() and not who.my_name() and not store.is_temporary():
            naming.show(lambda told: _saved_as(number, told), lambda: taking_along.link_to(_path(number)))
    who.ask_first()


def rows_of(number: str) -> list[dict[str, str]]:
    """One row for each id of the lesson: its kind, the first answer, the latest one, whose it is.

    Goals of explorers have a row when they are reached, curves when they are drawn: nobody has to.
    """
    mine = {"name": who.my_name()}
    rows = [_row(number, name) for name in lessons.lesson(number).ids]
    reached = [record["id"] for record in store.records("goal") if record.get("lesson") == number]
    rows += [_cells(number, name, "goal", "reached", "") for name in dict.fromkeys(reached)]
    drawn = predicting.curves_of(number)
    rows += [_cells(number, name, predicting.KIND, told, "") for name, told in drawn.items()]
    return [row | mine for row in rows]


def report_text(number: str, rows: list[dict[str, str]]) -> str:
    """The rows in words: without a date, a path or a mark."""
    checks, goals = ([row for row in rows if row["kind"] == kind] for kind in ("check", "goal"))
    drawn = [row for row in rows if row["kind"] == predicting.KIND]
    asked = [row for row in rows if row["kind"] not in ("check", "goal", predicting.KIND)]
    parts = [f"Lesson {number}"]
    parts += [f"Name: {row['name']}" for row in rows[:1] if row["name"]]
    made = [row for row in asked if row["first"]]
    if made:
        parts += ["Predictions and sentences:"] + [f"  {_line(row)}" for row in made]
    if drawn:
        parts += ["Curves drawn before looking:"] + [f"  {_curve(row)}" for row in drawn]
    parts += _listed("No prediction committed yet", asked, done=False)
    parts += _listed("Checks passed", checks, done=True)
    parts += _listed("No check passed yet", checks, done=False)
    parts += _listed("Goals reached", goals, done=True)
    return "\n".join(parts)


def practice_named(number: str, rows: list[dict[str, str]]) -> str:
    """A line for the screen alone, where half of the first predictions or more were wrong."""
    kind, judged = OF_LESSONS.get(number, ""), []
    for row in rows:
        question = lessons.find_question(row["id"]) if row["first"] else None
        if kind and question is not None and row["kind"] == "prediction":
            judged.append(judge(question, row["first"]).right)
    wrong, known = judged.count(False), len(judged) - judged.count(None)
    if known < FEWEST_JUDGED or 2 * wrong < known:
        return ""
    were = "was" if wrong == 1 else "were"
    return f'{wrong} of {known} predictions {were} wrong. To get at home with it: practise("{kind}").'


def save(number: str, rows: list[dict[str, str]]) -> str:
    """Writes the CSV and returns a sentence that says where it is, or why it is nowhere.

    A file that was changed since it was written is left alone: the report gets the next free name.
    """
    # The mark at its start tells spreadsheets that it is UTF-8.
    written = _as_csv(rows).encode("utf-8-sig")
    try:
        path = _free_path(_stem(number, rows[0]["name"]))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written)
    except OSError as error:
        return f"The report could not be saved ({error.strerror or type(error).__name__})."
    if _fingerprint(written) not in _fingerprints():
        store.append({"kind": "report", "id": path.name, "written": _fingerprint(written)})
    return f"Saved as {path.name}, beside {store.FILE}."


def _renamed(told: str | None, was: str | None) -> str:
    """Keeps the name that was told. Returns "" or, where it is somebody else's, what to say."""
    name, mine = cleaned(told or ""), who.my_name()
    if not name or name == mine:
        return ""
    if mine and not same_name(was or name, mine):
        return (f'The answers here are kept for {mine}. Are you somebody else? `ask("me", {name!r})`'
                f' Is it your new name? `report(name={name!r}, was={mine!r})`')  # fmt: skip
    known = store.persons().called(name)
    if known not in (None, store.persons().of(store.hand_now().key)):
        return (f'Somebody called {name} has answered here before. Was it you? `ask("me", {name!r})`'
                ' If not, add what tells you apart, such as a second name.')  # fmt: skip
    who.take_name(name)
    return ""


def _saved_as(number: str, told: str) -> str:
    """Keeps the name and gives it to the report that was saved without one. Returns what to say."""
    former = _free_path(_stem(number, ""))
    if trouble := _renamed(told, None):
        return trouble
    said = save(number, rows_of(number))
    if said.startswith("Saved"):
        with suppress(OSError):  # a spreadsheet program may hold it
            former.unlink(missing_ok=True)
    return said


def _path(number: str) -> Path:
    """Where the report of whoever this is has been saved."""
    return _free_path(_stem(number, who.my_name()))


def _stem(number: str, name: str) -> str:
    return f"report_{number}_{slug(name)}" if slug(name) else f"report_{number}"


def _number(lesson: object) -> str | None:
    if lesson is None:
        return sitting.current_lesson()
    return f"{lesson:02d}" if isinstance(lesson, int) else str(lesson)


def kind_of(name: str) -> str:
    """What stands under this id in a report: a check, a sentence or a prediction."""
    if lessons.find_exercise(name):
        return "check"
    return "sentence" if lessons.find_question(name).kind == "sentence" else "prediction"


def _row(number: str, name: str) -> dict[str, str]:
    kind = kind_of(name)
    if kind == "check":
        passed = "passed" if store.records("check", name) else ""
        return _cells(number, name, kind, passed, "")
    answers = store.answers(name, number)
    latest = answers[-1] if len(answers) > 1 else ""
    return _cells(number, name, kind, answers[0] if answers else "", latest)


def _cells(*cells: str) -> dict[str, str]:
    return dict(zip(HEADINGS, cells, strict=False))


def _line(row: dict[str, str]) -> str:
    revised = f" (revised: {row['latest']})" if row["latest"] else ""
    return f"{row['id']}: {row['first']}{revised}"


def _curve(row: dict[str, str]) -> str:
    return f"{row['id']}: {row['first']} ({predicting.away(row['id'], row['first'])} away)"


def _listed(title: str, rows: list[dict[str, str]], done: bool) -> list[str]:
    names = [row["id"] for row in rows if bool(row["first"]) == done]
    return [plain(f"{title}: {', '.join(names)}.")] if names else []


def _as_csv(rows: list[dict[str, str]]) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, HEADINGS)
    writer.writeheader()
    writer.writerows({name: _harmless(cell) for name, cell in row.items()} for row in rows)
    return file.getvalue()


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if re.match(FORMULA, cell) else cell


def _free_path(stem: str) -> Path:
    name, count, mine = stem, 1, _fingerprints()
    path = store.folder() / f"{name}.csv"
    while path.exists() and _fingerprint(path.read_bytes()) not in mine:
        count += 1
        path = store.folder() / f"{name}_{count}.csv"
    return path


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _fingerprints() -> set[str]:
    return {str(record.get("written")) for record in store.records("report")}
