"""Modules as bytecode, so that a reader's browser need not compile them at every start.

It is the bytecode of Pyodide's Python, and so it is that Python which makes it, run by Node. What
comes from outside is compiled once and kept beside the parts. Without Node nothing is compiled:
everything works, and starts more slowly.
"""

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from tools.live.parts import CACHE

SCRIPT = Path(__file__).parent / "compiling.mjs"
MADE_BY = (SCRIPT, SCRIPT.with_name("inside.py"))
OURS = "dlfs_course-*.whl"


class NotCompiled(RuntimeError):
    """Node could not compile the modules."""


def compile_modules(runtime: Path, cache: Path = CACHE) -> bool:
    """Replace the archives in `runtime` by compiled ones; False, and nothing is done, without Node.

    Raises NotCompiled.
    """
    if not shutil.which("node"):
        return False
    ours = [*runtime.glob(OURS)]
    others = sorted({*runtime.glob("*.whl"), runtime / "python_stdlib.zip"} - {*ours})
    kept = cache / f"compiled-{_sum_of([*MADE_BY, runtime / 'pyodide.asm.wasm', *others])[:16]}"
    if not kept.is_dir():
        _compile(runtime, others, kept)
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        _compile(runtime, ours, Path(folder) / "ours")
        for path in [*kept.iterdir(), *(Path(folder) / "ours").iterdir()]:
            shutil.copyfile(path, runtime / path.name)
    return True


def _sum_of(paths: list[Path]) -> str:
    return hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in paths)).hexdigest()


def _compile(runtime: Path, archives: list[Path], target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        for path in archives:
            shutil.copyfile(path, Path(folder) / path.name)
        ran = subprocess.run(["node", SCRIPT, runtime, folder], capture_output=True, text=True)
        if ran.returncode:
            raise NotCompiled(f"Node could not compile the modules:\n{ran.stderr[-2000:]}")
        shutil.copytree(folder, target)
