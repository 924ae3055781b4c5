"""The parts of the live edition: which they are, and where each one is, checked by its sha256.

A part is taken from a folder that is named, from the cache, or from its source. Whoever carries it
need not be trusted: the sums are those of Pyodide's own list, and of the package index.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

from tools.course import ROOT

TABLE = tomllib.loads((Path(__file__).parent / "parts.toml").read_text(encoding="utf-8"))
KINDS = ("core", "compiled", "pure")
SUMS = {name: total for kind in KINDS for name, total in TABLE[kind].items()}
CACHE = ROOT / "dist" / "parts"


class PartsMissing(RuntimeError):
    """Some parts could not be had; the text names them, and says how to bring them."""


def gather(given: Path | None = None, cache: Path = CACHE) -> dict[str, Path]:
    """Return the path of each part, by its name, in the `cache`. Raises PartsMissing."""
    cache.mkdir(parents=True, exist_ok=True)
    if given:
        _take(given, cache)
    for kind, fetch in SOURCES.items():
        if missing(cache, kind):
            with tempfile.TemporaryDirectory() as folder:
                fetch(Path(folder))
                _take(Path(folder), cache)
    if lacking := [name for kind in KINDS for name in missing(cache, kind)]:
        raise PartsMissing(
            f"These parts are missing, {len(lacking)} of {len(SUMS)}:\n  " + "\n  ".join(lacking)
            + f"\nWithout a way to npm (for Pyodide {TABLE['pyodide']}) and to the package index, put them "
            "into a folder, from Pyodide's distribution or from another machine's dist/parts, and name "
            "it: make live PARTS=folder"
        )  # fmt: skip
    return {name: cache / name for name in SUMS}


def missing(cache: Path, kind: str) -> list[str]:
    """Return the parts of this kind that the cache does not have, or has with other bytes."""
    return [name for name in TABLE[kind] if not _is_right(cache / name, name)]


def _is_right(path: Path, name: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == SUMS[name]


def _take(folder: Path, cache: Path) -> None:
    """Copy the parts that stand somewhere in `folder`, also inside of wheels, into the cache."""
    for path in folder.rglob("*"):
        if path.name in SUMS and _is_right(path, path.name):
            (cache / path.name).write_bytes(path.read_bytes())
        elif path.suffix == ".whl" and path.name not in SUMS:
            _take_members(path, cache)


def _take_members(carrier: Path, cache: Path) -> None:
    with zipfile.ZipFile(carrier) as archive:
        for member in archive.namelist():
            name = member.rpartition("/")[2]
            if name in SUMS:
                content = archive.read(member)
                if hashlib.sha256(content).hexdigest() == SUMS[name]:
                    (cache / name).write_bytes(content)


# What cannot be fetched stays missing, and is named at the end.


def _from_npm(folder: Path) -> None:
    wanted = f"pyodide@{TABLE['pyodide']}"
    if shutil.which("npm") and _runs("npm", "pack", "--silent", wanted, cwd=folder):
        for packed in folder.glob("*.tgz"):
            shutil.unpack_archive(packed, folder, filter="data")


def _from_carrier(folder: Path) -> None:
    _download(folder, ["--pre", TABLE["carrier"]])


def _from_index(folder: Path) -> None:
    pins = ["{}=={}".format(*name.split("-")[:2]) for name in TABLE["pure"]]
    made_for = ["--python-version", "3.12", "--implementation", "py", "--abi", "none"]
    _download(folder, ["--only-binary=:all:", "--platform", "any", *made_for, *pins])


def _download(folder: Path, what: list[str]) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    _runs(*pip, "download", "--no-deps", "--dest", str(folder), *what)


def _runs(*command: str, **more) -> bool:
    return subprocess.run(command, capture_output=True, **more).returncode == 0


SOURCES: dict[str, Callable[[Path], None]] = {
    "core": _from_npm, "compiled": _from_carrier, "pure": _from_index,
}  # fmt: skip
