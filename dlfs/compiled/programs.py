"""The programs of a session: which runs have one, which stay plain, and why.

A program is written when a kind of run comes for the second time: the same fetches, feeds of the
same shapes and dtypes. All runs after it are compiled.
"""

from __future__ import annotations

import warnings
from threading import RLock

from dlfs import session as sessions
from dlfs.compiled.calls import Failed
from dlfs.compiled.program import Program, kind_of
from dlfs.compiled.recording import NotRecordable
from dlfs.errors import DlfsError, GraphError, explain
from dlfs.forward import checked_feed, forward

PROGRAMS_KEPT = 64
KINDS_COUNTED = 1024
RUNS_BEFORE = 2
RUNS_BETWEEN_EVICTIONS = 1000


class StaysPlain(UserWarning):
    """Some runs of a compiled session are plain ones; the text says why."""


class Programs:
    """What a compiled session has instead of one way to run.

    `session.plain_runs` counts the runs that no program could be written for.
    """

    def __init__(self, session) -> None:
        self._session = session
        self._programs: dict[tuple, Program] = {}
        self._latest: dict[tuple, Program] = {}
        self._patience: dict[tuple, int] = {}
        self._reasons: dict[tuple, str] = {}
        self._runs = self._evicted = 0
        self._lock = RLock()
        self._warned = False
        vars(session)["plain_runs"] = 0

    def run(self, fetches, feed_dict):
        """The same as in a plain session: the first two runs of a kind plain, others compiled."""
        try:
            nodes = tuple(fetches) if type(fetches) is list else sessions.nodes_in(fetches)
            program = self._latest.get(nodes)
        except TypeError:
            program = None
        fed = None if program is None else program.arguments(feed_dict)
        if fed is None:
            nodes = sessions.nodes_in(fetches)
            kind, fed = self._kind(nodes, feed_dict)
            program = self._programs.get(kind)
            if program is None:
                return self._plain_run(fetches, feed_dict, nodes, kind)
            self._latest[nodes] = program
        with self._turn(program.graph):
            return self._compiled_run(program, fetches, feed_dict, nodes, fed)

    def program(self, nodes: tuple, feed_dict) -> Program:
        """The program of these fetches, for feeds of this kind. Runs forward alone."""
        kind, _ = self._kind(nodes, feed_dict)
        program = self._programs.get(kind)
        if program is not None and program.is_valid():
            return program
        order = self._session._order(nodes)
        with self._turn(nodes[0].graph if nodes else None):
            forward(order, feed_dict)
            try:
                return self._keep(kind, Program(nodes, order))
            except NotRecordable as reason:
                raise GraphError(_not_written(reason)) from reason

    def _turn(self, graph):
        return getattr(graph, "lock", self._lock)

    def _kind(self, nodes, feed_dict):
        order = self._session._order(nodes)
        try:
            kind, fed = kind_of(order, checked_feed(feed_dict))
        except DlfsError:
            return None, None
        return (nodes, *kind), fed

    def _compiled_run(self, program: Program, fetches, feed_dict, nodes, fed):
        graph = program.graph
        if getattr(graph, "running", False):
            return self._session._run(fetches, feed_dict)
        if not program.is_valid():
            self._drop(program)
            return self._plain_run(fetches, feed_dict, nodes, program.kind)
        self._runs = program.used = self._runs + 1
        graph.running = True
        try:
            return sessions.arranged_like(fetches, program.run(fed))
        except Failed as failed:
            raise failed.__cause__
        except Exception as error:
            problem = error
        finally:
            graph.running = False
        # Nothing is changed yet. The plain session says which node it is.
        values = self._session._run(fetches, feed_dict)
        self._drop(program)
        self._stays_plain(program.kind, f"{type(problem).__name__}: {problem}")
        return values

    def _plain_run(self, fetches, feed_dict, nodes, kind):
        if kind is None or not nodes or getattr(nodes[0].graph, "running", False):
            return self._session._run(fetches, feed_dict)
        with self._turn(nodes[0].graph):
            values = self._session._run(fetches, feed_dict)
            self._runs += 1
            if kind in self._reasons:
                self._stays_plain(kind, self._reasons[kind])
            elif self._is_due(kind):
                try:
                    self._keep(kind, Program(nodes, self._session._order(nodes)))
                except NotRecordable as reason:
                    self._stays_plain(kind, str(reason))
        return values

    def _is_due(self, kind) -> bool:
        """Whether this kind has come often enough, and there is room for its program."""
        left = self._patience.get(kind, RUNS_BEFORE) - 1
        if len(self._patience) >= KINDS_COUNTED:
            self._patience.clear()
        self._patience[kind] = max(left, 1)
        if left > 0:
            return False
        if len(self._programs) < PROGRAMS_KEPT:
            return True
        # Many kinds in turn would each write a program, and none would be used.
        if self._runs - self._evicted < RUNS_BETWEEN_EVICTIONS:
            vars(self._session)["plain_runs"] += 1
            return False
        self._evicted = self._runs
        self._drop(min(self._programs.values(), key=lambda program: program.used))
        return True

    def _keep(self, kind, program: Program) -> Program:
        program.kind, program.used = kind, self._runs
        self._programs[kind] = program
        return program

    def _drop(self, program: Program) -> None:
        """Forget a program. The next one of its kind has to wait longer."""
        self._programs.pop(program.kind, None)
        self._latest.pop(program.kind[0], None)
        self._patience[program.kind] = program.patience = 2 * program.patience

    def _stays_plain(self, kind, reason: str) -> None:
        if len(self._reasons) >= KINDS_COUNTED:
            self._reasons.clear()
        self._reasons[kind] = reason
        vars(self._session)["plain_runs"] += 1
        if not self._warned:
            self._warned = True
            warnings.warn(_not_written(reason), StaysPlain, stacklevel=5)


def _not_written(reason) -> str:
    return explain(
        f"this run has no program: {reason}.",
        way_out="run it; a compiled session runs it as a plain one does, and as fast",
    )
