"""The class zip and the stick install the course where there is no network."""

import json
import os
import shutil
import sys
import zipfile

import pytest
from packaging.utils import parse_wheel_filename

from tests.platforms import cut_network
from tests.platforms.needed import needs
from tools import students
from tools.kit import wheel
from tools.stick import filling, start
from tools.stick.machines import TAGS, Computer, this_computer

pytestmark = [
    needs("hatchling", "class"), needs("uv", "class"),
    pytest.mark.skipif(os.name == "nt", reason="runs the starter of a Unix"),
    pytest.mark.xdist_group("stick"),
]  # fmt: skip
CHECK = """
from dlfs.classroom import check

class Line:
    def __init__(self, slope, height):
        self.slope, self.height = slope, height

    def compute(self, x):
        return self.slope * x + self.height

check("line-class", Line, strict=True)
"""
RUN_NOTEBOOK = """
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], 4)
NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
print(notebook.cells[1].outputs)
"""


def filled(folder, computer: Computer):
    try:
        return filling.fill(folder, computer)
    except filling.NotFilled as error:
        if os.environ.get("DLFS_NEEDED"):
            raise
        pytest.skip(f"no package index can be reached: {error}")


@pytest.fixture(scope="module")
def stick(tmp_path_factory):
    """A stick for this computer."""
    folder = tmp_path_factory.mktemp("a stick")
    filled(folder, this_computer())
    return folder


@pytest.fixture(scope="module")
def installed(stick, tmp_path_factory):
    """The folder into which the stick has installed the course, the network cut."""
    home = tmp_path_factory.mktemp("home")
    done = begin(stick, home)
    assert done.returncode == 0, done.stdout + done.stderr
    return home / "dlfs-course"


def begin(stick, home):
    """Open the stick's starter, with the network cut."""
    inside = home / "bin"
    inside.mkdir(exist_ok=True)
    name = "python{}.{}".format(*sys.version_info)
    if not (inside / name).exists():
        (inside / name).symlink_to(getattr(sys, "_base_executable", sys.executable))
    path = f"{inside}{os.pathsep}{os.environ['PATH']}"
    starter = stick / this_computer().starter[0]
    return cut_network.run([starter, "--install-only"], home, HOME=str(home), PATH=path)


def python_in(installed):
    return installed / "venv" / "bin" / "python"


def test_the_network_is_cut():
    address = "import socket; socket.create_connection(('1.1.1.1', 53), 5)"
    if not cut_network.has_namespaces():
        pytest.skip("needs the right to make a network namespace")
    done = cut_network.run([sys.executable, "-c", address], ".")
    assert done.returncode != 0 and "unreachable" in done.stderr


def test_a_check_of_lesson_0_runs_in_what_the_stick_has_installed(installed):
    right = cut_network.run([python_in(installed), "-c", CHECK], installed / "my")
    assert right.returncode == 0, right.stderr
    assert "line-class" in right.stdout
    wrong = CHECK.replace("self.slope * x", "self.slope + x")
    assert "NotPassed" in cut_network.run([python_in(installed), "-c", wrong], installed).stderr
    lab = cut_network.run([python_in(installed), "-m", "jupyterlab", "--version"], installed)
    assert lab.returncode == 0, lab.stderr


def test_a_second_start_installs_nothing_and_overwrites_no_work(installed, stick):
    mine = sorted((installed / "my").glob("*.ipynb"))
    assert len(mine) == len(students.chosen_lessons())
    mine[0].write_text("my work", encoding="utf-8")
    done = begin(stick, installed.parent)
    assert done.returncode == 0 and "Installing" not in done.stdout
    assert mine[0].read_text(encoding="utf-8") == "my work"


def test_the_zip_installs_its_library_by_its_first_cell(installed, tmp_path):
    packed = students.pack(tmp_path / "class.zip", wanted=["00"], wheel=wheel.build(tmp_path))
    zipfile.ZipFile(packed).extractall(tmp_path / "class of 2")
    python = python_in(installed)
    other = tmp_path / "other"
    shutil.copytree(installed / "venv", other, symlinks=True)
    removing = [other / "bin" / "python", "-m", "pip", "uninstall", "-y", "dlfs-course"]
    removed = cut_network.run(removing, tmp_path)
    assert removed.returncode == 0, removed.stderr
    assert cut_network.run([other / "bin" / "python", "-c", "import dlfs"], tmp_path).returncode
    assert not cut_network.run([python, "-c", "import dlfs"], tmp_path).returncode
    lesson = [other / "bin" / "python", "-c", RUN_NOTEBOOK, "00_start_here.ipynb"]
    place = tmp_path / "class of 2"
    known = {"DLFS_ANSWERS": "temporary", "JUPYTER_PREFER_ENV_PATH": "1",
             "HOME": str(tmp_path), "JUPYTER_PATH": str(other / "share" / "jupyter")}  # fmt: skip
    done = cut_network.run(lesson, place, **known)
    assert done.returncode == 0, done.stderr[-1500:]
    next(place.glob("*.whl")).unlink()
    cut_network.run(removing, place)
    alone = cut_network.run(lesson, place, **known)
    assert "of the class zip belongs beside this" in alone.stderr


def test_a_stick_that_lacks_a_wheel_says_that_it_did_not_work(stick, tmp_path):
    spoiled = tmp_path / "spoiled"
    shutil.copytree(stick, spoiled)
    next((spoiled / "wheels").glob("numpy-*.whl")).unlink()
    done = begin(spoiled, tmp_path)
    assert done.returncode != 0 and "The installation did not work" in done.stderr


def test_another_python_is_told_which_one_the_stick_is_for():
    assert start.unfit({"python": this_computer().python}) == ""
    assert "This stick is for Python 3.99" in start.unfit({"python": "3.99"})


@pytest.mark.slow
@pytest.mark.parametrize("system, machine", TAGS)
def test_a_stick_for_another_computer_has_its_wheels_and_no_others(system, machine, tmp_path):
    wheels = filled(tmp_path, Computer(system, machine, "3.13"))
    wanted = {line.split("==")[0] for line in (tmp_path / "needed.txt").read_text().split()}
    found = {str(parse_wheel_filename(path.name)[0]): path for path in wheels}
    assert set(found) == wanted | {"dlfs-course"}
    assert ("pywinpty" in found) == (system == "windows")
    assert ("appnope" in found) == (system == "macos")
    signs = {"windows": "win", "macos": "macosx", "linux": "linux"}
    for path in found.values():
        of = path.stem.rsplit("-", 1)[1]
        assert of == "any" or signs[system] in of
    assert json.loads((tmp_path / "made_for.json").read_text())["python"] == "3.13"


def test_the_wheel_is_the_same_every_time(tmp_path):
    first, second = (wheel.build(tmp_path / name) for name in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()


def test_a_wheel_that_cannot_be_built_says_what_to_install():
    assert "--extras class" in wheel._reason("/usr/bin/python: No module named hatchling")
