"""An instructor's guide, and the numbers in it: which of them the lesson does not give.

A number is printed by a cell of its lesson or claimed, as one in the lesson's prose is. Beside a
setting it is also in the sentence that the explorer says at that setting.
"""

import re
from dataclasses import dataclass
from functools import cache, cached_property

from dlfs.classroom import lessons
from tools.course import NOTEBOOKS, Lesson
from tools.proof import claims
from tools.proof.guide_play import BUTTON, CODE, SETTING, played
from tools.proof.number_rules import printed_values, unproved_in, values_in
from tools.proof.pages import LISTED, Page, all_pages

INSTRUCTOR = NOTEBOOKS / "instructor"
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
# Settings, buttons and the values of a split, which other rules check.
CHECKED_CODE = re.compile(rf"{SETTING.pattern}|{BUTTON.pattern}|[-\d./; e]+")
HEADING = re.compile(r"^#.*$", re.MULTILINE)
# The expected split of a question: A 45, B 15 or, of numbers, right 40, `2.4`: 35, others 25.
EXPECTED = re.compile(r"\s*Expected: (.+?) %\.\s*")
SHARE = re.compile(r"(?:`([^`]+)`:|(\w+)) (\d+)")


@dataclass(frozen=True)
class Guide:
    """One guide: the number of its lesson, and its text."""

    number: str
    text: str

    @property
    def lesson(self) -> Lesson:
        return next(lesson for lesson in LISTED if lesson.number == self.number)

    @property
    def page(self) -> Page | None:
        """The lesson's notebook; None while there is none."""
        found = [page for page in all_pages() if page.is_lesson]
        return next((page for page in found if page.path.name == self.lesson.file), None)

    @cached_property
    def sections(self) -> dict[str, str]:
        """The text of every section of level 2, by its heading."""
        outside = FENCE.sub(lambda fence: re.sub("^", " ", fence[0], flags=re.MULTILINE), self.text)
        parts = re.split(r"^## +(.+)$", outside, flags=re.MULTILINE)
        return dict(zip(parts[1::2], parts[2::2], strict=True))

    @cached_property
    def predictions(self) -> dict[str, str]:
        """What stands under each heading of level 3 in the section of the predictions."""
        parts = re.split(r"^### +(.+)$", self.sections["The predictions"], flags=re.MULTILINE)
        return dict(zip(parts[1::2], parts[2::2], strict=True))

    def expected(self, name: str) -> list[tuple[str, int]]:
        """The expected split of a prediction: pairs of a letter, a value or a word, and percents."""
        found = EXPECTED.match(self.predictions.get(name, ""))
        shares = SHARE.findall(found[1]) if found else []
        return [(code or word, int(share)) for code, word, share in shares]

    def advice(self, name: str) -> str:
        """What the guide says to do about a prediction or an item of the exit ticket; else ""."""
        if name in self.predictions:
            return EXPECTED.sub("", self.predictions[name], count=1).strip()
        found = re.search(rf"^- `{re.escape(name)}`: (.+)$", self.sections["Exit ticket"], re.M)
        return found[1].strip() if found else ""

    def asked(self, *places: str) -> list:
        """The lesson's questions at these places; none while it has no notebook."""
        if self.page is None or self.number not in lessons.numbers():
            return []
        questions = lessons.lesson(self.number).questions
        return [question for question in questions if question.where in places]


def guides() -> list[Guide]:
    """Return the guides that exist, in the order of the course."""
    paths = sorted(INSTRUCTOR.glob("[0-9][0-9]_guide.md"))
    return [Guide(path.name[:2], path.read_text(encoding="utf-8")) for path in paths]


@cache
def readouts(guide: Guide) -> tuple[list[str], dict[str, list[str]]]:
    """Return what goes wrong with the guide's settings, and what the explorers say to each line."""
    return played(FENCE.sub("", guide.text), guide.page) if guide.page else ([], {})


def unsaid(guide: Guide) -> list[tuple[str, str]]:
    """Return (line, number) for every number that no setting of its line makes an explorer say."""
    return [(line, number) for line, said in readouts(guide)[1].items()
            for number in unproved_in(without_checked_code(line), values_in(said))]  # fmt: skip


def unproved(guide: Guide) -> list[tuple[str, str]]:
    """Return (line, number) for every number that the lesson neither prints nor claims."""
    if guide.page is None:
        return []
    proved = printed_values(guide.page) | claims.claimed(guide.number)
    lines = HEADING.sub("", guide.text).splitlines()
    return [(line, number) for line in lines
            for number in unproved_in(without_checked_code(line), proved)]  # fmt: skip


def without_checked_code(text: str) -> str:
    """Return the text without settings, buttons and values of a split, which others check."""
    return "".join(part for part, is_checked in parted(text) if not is_checked)


def parted(text: str) -> list[tuple[str, bool]]:
    """Return the pieces of the text in order, and for each whether it is such checked code."""
    pieces = re.split(r"(`[^`]+`:?)", text)
    return [(piece, _is_checked(piece)) for piece in pieces]


def _is_checked(piece: str) -> bool:
    code = CODE.fullmatch(piece)
    return bool(code and CHECKED_CODE.fullmatch(code[1]))
