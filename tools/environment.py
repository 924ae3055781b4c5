"""Makes `.venv`, the environment that the lessons and the tests run in.

It needs nothing but Python itself, and says in words what a new machine still lacks. When
nothing has changed since the last time, it does nothing at all. What only some need, the
handouts for one, are extras: they are added the first time that somebody asks for them.
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
STAMP = "course-installed"
ALWAYS = ["course", "test"]
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


def installed(venv):
    """Return what `venv` was made for: the digest of `wanted`, the Python's version, the extras."""
    stamp = os.path.join(venv, STAMP)
    if not os.path.exists(python_of(venv)) or not os.path.exists(stamp):
        return "", "", []
    with open(stamp, encoding="utf-8") as file:
        digest, version, extras = (file.read().split() + [""])[:3]
    return digest, version, extras.split(",") if extras else []


def is_ready(constraints, version=None, extras=(), venv=None):
    """Say whether `venv` is what `constraints` asks for, with Python `version` if one is named,
    and with all of `extras`.
    """
    digest, its_version, its_extras = installed(venv or VENV)
    return (
        digest == wanted(constraints)
        and version in (None, its_version)
        and set(extras) <= set(its_extras)
    )


def make_venv(venv):
    """Make the environment `venv` anew, unless this Python is its own; return an exit code."""
    if os.path.realpath(sys.prefix) == os.path.realpath(venv):
        return 0
    return subprocess.call([sys.executable, "-m", "venv", "--clear", venv])


def install(constraints, extras, venv):
    """Install the course with its `extras` into `venv`, quietly; return pip's exit code."""
    pip = [python_of(venv), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    pinned = ["-c", constraints] if constraints else ["--upgrade"]
    course = ".[" + ",".join(ALWAYS + list(extras)) + "]"
    return subprocess.call(pip + pinned + ["-e", course], cwd=ROOT)


def make_ready(constraints, version=None, extras=(), venv=None):
    """Install the course and `extras` unless that has been done already; return an exit code."""
    venv = venv or VENV
    if is_ready(constraints, version, extras, venv):
        return 0
    problem = missing(sys.version_info, importlib.util.find_spec("ensurepip"))
    if problem:
        print(problem, file=sys.stderr)
        return 1
    adding = is_ready(constraints, version, (), venv)
    print(_what_is_installed(constraints, extras if adding else (), venv), end=" ")
    print("Once, about a minute ...", flush=True)
    start = time.time()
    kept = installed(venv)[2] if adding else []
    extras = sorted(set(kept) | set(extras))
    if (not adding and make_venv(venv) != 0) or install(constraints, extras, venv) != 0:
        print(
            "The installation did not work. The lines above say why; most often the network is\n"
            "not reachable, or the disk is full. The same command tries again.",
            file=sys.stderr,
        )
        return 1
    its_version = installed(venv)[1] if adding else this_version()
    with open(os.path.join(venv, STAMP), "w", encoding="utf-8") as file:
        file.write(" ".join([wanted(constraints), its_version, ",".join(extras)]) + "\n")
    print("Ready after %.0f seconds." % (time.time() - start), flush=True)
    return 0


def _what_is_installed(constraints, added, venv):
    what = "what the " + " and the ".join(added) + " need" if added else "the course"
    versions = "the versions of " + constraints if constraints else "the newest versions"
    return "Installing %s into %s, with %s." % (what, os.path.relpath(venv, ROOT), versions)


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
    parser.add_argument(
        "--extras", default="", help="what else to install, by pyproject.toml: handouts,browser"
    )
    parser.add_argument("--folder", default=VENV, help="the environment's folder, if not .venv")
    given = parser.parse_args()
    version = this_version() if given.this_python else None
    extras = [name for name in given.extras.split(",") if name]
    return make_ready(given.constraints, version, extras, os.path.join(ROOT, given.folder))


if __name__ == "__main__":
    sys.exit(main())
