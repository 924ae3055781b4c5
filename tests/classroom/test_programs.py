"""Three programs in one form, and what is printed of a library that may not be there."""

import sys

import numpy as np
import pytest

from dlfs.classroom.programs import STEPS, beside, three_programs


def test_each_program_has_layers_that_fit_a_batch_for_every_step_and_a_rate():
    for layers, feeds, rate, name in three_programs().values():
        assert len(feeds) == STEPS and rate > 0 and name in ("relu", "sigmoid")
        (X, c), h = feeds[0], feeds[0][0]
        for W, b in layers:
            h = h @ W + b
        assert h.shape == c.shape and len(X) == len(c)
        assert (np.sum(c, axis=1) == 1).all()


def test_a_start_is_the_same_each_time_and_nobody_s_run_changes_it():
    one, other = (three_programs()["digits"][0] for _ in range(2))
    assert all(np.array_equal(W, V) and W is not V for (W, _), (V, _) in zip(one, other))


def test_a_library_that_is_there_is_asked_and_its_claim_is_printed(capsys):
    asked = []
    beside("JAX", "json", "300 losses agree", lambda: asked.append("yes"))
    assert asked == ["yes"]
    assert capsys.readouterr().out == "JAX, too: 300 losses agree.\n"


def test_a_library_that_is_not_there_is_named_and_nothing_is_asked(capsys):
    beside("JAX", "no_such_library", "a claim", lambda: 1 / 0)
    said = "JAX cannot be imported here, so it was not asked.\n"
    assert capsys.readouterr().out == said


def test_a_library_of_which_a_part_is_missing_counts_as_not_there(capsys, monkeypatch, tmp_path):
    (tmp_path / "half_installed.py").write_text("raise OSError('a shared library is missing')")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    beside("PyTorch", "half_installed", "a claim", lambda: 1 / 0)
    assert "cannot be imported here" in capsys.readouterr().out


def test_a_library_that_does_not_agree_is_an_error_and_no_sentence(capsys):
    with pytest.raises(AssertionError):
        beside("JAX", "json", "a claim", lambda: np.testing.assert_allclose(1, 2))
    assert capsys.readouterr().out == ""
