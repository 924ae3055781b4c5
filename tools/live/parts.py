"""The parts of the live edition: which they are, and where each one is, checked by its sha256.

A part is taken from what is named, from the cache, or from the first source that has its bytes.
Whoever carries it need not be trusted: the sums are those of Pyodide's own list, and of the package
index.
"""

import hashlib
import http.client
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tools.course import ROOT
from tools.live.carriers import carried

TABLE = tomllib.loads((Path(__file__).parent / "parts.toml").read_text(encoding="utf-8"))
KINDS = ("core", "compiled", "pure")
SUMS = {name: total for kind in KINDS for name, total in TABLE[kind].items()}
CACHE = ROOT / "dist" / "parts"
# Seconds: without a byte, and for all that the distribution brings.
PATIENCE, LONGEST = 10, 600
PIECE = 2**16
UNREACHED = (OSError, http.client.HTTPException)


class PartsMissing(RuntimeError):
    """Some parts could not be had; the text names them, and says how to bring them."""


def gather(given: Path | None = None, cache: Path = CACHE) -> dict[str, Path]:
    """Return the path of each part, by its name, in the `cache`.

    `given` is a folder that has parts, or an archive of them. Raises PartsMissing.
    """
    cache.mkdir(parents=True, exist_ok=True)
    if given and missing(cache):
        _take(given, cache)
    for kinds, fetch in SOURCES:
        if lacking := missing(cache, *kinds):
            with tempfile.TemporaryDirectory() as folder:
                fetch(Path(folder), lacking)
                _take(Path(folder), cache)
    if lacking := missing(cache):
        raise PartsMissing(
            f"These parts are missing, {len(lacking)} of {len(SUMS)}:\n  " + "\n  ".join(lacking)
            + f"\nWithout a way to {TABLE['distribution']} or npm (for Pyodide {TABLE['pyodide']}), and to "
            "the package index, bring them from another machine's dist/parts, or from a release of "
            "Pyodide, as a folder or as the archive itself: make live PARTS=its/path"
        )  # fmt: skip
    return {name: cache / name for name in SUMS}


def missing(cache: Path, *kinds: str) -> list[str]:
    """Return the parts of these kinds, or of all, that are not in the cache, or with other bytes."""
    return [name for kind in kinds or KINDS for name in TABLE[kind]
            if not _is_right(cache / name, name)]  # fmt: skip


def _is_right(path: Path, name: str) -> bool:
    return path.is_file() and _sum(path.read_bytes()) == SUMS[name]


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _take(place: Path, cache: Path) -> None:
    """Copy the parts that stand somewhere in `place`, also inside of archives, into the cache."""
    for name, content in carried(place, missing(cache)):
        if _sum(content) == SUMS[name]:
            (cache / name).write_bytes(content)


# What cannot be fetched stays missing, and is named at the end.


def _from_distribution(folder: Path, lacking: list[str]) -> None:
    end = time.monotonic() + LONGEST
    for name in lacking:
        try:
            _fetch(f"{TABLE['distribution']}/{name}", folder / name, end)
        except urllib.error.HTTPError:
            continue
        except UNREACHED:  # the next part would wait as long
            (folder / name).unlink(missing_ok=True)
            return


def _fetch(address: str, target: Path, end: float) -> None:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer, target.open("wb") as file:
        while block := answer.read1(PIECE):
            if time.monotonic() > end:
                raise TimeoutError(address)
            file.write(block)


def _from_npm(folder: Path, _) -> None:
    if shutil.which("npm"):
        _runs("npm", "pack", "--silent", f"pyodide@{TABLE['pyodide']}", cwd=folder)


def _from_carrier(folder: Path, _) -> None:
    _download(folder, ["--pre", TABLE["carrier"]])


def _from_index(folder: Path, lacking: list[str]) -> None:
    pins = ["{}=={}".format(*name.split("-")[:2]) for name in lacking]
    made_for = ["--python-version", "3.12", "--implementation", "py", "--abi", "none"]
    _download(folder, ["--only-binary=:all:", "--platform", "any", *made_for, *pins])


def _download(folder: Path, what: list[str]) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    _runs(*pip, "download", "--no-deps", "--dest", str(folder), *what)


def _runs(*command: str, **more) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=LONGEST, **more).returncode == 0
    except subprocess.TimeoutExpired:
        return False


# In turn: each is asked for what those before it did not bring.
SOURCES: tuple[tuple[tuple[str, ...], Callable[[Path, list[str]], None]], ...] = (
    (("core", "compiled"), _from_distribution),
    (("core",), _from_npm),
    (("compiled",), _from_carrier),
    (("pure",), _from_index),
)
