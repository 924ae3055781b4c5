"""A person's name: as it is shown, as two spellings of it are compared, and in a file's name."""

from __future__ import annotations

import hashlib
import re
import unicodedata

LONGEST = 80
LONGEST_IN_A_FILE = 60


def cleaned(name: object) -> str:
    """`name` on one line, without what cannot be written or seen; "" where nothing is left."""
    kept = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in str(name))
    return unicodedata.normalize("NFC", " ".join(kept.split()))[:LONGEST].strip()


def words_of(name: str) -> list[str]:
    """The words of `name` without capitals, accents of Latin letters and signs between words.

    "Zo\\u00eb M\\u00fcller" and "zoe-muller" have the same. Other alphabets stay as they are.
    """
    letters, base = [], ""
    for sign in unicodedata.normalize("NFKD", name.casefold()):
        kind = unicodedata.category(sign)[0]
        base = base if kind == "M" else sign
        if kind == "M" and base.isascii():
            continue
        letters.append(sign if kind in "LNM" else " ")
    return unicodedata.normalize("NFC", "".join(letters)).split()


def slug(name: str) -> str:
    """`name` as a part of a file's name on every system: "ada-lovelace"; "" for an empty name.

    A name that has no letters is told from others by a few digits.
    """
    if not name:
        return ""
    whole = "-".join(words_of(name))
    short = whole.encode()[:LONGEST_IN_A_FILE].decode(errors="ignore").strip("-")
    if short == whole != "" and not re.fullmatch(r"\d+", whole):
        return whole
    print_of_it = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:6]
    return f"{short}-{print_of_it}".strip("-")


def same_name(one: str, other: str) -> bool:
    """Whether both are spellings of one name: "Ada Lovelace", "ada-lovelace", "LOVELACE, Ada"."""
    return bool(one and other) and key_of(one) == key_of(other)


def key_of(name: str) -> str:
    """The same for every spelling of one name, in whatever order its words stand."""
    return " ".join(sorted(words_of(name))) or name.casefold()
