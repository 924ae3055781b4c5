"""What stands on the page for a question while its widget is not there.

It is what is found on the next day, when the kernel has gone: the question, the answer that is kept
and what was said to it. The first one on the page also says where you stopped.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import ipywidgets as widgets

from dlfs.classroom.keeping import sitting
from dlfs.classroom.publishing import Shown, publish
from dlfs.classroom.wording import inline


@dataclass
class Standing:
    """A question on the page: its forms, the answer as HTML, and where they were published."""

    question: str
    text: str
    answer: str
    shown: Shown = field(default_factory=Shown)


_on_page: dict[str, Standing] = {}


def put(item: str, question: str, text: str, live: widgets.Widget | None, answer: str) -> None:
    """Publishes a question as HTML and text and, where there is one, as a widget."""
    standing = Standing(question, text, answer)
    _on_page[item] = standing
    standing.shown = publish(_page(item), text, live)


def renew(item: str, answer: str) -> None:
    """Puts the `answer`, as HTML, below the question `item`, if it is on the page."""
    if item in _on_page:
        _on_page[item].answer = answer
        _show_again(item)
    renew_bookmark()


def items() -> list[str]:
    """The questions on the page, in their order."""
    return list(_on_page)


def renew_bookmark() -> None:
    """Says anew, at the first question of the page, where you stopped."""
    for item in _first():
        _show_again(item)


def _show_again(item: str) -> None:
    _on_page[item].shown.renew(_page(item), _on_page[item].text)


def start_again() -> None:
    """Forgets the page, as a fresh kernel does."""
    _on_page.clear()


def _first() -> list[str]:
    return list(_on_page)[:1]


def _page(item: str) -> str:
    standing = _on_page[item]
    stopped = sitting.stopped_at() if [item] == _first() else ""
    bookmark = f"<p>{inline(f'You stopped at `{stopped}`.')}</p>" if stopped else ""
    return standing.question + standing.answer + bookmark
