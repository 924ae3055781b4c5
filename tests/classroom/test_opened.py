"""`open_engine`: the learner's file as a program, or the given one, and in words which."""

import numpy as np
import pytest

from dlfs.classroom.engine import file, keep, open_engine


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path / "my"))
    return tmp_path / "my"


def opened(capsys):
    capsys.readouterr()
    engine = open_engine()
    return engine, capsys.readouterr().out


def solves_xor(engine):
    losses, margin = engine.train_xor(3, 0, steps=101, learning_rate=4.0)
    return margin > 0 and losses[-1] < losses[0]


def test_the_file_of_the_learner_is_what_runs(capsys):
    keep(9)
    text = file.path().read_text(encoding="utf-8")
    file.path().write_text(text + "\nMINE = 7\n", encoding="utf-8")
    engine, said = opened(capsys)
    assert said == "Your engine.py runs.\n"
    assert engine.MINE == 7 and solves_xor(engine)


WITHOUT = {
    "no file": (None, "There is no engine.py yet: the given one runs.\n"),
    "a slip": ("def f(:", "Your engine.py stops with SyntaxError: the given one runs.\n"),
    "an error": ("1 / 0", "Your engine.py stops with ZeroDivisionError: the given one runs.\n"),
    "bytes": (b"\xff\xfe\x00", "Your engine.py cannot be read: the given one runs.\n"),
    "empty": ("", "Your engine.py has no piece of lesson 1 yet: the given one runs.\n"),
}


@pytest.mark.parametrize("case", WITHOUT)
def test_otherwise_the_given_one_runs_and_the_reason_is_said(capsys, folder, case):
    content, expected = WITHOUT[case]
    folder.mkdir()
    if content is not None:
        content = content if isinstance(content, bytes) else content.encode()
        file.path().write_bytes(content)
    engine, said = opened(capsys)
    assert said == expected
    assert solves_xor(engine)


@pytest.mark.parametrize("last", [1, 5, 8])
def test_a_file_that_is_not_finished_is_not_taken_for_one_that_is(capsys, last):
    keep(last)
    engine, said = opened(capsys)
    assert said == f"Your engine.py has no piece of lesson {last + 1} yet: the given one runs.\n"
    assert np.isfinite(engine.train_xor(2, 1, steps=3)[0]).all()
