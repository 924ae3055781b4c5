"""Writes the handouts into dist/handouts: `make handouts`, or `python -m tools.handouts`.

    student/       a worksheet for each lesson, on A4 and on Letter, and all of them as a booklet
    instructor/    the guide and the same with answers, the terms with their meanings, a booklet
    cards/         eight pages
    exam/          an exam in two variants, a test for before and after, and the answers
    practice/      `--practice 30`: thirty different sheets, and their keys
"""

import argparse
import shutil
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools import environment
from tools.course import ROOT, in_parts, read_course, read_glossary
from tools.handouts import HandoutError, exam, practice
from tools.handouts.build import (
    DIST, INSTRUCTOR, PAPERS, STUDENT, Page, Source, Words, converted, document, fitted,
    general_guides, general_page, instructor_page, page_count, printed, read_sources,
)  # fmt: skip
from tools.handouts.cards import Card, all_cards, glossary
from tools.handouts.paper import string, title_of

COURSE = "Deep learning from scratch, lesson by lesson"
AT_ONCE = 2


def files(sources: list[Source], words: Words, with_cards: bool) -> Iterator[tuple[str, bytes]]:
    """Yield each file's path below dist/handouts, and its bytes, as soon as it is made."""
    sheets: dict[str, list[Page]] = {paper: [] for paper in PAPERS}
    guides = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for source, results in zip(sources, pool.map(lambda one: _of(one, words), sources)):
            *fits, guide = results
            guides.append(guide)
            for paper, sheet in zip(PAPERS, fits):
                sheets[paper].append(sheet)
            yield from _lesson_files(source, fits, guide)
        cards = all_cards(read_course()) if with_cards else []
        yield from pool.map(_card_file, cards)
    if len(sources) > 1:
        general = [general_page(path, words) for path in general_guides()]
        for path, page in zip(general_guides(), general):
            pdf = printed(document([page], path.stem, INSTRUCTOR), path.name)
            yield f"instructor/{path.stem}.pdf", pdf
        for name, page in exam.pages(read_course(), words).items():
            pdf = printed(document([page], exam.HOW.get(name, "Answers"), "exam"), name)
            yield f"exam/{name}.pdf", pdf
        card = glossary(read_course(), read_glossary())
        words_of_the_course = Page(card.text, card.pictures)
        pdf = printed(document([words_of_the_course], card.title, INSTRUCTOR), card.title)
        yield "instructor/terms.pdf", pdf
        for paper, name in PAPERS.items():
            whole = [*in_their_parts(sources, sheets[paper]), words_of_the_course]
            yield f"student/booklet_{name.lower()}.pdf", booklet(whole, STUDENT + "s", paper)
        whole = [*general, *in_their_parts(sources, guides), words_of_the_course]
        yield "instructor/booklet.pdf", booklet(whole, INSTRUCTOR, "a4")


def papers_of_the_course(words: Words) -> None:
    """Let `words` collect what the exam and the test say."""
    exam.pages(read_course(), words)


def _of(source: Source, words: Words) -> list[Page]:
    return [*(fitted(source, words, paper) for paper in PAPERS), instructor_page(source, words)]


def _lesson_files(source: Source, fits: list[Page], guide: Page) -> Iterator[tuple[str, bytes]]:
    stem, title = source.material.path.stem, title_of(source.material.lesson)
    for (paper, name), sheet in zip(PAPERS.items(), fits):
        page = document([sheet], title, STUDENT, paper)
        yield f"student/{stem}_{name.lower()}.pdf", printed(page, f"{title}, {STUDENT}")
    page = document([guide], title, INSTRUCTOR)
    yield f"instructor/{stem}.pdf", printed(page, f"{title}, {INSTRUCTOR}")


def _card_file(card: Card) -> tuple[str, bytes]:
    sheet = Page(card.text, card.pictures)
    page = document([sheet], card.title, "card", flipped=card.flipped)
    return f"cards/{card.name}.pdf", printed(page, f"The card {card.name}")


def in_their_parts(sources: list[Source], sheets: list[Page]) -> list[Page]:
    """Return the sheets of the lessons, with a page before each part of the course."""
    of = {source.material.lesson.number: sheet for source, sheet in zip(sources, sheets)}
    pages = []
    for title, lessons in in_parts([source.material.lesson for source in sources]).items():
        names = "".join(f"[{title_of(lesson)}], " for lesson in lessons)
        pages.append(Page(f"#part-front({string(title)}, {names})", {}))
        pages += [of[lesson.number] for lesson in lessons]
    return pages


def booklet(sheets: list[Page], edition: str, paper: str) -> bytes:
    """Return all sheets in one document, with contents; each sheet begins on a right-hand page."""
    front = f'#booklet-front([{COURSE}], [{edition}])\n#pagebreak(to: "odd")\n'
    return printed(document(sheets, COURSE, edition, paper, front), f"The booklet, {edition}")


def write(target: Path, only: str = "") -> list[Path]:
    """Write the handouts into `target`, with a line for each file; return the paths."""
    start = time.time()
    sources = read_sources(only=only)
    words = converted(sources, also=() if only else (papers_of_the_course,))
    made = dict(_said(files(sources, words, with_cards=not only)))
    if not only:
        shutil.rmtree(target, ignore_errors=True)
    for name, pdf in made.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pdf)
    total = sum(map(page_count, made.values()))
    where = target.relative_to(ROOT) if target.is_relative_to(ROOT) else target
    print(f"{where}: {len(made)} files, {total} pages, in {time.time() - start:.0f} seconds.")
    return [target / name for name in made]


def write_practice(target: Path, pupils: int, seed: int) -> list[Path]:
    """Write the sheets for so many pupils and their keys into `target`; return the paths."""
    paths = []
    for name, page in practice.pages(pupils, seed).items():
        title = practice.KEYS if name == "keys" else practice.TITLE
        pdf = printed(document([page], title, f"seed {seed}"), title)
        path = target / "practice" / f"{name}_{pupils}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pdf)
        print(f"{f'practice/{path.name}':60} {page_count(pdf):3} pages", flush=True)
        paths.append(path)
    return paths


def _said(made: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    for name, pdf in made:
        print(f"{name:60} {page_count(pdf):3} pages", flush=True)
        yield name, pdf


def main() -> int:
    environment.go_inside("tools.handouts")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lesson", nargs="?", default="", help="04: this lesson only, no cards")
    parser.add_argument("--practice", type=int, metavar="PUPILS", help="sheets of practice alone")
    parser.add_argument("--seed", type=int, default=0, help="another seed: other sheets")
    wanted = parser.parse_args()
    try:
        if wanted.practice is not None:
            write_practice(DIST, wanted.practice, wanted.seed)
        else:
            write(DIST, wanted.lesson.rjust(2, "0") if wanted.lesson else "")
    except ImportError as missing:
        print(
            f"{missing.name} is not installed. `make handouts` installs it; without make:\n"
            "  python -m tools.environment --extras handouts",
            file=sys.stderr,
        )
        return 1
    except HandoutError as error:
        print(f"No handouts were written.\n{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
