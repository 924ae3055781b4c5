"""Opens the lessons: copies those that `my/` lacks, then starts JupyterLab there.

The server answers this machine only, asks for its token, and sends nothing to anybody: no news,
no search for updates, no shop for extensions.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from tools import environment, students
from tools.course import NOTEBOOKS, ROOT, lesson_paths

JUPYTER_CONFIG = ROOT / "tools" / "jupyter"

QUIET = {
    "ServerApp.log_level": "ERROR",  # the address is printed all the same
    "LabApp.log_level": "ERROR",
    "ServerApp.ip": "127.0.0.1",
    "ServerApp.allow_root": "True",  # the only user of many a container
    "LabApp.news_url": "None",
    "LabApp.check_for_updates_class": "jupyterlab.handlers.announcements.NeverCheckForUpdate",
    "LabApp.extension_manager": "readonly",
}


def lab_command(
    folder: Path, opened: str | None, more: list[str], workspaces: Path | None = None
) -> list[str]:
    """Return the command that starts JupyterLab in `folder`, on the notebook named `opened`.

    What JupyterLab keeps about open tabs goes into `workspaces`, or into the folder.
    """
    options = QUIET | {
        "ServerApp.root_dir": str(folder),
        "LabApp.default_url": f"/lab/tree/{opened}" if opened else "/lab",
        # Other projects of this user keep their open tabs to themselves.
        "LabApp.workspaces_dir": str((workspaces or folder) / ".jupyter" / "workspaces"),
    }
    given = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "jupyterlab", *given, *more]


def lab_environment(outer: dict[str, str]) -> dict[str, str]:
    """Return the environment variables of the server: `python3` is the Python that runs this."""
    inner = dict(outer)
    environment.use_own_kernel(inner)
    configs = [str(JUPYTER_CONFIG), outer.get("JUPYTER_CONFIG_PATH", "")]
    inner["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, configs))
    return inner


def prepare(
    fresh: str | None = None, my: Path = students.MY, notebooks: Path = NOTEBOOKS
) -> str | None:
    """Add the copies that are missing, say so, and return the name of the one to open."""
    fresh_copies = [students.add_fresh_copy(fresh, my, notebooks)] if fresh else []
    added = fresh_copies + students.add_new_copies(my, notebooks)
    opened = next((path.name for path in fresh_copies + lesson_paths(notebooks)), None)
    if added:
        print(f"New in my/: {', '.join(path.name for path in added)}")
    for name in students.outdated(my, notebooks):
        print(f"The course has a newer {name}: make lab FRESH={name[:2]} adds it beside yours.")
    return opened


def main() -> int:
    environment.go_inside("tools.lab")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fresh", metavar="04", help="add a new copy of this lesson beside yours")
    parser.add_argument("--edit", action="store_true", help="the lessons themselves, no copies")
    given, more = parser.parse_known_args()
    variables = lab_environment(dict(os.environ))
    if given.edit:
        return edit(variables, more)
    try:
        opened = prepare(given.fresh)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print("Starting JupyterLab on your copies in my/. Ctrl-C twice in this window ends it.")
    return _serve(lab_command(students.MY, opened, more), variables)


def edit(variables: dict[str, str], more: list[str]) -> int:
    """Open the lessons themselves, for those who write them. Nothing answered there is kept."""
    environment.forget_answers(variables)
    print("Starting JupyterLab on the lessons themselves. Save, then run: make notebooks")
    return _serve(lab_command(NOTEBOOKS, None, more, workspaces=students.MY), variables)


def _serve(command: list[str], variables: dict[str, str]) -> int:
    sys.stdout.flush()
    return _wait_for(subprocess.Popen(command, env=variables, cwd=ROOT))


def _wait_for(server: subprocess.Popen) -> int:
    while True:
        try:
            return server.wait()
        except KeyboardInterrupt:  # JupyterLab got it, too, and asks whether to stop
            continue


if __name__ == "__main__":
    sys.exit(main())
