"""Whoever publishes the course gets links that lead to it; until then there is none."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tools import course, links
from tools.course import PYPROJECT, README, lesson_map, lesson_paths, read_course, repository

ADDRESS = "https://github.com/anna/lessons"
FILES = ("pyproject.toml", "README.md")


@pytest.fixture
def house(tmp_path, monkeypatch):
    """Copies of pyproject.toml and the README as they are where nobody has published anything."""
    for name in FILES:
        (tmp_path / name).write_bytes((course.ROOT / name).read_bytes())
    monkeypatch.setattr(links, "PYPROJECT", tmp_path / "pyproject.toml")
    monkeypatch.setattr(links, "README", tmp_path / "README.md")
    monkeypatch.setattr(links, "lesson_map", lambda c: lesson_map(c, pyproject=links.PYPROJECT))
    links.write(None)
    return tmp_path


def texts(house) -> list[str]:
    return [(house / name).read_text(encoding="utf-8") for name in FILES]


def binder_links(text: str) -> list[str]:
    return re.findall(r"\((https://mybinder\.org[^)]*)\)", text)


def test_without_an_address_there_is_no_link(house):
    pyproject, readme = texts(house)
    assert "urls" not in tomllib.loads(pyproject)["project"]
    assert binder_links(readme) == [] and "mybinder" not in readme
    assert links.UNKNOWN in readme


def test_with_an_address_a_clean_copy_of_each_lesson_opens_in_binder(house):
    links.write(ADDRESS)
    found = binder_links(texts(house)[1])
    assert len(found) == len(lesson_paths())
    for link, path in zip(found, lesson_paths()):
        assert link == (
            "https://mybinder.org/v2/gh/anna/lessons/HEAD?urlpath=lab/tree/my/" + path.name
        )


@pytest.mark.skipif(os.name == "nt", reason="Binder is no Windows")
def test_what_binder_runs_makes_the_copies_that_the_links_open(tmp_path):
    shutil.copytree(course.ROOT / "tools", tmp_path / "tools")
    (tmp_path / "notebooks").symlink_to(course.ROOT / "notebooks")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    known = {**os.environ, "PATH": path, "PYTHONPATH": str(tmp_path)}
    ran = subprocess.run([course.ROOT / "postBuild"], cwd=tmp_path, env=known)
    assert ran.returncode == 0
    made = sorted((tmp_path / "my").glob("*.ipynb"))
    assert [path.name for path in made] == [path.name for path in lesson_paths()]
    assert not any('"output_type"' in path.read_text(encoding="utf-8") for path in made)


def test_the_address_stands_in_pyproject_and_in_the_line_for_hosted_notebooks(house):
    links.write(ADDRESS)
    pyproject, readme = texts(house)
    assert tomllib.loads(pyproject)["project"]["urls"] == {"Repository": ADDRESS}
    assert repository(house / "pyproject.toml") == ADDRESS
    assert f'%pip install "dlfs-course[hosted] @ git+{ADDRESS}"\n' in readme
    assert links.UNKNOWN not in readme


def test_what_pyproject_says_besides_stays(house):
    before = tomllib.loads(texts(house)[0])
    links.write(ADDRESS)
    after = tomllib.loads(texts(house)[0])
    del after["project"]["urls"]
    assert after == before


def test_writing_twice_changes_nothing_and_another_address_replaces_the_first(house):
    links.write(ADDRESS)
    once = texts(house)
    assert links.write(ADDRESS) == []
    assert links.write("https://github.com/ben/course") == list(FILES)
    assert links.write(ADDRESS) == list(FILES)
    assert texts(house) == once


def test_it_can_be_undone_to_the_last_byte(house):
    before = texts(house)
    links.write(ADDRESS)
    assert texts(house) != before
    links.write(links.address_of(""))
    assert texts(house) == before


@pytest.mark.parametrize("name", ["anna/lessons", ADDRESS, ADDRESS + "/", ADDRESS + ".git",
                                  " anna/lessons "])  # fmt: skip
def test_a_repository_is_named_by_owner_and_name_or_by_its_address(name):
    assert links.address_of(name) == ADDRESS


@pytest.mark.parametrize("name", ["anna", "a/b/c", "https://example.org/a/b", "a b/c", "../x",
                                  'a/b"', "-x/y"])  # fmt: skip
def test_anything_else_is_refused_in_words_and_nothing_is_written(house, name, monkeypatch, capsys):
    before = texts(house)
    monkeypatch.setattr(sys, "argv", ["links", f"--repository={name}"])
    assert links.main() == 2
    assert "owner/name is expected" in capsys.readouterr().err
    assert texts(house) == before


def test_the_readme_here_fits_the_address_here():
    readme = README.read_text(encoding="utf-8")
    assert links.with_hosted_line(readme, repository()) == readme
    assert len(binder_links(readme)) == (len(lesson_paths()) if repository() else 0)
    assert links.with_address(PYPROJECT.read_text(encoding="utf-8"), repository()) == (
        PYPROJECT.read_text(encoding="utf-8")
    )


def test_the_house_stays_in_order_with_links(house):
    links.write(ADDRESS)
    readme = texts(house)[1]
    table = lesson_map(read_course(), pyproject=house / "pyproject.toml")
    assert course.with_map(readme, table) == readme


def test_a_hosted_notebook_gets_what_the_lessons_import_with_the_same_bounds():
    extras = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    assert {Requirement(one).name for one in extras["hosted"]} == {"matplotlib", "ipywidgets"}
    assert set(extras["hosted"]) < set(extras["course"])
