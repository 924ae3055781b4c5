"""The note on a real cluster: its own lines, with this machine for the scheduler, do what it says."""

import contextlib
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from dlfs.classroom import machines
from tests.cluster import descent
from tests.platforms.needed import needs
from tests.ports import free_ports
from tools.course import ROOT

pytestmark = [
    needs("distributed", "cluster"),
    pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl"),
]
NOTE = (ROOT / "docs" / "cluster.md").read_text(encoding="utf-8")
PATIENCE, STEPS = 60, 5


def lines_of_the_note(language: str, port: int) -> list[str]:
    """Return the note's blocks in this language, this machine for its scheduler."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```", NOTE, re.MULTILINE | re.DOTALL)
    ports = {"SCHEDULER": "127.0.0.1", "8786": str(port), "127.0.0.1:8787": "127.0.0.1:0"}
    for written, here in ports.items():
        blocks = [block.replace(written, here) for block in blocks]
    return blocks


def started(line: str, folder: Path) -> subprocess.Popen:
    words = shlex.split(line)
    words[:1] = [sys.executable, "-m", "dask"]
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (folder / f"{words[3]}.log").open("a") as log:
        return subprocess.Popen(words, cwd=folder, stdout=log, stderr=log, env=variables)


@contextlib.contextmanager
def cluster(folder: Path, port: int):
    """The scheduler and two workers that the note's lines start; they are ended at the end."""
    _, keys, scheduler, worker = lines_of_the_note("sh", port)
    subprocess.run(shlex.split(keys), cwd=folder, check=True, capture_output=True)
    programs = [started(line, folder) for line in (scheduler, worker, worker)]
    try:
        yield
    finally:
        for program in reversed(programs):
            program.terminate()
        for program in reversed(programs):
            program.wait(PATIENCE)


def test_the_lines_of_the_note_descend_as_one_process_does_and_admit_nobody_without_keys(
    tmp_path, monkeypatch
):
    [port] = free_ports(1)
    (python,) = lines_of_the_note("python", port)
    monkeypatch.chdir(tmp_path)
    with cluster(tmp_path, port):
        wait_for(port)
        names = {}
        exec(python, names)
        client = names["client"]
        client.wait_for_workers(2, timeout=PATIENCE)
        parts = [client.submit(descent.load, k) for k in range(descent.PARTS)]
        losses, values = descent.descend(client, parts, STEPS)
        with pytest.raises(OSError):
            type(client)(f"tcp://127.0.0.1:{port}", timeout=2)
        client.close()
    alone, values_alone = descent.descend(machines.Alone(), [descent.load_all()], STEPS)
    assert np.abs(losses - alone).max() < 1e-12
    for one, other in zip(values, values_alone, strict=True):
        assert np.abs(one - other).max() < 1e-12


def wait_for(port: int) -> None:
    stop = time.monotonic() + PATIENCE
    while time.monotonic() < stop:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.2)
    raise AssertionError("the scheduler does not answer")
