"""A prediction that is drawn: asked before the curve is shown, kept once, then laid over the true one.

Nobody has to draw. Whoever lets the explorer show the curve first has looked, and the prediction is
not asked any more.
"""

import html
import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from weakref import WeakSet

import ipywidgets as widgets

from dlfs.classroom.explore import curve_picture
from dlfs.classroom.explore.calling import Mistake
from dlfs.classroom.explore.controls import text_field
from dlfs.classroom.explore.curves import (
    KNOWN, Curve, compared, distance, far, in_words, read, written,
)  # fmt: skip
from dlfs.classroom.keeping import sitting, store, who

KIND = "curve"
SAID = '<p style="line-height:1.3; margin:4px 0; overflow-wrap:anywhere">{}</p>'
SPOKEN = '<p role="status" style="font-size:15px; line-height:1.3; margin:4px 0">{}</p>'
HINT = "five numbers: 0.9; 0.8; ..."
SCRIPT = Path(__file__).with_name("curve_board.js")
DRAW, BACK, BOTH = "Draw it", "Back to the picture", "See both curves"

_seen: set[tuple[str, str]] = set()
_shown: WeakSet["Prediction"] = WeakSet()


class Prediction:
    """What an explorer asks to be drawn: `invitation` stands at its controls, `board` in place of
    its picture while it is open. `values` are what was drawn first, or None.
    """

    def __init__(self, explorer, curve: Curve):
        self.explorer, self.curve, self.values = explorer, curve, None
        self._stands: list[Callable[[str, str], None]] = []
        self._standing = ""
        self._words, self._turn = widgets.HTML(), widgets.Button(layout=_wide())
        self.invitation = widgets.VBox([self._words, self._turn])
        self.field, row = text_field("Your curve", "", HINT)
        self.field.continuous_update = True  # else Enter would come before what it hands in
        self.field.add_class("dlfs-curve")
        self._axes, self.readout = widgets.HTML(), widgets.HTML()
        self.hand_in = widgets.Button(description="Hand in", button_style="primary", layout=_wide())
        self._entry = widgets.VBox([row, self.hand_in])
        self.board = widgets.VBox([self._axes, self._entry, self.readout])
        for part in (self.board, self.invitation):
            part.add_class("dlfs-prediction")
        self._turn.on_click(lambda _: self.turn(not self.is_open))
        self.hand_in.on_click(self._take)
        self.field.on_msg(self._enter)
        self._show()
        self.turn(False)

    @property
    def parts(self) -> tuple[list, list]:
        """What stands at the controls, and what stands beside the picture."""
        return [self.invitation], [self.board]

    @property
    def is_open(self) -> bool:
        """Whether the board stands in the place of the picture."""
        return self.board.layout.display != "none"

    def turn(self, opened: bool) -> None:
        """Show the board in the place of the picture, or the picture again.

        What is shown has the display "": a None does not travel from a Python in the browser.
        """
        self.board.layout.display = "" if opened else "none"
        self.explorer.picture.layout.display = "none" if opened else ""
        self._turn.description = BACK if opened else BOTH if self.values else DRAW

    def begin(self, stand: Callable[[str, str], None] | None = None) -> None:
        """Ask from now on: the explorer is shown.

        `stand(page, text)` puts HTML and text below its still form, which is there a day later.
        """
        _shown.add(self)
        if stand:
            self._stands.append(stand)
            self._standing = ""
        self.renew()
        self.follow()

    def renew(self) -> None:
        """Show what is kept of whoever this is, or ask."""
        self.values = _kept(self.curve)
        self._show()
        self.turn(self.is_open and not self._is_gone())
        said = compared(self.curve, self.values) if self.values else ""
        if said != self._standing:
            self._standing = said
            page = self._axes.value + SAID.format(html.escape(said)) if said else ""
            for stand in self._stands:
                stand(page, said)

    def follow(self) -> None:
        """A control has moved: the picture stands again, and may show the curve. Never raises."""
        if self.is_open:
            self.turn(False)
        with suppress(Exception):
            if self in _shown and self.values is None and self.curve.stands(self.explorer):
                _seen.add((store.hand_now().key, self.curve.id))
                self._show()

    def _is_gone(self) -> bool:
        return self.values is None and _has_seen(self.curve)

    def _show(self) -> None:
        """Put the words and the picture to what is kept."""
        curve, gone = self.curve, self._is_gone()
        self._turn.layout.display = "none" if gone else ""
        self._entry.layout.display = "none" if self.values else ""
        if self.values:
            self.field.value = ""
            share = away(curve.id, written(self.values))
            self._words.value = SAID.format(f"<b>You drew first:</b> {share} away on average.")
            self._axes.value, self.readout.value = _over(curve, self.values)
        else:
            told = "the curve has been shown by now." if gone else html.escape(curve.question)
            head = "Not predicted:" if gone else "Predict first:"
            self._words.value = SAID.format(f"<b>{head}</b> {told}")
            self._axes.value, self.readout.value = _empty(curve), SAID.format(_how(curve))

    def _enter(self, _widget, content, _buffers) -> None:
        if content.get("event") == "submit":
            self._take()

    def _take(self, _=None) -> None:
        """Keep what stands in the field, or say why it is no curve."""
        if self.values or self._is_gone():
            return
        try:
            values = read(self.curve, self.field.value)
        except Mistake as mistake:
            self.readout.value = SPOKEN.format(html.escape(str(mistake)))
            return
        trouble = _keep(self.curve, values)
        for one in [self, *(other for other in _shown if other.curve is self.curve)]:
            one.renew()
        self.turn(True)
        if trouble:
            self.readout.value += SAID.format(html.escape(trouble))


def _wide() -> widgets.Layout:
    return widgets.Layout(width="auto", align_self="flex-start")


def _how(curve: Curve) -> str:
    steps = in_words(curve.steps)
    return ("Draw from the dot to the right edge, with the mouse, a finger or a pen; or type "
            f"{html.escape(curve.name)} after {steps} steps. Then hand it in.")  # fmt: skip


def _empty(curve: Curve) -> str:
    told = {
        "left": curve_picture.LEFT, "top": curve_picture.TOP, "right": curve_picture.RIGHT,
        "bottom": curve_picture.BOTTOM, "low": curve.low, "high": curve.high,
        "factors": curve.factors, "steps": curve.across(curve.steps).round(4).tolist(),
        "start": round(float(curve.up(curve.true[0])), 4),
    }  # fmt: skip
    label = f"Empty axes to draw on. {curve.question} The field below takes five numbers instead."
    script = html.escape(SCRIPT.read_text(encoding="utf-8"))
    axes = curve_picture.picture(curve, [curve_picture.start(curve)], label)
    return (f'<div data-curve="{html.escape(json.dumps(told))}">{SAID.format(curve.question)}{axes}'
            f'</div><img hidden alt="" src="data:," onerror="{script}">')  # fmt: skip


def _over(curve: Curve, values: tuple[float, ...]) -> tuple[str, str]:
    """Return the picture of both curves, and what is said to them."""
    true = written(curve.true[list(curve.steps)])
    label = (f"Two curves over {curve.steps[-1]} steps. After {in_words(curve.steps)} steps yours "
             f"is at {written(values)} and the true one at {true}.")  # fmt: skip
    lines = [curve_picture.YOURS, curve_picture.TRUE]
    axes = curve_picture.picture(curve, curve_picture.both(curve, values), label, lines)
    return SAID.format(curve.question) + axes, SPOKEN.format(html.escape(compared(curve, values)))


@who.after
def renew() -> None:
    """Show at each explorer on the page what is kept of whoever this is now."""
    for prediction in list(_shown):
        prediction.renew()


def curves_of(lesson: str) -> dict[str, str]:
    """Return the first curve of each id that was drawn in this lesson, as it is kept."""
    found: dict[str, str] = {}
    for record in store.records(KIND):
        name = record["id"]
        if record.get("lesson") == lesson and name in KNOWN:
            with suppress(Mistake):
                found.setdefault(name, written(read(KNOWN[name], record.get("answer", ""))))
    return found


def away(name: str, answer: str) -> str:
    """Return how far the kept curve of this id is from the true one, in words."""
    return far(KNOWN[name], distance(KNOWN[name], read(KNOWN[name], answer)))


def _has_seen(curve: Curve) -> bool:
    with suppress(Exception):
        me, persons = store.hand_now().key, store.persons()
        return any(id == curve.id and persons.of(key) == persons.of(me) for key, id in _seen)
    return False


def _keep(curve: Curve, values: tuple[float, ...]) -> str:
    """Keep the curve, if none is kept. Return "" or, where it cannot be saved, why."""
    try:
        if _kept(curve) is not None:
            return ""
        lesson = sitting.current_lesson() or ""
        record = {"kind": KIND, "lesson": lesson, "id": curve.id, "answer": written(values)}
        return store.append(record)
    except Exception as error:  # in a callback nobody would see it
        return f"It could not be saved ({type(error).__name__})."


def _kept(curve: Curve) -> tuple[float, ...] | None:
    """Return the first curve on record that can be read; None where there is none."""
    with suppress(Exception):  # what is kept may be damaged: the explorer goes on
        for record in store.records(KIND, curve.id):
            with suppress(Mistake):
                return read(curve, record.get("answer", ""))
    return None
