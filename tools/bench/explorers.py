"""How long one update of an explorer takes: kept background and blit beside drawing it all anew.

Both ways run in turns in one process, on the same figure, over the same settings.
"""

import io
import statistics
import time
from collections.abc import Callable

from dlfs.classroom import explore
from dlfs.classroom.explore.drawn import BOARDS

ROUNDS = 1
LIMIT = 20.0  # milliseconds
RULES = ("right", "misprint", "no local derivative", "sign flipped", "mean for sum")


def settings() -> dict[str, tuple[Callable, list[dict]]]:
    """Return for each explorer how to make it, and the values that its controls go through."""
    rates = [0.01 * 1.25**i for i in range(30)]
    return {
        "descent, rate": (explore.descent, [{"learning_rate": rate / 2} for rate in rates[5:]]),
        "descent, t": (explore.descent, [{"t": 3 * i} for i in range(30)]),
        "learning_rate, rate": (explore.learning_rate, [{"learning_rate": rate} for rate in rates]),
        "training, rate": (explore.training, [{"learning_rate": rate / 8} for rate in rates[10:]]),
        "look_ahead, turn": (explore.look_ahead, [{"turn": 13 * i} for i in range(30)]),
        "too_well, epoch": (explore.too_well, [{"epoch": 3 * i} for i in range(30)]),
        "training, t": (explore.training, [{"t": 13 * i} for i in range(30)]),
        "line, angle": (explore.line, [{"angle": 12 * i - 175} for i in range(30)]),
        "softmax, a0": (explore.softmax, [{"a0": 1.3 * i - 19} for i in range(30)]),
        "cross_entropy, p": (explore.cross_entropy, [{"p": 0.002 * 1.22**i} for i in range(30)]),
        "graph, t": (explore.graph, [{"t": i % 7} for i in range(30)]),
        "graph, w": (explore.graph, [{"t": 6, "w": i / 4 - 4} for i in range(30)]),
        "chain, n1": (explore.chain, [{"n1": i / 5 - 3} for i in range(30)]),
        "messages, t": (explore.messages, [{"t": i % 7} for i in range(30)]),
        "valley, fraction": (explore.valley, [{"fraction": 0.2 + 0.03 * i} for i in range(30)]),
        "valley, t": (explore.valley, [{"t": i} for i in range(40)]),
        "poll, size": (explore.poll, [{"size": round(1.26**i)} for i in range(30)]),
        "pixels, board": (explore.pixels, [{"board": board} for board in BOARDS]),
        "registry, rule": (explore.registry, [{"rule": rule} for rule in RULES]),
        "nudge_size, h": (explore.nudge_size, [{"h": 10 ** (-1 - i / 2)} for i in range(28)]),
        "xor, t": (explore.xor, [{"t": 60 * i} for i in range(30)]),
        "xor, seed": (explore.xor, [{"seed": i} for i in range(20)]),
    }


def moved(explorer, values: dict) -> float:
    """Return the milliseconds from a moved control to the new picture, simulation included."""
    before = time.process_time()
    for name, value in values.items():
        getattr(explorer, name).value = value
    return 1e3 * (time.process_time() - before)


def replotted(explorer) -> float:
    """Return the milliseconds of the usual way for the same picture: draw all, write a PNG."""
    fig, moving = explorer.canvas.agg.figure, explorer.canvas.moving
    for artist in moving:
        artist.set_animated(False)
    before = time.process_time()
    fig.savefig(io.BytesIO(), format="png", dpi=fig.dpi)
    taken = 1e3 * (time.process_time() - before)
    for artist in moving:
        artist.set_animated(True)
    return taken


def measure(make: Callable, values: list[dict]) -> tuple[list[float], list[float]]:
    """Return the milliseconds of every update, blitted and re-plotted, taken in turns."""
    blitted, anew = [], []
    for _ in range(ROUNDS):
        explorer = make()  # a new one, so that no simulation is in its memory
        for one in values:
            blitted.append(moved(explorer, one))
            anew.append(replotted(explorer))
    return blitted, anew


def rows(report=lambda: None) -> list[tuple[str, float, float, float]]:
    """For each explorer: its name, the median and the slowest 5 % blitted, the median anew."""
    found = []
    for name, (make, values) in settings().items():
        blitted, anew = measure(make, values)
        slowest = sorted(blitted)[int(0.95 * len(blitted))]
        found.append((name, statistics.median(blitted), slowest, statistics.median(anew)))
        report()
    return found
