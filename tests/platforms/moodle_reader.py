r"""Moodle's way of reading a question file and of grading an answer, in Python.

Written from what Moodle does at import and at grading: the first answer that fits is the one that
counts; a number fits within its tolerance; `*` fits anything; a field of a cloze question is what
stands between {1:NUMERICAL: and the next brace, its alternatives between ~, a reply behind #.
"""

import html
import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

NUMBER = r"-?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][-+]?[0-9]+)?"
ALTERNATIVE = rf"(=|%-?[0-9]+%)?({NUMBER})(?::({NUMBER}))?(?:#(.*?(?<!\\)))?(?=[~}}]|$)"
FIELD = re.compile(r"\{1:NUMERICAL:(.*?)(?<!\\)\}", re.DOTALL)
EPSILON = 1e-14


@dataclass(frozen=True)
class Reply:
    """What Moodle gives for an answer: a share of the points, and what it says."""

    share: float
    said: str


@dataclass(frozen=True)
class Entry:
    """One foreseen answer of a numerical question or field."""

    value: str
    tolerance: float
    reply: Reply

    def fits(self, number: float) -> bool:
        if self.value == "*":
            return True
        exact = float(self.value)
        room = self.tolerance + EPSILON * max(self.tolerance, abs(exact), EPSILON)
        return exact - room <= number <= exact + room


def graded(question: Element, answer) -> list[Reply | None]:
    """Return the reply to each part of an answer: a letter's place, a number, or numbers."""
    kind = question.get("type")
    if kind == "multichoice":
        return [_reply(question.findall("answer")[answer])]
    numbers = answer if isinstance(answer, list) else [answer]
    parts = fields(question) if kind == "cloze" else [_entries(question)]
    return [next((entry.reply for entry in entries if entry.fits(number)), None)
            for entries, number in zip(parts, numbers, strict=True)]  # fmt: skip


def share(question: Element, answer) -> float:
    """Return the share of all points that an answer is given."""
    replies = graded(question, answer)
    return sum(reply.share if reply else 0 for reply in replies) / len(replies)


def fields(question: Element) -> list[list[Entry]]:
    """Return the alternatives of each field of a cloze question."""
    text = question.findtext("questiontext/text")
    return [_alternatives(found[1]) for found in FIELD.finditer(text)]


def _alternatives(text: str) -> list[Entry]:
    entries, rest = [], text
    while rest:
        found = re.match("~?" + ALTERNATIVE, rest, re.DOTALL)
        if not found:
            raise ValueError(f"Moodle cannot read on from {rest[:40]!r}")
        sign, value, tolerance, said = found.groups()
        worth = 1.0 if sign == "=" else float((sign or "%0%").strip("%")) / 100
        said = html.unescape(said or "").replace(r"\}", "}").replace(r"\#", "#")
        entries.append(Entry(value, float(tolerance or 0), Reply(worth, said)))
        rest = rest[found.end() :]
    return entries


def _entries(question: Element) -> list[Entry]:
    return [Entry(answer.findtext("text"), float(answer.findtext("tolerance")), _reply(answer))
            for answer in question.findall("answer")]  # fmt: skip


def _reply(answer: Element) -> Reply:
    return Reply(float(answer.get("fraction")) / 100, answer.findtext("feedback/text"))
