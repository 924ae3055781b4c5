"""One benchmark from start to end: the same losses first, then the times, then the pages."""

import sys
import warnings

import numpy as np

from tools.bench import beside, by_hand, costs, explorers, growth, ours, peers, report
from tools.bench.problems import EPOCHS, PROBLEMS
from tools.bench.promises import COMPILED, HAND, PLAIN
from tools.bench.timing import in_turns
from tools.course import ROOT

ROUNDS = 60
PAGE = ROOT / "docs" / "benchmarks.md"
TEMPLATE = ROOT / "tools" / "bench" / "benchmarks.md.in"
GROWN_WITH = ("PyTorch eager", "jax.jit")


def everything(quick: bool, without: list[str]) -> int:
    """Measure and write; return an exit code."""
    missing = {name: why for name in peers.PEERS if (why := _why_missing(name, without))}
    present = [name for name in peers.PEERS if name not in missing]
    problems, epochs = [make() for make in PROBLEMS], [make() for make in EPOCHS]
    times, of_epochs = [], []
    for problem in problems:
        taking_part, failed = _competitors(problem, present)
        missing |= failed
        present = [name for name in present if name not in failed]
        _part(problem.name)
        times.append(in_turns(taking_part, ROUNDS, _dot))
    for problem in epochs:
        _part(problem.name)
        taking_part, _ = _competitors(problem, [name for name in GROWN_WITH if name in present])
        of_epochs.append(in_turns(taking_part, ROUNDS, _dot))
    times = [{name: t[name] for name in t if name not in missing} for t in times]
    print(f"\n\n{report.machine()}\n{_versions(present)}\n")
    print(report.steps(problems, times, missing), "\n")
    print(report.epochs(epochs, of_epochs), "\n")
    promises = report.promises(problems + epochs, times + of_epochs)
    print(promises, "\n", flush=True)
    if quick:
        return 0
    words = _measured(problems, present) | {
        "date": report.today(),
        "machine": report.machine(),
        "versions": _versions(present),
        "steps": report.steps(problems, times, missing),
        "epochs": report.epochs(epochs, of_epochs),
        "promises": promises,
    }
    PAGE.write_text(_filled(words), encoding="utf-8", newline="\n")
    print(f"\n{PAGE.relative_to(ROOT)} is written.")
    return 0


def _why_missing(name: str, without: list[str]) -> str | None:
    package = peers.PEERS[name][0]
    return "left out" if package in without else peers.why_not(package)


def _competitors(problem, present: list[str]) -> tuple[dict, dict]:
    """Those that give the losses of the hand-written step; and why others do not take part."""
    makers = {HAND: by_hand.step_of, COMPILED: ours.compiled, PLAIN: ours.plain}
    makers |= {name: peers.PEERS[name][1] for name in present}
    expected, steps, failed = None, {}, {}
    for name, make in makers.items():
        try:
            with warnings.catch_warnings(action="ignore"):
                step = make(problem)
                losses = [step() for _ in range(20)]
        except Exception as error:
            if name not in peers.PEERS:
                raise
            failed[name] = f"{type(error).__name__}: {error}".splitlines()[0]
            continue
        expected = losses if expected is None else expected
        np.testing.assert_allclose(losses, expected, rtol=1e-9, err_msg=f"losses of {name}")
        steps[name] = step
    return steps, failed


def _measured(problems, present: list[str]) -> dict[str, str]:
    grown_with = [name for name in GROWN_WITH if name in present]
    _part("more points, width, depth")
    grown = {
        "points": growth.of_points(grown_with, _dot),
        "width": growth.of_width(grown_with, _dot),
        "depth": growth.of_depth(_dot),
    }
    _part("compiled beside plain")
    compared = report.beside(beside.rows(_dot))
    _part("explorers, imports")
    report.draw(grown, PAGE.with_name(report.FIGURE))
    return {
        "memory": report.memory(problems, [costs.memory(problem) for problem in problems]),
        "faults": _faults(problems[-1]),
        "beside": compared,
        "explorers": report.explorers(explorers.rows(_dot)),
        "imports": report.imports(costs.imports()),
        **{what: report.growth(what, found) for what, found in grown.items()},
    }


def _faults(problem) -> str:
    found = []
    for name, make in ((HAND, by_hand.step_of), (COMPILED, ours.compiled), (PLAIN, ours.plain)):
        faults = costs.page_faults(make(problem))
        found.append(f"{name} " + ("not counted here" if faults is None else f"{faults:.1f}"))
    return ", ".join(found)


def _versions(present: list[str]) -> str:
    packages = ["numpy", *(peers.PEERS[name][0] for name in present)]
    return ", ".join(f"{package} {peers.version_of(package)}" for package in packages)


def _filled(words: dict[str, str]) -> str:
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, value in words.items():
        text = text.replace("{" + name + "}", value)
    return text


def _part(name: str) -> None:
    print(f"\n{name} ", end="", file=sys.stderr, flush=True)


def _dot() -> None:
    print(".", end="", file=sys.stderr, flush=True)
