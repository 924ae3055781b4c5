"""Which array each value is written into, so that few are needed.

An entry-by-entry call writes over an operand that nobody reads again, as one would by hand. What
is left over serves the next value of its size.
"""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np

from dlfs.compiled.recording import Call, Recorded, Value


def roots(things) -> list[Value]:
    """The values among operands."""
    return [x.value for x in things if isinstance(x, Recorded)]


def needed_calls(calls: list[Call], results) -> list[Call]:
    """The calls without which a result would be missing. What others wrote is called always."""
    wanted, kept = set(roots(results)), []
    for call in reversed(calls):
        if isinstance(call.out, list) or call.out in wanted:
            wanted.update(roots(call.operands))
            kept.append(call)
    return kept[::-1]


class Place:
    """Memory for one value after the other. `values`: those that are written into it, in order."""

    def __init__(self, value: Value, first: int) -> None:
        self.values, self.first, self.last = [value], first, first
        self.same_as: Place | None = None

    @property
    def name_giver(self) -> Value:
        named = [value for value in self.values if value.named]
        return named[-1] if named else self.values[-1]


def places(calls: list[Call], results, exchanged) -> dict[Value, Place]:
    """The place of each array; `exchanged` values have places that they share with nobody."""
    last = _last_reads(calls, results)
    found: dict[Value, Place] = {}
    for line, call in enumerate(calls):
        if isinstance(call.out, list) or call.out.is_number and call.out not in exchanged:
            continue
        place = next((found[x.value] for x in _overwritable(call, line, last, found)), None)
        if place is None:
            place = Place(call.out, line)
        else:
            place.values.append(call.out)
        found[call.out] = place
        place.last = last[call.out]
    _share(dict.fromkeys(found.values()), {found[value] for value in exchanged})
    return found


def _last_reads(calls, results) -> dict[Value, int]:
    last = {}
    for line, call in enumerate(calls):
        last.update(dict.fromkeys(roots(call.operands), line))
    last.update(dict.fromkeys(roots(results), len(calls)))
    return last


def _overwritable(call: Call, line: int, last, found):
    for x in call.operands if call.is_entry_by_entry else ():
        if not isinstance(x, Recorded) or x.path or x.value not in found:
            continue
        same = x.shape == call.out.array.shape and x.dtype == call.out.array.dtype
        if same and last[x.value] == line:
            yield x


def _share(all_places, alone) -> None:
    """Let a place take over the memory of one whose last value has been read."""
    free: dict[tuple, list[Place]] = {}
    busy: list[tuple[int, int, Place]] = []
    for place in all_places:
        if place in alone:
            continue
        while busy and busy[0][0] < place.first:
            former = heappop(busy)[-1]
            free.setdefault(_size(former), []).append(former)
        if free.get(_size(place)):
            former = free[_size(place)].pop()
            place.same_as = former.same_as or former
        heappush(busy, (place.last, place.first, place))


def _size(place: Place) -> tuple[int, np.dtype]:
    array = place.values[0].array
    return array.size, array.dtype
