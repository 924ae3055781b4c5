"""The programs of a session: which runs have one, which stay plain, and why.

A program is written when a kind of run comes for the second time: the same fetches, feeds of the
same shapes and dtypes. All runs after it are compiled.
"""

from __future__ import annotations

import warnings

from dlfs import session as sessions
from dlfs.compiled.calls import Absent, Failed
from dlfs.compiled.program import Program
from dlfs.compiled.recording import NotRecordable
from dlfs.errors import DlfsError, GraphError, explain
from dlfs.forward import checked_feed, fed_value, forward
from dlfs.graph import placeholder

RUNS_BEFORE, PROGRAMS_KEPT, KINDS_REMEMBERED = 2, 64, 1024
RUNS_BETWEEN_EVICTIONS = 1000


class StaysPlain(UserWarning):
    """Some runs of a compiled session are plain ones; the text says why."""


class Kind:
    """What is known of a kind of run: how many more plain runs it has before it gets a program,
    or the reason why it never gets one."""

    def __init__(self) -> None:
        self.plain_runs_left = self.patience = RUNS_BEFORE
        self.reason = ""
        self.absent: dict = {}


class Programs:
    """What a compiled session has instead of one way to run.

    `session.plain_runs` counts the runs that no program could be written for.
    """

    def __init__(self, session) -> None:
        self._session = session
        self._programs: dict[tuple, Program] = {}
        self._latest: dict[tuple, Program] = {}
        self._kinds: dict[tuple, Kind] = {}
        self._runs = self._evicted = 0
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
            if not nodes:
                return self._session._run(fetches, feed_dict)
            kind, fed = self._kind(nodes, feed_dict)
            program = self._programs.get(kind)
            if program is not None:
                self._latest[nodes] = program
        graph = nodes[0].graph
        with graph.lock:
            if graph.running:  # by an operation that is computed just now
                return self._session._run(fetches, feed_dict)
            if program is None or not program.is_valid():
                return self._plain_run(fetches, feed_dict, kind if program is None else program.kind)
            graph.running = True
            try:
                self._runs = program.used = self._runs + 1
                values = program.run(fed)
                return values if type(fetches) is list else sessions.arranged_like(fetches, values)
            except Failed as failed:
                raise failed.__cause__
            except Exception as error:
                problem = error
            finally:
                graph.running = False
            return self._after(problem, program, fetches, feed_dict)

    def program(self, nodes: tuple, feed_dict) -> Program:
        """The program of these fetches, for feeds of this kind. Runs forward alone."""
        kind, _ = self._kind(nodes, feed_dict)
        program = self._programs.get(kind)
        if program is None or not program.is_valid():
            order = self._session._order(nodes)
            with nodes[0].graph.lock:
                forward(order, feed_dict)
                try:
                    program = self._programs[kind] = Program(kind, order)
                except NotRecordable as reason:
                    raise GraphError(_no_program(reason)) from None
        return program

    def _kind(self, nodes, feed_dict):
        order = self._session._order(nodes)
        try:
            feed = checked_feed(feed_dict)
            fed = [fed_value(node, feed) for node in order if isinstance(node, placeholder)]
        except DlfsError:
            return None, None
        return (nodes, *((value.shape, value.dtype) for value in fed)), fed

    def _plain_run(self, fetches, feed_dict, kind):
        self._drop(kind)
        values = self._session._run(fetches, feed_dict)
        self._runs += 1
        if kind is not None:
            if len(self._kinds) >= KINDS_REMEMBERED:
                self._kinds.clear()
            known = self._kinds.setdefault(kind, Kind())
            known.plain_runs_left -= 1
            if known.plain_runs_left <= 0 and not known.reason and self._has_room():
                self._write(kind, known)
            self._count(known.reason)
        return values

    def _write(self, kind, known: Kind) -> None:
        try:
            absent = [pair for pairs in known.absent.values() for pair in pairs]
            self._programs[kind] = Program(kind, self._session._order(kind[0]), absent)
            self._programs[kind].used = self._runs
        except NotRecordable as reason:
            known.reason = str(reason)

    def _after(self, problem: Exception, program: Program, fetches, feed_dict):
        """Nothing is changed yet. The plain session says which node it is, if it is one."""
        values = self._session._run(fetches, feed_dict)
        known = self._kinds.setdefault(program.kind, Kind())
        self._drop(program.kind)
        if isinstance(problem, Absent) and problem.args[1] not in known.absent:
            known.absent[problem.args[1]] = problem.args[2]
        else:
            known.reason = f"{type(problem).__name__}: {problem}"
        self._count(known.reason)
        return values

    def _has_room(self) -> bool:
        if len(self._programs) < PROGRAMS_KEPT:
            return True
        # Many kinds in turn would each write a program, and none would be used.
        if self._runs - self._evicted < RUNS_BETWEEN_EVICTIONS:
            self._count(f"there are more than {PROGRAMS_KEPT} kinds of run")
            return False
        self._evicted = self._runs
        self._drop(min(self._programs.values(), key=lambda program: program.used).kind)
        return True

    def _drop(self, kind) -> None:
        """Forget a program. The next one of its kind has to wait longer."""
        if self._programs.pop(kind, None) is not None:
            self._latest.pop(kind[0], None)
            known = self._kinds.setdefault(kind, Kind())
            known.plain_runs_left = known.patience = 2 * known.patience

    def _count(self, reason: str) -> None:
        vars(self._session)["plain_runs"] += bool(reason)
        if reason and not self._warned:
            self._warned = True
            warnings.warn(_no_program(reason), StaysPlain, stacklevel=5)


def _no_program(reason) -> str:
    return explain(
        f"this run has no program: {reason}.",
        way_out="run it; a compiled session runs it as a plain one does, and as fast",
    )
