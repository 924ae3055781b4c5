"""`make test-twins`: what it runs, and what it says of a library that cannot be had."""

import os
import sys

import pytest

from tools import twins
from tools.bench import peers


@pytest.fixture
def run(monkeypatch):
    """Return a function that runs the tool without installing and testing anything."""
    monkeypatch.setattr(peers, "install", lambda *given: None)
    monkeypatch.setattr(twins.os, "environ", dict(os.environ))
    monkeypatch.setattr(twins.testing, "run_all", lambda parts: 0)

    def run_with(*options, lacking=()):
        why = {name: "not installed" for name in lacking}
        monkeypatch.setattr(peers, "why_not", why.get)
        monkeypatch.setattr(sys, "argv", ["twins", *options])
        return twins.main()

    return run_with


def test_both_libraries_are_those_of_the_extra_and_of_the_lesson():
    assert sorted(one.partition(">")[0] for one in peers.requirements(("twin",))) == ["jax", "torch"]
    strictly = twins.parts()["notebooks, strictly"]
    assert [name.rpartition("/")[2] for name in strictly if name.endswith(".ipynb")] == [
        "13_from_scratch_to_pytorch_and_jax.ipynb", "13_solutions.ipynb"
    ]  # fmt: skip


def test_a_library_that_cannot_be_had_is_a_failure_unless_it_was_left_out(run, capsys):
    assert run() == 0
    assert run(lacking=["torch"]) == 1
    assert capsys.readouterr().out == "NOT RUN  torch: not installed\n"
    assert run("--without", "torch", lacking=["torch"]) == 0
    assert run("--where-possible", lacking=["torch"]) == 0


def test_a_part_that_fails_is_a_failure_whatever_was_left_out(run, monkeypatch):
    monkeypatch.setattr(twins.testing, "run_all", lambda parts: 1)
    assert run() == run("--where-possible") == run("--where-possible", lacking=["torch"]) == 1
