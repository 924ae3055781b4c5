"""Two workers of Dask on this machine: what they compute is what one process computes."""

import os
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
