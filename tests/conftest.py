"""After a run of many tests: where the time went, by folder and by file."""

from collections import Counter

FEW, SLOWEST = 20, 5


def where_it_went(durations: list[tuple[str, float]]) -> list[str]:
    """Return the lines that say it, from pairs of a test's file and its seconds."""
    of_folders, of_files = Counter(), Counter()
    for file, seconds in durations:
        of_folders[file.rpartition("/")[0]] += seconds
        of_files[file] += seconds
    lines = [f"{seconds:6.0f} s  {name}" for name, seconds in of_folders.most_common()]
    slowest = of_files.most_common(SLOWEST)
    return [*lines, "Of these:", *(f"{seconds:6.0f} s  {name}" for name, seconds in slowest)]


def pytest_terminal_summary(terminalreporter) -> None:
    reports = [one for kind in terminalreporter.stats.values() for one in kind]
    spent = [(one.nodeid.split("::")[0], one.duration) for one in reports
             if hasattr(one, "duration")]  # fmt: skip
    if sum(seconds for _, seconds in spent) >= FEW:
        terminalreporter.section("where the time went, in seconds of all processes")
        terminalreporter.write("\n".join(where_it_went(spent)) + "\n")
