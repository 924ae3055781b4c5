"""How much memory each student takes: `python -m tools.hub.memory`, as root, while a class works.

What several processes share counts for each of them by its part, so that the numbers add up.
"""

import pwd
import re
import sys
from collections import Counter
from pathlib import Path

PROC = Path("/proc")


def by_user() -> dict[str, float]:
    """Return the megabytes of all processes of each user, without root's."""
    taken: Counter = Counter()
    for folder in PROC.glob("[0-9]*"):
        try:
            user = folder.stat().st_uid
            found = re.search(r"^Pss: +(\d+) kB", (folder / "smaps_rollup").read_text(), re.M)
        except OSError:  # it has ended meanwhile, or is the kernel's own
            continue
        if user and found:
            taken[user] += int(found[1]) / 1024
    return {_name(user): megabytes for user, megabytes in taken.most_common()}


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)


def main() -> int:
    for user, megabytes in by_user().items():
        print(f"{megabytes:8.0f} MB  {user}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
