"""What the engine costs, beside what the same arithmetic costs without it.

`python tools/bench/engine.py` prints three tables: a training step of the series' perceptron beside
a step written by hand, long chains of operations, and the time of `import dlfs`. Only the ratios
within one run mean anything, so the competitors take turns and the best round of each counts.
"""

from __future__ import annotations

import os

for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

import dlfs

ROUNDS, CALLS = 60, 200
CHAIN = 100_000


def best_of_turns(competitors: dict[str, Callable], rounds: int, calls: int) -> dict[str, float]:
    """The smallest CPU time of one call of each competitor, in seconds."""
    best = dict.fromkeys(competitors, float("inf"))
    for _ in range(rounds):
        for name, function in competitors.items():
            start = time.process_time()
            for _ in range(calls):
                function()
            best[name] = min(best[name], (time.process_time() - start) / calls)
    return best


def two_clusters() -> tuple[np.ndarray, np.ndarray]:
    """100 points around (-2, -2) and (2, 2), and their classes, one-hot."""
    rng = np.random.default_rng(0)
    points = rng.normal(size=(100, 2)) + np.repeat([[-2.0], [2.0]], 50, axis=0)
    return points, np.repeat(np.eye(2), 50, axis=0)


def step_by_session(points, classes, W_start, b_start, rate) -> Callable[[], float]:
    """The series' perceptron, eight operations, as the function that runs loss and step."""
    with dlfs.Graph().as_default():
        X, c = dlfs.placeholder(), dlfs.placeholder()
        W, b = dlfs.Variable(W_start), dlfs.Variable(b_start)
        p = dlfs.softmax(dlfs.add(dlfs.matmul(X, W), b))
        log_likelihood = dlfs.reduce_sum(dlfs.multiply(c, dlfs.log(p)), axis=1)
        J = dlfs.negative(dlfs.reduce_sum(log_likelihood))
    step = dlfs.GradientDescentOptimizer(rate).minimize(J)
    session, feed = dlfs.Session(), {X: points, c: classes}
    return lambda: session.run([J, step], feed)[0]


def step_by_hand(points, classes, W_start, b_start, rate) -> Callable[[], float]:
    """The same step as NumPy calls that write into buffers made once."""
    W, b = W_start.copy(), b_start.copy()
    p, log_p, G, Gp = (np.empty_like(classes) for _ in range(4))
    column, per_point = np.empty((len(points), 1)), np.empty(len(points))
    dW, db = np.empty_like(W), np.empty_like(b)

    def step() -> float:
        np.matmul(points, W, out=p)
        np.add(p, b, out=p)
        np.maximum.reduce(p, axis=1, keepdims=True, out=column)
        np.subtract(p, column, out=p)
        np.exp(p, out=p)
        np.add.reduce(p, axis=1, keepdims=True, out=column)
        np.divide(p, column, out=p)
        np.log(p, out=log_p)
        np.multiply(classes, log_p, out=log_p)
        np.add.reduce(log_p, axis=1, out=per_point)
        J = -np.add.reduce(per_point)
        np.negative(classes, out=G)
        np.divide(G, p, out=G)
        np.multiply(G, p, out=Gp)
        np.add.reduce(Gp, axis=1, keepdims=True, out=column)
        np.subtract(G, column, out=G)
        np.multiply(G, p, out=G)
        np.matmul(points.T, G, out=dW)
        np.add.reduce(G, axis=0, out=db)
        np.multiply(dW, rate, out=dW)
        np.subtract(W, dW, out=W)
        np.multiply(db, rate, out=db)
        np.subtract(b, db, out=b)
        return J

    return step


def report_perceptron() -> None:
    """Print the step of the perceptron beside the one by hand, after comparing 50 losses."""
    rng = np.random.default_rng(1)
    # So small a rate keeps the numbers, and with them the work, the same in every round.
    setting = (*two_clusters(), rng.normal(size=(2, 2)), rng.normal(size=2), 1e-6)
    ours, hand = step_by_session(*setting), step_by_hand(*setting)
    np.testing.assert_allclose([ours() for _ in range(50)], [hand() for _ in range(50)], rtol=1e-9)
    best = best_of_turns({"by hand": hand, "run([J, step])": ours}, ROUNDS, CALLS)
    print("one training step of the perceptron (100 points, losses equal to 1e-9)")
    for name, seconds in best.items():
        print(f"  {name:16s} {seconds * 1e6:7.1f} us   {seconds / best['by hand']:5.2f} x")


def chain(link: Callable, x: dlfs.Variable) -> object:
    """CHAIN operations in a row above x."""
    node = x
    for _ in range(CHAIN):
        node = link(node)
    return node


def cost_of_chain(link: Callable) -> dict[str, float]:
    """The seconds of a run and of forward and gradients, over CHAIN operations in a row."""
    with dlfs.Graph().as_default():
        x = dlfs.Variable(1.0)
        loss = chain(link, x)
    session = dlfs.Session()
    session.run(loss)
    competitors = {
        "run again": lambda: session.run(loss),
        "forward and gradients": lambda: dlfs.compute_gradients(loss, nodes=[x]),
    }
    return best_of_turns(competitors, rounds=5, calls=1)


def report_chains() -> None:
    """Print the cost of one operation in a row of 100,000."""
    print(f"{CHAIN:,} operations in a row, microseconds for each")
    for name, link in {"negative(x)": dlfs.negative, "x + 1": lambda x: x + 1}.items():
        best = cost_of_chain(link)
        costs = ", ".join(f"{what} {seconds / CHAIN * 1e6:.2f}" for what, seconds in best.items())
        print(f"  {name:12s} {costs}")


def report_import() -> None:
    """Print the time of `import dlfs` beside `import numpy`, each in fresh interpreters."""
    best = dict.fromkeys(("numpy", "dlfs"), float("inf"))
    for _ in range(15):
        for module in best:
            code = f"import time; t = time.process_time(); import {module}"
            code += "; print(time.process_time() - t)"
            seconds = float(subprocess.check_output([sys.executable, "-c", code], text=True))
            best[module] = min(best[module], seconds)
    print(f"import numpy {best['numpy'] * 1e3:.0f} ms, import dlfs {best['dlfs'] * 1e3:.0f} ms")
    print(f"  {best['dlfs'] / best['numpy']:.2f} x")


if __name__ == "__main__":
    report_perceptron()
    report_chains()
    report_import()
