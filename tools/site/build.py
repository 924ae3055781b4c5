"""Builds the pages and writes them as one folder.

The folder is written anew and put in place at the end: a build that fails leaves the old one.
"""

import html
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import nbformat

from tools.course import NOTEBOOKS, README, ROOT, Lesson, read_course, read_glossary
from tools.site import frame, handing_in, orders, practice, search
from tools.site.cells import Page, body_of
from tools.site.explorers import Strip
from tools.site.font import LICENCE, font_css, missing_signs
from tools.site.front import first_words, front, glossary
from tools.site.markup import Markup
from tools.site.questions import number_data
from tools.site.thumbnails import Cover, chosen, cover_of_explorer, cover_of_figure

TARGET = ROOT / "dist" / "site"
ASSETS = Path(__file__).parent / "assets"
LARGEST = 2_500_000
MATH = re.compile(r"<math.*?</math>", re.DOTALL)
NOTE = re.compile(r"<annotation.*?</annotation>", re.DOTALL)
SLOT = "const FORMS = null;"
SCRIPTS = (
    "arithmetic.js", "answers.js", "orders.js", "rounds.js", "keeping.js", "goals.js",
    "practice.js", "site.js",
)  # fmt: skip


@dataclass(frozen=True)
class Built:
    """A page: its address, its HTML, and the files beside it by their addresses."""

    address: str
    page: str
    files: dict[str, bytes]
    explorers: int = 0
    questions: int = 0
    strips: dict[str, Strip] = field(default_factory=dict)
    figures: list[tuple[bytes, str]] = field(default_factory=list)
    sections: list[dict[str, str]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """The bytes of the page and the files beside it."""
        return len(self.page.encode("utf-8")) + sum(len(content) for content in self.files.values())


def existing(course: list[Lesson], notebooks: Path = NOTEBOOKS) -> list[Lesson]:
    """Return the lessons that have a notebook."""
    return [lesson for lesson in course if (notebooks / lesson.file).exists()]


def build_lesson(
    lesson: Lesson, course: list[Lesson], notebooks: Path = NOTEBOOKS, live: str = ""
) -> Built:
    """Return the page of a lesson. Raises ValueError, saying what, where something is missing.

    `live` is the folder of the live edition, seen from the page, if there is one.
    """
    there = existing(course, notebooks)
    notebook = nbformat.read(notebooks / lesson.file, as_version=4)
    page = Page(Markup(), lesson.file.removesuffix(".ipynb"))
    marked = body_of(notebook, page)
    body = frame.with_lesson_links(page.markup.fill(marked), there)
    around = frame.way_on(lesson, there, live)
    whole = frame.framed(
        f'{body}\n<nav class="onward" aria-label="Lessons">{around}</nav>',
        f"{int(lesson.number)} {lesson.title}",
        course_title(),
        description="After this lesson you can " + "; ".join(lesson.objectives),
        around=around,
        lessons=frame.lessons_list(there, lesson),
        contents=frame.contents_of(body),
        footer=footer(),
        answered=handing_in.answered(lesson.number),
    )
    files = {f"{page.folder}/{name}": content for name, content in page.files.items()}
    counts = page.counts.get("explorer", 0), page.counts.get("question", 0)
    title = f"{int(lesson.number)} {lesson.title}"
    sections = search.sections_of(frame.address(lesson), title, body)
    return Built(frame.address(lesson), whole, files, *counts, page.strips, page.figures, sections)


def build_front(
    course: list[Lesson], notebooks: Path = NOTEBOOKS, covers: dict[str, Cover] | None = None,
    live: str = "",
) -> Built:  # fmt: skip
    """Return the front page; `covers` are the pictures of the lessons, by their numbers.

    `live` is as for `build_lesson`.
    """
    markup = Markup()
    there = existing(course, notebooks)
    body = markup.fill(front(course, there, markup, covers or {}, live))
    page = frame.framed(body, course_title(), course_title(), footer=footer())
    files = {each.address: each.picture for each in (covers or {}).values()}
    return Built("index.html", page, files)


def build_glossary(course: list[Lesson], notebooks: Path = NOTEBOOKS) -> Built:
    """Return the page of the terms: what each means, with a link to its lesson."""
    meanings = read_glossary(notebooks / "course.toml")
    there = existing(course, notebooks)
    return _plain_page("glossary.html", "Glossary", glossary(there, meanings), there)


def build_practice(there: list[Lesson]) -> Built:
    """Return the page that has every kind of practice, with the tasks of all pages beside it."""
    made = _plain_page("practice.html", "Practice", practice.all_panels(), there)
    return replace(made, files=practice.files())


def build_search(there: list[Lesson], sections: list[dict[str, str]]) -> Built:
    """Return the page that finds words in all lessons."""
    made = _plain_page("search.html", "Search", search.BODY, there)
    files = {"index.js": search.index_of(sections), "search.js": asset("search.js")}
    scripts = "".join(f'<script src="{name}"></script>\n' for name in files)
    page = made.page.replace("</head>", f"{scripts}</head>")
    return Built(made.address, page, {name: text.encode("utf-8") for name, text in files.items()})


def _plain_page(address: str, title: str, body: str, there: list[Lesson]) -> Built:
    listed = frame.lessons_list(there)
    contents = frame.contents_of(body)
    page = frame.framed(body, title, course_title(), lessons=listed, contents=contents,
                        footer=footer())  # fmt: skip
    sections = search.sections_of(address, title, body)
    return Built(address, page, {}, sections=sections)


def asset(name: str) -> str:
    """Return the text of one of the files that are put into the site."""
    return (ASSETS / name).read_text(encoding="utf-8")


def course_title() -> str:
    """Return the course's name, as HTML."""
    return html.escape(first_words(README.read_text(encoding="utf-8"))[0])


def footer() -> str:
    """Return the licences, as HTML."""
    return (
        "<p>Text under CC BY 4.0, code under the BSD 3-Clause License. The mathematics font is "
        'STIX Two Math, under the <a href="OFL.txt">SIL Open Font License</a>.</p>'
    )


def mathematics(pages: list[str]) -> str:
    """Return the signs in the formulas of the pages, without what only machines read."""
    formulas = (NOTE.sub("", formula) for page in pages for formula in MATH.findall(page))
    return "".join(sorted(set(html.unescape(re.sub(r"<[^>]*>", "", "".join(formulas))))))


def shared_files(pages: list[str]) -> dict[str, bytes]:
    """Return the files that all pages use: styles, font, script."""
    signs = mathematics(pages)
    if missing_signs(signs):
        raise ValueError(f"the mathematics font has no {missing_signs(signs)}: tools/site/font.py")
    return {
        "site.css": (ASSETS / "site.css").read_bytes(),
        "math.css": font_css(signs).encode("ascii"),
        "site.js": script().encode("utf-8"),
        "OFL.txt": LICENCE.read_bytes(),
    }


def script() -> str:
    """Return the script of the pages: how answers are read, with its tables, then the page."""
    whole = "\n".join(map(asset, SCRIPTS))
    if SLOT not in whole:
        raise ValueError(f"{SCRIPTS[0]} has no line {SLOT!r}")
    tables = number_data() | handing_in.table_data() | {"orderSigns": orders.SIGNS}
    tables |= {"practice": practice.rules_data()}
    forms = f"const FORMS = {json.dumps(tables, ensure_ascii=True)};"
    return whole.replace(SLOT, forms)


def build(notebooks: Path = NOTEBOOKS, live: str = "") -> Iterator[Built]:
    """Give the pages one after the other: the lessons, and then the pages that know them all.

    `live` is as for `build_lesson`.
    """
    course = read_course(notebooks / "course.toml")
    there, covers, shown = existing(course, notebooks), {}, set()
    pages = [build_glossary(course, notebooks)]
    for lesson in there:
        built = build_lesson(lesson, course, notebooks, live)
        if built.size > LARGEST:
            raise ValueError(f"{built.address} has {built.size} bytes; at most {LARGEST} are fine")
        yield built
        pages.append(built)
        name = chosen(built.strips, shown)
        shown.add(name)
        if name:
            covers[lesson.number] = cover_of_explorer(lesson.number, built.strips[name])
        elif built.figures:
            covers[lesson.number] = cover_of_figure(lesson.number, *built.figures[0])
    yield pages[0]
    pages.append(build_practice(there))
    yield pages[-1]
    yield build_search(there, [part for page in pages for part in page.sections])
    yield build_front(course, notebooks, covers, live)


def write(
    target: Path = TARGET, notebooks: Path = NOTEBOOKS, tell: Callable[[Built], None] = id,
    live: str = "",
) -> Path:  # fmt: skip
    """Write the site into the folder `target`, in place of what is there; return its front page.

    `tell` is called with each page when it is built; `live` is as for `build_lesson`.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        # A temporary folder is its owner's alone; the one inside may be read by a web server.
        made, pages = Path(folder) / "site", []
        for built in build(notebooks, live):
            pages.append(built.page)
            _put(made, {built.address: built.page.encode("utf-8")} | built.files)
            tell(built)
        _put(made, shared_files(pages))
        shutil.rmtree(target, ignore_errors=True)
        shutil.move(made, target)
    return target / "index.html"


def _put(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
