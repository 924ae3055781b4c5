"""Turns Markdown into Typst with pandoc, many pieces at once, and every formula or none.

Formulas are converted one by one, so that one that fails is named, with its lesson. In the PDF
each carries its text for those who listen: the formula as you would read it aloud.
"""

import json
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dlfs.classroom import wording
from tools.handouts import HandoutError

# A citation (@), a subscript (~) or a superscript (^) means nothing in a notebook's Markdown.
MARKDOWN = "commonmark+tex_math_dollars+pipe_tables"
MARK = "@@piece@@"
LONGEST = 96  # letters; a longer cell gets no wider column
# What pandoc writes and what is meant: TeX's \; has a width, and bars stand close.
MENDED = {
    "#h(0em)": "thick",
    "parallel": 'class("normal", bar.v.double)',
    r"\|": 'class("normal", bar.v)',
}


@dataclass(frozen=True)
class Piece:
    """Markdown, and the place it comes from in words, for whoever has to mend it."""

    text: str
    place: str


def typst_of(pieces: Iterable[Piece]) -> dict[Piece, str]:
    """Return the Typst of each piece. Raises HandoutError naming a formula that has none."""
    pieces = list(dict.fromkeys(pieces))
    document = _read(pieces)
    formulas = _converted(_formulas(document, pieces))
    for block in document["blocks"]:
        for holder, at in _places_of(block, "Math"):
            holder[at] = _raw("RawInline", formulas[_formula(holder[at])])
        for holder, at in _places_of([block], "Table"):
            _set_widths(holder[at])
    return dict(zip(pieces, _written(document), strict=True))


def formulas_of(pieces: Iterable[Piece]) -> dict[str, str]:
    """Return each formula of the pieces with the Typst that pandoc makes of it."""
    pieces = list(dict.fromkeys(pieces))
    found = _converted(_formulas(_read(pieces), pieces))
    return {formula: typst for (_, formula), typst in found.items()}


def _read(pieces: list[Piece]) -> dict:
    """Return pandoc's document of all pieces, each after a mark."""
    joined = "".join(f"\n\n<!-- {MARK} -->\n\n{piece.text}" for piece in pieces)
    document = json.loads(_pandoc(joined, MARKDOWN, "json")[0])
    for holder, at in _places_of(document, "RawBlock"):
        if MARK in holder[at]["c"][1]:
            holder[at] = _raw("RawBlock", f"// {MARK}")
    return document


def _written(document: dict) -> list[str]:
    text, _ = _pandoc(json.dumps(document), "json", "typst")
    return [part.strip() for part in text.split(f"// {MARK}")[1:]]


def _formulas(document: dict, pieces: list[Piece]) -> dict[tuple[bool, str], str]:
    """Return each formula, (whether displayed, TeX), with the first place where it stands."""
    found: dict[tuple[bool, str], str] = {}
    count = -1
    for block in document["blocks"]:
        count += block == _raw("RawBlock", f"// {MARK}")
        for holder, at in _places_of([block], "Math"):
            found.setdefault(_formula(holder[at]), pieces[count].place)
    return found


def _converted(formulas: dict[tuple[bool, str], str]) -> dict[tuple[bool, str], str]:
    blocks = []
    for displayed, tex in formulas:
        kind = {"t": "DisplayMath" if displayed else "InlineMath"}
        blocks.append(_raw("RawBlock", f"// {MARK}"))
        blocks.append({"t": "Para", "c": [{"t": "Math", "c": [kind, tex]}]})
    document = {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": blocks}
    _, complaints = _pandoc(json.dumps(document), "json", "typst")
    for (_, tex), place in formulas.items():
        if tex in complaints:
            raise HandoutError(
                f"{place}: this formula cannot be printed: ${tex}$\n  {complaints[tex]}\n"
                "  Write it with commands that pandoc knows, and build again."
            )
    return {key: _equation(*key, typst) for key, typst in zip(formulas, _written(document))}


def _equation(displayed: bool, tex: str, typst: str) -> str:
    spoken = json.dumps(wording.one_line(f"${tex}$"), ensure_ascii=False)
    inside = typst.strip().strip("$")
    for written, meant in MENDED.items():
        inside = inside.replace(written, meant)
    if displayed:
        made = f"#math.equation(block: true, alt: {spoken}, ${inside}$)"
    else:
        made = f"#math.equation(alt: {spoken}, ${inside.strip()}$)"
    return f"#deep[{made}]" if has_deep_index(tex) else made


def has_deep_index(tex: str) -> bool:
    """Say whether an index of a formula has an index itself, as in e^{a_i}."""
    depth, deep = [], False
    for at, letter in enumerate(tex):
        if letter == "{":
            depth.append(at > 0 and tex[at - 1] in "_^")
        elif letter == "}" and depth:
            depth.pop()
        elif letter in "_^" and any(depth):
            deep = True
    return deep


def _pandoc(text: str, source: str, target: str) -> tuple[str, dict[str, str]]:
    """Return what pandoc writes, and the formulas that it could not convert with its reasons."""
    from pypandoc import get_pandoc_path  # in the extra `handouts`

    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.json"
        command = [get_pandoc_path(), "-f", source, "-t", target, "--wrap=none", f"--log={log}"]
        done = subprocess.run(command, input=text.encode(), capture_output=True)
        if done.returncode:
            raise HandoutError(f"pandoc says: {done.stderr.decode(errors='replace')}")
        said = json.loads(log.read_text(encoding="utf-8") or "[]") if log.exists() else []
    failed = [entry for entry in said if entry["type"] == "CouldNotConvertTeXMath"]
    return done.stdout.decode(), {
        entry["contents"]: entry["message"].splitlines()[-1] for entry in failed
    }


def _places_of(node: object, kind: str) -> Iterator[tuple[list | dict, int | str]]:
    """Yield (holder, index) for each element of this kind, anywhere below `node`."""
    entries = node.items() if isinstance(node, dict) else enumerate(node)
    for at, child in list(entries):
        if isinstance(child, dict) and child.get("t") == kind:
            yield node, at
        elif isinstance(child, dict | list):
            yield from _places_of(child, kind)


def _formula(element: dict) -> tuple[bool, str]:
    return element["c"][0]["t"] == "DisplayMath", element["c"][1]


def _raw(kind: str, typst: str) -> dict:
    return {"t": kind, "c": ["typst", typst]}


def _set_widths(table: dict) -> None:
    """Give each column of the table a share of the line that suits what stands in it."""
    _, _, columns, head, bodies, _ = table["c"]
    rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3]))]
    lengths = [[len(_text(cell)) for cell in row[1]] for row in rows]
    shares = [min(max(column), LONGEST) ** 0.8 + 1.5 for column in zip(*lengths)]
    for column, share in zip(columns, shares):
        column[1] = {"t": "ColWidth", "c": round(share / sum(shares), 3)}


def _text(node: object) -> str:
    """Return the letters below a node, roughly: how long it will be."""
    return re.sub(r"\s+", " ", " ".join(_letters(node))).strip()


def _letters(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        content = node.get("c")
        if node.get("t") in ("Str", "Code", "Math", "RawInline"):
            yield content if isinstance(content, str) else content[-1]
        elif content is not None:
            yield from _letters(content)
    elif isinstance(node, list):
        for child in node:
            yield from _letters(child)
