"""Writes dist/live/: `make live`, or `python -m tools.live`."""

import argparse
import sys
import time
from pathlib import Path

from tools.course import ROOT
from tools.live import build


def main() -> int:
    parser = argparse.ArgumentParser(description="Writes the live edition into dist/live/.")
    parser.add_argument("--parts", type=Path, help="a folder or an archive that has parts")
    given = parser.parse_args().parts
    if given and not given.exists():
        print(f"There is no {given}.", file=sys.stderr)
        return 1
    began = time.perf_counter()
    print("Gathering the parts, about 100 MB the first time ...", flush=True)
    try:
        front = build.write(given=given)
    except build.FAILURES as error:
        print(f"The live edition was not built. {error}", file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in front.parent.rglob("*") if path.is_file())
    seconds = time.perf_counter() - began
    print(f"{front.parent.relative_to(ROOT)}: {size / 1e6:.0f} MB, in {seconds:.0f} s. Put it on any "
          "web server, or open it here:\n  sh dist/live/start.sh")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
