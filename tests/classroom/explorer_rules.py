"""What every explorer must keep to: functions that return a list of what is wrong."""

import base64
import io
import re

import ipywidgets as widgets
from PIL import Image

from dlfs.classroom.drawing.figures import LARGEST_PNG, SMALLEST_ALT

SLIDERS = (widgets.FloatSlider, widgets.FloatLogSlider, widgets.IntSlider)
FIELDS = (widgets.BoundedFloatText, widgets.BoundedIntText)
CHOICES = (widgets.Checkbox, widgets.Dropdown, widgets.ToggleButtons)
REFUSED_WORDS = ("hessian", "eigenvalue", "simply", "obviously")


def back_at(explorer, **values):
    """Return `explorer` as it was when it was new: building one takes a quarter of a second."""
    explorer._step = None
    for name, value in values.items():
        getattr(explorer, name).value = value
    explorer.refresh()
    return explorer


def driven_by(explorer, step):
    """Return `explorer` driven by `step`, as if it had been handed over when it was built."""
    explorer._step = step
    explorer.refresh()
    return explorer


def drawn_afresh(explorer) -> bytes:
    """Return the picture that belongs to the controls when no layer is kept from before."""
    explorer.canvas.settle("nothing")
    explorer.refresh()
    return explorer.picture.value


def words_inside(ax) -> list[str]:
    """Return the texts that stand where the curves of `ax` run, and may be drawn over."""
    written = [text for text in ax.texts if text.get_text() and text.get_visible()]
    return [text.get_text() for text in written
            if text.get_window_extent().overlaps(ax.bbox)]  # fmt: skip


def is_whole(line) -> bool:
    """Say whether the marker of a line with one point lies inside the picture, to its edges."""
    fig = line.axes.figure
    ((x, y),) = line.axes.transData.transform(line.get_xydata())
    half = line.get_markersize() / 2 * fig.dpi / 72
    return half <= x <= fig.bbox.width - half and half <= y <= fig.bbox.height - half


def everything_in(widget) -> list:
    inside = [part for child in getattr(widget, "children", ()) for part in everything_in(child)]
    return [widget, *inside]


def faults_of_sentence(text: str) -> list[str]:
    faults = []
    if not text.isascii():
        faults.append("not plain ASCII")
    if "\n" in text or not text.endswith(".") or re.search(r"\. [A-Z]", text):
        faults.append("not one sentence")
    faults += [f"the word {word}" for word in REFUSED_WORDS if word in text.lower()]
    if re.search(r"\b(nan|inf)\b", text):
        faults.append("nan or inf in place of words")
    return faults


def faults_of_view(view) -> list[str]:
    parts = everything_in(view)
    rows = [part for part in parts if isinstance(part, widgets.HBox)]
    beside = [
        child
        for row in rows
        for child in row.children
        if any(isinstance(other, FIELDS) for other in row.children)
    ]
    sliders = [part for part in parts if isinstance(part, SLIDERS)]
    faults = ["a slider without a field" for part in sliders if part not in beside]
    fractions = [part for part in sliders if not isinstance(part, widgets.IntSlider)]
    faults += ["a slider of fractions" for part in fractions]
    named = [part for part in parts if isinstance(part, (*SLIDERS, *CHOICES))]
    with_slider = [child for row in rows for child in row.children
                   if any(isinstance(other, SLIDERS) for other in row.children)]  # fmt: skip
    fields = [part for part in parts if isinstance(part, FIELDS)]
    named += [part for part in fields if part.description and part not in with_slider]
    if len(named) > 4:
        faults.append(f"{len(named)} controls")
    faults += ["a control without a label" for part in named if not part.description]
    faults += ["a field without a name" for part in fields if not part.description]
    plays = [part for part in parts if isinstance(part, widgets.Play)]
    faults += ["buttons without names" for play in plays if play.layout.display != "none"]
    for part in parts:
        if isinstance(part, widgets.Output):
            faults.append("an Output")
        if isinstance(part, widgets.Play) and (part.interval < 100 or part.playing):
            faults.append("plays too fast or by itself")
        if isinstance(part, widgets.Image) and not (part.width and part.height):
            faults.append("a picture of no fixed size")
        if isinstance(part, widgets.Image) and not part.tooltip:
            faults.append("a picture without a name")
        if isinstance(part, widgets.Image) and not hasattr(part, "description"):
            faults.append("a picture with a tooltip that JupyterLab cannot show")
    return faults


def faults_of_bundle(bundle: dict) -> list[str]:
    kinds = {"text/html", "image/png", "text/plain", "application/vnd.jupyter.widget-view+json"}
    faults = [f"no {kind}" for kind in sorted(kinds - set(bundle))]
    alt = re.search(r'<img alt="([^"]*)"', bundle.get("text/html", ""))
    if not alt or len(alt[1]) < SMALLEST_ALT or not alt[1].isascii():
        faults.append("no alt text")
    elif alt[1] not in bundle.get("text/plain", ""):
        faults.append("the plain text is not the alt text")
    return faults + faults_of_png(base64.b64decode(bundle.get("image/png", "")))


def faults_of_png(data: bytes) -> list[str]:
    if not data:
        return ["no picture"]
    picture = Image.open(io.BytesIO(data))
    faults = [] if len(data) <= LARGEST_PNG else [f"{len(data)} bytes"]
    if picture.mode != "P" or picture.width != 1300:
        faults.append(f"mode {picture.mode}, {picture.width} pixels wide")
    return faults
