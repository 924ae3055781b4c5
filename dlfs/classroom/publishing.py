"""Puts one thing on the page in several forms: HTML, plain text and, where it can live, a widget.

What lives is shown twice: first still, as HTML that any reader of the saved file can show, and then
as a widget. While the widget lives it takes the place of the still form; when the kernel has gone,
on the next day or on somebody else's page, the still form stands there again, with what was
answered. The stored forms never change from run to run.
"""

from __future__ import annotations

import ipywidgets as widgets
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display

from dlfs.classroom.hosting import old_widgets
from dlfs.classroom.wording import inline

VIEW = "application/vnd.jupyter.widget-view+json"
LIVE = "dlfs-live"
ASLEEP = "This page is asleep. In Jupyter, Run > Run All Cells wakes it."
# What holds all outputs of one cell: in JupyterLab and Notebook 7, in VS Code, in Colab.
_CELL = ":is(.jp-OutputArea, .cell_container, #output-area):has(.dlfs-still)"
# A widget that waits for its model, or whose model has gone, is a line of text without an element.
STYLE = (
    f"<style>{_CELL}:has(.{LIVE}) .dlfs-still, "
    f"{_CELL} .jp-OutputArea-output:not(:has(*)) {{ display: none }}</style>"
)


def in_notebook() -> bool:
    """Whether there is a front end that could show anything but text."""
    return InteractiveShell.initialized()


def publish(page: str, text: str, live: widgets.Widget | None = None) -> Shown:
    """Shows `page` (HTML) with `text` as its plain form and `live` as its widget.

    Returns what was shown: its forms can be renewed.
    """
    return publish_forms({"text/html": page, "text/plain": text}, live)


def publish_forms(forms: dict, live: widgets.Widget | None = None) -> Shown:
    """Shows the `forms` of one thing, by their MIME types, and `live` as its widget."""
    if not in_notebook():
        print(forms["text/plain"])
        return Shown()
    shown = Shown(live is not None)
    shown.put(forms)
    if live is not None and not old_widgets():
        live.add_class(LIVE)
        model = {"version_major": 2, "version_minor": 0, "model_id": live.model_id}
        display({VIEW: model}, raw=True)
    return shown


class Shown:
    """What was published; its forms can be renewed, where they stand and in the saved file."""

    def __init__(self, lives: bool = False) -> None:
        self._lives, self._handle = lives, None

    def put(self, forms: dict) -> None:
        """Shows the `forms`: with a line, if they stand for a widget, how it comes to life."""
        self._handle = display(self._still(forms), raw=True, display_id=True)

    def renew(self, page: str, text: str) -> None:
        """Puts `page` and `text` in place of what was shown."""
        if self._handle is not None:
            forms = self._still({"text/html": page, "text/plain": text})
            self._handle.update(forms, raw=True)

    def add(self, forms: dict, page: str, text: str) -> None:
        """Puts the `forms` that were shown in their place again, with `page` and `text` below."""
        plain = "\n".join(filter(None, (forms["text/plain"], text)))
        self.renew(forms["text/html"] + page, plain)

    def _still(self, forms: dict) -> dict:
        return still(forms) if self._lives else forms


def still(forms: dict) -> dict:
    """The `forms` as they stand for a widget that is not there, with a line that says so."""
    line = f'<p class="dlfs-asleep"><em>{inline(old_widgets() or ASLEEP)}</em></p>'
    page = f'<div class="dlfs-still">{forms["text/html"]}{line}</div>{STYLE}'
    return forms | {"text/html": page}
