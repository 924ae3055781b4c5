"""The front page: what the README says first, the lesson map, and how to open Jupyter."""

import html
import re

from tools.course import README, Lesson, in_parts
from tools.site.frame import address, live_address
from tools.site.markup import Markup
from tools.site.thumbnails import SIZE, Cover

PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]*)\)")
JUPYTER = "Two commands"
# What this edition is; the notebooks cannot say it, for they are the other edition.
ABOUT = """\
This is the edition that needs no installation: pages with everything that the notebooks print.
Questions are answered in place, shuffled lines are put in order, and there is practice. An explorer has one control or two
here, and all of them in Jupyter. Functions are written in Jupyter, where your code runs. What you
answer is kept in this browser and goes nowhere; the end of each lesson saves a table of it.
"""
RUNNING = (
    '<p>Every lesson <a href="{}index.html">runs in your browser</a>, too: nothing is installed, and the '
    "first one that you open loads Python, about 25 MB.</p>"
)


def first_words(readme: str) -> tuple[str, str]:
    """Return the README's title and its first paragraph, as markdown."""
    blocks = readme.split("\n\n")
    return blocks[0].removeprefix("# ").strip(), blocks[1]


def section(readme: str, heading: str) -> str:
    """Return the text below a second-level heading of the README. Raises ValueError without it."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", readme, re.M | re.DOTALL)
    if not found:
        raise ValueError(f"the README has no section {heading!r}")
    return found[1].strip()


def front(
    course: list[Lesson], there: list[Lesson], markup: Markup, pictures: dict[str, Cover],
    live: str = "",
) -> str:  # fmt: skip
    """Return the text of the front page, its pieces of markdown marked.

    `pictures` has the picture of a lesson, by its number; `live` is the folder of the live edition,
    if there is one.
    """
    readme = README.read_text(encoding="utf-8")
    title, words = first_words(readme)
    parts = "".join(
        f'<h3>{html.escape(title)}</h3><ol class="map">'
        + "".join(_row(one, one in there, markup, pictures.get(one.number), live) for one in lessons)
        + "</ol>"
        for title, lessons in in_parts(course).items()
    )
    running = RUNNING.format(live) if live else ""
    missing = len(there) < len(course)
    note = "<p>A lesson without a link is still being written.</p>" if missing else ""
    return (
        f"<h1>{html.escape(title)}</h1>{markup.markdown(words)}{markup.markdown(ABOUT)}{running}"
        f'<h2 id="lessons">The lessons</h2>{parts}{note}'
        '<p><a href="glossary.html">Glossary</a>: the words of the course, and what they mean.</p>'
        '<p><a href="practice.html">Practice</a>: tasks for the head, with an answer to each wrong '
        "number.</p>"
        f'<h2 id="jupyter">The lessons in Jupyter</h2>{markup.markdown(section(readme, JUPYTER))}'
    )


def _row(
    lesson: Lesson, is_there: bool, markup: Markup, picture: Cover | None, live: str
) -> str:
    name = html.escape(f"{int(lesson.number)} {lesson.title}")
    if is_there:
        name = f'<a href="{address(lesson)}">{name}</a>'
    run = f', <a href="{live_address(lesson, live)}">run it</a>' if live and is_there else ""
    objectives = "".join(f"<li>{markup.line(text)}</li>" for text in lesson.objectives)
    cover = _image(picture) if picture else ""
    return (
        f'<li>{cover}<p class="name">{name} <span class="minutes">{lesson.minutes} minutes{run}</span></p>'
        f"<ul>{objectives}</ul></li>"
    )


def _image(cover: Cover) -> str:
    width, height = SIZE
    words = html.escape(cover.words)
    return f'<img src="{cover.address}" alt="{words}" width="{width}" height="{height}">'


def glossary(course: list[Lesson], meanings: dict[str, str]) -> str:
    """Return the terms in the order of the alphabet, each with its meaning and its lesson."""
    home = {term: lesson for lesson in course for term in lesson.terms}
    entries = "".join(
        f"<dt>{html.escape(term)}</dt><dd>{html.escape(meanings[term])} "
        f'<a href="{address(home[term])}">Lesson {int(home[term].number)}</a></dd>'
        for term in sorted(home, key=str.lower)
    )
    return f'<h1 id="glossary">Glossary</h1><p><a href="index.html">All lessons</a></p><dl>{entries}</dl>'
