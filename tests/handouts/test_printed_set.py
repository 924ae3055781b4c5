"""The printed set, as a whole: what stands in it, how long it is, and that it never changes."""

import json
import os
import re
import subprocess
import sys

import numpy as np
import pytest

from dlfs.classroom.explore.live import png_bytes
from dlfs.classroom.lessons import find_exercise
from tests.handouts import leaking, planted
from tests.handouts.paper_tools import (
    alts, empty_shares, fonts, image_widths, letter_sizes, needs_paper, reader, sizes, text_of,
)  # fmt: skip
from tests.handouts.planted import code, words
from tools.course import ROOT, in_parts, read_course
from tools.handouts import HandoutError, exam
from tools.handouts.__main__ import files, papers_of_the_course
from tools.handouts.build import (
    PAGES, Page, converted, document, fitted, general_guides, instructor_page, page_count,
    printed, read_sources,
)  # fmt: skip
from tools.handouts.cards import all_cards
from tools.handouts.material import PIXELS_PER_INCH
from tools.handouts.on_paper import for_paper
from tools.handouts.paper import A_BLANK, BLANK_LINE, ROOMS, title_of

pytestmark = needs_paper
SOURCES = read_sources()
EACH_LESSON = pytest.mark.parametrize(
    "source", SOURCES, ids=[source.material.lesson.number for source in SOURCES]
)
POINTS = {"a4": (595, 842), "letter": (612, 792)}
# Of both cores together: the whole set in at most a minute on two cores.
CPU_SECONDS = 60
LONGEST_EDITION = 14
# Which share of a page is empty below its last mark: margin and foot are 7 to 8 hundredths of it.
FULL, EMPTIEST = 0.15, 0.6
EMPTY_ON_AVERAGE = {"student": 0.14, "instructor": 0.22}
ANSWERS = ("exam_a_answers", "exam_b_answers", "test_answers")
SMALLEST, PRINTABLE = 7.5, 17.2
SMALLEST_DRAWN = 8  # of all figures that the lessons publish; most have letters of 10 pt


@pytest.fixture(scope="module")
def said():
    """The words of all handouts, converted."""
    return converted(SOURCES, also=(papers_of_the_course,))


@pytest.fixture(scope="module")
def built(said):
    """All files by name, and the processor's seconds that they took."""
    start = used()
    converted(SOURCES, also=(papers_of_the_course,))
    made = dict(files(SOURCES, said, with_cards=True))
    return made, used() - start


def used() -> float:
    """Return the processor's seconds of this process and of those that it waited for."""
    return sum(os.times()[:4])


def of_students(built, source) -> list[bytes]:
    stem = source.material.path.stem
    return [built[0][f"student/{stem}_{paper}.pdf"] for paper in POINTS]


def of_instructors(built, source) -> bytes:
    return built[0][f"instructor/{source.material.path.stem}.pdf"]


def test_the_set_is_complete(built):
    stems = [source.material.path.stem for source in SOURCES]
    expected = {f"student/{stem}_{paper}.pdf" for stem in stems for paper in POINTS}
    expected |= {f"instructor/{stem}.pdf" for stem in stems} | {"instructor/booklet.pdf"}
    expected |= {f"student/booklet_{paper}.pdf" for paper in POINTS}
    expected |= {f"instructor/{path.stem}.pdf" for path in general_guides()}
    expected |= {"instructor/terms.pdf"}
    expected |= {f"exam/{name}.pdf" for name in (*exam.HOW, *ANSWERS, "learning_gain")}
    expected |= {f"cards/{card.name}.pdf" for card in all_cards(read_course())}
    assert set(built[0]) == expected


def test_the_set_is_made_within_a_minute_on_two_cores(built):
    assert built[1] <= CPU_SECONDS


@EACH_LESSON
def test_no_verdict_hint_or_solution_stands_in_a_students_pdf(built, source):
    for pdf in of_students(built, source):
        assert leaking.leaks(text_of(pdf), source) == []


@EACH_LESSON
def test_the_same_search_finds_them_in_the_instructors_pdf(built, source):
    assert leaking.leaks(text_of(of_instructors(built, source)), source) != []


@EACH_LESSON
def test_every_question_and_exercise_is_printed_in_both_editions(built, source):
    for pdf in (*of_students(built, source), of_instructors(built, source)):
        assert leaking.missing(text_of(pdf), source.material) == []


def broken_lines(pdf: bytes, code: list[str]) -> list[str]:
    """Return the lines of code that do not stand in one line of the page."""
    printed_lines = [" ".join(line.split()) for line in text_of(pdf).splitlines()]
    wanted = (" ".join(A_BLANK.sub(BLANK_LINE, line).split()) for line in code)
    return [line for line in wanted if not any(one.endswith(line) for one in printed_lines)]


@EACH_LESSON
def test_no_line_of_code_is_broken(built, source):
    asked = [find_exercise(name) for name in source.material.ids("check")]
    code = [line for one in asked for line in (*one.stub.splitlines(), *one.lines)]
    for pdf in of_students(built, source):
        assert broken_lines(pdf, code) == []
    solved = [line for one in source.key.solutions.values() if not find_exercise(one.exercise).lines
              for line in one.code.splitlines()]  # fmt: skip
    assert broken_lines(of_instructors(built, source), [*code, *solved]) == []


def test_a_broken_line_of_code_is_found():
    line = "placeholders = [" + "node, " * 30 + "node]"
    page = Page(f'#raw("{line}", block: true)', {})
    assert broken_lines(printed(document([page], "planted", "planted"), "planted"), [line])


@EACH_LESSON
def test_a_worksheet_has_two_to_six_pages_of_its_paper(built, source):
    for pdf, size in zip(of_students(built, source), POINTS.values()):
        assert 2 <= len(reader(pdf).pages) <= PAGES[-1]
        assert sizes(pdf) == {size}


@EACH_LESSON
def test_the_first_page_of_a_worksheet_is_full_and_no_other_is_nearly_empty(built, source):
    for pdf in of_students(built, source):
        first, *others = empty_shares(pdf)
        assert first <= FULL
        assert max(others[:-1]) <= EMPTIEST


def test_pages_are_full(built):
    shares = {"student": [], "instructor": []}
    for source in SOURCES:
        shares["student"] += empty_shares(of_students(built, source)[0])[:-1]
        shares["instructor"] += empty_shares(of_instructors(built, source))[:-1]
    for edition, most in EMPTY_ON_AVERAGE.items():
        assert np.mean(shares[edition]) <= most, edition


@pytest.mark.parametrize("break_", ["#pagebreak()", "#v(18cm)"])
def test_a_page_that_is_broken_too_early_is_found(break_):
    text = f"#lorem(20)\n\n{break_}\n\n#block(breakable: false, lorem(900))"
    early = empty_shares(printed(document([Page(text, {})], "planted", ""), "planted"))
    late = Page("#lorem(2000)", {})
    assert early[0] > EMPTIEST and empty_shares(
        printed(document([late], "planted", ""), "planted")
    )[0] <= FULL


@pytest.mark.parametrize("down, is_full", [("4mm", True), ("-9cm", False)])
def test_a_picture_that_reaches_the_foot_fills_its_page(down, is_full):
    picture = f'#lorem(20)\n\n#place(bottom, dy: {down}, image("white.png", height: 9cm, alt: "white"))'
    white = png_bytes(np.full((9, 9, 3), 255, np.uint8))
    pdf = printed(document([Page(picture, {"white.png": white})], "planted", ""), "planted")
    assert (empty_shares(pdf)[0] <= FULL) == is_full


@EACH_LESSON
def test_an_instructors_edition_is_on_a4_and_not_too_long(built, source):
    pdf = of_instructors(built, source)
    assert sizes(pdf) == {POINTS["a4"]}
    assert len(reader(pdf).pages) <= LONGEST_EDITION + 4 * bool(source.guide)


@EACH_LESSON
def test_an_instructors_edition_begins_with_the_guide(built, source):
    first, *others = [page.extract_text() for page in reader(of_instructors(built, source)).pages]
    lesson = source.material.lesson
    assert first.startswith(f"Lesson {int(lesson.number)}: the guide") and "The minutes" in first
    assert any(page.startswith(title_of(lesson)) for page in others)


@EACH_LESSON
def test_no_table_of_an_instructors_edition_breaks(built, said, source):
    heads = ("answer what it means what to say", "mistake what to say", "mark what is there")
    lines = text_of(of_instructors(built, source)).splitlines()
    page = instructor_page(source, said).text
    tables = page.count("#verdicts(") + page.count("#mistakes(") + 1
    assert sum(line.strip() in heads for line in lines) == tables > 1


def last_lines(pdf: bytes) -> list[str]:
    """Return the last line of each page, above its foot."""
    pages = [page.extract_text().splitlines() for page in reader(pdf).pages]
    assert all(" \xb7 " in page[-2] for page in pages)  # the foot has two lines
    return [page[-3] for page in pages]


@EACH_LESSON
def test_no_heading_stands_alone_at_the_end_of_a_page(built, source):
    headings = {event.text for event in source.material.events if event.kind == "section"}
    for pdf in (*of_students(built, source), of_instructors(built, source)):
        ends = last_lines(pdf)
        assert ends and [line for line in ends if line.split(" minutes ")[0] in headings] == []


def test_a_heading_alone_at_the_end_of_a_page_is_found():
    page = Page("= Lesson\n\n#part([Exit ticket], minutes: \"68 to 75\")\n#pagebreak()\nText.", {})
    ends = last_lines(printed(document([page], "planted", "planted"), "planted"))
    assert ends[0].split(" minutes ")[0] == "Exit ticket"


def test_the_pages_are_counted_right(built):
    for name, pdf in built[0].items():
        assert (name, page_count(pdf)) == (name, len(reader(pdf).pages))


def test_all_fonts_are_embedded(built):
    for name, pdf in built[0].items():
        found = fonts(pdf)
        assert found and all(found.values()), name


def test_every_file_is_a_tagged_pdf_with_a_title_and_a_language(built):
    for name, pdf in built[0].items():
        root = reader(pdf).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"], name
        assert str(root["/Lang"]).startswith("en"), name
        assert reader(pdf).metadata.title, name


@EACH_LESSON
def test_every_printed_picture_keeps_its_alt_text_and_its_caption(built, said, source):
    page = fitted(source, said, "a4")
    pdf = of_students(built, source)[0]
    pictures = [event for event in source.material.events if event.kind == "picture"]
    shown = [one for one in pictures if f"_{one.cell:03}.png" in page.text]
    assert shown
    alts_, text = alts(pdf), leaking.squeezed(text_of(pdf))
    for picture in shown:
        assert picture.alt in alts_
        assert leaking.squeezed(for_paper(picture.caption)) in text or "^" in picture.caption


@EACH_LESSON
def test_no_picture_is_printed_below_200_dots_per_inch(said, source):
    page = fitted(source, said, "a4")
    widths = image_widths(page.text)
    assert widths
    for name, width in widths.items():
        pixels = int.from_bytes(page.pictures[name][16:20], "big")
        assert pixels / (width / 2.54) >= PIXELS_PER_INCH - 0.5, name


@EACH_LESSON
@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_letters_in_pictures_are_printed_at_least_7_5_points_high(said, source, paper):
    page = fitted(source, said, paper)
    for name, width in image_widths(page.text).items():
        drawn = int.from_bytes(page.pictures[name][16:20], "big") / PIXELS_PER_INCH * 2.54
        assert SMALLEST_DRAWN * min(width, PRINTABLE) / drawn >= SMALLEST, name


def test_every_setting_keeps_the_letters_of_pictures_readable():
    assert SMALLEST_DRAWN * min(room[0] for room in ROOMS) >= SMALLEST


def test_no_letter_is_smaller_than_7_5_points_an_index_of_an_index_6(built):
    for name, pdf in built[0].items():
        small = {size: text for size, text in letter_sizes(pdf).items() if size < SMALLEST}
        of_formulas = {size for size, (_, fonts_) in small.items() if fonts_ == {"math"}}
        assert set(small) == of_formulas and all(size >= 6 for size in small), (name, small)


def test_a_small_letter_is_found():
    page = Page('#text(size: 7pt)[small] #math.equation(alt: "a", $a^(b^c)$)', {})
    pdf = printed(document([page], "planted", "planted"), "planted")
    found = letter_sizes(pdf)
    assert any(size == 7 and "math" not in fonts_ for size, (_, fonts_) in found.items())
    assert min(found) < 6


@pytest.mark.parametrize("name", ["student/booklet_a4.pdf", "instructor/booklet.pdf"])
def test_a_booklet_has_contents_and_each_lesson_begins_on_a_right_hand_page(built, name):
    pages = [page.extract_text() for page in reader(built[0][name]).pages]
    contents = leaking.squeezed(pages[0])
    for source in SOURCES:
        lesson = source.material.lesson
        guide = f"Lesson {int(lesson.number)}: the guide"
        title = leaking.squeezed(guide if "instructor" in name else title_of(lesson))
        begun = next(at for at, text in enumerate(pages[2:], 3)
                     if leaking.squeezed(text).startswith(title))  # fmt: skip
        assert begun % 2 == 1
        assert re.search(rf"{re.escape(title)}\.*{begun}(?!\d)", contents), source.material.path


@pytest.mark.parametrize("name", ["student/booklet_a4.pdf", "instructor/booklet.pdf"])
def test_a_booklet_knows_the_parts_of_the_course(built, name):
    parts = in_parts(read_course())
    expected = [
        one for part, lessons in parts.items() for one in (part, *map(title_of, lessons))
    ]
    marks = [mark.title for mark in reader(built[0][name]).outline if not isinstance(mark, list)]
    assert [mark for mark in marks if mark in expected] == expected


def test_another_build_in_another_process_gives_the_same_bytes(built, tmp_path):
    program = (
        "import sys; from pathlib import Path; from tools.handouts.__main__ import write;"
        "write(Path(sys.argv[1]))"
    )
    surroundings = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"}
    target = tmp_path / "again"
    subprocess.run(
        [sys.executable, "-c", program, str(target)],
        cwd=ROOT, env=surroundings, check=True, capture_output=True,
    )  # fmt: skip
    paths = {path.relative_to(target).as_posix(): path for path in target.rglob("*.pdf")}
    assert set(paths) == set(built[0])
    assert [name for name, path in paths.items() if path.read_bytes() != built[0][name]] == []


def test_an_answer_that_leaks_into_a_students_pdf_is_found(said):
    source = SOURCES[0]
    page = instructor_page(source, said)
    pdf = printed(document([page], "planted", ""), "planted")
    assert leaking.leaks(text_of(pdf), source) != []


def test_a_hint_that_leaks_into_a_students_pdf_is_found(said):
    source = SOURCES[0]
    page = fitted(source, said, "a4")
    hint = next(leaking.sentences(one)[0] for one in leaking.verdicts(source.material)
                if leaking.sentences(one))  # fmt: skip
    planted_page = Page(f"{page.text}\n\n#{json.dumps(hint)}", page.pictures)
    pdf = printed(document([planted_page], "planted", ""), "planted")
    assert leaking.leaks(text_of(pdf), source) == [hint]


def test_a_worksheet_that_needs_more_than_six_pages_is_refused_in_words(tmp_path):
    points = [f"**Point {at}.** {'More. ' * 60}" for at in range(150)]
    long = words("\n\n".join(["## Too long", *points]))
    folder = planted.course_with(tmp_path, long, code('ask("gd-2")'))
    (source,) = read_sources(folder)
    with pytest.raises(HandoutError, match=r"(?s)Lesson 4: .* pages of A4.*no-handout"):
        fitted(source, converted([source]), "a4")


def test_a_page_that_typst_cannot_set_is_named():
    page = document([Page("#nowhere", {})], "x", "")
    with pytest.raises(HandoutError, match="Lesson 4: Typst cannot set it: .*nowhere"):
        printed(page, "Lesson 4")


def test_a_formula_that_typst_cannot_set_is_named():
    good, bad = '#math.equation(alt: "x", $x$)', '#math.equation(alt: "a b", $nowhere x$)'
    page = document([Page(f"= Lesson\n\n{good} {bad}", {})], "x", "")
    with pytest.raises(HandoutError, match='(?s)Lesson 4: .* the formula "a b"'):
        printed(page, "Lesson 4")
