"""A change to a lesson can be read: git shows its words and numbers, and no bytes of a picture."""

import subprocess

import pytest
from nbformat.v4 import new_code_cell, new_output

from tests.course import planted
from tests.course.planted import lesson, printed, showing
from tools.course import ROOT
from tools.review import as_text, set_up


def git(folder, *command: str) -> str:
    who = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
    done = subprocess.run(["git", *who, *command], cwd=folder, capture_output=True, text=True,
                          encoding="utf-8", check=True)  # fmt: skip
    return done.stdout


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A repository with one lesson, whose git was told how to show it."""
    git(tmp_path, "init", "-q")
    (tmp_path / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    set_up(tmp_path)
    planted.write(planted.faultless(), tmp_path)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "A lesson")
    return tmp_path


def changed_lines(clone, page) -> list[str]:
    planted.write(page, clone)
    lines = git(clone, "diff", "--unified=0").splitlines()
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_a_changed_number_is_one_line(clone):
    page = planted.faultless()
    page.code[0].outputs[0].text = "0.3875\n"
    assert changed_lines(clone, page) == ["-  > 0.3870", "+  > 0.3875"]


def test_other_bytes_of_a_picture_are_no_change_and_other_words_are(clone):
    page = planted.faultless()
    page.code[1].outputs[0].data["image/png"] = "AAAA"
    assert changed_lines(clone, page) == []
    html = f'<img alt="{planted.ALT[:-1]}, and rises." src="data:image/png;base64,AAAA">'
    page.code[1].outputs[0].data["text/html"] = html
    assert changed_lines(clone, page) == [
        f"-  > picture: {planted.ALT}", f"+  > picture: {planted.ALT[:-1]}, and rises."
    ]  # fmt: skip


def test_the_text_has_every_word_and_tag_and_the_last_line_of_an_error():
    failed = new_code_cell("1 / 0", outputs=[new_output(
        "error", ename="ZeroDivisionError", evalue="no", traceback=["ZeroDivisionError: no"])])
    failed.metadata["tags"] = ["raises-exception"]
    page = lesson("Two\nlines.", printed("print(x)", "1\n2\n"), showing("fig", planted.PICTURE),
                  failed)  # fmt: skip
    text = as_text(page.notebook)
    assert "---- markdown\nTwo\nlines.\n" in text
    assert "---- code\nprint(x)\n  > 1\n  > 2\n" in text
    assert "---- code [raises-exception]\n1 / 0\n  > ZeroDivisionError: no\n" in text
    assert "Figure: a falling curve" in text and planted.PIXEL not in text
