"""Predict first: shows a question, takes your prediction, and only then says what it thinks of it.

The first prediction is kept. Predict again as often as you like: later ones are marked as revised.
"""

from __future__ import annotations

import difflib

import ipywidgets as widgets

from dlfs.classroom import lessons
from dlfs.classroom.asking import refreshers
from dlfs.classroom.keeping import sitting, standing, store, who
from dlfs.classroom.lessons import LessonError, Question, Refresher
from dlfs.classroom.publishing import in_notebook
from dlfs.classroom.asking.verdicts import Verdict, expected, given, judge
from dlfs.classroom.wording import inline, one_line, page, plain

_readouts: dict[str, widgets.HTMLMath] = {}

AGAIN = "You may predict again; your first prediction stays on record."
ANSWER_AGAIN = "You may answer again; your first answer stays on record."
AFTER_READING = "Read the refresher below, then answer again; your first answer stays on record."


def ask(item: str, answer: object = None, *more: object) -> None:
    """Shows the question `item`; with an answer, commits it and prints the verdict.

    `ask("gd-2")` shows the question, `ask("gd-2", "B")` and `ask("gd-1", "6; 2,4")` answer it. An
    answer that cannot be read, or an id that does not exist, is answered in a sentence.
    `ask("me", "Ada")` says whose answers these are, on a computer that is shared.
    """
    if item == who.ITEM:
        who.show() if answer is None else print(plain(who.answer(answer)))
        return
    try:
        question = lessons.find_question(item)
        if question is None:
            print(unknown(item))
        elif answer is None:
            sitting.note(item)
            who.ask_first()
            show(question)
        else:
            sitting.note(item)
            given_answer = (answer, *more) if more else answer
            print(plain(commit(question, given_answer)))
            if opened := refresher_for(question, given_answer):
                refreshers.refresher(opened.id)
    except LessonError as error:
        print(f"This question cannot be read: {error}")


def commit(question: Question, answer: object) -> str:
    """Keeps `answer` as a prediction, where it can be read. Returns what is said to it."""
    if answer is Ellipsis or (isinstance(answer, str) and answer.strip() in ("", "...")):
        return f"{question.id}: not answered yet. {expected(question)}"
    verdict = judge(question, answer)
    if not verdict.understood:
        return f"{question.id}: not committed. {verdict.text}"
    text, here = given(question, answer), sitting.lesson_asking(question)
    so_far = store.answers(question.id, here)
    trouble = ""
    if so_far[-1:] != [text]:
        trouble = store.append({
            "kind": "prediction", "lesson": here, "id": question.id,
            "answer": text, "revised": bool(so_far),
        })
        so_far.append(text)
    said = _said(question, verdict, so_far, trouble)
    standing.renew(question.id, page(said))
    return said


def refresher_for(question: Question, answer: object) -> Refresher | None:
    """The refresher that `answer` opens: the question's own, if the answer is a wrong one."""
    if not question.refresher or judge(question, answer).right is not False:
        return None
    return lessons.find_refresher(question.refresher)


def show(question: Question) -> None:
    """Publishes the question as HTML, as plain text and as a live widget."""
    forms = question_page(question), question_text(question)
    live = live_view(question) if in_notebook() else None
    standing.put(question.id, *forms, live, _on_record(question))


@who.after
def renew() -> None:
    """Shows at each question on the page what is on record for whoever this is now."""
    sitting.forget_what_was_said()
    for item in standing.items():
        question = lessons.find_question(item)
        standing.renew(item, _on_record(question))
        if item in _readouts:
            _readouts[item].value = _earlier_page(question)


def question_text(question: Question) -> str:
    """The question as plain text, without anything of its answer."""
    choices = [
        f"  {letter}: {one_line(choice)}"
        for letter, choice in zip(question.letters, question.choices, strict=True)
    ]
    parts = [f"{question.id}: {one_line(question.title)}", plain(question.text),
             "\n".join(choices), plain(_how_to_commit(question))]
    return "\n\n".join(part for part in parts if part)


def question_page(question: Question) -> str:
    """The question as HTML, the same bytes every time, without anything of its answer."""
    return (
        f'<div class="dlfs-question">{_head(question)}{_choices_page(question)}'
        f"<p>{inline(_how_to_commit(question))}</p></div>"
    )


def live_view(question: Question) -> widgets.VBox:
    """The question as a widget: a field, a Commit button, and a readout for the verdict."""
    field = _field(question)
    button = widgets.Button(description="Commit", tooltip=f"Commit your answer to {question.id}",
                            button_style="primary")
    readout = widgets.HTMLMath(sitting.said_to(question.id) or _earlier_page(question))
    _readouts[question.id] = readout

    def commit_it(_: object) -> None:
        answer = field.value or ""
        opened = refresher_for(question, answer)
        below = refreshers.refresher_page(opened) if opened else ""
        said = f"{page(commit(question, answer))}{below}"
        readout.value = f'<div role="status">{said}</div>'
        if judge(question, answer).understood:
            sitting.note_said(question.id, said)

    button.on_click(commit_it)
    if isinstance(field, widgets.Text):
        field.on_msg(lambda _, content, __: content.get("event") == "submit" and commit_it(field))
    text = widgets.HTMLMath(_head(question) + _choices_page(question))
    return widgets.VBox([text, field, button, readout])


def unknown(item: object) -> str:
    """One sentence for an id that is no question: what it may be, and which ids there are."""
    if isinstance(item, str) and lessons.find_exercise(item):
        return f'{item} is an exercise: call check("{item}") to see it.'
    number = sitting.current_lesson() or _lesson_like(item)
    if number is None:
        return f"There is no question {item!r}. There are lessons {', '.join(lessons.numbers())}."
    questions = [name for name in lessons.lesson(number).ids if lessons.find_question(name)]
    close = difflib.get_close_matches(str(item).lower(), questions, n=1, cutoff=0.8)
    hint = f"Did you mean {close[0]}? " if close else ""
    there = f"Lesson {number} has: {', '.join(questions)}."
    return plain(f"There is no question {item!r}. {hint}{there}")


def _lesson_like(item: object) -> str | None:
    """The lesson whose ids start as this one does: gd-9 belongs with gd-1."""
    for number in lessons.numbers():
        for question in lessons.lesson(number).questions:
            if question.id.split("-")[0] == str(item).split("-")[0]:
                return number
    return None


def _said(question: Question, verdict: Verdict, so_far: list[str], trouble: str) -> str:
    again = len(so_far) > 1
    settled = verdict.right or verdict.right is None or again
    parts = [
        f"{question.id}{_echo(question, so_far)}. {verdict.text}",
        question.why.strip() if settled else _again(question),
        trouble,
        who.reminder(),
    ]
    return "\n\n".join(part for part in parts if part)


def _again(question: Question) -> str:
    if question.where != "diagnostic":
        return AGAIN
    return AFTER_READING if question.refresher else ANSWER_AGAIN


def _echo(question: Question, so_far: list[str]) -> str:
    if question.kind == "sentence":
        return " (a new version; the first one is kept too)" if len(so_far) > 1 else ""
    first = f" (revised; your first prediction, {so_far[0]}, is kept)" if len(so_far) > 1 else ""
    return f": {so_far[-1]}{first}"


def _how_to_commit(question: Question) -> str:
    form = {"choice": '"your letter"', "sentence": '"your sentence"'}.get(
        question.kind, "your_number" if question.count == 1 else '"your numbers"')
    return f'{expected(question)} To commit it in code: `ask("{question.id}", {form})`.'


def _head(question: Question) -> str:
    title = f"<p><strong>{question.id}: {inline(question.title)}</strong></p>"
    return title + page(question.text)


def _choices_page(question: Question) -> str:
    rows = "".join(
        f"<li><strong>{letter}:</strong> {inline(choice)}</li>"
        for letter, choice in zip(question.letters, question.choices, strict=True)
    )
    return f'<ul style="list-style: none; padding-left: 1em">{rows}</ul>' if rows else ""


def _field(question: Question) -> widgets.Widget:
    if question.kind == "choice":
        # Letters alone: a front end squeezes the button of a long label away, and sets no formula.
        options = list(question.letters)
        return widgets.RadioButtons(
            options=options, value=None, orientation="horizontal", **_LABELLED
        )
    if question.kind == "sentence":
        return widgets.Textarea(placeholder="one sentence", rows=3, **_LABELLED)
    hint = "; ".join(one_line(label) for label in question.labels)
    return widgets.Text(placeholder=hint or "a number", **_LABELLED)


_LABELLED = {
    "description": "Your answer",
    "tooltip": "Your answer",
    "style": {"description_width": "initial"},
    "layout": {"width": "auto", "max_width": "40em"},
}


def _on_record(question: Question) -> str:
    earlier = store.answers(question.id, sitting.lesson_asking(question))
    return page(f"Your prediction on record: {earlier[0]}.") if earlier else ""


def _earlier_page(question: Question) -> str:
    earlier = _on_record(question)
    return earlier and earlier + page("Commit again to see the verdict.")
