"""How times are taken: CPU time, one thread, the competitors in turns, medians.

Other programs that run on the machine lengthen wall time. CPU time counts what the process itself
does; and since the competitors take turns within every round, what slows one down slows all.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

SECONDS_PER_TURN = 0.01


@dataclass(frozen=True)
class Times:
    """The CPU seconds of one call in every round."""

    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.rounds)

    def ratio_to(self, other: "Times") -> float:
        """The median of the ratios within the rounds."""
        return statistics.median(a / b for a, b in zip(self.rounds, other.rounds))


def in_turns(
    competitors: dict[str, Callable], rounds: int, report=lambda: None
) -> dict[str, Times]:
    """The times of each competitor. One turn takes about 10 ms, and at least one call."""
    calls = {name: _calls_in_a_turn(function) for name, function in competitors.items()}
    seconds = {name: [] for name in competitors}
    for _ in range(rounds):
        for name, function in competitors.items():
            seconds[name].append(_seconds(function, calls[name]))
        if report:
            report()
    return {name: Times(tuple(taken)) for name, taken in seconds.items()}


def _calls_in_a_turn(function: Callable) -> int:
    function()
    return max(1, int(SECONDS_PER_TURN / max(_seconds(function, 3), 1e-7)))


def _seconds(function: Callable, calls: int) -> float:
    # A library that lets other threads wait busily is charged for its work, not for theirs.
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(calls):
        function()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return min(cpu, wall) / calls
