"""What stands out in a line: shapes that meet by accident, and numbers with two names.

Each remark is true of what the line did; whether that was meant, the reader knows.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dlfs.classroom.filming.parts import REDUCTIONS, Meeting, Parts
from dlfs.classroom.filming.snapshot import MUTABLE, Owners, Snapshot, root_of
from dlfs.classroom.filming.statements import Statement
from dlfs.classroom.filming.looks import kind_of

# What matters most comes first.
KINDS = ("stopped", "grown", "other axis", "changed too", "argument changed", "default changed",
         "outside changed", "turned by reshape", "one array in several places",
         "all in one")  # fmt: skip
ON_PURPOSE = ("None", "newaxis", "keepdims", "reshape", "expand_dims")


@dataclass(frozen=True)
class Remark:
    """Something of a certain `kind` that stands out, in `words` that go on after a line's text."""

    kind: str
    words: str


def listed(names: list[str]) -> str:
    """Return names as one reads them aloud: "w, x and b"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def remarks_of_shapes(parts: Parts, lost: dict[str, int]) -> Iterator[Remark]:
    """What stands out in the operations of a line; `lost` are the names that lost an axis."""
    axes = {id(call.value): call.axis for call in parts.calls}
    for meeting in parts.meetings:
        sides = meeting.left, meeting.right
        if meeting.sign == "@" or meeting.shape is None:
            continue
        if _grew(meeting):
            yield Remark("grown", (
                f"lets two shapes stretch each other: {meeting}, where one of the two shapes may "
                "have been meant"))  # fmt: skip
        for one, other in (sides, sides[::-1]):
            axis = axes.get(id(one.value)) or lost.get(one.text)
            if axis == -1 and one.value.ndim == 1 and other.value.ndim > 1:
                yield Remark("other axis", (
                    f"lays {one.text} {one.value.shape} along the last axis of {other.text} "
                    f"{other.value.shape}, the axis over which it was taken: keepdims=True would "
                    "keep its place"))  # fmt: skip
    for call in parts.calls:
        about, value, name = call.about, call.value, call.node.func.attr
        if name == "reshape" and about.ndim == 2 and _is_turned(about, value):
            yield Remark("turned by reshape", (
                f"makes {value.shape} of {about.shape} by reshape, which reads the numbers in "
                "their old order: the transpose, .T, has others"))  # fmt: skip
        if name in REDUCTIONS and about.ndim > 1 and np.ndim(value) == 0:
            yield Remark("all in one", (
                f"makes one number of all {about.size} of {about.shape}: without an axis, nothing "
                "is left of the shape"))  # fmt: skip


def _grew(meeting: Meeting) -> bool:
    """Whether both operands were stretched, and nothing in the line says that it was meant."""
    sizes = meeting.left.value.size, meeting.right.value.size
    meant = any(word in side.text for side in (meeting.left, meeting.right) for word in ON_PURPOSE)
    return int(np.prod(meeting.shape)) > max(sizes) and not meant


def _is_turned(about: np.ndarray, value: np.ndarray) -> bool:
    return value.shape == about.shape[::-1] and min(about.shape) > 1 and len(set(about.shape)) > 1


def remarks_of_names(
    statement: Statement | None, before: Snapshot, after: Snapshot, owners: Owners, since: dict
) -> Iterator[Remark]:
    """What stands out in what a line did to names; `owners` have what is not the function's own.

    `since` has the line from which on two names share their numbers.
    """
    changed = changed_in_place(before, after)
    targets = _meant(statement, changed)
    too = _tied(targets, changed, after)
    if too and targets:
        yield Remark("changed too", (
            f"changes {listed(targets)} in place and, with it, {listed(too)}: "
            f"{_are_one(targets, too, after, since)}"))  # fmt: skip
    yield from _remarks_of_owners([after.objects[name] for name in changed], owners)
    for names, kind in _repeated(before, after):
        yield Remark("one array in several places",
                     f"puts one {kind} in several places: {listed(names)}")


def _remarks_of_owners(changed: list, owners: Owners) -> Iterator[Remark]:
    for kind, owned, words in (
        ("argument changed", owners.handed, "which belongs to whoever called the function"),
        ("default changed", owners.default, "which is the same {} in every call: a default is made "
                                            "once"),
        ("outside changed", owners.outside, "which stands outside the function"),
    ):  # fmt: skip
        found = {id(value): name for name, value in reversed(owned.items())
                 if any(value is one for one in changed)}  # fmt: skip
        if found:
            names = [*found.values()][::-1]
            whole = words.format(kind_of(owned[names[0]]))
            yield Remark(kind, f"changes {listed(names)} in place, {whole}")


def changed_in_place(before: Snapshot, after: Snapshot) -> list[str]:
    """Return the names whose object is the same as before, with another content."""
    return [
        name for name, one in after.objects.items()
        if issubclass(type(one), MUTABLE) and name in before.objects and before.objects[name] is one
        and before.looks[name].mark != after.looks[name].mark
    ]


def _meant(statement: Statement | None, changed: list[str]) -> list[str]:
    """Return those of the changed names that the line itself names as what it changes."""
    targets = statement.targets if statement else ()
    roots = [target.partition("[")[0] for target in targets]
    exact = [name for name in changed if name in targets]
    return exact or [name for name in changed if name in roots] or changed[:1]


def _tied(targets: list[str], changed: list[str], after: Snapshot) -> list[str]:
    """Return the other changed names that share their content with one of the `targets`."""
    tied = {name for tie in after.ties if {tie.name, tie.other} & {*targets} for name in tie.names}
    return [name for name in changed if name in tied and name not in targets]


def _are_one(targets: list[str], too: list[str], after: Snapshot, since: dict) -> str:
    """Say how the arrays that were changed as well hang together with what was changed."""
    ties = [tie for tie in after.ties if (tie.name in targets) != (tie.other in targets)
            and (tie.name in too or tie.other in too)]  # fmt: skip
    ties.sort(key=lambda tie: not tie.same)
    line = since.get(ties[0].names, 1)
    when = f"since line {line}" if line > 1 else "from the start"
    return f"{f'they are one {ties[0].kind}' if ties[0].same else 'one is a view of the other'} {when}"


def _repeated(before: Snapshot, after: Snapshot) -> Iterator[tuple[list[str], str]]:
    """The places of one list or dict that are newly one and the same array, and its kind."""
    known = {(tie.name, tie.other) for tie in before.ties}
    seen: set[str] = set()
    for tie in after.ties:
        root, other = (name.partition("[")[0] for name in (tie.name, tie.other))
        if tie.same and root == other and (tie.name, tie.other) not in known and root not in seen:
            seen.add(root)
            places = [tie.name] + [t.other for t in after.ties if t.name == tie.name and t.same
                                   and t.other.startswith(root + "[")]  # fmt: skip
            yield places, tie.kind


def lost_axes(statement: Statement | None, parts: Parts, lost: dict[str, int]) -> dict[str, int]:
    """Return the names that hold a reduction without keepdims, by its axis, after the line."""
    node = statement.node if statement else None
    if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
        return lost
    name = node.targets[0].id
    axis = next((call.axis for call in parts.calls if call.node is node.value), None)
    return {**{other: value for other, value in lost.items() if other != name},
            **({} if axis is None else {name: axis})}  # fmt: skip
