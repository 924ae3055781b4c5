"""`make lab` starts a JupyterLab that answers this machine, asks for a token, and keeps quiet."""

import json
import os
import re
import sys
import urllib.error
from pathlib import Path

import pytest

from tests.course import planted
from tests.course.running_lab import running_lab
from tools import lab, students
from tools.course import NOTEBOOKS

NAME = planted.LESSON.file
ANNOUNCEMENTS = "@jupyterlab/apputils-extension:announcements"
EXTENSIONS = "@jupyterlab/extensionmanager-extension"


def a_kernel_of_the_user(data: Path) -> None:
    """Plant a `python3` in the user's own folder, which is no Python at all."""
    folder = data / "kernels" / "python3"
    folder.mkdir(parents=True)
    spec = {"argv": ["no-python"], "display_name": "Decoy", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec))


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    notebooks = tmp_path_factory.mktemp("notebooks")
    (notebooks / "course.toml").write_bytes((NOTEBOOKS / "course.toml").read_bytes())
    planted.write(planted.faultless(), notebooks)
    my = home / "my"
    students.add_new_copies(my, notebooks)
    a_kernel_of_the_user(home / "data")
    with running_lab(home, NAME) as server:
        yield server


def test_it_answers_this_machine_alone(server):
    assert server.info["hostname"] == "127.0.0.1"
    assert server.info["url"].startswith("http://127.0.0.1:")


def test_it_asks_for_a_token(server):
    assert len(server.info["token"]) >= 32
    with pytest.raises(urllib.error.HTTPError, match="403"):
        server.get("api/contents", token=False)


def test_its_file_browser_shows_the_students_copies_and_nothing_else(server):
    names = [entry["name"] for entry in json.loads(server.get("api/contents"))["content"]]
    assert names == [NAME]


def test_it_opens_on_the_lesson(server):
    assert (
        lab.lab_command(Path("my"), NAME, []).count(f"--LabApp.default_url=/lab/tree/{NAME}") == 1
    )
    assert "jupyter-config-data" in server.get(f"lab/tree/{NAME}")


def noise(config: dict) -> list[str]:
    """Return what the page would do that nobody asked for: news, updates, a shop."""
    off = config.get("disabledExtensions", [])
    said = [name for name in (ANNOUNCEMENTS, EXTENSIONS) if name not in off]
    said += [] if config.get("news") == {"disabled": True} else ["news"]
    return said + (["can install"] if config["extensionManager"]["can_install"] else [])


def test_it_brings_no_news_looks_for_no_update_and_installs_nothing(server):
    assert noise(server.page_config()) == []
    assert json.loads(server.get("lab/api/news"))["news"] == []
    assert json.loads(server.get("lab/api/update"))["notification"] is None


def test_a_jupyterlab_without_our_settings_is_found_noisy():
    usual = {"news": {"disabled": False}, "extensionManager": {"can_install": True}}
    assert noise(usual) == [ANNOUNCEMENTS, EXTENSIONS, "news", "can install"]


def hosts(page: str) -> list[str]:
    """Return the addresses with a host of their own that the page loads from."""
    return [url for url in re.findall(r'(?:src|href)="([^"]*)"', page) if "//" in url]


def test_its_page_loads_nothing_from_another_host(server):
    assert 'src="' in server.get("lab")
    assert hosts(server.get("lab")) == []
    assert hosts('<script src="https://example.com/a.js"></script>') != []


def test_its_kernel_is_this_environments_python_whatever_the_user_has(server):
    specs = json.loads(server.get("api/kernelspecs"))["kernelspecs"]
    assert specs["python3"]["spec"]["argv"][0] != "no-python"
    assert "ipykernel_launcher" in specs["python3"]["spec"]["argv"]


def test_other_settings_of_the_user_stay():
    inner = lab.lab_environment({"JUPYTER_CONFIG_PATH": "/own", "HOME": "/home/anna"})
    assert inner["JUPYTER_CONFIG_PATH"].split(os.pathsep) == [str(lab.JUPYTER_CONFIG), "/own"]
    assert inner["HOME"] == "/home/anna"


def test_what_follows_on_the_command_line_wins():
    assert lab.lab_command(Path("my"), None, ["--port=9999"])[-1] == "--port=9999"


def test_whoever_writes_lessons_opens_them_and_leaves_nothing_beside_them(monkeypatch):
    begun = []
    monkeypatch.setattr(lab, "_serve", lambda *what: begun.append(what) or 0)
    monkeypatch.setattr(sys, "argv", ["lab", "--edit", "--no-browser"])
    assert lab.main() == 0
    (command, variables), *_ = begun
    assert f"--ServerApp.root_dir={NOTEBOOKS}" in command and command[-1] == "--no-browser"
    kept = next(option for option in command if "workspaces_dir" in option)
    assert kept.startswith(f"--LabApp.workspaces_dir={students.MY}")
    assert variables["DLFS_ANSWERS"] == "temporary"


def test_a_lesson_that_does_not_exist_is_refused_in_words(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["lab", "--fresh", "99"])
    assert lab.main() == 2
    assert "There is no lesson 99" in capsys.readouterr().err
