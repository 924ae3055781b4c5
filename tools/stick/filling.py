"""Puts onto a stick what a computer without a network needs: wheels, lessons, a way to begin."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tools import students
from tools.course import NOTEBOOKS, PYPROJECT, ROOT
from tools.kit import wheel
from tools.stick.machines import Computer

WORDS = """\
Deep learning from scratch, without a network

For: {computer.system}, {computer.machine}, Python {computer.python}, which has to be installed.
Begin: open {starter}. The first time it installs the course into the folder dlfs-course of your
home, in about a minute; then it opens the lessons. No rights on the computer are needed.
Take it away again: delete that folder. Your work is in dlfs-course/my.
"""


class NotFilled(RuntimeError):
    """A wheel is missing, or no package index can be reached; the text says which and why."""


def fill(folder: Path, computer: Computer, constraints: str = "constraints.txt") -> list[Path]:
    """Write everything into `folder`; return the wheels. Raises NotFilled, NotBuilt."""
    wheels = folder / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    for former in wheels.glob("*.whl"):
        former.unlink()
    own = wheel.build(wheels)
    _download(needed(computer, constraints), wheels, computer)
    students.add_new_copies(_emptied(folder / "lessons"))
    _write_words(folder, computer, own.name)
    return sorted(wheels.glob("*.whl"))


def needed(computer: Computer, constraints: str) -> str:
    """Return the packages of the lessons for `computer`, a line each, with their versions.

    These are the versions of `constraints`; where one of them is not made for that computer, the
    newest of each that is.
    """
    try:
        return _resolved(computer, ["--constraint", constraints] if constraints else [])
    except NotFilled:
        return _resolved(computer, [])


def _resolved(computer: Computer, pinned: list[str]) -> str:
    return _run("uv", "pip", "compile", str(PYPROJECT), "--extra", "course", *pinned, "--quiet",
                "--python-platform", computer.triple, "--python-version", computer.python,
                "--only-binary", ":all:", "--no-annotate", "--no-header",
                "--no-emit-index-url", "--no-emit-find-links")  # fmt: skip


def _download(packages: str, wheels: Path, computer: Computer) -> None:
    """What pip would choose here depends on the machine it runs on: it is told what to take."""
    listed = wheels.parent / "needed.txt"
    listed.write_text(packages, encoding="utf-8")
    _run("pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
         "-r", str(listed), "-d", str(wheels), *computer.pip_options)  # fmt: skip


def _run(module: str, *words: str) -> str:
    done = subprocess.run([sys.executable, "-m", module, *words], cwd=ROOT, capture_output=True,
                          text=True, env={**os.environ, "PIP_NO_INPUT": "1"})  # fmt: skip
    if done.returncode:
        said = "\n".join(done.stderr.strip().splitlines()[-6:])
        raise NotFilled(f"{module} {' '.join(words[:2])} did not work.\n{said}")
    return done.stdout


def _emptied(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for former in folder.glob("*.ipynb"):
        former.unlink()
    return folder


def _write_words(folder: Path, computer: Computer, own: str) -> None:
    name, text = computer.starter
    (folder / name).write_text(text, encoding="utf-8", newline="")
    (folder / name).chmod(0o755)
    (folder / "start.py").write_bytes((Path(__file__).parent / "start.py").read_bytes())
    course = {"python": computer.python, "course": own.split("-")[1]}
    (folder / "made_for.json").write_text(json.dumps(course) + "\n", encoding="utf-8")
    (folder / "LICENSE.txt").write_bytes((NOTEBOOKS / "LICENSE").read_bytes())
    words = WORDS.format(computer=computer, starter=name)
    (folder / "READ-ME.txt").write_text(words, encoding="utf-8")
