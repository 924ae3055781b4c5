"""Runs a command without a network: in a namespace that has none, or with every way out closed."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

# A kernel and its client talk over the machine's own loop, which a fresh namespace has not up yet.
ALONE = ["unshare", "--net", "sh", "-c", 'ip link set lo up; exec "$@"', "alone"]
NOWHERE = "http://127.0.0.1:9"
CLOSED = {
    "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull,
    "HTTP_PROXY": NOWHERE, "HTTPS_PROXY": NOWHERE, "ALL_PROXY": NOWHERE,
    "NO_PROXY": "127.0.0.1,localhost",
}  # fmt: skip


@cache
def has_namespaces() -> bool:
    """Say whether this user may make a namespace without a network."""
    if not (shutil.which("unshare") and shutil.which("ip")):
        return False
    return subprocess.run([*ALONE, "true"], capture_output=True).returncode == 0


def run(command: list[str], folder: Path, **more: str) -> subprocess.CompletedProcess:
    """Run `command` in `folder` without a network; return how it ended."""
    outer = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH",)}
    # Where there is a namespace, pip may try: it reaches nobody.
    closed = {name: value for name, value in CLOSED.items()
              if not (has_namespaces() and name == "PIP_NO_INDEX")}  # fmt: skip
    alone = ALONE if has_namespaces() else []
    return subprocess.run([*alone, *map(str, command)], cwd=folder, capture_output=True, text=True,
                          env={**outer, **closed, **more})  # fmt: skip
