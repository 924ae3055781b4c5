"""A question as a form that answers in place, as `ask` does in a notebook.

What is said to each answer is written into the page by `judge` itself; the page's script only
finds out which of these texts it is. The numbers it needs for that stand in the form's data.
"""

import html
import json
from dataclasses import asdict

from dlfs.classroom import lessons
from dlfs.classroom.asking import ask as asking, choices, expressions, numerals, reading, words
from dlfs.classroom.lessons import Question
from dlfs.classroom.lessons.question import ANY
from dlfs.classroom.asking.verdicts import (
    A_GUESS, LATER, LONGEST_NAMED, OTHER_SIDE, UNSURE, expected, form_of, judge, nudge_of, refusal,
    sayings_of,
)  # fmt: skip
from dlfs.classroom.wording import one_line
from tools.site.markup import Markup

# A number for "any": a wrong value that nobody would foresee.
SOME = 0.1234567


def form(question: Question, number: int, markup: Markup) -> str:
    """Return the form of `question`; `number` tells it from the other forms of the page."""
    name = f"question-{number}"
    data = html.escape(json.dumps(data_of(question), ensure_ascii=True))
    title = f"{question.id}: {markup.line(question.title)}"
    return (
        f'<form class="card question" aria-labelledby="{name}" data-question="{data}">'
        f'<p class="card-title" id="{name}">{title}</p>'
        f"{markup.words(question.text)}{_fields(question, name, markup)}"
        '<p><button type="submit">Commit</button></p>'
        f'<div class="verdict" role="status"></div>{_texts(question, markup)}</form>'
    )


def data_of(question: Question) -> dict:
    """Return what the script needs to judge an answer as Python does, as plain data."""
    form = form_of(question)
    own = form.dressing - reading.ANY_FORM
    return {
        "id": question.id,
        "kind": question.kind,
        "letters": question.letters,
        "labels": [one_line(label) for label in question.labels],
        "form": {**asdict(form), "dressing": sorted(own)},
        "sayings": [asdict(each) for each in sayings_of(question)],
        "tolerance": question.tolerance,
        "number": question.number,
        "answer": question.answer,
        "bound": question.bound,
        "wrong": [entry.value for entry in question.wrong],
    }


def number_data() -> dict:
    """Return the tables with which answers are read, as plain data for the script."""
    return {
        "noIdea": words.NO_IDEA,
        "aGuess": A_GUESS,
        "beside": choices.BESIDE,
        "within": [choices.NEAR, choices.ABOUT],
        "keyboard": words.KEYBOARD,
        "strange": words.STRANGE,
        "signRules": words.SIGN_RULES,
        "firstRules": words.FIRST_RULES,
        "wordRules": words.WORD_RULES,
        "word": words.WORD,
        "numberWords": words.NUMBER_WORDS,
        "relation": words.RELATION,
        "marks": words.MARKS,
        "lastMarks": words.LAST_MARKS,
        "and": words.AND,
        "all": words.ALL,
        "no": words.NO,
        "joining": words.JOINING,
        "dressing": sorted(reading.ANY_FORM),
        "longest": reading.LONGEST,
        "mostNumbers": reading.MOST_NUMBERS,
        "mostReadings": reading.MOST_READINGS,
        "firstWord": reading.FIRST_WORD,
        "lastWord": reading.LAST_WORD,
        "bothAlike": reading.BOTH_ALIKE,
        "explained": reading.EXPLAINED,
        "applied": reading.APPLIED,
        "endOfPart": reading.END_OF_PART,
        "beforePart": reading.BEFORE_PART,
        "behindLabel": reading.BEHIND_LABEL,
        "behindLabelOfDigit": reading.BEHIND_LABEL_OF_DIGIT,
        "sides": words.SIDES,
        "strangeOrWord": reading.STRANGE_OR_WORD,
        "token": expressions.TOKEN,
        "mostTokens": expressions.MOST_TOKENS,
        "deepest": expressions.DEEPEST,
        "cancelled": expressions.CANCELLED,
        "thousands": numerals.MARKS,
        "largestExponent": numerals.LARGEST_EXPONENT,
        "rounding": numerals.ROUNDING,
        "choiceToken": choices.TOKEN,
        "choiceNone": choices.NONE,
        "choiceDressing": choices.DRESSING,
        "sameWords": choices.SAME,
        "letterFirst": choices.LETTER_FIRST,
        "longestNamed": LONGEST_NAMED,
        "any": ANY,
    }


def texts_of(question: Question) -> dict[str, str]:
    """Return what can be said to an answer, by the keys that the script's `judge` returns."""
    said = {"unreadable": _refusal(question), "again": _again(question), "why": question.why}
    if question.kind == "sentence":
        said |= {"kept": judge(question, "two words").text, "unsure": UNSURE}
    elif question.answer is None:
        said["later"] = LATER
    else:
        said["right"] = judge(question, question.answer).text
        said["nudge"] = nudge_of(question)
        said["side"] = OTHER_SIDE if question.bound else ""
    said |= {
        f"wrong-{at}": judge(question, _example(entry.value)).text
        for at, entry in enumerate(question.wrong)
    }
    return {key: text for key, text in said.items() if text.strip()}


def _refusal(question: Question) -> str:
    return expected(question) if question.kind == "sentence" else refusal(question)


def _again(question: Question) -> str:
    if question.where != "diagnostic":
        return asking.AGAIN
    return asking.AFTER_READING if _refresher(question) else asking.ANSWER_AGAIN


def _refresher(question: Question) -> str:
    return getattr(question, "refresher", "")


def _example(value: object) -> object:
    if isinstance(value, list):
        return [SOME if entry == ANY else entry for entry in value]
    return value


def _texts(question: Question, markup: Markup) -> str:
    said = {key: markup.words(text) for key, text in texts_of(question).items()}
    if _refresher(question):
        from dlfs.classroom.asking.refreshers import refresher_page

        opened = lessons.find_refresher(_refresher(question))
        said["refresher"] = markup.formulas(refresher_page(opened))
    return "".join(f'<template data-say="{key}">{text}</template>' for key, text in said.items())


def _fields(question: Question, name: str, markup: Markup) -> str:
    hint = f'<p class="hint-line" id="{name}-hint">{markup.line(expected(question))}</p>'
    if question.kind == "sentence":
        return _labelled("Your sentence", name, "<textarea rows='3' {}></textarea>")
    if question.kind == "number":
        return _labelled("Your answer", name, '<input type="text" {}>') + hint
    buttons = "".join(
        f'<label><input type="radio" name="{name}" value="{letter}"> '
        f"<span><strong>{letter}:</strong> {markup.line(choice)}</span></label>"
        for letter, choice in zip(question.letters, question.choices, strict=True)
    )
    fields = f'<fieldset><legend class="unseen">Your answer</legend>{buttons}</fieldset>'
    if question.number is None:
        return fields
    return fields + _labelled("Or a number", name, '<input type="text" {}>') + hint


def _labelled(label: str, name: str, field: str) -> str:
    described = "" if "textarea" in field else f' aria-describedby="{name}-hint"'
    filled = field.format(f'id="{name}-field" autocomplete="off"{described}').replace("'", '"')
    return f'<p class="field"><label for="{name}-field">{label}</label> {filled}</p>'
