"""Puts one thing on the page in several forms: HTML, plain text and, where it can live, a widget.

A front end shows the richest form it knows. The stored forms never change from run to run.
"""

from __future__ import annotations

import ipywidgets as widgets
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display


def in_notebook() -> bool:
    """Whether there is a front end that could show anything but text."""
    return InteractiveShell.initialized()


def publish(page: str, text: str, live: widgets.Widget | None = None) -> None:
    """Shows `page` (HTML) with `text` as its plain form and `live` as its widget; returns None."""
    if not in_notebook():
        print(text)
        return
    bundle = {"text/html": page, "text/plain": text}
    if live is not None:
        bundle["application/vnd.jupyter.widget-view+json"] = {
            "version_major": 2, "version_minor": 0, "model_id": live.model_id,
        }
    display(bundle, raw=True)
