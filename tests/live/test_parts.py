"""The parts are taken from anywhere, and only if their bytes are right."""

import hashlib
import tomllib
import zipfile

import pytest
from packaging.requirements import Requirement

from tools.course import PYPROJECT
from tools.live import parts
from tools.live.wheels import canonical


@pytest.fixture
def three(monkeypatch):
    """Three parts, one of each kind, and no source that would fetch them; return their contents."""
    contents = {"a.mjs": b"one", "b-1-py3-none-any.whl": b"two", "c-2-py3-none-any.whl": b"three"}
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    table = dict(zip(parts.KINDS, ({name: total} for name, total in sums.items()), strict=True))
    monkeypatch.setattr(parts, "TABLE", parts.TABLE | table)
    monkeypatch.setattr(parts, "SUMS", sums)
    monkeypatch.setattr(parts, "SOURCES", ())
    return contents


def test_parts_are_taken_from_a_folder_and_from_inside_a_wheel(three, tmp_path):
    given, cache = tmp_path / "given" / "deep", tmp_path / "cache"
    given.mkdir(parents=True)
    (given / "a.mjs").write_bytes(three["a.mjs"])
    with zipfile.ZipFile(given / "carrier-1-py3-none-any.whl", "w") as carrier:
        for name in list(three)[1:]:
            carrier.writestr(f"carrier/assets/{name}", three[name])
    found = parts.gather(given.parent, cache)
    assert {name: path.read_bytes() for name, path in found.items()} == three
    assert parts.gather(None, cache) == found  # from the cache alone


def test_other_bytes_are_refused_and_what_is_missing_is_named(three, tmp_path):
    for name, content in three.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "a.mjs").write_bytes(b"another")
    with pytest.raises(parts.PartsMissing) as refused:
        parts.gather(tmp_path, tmp_path / "cache")
    assert "a.mjs" in str(refused.value) and "1 of 3" in str(refused.value)
    assert "PARTS=" in str(refused.value) and "b-1" not in str(refused.value)


def test_a_part_in_the_cache_that_was_damaged_is_fetched_anew(three, tmp_path):
    cache = tmp_path / "cache"
    for name, content in three.items():
        (tmp_path / name).write_bytes(content)
    parts.gather(tmp_path, cache)
    (cache / "a.mjs").write_bytes(b"damaged")
    assert parts.missing(cache, "core") == ["a.mjs"]
    assert parts.gather(tmp_path, cache)["a.mjs"].read_bytes() == b"one"


@pytest.mark.parametrize("name, one", [("Jupyterlab_widgets", "jupyterlab-widgets"), ("a.b--c", "a-b-c")])
def test_names_are_compared_as_indexes_do(name, one):
    assert canonical(name) == one


def too_old(project: dict, wheels: list[str]) -> list[str]:
    """Return the wheels whose version the course says it cannot use."""
    course = project["optional-dependencies"]["course"]
    needed = [Requirement(one) for one in [*project["dependencies"], *course]]
    versions = {canonical(name.split("-")[0]): name.split("-")[1] for name in wheels}
    return [f"{one.name} {versions[one.name]}" for one in needed
            if one.name in versions and not one.specifier.contains(versions[one.name])]  # fmt: skip


def test_the_course_admits_every_version_that_is_inside():
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    wheels = [name for name in parts.SUMS if name.endswith(".whl")]
    assert too_old(project, wheels) == []
    project["optional-dependencies"]["course"] = ["matplotlib>=3.9"]
    assert too_old(project, ["matplotlib-3.8.4-cp312.whl"]) == ["matplotlib 3.8.4"]
