"""The house stands as it was drawn: who may import whom, how large a file is, what is committed."""

import ast
import os
import re
from collections import Counter
from pathlib import Path

import pytest

import dlfs
from tests.course.house_files import (
    GENERATED,
    GROUND_FLOOR,
    UPPER_FLOOR,
    foreign_imports,
    imports,
    project_files,
    python_files,
    texts,
)
from tools.proof.pages import LISTED
from tools.course import ROOT

LONGEST = 400
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
# The name dlfs on the package index belongs to somebody else's package.
WRONG_PACKAGE = re.compile(r"pip3?\s+install\s+([\w-]+\s+)*dlfs(?![-\w])")


# A browser has one thread and can start no other, but it has locks.
ONLY_A_LOCK = {"threading", "threading.RLock"}
# Where it is installed, and one module alone.
WORKERS = ("dlfs/classroom/machines.py",
           {"distributed", "distributed.Client", "distributed.LocalCluster"})  # fmt: skip


def is_engine(name: str) -> bool:
    return name.startswith("dlfs/") and not name.startswith("dlfs/classroom/")


def climbs(source: str) -> set[str]:
    """Return the imports of the classroom in the source."""
    return {name for name in imports(ast.parse(source)) if name.startswith("dlfs.classroom")}


def foreign(source: str, allowed: set[str]) -> set[str]:
    return foreign_imports(ast.parse(source), allowed)


def test_the_engine_needs_numpy_alone_and_never_the_classroom():
    engine = {name: text for name, text in python_files("dlfs/").items() if is_engine(name)}
    assert engine
    for name, source in engine.items():
        found = foreign(source, GROUND_FLOOR)
        assert (name, set() if found == ONLY_A_LOCK else found) == (name, set())
        assert (name, climbs(source)) == (name, set())


def test_the_classroom_imports_little_and_no_pyplot():
    for name, source in python_files("dlfs/classroom/").items():
        found = foreign(source, UPPER_FLOOR)
        assert (name, set() if (name, found) == WORKERS else found) == (name, set())
        assert (name, "matplotlib.pyplot" in imports(ast.parse(source))) == (name, False)


@pytest.mark.parametrize(
    "source",
    [
        "import matplotlib",
        "def f():\n    from ipywidgets import Image",
        "import threading",
        "from threading import Thread",
        "from urllib.request import urlopen",
        "import requests as r",
    ],
)
def test_a_foreign_import_is_found(source):
    assert foreign(source, GROUND_FLOOR) not in (set(), ONLY_A_LOCK)


@pytest.mark.parametrize(
    "source",
    ["import dlfs.classroom", "from dlfs import classroom", "from dlfs.classroom import ask"],
)
def test_an_engine_that_climbs_the_stairs_is_found(source):
    assert climbs(source)


def unread(docstring: str, files: set[str]) -> set[str]:
    """Return the engine's files that its docstring does not name, and the names that are no file."""
    _, _, *lists = docstring.split(":")
    named = {word for part in lists for word in re.findall(r"\b[a-z_]+\b", part.split(".")[0])}
    return files ^ (named - {"in", "this", "order"})


def test_the_engines_docstring_says_what_to_read_and_the_half_hour_stays_one():
    files = {path.stem: path for path in (ROOT / "dlfs").glob("[a-z]*.py")}
    assert unread(dlfs.__doc__, {*files}) == set()
    assert unread(dlfs.__doc__, {*files, "planted"}) == {"planted"}
    order = dlfs.__doc__.split("in this order:")[1].split(".")[0].replace(",", " ").split()
    lines = [line for name in order
             for line in files[name].read_text(encoding="utf-8").splitlines() if line.strip()]
    # Who reads 60 lines a minute, half of which are prose or repeat a pattern, needs half an hour.
    assert len(lines) <= 1800


def wrongly_introduced(introduced: list[str], public: list[str]) -> list[str]:
    """Return the public names that not exactly one lesson introduces, and those that are not."""
    place = "introduces.names of notebooks/course.toml"
    counted = [(name, introduced.count(name)) for name in public]
    return [f"{name}: {count} times in {place}" for name, count in counted if count != 1] + [
        f"{name}: in {place}, and not in dlfs" for name in introduced if name not in public
    ]


def test_every_public_name_is_introduced_by_exactly_one_lesson():
    introduced = [name for lesson in LISTED for name in lesson.names]
    assert wrongly_introduced(introduced, dlfs.__all__) == []


def test_a_name_that_no_lesson_introduces_is_found():
    said = wrongly_introduced(["add", "add", "cube"], ["add", "log"])
    assert [line.split(" in ")[0] for line in said] == ["add: 2 times", "log: 0 times", "cube:"]


def too_long(sources: dict[str, str]) -> list[str]:
    return [name for name, text in sources.items() if text.count("\n") > LONGEST]


def without_docstring(sources: dict[str, str]) -> list[str]:
    return [name for name, text in sources.items() if not ast.get_docstring(ast.parse(text))]


def not_ascii(sources: dict[str, str]) -> list[str]:
    return [name for name, text in sources.items() if not text.isascii()]


def test_no_python_file_is_longer_than_a_short_read():
    assert too_long(python_files("dlfs/", "tools/", "tests/")) == []


def test_every_module_says_what_it_is():
    assert without_docstring(python_files("dlfs/", "tools/", "tests/")) == []


def test_what_the_course_prints_is_ascii():
    assert not_ascii(python_files("dlfs/", "tools/")) == []


def test_long_silent_and_non_ascii_modules_are_found():
    planted = {"a.py": "x = 1\n" * 401, "b.py": '"""A module."""\nprint("\u03b7")\n'}
    assert too_long(planted) == ["a.py"]
    assert without_docstring(planted) == ["a.py"]
    assert not_ascii(planted) == ["b.py"]


def too_large(sizes: dict[str, int]) -> list[str]:
    limits = {name: 3_000_000 if name.endswith(".ipynb") else 300_000 for name in sizes}
    return [name for name, size in sizes.items() if size > limits[name]]


def same_names(paths: list[Path]) -> list[str]:
    """Return the names that more than one file of tests has: pytest would take one for the other."""
    names = Counter(path.name for path in paths)
    return [name for name, count in names.items() if count > 1]


def test_no_two_files_of_tests_have_one_name():
    assert same_names([*(ROOT / "tests").rglob("test_*.py")]) == []


def test_two_files_of_tests_with_one_name_are_found():
    assert same_names([Path("a/test_x.py"), Path("b/test_x.py"), Path("a/test_y.py")]) == ["test_x.py"]


def test_no_file_is_too_large():
    assert too_large({name: os.path.getsize(ROOT / name) for name in project_files()}) == []


def test_a_file_that_is_too_large_is_found():
    sizes = {"a.png": 300_001, "b.ipynb": 3_000_001, "c.ipynb": 300_001, "d.py": 5}
    assert too_large(sizes) == ["a.png", "b.ipynb"]


def test_nothing_generated_is_committed():
    assert [name for name in project_files() if GENERATED.search(name)] == []


@pytest.mark.parametrize(
    "name", ["my/04_gradient_descent.ipynb", "dist/a.txt", "dlfs/__pycache__/graph.pyc",
             "notebooks/.ipynb_checkpoints/a.ipynb", "dlfs_course.egg-info/PKG-INFO", "a.pdf"]
)  # fmt: skip
def test_a_generated_file_is_found(name):
    assert GENERATED.search(name)


def test_no_file_is_unfinished_or_installs_somebody_elses_package():
    for name, text in texts().items():
        assert (name, UNFINISHED.findall(text)) == (name, [])
        assert (name, WRONG_PACKAGE.findall(text)) == (name, [])


def test_an_unfinished_file_and_the_wrong_package_are_found():
    assert UNFINISHED.search("# TO" + "DO: later")
    assert WRONG_PACKAGE.search("pip install " + "dlfs")
    assert WRONG_PACKAGE.search("pip install numpy " + "dlfs`")
    assert not WRONG_PACKAGE.search("pip install dlfs-course")
