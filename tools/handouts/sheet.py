"""Chooses from a lesson what stands on its worksheet, in the order of the lesson.

The rules need no marks in the notebook:

- objectives, minutes and needs, from course.toml;
- the question of the day; of the prose of the class, what the lesson itself sets in bold before
  the first exercise, its terms and sub-goals; each displayed formula with the sentence before it;
- each picture of the class, once, and each question and exercise of the whole lesson, once.

A prediction comes before what it is about. Where its section goes on to show something, the page
ends, "turn over when you are told", and the other predictions of the section come before that, too.
Strips of explorers, and what is said about them, wait until the first such turn; a strip that the
lesson shows again after a later prediction waits for that. Folded texts and key points say what was
seen, so only instructors get them.
"""

import re
from dataclasses import dataclass, replace
from itertools import groupby

from dlfs.classroom import lessons
from dlfs.classroom.lessons import exercise as exercises
from dlfs.classroom.lessons import question as questions
from tools.handouts import HandoutError
from tools.handouts.material import ALWAYS, BLANK, NEVER, Event, Material

PREDICTIONS = ("predict", "second")
SHOWN = ("picture", "idea", "table")
RETRIEVED = "retrieve"
OF_THE_DAY, AFTER_CLASS, KEY_POINTS = "The question of the day", "After class", "Key points"
BOLD = re.compile(r"\*\*\w[^*]*\*\*")
# What only instructors see, and what students get in its place: room to write.
FOR_INSTRUCTORS = {"folded": "saw", "key points": "own words"}


@dataclass(frozen=True)
class Block:
    """One thing on paper. `fields` of a question or an exercise are those a student may see."""

    kind: str
    place: str
    section: int = 0
    text: str = ""
    minutes: str = ""
    picture: Event | None = None
    fields: dict | None = None
    where: str = ""

    @property
    def is_prediction(self) -> bool:
        return self.where in PREDICTIONS

    @property
    def is_strip(self) -> bool:
        return self.picture is not None and self.picture.is_strip


@dataclass(frozen=True)
class Sheet:
    """What stands on the worksheet of a lesson, first in class, then afterwards."""

    material: Material
    in_class: tuple[Block, ...]
    after: tuple[Block, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.in_class + self.after


def student_sheet(material: Material) -> Sheet:
    """Return the worksheet without anything that is not for students."""
    sheet = instructor_sheet(material)
    return replace(sheet, in_class=_without_answers(sheet.in_class))


def instructor_sheet(material: Material) -> Sheet:
    """Return the same worksheet, with the folded texts and the key points in their places."""
    walk = _Walk(material)
    for event in _with_each_picture_once(material):
        walk.take(event)
    return Sheet(material, tuple(with_turns(walk.in_class)), tuple(walk.after))


def _with_each_picture_once(material: Material) -> list[Event]:
    """Return the events; of a strip that is shown again after a prediction, the last counts."""
    kept: dict[bytes, tuple[int, int]] = {}
    predictions = 0
    for at, event in enumerate(material.events):
        if event.kind == "section" and event.text == AFTER_CLASS:
            break
        predictions += event.kind == "ask" and _place_in(material, event) in PREDICTIONS
        if event.kind != "picture" or NEVER in event.tags:
            continue
        first = kept.get(event.png)
        if first is None or (first[1] < predictions and not material.events[first[0]].tags):
            kept[event.png] = at, predictions
    chosen = {at for at, _ in kept.values()}
    return [
        event for at, event in enumerate(material.events)
        if event.kind != "picture" or at in chosen or ALWAYS in event.tags
    ]  # fmt: skip


def _place_in(material: Material, event: Event) -> str:
    """Say where in this lesson a question stands: at home, or asked again at the beginning."""
    fields = public_question(event.text, material.place(event.cell))
    return fields["where"] if fields["lesson"] == material.lesson.number else RETRIEVED


def _without_answers(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks with room to write in place of what only instructors see.

    There is room for what was seen only where its picture is printed.
    """
    kept: list[Block] = []
    for block in blocks:
        if block.kind in FOR_INSTRUCTORS:
            block = Block(FOR_INSTRUCTORS[block.kind], block.place, block.section)
        if block.kind != "saw" or has_picture(kept, block.section):
            kept.append(block)
    return tuple(kept)


def has_picture(before: list[Block], section: int) -> bool:
    """Say whether a picture of this section stands there, and nothing was said about it yet."""
    for block in reversed(before):
        if block.section != section or block.kind == "saw":
            return False
        if block.picture is not None:
            return True
    return False


def public_question(name: str, place: str) -> dict:
    """Return what a student may see of a question. Raises HandoutError for an unknown id."""
    found = lessons.find_question(name)
    if found is None:
        raise HandoutError(f"{place}: there is no question {name} in dlfs/classroom/lessons.")
    return questions.public_fields(found)


def public_exercise(name: str, place: str) -> dict:
    """Return what a student may see of an exercise, without its hints. Raises HandoutError."""
    found = lessons.find_exercise(name)
    if found is None:
        raise HandoutError(f"{place}: there is no exercise {name} in dlfs/classroom/lessons.")
    return {key: value for key, value in exercises.public_fields(found).items() if key != "hints"}


class _Walk:
    """Goes through the events of a lesson and keeps what belongs on paper."""

    def __init__(self, material: Material):
        self.material = material
        self.in_class: list[Block] = []
        self.after: list[Block] = []
        self.headings: list[Block] = []
        self.lead: Event | None = None
        self.section, self.title = 0, ""
        self.afterwards = self.exercised = self.of_the_day = False
        self.seen: set = set()

    def take(self, event: Event) -> None:
        if NEVER not in event.tags or event.kind in ("section", "ask", "check"):
            getattr(self, f"_{event.kind}")(event)

    def _section(self, event: Event) -> None:
        self.lead = None
        if event.level == 1:
            return
        self.title = event.text
        if event.level == 2:
            self.section += 1
            self.headings = []
            self.of_the_day = event.text == OF_THE_DAY
            self.afterwards = self.afterwards or event.text == AFTER_CLASS
        self.headings = [one for one in self.headings if one.kind == "heading 2"]
        self.headings.append(self._block(f"heading {event.level}", event, text=event.text))

    def _minutes(self, event: Event) -> None:
        self.headings = [replace(one, minutes=event.minutes) for one in self.headings]

    def _paragraph(self, event: Event) -> None:
        if self.title == KEY_POINTS:
            self._key_point(event)
        elif ALWAYS in event.tags or self._is_idea(event.text):
            if self.lead and event.text.startswith("$$"):
                self._idea(self.lead)
            self._idea(event)
            self.lead = None
        else:
            self.lead = event

    def _key_point(self, event: Event) -> None:
        if self.in_class and self.in_class[-1].kind == "key points":
            before = self.in_class.pop()
            self.in_class.append(replace(before, text=f"{before.text}\n\n{event.text}"))
        else:
            block = self._block("key points", event, text=event.text)
            self._add(block, with_heading=False)

    def _is_idea(self, text: str) -> bool:
        if self.afterwards or self.section == 0:
            return False
        bold = BOLD.search(re.sub(r"`[^`]*`", "", text)) and not self.exercised
        return bool(bold or "$$" in text or (self.of_the_day and "?" in text))

    def _idea(self, event: Event) -> None:
        self._add(self._block("idea", event, text=event.text))

    def _folded(self, event: Event) -> None:
        if not self.afterwards:
            self._add(self._block("folded", event, text=event.text), with_heading=False)

    def _picture(self, event: Event) -> None:
        self.lead = None
        if self.afterwards and ALWAYS not in event.tags:
            return
        kind = "blank picture" if BLANK in event.tags else "picture"
        self._add(self._block(kind, event, picture=event))

    def _table(self, event: Event) -> None:
        kind = "blank table" if BLANK in event.tags else "table"
        self._add(self._block(kind, event, text=event.text))

    def _ask(self, event: Event) -> None:
        self.lead = None
        if event.text not in self.seen:
            self.seen.add(event.text)
            fields = public_question(event.text, self.material.place(event.cell))
            where = _place_in(self.material, event)
            self._add(self._block("question", event, fields=fields, where=where))

    def _check(self, event: Event) -> None:
        self.exercised, self.lead = True, None
        if event.text not in self.seen:
            self.seen.add(event.text)
            fields = public_exercise(event.text, self.material.place(event.cell))
            self._add(self._block("exercise", event, fields=fields))

    def _block(self, kind: str, event: Event, **rest) -> Block:
        return Block(kind, self.material.place(event.cell), self.section, **rest)

    def _add(self, block: Block, with_heading: bool = True) -> None:
        """Add a block, and before it the headings that wait for the first block below them."""
        target = self.after if self.afterwards else self.in_class
        if with_heading and not self.afterwards:
            target += self.headings
            self.headings = []
        target.append(block)


def with_turns(blocks: list[Block]) -> list[Block]:
    """Return the blocks with a turn after the predictions of a section that shows something later.

    Strips before the first turn, and what is said about them, come right after it.
    """
    turned: list[Block] = []
    for _, section in groupby(blocks, lambda block: block.section):
        turned += _with_turn(list(section))
    turns = [at for at, block in enumerate(turned) if block.kind == "turn"]
    if not turns:
        return turned
    kept, early = _apart(turned[: turns[0]])
    return [*kept, turned[turns[0]], *early, *turned[turns[0] + 1 :]]


def _with_turn(section: list[Block]) -> list[Block]:
    """Return one section, its predictions together before the turn, if it needs one."""
    first = next((at for at, block in enumerate(section) if block.is_prediction), None)
    if first is None or not _shows_something(section[first:]):
        return section
    before, after = section[:first], section[first:]
    predictions = [block for block in after if block.is_prediction]
    rest = [block for block in after if not block.is_prediction]
    turn = Block("turn", predictions[0].place, predictions[0].section)
    return [*before, *predictions, turn, *without_idle_headings(rest, "heading 3")]


def _shows_something(following: list[Block]) -> bool:
    return any(block.kind in SHOWN for block in following)


def _apart(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """Return the blocks that may stand before a turn, and the strips with what follows on them."""
    kept: list[Block] = []
    early: list[Block] = []
    in_strip = False
    for block in blocks:
        in_strip = block.is_strip or (in_strip and block.kind == "idea")
        (early if in_strip else kept).append(block)
    return without_idle_headings(kept), early


def without_idle_headings(blocks: list[Block], last: str = "heading 2") -> list[Block]:
    """Return the blocks without the headings that have nothing below them."""
    kept: list[Block] = []
    for block in reversed(blocks):
        following = kept[-1].kind if kept else last
        if not (block.kind.startswith("heading") and following in ("heading 2", block.kind)):
            kept.append(block)
    return kept[::-1]
