"""The answers of lesson 14's questions, computed: row by row, and second by second."""

import heapq

import numpy as np


def slope_of_four_images():
    """Four losses (x - a)^2 / 2, three of them in one part; the slopes at 0 are -a."""
    slopes = np.array([1.0, 2.0, 3.0, 10.0])
    assert (slopes[:3].mean(), slopes[3:].mean()) == (2, 10)
    return sum(slopes) / len(slopes)


def descended(parts, steps, lost_at):
    """The weight after so many steps on the parts; one worker's rows are lost and made again."""
    x, kept = 4.0, [list(part) for part in parts]
    for t in range(steps):
        if t == lost_at:
            kept[0] = None
        kept = [list(rows) if mine is None else mine for mine, rows in zip(kept, parts, strict=True)]
        sums = [sum(x - a for a in mine) for mine in kept]
        x -= 0.1 * sum(sums) / sum(map(len, kept))
    return x


def what_becomes_of_the_run():
    """C: the same weights, as if nothing had happened."""
    parts = ((1.0, 2.0), (3.0, 7.0, -1.0))
    assert descended(parts, 20, 10) == descended(parts, 20, None)
    assert descended(parts, 20, 10) != descended(parts[1:], 20, None)
    return "C"


def step_of(workers, computing, each, begin_together=False):
    """When the last of the workers is done: the driver serves one after the other."""
    served = [each * (k + 1) for k in range(workers)]
    begins = [served[-1]] * workers if begin_together else served
    done = [begin + computing / workers for begin in begins]
    heapq.heapify(done)
    return heapq.nlargest(1, done)[0]


def step_of_ten():
    """The ruler's figures: a call of 1 ms, and 4,810 numbers of 8 bytes both ways at 125 MB/s."""
    alone = 1000 * 6 * 4810 * 1000 / 1e10
    each = 1 + 1000 * 2 * 8 * 4810 / 125e6
    assert (round(alone, 1), round(each, 1)) == (2.9, 1.6)
    return step_of(10, alone, each)


def step_of_four():
    return step_of(4, 80, 5, begin_together=True)


def what_helps_the_slow_one():
    """B: with a third of its rows the old machine is done after 1 second, and its rows count."""
    rows, speed = np.full(10, 300.0), np.array([300.0] * 9 + [100.0])
    fewer = rows.copy()
    fewer[9] /= 3
    fewer[:9] += (rows[9] - fewer[9]) / 9
    assert fewer.sum() == rows.sum()
    assert np.max(rows / speed) == 3 and np.max(fewer / speed) < 1.1
    return "B"


def sent_in_a_ring(workers=4, gigabytes=8):
    """Count what worker 0 sends until everybody has every piece's sum, step by step."""
    full = frozenset(range(workers))
    holds = [{j: frozenset([w]) for j in range(workers)} for w in range(workers)]
    sent, t = 0, 0
    while any(piece != full for mine in holds for piece in mine.values()):
        before = [dict(mine) for mine in holds]
        for w in range(workers):
            j, to = (w - t) % workers, (w + 1) % workers
            holds[to][j] = holds[to][j] | before[w][j]
        sent, t = sent + gigabytes / workers, t + 1
    return sent


ANSWERS = {
    "ma-1": slope_of_four_images,
    "ma-2": what_becomes_of_the_run,
    "ma-3": step_of_ten,
    "ma-4": step_of_four,
    "ma-5": what_helps_the_slow_one,
    "ma-7": sent_in_a_ring,
}
