"""What a step costs besides time: memory, page faults; and what an import costs."""

import re
import statistics
import subprocess
import sys

import numpy as np

import dlfs
from tools.bench import ours
from tools.bench.problems import Problem

IMPORTS = ("numpy", "dlfs", "dlfs.compiled.programs")


def page_faults(step, steps: int = 50) -> float | None:
    """The page faults of one step; None on systems that do not count them."""
    try:
        import resource
    except ImportError:
        return None
    for _ in range(10):
        step()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(steps):
        step()
    return (resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before) / steps


def memory(problem: Problem) -> tuple[int, int, int]:
    """The bytes of a program's arrays, of all values, and of all gradients of its graph."""
    with dlfs.Graph().as_default():
        J, feed = ours.graph_of(problem)
        step = dlfs.GradientDescentOptimizer(problem.rate).minimize(J)
    program = dlfs.Session().program([J, step], feed)
    operations = [n for n in dlfs.graph.order_of(J) if isinstance(n, dlfs.Operation)]
    gradients = dlfs.compute_gradients(J, feed).values()
    values = sum(node.output.nbytes for node in operations)
    return bytes_of(program, step), values, sum(G.nbytes for G in gradients)


def bytes_of(program, step) -> int:
    """The memory of a program's arrays, the new values of its variables among them."""
    made = re.findall(r"^\w+ = (np\.empty\(.*\))$", program.source, re.MULTILINE)
    arrays = [eval(text, {"np": np}) for text in made] + [W.value for W in step.variables]
    return sum(array.nbytes for array in arrays)


def imports(rounds: int = 15) -> dict[str, float]:
    """The CPU seconds of imports, each in fresh interpreters, in turns."""
    seconds = {module: [] for module in IMPORTS}
    for _ in range(rounds):
        for module in IMPORTS:
            code = f"import time; t = time.process_time(); import {module}"
            code += "; print(time.process_time() - t)"
            done = subprocess.check_output([sys.executable, "-c", code], text=True)
            seconds[module].append(float(done))
    return {module: statistics.median(taken) for module, taken in seconds.items()}
