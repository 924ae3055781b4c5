"""Lets git show a lesson as text: what its cells say, and what they printed, and no picture's bytes.

`make review` tells this clone's git to do so, in every `git diff`, `git show` and `git log -p`,
and shows what has changed in the notebooks since SINCE.
"""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

from tools.course import ROOT

# .gitattributes gives the notebooks this name.
DRIVER = "lesson"
ALT = re.compile(r'<img[^>]*?\balt="([^"]*)"')


def as_text(notebook: dict) -> str:
    """Return the notebook's cells in their order: the source, then each line of the outputs."""
    return "\n".join("\n".join(_lines(cell)) + "\n" for cell in notebook["cells"])


def _lines(cell: dict) -> list[str]:
    tags = cell["metadata"].get("tags", [])
    head = " ".join(["----", cell["cell_type"], *(f"[{tag}]" for tag in tags)])
    outputs = [line for output in cell.get("outputs", []) for line in _shown(output)]
    return [head, *_joined(cell["source"]).splitlines(), *(f"  > {line}" for line in outputs)]


def _shown(output: dict) -> list[str]:
    """Return what the output says in words; of a picture, its alternative text."""
    if output["output_type"] == "error":
        return output["traceback"]
    data = output.get("data", {})
    text = _joined(output.get("text", data.get("text/plain", "")))
    alts = ALT.findall(_joined(data.get("text/html", "")))
    return [*text.splitlines(), *(f"picture: {alt}" for alt in alts if alt)]


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def set_up(repository: Path = ROOT) -> None:
    """Tell the clone's own git, and no other, to show notebooks by this file."""
    command = f'"{Path(sys.executable).as_posix()}" -m tools.review --text'
    asked = ["git", "config", "--local", f"diff.{DRIVER}.textconv", command]
    subprocess.run(asked, cwd=repository, check=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("since", nargs="?", default="HEAD", help="a branch or commit, such as main")
    parser.add_argument("--text", metavar="FILE", type=Path, help="print this notebook as text")
    given = parser.parse_args()
    if given.text:
        sys.stdout.reconfigure(encoding="utf-8")
        print(as_text(json.loads(given.text.read_text(encoding="utf-8"))), end="")
        return 0
    set_up()
    return subprocess.call(["git", "diff", given.since, "--", "notebooks"], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main())
