"""Several persons share one file of answers: each record says who made it.

    {"kind": "prediction", ..., "by": "3fa9c1"}              made by the person with this key
    {"kind": "person", "id": "3fa9c1", "name": "Ada L."}      whose name is this
    {"kind": "person", "id": "77b0e2", "same": "3fa9c1"}      and who is that person again

A record that says nothing was made by the first person, whose key is the empty text. The names
come later than the answers, and nothing that was written is ever changed.
"""

from __future__ import annotations

from collections.abc import Iterable

from dlfs.classroom.keeping.names import same_name

KIND = "person"


class Persons:
    """Who made which of the `records`. Keys that say the same person are one person."""

    def __init__(self, records: Iterable[dict]) -> None:
        self._same: dict[str, str] = {}
        self._named: list[tuple[str, str]] = []
        self._keys: dict[str, None] = {}
        self._last, self.told = "", 0
        for record in records:
            self._read(record)

    def _read(self, record: dict) -> None:
        self._last = str(record.get("by", ""))
        if record["kind"] == KIND:
            self._last, self.told = record["id"], self.told + 1
            if "name" in record:
                self._named.append((self._last, str(record["name"])))
            if self.of(other := str(record.get("same", self._last))) != self.of(self._last):
                self._same[self.of(self._last)] = other
        self._keys[self._last] = None

    @property
    def last(self) -> str:
        """The person who wrote last; "" where nobody has."""
        return self.of(self._last)

    @property
    def all(self) -> list[str]:
        """Every person, in the order in which they came."""
        return list(dict.fromkeys(map(self.of, self._keys)))

    def of(self, key: str) -> str:
        """The person with this key: the key that they began with."""
        while key in self._same:
            key = self._same[key]
        return key

    def maker(self, record: dict) -> str:
        """The person who made this record."""
        return self.of(str(record.get("by", "")))

    def name(self, key: str) -> str:
        """The latest name of this person; "" where none was told."""
        names = [name for named, name in self._named if self.of(named) == self.of(key)]
        return names[-1] if names else ""

    def called(self, name: str) -> str | None:
        """The person of this name, in whatever spelling, or None."""
        return next((key for key in self.all if same_name(self.name(key), name)), None)
