"""What the tests look at: the whole course, or the lesson or the item that was named.

`make test ARGS=04` names a lesson, `make test ARGS=gd-4` a question or an exercise. Rules about the
whole course, such as that no id is used twice, always look at all of it. Tests that look at the
lessons have the mark `lesson`: these are the ones that are run for one lesson alone.
"""

import os

NUMBER = os.environ.get("DLFS_LESSON", "")
ITEM = os.environ.get("DLFS_ITEM", "")


def is_chosen(number: str) -> bool:
    """Say whether the tests look at the lesson of this number."""
    return NUMBER in ("", number)


def is_chosen_item(name: str) -> bool:
    """Say whether the tests look at the question or exercise of this id."""
    return ITEM in ("", name)
