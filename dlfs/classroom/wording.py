"""The words of the lessons: written once, shown on a page and as plain text.

A text holds paragraphs, `code`, $mathematics$ and blocks of code indented by four spaces. A page
shows them as they are meant. Plain text says the mathematics as you would read it aloud.
"""

from __future__ import annotations

import re
import textwrap
from html import escape

WIDTH = 88

# Tried from top to bottom: structure first, then names, then what is left of the braces.
SPOKEN = [
    (r"\\partial\s*", "d"),
    (r"\\d?frac\{([^{}]*)\}\{([^{}]*)\}", r"(\1)/(\2)"),
    (r"\((\w+)\)/", r"\1/"),
    (r"/\((\w+)\)", r"/\1"),
    (r"\\sqrt\{([^{}]*)\}", r"sqrt(\1)"),
    (r"\\(?:text|mathrm|mathbf|operatorname)\{([^{}]*)\}", r"\1"),
    (r"\\(?:left|right)\b", ""),
    (r"\\[,;: ]|\\q?quad\b", " "),
    (r"\\!", ""),
    (r"\\(?:cdot|times)\b", "*"),
    (r"\\leq?\b", "<="),
    (r"\\geq?\b", ">="),
    (r"\\neq?\b", "!="),
    (r"\\approx\b", "~="),
    (r"\\(?:to|rightarrow)\b", "->"),
    (r"\\(?:gets|leftarrow)\b", "<-"),
    (r"\\[lc]?dots\b", "..."),
    (r"\\infty\b", "infinity"),
    (r"\\nabla\b", "grad"),
    (r"\\top\b", "T"),
    (r"\\\|", "||"),
    (r"\\([A-Za-z]+)", r"\1"),
    (r"\\(.)", r"\1"),
    (r"[{}]", ""),
    (r"\s+", " "),
]


def plain(text: str) -> str:
    """`text` as lines of plain text: mathematics spoken, paragraphs wrapped, code as it stands."""
    return "\n\n".join(
        block if _is_code(block) else filled(one_line(block)) for block in _blocks(text)
    )


def one_line(text: str) -> str:
    """`text` on one line: the label of a choice, a title."""
    return " ".join("".join(_spoken_piece(piece) for piece in _pieces(text)).split())


def page(text: str) -> str:
    """`text` as HTML paragraphs. Mathematics keeps its dollar signs: the front end sets it."""
    return "".join(
        block_of(_without_margin(block)) if _is_code(block) else f"<p>{inline(block)}</p>"
        for block in _blocks(text)
    )


def block_of(code: str) -> str:
    """`code` as an HTML block that keeps its lines."""
    return f'<pre style="margin-bottom: 1em">{escape(code, quote=False)}</pre>'


def inline(text: str) -> str:
    """`text` as HTML without a paragraph around it."""
    return " ".join("".join(_marked_piece(piece) for piece in _pieces(text)).split())


def _blocks(text: str) -> list[str]:
    return [block.rstrip() for block in re.split(r"\n[ \t]*\n", text.strip("\n")) if block.strip()]


def filled(line: str, width: int = WIDTH) -> str:
    """`line` wrapped, but never inside `code`: whoever copies a call gets all of it."""
    held = re.sub(r"`[^`]+`", lambda code: code[0].replace(" ", "\0"), line)
    wrapped = textwrap.fill(held, width, break_on_hyphens=False, break_long_words=False)
    return wrapped.replace("\0", " ")


def _without_margin(code: str) -> str:
    """`code`, four spaces to the left: a method after an empty line stays in its class."""
    return re.sub(r"^    ", "", code, flags=re.MULTILINE)


def _is_code(block: str) -> bool:
    return all(line.startswith("    ") for line in block.splitlines())


def _pieces(text: str) -> list[str]:
    return re.split(r"(`[^`]+`|\$\$[^$]+\$\$|\$[^$]+\$)", text)


def _spoken_piece(piece: str) -> str:
    if not _is_math(piece):
        return piece
    for pattern, spoken in SPOKEN:
        piece = re.sub(pattern, spoken, piece)
    return piece.strip("$").strip()


def _marked_piece(piece: str) -> str:
    if len(piece) > 2 and piece[0] == piece[-1] == "`":
        return f'<code style="white-space: nowrap">{escape(piece[1:-1], quote=False)}</code>'
    return escape(piece, quote=False)


def _is_math(piece: str) -> bool:
    return len(piece) > 2 and piece[0] == piece[-1] == "$"
