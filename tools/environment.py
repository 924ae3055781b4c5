"""Makes `.venv`, the environment that the lessons and the tests run in.

It needs nothing but Python itself, and says in words what a new machine still lacks. When
nothing has changed since the last time, it does nothing at all.
"""

# No syntax newer than Python 3.6 in this file: a Python that is too old has to read it, too.
import argparse
import hashlib
import importlib.util
import os
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
STAMP = os.path.join(VENV, "course-installed")
OLDEST = (3, 11)


def python_of(venv):
    """Return the path of the Python inside the environment `venv`."""
    inside = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return os.path.join(venv, *inside)


def missing(version, has_ensurepip):
    """Return what this Python lacks, in words and with the way out; None if it lacks nothing."""
    found = "%d.%d" % tuple(version[:2])
    if tuple(version[:2]) < OLDEST:
        return (
            "The course needs Python %d.%d or newer, and this is Python %s.\n"
            "If a newer one is installed, name it:  make lab PYTHON=python3.12\n"
            "(on Windows:  py -3.12 -m tools.environment). If not: on Debian or Ubuntu\n"
            "`sudo apt install python3 python3-venv`, elsewhere python.org has an installer."
            % (OLDEST + (found,))
        )
    if not has_ensurepip:
        return (
            "This Python %s cannot make an environment: its venv package is not installed.\n"
            "On Debian or Ubuntu:  sudo apt install python3-venv\n"
            "(or python%s-venv, if you named your Python). Then run the same command again."
            % (found, found)
        )
    return None


def wanted(constraints):
    """Return a text that changes whenever the installation has to be made anew."""
    digest = hashlib.sha256(ROOT.encode("utf-8"))
    for path in ["pyproject.toml"] + ([constraints] if constraints else []):
        with open(os.path.join(ROOT, path), "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def is_ready(constraints, version=None):
    """Say whether `.venv` is what `constraints` asks for, with Python `version` if one is named."""
    if not os.path.exists(python_of(VENV)) or not os.path.exists(STAMP):
        return False
    with open(STAMP, encoding="utf-8") as file:
        installed, its_version = file.read().split()
    return installed == wanted(constraints) and version in (None, its_version)


def install(constraints):
    """Make `.venv` anew and install the course, quietly; return pip's exit code."""
    if os.path.realpath(sys.prefix) != os.path.realpath(VENV):
        made = subprocess.call([sys.executable, "-m", "venv", "--clear", VENV])
        if made != 0:
            return made
    pip = [python_of(VENV), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    pinned = ["-c", constraints] if constraints else ["--upgrade"]
    return subprocess.call(pip + pinned + ["-e", ".[course,test]"], cwd=ROOT)


def make_ready(constraints, version=None):
    """Install the course unless that has been done already; return an exit code."""
    if is_ready(constraints, version):
        return 0
    problem = missing(sys.version_info, importlib.util.find_spec("ensurepip"))
    if problem:
        print(problem, file=sys.stderr)
        return 1
    versions = "the versions of " + constraints if constraints else "the newest versions"
    print("Installing the course into .venv, with " + versions + ".", end=" ")
    print("Once, about a minute ...", flush=True)
    start = time.time()
    if install(constraints) != 0:
        print(
            "The installation did not work. The lines above say why; most often the network is\n"
            "not reachable, or the disk is full. The same command tries again.",
            file=sys.stderr,
        )
        return 1
    with open(STAMP, "w", encoding="utf-8") as file:
        file.write(wanted(constraints) + " " + this_version() + "\n")
    print("Ready after %.0f seconds." % (time.time() - start), flush=True)
    return 0


def go_inside(module):
    """Return at once where the course is installed; elsewhere run `module` inside `.venv`.

    This lets Windows, which has no make, say `py -m tools.lab`.
    """
    from importlib.metadata import PackageNotFoundError, version  # absent before Python 3.8

    try:
        version("dlfs-course")
        version("jupyterlab")
    except PackageNotFoundError:
        inside = python_of(VENV)
        if not os.path.exists(inside):
            sys.exit("The course is not installed yet. First:  python -m tools.environment")
        command = [inside, "-m", module]
        sys.exit(subprocess.call(command + sys.argv[1:], cwd=ROOT))


def use_own_kernel(variables):
    """Change environment variables so that the kernel `python3` is the Python that runs this."""
    variables.pop("JUPYTER_PATH", None)
    variables["JUPYTER_PREFER_ENV_PATH"] = "1"


def forget_answers(variables):
    """Change environment variables so that each kernel forgets its predictions when it ends."""
    variables["DLFS_ANSWERS"] = "temporary"


def this_version():
    return "%d.%d" % sys.version_info[:2]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--constraints", default="constraints.txt", help="file of versions; empty: the newest"
    )
    parser.add_argument(
        "--this-python", action="store_true", help="make it anew if another Python made it"
    )
    given = parser.parse_args()
    return make_ready(given.constraints, this_version() if given.this_python else None)


if __name__ == "__main__":
    sys.exit(main())
