"""Writes dist/stick/: `make stick`, or `python -m tools.stick`; copy that folder onto a stick."""

import argparse
import sys
from pathlib import Path

from tools import environment
from tools.course import ROOT
from tools.kit.wheel import NotBuilt
from tools.stick.filling import NotFilled, fill
from tools.stick.machines import MACHINES, SYSTEMS, Computer, this_computer


def main() -> int:
    environment.go_inside("tools.stick")
    here = this_computer()
    parser = argparse.ArgumentParser(prog="make stick", description=__doc__.splitlines()[0])
    parser.add_argument("--system", choices=sorted(SYSTEMS.values()), default=here.system)
    parser.add_argument("--machine", choices=sorted(set(MACHINES.values())), default=here.machine)
    parser.add_argument("--python", metavar="3.12", default=here.python)
    parser.add_argument("--folder", type=Path, help="default: dist/stick-SYSTEM-MACHINE-PYTHON")
    parser.add_argument("--constraints", default="constraints.txt", help="empty: the newest")
    given = parser.parse_args()
    computer = Computer(given.system, given.machine, given.python)
    name = f"stick-{computer.system}-{computer.machine}-{computer.python}"
    folder = given.folder or ROOT / "dist" / name
    try:
        wheels = fill(folder, computer, given.constraints)
    except (NotBuilt, NotFilled) as error:
        print(error, file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in wheels) / 1e6
    shown = folder.relative_to(ROOT) if folder.is_relative_to(ROOT) else folder
    print(f"{shown}: {len(wheels)} wheels, {size:.0f} MB. {computer.starter[0]} begins, offline.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
