"""What a film holds: one step for each line that ran, and how it ended. Numbers and texts alone."""

from __future__ import annotations

from dataclasses import dataclass

from dlfs.classroom.filming.looks import Look
from dlfs.classroom.filming.remarks import KINDS, Remark
from dlfs.classroom.filming.snapshot import Tie
from dlfs.classroom.filming.statements import Source


def ended(text: str) -> str:
    """Return `text` with a full stop, unless it ends with a mark of its own."""
    return text if text.endswith((".", "?")) else f"{text}."


@dataclass(frozen=True, eq=False)
class Step:
    """A line, and what stands there when it has run.

    `event` is "line", "called", "returned", "gave" (of a generator), "raised" (an error that the
    function catches) or "stopped", and `said` what was returned, or the error. `changed` maps a name to "new", "changed", "changed in place" or
    "gone". `turns` are the turns of the loops around the line, the outer one first. `result` is how that looks which
    is returned or given, and the kind of error that stops.
    """

    source: Source
    depth: int
    line: int
    event: str
    said: str
    looks: tuple[Look, ...]
    changed: dict[str, str]
    ties: tuple[Tie, ...]
    meetings: tuple[str, ...]
    remarks: tuple[Remark, ...]
    turns: tuple[int, ...]
    printed: str = ""
    result: Look | None = None

    @property
    def text(self) -> str:
        """The line as it was written."""
        return self.source.text(self.line)

    def place(self, main: str) -> str:
        """Return where this is: the line, and the function where it is not the `main` one.

        Where the main one has called itself, the depth tells its calls apart.
        """
        if self.source.name != main:
            return f"line {self.line} of {self.source.name}"
        return f"line {self.line}" + (f" at depth {self.depth}" if self.depth else "")


@dataclass(frozen=True, eq=False)
class Recording:
    """The film of a function: its steps, and how it ended, in words."""

    name: str
    steps: tuple[Step, ...]
    end: str

    def seen(self, all_turns: bool = True, inside: bool = True) -> list[int]:
        """Return the numbers of the steps to be seen: without further turns of loops, or calls."""
        return [
            number for number, step in enumerate(self.steps)
            if (all_turns or max(step.turns, default=1) < 2 or step.event == "stopped")
            and (inside or step.depth == 0)
        ]  # fmt: skip

    def standing_out(self) -> list[tuple[int, Remark]]:
        """Return the remarks with the numbers of their steps, what matters most first."""
        found = [(number, remark) for number, step in enumerate(self.steps)
                 for remark in step.remarks]  # fmt: skip
        seen, first = set(), []
        for number, remark in sorted(found, key=lambda each: (KINDS.index(each[1].kind), each[0])):
            line = self.steps[number].source.name, self.steps[number].line
            if line not in seen:
                first.append((number, remark))
            seen.add(line)
        return first

    def headline(self) -> str:
        """Return one sentence: the line that stands out most, or that none does."""
        found = self.standing_out()
        if not found:
            return f"{self.name} {self.end}; no line of it stands out."
        number, remark = found[0]
        step = self.steps[number]
        place = step.place(self.name)
        line = f"{place[0].upper()}{place[1:]}, {step.text}"
        return ended(f"{line}, {remark.words}; {self.name} {self.end}")
