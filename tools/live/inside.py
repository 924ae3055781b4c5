"""Run by Pyodide's own Python: the modules in /given's archives become bytecode of this Python."""

import importlib._bootstrap_external as importing
import warnings
import zipfile
from importlib.util import source_hash
from pathlib import Path, PurePosixPath

# Their source is read: learners see it in tracebacks, and checks take functions from it.
KEEP_SOURCE = "dlfs_course"
LEFT_OUT = {"tests", "test"}
PLACES = {".whl": "/lib/python3.12/site-packages", ".zip": "/lib/python312.zip"}


def bytecode(source: bytes, place: str) -> bytes:
    """What Python writes beside a module that stands in `place`, not to be compared with a source."""
    code = compile(source, place, "exec", dont_inherit=True)
    return bytes(importing._code_to_hash_pyc(code, source_hash(source), False))


def rewritten(path: Path) -> None:
    made, kept = path.with_suffix(".made"), path.name.startswith(KEEP_SOURCE)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for info in old.infolist():
            name, content = PurePosixPath(info.filename), old.read(info)
            if LEFT_OUT & {*name.parts[:-1]}:
                continue
            if name.suffix != ".py" or kept:
                add(new, info, name, content)
            if name.suffix == ".py":
                beside = name.parent / "__pycache__" / f"{name.stem}.cpython-312.pyc"
                compiled = bytecode(content, f"{PLACES[path.suffix]}/{name}")
                add(new, info, beside if kept else name.with_suffix(".pyc"), compiled)
    made.replace(path)


def add(archive: zipfile.ZipFile, former: zipfile.ZipInfo, name: PurePosixPath, content: bytes) -> None:
    entry = zipfile.ZipInfo(str(name) + "/" * former.is_dir(), former.date_time)
    archive.writestr(entry, content, zipfile.ZIP_DEFLATED)


warnings.simplefilter("ignore")  # of other people's code
for archive in sorted([*Path("/given").glob("*.whl"), *Path("/given").glob("*.zip")]):
    rewritten(archive)
