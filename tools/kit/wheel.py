"""Builds the library's wheel: the same bytes every time, and without a network."""

import os
import subprocess
import sys
from pathlib import Path

from tools.course import ROOT


class NotBuilt(RuntimeError):
    """The wheel could not be built; the text says why."""


def build(folder: Path) -> Path:
    """Write the wheel of this library into `folder`; return its path. Raises NotBuilt."""
    for former in folder.glob("dlfs_course-*.whl"):
        former.unlink()
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    # Hatchling dates the files inside by this: without it, by a day of its own choice.
    variables = {**os.environ, "SOURCE_DATE_EPOCH": "1580601600"}
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True)
    built = list(folder.glob("dlfs_course-*.whl"))
    if done.returncode or not built:
        raise NotBuilt(f"The library's wheel was not built. {_reason(done.stderr)}")
    return built[0]


def _reason(said: str) -> str:
    if "No module named hatchling" in said:
        return ("Hatchling is not installed: `make class` installs it; without make:\n"
                "  python -m tools.environment --extras class")  # fmt: skip
    return said.strip()[-400:]
