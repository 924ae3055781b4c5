"""The files that install the course agree, and a machine that lacks something is told what."""

import ast
import importlib.metadata
import re
import runpy
import sys
import tomllib
import warnings

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

from tests.course.house_files import GENERATED, project_files
from tools import environment
from tools.course import ROOT

PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
SYSTEMS = [
    {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"},
    {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin"},
    {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"},
]
ADDRESS = re.compile(r"://|--(extra-)?index|--find-links|--trusted-host|\bfile:|\.org\b| @ ")
# The numbers of Python releases that the machines' markers compare with.
FULL_VERSIONS = {"3.11": "3.11.9", "3.12": "3.12.4", "3.13": "3.13.1", "3.14": "3.14.0"}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def project() -> dict:
    return tomllib.loads(read("pyproject.toml"))["project"]


def requirements(of: dict) -> list[Requirement]:
    """Return what the library, the lessons and the tests need, by pyproject.toml."""
    extras = of["optional-dependencies"]
    return [Requirement(text) for text in of["dependencies"] + extras["course"] + extras["test"]]


def bounds(needed: list[Requirement]) -> dict[str, str]:
    return {one.name: str(one.specifier) for one in needed}


def conda_bounds(text: str) -> dict[str, str]:
    """Return what environment.yml asks of conda, by name, without Python itself and pip."""
    entries = [one for one in yaml.safe_load(text)["dependencies"] if isinstance(one, str)]
    found = bounds([Requirement(one) for one in entries])
    return {name: bound for name, bound in found.items() if name not in ("python", "pip")}


def test_conda_and_pip_install_the_same():
    assert conda_bounds(read("environment.yml")) == bounds(requirements(project()))


def test_conda_installs_this_course_and_asks_for_the_same_python():
    told = yaml.safe_load(read("environment.yml"))
    assert {"pip": ["-e ."]} in told["dependencies"]
    assert f"python{project()['requires-python']}" in told["dependencies"]
    assert told["channels"] == ["conda-forge", "nodefaults"]


def test_a_difference_between_conda_and_pip_is_found():
    planted = read("environment.yml").replace("numpy>=2.0", "numpy>=1.26")
    assert conda_bounds(planted) != bounds(requirements(project()))


def upper_pins(needed: list[Requirement]) -> list[str]:
    return [str(one) for one in needed if {spec.operator for spec in one.specifier} != {">="}]


def test_dependencies_have_lower_bounds_and_nothing_else():
    assert upper_pins(requirements(project())) == []


def test_an_upper_pin_is_found():
    planted = [Requirement(text) for text in ("numpy<3", "numpy>=2,<3", "numpy==2.0", "numpy")]
    assert len(upper_pins(planted)) == 4


def pinned(text: str, python: str, system: dict) -> dict[str, Version]:
    """Return the versions that the constraints give a Python on a system."""
    here = {**system, "python_version": python, "python_full_version": FULL_VERSIONS[python],
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython"}  # fmt: skip
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    entries = [Requirement(line) for line in lines]
    chosen = [one for one in entries if one.marker is None or one.marker.evaluate(here)]
    return {one.name: Version(str(one.specifier).removeprefix("==")) for one in chosen}


def contradicted(needed: list[Requirement], versions: dict[str, Version]) -> list[str]:
    """Return the requirements that the versions leave out or do not meet."""
    return [str(one) for one in needed
            if one.name not in versions or versions[one.name] not in one.specifier]  # fmt: skip


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system["sys_platform"])
@pytest.mark.parametrize("python", PYTHONS)
def test_the_constraints_meet_every_requirement(python, system):
    assert (
        contradicted(requirements(project()), pinned(read("constraints.txt"), python, system)) == []
    )


def test_constraints_that_contradict_are_found():
    needed = [Requirement("numpy>=2.0"), Requirement("pytest>=8")]
    planted = "numpy==1.26.4 ; python_version < '3.12'\nnumpy==2.4.0 ; python_version >= '3.12'\n"
    assert contradicted(needed, pinned(planted, "3.11", SYSTEMS[0])) == ["numpy>=2.0", "pytest>=8"]
    assert contradicted(needed, pinned(planted, "3.13", SYSTEMS[0])) == ["pytest>=8"]


def test_the_constraints_hold_no_address():
    assert ADDRESS.findall(read("constraints.txt")) == []


@pytest.mark.parametrize(
    "line", ["--index-url x", "--extra-index-url x", "--find-links x", "a @ file:///a.whl",
             "# https://x", "a==1 # from packages.example.org"]
)  # fmt: skip
def test_an_address_is_found(line):
    assert ADDRESS.search(line)


def test_a_python_that_is_too_old_is_told_so():
    said = environment.missing((3, 9, 18), True)
    assert "needs Python 3.11 or newer, and this is Python 3.9" in said
    assert "PYTHON=python3.12" in said


def test_a_python_without_venv_is_told_which_package_to_install():
    said = environment.missing((3, 12, 1), None)
    assert "sudo apt install python3-venv" in said and "python3.12-venv" in said


def test_a_python_that_has_everything_is_told_nothing():
    assert environment.missing((3, 11, 0), True) is None
    assert environment.missing((3, 15, 0), True) is None


def test_an_old_python_can_read_the_file_that_turns_it_away():
    ast.parse(read("tools/environment.py"), feature_version=(3, 6))
    with pytest.raises(SyntaxError):
        ast.parse("if (n := 3):\n    pass", feature_version=(3, 6))


@pytest.fixture
def small_house(tmp_path, monkeypatch):
    """An empty folder with the two files that an installation depends on, and a stamped .venv."""
    monkeypatch.setattr(environment, "ROOT", str(tmp_path))
    monkeypatch.setattr(environment, "VENV", str(tmp_path / ".venv"))
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_text("first")
    python = tmp_path / environment.python_of(".venv")
    python.parent.mkdir(parents=True)
    python.touch()
    stamp = environment.wanted("constraints.txt") + " " + environment.this_version()
    (tmp_path / ".venv" / environment.STAMP).write_text(stamp)
    return tmp_path


def test_an_environment_that_is_ready_is_not_made_again(small_house):
    assert environment.is_ready("constraints.txt")
    assert environment.is_ready("constraints.txt", environment.this_version())


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_an_environment_is_made_again_when_what_it_should_hold_changes(small_house, name):
    (small_house / name).write_text("second")
    assert not environment.is_ready("constraints.txt")


def test_an_environment_is_made_again_for_other_versions_or_another_python(small_house):
    assert not environment.is_ready("")
    assert not environment.is_ready("constraints.txt", "3.99")


def test_an_environment_is_made_again_after_a_half_made_one(small_house):
    (small_house / ".venv" / environment.STAMP).unlink()
    assert not environment.is_ready("constraints.txt")


def test_an_installation_that_fails_says_what_to_do_and_leaves_no_stamp(
    small_house, monkeypatch, capsys
):
    (small_house / ".venv" / environment.STAMP).unlink()
    monkeypatch.setattr(environment, "make_venv", lambda venv: 0)
    monkeypatch.setattr(environment, "install", lambda constraints, extras, venv: 1)
    assert environment.make_ready("constraints.txt") == 1
    assert "The same command tries again" in capsys.readouterr().err
    assert not environment.is_ready("constraints.txt")


def test_an_extra_is_added_once_and_the_earlier_ones_stay(small_house, monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(environment, "make_venv", lambda venv: pytest.fail("made anew"))
    monkeypatch.setattr(
        environment, "install", lambda constraints, extras, venv: asked.append(extras) or 0
    )
    for extra in ("handouts", "browser", "handouts"):
        assert environment.make_ready("constraints.txt", extras=[extra]) == 0
    assert asked == [["handouts"], ["browser", "handouts"]]
    assert environment.is_ready("constraints.txt", environment.this_version(), ["browser"])
    assert "Installing what the handouts need into .venv" in capsys.readouterr().out


def test_an_environment_in_another_folder_is_its_own(small_house, monkeypatch):
    made = []
    monkeypatch.setattr(environment, "make_venv", lambda venv: made.append(venv) or 0)
    monkeypatch.setattr(environment, "install", lambda constraints, extras, venv: 1)
    other = str(small_house / ".venv-bench")
    assert not environment.is_ready("constraints.txt", venv=other)
    assert environment.make_ready("constraints.txt", venv=other) == 1
    assert made == [other] and environment.is_ready("constraints.txt")


def test_where_the_course_is_not_installed_a_tool_says_what_to_do_first(small_house, monkeypatch):
    def absent(name):
        raise importlib.metadata.PackageNotFoundError(name)

    environment.go_inside("tools.lab")
    monkeypatch.setattr(importlib.metadata, "version", absent)
    (small_house / environment.python_of(".venv")).unlink()
    with pytest.raises(SystemExit, match="First:  python -m tools.environment"):
        environment.go_inside("tools.lab")


def targets(makefile: str) -> set[str]:
    return set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)) - {"help", "environment"}


def test_make_alone_lists_every_target():
    told = re.findall(r"@echo '(?:make) ([a-z-]+)", read("Makefile"))
    assert set(told) == targets(read("Makefile"))
    assert ".DEFAULT_GOAL = help" in read("Makefile")


def workflow() -> dict:
    return yaml.safe_load(read(".github/workflows/test.yml"))


def test_the_workflow_covers_three_systems_and_both_ends_of_the_versions():
    told = read(".github/workflows/test.yml")
    for wanted in ("ubuntu-latest", "macos-latest", "windows-latest", "make test-all", "numpy==2.0",
                   "'3.11'", "'3.14'"):  # fmt: skip
        assert wanted in told
    assert workflow()[True]["schedule"]  # YAML 1.1 reads the key `on` as true


def test_windows_runs_the_lines_of_the_readme():
    steps = workflow()["jobs"]["windows"]["steps"]
    lines = [line for step in steps for line in step.get("run", "").splitlines()]
    ran = [line for line in lines if line.startswith("py -m")]
    assert ran == ["py -m tools.environment", "py -m tools.testing --all"]
    for line in ("py -m tools.environment", "py -m tools.lab", "py -m tools.testing"):
        assert line in read("README.md")


def test_git_ignores_what_is_generated(tmp_path):
    ignored = read(".gitignore").splitlines()
    for name in (".venv/", "my/", "dist/"):
        assert GENERATED.search(name + "x") and f"/{name}" in ignored
    assert not {"my", "dist", ".venv"} & {name.split("/")[0] for name in project_files()}


@pytest.mark.parametrize("name", ["environment", "lab", "notebooks", "roster", "testing"])
def test_a_tool_answers_help_without_an_error(name, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", [name, "--help"])
    with pytest.raises(SystemExit) as ended, warnings.catch_warnings():
        # The module has been imported already, and is run a second time here.
        warnings.filterwarnings("ignore", ".*found in sys.modules", RuntimeWarning)
        runpy.run_module(f"tools.{name}", run_name="__main__")
    said = capsys.readouterr()
    assert (ended.value.code, said.err) == (0, "") and said.out.startswith("usage:")
