"""Refreshers: what a question of the first lesson takes for granted, on half a page each.

A wrong answer opens the one that helps. Whoever wants to read one without a question asks for it.
"""

from __future__ import annotations

from dlfs.classroom import lessons
from dlfs.classroom.lessons import LessonError, Refresher
from dlfs.classroom.publishing import publish
from dlfs.classroom.wording import inline, one_line, page, plain


def refresher(name: str | None = None) -> None:
    """Shows the refresher `name`, open; without a name all of them, folded. Never raises.

    `refresher("shapes")` shows one. A name that does not exist is answered with those that do.
    """
    try:
        found = lessons.find_refresher(name) if name is not None else None
        everything = lessons.refreshers()
    except LessonError as error:
        print(f"The refreshers cannot be read: {error}")
        return
    if name is None:
        publish("".join(refresher_page(each, opened=False) for each in everything),
                "\n\n".join(refresher_text(each) for each in everything))  # fmt: skip
    elif found is None:
        names = ", ".join(each.id for each in everything)
        print(plain(f"There is no refresher {name!r}. There are: {names}."))
    else:
        publish(refresher_page(found), refresher_text(found))


def refresher_page(shown: Refresher, opened: bool = True) -> str:
    """The refresher as HTML that can be folded, the same bytes every time."""
    head = f"<summary><strong>Refresher: {inline(shown.title)}</strong></summary>"
    body = f'<div style="margin-left: 1.2em">{page(shown.text)}</div>'
    return f'<details class="dlfs-refresher"{" open" * opened}>{head}{body}</details>'


def refresher_text(shown: Refresher) -> str:
    """The refresher as plain text."""
    return f"Refresher: {one_line(shown.title)}\n\n{plain(shown.text)}"
