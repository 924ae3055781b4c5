"""Tests that need a browser run when their folder is named, and where one is missing they say so."""

from pathlib import Path

import pytest

from tests.browser import chromium


def is_asked_for(folder: Path, config: pytest.Config) -> bool:
    """Say whether the command line names this folder, or something in it."""
    named = [Path(str(arg).split("::")[0]).resolve() for arg in config.args]
    return any(path == folder or folder in path.parents for path in named)


def end_without_a_browser(folder: Path, config: pytest.Config, words: str) -> None:
    """End with these words, a reason in them, and the exit code 1 where there is no browser."""
    problem = chromium.missing() if is_asked_for(folder, config) else None
    if problem:
        pytest.exit(words.format(problem), returncode=1)
