"""The modules in the folder are bytecode already; the course's own have their source beside it."""

import _imp
import zipfile

import pytest

from tools.live import compiling

MAGIC_OF_PYTHON_312 = (3531).to_bytes(2, "little") + b"\r\n"


def archives(live):
    found = sorted([*live.glob("static/**/*.whl"), *live.glob("static/**/python_stdlib.zip")])
    assert len(found) > 30
    return {path.name: zipfile.ZipFile(path) for path in found}


def test_every_module_is_bytecode_that_is_never_compared_with_a_source(live):
    for name, archive in archives(live).items():
        modules = [each for each in archive.namelist() if each.endswith((".py", ".pyc"))]
        for module in modules:
            if module.endswith(".pyc"):
                head = archive.read(module)[:8]
                assert head == MAGIC_OF_PYTHON_312 + (1).to_bytes(4, "little"), (name, module)
        sources = [each for each in modules if each.endswith(".py")]
        assert name.startswith("dlfs_course") == bool(sources), name


def test_the_courses_own_bytecode_is_that_of_the_source_beside_it(live):
    (ours,) = [it for name, it in archives(live).items() if name.startswith("dlfs_course")]
    sources = [each for each in ours.namelist() if each.endswith(".py")]
    assert "dlfs/session.py" in sources
    for source in sources:
        folder, _, name = source.rpartition("/")
        cached = ours.read(f"{folder}/__pycache__/{name[:-3]}.cpython-312.pyc")
        key = int.from_bytes(MAGIC_OF_PYTHON_312, "little")
        assert cached[8:16] == _imp.source_hash(key, ours.read(source)), source


def test_without_node_nothing_is_compiled_and_with_a_broken_one_it_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert compiling.compile_modules(tmp_path) is False
    node = tmp_path / "node"
    node.write_text("#!/bin/sh\necho 'no such module' >&2\nexit 1\n", encoding="utf-8")
    node.chmod(0o755)
    for name in ("pyodide.asm.wasm", "python_stdlib.zip"):
        (tmp_path / name).write_bytes(b"")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(compiling.NotCompiled, match="no such module"):
        compiling.compile_modules(tmp_path, tmp_path / "cache")
