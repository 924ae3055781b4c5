"""The forms that an explorer has: one plain sentence, labelled controls, a described picture."""

import base64
import io
import re

import ipywidgets as widgets
from PIL import Image

from dlfs.classroom.drawing.figures import LARGEST_PNG, SMALLEST_ALT
from dlfs.classroom.explore.live import Explorer, parts_of
from dlfs.classroom.explore.playing import Player

SLIDERS = (widgets.FloatSlider, widgets.FloatLogSlider, widgets.IntSlider)
# What a front end makes of numbers in fields of its own nobody is told of.
MUTE_FIELDS = (widgets.BoundedFloatText, widgets.BoundedIntText, widgets.FloatText, widgets.IntText)
CHOICES = (widgets.Checkbox, widgets.Dropdown, widgets.ToggleButtons)
REFUSED_WORDS = ("hessian", "eigenvalue", "simply", "obviously")
MOST_CONTROLS = 4
NO_PICTURE = "No picture"
# The explorer of softmax is about nan: it lists three numbers and says where they come from.
EXPLAINED = re.compile(
    r"nan, nan, nan: |[(]inf[)]|inf / inf( is nan)?|/ inf is 0|0 / 0 is nan|nan is what"
)


def faults_of_sentence(text: str) -> list[str]:
    faults = []
    if not text.isascii():
        faults.append("not plain ASCII")
    if "\n" in text or text[-1:] not in (".", "?") or re.search(r"[.?] [A-Z]", text):
        faults.append("not one sentence")
    faults += [f"the word {word}" for word in REFUSED_WORDS if word in text.lower()]
    if NO_PICTURE in text:
        faults.append("no picture")
    if re.search(r"\b(nan|inf)\b", EXPLAINED.sub("", text)):
        faults.append("nan or inf in place of words")
    return faults


def faults_of_view(explorer) -> list[str]:
    parts = parts_of(explorer.view if isinstance(explorer, Explorer) else explorer)
    rows = [part for part in parts if isinstance(part, widgets.HBox)]
    beside = {part: other for row in rows for part in row.children for other in row.children
              if isinstance(part, SLIDERS) and isinstance(other, widgets.Text)}  # fmt: skip
    sliders = [part for part in parts if isinstance(part, SLIDERS)]
    faults = ["a slider without a field" for part in sliders if part not in beside]
    fractions = [part for part in sliders if not isinstance(part, widgets.IntSlider)]
    faults += ["a slider of fractions" for part in fractions]
    mute = [part for part in parts if isinstance(part, MUTE_FIELDS)]
    faults += ["a field that changes numbers silently"] * len(mute)
    fields = [part for part in parts if isinstance(part, widgets.Text)]
    faults += ["a field without a name" for part in fields if not part.description]
    # The field of a drawn curve stands in the place of the picture, and moves nothing.
    drawn = getattr(getattr(explorer, "prediction", None), "field", None)
    alone = [part for part in fields if part not in beside.values() and part is not drawn]
    named = [part for part in parts if isinstance(part, (*SLIDERS, *CHOICES))]
    if len(named) + len(alone) > MOST_CONTROLS:
        faults.append(f"{len(named) + len(alone)} controls")
    faults += ["a control without a label" for part in named if not label_of(part, rows)]
    plays = [part for part in parts if isinstance(part, widgets.Play)]
    faults += ["buttons without names, which stop where they are shown twice"] * len(plays)
    for part in parts:
        if isinstance(part, widgets.Output):
            faults.append("an Output")
        if isinstance(part, Player) and (part.interval < 100 or part.playing):
            faults.append("plays too fast or by itself")
        if isinstance(part, widgets.Image) and not (part.width and part.height):
            faults.append("a picture of no fixed size")
        if isinstance(part, widgets.Image) and not part.tooltip:
            faults.append("a picture without a name")
        if isinstance(part, widgets.Image) and not hasattr(part, "description"):
            faults.append("a picture with a tooltip that JupyterLab cannot show")
    return faults


def label_of(part, rows: list) -> str:
    """Return the words beside a control: its own, or those of the label in its row."""
    beside = [other.value for row in rows if part in row.children for other in row.children
              if isinstance(other, widgets.Label)]  # fmt: skip
    return part.description or "".join(beside)


def faults_of_bundle(explorer) -> list[str]:
    bundle = explorer if isinstance(explorer, dict) else explorer._repr_mimebundle_()
    kinds = {"text/html", "image/png", "text/plain"}
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
