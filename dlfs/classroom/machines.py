"""Workers that compute: those of Dask, here or on other machines, or this process alone.

Both have the same two words. `client.submit(function, *args)` lets a worker compute, and gives a
promise. `client.gather(promises)` waits for the values. A promise may be an argument, too.

What differs from machine to machine is printed in a line that begins with `HERE`: nobody compares
such a line with the one that is stored.
"""

from __future__ import annotations

import os
import signal
from importlib.util import find_spec

HERE = "On this machine:"
# The client that runs, if one does.
_running: list = []


class Alone:
    """No other worker: what is submitted is computed at once, in this process."""

    def submit(self, function, *args, pure: bool = True):
        """The value itself. `pure` is Dask's word, and changes nothing here."""
        return function(*args)

    def gather(self, promises: list) -> list:
        """The values, as they are."""
        return list(promises)

    def close(self) -> None:
        """There is nothing to close."""


def workers(count: int):
    """`count` workers of Dask, each a process of this machine; `Alone` where Dask is not installed.

    Those that run already are given again: a cell may run twice. They listen on 127.0.0.1 and have
    no dashboard. Who else is logged in on this computer cannot talk to them where `cryptography` is
    installed, as the extra `cluster` does. Close what you get.
    """
    if find_spec("distributed") is None:
        return Alone()
    if not _running:
        _running.append(_new(count))
    return _running[0]


def _new(count: int):
    from distributed import Client, LocalCluster

    # The scheduler's pages have an address even where there are none. A log would speak of every
    # worker that is killed on purpose. Keys for this run alone keep strangers out.
    cluster = LocalCluster(
        n_workers=count, threads_per_worker=1, processes=True, host="127.0.0.1",
        dashboard_address="127.0.0.1:0", scheduler_kwargs={"dashboard": False},
        silence_logs="CRITICAL", security=True if find_spec("cryptography") else None,
    )  # fmt: skip
    return _closing_both(Client(cluster), cluster)


def _closing_both(client, cluster):
    """Let `client.close()` end the workers as well: a lesson has one thing to close."""
    close = client.close

    def close_both(*args, **kwargs):
        _running.clear()
        close(*args, **kwargs)
        cluster.close()

    client.close = close_both
    return client


def processes(client) -> list[int]:
    """The number of each worker's process. `Alone` has this one."""
    if isinstance(client, Alone):
        return [os.getpid()]
    return sorted(client.run(os.getpid).values())


def kill_one(client) -> int | None:
    """End one worker's process without a warning and return its number; None if there is no other.

    Only for workers on this machine.
    """
    if isinstance(client, Alone):
        return None
    number = processes(client)[0]
    os.kill(number, getattr(signal, "SIGKILL", signal.SIGTERM))  # Windows has no SIGKILL
    return number


def said(client) -> str:
    """Who computes: one sentence."""
    if isinstance(client, Alone):
        return f"{HERE} Dask is not installed, so this process computes all parts, one by one."
    return f"{HERE} Dask has {len(processes(client))} workers, each a process of its own."
