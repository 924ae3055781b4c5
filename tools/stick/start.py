"""Installs the course from this stick, without a network, and opens the lessons.

It needs Python and nothing else, no rights on the machine, and writes into one folder alone. The
second time it only opens the lessons. Copies that are there are never overwritten.
"""

# No syntax newer than Python 3.6 in this file: a Python that is too old has to read it, too.
import argparse
import json
import os
import shutil
import subprocess
import sys

STICK = os.path.dirname(os.path.abspath(__file__))


def unfit(made_for):
    """Return a sentence if the stick is for another Python than this one, else an empty text."""
    here = "%d.%d" % sys.version_info[:2]
    if here == made_for["python"]:
        return ""
    return (
        "This stick is for Python %s, and this is Python %s.\n"
        "Install that Python (python.org has an installer), or ask for a stick made with\n"
        "  make stick ARGS=\"--python %s\"" % (made_for["python"], here, here)
    )


def python_of(venv):
    """Return the path of the Python inside the environment `venv`."""
    inside = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return os.path.join(venv, *inside)


def install(venv, stamp):
    """Make `venv` and install the course from the stick's wheels, once; return an exit code."""
    if os.path.exists(os.path.join(venv, stamp)):
        return 0
    print("Installing the course into %s. Once, about a minute ..." % venv, flush=True)
    wheels = os.path.join(STICK, "wheels")
    pip = [python_of(venv), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    code = subprocess.call([sys.executable, "-m", "venv", "--clear", venv]) or subprocess.call(
        pip + ["--no-index", "--find-links", wheels, "dlfs-course[course]"]
    )
    if code == 0:
        open(os.path.join(venv, stamp), "w").close()
    return code


def copy_lessons(my):
    """Copy the lessons that `my` does not have yet."""
    os.makedirs(my, exist_ok=True)
    lessons = os.path.join(STICK, "lessons")
    for name in sorted(os.listdir(lessons)):
        if not os.path.exists(os.path.join(my, name)):
            shutil.copyfile(os.path.join(lessons, name), os.path.join(my, name))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    home = os.path.join(os.path.expanduser("~"), "dlfs-course")
    parser.add_argument("--folder", default=home, help="where it is installed (%(default)s)")
    parser.add_argument("--install-only", action="store_true", help="open nothing")
    given = parser.parse_args()
    with open(os.path.join(STICK, "made_for.json"), encoding="utf-8") as file:
        made_for = json.load(file)
    if unfit(made_for):
        sys.exit(unfit(made_for))
    venv, my = os.path.join(given.folder, "venv"), os.path.join(given.folder, "my")
    if install(venv, "installed-" + made_for["course"]) != 0:
        sys.exit("The installation did not work. The lines above say why.")
    copy_lessons(my)
    print("The lessons are in %s." % my, flush=True)
    if given.install_only:
        return 0
    return subprocess.call([python_of(venv), "-m", "jupyterlab", "--ServerApp.root_dir=" + my])


if __name__ == "__main__":
    sys.exit(main())
