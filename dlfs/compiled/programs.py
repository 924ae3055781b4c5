"""The programs of a session: which runs have one, which stay plain, and why.

A program is written when a kind of run comes for the second time: the same fetches, feeds of the
same shapes and dtypes. All runs after it are compiled.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

from dlfs import session as sessions
from dlfs.compiled.calls import Absent, Failed
from dlfs.compiled.program import Program
from dlfs.compiled.recording import NotRecordable, kind_of
from dlfs.errors import GraphError, explain
from dlfs.forward import checked_feed, fed_value, forward
from dlfs.graph import placeholder

PROGRAMS_KEPT, KINDS_REMEMBERED, RUNS_BETWEEN_EVICTIONS = 64, 1024, 1000


class StaysPlain(UserWarning):
    """Some runs of a compiled session are plain ones; the text says why."""


@dataclass(eq=False)
class Kind:
    """A kind of run: its program, or how many plain runs it has before it gets one, or the reason
    why it never gets one."""

    nodes: tuple
    program: Program | None = None
    runs_left: int = 2
    patience: int = 2
    reason: str = ""


class Programs:
    """What a compiled session has instead of one way to run.

    `session.plain_runs` counts the runs that no program could be written for.
    """

    def __init__(self, session) -> None:
        self._session = session
        self._kinds: dict[tuple, Kind] = {}
        self._compiled: dict[Kind, int] = {}  # and in which run it was used last
        self._latest: dict[tuple, Kind] = {}
        self._absent: dict = {}
        self._runs = self._evicted = session.plain_runs = 0

    def run(self, fetches, feed_dict):
        """The same as in a plain session: the first two runs of a kind plain, others compiled."""
        try:
            nodes = tuple(fetches) if type(fetches) is list else sessions.nodes_in(fetches)
            kind = self._latest.get(nodes)
        except TypeError:
            kind = None
        fed = kind and kind.program.arguments(feed_dict)
        if fed is None:
            nodes = sessions.nodes_in(fetches)
            if not nodes:
                return self._session._run(fetches, feed_dict)
            kind, fed = self._kind(nodes, feed_dict)
        graph = nodes[0].graph
        with graph.lock:
            if graph.running:  # by an operation that is computed just now
                return self._session._run(fetches, feed_dict)
            problem = None
            if kind.program is not None and kind.program.is_valid():
                graph.running = True
                self._runs = self._compiled[kind] = self._runs + 1
                try:
                    return sessions.arranged_like(fetches, kind.program.run(fed))
                except Failed as failed:
                    raise failed.__cause__
                except Exception as error:
                    # Nothing is changed yet. The plain session says which node it is, if it is one.
                    problem = error
                finally:
                    graph.running = False
            values = self._session._run(fetches, feed_dict)
            self._after_plain_run(kind, problem)
            return values

    def program(self, nodes: tuple, feed_dict) -> Program:
        """The program of these fetches, for feeds of this kind. Runs forward alone."""
        if not nodes:
            raise GraphError(_no_program("nothing is fetched"))
        kind, _ = self._kind(nodes, feed_dict)
        with nodes[0].graph.lock:
            if kind.program is None or not kind.program.is_valid():
                forward(self._session._order(nodes), feed_dict)
                try:
                    self._write(kind)
                except NotRecordable as reason:
                    raise GraphError(_no_program(reason)) from None
        return kind.program

    def _kind(self, nodes, feed_dict) -> tuple[Kind, list]:
        """The kind of a run, and what is fed."""
        order, feed = self._session._order(nodes), checked_feed(feed_dict)
        fed = [fed_value(node, feed) for node in order if isinstance(node, placeholder)]
        key = nodes, *map(kind_of, fed)
        if key not in self._kinds and len(self._kinds) >= KINDS_REMEMBERED:
            self._kinds = {k: kind for k, kind in self._kinds.items() if kind.program}
        kind = self._kinds.setdefault(key, Kind(nodes))
        if kind.program:
            self._latest[nodes] = kind
        return kind, fed

    def _after_plain_run(self, kind: Kind, problem: Exception | None) -> None:
        """Write its program when it is time; otherwise count the run, and say once why."""
        self._drop(kind)
        self._runs += 1
        kind.runs_left -= 1
        if isinstance(problem, Absent):
            _, op, self._absent[op] = problem.args
            problem = None
        if problem is None and not kind.reason:
            if kind.runs_left > 0:
                return
            try:
                if self._has_room():
                    return self._write(kind)
            except Exception as error:
                problem = error
        if problem is not None:
            kind.reason = str(problem) or repr(problem)
        self._session.plain_runs += 1
        if self._session.plain_runs == 1:
            reason = kind.reason or f"there are more than {PROGRAMS_KEPT} kinds of run"
            warnings.warn(_no_program(reason), StaysPlain, stacklevel=5)

    def _write(self, kind: Kind) -> None:
        kind.program = Program(kind.nodes, self._session._order(kind.nodes), self._absent)
        self._compiled[kind] = self._runs

    def _has_room(self) -> bool:
        if len(self._compiled) < PROGRAMS_KEPT:
            return True
        # Many kinds in turn would each write a program, and none would be used.
        if self._runs - self._evicted < RUNS_BETWEEN_EVICTIONS:
            return False
        self._evicted = self._runs
        self._drop(min(self._compiled, key=self._compiled.get))
        return True

    def _drop(self, kind: Kind) -> None:
        """Forget its program, if it has one. The next one of its kind has to wait longer."""
        if kind.program is not None:
            kind.program = None
            kind.runs_left = kind.patience = 2 * kind.patience
            del self._compiled[kind]
            self._latest.pop(kind.nodes, None)


def _no_program(reason) -> str:
    return explain(
        f"this run has no program: {reason}.",
        way_out="run it; a compiled session runs it as a plain one does, and as fast",
    )
