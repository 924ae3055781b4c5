"""An exam in two variants and a test for before and after, made of the lessons' own questions.

Nothing is typed here: the questions, their answers and their wrong values are those of the lessons.
Of each lesson the exam takes what is asked after class first, the test what is asked at the exit.
"""

from dataclasses import dataclass

from dlfs.classroom import lessons
from dlfs.classroom.lessons import Question
from tools.course import Lesson
from tools.handouts.build import Page, Words
from tools.handouts.on_paper import for_paper, pointing
from tools.handouts.paper import LETTERS, ROOMS, Density, Key, Writer
from tools.handouts.sheet import Block, Sheet, public_question

EXAM, TEST = ("after", "exit", "second", "predict"), ("exit", "predict", "second", "diagnostic")
TEN = 10
HOW = {
    "exam_a": "Final exam, variant A", "exam_b": "Final exam, variant B",
    "test_before": "Ten questions, before the course",
    "test_after": "Ten questions, after the course",
}  # fmt: skip


@dataclass(frozen=True)
class Paper:
    """One paper: the name of its file, its title, and the ids of its questions in their order."""

    name: str
    title: str
    questions: tuple[str, ...]


def papers(course: list[Lesson]) -> list[Paper]:
    """Return both variants of the exam, then the test before and, in another order, after it."""
    test = [_bank(lesson, TEST)[0] for lesson in course][:TEN]
    variants: tuple[list[str], list[str]] = ([], [])
    for lesson in course[1:]:
        free = [name for name in _bank(lesson, EXAM) if name not in test]
        for variant, name in zip(variants, free):
            variant.append(name)
    chosen = (*variants, test, [*test[1::2], *test[::2]])
    return [Paper(name, title, tuple(ids)) for (name, title), ids in zip(HOW.items(), chosen)]


def _bank(lesson: Lesson, order: tuple[str, ...]) -> list[str]:
    """Return the ids of a lesson's questions that a sheet of paper can ask and an answer can mark."""
    known = map(lessons.find_question, _asked_first(lesson))
    fitting = [one for one in known if one.where in order and _fits(one)]
    return [one.id for one in sorted(fitting, key=lambda one: order.index(one.where))]


def _asked_first(lesson: Lesson) -> list[str]:
    """Return the ids of the questions whose home is this lesson."""
    known = lessons.lesson(lesson.number).ids
    return [name for name in known if getattr(lessons.find_question(name), "lesson", "")
            == lesson.number]  # fmt: skip


def _fits(question: Question) -> bool:
    texts = (question.text, *question.choices)
    whole = not any(pointing(for_paper(text), has_picture=False) for text in texts)
    alone = "curve 1" not in question.text and "second prediction" not in question.text
    return question.kind != "sentence" and whole and alone


def pages(course: list[Lesson], words: Words) -> dict[str, Page]:
    """Return each paper and each key by the name of its file."""
    made = {}
    for paper in papers(course):
        made[paper.name] = _page(paper, words, None)
    for paper in papers(course)[:3]:
        made[f"{paper.name.removesuffix('_before')}_answers"] = _page(paper, words, Key())
    made["learning_gain"] = Page(gain_table(), {})
    return made


def _page(paper: Paper, words: Words, key: Key | None) -> Page:
    writer = Writer(Sheet(None, (), ()), words, key)
    writer.density = Density(LETTERS[0], *ROOMS[0])
    place = "the papers (tools/handouts/exam.py)"
    blocks = [Block("question", place, fields=public_question(name, place))
              for name in paper.questions]  # fmt: skip
    asked = [writer._question(block) for block in blocks]
    title = paper.title if key is None else f"{paper.title}: answers"
    head = f"#paper-head([{title}], {len(asked)}, named: {str(key is None).lower()})"
    return Page("\n\n".join([head, *asked]), {})


def gain(before: int, after: int) -> float:
    """Return which share of what was missing before has been learned: 1 is all of it."""
    return (after - before) / (TEN - before)


def gain_table() -> str:
    """Return the Typst of the table that shows the gain for each pair of results."""
    heads = "".join(f"[{after}], " for after in range(TEN + 1))
    rows = "".join(
        f"[*{before}*], " + "".join(f"[{_shown(before, after)}], " for after in range(TEN + 1))
        for before in range(TEN)
    )
    return f"#gain-table({heads}{rows})"


def _shown(before: int, after: int) -> str:
    return f"{gain(before, after):.2f}" if after >= before else "#sym.minus"
