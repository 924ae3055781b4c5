"""The cells of a notebook as pieces of a page.

A question becomes a form and an exercise a card; an explorer moves; everything else looks as it
does in the notebook.
"""

import html
import re
import struct
from dataclasses import dataclass, field
from html.parser import HTMLParser

import nbformat

from dlfs.classroom import lessons
from tools.site import goals, orders, practice, questions
from tools.site.code import code_of
from tools.site.explorers import Call, Control, Names, Strip, strip_of, strip_of_explorer
from tools.site.films import film_of, is_film
from tools.site.handing_in import CARD
from tools.site.folding import ALONE, FOLDED, Stretch, stretches
from tools.site.markup import Markup
from tools.signpost import is_way_on
from tools.stored import picture_of

CONTROLS = re.compile(r"\x1b\[[0-9;]*m")
TITLE = re.compile(r"<p><strong>([\w-]+): (.*?)</strong></p>", re.DOTALL)
LAST_LINE = re.compile(r"<p>(?!.*<p>)(.*)</p>\s*\Z", re.DOTALL)
STILL = 'class="dlfs-still"'
HOW_TO_WAKE = re.compile(r'<p class="dlfs-asleep">.*?</p>|<style>.*?</style>')
WIDEST_TABLE = 100
# A picture about which this is said stays as it was drawn where a page is dark.
BRIGHTNESS = re.compile(r"\b(?:dark|bright|pale|light|white|black|shade)\w*", re.IGNORECASE)
REPORT = "report()"
LETTERS = re.compile(r"""\s*check\(\s*["']([\w-]+)["']\s*,\s*["'][^"']*["']\s*\)\s*\Z""")
BUTTONS = (
    '<p class="moves"><button type="button" data-by="-1">Back</button> '
    '<button type="button" data-by="1">Step</button></p>'
)
MOVED = {
    1: "On this page one control moves, and the page's address keeps its place. In Jupyter, all of "
       "them move.",
    2: "On this page two controls move, and the page's address keeps their places. In Jupyter, all "
       "of them move.",
}


@dataclass
class Page:
    """What grows while the cells are read: the marked texts, the files beside the page, counts."""

    markup: Markup
    folder: str
    files: dict[str, bytes] = field(default_factory=dict)
    names: Names = field(default_factory=Names)
    counts: dict[str, int] = field(default_factory=dict)
    strips: dict[str, Strip] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    figures: list[tuple[bytes, str]] = field(default_factory=list)

    def count(self, kind: str) -> int:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return self.counts[kind]

    def add_file(self, name: str, content: bytes) -> str:
        """Keep `content` as a file beside the page; return its address."""
        self.files[name] = content
        return f"{self.folder}/{name}"


def body_of(notebook: nbformat.NotebookNode, page: Page) -> str:
    """Return the cells as HTML; formulas and markdown are marks that `page.markup` fills."""
    cells = [cell for cell in notebook.cells if not is_way_on(cell)]  # the page has its own
    return "\n".join(_stretch(stretch, page) for stretch in stretches(cells))


def _stretch(stretch: Stretch, page: Page) -> str:
    body = "\n".join(_cell(cell, page) for cell in stretch.cells)
    return FOLDED.format(stretch.question, body) if stretch.is_folded else body


def _cell(cell: nbformat.NotebookNode, page: Page) -> str:
    if cell.cell_type == "markdown":
        return page.markup.markdown(cell.source)
    if cell.cell_type != "code":
        return ""
    if cell.source.strip() == REPORT:
        return CARD
    if asks_for_letters(cell.source):
        return ""  # the exercise above it has a field
    page.names.read(cell.source)
    outputs = "".join(_output(output, cell.source, page) for output in cell.outputs)
    page.sources.append(cell.source)
    if ALONE.match(cell.source):
        return outputs
    return f'<div class="cell">{code_of(cell.source)}{outputs}</div>'


def asks_for_letters(source: str) -> bool:
    """Whether a cell of code is the answer to shuffled lines, and nothing else."""
    found = LETTERS.match(source)
    exercise = lessons.find_exercise(found[1]) if found else None
    return exercise is not None and exercise.kind == "order"


def _output(output: nbformat.NotebookNode, source: str, page: Page) -> str:
    if output.output_type == "stream":
        return _printed(output.text)
    if output.output_type == "error":
        return _printed("\n".join(output.traceback))
    shown = output.data.get("text/html", "")
    if 'class="dlfs-question"' in shown:
        return _question(shown, page)
    if 'class="dlfs-exercise"' in shown:
        return _exercise(shown, page)
    if 'class="dlfs-practice"' in shown:
        return practice.panel(practice.kind_offered(source))
    if "<figure" in shown and picture_of(output.data) is not None:
        if STILL in shown and is_film(source):
            return _film(output.data, source, page)
        call = page.names.shown(source) if STILL in shown else None
        return _figure(output.data, call, page)
    if shown:
        return f'<div class="shown">{page.markup.formulas(HOW_TO_WAKE.sub("", shown))}</div>'
    return _printed(output.data.get("text/plain", ""))


def _printed(text: str) -> str:
    plain = CONTROLS.sub("", text).rstrip("\n")
    if not plain:
        return ""
    # A table keeps its lines, and scrolls where it has to; sentences are wrapped.
    kind = "output sentences" if max(map(len, plain.split("\n"))) > WIDEST_TABLE else "output"
    text = html.escape(plain, quote=False)
    return f'<pre class="{kind}"><span class="unseen">Output: </span>{text}</pre>'


def _question(shown: str, page: Page) -> str:
    name = TITLE.search(shown)[1]
    question = lessons.find_question(name)
    if question is None:
        raise ValueError(f"no lesson file has the question {name}: run `make notebooks`")
    return questions.form(question, page.count("question"), page.markup)


def _exercise(shown: str, page: Page) -> str:
    """The task as it stands in the notebook, with its hints to unfold, and where to do it."""
    task = page.markup.formulas(shown)
    name, title = TITLE.search(task).groups()
    inside = re.search(r"<div[^>]*>(.*)</div>", task, re.DOTALL)[1].replace(
        TITLE.search(task)[0], ""
    )
    at = f"exercise-{page.count('exercise')}"
    inside = LAST_LINE.sub(lambda how: _where_to_do_it(name, how[1], at, page.markup), inside)
    return (
        f'<div class="card exercise" role="group" aria-labelledby="{at}">'
        f'<p class="card-title" id="{at}">{name}: {title}</p>'
        f"{inside}{_hints(name, page.markup)}</div>"
    )


def _where_to_do_it(name: str, how: str, at: str, markup: Markup) -> str:
    exercise = lessons.find_exercise(name)
    if exercise is None:
        raise ValueError(f"no lesson file has the exercise {name}: run `make notebooks`")
    if exercise.kind == "order":
        return orders.form(exercise, at, markup)
    return (
        '<p class="how"><strong>Do it in Jupyter</strong> (<a href="index.html#jupyter">how to '
        f"open it</a>): there your code runs, and mistakes are answered. {how}</p>"
    )


def _hints(name: str, markup: Markup) -> str:
    return "".join(
        f"<details><summary>Hint {number}</summary>{markup.words(hint)}</details>"
        for number, hint in enumerate(lessons.find_exercise(name).hints, start=1)
    )


class _FigureParts(HTMLParser):
    """The alt text and the caption of a figure's HTML."""

    def __init__(self, text: str):
        super().__init__()
        self.alt = self.caption = ""
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self._inside = tag == "figcaption"
        if tag == "img":
            self.alt = dict(attributes).get("alt") or ""

    def handle_endtag(self, tag):
        self._inside = False

    def handle_data(self, text):
        self.caption += text if self._inside else ""


def _still(data: dict, page: Page) -> tuple[_FigureParts, str]:
    """Keep the picture of a figure; return what the figure says, and the picture."""
    parts = _FigureParts(data["text/html"])
    picture = picture_of(data)
    where = page.add_file(f"figure-{page.count('figure')}.png", picture)
    page.figures.append((picture, parts.alt))
    return parts, _image(where, parts.alt, struct.unpack(">II", picture[16:24]))


def _figure(data: dict, call: Call | None, page: Page) -> str:
    parts, image = _still(data, page)
    if call:
        return _explorer(call, image, parts, page)
    return f"<figure{_drawn(parts.alt + parts.caption)}>{image}{_below(parts.caption)}</figure>"


def _explorer(call: Call, image: str, parts: _FigureParts, page: Page) -> str:
    strip, count = strip_of(call), page.count(call.name)
    name = f"explore-{call.name}" + f"-{count}" * (count > 1)
    page.strips.setdefault(call.name, strip)
    return _figure_that_moves(name, strip, image, parts, _moving(strip, page))


def _film(data: dict, source: str, page: Page) -> str:
    """The film of a lesson: its steps by a slider and by buttons, and what stands out."""
    parts, image = _still(data, page)
    name = f"film-{page.count('film')}"
    film = film_of(source, page.sources, parts.alt, f"{page.folder} {name}")
    strip = strip_of_explorer(film, name)
    note = f'<p class="note"><b>What stands out.</b> {html.escape(film.headline)}</p>'
    return _figure_that_moves(name, strip, image, parts, _moving(strip, page, BUTTONS, note))


def _figure_that_moves(
    name: str, strip: Strip, image: str, parts: _FigureParts, moving: str
) -> str:
    drawn = _drawn(" ".join([parts.alt, *(state.sentence for state in strip.states)]), "explorer")
    return (
        f'<figure id="{name}"{drawn}>{moving}<div class="strip">{image}</div>'
        f"{_below(strip.caption or parts.caption)}</figure>"
    )


def _below(caption: str) -> str:
    return f"<figcaption>{html.escape(caption)}</figcaption>" if caption else ""


def _drawn(words: str, *kinds: str) -> str:
    """The class of a figure about which these words are said."""
    kinds = [*kinds, *(["as-drawn"] if BRIGHTNESS.search(words) else [])]
    return f' class="{" ".join(kinds)}"' if kinds else ""


def _image(where: str, alt: str, size: tuple[int, int], more: str = "") -> str:
    width, height = size
    text = html.escape(alt)
    return f'<img src="{where}" alt="{text}" width="{width}" height="{height}"{more}>'


def _moving(strip: Strip, page: Page, buttons: str = "", note: str = "") -> str:
    """The explorer with its controls; without a script its printed strip stands in for it.

    The `buttons` stand below the controls, the `note` below the sentence.
    """
    name = f"explorer-{page.count('explorer')}"
    pictures = [_image(page.add_file(f"{name}-background.webp", strip.background), "", strip.size)]
    pictures += [
        _image(
            page.add_file(f"{name}-{at:02}.webp", state.picture), state.sentence, strip.size,
            "" if at == strip.start else " hidden",
        )
        for at, state in enumerate(strip.states)
    ]  # fmt: skip
    controls = "".join(
        _control(control, f"{name}-{at}") for at, control in enumerate(strip.controls)
    )
    return (
        f'<div class="moving">{controls}{buttons}<div class="stage">{"".join(pictures)}</div>'
        f'<p class="readout" role="status">{html.escape(strip.states[strip.start].sentence)}</p>{note}'
        f'<p class="note">{MOVED[len(strip.controls)]}</p>{goals.said(strip.goals)}</div>'
    )


def _control(control: Control, name: str) -> str:
    here = html.escape(control.places[control.start])
    labels = html.escape("|".join(control.places))
    return (
        f'<p class="control"><label for="{name}">{control.label}</label> '
        f'<input type="range" id="{name}" min="0" max="{len(control.places) - 1}" step="1" '
        f'value="{control.start}" data-labels="{labels}" aria-valuetext="{here}" '
        f'autocomplete="off"> <output for="{name}">{here}</output></p>'
    )
