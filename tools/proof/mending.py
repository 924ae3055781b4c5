"""Says what is doubted, whole, and writes in what is known.

A doubt that knows one number is mended by exchanging that number in its line; the sentence is
printed all the same, since a right number can stand in a sentence that has become wrong.
"""

from dataclasses import replace
from itertools import groupby
from pathlib import Path

import nbformat

from tools.normal_form import normalise, text_of
from tools.proof.denied import CLAIMS
from tools.proof.lines import Doubt, Line
from tools.proof.number_rules import numbers_in, prose_numbers, value



def report(doubts: list[Doubt]) -> str:
    """Return every doubted line with its place, its whole text, and what it should say."""
    lines = [(line, list(group)) for line, group in groupby(doubts, lambda doubt: doubt.line)]
    parts = [_paragraph(line, group) for line, group in lines]
    count = f"What no longer holds: {len(doubts)}. Lines: {len(lines)}.\n" if doubts else ""
    return "\n".join([*parts, count])


def _paragraph(line: Line, doubts: list[Doubt]) -> str:
    said = [f"    {doubt.number}: {_should(doubt)}" for doubt in doubts]
    others = _to_look_at(line, doubts)
    said += [f"    and look at: {', '.join(others)}"] if others else []
    return "\n".join([line.place, f"    {line.text.strip()}", *said, ""])


def _should(doubt: Doubt) -> str:
    if not doubt.now:
        return doubt.why
    perhaps = "" if doubt.sure else "perhaps "
    return f"now {perhaps}{' or '.join(doubt.now)} ({doubt.why})"


def _to_look_at(line: Line, doubts: list[Doubt]) -> list[str]:
    """Return the other numbers of the line from 10 on: small ones are counted by hand."""
    known = {value(number) for doubt in doubts for number in numbers_in(doubt.number)}
    numbers = dict.fromkeys(prose_numbers(line.prose))
    return [number for number in numbers if value(number) not in known and value(number) >= 10]


def is_known(doubt: Doubt) -> bool:
    """Whether the number can be written in. A claim is for a person to judge."""
    return doubt.sure and len(doubt.now) == 1 and doubt.line.path != CLAIMS


def half_mended(doubts: list[Doubt]) -> list[Doubt]:
    """Return the doubts that nobody can mend in lines of which another number is mended.

    Such a line is no longer as it was committed, so that nobody would come back to it.
    """
    new: dict[Line, dict] = {}
    for doubt in doubts:
        if is_known(doubt):
            new.setdefault(doubt.line, {})[doubt.number] = doubt.now[0]
    return [replace(doubt, line=_renewed(doubt.line, new[doubt.line]))
            for doubt in doubts if doubt.line in new and not is_known(doubt)]  # fmt: skip


def _renewed(line: Line, new: dict[str, str]) -> Line:
    return replace(line, text=line.changed(line.text, new))


def mend(doubts: list[Doubt]) -> list[Path]:
    """Write in every number that is known; return the files that were changed."""
    known = [doubt for doubt in doubts if is_known(doubt)]
    by_file = {doubt.line.path: [] for doubt in known}
    for doubt in known:
        by_file[doubt.line.path].append(doubt)
    for path, found in by_file.items():
        _write(path, with_new_numbers(path.read_text(encoding="utf-8"), found))
    return list(by_file)


def with_new_numbers(text: str, doubts: list[Doubt]) -> str:
    """Return the text of a file with the doubted numbers exchanged, each in its own line."""
    lines = text.splitlines(keepends=True)
    for line, group in groupby(doubts, lambda doubt: doubt.line):
        new = {doubt.number: doubt.now[0] for doubt in group}
        lines[line.number - 1] = line.changed(lines[line.number - 1], new)
    return "".join(lines)


def _write(path: Path, text: str) -> None:
    if path.suffix == ".ipynb":
        text = text_of(normalise(nbformat.reads(text, as_version=4)))
    path.write_text(text, encoding="utf-8", newline="\n")
