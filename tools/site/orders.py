"""Shuffled lines as a form that answers in place, as `check` does in a notebook.

What is said to every order of the lines is asked of the classroom when the page is built, and stands
in the form: a text for each verdict, and a row with the verdict of each order.
"""

import html
import json
from functools import cache
from itertools import permutations

from dlfs.classroom import lessons
from dlfs.classroom.checking.orders import MISSING, TWICE, diagnose_order, not_read
from dlfs.classroom.lessons import Exercise
from tools.site.markup import Markup

# One sign for the verdict of one order.
SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def form(exercise: Exercise, name: str, markup: Markup) -> str:
    """Return the field for the letters, its button, and what can be said to them."""
    row, texts = verdicts(exercise.id)
    data = html.escape(json.dumps(data_of(exercise, row), ensure_ascii=True))
    strangers = {letter: diagnose_order(exercise, letter).text for letter in _strangers(exercise)}
    said = "".join(
        f'<template data-say="{key}">{markup.words(text)}</template>'
        for key, text in (dict(enumerate(texts)) | strangers).items()
    )
    return (
        f'<form class="order" aria-labelledby="{name}" data-order="{data}">'
        f'<p class="field"><label for="{name}-letters">Letters from top to bottom</label> '
        f'<input type="text" id="{name}-letters" autocomplete="off" spellcheck="false"></p>'
        '<p><button type="submit">Check</button></p>'
        f'<div class="verdict" role="status"></div>{said}</form>'
    )


def data_of(exercise: Exercise, row: str) -> dict:
    """Return what the script needs to judge an order as Python does, as plain data."""
    return {
        "id": exercise.id,
        "letters": exercise.letters,
        "needed": len(exercise.accepted[0]),
        "strangers": _strangers(exercise),
        "verdicts": row,
        "notRead": not_read(exercise),
        "twice": TWICE,
        "missing": MISSING,
    }


@cache
def verdicts(name: str) -> tuple[str, list[str]]:
    """Return a sign for each order of the needed lines, as in a dictionary, and what they stand for.

    The first of the texts is that of a right order.
    """
    exercise = lessons.find_exercise(name)
    right, *_ = exercise.accepted
    orders = map("".join, permutations(sorted(right)))
    said = [diagnose_order(exercise, order).text for order in orders]
    texts = list(dict.fromkeys([diagnose_order(exercise, right).text, *said]))
    sign_of = dict(zip(texts, SIGNS, strict=False))
    return "".join(sign_of[text] for text in said), texts


def _strangers(exercise: Exercise) -> list[str]:
    return [letter for letter, _ in exercise.distractors]
