"""How a lesson is built: its header, its headings, its file.

The header is the first cell. It holds, word for word, what course.toml says of the lesson:

    # Lesson 4: Gradient descent
    **75 minutes.** You need: lesson 3, the derivative of x^2.

    After this lesson you can
    - do two steps of gradient descent by hand
    ...

    Stuck? (the same words in every lesson)

and a cell near the end says what comes next, by its title: "Next: Chain rule and backpropagation".
"""

import re

from tools.proof.pages import COURSE, Page, without_fences
from tools.normal_form import METADATA, normalise, text_of

HEADING = re.compile(r"^(#{1,6}) +(.+)$", re.MULTILINE)
LARGEST = 3_000_000
STUCK = (
    "Stuck? Run all above; read the last line of the error; a hint; the film that a second refusal offers; "
    "your neighbour; a fresh copy. Each lesson starts from the library, so an unfinished one never blocks "
    "the next."
)


def headings(page: Page) -> list[tuple[int, str]]:
    """Return the level and the text of every heading, in order."""
    found = [HEADING.findall(without_fences(text)) for text in page.markdown]
    return [(len(marks), text.strip()) for cell in found for marks, text in cell]


def has_one_title(page: Page) -> list[str]:
    titles = [text for level, text in headings(page) if level == 1]
    if len(titles) != 1:
        return [f"{len(titles)} headings of level 1, not one: {titles}"]
    wanted = f"Lesson {int(page.lesson.number)}: {page.lesson.title}"
    if page.is_lesson and page.cells[0].source.split("\n")[0] != f"# {wanted}":
        return [f"the first line is not '# {wanted}'"]
    return []


def headings_descend_one_level_at_a_time(page: Page) -> list[str]:
    levels = headings(page)
    steps = zip(levels, levels[1:], strict=False)
    return [f"'{text}' skips a level" for (above, _), (level, text) in steps if level > above + 1]


def header_agrees_with_the_course(page: Page) -> list[str]:
    if not (page.is_lesson and page.is_whole):
        return []
    header = _one_line(page.cells[0].source)
    lesson = page.lesson
    wanted = [f"{lesson.minutes} minutes", *lesson.needs, *lesson.objectives, STUCK]
    return [f"the header does not say '{text}'" for text in wanted if _one_line(text) not in header]


def says_what_comes_next(page: Page) -> list[str]:
    if not page.is_lesson or page.place + 1 >= len(COURSE):
        return []
    title = COURSE[page.place + 1].title
    named = re.compile(rf"\bnext\b.*{re.escape(title)}", re.IGNORECASE | re.DOTALL)
    if any(named.search(text) for text in page.markdown[1:]):
        return []
    return [f"no cell after the header says 'Next: {title}'"]


def is_in_normal_form(page: Page) -> list[str]:
    if text_of(page.notebook) == text_of(normalise(page.notebook)):
        return []
    return ["not in normal form: make notebooks"]


def counts_run_from_one(page: Page) -> list[str]:
    counts = [cell.execution_count for cell in page.code]
    if counts == list(range(1, len(counts) + 1)):
        return []
    return [f"the counts are {counts}: strict nbval compares nothing without them"]


def kernel_is_python3(page: Page) -> list[str]:
    kernel = page.notebook.metadata.get("kernelspec")
    return [] if kernel == METADATA["kernelspec"] else [f"the kernel is {kernel}"]


def is_small(page: Page) -> list[str]:
    size = len(text_of(page.notebook).encode())
    return [f"{size} bytes, more than {LARGEST}"] if size > LARGEST else []


def nothing_is_skipped(page: Page) -> list[str]:
    """Neither a tag nor a comment takes a cell away from the strict comparison."""
    marks = re.compile(r"nbval.(skip|ignore.output)|skip.execution", re.IGNORECASE)
    texts = [" ".join(cell.metadata.get("tags", [])) + "\n" + cell.source for cell in page.code]
    return [f"cell {number} is not compared" for number, text in enumerate(texts, 1)
            if marks.search(text)]  # fmt: skip


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("**", "")).lower()


CHECKS = [
    has_one_title,
    headings_descend_one_level_at_a_time,
    header_agrees_with_the_course,
    says_what_comes_next,
    is_in_normal_form,
    counts_run_from_one,
    kernel_is_python3,
    is_small,
    nothing_is_skipped,
]
