"""A board to draw on by mouse, finger, pen or keys, which writes its pixels into a text field.

The strokes appear without Python. Where a front end runs no script, the field can be typed into.
"""

import html
from pathlib import Path

import ipywidgets as widgets

from dlfs.classroom.explore.controls import text_field

BOARD, SIGNS = "dlfs-board", "dlfs-signs"
WITHOUT = "Here the board takes no strokes: type its 64 signs into the field below it."
STYLE = """<style>
.dlfs-board [role=grid] {
  display: grid; grid-template-rows: repeat(8, 1fr); box-sizing: border-box;
  width: min(100%, 272px); aspect-ratio: 1; margin: 2px auto; border: 2px solid #222222;
  background: #d3d3d3; cursor: crosshair; touch-action: none; user-select: none;
  forced-color-adjust: none;
}
.dlfs-board [role=row] { display: grid; grid-template-columns: repeat(8, 1fr); }
.dlfs-board [role=gridcell] { background: white; box-shadow: inset 0 0 0 .5px #d3d3d3; }
.dlfs-board [role=gridcell]:focus { outline: none; }
.dlfs-board [role=gridcell]:focus-visible {
  outline: 3px solid #0072B2; box-shadow: inset 0 0 0 2px white; z-index: 1;
}
.dlfs-board p { font-size: 14px; line-height: 1.3; margin: 2px 0; text-align: center; }
</style>"""


def drawing_board() -> widgets.HTML:
    """Return the board; it belongs to the field of `signs_field` in the same explorer."""
    script = html.escape(Path(__file__).with_suffix(".js").read_text(encoding="utf-8"))
    starts = f'<img hidden alt="" src="data:," onerror="{script}">'
    return widgets.HTML(f'{STYLE}<div class="{BOARD}"><p>{WITHOUT}</p></div>{starts}')


def signs_field(label: str, hint: str, signs: str) -> tuple:
    """Return the field with the `signs` of a board, and its row."""
    field, row = text_field(label, signs, hint)
    field.add_class(SIGNS)
    return field, row


def answered(text: str) -> str:
    """Return the mark by which a board sees that `text` has been read."""
    return f'<span hidden data-answered="{html.escape(text[:64])}"></span>'
