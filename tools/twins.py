"""Proves lesson 13 beside PyTorch and JAX: `make test-twins`.

They are installed into the environment of `make bench`, which has them, too: so `.venv` stays as
students have it, and there the same lesson is proved without them. Each is installed by itself.
One that cannot be had is a failure, unless it is left out by name, or `--where-possible` is asked.
"""

import argparse
import os
import sys

from tools import environment, testing
from tools.bench import peers
from tools.bench.__main__ import ONE_THREAD
from tools.course import ROOT, notebook_paths

NUMBER = "13"


def parts() -> dict[str, list[str]]:
    """Return the parts: what is said of the libraries, and the notebooks with them, strictly."""
    own = [path for path in notebook_paths() if path.name.startswith(NUMBER)]
    return {
        "lesson 13 beside the others": testing.in_this_process(str(ROOT / "tests" / "twins")),
        "notebooks, strictly": testing.notebook_tests(*own),
    }


def missing(without: list[str]) -> dict[str, str]:
    """Return the libraries that are not here, and were not left out, each with the reason."""
    packages = [one.partition(">")[0] for one in peers.requirements(("twin",))]
    found = {name: peers.why_not(name) for name in packages if name not in without}
    return {name: why for name, why in found.items() if why}


def main() -> int:
    parser = argparse.ArgumentParser(prog="make test-twins", description=__doc__.splitlines()[0])
    parser.add_argument("--newest", action="store_true", help="install the newest versions")
    parser.add_argument("--without", default="", help="leave out: torch (it is large)")
    parser.add_argument("--where-possible", action="store_true", help="prove those that can be had")
    given = parser.parse_args()
    without = [name for name in given.without.split(",") if name]
    peers.install(not given.newest, without, ("twin",))
    lacking = missing(without)
    for name, why in lacking.items():
        print(f"NOT RUN  {name}: {why}")
    # In programs this small several threads wait for each other, and for all that runs beside them.
    os.environ.update(ONE_THREAD)
    environment.use_own_kernel(os.environ)
    environment.forget_answers(os.environ)
    code = testing.run_all(parts())
    return code if given.where_possible else int(bool(code or lacking))


if __name__ == "__main__":
    sys.exit(main())
