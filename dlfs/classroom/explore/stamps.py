"""Text that changes often and is drawn fast: a word is set once, kept, and stamped from then on.

Setting a short text takes matplotlib a millisecond or two, and stamping it a twentieth of that. The
digits are kept one by one, since numbers are what changes most.
"""

import re
from functools import lru_cache

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text

PIECES = re.compile(r"[\d.+-]|[^\d.+-]+")
ALONE, BETWEEN = "||", "|{}|"
MARGIN = 3


class Stamp(Text):
    """A text of one line, on white if `on_white`, otherwise on whatever there is."""

    def __init__(self, x: float, y: float, text: str = "", on_white: bool = False, **style):
        super().__init__(x, y, text, **style)
        self.on_white = on_white

    def draw(self, renderer) -> None:
        """Put the stamp where the text belongs."""
        if not self.get_visible() or not self.get_text():
            return
        size = self.get_fontsize(), self.get_fontstyle(), self.get_fontweight()
        image, baseline = _stamp(
            self.get_text(), to_rgb(self.get_color()), self.on_white, size, self.get_figure().dpi
        )
        height, width, _ = image.shape
        x, y = self.get_transform().transform(self.get_unitless_position())
        x -= {"left": MARGIN, "center": width / 2, "right": width - MARGIN}[self.get_ha()]
        y -= height / 2 if self.get_va() == "center" else baseline
        gc = renderer.new_gc()
        renderer.draw_image(gc, round(x), round(y), image)
        gc.restore()


@lru_cache(maxsize=2000)
def _stamp(text: str, color: tuple, on_white: bool, size: tuple, dpi: float) -> tuple:
    """Return the picture of a text, RGBA, and how far its baseline lies above the lower edge."""
    pieces = [_set(piece, size, dpi) for piece in PIECES.findall(text)]
    baseline, height = _line(size, dpi)
    ends = np.cumsum([advance for _, advance in pieces])
    ink = np.zeros((height, round(ends[-1]) + 2 * MARGIN), dtype=np.uint8)
    for (mask, advance), end in zip(pieces, ends, strict=True):
        left = round(end - advance)
        part = ink[:, left : left + mask.shape[1]]
        np.maximum(part, mask[:, : part.shape[1]], out=part)
    image = np.empty((*ink.shape, 4), dtype=np.uint8)
    share = ink[..., None] / 255
    if on_white:
        image[..., :3] = 255 * (1 - share * (1 - np.array(color)))
        image[..., 3] = 255
    else:
        image[..., :3] = 255 * np.array(color)
        image[..., 3] = ink
    return image[::-1].copy(), baseline


@lru_cache(maxsize=2000)
def _set(piece: str, size: tuple, dpi: float) -> tuple[np.ndarray, float]:
    """Return how dark each pixel of a piece of text is, and where the next piece begins."""
    fig, text, renderer = _press(dpi)
    text.set(fontsize=size[0], fontstyle=size[1], fontweight=size[2])
    widths = []
    for words in (ALONE, BETWEEN.format(piece)):
        text.set_text(words)
        widths.append(text.get_window_extent(renderer).width)
    baseline, height = _line(size, dpi)
    advance = widths[1] - widths[0]
    text.set(text=piece, x=MARGIN, y=baseline)
    fig.canvas.draw()
    page = 255 - np.asarray(fig.canvas.buffer_rgba())[..., 0]
    return page[-height:, : round(advance) + 2 * MARGIN].copy(), advance


def _line(size: tuple, dpi: float) -> tuple[int, int]:
    return round(0.3 * size[0] / 72 * dpi), round(1.3 * size[0] / 72 * dpi)


@lru_cache(maxsize=4)
def _press(dpi: float) -> tuple:
    fig = Figure(figsize=(6.5, 0.5), dpi=dpi, facecolor="white")
    FigureCanvasAgg(fig)
    text = fig.text(0, 0, "", transform=None, ha="left", va="baseline", color="black")
    return fig, text, fig.canvas.get_renderer()
