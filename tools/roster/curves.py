"""The curves that a class drew before looking, as a bundle: one picture and one sentence for each.

Reports come from anywhere: what is no such curve is left out, and whose it is stands below.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html import escape

import numpy as np

from dlfs.classroom.explore.calling import Mistake
from dlfs.classroom.explore.curve_picture import Line, path, picture
from dlfs.classroom.explore.curves import KNOWN, Curve, distance, far, in_words, read, shapes, written
from tools.roster.tables import Row

TRUE = Line("true curve", "#000", 4)
MIDDLE = Line("median", "#000", 2, "7 5", "disc")
ONE = Line("one person", "#777", 0.8)
LABEL = ("{count} over {last} steps, the true curve and the median of all. After {steps} steps the "
         "median is at {median}, the lowest at {low}, the highest at {high}, the true curve at "
         "{true}.")  # fmt: skip


@dataclass
class Bundle:
    """What was drawn of one `curve`: five values for each person, and who handed in no such curve."""

    curve: Curve
    drawn: dict[str, tuple[float, ...]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    @property
    def values(self) -> np.ndarray:
        """All curves, a row for each person."""
        return np.array(list(self.drawn.values()))

    @property
    def distances(self) -> list[float]:
        """How far each person was from the true curve, as shares of the height of the picture."""
        return [distance(self.curve, one) for one in self.drawn.values()]


def bundles_of(rows: list[Row]) -> list[Bundle]:
    """The bundle of each curve that somebody drew, by the rows of the reports that count."""
    found: dict[str, Bundle] = {}
    for row in rows:
        if row["id"] in KNOWN and row["first"]:
            _put(found.setdefault(row["id"], Bundle(KNOWN[row["id"]])), row)
    return list(found.values())


def _put(bundle: Bundle, row: Row) -> None:
    try:
        bundle.drawn[row["person"]] = read(bundle.curve, row["first"])
    except Mistake:
        bundle.unread.append(row["person"])


def page_of(bundle: Bundle) -> str:
    """One bundle as HTML: the picture, how far the class was, which shapes were drawn."""
    parts = [f"<h4><code>{bundle.curve.id}</code> {escape(bundle.curve.question)} "
             f"<small>{_curves(len(bundle.drawn))}</small></h4>"]  # fmt: skip
    if bundle.drawn:
        parts += [_picture(bundle), f"<p>{escape(_sentence(bundle))}</p>"]
    if bundle.unread:
        names = escape("; ".join(bundle.unread))
        parts.append(f'<p class="note">Left out, because it is no such curve: {names}.</p>')
    return f'<article class="curves">{"".join(parts)}</article>'


def _curves(count: int) -> str:
    return f"{count} curve{'s' * (count != 1)}"


def _picture(bundle: Bundle) -> str:
    curve, values = bundle.curve, bundle.values
    label = LABEL.format(
        count=_curves(len(values)), last=curve.steps[-1], steps=in_words(curve.steps),
        median=written(_middle(values)), low=written(values.min(axis=0)),
        high=written(values.max(axis=0)), true=written(curve.true[list(curve.steps)]),
    )  # fmt: skip
    lines = [path(curve, *curve.with_start(one), ONE) for one in values]
    true = path(curve, range(len(curve.true)), curve.true, TRUE)
    middle = path(curve, *curve.with_start(_middle(values)), MIDDLE)
    return picture(curve, [*lines, true, middle], label, [MIDDLE, TRUE, ONE])


def _middle(values: np.ndarray) -> np.ndarray:
    return np.median(values, axis=0)


def _sentence(bundle: Bundle) -> str:
    curve = bundle.curve
    median = far(curve, float(np.median(bundle.distances)))
    every = [shapes(curve, one) for one in bundle.drawn.values()]
    told = "; ".join(f"{shape} ({count})"
                     for shape, count in Counter(drawn for drawn, _ in every).most_common())  # fmt: skip
    who = "1 person" if len(every) == 1 else f"{len(every)} persons"
    return (f"{who} drew it before looking, the median distance is {median}. The true curve "
            f"{every[0][1]}. Drawn shapes: {told}.")  # fmt: skip
