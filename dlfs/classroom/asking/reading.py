"""Reads the numbers of an answer, however a person puts them: labels, lists, sentences, arithmetic.

Where a text can mean two things, both readings are returned, and the judge decides. What is in the
text beside numbers has to be known, or the text is not read at all: `not 4` is not 4.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product

import numpy as np

from dlfs.classroom.asking import words
from dlfs.classroom.asking.expressions import tokens_of, values
from dlfs.classroom.asking.numerals import Number, from_python

LONGEST = 200
MOST_NUMBERS = 20
MOST_READINGS = 200
OPEN, CLOSE = "([", ")]"
WORD = r"[a-z][a-z0-9_'/]*"
FIRST_WORD = rf"({WORD})(?:[.,]? +|(?=[-+]? ?[0-9.])|$)"
LAST_WORD = rf"(?<![a-z0-9_'/])({WORD})$|(?<=[0-9)%])([a-z]{{2,}})$"
BOTH_ALIKE = r"(?:both|all)(?: times)? ?=? (.*)|(.*[0-9)]) (?:both times|twice)"
EXPLAINED = r"(.*[^ *^/+=:<>~-]) +[(\[]([^()\[\]]*)[)\]]"
END_OF_PART = r"(?:[ ,;|]|\b(?:and|und|et|the|with)\b)*$"
# Between a label and its value. Where a digit is asked, a dash is one, too: `curve 1 - 3`.
BEHIND_LABEL = r"^[:= ]+"
BEHIND_LABEL_OF_DIGIT = r"^(?:-| +- +|(?: *[:=>]+)+)? *"
BEFORE_PART = r"^(?:[ ,;|]|\b(?:and|und|et)\b)*"
# A bracket that belongs to what is before it, so that its brackets are no dressing.
APPLIED = r"(?:[*/^-] ?|(?:sqrt|log|ln|exp|log10|log2) |(?:(?<!shape)[a-z]|[0-9]))[(\[]"
STRANGE_OR_WORD = rf"{WORD}|[^a-z0-9 .,;:|<>=~()\[\]*/^%+'_-]"


@dataclass(frozen=True)
class Form:
    """What an answer looks like: how many numbers, and what may stand around them."""

    count: int = 1
    labels: tuple[str, ...] = ()
    dressing: frozenset[str] = frozenset()
    digits: bool = False
    whole: float | None = None


ANY_FORM = frozenset((*words.DRESSING, *words.UNITS)) - set(words.NEVER_DRESSING)


def read_numbers(answer: object, count: int) -> tuple[tuple[Number, ...], ...]:
    """Every sensible reading of `answer` as `count` numbers; empty where there is none."""
    return read(answer, Form(count, dressing=ANY_FORM))


def read(answer: object, form: Form) -> tuple[tuple[Number, ...], ...]:
    """Every sensible reading of `answer`, each a tuple of `form.count` numbers. Raises nothing."""
    if isinstance(answer, str):
        return _read_text(cleaned(answer), form) if len(answer) <= LONGEST else ()
    parts = list(islice(_flat(answer), MOST_NUMBERS))
    if len(parts) != form.count:
        return ()
    return _together([_read_part(part, form) for part in parts])


def cleaned(text: str) -> str:
    """`text` in lower case and the signs of a keyboard, its number words as digits."""
    for pattern, new in _SIGN_RULES:
        text = pattern.sub(new, text)
    text = "".join(words.KEYBOARD.get(sign, sign if sign < "\x80" else words.STRANGE)
                   for sign in text).lower()  # fmt: skip
    for pattern, new in _FIRST_RULES:
        text = pattern.sub(new, text)
    text = _WORD.sub(lambda word: _in_digits(word[0]), text)
    for pattern, new in _WORD_RULES:
        text = pattern.sub(new, text)
    return _trimmed(text)


def strange_word(text: str, form: Form) -> str:
    """The first word or sign of a cleaned text that no answer of this form has; or nothing."""
    for name in re.findall(STRANGE_OR_WORD, text):
        if not (_is_dressing(name, form) or tokens_of(name) or name in words.JOINING):
            return name
    return ""


def found_numbers(text: str, form: Form) -> int:
    """How many numbers stand in a cleaned text, where they are not as many as the form asks."""
    for mark in _MARKS:
        parts = [part for part in mark.split(_flattened(_listed(text))) if part.strip(" ")]
        if 1 < len(parts) <= MOST_NUMBERS and all(_read_one(part, form) for part in parts):
            return len(parts)
    return 1 if _read_one(text, form) else 0


def dressing_of(texts: Iterable[str]) -> frozenset[str]:
    """The words that may stand around an answer to a question with these texts."""
    own = {word for text in texts for word in re.findall(r"[a-z]{2,}[0-9]?", text.lower())}
    counted = own & set(words.NUMBER_WORDS)
    return (ANY_FORM | own) - set(words.NEVER_DRESSING) - counted


def label_pattern(label: str) -> str:
    """What finds a label in a cleaned text, however it is spaced."""
    pieces = re.findall(r"[a-z]+|[0-9.]+|[^\sa-z0-9.]", cleaned(label))
    return r"(?<![a-z0-9_.])" + " *".join(map(re.escape, pieces)) + r"(?![a-z0-9_])"


def _compiled(rules) -> list[tuple[re.Pattern, str]]:
    return [(re.compile(pattern, re.ASCII), re.sub(r"\$([0-9])", r"\\\1", new))
            for pattern, new in rules]  # fmt: skip


_SIGN_RULES, _FIRST_RULES, _WORD_RULES = map(
    _compiled, (words.SIGN_RULES, words.FIRST_RULES, words.WORD_RULES)
)
_WORD = re.compile(words.WORD, re.ASCII)
_MARKS = [re.compile(mark) for mark in words.MARKS]
_LAST_MARKS = [re.compile(mark) for mark in words.LAST_MARKS]
_RELATION = re.compile(words.RELATION)
_FIRST_WORD, _LAST_WORD = re.compile(FIRST_WORD), re.compile(LAST_WORD)


def _in_digits(word: str) -> str:
    return words.NUMBER_WORDS.get(word.replace(" ", "-"), word)


def _trimmed(text: str) -> str:
    return re.sub(r"^[ ;]+|[ ,;.?]+$", "", text)


def _flat(answer: object, deepest: int = 4) -> Iterator[object]:
    if isinstance(answer, np.ndarray) and answer.size > 1:
        answer = answer.ravel()[: MOST_NUMBERS + 1].tolist()
    if isinstance(answer, list | tuple) and deepest:
        for part in answer[: MOST_NUMBERS + 1]:
            yield from _flat(part, deepest - 1)
    else:
        yield answer


def _read_part(part: object, form: Form) -> list[Number]:
    if not isinstance(part, str):
        return from_python(part)
    return _read_one(cleaned(part), form) if len(part) <= LONGEST else []


def _together(readings: list[list[Number]]) -> tuple[tuple[Number, ...], ...]:
    return tuple(islice(product(*readings), MOST_READINGS)) if all(readings) else ()


# Several numbers


def _read_text(text: str, form: Form) -> tuple[tuple[Number, ...], ...]:
    if form.count == 1:
        return _together([_read_one(_trimmed(text.replace(" ; ", " ")), form)])
    for parts in _splittings(text, form):
        readings = [_read_one(part, form) for part in parts] if len(parts) == form.count else [[]]
        if all(readings):
            return _together(readings)
    return ()


def _splittings(text: str, form: Form) -> Iterator[list[str]]:
    if form.labels and (values_of_labels := _by_labels(text, form)):
        yield values_of_labels
    if match := re.fullmatch(BOTH_ALIKE, text):
        yield [match[1] or match[2]] * form.count
    listed = _listed(_without_brackets(text))
    if form.digits:
        yield from _pairs(listed)
    for body in (listed, _flattened(listed))[: 1 if re.search(APPLIED, listed) else 2]:
        for mark in _MARKS:
            parts = mark.split(body)
            if not _displaced(parts, form):
                yield parts
    for mark in _LAST_MARKS:
        parts = mark.split(_flattened(listed))
        if all(re.fullmatch(r"[-+]?[0-9.]+", part) for part in parts):
            yield parts
    if not re.search(APPLIED, listed):
        parts = _without_names(listed)
        places = [(at, re.search(label, listed)) for at, label in enumerate(form.labels)]
        in_place = all(not match or len(_without_names(listed[: match.start()])) == at
                       for at, match in places)  # fmt: skip
        if in_place and all(re.fullmatch(r"[-+]?[0-9.]+", part) for part in parts):
            yield parts
    if form.digits and re.fullmatch(r"[0-9](?:[-./>]?[0-9])*", listed):
        yield re.findall("[0-9]", listed)


def _listed(text: str) -> str:
    return re.sub(words.AND, ", " if ", " in text else "; ", text)


def _without_brackets(text: str) -> str:
    """`text` without the brackets around all of it."""
    while text[:1] in OPEN and text and _closed_at(text) == len(text) - 1:
        text = re.sub(r"^ +|[ ,]+$", "", text[1:-1])
    return text


def _closed_at(text: str) -> int:
    """Where the bracket closes with which `text` begins; -1 where it does not."""
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign in OPEN) - (sign in CLOSE)
        if depth == 0:
            return at
    return -1


def _flattened(text: str) -> str:
    """`text` without any brackets."""
    text = re.sub(r" *[;|] *", ", ", text)
    return re.sub(r"^[ ,]+|[ ,]+$", "", re.sub(r" *[()\[\]] *", " ", text))


def _without_names(text: str) -> list[str]:
    """What is left between spaces and commas of `w = [0.5 0.25], b = 1` without its names."""
    bare = re.sub(r"[a-z][a-z0-9_]* *[=:]", " ", _flattened(text))
    return [part for part in re.split("[ ,]+", bare) if part]


def _by_labels(text: str, form: Form) -> list[str]:
    """What stands behind each of the labels, or before it, if each of them is there once."""
    places = [[match.span() for match in re.finditer(label, text)] for label in form.labels]
    if any(len(found) != 1 for found in places):
        return []
    spans = [found[0] for found in places]
    starts = sorted(start for start, _ in spans)
    if re.search(r"[0-9]", text[: starts[0]]):
        stops = [max((end for _, end in spans if end <= start), default=0) for start, _ in spans]
        return [re.sub(BEFORE_PART, "", text[stop:start])
                for stop, (start, _) in zip(stops, spans, strict=True)]  # fmt: skip
    ends = [min((start for start in starts if start >= end), default=len(text))
            for _, end in spans]  # fmt: skip
    behind = [text[end:stop] for (_, end), stop in zip(spans, ends, strict=True)]
    first = BEHIND_LABEL_OF_DIGIT if form.digits else BEHIND_LABEL
    return [re.sub(first, "", _end_of_part(part)) for part in behind]


def _end_of_part(text: str) -> str:
    return re.sub(END_OF_PART, "", text)


def _pairs(text: str) -> Iterator[list[str]]:
    """The digits of `1-3, 2-2, 3-4`, which are no differences."""
    for mark in _MARKS:
        parts = mark.split(text)
        pairs = [re.fullmatch(rf"{place} *(?:-|>|\)) *([0-9])", part)
                 for place, part in enumerate(parts, start=1)]  # fmt: skip
        if all(pairs):
            yield [pair[1] for pair in pairs]


def _displaced(parts: list[str], form: Form) -> bool:
    """Whether a part bears the label of another one."""
    if len(parts) != len(form.labels):
        return False
    return any(
        re.search(label, part)
        for at, part in enumerate(parts)
        for other, label in enumerate(form.labels)
        if other != at and not re.search(form.labels[at], part)
    )


# One number


def _read_one(text: str, form: Form) -> list[Number]:
    """Every reading of one number, in its words."""
    said = [_read_sides(part, form) for part in _of_whole(text, form).split(" or ")]
    if not all(said) or any(not said[0][0].agrees_with(other[0].value) for other in said[1:]):
        return []
    if form.whole is None:
        return said[0]
    shares = [number.times(form.whole) for number in said[0]
              if 0 < number.value < 1 or "%" in text]  # fmt: skip
    return said[0] + shares


def _of_whole(text: str, form: Form) -> str:
    if form.whole is None:
        return text
    text = re.sub(words.ALL, f"{form.whole:g}", text)
    return re.sub(words.NO, "0", text)


def _read_sides(text: str, form: Form) -> list[Number]:
    """The number behind the last relation; or before the only one, if a name stands behind."""
    if match := re.fullmatch(EXPLAINED, text):
        outer, inner = _read_sides(match[1], form), _read_sides(match[2], form)
        agreed = outer and inner and outer[0].agrees_with(inner[0].value)
        if agreed or (outer and not _undressed(match[2], form)):
            return outer
    if form.count == 1 and re.fullmatch(r"[0-9.]+ ?: ?[0-9.]+", text):
        return values(text.replace(":", "/"))
    sides = _RELATION.split(text)
    if found := _read_side(sides[-1], form):
        return found
    if len(sides) == 1 or re.search(r"[0-9]", "".join(sides[1:])):
        return []
    return _read_side(sides[0], form)


def _read_side(text: str, form: Form) -> list[Number]:
    text = _undressed(text, form)
    if match := re.fullmatch(r"([-+]?)([0-9]+) ([0-9]+/[0-9]+)", text):
        return values(f"{match[1]}({match[2]}+{match[3]})")
    if text.endswith("!"):
        return _exclaimed(text.rstrip("! "))
    if " of " in text:
        return _out_of(*text.split(" of ", 1), counted=form.whole not in (None, 1))
    return values(text)


def _out_of(part: str, whole: str, counted: bool) -> list[Number]:
    """`2 of 3` is a count or a share; `half of 200` is the share or the count that it makes."""
    if re.search("[/%]", part):
        product = values(f"({part})*({whole})")
        return values(part) + product if re.fullmatch("[0-9]+", whole) else product
    share, count = values(f"({part})/({whole})"), values(part)
    return count + share if counted else share + count


def _exclaimed(text: str) -> list[Number]:
    """`5!` is a 5 said aloud, or the factorial."""
    many = re.fullmatch(r"[0-9]|1[0-9]|20", text)
    return values(text) + ([Number(float(math.factorial(int(text))))] if many else [])


def _undressed(text: str, form: Form) -> str:
    """`text` without the words before and after its number, and without brackets around it."""
    before = None
    while before != text:
        before = text
        text = _trimmed(_without_brackets(text))
        if (match := _FIRST_WORD.match(text)) and _is_dressing(match[1], form):
            text = text[match.end() :]
        elif (match := _LAST_WORD.search(text)) and _is_dressing(match[1] or match[2], form):
            text = text[: match.start()].rstrip(" ,")
    return text


def _is_dressing(word: str, form: Form) -> bool:
    return word in form.dressing or all(
        part in form.dressing for part in re.split(r"['/]", word) if part
    )
