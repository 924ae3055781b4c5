"""Checks the installation: a line for each thing that a lesson needs, "ok" or the way out.

A line that is ok says the same on every computer. Versions and places are for whoever helps:
`check_installation(details=True)`. What the kernel cannot know, the reader tries with a slider.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import ipywidgets as widgets
import matplotlib
import numpy as np

import dlfs
from dlfs.classroom import hosting
from dlfs.classroom.keeping import store
from dlfs.classroom.publishing import in_notebook, publish
from dlfs.classroom.speaking import speaking
from dlfs.classroom.wording import filled

COURSE = "dlfs-course"
WIDTH = 74
OLDEST_PYTHON = (3, 11)
# What only this course's dlfs has, all of it.
OWN_NAMES = ("Graph", "Session", "RegisterGradient", "gradient_check")

INSTALL_AGAIN = (
    "close JupyterLab, delete the folder .venv of the course, and start again: `make lab`, on "
    "Windows `py -m tools.environment` and then `py -m tools.lab`."
)
ANOTHER_KERNEL = (
    "in the menu, choose Kernel > Change Kernel..., then Python 3. If that is what runs already, "
    + INSTALL_AGAIN
)
LOAD_AGAIN = (
    "save, and load this page again. If it says the same, tell whoever gave you its address: the "
    "folder of the course is incomplete there."
)


@dataclass(frozen=True)
class Finding:
    """What was found of one thing: fine without a `trouble`; `detail` is a version or a place."""

    name: str
    fine: str = "ok"
    trouble: str = ""
    way_out: str = ""
    detail: str = ""


def check_installation(details: bool = False) -> None:
    """Prints a line for each thing that the lessons need: "ok", or what is wrong and the way out.

    `details=True` adds versions and places, to show to whoever helps you. Never raises.
    """
    print(report_of(findings(), details))


def findings() -> list[Finding]:
    """What was found, one Finding for each thing, in the order of the printed lines."""
    return [_found(*look) for look in LOOKS.items()]


def report_of(found: list[Finding], details: bool = False) -> str:
    """The findings as lines of text, and one more that says what they come to."""
    width = max(len(finding.name) for finding in found) + 2
    lines = [line for finding in found for line in _lines(finding, width, details)]
    troubled = [finding.name for finding in found if finding.trouble]
    verdict = f"Not ready yet: {', '.join(troubled)}." if troubled else "Ready."
    return "\n".join([*lines, verdict])


def _lines(finding: Finding, width: int, details: bool) -> list[str]:
    if finding.trouble:
        said = [f"NOT OK: {finding.trouble}", f"the way out: {finding.way_out}"]
    else:
        said = [finding.fine]
    if finding.detail and (details or finding.trouble):
        said.append(finding.detail)
    lines = [line for part in said for line in filled(part, WIDTH).splitlines()]
    names = [finding.name] + [""] * (len(lines) - 1)
    return [f"{name:{width}}{line}" for name, line in zip(names, lines, strict=True)]


def _found(name: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    # A check that fails is a line of the table, not a red box on the first page of the course.
    except Exception as error:
        what = f"it could not be looked at ({type(error).__name__}: {error})"
        return Finding(name, trouble=what, way_out=_again(INSTALL_AGAIN))


def look_at_python() -> Finding:
    """Whether Python is new enough."""
    found = ".".join(str(part) for part in sys.version_info[:3])
    oldest = ".".join(str(part) for part in OLDEST_PYTHON)
    if tuple(sys.version_info[:2]) >= OLDEST_PYTHON:
        return Finding("Python", "ok, new enough", detail=found)
    way_out = _again(f"install a newer Python beside it, then {INSTALL_AGAIN}")
    return Finding("Python", trouble=f"{found} is too old, the course needs {oldest} or newer",
                   way_out=way_out)  # fmt: skip


def look_at_kernel() -> Finding:
    """Whether the Python that runs this notebook is one that has the course."""
    if not in_notebook():
        return Finding("Kernel", trouble="this is no notebook",
                       way_out="start the course: `make lab`, on Windows `py -m tools.lab`.",
                       detail=sys.executable)  # fmt: skip
    if _is_installed(COURSE):
        return Finding("Kernel", "ok, the course is installed in it", detail=sys.executable)
    return Finding("Kernel", trouble="the course is not installed in the Python that runs here",
                   way_out=_again(ANOTHER_KERNEL), detail=sys.executable)  # fmt: skip


def look_at_numpy() -> Finding:
    """Whether NumPy is new enough."""
    return _package("NumPy", np)


def look_at_matplotlib() -> Finding:
    """Whether matplotlib is new enough."""
    return _package("matplotlib", matplotlib)


def look_at_widgets() -> Finding:
    """Whether ipywidgets is new enough; whether the page knows them, only the reader can see."""
    way_out = hosting.way_to_new_widgets(at_home=_again(ANOTHER_KERNEL))
    return _package("ipywidgets", widgets, hosting.OLDEST_WIDGETS, way_out)


def look_at_dlfs() -> Finding:
    """Whether `dlfs` is the library of this course, and no other package has its name."""
    place = str(Path(dlfs.__file__ or "").parent)
    missing = [name for name in OWN_NAMES if not hasattr(dlfs, name)]
    other = _is_installed("dlfs")
    if not missing and not other:
        return Finding("dlfs", "ok, the library of this course", detail=place)
    what = "another package of the same name stands in its place" if missing else (
        "another package of the same name is installed beside it")
    out = _again(INSTALL_AGAIN)
    if other:
        out = f'in a terminal: `"{sys.executable}" -m pip uninstall dlfs`. Then {INSTALL_AGAIN}'
    return Finding("dlfs", trouble=what, way_out=out, detail=place)


def look_at_answers() -> Finding:
    """Whether answers can be saved, and where."""
    folder = store.folder()
    if store.is_temporary():
        return Finding("Your answers", "ok, kept for this run only", detail=str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_and_remove(folder)
        if (folder / store.FILE).exists():
            with (folder / store.FILE).open("a", encoding="utf-8"):
                pass
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Finding("Your answers", trouble=f"they cannot be saved ({reason})",
                       way_out="make room on the disk, or copy the whole folder of the course to a "
                       "place where you may write.", detail=str(folder))  # fmt: skip
    place = "in this browser" if hosting.in_browser() else f"in the folder {folder.name}"
    return Finding("Your answers", f"ok, kept in {store.FILE}, {place}", detail=str(folder))


def _write_and_remove(folder: Path) -> None:
    # Closed first: the drive of a browser hangs on a file that is removed while it is open.
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        pass
    Path(file.name).unlink()


LOOKS = {
    "Python": look_at_python, "Kernel": look_at_kernel, "NumPy": look_at_numpy,
    "matplotlib": look_at_matplotlib, "ipywidgets": look_at_widgets, "dlfs": look_at_dlfs,
    "Your answers": look_at_answers,
}  # fmt: skip


def _again(at_home: str) -> str:
    """The way out that fits the place: in a browser there is nothing to install."""
    return LOAD_AGAIN if hosting.in_browser() else at_home


def _package(name: str, module: object, oldest: str = "", way_out: str = "") -> Finding:
    found, oldest = module.__version__, oldest or _oldest(name.lower())
    if hosting.parts_of(found) >= hosting.parts_of(oldest):
        return Finding(name, "ok, new enough", detail=found)
    return Finding(name, trouble=f"{found} is too old, the course needs {oldest} or newer",
                   way_out=way_out or _again(ANOTHER_KERNEL), detail=sys.executable)  # fmt: skip


def _oldest(package: str) -> str:
    """The oldest version that the installed course accepts, "0" where it does not say."""
    needs = metadata.requires(COURSE) or [] if _is_installed(COURSE) else []
    found = [re.match(rf"{package}\s*\(?>=([\d.]+)", need) for need in needs]
    return next((match[1] for match in found if match), "0")


def _is_installed(distribution: str) -> bool:
    try:
        metadata.distribution(distribution)
    except metadata.PackageNotFoundError:
        return False
    return True


# What only the reader can see


def check_widgets() -> None:
    """Shows a slider that the kernel answers, with a bar and a sentence: do they follow?"""
    live = live_slider() if in_notebook() else None
    publish(f"<p>{WITHOUT_WIDGETS}</p>", WITHOUT_WIDGETS, live)


WITHOUT_WIDGETS = "(Where this page is alive, a slider stands here, with a bar and a sentence.)"


def live_slider() -> widgets.VBox:
    """The slider, a bar that the kernel moves, and a sentence that the kernel writes."""
    slider = widgets.IntSlider(3, 0, 10, description="Move me", readout=False)
    number = widgets.BoundedIntText(
        3, 0, 10, description="Move me", style={"description_width": "0px"},
        layout=widgets.Layout(width="74px"),
    )  # fmt: skip
    widgets.link((slider, "value"), (number, "value"))
    bar = widgets.IntProgress(3, 0, 10, description="Bar")
    said = widgets.HTML('<p role="status">The kernel waits for you.</p>')

    def answer(move) -> None:
        bar.value = move.new
        said.value = f'<p role="status">The kernel heard you: {move.new}.</p>'

    slider.observe(answer, "value")
    return widgets.VBox([widgets.HBox([slider, number]), bar, said, speaking()])
