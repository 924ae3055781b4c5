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
