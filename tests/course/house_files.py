"""The project's files, and what its Python files import."""

import ast
import re
import subprocess
import sys
from pathlib import Path

from tools.course import ROOT

GENERATED = re.compile(
    r"(^|/)(\.venv|my|dist|build|__pycache__|\.ipynb_checkpoints|[^/]+\.egg-info)/"
    r"|\.(pyc|pdf|zip|whl)$|answers\.jsonl$"
)
NO_TEXT = (".png", ".ttf", ".otf", ".ico", ".npz")
# What a browser without processes cannot do, and what would go out to the network.
NOT_IN_A_BROWSER = {
    "subprocess", "threading", "multiprocessing", "concurrent", "socket", "urllib", "http",
}  # fmt: skip
STDLIB = set(sys.stdlib_module_names) - NOT_IN_A_BROWSER
GROUND_FLOOR = STDLIB | {"numpy", "dlfs"}
# PIL and contourpy come with matplotlib, traitlets with ipywidgets.
UPPER_FLOOR = GROUND_FLOOR | {
    "matplotlib", "PIL", "contourpy", "ipywidgets", "traitlets", "IPython",
}  # fmt: skip


def project_files(root: Path = ROOT) -> list[str]:
    """Return the paths of the project's files: what git knows, or all if this is no clone."""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (root / ".git").exists():
        listed = subprocess.run(asked, cwd=root, capture_output=True, text=True, check=True)
        names = [name for name in listed.stdout.split("\0") if name]
        return [name for name in names if (root / name).is_file()]
    found = [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]
    return [name for name in found if not GENERATED.search(name) and not name.startswith(".")]


def texts() -> dict[str, str]:
    """Return the text of every file that is text."""
    names = [name for name in project_files() if not name.endswith(NO_TEXT)]
    return {name: (ROOT / name).read_text(encoding="utf-8") for name in names}


def python_files(*folders: str) -> dict[str, str]:
    """Return the sources of the Python files below `folders`."""
    chosen = [name for name in project_files() if name.endswith(".py")]
    return {
        name: (ROOT / name).read_text(encoding="utf-8")
        for name in chosen
        if name.startswith(folders)
    }


def imports(tree: ast.AST) -> set[str]:
    """Return the modules that the code imports, wherever it does."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or "."}
    return found


def foreign_imports(tree: ast.AST, allowed: set[str]) -> set[str]:
    """Return the imports that come from no package in `allowed`."""
    return {name for name in imports(tree) if name.split(".")[0] not in allowed}
