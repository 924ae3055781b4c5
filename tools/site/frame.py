"""What stands around a page's text: the head, the way to the other lessons, the contents."""

import html
import re
from pathlib import Path
from string import Template

from tools.course import Lesson

PAGE = Path(__file__).parent / "assets" / "page.html"
HEADING = re.compile(r'<h([1-6])(?: id="([^"]*)")?[^>]*>(.*?)</h\1>', re.DOTALL)


def framed(body: str, title: str, course: str, **more: str) -> str:
    """Return the whole page; `more` are its other parts, of which the description is
    words and the rest is HTML."""
    missing = dict.fromkeys(("around", "lessons", "contents", "footer", "answered"), "")
    parts = {"description": title} | missing | more
    parts["description"] = html.escape(parts["description"])
    template = Template(PAGE.read_text(encoding="utf-8"))
    return template.substitute(parts, body=body, title=html.escape(title), course=course)


def address(lesson: Lesson) -> str:
    """Return the name of the page of a lesson."""
    return lesson.file.removesuffix(".ipynb") + ".html"


def live_address(lesson: Lesson, live: str) -> str:
    """Return where a lesson runs, when `live` is the folder of the live edition."""
    return f"{live}notebooks/index.html?path={lesson.file}"


def way_on(lesson: Lesson, there: list[Lesson], live: str = "") -> str:
    """Return links to the lessons before and after `lesson`, of those that are `there`.

    Where there is a live edition, in the folder `live`, a link to the lesson in it comes first.
    """
    at = there.index(lesson)
    links = [f'<a href="{live_address(lesson, live)}">Run this lesson here</a>'] if live else []
    if at > 0:
        links.append(_link(there[at - 1], "prev", "Previous"))
    if at + 1 < len(there):
        links.append(_link(there[at + 1], "next", "Next"))
    return "\n".join(links)


def _link(lesson: Lesson, kind: str, word: str) -> str:
    name = html.escape(f"{int(lesson.number)} {lesson.title}")
    return f'<a rel="{kind}" href="{address(lesson)}">{word}: {name}</a>'


def lessons_list(there: list[Lesson], here: Lesson | None = None) -> str:
    """Return the list of all lessons, to be unfolded; `here` is the one of this page."""
    rows = "".join(f"<li>{_entry(lesson, lesson is here)}</li>" for lesson in there)
    return f'<details><summary>All lessons</summary><ol start="0">{rows}</ol></details>'


def _entry(lesson: Lesson, is_here: bool) -> str:
    current = ' aria-current="page"' if is_here else ""
    return f'<a href="{address(lesson)}"{current}>{html.escape(lesson.title)}</a>'


def contents_of(body: str) -> str:
    """Return the list of the second-level headings of a page, as links."""
    rows = [
        f'<li><a href="#{name}">{_plain(text)}</a></li>'
        for level, name, text in HEADING.findall(body)
        if level == "2" and name
    ]
    if not rows:
        return ""
    return (
        '<nav class="contents" aria-label="On this page"><details open>'
        f"<summary>On this page</summary><ol>{''.join(rows)}</ol></details></nav>"
    )


def _plain(heading: str) -> str:
    return re.sub(r"<[^>]*>", "", heading)


def with_lesson_links(body: str, there: list[Lesson]) -> str:
    """Return `body` with links to notebooks turned into links to pages, where there are pages."""
    pages = {lesson.file: address(lesson) for lesson in there}

    def link(found: re.Match) -> str:
        page = pages.get(Path(found[2]).name)
        return f'<a href="{page}">{found[3]}</a>' if page else found[3]

    return re.sub(r'<a href="([^":#]*/)?([^":#/]*\.ipynb)">(.*?)</a>', link, body, flags=re.DOTALL)
