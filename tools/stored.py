"""A stored picture stands once in a notebook: in the HTML that also has its words.

Exporters and code-hosting sites show that HTML, alt text and all. A second copy, the PNG beside it,
comes back when the cell runs; who needs the picture of a stored output asks here.
"""

import base64
import re

PNG = "image/png"
IN_HTML = re.compile(r'src="data:image/png;base64,([^"]*)"')


def picture_of(data: dict) -> bytes | None:
    """Return the PNG of an output's `data`, from its HTML or from beside it; None without one."""
    text = _in_html(data) or _beside(data)
    return base64.b64decode(text) if text else None


def without_second_copy(data: dict) -> None:
    """Take the PNG out of an output's `data` if its HTML has the same picture."""
    if PNG in data and _beside(data) == _in_html(data):
        del data[PNG]


def _in_html(data: dict) -> str:
    found = IN_HTML.search("".join(data.get("text/html", "")))
    return found[1] if found else ""


def _beside(data: dict) -> str:
    return "".join("".join(data.get(PNG, "")).split())
