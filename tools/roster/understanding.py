"""What a class understood: for each question the split over answers and named misconceptions.

What a guide expects of the split, and what it says to do, is read from the guide; what a wrong
answer means is read from the lesson's file. Nothing of it is typed here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from dlfs.classroom.asking.verdicts import as_text, given, judge
from dlfs.classroom.lessons import Question, find_question
from dlfs.classroom.wording import one_line
from tools.proof.guides import Guide
from tools.roster.tables import Row

RIGHT, OTHERS, UNREAD = "right", "others", "unread"
MEANINGS = {OTHERS: "any other answer", UNREAD: "cannot be read"}


@dataclass
class Group:
    """Those who gave one answer: at first, after revising, and how many percent are expected."""

    label: str
    says: str = ""
    misconception: str = ""
    reply: str = ""
    right: bool = False
    first: int = 0
    latest: int = 0
    expected: int | None = None


@dataclass
class Split:
    """One question, its groups, and what the guide says to do; `count` persons answered."""

    question: Question
    groups: list[Group]
    count: int
    advice: str = ""

    @property
    def largest_wrong(self) -> Group | None:
        """The largest group that is wrong after revising, else the one that was at first."""
        wrong = [group for group in self.groups if not group.right]
        for size in (lambda group: group.latest, lambda group: group.first):
            largest = max(wrong, key=size, default=None)
            if largest is not None and size(largest):
                return largest
        return None


def splits_of(rows: list[Row], guide: Guide | None) -> list[Split]:
    """The split of every question of one lesson that anybody answered and that is judged."""
    names = dict.fromkeys(row["id"] for row in rows if row["first"])
    found = [question for name in names if (question := find_question(name))]
    return [_split(question, [row for row in rows if row["id"] == question.id and row["first"]],
                   guide) for question in found if question.kind != "sentence"]  # fmt: skip


def group_of(question: Question, answer: str) -> str:
    """The label of the group that an answer belongs to."""
    verdict = judge(question, answer)
    if not verdict.understood:
        return UNREAD
    if question.kind == "choice" and (letter := given(question, answer)) in question.letters:
        return letter
    if verdict.right:
        return question.answer if question.kind == "choice" else RIGHT
    for wrong in question.wrong:
        if wrong.misconception == verdict.misconception:
            return label_of(wrong.value)
    return OTHERS


def label_of(value: object) -> str:
    """A foreseen value as it is written on a board: "6; 2.4"."""
    values = value if isinstance(value, list) else [value]
    return "; ".join(f"{one:.4g}" if isinstance(one, float) else as_text(one) for one in values)


def _split(question: Question, rows: list[Row], guide: Guide | None) -> Split:
    first = Counter(group_of(question, row["first"]) for row in rows)
    latest = Counter(group_of(question, row["latest"] or row["first"]) for row in rows)
    shares = guide.expected(question.id) if guide else []
    expected = {_group_expected(question, label): share for label, share in shares}
    groups = [*_foreseen(question), *(Group(label, text) for label, text in MEANINGS.items())]
    for group in groups:
        group.first, group.latest = first[group.label], latest[group.label]
        group.expected = expected.get(group.label, 0) if expected else None
    kept = [group for group in groups if group.right or group.label in question.letters
            or group.first or group.latest or group.expected]  # fmt: skip
    advice = guide.advice(question.id) if guide else ""
    return Split(question, kept, len(rows), advice)


def _group_expected(question: Question, label: str) -> str:
    known = label in (RIGHT, OTHERS) or label in question.letters
    return label if known else group_of(question, label)


def _foreseen(question: Question) -> list[Group]:
    wrong = {label_of(one.value): one for one in question.wrong}
    if question.kind == "choice":
        labels = [*question.letters, *(one for one in wrong if one not in question.letters)]
        said = dict(zip(question.letters, map(one_line, question.choices)))
        groups = [Group(label, said.get(label, ""), right=label == question.answer)
                  for label in labels]  # fmt: skip
    else:
        groups = [Group(RIGHT, label_of(question.answer), right=True), *map(Group, wrong)]
    for group in groups:
        if not group.right and (one := wrong.get(group.label)):
            group.misconception = one_line(one.misconception)
            group.reply = one.reply.strip()
    return groups
