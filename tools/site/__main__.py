"""Writes dist/site/: `make site`, or `python -m tools.site`."""

import sys
import time

from tools.course import ROOT
from tools.site import build


def main() -> int:
    began = time.perf_counter()

    def tell(built: build.Built) -> None:
        what = f"{built.questions} questions, {built.explorers} explorers" if built.files else ""
        print(f"{built.address:42} {built.size / 1e6:5.2f} MB  {what}", flush=True)

    try:
        front = build.write(tell=tell)
    except ValueError as error:
        print(f"The site was not built: {error}.", file=sys.stderr)
        return 1
    seconds = time.perf_counter() - began
    print(f"{front.relative_to(ROOT)}: open it in a browser. ({seconds:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
