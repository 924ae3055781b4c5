"""Puts back what a function keeps in its default arguments, so that every check of it is the first.

A list that is a default argument is one list for all calls: `def f(node, order=[])`. It would grow
with each check, and a second check would say something else.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

CONTAINERS = (list, dict, set)


@contextmanager
def put_back(function: Any) -> Iterator[None]:
    """Within it, the function may change its lists, dicts and sets; afterwards they are as before.
    """
    kept = [(value, copy.copy(value)) for value in _defaults(function)
            if type(value) in CONTAINERS]  # fmt: skip
    try:
        yield
    finally:
        for value, before in kept:
            value.clear()
            (value.extend if isinstance(value, list) else value.update)(before)


def _defaults(function: Any) -> tuple:
    named = getattr(function, "__kwdefaults__", None)
    given = getattr(function, "__defaults__", None)
    return (*(given if isinstance(given, tuple) else ()),
            *(named.values() if isinstance(named, dict) else ()))  # fmt: skip
