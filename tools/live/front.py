"""The front page of the live edition, with a link to each lesson, and the bar above each of them."""

import html
import re
from pathlib import Path
from string import Template

from tools.course import Lesson, in_parts, read_course
from tools.site.frame import address as page_of
from tools.site.frame import live_address

PAGE, BAR = (Path(__file__).parent / name for name in ("front.html", "bar.html"))
SETTINGS = re.compile(r'<script id="jupyter-config-data".*?</script>', re.DOTALL)


def front(former: str, pages: str = "") -> str:
    """Return the page, as HTML. `former` is JupyterLite's own, whose settings it keeps.

    `pages` is where the static edition is, if there is one. Raises ValueError where `former` has no
    settings.
    """
    settings = SETTINGS.search(former)
    if not settings:
        raise ValueError("the front page of JupyterLite has no settings any more")
    rows = "\n".join(
        f'<h3>{html.escape(title)}</h3>\n<ol start="{int(lessons[0].number)}">\n'
        + "\n".join(_row(lesson, pages) for lesson in lessons)
        + "\n</ol>"
        for title, lessons in in_parts(read_course()).items()
    )
    static = f'<p><a href="{pages}index.html">The lessons as pages</a>, for reading.</p>' if pages else ""
    page = Template(PAGE.read_text(encoding="utf-8"))
    return page.substitute(lessons=rows, settings=settings[0], static=static)


def bar(former: str, pages: str = "") -> str:
    """Return the page in which a lesson opens: JupyterLite's own, and the course's bar in it.

    Raises ValueError where `former` has no end that the bar could stand before.
    """
    if former.count("</body>") != 1:
        raise ValueError("the page of its notebooks has no end any more")
    link = f'<a data-pages="../{pages}" hidden>This lesson as a page</a>' if pages else ""
    whole = Template(BAR.read_text(encoding="utf-8")).substitute(page=link)
    return former.replace("</body>", f"{whole}</body>")


def _row(lesson: Lesson, pages: str) -> str:
    aims = "".join(f"<li>{_with_code(text)}</li>" for text in lesson.objectives)
    static = f', <a href="{pages}{page_of(lesson)}">as a page</a>' if pages else ""
    return (
        f'<li><a href="{live_address(lesson, "")}">{html.escape(lesson.title)}</a> '
        f'<span class="minutes">{lesson.minutes} minutes{static}</span><ul>{aims}</ul></li>'
    )


def _with_code(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))
