"""Where Python runs in the browser, a report is in no folder that anybody sees: a link takes it along."""

from __future__ import annotations

import base64
import html
from pathlib import Path

from dlfs.classroom.hosting import in_browser
from dlfs.classroom.publishing import publish


def link_to(path: Path) -> str:
    """Return a link that downloads the file, as HTML; "" where the file is in a folder of its own."""
    if not in_browser() or not path.exists():
        return ""
    name, content = html.escape(path.name), base64.b64encode(path.read_bytes()).decode("ascii")
    whole = f"data:text/csv;base64,{content}"
    return f'<p>To hand it in: <a download="{name}" href="{whole}">download {name}</a>.</p>'


def offer(path: Path) -> None:
    """Show the link, where there is one."""
    if link := link_to(path):
        publish(link, f"{path.name} is kept in this browser.")
