"""Right and wrong answers to a lesson's questions and exercises, and what is said to them."""

import re
from functools import cache

import nbformat

from dlfs.classroom import lessons
from dlfs.classroom.lessons.exercise import Exercise
from dlfs.classroom.lessons.question import ANY, Question
from dlfs.classroom.asking.verdicts import judge
from tools.proof.pages import all_pages

LONG_WAY_OFF = 987_654.0


def as_typed(answer: object) -> str:
    """Return an answer as a learner types it."""
    values = answer if isinstance(answer, list) else [answer]
    return "; ".join(str(LONG_WAY_OFF if value == ANY else value) for value in values)


def wrong_answer(question: Question) -> str:
    """Return an answer with a known misconception, or one that nobody foresaw."""
    known = [as_typed(wrong.value) for wrong in question.wrong if _can_be_typed(question, wrong)]
    others = [letter for letter in question.letters if letter != question.answer]
    chosen = (known or others or [as_typed([LONG_WAY_OFF] * question.count)])[0]
    assert judge(question, chosen).right is False
    return chosen


def _can_be_typed(question: Question, wrong) -> bool:
    # A choice shows its letters alone; a known number for it can be given in code only.
    return question.kind != "choice" or str(wrong.value) in question.letters


def right_answer(question: Question) -> str:
    chosen = as_typed(question.answer)
    assert judge(question, chosen).right is True
    return chosen


def said_to(question: Question, answer: str) -> str:
    """Return a piece of the verdict without formulas, which the page sets in type."""
    return longest_words(judge(question, answer).text)


def longest_words(text: str) -> str:
    """Return the longest stretch of the text in which nothing is marked up."""
    return max(re.split(r"\$[^$]*\$|[`*_<>&]", " ".join(text.split())), key=len).strip()


@cache
def solutions(number: str) -> dict[str, tuple[str, str]]:
    """Return each exercise's solution and the name that is checked, from the solutions notebook."""
    (page,) = [one for one in all_pages() if one.path.name == f"{number}_solutions.ipynb"]
    code = page.code
    return {
        cell["id"]: (f"{code[0].source}\n{cell.source}", _checked(after))
        for cell, after in zip(code, code[1:])
        if after.source.startswith(f'check("{cell["id"]}"')
    }


def _checked(cell: nbformat.NotebookNode) -> str:
    return re.search(r", (\w+)\)", cell.source)[1]


def solved(exercise: Exercise) -> str:
    """Return the cell of a learner who has solved the exercise."""
    source, name = solutions(exercise.lesson)[exercise.id]
    return f'{source}\n\n\ncheck("{exercise.id}", {name})'


def mistaken(exercise: Exercise) -> str:
    """Return the cell of a learner who makes the first known mistake, or an order upside down."""
    find = f'find_exercise("{exercise.id}")'
    wrong = {
        "function": f"{find}.mistakes[0].wrong",
        "value": f"{find}.value + 1",
        "order": f"{find}.accepted[0][::-1]",
    }[exercise.kind]
    return f'from dlfs.classroom.lessons import find_exercise\ncheck("{exercise.id}", {wrong})'


def questions_of(number: str) -> list[Question]:
    """Return the questions of a lesson, those that it asks again included."""
    ids = lessons.lesson(number).ids
    return [found for name in ids if (found := lessons.find_question(name))]
