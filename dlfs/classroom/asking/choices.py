"""Which choice an answer names: by its letter, its text, its value, or a word that it alone has."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dlfs.classroom.asking.numerals import Number
from dlfs.classroom.asking.reading import LONGEST, Form, cleaned, read
from dlfs.classroom.lessons.question import LETTERS

ABOUT = 0.05
NEAR = 0.01
# `less than 0.92` is not 0.92.
BESIDE = r"\b(?:less|more|fewer|lower|higher|smaller|larger|greater) than\b"
HEDGES = ("about", "almost", "nearly", "roughly")
TOKEN = r"[a-z]+(?:_[a-z]+)*|-?[0-9]*\.?[0-9]+(?:e[+-]?[0-9]+)?"
DRESSING = (
    "a an and answer are be because case choice choose d eq go guess i is it its le la letter ll m "
    "my maybe of option or perhaps pick probably s say should so take that the there they think "
    "this to yet print prints would with for will wird antwort ich denke glaube est reponse je pense que oder und ou "
    "et"
).split()
LETTER_FIRST = r"[ (\[\"']*(?:([A-H])(?: *[:;,.)\]-]| because | since | as )|([a-h])(?:[:)]| - ))"
# Of choices that have a number and one that has none, `none` names the second: it is kept a word.
NONE = r"\b[Nn][Oo][Nn][Ee]\b"
SAME = {"nones": "none", "inf": "infinity", "infinite": "infinity", "wont": "never", "yep": "yes", "yeah": "yes",
        "ja": "yes", "oui": "yes", "nope": "no", "nein": "no", "non": "no"}


@dataclass(frozen=True)
class Saying:
    """What a choice says: its words, those before its first stop, and the value it states."""

    words: tuple[str, ...]
    head: tuple[str, ...]
    value: float | None = None
    tolerance: float = 0.0


def saying(text: str, form: Form, tolerance: float) -> Saying:
    """The Saying of the text of a choice; `form` is that of a single number."""
    head = re.split(r": |\. |, |; |\.$", text, maxsplit=1)[0]
    found = read(head, replace(form, whole=None)) or read(head, form)
    hedged = set(HEDGES) & set(head.lower().split())
    value = found[0][0].value if found else None
    within = max(tolerance, ABOUT) if hedged else tolerance
    return Saying(words_of(text), words_of(head), value, within)


def words_of(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, without its signs."""
    found = re.findall(TOKEN, cleaned(re.sub(NONE, "nones", text)))
    return tuple(SAME.get(word, re.sub(r"^(-?)0+(?=[.0-9])", r"\1", word)) for word in found)


def letters_of(
    answer: object, sayings: tuple[Saying, ...], form: Form, known: tuple[float, ...] = ()
) -> str:
    """The letters that `answer` may mean: one where it is clear, more where it fits them all.

    A number that is `known`, and so is judged as a number, names no choice.
    """
    if not isinstance(answer, str) or len(answer) > LONGEST:
        return ""
    said, numbers = words_of(answer), [number for (number,) in read(answer, form)]
    count = len(sayings)
    surely = alone(answer, count) or _told(said, sayings) or _lettered(answer, count)
    if surely or _any_of(numbers, known):
        return surely
    by_value, by_words = _valued(numbers, sayings), _worded(said, sayings)
    if re.search(BESIDE, answer.lower(), re.ASCII):
        by_value = ""
    in_words = any(word.isalpha() and word not in DRESSING for word in said)
    first, second = (by_words, by_value) if in_words else (by_value, by_words)
    return first if len(first) == 1 else second if len(second) == 1 else first or second


def strange_to(answer: str, sayings: tuple[Saying, ...]) -> str:
    """The first word of `answer` that no choice has, and that may not stand around one; or ""."""
    known = {*DRESSING, *LETTERS[: len(sayings)].lower()}.union(*(one.words for one in sayings))
    return next((word for word in words_of(answer) if word not in known), "")


def _any_of(numbers: list[Number], known: tuple[float, ...]) -> bool:
    return any(number.agrees_with(value) for number in numbers for value in known)


def _those(sayings, fits) -> str:
    return "".join(letter for letter, one in zip(LETTERS, sayings, strict=False) if fits(one))


def _told(said: tuple[str, ...], sayings: tuple[Saying, ...]) -> str:
    """Whose text, or first words, are said, whatever `I think` stands before them."""
    for start in range(len(said)):
        rest = said[start:]
        found = _those(sayings, lambda one: rest in (one.words, one.head)
                       or "".join(rest) == "".join(one.words))  # fmt: skip
        if len(found) == 1:
            return found
        if said[start] not in DRESSING and not _is_letter(said[start], rest, sayings):
            break
    return ""


def _is_letter(word: str, rest: tuple[str, ...], sayings: tuple[Saying, ...]) -> bool:
    """Whether a choice is named twice, by its letter and by its text."""
    at = LETTERS.lower().find(word)
    return len(word) == 1 and 0 <= at < len(sayings) and rest[1:] == sayings[at].words


def alone(answer: str, count: int) -> str:
    """Return the answer's letter, one of the first `count`, where it is that and nothing else."""
    letter = answer.strip(" \t\r\n.,:;!?()[]\"'`*").upper()
    return letter if len(letter) == 1 and letter in LETTERS[:count] else ""


def _lettered(answer: str, count: int) -> str:
    """`B, because ...`, `I think b`, `A or B`."""
    letters = LETTERS[:count]
    names = re.findall(r"[A-Za-z]+", answer)
    single = [name.upper() for at, name in enumerate(names)
              if len(name) == 1 and name.upper() in letters
              and (name.isupper() or at == len(names) - 1)]  # fmt: skip
    others = [name for name in names if name.upper() not in single]
    if single and all(name.lower() in DRESSING for name in others):
        return "".join(sorted(set(single)))
    match = re.match(LETTER_FIRST, answer)
    letter = (match[1] or match[2]).upper() if match else ""
    return letter if letter and letter in letters else ""


def _valued(numbers: list[Number], sayings: tuple[Saying, ...]) -> str:
    """Whose value is said, or else about said: of 0.92 and 0.96, 92 % names the first."""
    for most in (NEAR, ABOUT):
        for number in numbers:
            found = _those(sayings, lambda one: one.value is not None
                           and number.agrees_with(one.value, min(one.tolerance, most)))  # fmt: skip
            if found:
                return found
    return ""


def _worded(said: tuple[str, ...], sayings: tuple[Saying, ...]) -> str:
    told = tuple(word for word in said if word not in DRESSING)
    if set(told) <= {"not"}:
        return ""
    own = [tuple(word for word in one.words if word not in DRESSING) for one in sayings]
    ways = (lambda words: words == told, lambda words: sorted(words) == sorted(told),
            lambda words: _stands_in(told, words),
            lambda words: set(told) <= set(words))  # fmt: skip
    found = ["".join(letter for letter, words in zip(LETTERS, own, strict=False) if way(words))
             for way in ways]  # fmt: skip
    return next((way for way in found if len(way) == 1), found[-1])


def _stands_in(told: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return any(words[at : at + len(told)] == told for at in range(len(words)))
