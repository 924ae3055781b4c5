"""How long an explorer takes from the press of a key to the changed picture on the screen."""

import os
import statistics

SLOWEST_MEDIAN = 100
SERIES = 3
PROPERTY = "round trips"

WATCH = """(img) => {
  window.dlfsTrips = [];
  if (img.dlfsWatched) return;
  img.dlfsWatched = true;
  let pressed = null;
  img.closest('.jp-OutputArea-output').addEventListener('keydown', event => {
    if (event.key === 'Enter') pressed = event.timeStamp;
  }, true);
  img.addEventListener('load', () => requestAnimationFrame(() => {
    if (pressed !== null) window.dlfsTrips.push(performance.now() - pressed);
    pressed = null;
  }));
}"""


def slowest_median() -> float:
    """Return the limit for a median: more where other programs keep the processors busy."""
    if not hasattr(os, "getloadavg"):
        return SLOWEST_MEDIAN
    return SLOWEST_MEDIAN * max(1, os.getloadavg()[0] / os.cpu_count())


def percentile_90(times: list[float]) -> float:
    """Return the time that nine of ten round trips stay below."""
    return statistics.quantiles(times, n=10)[-1]


def table(round_trips: dict[str, list[float]]) -> list[str]:
    """Return the table of the round trips, explorer -> milliseconds, a line for each explorer."""
    busy = f"load {os.getloadavg()[0]:.1f} on " if hasattr(os, "getloadavg") else ""
    lines = [f"({busy}{os.cpu_count()} processors)"]
    lines += [f"{'explorer':50} {'trips':>5} {'median':>7} {'90 %':>7}"]
    for name, times in sorted(round_trips.items()):
        median, late = statistics.median(times), percentile_90(times)
        lines.append(f"{name:50} {len(times):5} {median:7.0f} {late:7.0f}")
    return lines
