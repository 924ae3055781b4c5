"""Measures the library beside hand-written NumPy and beside other libraries: `make bench`.

Prints the table of one training step, and writes all tables and the figure into
docs/benchmarks.md.
"""

import argparse
import os
import sys

ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.splitlines()[0])
    parser.add_argument("--newest", action="store_true", help="install the newest other libraries")
    parser.add_argument("--without", default="", help="leave out: torch,jax (torch is large)")
    parser.add_argument("--quick", action="store_true", help="the steps alone; writes no file")
    given = parser.parse_args()
    # Before NumPy is loaded: it reads them once.
    os.environ.update(ONE_THREAD)
    from tools.bench import peers, run

    without = [name for name in given.without.split(",") if name]
    peers.install(not given.newest, without)
    return run.everything(quick=given.quick, without=without)


if __name__ == "__main__":
    sys.exit(main())
