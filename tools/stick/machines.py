"""The kinds of computers that a stick is made for: what pip and uv call them, how they start."""

import platform
import sys
from dataclasses import dataclass

SYSTEMS = {"linux": "linux", "darwin": "macos", "win32": "windows"}
MACHINES = {"AMD64": "x86_64", "x86_64": "x86_64", "arm64": "arm64", "aarch64": "arm64"}
# Wheels are named after the oldest system that they run on.
TAGS = {
    ("windows", "x86_64"): ("win_amd64",),
    ("windows", "arm64"): ("win_arm64",),
    ("macos", "x86_64"): ("macosx_13_0_x86_64",),
    ("macos", "arm64"): ("macosx_14_0_arm64",),
    ("linux", "x86_64"): tuple(f"manylinux_2_{n}_x86_64" for n in (34, 28, 17, 12, 5))
    + ("manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64", "linux_x86_64"),
    ("linux", "arm64"): tuple(f"manylinux_2_{n}_aarch64" for n in (34, 28, 17))
    + ("manylinux2014_aarch64", "linux_aarch64"),
}
TRIPLES = {
    ("windows", "x86_64"): "x86_64-pc-windows-msvc",
    ("windows", "arm64"): "aarch64-pc-windows-msvc",
    ("macos", "x86_64"): "x86_64-apple-darwin",
    ("macos", "arm64"): "aarch64-apple-darwin",
    ("linux", "x86_64"): "x86_64-manylinux_2_28",
    ("linux", "arm64"): "aarch64-manylinux_2_28",
}
STARTERS = {
    "windows": ("start.bat",
                '@echo off\r\npy -{python} "%~dp0start.py" %*\r\nif errorlevel 1 pause\r\n'),
    "macos": ("start.command", '#!/bin/sh\nexec python{python} "$(dirname "$0")/start.py" "$@"\n'),
    "linux": ("start.sh", '#!/bin/sh\nexec python{python} "$(dirname "$0")/start.py" "$@"\n'),
}  # fmt: skip


@dataclass(frozen=True)
class Computer:
    """A system, a kind of processor, and a Python: ("windows", "x86_64", "3.12")."""

    system: str
    machine: str
    python: str

    @property
    def triple(self) -> str:
        """What uv calls it."""
        return TRIPLES[self.system, self.machine]

    @property
    def pip_options(self) -> list[str]:
        """What pip is told, so that it takes the wheels for this computer and no others."""
        digits = self.python.replace(".", "")
        platforms = [f"--platform={tag}" for tag in TAGS[self.system, self.machine]]
        abis = [f"--abi={abi}" for abi in (f"cp{digits}", "abi3", "none")]
        return [*platforms, *abis, "--implementation=cp", f"--python-version={self.python}",
                "--only-binary=:all:"]  # fmt: skip

    @property
    def starter(self) -> tuple[str, str]:
        """The name and the text of the file that is opened to begin."""
        name, text = STARTERS[self.system]
        return name, text.format(python=self.python)


def this_computer() -> Computer:
    """Return the kind of computer that this is."""
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return Computer(SYSTEMS[sys.platform], MACHINES[platform.machine()], python)
