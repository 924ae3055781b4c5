"""Which array each value is written into, so that few are needed.

An entry-by-entry call writes over an operand that nobody reads again, as one would by hand. What
is left over serves the next value of its size.
"""

from __future__ import annotations

from operator import attrgetter

import numpy as np

from dlfs.compiled.recording import Call, Recorded, Value, is_like


class Place:
    """An array for one value after the other, from line `first` to line `last`.

    `former`: the place that its first line writes over; `same_as`: the one whose memory it has.
    """

    def __init__(self, first: int, part: str, former: Place | None) -> None:
        self.first, self.part, self.former, self.taken = first, part, former, False
        self.values: list[Value] = []
        self.same_as: Place | None = None

    @property
    def label(self) -> str:
        return sorted(self.values, key=attrgetter("named"))[-1].label

    @property
    def size(self) -> tuple[int, np.dtype]:
        return self.values[0].array.size, self.values[0].array.dtype


def planned(calls: list[Call], results, updated) -> tuple[list[Call], dict[Value, Place]]:
    """The calls that are needed for `results`, and where each array is. What others wrote is
    always called; an `updated` value, the new one of a variable, shares with nobody."""
    last = dict.fromkeys(_values(results), len(calls))
    needed = []
    for line, call in reversed([*enumerate(calls)]):
        if call.others or call.out in last:
            needed.append((line, call))
            for value in _values(call.operands):
                last.setdefault(value, line)
    places: dict[Value, Place] = {}
    needed.reverse()
    for line, call in needed:
        if call.others or np.ndim(call.out.array) == 0 and call.out not in updated:
            continue
        place = _written_over(call, line, last, places)
        # A gradient has a name of its own, also where it is written over a value.
        if place is None or place.part == "forward" != call.title[0]:
            place = Place(line, call.title[0], place)
        places[call.out] = place
        place.values.append(call.out)
        place.last = last[call.out]
    _share(dict.fromkeys(places.values()), {places[value] for value in updated})
    return [call for _, call in needed], places


def _values(things) -> list[Value]:
    return [x.value for x in things if isinstance(x, Recorded)]


def _written_over(call: Call, line: int, last, places) -> Place | None:
    for x in call.operands if call.entry_by_entry else ():
        if is_like(x, call.out.array) and not x.path and last[x.value] == line:
            if x.value in places:
                return places[x.value]
    return None


def _share(places, alone) -> None:
    sharing = [place for place in places if place not in alone]
    unfinished = sorted(sharing, key=attrgetter("last"), reverse=True)
    free: dict[tuple, list[Place]] = {}
    for place in sharing:
        while unfinished[-1].last < place.first:
            former = unfinished.pop()
            if not former.taken:
                free.setdefault(former.size, []).append(former)
        former = place.former or (free.get(place.size) or [None]).pop()
        if former is not None:
            former.taken, place.same_as = True, former.same_as or former
