"""Whether pandoc, Typst and a reader of PDF files are here; and what a PDF says."""

import importlib.util
import io
import os
import re

import pytest

MISSING = [
    name for name in ("pypandoc", "typst", "pypdf") if importlib.util.find_spec(name) is None
]
if MISSING and "handouts" in os.environ.get("DLFS_NEEDED", "").split(","):
    raise ImportError(f"the extra `handouts` lacks {', '.join(MISSING)}")

FOOT = 60  # pt: below stand the page's number and the licence

needs_paper = pytest.mark.skipif(
    bool(MISSING), reason="needs the extra `handouts`: make test-handouts installs it and runs this"
)


def reader(pdf: bytes):
    """Return pypdf's reader of a file."""
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """Return all text of a PDF."""
    return "\n".join(page.extract_text() for page in reader(pdf).pages)


def sizes(pdf: bytes) -> set[tuple[int, int]]:
    """Return the sizes of the pages in whole points."""
    boxes = [page.mediabox for page in reader(pdf).pages]
    return {(round(box.width), round(box.height)) for box in boxes}


def fonts(pdf: bytes) -> dict[str, bool]:
    """Return for each font of the file whether it is embedded."""
    found = {}
    for page in reader(pdf).pages:
        for entry in page["/Resources"].get("/Font", {}).values():
            font = entry.get_object()
            inner = font.get("/DescendantFonts", [font])[0].get_object()
            descriptor = inner.get("/FontDescriptor", {})
            embedded = any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))
            found[font["/BaseFont"]] = embedded
    return found


def alts(pdf: bytes) -> list[str]:
    """Return the alternative texts in the structure of a tagged PDF."""
    found: list[str] = []
    pending = [reader(pdf).trailer["/Root"]["/StructTreeRoot"]]
    while pending:
        node = pending.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            pending += node
        elif isinstance(node, dict):
            if "/Alt" in node:
                found.append(str(node["/Alt"]))
            if "/K" in node:
                pending.append(node["/K"])
    return found


def image_widths(text: str) -> dict[str, float]:
    """Return the pictures of a Typst text, and the widths in cm at which it shows them."""
    found = re.findall(r"\"([^\"]+\.png)\", width: ([0-9.]+)cm", text)
    return {name: float(width) for name, width in found}


def letter_sizes(pdf: bytes) -> dict[float, tuple[str, set[str]]]:
    """Return for each size of letters in pt an example, and its fonts: "math", or "text"."""
    found: dict[float, tuple[str, set[str]]] = {}

    def note(text, cm, tm, font, size):
        if text.strip() and font:
            scale = abs(tm[3] * cm[3] - tm[2] * cm[1]) or 1
            kind = "math" if "Math" in font["/BaseFont"] else "text"
            example, kinds = found.setdefault(round(size * scale, 1), (text.strip()[:30], set()))
            kinds.add(kind)

    for page in reader(pdf).pages:
        page.extract_text(visitor_text=note)
    return found


def empty_shares(pdf: bytes) -> list[float]:
    """Return for each page which share of its height is empty below its last mark.

    A mark is a letter, a line or a picture. What stands in the foot does not count.
    """
    return [_empty_share(page) for page in reader(pdf).pages]


def _empty_share(page) -> float:
    tall = float(page.mediabox.height)
    marks: list[float] = []

    def note_text(text, cm, tm, font, size):
        if text.strip():
            marks.append(_height(cm, tm[4], tm[5]))

    def note_drawing(operator, operands, cm, tm):
        for x, y in _corners(operator, operands):
            # A picture that fills the page to its end reaches the foot.
            lowest = FOOT + 1 if operator == b"Do" else 0
            marks.append(max(_height(cm, x, y), lowest))

    page.extract_text(visitor_text=note_text, visitor_operand_before=note_drawing)
    return min((y for y in marks if FOOT < y <= tall), default=tall) / tall


def _height(matrix, x: float, y: float) -> float:
    return matrix[1] * x + matrix[3] * y + matrix[5]


def _corners(operator: bytes, operands) -> list[tuple[float, float]]:
    if operator in (b"l", b"m"):
        return [(float(operands[0]), float(operands[1]))]
    if operator == b"re":
        x, y, width, height = map(float, operands)
        return [(x, y), (x + width, y + height)]
    return [(0, 0), (1, 1)] if operator == b"Do" else []
