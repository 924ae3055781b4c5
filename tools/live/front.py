"""The front page of the live edition: what it is, and a link to each lesson."""

import html
import re
from pathlib import Path
from string import Template

from tools.course import Lesson, read_course

PAGE = Path(__file__).parent / "front.html"


SETTINGS = re.compile(r'<script id="jupyter-config-data".*?</script>', re.DOTALL)


def front(former: str) -> str:
    """Return the page, as HTML. `former` is JupyterLite's own, whose settings it keeps.

    Raises ValueError where that one has none.
    """
    settings = SETTINGS.search(former)
    if not settings:
        raise ValueError("the front page of JupyterLite has no settings any more")
    rows = "\n".join(map(_row, read_course()))
    page = Template(PAGE.read_text(encoding="utf-8"))
    return page.substitute(lessons=rows, settings=settings[0])


def address(lesson: Lesson) -> str:
    """Return where a lesson opens, seen from the front page."""
    return f"notebooks/index.html?path={lesson.file}"


def _row(lesson: Lesson) -> str:
    aims = "".join(f"<li>{_with_code(text)}</li>" for text in lesson.objectives)
    return (
        f'<li><a href="{address(lesson)}">{html.escape(lesson.title)}</a> '
        f'<span class="minutes">{lesson.minutes} minutes</span><ul>{aims}</ul></li>'
    )


def _with_code(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))
