"""How the course draws: one width, one palette, and a description in words for every picture.

Colour never carries a meaning alone. Circles are blue and triangles are orange, so a page printed
in grey says the same, and curves differ in line style as well as in colour.
"""

import base64
import html
import io

import numpy as np
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from PIL import Image

from dlfs.classroom.drawing.style import CourseAxes, CourseFigure, styled

BLUE, ORANGE, GREEN, RED, PURPLE = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7"
INK, GREY, BAND, PALE = "#222222", "#8a8a8a", "#d3d3d3", "#ececec"

CLASSES = (
    {"label": "circles", "marker": "o", "color": BLUE},
    {"label": "triangles", "marker": "^", "color": ORANGE},
)
CURVES = (
    {"color": BLUE, "linestyle": "-"},
    {"color": RED, "linestyle": "--"},
    {"color": GREEN, "linestyle": "-."},
    {"color": PURPLE, "linestyle": ":"},
    {"color": INK, "linestyle": (0, (6, 1, 1, 1, 1, 1))},
)

WIDTH = 6.5
PRINT_DPI = 200
SMALLEST_ALT = 40
LARGEST_PNG = 60_000
RULER_ROOM = 0.015


@styled
def new_figure(
    height: float = 3.0, rows: int = 1, columns: int = 1, **options
) -> tuple[Figure, Axes | np.ndarray]:
    """Return a white figure, 6.5 in wide and `height` in high, and its axes.

    The axes come as `Figure.subplots` gives them, and `options` go on to it (`width_ratios`,
    `sharey`, ...). Letters are 10 pt, which is 10 pt on paper and more than 14 pt on a screen,
    where the picture is shown larger; an explorer's are as large as the words beside it.
    """
    fig = _blank(height)
    options["subplot_kw"] = {"axes_class": CourseAxes, **options.get("subplot_kw", {})}
    axes = fig.subplots(rows, columns, **options)
    for ax in np.ravel(axes):
        ax.spines[["top", "right"]].set_visible(False)
    return fig, axes


@styled
def new_figure_in_two(
    height: float, above: tuple[int, int], below: int, ratios: tuple[float, float],
    widths: tuple[float, ...] | None = None,
) -> tuple[Figure, np.ndarray, np.ndarray]:  # fmt: skip
    """Return a figure like `new_figure`'s whose lower part has columns of its own.

    `above` gives rows and columns of the upper part, `below` the columns of the lower one, `ratios`
    their heights, and `widths` the widths of the upper columns, if they differ. Returns the figure
    and the axes of both parts as flat arrays.
    """
    fig = _blank(height)
    grid = fig.add_gridspec(2, 1, height_ratios=ratios)
    parts = grid[0].subgridspec(*above, width_ratios=widths), grid[1].subgridspec(1, below)
    kind = {"axes_class": CourseAxes}
    axes = [np.ravel(part.subplots(squeeze=False, subplot_kw=kind)) for part in parts]
    for ax in np.concatenate(axes):
        ax.spines[["top", "right"]].set_visible(False)
    return fig, *axes


def _blank(height: float) -> Figure:
    fig = CourseFigure(figsize=(WIDTH, height), facecolor="white", layout="constrained")
    FigureCanvasAgg(fig)
    return fig


def plot_classes(ax: Axes, X: np.ndarray, c: np.ndarray, size: float = 28) -> list:
    """Draw the points of `X` (n, 2) as circles and triangles, by the one-hot `c` (n, 2).

    Returns the two collections of points.
    """
    column = np.argmax(c, axis=1)
    return [
        ax.scatter(*X[column == i].T, s=size, edgecolors=INK, linewidths=0.5, zorder=2, **style)
        for i, style in enumerate(CLASSES)
    ]


def boundary(W: np.ndarray, b: np.ndarray, reach: float = 100.0) -> tuple[np.ndarray, np.ndarray]:
    """Return the x1 and the x2 of two far points on the line where both classes have p = 0.5.

    `W` has shape (2, 2) and `b` shape (2,), one column per class, and the line is
    `(W0 - W1) . x + (b0 - b1) = 0`. When both columns of `W` are equal there is no line: all nan.
    """
    W, b = np.asarray(W, dtype=float), np.asarray(b, dtype=float)
    normal = W[:, 0] - W[:, 1]
    length = np.hypot(*normal)
    if not 0 < length < np.inf:
        return np.full(2, np.nan), np.full(2, np.nan)
    nearest = -(b[0] - b[1]) / length * (normal / length)
    along = reach * np.array([-normal[1], normal[0]]) / length
    first, last = nearest - along, nearest + along
    return np.array([first[0], last[0]]), np.array([first[1], last[1]])


def plot_line(ax: Axes, W: np.ndarray, b: np.ndarray, **style) -> Line2D:
    """Draw the perceptron's line `(W0 - W1) . x + (b0 - b1) = 0` and return it.

    The limits of `ax` stay as they are, so draw the points first.
    """
    limits = ax.get_xlim(), ax.get_ylim()
    (line,) = ax.plot(*boundary(W, b), **{"color": INK, "linewidth": 2, **style})
    ax.set(xlim=limits[0], ylim=limits[1])
    return line


def plot_curve(ax: Axes, values, index: int = 0, label: str = "", x=None, **style) -> Line2D:
    """Draw `values` over `x` (0, 1, 2, ... when not given) and return the line.

    `index` picks one of five styles that differ in colour and in dashes. `label` is written at the
    end of the curve.
    """
    x = np.arange(len(values)) if x is None else x
    (line,) = ax.plot(x, values, **{**CURVES[index % len(CURVES)], "linewidth": 2, **style})
    if label:
        end = (x[-1], values[-1])
        ax.annotate(label, end, (5, 0), textcoords="offset points", va="center", color=INK)
    return line


def plot_bands(ax: Axes, edges, names) -> list[tuple[Rectangle, Text]]:
    """Turn `ax` into a ruler whose bands lie between the `edges` and bear the `names`.

    Returns each band with its name, for `place_bands` to move. Both ends have room for a marker.
    """
    room = RULER_ROOM * (edges[-1] - edges[0])
    ax.set(xlim=(edges[0] - room, edges[-1] + room), ylim=(0, 1), yticks=[])
    ax.spines[:].set_visible(False)
    shades = [BAND if i % 2 else PALE for i in range(len(names))]
    middle = {"ha": "center", "va": "center"}
    bands = [
        (vertical_band(ax, shade), ax.text(0, 0.5, name, **middle))
        for shade, name in zip(shades, names, strict=True)
    ]
    place_bands(bands, edges)
    return bands


def vertical_band(ax: Axes, color: str) -> Rectangle:
    """Draw a band over the height of `ax`, from 0 to 1, to be moved; return it.

    What `axvspan` returns is a rectangle only since matplotlib 3.9.
    """
    across = ax.get_xaxis_transform(which="grid")
    return ax.add_patch(Rectangle((0, 0), 1, 1, transform=across, color=color, linewidth=0))


def place_bands(bands: list[tuple[Rectangle, Text]], edges) -> None:
    """Move the `bands` of a ruler to new `edges`."""
    for (band, name), left, right in zip(bands, edges[:-1], edges[1:], strict=True):
        band.set(x=left, width=right - left)
        name.set_x((left + right) / 2)


@styled
def png(fig: Figure) -> bytes:
    """Return `fig` as a PNG with a palette, 1300 pixels wide and at most 60 kB.

    A picture too rich for that gets fewer colours first, and then fewer pixels.
    """
    for dpi, palettes in ((200, (64, 32, 16)), (100, (16,)), (50, (8,))):
        pixels = _drawn(fig, WIDTH / fig.get_figwidth() * dpi)
        for colours in palettes:
            picture = _quantized(pixels, colours)
            if len(picture) <= LARGEST_PNG:
                return picture
    return picture


def _drawn(fig: Figure, dpi: float) -> Image.Image:
    canvas, usual = FigureCanvasAgg(fig), fig.dpi
    fig.set_dpi(dpi)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())[..., :3].copy()
    fig.set_dpi(usual)
    return Image.fromarray(pixels)


def _quantized(pixels: Image.Image, colours: int) -> bytes:
    picture = pixels.quantize(colours, dither=Image.Dither.NONE)
    file = io.BytesIO()
    picture.save(file, "png", optimize=True)
    return file.getvalue()


def bundle(fig: Figure, alt: str, caption: str = "") -> dict:
    """Return `fig` as a display bundle: HTML with the `alt` text, PNG and plain text.

    A ValueError asks for a description when `alt` has fewer than 40 characters.
    """
    alt, caption = (" ".join(text.split()) for text in (alt, caption))
    if len(alt) < SMALLEST_ALT:
        raise ValueError(
            f"alt has {len(alt)} characters, at least {SMALLEST_ALT} are needed: say what is to be "
            "seen, so that somebody who cannot see the figure misses nothing"
        )
    picture = base64.b64encode(png(fig)).decode("ascii")
    image = f'<img alt="{html.escape(alt)}" src="data:image/png;base64,{picture}">'
    below = f"<figcaption>{html.escape(caption)}</figcaption>" if caption else ""
    return {
        "text/html": f"<figure>{image}{below}</figure>",
        "image/png": picture,
        "text/plain": f"Figure: {alt}" + (f"\n{caption}" if caption else ""),
    }


def figure(fig: Figure, *, alt: str, caption: str = "") -> None:
    """Show `fig` in the notebook with the words that can replace it.

    `alt` says in at least 40 characters what is to be seen (ValueError otherwise); `caption` stands
    below the picture.
    """
    display(bundle(fig, alt, caption), raw=True)
