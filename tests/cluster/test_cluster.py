"""Two workers of Dask on this machine: what they compute is what one process computes."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

import numpy as np
import pytest

from dlfs.classroom import machines
from tests.cluster import descent
from tests.platforms.needed import needs

pytestmark = needs("distributed", "cluster")
STEPS = 12
PATIENCE = 30
KERNEL = """
import time
from dlfs.classroom import machines
if __name__ == "__main__":
    client = machines.workers(2)
    print(*machines.processes(client), flush=True)
    time.sleep(600)
"""


@pytest.fixture
def client():
    client = machines.workers(2)
    yield client
    client.close()


def parts_of(client):
    return [client.submit(descent.load, k) for k in range(descent.PARTS)]


@pytest.fixture(scope="module")
def in_one_process():
    return descent.descend(machines.Alone(), [descent.load_all()], STEPS)


def distance(one, other) -> float:
    """The largest difference of two runs, over all losses and weights."""
    (losses, values), (other_losses, other_values) = one, other
    pairs = [(losses, other_losses), *zip(values, other_values, strict=True)]
    return max(float(np.abs(a - b).max()) for a, b in pairs)


def test_two_workers_are_two_other_processes_of_this_machine(client):
    numbers = machines.processes(client)
    assert len(set(numbers)) == 2 and os.getpid() not in numbers
    assert "2 workers" in machines.said(client)


def test_nothing_listens_to_other_machines_and_there_is_no_dashboard(client):
    import psutil  # comes with Dask

    here = psutil.Process()
    heard = [one for process in (here, *here.children(recursive=True))
             for one in process.net_connections("inet") if one.status == psutil.CONN_LISTEN]
    assert len(heard) >= 3 and {one.laddr.ip for one in heard} == {"127.0.0.1"}
    port = client.scheduler_info()["services"]["dashboard"]
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/status", timeout=5)


def test_who_asks_twice_gets_the_same_workers_and_after_closing_new_ones(client):
    before = machines.processes(client)
    assert machines.workers(2) is client
    client.close()
    again = machines.workers(2)
    try:
        assert again is not client and not set(machines.processes(again)) & set(before)
    finally:
        again.close()


@needs("cryptography", "cluster")
def test_a_stranger_on_this_computer_cannot_talk_to_the_workers(client):
    assert not without_keys_admitted(client.scheduler.address)


def test_workers_without_keys_would_admit_a_stranger(monkeypatch):
    monkeypatch.setattr(machines, "find_spec", lambda name: None if name == "cryptography" else 1)
    client = machines.workers(2)
    try:
        assert without_keys_admitted(client.scheduler.address)
    finally:
        client.close()


def without_keys_admitted(address: str) -> bool:
    """Whether somebody who has the address alone is given the number of a worker's process."""
    code = ("import os, sys\nfrom distributed import Client\n"
            "print(Client(sys.argv[1], timeout=5).run(os.getpid))")  # fmt: skip
    host_and_port = address.partition("://")[2]
    asked = subprocess.run([sys.executable, "-c", code, f"tcp://{host_and_port}"],
                           capture_output=True, text=True, timeout=PATIENCE)  # fmt: skip
    return asked.returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="no SIGKILL")
def test_workers_end_when_the_kernel_is_killed(tmp_path):
    program = tmp_path / "kernel.py"
    program.write_text(KERNEL, encoding="utf-8")
    kernel = subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE, text=True)
    try:
        numbers = [int(number) for number in kernel.stdout.readline().split()]
        assert len(numbers) == 2 and all(map(runs, numbers))
    finally:
        kernel.kill()
        kernel.wait()
    stop = time.monotonic() + PATIENCE
    while any(map(runs, numbers)) and time.monotonic() < stop:
        time.sleep(0.2)
    assert not any(map(runs, numbers))


def runs(number: int) -> bool:
    import psutil  # comes with Dask

    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_unequal_parts_on_two_workers_give_the_run_of_one_process(client, in_one_process):
    run = descent.descend(client, parts_of(client), STEPS)
    assert distance(run, in_one_process) < 1e-12
    assert run[0][-1] < run[0][0] - 0.5


def test_a_worker_killed_in_the_middle_changes_nothing(client, in_one_process):
    before, killed = machines.processes(client), []

    def kill_in_the_middle(t):
        if t == STEPS // 2:
            killed.append(machines.kill_one(client))

    run = descent.descend(client, parts_of(client), STEPS, kill_in_the_middle)
    assert distance(run, in_one_process) < 1e-12
    assert killed[0] in before and killed[0] not in machines.processes(client)
    client.wait_for_workers(2, timeout=PATIENCE)
    assert len(machines.processes(client)) == 2 and killed[0] not in machines.processes(client)


def test_the_comparison_finds_a_mean_that_forgets_how_large_the_parts_are(client, in_one_process):
    run = descent.descend(client, parts_of(client), STEPS, mean=descent.plain_mean)
    assert distance(run, in_one_process) > 1e-3


def test_the_comparison_finds_a_part_that_is_lost(client, in_one_process):
    run = descent.descend(client, parts_of(client)[1:], STEPS)
    assert distance(run, in_one_process) > 1e-6


def test_everybody_waits_for_the_slow_worker(client):
    client.run(descent.slowly, 0, abs, 1)  # now each worker has loaded what it needs
    seconds = []
    for waits in ((0.05, 0.05), (0.05, 0.5)):
        begun = time.perf_counter()
        client.gather([client.submit(descent.slowly, wait, abs, k, pure=False)
                       for k, wait in enumerate(waits)])  # fmt: skip
        seconds.append(time.perf_counter() - begun)
    assert seconds[1] >= 0.5 > seconds[0]
