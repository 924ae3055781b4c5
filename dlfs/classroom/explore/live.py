"""The canvas that all explorers share: a picture that follows its controls without a flicker.

What never moves is drawn once and kept. When a control moves, the kept pixels come back and only
the curves and points that move are drawn on top: milliseconds in place of a tenth of a second.
"""

import html
import math
import struct
import zlib
from collections.abc import Sequence
from functools import cache

import ipywidgets as widgets
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from traitlets import Unicode

from dlfs.classroom.explore.stepping import Mistake
from dlfs.classroom.drawing.figures import INK, bundle

SCREEN_DPI = 140
READOUT = '<p role="status" style="font-size:18px; line-height:1.35; max-width:910px">{}</p>'
IN_WORDS = "The picture; the sentence below it says the same in words."
LOG_STEP = 0.01
LABEL = {"description_width": "130px"}


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


def slider(label: str, low: float, high: float, value: float) -> tuple:
    """Return the number field of a slider whose steps are equal factors, and the row of the two.

    The field holds the exact value. The slider counts steps in whole numbers, because a front end
    moves a slider of fractions to its nearest step and sends that back: 2.1 would become 2.09.
    """
    places = low * 10 ** np.arange(0, math.log10(high / low) + LOG_STEP, LOG_STEP)
    places = np.minimum(places, high)
    field = widgets.BoundedFloatText(value, min=low, max=high, step=low, **_named(label))
    handle = widgets.IntSlider(
        _nearest(places, value),
        min=0,
        max=len(places) - 1,
        description=label,
        readout=False,
        style=LABEL,
        layout=widgets.Layout(width="480px"),
    )

    def take_place(move) -> None:
        if move.new != _nearest(places, field.value):
            field.value = float(f"{places[move.new]:.3g}")

    handle.observe(take_place, "value")
    field.observe(lambda move: setattr(handle, "value", _nearest(places, move.new)), "value")
    return field, widgets.HBox([handle, field])


def _nearest(places: np.ndarray, value: float) -> int:
    return int(np.abs(np.log(places / value)).argmin())


def linear_slider(label: str, low: float, high: float, value: float, step: float) -> tuple:
    """Return the number field of a slider whose steps are equal, and the row of the two.

    The field holds the exact value, and takes numbers between the steps. The slider counts steps in
    whole numbers: a front end would move a slider of fractions to its nearest step.
    """
    field = widgets.BoundedFloatText(value, min=low, max=high, step=step, **_named(label))
    handle = widgets.IntSlider(
        round((value - low) / step), min=0, max=round((high - low) / step), description=label,
        readout=False, style=LABEL, layout=widgets.Layout(width="480px"),
    )  # fmt: skip

    def take_place(move) -> None:
        if move.new != round((field.value - low) / step):
            field.value = round(low + move.new * step, 9)

    def follow_field(move) -> None:
        handle.value = round((move.new - low) / step)

    handle.observe(take_place, "value")
    field.observe(follow_field, "value")
    return field, widgets.HBox([handle, field])


def steps(label: str, last: int, value: int) -> tuple:
    """Return a slider of whole steps from 0 to `last`, and a row with Back, Step and Play."""
    control = widgets.IntSlider(
        value, min=0, max=last, description=label, readout=False, style=LABEL,
        layout=widgets.Layout(width="480px"),
    )  # fmt: skip
    number = step_field(label, last, control)
    back, step = (_button(text, "60px") for text in ("Back", "Step"))
    back.on_click(lambda _: setattr(control, "value", max(control.value - 1, 0)))
    step.on_click(lambda _: setattr(control, "value", min(control.value + 1, last)))
    return control, widgets.HBox([control, number, back, step, *player(control)])


def step_field(label: str, last: int, control: widgets.IntSlider) -> widgets.BoundedIntText:
    """Return a number field that goes with the slider `control` of whole steps."""
    number = widgets.BoundedIntText(control.value, min=0, max=last, **_named(label))
    widgets.link((control, "value"), (number, "value"))
    return number


def player(control: widgets.IntSlider, step: int = 1) -> tuple[widgets.Button, widgets.Play]:
    """Return a button that starts and stops, and the clock that then moves `control` on.

    The clock stays hidden: its own buttons are symbols, which a screen reader cannot name.
    """
    play = widgets.Play(
        value=control.value, min=control.min, max=control.max, step=step, interval=150,
        layout=widgets.Layout(display="none"),
    )  # fmt: skip
    widgets.jslink((play, "value"), (control, "value"))
    button = _button("Play", "60px")
    button.on_click(lambda _: setattr(play, "playing", not play.playing))
    play.observe(
        lambda move: setattr(button, "description", "Stop" if move.new else "Play"), "playing"
    )
    return button, play


def seeds(label: str = "Data seed") -> tuple:
    """Return the number field of the seed, and its row with a button for the next seed."""
    control = widgets.BoundedIntText(
        0, min=0, max=99, description=label, style=LABEL, layout=widgets.Layout(width="220px")
    )
    button = _button("New seed", "90px")
    button.on_click(lambda _: setattr(control, "value", (control.value + 1) % 100))
    return control, widgets.HBox([control, button])


def presets(label: str, settings: dict) -> tuple:
    """Return one button per entry of `settings` (its text: what to do), and their row."""
    buttons = tuple(_button(text, "64px") for text in settings)
    for button, action in zip(buttons, settings.values(), strict=True):
        button.on_click(lambda _, action=action: action())
    name = widgets.Label(label, layout=widgets.Layout(width="130px", justify_content="flex-end"))
    return buttons, widgets.HBox([name, *buttons])


def _named(label: str) -> dict:
    # The label is seen left of the slider; the field has it too, without room, for its name.
    style, layout = {"description_width": "0px"}, widgets.Layout(width="114px")
    return {"description": label, "style": style, "layout": layout}


def _button(text: str, width: str) -> widgets.Button:
    return widgets.Button(description=text, layout=widgets.Layout(width=width))


class Picture(widgets.Image):
    """A picture that a screen reader can name: in the browser its tooltip becomes its title.

    The front end looks for a description beside every tooltip; an Image has none, so it gets one.
    """

    description = Unicode("").tag(sync=True)


class Explorer:
    """One picture, its controls, and one sentence that says in numbers what is to be seen.

    A subclass makes controls and a `Canvas`, hands them to `assemble`, and has two methods: `show`
    moves the artists to the values of the controls and returns the sentence, `paper` returns the
    figure and the alt text of the printed form. Its `caption` says what to try, and what is
    `printed_with` goes to `paper`.
    """

    caption = ""
    printed_with: dict = {}

    def assemble(self, canvas: Canvas, rows: list, watched: list) -> None:
        """Put the view together, draw the first picture, and follow the `watched` controls."""
        self.canvas = canvas
        fig = canvas.agg.figure
        width, height = (round(inches * SCREEN_DPI) for inches in fig.get_size_inches())
        self.picture = Picture(format="png", width=width, height=height, tooltip=IN_WORDS)
        self.readout = widgets.HTML()
        self.view = widgets.VBox([*rows, self.picture, self.readout])
        self.refresh()
        for control in watched:
            control.observe(self.refresh, "value")

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
        self._sentence = sentence
        self.readout.value = READOUT.format(html.escape(sentence))

    def describe(self) -> str:
        """Return what the explorer shows at present: one sentence, in plain words and numbers."""
        return self._sentence

    @classmethod
    @cache
    def _printed(cls, caption: str, **settings) -> dict:
        fig, alt = cls.paper(**settings)
        return bundle(fig, alt, caption)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        live = self.view._repr_mimebundle_()
        view = {kind: live[kind] for kind in live if "widget-view" in kind}
        return self._printed(self.caption, **self.printed_with) | view
