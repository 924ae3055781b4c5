"""The list by which Pyodide finds the wheels of the folder, made from the wheels themselves.

Everything has a sum of its bytes in its path. A browser that has kept files of an earlier day never
takes one of them for its successor.
"""

import hashlib
import json
import re
import zipfile
from email import message_from_bytes
from email.message import Message
from pathlib import Path

METADATA = re.compile(r"[^/]+\.dist-info/METADATA")
# What these two need of others is said in no metadata that their wheels for Pyodide carry.
NEEDS_MORE = {
    "matplotlib": {"contourpy", "cycler", "fonttools", "kiwisolver", "numpy", "packaging", "pillow",
                   "pyparsing", "python-dateutil"},
}  # fmt: skip
STUB = {
    "piplite/__init__.py": "from .piplite import install\n",
    "piplite/piplite.py": (
        "_PIPLITE_DISABLE_PYPI = True\n_PIPLITE_URLS = []\n\n\n"
        "async def install(*wanted, **settings):\n"
        '    """Nothing: what the course needs is here already."""\n'
    ),
    "piplite/cli.py": (
        "async def get_transformed_code(arguments):\n"
        "    return \"print('What the course needs is here already.')\"\n"
    ),
    "piplite-0.dist-info/METADATA": "Metadata-Version: 2.1\nName: piplite\nVersion: 0\n",
    "piplite-0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "piplite-0.dist-info/RECORD": "",
}


def stub(folder: Path) -> Path:
    """Write the wheel of a piplite that installs nothing; return its path.

    The kernel imports it, and the one that it brings along wants a newer Pyodide.
    """
    path = folder / "piplite-0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in STUB.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return path


def named_by_content(folder: Path) -> Path:
    """Give the folder, its wheels and Pyodide's list of them names by content; return the list."""
    lock = folder / "pyodide-lock.json"
    listed = lock_of(sorted(folder.glob("*.whl")), json.loads(lock.read_text(encoding="utf-8")))
    lock.unlink()
    core = "".join(map(sum_of, sorted(path for path in folder.iterdir() if path.suffix != ".whl")))
    for entry in listed["packages"].values():
        place = folder / entry["file_name"]
        place.parent.mkdir(exist_ok=True)
        (folder / place.name).rename(place)
    text = json.dumps(listed, indent=1)
    name = f"pyodide-lock-{_short(text.encode())}.json"
    (folder / name).write_text(text, encoding="utf-8")
    return folder.rename(f"{folder}-{_short(core.encode())}") / name


def sum_of(path: Path) -> str:
    """Return the sha256 of a file, in hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def lock_of(wheels: list[Path], official: dict) -> dict:
    """Return Pyodide's list with these wheels alone, each in a folder that is named by its sum;
    `official` is the list that Pyodide brings."""
    known = {canonical(path.name.split("-")[0]) for path in wheels}
    entries = dict(_entry(path, known, official["packages"]) for path in wheels)
    return official | {"packages": dict(sorted(entries.items()))}


def canonical(name: str) -> str:
    """Return a package's name as indexes compare it: "Jupyterlab_widgets" is "jupyterlab-widgets"."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _entry(wheel: Path, known: set[str], official: dict) -> tuple[str, dict]:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        said = message_from_bytes(archive.read(next(filter(METADATA.fullmatch, names))))
    name = canonical(said["Name"])
    its_own = official.get(name, {})
    needs = _needs(said) | set(its_own.get("depends", ())) | NEEDS_MORE.get(name, set())
    return name, {
        "name": said["Name"],
        "version": said["Version"],
        "file_name": f"{sum_of(wheel)[:12]}/{wheel.name}",
        "install_dir": "site",
        "sha256": sum_of(wheel),
        "package_type": "package",
        "imports": its_own.get("imports") or _imports(names),
        "depends": sorted((needs & known) - {name}),
        "unvendored_tests": False,
        "shared_library": False,
    }


def _needs(said: Message) -> set[str]:
    required = said.get_all("Requires-Dist") or []
    return {canonical(re.match(r"[\w.-]+", each)[0]) for each in required if "extra ==" not in each}


def _imports(names: list[str]) -> list[str]:
    modules = {name.split("/")[0].removesuffix(".py") for name in names
               if name.endswith((".py", ".so"))}  # fmt: skip
    return sorted(each for each in modules if not each.endswith((".dist-info", ".data")))
