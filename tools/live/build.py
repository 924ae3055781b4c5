"""Builds the folder: JupyterLite, Pyodide, the wheels, and the lessons as students get them.

It is written anew and put in place at the end: a build that fails leaves the old one.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tools import students
from tools.course import NOTEBOOKS, ROOT, lesson_paths
from tools.kit import wheel
from tools.live.compiling import NotCompiled, compile_modules
from tools.live.front import bar, front
from tools.live.parts import TABLE, PartsMissing, gather
from tools.live.policy import FOR_HOSTS, SAID, with_policy
from tools.live.wheels import canonical, named_by_content, stub

TARGET = ROOT / "dist" / "live"
EXTENSIONS = "share/jupyter/labextensions"
# What else is installed here, for graders say, is nothing for a reader.
TAKEN = ("@jupyterlite/pyodide-kernel-extension", "@jupyter-widgets/jupyterlab-manager",
         "@jupyter-notebook/lab-extension", "jupyterlab_pygments")  # fmt: skip
KERNEL = f"extensions/{TAKEN[0]}/static"
KERNELS = f"{EXTENSIONS}/{TAKEN[0]}/static/pypi"
# What is loaded while Python starts. The classroom is not: its first import is seen by the learner.
LOADED = ("micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython",
          "matplotlib", "ipywidgets", "dlfs-course")  # fmt: skip
LONG_AGO = "1580601600"
KERNELSPEC = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
# JupyterLite cancels the cells that wait after any error. Jupyter goes on where the error was meant:
# the front end says so with stop_on_error. Two words of the bundle ask what it said.
PATCHES = {
    "await r.ready,await r.handleMessage(s)":
        "await r.ready,r.courseAsked=s,await r.handleMessage(s)",
    '"execute_reply"===e.header.msg_type&&"error"===e.content.status&&':
        '"execute_reply"===e.header.msg_type&&"error"===e.content.status&&'
        "!1!==this._kernels.get(l)?.courseAsked?.content?.stop_on_error&&",
    # The settings name all that depends on the day of publishing: they have to be of today.
    "window.fetch(liteUrl)": 'window.fetch(liteUrl, {cache: "no-cache"})',
    # Without the service worker a kernel keeps no answers, and it is not there at once.
    "create:async e=>{let{PyodideKernel:t}=await n.e(635).then(n.t.bind(n,918,23)),l=!!((null==i":
        "create:async e=>{navigator.serviceWorker&&await Promise.race([i?.ready,"
        "new Promise(e=>setTimeout(e,1e4))]).catch(()=>{});"
        "let{PyodideKernel:t}=await n.e(635).then(n.t.bind(n,918,23)),l=!!((null==i",
    # On a second visit it was taken out and put in again, which waits for a Python that is busy, in
    # another window say. A browser looks for a newer one by itself.
    "await this._unregisterOldServiceWorkers(e),": "",
}  # fmt: skip
# The applications have this one, and the worker of the kernel.
IN_BOTH = {"await this._unregisterOldServiceWorkers(e),": 2}


class NotBuilt(RuntimeError):
    """JupyterLite could not be built, or is another one than this was written for."""


FAILURES = (PartsMissing, wheel.NotBuilt, NotCompiled, NotBuilt)


def write(target: Path = TARGET, given: Path | None = None, pages: str = "") -> Path:
    """Write the live edition in place of what stands in `target`; return its front page.

    `pages` is where the static edition is, seen from that folder, if it stands beside this one.
    Raises PartsMissing, NotBuilt.
    """
    found = gather(given)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        source, made = Path(folder) / "source", Path(folder) / "live"
        source.mkdir()
        lock = _put_runtime(Path(folder) / "pyodide", found)
        _put_settings(source, lock)
        _put_lessons(source / "content")
        _run_jupyterlite(source, made)
        _patch(made)
        _rewrite(made / "index.html", lambda former: front(former, pages))
        _rewrite(made / "notebooks" / "index.html", lambda former: bar(former, pages))
        for script in ("bar.js", "address.js"):
            shutil.copyfile(Path(__file__).parent / script, made / script)
        for page in made.rglob("index.html"):
            _rewrite(page, with_policy)
        _put_start(made)
        _date(made, time.time())
        _date(lock.parent, float(LONG_AGO))
        shutil.move(lock.parent, made / "static")
        shutil.rmtree(target, ignore_errors=True)
        shutil.move(made, target)
    return target / "index.html"


def _put_runtime(folder: Path, found: dict[str, Path]) -> Path:
    """Make the folder of Pyodide and the wheels; return the path of its list of them."""
    folder.mkdir()
    for name in [*TABLE["core"], *TABLE["compiled"], *TABLE["pure"]]:
        shutil.copyfile(found[name], folder / name)
    wheel.build(folder)
    stub(folder)
    _put_kernel(folder)
    if not compile_modules(folder):
        print("There is no Node here: nothing is compiled, and every lesson starts some 5 s later.")
    return named_by_content(folder)


def _put_kernel(folder: Path) -> None:
    """Add the wheels that the kernel brings along, where the folder has no other of that name."""
    there = {canonical(path.name.split("-")[0]) for path in folder.glob("*.whl")}
    for path in sorted((Path(sys.prefix) / KERNELS).glob("*.whl")):
        if canonical(path.name.split("-")[0]) not in there and "widgetsnbextension-3" not in path.name:
            shutil.copyfile(path, folder / path.name)


def _kernel_settings(lock: Path) -> dict:
    runtime = f"./static/{lock.parent.name}"
    return {
        "pyodideUrl": f"{runtime}/pyodide.mjs",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"packages": list(LOADED), "lockFileURL": f"{runtime}/{lock.name}"},
    }


def _put_settings(source: Path, lock: Path) -> None:
    settings = {
        "appName": "Deep learning from scratch",
        "exposeAppInBrowser": True,
        "enableMemoryStorage": True,
        "disabledExtensions": ["@jupyterlab/apputils-extension:announcements",
                               "@jupyter-notebook/lab-extension:interface-switcher",
                               "@jupyter-notebook/lab-extension:launch-tree"],
        "litePluginSettings": {f"{TAKEN[0]}:kernel": _kernel_settings(lock)},
    }
    whole = {"jupyter-lite-schema-version": 0, "jupyter-config-data": settings}
    taken = [str(Path(sys.prefix) / EXTENSIONS / name) for name in TAKEN]
    building = {"ignore_sys_prefix": ["federated_extensions"], "federated_extensions": taken}
    for name, content in (
        ("jupyter-lite.json", whole), ("jupyter_lite_config.json", {"LiteBuildConfig": building})
    ):  # fmt: skip
        (source / name).write_text(json.dumps(content, indent=1), encoding="utf-8")


def _date(folder: Path, seconds: float) -> None:
    """Servers tell by its date whether a file has changed; JupyterLite dates all of them long ago."""
    for path in folder.rglob("*"):
        os.utime(path, (seconds, seconds))


def _put_lessons(folder: Path) -> None:
    folder.mkdir()
    for path in lesson_paths(NOTEBOOKS):
        notebook = json.loads(students.cleared(path))
        notebook["metadata"]["kernelspec"] = KERNELSPEC
        text = json.dumps(notebook, indent=1, ensure_ascii=False)
        (folder / path.name).write_text(text, encoding="utf-8")


def _put_start(made: Path) -> None:
    """Add what opens the folder from a stick: a file to click for each system, and a server."""
    files = Path(__file__).parent / "start"
    (made / "start").mkdir()
    (made / "start" / "policy.txt").write_text(SAID, encoding="ascii")
    (made / "_headers").write_text(FOR_HOSTS, encoding="ascii")
    for name in ("serve.pl", "serve.ps1"):
        shutil.copyfile(files / name, made / "start" / name)
    for name in ("start.sh", "start.command", "start.bat"):
        shutil.copyfile(files / name.replace(".command", ".sh"), made / name)
        (made / name).chmod(0o755)


def _run_jupyterlite(source: Path, made: Path) -> None:
    command = [
        sys.executable, "-m", "jupyterlite_core", "build",
        "--lite-dir", str(source), "--contents", str(source / "content"), "--output-dir", str(made),
        "--apps", "lab", "--apps", "notebooks", "--no-sourcemaps", "--no-unused-shared-packages",
    ]  # fmt: skip
    variables = {**os.environ, "SOURCE_DATE_EPOCH": _date_of_commit()}
    done = subprocess.run(command, capture_output=True, text=True, env=variables, cwd=source)
    if done.returncode:
        raise NotBuilt(f"JupyterLite was not built.\n{(done.stderr or done.stdout).strip()[-600:]}")


def _rewrite(page: Path, change: Callable[[str], str]) -> None:
    try:
        page.write_text(change(page.read_text(encoding="utf-8")), encoding="utf-8")
    except ValueError as error:
        raise NotBuilt(f"JupyterLite has changed: {error}.") from error


def _date_of_commit() -> str:
    """The seconds by which the lessons are dated: those of the commit, so that two builds agree."""
    asked = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(asked, capture_output=True, text=True)
    except OSError:
        return LONG_AGO
    return done.stdout.strip() or LONG_AGO


def _patch(made: Path) -> None:
    for old, new in PATCHES.items():
        scripts = [*made.glob("*.js"), *(made / "build").glob("*.js"), *(made / KERNEL).glob("*.js")]
        holders = [path for path in scripts
                   if old in path.read_text(encoding="utf-8")]  # fmt: skip
        if len(holders) != IN_BOTH.get(old, 1):
            raise NotBuilt(f"JupyterLite has changed: {old!r} stands in {len(holders)} of its files.")
        for path in holders:
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(old, new), encoding="utf-8")
