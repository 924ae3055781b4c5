"""The sentence below a frame of the film: the line, what it changed, and what stands out."""

from __future__ import annotations

from dlfs.classroom.filming.looks import Look
from dlfs.classroom.filming.recording import Recording, Step, ended
from dlfs.classroom.filming.snapshot import Tie

MOST_NAMES = 3
BECAME = {"new": "{} is new", "changed": "{} becomes", "changed in place": "{} is changed in place"}


def describe(recording: Recording, number: int, *more: str) -> str:
    """Return one sentence about the step `number` of a recording; `more` stands at its end."""
    if not recording.steps:
        return ended(f"{recording.name} {recording.end}")
    step = recording.steps[number]
    before = recording.steps[number - 1].ties if number else ()
    parts = [_head(recording, number, step), *_changes(step), *_event(step)]
    parts += [_tie(tie) for tie in step.ties if tie not in before and "[" not in tie.other][:2]
    parts += [f"it {remark.words}" for remark in step.remarks if remark.kind != "stopped"]
    if number == len(recording.steps) - 1:
        parts.append(f"{recording.name} {recording.end}")
    return ended("; ".join([*parts, *more]))


def _head(recording: Recording, number: int, step: Step) -> str:
    turns = [f"turn {turn}" for turn in step.turns[-1:] if turn > 1]
    place = ", ".join([step.place(recording.name), *turns])
    return f"Step {number} of {len(recording.steps) - 1}, {place}: {step.text}".rstrip(": ")


def _changes(step: Step) -> list[str]:
    if step.event == "called":
        return [f"{step.source.name} is called with {_called_with(step)}"]
    told = [f"{BECAME[how].format(look.name)}: {shown(look)}" for look in step.looks
            if (how := step.changed.get(look.name)) in BECAME]  # fmt: skip
    more = [_more(len(told) - MOST_NAMES)] if len(told) > MOST_NAMES else []
    return told[:MOST_NAMES] + more or ["no name changes"]


def _more(count: int) -> str:
    return f"{count} more names change" if count > 1 else "1 more name changes"


def _called_with(step: Step) -> str:
    given = [f"{look.name} = {shown(look)}" for look in step.looks if "[" not in look.name]
    return ", ".join(given[:MOST_NAMES]) or "nothing"


def shown(look: Look) -> str:
    """Return the values of a name and, for an array, its shape and dtype."""
    return look.text if look.shape is None else f"{look.text} {look.shape} {look.dtype}"


def _event(step: Step) -> list[str]:
    words = {"returned": "it returns", "gave": "it gives", "stopped": "it stops with",
             "raised": "it raises"}  # fmt: skip
    said = step.said if step.said.endswith("..") else step.said.removesuffix(".")
    printed = [f"it prints {step.printed}"] if step.printed else []
    return printed + ([f"{words[step.event]} {said}"] if step.event in words else [])


def _tie(tie: Tie) -> str:
    kind = f"are one {tie.kind}" if tie.same else "share their numbers: one is a view"
    return f"{tie.name} and {tie.other} {kind}"
