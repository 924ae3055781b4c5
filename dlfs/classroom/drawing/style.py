"""The course's own look, whatever somebody has told matplotlib about theirs.

A dark style or a matplotlibrc would make white letters on white paper. So figures are built and
drawn in matplotlib's defaults, and what was set before is put back afterwards.
"""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# What has to do with looks. The rest is about windows, keys and files, and stays the user's.
LOOKS = (
    "agg.", "axes.", "boxplot.", "contour.", "date.", "errorbar.", "figure.", "font.", "grid.",
    "hatch.", "hist.", "image.", "legend.", "lines.", "markers.", "mathtext.", "patch.", "path.",
    "pcolor", "polaraxes.", "savefig.", "scatter.", "text.", "xaxis.", "xtick.", "yaxis.", "ytick.",
)  # fmt: skip
COURSE = {
    name: value for name, value in matplotlib.rcParamsDefault.items()
    if name.startswith(LOOKS) and name not in ("date.epoch", "savefig.directory")
}  # fmt: skip


@contextmanager
def course_style() -> Iterator[None]:
    """Let matplotlib use the course's settings, and put its own back at the end."""
    now = matplotlib.rcParams
    differing = {name: value for name, value in COURSE.items() if now[name] != value}
    if not differing:  # the usual case costs a tenth of a millisecond
        yield
        return
    with matplotlib.rc_context(differing):
        yield


def styled(function):
    """Return the function, working in the course's style."""

    @wraps(function)
    def in_style(*args, **kwargs):
        with course_style():
            return function(*args, **kwargs)

    return in_style


def _keep_in_style(kind: type) -> type:
    """Let every public method that may put something on paper work in the style."""
    for name in dir(kind):
        method = getattr(kind, name)
        if not name.startswith(("_", "get_", "draw")) and inspect.isfunction(method):
            setattr(kind, name, styled(method))
    return kind


@_keep_in_style
class CourseAxes(Axes):
    """Axes on which everything is drawn in the course's style, in a lesson's cell, too."""

    name = "course"


@_keep_in_style
class CourseFigure(Figure):
    """A figure on which everything is drawn in the course's style."""
