"""What all explorers are: a picture that follows its controls without a flicker, and a sentence.

What never moves is drawn once and kept. When a control moves, the kept pixels come back and only
the curves and points that move are drawn on top: milliseconds in place of a tenth of a second.
"""

import html
import struct
import textwrap
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, partial

import ipywidgets as widgets
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from traitlets import Unicode

from dlfs.classroom.drawing.figures import INK, bundle
from dlfs.classroom.drawing.style import styled
from dlfs.classroom.explore.address import address_field
from dlfs.classroom.explore.calling import Mistake
from dlfs.classroom.explore.curves import Curve
from dlfs.classroom.explore.goals import Goal, Goals
from dlfs.classroom.explore.numbers import number_label
from dlfs.classroom.explore.playing import Player
from dlfs.classroom.explore.predicting import Prediction
from dlfs.classroom.explore.travelling import line_of, values_of, with_settings
from dlfs.classroom.hosting import in_browser
from dlfs.classroom.publishing import publish_forms
from dlfs.classroom.speaking import speaking

SCREEN_DPI = 140
READOUT = '<p role="status" style="font-size:16px; line-height:1.3; margin:4px 0">{}</p>'
# Where a page has no clipboard, as on a plain web address, the line can be copied from a dialog.
COPY = (
    '<div style="display:flex; gap:8px; align-items:flex-start"><div style="flex:1">{sentence}</div>'
    '<button type="button" class="jupyter-button" style="margin:4px 0; width:auto" '
    'title="{line}" data-line="{line}" onclick="navigator.clipboard'
    " ? navigator.clipboard.writeText(this.dataset.line).then(() => {{ this.textContent = 'Copied'; }})"
    """ : prompt('A line of code that brings this state back', this.dataset.line)">"""
    "Copy state</button></div>"
)
IN_WORDS = "The picture; the sentence below it says the same in words."


PAGE = 96
UNBROKEN = {"break_long_words": False, "break_on_hyphens": False}
# The controls stand beside the picture; where there is no room for both, above it.
EXPLORER = "dlfs-explorer"
BESIDE = {"display": "flex", "flex_flow": "row wrap", "align_items": "flex-start"}
CONTROLS = {"flex": "1 1 290px", "max_width": "440px", "min_width": "0"}
SEEN = {"flex": "3 1 500px", "max_width": "640px", "min_width": "0"}


def parts_of(widget) -> list:
    """Return a widget and everything in it."""
    inside = [part for child in getattr(widget, "children", ()) for part in parts_of(child)]
    return [widget, *inside]


def png_bytes(pixels: np.ndarray) -> bytes:
    """Return the `pixels` (height, width, 3) as a PNG, compressed fast rather than well."""
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + 3 * width), dtype=np.uint8)
    for channel in range(3):  # one by one: seven times faster than all three at once
        rows[:, 1 + channel :: 3] = pixels[..., channel]
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


class Canvas:
    """A figure in three layers: what never moves, what moves now and then, and what always moves.

    `settled` artists (letters, mostly: they are slow to draw) are drawn when `settle` is told of
    something new, `moving` ones for every picture. All the rest is drawn once.
    """

    def __init__(self, fig: Figure, moving: list[Artist], settled: Sequence[Artist] = ()):
        fig.set_dpi(SCREEN_DPI)
        self.agg = FigureCanvasAgg(fig)
        self.moving, self.settled = (sorted(each, key=_height) for each in (moving, settled))
        for artist in [*moving, *settled]:
            artist.set_animated(True)
            artist.set_in_layout(False)
        self.agg.draw()
        fig.set_layout_engine("none")
        self._bottom = self._kept = self.agg.copy_from_bbox(fig.bbox)
        self._settled_for = None

    def settle(self, *key) -> None:
        """Draw the settled artists, unless they were drawn last for the same `key`."""
        if key == self._settled_for:
            return
        self._put(self._bottom, self.settled)
        self._kept, self._settled_for = self.agg.copy_from_bbox(self.agg.figure.bbox), key

    def png(self) -> bytes:
        """Return the present picture: the layers that are kept, and the moving artists on top."""
        self._put(self._kept, self.moving)
        return png_bytes(np.asarray(self.agg.buffer_rgba())[..., :3])

    def _put(self, layer, artists: Sequence[Artist]) -> None:
        self.agg.restore_region(layer)
        renderer = self.agg.get_renderer()
        for artist in artists:
            artist.draw(renderer)


def _height(artist: Artist) -> float:
    return artist.get_zorder()


def number_mark(ax: Axes, number: int) -> Line2D:
    """Return `number` as a marker that can be moved: it is drawn ten times faster than a text."""
    size = 7 if number < 10 else 12
    style = {"color": INK, "markersize": size, "markeredgewidth": 0, "clip_on": False}
    (mark,) = ax.plot([], [], marker=f"${number}$", **style)
    return mark


class Picture(widgets.Image):
    """A picture that a screen reader can name: in the browser its tooltip becomes its title.

    The front end looks for a description beside every tooltip; an Image has none, so it gets one.
    """

    description = Unicode("").tag(sync=True)


@dataclass(frozen=True)
class Slide:
    """A control that a page without Python offers, with its `label` there.

    `places` are where it can stand: its values, or a function of the explorer that returns them by
    their labels. `fixed` has the values of other controls. `second` is another control beside it,
    where a question needs two. `caption` stands in the place of the explorer's
    own, where that one speaks of controls that the page does not have.
    """

    control: str
    label: str
    places: tuple | Callable[["Explorer"], dict]
    fixed: dict = field(default_factory=dict)
    second: "Slide | None" = None
    caption: str = ""

    def places_of(self, explorer: "Explorer") -> dict:
        """Return where the control of this `explorer` can stand: label -> value."""
        if callable(self.places):
            return self.places(explorer)
        return {number_label(value): value for value in self.places}


DRAWN_BY = {"__init__", "hand_over", "show"}


class Explorer:
    """One picture, its controls, and one sentence that says in numbers what is to be seen.

    A subclass makes controls and a `Canvas`, hands them to `assemble`, and has two methods: `show`
    moves the artists to the values of the controls and returns the sentence, `paper` returns the
    figure and the alt text of the printed form. Its `caption` says what to try, its `slide` what a
    page without Python offers, and what is `printed_with` goes to `paper`. `own` is the name of the
    argument by which a learner hands over a function, if there is one; then it is `yours`. `said`
    names the attributes that have the numbers of the sentence. `goals` are what to reach with it,
    `curve` what to draw before it is shown.
    """

    caption = ""
    goals: tuple[Goal, ...] = ()
    curve: Curve | None = None
    slide: Slide
    own = ""
    said: tuple = ()
    yours = None
    printed_with: dict = {}

    def __init_subclass__(cls) -> None:
        """Let what a subclass draws be drawn in the course's style, and its settings be given."""
        for name in DRAWN_BY & vars(cls).keys():
            setattr(cls, name, styled(vars(cls)[name]))
        if "__init__" in vars(cls):
            cls.__init__ = with_settings(cls.__init__)

    def assemble(
        self, canvas: Canvas, rows: list, watched: list, yours=None, below: tuple = ()
    ) -> None:
        """Put the view together, draw the first picture, and follow the `watched` controls.

        What is `below` stands below the picture. `yours` comes last: where it cannot be followed,
        the picture without it stays.
        """
        self.canvas, self._watched = canvas, watched
        fig = canvas.agg.figure
        width, height = (round(inches * SCREEN_DPI) for inches in fig.get_size_inches())
        self.picture = Picture(
            format="png", width=width, height=height, tooltip=IN_WORDS,
            layout=widgets.Layout(width="calc(100% - 4px)", height="auto"),
        )  # fmt: skip
        self.readout = widgets.HTML()
        self.aims = Goals(self)
        self.prediction = Prediction(self, self.curve) if self.curve else None
        asked, board = self.prediction.parts if self.prediction else ([], [])
        left = widgets.VBox([*rows, *asked, self.aims.view], layout=CONTROLS)
        columns = [left, widgets.VBox([self.picture, *board, *below], layout=SEEN)]
        self.view = widgets.VBox([widgets.Box(columns, layout=BESIDE), self.readout, speaking()])
        if in_browser():
            self.view.children += (address_field(self),)
        self.view.add_class(EXPLORER)
        self.at_first = values_of(self)
        self.refresh()
        for control in watched:
            control.observe(self.refresh, "value")
            if control.has_trait("complaint"):
                control.observe(self._complain, "complaint")
        self._let_players_stop()
        if yours is not None:
            self.hand_over(yours)

    @property
    def controls(self) -> dict:
        """The controls by their names in code."""
        named = vars(self).items()
        return {name: part for name, part in named if any(part is one for one in self._watched)}

    def hand_over(self, yours) -> None:
        """Take over a function that a learner wrote; None gives the explorer back to the course."""
        self.yours = yours
        self.refresh()

    @styled
    def refresh(self, _=None) -> None:
        """Draw the picture that belongs to the present values of the controls.

        Never raises: a front end would lose the exception. What went wrong stands in the sentence,
        and the last good picture stays.
        """
        try:
            with np.errstate(all="ignore"):
                sentence, picture = self.show(), self.canvas.png()
        except Mistake as mistake:
            sentence = str(mistake)
        except Exception as error:
            sentence = f"No picture for these values ({type(error).__name__}: {error})."
        else:
            self.picture.value = picture
            self.aims.follow()
            if self.prediction:
                self.prediction.follow()
        self._say(sentence)

    def _say(self, sentence: str) -> None:
        self._sentence = sentence
        said, line = READOUT.format(html.escape(sentence)), self.as_code()
        self.readout.value = COPY.format(sentence=said, line=html.escape(line)) if line else said

    def _complain(self, change) -> None:
        if change.new:
            self._say(change.new)
        else:
            self.refresh()

    def _let_players_stop(self) -> None:
        """Whoever uses another control wants to look, so Play stops."""
        buttons = [part for part in parts_of(self.view) if isinstance(part, widgets.Button)]
        for player in (button for button in buttons if isinstance(button, Player)):
            for control in self._watched:
                if control is not player.moves:
                    control.observe(player.stop, "value")
            player.moves.observe(player.stop, "typed")
            for button in buttons:
                if button is not player:
                    button.on_click(player.stop)

    def as_code(self) -> str:
        """Return the line of code that makes an explorer like this one; "" where there is none."""
        return line_of(self)

    def describe(self) -> str:
        """Return what the explorer shows at present: one sentence, in plain words and numbers."""
        return self._sentence

    def say(self) -> None:
        """Print what `describe` returns, in lines that fit a page."""
        print(textwrap.fill(self.describe(), PAGE, subsequent_indent="    ", **UNBROKEN))

    @classmethod
    @cache
    @styled
    def _printed(cls, caption: str, **settings) -> dict:
        fig, alt = cls.paper(**settings)
        return bundle(fig, alt, caption)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return self._printed(self.caption, **self.printed_with)

    def _ipython_display_(self) -> None:
        forms = self._repr_mimebundle_()
        shown = publish_forms(forms, self.view)
        self.aims.begin()
        if self.prediction:
            self.prediction.begin(partial(shown.add, forms))
