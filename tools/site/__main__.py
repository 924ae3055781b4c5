"""Writes dist/site/: `make site`, or `python -m tools.site`."""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tools.course import ROOT
from tools.live import build as live
from tools.site import build


def main() -> int:
    parser = argparse.ArgumentParser(description="Writes the static edition into dist/site/.")
    parser.add_argument("--live", action="store_true", help="and the live edition below it")
    parser.add_argument("--parts", type=Path, help="a folder or archive that has its parts")
    given = parser.parse_args()
    began = time.perf_counter()

    def tell(built: build.Built) -> None:
        what = f"{built.questions} questions, {built.explorers} explorers" if built.files else ""
        print(f"{built.address:42} {built.size / 1e6:5.2f} MB  {what}", flush=True)

    try:
        front = _with_live(given.parts, tell) if given.live else build.write(tell=tell)
    except (ValueError, *live.FAILURES) as error:
        print(f"The site was not built: {error}.", file=sys.stderr)
        return 1
    seconds = time.perf_counter() - began
    how = "the live edition needs a web server" if given.live else "open it in a browser"
    print(f"{front.relative_to(ROOT)}: {how}. ({seconds:.0f} s)")
    return 0


def _with_live(parts: Path | None, tell: Callable) -> Path:
    """Write both, the live edition first: if one fails, what was there before stays whole."""
    build.TARGET.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=build.TARGET.parent) as folder:
        made = live.write(Path(folder) / "live", parts, pages="../").parent
        front = build.write(tell=tell, live="live/")
        shutil.move(made, front.parent / "live")
    return front


if __name__ == "__main__":
    sys.exit(main())
