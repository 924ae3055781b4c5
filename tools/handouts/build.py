"""Builds the handouts: reads the lessons, converts everything at once, and prints PDF files.

Everything is converted before the first page is made, so a formula that fails stops the build at
once. The same sources give the same bytes: no date, no font of this machine.
"""

import re
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from dlfs.classroom.lessons import find_exercise
from tools.course import NOTEBOOKS, ROOT, read_course
from tools.handouts import HandoutError
from tools.handouts.answers import Guide, missing_lines, read_guide, solutions_of
from tools.handouts.convert import Piece, typst_of
from tools.handouts.guide_pages import pages
from tools.handouts.material import Material, read_material
from tools.handouts.paper import LETTERS, ROOMS, Density, Key, Writer, string, title_of
from tools.handouts.sheet import instructor_sheet, student_sheet

TEMPLATES = [Path(__file__).with_name(name) for name in ("course.typ", "cards.typ")]
DIST = ROOT / "dist" / "handouts"
PAGES = (4, 6)  # two leaves, or three
NEW_LEAF = '\n\n#pagebreak(weak: true, to: "odd")\n\n'
STUDENT, INSTRUCTOR = "student's sheet", "instructor's edition"
PAPERS = {"a4": "A4", "us-letter": "Letter"}
EQUATION = re.compile(r'(#math\.equation\((?:block: true, )?alt: ("(?:[^"\\]|\\.)*"), \$.*?\$\))')
STANDARD = "ua-1"  # a tagged PDF, with texts for pictures and formulas


@dataclass(frozen=True)
class Source:
    """All that one lesson gives to its handouts."""

    material: Material
    key: Key
    guide: Guide | None


@dataclass(frozen=True)
class Page:
    """Typst and its pictures; the pictures are files beside it."""

    text: str
    pictures: dict[str, bytes]


def read_sources(notebooks: Path = NOTEBOOKS, only: str = "") -> list[Source]:
    """Return what the lessons that exist give. Raises HandoutError, naming the lesson."""
    listed = read_course(notebooks / "course.toml")
    present = [one for one in listed if (notebooks / one.file).exists()]
    chosen = [lesson for lesson in present if lesson.number.startswith(only)]
    if not chosen:
        known = ", ".join(lesson.number for lesson in present) or "none yet"
        raise HandoutError(f"There is no lesson {only}. The lessons are: {known}.")
    sources = []
    for lesson in chosen:
        material = read_material(lesson, notebooks)
        key = Key(solutions_of(lesson, notebooks))
        sources.append(Source(material, key, read_guide(material, notebooks)))
    return sources


class Words:
    """Markdown that has become Typst. Until `convert` is called, it only collects."""

    def __init__(self):
        self.pieces: dict[Piece, str] = {}

    def __call__(self, text: str, place: str) -> str:
        return self.pieces.setdefault(Piece(text, place), "")

    def convert(self) -> None:
        self.pieces = typst_of(self.pieces)


def student_writer(source: Source, words: Words) -> Writer:
    """Return the writer of a worksheet. It is given the material, and how long solutions are."""
    return Writer(student_sheet(source.material), words, to_write=code_to_write(source))


def code_to_write(source: Source) -> dict[str, int]:
    """Return for each exercise how many lines of code are to be written below its stub."""
    stubs = {name: find_exercise(name).stub for name in source.material.ids("check")}
    return {
        name: missing_lines(solution.code, stubs[name])
        for name, solution in source.key.solutions.items() if stubs.get(name)
    }  # fmt: skip


def instructor_page(source: Source, words: Words) -> Page:
    """Return the guide, and after it the worksheet with its answers."""
    writer = Writer(instructor_sheet(source.material), words, source.key)
    head, *parts = writer.parts(Density(LETTERS[0], *ROOMS[2]))
    guide = pages(source.material, source.guide, words)
    return Page("\n\n".join([guide, "#pagebreak(weak: true)", head, *parts]), writer.pictures)


def general_guides(notebooks: Path = NOTEBOOKS) -> list[Path]:
    """Return the instructor's Markdown files that belong to no single lesson."""
    found = sorted((notebooks / "instructor").glob("*.md"))
    return [path for path in found if not re.match(r"\d\d_guide", path.name)]


def general_page(path: Path, words: Words) -> Page:
    """Return an instructor's file as it stands."""
    return Page(words(path.read_text(encoding="utf-8"), path.name), {})


def converted(
    sources: Iterable[Source], notebooks: Path = NOTEBOOKS,
    also: Iterable[Callable[["Words"], None]] = (),
) -> Words:  # fmt: skip
    """Return the words of all handouts, and of all lessons: no formula goes unconverted."""
    words = Words()
    for collect in also:
        collect(words)
    for path in general_guides(notebooks):
        general_page(path, words)
    for source in sources:
        student_writer(source, words).parts(Density(LETTERS[0], *ROOMS[0]))
        instructor_page(source, words)
        for event in source.material.events:
            if event.kind in ("paragraph", "folded", "section"):
                words(event.text, source.material.place(event.cell))
    words.convert()
    return words


def document(
    sheets: list[Page], title: str, edition: str, paper: str = "a4", front: str = "",
    flipped: bool = False,
) -> Page:  # fmt: skip
    """Return one document of one or several sheets, each beginning on a new leaf."""
    settings = f"paper: {string(paper)}, title: {string(title)}, edition: {string(edition)}"
    head = "".join(f"#import {string(template.name)}: *\n" for template in TEMPLATES)
    head += f"#show: handout.with({settings}, flipped: {str(flipped).lower()})\n"
    body = NEW_LEAF.join(f"#[\n{sheet.text}\n]" for sheet in sheets)
    pictures = {name: png for sheet in sheets for name, png in sheet.pictures.items()}
    return Page(f"{head}{front}\n{body}\n", pictures)


def printed(page: Page, what: str, standards: tuple[str, ...] = (STANDARD,)) -> bytes:
    """Return the PDF of a document. Raises HandoutError with what Typst says, naming `what`."""
    import typst  # in the extra `handouts`

    try:
        return _compiled(page, standards)
    except typst.TypstError as error:
        guilty = _refused_formula(page.text)
        named = f"\n  It is the formula {guilty}: write it in another way." if guilty else ""
        raise HandoutError(f"{what}: Typst cannot set it: {error}{named}") from error


def _compiled(page: Page, standards: tuple[str, ...]) -> bytes:
    import typst

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for template in TEMPLATES:
            (root / template.name).write_bytes(template.read_bytes())
        for name, png in page.pictures.items():
            (root / name).write_bytes(png)
        main = root / "main.typ"
        main.write_text(page.text, encoding="utf-8", newline="\n")
        return typst.compile(
            str(main), root=folder, format="pdf",
            ignore_system_fonts=True, pdf_standards=list(standards),
        )  # fmt: skip


def _refused_formula(text: str) -> str:
    """Return the first formula of a document that Typst cannot set alone, read aloud."""
    import typst

    for formula, alt in dict.fromkeys(EQUATION.findall(text)):
        try:
            _compiled(Page(formula, {}), ())
        except typst.TypstError:
            return alt
    return ""


def page_count(pdf: bytes) -> int:
    """Return the number of pages that the PDF says it has."""
    counts = re.findall(rb"/Type\s*/Pages.*?/Count (\d+)", pdf, re.DOTALL)
    return max(int(count) for count in counts)


def fitted(source: Source, words: Words, paper: str) -> Page:
    """Return the student's sheet, on four pages if they are enough, otherwise on six.

    Within these, large letters come first, then room. Raises HandoutError if six are too few.
    """
    writer, title = student_writer(source, words), title_of(source.material.lesson)
    needed = {}
    for most, letters in product(PAGES, LETTERS):
        settings = [writer.parts(Density(letters, *room)) for room in ROOMS]
        if letters not in needed:
            needed[letters] = [
                [_pages_of(part, writer, paper, title) for part in parts]
                for parts in zip(*settings)
            ]
        rooms = best_rooms(needed[letters], most)
        if rooms:
            chosen = [settings[room][at] for at, room in enumerate(rooms)]
            return Page("\n\n".join(chosen), writer.pictures)
    least = min(sum(map(min, counts)) for counts in needed.values())
    raise HandoutError(
        f"{title}: its worksheet needs {least} pages of {PAPERS[paper]}, and at most"
        f" {PAGES[-1]} are wanted.\n  Tag a cell `no-handout`, or shorten what stands in bold."
    )


def _pages_of(part: str, writer: Writer, paper: str, title: str) -> int:
    page = document([Page(part, writer.pictures)], title, STUDENT, paper)
    return page_count(printed(page, f"{title}, {STUDENT}", standards=()))


def best_rooms(needed: list[list[int]], most: int) -> tuple[int, ...]:
    """Return for each part the index of its setting, the airiest that `most` pages allow.

    `needed` has for each part the pages that it needs in each setting. Empty: it cannot be done.
    """
    ways = product(*(range(len(counts)) for counts in needed))
    fitting = [
        way for way in ways
        if sum(counts[room] for counts, room in zip(needed, way)) <= most
    ]  # fmt: skip
    return min(fitting, key=lambda way: (max(way), sum(way)), default=())
