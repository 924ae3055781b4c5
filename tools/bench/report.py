"""The tables and the figure of docs/benchmarks.md."""

import os
import platform
from datetime import date
from pathlib import Path

from dlfs.classroom.drawing.figures import CURVES, GREY, INK, new_figure
from tools.bench.explorers import LIMIT
from tools.bench.problems import IMAGES
from tools.bench.promises import COMPILED, COMPILED_TO_PLAIN, HAND, PLAIN, PROMISES

FIGURE = "benchmarks.png"
MARKERS = ("o", "s", "^", "D", "v")
TICKS = (0.5, 1, 2, 5, 10, 20)


def machine() -> str:
    """The machine in words, without its name."""
    with_cores = f"{processor()}, {os.cpu_count()} cores"
    return f"{with_cores}, {system()}, Python {platform.python_version()}"


def processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return f"{platform.system()} {platform.release()}"


def table(header: list[str], rows: list[list[str]]) -> str:
    """A Markdown table, the first column to the left, the others to the right."""
    rule = ["---", *["---:"] * (len(header) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in [header, rule, *rows])


def duration(seconds: float) -> str:
    """Three digits and a unit."""
    for unit, size in (("s", 1), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= size or unit == "us":
            number = seconds / size
            return f"{number:.{0 if number >= 100 else 1 if number >= 10 else 2}f} {unit}"


def steps(problems, times, missing: dict[str, str]) -> str:
    """One row for each competitor, one column for each problem."""
    rows = []
    for name in times[0]:
        cells = [f"{duration(t[name].median)} ({t[name].ratio_to(t[HAND]):.2f})" for t in times]
        rows.append([name, *cells])
    rows += [[name, *[f"missing: {why}"] * len(times)] for name, why in missing.items()]
    return table(["", *(problem.name for problem in problems)], rows)


def epochs(problems, times) -> str:
    """One row for each competitor: how long it takes over all images, in steps of one batch."""
    rows = []
    for name in times[0]:
        cells = [
            f"{duration(t[name].median * IMAGES / len(problem.points))} ({t[name].ratio_to(t[HAND]):.2f})"
            for problem, t in zip(problems, times)
        ]
        rows.append([name, *cells])
    return table(["", *(problem.name for problem in problems)], rows)


def promises(problems, times) -> str:
    rows = []
    for promise in PROMISES:
        ratio = promise.measured(times)
        bar = f"at {'most' if promise.at_most else 'least'} {promise.bar:g}"
        verdict = (
            "not measured" if ratio is None else "kept" if promise.kept(ratio) else "**missed**"
        )
        found = "" if ratio is None else f"{ratio:.2f}"
        rows.append([f"{problems[promise.problem].name}: {promise.what}", bar, found, verdict])
    return table(["ratio", "promised", "measured", ""], rows)


def memory(problems, found) -> str:
    rows = [
        [problem.name, *(f"{n / 1000:,.1f} kB" for n in sizes), "yes" if fits(*sizes) else "**no**"]
        for problem, sizes in zip(problems, found)
    ]
    header = [
        "",
        "arrays of the program",
        "values of the graph",
        "its gradients",
        "no more than both",
    ]
    return table(header, rows)


def fits(arrays: int, values: int, gradients: int) -> bool:
    return arrays <= values + gradients


def beside(rows) -> str:
    """One row for each graph: compiled, plain, their ratio, and whether it is what was promised."""
    cells = [
        [name, duration(compiled), duration(plain), f"{ratio:.2f}",
         "kept" if ratio <= COMPILED_TO_PLAIN else "**missed**"]
        for name, compiled, plain, ratio in rows
    ]  # fmt: skip
    return table(["", COMPILED, PLAIN, "ratio", f"at most {COMPILED_TO_PLAIN}"], cells)


def growth(what: str, found: dict) -> str:
    names = list(next(iter(found.values())))
    rows = [
        [f"{n:,}", *(f"{duration(one[k])} ({one[k] / one[HAND]:.2f})" for k in names)]
        for n, one in found.items()
    ]
    return table([what, *names], rows)


def explorers(rows) -> str:
    return table(
        ["explorer, what moves", "median", "slowest 5 %", "drawn anew"],
        [
            [name, *(f"{ms:.1f} ms" for ms in found), "" if found[0] <= LIMIT else "too slow"][:4]
            for name, *found in rows
        ],
    )


def imports(found: dict[str, float]) -> str:
    rows = [
        [f"import {m}", f"{s * 1e3:.0f} ms", f"{s / found['numpy']:.2f}"] for m, s in found.items()
    ]
    return table(["", "CPU time", "to NumPy"], rows)


def draw(grown: dict[str, dict], path: Path) -> None:
    """Times as multiples of the hand-written step's, over the amount of work."""
    fig, axes = new_figure(3.2, 1, len(grown), sharey=True)
    names = list(dict.fromkeys(name for found in grown.values() for name in found[min(found)]))
    names.remove(HAND)
    for ax, (what, found) in zip(axes, grown.items()):
        for name, marker, curve in zip(names, MARKERS, CURVES):
            points = [(n, one[name] / one[HAND]) for n, one in found.items() if name in one]
            if points:
                ax.plot(*zip(*points), marker=marker, markersize=5, label=name, **curve)
        ax.axhline(1, color=GREY, linewidth=1)
        ax.set(xscale="log", yscale="log", xlabel=what)
        ax.set_xticks(list(found), [_short(n) for n in found])
        ax.minorticks_off()
    axes[0].set_ylabel("times as long as by hand")
    axes[0].set_yticks(TICKS, [f"{tick:g}" for tick in TICKS])
    axes[0].minorticks_off()
    axes[0].annotate("by hand", (max(grown["points"]), 1), (0, 3), textcoords="offset points",
                     ha="right", fontsize=8, color=INK)  # fmt: skip
    handles, labels = axes[0].get_legend_handles_labels()
    fig.legend(handles, labels, loc="outside upper center", ncols=len(labels), frameon=False)
    fig.savefig(path, dpi=200)


def _short(n: int) -> str:
    return f"{n // 1000}k" if n >= 1000 and n % 1000 == 0 else str(n)


def today() -> str:
    now = date.today()
    return f"{now.day} {now:%B %Y}"
