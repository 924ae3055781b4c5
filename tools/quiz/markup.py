r"""The course's words as Moodle shows them: HTML, with formulas between \( and \).

Moodle sets these by its MathJax filter. Between dollars it would leave single ones alone.
"""

import html
import re

from dlfs.classroom import wording

CODE = re.compile(r"(<(?:code|pre)\b.*?</(?:code|pre)>)", re.DOTALL)
ALONE = re.compile(r"\$\$([^$]+)\$\$")
WITHIN = re.compile(r"\$([^$]+)\$")


def page(text: str) -> str:
    """Return a lesson file's `text` as HTML paragraphs."""
    return _formulas(wording.page(text))


def line(text: str) -> str:
    """Return a lesson file's `text` as HTML without a paragraph."""
    return _formulas(wording.inline(text))


def spoken(text: str) -> str:
    """Return `text` as HTML whose mathematics is read aloud: for what opens in a small window."""
    blocks = wording.plain(text).split("\n\n")
    return "<br><br>".join(html.escape(block, quote=False) for block in blocks)


def _formulas(text: str) -> str:
    parts = CODE.split(text)
    parts[::2] = [_marked(part) for part in parts[::2]]
    return "".join(parts)


def _marked(part: str) -> str:
    part = ALONE.sub(lambda found: rf"\[{found[1].strip()}\]", part)
    return WITHIN.sub(lambda found: rf"\({found[1].strip()}\)", part)
