"""Whether what a platform needs is here; where it has to be, its absence is an error."""

import importlib.util
import os

import pytest

COMMANDS = {"cluster": "make test-cluster", "twin": "make test-twins"}


def needs(name: str, extra: str) -> pytest.MarkDecorator:
    """Return the mark of tests that need the package `name`, which the extra `extra` installs.

    Raises ImportError where the environment says that it is needed: `DLFS_NEEDED=grading,hub`.
    """
    missing = importlib.util.find_spec(name) is None
    if missing and extra in os.environ.get("DLFS_NEEDED", "").split(","):
        raise ImportError(f"the extra `{extra}` lacks {name}")
    command = COMMANDS.get(extra, "make test-platforms")
    return pytest.mark.skipif(
        missing, reason=f"needs the extra `{extra}`: {command} installs it and runs this"
    )
