"""What every page must keep to: functions of a page that return a list of what is wrong."""

import html
import re
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path

from dlfs.classroom.drawing.figures import SMALLEST_ALT

FETCHING = {"src", "srcset", "poster", "data", "background", "action", "formaction", "href", "ping"}
REFERRING = ("aria-labelledby", "aria-describedby", "for")
TELLING = 12


class _Tags(HTMLParser):
    def __init__(self, text: str):
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, {name: value or "" for name, value in attributes}))


@dataclass
class Html:
    """A page, its tags, and the folder it stands in."""

    text: str
    folder: Path = field(default_factory=Path)

    @cached_property
    def tags(self) -> list[tuple[str, dict]]:
        return _Tags(self.text).tags

    @cached_property
    def ids(self) -> list[str]:
        return [of["id"] for _, of in self.tags if "id" in of]

    @cached_property
    def words(self) -> str:
        """All that the page says, folded or not, and what its attributes hold; without tags."""
        held = " ".join(value for _, of in self.tags for value in of.values())
        return html.unescape(re.sub(r"<[^>]*>", "", self.text)) + "\n" + held


def page_at(path: Path) -> Html:
    return Html(path.read_text(encoding="utf-8"), path.parent)


def addresses_outside(page: Html) -> list[str]:
    """Return what the page would fetch from elsewhere; a link to follow fetches nothing."""
    fetched = [
        value
        for tag, of in page.tags
        for name, value in of.items()
        if name in FETCHING and not (tag == "a" and name == "href")
    ]
    fetched += re.findall(r"url\([\"']?([^)\"']+)", page.text)
    return [value for value in fetched if re.match(r"(?!data:)[a-z+]+:|//", value.strip())]


def pictures_without_words(page: Html) -> list[str]:
    """Return the pictures without an alt text that could replace them; a background needs none."""
    pictures = [of for tag, of in page.tags if tag == "img"]
    return [
        of.get("src", "")
        for of in pictures
        if len(of.get("alt", "")) < SMALLEST_ALT
        and not (of.get("alt") == "" and of.get("src", "").endswith("-background.webp"))
    ]


def broken_links(page: Html) -> list[str]:
    """Return the addresses within the site at which nothing stands."""
    used = [of[name] for _, of in page.tags for name in ("href", "src") if of.get(name)]
    return [where for where in used if not _leads_somewhere(where, page)]


def _leads_somewhere(where: str, page: Html) -> bool:
    if re.match(r"[a-z]+:", where):
        return True
    name, _, place = where.partition("#")
    target = page_at(page.folder / name) if name and place else page
    return (not name or (page.folder / name).is_file()) and (not place or place in target.ids)


def confused_ids(page: Html) -> list[str]:
    """Return ids that are there twice, and ids that are named and not there."""
    twice = {name for name in page.ids if page.ids.count(name) > 1}
    named = {
        name for _, of in page.tags for attribute in REFERRING
        for name in of.get(attribute, "").split()
    }  # fmt: skip
    return sorted(twice | (named - set(page.ids)))


def faults_of_headings(page: Html) -> list[str]:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    faults = [] if levels[:1] == [1] and levels.count(1) == 1 else ["not one h1, in front"]
    steps = zip(levels, levels[1:])
    return faults + [f"h{one} before h{other}" for one, other in steps if other > one + 1]


def fields_without_labels(page: Html) -> list[str]:
    labelled = {of.get("for") for tag, of in page.tags if tag == "label"}
    fields = [of for tag, of in page.tags if tag in ("input", "textarea", "select")]
    return [of.get("id", "?") for of in fields if of.get("type") != "radio"
            and of.get("id") not in labelled]  # fmt: skip


def lines_of_solutions(page: Html, solutions: list[str], shown: str) -> list[str]:
    """Return the lines of `solutions` on the page which the lesson's own cells, `shown`, lack."""
    allowed = _lines(shown)
    secret = {line for text in solutions for line in _lines(text) if len(line) >= TELLING}
    return sorted(line for line in secret - allowed if line in _squeezed(page.words))


def _lines(text: str) -> set[str]:
    return {_squeezed(line) for line in text.splitlines()} - {""}


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


RULES = (
    addresses_outside, pictures_without_words, broken_links, confused_ids, faults_of_headings,
    fields_without_labels,
)  # fmt: skip
