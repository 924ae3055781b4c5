"""What JupyterHub starts for a student, as the student: a closed home, the lessons, the server."""

import os
import resource
import shutil
import sys
from pathlib import Path

FOLDER = "dlfs"
LESSONS = Path(os.environ.get("DLFS_LESSONS", Path(__file__).resolve().parents[2] / "my"))


def close(home: Path) -> None:
    """Nobody else reads what is in `home`, or what is going to be written."""
    os.umask(0o077)
    home.chmod(0o700)


def limit_memory(limit: str) -> None:
    """Let no process of this student take more than `limit` bytes; "" is no limit."""
    if limit:
        resource.setrlimit(resource.RLIMIT_DATA, (int(limit), int(limit)))


def copy_lessons(lessons: Path, target: Path) -> list[Path]:
    """Copy the lessons that `target` does not have yet; return the new files."""
    target.mkdir(exist_ok=True)
    new = [path for path in sorted(lessons.glob("*.ipynb")) if not (target / path.name).exists()]
    return [Path(shutil.copyfile(path, target / path.name)) for path in new]


def main() -> None:
    home = Path.home()
    close(home)
    limit_memory(os.environ.get("MEM_LIMIT", ""))
    copy_lessons(LESSONS, home / FOLDER)
    os.chdir(home / FOLDER)
    command = [sys.executable, "-m", "jupyterhub.singleuser", *sys.argv[1:]]
    os.execv(sys.executable, command)


if __name__ == "__main__":
    main()
