"""A JupyterLab as `make lab` starts it, for as long as a test needs it."""

import json
import os
import re
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_ports
from tools import environment, lab


class Server:
    """A running JupyterLab, asked over HTTP."""

    def __init__(self, process: subprocess.Popen, info: dict) -> None:
        self.process = process
        self.info = info

    def get(self, path: str, token: bool = True, method: str = "GET") -> str:
        """Return the answer to a request; raises HTTPError as urllib does."""
        headers = {"Authorization": f"token {self.info['token']}"} if token else {}
        url = self.info["url"] + path
        request = urllib.request.Request(url, headers=headers, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.read().decode()

    def page_config(self) -> dict:
        """Return what the page tells JupyterLab in the browser before anything else."""
        found = re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script>', self.get("lab"), re.S)
        return json.loads(found[1])

    def end_kernels(self) -> None:
        """Shut down every notebook's kernel."""
        for session in json.loads(self.get("api/sessions")):
            self.get(f"api/sessions/{session['id']}", method="DELETE")


def announced(runtime: Path, process: subprocess.Popen) -> dict:
    """Return what the server says of itself, as soon as it does."""
    for _ in range(600):
        for file in runtime.glob("jpserver-*.json"):
            if text := file.read_text():
                return json.loads(text)
        assert process.poll() is None, "JupyterLab stopped at once"
        time.sleep(0.1)
    raise AssertionError("JupyterLab did not start within a minute")


@contextmanager
def running_lab(home: Path, opened: str | None = None, *more: str) -> Iterator[Server]:
    """Run JupyterLab on the copies in `home / "my"`, which forgets predictions; yield it.

    Whatever Jupyter wants to keep stays below `home`, and nothing of the user's is read.
    """
    places = {"CONFIG": home / "config", "DATA": home / "data", "RUNTIME": home / "runtime"}
    outer = {**os.environ, **{f"JUPYTER_{name}_DIR": str(path) for name, path in places.items()}}
    environment.forget_answers(outer)
    # Two that start at once would come to share a port: one on IPv4, the other on IPv6.
    [port] = free_ports(1)
    options = ["--no-browser", f"--ServerApp.port={port}", "--ServerApp.port_retries=0", *more]
    command = lab.lab_command(home / "my", opened, options)
    process = subprocess.Popen(
        command,
        env=lab.lab_environment(outer),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield Server(process, announced(home / "runtime", process))
    finally:
        process.terminate()
        process.wait(timeout=20)
