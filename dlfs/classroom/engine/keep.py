"""Puts the piece of a lesson into `my/engine.py`: your functions where `check` has passed them.

The rest is given. Then the file runs its own small proof, lesson by lesson. A piece of yours that
spoils the proof stays out, and you read why.
"""

from __future__ import annotations

import textwrap

from dlfs.classroom import lessons
from dlfs.classroom.engine import file
from dlfs.classroom.engine.parts import (
    Part, is_proof, names_in, parts_of, reference_parts, text_of,
)  # fmt: skip
from dlfs.classroom.engine.proof import Proof, prove
from dlfs.classroom.keeping import store

# What is longer is not read: then the learner's own parts are shown, and the others named.
LONGEST = 40
WIDTH = 90


def keep(lesson: int) -> None:
    """Puts the piece of `lesson`, 1 to 9, into your engine, and prints what is in it now.

    Never raises, and never replaces what you wrote into the file by hand.
    """
    numbers = {number for number, _ in reference_parts().values()} - {0}
    if isinstance(lesson, bool) or lesson not in numbers:
        print(f"The engine grows from lesson {min(numbers)} to lesson {max(numbers)}: keep(5).")
        return
    try:
        parts = parts_of(_text_there())
    except SyntaxError as error:
        print(f"{file.FILE} has a slip in line {error.lineno}, so nothing was put into it: mend it "
              "and run this cell again.")
        return
    except (OSError, UnicodeError):
        print(f"{file.FILE} cannot be read, so nothing was put into it.")
        return
    print("\n".join(_grow(lesson, parts)))


def _grow(lesson: int, parts: list[Part]) -> list[str]:
    passed = _passed(lesson)
    yours, refused = _that_hold(lesson, passed)
    wanted = _wanted(lesson, yours)
    new_parts, changes = file.grown(parts, wanted, {n: set(texts) for n, texts in passed.items()})
    text = text_of(new_parts)
    trouble = file.save(text)
    said = _what_stays_out(lesson, refused, changes)
    if trouble:
        return [*said, trouble]
    return [
        *said, *_what_is_new(lesson, changes), *_what_was_kept(changes), "",
        *prove(text).lines, _count(new_parts),
    ]


def _text_there() -> str:
    place = file.path()
    return place.read_text(encoding="utf-8") if place.is_file() else ""


def _passed(lesson: int) -> dict[str, list[str]]:
    """For each part up to this lesson, the texts of it that `check` passed, the latest last."""
    known = reference_parts()
    found: dict[str, list[str]] = {}
    for record in store.records("check"):
        text = textwrap.dedent(str(record.get("source", ""))).strip()
        for name in names_in(text)[:1]:
            number, given = known.get(name, (0, None))
            if 0 < number <= lesson and record.get("lesson") == f"{number:02d}":
                part = parts_of(text)[0].decorated_as(given)
                found.setdefault(name, []).append(part.unmarked())
    return found


def _that_hold(lesson: int, passed: dict) -> tuple[dict[str, str], dict[str, str]]:
    """Your functions with which the file's proof says what it should, and why others do not."""
    latest = {name: texts[-1] for name, texts in passed.items()}
    right = _proof_with({}, lesson)
    if _proof_with(latest, lesson) == right:
        return latest, {}
    yours, refused = {}, {}
    for name, text in latest.items():
        proof = _proof_with({**yours, name: text}, lesson)
        if proof == right:
            yours[name] = text
        else:
            refused[name] = proof.why_not(right)
    return yours, refused


def _what_stays_out(lesson: int, refused: dict[str, str], changes: list[file.Change]) -> list[str]:
    """Said in the lesson of the function, and where its part comes into the file later; once."""
    added = {change.part.name for change in changes if change.what == "added"}
    return [
        f"Your {name} stays out of the file: {why}"
        for name, why in refused.items()
        if reference_parts()[name][0] == lesson or name in added
    ]


def _proof_with(yours: dict[str, str], lesson: int) -> Proof:
    return prove(text_of(list(_wanted(lesson, yours).values())))


def _wanted(lesson: int, yours: dict[str, str]) -> dict[str, Part]:
    """All parts up to this lesson, those of this lesson with your functions in their places."""
    wanted = {}
    for name, (number, part) in reference_parts().items():
        if number > lesson:
            break
        if name in yours:
            wanted[name] = Part(name, part.above, yours[name]).marked(number, "yours")
        elif number and not is_proof(name):
            wanted[name] = part.marked(number, "given")
        else:
            wanted[name] = part
    return wanted


def _what_is_new(lesson: int, changes: list[file.Change]) -> list[str]:
    number_of = {name: number for name, (number, _) in reference_parts().items()}
    new = [c.part for c in changes if c.what in ("added", "replaced")]
    here = [part for part in new if number_of[part.name] == lesson]
    earlier = sorted({number_of[part.name] for part in new} - {0, lesson})
    lines = []
    if earlier:
        lines.append(f"given, for the lessons before: {', '.join(map(str, earlier))}")
    if not here:
        return [*lines, f"{file.FILE} has the piece of lesson {lesson} already."]
    return [*lines, f"{file.FILE}, lesson {lesson}:", *_shown(here)]


def _shown(parts: list[Part]) -> list[str]:
    """The parts as text, and the names of the others: where all would be long, of those that are
    given; always of those that an exercise asks for, until they are yours."""
    parts = [part for part in parts if not is_proof(part.name)]
    short = sum(part.lines for part in parts) <= LONGEST
    shown = [part for part in parts if part.is_yours or short and not _is_asked_for(part.name)]
    names = [part.name for part in parts if part not in shown]
    given = textwrap.fill(", ".join(names), WIDTH, initial_indent="given: ",
                          subsequent_indent="    ", break_long_words=False)
    return [*_texts(shown), *(["", *given.splitlines()] if names else [])]


def _is_asked_for(name: str) -> bool:
    exercises = lessons.exercises(f"{reference_parts()[name][0]:02d}")
    return name in {getattr(exercise.reference, "__name__", "") for exercise in exercises}


def _texts(parts: list[Part]) -> list[str]:
    return [line for part in parts for line in ("", *part.text.splitlines())]


def _what_was_kept(changes: list[file.Change]) -> list[str]:
    said = []
    for change in changes:
        if change.what != "changed by hand":
            continue
        line = f"You changed {change.part.name} by hand: it stays as it is."
        if change.part.is_yours:
            place, trouble = file.save_beside(change.part)
            line += f" {trouble or f'What check passed is in {place.name}.'}"
        said.append(line)
    return said


def _count(parts: list[Part]) -> str:
    lines = sum(part.lines for part in parts)
    own = sum(part.lines for part in parts if part.text and part.is_yours)
    return f"Your engine has {lines} lines of code. {own} of them are yours."
