"""Workers, and a process without any: the same words, and a gradient in parts is the whole one."""

import os
import subprocess
import sys

import numpy as np
import pytest

from dlfs.classroom import machines
from tests.cluster import descent

STEPS = 3


@pytest.fixture
def client(monkeypatch):
    """What `workers` gives where Dask is not installed."""
    monkeypatch.setattr(machines, "find_spec", lambda name: None)
    return machines.workers(2)


def test_without_dask_this_process_computes_and_says_so(client):
    assert isinstance(client, machines.Alone)
    assert machines.processes(client) == [os.getpid()]
    assert "not installed" in machines.said(client) and "this process" in machines.said(client)
    assert machines.said(client).startswith(machines.HERE)
    assert machines.kill_one(client) is None
    assert client.close() is None


def test_a_promise_may_be_an_argument(client):
    first = client.submit(pow, 2, 3)
    assert client.gather([first, client.submit(pow, first, 2, pure=False)]) == [8, 64]


@pytest.mark.parametrize("seed", range(10))
def test_the_weighted_mean_of_drawn_parts_is_the_gradient_of_the_whole(seed):
    rng = np.random.default_rng(seed)
    inputs, targets = descent.load_all()
    borders = np.sort(rng.choice(np.arange(1, 1000), size=rng.integers(1, 9), replace=False))
    parts = list(zip(np.split(inputs, borders), np.split(targets, borders), strict=True))
    counts, losses, tables = zip(*(descent.answer(part, descent.start()) for part in parts))
    _, J, whole = descent.answer((inputs, targets), descent.start())
    assert abs(descent.weighted_mean(counts, losses) - J) < 1e-12
    for G, *of_parts in zip(whole, *tables, strict=True):
        assert np.abs(descent.weighted_mean(counts, of_parts) - G).max() < 1e-12
        if len(set(counts)) > 1:
            assert np.abs(descent.plain_mean(counts, of_parts) - G).max() > 1e-9


def test_the_run_in_parts_is_the_run_of_the_whole(client):
    parts = [client.submit(descent.load, k) for k in range(descent.PARTS)]
    losses, values = descent.descend(client, parts, STEPS)
    whole_losses, whole_values = descent.descend(client, [descent.load_all()], STEPS)
    assert np.abs(losses - whole_losses).max() < 1e-12
    for one, other in zip(values, whole_values, strict=True):
        assert np.abs(one - other).max() < 1e-12


def test_who_imports_the_classroom_does_not_load_dask():
    code = ("import sys; from dlfs.classroom import machines; "
            "print(sorted({'dask', 'distributed'} & set(sys.modules)))")  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
