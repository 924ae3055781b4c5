"""What can go wrong, said in words.

Every error of the library is a DlfsError. Its text has the same four parts: what happened, which
node it concerns and where you built it, the shapes, and the way out.
"""

import re


class DlfsError(Exception):
    """The base of every error of this library: catch it to catch them all."""


class GraphError(DlfsError):
    """A graph that cannot be built: an input that is no number, nodes of two graphs."""


class FeedError(DlfsError):
    """A feed_dict that does not fit: a placeholder without a value, a value that is no number."""


class ComputeError(DlfsError):
    """An operation that cannot be computed: most often two shapes that do not fit."""


class GradientError(DlfsError):
    """A gradient that is missing, of the wrong shape, or asked for where there is none."""


class MisuseError(GraphError, TypeError):
    """A node or a function used in a way that it is not made for. Python's TypeError, in words."""


class NoAttributeError(GraphError, AttributeError):
    """A name that something does not have. Python's AttributeError, in words."""


class GrowingGraphWarning(UserWarning):
    """A graph to which nodes are added from run to run, as happens in a loop."""


def explain(what: str, *details: str, way_out: str) -> str:
    """The text of an error: what happened, the details, the way out, a line each."""
    return "\n  ".join([what, *details, f"way out: {way_out}"])


def brief(value) -> str:
    """`value` in one short line, without an address."""
    text = re.sub(r" at 0x[0-9A-Fa-f]+", "", " ".join(repr(value).split()))
    return text if len(text) <= 40 else text[:37] + "..."


def first_line(error: Exception) -> str:
    """What happened, without the details of a DlfsError."""
    return (str(error).splitlines() or [""])[0]
